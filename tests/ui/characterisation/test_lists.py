"""Lists to choose from: inquiries, steps, answers that can be quoted, evidence, and lines that lead on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carreport.form.answers import Item
from tests.ui.characterisation.dump import Draft, Dump
from tests.ui.driver.drafts import paragraphs

LINES = """
[[section.field]]
id = "one"
kind = "line"
label = "What is it called?"

[[section.field]]
id = "two"
kind = "text"
label = "What is it about?"

[[section]]
id = "t"
title = "A second step"

[[section.field]]
id = "three"
kind = "text"
label = "What came of it?"

[[section]]
id = "u"
title = "A third step"

[[section.field]]
id = "four"
kind = "line"
label = "What next?"
"""
POINTS = """
[[section.field]]
id = "statements"
kind = "survey"
item = "statement"
label = "What did people say?"

[[section.field]]
id = "notes"
kind = "board"
item = "note"
label = "What is on the board?"

[[section.field]]
id = "points"
kind = "list"
item = "learning point"
label = "What did you learn?"
summary = ["label"]

[[section.field.field]]
id = "label"
kind = "line"
label = "What is it about?"

[[section.field.field]]
id = "shown"
kind = "list"
item = "quote"
label = "What shows it?"
summary = ["evidence", "words"]

[[section.field.field.field]]
id = "evidence"
kind = "evidence"
label = "Which evidence is it?"

[[section.field.field.field]]
id = "words"
kind = "line"
label = "What was said?"
"""


ANSWERS: Mapping[str, Any] = {
    "s.one": "A warm handover",
    "s.two": paragraphs("We met in May.", "It rained all day."),
    "t.three": paragraphs("A person answers the first call."),
}
LEARNED: Mapping[str, Any] = {
    "s.statements": (Item("share", {"statement": "We share a vision", "agree": 15, "disagree": 4}),),
    "s.notes": (Item("card", {"note": "One card"}), Item("days", {"note": "Open days"})),
    "s.points": (
        Item("aim", {"label": "A shared aim", "shown": (Item("first", {"evidence": "s.notes/card"}),)}),
        Item("ask", {"label": "Somebody to ask"}),
    ),
}
SHOWN = "s.points/aim/shown"


def test_steps_are_gone_through_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(LINES, ANSWERS))
    dump.begin("Through the steps")
    dump.focus_on("Steps")
    dump.press("Down", "Down", "Down", "Up", "Home", "End", "A", "Tab", "Shift+Tab", "Return")
    dump.focus_on("Steps")
    dump.press("Up", "Space")
    dump.tree("Three steps", "Steps")
    dump.compare("steps")


def test_answers_are_found_and_quoted_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(LINES, ANSWERS), task="quote", at="t.@fellow")
    dump.tree("The answers, and the words of one")
    dump.begin("Through the list, into the words and back")
    dump.press(
        "Tab", "Down", "Up", "Up", "End", "Home", "W", "Return", "Down", "Shift+Right", "Tab", "Shift+Tab"
    )
    dump.begin("Search, go down, go in, quote")
    dump.focus_on("Find an answer")
    dump.type("rained")
    dump.press("Down", "Return", "Return")
    dump.begin("Leave")
    dump.press("Tab", "Shift+Tab")
    dump.compare("quotes")


def test_a_search_for_answers_that_finds_nothing_is_left(dump: Dump, draft: Draft) -> None:
    dump.open(draft(LINES, ANSWERS), task="quote", at="t.@fellow")
    dump.begin("Nothing is found")
    dump.type("zebra")
    dump.press("Down", "Return", "Escape")
    dump.compare("quotes.nothing")


def test_evidence_is_picked_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(POINTS, LEARNED), at=f"{SHOWN}/first")
    dump.begin("Into what is picked, and out")
    dump.press("Escape", "Escape", "Return", *["Tab"] * 5)
    dump.begin("The picker: search, down, pick, leave")
    dump.focus_on(f"{SHOWN}#pick")
    dump.press("Space", "Down", "Down", "Up", "End", "Tab", "Shift+Tab", "Shift+Tab")
    dump.type("days")
    dump.press("Return", "Ctrl+A", "Delete", "Down", "Space", "Return", "Escape", "Tab")
    dump.compare("evidence.keys")


def test_evidence_is_told_to_a_screen_reader(dump: Dump, draft: Draft) -> None:
    dump.open(draft(POINTS, LEARNED), at=f"{SHOWN}/first")
    dump.focus_on(f"{SHOWN}#pick")
    dump.press("Space", "Down")
    dump.click("s.points#unused")
    dump.tree("A point that is open, its evidence, the picker, and what is not used yet", "question:s.points")
    dump.compare("evidence.tree")


def test_what_is_done_to_evidence_is_taken_back(dump: Dump, draft: Draft) -> None:
    at = "s.points"
    dump.open(draft(POINTS, LEARNED), at=f"{SHOWN}/first")
    dump.deed("As it is", at)
    dump.deed("Pick", at, "Space", "“agreed”", "Return", "Escape", on=f"{SHOWN}#pick")
    dump.deed("Move", at, "Alt+Down", on="One card, Note, workshop note")
    dump.deed("Remove", at, "Delete")
    dump.deed("Bring back", at, "Space")
    dump.deed("Write down", at, "Space", on=f"{SHOWN}#add")
    dump.deed("Use what is not used yet", at, "Space", on="s.points#unused")
    dump.deed("Pick from it", at, "Down", "Return", on="s.points#unused-list")
    dump.deed("Remove the point", at, "Delete", on="A shared aim")
    dump.take_all_back(at, on="s.points#add")
    dump.compare("evidence.undo")


def test_what_was_found_is_gone_through_by_keyboard(dump: Dump, draft: Draft) -> None:
    many = tuple(Item(f"n{n}", {"statement": f"Statement {n}", "agree": f"many {n}"}) for n in range(1, 12))
    dump.open(draft(POINTS, {"s.statements": many}), task="check")
    dump.tree("What the check found")
    dump.begin("Through the lines, to those that are not shown yet, and to the place")
    dump.focus_on("Check again")
    dump.press(*["Tab"] * 10, "Space", "Tab", "Shift+Tab", "Down", "Space")
    dump.compare("found")


def test_inquiries_are_opened_by_keyboard(dump: Dump, draft: Draft) -> None:
    for name in ("A warm handover", "A first call", "Open days"):
        draft(LINES, {"s.one": name}, called=name)
    dump.list_drafts()
    dump.tree("Three inquiries")
    dump.begin("Through the cards")
    dump.press("Tab", "Down", "Down", "Down", "Home", "End", "A", "Tab", "Shift+Tab")
    dump.begin("Search, go down, open")
    dump.focus_on("Find an inquiry")
    dump.type("call")
    dump.press("Down", "Return")
    dump.compare("inquiries")
