"""Separate the replies in a table from other rows: totals, repeated headings, previews, unfinished replies.

A row that is certainly not a reply is left out and named. Where this is not certain, and for rows that are
hidden in the file, the user decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from carreport.form.wording import format_count, format_list, verb_for
from carreport.survey.importing.identifiers import ID_HEADINGS, heading_words, identify_contents
from carreport.survey.importing.reply_table import (
    ColumnHeading,
    ImportProblem,
    ReplyTable,
    RowKind,
    SourceColumn,
    TableRow,
    columns_of,
    headings_of,
)
from carreport.survey.importing.row_totals import mark_totals
from carreport.survey.importing.spreadsheet import MOST_ROWS, Worksheet
from carreport.survey.response_words import normalise_answer

MOST_NAMED = 12
_TRUE, _FALSE = frozenset({"true", "1", "yes", "y"}), frozenset({"false", "0", "no", "n"})
_PREVIEWS: Mapping[str, str] = {
    "survey preview": "a preview", "preview": "a preview", "1": "a preview", "survey test": "a test",
    "test": "a test", "2": "a test", "spam": "marked as spam", "8": "marked as spam", "9": "a preview",
    "possible spam": "marked as spam", "12": "marked as spam", "17": "a preview",
    "offline preview": "a preview",
}  # fmt: skip
_PREVIEW_HEADINGS = frozenset({"status", "response type", "distribution channel", "response status"})
_UNFINISHED = frozenset({
    "partial", "incomplete", "in progress", "disqualified", "not completed", "not finished", "started",
    "screened out", "unfinished", "draft", "not submitted", "abandoned", "partially completed",
    "partial response", "not complete", "not approved", "validation status not approved",
})  # fmt: skip
_STATE_HEADINGS = frozenset({
    "status", "response status", "completion status", "completed", "complete", "validation status", "state",
    "response type", "submission status", "survey status", "survey complete", "response state",
})  # fmt: skip
_FINISHED_HEADINGS = frozenset(
    {"finished", "completed", "complete", "is complete", "is finished", "submitted"}
)
_SUBMITTED = frozenset(
    {
        "submitdate", "submit date", "date submitted", "submitted", "submitted date", "submission date",
        "submission time", "completion time", "completion date", "completed", "timestamp", "finished", "end",
        "complete", "submit date utc", "submitted at", "completed at", "response type", "time submitted",
    }
)  # fmt: skip
_NOT_SUBMITTED = frozenset({"false", "0", "no", "partial", "incomplete", "started", "in progress"})
_SUBMIT_TIMES = frozenset({"submitdate", "date submitted", "submit date", "submit date utc"})
_LIME = frozenset({"lastpage", "last page", "startlanguage", "start language", "seed", "start date utc"})

Judgement = tuple[RowKind, str]


@dataclass(frozen=True, slots=True)
class RowTest:
    """A test of the rows by one column."""

    column: int
    judge: Callable[[str], Judgement | None]


def classify_rows(
    sheet: Worksheet, first: int, start: int, headings: Sequence[ColumnHeading]
) -> tuple[list[TableRow], list[ImportProblem]]:
    """Return the filled rows from `start` on with their kinds, and those with more cells than headings."""
    width = len(headings)
    again = {tuple(_tidied(row)) for row in sheet.rows[first:start]}
    firsts = {row[0].strip() for row in sheet.rows[first:start] if row}
    rows: list[TableRow] = []
    refused: list[ImportProblem] = []
    for place in range(start, len(sheet.rows)):
        cells = sheet.rows[place]
        if not any(map(str.strip, cells)):
            continue
        number = place + 1
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            refused.append(_too_long(number, width))
        if cells[0].strip() in firsts and tuple(_tidied(cells)) in again:
            rows.append(TableRow(number, RowKind.HEADINGS, "the headings again", is_reply=False, cells=cells))
        elif number in sheet.hidden_rows:
            why = "hidden in the file"
            rows.append(TableRow(number, RowKind.HIDDEN, why, is_reply=False, is_asked=True, cells=cells))
        else:
            rows.append(TableRow(number, RowKind.REPLY, cells=cells))
    rows = _mark_repeats(_mark_unfinished(rows, headings), headings)
    columns = columns_of(headings, [row.cells for row in rows if row.is_reply])
    personal = {column.number for column in columns if identify_contents(column).type == "person"}
    return mark_totals(rows, sheet.rows, personal), refused


def choose_rows(table: ReplyTable, left_out: frozenset[int], counted: frozenset[int]) -> ReplyTable:
    """Return a table in which the user decides on rows, by their numbers in the file."""
    if not left_out and not counted:
        return table
    known = {row.number for row in table.all_rows}
    decided = [_decide(row, left_out, counted) for row in table.all_rows]
    replies = [row for row in decided if row.is_reply]
    problems = [
        problem
        for problem in table.problems
        if problem.code not in ("rows-hidden", "rows-uncertain")
        and not (problem.code == "row-too-long" and problem.row in left_out)
    ]
    problems += [
        ImportProblem("no-row", "There is no reply in this row.", number)
        for number in sorted((left_out | counted) - known)
    ]
    before = set(row_notes(table.all_rows))
    return replace(
        table,
        columns=columns_of(headings_of(table), [row.cells for row in replies]),
        rows=tuple(row.number for row in replies),
        notes=(*(note for note in table.notes if note not in before), *row_notes(decided)),
        problems=(*problems, *row_problems(decided)),
        all_rows=tuple(decided),
    )


def _decide(row: TableRow, left_out: frozenset[int], counted: frozenset[int]) -> TableRow:
    if row.number in left_out:
        reason = row.reason or "you left it out"
        kind = RowKind.NOTE if row.row_kind is RowKind.REPLY else row.row_kind
        return replace(row, row_kind=kind, reason=reason, is_reply=False, is_asked=False)
    return replace(row, is_reply=True, is_asked=False) if row.number in counted else row


# Sentences


def row_notes(rows: Sequence[TableRow]) -> list[str]:
    """Return sentences on the rows that are not counted, and on those that the user counts."""
    asked = [row for row in rows if row.is_asked]
    out = [row for row in rows if not row.is_reply and not row.is_asked]
    odd = [row for row in rows if row.is_reply and row.row_kind is not RowKind.REPLY]
    notes: list[str] = []
    if out or asked:
        replies = len(rows) - len(out) - len(asked)
        verb = verb_for(replies, "is a reply", "are replies")
        parts = [f"{replies:,} of {format_count(len(rows), 'row')} {verb}"]
        if out:
            parts.append(f"{'1 is' if len(out) == 1 else f'{len(out):,} are'} not: {_listed(out)}")
        if asked:
            parts.append(f"{len(asked):,} {verb_for(len(asked), 'needs', 'need')} your decision")
        notes.append(f"{'; '.join(parts)}.")
    if odd:
        notes.append(f"Counted because you chose it: {_listed(odd)}.")
    return notes


def row_problems(rows: Sequence[TableRow]) -> list[ImportProblem]:
    """Return the questions about rows that only the user can answer."""
    hidden = [row for row in rows if row.is_asked and row.row_kind is RowKind.HIDDEN]
    unsure = [row for row in rows if row.is_asked and row.row_kind is not RowKind.HIDDEN]
    problems: list[ImportProblem] = []
    if hidden:
        are, them = verb_for(len(hidden)), verb_for(len(hidden), "it", "them")
        which = format_rows([row.number for row in hidden])
        message = (
            f"{format_count(len(hidden), 'row')} {are} hidden in the file, for example by a filter: {which}."
        )
        message += f" Choose whether to count {them} or leave {them} out."
        problems.append(ImportProblem("rows-hidden", message))
    if unsure:
        may = "1 row may not be a reply" if len(unsure) == 1 else f"{len(unsure):,} rows may not be replies"
        message = f"{may}: {_listed(unsure)}. Choose whether to count or leave out each one."
        problems.append(ImportProblem("rows-uncertain", message))
    return problems


def parse_rows(text: str) -> frozenset[int] | None:
    """Return the row numbers in a text such as “12,14-16”, or nothing if it has anything else."""
    numbers: set[int] = set()
    for run in filter(None, re.split(r"[\s,;]+", text)):
        found = re.fullmatch(r"(\d{1,7})(?:[-–](\d{1,7}))?", run)
        if found is None or int(found[2] or found[1]) - int(found[1]) not in range(MOST_ROWS):
            return None
        numbers.update(range(int(found[1]), int(found[2] or found[1]) + 1))
    return frozenset(numbers)


def format_rows(numbers: Sequence[int]) -> str:
    """Return row numbers as a list with ranges: “rows 4, 7–9 and 12”."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    if len(texts) > MOST_NAMED:
        texts = [*texts[:MOST_NAMED], f"{len(texts) - MOST_NAMED:,} more"]
    return f"{'row' if len(numbers) == 1 else 'rows'} {format_list(texts)}"


def _listed(rows: Sequence[TableRow]) -> str:
    by_reason: dict[str, list[int]] = {}
    for row in rows:
        by_reason.setdefault(row.reason, []).append(row.number)
    return "; ".join(f"{format_rows(numbers)} ({reason})" for reason, numbers in by_reason.items())


def _too_long(number: int, width: int) -> ImportProblem:
    message = (
        f"This row has more cells than there are headings ({width}), so its answers "
        "may be in the wrong columns."
    )
    return ImportProblem("row-too-long", message, number)


# Replies that are in the file twice


def _mark_repeats(rows: list[TableRow], headings: Sequence[ColumnHeading]) -> list[TableRow]:
    """Mark rows that have the same number of a reply as an earlier row, and the same answers."""
    ids = [number for number, heading in enumerate(headings) if heading_words(heading.text) in ID_HEADINGS]
    if not ids:
        return rows
    first: dict[tuple[str, ...], int] = {}
    marked: list[TableRow] = []
    for row in rows:
        has_id = row.is_reply and any(row.cells[number].strip() for number in ids if number < len(row.cells))
        earlier = first.setdefault(tuple(_tidied(row.cells)), row.number) if has_id else row.number
        if earlier != row.number:
            why = f"perhaps row {earlier} again, with the same number and answers"
            repeated = replace(row, row_kind=RowKind.REPEAT, reason=why, is_reply=False, is_asked=True)
            marked.append(repeated)
        else:
            marked.append(row)
    return marked


# Previews and unfinished replies


def _mark_unfinished(rows: list[TableRow], headings: Sequence[ColumnHeading]) -> list[TableRow]:
    """Mark previews, tests and unfinished replies; if that is every reply, the user is asked."""
    tests = list(_tests(headings, [row.cells for row in rows if row.row_kind is RowKind.REPLY]))
    marked = [row if row.row_kind is not RowKind.REPLY else _judge(row, tests) for row in rows]
    if tests and not any(row.row_kind is RowKind.REPLY for row in marked):
        of_this_kind = (RowKind.UNFINISHED, RowKind.PREVIEW)
        return [replace(row, is_asked=True) if row.row_kind in of_this_kind else row for row in marked]
    return marked


def _judge(row: TableRow, tests: Sequence[RowTest]) -> TableRow:
    for test in tests:
        cell = row.cells[test.column].strip() if test.column < len(row.cells) else ""
        if found := test.judge(cell):
            kind, reason = found
            return replace(row, row_kind=kind, reason=reason, is_reply=False)
    return row


def _tests(headings: Sequence[ColumnHeading], rows: Sequence[Sequence[str]]) -> Iterator[RowTest]:
    """Yield the tests that the columns of a survey program allow."""
    names = [heading_words(heading.text) for heading in headings]
    telling = _PREVIEW_HEADINGS | _STATE_HEADINGS | _FINISHED_HEADINGS | {"progress"}
    values = [
        {row[number].strip().casefold() for row in rows if number < len(row)}
        if name in telling or name.startswith("complete") or name.endswith("complete")
        else set()
        for number, name in enumerate(names)
    ]
    is_finished_known = False
    for number, name in enumerate(names):
        filled = values[number] - {""}
        words = {heading_words(value) for value in filled}
        if name in _PREVIEW_HEADINGS and (name != "status" or not words <= {"1", "2"} or "0" in words):
            yield RowTest(number, _judge_preview)
        if name in _STATE_HEADINGS and words & _UNFINISHED:
            yield RowTest(number, _judge_state)
        if name in _FINISHED_HEADINGS and filled and filled <= _TRUE | _FALSE:
            is_finished_known = True
            yield RowTest(number, _judge_finished)
        if headings[number].text.endswith("_complete") or name.startswith("complete"):
            yield from _record_state(number, headings[number].text, filled)
        if name in _SUBMIT_TIMES and not _LIME.isdisjoint(names):
            yield RowTest(number, _judge_submitted)
    for number, name in enumerate(names):
        if name == "progress" and not is_finished_known and _are_percentages(values[number]):
            yield RowTest(number, _judge_progress)


def _record_state(number: int, heading: str, filled: set[str]) -> Iterator[RowTest]:
    """Yield the test of a state of REDCap, in words or in codes: 0 is incomplete."""
    is_code = heading.endswith("_complete") and "2" in filled and filled <= {"0", "1", "2"}
    if is_code or (filled and filled <= {"incomplete", "unverified", "complete"}):
        yield RowTest(number, _judge_record)


def _judge_preview(cell: str) -> Judgement | None:
    reason = _PREVIEWS.get(heading_words(cell))
    return (RowKind.PREVIEW, reason) if reason else None


def _judge_state(cell: str) -> Judgement | None:
    state = heading_words(cell)
    if state not in _UNFINISHED:
        return None
    return RowKind.UNFINISHED, "not approved" if "approved" in state else "not finished"


def _judge_finished(cell: str) -> Judgement | None:
    return (RowKind.UNFINISHED, "not finished") if cell.casefold() in _FALSE else None


def _judge_record(cell: str) -> Judgement | None:
    return (RowKind.UNFINISHED, "not finished") if cell.casefold() in ("0", "incomplete") else None


def _judge_submitted(cell: str) -> Judgement | None:
    return None if cell else (RowKind.UNFINISHED, "not submitted")


def _judge_progress(cell: str) -> Judgement | None:
    return (RowKind.UNFINISHED, "not finished") if cell.isdecimal() and int(cell) < 100 else None


def _are_percentages(values: set[str]) -> bool:
    filled = values - {""}
    return "100" in filled and all(value.isdecimal() and int(value) <= 100 for value in filled)


def submitted_rows(columns: Iterable[SourceColumn]) -> tuple[bool, ...]:
    """Say for each reply whether the file shows that the whole questionnaire was sent in."""
    rows: list[bool] = []
    for column in columns:
        rows = rows or [False] * len(column.cells)
        if normalise_answer(column.heading.replace("_", " ")) in _SUBMITTED:
            for row, cell in enumerate(column.cells):
                rows[row] |= bool(cell) and cell.casefold() not in _NOT_SUBMITTED
    return tuple(rows)


def _tidied(row: Sequence[str]) -> list[str]:
    cells = [re.sub(r"\s+", " ", cell).strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
