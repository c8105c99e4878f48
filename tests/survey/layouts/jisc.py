"""Jisc Online Surveys: numbered questions with the words of the answers, or codes for both."""

from __future__ import annotations

from random import Random

from tests.survey.layouts.columns import (
    Column,
    Written,
    counted,
    joined_column,
    numbered,
    option_columns,
    other_column,
    question,
    statement_column,
    table,
    tool_column,
    words_column,
)
from tests.survey.layouts.file_bytes import text_bytes
from tests.survey.layouts.truth import AskedStatement, DrawnSurvey, TickQuestion


def in_file(survey: DrawnSurvey, random: Random, *, coded: bool) -> Written:
    """A grid has an empty column with its question before the columns of its statements."""
    numbers = [f"356806-356797-{33_882_794 + n}" for n in survey.people]
    columns = [tool_column(("URN" if coded else "Unique Response Number",), numbers)]
    if random.random() < 0.2:
        columns = []
    for number, item, place, row in numbered(survey):
        if row == 1 and isinstance(item, AskedStatement):
            heading = f"Q{place}" if coded else f"{place}. {item.stem}"
            columns.append(tool_column((heading,), [""] * len(numbers)))
        words = f"{place}.{row}.a. " if row else f"{place}. "
        code = f"Q{place}_{row}_a" if row else f"Q{place}"
        heading = code if coded else words + question(survey, number)
        if isinstance(item, AskedStatement):
            columns.append(
                coded_statement(survey, number, heading)
                if coded
                else statement_column(survey, number, (heading,))
            )
        elif isinstance(item, TickQuestion):
            columns += tick_columns(survey, number, place, coded=coded)
        else:
            columns.append(words_column(survey, number, (heading,)))
    content = text_bytes(table(columns), "utf-8-sig" if random.random() < 0.5 else "utf-8", quote_all=True)
    return Written("results-for-evening-survey-2026-05-12-1000.csv", content, tuple(columns), counted(survey))


def coded_statement(survey: DrawnSurvey, number: int, heading: str) -> Column:
    """Return the column with the numbers of the answers, in the order of the form."""
    item = survey.items[number]
    assert isinstance(item, AskedStatement)
    if item.scale.kind == "number":
        return statement_column(survey, number, (heading,))
    steps = item.scale.codes
    return statement_column(survey, number, (heading,), steps, str(len(steps) + 1))


def tick_columns(survey: DrawnSurvey, number: int, place: int, *, coded: bool) -> list[Column]:
    """Return the joined options or a column for each, and what was written under “Other”."""
    item = survey.items[number]
    assert isinstance(item, TickQuestion)
    if coded:
        headings = [(f"Q{place}_{n}",) for n in range(1, len(item.options) + 1)]
        columns = option_columns(survey, number, headings, "1", "0")
        if item.has_other:
            marks = ["1" if other else "0" for other in item.other]
            columns.append(tool_column((f"Q{place}_{len(headings) + 1}",), marks))
    else:
        columns = [joined_column(survey, number, (f"{place}. {item.wording}",), ",", other="Other")]
    if item.has_other:
        heading = f"Q{place}_a" if coded else f"{place}.a. If you selected Other, please specify:"
        columns.append(other_column(survey, number, (heading,)))
    return columns


def words(survey: DrawnSurvey, random: Random) -> Written:
    return in_file(survey, random, coded=False)


def coded(survey: DrawnSurvey, random: Random) -> Written:
    return in_file(survey, random, coded=True)
