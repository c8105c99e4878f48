"""The layout of the agreement chart as boxes, lines and text, drawn both as SVG and as PNG.

This is a diverging stacked bar chart: agreement to the right of a bold line, disagreement to the
left. “Don’t know” is set apart at the far right, so that it does not shift the balance. Bars show
their percentages, outlines are dark and fills differ in lightness, so the chart is readable in
greyscale. Sizes are in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carreport.form.wording import format_list
from carreport.report import design
from carreport.report.charts import png as chart_png
from carreport.report.charts import svg as chart_svg
from carreport.report.charts.shapes import (
    ChartBox,
    ChartLine,
    ChartText,
    Drawing,
    Shape,
    text_width,
    wrap_text,
)
from carreport.survey.agreement import Side, Tally, n_text, scale_sides

WIDTH = 600
"""The chart is slightly wider than the text on a page, so its text is printed at almost full size."""
LABELS = 264
NAMES = {
    Side.AGREE: "Agree",
    Side.NEUTRAL: "Neither",
    Side.DISAGREE: "Disagree",
    Side.OFF_SCALE: "Don’t know",
}
_ORDER = (Side.DISAGREE, Side.NEUTRAL, Side.AGREE, Side.OFF_SCALE)
_LINE, _BAR, _GAP = 16.5, 26, 7
_OUTSIDE, _BEFORE_APART = 36, 16


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
    title = f"How far people agreed, in per cent ({n_text(among or tallies)})"
    scale = _scale(among or tallies)
    look, ink = design.DESIGN.chart, design.DESIGN.light.ink
    shapes: list[Shape] = [ChartText(0, 16, title, look.title, ink, is_bold=True), *_legend(tallies)]
    top = y = 60.0
    varies = len({tally.n for tally in among or tallies}) > 1
    for tally, letter in zip(tallies, letters, strict=True):
        words = f"{letter}) {tally.statement}" + (f" (n = {tally.n})" if varies else "")
        lines = wrap_text(words, LABELS - 18, look.statement, most=3)
        height = max(_BAR, len(lines) * _LINE)
        first = y + height / 2 - (len(lines) - 1) * _LINE / 2 + 5
        short = f"{letter})"
        for number, line in enumerate(lines):
            fallback = short if number == 0 else ""
            shapes.append(ChartText(0, first + number * _LINE, line, look.statement, ink, instead=fallback))
        shapes.extend(_bars(tally, scale, y + height / 2 - _BAR / 2))
        y += height + _GAP
    shapes.append(ChartLine(scale.zero, top - 8, scale.zero, y - _GAP + 8, 2.5, ink))
    return Drawing(WIDTH, round(y + 2), title, tuple(shapes))


def describe_chart(tallies: Sequence[Tally], letters: Sequence[str], *, is_part: bool = False) -> str:
    """Return the alt text for the chart."""
    rated = [
        (tally.percent(Side.AGREE) or 0, letter)
        for tally, letter in zip(tallies, letters, strict=True)
        if tally.n > 0
    ]
    statements = f"{len(tallies)} statement{'s' if len(tallies) != 1 else ''}"
    which = f"statements {letters[0]} to {letters[-1]}" if is_part else statements
    opening = f"Bar chart of {which}, {n_text(tallies)}."
    if not rated:
        return opening
    most, least = max(share for share, _ in rated), min(share for share, _ in rated)
    if most == least:
        return f"{opening} Agreement is {most} per cent for each statement. The table gives all the figures."
    highest = format_list([letter for share, letter in rated if share == most])
    lowest = format_list([letter for share, letter in rated if share == least])
    return (
        f"{opening} Agreement is highest for {highest} ({most} per cent) "
        f"and lowest for {lowest} ({least} per cent). The table gives all the figures."
    )


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


def _legend(tallies: Sequence[Tally]) -> Iterator[Shape]:
    sides = {side for tally in tallies for side in scale_sides(tally.steps)}
    size, ink, filled = design.DESIGN.chart.figure, design.DESIGN.light.ink, fills()
    x = 0.0
    for side in _ORDER:
        if side in sides:
            yield ChartBox(x + 0.5, 30.5, 14, 14, filled[side][0], ink)
            yield ChartText(x + 21, 42, NAMES[side], size, ink)
            x += 21 + text_width(NAMES[side], size) + 24


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
    yield ChartBox(x, y, width, _BAR, fill, outline)
    words = f"{tally.percent(side)}%"
    if width >= text_width(words, size) + 6:
        yield ChartText(x + width / 2, y + _BAR / 2 + 4.5, words, size, ink, anchor="middle")
    elif outside:
        at = x - 5 if outside < 0 else x + width + 5
        yield ChartText(
            at, y + _BAR / 2 + 4.5, words, size, outline, anchor="end" if outside < 0 else "start"
        )
