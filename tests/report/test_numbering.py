"""Every number is given once, in reading order."""

from __future__ import annotations

from carreport.form.richtext import Span
from carreport.report.model import (
    CrossReference,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    ReportSection,
    Table,
    inline_text,
)
from carreport.report.numbering import number_sections


def heading(level: int, *, counts: bool = True) -> Heading:
    return Heading(level, "", "H", "", is_numbered=counts)


def table(key: str) -> Table:
    return Table(key, 0, "C", ("H",), ((inline_text("x"),),), (False,))


def test_sections_and_headings_get_unique_numbers_without_jumps() -> None:
    body = (heading(2), heading(3), heading(3), heading(2), heading(9, counts=False), heading(3))
    made, _ = number_sections(
        [
            ReportSection("", "", "Thanks", ()),
            ReportSection("", "?", "One", body),
            ReportSection("", "?", "Two", body),
        ],
        [],
    )
    assert [section.number for section in made] == ["", "1", "2"]
    found = [(block.number, block.level) for block in made[1].body if isinstance(block, Heading)]
    assert found == [("1.1", 2), ("1.1.1", 3), ("1.1.2", 3), ("1.2", 2), ("", 3), ("1.2.1", 3)]
    anchors = [block.anchor for section in made for block in section.body if isinstance(block, Heading)]
    assert len(set(anchors)) == len(anchors) == 12


def test_a_heading_never_skips_a_level() -> None:
    made, _ = number_sections([ReportSection("", "?", "One", (heading(3),))], [])
    (only,) = made[0].body
    assert isinstance(only, Heading)
    assert (only.level, only.number) == (2, "1.1")


def test_tables_and_figures_count_apart_and_references_lead_to_them() -> None:
    lead = Paragraph((CrossReference("b", ""), Span(" and "), CrossReference("f", "")))
    body = (lead, table("a"), Figure("f", 0, "C", "sha", "alt"), table("b"))
    (section,), _ = number_sections([ReportSection("", "?", "One", body)], [])
    first = section.body[0]
    assert isinstance(first, Paragraph)
    assert first.text == (
        CrossReference("table-2", "Table 2"), Span(" and "), CrossReference("figure-1", "Figure 1"),
    )  # fmt: skip


def test_notes_are_numbered_in_the_order_of_their_marks() -> None:
    body = (Paragraph((FootnoteReference(2),)), Paragraph((FootnoteReference(1),)))
    (section,), notes = number_sections(
        [ReportSection("", "?", "One", body)],
        [Footnote(1, inline_text("first made")), Footnote(2, inline_text("first read"))],
    )
    assert [block.text for block in section.body if isinstance(block, Paragraph)] == [
        (FootnoteReference(1),),
        (FootnoteReference(2),),
    ]
    assert notes == (Footnote(1, inline_text("first read")), Footnote(2, inline_text("first made")))


def test_a_source_listed_once_can_be_cited_under_both_its_keys() -> None:
    body = (
        Paragraph((CrossReference("x", ""), CrossReference("y", ""))),
        ListBlock((ListItem(inline_text("One"), is_ordered=True, anchor="x|y"),)),
    )
    (section,), _ = number_sections([ReportSection("", "?", "One", body)], [])
    first = section.body[0]
    assert isinstance(first, Paragraph)
    assert first.text == (CrossReference("reference-1", "[1]"), CrossReference("reference-1", "[1]"))
