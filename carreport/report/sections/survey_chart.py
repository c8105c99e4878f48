"""Draw how far people agreed, on as many charts as fit the pages, and lead the reader to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from carreport.report.build_context import BuildContext
from carreport.report.charts.agreement_chart import draw_agreement_chart
from carreport.report.model import Chart, CrossReference, InlineText, Paragraph, Table, inline_text
from carreport.survey.agreement import n_text
from carreport.survey.results.result import StatementResult, has_chart

MOST_BARS, BARS_PER_PART = 14, 8
"""Up to 14 statements, of three lines each, fit on a page; of more, two parts of 8 stand on one."""


def agreement_charts(
    composition: BuildContext,
    path: str,
    name: str,
    judged: Sequence[StatementResult],
    letters: Mapping[str, str],
) -> list[Chart]:
    """Return the charts of statements on one scale; the bars of all of them have one scale too."""
    if not has_chart(judged):
        return []
    among = [each.tally for each in judged]
    of = f" in “{name}”" if name else ""
    charts: list[Chart] = []
    for number, part in enumerate(_parts(judged), 1):
        composition.charts += 1
        named = [letters[each.item.id] for each in part]
        drawn = draw_agreement_chart(
            [each.tally for each in part], named, f"chart-{composition.charts}", among
        )
        which = "" if len(part) == len(judged) else f", {_which(named)}"
        charts.append(
            Chart(
                anchor=f"figure:{path}" if number == 1 else f"figure:{path}:part-{number}",
                number=0,
                caption=f"How far people agreed{of}{which} ({n_text(among)})",
                svg=drawn.svg,
                png=drawn.png,
                alt=drawn.alt,
                width=drawn.width,
                height=drawn.height,
            )
        )
    return charts


def lead_paragraph(charts: Sequence[Chart], table: Table) -> Paragraph:
    """Return the sentence that leads to the charts and to their table."""
    names: list[InlineText] = [(CrossReference(each.anchor, ""),) for each in charts]
    between = [inline_text(" and " if number == len(names) - 1 else ", ") for number in range(1, len(names))]
    said = names[0]
    for gap, each in zip(between, names[1:], strict=True):
        said += gap + each
    verb = "draws" if len(charts) == 1 else "draw"
    figures = (CrossReference(table.anchor, ""), *inline_text(" has every figure."))
    return Paragraph((*said, *inline_text(f" {verb} the replies, and "), *figures))


def _parts(judged: Sequence[StatementResult]) -> Iterator[Sequence[StatementResult]]:
    """Yield the statements in parts that are as equal as can be."""
    count = 1 if len(judged) <= MOST_BARS else -(-len(judged) // BARS_PER_PART)
    ends = [len(judged) * number // count for number in range(count + 1)]
    for start, end in pairwise(ends):
        yield judged[start:end]


def _which(letters: Sequence[str]) -> str:
    """Return “statements a to h”."""
    return f"statements {letters[0]} to {letters[-1]}"
