"""Reckon how wide the columns of a table are, so that words stay whole and rows stay low."""

from __future__ import annotations

import re
from dataclasses import dataclass

from carreport.report.model import Table, plain_text
from carreport.report.text_width import REFERENCE_FONT_SIZE, text_width_twips, wrapped_line_count

_SIDES, _CLOSE_SIDES = 165, 130
"""Twentieths of a point that a cell keeps free at its sides, and a little more; less among small letters."""
_KEPT_WHOLE = 2000
"""Cells up to this width, such as “27 September 2016”, are not broken while there is room."""
_LONGEST_WORD, _LONGEST_LINE = 2400, 14_000
_WHOLE_ADDRESS = 4000
"""Where there is room, a word may be as long as an address of mail, which nobody wants broken."""
_HEADER_SHARE = 0.55
"""Titles of columns may take two lines, and a third when there is no room."""
_ROOM_FOR_WHOLE = 0.78
"""The share of the width that short cells may claim before the long ones have theirs."""
_ROOM_FOR_WORDS = 0.92
_LEAST_OF_HEADER = 0.3
"""So much of its width a title of a column has at least: four lines, and never six."""
_SHARES = (1.0, 0.5, 0.25)
"""How much of what it would like a column is given, the first that there is room for."""
_PIECE = re.compile(r"[^/\-]*[/\-]*")
"""An address may be broken after a stroke, and so may a word after its hyphen."""
MANY_COLUMNS = 6
_LINES_OF_NAME = 2
"""In so many lines what names a row is still read at a glance."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How wide the columns of a table are, in twentieths of a point, and how large its letters, in points.

    `lines` says how many lines each row takes, `has_narrow_padding` that cells keep less free at their sides.
    """

    widths: tuple[int, ...]
    font_size: float
    row_lines: tuple[int, ...]
    has_narrow_padding: bool

    @property
    def width(self) -> int:
        """How wide the whole table is."""
        return sum(self.widths)


def lay_out_table(table: Table, text: int, outer: int, usual: float, small: float) -> TableLayout:
    """Return the columns of a table as wide as the `text`, of letters of the `usual` size if there is room.

    Many columns get `small` letters, and reach into the `outer` margin only where words would break.
    """
    roomy = _layout_at_size(table, text, usual, _SIDES)
    is_roomy = _has_room(table, text, usual, _SIDES) and _has_short_row_names(table, roomy)
    if len(table.header) < MANY_COLUMNS or is_roomy:
        return roomy
    has_room = _has_room(table, text, small, _CLOSE_SIDES)
    return _layout_at_size(table, text if has_room else text + outer, small, _CLOSE_SIDES)


def _layout_at_size(table: Table, width: int, letters: float, sides: int) -> TableLayout:
    reckoned = column_widths(table, _width_at_reference_size(width, letters), sides)
    widths = _rounded([each * letters / REFERENCE_FONT_SIZE for each in reckoned], width)
    lines = tuple(_row_lines(table, reckoned, sides))
    return TableLayout(tuple(widths), letters, lines, has_narrow_padding=sides < _SIDES)


def _width_at_reference_size(width: int, letters: float) -> int:
    """Return how wide the table would be if its letters had the size that all is reckoned in."""
    return round(width * REFERENCE_FONT_SIZE / letters)


def _has_room(table: Table, width: int, letters: float, sides: int) -> bool:
    """Say whether no word need be broken, nor one in the title of a column."""
    columns = (_ColumnMeasure.of(table, index, _LONGEST_WORD, sides) for index in range(len(table.header)))
    return sum(each.word for each in columns) <= _width_at_reference_size(width, letters)


def _has_short_row_names(table: Table, made: TableLayout) -> bool:
    """Say whether what names the rows stands on few lines."""
    room = _width_at_reference_size(made.widths[0], made.font_size) - _SIDES
    return all(wrapped_line_count(plain_text(row[0]), room) <= _LINES_OF_NAME for row in table.rows if row)


def _row_lines(table: Table, widths: list[int], sides: int) -> list[int]:
    """Return about how many lines each row takes."""
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
    """Return how wide each column is: figures as they need, words by how much they say.

    No word is broken while there is room; then short cells stay on one line; what is left
    goes to the columns that would otherwise take the most lines.
    """
    if table.is_blank_form:
        return _blank_form_widths(table, width)
    columns = [_ColumnMeasure.of(table, index, _WHOLE_ADDRESS, sides) for index in range(len(table.header))]
    if sum(each.word for each in columns) > width * _ROOM_FOR_WORDS:
        columns = [
            _ColumnMeasure.of(table, index, _LONGEST_WORD, sides) for index in range(len(table.header))
        ]
    floors = [each.word for each in columns]
    if sum(floors) > width:
        return _rounded([floor * width / sum(floors) for floor in floors], width)
    for index in sorted(range(len(columns)), key=lambda each: columns[each].whole - columns[each].word):
        wider = columns[index].whole - columns[index].word
        spare = width * _ROOM_FOR_WHOLE - sum(floors)
        floors[index] += next((round(wider * share) for share in _SHARES if wider * share <= spare), 0)
    return _rounded(_share_spare_width(columns, floors, width), width)


def _blank_form_widths(table: Table, width: int) -> list[int]:
    """Return the columns of a table to be filled in by hand: a third for what names the row."""
    count = len(table.header)
    first = width * 0.34 if table.has_row_headers else width / count
    return _rounded([first, *((width - first) / (count - 1) for _ in range(count - 1))], width)


def _share_spare_width(columns: list[_ColumnMeasure], floors: list[int], width: int) -> list[float]:
    """Return the floors with the spare room given to the columns that want it."""
    spare = width - sum(floors)
    wishes = [max(column.line - floor, 0) for column, floor in zip(columns, floors, strict=True)]
    if sum(wishes) > spare:
        return [floor + spare * wish / sum(wishes) for floor, wish in zip(floors, wishes, strict=True)]
    sizes = [floor + wish for floor, wish in zip(floors, wishes, strict=True)]
    shares = [0 if column.figures else size for column, size in zip(columns, sizes, strict=True)]
    shares = shares if any(shares) else sizes
    left = width - sum(sizes)
    return [size + left * share / sum(shares) for size, share in zip(sizes, shares, strict=True)]


def _rounded(sizes: list[float], width: int) -> list[int]:
    widths = [int(size) for size in sizes]
    widths[0] += width - sum(widths)
    return widths


@dataclass(frozen=True, slots=True)
class _ColumnMeasure:
    """How wide a column must be for its longest word, for its short cells, and for its longest line."""

    word: int
    whole: int
    line: int
    figures: bool

    @classmethod
    def of(cls, table: Table, index: int, longest_word: int, sides: int) -> _ColumnMeasure:
        """Measure a column."""
        cells = [plain_text(row[index]) for row in table.rows if index < len(row)]
        title = [text_width_twips(each, bold=True) for each in table.header[index].split()]
        pieces = (piece for text in cells for each in text.split() for piece in _PIECE.findall(each))
        words = [*title, *map(text_width_twips, pieces)]
        lines = [text_width_twips(line) for text in cells for line in text.split("\n")]
        title_width = text_width_twips(table.header[index], bold=True)
        word = min(max([round(title_width * _LEAST_OF_HEADER), *words]), longest_word)
        head = round(title_width * _HEADER_SHARE)
        short = max((line for line in lines if line <= _KEPT_WHOLE), default=1)
        longest = min(max([word, head, *lines]), _LONGEST_LINE)
        whole = max(word, short if longest <= _KEPT_WHOLE else 1, min(head, _KEPT_WHOLE))
        figures = index < len(table.numeric_columns) and table.numeric_columns[index]
        return cls(word + sides, whole + sides, longest + sides, figures)
