"""Write survey results as rows: for the command line, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from carreport.survey.agreement import NO_FIGURE, combined_shares, scale_sides, share_figure
from carreport.survey.results.agreement_table import (
    figure_notes,
    size_text,
    statements_by_scale,
    table_figures,
    table_header,
)
from carreport.survey.results.result import StatementResult, SurveyResult

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_rows(statements: Sequence[StatementResult]) -> list[list[str]]:
    """Return the headings and a row for each statement, all on one scale."""
    return [
        list(table_header(statements[0].tally.steps, has_every_step=True)),
        *(
            [statement.tally.statement, *table_figures(statement, has_every_step=True)]
            for statement in statements
        ),
    ]


def table_notes(result: SurveyResult, statements: Sequence[StatementResult]) -> list[str]:
    """Return the sentences under a table: its source, the caution, and the points counted together."""
    return [note for note in (result.source_note, *figure_notes(statements)) if note]


def result_to_json(result: SurveyResult) -> dict[str, Any]:
    """Return the results of a survey as plain JSON."""
    return {
        "path": result.path,
        "replies": result.n,
        "tables": [
            {
                "n": size_text(statements),
                "steps": {step.key: step.label for step in statements[0].tally.steps},
                "statements": [_statement_to_json(statement) for statement in statements],
                "notes": table_notes(result, statements),
            }
            for statements in statements_by_scale(result.statements)
        ],
        "groups": {group.name: group.n for group in result.groups},
    }


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, in which no cell is a formula."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def safe_cell(cell: str) -> str:
    """Return a cell that no spreadsheet reads as a formula: with a ' before it if needed."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def _statement_to_json(statement: StatementResult) -> Mapping[str, Any]:
    """Return one statement: n and percentages are null, and counts as typed, if they are not exact."""
    tally = statement.tally
    keys = [step.key for step in tally.steps]
    typed = {key: statement.item.get(key) for key in keys}
    return {
        "statement": tally.statement,
        "n": tally.n if statement.is_counted else None,
        "counts": dict(zip(keys, tally.counts, strict=True)) if statement.is_counted else typed,
        "percent": {name: _share_to_json(statement, group) for name, group in combined_shares(tally.steps)},
        "sides": {
            side.value: _share_to_json(statement, [step.key for step in tally.steps if step.side is side])
            for side in scale_sides(tally.steps)
        },
    }


def _share_to_json(statement: StatementResult, keys: Collection[str]) -> int | str | None:
    """Return a whole percentage, “<1”, “>99”, or null."""
    tally = statement.tally
    figure = share_figure(tally.count_of(keys), tally.n) if statement.is_counted else NO_FIGURE
    return int(figure) if figure.isdecimal() else None if figure == NO_FIGURE else figure
