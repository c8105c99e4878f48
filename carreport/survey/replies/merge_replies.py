"""Merge two people's edits to one entry of replies, reply by reply.

One person may correct a reply while the other enters new ones. There is a conflict only if both
changed the same reply in different ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from carreport.form.kinds.replies import DIGITS, GROUP, NO_ANSWER, OPEN, STATEMENT, WAVE, fingerprints_of

ColumnKey = tuple[str, str]
"""The type and target of a column."""
ReplyCells = Mapping[ColumnKey, str]
"""The cells of one reply, by column: the key of a point, a text, or the name of a group or survey round."""
Key = TypeVar("Key", str, ColumnKey)
_ORDER = (STATEMENT, OPEN, GROUP, WAVE)
_PARTS = {"file", "steps", "columns", "marks"}


def is_entered(value: object) -> bool:
    """Say whether these replies were entered by hand, each with a random fingerprint."""
    if not (isinstance(value, dict) and value.keys() == _PARTS and value["marks"]) or value["file"]:
        return False
    marks = fingerprints_of(value)
    return len(set(marks)) == len(marks) and not any("counts" in column for column in value["columns"])


def merge_entered(
    base: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return entered replies with the changes of both sides to `base`; nothing if they conflict.

    The order of the sides does not matter.
    """
    one, other = _DecodedReplies.from_value(ours), _DecodedReplies.from_value(theirs)
    before = _DecodedReplies.from_value(base) if base else _DecodedReplies({}, {}, {})
    steps, headings = _merge_equal(one.steps, other.steps), _merge_equal(one.headings, other.headings)
    replies: dict[str, ReplyCells] = {}
    for mark in _merged_fingerprints(before, one, other):
        sides = [side.replies.get(mark) for side in (one, other)]
        changed = [side for side in sides if side != before.replies.get(mark)]
        if len(changed) == len(sides) and sides[0] != sides[1]:
            return None
        now = changed[0] if changed else before.replies.get(mark)
        if now is not None:
            replies[mark] = now
    if not replies or steps is None or headings is None:
        return None
    return _value(_DecodedReplies(steps, dict(sorted(headings.items(), key=_rank)), replies))


def combine_entered(versions: Iterable[object]) -> dict[str, Any] | None:
    """Return the replies of several versions of one entry, each once; nothing if they do not fit together.

    A reply that differs is taken from the first version.
    """
    replies = _DecodedReplies({}, {}, {})
    for version in versions:
        if not isinstance(version, dict) or not is_entered(version):
            return None
        typed = _DecodedReplies.from_value(version)
        steps, headings = (
            _merge_equal(replies.steps, typed.steps),
            _merge_equal(replies.headings, typed.headings),
        )
        if steps is None or headings is None:
            return None
        replies = _DecodedReplies(
            steps, dict(sorted(headings.items(), key=_rank)), {**typed.replies, **replies.replies}
        )
    return _value(replies) if replies.replies else None


@dataclass(frozen=True, slots=True)
class _DecodedReplies:
    """Decoded replies: the labels of the points, the heading of each column, each reply by fingerprint."""

    steps: Mapping[str, str]
    headings: Mapping[ColumnKey, str]
    replies: Mapping[str, ReplyCells]

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> _DecodedReplies:
        steps = {str(key): str(label) for key, label in value["steps"]}
        marks = fingerprints_of(value)
        replies: dict[str, dict[ColumnKey, str]] = {mark: {} for mark in marks}
        for column in value["columns"]:
            place = _column_key(column)
            for mark, cell in zip(marks, _cell_values(column, steps), strict=True):
                if cell is not None:
                    replies[mark][place] = cell
        return cls(
            steps, {_column_key(column): str(column["heading"]) for column in value["columns"]}, replies
        )


def _column_key(column: Mapping[str, Any]) -> ColumnKey:
    return str(column["as"]), str(column.get("to", ""))


def _cell_values(column: Mapping[str, Any], steps: Iterable[str]) -> list[str | None]:
    if column["as"] == OPEN:
        return list(column["texts"])
    names = list(steps) if column["as"] == STATEMENT else column["words"]
    return [None if digit == NO_ANSWER else names[DIGITS.index(digit)] for digit in column["given"]]


def _merged_fingerprints(
    before: _DecodedReplies, one: _DecodedReplies, other: _DecodedReplies
) -> Iterable[str]:
    """Return the fingerprints of all replies: those of `base`, then those each side added, in its order."""
    fresh = sorted([mark for mark in side.replies if mark not in before.replies] for side in (one, other))
    return dict.fromkeys([*before.replies, *fresh[0], *fresh[1]])


def _merge_equal(one: Mapping[Key, str], other: Mapping[Key, str]) -> Mapping[Key, str] | None:
    """Return the union of both sides, if they agree where they overlap."""
    if any(other[key] != one[key] for key in one.keys() & other.keys()):
        return None
    longer, shorter = sorted((one, other), key=lambda side: (len(side), list(map(str, side))), reverse=True)
    return {**longer, **shorter}


def _rank(heading: tuple[ColumnKey, str]) -> tuple[int, str]:
    (taken_as, to), _ = heading
    return _ORDER.index(taken_as), to


def _value(typed: _DecodedReplies) -> dict[str, Any] | None:
    columns = [_column(typed, place, heading) for place, heading in typed.headings.items()]
    if None in columns or len(typed.steps) > len(DIGITS):
        return None
    steps = [[key, label] for key, label in typed.steps.items()]
    return {"file": "", "steps": steps, "columns": columns, "marks": "".join(typed.replies)}


def _column(typed: _DecodedReplies, place: ColumnKey, heading: str) -> dict[str, Any] | None:
    taken_as, to = place
    values = [reply.get(place) for reply in typed.replies.values()]
    column: dict[str, Any] = {"as": taken_as, "heading": heading} | ({"to": to} if to else {})
    if taken_as == OPEN:
        return {**column, "texts": values}
    names = list(typed.steps) if taken_as == STATEMENT else list(dict.fromkeys(filter(None, values)))
    if len(names) > len(DIGITS):
        return None
    digits = "".join(NO_ANSWER if value is None else DIGITS[names.index(value)] for value in values)
    return {**column, "given": digits} | ({} if taken_as == STATEMENT else {"words": names})
