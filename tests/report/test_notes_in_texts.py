"""The notes in texts are footnotes, in one sequence with those of the sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from carreport.form.richtext import Span
from carreport.report.model import CrossReference, FootnoteReference, Heading, Paragraph, Table, plain_text
from tests.report.test_citations import FIELDS, OUTLINE, WORKS

Make = Callable[..., Any]
PLANS = """
[[section.field]]
id = "told"
kind = "text"
label = "Told"
[[section.field]]
id = "plans"
kind = "list"
label = "Plans"
summary = ["name"]
[[section.field.field]]
id = "name"
kind = "line"
label = "Name"
[[section.field.field]]
id = "says"
kind = "text"
label = "Says"
[[section.field.field]]
id = "link"
kind = "link"
label = "Link"
"""
PARTS = """
[[section]]
heading = "Story"
[[section.part]]
show = "entries"
answer = "s.plans"
notes = ["link"]
[[section.part]]
show = "prose"
answer = "s.told"
[[section.part]]
show = "table"
answer = "s.plans"
columns = ["name", "says"]
"""


def noted(text: str, note: str, kind: str = "paragraph") -> dict[str, Any]:
    return {"type": kind, "spans": [{"text": text, "note": note}, {"text": " and more."}]}


def test_notes_of_texts_and_of_sources_are_numbered_in_the_order_of_their_marks(make: Make) -> None:
    plans = [
        {"name": "The plan", "says": [noted("It says", "On page 4.")], "link": "https://example.org/plan"}
    ]
    made = make(PLANS, {"told": [noted("We met", "In March.")], "plans": plans}, PARTS)
    texts = [(note.number, plain_text(note.text)) for note in made.report.footnotes]
    assert [text for _, text in texts if "example" not in text] == ["On page 4.", "In March.", "On page 4."]
    assert [number for number, _ in texts] == [1, 2, 3, 4]
    marks = [part.number for block in made.report.blocks() if isinstance(block, Paragraph)
             for part in block.text if isinstance(part, FootnoteReference)]  # fmt: skip
    assert marks == sorted(marks)
    assert made.proof.missing == ()


def test_a_table_in_a_text_has_its_header_and_the_notes_of_its_cells(make: Make) -> None:
    rows = [["Week", "Visits"], ["One", [{"text": "19", "note": "Counted by hand."}]], ["Two", ""]]
    told = [noted("We met", "In March."), {"type": "table", "rows": rows}]
    made = make(FIELDS, {"told": told}, OUTLINE)
    (table,) = (block for block in made.report.blocks() if isinstance(block, Table))
    assert table.header == ("Week", "Visits")
    assert [[plain_text(cell) for cell in row] for row in table.rows] == [["One", "19"], ["Two", ""]]
    assert [plain_text(note.text) for note in made.report.footnotes] == ["In March.", "Counted by hand."]
    assert made.html.count("<th scope=") == 2
    assert made.proof.missing == ()


def test_a_subheading_a_list_and_a_quotation_have_their_marks(make: Make) -> None:
    told = [noted(kind, f"Note of a {kind}.", kind) for kind in ("subheading", "bullet", "number", "quote")]
    told[0]["spans"][1]["note"] = "A second note."
    made = make(FIELDS, {"told": told}, OUTLINE)
    heading = next(block for block in made.report.blocks() if isinstance(block, Heading))
    assert heading.marks == (FootnoteReference(1), Span("\u2009"), FootnoteReference(2))
    assert len(made.report.footnotes) == 5
    assert made.proof.missing == ()


def test_a_note_after_a_citation_stays_after_it(make: Make) -> None:
    told = [{"type": "paragraph", "spans": [{"text": "So it is (Field, 2014)", "note": "He is sure."}]}]
    made = make(FIELDS, {"told": told, "works": WORKS}, OUTLINE)
    paragraph = next(block for block in made.report.blocks() if isinstance(block, Paragraph))
    assert isinstance(paragraph.text[-1], FootnoteReference)
    assert any(isinstance(part, CrossReference) for part in paragraph.text)
    assert [plain_text(note.text) for note in made.report.footnotes] == ["He is sure."]


def test_a_note_where_there_can_be_no_footnote_follows_its_word_in_brackets() -> None:
    assert plain_text((Span("The plan", note=(Span("of 2014"),)), Span("."))) == "The plan (of 2014)."
