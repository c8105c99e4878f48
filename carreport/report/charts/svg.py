"""Write a chart as SVG, with real text, a title and a description."""

from __future__ import annotations

from markupsafe import escape

from carreport.report import design
from carreport.report.charts.shapes import ChartBox, ChartLine, ChartText, Drawing, Shape


def chart_to_svg(drawing: Drawing, alt: str, prefix: str) -> str:
    """Return the drawing as an `svg` element; `prefix` makes its ids unique in a page."""
    width, height = drawing.width, drawing.height
    look = design.DESIGN
    fonts = look.font_family("'")
    body = "".join(map(_element, drawing.shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="{fonts}" '
        f'aria-labelledby="{prefix}-title {prefix}-desc">'
        f'<title id="{prefix}-title">{escape(drawing.title)}</title>'
        f'<desc id="{prefix}-desc">{escape(alt)}</desc>'
        f'<rect width="{width}" height="{height}" fill="{look.light.sheet}"/>{body}</svg>'
    )


def _element(shape: Shape) -> str:
    match shape:
        case ChartBox():
            place = (
                f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
            )
            return f'<rect {place} fill="{shape.fill}" stroke="{shape.line}" stroke-width="1"/>'
        case ChartLine():
            ends = f'x1="{_n(shape.x1)}" y1="{_n(shape.y1)}" x2="{_n(shape.x2)}" y2="{_n(shape.y2)}"'
            return f'<line {ends} stroke="{shape.fill}" stroke-width="{_n(shape.width)}"/>'
        case ChartText():
            look = f'font-size="{_n(shape.size)}" fill="{shape.fill}"'
            look += f' text-anchor="{shape.anchor}"' if shape.anchor != "start" else ""
            look += ' font-weight="bold"' if shape.is_bold else ""
            return f'<text x="{_n(shape.x)}" y="{_n(shape.y)}" {look}>{escape(shape.text)}</text>'


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
