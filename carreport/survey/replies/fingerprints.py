"""Give each reply a mark by which it is known again, without keeping who sent it or when.

A mark is a hash of what tells the replies of a file apart (a number, a time, else all cells), made
with a key that is worked out slowly from the whole first reply. Who has the draft has not the key,
so nobody can try names or times until one fits. Who has the file again gets the same marks again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b, scrypt
from secrets import token_hex

from carreport.form.kinds.replies import FINGERPRINT_LENGTH

_SALT = b"carreport: marks of replies"


Cells = Sequence[str]
"""What one column of a file says, reply by reply."""


def reply_fingerprints(
    columns: Sequence[Cells], distinguishing: Sequence[Cells], *, others: bool = False
) -> tuple[str, ...]:
    """Return the mark of each reply, by the columns that tell replies apart for certain, else by all.

    With `others` they are marks that no other file has.
    """
    if not columns or not columns[0]:
        return ()
    first = _key_row(distinguishing)
    salt = _digest(b"", (cell for column in columns for cell in column)) if others else b""
    secret = _row_bytes(column[first] for column in columns)
    key = scrypt(secret, salt=_SALT + salt, n=1 << 14, r=8, p=1, dklen=32)
    return tuple(_digest(key, cells).hex() for cells in zip(*(distinguishing or columns), strict=True))


def random_fingerprints(count: int) -> tuple[str, ...]:
    """Return marks for replies that are typed in, each of which is its own."""
    return tuple(token_hex(FINGERPRINT_LENGTH // 2) for _ in range(count))


def reply_keys(marks: Sequence[str]) -> list[str]:
    """Return the marks so that people who sent the same are still several: the second has “#2”."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for mark in marks:
        seen[mark] += 1
        keys.append(mark if seen[mark] == 1 else f"{mark}#{seen[mark]}")
    return keys


def _key_row(columns: Sequence[Cells]) -> int:
    """Return the reply that the key is made from: the one with the smallest number, else the topmost."""
    if len(columns) == 1 and all(cell.isdecimal() for cell in columns[0]):
        numbers = list(map(int, columns[0]))
        return numbers.index(min(numbers))
    return 0


def _digest(key: bytes, cells: Iterable[str]) -> bytes:
    return blake2b(_row_bytes(cells), key=key, digest_size=FINGERPRINT_LENGTH // 2).digest()


def _row_bytes(cells: Iterable[str]) -> bytes:
    return "\x1f".join(cells).encode("utf-8", "surrogatepass")
