"""Say as what a column of a file of replies is best taken, and why; a person can always say otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from carreport.survey.importing.headings import Column
from carreport.survey.scales import Scale, number_of, plain_word, step_for

MOST_WORDS = 300
"""A column with more different answers than this holds no steps of a scale."""
FEW = 7
MOST_GROUPS = 12
LONGEST_CHOICE = 60


class Use(StrEnum):
    """As what a column is taken."""

    STATEMENT = "statement"
    OPEN = "open question"
    GROUP = "group"
    WAVE = "wave"
    PERSONAL = "personal"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Guess:
    """As what a column is taken, and why, as a sentence without its full stop."""

    use: Use
    why: str


def _names(listed: str) -> frozenset[str]:
    return frozenset(each.strip() for each in listed.split(","))


IDS = _names(
    "id, respondent id, response id, responseid, respondentid, collector id, unique response number, "
    "response number, submission id, responder id"
)
TIMES = _names(
    "timestamp, start time, completion time, start date, end date, started, completed, finished, "
    "date created, date modified, last modified time, submitted, submitted date, submission date, "
    "date submitted, submit date, completion date, duration, duration in seconds, time taken, "
    "recorded date, start, end"
)
PEOPLE = _names(
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
NUMBERS = Guess(Use.LEFT_OUT, "it holds numbers, and it is not known which end of a scale 1 is")


def identifies(column: Column) -> str:
    """Return whether a column says which reply it is: “id”, “time”, “person”, or nothing."""
    said = plain_word(column.asked)
    for kind, known in (("id", IDS), ("time", TIMES), ("person", PEOPLE)):
        if said in known:
            return kind
    mail = sum(count for word, count in column.words.items() if _MAIL.match(word))
    return "person" if mail and mail * 2 >= column.answered else ""


def guess(column: Column, scale: Scale, *, counts_numbers: bool) -> Guess:
    """Return as what a column is best taken; `counts_numbers` says that numbers are steps of the scale."""
    kind = identifies(column)
    if kind:
        told = {"id": "it numbers the replies", "time": "it says when somebody replied"}
        return Guess(Use.PERSONAL, told.get(kind, "it says who replied"))
    words = column.words
    if not column.heading:
        return Guess(Use.LEFT_OUT, "it has no heading" if words else "it is empty")
    if not words:
        return Guess(Use.LEFT_OUT, "nobody answered it")
    few = words if len(words) <= MOST_WORDS else {}
    known = sum(count for word, count in few.items() if step_for(word, scale) is not None)
    if known * 2 >= column.answered:
        return Guess(Use.STATEMENT, "its answers are steps of the scale")
    if all(number_of(word) is not None for word in words):
        return Guess(Use.STATEMENT, "its numbers are steps of the scale") if counts_numbers else NUMBERS
    return _by_heading(column, words) or _by_words(column)


def _by_heading(column: Column, words: Mapping[str, int]) -> Guess | None:
    said = plain_word(column.asked)
    if _WAVE.search(said) and len(words) <= MOST_GROUPS:
        return Guess(Use.WAVE, "its heading names a wave or round")
    if not _GROUP.search(said):
        return None
    if len(words) <= MOST_GROUPS and len(words) * 2 <= column.answered:
        return Guess(Use.GROUP, "its heading and its few answers tell groups of people apart")
    return Guess(Use.LEFT_OUT, "it has so many different answers that they would say who is who")


def _by_words(column: Column) -> Guess:
    words = column.words
    few = len(words) <= FEW and column.answered >= max(4, 2 * len(words))
    if few and max(map(len, words)) <= LONGEST_CHOICE:
        some = ", ".join(f"“{word}”" for word in sorted(words, key=words.__getitem__, reverse=True)[:4])
        said = f"the same few answers come again, and they are no steps of this scale: {some}"
        return Guess(Use.LEFT_OUT, said)
    return Guess(Use.OPEN, "people wrote words of their own")
