"""The layout of the chart of a survey as boxes, lines and text, drawn both as SVG and as PNG.

On an agreement scale this is a diverging stacked bar chart: agreement to the right of a bold line,
disagreement to the left. “Don’t know” is set apart at the far right, so that it does not shift the
balance. Any other scale has bars in the order of its answers (`stacked_bars`). Bars show their
percentages, outlines are dark and fills differ in lightness, so the chart is readable in greyscale.
Sizes are in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carreport.language.messages import gettext
from carreport.report import design
from carreport.report.charts import png as chart_png
from carreport.report.charts import svg as chart_svg
from carreport.report.charts.chart_words import chart_topic, describe_chart, side_name
from carreport.report.charts.shapes import (
    BAR,
    ChartBox,
    ChartLine,
    ChartText,
    Drawing,
    Shape,
    text_width,
    wrap_text,
)
from carreport.report.charts.stacked_bars import bar_segments, stacked_bar
from carreport.survey.agreement import (
    Side,
    Tally,
    is_agreement_scale,
    n_text,
    scale_sides,
    share_figure,
)

WIDTH = 600
"""The chart is slightly wider than the text on a page, so its text is printed at almost full size."""
LABELS = 264
_ORDER = (Side.DISAGREE, Side.NEUTRAL, Side.AGREE, Side.OFF_SCALE)
_LINE, _GAP, _LEGEND_ROW = 16.5, 7, 20
_OUTSIDE, _BEFORE_APART, _END = 36, 16, 40


@dataclass(frozen=True, slots=True)
class AgreementChart:
    """A drawn chart with its alt text."""

    svg: str
    png: bytes
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _ChartScale:
    """The x coordinate of zero, the width of one per cent, and the x where “don’t know” begins."""

    zero: float
    point: float
    apart: float


def fills() -> dict[Side, tuple[str, str]]:
    """Return, for each side, the bar fill and the colour of the text inside the bar."""
    look, light = design.DESIGN.chart, design.DESIGN.light
    return {
        Side.AGREE: (light.accent, light.sheet),
        Side.NEUTRAL: (look.neutral, light.ink),
        Side.DISAGREE: (look.disagree, light.ink),
        Side.OFF_SCALE: (look.apart, light.ink),
    }


def draw_agreement_chart(
    tallies: Sequence[Tally], letters: Sequence[str], prefix: str, among: Sequence[Tally] = ()
) -> AgreementChart:
    """Return a chart of `tallies`; `letters` label the statements, and `prefix` makes SVG ids unique.

    If the chart shows only some of the statements, `among` has all of them, so that the charts share a
    scale.
    """
    drawing = lay_out_chart(tallies, letters, among)
    alt = describe_chart(tallies, letters, is_part=len(among) > len(tallies))
    return AgreementChart(
        svg=chart_svg.chart_to_svg(drawing, alt, prefix),
        png=chart_png.chart_to_png(drawing),
        alt=alt,
        width=drawing.width,
        height=drawing.height,
    )


def lay_out_chart(tallies: Sequence[Tally], letters: Sequence[str], among: Sequence[Tally] = ()) -> Drawing:
    """Return the drawing for a chart of `tallies`, on a scale that suits every tally in `among`."""
    steps = tallies[0].steps
    title = gettext("{topic}, in per cent ({size})", topic=chart_topic(steps), size=n_text(among or tallies))
    legend = list(_legend_rows(_legend_names(tallies)))
    look, ink = design.DESIGN.chart, design.DESIGN.light.ink
    shapes: list[Shape] = [ChartText(0, 16, title, look.title, ink, is_bold=True), *_legend(legend)]
    top = y = 60.0 + (len(legend) - 1) * _LEGEND_ROW
    varies = len({tally.n for tally in among or tallies}) > 1
    scale = _scale(among or tallies)
    before_bars = len(shapes)
    for tally, letter in zip(tallies, letters, strict=True):
        words = f"{letter}) {tally.statement}" + (f" ({n_text([tally])})" if varies else "")
        lines = wrap_text(words, LABELS - 18, look.statement, most=3)
        height = max(BAR, len(lines) * _LINE)
        first = y + height / 2 - (len(lines) - 1) * _LINE / 2 + 5
        short = f"{letter})"
        for number, line in enumerate(lines):
            fallback = short if number == 0 else ""
            shapes.append(ChartText(0, first + number * _LINE, line, look.statement, ink, instead=fallback))
        bar_top = y + height / 2 - BAR / 2
        if is_agreement_scale(steps):
            shapes.extend(_bars(tally, scale, bar_top))
        else:
            shapes.extend(stacked_bar(tally, LABELS, WIDTH - LABELS - _END, bar_top))
        y += height + _GAP
    axis = scale.zero if is_agreement_scale(steps) else LABELS
    zero_line = ChartLine(axis, top - 8, axis, y - _GAP + 8, 2.5, ink)
    shapes.insert(before_bars, zero_line)  # under the bars, so that it does not cross a figure
    return Drawing(WIDTH, round(y + 2), title, tuple(shapes))


def _share(tally: Tally, side: Side) -> float:
    """Return the unrounded percentage for a side, or 0 if the tally has no valid percentage."""
    return 100 * tally.count(side) / tally.n if tally.percent(side) is not None else 0.0


def _scale(tallies: Sequence[Tally]) -> _ChartScale:
    left = max((_share(t, Side.DISAGREE) + _share(t, Side.NEUTRAL) / 2 for t in tallies), default=0)
    right = max((_share(t, Side.AGREE) + _share(t, Side.NEUTRAL) / 2 for t in tallies), default=0)
    apart = max((_share(t, Side.OFF_SCALE) for t in tallies), default=0)
    has_apart = any(Side.OFF_SCALE in scale_sides(t.steps) for t in tallies)
    room = WIDTH - LABELS - 2 * _OUTSIDE - (_OUTSIDE + _BEFORE_APART if has_apart else 0)
    point = room / max(left + right + apart, 1)
    zero = LABELS + _OUTSIDE + left * point
    return _ChartScale(zero, point, zero + right * point + _OUTSIDE + _BEFORE_APART)


def _legend_names(tallies: Sequence[Tally]) -> list[tuple[str, str]]:
    """Return the fill and the name of each part of a bar, from left to right."""
    steps = tallies[0].steps
    if not is_agreement_scale(steps):
        return [(segment.fill, segment.label) for segment in bar_segments(steps)]
    sides = {side for tally in tallies for side in scale_sides(tally.steps)}
    filled = fills()
    return [(filled[side][0], side_name(steps, side)) for side in _ORDER if side in sides]


def _legend_rows(names: Sequence[tuple[str, str]]) -> Iterator[list[tuple[float, str, str]]]:
    """Yield the entries of the legend row by row, each with its x coordinate, fill and name."""
    size, x = design.DESIGN.chart.figure, 0.0
    row: list[tuple[float, str, str]] = []
    for fill, name in names:
        (shown,) = wrap_text(name, WIDTH - 21, size, most=1) or [name]
        width = 21 + text_width(shown, size)
        if row and x + width > WIDTH:
            yield row
            row, x = [], 0.0
        row.append((x, fill, shown))
        x += width + 24
    yield row


def _legend(rows: Sequence[Sequence[tuple[float, str, str]]]) -> Iterator[Shape]:
    size, ink = design.DESIGN.chart.figure, design.DESIGN.light.ink
    number = 0
    for place, row in enumerate(rows):
        y = place * _LEGEND_ROW
        for x, fill, name in row:
            number += 1
            yield ChartBox(x + 0.5, 30.5 + y, 14, 14, fill, ink)
            yield ChartText(
                x + 21, 42 + y, name, size, ink, instead=gettext("Answer {number}", number=str(number))
            )


def _bars(tally: Tally, scale: _ChartScale, y: float) -> Iterator[Shape]:
    middle = _share(tally, Side.NEUTRAL) * scale.point
    left, right = scale.zero - middle / 2, scale.zero + middle / 2
    if middle:
        yield from _bar(tally, Side.NEUTRAL, left, middle, y, outside=0)
    width = _share(tally, Side.DISAGREE) * scale.point
    yield from _bar(tally, Side.DISAGREE, left - width, width, y, outside=-1)
    yield from _bar(tally, Side.AGREE, right, _share(tally, Side.AGREE) * scale.point, y, outside=1)
    yield from _bar(
        tally, Side.OFF_SCALE, scale.apart, _share(tally, Side.OFF_SCALE) * scale.point, y, outside=1
    )


def _bar(tally: Tally, side: Side, x: float, width: float, y: float, *, outside: int) -> Iterator[Shape]:
    """Yield a bar and its percentage: inside the bar if it fits, otherwise on the `outside` if allowed."""
    if width <= 0:
        return
    size, outline = design.DESIGN.chart.figure, design.DESIGN.light.ink
    fill, ink = fills()[side]
    yield ChartBox(x, y, width, BAR, fill, outline)
    words = f"{share_figure(tally.count(side), tally.n)}%"
    if width >= text_width(words, size) + 6:
        yield ChartText(x + width / 2, y + BAR / 2 + 4.5, words, size, ink, anchor="middle")
    elif outside:
        at = x - 5 if outside < 0 else x + width + 5
        yield ChartText(at, y + BAR / 2 + 4.5, words, size, outline, anchor="end" if outside < 0 else "start")
