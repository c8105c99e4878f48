"""Join the columns for the answers of one question, as in the “expanded” download of SurveyMonkey."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from carreport.form.wording import in_letters
from carreport.survey.importing.layouts.layout import ReplyLayout, cell_of, is_step, plain_step
from carreport.survey.importing.reply_table import ColumnHeading, ImportProblem, TableRow
from carreport.survey.response_words import OFF_MARKS, ON_MARKS, normalise_answer, scale_in_common

_MARKS = ON_MARKS | {"1", "x", "yes", "y", "true", "checked", "selected", "ticked"}
_NO_MARKS = OFF_MARKS | {"", "0", "no", "n", "false", "unchecked", "not selected", "-"}
_DASH = re.compile(r"(?P<stem>.*\S)\s*(?: [-–:] |: |: ?|_|\s*\[|/)(?P<step>[^\[\]/:_]+?)\]?\Z", re.DOTALL)


def join_answer_columns(headings: Sequence[ColumnHeading], rows: Sequence[TableRow]) -> ReplyLayout:
    """Return a table with one column for each question, or the problem that prevents it."""
    groups = _answer_columns(headings, rows)
    taken = {heading.number for group in groups.values() for heading, _ in group}
    loose = [
        heading for heading in headings if heading.number not in taken and _has_only_its_step(heading, rows)
    ]
    if len(loose) > 1 and scale_in_common(plain_step(heading.text) for heading in loose):
        listed = ", ".join(in_letters(heading.number) for heading in loose)
        message = (
            f"Columns {listed} are points on a scale, so this file has a column for each answer. Choose the "
            "download with one column for each question (in SurveyMonkey: “condensed” columns)."
        )
        problem = ImportProblem("layout-answer-columns", message, column=in_letters(loose[0].number))
        return ReplyLayout(tuple(headings), list(rows), problems=(problem,))
    problems = [problem for stem, group in groups.items() for problem in _two_answers(stem, group, rows)]
    joined, notes = _joined(headings, rows, groups)
    return ReplyLayout(joined[0], joined[1], tuple(notes), tuple(problems))


def _answer_columns(
    headings: Sequence[ColumnHeading], rows: Sequence[TableRow]
) -> dict[str, list[tuple[ColumnHeading, str]]]:
    """Return the columns for the answers of each question, with the answer of each."""
    found: dict[str, list[tuple[ColumnHeading, str]]] = {}
    for heading in headings:
        stem, step = _stem_and_step(heading)
        if stem and step and _marks_only(heading.number, step, rows):
            found.setdefault(stem, []).append((heading, step))
    return {
        stem: group
        for stem, group in found.items()
        if len({normalise_answer(step) for _, step in group}) == len(group) > 1
        and scale_in_common(step for _, step in group)
        and not _has_other_options(group, headings, rows)
    }


def _has_other_options(
    group: Sequence[tuple[ColumnHeading, str]], headings: Sequence[ColumnHeading], rows: Sequence[TableRow]
) -> bool:
    """Say whether the question also has options that are not points of a scale, so that people tick them."""
    stem, own = group[0][0].stem, {heading.number for heading, _ in group}
    others = [heading for heading in headings if stem and heading.stem == stem and heading.number not in own]
    return any(
        _stem_and_step(heading) == ("", "") and _marks_only(heading.number, heading.part, rows)
        for heading in others
    )


def _stem_and_step(heading: ColumnHeading) -> tuple[str, str]:
    """Return the question and the point of a scale in a heading, or nothing."""
    if heading.stem and is_step(heading.part):
        return heading.stem, heading.part
    text = heading.part if heading.stem else heading.text
    match = _DASH.match(text)
    if match and is_step(match["step"]):
        stem = f"{heading.stem}: {match['stem']}" if heading.stem else match["stem"]
        return stem, match["step"].strip()
    return "", ""


def _marks_only(number: int, step: str, rows: Sequence[TableRow]) -> bool:
    """Say whether a column only has its own answer, or a mark."""
    own = step.casefold()
    cells = {cell_of(row.cells, number).casefold() for row in rows if row.is_reply or row.is_asked}
    if cells & {own}:
        return cells <= {own, ""}
    return cells <= _MARKS | _NO_MARKS


def _has_only_its_step(heading: ColumnHeading, rows: Sequence[TableRow]) -> bool:
    return bool(
        is_step(heading.text)
        and _marks_only(heading.number, heading.text, rows)
        and any(cell_of(row.cells, heading.number) for row in rows)
    )


def _chosen(row: TableRow, group: Sequence[tuple[ColumnHeading, str]]) -> list[str]:
    cells = ((cell_of(row.cells, heading.number).casefold(), step) for heading, step in group)
    return [step for cell, step in cells if cell not in _NO_MARKS or cell == step.casefold()]


def _two_answers(
    stem: str, group: Sequence[tuple[ColumnHeading, str]], rows: Sequence[TableRow]
) -> list[ImportProblem]:
    for row in rows:
        if row.is_reply and len(_chosen(row, group)) > 1:
            first = in_letters(group[0][0].number)
            message = f"This reply has more than one answer to “{stem[:60]}”. Correct it in the file first."
            return [ImportProblem("layout-two-answers", message, row.number, first)]
    return []


def _joined(
    headings: Sequence[ColumnHeading],
    rows: Sequence[TableRow],
    groups: Mapping[str, list[tuple[ColumnHeading, str]]],
) -> tuple[tuple[tuple[ColumnHeading, ...], list[TableRow]], list[str]]:
    """Return the headings and rows with one column for each question, where its first answer was."""
    if not groups:
        return (tuple(headings), list(rows)), []
    first = {group[0][0].number: (stem, group) for stem, group in groups.items()}
    gone = {heading.number for group in groups.values() for heading, _ in group[1:]}
    kept = [heading for heading in headings if heading.number not in gone]
    named = [
        _question_heading(heading, *first[heading.number]) if heading.number in first else heading
        for heading in kept
    ]
    joined = [
        replace(row, cells=tuple(
            "; ".join(_chosen(row, first[heading.number][1])) if heading.number in first
            else cell_of(row.cells, heading.number)
            for heading in kept
        ))
        for row in rows
    ]  # fmt: skip
    notes = [
        f"Columns {in_letters(group[0][0].number)} to {in_letters(group[-1][0].number)} are the answers to "
        f"one question and are read as one column: “{stem[:60]}”."
        for stem, group in groups.items()
    ]
    return (tuple(named), joined), notes


def _question_heading(
    heading: ColumnHeading, stem: str, group: Sequence[tuple[ColumnHeading, str]]
) -> ColumnHeading:
    above = heading.stem if heading.stem and stem != heading.stem else ""
    part = stem.removeprefix(f"{above}: ") if above else ""
    steps = tuple(step for _, step in group)
    return replace(heading, text=stem, question=part or stem, stem=above, part=part, steps=steps)
