"""Emit tables with a repeating header row, right-aligned figures and hairlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carreport.report.column_widths import TableLayout
from carreport.report.model import BOX, InlineText, Table, inline_text, plain_text
from carreport.report.word.word_inline import xml_text
from carreport.report.word.xml_names import quoteattr

_SHORT_ROWS, _SHORT_LINES = 6, 16
"""A table with at most this many rows and lines of text is not split across pages."""
_TALL_ROW = 3
"""A first row with at least this many lines may stand alone under the header at the foot of a page."""
_CLOSE = '<w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
"""Cell margins narrower than those in the table style."""
_TO_WRITE_IN = 740
"""The least height of a row to be filled in by hand, in twips."""
_LINE_TO_WRITE_ON = 280
"""How much higher the row is for each further line to write on."""
EMPTY_CELL = inline_text("–")

WriteParagraph = Callable[[str, InlineText, str], str]
"""Returns a paragraph, given its style name, text and extra properties."""
WriteAnswer = Callable[[str, str, str, str], str]
"""Returns a paragraph to answer in: its style name, the question, what to print there, and properties."""


def table_xml(
    table: Table,
    style: str,
    columns: TableLayout,
    paragraph: WriteParagraph,
    answer: WriteAnswer,
    *,
    small: str = "",
) -> str:
    """Return `table` without its caption; `small` is prefixed to the names of its paragraph styles."""
    look = f'w:firstRow="1" w:lastRow="0" w:firstColumn="{int(table.has_row_headers)}" w:lastColumn="0"'
    caption = quoteattr(xml_text(table.caption))
    described = f"<w:tblCaption w:val={caption}/>" if table.caption else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns.widths)
    close = _CLOSE if columns.has_narrow_padding else ""
    row_of = _RowWriter(table, columns.widths, paragraph, answer, small)
    rows = [row_of.xml(table.header_cells, 0, together=True)]
    kept = _rows_kept_with_next(table, columns.row_lines)
    rows += [
        row_of.xml(row, number, together=together)
        for number, (row, together) in enumerate(zip(table.rows, kept, strict=True), 1)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{columns.width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{close}<w:tblLook w:val="{_table_look(table)}" {look} w:noHBand="1" '
        f'w:noVBand="1"/>{described}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _rows_kept_with_next(table: Table, lines: Sequence[int]) -> list[bool]:
    """Return, for each row, whether it is kept on the same page as the next row (or the note).

    A short table is not split. In a longer one, the first row (unless it is tall) is kept with the
    second, the last two rows are kept together, and the last row is kept with the note.
    """
    last = len(table.rows) - 1
    if len(table.rows) <= _SHORT_ROWS and sum(lines) <= _SHORT_LINES:
        keeps = [True] * last
    else:
        starts_alone = lines[0] >= _TALL_ROW
        keeps = [index == last - 1 or (not index and not starts_alone) for index in range(last)]
    return [*keeps, bool(table.note)] if table.rows else []


def _table_look(table: Table) -> str:
    return "06A0" if table.has_row_headers else "0620"


@dataclass(frozen=True, slots=True)
class _RowWriter:
    """Writes the rows of one table."""

    table: Table
    widths: Sequence[int]
    paragraph: WriteParagraph
    answer: WriteAnswer
    small: str

    def xml(self, row: tuple[InlineText, ...], number: int, *, together: bool) -> str:
        """Return a row, 0 for the header; if `together`, it is kept on the same page as the next row."""
        header = number == 0
        to_fill = self.table.is_blank_form and not header
        cells = []
        for index, width in enumerate(self.widths):
            cell = row[index] if index < len(row) else ()
            content = cell if plain_text(cell).strip() or to_fill else EMPTY_CELL
            numeric = index < len(self.table.numeric_columns) and self.table.numeric_columns[index]
            keep = "<w:keepNext/>" if together and not header else ""
            turned = '<w:jc w:val="right"/>' if header and numeric else ""
            style = "Table Heading" if header else "Table Figures" if numeric else "Table Text"
            if to_fill and not (self.table.has_row_headers and index == 0):
                question = self._question(row, number, index)
                inner = self.answer(self.small + style, question, plain_text(cell), keep + turned)
            else:
                inner = self.paragraph(self.small + style, content, keep + turned)
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>')
        tall = f'<w:trHeight w:val="{_height_to_write_in(row)}" w:hRule="atLeast"/>' if to_fill else ""
        marks = f"<w:cantSplit/>{tall}<w:tblHeader/>" if header else f"<w:cantSplit/>{tall}"
        return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"

    def _question(self, row: tuple[InlineText, ...], number: int, column: int) -> str:
        """Return what is to be answered in a cell of a table to fill in."""
        if self.table.has_row_headers:
            return plain_text(row[0])
        return f"{number}: {self.table.header[column]}"


def _height_to_write_in(row: Sequence[InlineText]) -> int:
    """Return the least height of a row to be filled in by hand, in twips; boxes to tick need no more room."""
    lines = (text.count("\n") for text in map(plain_text, row) if BOX not in text)
    return _TO_WRITE_IN + _LINE_TO_WRITE_ON * max(lines, default=0)
