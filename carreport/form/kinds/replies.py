"""The replies of many people to one survey, stored as one answer, so that a file is imported whole.

The answer is an object. `steps` lists the points of the scale in order, each as `[key, label]`.
`columns` lists the questions asked, each with a type (`as`), an entry (`to`, the id of a statement or
an open question) and the `heading` in the file:

- a *statement* has `given`, one character per reply: the index of the point (0 to 9, then a to z), - for
  no answer; or `counts`, a number for each point, if only the counts are known;
- an *open* question has `texts`, one per reply, null for no answer;
- a *group* or a *wave* has `words`, the different answers, and `given` with their indexes.

`marks` has the fingerprint of each reply, twelve characters by which it is recognised; they do not
identify anyone. `withdrawn`, if present, lists the fingerprints of replies removed permanently, which
are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from carreport.form.kinds.base import InvalidValue, Kind
from carreport.form.richtext import clean, clean_line
from carreport.form.schema import Field, Value
from carreport.language.messages import gettext, ngettext

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
    """The replies of many people to a survey, imported from a file or typed in."""

    name = "replies"
    summary = "The replies of many people to a survey, imported from a file with `carreport survey import`."
    json_example = "{…} (as `carreport show --json` writes it)"
    holds_replies = True
    stands_alone = False
    longest = 32_000_000

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return the replies; they are counted, so all their parts must be consistent."""
        if given in (None, {}, ""):
            return {}
        if not isinstance(given, Mapping) or set(given) - {WITHDRAWN} != set(_PARTS):
            return InvalidValue(f"expected replies: an object with {', '.join(_PARTS)}")
        marks, given_columns = given["marks"], given["columns"]
        if not isinstance(marks, str) or len(marks) % FINGERPRINT_LENGTH or not _MARKS.match(marks):
            return InvalidValue("the fingerprints of the replies (marks) are not valid")
        rows = len(marks) // FINGERPRINT_LENGTH
        steps = _steps(given["steps"])
        if steps is None or rows > MOST_REPLIES:
            return InvalidValue("the scale of the replies is not valid, or there are too many replies")
        columns, withdrawn = _columns(given_columns, len(steps), rows), _withdrawn(given.get(WITHDRAWN, []))
        if isinstance(columns, InvalidValue) or isinstance(withdrawn, InvalidValue):
            return columns if isinstance(columns, InvalidValue) else withdrawn
        answer = {"file": clean_line(str(given["file"])), "steps": steps, "columns": columns, "marks": marks}
        return answer | ({WITHDRAWN: withdrawn} if withdrawn else {})

    def format_value(self, field: Field, value: Value) -> str:
        """Return the number of replies, the name of their file, and the ends of the scale they are on.

        An import of several scales is stored as several entries, which the ends tell apart.
        """
        if not value:
            return ""
        rows, withdrawn = len(value["marks"]) // FINGERPRINT_LENGTH, len(value.get(WITHDRAWN, ()))
        if withdrawn and not (rows or value["columns"]):
            return ngettext(
                "{count} reply withdrawn; excluded if the file is imported again",
                "{count} replies withdrawn; excluded if the file is imported again",
                withdrawn,
            )
        text = ngettext("{count} reply", "{count} replies", rows) if rows else gettext("counts only")
        if not value["file"]:
            return gettext("{replies}, typed in", replies=text)
        source = gettext("{replies} from {file}", replies=text, file=value["file"])
        return f"{source}{_ends(value)}"


def _ends(value: Mapping[str, Any]) -> str:
    """Return the ends of the scale in brackets, or an empty string if there are no statements."""
    labels = [label for key, label in value["steps"] if key != "dont_know"]
    is_judged = any(column["as"] == STATEMENT for column in value["columns"])
    return (
        gettext(" (“{first}” to “{last}”)", first=labels[0], last=labels[-1])
        if is_judged and len(labels) > 1
        else ""
    )


def _steps(given: object) -> list[list[str]] | None:
    if not isinstance(given, list) or len(given) > len(DIGITS):
        return None
    steps: list[list[str]] = []
    for step in given:
        if not isinstance(step, list) or len(step) != 2 or not all(isinstance(part, str) for part in step):
            return None
        if not _KEY.match(step[0]):
            return None
        steps.append([step[0], clean_line(step[1])])
    return steps if len({key for key, _ in steps}) == len(steps) else None


def _columns(given: object, steps: int, rows: int) -> list[dict[str, Any] | None] | InvalidValue:
    if not isinstance(given, list) or len(given) > MOST_COLUMNS:
        return InvalidValue("the columns of the replies must be a list")
    columns = [_column(column, steps, rows) for column in given]
    if None in columns:
        return InvalidValue(f"column {columns.index(None) + 1} of the replies is not valid")
    return columns


def _column(given: object, steps: int, rows: int) -> dict[str, Any] | None:
    """Return one column as it is stored; None if it is not valid."""
    if not isinstance(given, Mapping):
        return None
    kind, heading = given.get("as"), given.get("heading")
    if not isinstance(heading, str):
        return None
    column: dict[str, Any] = {"as": kind, "heading": clean_line(heading)}
    if kind in (STATEMENT, OPEN):
        if not isinstance(given.get("to"), str) or not _ITEM.match(given["to"]):
            return None
        column["to"] = given["to"]
    answers = _answers(given, kind, steps, rows)
    return column | answers if answers and {*column, *answers} == set(given) else None


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
        is_list = isinstance(words, list) and all(isinstance(word, str) for word in words)
        if not is_list or not _are_choice_digits(given.get("given"), len(words or ()), rows):
            return None
        return {"words": [clean_line(word) for word in words or ()], "given": given["given"]}
    return None


def _are_choice_digits(given: object, among: int, rows: int) -> bool:
    """Say whether `given` has one character for each reply: the index of one of `among` values, or none."""
    return isinstance(given, str) and len(given) == rows and set(given) <= {*DIGITS[:among], NO_ANSWER}


def _are_counts(given: object, steps: int) -> bool:
    is_list = isinstance(given, list) and len(given) == steps
    return is_list and all(type(count) is int and 0 <= count < 10**9 for count in given or ())  # type: ignore[attr-defined]  # it is a list


def _texts(given: object, rows: int) -> list[str | None] | None:
    if not isinstance(given, list) or len(given) != rows:
        return None
    if not all(text is None or isinstance(text, str) for text in given):
        return None
    texts = [None if text is None else clean(text) for text in given]
    return texts if all(text is None or 0 < len(text) <= LONGEST_REPLY for text in texts) else None


def _withdrawn(given: object) -> list[str] | InvalidValue:
    is_list = isinstance(given, list) and len(given) <= MOST_REPLIES
    if not is_list or not all(isinstance(mark, str) and _WITHDRAWN.match(mark) for mark in given or ()):  # type: ignore[attr-defined]  # it is a list
        return InvalidValue("the fingerprints of withdrawn replies are not valid")
    return sorted(set(given or ()))  # type: ignore[call-overload]  # likewise


def fingerprints_of(value: Mapping[str, Any]) -> Sequence[str]:
    """Return the fingerprint of each reply, in order."""
    marks = str(value["marks"])
    return [marks[start : start + FINGERPRINT_LENGTH] for start in range(0, len(marks), FINGERPRINT_LENGTH)]
