"""The empty form can be filled in on the screen: a place to type or boxes to tick for each question."""

from __future__ import annotations

from typing import Any

from lxml import etree

from carreport.report.model import Table, TickBoxes, WritingLines, inline_text
from carreport.report.word.xml_names import NS, w


def controls(printed: Any) -> list[etree._Element]:
    return list(printed.document.iter(w("sdt")))


def title_of(control: etree._Element) -> str:
    return control.find("w:sdtPr/w:alias", NS).get(w("val"), "")  # type: ignore[union-attr]  # each has one


def test_lines_to_write_on_are_a_place_to_type_the_answer(printed: Any) -> None:
    (control,) = controls(printed(WritingLines(3, "What is the issue?")))
    assert title_of(control) == "What is the issue?"
    assert control.find("w:sdtPr/w:showingPlcHdr", NS) is not None
    assert len(control.findall("w:sdtContent/w:p", NS)) == 3


def test_each_box_to_tick_says_what_it_answers(printed: Any) -> None:
    made = printed(TickBoxes(("Yes", "No"), "Is it lawful?", "Tick one."))
    assert [title_of(control) for control in controls(made)] == ["Yes: Is it lawful?", "No: Is it lawful?"]
    assert made.texts == ["Tick one.\n☐\u00a0Yes\u2003☐\u00a0No"]


def a_table_to_fill(*rows: tuple[str, ...], **more: Any) -> Table:
    return Table(
        "", 0, "Plan 1", ("Question", "Your answer"), tuple(tuple(map(inline_text, row)) for row in rows),
        (False, False), is_blank_form=True, **more,
    )  # fmt: skip


def test_the_cells_of_a_table_to_fill_in_are_called_after_their_questions(printed: Any) -> None:
    table = a_table_to_fill(("Whose plan is it?", ""), ("How is it shown?", "☐ By name\n☐ By role"))
    titles = [title_of(control) for control in controls(printed(table))]
    assert titles == ["Whose plan is it?", "By name: How is it shown?", "By role: How is it shown?"]


def test_the_cells_of_a_row_for_each_entry_have_its_number(printed: Any) -> None:
    table = a_table_to_fill(("", ""), ("", ""), has_row_headers=False)
    titles = [title_of(control) for control in controls(printed(table))]
    assert titles == ["1: Question", "1: Your answer", "2: Question", "2: Your answer"]


def test_word_accepts_the_titles_and_ids_of_all_controls(printed: Any) -> None:
    long = "What should an outsider know about the place, its services and its people, <&>?"
    made = printed(WritingLines(1, long), WritingLines(2, long))
    titles = [title_of(control) for control in controls(made)]
    assert titles == ["What should an outsider know about the place, its services and…"] * 2
    assert made.opened.faults == []
