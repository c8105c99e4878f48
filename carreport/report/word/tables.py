"""Set tables with hairlines: one header row that is repeated, figures to the right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from carreport.report.model import Table, Words, plain, words
from carreport.report.word.escaped import quoteattr
from carreport.report.word.letters import LETTERS, lines_of, width_of
from carreport.report.word.running import printable

_SIDES = 165
"""Twentieths of a point that a cell keeps free at its sides, and a little more."""
_KEPT_WHOLE = 2000
"""Cells up to this width, such as “27 September 2016”, are not broken while there is room."""
_LONGEST_WORD, _LONGEST_LINE = 2400, 14_000
_WHOLE_ADDRESS = 4000
"""Where there is room, a word may be as long as an address of mail, which nobody wants broken."""
_HEADER_SHARE = 0.55
"""Titles of columns may take two lines, and a third when there is no room."""
_SHORT_LINES = 20
_TO_WRITE_IN = 740
"""The height of a row that somebody fills in by hand."""
_ROOM_FOR_WHOLE = 0.78
"""The share of the width that short cells may claim before the long ones have theirs."""
_ROOM_FOR_WORDS = 0.92
_LEAST_OF_HEADER = 0.3
"""So much of its width a title of a column has at least: four lines, and never six."""
_SHARES = (1.0, 0.5, 0.25)
"""How much of what it would like a column is given, the first that there is room for."""
_PIECE = re.compile(r"[^/\-]*[/\-]*")
"""An address may be broken after a stroke, and so may a word after its hyphen."""
NOTHING = words("–")

WriteParagraph = Callable[[str, Words, str], str]
"""Return a paragraph: the name of its style, its words and its extra properties."""


def table_xml(
    table: Table, style: str, width: int, paragraph: WriteParagraph, letters: float = LETTERS
) -> str:
    """Return `table` without its caption, as wide as the text; `letters` is the size of its type."""
    reckoned = column_widths(table, round(width * LETTERS / letters))
    widths = _rounded([each * letters / LETTERS for each in reckoned], width)
    look = f'w:firstRow="1" w:lastRow="0" w:firstColumn="{int(table.row_headers)}" w:lastColumn="0"'
    caption = quoteattr(printable(table.caption))
    described = f"<w:tblCaption w:val={caption}/>" if table.caption else ""
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    together = _is_short(table, reckoned)
    header = tuple(words(title) for title in table.header)
    rows = [_row(header, table, widths, paragraph, header=True, together=True)]
    last = len(table.rows) - 1
    for index, row in enumerate(table.rows):
        joined = index in (0, last - 1) if not together else index < last or bool(table.note)
        rows.append(_row(row, table, widths, paragraph, header=False, together=joined))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{_look_value(table)}" {look} w:noHBand="1" '
        f'w:noVBand="1"/>{described}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _look_value(table: Table) -> str:
    return "06A0" if table.row_headers else "0620"


def _row(
    row: tuple[Words, ...],
    table: Table,
    widths: list[int],
    paragraph: WriteParagraph,
    *,
    header: bool,
    together: bool,
) -> str:
    cells = []
    for index, width in enumerate(widths):
        given = row[index] if index < len(row) else ()
        content = given if plain(given).strip() or (table.to_fill and not header) else NOTHING
        numeric = index < len(table.numeric) and table.numeric[index]
        keep = "<w:keepNext/>" if together and not header else ""
        turned = '<w:jc w:val="right"/>' if header and numeric else ""
        style = "Table Heading" if header else "Table Figures" if numeric else "Table Text"
        inner = paragraph(style, content, keep + turned)
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>')
    tall = f'<w:trHeight w:val="{_TO_WRITE_IN}" w:hRule="atLeast"/>' if table.to_fill and not header else ""
    marks = f"<w:cantSplit/>{tall}<w:tblHeader/>" if header else f"<w:cantSplit/>{tall}"
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def _is_short(table: Table, widths: list[int]) -> bool:
    """Say whether the table is so short that a page break inside it would look careless."""
    lines = 0
    for row in table.rows:
        cells = zip(row, widths, strict=False)
        lines += max((lines_of(plain(cell), width - _SIDES) for cell, width in cells), default=1)
    return lines <= _SHORT_LINES


def column_widths(table: Table, width: int) -> list[int]:
    """Return how wide each column is: figures as they need, words by how much they say.

    No word is broken while there is room; then short cells stay on one line; what is left
    goes to the columns that would otherwise take the most lines.
    """
    if table.to_fill:
        return _to_write_in(table, width)
    columns = [_Column.of(table, index, _WHOLE_ADDRESS) for index in range(len(table.header))]
    if sum(each.word for each in columns) > width * _ROOM_FOR_WORDS:
        columns = [_Column.of(table, index, _LONGEST_WORD) for index in range(len(table.header))]
    floors = [each.word for each in columns]
    if sum(floors) > width:
        return _rounded([floor * width / sum(floors) for floor in floors], width)
    for index in sorted(range(len(columns)), key=lambda each: columns[each].whole - columns[each].word):
        wider = columns[index].whole - columns[index].word
        spare = width * _ROOM_FOR_WHOLE - sum(floors)
        floors[index] += next((round(wider * share) for share in _SHARES if wider * share <= spare), 0)
    return _rounded(_spread(columns, floors, width), width)


def _to_write_in(table: Table, width: int) -> list[int]:
    """Return the columns of a table to be filled in by hand: a third for what names the row."""
    count = len(table.header)
    first = width * 0.34 if table.row_headers else width / count
    return _rounded([first, *((width - first) / (count - 1) for _ in range(count - 1))], width)


def _spread(columns: list[_Column], floors: list[int], width: int) -> list[float]:
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
class _Column:
    """How wide a column must be for its longest word, for its short cells, and for its longest line."""

    word: int
    whole: int
    line: int
    figures: bool

    @classmethod
    def of(cls, table: Table, index: int, longest_word: int) -> _Column:
        """Measure a column."""
        cells = [plain(row[index]) for row in table.rows if index < len(row)]
        title = [width_of(each, bold=True) for each in table.header[index].split()]
        pieces = (piece for text in cells for each in text.split() for piece in _PIECE.findall(each))
        words = [*title, *map(width_of, pieces)]
        lines = [width_of(line) for text in cells for line in text.split("\n")]
        title_width = width_of(table.header[index], bold=True)
        word = min(max([round(title_width * _LEAST_OF_HEADER), *words]), longest_word)
        head = round(title_width * _HEADER_SHARE)
        short = max((line for line in lines if line <= _KEPT_WHOLE), default=1)
        longest = min(max([word, head, *lines]), _LONGEST_LINE)
        whole = max(word, short if longest <= _KEPT_WHOLE else 1, min(head, _KEPT_WHOLE))
        figures = index < len(table.numeric) and table.numeric[index]
        return cls(word + _SIDES, whole + _SIDES, longest + _SIDES, figures)
