"""The rows of a pasted table: merged cells are parted, and a table that cannot be one becomes lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.richtext import MOST_COLUMNS, MOST_ROWS, Block, Cell, Span, table, tidy

BETWEEN_CELLS = " | "
_EMPTY_CELL = "–"
_LONGEST_COUNT = 3


@dataclass(slots=True)
class PastedRow:
    """A row being read: the blocks before its table, those of each cell, and what each cell covers."""

    before: list[Block]
    cells: list[list[Block]]
    spread: list[tuple[int, int]] = field(default_factory=list)
    """How many columns and rows each cell covers."""


def spread_of(attributes: Mapping[str, str]) -> tuple[int, int]:
    """Return how many columns and rows a cell covers."""
    counts = [attributes.get(name, "") for name in ("colspan", "rowspan")]
    wide, tall = (int(count) if count.isdecimal() and len(count) <= _LONGEST_COUNT else 1 for count in counts)
    return min(max(wide, 1), MOST_COLUMNS), min(max(tall, 1), MOST_ROWS)


def blocks_of_table(rows: Sequence[PastedRow], *, is_nested: bool) -> tuple[list[Block], Sequence[str]]:
    """Return what becomes of a table, and the codes of the remarks about it.

    One column is ordinary text. A table in a cell of another, or one too large, becomes lines of text.
    """
    grid = _cell_grid(rows)
    width = max(map(len, grid))
    if width == 1 or all(len(row.cells) <= 1 for row in rows):
        return [block for row in rows for cell in row.cells for block in cell], ()
    if is_nested or len(grid) > MOST_ROWS or width > MOST_COLUMNS:
        return [Block("paragraph", line_of_cells(row)) for row in grid], ("tables",)
    is_merged = any(spread != (1, 1) for row in rows for spread in row.spread)
    is_ragged = len({len(row) for row in grid}) > 1
    if all(span.strong for cell in grid[0] for span in cell):  # a header is bold anyway
        grid[0] = [tuple(replace(span, strong=False) for span in cell) for cell in grid[0]]
    return [table(grid)], ("merged",) if is_merged or is_ragged else ()


def _cell_grid(rows: Sequence[PastedRow]) -> list[list[Cell]]:
    """Return the cells of all rows, without empty rows and columns at the edges.

    Of merged cells, only the first has the words.
    """
    taken: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell, (wide, tall) in zip(row.cells, row.spread, strict=False):
            while (number, column) in taken:
                column += 1
            for down in range(min(tall, len(rows) - number)):
                taken.update({(number + down, column + right): () for right in range(wide)})
            taken[number, column] = _cell_of(cell)
            column += wide
    ends = [0] * len(rows)
    for number, column in taken:
        ends[number] = max(ends[number], column + 1)
    grid = [[taken.get((number, column), ()) for column in range(end)] for number, end in enumerate(ends)]
    width = max((column + 1 for row in grid for column, cell in enumerate(row) if cell), default=1)
    return [row[:width] for row in grid if any(row)]


def line_of_cells(row: Sequence[Cell]) -> Cell:
    """Return a row of a table as a line of text."""
    spans: list[Span] = []
    for number, cell in enumerate(row):
        spans += [Span(BETWEEN_CELLS)] if number else []
        spans += [replace(span, text=span.text.replace("\n", " / ")) for span in cell] or [Span(_EMPTY_CELL)]
    return tuple(spans)


def _cell_of(cell: Sequence[Block]) -> Cell:
    """Return the paragraphs of a cell as lines."""
    spans: list[Span] = []
    for block in tidy(cell):
        spans += [Span("\n")] if spans else []
        spans += block.spans
    return tuple(spans)
