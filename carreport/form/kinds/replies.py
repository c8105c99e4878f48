"""The replies of many people to one survey, kept as one answer, so that a file comes in whole or not at all.

The answer is an object. `steps` are the steps of the scale, each `[key, label]`, from one end to
the other. `columns` are what was asked; each says as what it was taken (`as`), for which entry
(`to`, the id of a statement or an open question) and under which `heading` it stood in the file:

- a *statement* has `given`, one character a reply: the place of the step (0 to 9, then a to z), - for
  no answer; or `counts`, a number for each step, where only the counts are known;
- an *open* question has `texts`, one a reply, null for no answer;
- a *group* or a *wave* has `words`, the different answers, and `given` that points to them.

`marks` has twelve characters a reply, by which it is known again; nobody can be recognised by them.
`withdrawn`, if it is there, lists the marks of replies that were taken out for good, and count no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from carreport.form.kinds.base import InvalidValue, Kind
from carreport.form.richtext import clean, clean_line
from carreport.form.schema import Field, Value
from carreport.form.wording import format_count

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
NO_ANSWER = "-"
FINGERPRINT_LENGTH = 12
MOST_REPLIES = 200_000
MOST_COLUMNS = 2_000
LONGEST_REPLY = 20_000
STATEMENT, OPEN, GROUP, WAVE = "statement", "open", "group", "wave"
WITHDRAWN = "withdrawn"
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_ITEM = re.compile(r"[a-z0-9]{1,32}\Z")
_MARKS = re.compile(r"[0-9a-f]*\Z")
_WITHDRAWN = re.compile(r"[0-9a-f]{12}(#[1-9][0-9]{0,5})?\Z")
_PARTS = ("file", "steps", "columns", "marks")


class RepliesKind(Kind):
    """What many people replied, from a file or typed in."""

    name = "replies"
    summary = "Replies of many people to a survey, brought in from a file with `carreport survey import`."
    json_example = "{…} (as `carreport show --json` writes it)"
    holds_replies = True
    stands_alone = False
    longest = 32_000_000

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Read the replies; everything must fit together, for they are counted."""
        if given in (None, {}, ""):
            return {}
        if not isinstance(given, Mapping) or set(given) - {WITHDRAWN} != set(_PARTS):
            return InvalidValue(f"expected replies: an object with {', '.join(_PARTS)}")
        marks, columns = given["marks"], given["columns"]
        if not isinstance(marks, str) or len(marks) % FINGERPRINT_LENGTH or not _MARKS.match(marks):
            return InvalidValue("the marks of the replies do not fit together")
        rows = len(marks) // FINGERPRINT_LENGTH
        steps = _steps(given["steps"])
        if steps is None or rows > MOST_REPLIES:
            return InvalidValue("the scale of the replies cannot be read, or there are too many")
        read, withdrawn = _columns(columns, len(steps), rows), _withdrawn(given.get(WITHDRAWN, []))
        if isinstance(read, InvalidValue) or isinstance(withdrawn, InvalidValue):
            return read if isinstance(read, InvalidValue) else withdrawn
        kept = {"file": clean_line(str(given["file"])), "steps": steps, "columns": read, "marks": marks}
        return kept | ({WITHDRAWN: withdrawn} if withdrawn else {})

    def format_value(self, field: Field, value: Value) -> str:
        """Return how many replies there are, and from which file."""
        if not value:
            return ""
        rows, gone = len(value["marks"]) // FINGERPRINT_LENGTH, len(value.get(WITHDRAWN, ()))
        if gone and not (rows or value["columns"]):
            return f"{format_count(gone, 'reply')} withdrawn; kept out if the file comes in again"
        said = format_count(rows, "reply") if rows else "counts alone"
        return f"{said} from {value['file']}" if value["file"] else f"{said}, typed in"


def _steps(given: object) -> list[list[str]] | None:
    if not isinstance(given, list) or len(given) > len(DIGITS):
        return None
    steps: list[list[str]] = []
    for each in given:
        if not isinstance(each, list) or len(each) != 2 or not all(isinstance(part, str) for part in each):
            return None
        if not _KEY.match(each[0]):
            return None
        steps.append([each[0], clean_line(each[1])])
    return steps if len({key for key, _ in steps}) == len(steps) else None


def _columns(given: object, steps: int, rows: int) -> list[dict[str, Any] | None] | InvalidValue:
    if not isinstance(given, list) or len(given) > MOST_COLUMNS:
        return InvalidValue("the columns of the replies must be a list")
    read = [_column(each, steps, rows) for each in given]
    if None in read:
        return InvalidValue(f"column {read.index(None) + 1} of the replies does not fit the rest")
    return read


def _column(given: object, steps: int, rows: int) -> dict[str, Any] | None:
    """Return one column as it is kept, or nothing if it does not fit."""
    if not isinstance(given, Mapping):
        return None
    kind, heading = given.get("as"), given.get("heading")
    if not isinstance(heading, str):
        return None
    kept: dict[str, Any] = {"as": kind, "heading": clean_line(heading)}
    if kind in (STATEMENT, OPEN):
        if not isinstance(given.get("to"), str) or not _ITEM.match(given["to"]):
            return None
        kept["to"] = given["to"]
    answers = _answers(given, kind, steps, rows)
    return kept | answers if answers and {*kept, *answers} == set(given) else None


def _answers(given: Mapping[str, Any], kind: object, steps: int, rows: int) -> dict[str, Any] | None:
    if kind == STATEMENT and "counts" in given:
        return {"counts": given["counts"]} if _are_counts(given["counts"], steps) else None
    if kind == STATEMENT:
        return {"given": given.get("given")} if _are_choice_digits(given.get("given"), steps, rows) else None
    if kind == OPEN:
        texts = _texts(given.get("texts"), rows)
        return None if texts is None else {"texts": texts}
    if kind in (GROUP, WAVE):
        words = given.get("words")
        is_list = isinstance(words, list) and all(isinstance(each, str) for each in words)
        if not is_list or not _are_choice_digits(given.get("given"), len(words or ()), rows):
            return None
        return {"words": [clean_line(each) for each in words or ()], "given": given["given"]}
    return None


def _are_choice_digits(given: object, among: int, rows: int) -> bool:
    """Say whether each reply points to one of `among` things, or to none."""
    return isinstance(given, str) and len(given) == rows and set(given) <= {*DIGITS[:among], NO_ANSWER}


def _are_counts(given: object, steps: int) -> bool:
    is_list = isinstance(given, list) and len(given) == steps
    return is_list and all(type(each) is int and 0 <= each < 10**9 for each in given or ())  # type: ignore[attr-defined]  # it is a list


def _texts(given: object, rows: int) -> list[str | None] | None:
    if not isinstance(given, list) or len(given) != rows:
        return None
    if not all(each is None or (isinstance(each, str) and 0 < len(each) <= LONGEST_REPLY) for each in given):
        return None
    return [None if each is None else clean(each) for each in given]


def _withdrawn(given: object) -> list[str] | InvalidValue:
    is_list = isinstance(given, list) and len(given) <= MOST_REPLIES
    if not is_list or not all(isinstance(each, str) and _WITHDRAWN.match(each) for each in given or ()):  # type: ignore[attr-defined]  # it is a list
        return InvalidValue("the marks of the replies that were withdrawn cannot be read")
    return sorted(set(given or ()))  # type: ignore[call-overload]  # likewise


def fingerprints_of(value: Mapping[str, Any]) -> Sequence[str]:
    """Return the mark of each reply, in order."""
    marks = str(value["marks"])
    return [marks[start : start + FINGERPRINT_LENGTH] for start in range(0, len(marks), FINGERPRINT_LENGTH)]
