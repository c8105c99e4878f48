"""Work out column widths that avoid broken words and keep rows short."""

from __future__ import annotations

import re
from dataclasses import dataclass

from carreport.report.model import Table, plain_text
from carreport.report.text_width import REFERENCE_FONT_SIZE, text_width_twips, wrapped_line_count

_SIDES, _CLOSE_SIDES = 165, 130
"""Horizontal cell padding with a small allowance, in twips; the second is for small type."""
_KEPT_WHOLE = 2000
"""Cells up to this width, in twips, such as “27 September 2016”, stay on one line if space allows."""
_LONGEST_WORD, _LONGEST_LINE = 2400, 14_000
_WHOLE_ADDRESS = 4000
"""Words up to this width, in twips, are not broken if space allows; enough for an email address."""
_HEADER_SHARE = 0.55
"""How much of its one-line width a header should get, so that it takes two lines, or three at most."""
_ROOM_FOR_WHOLE = 0.78
"""The fraction of the table width that may go to keeping short cells on one line."""
_ROOM_FOR_WORDS = 0.92
_LEAST_OF_HEADER = 0.3
"""The least of its one-line width that a header gets, so that it takes four lines at most."""
_SHARES = (1.0, 0.5, 0.25)
"""The fractions of the extra width it wants that a column may get; the first that fits is used."""
_PIECE = re.compile(r"[^/\-]*[/\-]*")
"""An address may break after a slash, and a word after a hyphen."""
MANY_COLUMNS = 6
_LINES_OF_NAME = 2
"""The most lines a row header may take in the usual font size of a table with many columns."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The column widths of a table, in twips (twentieths of a point), and its font size in points.

    `row_lines` is the estimated number of lines in each row. `has_narrow_padding` means less cell padding.
    """

    widths: tuple[int, ...]
    font_size: float
    row_lines: tuple[int, ...]
    has_narrow_padding: bool

    @property
    def width(self) -> int:
        """The width of the whole table."""
        return sum(self.widths)


def lay_out_table(table: Table, text: int, outer: int, usual: float, small: float) -> TableLayout:
    """Return the layout of a table across the `text` width, in the `usual` font size if it fits.

    A table with many columns gets the `small` size if it is cramped. It then extends into the `outer`
    margin only if words would otherwise be broken.
    """
    roomy = _layout_at_size(table, text, usual, _SIDES)
    is_roomy = _has_room(table, text, usual, _SIDES) and _has_short_row_names(table, roomy)
    if len(table.header) < MANY_COLUMNS or is_roomy:
        return roomy
    has_room = _has_room(table, text, small, _CLOSE_SIDES)
    return _layout_at_size(table, text if has_room else text + outer, small, _CLOSE_SIDES)


def _layout_at_size(table: Table, width: int, letters: float, sides: int) -> TableLayout:
    reference_widths = column_widths(table, _width_at_reference_size(width, letters), sides)
    widths = _rounded([column * letters / REFERENCE_FONT_SIZE for column in reference_widths], width)
    lines = tuple(_row_lines(table, reference_widths, sides))
    return TableLayout(tuple(widths), letters, lines, has_narrow_padding=sides < _SIDES)


def _width_at_reference_size(width: int, letters: float) -> int:
    """Return `width` scaled to the reference font size."""
    return round(width * REFERENCE_FONT_SIZE / letters)


def _has_room(table: Table, width: int, letters: float, sides: int) -> bool:
    """Return whether every column fits without breaking a word."""
    columns = (_ColumnMeasure.of(table, index, _LONGEST_WORD, sides) for index in range(len(table.header)))
    return sum(column.word for column in columns) <= _width_at_reference_size(width, letters)


def _has_short_row_names(table: Table, layout: TableLayout) -> bool:
    """Return whether every row header takes at most `_LINES_OF_NAME` lines."""
    room = _width_at_reference_size(layout.widths[0], layout.font_size) - _SIDES
    return all(wrapped_line_count(plain_text(row[0]), room) <= _LINES_OF_NAME for row in table.rows if row)


def _row_lines(table: Table, widths: list[int], sides: int) -> list[int]:
    """Return the approximate number of lines in each row."""
    return [
        max(
            (
                wrapped_line_count(plain_text(cell), width - sides)
                for cell, width in zip(row, widths, strict=False)
            ),
            default=1,
        )
        for row in table.rows
    ]


def column_widths(table: Table, width: int, sides: int = _SIDES) -> list[int]:
    """Return the width of each column: numbers get what they need, and text shares the rest by length.

    If space allows, no word is broken and short cells stay on one line. Any width left over goes to
    the columns with the longest lines.
    """
    if table.is_blank_form:
        return _blank_form_widths(table, width)
    columns = [_ColumnMeasure.of(table, index, _WHOLE_ADDRESS, sides) for index in range(len(table.header))]
    if sum(column.word for column in columns) > width * _ROOM_FOR_WORDS:
        columns = [
            _ColumnMeasure.of(table, index, _LONGEST_WORD, sides) for index in range(len(table.header))
        ]
    floors = [column.word for column in columns]
    if sum(floors) > width:
        return _rounded(_squeezed(columns, floors, width), width)
    for index in sorted(range(len(columns)), key=lambda index: columns[index].whole - columns[index].word):
        wider = columns[index].whole - columns[index].word
        spare = width * _ROOM_FOR_WHOLE - sum(floors)
        floors[index] += next((round(wider * share) for share in _SHARES if wider * share <= spare), 0)
    return _rounded(_share_spare_width(columns, floors, width), width)


def _blank_form_widths(table: Table, width: int) -> list[int]:
    """Return the column widths of a table to fill in by hand; row headers get about a third."""
    count = len(table.header)
    first = width * 0.34 if table.has_row_headers else width / count
    return _rounded([first, *((width - first) / (count - 1) for _ in range(count - 1))], width)


def _squeezed(columns: list[_ColumnMeasure], floors: list[int], width: int) -> list[float]:
    """Return widths too narrow for every word: words are broken first, and figures only if they must be."""
    least = [column.figure for column in columns]
    excess, spare = sum(floors) - sum(least), width - sum(least)
    if spare <= 0:
        return [floor * width / sum(floors) for floor in floors]
    return [low + (floor - low) * spare / excess for low, floor in zip(least, floors, strict=True)]


def _share_spare_width(columns: list[_ColumnMeasure], floors: list[int], width: int) -> list[float]:
    """Return the minimum widths plus the spare width, which goes to the columns with the longest lines."""
    spare = width - sum(floors)
    wishes = [max(column.line - floor, 0) for column, floor in zip(columns, floors, strict=True)]
    if sum(wishes) > spare:
        return [floor + spare * wish / sum(wishes) for floor, wish in zip(floors, wishes, strict=True)]
    sizes = [floor + wish for floor, wish in zip(floors, wishes, strict=True)]
    shares = [0 if column.figures else size for column, size in zip(columns, sizes, strict=True)]
    shares = shares if any(shares) else sizes
    rest = width - sum(sizes)
    return [size + rest * share / sum(shares) for size, share in zip(sizes, shares, strict=True)]


def _rounded(sizes: list[float], width: int) -> list[int]:
    widths = [int(size) for size in sizes]
    widths[0] += width - sum(widths)
    return widths


@dataclass(frozen=True, slots=True)
class _ColumnMeasure:
    """The widths a column needs for its longest word, its short cells and its longest line, in twips.

    `figure` is the width of the longest figure in a column of figures.
    """

    word: int
    whole: int
    line: int
    figures: bool
    figure: int

    @classmethod
    def of(cls, table: Table, index: int, longest_word: int, sides: int) -> _ColumnMeasure:
        """Return the measure of the column at `index`, with no word wider than `longest_word`."""
        cells = [plain_text(row[index]) for row in table.rows if index < len(row)]
        title = [text_width_twips(word, bold=True) for word in table.header[index].split()]
        pieces = (piece for text in cells for word in text.split() for piece in _PIECE.findall(word))
        words = [*title, *map(text_width_twips, pieces)]
        lines = [text_width_twips(line) for text in cells for line in text.split("\n")]
        title_width = text_width_twips(table.header[index], bold=True)
        word = min(max([round(title_width * _LEAST_OF_HEADER), *words]), longest_word)
        head = round(title_width * _HEADER_SHARE)
        short = max((line for line in lines if line <= _KEPT_WHOLE), default=1)
        longest = min(max([word, head, *lines]), _LONGEST_LINE)
        whole = max(word, short if longest <= _KEPT_WHOLE else 1, min(head, _KEPT_WHOLE))
        figures = index < len(table.numeric_columns) and table.numeric_columns[index]
        figure = min(max([1, *lines]), word) if figures else 1
        return cls(word + sides, whole + sides, longest + sides, figures, figure + sides)
