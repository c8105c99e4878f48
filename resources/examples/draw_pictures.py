"""Draw the two workshop boards of the example inquiry from the notes in its answers file.

Run it after changing the notes: `python resources/examples/draw_pictures.py`. The pictures
stand beside it and are committed, so nobody else needs to.
"""  # noqa: INP001 - a script beside what it draws, no package

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).resolve().parent
SIZE = (1600, 1120)
ROWS = ("working", "not_working", "opportunity", "priority")
TITLES = ("Working well", "Not working well", "Opportunities", "Priorities")
COLOURS = ("#CFE3B4", "#E9C9A8", "#F4E3A1", "#F6F1E3")
INK = "#27333A"
MARGIN = 322
TOP = 150


@dataclass(frozen=True, slots=True)
class BoardLook:
    """Which table a board belongs to, where its picture goes and the colour of its felt."""

    table: str
    file: str
    felt: tuple[int, int, int]


BOARDS = (
    BoardLook("Table 1", "board-table-1.jpg", (44, 84, 72)),
    BoardLook("Table 2", "board-table-2.jpg", (48, 72, 102)),
)


def main() -> None:
    """Draw both boards."""
    told = json.loads((HERE / "schools-partnership.json").read_text(encoding="utf-8"))
    notes = told["data"]["workshops"][0]["notes"]
    for look in BOARDS:
        here = [note for note in notes if note["table"] == look.table]
        board = draw_board(look, here)
        board.save(HERE / look.file, quality=76, optimize=True, progressive=True)


def draw_board(look: BoardLook, notes: list[dict[str, object]]) -> Image.Image:
    """Return the picture of one board: a felt with a row of leaves for each stage."""
    dice = random.Random(look.table)  # noqa: S311 - only how the leaves happen to lie
    board = felt(look.felt, dice)
    draw = ImageDraw.Draw(board)
    draw.text((60, 52), look.table, font=font(54), fill="#F6F5F1")
    height = (SIZE[1] - TOP - 40) // len(ROWS)
    for row, (stage, title, colour) in enumerate(zip(ROWS, TITLES, COLOURS, strict=True)):
        middle = TOP + row * height + height // 2
        draw.line([(60, middle - height // 2), (SIZE[0] - 60, middle - height // 2)], fill="#F6F5F1", width=2)
        draw.text((60, middle), title, font=font(30), fill="#F6F5F1", anchor="lm")
        lay_row(board, dice, colour, middle, [note for note in notes if note["stage"] == stage])
    return board


def lay_row(
    board: Image.Image, dice: random.Random, colour: str, middle: int, notes: list[dict[str, object]]
) -> None:
    """Lay the leaves of one row side by side, a little askew as hands lay them."""
    step = (SIZE[0] - MARGIN - 50) // max(len(notes), 4)
    for place, note in enumerate(notes):
        votes = note.get("votes")
        leaf = draw_leaf(str(note["note"]), colour, votes if isinstance(votes, int) else 0)
        leaf = leaf.rotate(dice.uniform(-4, 4), Image.Resampling.BICUBIC, expand=True)
        x = MARGIN + step * place + (step - leaf.width) // 2 + dice.randint(-6, 6)
        y = middle - leaf.height // 2 + dice.randint(-8, 8)
        shadow = leaf.getchannel("A").point(lambda alpha: alpha // 3).filter(ImageFilter.GaussianBlur(5))
        board.paste((0, 0, 0), (x + 5, y + 8), shadow)
        board.paste(leaf, (x, y), leaf)


def draw_leaf(words: str, colour: str, votes: int) -> Image.Image:
    """Return one paper leaf with its words, and a dot for each vote."""
    width, height = 300, 184
    leaf = Image.new("RGBA", (width * 2, height * 2), (0, 0, 0, 0))
    draw = ImageDraw.Draw(leaf)
    draw.polygon(list(outline(width * 2, height * 2)), fill=colour)
    leaf = leaf.resize((width, height), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(leaf)
    lines = list(wrapped(words, 17))
    middle = height // 2 - (12 if votes else 0)
    draw.multiline_text(
        (width // 2, middle),
        "\n".join(lines),
        font=font(25),
        fill=INK,
        anchor="mm",
        align="center",
        spacing=6,
    )
    for dot in range(votes):
        x = width // 2 + (dot - (votes - 1) / 2) * 20
        draw.ellipse((x - 7, height - 44, x + 7, height - 30), fill="#0B5F66")
    return leaf


def outline(width: int, height: int) -> Iterator[tuple[float, float]]:
    """Yield the points round a leaf that is pointed at either end."""
    steps = [step / 60 for step in range(-60, 61)]
    for side, along in ((1, steps), (-1, steps[::-1])):
        for x in along:
            y = side * (1 - abs(x) ** 3) ** 0.8
            yield (width / 2 * (1 + 0.99 * x), height / 2 * (1 + 0.98 * y))


def wrapped(words: str, most: int) -> Iterator[str]:
    """Yield `words` in lines of about `most` characters."""
    line = ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def felt(colour: tuple[int, int, int], dice: random.Random) -> Image.Image:
    """Return a piece of felt: one colour with a soft grain and a stitched edge."""
    small = Image.new("L", (SIZE[0] // 4, SIZE[1] // 4))
    small.putdata([dice.randint(0, 255) for _ in range(small.width * small.height)])
    grain = small.filter(ImageFilter.GaussianBlur(1.2)).resize(SIZE, Image.Resampling.BICUBIC)
    dark, light = (tuple(min(255, part + by) for part in colour) for by in (-5, 9))
    cloth = Image.composite(Image.new("RGB", SIZE, light), Image.new("RGB", SIZE, dark), grain)
    draw = ImageDraw.Draw(cloth)
    for x in range(24, SIZE[0] - 24, 26):
        for y in (22, SIZE[1] - 22):
            draw.line([(x, y), (x + 14, y)], fill="#D9D4C6", width=3)
    for y in range(30, SIZE[1] - 30, 26):
        for x in (22, SIZE[0] - 22):
            draw.line([(x, y), (x, y + 14)], fill="#D9D4C6", width=3)
    return cloth


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the letters that Pillow brings with it, so that every machine draws the same."""
    return ImageFont.load_default(size)


if __name__ == "__main__":
    main()
