"""Give each reply a fingerprint by which it is recognised, without storing who sent it or when.

A fingerprint is a hash of what distinguishes the replies of a file (a number, a time, or else all
cells). Its key is derived slowly from the whole first reply. The key is not in the draft, so nobody
can guess names or times from it; the same file always gives the same fingerprints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b, scrypt
from secrets import token_hex

from carreport.form.kinds.replies import FINGERPRINT_LENGTH

_SALT = b"carreport: marks of replies"


Cells = Sequence[str]
"""The cells of one column, in the order of the replies."""


def reply_fingerprints(
    columns: Sequence[Cells], distinguishing: Sequence[Cells], *, others: bool = False
) -> tuple[str, ...]:
    """Return the fingerprint of each reply, from the columns that identify replies, or else from all.

    With `others`, the fingerprints differ from those in every other file.
    """
    if not columns or not columns[0]:
        return ()
    first = key_row(distinguishing)
    salt = _digest(b"", (cell for column in columns for cell in column)) if others else b""
    secret = _row_bytes(column[first] for column in columns)
    key = scrypt(secret, salt=_SALT + salt, n=1 << 14, r=8, p=1, dklen=32)
    return tuple(_digest(key, cells).hex() for cells in zip(*(distinguishing or columns), strict=True))


def random_fingerprints(count: int) -> tuple[str, ...]:
    """Return random fingerprints for replies entered by hand."""
    return tuple(token_hex(FINGERPRINT_LENGTH // 2) for _ in range(count))


def reply_keys(marks: Sequence[str]) -> list[str]:
    """Return unique keys: the second reply with the same fingerprint gets “#2”."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for mark in marks:
        seen[mark] += 1
        keys.append(mark if seen[mark] == 1 else f"{mark}#{seen[mark]}")
    return keys


def key_row(columns: Sequence[Cells]) -> int:
    """Return the reply from which the key is derived: the one with the smallest number, or else the first."""
    if len(columns) == 1 and all(cell.isdecimal() for cell in columns[0]):
        numbers = list(map(int, columns[0]))
        return numbers.index(min(numbers))
    return 0


def _digest(key: bytes, cells: Iterable[str]) -> bytes:
    return blake2b(_row_bytes(cells), key=key, digest_size=FINGERPRINT_LENGTH // 2).digest()


def _row_bytes(cells: Iterable[str]) -> bytes:
    return "\x1f".join(cells).encode("utf-8", "surrogatepass")
