"""Find the hidden rows, the hidden columns and the merged cells of a sheet, in .xlsx, .ods and .xls files.

The library for workbooks does not report which rows are hidden, for example by a filter. A row without
height, or a column without width, is hidden too. This runs in the limited process that reads workbooks.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from carreport.survey.importing.file_formats.biff import BiffError, hidden_in_biff

MOST_PART = 400 << 20
MOST_REPEATED = 1_000_000
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_HIDDEN = ("collapse", "filter")
_ZERO = re.compile(r"0+(?:\.0*)?(?:[a-z]{2})?\Z")
_MAY_HIDE = re.compile(rb"""\b(?:hidden=["'](?:1|true)|(?:ht|width)=["']0+(?:\.0*)?["'])""")


@dataclass(slots=True)
class SheetProperties:
    """Hidden rows (from 1), hidden columns (from 0), merged cells (first and last row and column, from 0)."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_known: bool = True


def sheet_properties(data: bytes, sheet: str) -> SheetProperties:
    """Return what is hidden and merged in a sheet of a workbook; `is_known` is false if that is not clear."""
    found = SheetProperties()
    try:
        if not data.startswith(b"PK"):
            found.hidden_rows, found.hidden_columns = hidden_in_biff(data, sheet)
            return found
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
            if "content.xml" in names:
                _read_open_document(_part(package, "content.xml"), sheet, found)
            elif (part := sheet_part(package, sheet)) is not None:
                _read_sheet(_part(package, part), found)
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError, BiffError):
        found.is_known = False
    return found


def sheet_part(package: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the zip member with a sheet."""
    book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - the process has limits
    links = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - likewise
    targets = {relation.get("Id"): str(relation.get("Target", "")) for relation in links}
    for element in book.iter(f"{_SHEET}sheet"):
        if element.get("name") == sheet and (target := targets.get(element.get(_LINK))):
            return target.lstrip("/") if target.startswith("/") else re.sub(r"^(?!xl/)", "xl/", target)
    return None


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > MOST_PART:
        raise ValueError(name)
    return package.read(name)


# .xlsx


def _read_sheet(written: bytes, found: SheetProperties) -> None:
    if not _MAY_HIDE.search(written):
        return
    number = 0
    for _, element in ET.iterparse(BytesIO(written), events=("end",)):  # noqa: S314 - the process has limits
        if element.tag == f"{_SHEET}row":
            number = int(element.get("r", number + 1))
            if _is_true(element.get("hidden")) or has_no_size(element.get("ht")):
                found.hidden_rows.add(number)
            element.clear()
        elif element.tag == f"{_SHEET}col" and (
            _is_true(element.get("hidden")) or has_no_size(element.get("width"))
        ):
            last = min(int(element.get("max", "1")), int(element.get("min", "1")) + 5_000)
            found.hidden_columns.update(range(int(element.get("min", "1")) - 1, last))


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")


def has_no_size(value: str | None) -> bool:
    """Say whether a height or width is 0, in any unit, so that a row or column cannot be seen."""
    return value is not None and _ZERO.match(value) is not None


# .ods


def _read_open_document(written: bytes, sheet: str, found: SheetProperties) -> None:
    book = ET.fromstring(written)  # noqa: S314 - the process has limits
    unseen = frozenset(_styles_without_size(book))
    for table in book.iter(f"{_TABLE}table"):
        if table.get(f"{_TABLE}name") != sheet:
            continue
        number = 0
        for column in table.iter(f"{_TABLE}table-column"):
            repeated = _repeated(column, "columns")
            if _is_unseen(column, unseen):
                found.hidden_columns.update(range(number, min(number + repeated, 5_000)))
            number += repeated
        number = 0
        for row in table.iter(f"{_TABLE}table-row"):
            repeated = _repeated(row, "rows")
            if _is_unseen(row, unseen):
                found.hidden_rows.update(range(number + 1, number + 1 + min(repeated, MOST_REPEATED)))
            if repeated == 1:
                found.merged += _merged_cells(row, number)
            number += repeated


def _styles_without_size(book: Any) -> Iterator[str]:  # noqa: ANN401 - an element
    """Yield the names of the styles for rows and columns without height or width."""
    for style in book.iter(f"{_STYLE}style"):
        for properties in style:
            height, width = properties.get(f"{_STYLE}row-height"), properties.get(f"{_STYLE}column-width")
            if has_no_size(height) or has_no_size(width):
                yield style.get(f"{_STYLE}name", "")


def _is_unseen(element: Any, styles: Collection[str]) -> bool:  # noqa: ANN401 - likewise
    return element.get(f"{_TABLE}visibility") in _HIDDEN or element.get(f"{_TABLE}style-name") in styles


def _merged_cells(row: Any, number: int) -> Iterator[tuple[int, int, int, int]]:  # noqa: ANN401 - an element
    place = 0
    for cell in row:
        wide = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        high = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        if wide > 1 or high > 1:
            yield number, place, number + high - 1, place + wide - 1
        place += _repeated(cell, "columns")


def _repeated(element: Any, what: str) -> int:  # noqa: ANN401 - an element of a parser without types
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))
