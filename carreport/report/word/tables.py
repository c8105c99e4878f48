"""Set tables with hairlines: one header row that is repeated, figures to the right."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from carreport.report.model import Table, Words, plain, words
from carreport.report.word.running import printable

_PER_LETTER = 122
"""Twentieths of a point that a letter of 11 pt takes, a little more than on average."""
_SIDES = 190
_LETTERS_KEPT = 18
"""Cells up to this length are not broken while there is room."""
_SHORT_LINES = 14
NOTHING = words("–")

WriteParagraph = Callable[[str, Words, str], str]
"""Return a paragraph: the name of its style, its words and its extra properties."""


def table_xml(table: Table, style: str, width: int, paragraph: WriteParagraph) -> str:
    """Return `table` without its caption, as wide as the text."""
    widths = column_widths(table, width)
    look = f'w:firstRow="1" w:lastRow="0" w:firstColumn="{int(table.row_headers)}" w:lastColumn="0"'
    caption = quoteattr(printable(table.caption))
    described = f"<w:tblCaption w:val={caption}/>" if table.caption else ""
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    together = _is_short(table, widths)
    header = tuple(words(title) for title in table.header)
    rows = [_row(header, table, widths, paragraph, header=True, together=True)]
    for index, row in enumerate(table.rows):
        joined = together and index < len(table.rows) - 1
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
        content = given if plain(given).strip() else NOTHING
        numeric = index < len(table.numeric) and table.numeric[index]
        keep = "<w:keepNext/>" if together and not header else ""
        turned = '<w:jc w:val="right"/>' if header and numeric else ""
        style = "Table Heading" if header else "Table Figures" if numeric else "Table Text"
        inner = paragraph(style, content, keep + turned)
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>')
    marks = "<w:cantSplit/><w:tblHeader/>" if header else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def _is_short(table: Table, widths: list[int]) -> bool:
    """Say whether the table is so short that a page break inside it would look careless."""
    room = [max((width - _SIDES) // _PER_LETTER, 1) for width in widths]
    lines = 0
    for row in table.rows:
        lines += max(-(-max(len(plain(cell)), 1) // fits) for cell, fits in zip(row, room, strict=False))
    return lines <= _SHORT_LINES


def column_widths(table: Table, width: int) -> list[int]:
    """Return how wide each column is: figures as they need, words by how much they say."""
    columns = [
        [table.header[index], *(plain(row[index]) for row in table.rows if index < len(row))]
        for index in range(len(table.header))
    ]
    least = [_least(texts) for texts in columns]
    if sum(least) >= width:
        shares = [each / sum(least) for each in least]
    else:
        wanted = [_wanted(texts, floor) for texts, floor in zip(columns, least, strict=True)]
        spare = width - sum(least)
        hunger = [wish - floor for wish, floor in zip(wanted, least, strict=True)]
        total = sum(hunger)
        if total <= spare:
            words_only = [0 if _is_numeric(table, i) else wanted[i] for i in range(len(columns))]
            base = words_only if any(words_only) else wanted
            extra = width - sum(wanted)
            sizes = [wish + extra * part / sum(base) for wish, part in zip(wanted, base, strict=True)]
        else:
            sizes = [floor + spare * wish / total for floor, wish in zip(least, hunger, strict=True)]
        shares = [size / width for size in sizes]
    widths = [int(share * width) for share in shares]
    widths[0] += width - sum(widths)
    return widths


def _is_numeric(table: Table, index: int) -> bool:
    return index < len(table.numeric) and table.numeric[index]


def _least(texts: list[str]) -> int:
    whole = max(len(text) for text in texts)
    longest = max((len(word) for text in texts for word in text.split()), default=1)
    letters = whole if whole <= _LETTERS_KEPT else min(longest, _LETTERS_KEPT)
    return letters * _PER_LETTER + _SIDES


def _wanted(texts: list[str], least: int) -> int:
    longest = max(len(text) for text in texts)
    return max(least, min(longest, 60) * _PER_LETTER + _SIDES)
