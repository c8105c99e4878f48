from __future__ import annotations

from typing import Any

import pytest

from carreport.report.model import (
    BlockQuote,
    Callout,
    FactList,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    ReportSection,
    Table,
    inline_text,
)
from carreport.report.word.xml_names import NS, w


def _styles(report: Any) -> list[str]:
    marks = [block.find("w:pPr/w:pStyle", NS) for block in report.body]
    return ["" if mark is None else mark.get(w("val")) for mark in marks]


def _counts(report: Any) -> list[tuple[str, str]]:
    """The list and the level of each entry."""
    found = [block.find("w:pPr/w:numPr", NS) for block in report.body]
    return [(each.find("w:numId", NS).get(w("val")), each.find("w:ilvl", NS).get(w("val"))) for each in found]


def _ordered(*levels: int) -> ListBlock:
    return ListBlock(
        tuple(ListItem(inline_text(f"entry {n}"), level, is_ordered=True) for n, level in enumerate(levels))
    )


def test_a_heading_carries_its_number_its_style_and_a_bookmark(printed: Any) -> None:
    report = printed(Heading(2, "1.1", "Who took part", "who"))
    assert (_styles(report), report.texts) == (["Heading2"], ["1.1\u2002Who took part"])
    assert report.body[0].find("w:bookmarkStart", NS).get(w("name")) == "_Tocwho"


@pytest.mark.parametrize(("style", "shown"), [("body", ""), ("lead", "Lead"), ("label", "Label")])
def test_each_kind_of_paragraph_has_its_style(printed: Any, style: str, shown: str) -> None:
    assert _styles(printed(Paragraph(inline_text("x"), style=style))) == [shown]


def test_numbers_begin_again_in_each_list(printed: Any) -> None:
    report = printed(_ordered(0, 0), _ordered(0))
    (first, _), (second, _), (third, _) = _counts(report)
    assert first == second != third
    instance = report.opened.related_tree("numbering").find(f"w:num[@w:numId='{third}']", NS)
    assert [element.get(w("val")) for element in instance.iter(w("startOverride"))] == ["1", "1", "1"]


def test_a_list_in_a_list_belongs_to_its_parent_and_counts_by_itself(printed: Any) -> None:
    counts = _counts(printed(_ordered(0, 1, 1, 0, 1)))
    assert [level for _, level in counts] == ["0", "1", "1", "0", "1"]
    assert len({number for number, _ in counts}) == 1


def test_numbers_below_bullets_begin_again_below_each_bullet(printed: Any) -> None:
    entries = (
        ListItem(inline_text("a")),
        ListItem(inline_text("1"), 1, is_ordered=True),
        ListItem(inline_text("b")),
    )
    report = printed(ListBlock((*entries, ListItem(inline_text("1"), 1, is_ordered=True))))
    (bullet, _), (first, _), (again, _), (second, _) = _counts(report)
    assert bullet == again
    assert len({bullet, first, second}) == 3


def test_entries_deeper_than_three_levels_stay_on_the_third(printed: Any) -> None:
    assert _counts(printed(ListBlock((ListItem(inline_text("deep"), 7),))))[0][1] == "2"


def test_a_lead_in_stays_with_its_list_and_the_last_two_entries_together(printed: Any) -> None:
    listing = ListBlock(tuple(ListItem(inline_text(each)) for each in "abcd"))
    report = printed(Paragraph(inline_text("What we ask, of everybody who decides, is this:")), listing)
    kept = [block.find("w:pPr/w:keepNext", NS) is not None for block in report.body]
    assert kept == [True, False, False, True, False]
    alone = printed(ListBlock((ListItem(inline_text("a")),)))
    assert [block.find("w:pPr/w:keepNext", NS) for block in alone.body] == [None]


def test_a_quotation_keeps_its_speaker_on_the_same_page(printed: Any) -> None:
    report = printed(BlockQuote((inline_text("First."), inline_text("Second.")), "Respondent 3"))
    assert _styles(report) == ["Quote", "Quote", "QuoteSpeaker"]
    assert report.texts == ["First.", "Second.", "Respondent 3"]
    assert [block.find("w:pPr/w:keepNext", NS) is not None for block in report.body] == [False, True, False]


def test_a_callout_has_its_label_above(printed: Any) -> None:
    report = printed(Callout((inline_text("How can we?"),), "The inquiry question"))
    assert (_styles(report), report.texts[0]) == (["CalloutLabel", "Callout"], "The inquiry question")


def test_facts_stand_beside_their_labels_all_in_one_line(printed: Any) -> None:
    report = printed(
        FactList((("Meetings", inline_text("11")), ("Which theme does it belong to?", inline_text("Time"))))
    )
    assert report.texts == ["Meetings\t11", "Which theme does it belong to?\tTime"]
    places = {block.find("w:pPr/w:ind", NS).get(w("left")) for block in report.body}
    assert len(places) == 1


def test_facts_stand_below_their_labels_when_one_is_long(printed: Any) -> None:
    report = printed(
        FactList((("Meetings", inline_text("11")), ("What do " * 6 + "you want", inline_text("Peace"))))
    )
    assert _styles(report) == ["Label", "", "Label", ""]


def test_a_few_facts_stay_on_one_page(printed: Any) -> None:
    report = printed(FactList(tuple((f"Fact {n}", inline_text("x")) for n in range(3))))
    assert [block.find("w:pPr/w:keepNext", NS) is not None for block in report.body] == [True, True, False]


def test_words_after_a_table_do_not_stick_to_it(printed: Any) -> None:
    table = Table("t", 1, "Replies", ("Said", "n"), ((inline_text("Yes"), inline_text("4")),), (False, True))
    after = printed(table, Paragraph(inline_text("And then."))).body[-1]
    assert after.find("w:pPr/w:spacing", NS).get(w("before")) == "240"


def test_a_document_that_ends_with_a_table_still_ends_with_a_paragraph(printed: Any) -> None:
    table = Table("t", 1, "Replies", ("Said", "n"), ((inline_text("Yes"), inline_text("4")),), (False, True))
    assert [each.tag for each in printed(table).body][-2:] == [w("tbl"), w("p")]


def test_an_empty_section_prints_its_heading_alone(printed: Any) -> None:
    sections = (ReportSection("a", "1", "First", ()), ReportSection("b", "2", "Second", ()))
    report = printed(sections=sections)
    assert report.body == []
    assert report.opened.faults == []


def test_facts_under_a_heading_stay_with_the_text_that_they_lead_to(printed: Any) -> None:
    facts = FactList((("Kind", inline_text("Survey")), ("When", inline_text("June"))))
    report = printed(
        Heading(3, "", "Questionnaire", "q", is_numbered=False),
        facts,
        Paragraph(inline_text("We asked.")),
        facts,
    )
    kept = [block.find("w:pPr/w:keepNext", NS) is not None for block in report.body]
    assert kept == [False, True, True, False, True, False]


def test_a_quotation_without_words_is_its_speaker(printed: Any) -> None:
    assert "Speaker" in "".join(_styles(printed(BlockQuote((), "Respondent 3"))))
    assert not any("Quote" in style for style in _styles(printed(BlockQuote(()))))
