"""Take one reply out of what a survey keeps, and know it again without its words when its file comes back.

A survey keeps the marks of withdrawn replies (see `survey.replies.fingerprints`) in an entry of their own
beside its files of replies. So they stay known whatever happens to those files, and on every computer:
whoever brings in a file or a copy that still has the reply does not count it, and does not read it anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from carreport.form.kinds.replies import DIGITS, NO_ANSWER, WITHDRAWN, fingerprints_of
from carreport.survey.replies.fingerprints import reply_keys


def withdrawn_keys(batches: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the keys of all replies to a survey that were withdrawn."""
    return frozenset(key for batch in batches for key in batch.get(WITHDRAWN, ()))


def withdrawal_value(keys: Iterable[str]) -> dict[str, Any]:
    """Return what a survey keeps of replies that were withdrawn: what they are known by, nothing else."""
    return {"file": "", "steps": [], "columns": [], "marks": "", WITHDRAWN: sorted(keys)}


def last_duplicate_key(keys: Iterable[str], key: str) -> str:
    """Return the last of the replies that are the very same as this one: of those it goes.

    So those that stay keep their places, “#2” and so on, and the file still fits when it comes again.
    """
    mark = key.partition("#")[0]
    return max(
        (other for other in keys if other.partition("#")[0] == mark), key=_duplicate_number, default=key
    )


def holds_reply(value: Mapping[str, Any], keys: Collection[str]) -> bool:
    """Say whether one of these replies is among those that were brought in together."""
    return bool(value) and not set(keys).isdisjoint(reply_keys(fingerprints_of(value)))


def without_replies(value: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """Return replies that were brought in together without some of them: no word of theirs stays."""
    if not keys:
        return dict(value)
    marks = fingerprints_of(value)
    rows = [row for row, key in enumerate(reply_keys(marks)) if key not in keys]
    if len(rows) == len(marks):
        return dict(value)
    columns = [_keep_rows(column, rows) for column in value["columns"]]
    return {**value, "columns": columns, "marks": "".join(marks[row] for row in rows)}


def _keep_rows(column: Mapping[str, Any], rows: Iterable[int]) -> dict[str, Any]:
    if "texts" in column:
        return {**column, "texts": [column["texts"][row] for row in rows]}
    if "given" not in column:
        return dict(column)
    digits = "".join(column["given"][row] for row in rows)
    return {**column, "given": digits} | (_used_group_names(column, digits) if "words" in column else {})


def _used_group_names(column: Mapping[str, Any], digits: str) -> dict[str, Any]:
    """Return the words of a group that some reply still says, and the replies pointing to them."""
    used = [digit for digit, _ in zip(DIGITS, column["words"], strict=False) if digit in digits]
    places = {NO_ANSWER: NO_ANSWER} | dict(zip(used, DIGITS, strict=False))
    words = [column["words"][DIGITS.index(digit)] for digit in used]
    return {"words": words, "given": "".join(map(places.__getitem__, digits))}


def _duplicate_number(key: str) -> int:
    return int(key.partition("#")[2] or 1)
