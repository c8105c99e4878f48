"""Draw a chart as PNG at print resolution, for programs that cannot show SVG."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from itertools import combinations

from PIL import Image, ImageColor, ImageDraw

from carreport.report import design
from carreport.report.charts.shapes import ChartBox, ChartLine, ChartText, Drawing, Shape, chart_font

SCALE = 3
_DOTS_AN_INCH = 96 * SCALE
STEPS = 6
FAR_APART = 200
"""Colours closer than this (sum over RGB) are never text on its background, so need no shades between."""
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_NO_LETTER = "\U0010fffd"


def chart_to_png(drawing: Drawing) -> bytes:
    """Return the drawing as a PNG; the same drawing always gives the same bytes."""
    image = Image.new("RGB", (drawing.width * SCALE, drawing.height * SCALE), design.DESIGN.light.sheet)
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _draw(pen, shape)
    stream = BytesIO()
    few = image.quantize(palette=_palette(_colours(drawing)), dither=Image.Dither.NONE)
    few.save(stream, "PNG", compress_level=4, dpi=(_DOTS_AN_INCH, _DOTS_AN_INCH))
    return stream.getvalue()


def _colours(drawing: Drawing) -> frozenset[str]:
    return frozenset((*(shape.fill for shape in drawing.shapes), design.DESIGN.light.sheet))


@cache
def _palette(colours: frozenset[str]) -> Image.Image:
    """Return a palette of a chart's colours, with shades between distant ones for antialiasing."""
    base = sorted({ImageColor.getrgb(colour)[:3] for colour in colours})
    pairs = [(_distance(one, other), one, other) for one, other in combinations(base, 2)]
    steps = dict.fromkeys(base)
    for distance, one, other in sorted(pairs, reverse=True):
        for step in range(1, STEPS) if distance > FAR_APART else ():
            red, green, blue = (round(a + (b - a) * step / STEPS) for a, b in zip(one, other, strict=True))
            steps.setdefault((red, green, blue))
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in sorted(list(steps)[:256]) for part in colour])
    return palette


def _distance(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def _draw(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    match shape:
        case ChartBox():
            corners = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            pen.rectangle([round(corner * SCALE) for corner in corners], shape.fill, shape.line, SCALE)
        case ChartLine():
            ends = (shape.x1, shape.y1, shape.x2, shape.y2)
            pen.line([round(end * SCALE) for end in ends], shape.fill, round(shape.width * SCALE))
        case ChartText():
            words = shape.text if all(map(_has_glyph, shape.text)) else shape.instead
            pen.text(
                (shape.x * SCALE, shape.y * SCALE),
                words,
                fill=shape.fill,
                font=chart_font(shape.size * SCALE),
                anchor=_ANCHORS[shape.anchor],
                stroke_width=0.35 * SCALE if shape.is_bold else 0,
                stroke_fill=shape.fill,
            )


@cache
def _has_glyph(character: str) -> bool:
    """Return whether the font has a glyph for this character and would not draw a box."""
    if " " <= character <= "~":
        return True
    font = chart_font(16)
    return bytes(font.getmask(character)) != bytes(font.getmask(_NO_LETTER))
