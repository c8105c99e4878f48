from __future__ import annotations

from typing import Any

from carreport.report.model import Heading, Report, ReportSection, TitleBlock
from carreport.report.word import render_word
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.xml_names import NS, bookmark_name, w


def _lines(report: Any) -> list[tuple[str, str, str]]:
    """The style, the words and the bookmark of each line of the contents list."""
    found = []
    for paragraph in report.document.iter(w("p")):
        style = paragraph.find("w:pPr/w:pStyle", NS)
        link = paragraph.find("w:hyperlink", NS)
        if style is not None and link is not None and style.get(w("val")).startswith("Toc"):
            found.append((style.get(w("val")), text_of(link), link.get(w("anchor"))))
    return found


def test_the_contents_list_is_filled_in_with_a_link_for_each_heading(printed: Any) -> None:
    report = printed(Heading(2, "1.1", "Who", "who"), Heading(3, "1.1.1", "Too deep", "deep"))
    assert _lines(report) == [
        ("Toc1", "1\u2002The section", "_Toconly"),
        ("Toc2", "1.1\u2002Who", "_Tocwho"),
    ]
    names = [mark.get(w("name")) for mark in report.document.iter(w("bookmarkStart"))]
    assert {"_Toconly", "_Tocwho"} <= set(names)


def test_the_field_stays_so_that_word_can_add_page_numbers(printed: Any) -> None:
    report = printed(Heading(2, "1.1", "Who", "who"))
    codes = [element.text.strip() for element in report.document.iter(w("instrText"))]
    assert codes[0] == 'TOC \\o "1-2" \\h \\z \\u'
    assert report.opened.faults == []


def test_word_is_never_told_to_ask_about_fields(printed: Any) -> None:
    settings = printed().opened.related_tree("settings")
    assert settings.find("w:updateFields", NS) is None


def test_a_report_without_sections_has_an_empty_contents_list(template: Any) -> None:
    found = word_faults(render_word(Report(TitleBlock(title="Nothing yet"), ()), template))
    assert [fault.code for fault in found] == ["heading-none"]


def test_sections_without_a_number_stand_in_the_contents_too(printed: Any) -> None:
    report = printed(sections=(ReportSection("t", "", "Thanks", ()), ReportSection("a", "1", "Aims", ())))
    assert [text for _, text, _ in _lines(report)] == ["Thanks", "1\u2002Aims"]


def test_different_anchors_never_share_a_bookmark() -> None:
    names = {bookmark_name("_Toc", anchor) for anchor in ("a-b", "a_b", "a.b", "x" * 60, "x" * 61, "é")}
    assert len(names) == 6
    assert all(len(name) <= 40 for name in names)
