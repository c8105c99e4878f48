"""Write survey results as rows: for the command line, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from carreport.survey.agreement import (
    ScaleStep,
    Tally,
    collapsed_steps_note,
    combined_shares,
    n_text,
    scale_sides,
    small_sample_caution,
)
from carreport.survey.results.result import SurveyResult

NO_FIGURE = "–"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tables_by_scale(result: SurveyResult) -> list[tuple[Tally, ...]]:
    """Return the statements of a survey as tables, one for each scale."""
    tables: dict[tuple[ScaleStep, ...], list[Tally]] = {}
    for figure in result.statements:
        tables.setdefault(figure.tally.steps, []).append(figure.tally)
    return [tuple(tallies) for tallies in tables.values()]


def table_header(tallies: Sequence[Tally]) -> list[str]:
    """Return the headings of a table: n, the counts, the percentages."""
    steps = tallies[0].steps
    return [
        "Statement",
        "n",
        *(step.label for step in steps),
        *(f"% {name}" for name, _ in combined_shares(steps)),
    ]


def table_row(tally: Tally) -> list[str]:
    """Return the row of one statement, formatted for people."""
    shares = [tally.share(keys) for _, keys in combined_shares(tally.steps)]
    shown = [NO_FIGURE if share is None else str(share) for share in shares]
    return [tally.statement, f"{tally.n:,}", *(f"{count:,}" for count in tally.counts), *shown]


def table_notes(result: SurveyResult, tallies: Sequence[Tally]) -> list[str]:
    """Return the sentences under a table: its source, the caution, and the points counted together."""
    notes = [result.source_note, small_sample_caution(tallies), collapsed_steps_note(tallies[0].steps)]
    return [note for note in notes if note]


def result_to_json(result: SurveyResult) -> dict[str, Any]:
    """Return the results of a survey as plain JSON."""
    return {
        "path": result.path,
        "replies": result.n,
        "tables": [
            {
                "n": n_text(tallies),
                "steps": {step.key: step.label for step in tallies[0].steps},
                "statements": [_statement_to_json(tally) for tally in tallies],
                "notes": table_notes(result, tallies),
            }
            for tallies in tables_by_scale(result)
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


def _statement_to_json(tally: Tally) -> Mapping[str, Any]:
    return {
        "statement": tally.statement,
        "n": tally.n,
        "counts": {step.key: count for step, count in zip(tally.steps, tally.counts, strict=True)},
        "percent": {name: tally.share(keys) for name, keys in combined_shares(tally.steps)},
        "sides": {side.value: tally.percent(side) for side in scale_sides(tally.steps)},
    }
