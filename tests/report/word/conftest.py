"""Print small reports into the shipped template, and read them back with lxml alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from carreport.assets import shipped_folder
from carreport.report.model import Block, PictureFile, Report, ReportSection, TitleBlock
from carreport.report.word import render_word
from carreport.report.word.document import assemble_document, document_context
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.proof.docx_parts import WordFile, read_word_file
from carreport.report.word.shell.docx_template import render_shell
from carreport.report.word.xml_names import NS, w


@dataclass(frozen=True)
class Template:
    folder: Path


@dataclass(frozen=True)
class Printed:
    content: bytes
    opened: WordFile

    @property
    def document(self) -> etree._Element:
        found = self.opened.document
        assert found is not None
        return found

    @property
    def body(self) -> list[etree._Element]:
        """The elements that follow the heading of the only section."""
        children = list(self.document[0])
        headings = [child for child in children if style_of(child) == "Heading1"]
        return children[children.index(headings[-1]) + 1 : -1]

    @property
    def texts(self) -> list[str]:
        return [text_of(element) for block in self.body for element in block.iter(w("p"))]


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find("w:pPr/w:pStyle", NS)
    return style.get(w("val"), "") if style is not None else ""


def printed_here(report: Report, folder: Path) -> bytes:
    """Print with a template that does not ship, without a process of its own."""
    path = folder / "report.docx"
    return assemble_document(report, render_shell(path.read_bytes(), path.name, document_context(report)))


Print = Callable[..., Printed]


@pytest.fixture
def template() -> Template:
    return Template(shipped_folder() / "templates" / "inquiry-report")


@pytest.fixture
def printed(template: Template) -> Print:
    def print_blocks(*blocks: Block, folder: Path | None = None, **more: Any) -> Printed:
        sections = (ReportSection("only", "1", "The section", blocks),)
        given = {"title": TitleBlock(title="A report"), "sections": sections, **more}
        report = Report(**given)
        content = printed_here(report, folder) if folder else render_word(report, template)
        return Printed(content, read_word_file(content))

    return print_blocks


@pytest.fixture
def photo() -> PictureFile:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((400, 300)).save(stream, "JPEG")
    return PictureFile(stream.getvalue(), "image/jpeg", 400, 300)
