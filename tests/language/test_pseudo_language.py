"""In the pseudo-language every word of the program is in other letters, so what is not was missed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from lxml import etree, html

from carreport.assets import template_folders
from carreport.language.language_tags import PSEUDO
from carreport.report.build import build
from carreport.report.html.render import render_html
from carreport.report.model import Report
from carreport.report.pdf.rasterise import page_texts as page_texts_of
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.templates.find_templates import find_template
from carreport.report.word import render_word
from tests.language.foreign_form import foreign_case
from tests.report.fixtures import CASES

TODAY = date(2026, 11, 21)
TEMPLATES = [folder.name for folder in template_folders()]
PLAIN_WORD = re.compile(r"[A-Za-z]{2,}")
ADDRESS = re.compile(r"\S*(?:://|@|\w\.(?:example|scot|org))\S*")
SPOKEN = ("alt", "aria-label", "title")


def plain_words(texts: Iterator[str]) -> set[str]:
    """Return the words in plain Latin letters, without addresses."""
    return {word for text in texts for word in PLAIN_WORD.findall(ADDRESS.sub(" ", text))}


def page_texts(page: str) -> Iterator[str]:
    for element in html.document_fromstring(page).iter():
        if element.tag not in ("style", etree.Comment):
            yield element.text or ""
            yield from (element.get(name, "") for name in SPOKEN)
        yield element.tail or ""


def word_texts(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if re.match(r"word/(document|footnotes|header|footer)", name) and name.endswith(".xml"):
                for element in etree.fromstring(package.read(name)).iter(
                    "{*}t", "{*}docPr", "{*}alias", "{*}tblCaption"
                ):
                    yield element.text or ""
                    yield from (
                        str(value) for key, value in element.items() if key.endswith(("descr", "val"))
                    )


def report_of(template: str, case: str) -> Report:
    return build(*foreign_case(CASES[case](), PSEUDO), find_template(template), TODAY)


@pytest.mark.parametrize("case", ["example", "thin", "empty", "empty_cells"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_web_page_has_no_word_that_is_not_in_the_catalogue(template: str, case: str) -> None:
    page = render_html(report_of(template, case), find_template(template))
    assert plain_words(page_texts(page)) == set()


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_word_file_has_no_word_that_is_not_in_the_catalogue(template: str) -> None:
    data = render_word(report_of(template, "example"), find_template(template))
    assert plain_words(word_texts(data)) == set()


def test_a_pdf_prints_its_own_words_in_the_pseudo_language() -> None:
    with TypstPool() as pool:
        pdf = pool.render(report_of("summary", "example"), find_template("summary")).pdf
    pages = " ".join(page_texts_of(pdf))
    assert "Þåĝé 1 öƒ" in pages
    assert "Page" not in pages
