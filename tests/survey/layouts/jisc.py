"""Jisc Online Surveys: numbered questions, with the words of the answers or with codes."""

from __future__ import annotations

from random import Random

from tests.survey.layouts.columns import (
    Column,
    Meaning,
    Written,
    counted,
    question,
    statement_column,
    table,
    tool_column,
    words_column,
)
from tests.survey.layouts.file_bytes import text_bytes
from tests.survey.layouts.truth import AskedStatement, DrawnSurvey, TickQuestion


def in_file(survey: DrawnSurvey, *, coded: bool) -> Written:
    numbers = [f"1234567-1234560-{n:08}" for n in survey.people]
    columns = [tool_column(("Unique Response Number",), numbers)]
    place, row, last_stem = 0, 0, ""
    for number, item in enumerate(survey.items):
        stem = item.stem if isinstance(item, AskedStatement) else ""
        place += not stem or stem != last_stem
        row = row + 1 if stem and stem == last_stem else 1
        last_stem = stem
        heading = f"{place}.{row}. {item.wording}" if stem else f"{place}. {question(survey, number)}"  # type: ignore[union-attr]
        if isinstance(item, AskedStatement):
            steps: tuple[str, ...] = ()
            unknown = None
            if coded and item.scale.kind != "number":
                steps = tuple(str(n) for n in range(1, len(item.scale.steps) + 1))
                unknown = str(len(steps) + 1)
            columns.append(statement_column(survey, number, (heading,), steps, unknown))
        elif isinstance(item, TickQuestion):
            columns += tick_columns(number, item, place)
        else:
            columns.append(words_column(survey, number, (heading,)))
    content = text_bytes(table(columns), "utf-8-sig")
    return Written("results-for-evening-survey-2026-05-12.csv", content, tuple(columns), counted(survey))


def tick_columns(number: int, item: TickQuestion, place: int) -> list[Column]:
    """Return the joined options, “Other” among them, and the column of what was written under it."""
    cells = []
    for ticked, other in zip(item.ticked, item.other, strict=True):
        words = [item.options[option] for option in sorted(ticked)] + ["Other"] * bool(other)
        cells.append(",".join(words))
    columns = [Column((f"{place}. {item.wording}",), tuple(cells), Meaning("ticks", number, separator=","))]
    if item.has_other:
        heading = f"{place}.a. If you selected Other, please specify:"
        columns.append(Column((heading,), item.other, Meaning("other", number)))
    return columns


def words(survey: DrawnSurvey, random: Random) -> Written:  # noqa: ARG001  # every writer has the same face
    return in_file(survey, coded=False)


def coded(survey: DrawnSurvey, random: Random) -> Written:  # noqa: ARG001  # likewise
    return in_file(survey, coded=True)
