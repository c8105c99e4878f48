"""Recognise tables that do not have one row for each person and one column for each question.

Columns for each answer of one question (SurveyMonkey “expanded”) and tables with one row for each
answer are read. Summaries of counts, cross tables and tables with one column for each person are refused,
with the download to choose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from carreport.survey.importing.identifiers import heading_words
from carreport.survey.importing.layouts.answer_columns import join_answer_columns
from carreport.survey.importing.layouts.answer_rows import QUESTION_HEADINGS, join_answer_rows
from carreport.survey.importing.layouts.layout import ReplyLayout, cell_of, is_step, plain_step
from carreport.survey.importing.reply_table import ColumnHeading, ImportProblem, TableRow
from carreport.survey.response_words import is_off_scale, places_of, scale_in_common

SEARCH_ROWS = 400
_CHOICES = frozenset({
    "answer choices", "answer choice", "answer options", "answer option", "answer text", "choices",
})  # fmt: skip
_RESPONSES = frozenset({
    "responses", "response count", "response percent", "response total", "count", "percent", "percentage",
    "total", "frequency", "number", "n", "answers", "replies", "valid percent", "cumulative percent",
})  # fmt: skip
_PERSON_HEADING = re.compile(
    r"(?:p|r|person|people|respondent|participant|reply|response|resp|case|member|id|no)?[\s._#-]*\d+\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?\s*%?\Z")


def join_layout(headings: Sequence[ColumnHeading], rows: Sequence[TableRow]) -> ReplyLayout:
    """Return a table with one row for each person and one column for each question."""
    expanded = join_answer_columns(headings, rows)
    if expanded.problems:
        return expanded
    long = join_answer_rows(expanded.headings, expanded.rows)
    return replace(long, notes=(*expanded.notes, *long.notes))


# Tables that are refused


def refuse_layout(
    rows: Sequence[Sequence[str]], first: int, start: int, headings: Sequence[ColumnHeading]
) -> ImportProblem | None:
    """Return why a table cannot be read: it is a summary, a cross table or has a column for each person."""
    for number, row in enumerate(rows[:SEARCH_ROWS], 1):
        words = [heading_words(cell) for cell in row if cell.strip()]
        if len(words) > 1 and words[0] in _CHOICES and any(word in _RESPONSES for word in words[1:]):
            return _is_summary(number)
    below = [row for row in rows[start : start + SEARCH_ROWS] if any(map(str.strip, row))]
    if below and (number := _counted_row(rows, first, headings, below)):
        return _is_summary(number)
    if below and _is_transposed(headings, below):
        return ImportProblem(
            "layout-transposed",
            "This table has one column for each person and one row for each statement. Swap its rows and "
            "columns in your spreadsheet program (copy, paste special, transpose), and import it again.",
            first + 1,
        )
    return None


def _is_summary(row: int) -> ImportProblem:
    return ImportProblem(
        "layout-summary",
        "This is a summary with counts, not the replies themselves. Download the individual replies from "
        "the survey program (“all responses” or “individual responses”, one row for each person), or type "
        "in the counts yourself.",
        row,
    )


def _counted_row(
    rows: Sequence[Sequence[str]],
    first: int,
    headings: Sequence[ColumnHeading],
    below: Sequence[Sequence[str]],
) -> int:
    """Return the number of the row that shows a table of counts, or 0.

    Points of a scale are either the headings, with counts below, or the first cells of the rows.
    """
    steps = [heading.number for heading in headings if is_step(heading.text) and not heading.stem]
    cells = [cell for row in below for number in steps if (cell := cell_of(row, number))]
    texts = [plain_step(heading.text) for heading in headings if heading.number in steps]
    if (
        len(steps) > 1
        and scale_in_common(texts)
        and cells
        and all(map(_NUMBER.match, cells))
        and not _are_marks(cells)
    ):
        return first + 1
    labelled = [row for row in (rows[first], *below) if is_step(cell_of(row, 0))]
    others = [cell for row in labelled for cell in row[1:] if cell.strip()]
    is_counted = len(labelled) > 1 and bool(others) and all(_NUMBER.match(cell.strip()) for cell in others)
    is_ranked = _are_ranked([plain_step(cell_of(row, 0)) for row in labelled])
    return first + 1 if is_counted and is_ranked and len(labelled) * 2 >= len(below) else 0


def _are_ranked(steps: Sequence[str]) -> bool:
    """Say whether these are points of a scale, each once and in its order, as in a table of counts."""
    name = scale_in_common(steps)
    places = [places_of(step)[name] for step in steps if not is_off_scale(step)] if name else []
    is_whole = len(places) > 2 or {step.casefold() for step in steps} >= {"yes", "no"}
    return is_whole and places in (sorted(set(places)), sorted(set(places), reverse=True))


def _is_transposed(headings: Sequence[ColumnHeading], below: Sequence[Sequence[str]]) -> bool:
    """Say whether each row is a statement, and each column the answers of one person."""
    filled = [heading.number for heading in headings if any(cell_of(row, heading.number) for row in below)]
    if len(filled) < 3 or len(below) < 2:
        return False
    first, people = filled[0], filled[1:]
    texts = [cell_of(row, first) for row in below if cell_of(row, first)]
    steps = [sum(is_step(cell) for number in people if (cell := cell_of(row, number))) for row in below]
    if not texts or len(set(texts)) < len(texts) or sum(steps) * 2 < len(below) * len(people):
        return False
    name = heading_words(headings[first].text)
    is_of_people = all(_PERSON_HEADING.match(headings[number].text.strip()) for number in people)
    is_worded = sum(len(text.split()) for text in texts) >= 3 * len(texts)
    return is_worded and (is_of_people or name in QUESTION_HEADINGS)


def _are_marks(cells: Sequence[str]) -> bool:
    return {cell.casefold() for cell in cells} <= {"0", "1"}
