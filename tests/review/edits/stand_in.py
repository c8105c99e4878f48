"""A review copy in the agreed shape, written with python-docx while carreport cannot write one yet."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from carreport.form import paths
from carreport.form.answers import Answers, Item, is_asked, is_empty
from carreport.form.kinds import kind_of
from carreport.form.richtext import Block, RichText, Span
from carreport.form.schema import Field, Form
from tests.review.edits.copies import mark_of

STYLES = {"bullet": "List Bullet", "number": "List Number", "quote": "Quote", "subheading": "Heading 5"}
PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="carreport-review">'
    "<vt:lpwstr>{}</vt:lpwstr></property></Properties>"
)
TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
FRONT = (
    "Please comment on anything, and change the words wherever you like.",
    "Save the file as a Word document and send it back.",
)


def write_stand_in(form: Form, answers: Answers, export_id: str) -> bytes:
    """Return a review copy: each printed paragraph with one bookmark, and nothing else."""
    return _Writer(export_id).write(form, answers)


class _Writer:
    def __init__(self, export_id: str) -> None:
        self._export_id = export_id
        self._document = docx.Document()
        self._ids = itertools.count(1)

    def write(self, form: Form, answers: Answers) -> bytes:
        title = answers.get(form.title_path) or form.title
        for number, line in enumerate((f"Review copy: {title}", *FRONT), 1):
            self._add((Span(line),), "Title" if number == 1 else "Normal", "", number)
        for number, section in enumerate(form.sections, 1):
            self._heading(f"{number} {section.title}", 1, section.id)
            asked = {field.id: answers.get(f"{section.id}.{field.id}") for field in section.fields}
            for inner, field in enumerate(section.fields, 1):
                path = f"{section.id}.{field.id}"
                if is_asked(field, asked):
                    self._question(f"{number}.{inner}", path, field, answers.get(path), level=2)
        name = PackURI("/docProps/custom.xml")
        package = self._document.part.package
        part = Part(name, TYPE, PROPERTIES.format(self._export_id).encode(), package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
        written = BytesIO()
        self._document.save(written)
        return written.getvalue()

    def _question(self, number: str, path: str, field: Field, value: Any, *, level: int) -> None:
        self._heading(f"{number} {field.label}", level, path)
        if is_empty(field, value):
            self._add((Span("No answer yet."),), "Normal", path, 1)
        elif field.is_group:
            for place, item in enumerate(value, 1):
                self._entry(f"{number}.{place}", path, field, item)
        else:
            for place, block in enumerate(_blocks(field, value), 1):
                self._add(block.spans, STYLES.get(block.type, "Normal"), path, place)

    def _entry(self, number: str, group: str, field: Field, item: Item) -> None:
        entry = paths.item_path(group, item.id)
        answered = [inner for inner in field.fields if not is_empty(inner, item.get(inner.id))]
        summary = next(
            (
                kind_of(inner).format_value(inner, item.get(inner.id))
                for inner in answered
                if not inner.is_group
            ),
            "Entry",
        )
        self._heading(f"{number} {summary.splitlines()[0]}", 3, entry)
        for inner in answered:
            place = field.fields.index(inner) + 1
            self._question(f"{number}.{place}", f"{entry}/{inner.id}", inner, item.get(inner.id), level=4)

    def _heading(self, text: str, level: int, path: str) -> None:
        self._add((Span(text),), f"Heading {level}", path, 0)

    def _add(self, spans: tuple[Span, ...], style: str, path: str, number: int) -> None:
        paragraph = self._document.add_paragraph(style=style)
        mark = str(next(self._ids))
        content: Any = paragraph._p  # noqa: SLF001 - python-docx has no call for bookmarks
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), mark)
        start.set(qn("w:name"), mark_of(self._export_id, path, number))
        end.set(qn("w:id"), mark)
        content.append(start)
        for span in spans:
            self._run(paragraph, span)
        content.append(end)

    def _run(self, paragraph: Any, span: Span) -> None:
        run = paragraph.add_run(span.text)
        run.bold, run.italic = span.strong or None, span.emphasis or None
        if span.link:
            link = OxmlElement("w:hyperlink")
            relation = self._document.part.relate_to(span.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), relation)
            paragraph._p.append(link)  # noqa: SLF001 - as above
            link.append(run._r)  # noqa: SLF001 - as above


def _blocks(field: Field, value: Any) -> Iterator[Block]:
    printed = kind_of(field).printed(field, value)
    if isinstance(printed, RichText):
        yield from (block for block in printed.blocks if block.plain_text.strip())
    else:
        for line in "".join(span.text for span in printed).splitlines():
            if line.strip():
                yield Block("paragraph", (Span(line),))
