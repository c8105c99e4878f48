"""Find replies whose answers differ in a later file, and take the new answers or keep the old ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carreport.form.kinds.replies import DIGITS, NO_ANSWER, OPEN, STATEMENT, fingerprints_of
from carreport.survey.replies.deduplicate import QuestionKey, ReplyValues, answers_by_question
from carreport.survey.replies.fingerprints import reply_keys

LONG_TEXT = 12
"""A text of at least this length in two replies makes it likely that one person wrote both."""

FileAnswers = Mapping[QuestionKey, ReplyValues]
"""The answers in a file, by question, in the order of the replies."""
EarlierAnswers = Mapping[QuestionKey, Mapping[str, tuple[str | None, ...]]]
"""The answers in the survey, by question and reply; see `answers_by_question`."""


@dataclass(frozen=True, slots=True)
class RevisedAnswer:
    """An answer in a file, with the number of its reply (from 0), and the answer already in the survey."""

    reply: int
    question: QuestionKey
    earlier: str | None
    now: str | None


def revised_answers(
    answers: FileAnswers, earlier: EarlierAnswers, known: Mapping[int, str]
) -> list[RevisedAnswer]:
    """Return each answer that differs from that in the survey; `known` has the key of each known reply."""
    revised: list[RevisedAnswer] = []
    for number, key in known.items():
        for question, values in answers.items():
            had = earlier.get(question, {}).get(key, ())
            other = next((value for value in had if value != values[number]), values[number])
            if other != values[number]:
                revised.append(RevisedAnswer(number, question, other, values[number]))
    return revised


def pair_replies(
    answers: FileAnswers,
    earlier: EarlierAnswers,
    fresh: Sequence[int],
    gone: Sequence[str],
    least: Mapping[int, float],
) -> dict[int, str]:
    """Return the new replies of a file that may be corrected versions of replies no longer in it.

    `least` has the share of equal answers that each new reply needs to be one. The most similar pairs
    come first.
    """
    rated = sorted(
        (-likeness, number, place, key)
        for number in fresh
        for place, key in enumerate(gone)
        if (likeness := _likeness(answers, earlier, number, key)) >= least[number]
    )
    pairs: dict[int, str] = {}
    for _, number, _, key in rated:
        if number not in pairs and key not in pairs.values():
            pairs[number] = key
    return pairs


def _likeness(answers: FileAnswers, earlier: EarlierAnswers, number: int, key: str) -> float:
    """Return the share of equal answers of two replies; 1 if they have a longer text in common."""
    shared = equal = 0
    for question, values in answers.items():
        had, now = earlier.get(question, {}).get(key, ()), values[number]
        if had and (now or any(had)):
            shared += 1
            equal += now in had
            if question[0] == OPEN and now in had and len(now or "") >= LONG_TEXT:
                return 1.0
    return equal / shared if shared else 0.0


def differing_replies(batches: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the replies that two files answer differently, and for each a statement or question, by id."""
    keys = [key for batch in batches for key in reply_keys(fingerprints_of(batch))]
    if len(set(keys)) == len(keys):
        return {}
    differing: dict[str, str] = {}
    for (_, question), replies in answers_by_question(batches).items():
        for key, answers in replies.items():
            if len(answers) > 1:
                differing[key] = differing.get(key) or question
    return differing


def with_earlier_answers(
    value: Mapping[str, Any], earlier: EarlierAnswers, kept: Mapping[int, str]
) -> dict[str, Any]:
    """Return a batch in which some replies, given by row and key, have the answers already in the survey."""
    if not kept:
        return dict(value)
    columns: list[dict[str, Any]] = []
    for column in value["columns"]:
        had = earlier.get((column["as"], column.get("to", "")), {})
        answers = {row: had[key][0] for row, key in kept.items() if had.get(key)}
        columns.append(_with_answers(column, [key for key, _ in value["steps"]], answers))
    return {**value, "columns": columns}


def _with_answers(
    column: Mapping[str, Any], steps: Sequence[str], answers: Mapping[int, str | None]
) -> dict[str, Any]:
    if "texts" in column:
        return {**column, "texts": [answers.get(row, text) for row, text in enumerate(column["texts"])]}
    if "given" not in column:
        return dict(column)
    names = list(steps) if column["as"] == STATEMENT else list(column["words"])
    if column["as"] != STATEMENT:
        names += [name for name in dict.fromkeys(answers.values()) if name and name not in names]
    digits = dict(zip(names, DIGITS, strict=False))
    given = [
        digits.get(answers[row] or "", NO_ANSWER) if row in answers else digit
        for row, digit in enumerate(column["given"])
    ]
    words = {} if column["as"] == STATEMENT else {"words": names}
    return {**column, **words, "given": "".join(given)}
