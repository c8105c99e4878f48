from __future__ import annotations

from typing import Any

import pytest

from carreport.form.richtext import Span
from carreport.report.model import (
    CrossReference,
    Footnote,
    FootnoteReference,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Table,
    inline_text,
)
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.word_inline import safe_link_target
from carreport.report.word.xml_names import NS, w


def test_strong_and_emphasis_are_marks_of_their_runs(printed: Any) -> None:
    running = (Span("plain "), Span("strong ", strong=True), Span("both", strong=True, emphasis=True))
    runs = printed(Paragraph(running)).body[0].findall("w:r", NS)
    marks = [[mark.tag for mark in run.iterfind("w:rPr/*", NS)] for run in runs]
    bold = [w("b"), w("bCs")]
    assert marks == [[], bold, [*bold, w("i"), w("iCs")]]


def test_a_line_break_is_a_break_and_not_a_paragraph(printed: Any) -> None:
    paragraphs = printed(Paragraph(inline_text("one\ntwo"))).body
    assert len(paragraphs) == 1
    assert len(paragraphs[0].findall("w:r/w:br", NS)) == 1


def test_blanks_at_the_ends_of_a_run_are_kept(printed: Any) -> None:
    text = printed(Paragraph((Span(" a "), Span(" b ", strong=True)))).body[0]
    assert text_of(text) == " a  b "
    assert all(element.get("{http://www.w3.org/XML/1998/namespace}space") for element in text.iter(w("t")))


def test_a_link_leads_out_through_one_tie_however_often_it_stands_there(printed: Any) -> None:
    link = (Span("page", link="https://example.org/a?b=1&c=é"),)
    report = printed(Paragraph(link), Paragraph(link))
    ids = {element.get(f"{{{NS['r']}}}id") for element in report.document.iter(w("hyperlink"))} - {None}
    assert len(ids) == 1
    kind, target, outside = report.opened.relationships["word/document.xml"][ids.pop()]
    assert (kind.rpartition("/")[2], target, outside) == (
        "hyperlink",
        "https://example.org/a?b=1&c=%C3%A9",
        True,
    )


@pytest.mark.parametrize(
    "link",
    ["http://[", "https://", "http://a:99999999/", "https://example.org/" + "x" * 2100,
     "mailto:nobody", "http://exa{mple}.org"],
)  # fmt: skip
def test_a_link_that_word_would_refuse_stays_as_words(printed: Any, link: str) -> None:
    assert safe_link_target(link) is None
    report = printed(Paragraph((Span("the words", link=link),)))
    assert report.texts == ["the words"]
    assert report.body[0].find("w:hyperlink", NS) is None


def test_a_stray_percent_sign_in_an_address_is_written_out() -> None:
    assert safe_link_target("https://example.org/100%/a%20b") == "https://example.org/100%25/a%20b"


def test_words_from_right_to_left_turn_their_runs_and_their_paragraph(printed: Any) -> None:
    hebrew, mixed = printed(Paragraph(inline_text("שלום abc")), Paragraph(inline_text("abc שלום def"))).body
    assert hebrew.find("w:pPr/w:bidi", NS) is not None
    assert mixed.find("w:pPr/w:bidi", NS) is None
    turned = [text_of(run) for run in mixed.findall("w:r", NS) if run.find("w:rPr/w:rtl", NS) is not None]
    assert turned == ["שלום"]
    assert text_of(mixed) == "abc שלום def"


def test_a_note_stands_in_the_footnotes_with_its_links(printed: Any) -> None:
    note = Footnote(1, (Span("See "), Span("the page", link="https://example.org/n"), Span(".")))
    report = printed(Paragraph((Span("Said"), FootnoteReference(1))), footnotes=(note,))
    mark = report.document.find(".//w:footnoteReference", NS)
    notes = report.opened.related_tree("footnotes")
    written = notes.find(f"w:footnote[@w:id='{mark.get(w('id'))}']", NS)
    assert text_of(written).strip() == "See the page."
    assert [tie[1] for tie in report.opened.relationships["word/footnotes.xml"].values()] == [
        "https://example.org/n"
    ]


def test_a_second_mark_of_a_note_repeats_its_number(printed: Any) -> None:
    report = printed(
        Paragraph((FootnoteReference(1), Span(" and "), FootnoteReference(1))),
        footnotes=(Footnote(1, inline_text("n")),),
    )
    assert len(report.document.findall(".//w:footnoteReference", NS)) == 1
    assert report.texts == [" and 1"]


def _table(anchor: str) -> Table:
    return Table(
        anchor, 3, "Replies", ("Said", "n"), ((inline_text("Yes"), inline_text("4")),), (False, True)
    )


def test_a_reference_to_a_table_is_a_field_that_word_can_renew(printed: Any) -> None:
    report = printed(Paragraph((CrossReference("t", "Table 3"),)), _table("t"))
    code = report.body[0].findtext(".//w:instrText", namespaces=NS)
    assert code == " REF _Reft \\h "
    assert "_Reft" in [mark.get(w("name")) for mark in report.document.iter(w("bookmarkStart"))]


@pytest.mark.parametrize("anchor", ["only", "deeper", "source"])
def test_a_reference_to_a_heading_or_an_entry_is_a_link_inside(printed: Any, anchor: str) -> None:
    report = printed(
        Heading(2, "1.1", "Deeper", "deeper"),
        ListBlock((ListItem(inline_text("Source"), anchor="source"),)),
        Paragraph((CrossReference(anchor, "over there"),)),
    )
    link = report.body[-1].find("w:hyperlink", NS)
    names = [mark.get(w("name")) for mark in report.document.iter(w("bookmarkStart"))]
    assert link.get(w("anchor")) in names


def test_a_reference_to_nothing_keeps_its_words(printed: Any) -> None:
    report = printed(Paragraph((CrossReference("gone", "Table 9"),)))
    assert report.texts == ["Table 9"]
    assert report.opened.faults == []


def test_a_link_without_words_leaves_nothing_behind(printed: Any) -> None:
    report = printed(Paragraph((Span("", link="https://example.org/"), Span("said"))))
    assert report.texts == ["said"]
    assert report.body[0].find("w:hyperlink", NS) is None
