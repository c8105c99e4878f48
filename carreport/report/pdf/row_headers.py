"""Mark the first cell of each row as its header, so that a screen reader says it with the other cells.

Typst can mark the headers of columns only. The change is appended to the file, which otherwise stays as
Typst made it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

Element = Any
"""A dictionary of a PDF; its values can be anything."""


def mark_row_headers(pdf: bytes, has_row_headers: Sequence[bool]) -> bytes:
    """Return a tagged PDF in which the tables that `has_row_headers` names, in order, have row headers.

    The PDF is returned as it is if it does not have as many tables.
    """
    if not any(has_row_headers):
        return pdf
    from pypdf import PdfWriter  # noqa: PLC0415 - only the worker process loads it
    from pypdf.generic import NameObject  # noqa: PLC0415 - likewise

    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    tables = [
        element for element in _walk(writer.root_object["/StructTreeRoot"]) if element.get("/S") == "/Table"
    ]
    if len(tables) != len(has_row_headers):
        return pdf
    for table, is_marked in zip(tables, has_row_headers, strict=True):
        for cell in _first_cells(table) if is_marked else ():
            cell[NameObject("/S")] = NameObject("/TH")
            for attributes in map(_resolved, cell["/A"]):
                if attributes.get("/O") == "/Table":
                    attributes[NameObject("/Scope")] = NameObject("/Row")
    writer.add_metadata({"/Creator": "carreport"})  # unless they are changed, the new trailer has no metadata
    marked = io.BytesIO()
    writer.write(marked)
    return marked.getvalue()


def _first_cells(table: Element) -> Iterator[Element]:
    for part in _children(table):
        if part.get("/S") == "/TBody":
            yield from (_children(row)[0] for row in _children(part))


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in _children(element):
        yield from _walk(child)


def _children(element: Element) -> list[Element]:
    """Return the elements directly inside another; the other children are marks in the page."""
    inside = _resolved(element.get("/K", []))
    children = inside if isinstance(inside, list) else [inside]
    return [child for child in map(_resolved, children) if isinstance(child, dict) and "/S" in child]


def _resolved(value: Any) -> Any:  # noqa: ANN401 - whatever a reference points to
    return value.get_object() if hasattr(value, "get_object") else value
