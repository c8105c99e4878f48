"""Set small reports as PDF by one press, and read them back."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pikepdf
import pytest
from PIL import Image

from carreport.report.model import Block, PictureFile, Report, ReportSection, TitleBlock
from carreport.report.pdf.tagged_content import PdfContent, read_pdf
from carreport.report.pdf.typst_pool import TypstPool


@dataclass(frozen=True)
class Layout:
    follows_form: bool = False
    is_sheet: bool = True
    is_landscape: bool = False


@dataclass(frozen=True)
class Printed:
    content: bytes
    unshown: str

    @property
    def read(self) -> PdfContent:
        return read_pdf(self.content)

    def texts(self, *types: str) -> list[str]:
        """Return the words of every tag of these types, white space made even."""
        return [" ".join(tag.text().split()) for tag in self.read.root.walk() if tag.type in types]

    @property
    def elements(self) -> list[dict[str, str]]:
        """Return every structure element as the file has it."""
        with self.opened as pdf:
            found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
            return [{name: str(each.get(name, "")) for name in ("/S", "/Lang", "/Alt")} for each in found]

    @property
    def opened(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.content))


Print = Callable[..., Printed]


@pytest.fixture(scope="session")
def press() -> Iterator[TypstPool]:
    with TypstPool() as press:
        yield press


@pytest.fixture
def printed(press: TypstPool) -> Print:
    def print_blocks(*blocks: Block, layout: Layout | None = None, **more: Any) -> Printed:
        given = {
            "title": TitleBlock(title="A report"),
            "sections": (ReportSection("only", "1", "The section", blocks),),
            "made_on": date(2026, 11, 21),
            **more,
        }
        made = press.render(Report(**given), layout or Layout())
        return Printed(made.pdf, made.missing_characters)

    return print_blocks


@pytest.fixture
def photo() -> PictureFile:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((400, 300)).save(stream, "JPEG")
    return PictureFile(stream.getvalue(), "image/jpeg", 400, 300)
