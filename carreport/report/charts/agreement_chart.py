"""Lay out the agreement chart once, as boxes, rules and labels, for SVG and for PNG alike.

Agreement runs to the right of a bold line and disagreement to the left; who does not know
stands apart at the right, so that it does not shift the balance. Numbers stand in the bars,
outlines are dark, and the fills differ in lightness, so the chart reads in grey as well.
Sizes are CSS pixels.
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
"""A little wider than the text of a page, so that letters keep nearly their size in print."""
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
    """A drawn chart with the words that stand in for it."""

    svg: str
    png: bytes
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _ChartScale:
    """Where nought stands, how wide a per cent is, and where “don’t know” begins."""

    zero: float
    point: float
    apart: float


def fills() -> dict[Side, tuple[str, str]]:
    """Return for each side the fill of its bars, and the colour of the figures in them."""
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
    """Return the chart of some statements; `letters` name them, `prefix` makes its ids unique.

    `among` are all statements, if these are a part of them: bars of the same length say the same.
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
    """Return the boxes, rules and labels of the chart, on the scale of all statements that it is `among`."""
    title = f"How far people agreed, in per cent ({n_text(among or tallies)})"
    scale = _scale(among or tallies)
    look, ink = design.DESIGN.chart, design.DESIGN.light.ink
    shapes: list[Shape] = [ChartText(0, 16, title, look.title, ink, is_bold=True), *_legend(tallies)]
    top = y = 60.0
    ranged = len({each.n for each in among or tallies}) > 1
    for each, letter in zip(tallies, letters, strict=True):
        words = f"{letter}) {each.statement}" + (f" (n = {each.n})" if ranged else "")
        lines = wrap_text(words, LABELS - 18, look.statement, most=3)
        height = max(_BAR, len(lines) * _LINE)
        first = y + height / 2 - (len(lines) - 1) * _LINE / 2 + 5
        short = f"{letter})"
        for number, line in enumerate(lines):
            spare = short if number == 0 else ""
            shapes.append(ChartText(0, first + number * _LINE, line, look.statement, ink, instead=spare))
        shapes.extend(_bars(each, scale, y + height / 2 - _BAR / 2))
        y += height + _GAP
    shapes.append(ChartLine(scale.zero, top - 8, scale.zero, y - _GAP + 8, 2.5, ink))
    return Drawing(WIDTH, round(y + 2), title, tuple(shapes))


def describe_chart(tallies: Sequence[Tally], letters: Sequence[str], *, is_part: bool = False) -> str:
    """Return the chart in a sentence or two, for those who cannot see it."""
    rated = [
        (each.percent(Side.AGREE) or 0, letter)
        for each, letter in zip(tallies, letters, strict=True)
        if each.n > 0
    ]
    statements = f"{len(tallies)} statement{'s' if len(tallies) != 1 else ''}"
    which = f"statements {letters[0]} to {letters[-1]}" if is_part else statements
    opening = f"Bar chart of {which}, {n_text(tallies)}."
    if not rated:
        return opening
    most, least = max(share for share, _ in rated), min(share for share, _ in rated)
    if most == least:
        return f"{opening} Agreement is {most} per cent throughout. The table has all figures."
    highest = format_list([letter for share, letter in rated if share == most])
    lowest = format_list([letter for share, letter in rated if share == least])
    return (
        f"{opening} Agreement is highest for {highest} ({most} per cent) "
        f"and lowest for {lowest} ({least} per cent). The table has all figures."
    )


def _share(each: Tally, side: Side) -> float:
    """Return the exact share of a side in per cent; nothing where the counts make no sense."""
    return 100 * each.count(side) / each.n if each.percent(side) is not None else 0.0


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
    sides = {side for each in tallies for side in scale_sides(each.steps)}
    size, ink, filled = design.DESIGN.chart.figure, design.DESIGN.light.ink, fills()
    x = 0.0
    for side in _ORDER:
        if side in sides:
            yield ChartBox(x + 0.5, 30.5, 14, 14, filled[side][0], ink)
            yield ChartText(x + 21, 42, NAMES[side], size, ink)
            x += 21 + text_width(NAMES[side], size) + 24


def _bars(each: Tally, scale: _ChartScale, y: float) -> Iterator[Shape]:
    middle = _share(each, Side.NEUTRAL) * scale.point
    left, right = scale.zero - middle / 2, scale.zero + middle / 2
    if middle:
        yield from _bar(each, Side.NEUTRAL, left, middle, y, outside=0)
    width = _share(each, Side.DISAGREE) * scale.point
    yield from _bar(each, Side.DISAGREE, left - width, width, y, outside=-1)
    yield from _bar(each, Side.AGREE, right, _share(each, Side.AGREE) * scale.point, y, outside=1)
    yield from _bar(
        each, Side.OFF_SCALE, scale.apart, _share(each, Side.OFF_SCALE) * scale.point, y, outside=1
    )


def _bar(each: Tally, side: Side, x: float, width: float, y: float, *, outside: int) -> Iterator[Shape]:
    """Yield a bar with its number: in the bar where it fits, else beside it."""
    if width <= 0:
        return
    size, outline = design.DESIGN.chart.figure, design.DESIGN.light.ink
    fill, ink = fills()[side]
    yield ChartBox(x, y, width, _BAR, fill, outline)
    words = f"{each.percent(side)}%"
    if width >= text_width(words, size) + 6:
        yield ChartText(x + width / 2, y + _BAR / 2 + 4.5, words, size, ink, anchor="middle")
    elif outside:
        at = x - 5 if outside < 0 else x + width + 5
        yield ChartText(
            at, y + _BAR / 2 + 4.5, words, size, outline, anchor="end" if outside < 0 else "start"
        )
