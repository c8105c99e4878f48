"""Turn rows into the bytes of a file: text with separators, workbooks, and web pages named as workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Sequence
from datetime import datetime
from html import escape

import openpyxl  # type: ignore[import-untyped]  # it ships no types

Rows = Sequence[Sequence[str | int | float | datetime | None]]


def text_bytes(
    rows: Rows, encoding: str = "utf-8", separator: str = ",", *, quote_all: bool = False, end: str = "\r\n"
) -> bytes:
    written = io.StringIO()
    writer = csv.writer(
        written,
        delimiter=separator,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        lineterminator=end,
    )
    writer.writerows(rows)
    return written.getvalue().encode(encoding)


def workbook_bytes(
    rows: Rows,
    sheet: str = "Sheet1",
    *,
    hidden: Collection[int] = (),
    merged: Collection[str] = (),
    more_sheets: Sequence[tuple[str, Rows]] = (),
) -> bytes:
    """Return an .xlsx workbook; `hidden` are rows counted from 1, `merged` are ranges such as B1:D1."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    for number in hidden:
        page.row_dimensions[number].hidden = True
    for cells in merged:
        page.merge_cells(cells)
    for title, more in more_sheets:
        other = book.create_sheet(title)
        for row in more:
            other.append([None if cell == "" else cell for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>
<office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table></office:spreadsheet>
</office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def open_document_bytes(rows: Rows) -> bytes:
    """Return an .ods workbook with a cell of text, of several paragraphs where the text has several lines."""

    def cell(value: object) -> str:
        if value in ("", None):
            return "<table:table-cell/>"
        lines = "".join(f"<text:p>{escape(line, quote=False)}</text:p>" for line in str(value).split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'

    body = "".join(
        f"<table:table-row>{''.join(cell(value) for value in row)}</table:table-row>" for row in rows
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr("mimetype", ODS_KIND)
        parts.writestr("META-INF/manifest.xml", MANIFEST.format(kind=ODS_KIND))
        parts.writestr("content.xml", OPEN_DOCUMENT.format(rows=body))
    return written.getvalue()


def web_page_bytes(rows: Rows) -> bytes:
    """Return a web page with one table, as several tools save under the name of a workbook."""

    def cell(value: object, tag: str) -> str:
        text = escape("" if value is None else str(value)).replace("\n", "<br>")
        return f"<{tag}>{text}</{tag}>"

    lines = [
        "<tr>" + "".join(cell(value, "th" if n == 0 else "td") for value in row) + "</tr>"
        for n, row in enumerate(rows)
    ]
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body>'
        f"<table border=1>{''.join(lines)}</table></body></html>"
    ).encode()
