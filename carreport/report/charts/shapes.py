"""The shapes that make up a chart, and the measuring and wrapping of its text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from PIL import ImageFont

from carreport.assets import resource_path

Anchor = Literal["start", "middle", "end"]
BAR = 26
"""The height of a bar."""


@dataclass(frozen=True, slots=True)
class ChartBox:
    """A filled rectangle with a thin outline."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    line: str


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    fill: str


@dataclass(frozen=True, slots=True)
class ChartText:
    """Text on one line; `y` is its baseline.

    The PNG shows `instead` if the font lacks a character in the text.
    """

    x: float
    y: float
    text: str
    size: float
    fill: str
    anchor: Anchor = "start"
    is_bold: bool = False
    instead: str = ""


Shape = ChartBox | ChartLine | ChartText


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole chart, in CSS pixels."""

    width: int
    height: int
    title: str
    shapes: tuple[Shape, ...]


@cache
def chart_font(size: float) -> ImageFont.FreeTypeFont:
    """Return the font of PDFs, so that charts have the same characters on every computer."""
    return ImageFont.truetype(resource_path("fonts", "LiberationSans-Regular.ttf"), size)


def text_width(text: str, size: float) -> float:
    """Return the approximate width of `text`, allowing for slightly wider fonts."""
    return float(chart_font(size).getlength(text)) * 1.06


def wrap_text(text: str, width: float, size: float, most: int) -> list[str]:
    """Return `text` wrapped to `width`, cut off with an ellipsis after `most` lines."""
    lines: list[str] = []
    rest = text.split()
    if rest[-3:-1] == ["(n", "="]:
        rest[-3:] = [" ".join(rest[-3:])]  # “(n = 13)” stays on one line
    while rest and len(lines) < most:
        line = _truncate_to_width(rest.pop(0), width, size)
        while rest and text_width(f"{line} {rest[0]}", size) <= width:
            line = f"{line} {rest.pop(0)}"
        lines.append(line)
    if rest:
        lines[-1] = _truncate_to_width(f"{lines[-1]} {' '.join(rest)[:80]}", width, size)
    return lines


def _truncate_to_width(words: str, width: float, size: float) -> str:
    """Return as much of `words` as fits, with an ellipsis if any is cut off."""
    words = words[:200]
    if text_width(words, size) <= width:
        return words
    while words and text_width(f"{words}…", size) > width:
        words = words[:-1]
    return f"{words.rstrip()}…"
