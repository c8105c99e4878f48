"""The charts of a survey, split to fit on pages, and the sentence before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from carreport.form.wording import plural, verb_for
from carreport.report.build_context import BuildContext
from carreport.report.charts.agreement_chart import draw_agreement_chart
from carreport.report.charts.chart_words import chart_topic
from carreport.report.model import Chart, CrossReference, InlineText, Paragraph, Table, inline_text
from carreport.survey.agreement import n_text, statement_noun
from carreport.survey.results.agreement_table import counted_tallies
from carreport.survey.results.result import StatementResult, has_chart

MOST_BARS, BARS_PER_PART = 14, 8
"""A page has room for 14 statements of three lines. Longer charts are split into parts of up to 8."""


def agreement_charts(
    context: BuildContext,
    path: str,
    name: str,
    statements: Sequence[StatementResult],
    letters: Mapping[str, str],
) -> list[Chart]:
    """Return the charts for statements with the same answer scale, all drawn to one axis scale."""
    if not has_chart(statements):
        return []
    among = counted_tallies(statements)
    counted = [statement for statement in statements if statement.is_counted]
    topic = chart_topic(statements[0].tally.steps)
    of = f" in “{name}”" if name else ""
    charts: list[Chart] = []
    for number, part in enumerate(_parts(counted), 1):
        context.charts += 1
        part_letters = [letters[statement.item.id] for statement in part]
        drawing = draw_agreement_chart(
            [statement.tally for statement in part], part_letters, f"chart-{context.charts}", among
        )
        noun = statement_noun(part[0].tally.steps)
        which = "" if len(part) == len(counted) else f", {_which(plural(noun), part_letters)}"
        charts.append(
            Chart(
                anchor=f"figure:{path}" if number == 1 else f"figure:{path}:part-{number}",
                number=0,
                caption=f"{topic}{of}{which} ({n_text(among)})",
                svg=drawing.svg,
                png=drawing.png,
                alt=drawing.alt,
                width=drawing.width,
                height=drawing.height,
            )
        )
    return charts


def lead_paragraph(charts: Sequence[Chart], tables: Sequence[Table]) -> Paragraph:
    """Return the sentence that refers the reader to the charts and the tables."""
    show, give = verb_for(len(charts), "shows", "show"), verb_for(len(tables), "gives", "give")
    figures = (*_references(tables), *inline_text(f" {give} all the numbers."))
    return Paragraph((*_references(charts), *inline_text(f" {show} the replies, and "), *figures))


def _references(blocks: Sequence[Chart | Table]) -> InlineText:
    """Return “Figure 1, Figure 2 and Figure 3”, each a cross-reference."""
    running: InlineText = ()
    for number, block in enumerate(blocks, 1):
        gap = "" if not running else " and " if number == len(blocks) else ", "
        running += (*inline_text(gap), CrossReference(block.anchor, ""))
    return running


def _parts(statements: Sequence[StatementResult]) -> Iterator[Sequence[StatementResult]]:
    """Yield the statements in parts whose lengths differ by at most one."""
    count = 1 if len(statements) <= MOST_BARS else -(-len(statements) // BARS_PER_PART)
    ends = [len(statements) * number // count for number in range(count + 1)]
    for start, end in pairwise(ends):
        yield statements[start:end]


def _which(nouns: str, letters: Sequence[str]) -> str:
    """Return “statements a to h”."""
    return f"{nouns} {letters[0]} to {letters[-1]}"
