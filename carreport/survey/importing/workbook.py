"""Read one sheet of a workbook (.xlsx, .xls, .ods) or the table of a web page as texts, in a process.

`carreport.survey.importing.spreadsheet` starts it. The answer is JSON: the sheet, its rows as texts,
the names of the other sheets, what is hidden and merged, and cells with a formula but no saved result.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from carreport import subprocess_worker
from carreport.survey.importing.file_formats.markup_tables import MarkupError, read_markup
from carreport.survey.importing.file_formats.sheet_properties import (
    SheetProperties,
    sheet_part,
    sheet_properties,
)

MEMORY = 2 << 30
SECONDS = 60
END_MARKER = b"\n.\n"
"""Marks the end of a complete answer."""
MOST_CELLS = 8_000_000
MOST_PART = 400 << 20
MOST_FORMULAS = 20
_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def main() -> None:
    """Carry out the task on standard input: the name of a sheet (or nothing), a line break, the workbook."""
    subprocess_worker.limit_this_process(memory=MEMORY, seconds=SECONDS, largest_file=0)
    wanted, _, data = sys.stdin.buffer.read().partition(b"\n")
    output = json.dumps(read_workbook(data, wanted.decode()), ensure_ascii=False).encode()
    sys.stdout.buffer.write(output + END_MARKER)
    sys.stdout.buffer.flush()


def read_workbook(data: bytes, wanted: str) -> dict[str, Any]:
    """Return the contents of the sheet `wanted`, or of the first that is not hidden."""
    if not data.startswith((b"PK", _OLE)):
        return _read_markup(data, wanted)
    import python_calamine as calamine  # noqa: PLC0415 - slow, and not for text files

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except calamine.PasswordError:
        return {"refused": "locked"}
    except calamine.CalamineError:
        return {"refused": "damaged"}
    visible = calamine.SheetVisibleEnum.Visible
    sheets = [
        metadata for metadata in book.sheets_metadata if metadata.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    shown = [sheet_info.name for sheet_info in sheets if sheet_info.visible == visible]
    hidden = [sheet_info.name for sheet_info in sheets if sheet_info.visible != visible]
    if wanted and wanted not in (*shown, *hidden):
        return {"refused": "no-sheet", "sheets": shown + hidden}
    try:
        return _sheet_to_json(book, data, [wanted] if wanted else shown, shown, hidden)
    except calamine.CalamineError:
        return {"refused": "damaged"}


def _read_markup(data: bytes, wanted: str) -> dict[str, Any]:
    """Return the largest table of a web page, or a sheet of an XML workbook."""
    try:
        tables = read_markup(data)
    except MarkupError:
        return {"refused": "web-page"}
    shown = [table for table in tables if not table.is_hidden] or tables
    if wanted and wanted not in [table.name for table in tables]:
        return {"refused": "no-sheet", "sheets": [table.name for table in tables]}
    largest = max(shown, key=lambda table: sum(map(len, table.rows)))
    chosen = next((table for table in tables if table.name == wanted), largest)
    return {
        "format": "web page" if chosen.name.startswith("Table ") else "workbook",
        "sheet": chosen.name,
        "rows": chosen.rows,
        "others": [table.name for table in shown if table is not chosen],
        "hidden": [table.name for table in tables if table not in shown and table is not chosen],
        "formulas": chosen.formulas[:MOST_FORMULAS],
        "hidden_rows": sorted(chosen.hidden_rows),
        "hidden_columns": sorted(chosen.hidden_columns),
        "merged": chosen.merged,
        "is_known": True,
    }


def _sheet_to_json(
    book: Any,  # noqa: ANN401 - a workbook of a package that is imported late
    data: bytes,
    candidates: Sequence[str],
    shown: Sequence[str],
    hidden: Sequence[str],
) -> dict[str, Any]:
    filled = {}
    for name in candidates:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            return {"refused": "too-large"}
        rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        if any(map(any, rows)):
            filled[name] = rows
    name = next(iter(filled), next(iter(candidates), ""))
    found = sheet_properties(data, name) if name in filled else SheetProperties()
    ranges = book.get_sheet_by_name(name).merged_cell_ranges if name in filled else None
    return {
        "format": "workbook",
        "hidden_rows": sorted(found.hidden_rows),
        "hidden_columns": sorted(found.hidden_columns),
        "merged": found.merged or [(*first, *last) for first, last in ranges or ()],
        "is_known": found.is_known,
        "sheet": name,
        "rows": filled.get(name, []),
        "others": [other for other in filled if other != name],
        "hidden": [other for other in hidden if other != name],
        "formulas": list(_cells_without_result(data, name)) if name in shown or name in hidden else [],
    }


def _text(cell: object) -> str:
    """Return a cell as text; whole numbers have no decimal point, dates and times are ISO 8601."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def _cells_without_result(data: bytes, sheet: str) -> Iterator[str]:
    """Yield the first cells, such as C7, with a formula but no saved result."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            part = sheet_part(package, sheet)
            if part is None or package.getinfo(part).file_size > MOST_PART:
                return
            written = package.read(part)
        if b"<f>" in written or b"<f " in written:
            yield from _formulas_without_result(BytesIO(written))
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError):
        return  # not an .xlsx file: other formats always save the results


def _formulas_without_result(file: Any) -> Iterator[str]:  # noqa: ANN401 - a member of a zip file
    count = 0
    for _, element in ET.iterparse(file):  # noqa: S314 - the process has limits
        if element.tag == f"{_SPACE}c":
            value = element.find(f"{_SPACE}v")
            if element.find(f"{_SPACE}f") is not None and (value is None or not value.text):
                yield str(element.get("r", "?"))
                count += 1
                if count == MOST_FORMULAS:
                    return
        if element.tag == f"{_SPACE}row":
            element.clear()
