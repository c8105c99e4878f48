"""Guess the type of each column in a file of replies, with the reason; the user can correct it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from carreport.survey.importing.headings import SourceColumn
from carreport.survey.scales import Scale, match_step, normalise_answer, parse_number

MOST_WORDS = 300
"""A column with more different answers than this was not answered on a scale."""
MOST_DIFFERENT_ANSWERS = 7
MOST_GROUPS = 12
LONGEST_CHOICE = 60


class ColumnType(StrEnum):
    """The type of a column."""

    STATEMENT = "statement"
    OPEN = "open question"
    GROUP = "group"
    WAVE = "wave"
    PERSONAL = "personal"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """A guess at the type of a column, and the reason, as a sentence without its full stop."""

    column_type: ColumnType
    reason: str


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip() for name in listed.split(","))


ID_HEADINGS = _names(
    "id, respondent id, response id, responseid, respondentid, collector id, unique response number, "
    "response number, submission id, responder id"
)
TIME_HEADINGS = _names(
    "timestamp, start time, completion time, start date, end date, started, completed, finished, "
    "date created, date modified, last modified time, submitted, submitted date, submission date, "
    "date submitted, submit date, completion date, duration, duration in seconds, time taken, "
    "recorded date, start, end"
)
PERSON_HEADINGS = _names(
    "email, e mail, email address, e mail address, username, user name, name, first name, last name, "
    "surname, full name, your name, your email, your email address, ip address, ip, phone, phone number, "
    "telephone, mobile, postcode, post code, address, user agent, referrer, date of birth, custom data, "
    "custom data 1, what is your name, what is your email address, what is your email, "
    "location latitude, location longitude, user language, language"
)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_GROUP = re.compile(
    r"\b(where do you work|workplace|place of work|organi[sz]ation|sector|profession|group"
    r"|your (role|service|team|school|job)|job title)\b|\A(role|service|team|school|agency)\Z"
)
_WAVE = re.compile(r"\b(wave|round)\b")
NUMBERS = ColumnGuess(ColumnType.LEFT_OUT, "it holds numbers, and we cannot tell which end of the scale 1 is")


def identifier_kind(column: SourceColumn) -> str:
    """Return what a column identifies: “id”, “time”, “person”, or nothing."""
    heading = normalise_answer(column.question)
    for kind, headings in (("id", ID_HEADINGS), ("time", TIME_HEADINGS), ("person", PERSON_HEADINGS)):
        if heading in headings:
            return kind
    mail = sum(count for word, count in column.answer_counts.items() if _MAIL.match(word))
    return "person" if mail and mail * 2 >= column.answered_count else ""


def guess_column_type(column: SourceColumn, scale: Scale, *, counts_numbers: bool) -> ColumnGuess:
    """Guess the type of a column; `counts_numbers` says that numbers are points on the scale."""
    kind = identifier_kind(column)
    if kind:
        reasons = {"id": "it numbers the replies", "time": "it says when someone replied"}
        return ColumnGuess(ColumnType.PERSONAL, reasons.get(kind, "it says who replied"))
    words = column.answer_counts
    if not column.heading:
        return ColumnGuess(ColumnType.LEFT_OUT, "it has no heading" if words else "it is empty")
    if not words:
        return ColumnGuess(ColumnType.LEFT_OUT, "nobody answered it")
    few = words if len(words) <= MOST_WORDS else {}
    step_count = sum(count for word, count in few.items() if match_step(word, scale) is not None)
    if step_count * 2 >= column.answered_count:
        return ColumnGuess(ColumnType.STATEMENT, "its answers are points on the scale")
    if all(parse_number(word) is not None for word in words):
        return (
            ColumnGuess(ColumnType.STATEMENT, "its numbers are points on the scale")
            if counts_numbers
            else NUMBERS
        )
    return _guess_by_heading(column, words) or _guess_by_answers(column)


def _guess_by_heading(column: SourceColumn, words: Mapping[str, int]) -> ColumnGuess | None:
    heading = normalise_answer(column.question)
    if _WAVE.search(heading) and len(words) <= MOST_GROUPS:
        return ColumnGuess(ColumnType.WAVE, "its heading names a survey round")
    if not _GROUP.search(heading):
        return None
    if len(words) <= MOST_GROUPS and len(words) * 2 <= column.answered_count:
        return ColumnGuess(
            ColumnType.GROUP, "its heading and its few different answers describe groups of people"
        )
    return ColumnGuess(
        ColumnType.LEFT_OUT, "it has so many different answers that they could identify people"
    )


def _guess_by_answers(column: SourceColumn) -> ColumnGuess:
    words = column.answer_counts
    few = len(words) <= MOST_DIFFERENT_ANSWERS and column.answered_count >= max(4, 2 * len(words))
    if few and max(map(len, words)) <= LONGEST_CHOICE:
        some = ", ".join(f"“{word}”" for word in sorted(words, key=words.__getitem__, reverse=True)[:4])
        reason = f"it has a few repeated answers that are not on this scale: {some}"
        return ColumnGuess(ColumnType.LEFT_OUT, reason)
    return ColumnGuess(ColumnType.OPEN, "people wrote their own text")
