"""Remove one reply from a survey, and recognise it if its file is imported again.

A survey keeps the fingerprints of withdrawn replies (see `survey.replies.fingerprints`) in a
separate entry beside its batches, so they remain whatever happens to the batches. On every computer,
a withdrawn reply in an imported file or copy is then neither counted nor shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from carreport.form.kinds.replies import DIGITS, NO_ANSWER, WITHDRAWN, fingerprints_of
from carreport.survey.replies.fingerprints import reply_keys


def withdrawn_keys(batches: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the keys of all withdrawn replies to a survey."""
    return frozenset(key for batch in batches for key in batch.get(WITHDRAWN, ()))


def withdrawal_value(keys: Iterable[str]) -> dict[str, Any]:
    """Return the value that stores withdrawn replies: their fingerprints and nothing else."""
    return {"file": "", "steps": [], "columns": [], "marks": "", WITHDRAWN: sorted(keys)}


def last_duplicate_key(keys: Iterable[str], key: str) -> str:
    """Return the key of the last of several identical replies, which is the one to remove.

    The others then keep their keys, “#2” and so on, and match the file if it is imported again.
    """
    mark = key.partition("#")[0]
    return max(
        (other for other in keys if other.partition("#")[0] == mark), key=_duplicate_number, default=key
    )


def holds_reply(value: Mapping[str, Any], keys: Collection[str]) -> bool:
    """Say whether one of these replies is in a batch."""
    return bool(value) and not set(keys).isdisjoint(reply_keys(fingerprints_of(value)))


def without_replies(value: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    """Return a batch without some of its replies; none of their text remains."""
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
    """Return the names of groups still in use, and the replies renumbered to match."""
    used = [digit for digit, _ in zip(DIGITS, column["words"], strict=False) if digit in digits]
    places = {NO_ANSWER: NO_ANSWER} | dict(zip(used, DIGITS, strict=False))
    words = [column["words"][DIGITS.index(digit)] for digit in used]
    return {"words": words, "given": "".join(map(places.__getitem__, digits))}


def _duplicate_number(key: str) -> int:
    return int(key.partition("#")[2] or 1)
