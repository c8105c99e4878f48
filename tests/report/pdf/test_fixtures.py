"""Every shipped template prints every kind of inquiry as a PDF that is whole and for everybody."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import page
import pikepdf
import pytest

from carreport.assets import template_folders
from carreport.errors import ReportWriteError
from carreport.report.build import build
from carreport.report.export import export_report
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.proof.completeness import prove_pdf
from carreport.report.templates.find_templates import find_template
from tests.report.fixtures import CASES, HOSTILE, Case, Filler, inquiry_form, picture, read

TODAY = date(2026, 11, 21)
NAMES = [folder.name for folder in template_folders()]
RARE = str.maketrans("", "", "👩🏽🏫日本語")
"""What only some computers have a font for."""


@cache
def hostile() -> Case:
    """The hostile inquiry in letters that every computer can show, each list with one entry."""
    form = inquiry_form()
    value, pictures = picture()
    given = Filler(lambda _: HOSTILE.translate(RARE), value, 1).form(form)
    return Case(form, read(form, given), pictures)


LONG = ("huge", "hostile")
OURS: Mapping[str, Callable[[], Case]] = {**CASES, "hostile": hostile}


PAIRS = [
    pytest.param(
        case, name, marks=[pytest.mark.slow] if case in LONG and name == "populated-template" else []
    )
    for case in OURS
    for name in NAMES
]


@pytest.mark.parametrize(("case", "name"), PAIRS)
def test_a_pdf_is_whole_tagged_and_sound(case: str, name: str, press: TypstPool, tmp_path: Path) -> None:
    form, answers, pictures = OURS[case]()
    template = find_template(name)
    report = build(form, answers, pictures, template, TODAY)
    printed = press.render(report, template)
    assert printed.missing_characters == ""
    proof = prove_pdf(printed.pdf, report, form, answers)
    assert proof.missing == ()
    path = tmp_path / "report.pdf"
    path.write_bytes(printed.pdf)
    assert "no failures" in str(page.validate_pdf(str(path), profile="ua1"))
    check_the_catalogue(printed.pdf)


def check_the_catalogue(pdf: bytes) -> None:
    """Look at what the file says about itself with another reader."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        assert str(opened.Root.Lang) == "en-GB"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert str(opened.docinfo["/Title"])
        assert set(opened.docinfo.keys()) <= {"/Title", "/Creator", "/CreationDate", "/ModDate"}
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20261121000000")
        with opened.open_outline() as outline:
            assert bool(outline.root) == ("/Outlines" in opened.Root)


def test_the_outline_has_every_numbered_heading(press: TypstPool) -> None:
    form, answers, pictures = CASES["example"]()
    template = find_template("inquiry-report")
    report = build(form, answers, pictures, template, TODAY)
    with (
        pikepdf.open(io.BytesIO(press.render(report, template).pdf)) as opened,
        opened.open_outline() as outline,
    ):
        titles = [entry.title for entry in outline.root]
    assert titles == [f"{section.number} {section.heading}".strip() for section in report.sections]


def test_a_report_with_letters_that_no_font_has_is_not_written(tmp_path: Path) -> None:
    form = inquiry_form()
    answers = read(form, {"about": {"title": "Warm \U0010fffd rooms"}})
    with pytest.raises(ReportWriteError) as caught:
        export_report(form, answers, {}, "populated-template", tmp_path / "report.pdf", TODAY)
    assert caught.value.code == "report-letters"
    assert "U+10FFFD" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
