"""The notes of a board: as a list on the page of a step, and as cards on the whole board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carreport.form.answers import Item
from tests.ui.characterisation.dump import Draft, Dump

BOARD = """
[[section.field]]
id = "notes"
kind = "board"
item = "note"
label = "What is on the board?"
"""
NOTES: Mapping[str, Any] = {
    "s.notes": (
        Item("days", {"note": "Open days", "stage": "working", "theme": "Time", "votes": 3}),
        Item("card", {"note": "One card", "stage": "working", "theme": "People"}),
        Item("lead", {"note": "No lead", "stage": "not_working", "theme": "Time", "table": "2"}),
        Item("ring", {"note": "Ring ahead", "stage": "opportunity"}),
    )
}
AT = "s.notes"
BLOCK = 'Note\tStage\tTheme\r\nA shared list\tpriority\tTime\r\n"Two\nlines"\tnowhere\t\r\n'


def test_the_list_of_notes_is_gone_through_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(BOARD, NOTES), at=f"{AT}/days")
    dump.begin("Through the notes")
    dump.press("Down", "Down", "End", "Down", "Home", "Up", "O", "Space")
    dump.begin("What a key does with a note")
    dump.press("Home", "4", "0", "+", "-", "Alt+Down", "Alt+Up", "Alt+Up", "9")
    dump.begin("Change one, leave another as it was")
    dump.press("Return")
    dump.type("One good card")
    dump.press("Alt+3", "Tab", "Tab", "Return", "Down", "Return")
    dump.type("Else")
    dump.press("Escape")
    dump.begin("Remove from the middle, and the last")
    dump.press("Delete", "Tab", "Space", "End", "Delete", "Delete", "Delete", "Delete")
    dump.compare("notes.keys")


def test_notes_are_written_and_pasted_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(BOARD, NOTES), at=f"{AT}/days")
    dump.begin("All that Tab goes to")
    dump.press(*["Tab"] * 4, *["Shift+Tab"] * 12)
    dump.begin("Write notes one after the other")
    dump.go_to(AT)
    dump.press("Alt+2")
    dump.type("Ask first")
    dump.press("Tab", "Down", "Return")
    dump.type("Ask again")
    dump.press("Return", "Return")
    dump.begin("Paste, look, leave; paste, look, take")
    dump.paste(BLOCK)
    dump.press("Tab", "Escape")
    dump.paste(BLOCK)
    dump.press("Return", "Space")
    dump.compare("notes.writing")


def test_the_list_of_notes_is_told_to_a_screen_reader(dump: Dump, draft: Draft) -> None:
    dump.open(draft(BOARD, NOTES), at=f"{AT}/card")
    dump.tree("Four notes", "question:s.notes")
    dump.press("Delete")
    dump.tree("One removed", "question:s.notes")
    dump.compare("notes.tree")


def test_what_is_done_to_notes_is_taken_back(dump: Dump, draft: Draft) -> None:
    dump.open(draft(BOARD, NOTES), at=f"{AT}/days")
    dump.deed("As it is", AT)
    dump.deed("Change the stage", AT, "4")
    dump.deed("Vote", AT, "+", "+")
    dump.deed("Move", AT, "Alt+Down", "Alt+Down")
    dump.deed("Remove", AT, "Delete")
    dump.deed("Bring back", AT, "Space", on="s.notes#undo")
    dump.deed("Change the words", AT, "Home", "Return", "“One good card”", "Return")
    dump.deed("Remove two", AT, "End", "Delete", "Delete")
    dump.take_all_back(AT, on="s.notes")
    dump.compare("notes.undo")


def test_notes_that_are_written_and_pasted_are_taken_back(dump: Dump, draft: Draft) -> None:
    dump.open(draft(BOARD, NOTES), at=AT)
    dump.deed("Put one up", AT, "“Ask first”", "Return")
    dump.deed("Paste a block", AT, "Ctrl+V", "Return", copied=BLOCK)
    dump.deed("Take the block back", AT, "Space", on="s.notes#undo")
    dump.take_all_back(AT, on="s.notes")
    dump.compare("notes.pasted")


def test_the_whole_board_is_gone_through_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(BOARD, NOTES), task="board", at=AT)
    dump.begin("All that Tab goes to")
    dump.press(*["Tab"] * 14)
    dump.begin("Where no note has the keyboard yet, only its first letter finds one")
    dump.focus_on("What is on the board?")
    dump.press("Home", "Right", "Down", "End", "PgUp", "Ctrl+Right", "Return", "Delete", "O")
    dump.begin("The arrows go from note to note")
    dump.press("Right", "Right", "Left", "Down", "Down", "Down", "Up", "Home", "End", "PgUp", "Home")
    dump.begin("What a key does with a note")
    dump.press("Ctrl+Right", "Ctrl+Left", "Ctrl+Down", "Ctrl+Up", "3", "+", "-", "0")
    dump.press("Return")
    dump.type("Else")
    dump.press("Escape", "Delete", "Escape")
    dump.compare("board.keys")


def test_the_whole_board_is_told_to_a_screen_reader(dump: Dump, draft: Draft) -> None:
    dump.open(draft(BOARD, NOTES), task="board", at=AT)
    dump.tree("By theme")
    dump.compare("board.tree")


def test_what_is_done_on_the_whole_board_is_taken_back(dump: Dump, draft: Draft) -> None:
    dump.open(draft(BOARD, NOTES), task="board", at=AT)
    dump.deed("As it is", AT)
    dump.deed("Put one up", AT, "“Ask first”", "Return")
    dump.deed("Another stage", AT, "O", "Ctrl+Right", on="What is on the board?")
    dump.deed("Another theme", AT, "Ctrl+Down")
    dump.deed("Vote", AT, "+")
    dump.deed("Remove", AT, "Delete")
    dump.deed("Paste a block", AT, "Ctrl+V", "Return", on="s.notes#note", copied=BLOCK)
    dump.take_all_back(AT, on="What is on the board?")
    dump.compare("board.undo")
