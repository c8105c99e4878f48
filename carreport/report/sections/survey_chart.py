"""The charts of a survey, split to fit on pages, and the sentence before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from carreport.form.wording import format_list
from carreport.language.messages import gettext, ngettext
from carreport.report.build_context import BuildContext
from carreport.report.charts.agreement_chart import draw_agreement_chart
from carreport.report.charts.chart_words import chart_topic, letters_text
from carreport.report.model import Chart, CrossReference, InlineText, Paragraph, Table, filled_in
from carreport.survey.agreement import n_text
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
    charts: list[Chart] = []
    for number, part in enumerate(_parts(counted), 1):
        context.charts += 1
        part_letters = [letters[statement.item.id] for statement in part]
        drawing = draw_agreement_chart(
            [statement.tally for statement in part], part_letters, f"chart-{context.charts}", among
        )
        which = [] if len(part) == len(counted) else [letters_text(part[0].tally.steps, part_letters)]
        about = gettext("{topic} in “{survey}”", topic=topic, survey=name) if name else topic
        charts.append(
            Chart(
                anchor=f"figure:{path}" if number == 1 else f"figure:{path}:part-{number}",
                number=0,
                caption=f"{', '.join([about, *which])} ({n_text(among)})",
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
    if len(tables) == 1:
        sentence = ngettext(
            "{figures} shows the replies, and {tables} gives all the numbers.",
            "{figures} show the replies, and {tables} gives all the numbers.",
            len(charts),
            figures="{figures}",
            tables="{tables}",
        )
    else:
        sentence = ngettext(
            "{figures} shows the replies, and {tables} give all the numbers.",
            "{figures} show the replies, and {tables} give all the numbers.",
            len(charts),
            figures="{figures}",
            tables="{tables}",
        )
    return Paragraph(filled_in(sentence, figures=_references(charts), tables=_references(tables)))


def _references(blocks: Sequence[Chart | Table]) -> InlineText:
    """Return “Figure 1, Figure 2 and Figure 3”, each a cross-reference."""
    marks = [f"{{mark{number}}}" for number in range(len(blocks))]
    places = {f"mark{number}": (CrossReference(block.anchor, ""),) for number, block in enumerate(blocks)}
    return filled_in(format_list(marks), **places)


def _parts(statements: Sequence[StatementResult]) -> Iterator[Sequence[StatementResult]]:
    """Yield the statements in parts whose lengths differ by at most one."""
    count = 1 if len(statements) <= MOST_BARS else -(-len(statements) // BARS_PER_PART)
    ends = [len(statements) * number // count for number in range(count + 1)]
    for start, end in pairwise(ends):
        yield statements[start:end]
