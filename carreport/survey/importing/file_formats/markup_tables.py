"""Read the table of a web page, or of an XML workbook of 2003, that is named .xls.

This runs in the limited process that reads workbooks. Cells that span several columns or rows have
their text in the first one; the rest is empty, as in a workbook with merged cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.survey.importing.file_formats.sheet_properties import has_no_size
from carreport.survey.importing.file_formats.text_encoding import EncodingError, decode_text

MOST_CELLS = 8_000_000
MOST_SPAN = 2_000
LEAST_ROWS = 2
_XML = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_DECLARED = re.compile(rb"(?i)<meta[^>]*charset|<\?xml[^>]*encoding")
_NOT_TEXT = ("script", "style", "template")


class MarkupError(Exception):
    """There is no table of replies in the file."""


@dataclass(slots=True)
class MarkupTable:
    """One table: its rows as texts, and what is hidden and merged, as in `SheetProperties`."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    is_hidden: bool = False


def read_markup(data: bytes) -> list[MarkupTable]:
    """Return the tables of a file with at least two rows; raise `MarkupError` if there are none."""
    from lxml import etree  # noqa: PLC0415 - slow, and not for other files

    is_xml = re.search(rb"(?i)<(?:\w+:)?workbook\b", data[:2000]) is not None
    try:
        tables = list(_xml_tables(data) if is_xml else _html_tables(data))
    except (etree.LxmlError, ValueError, EncodingError) as problem:
        raise MarkupError(str(problem)) from None
    filled = [table for table in tables if sum(any(row) for row in table.rows) >= LEAST_ROWS]
    if not filled:
        raise MarkupError
    return filled


# Web pages


def _html_tables(data: bytes) -> Iterator[MarkupTable]:
    from lxml import html  # noqa: PLC0415 - likewise

    has_charset = _DECLARED.search(data[:4000]) or data.startswith(
        (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
    )
    page = html.document_fromstring(data if has_charset else decode_text(data).text)
    for number, element in enumerate(page.iter("table"), 1):
        table = MarkupTable(f"Table {number}")
        taken: set[tuple[int, int]] = set()
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        for place, row in enumerate(rows):
            if _is_hidden(row):
                table.hidden_rows.add(place + 1)
            cells = [
                (None, _number(cell.get("colspan")), _number(cell.get("rowspan")), _text(cell))
                for cell in row
                if cell.tag in ("td", "th")
            ]
            _add_row(table, place, cells, taken)
        yield table


def _is_hidden(element: Any) -> bool:  # noqa: ANN401 - an element of a library that is imported late
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _text(cell: Any) -> str:  # noqa: ANN401 - likewise
    """Return the text of a cell; only <br> and paragraphs break lines."""
    parts: list[str] = []
    for element in cell.iter():
        if not isinstance(element.tag, str):
            parts.append(element.tail or "")
            continue
        if element.tag in ("br", "p", "div") and parts:
            parts.append("\n")
        if element.tag not in _NOT_TEXT:
            parts.append(re.sub(r"\s+", " ", element.text or ""))
        if element is not cell:
            parts.append(re.sub(r"\s+", " ", element.tail or ""))
    return re.sub(r" *\n[ \n]*", "\n", "".join(parts)).strip()


def _number(written: str | None) -> int:
    found = re.match(r"\s*(\d{1,5})", written or "")
    return max(1, min(int(found[1]), MOST_SPAN)) if found else 1


def _add_row(
    table: MarkupTable,
    place: int,
    cells: Sequence[tuple[int | None, int, int, str]],
    taken: set[tuple[int, int]],
) -> None:
    """Add a row of cells (column if known, width, height, text), skipping cells that are taken."""
    row: list[str] = []
    column = 0
    for known, wide, high, text in cells:
        column = column if known is None else known
        while (place, column) in taken:
            column += 1
        if column + wide > MOST_SPAN * 2:
            raise MarkupError("too wide")
        row += [""] * (column + wide - len(row))
        row[column] = text
        if wide > 1 or high > 1:
            table.merged.append((place, column, place + high - 1, column + wide - 1))
        if high > 1:
            taken.update((place + down, column + right) for down in range(1, high) for right in range(wide))
        column += wide
    table.rows.append(row)
    if len(taken) > MOST_CELLS or len(table.rows) * len(row) > MOST_CELLS:
        raise MarkupError("too large")


# Workbooks of 2003 in XML


def _xml_tables(data: bytes) -> Iterator[MarkupTable]:
    from lxml import etree  # noqa: PLC0415 - likewise

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    book = etree.fromstring(data.lstrip(), parser)
    for sheet in book.iter(f"{_XML}Worksheet"):
        table = MarkupTable(str(sheet.get(f"{_XML}Name") or ""))
        visible = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
        table.is_hidden = visible is not None and "Hidden" in (visible.text or "")
        for element in sheet.iter(f"{_XML}Table"):
            _add_columns(table, element)
            _add_rows(table, element)
        yield table


def _add_columns(table: MarkupTable, element: Any) -> None:  # noqa: ANN401 - likewise
    number = 0
    for column in element.findall(f"{_XML}Column"):
        number = int(column.get(f"{_XML}Index") or number + 1)
        span = min(int(column.get(f"{_XML}Span") or 0), MOST_SPAN)
        if column.get(f"{_XML}Hidden") == "1" or has_no_size(column.get(f"{_XML}Width")):
            table.hidden_columns.update(range(number - 1, number + span))
        number += span


def _add_rows(table: MarkupTable, element: Any) -> None:  # noqa: ANN401 - likewise
    taken: set[tuple[int, int]] = set()
    for row in element.findall(f"{_XML}Row"):
        index = int(row.get(f"{_XML}Index") or len(table.rows) + 1)
        if not len(table.rows) < index <= len(table.rows) + 200_000:
            raise MarkupError("row")
        table.rows += [[] for _ in range(index - 1 - len(table.rows))]
        if row.get(f"{_XML}Hidden") == "1" or has_no_size(row.get(f"{_XML}Height")):
            table.hidden_rows.update(range(index, index + 1 + min(int(row.get(f"{_XML}Span") or 0), 200_000)))
        _add_row(table, index - 1, list(_xml_cells(row, table, index)), taken)


def _xml_cells(
    row: Any,  # noqa: ANN401 - likewise
    table: MarkupTable,
    number: int,
) -> Iterator[tuple[int | None, int, int, str]]:
    for cell in row.findall(f"{_XML}Cell"):
        index = cell.get(f"{_XML}Index")
        wide, high = (
            min(int(cell.get(f"{_XML}Merge{way}") or 0), MOST_SPAN) + 1 for way in ("Across", "Down")
        )
        value = cell.find(f"{_XML}Data")
        if value is None and cell.get(f"{_XML}Formula"):
            table.formulas.append(f"row {number}")
        yield int(index) - 1 if index else None, wide, high, "" if value is None else _value(value)


def _value(value: Any) -> str:  # noqa: ANN401 - likewise
    text = "".join(value.itertext())
    kind = value.get(f"{_XML}Type")
    if kind == "Boolean":
        return "TRUE" if text.strip() == "1" else "FALSE"
    if kind == "DateTime":
        return re.sub(r"(?:T00:00:00)?(?:\.0+)?\Z", "", text.strip()).replace("T", " ")
    if kind == "Number" and re.fullmatch(r"-?\d{1,15}\.0+", text.strip()):
        return text.strip().partition(".")[0]
    return text
