"""Guess the type of each column in a file of replies, with the reason; the user can correct it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from carreport.survey.importing.choices.column_scales import (
    MOST_WORDS,
    UNKNOWN_NUMBERS,
    NumberReading,
    has_only_steps,
)
from carreport.survey.importing.identifiers import identify_column
from carreport.survey.importing.reply_table import SourceColumn
from carreport.survey.response_words import LONGEST_STEP, normalise_answer
from carreport.survey.scales import Scale, match_step

MOST_DIFFERENT_ANSWERS = 7
MOST_GROUPS = 12
LONGEST_CHOICE = 60


class ColumnType(StrEnum):
    """The type of a column."""

    STATEMENT = "statement"
    TICKS = "ticks"
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


_GROUPS = r"(?:workplace|organi[sz]ation|sector|profession|group)"
_GROUP = re.compile(
    r"\b(where do you work|place of work|your (role|service|team|school|job)|job title)\b"
    r"|\A(role|service|team|school|agency)\Z"
    rf"|\A(?:which|what|your|type of|name of|please (?:select|choose|give)) .*\b{_GROUPS}\b"
    rf"|\A(?:\w+ ){{0,2}}{_GROUPS}\Z|\b(?:are you|do you (?:work|belong)) .*\b{_GROUPS}\b"
)
"""A heading that asks for a group, not a statement about one."""
_WAVE = re.compile(r"\b(wave|round)\b")
_ONLY_WAVE = re.compile(
    r"(?:(?:which|what|survey|the|this|your|in) )*(?:wave|round)"
    r"(?: number| no| of (?:the )?survey| (?:is|was) (?:it|this))?\Z"
)
_ASKS_FOR_VIEWS = re.compile(
    r"(?:how|why|did|does|do|was|were|should|could|would|can|has|have|any|anything|please tell|tell)\b"
    r"(?! (?:many|would you describe your|do you describe your|you work|round|wave)\b)"
    r"|what\b(?! (?:(?:is|s|was|are|best describes) )?(?:your|my|the name|kind|type|sort|sector|group|"
    r"profession|organi[sz]ation|wave|round|survey)\b)|(?:i|we|our|my)\b"
)
"""A question or statement that begins like this does not ask for a group or survey round."""
_CODE = re.compile(r"[A-Za-z]{0,3}[-./]?\d{1,4}[-./]?[A-Za-z]{0,2}\Z|\d[\d/.: -]*\Z")
_CONSENT = re.compile(
    r"\b(may|can|could) (we|i) (quote|contact|use|share|keep|email|call|publish|photograph)\b"
    r"|\bconsent to\b|\bi (consent|agree) to (take part|be |my )|\bhappy (for us )?to be (contacted|quoted)\b"
)
BY_WAVE = ColumnGuess(ColumnType.WAVE, "its heading names a survey round")
NUMBERS = ColumnGuess(ColumnType.LEFT_OUT, UNKNOWN_NUMBERS)
ON_SCALE = ColumnGuess(ColumnType.STATEMENT, "its answers are points on the scale")
CONSENT = ColumnGuess(ColumnType.LEFT_OUT, "it asks people for their agreement, not for their view")
STATEMENT_TYPES = (ColumnType.STATEMENT, ColumnType.TICKS)
"""The types of columns whose answers are points on a scale."""


def guess_column_type(column: SourceColumn, scale: Scale, numbers: NumberReading | None) -> ColumnGuess:
    """Guess the type of a column on this scale; `numbers` says how its numbers are read, if it has them."""
    identifier = identify_column(column)
    if identifier.type:
        use = ColumnType.LEFT_OUT if identifier.type == "technical" else ColumnType.PERSONAL
        return ColumnGuess(use, identifier.reason)
    words = column.answer_counts
    if not column.heading or not words:
        reason = "nobody answered it" if column.heading else "it has no heading" if words else "it is empty"
        return ColumnGuess(ColumnType.LEFT_OUT, reason)
    if numbers is not None:
        if _ONLY_WAVE.match(normalise_answer(column.question)) and len(words) <= MOST_GROUPS:
            return BY_WAVE
        return ColumnGuess(
            ColumnType.STATEMENT if numbers.is_statement else ColumnType.LEFT_OUT, numbers.reason
        )
    few = words if len(words) <= MOST_WORDS else {}
    step_count = sum(count for word, count in few.items() if match_step(word, scale) is not None)
    is_written = (
        any(len(word) > LONGEST_STEP for word in words) and step_count * 5 < column.answered_count * 4
    )
    is_on_scale = step_count * 2 >= column.answered_count or has_only_steps(
        column, lambda word: match_step(word, scale) is not None
    )
    if is_on_scale and not is_written:
        return CONSENT if _CONSENT.search(normalise_answer(column.question)) else ON_SCALE
    return _guess_by_heading(column, words) or _guess_by_answers(column)


def is_about_groups(column: SourceColumn) -> bool:
    """Say whether the heading of a column names a group of people or a survey round."""
    heading = normalise_answer(column.question)
    return bool(_GROUP.search(heading) or _WAVE.search(heading))


def _guess_by_heading(column: SourceColumn, words: Mapping[str, int]) -> ColumnGuess | None:
    heading = normalise_answer(column.question)
    if _ASKS_FOR_VIEWS.match(heading):
        return None
    is_repeated = len(words) * 2 <= column.answered_count
    is_wave = _WAVE.search(heading) and (is_repeated or _ONLY_WAVE.match(heading))
    if is_wave and len(words) <= MOST_GROUPS:
        return BY_WAVE
    if not _GROUP.search(heading):
        return None
    if len(words) <= MOST_GROUPS and is_repeated:
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
    if all(map(_CODE.match, words)):
        return ColumnGuess(ColumnType.LEFT_OUT, "it has codes, numbers or dates, not text that people wrote")
    return ColumnGuess(ColumnType.OPEN, "people wrote their own text")
