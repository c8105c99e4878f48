"""The proof reads the PDF as its reader does, and finds what is lost, covered or beyond the edge."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from carreport.report.model import Chart, Figure, ListBlock, Paragraph, Report, Table, inline_text, plain_text
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.proof.completeness import Proof, prove_pdf
from carreport.report.proof.read_back import read_back_pdf
from tests.report.pdf.conftest import Layout
from tests.report.proof.test_completeness import FIELDS


@pytest.fixture
def made(make: Callable[..., Any], picture: Any) -> Any:
    value, files = picture
    given = {
        "line": "alder",
        "text": "First paragraph.\n\n- second entry",
        "again": "First paragraph.",
        "person": {"name": "Morag Weir", "role": "Nurse"},
        "period": {"start": "2015-03", "end": "2016-12"},
        "number": 4821,
        "choices": ["a", "b"],
        "photos": [{"picture": value, "caption": "The wall", "alt": "Notes on a wall"}],
        "survey": [{"statement": "We meet", "agree": 3, "disagree": 1}],
    }
    return make(FIELDS, given, pictures=files)


def proof_of(made: Any, press: TypstPool, report: Report) -> Proof:
    """Prove what is printed of `report` against the whole of what was made."""
    return prove_pdf(press.render(report, Layout()).pdf, made.report, made.form, made.answers)


def without(report: Report, lost: Callable[[Any], bool]) -> Report:
    sections = tuple(
        replace(section, body=tuple(block for block in section.body if not lost(block)))
        for section in report.sections
    )
    return replace(report, sections=sections)


def test_a_whole_pdf_is_proved(made: Any, press: TypstPool) -> None:
    proof = proof_of(made, press, made.report)
    assert (proof.sentence, proof.missing) == ("12 of 12 answers, 2 pictures", ())


@pytest.mark.parametrize(
    ("lost", "label"),
    [
        (lambda block: isinstance(block, Figure), "Picture"),
        (lambda block: isinstance(block, Figure), "Caption"),
        (lambda block: isinstance(block, Chart), "Figure 2"),
        (lambda block: isinstance(block, Table), "Table 1"),
        (lambda block: isinstance(block, ListBlock), "The text?"),
        (lambda block: isinstance(block, Paragraph) and "alder" in plain_text(block.text), "The line?"),
        (lambda block: isinstance(block, Paragraph) and "4,821" in plain_text(block.text), "The number?"),
    ],
)
def test_what_is_lost_is_named(made: Any, press: TypstPool, lost: Callable[[Any], bool], label: str) -> None:
    proof = proof_of(made, press, without(made.report, lost))
    assert label in [each.label for each in proof.missing]


def test_a_figure_that_changed_in_a_table_is_found_by_its_row(made: Any, press: TypstPool) -> None:
    def changed(block: Any) -> Any:
        if not isinstance(block, Table):
            return block
        rows = tuple(
            tuple(inline_text("57") if plain_text(cell) == "75" else cell for cell in row)
            for row in block.rows
        )
        assert rows != block.rows
        return replace(block, rows=rows)

    sections = tuple(
        replace(section, body=tuple(map(changed, section.body))) for section in made.report.sections
    )
    proof = proof_of(made, press, replace(made.report, sections=sections))
    assert "Table 1" in [each.label for each in proof.missing]


def altered(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        stream = io.BytesIO()
        opened.save(stream)
        return stream.getvalue()


def shift_beyond_the_edge(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.MediaBox = pikepdf.Array([0, 0, 20, 20])


def test_words_beyond_the_edge_of_the_page_are_lost(made: Any, press: TypstPool) -> None:
    whole = press.render(made.report, Layout()).pdf
    found = read_back_pdf(altered(whole, shift_beyond_the_edge))
    assert not any("alder" in text for text in found.paragraphs)
    assert any("alder" in text for text in read_back_pdf(whole).paragraphs)


def forget(*names: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for name in names:
            if name in pdf.Root:
                del pdf.Root[name]
        if "/Title" in names:
            del pdf.docinfo["/Title"]

    return change


_NO_TAGS = "It has no tags, so a screen reader cannot recognise headings, lists and tables."


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (("/MarkInfo",), _NO_TAGS),
        (("/StructTreeRoot",), _NO_TAGS),
        (("/Lang",), "Its language is not set."),
        (("/Title",), "It has no title."),
        (("/Outlines",), "It has headings but no bookmarks."),
    ],
)
def test_a_file_that_not_everybody_can_read_is_told(
    made: Any, press: TypstPool, names: tuple[str, ...], fault: str
) -> None:
    pdf = altered(press.render(made.report, Layout()).pdf, forget(*names))
    proof = prove_pdf(pdf, made.report, made.form, made.answers)
    assert ("The file", fault) in [(finding.label, finding.text) for finding in proof.missing]


def test_the_head_and_foot_of_a_page_are_no_words_of_the_report(made: Any, press: TypstPool) -> None:
    found = read_back_pdf(press.render(made.report, Layout()).pdf)
    assert not any("Page 1 of" in text for text in found.paragraphs)
