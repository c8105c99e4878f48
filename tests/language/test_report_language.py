"""A report says in which language its words are, and each text in another language says so."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO

import pytest
from lxml import html

from carreport.report.build import build
from carreport.report.html.mark_languages import mark_languages
from carreport.report.html.render import render_html
from carreport.report.model import Report
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.proof.normalise_text import AS_TYPESET
from carreport.report.proof.readiness import readiness
from carreport.report.templates.find_templates import find_template
from carreport.report.word import render_word
from tests.language.foreign_form import foreign_case
from tests.report.fixtures import example

TODAY = date(2026, 11, 21)
TEMPLATE = find_template("inquiry-report")


def report_in(language: str) -> Report:
    return build(*foreign_case(example(), language), TEMPLATE, TODAY)


def test_a_form_with_a_catalogue_makes_a_report_in_its_language() -> None:
    page = render_html(report_in("cy"), TEMPLATE)
    assert '<html lang="cy">' in page
    assert "Cynnwys" in page
    assert "21 Tachwedd 2026" in page
    assert " lang=" not in page.partition("<html lang")[2].partition(">")[2]


def test_a_form_without_a_catalogue_makes_an_english_page_with_answers_in_its_language() -> None:
    page = html.document_fromstring(render_html(report_in("el"), TEMPLATE))
    marked = [element.text_content() for element in page.iter() if element.get("lang") == "el"]
    assert page.get("lang") == "en-GB"
    assert len(marked) > 300
    assert {"Contents", "Date", "What", "Who", "What came of it"}.isdisjoint(marked)
    assert not any("agreed with" in text or "word for word" in text for text in marked)


def test_the_runs_of_a_word_file_have_the_language_of_the_answers() -> None:
    with zipfile.ZipFile(BytesIO(render_word(report_in("el"), TEMPLATE))) as package:
        styles, document = (package.read(f"word/{part}.xml").decode() for part in ("styles", "document"))
    runs = re.findall(r"<w:r>(?:(?!</w:r>).)*[α-ω]{4}(?:(?!</w:r>).)*</w:r>", document)
    assert '<w:lang w:val="en-GB"' in styles
    assert sum('w:lang w:val="el"' in run for run in runs) / len(runs) > 0.8  # the others mix both languages


def test_the_answers_in_a_pdf_have_their_language() -> None:
    with TypstPool() as pool:
        pdf = pool.render(report_in("el"), TEMPLATE).pdf
    assert pdf.count(b"/Lang (el)") + pdf.count(b"/Lang(el)") > 50


def test_english_reports_do_not_import_the_library_for_other_languages() -> None:
    code = "import sys, carreport.report.export, carreport.report.build; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-P", "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("language", "codes"), [("en-GB", []), ("cy", []), ("el", ["words-in-english"])])
def test_the_check_says_that_the_words_are_in_english(language: str, codes: list[str]) -> None:
    case = foreign_case(example(), language)
    findings = readiness(*case, TEMPLATE, TODAY, with_files=False)
    assert [found.code for found in findings if found.code == "words-in-english"] == codes


def test_a_hyphen_that_a_language_repeats_on_the_next_line_is_read_as_one() -> None:
    assert AS_TYPESET.searchable("forty-\n-\neight") == AS_TYPESET.searchable("forty-eight")


def test_the_words_inside_a_drawing_are_not_marked() -> None:
    page = "<p>Ναι</p><svg><title>Bars</title><text>Ναι</text></svg>"
    marked = mark_languages(page, {"Ναι": "el"})
    assert marked == '<p><span lang="el">Ναι</span></p><svg><title>Bars</title><text>Ναι</text></svg>'
