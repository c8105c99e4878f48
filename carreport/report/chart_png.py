"""Draw a chart as PNG at twice its size, for outputs that cannot show SVG."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from carreport.report.chart_shapes import Box, Drawing, Label, Rule, Shape, font_of

SCALE = 2
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_NO_LETTER = "\U0010fffd"


def png_of(drawing: Drawing) -> bytes:
    """Return the drawing as the bytes of a PNG, the same for the same drawing."""
    image = Image.new("RGB", (drawing.width * SCALE, drawing.height * SCALE), "#FFFFFF")
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _draw(pen, shape)
    stream = BytesIO()
    image.quantize(48, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        stream, "PNG", compress_level=6, dpi=(192, 192)
    )
    return stream.getvalue()


def _draw(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    match shape:
        case Box():
            corners = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            pen.rectangle([round(each * SCALE) for each in corners], shape.fill, shape.line, SCALE)
        case Rule():
            ends = (shape.x1, shape.y1, shape.x2, shape.y2)
            pen.line([round(each * SCALE) for each in ends], shape.fill, round(shape.width * SCALE))
        case Label():
            words = shape.text if all(map(_has_letter, shape.text)) else shape.instead
            pen.text(
                (shape.x * SCALE, shape.y * SCALE),
                words,
                fill=shape.fill,
                font=font_of(shape.size * SCALE),
                anchor=_ANCHORS[shape.anchor],
                stroke_width=0.7 if shape.bold else 0,
                stroke_fill=shape.fill,
            )


@cache
def _has_letter(character: str) -> bool:
    """Say whether the font has this character; a box drawn in its place would help nobody."""
    if " " <= character <= "~":
        return True
    font = font_of(16)
    return bytes(font.getmask(character)) != bytes(font.getmask(_NO_LETTER))
