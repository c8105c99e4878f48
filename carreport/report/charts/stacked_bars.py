"""Bars for scales without sides: the answers in the order of the scale, and a plain bar for ticks.

The fills run from dark to light in the order of the scale, so they can be told apart in greyscale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carreport.report import design
from carreport.report.charts.shapes import BAR, ChartBox, ChartText, Shape, text_width
from carreport.survey.agreement import TICKED, ScaleStep, Side, Tally, is_tick_scale, share_figure

LIGHTEST = 0.7
"""How much of white the fill of the last answer has."""
_READABLE = 4.5


@dataclass(frozen=True, slots=True)
class BarSegment:
    """The look of one answer: its key, label, fill, and the colour of the text inside it."""

    key: str
    label: str
    fill: str
    ink: str


def bar_segments(steps: Sequence[ScaleStep]) -> list[BarSegment]:
    """Return the segments of a bar, in the order of the scale; only the ticks of an option have one."""
    light, look = design.DESIGN.light, design.DESIGN.chart
    if is_tick_scale(steps):
        steps = [step for step in steps if step.key == TICKED]
    ranked = [step for step in steps if step.side is not Side.OFF_SCALE]
    fills = {
        step.key: design.mix_colours(light.accent, light.sheet, LIGHTEST * place / max(len(ranked) - 1, 1))
        for place, step in enumerate(ranked)
    }
    fills |= {step.key: look.apart for step in steps if step.side is Side.OFF_SCALE}
    return [
        BarSegment(step.key, step.label, fills[step.key], _text_colour(fills[step.key])) for step in steps
    ]


def stacked_bar(tally: Tally, left: float, width: float, y: float) -> Iterator[Shape]:
    """Yield the bar of one statement; `width` is 100 per cent. Shares are printed inside where they fit."""
    look, outline = design.DESIGN.chart, design.DESIGN.light.ink
    x = left
    for segment in bar_segments(tally.steps):
        count = tally.count_of([segment.key])
        if tally.n <= 0 or (not count and not is_tick_scale(tally.steps)):
            continue
        part = width * count / tally.n
        if count:
            yield ChartBox(x, y, part, BAR, segment.fill, outline)
        words = f"{share_figure(count, tally.n)}%"
        if part >= text_width(words, look.figure) + 2:
            yield ChartText(x + part / 2, y + BAR / 2 + 4.5, words, look.figure, segment.ink, anchor="middle")
        elif is_tick_scale(tally.steps):
            yield ChartText(x + part + 5, y + BAR / 2 + 4.5, words, look.figure, outline)
        x += part


def _text_colour(fill: str) -> str:
    """Return the colour of text on a fill: white or ink if that can be read, otherwise a darker one."""
    light = design.DESIGN.light
    readable = (
        colour for colour in (light.sheet, light.ink) if design.contrast_ratio(colour, fill) >= _READABLE
    )
    return next(readable, design.DESIGN.chart.on_middle)
