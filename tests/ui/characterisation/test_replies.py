"""The pages for the replies of a survey: where they are typed in, and where they are sorted into themes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carreport.form.answers import Item
from tests.ui.characterisation.dump import Draft, Dump
from tests.ui.characterisation.surveys import CLEAR, SURVEYS, WORTH, replies_value

POLL = Item("poll", {"name": "Poll", "scale": "three", "statements": (CLEAR, WORTH)})
HARD = Item("hard", {"question": "What is hard?", "survey": "Poll"})
TO_TYPE: Mapping[str, Any] = {"s.surveys": (POLL,), "s.opens": (HARD,)}
WORDS = ("No time at all", "No room to meet", "Nobody to ask")
CAME = Item("june", {"replies": replies_value({"clear": "001"}, file="june.csv", words=WORDS)})
TO_SORT: Mapping[str, Any] = {
    "s.surveys": (Item("poll", {**POLL.values, "replies": (CAME,)}),),
    "s.opens": (HARD,),
}
AT, OPEN = "s.surveys", "s.opens"


def test_replies_are_typed_in_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(SURVEYS, TO_TYPE), task="typing")
    dump.begin("An answer goes on to the next row")
    dump.press("1", "0", "Up", "-", "Up", "Up", "2", "9", "X", "Left", "Right", "Backspace", "Backspace")
    dump.begin("Words, and on to the next reply")
    dump.press("Return", "Return")
    dump.type("Time")
    dump.press("Shift+Return", "Up", "Down", "Return")
    dump.begin("Earlier and later, empty and removed")
    dump.press("Return", "Return", "Return", "PgUp", "PgDown", "PgUp", "Ctrl+Delete")
    dump.begin("All that Tab goes to")
    dump.press(*["Tab"] * 10, "Shift+Tab")
    dump.press("Escape")
    dump.compare("typing.keys")


def test_the_page_for_typing_is_told_to_a_screen_reader(dump: Dump, draft: Draft) -> None:
    dump.open(draft(SURVEYS, TO_TYPE), task="typing")
    dump.press("1", "3")
    dump.type("Time")
    dump.tree("A reply to two statements and an open question")
    dump.compare("typing.tree")


def test_what_is_typed_of_replies_is_taken_back(dump: Dump, draft: Draft) -> None:
    # As it is, words are lost that are left more than a moment after the last key: see “Write” in the dump.
    dump.open(draft(SURVEYS, TO_TYPE), task="typing")
    dump.deed("Answer", AT, "1")
    dump.deed("Leave blank", AT, "-")
    dump.deed("Write", AT, "“Time”")
    dump.deed("Take back in the words", AT, "Ctrl+Z")
    dump.deed("Write again", AT, "“Room”", "Return")
    dump.deed("A second reply", AT, "2", "2")
    dump.deed("Paste a block into the words", AT, "Ctrl+V", copied="One\tTwo\nThree")
    dump.deed("Name its group", AT, "“School”", "Return", on="typing:group")
    dump.deed("Remove the first", AT, "PgUp", "PgUp", "Ctrl+Delete", on="typing:clear")
    dump.take_all_back(AT, on="typing:clear")
    dump.compare("typing.undo")


def test_replies_are_sorted_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(SURVEYS, TO_SORT), task="themes")
    dump.begin("Through the replies")
    dump.press("Down", "Shift+Down", "End", "Home", "Return", "Return", "Return", "PgUp", "1", "X", "Delete")
    dump.begin("A theme is made, given, taken away")
    dump.press("N")
    dump.type("Time")
    dump.press("Return", "1", "1", "Return", "1", "Q", "F", "Return", "F")
    dump.begin("All that Tab goes to, and the keys of a theme")
    dump.press(*["Tab"] * 7, "Shift+Tab")
    dump.focus_on("New theme")
    dump.type("People")
    dump.press("Escape", "Shift+Tab", "Escape")
    dump.compare("themes.keys")


def test_a_theme_is_used_from_its_row(dump: Dump, draft: Draft) -> None:
    dump.open(draft(SURVEYS, TO_SORT), task="themes")
    dump.press("N")
    dump.type("Time")
    dump.press("Return", "Home", "N")
    dump.type("People")
    dump.press("Return")
    dump.begin("Rows of themes")
    dump.focus_on("1: Time, 1 reply, contains the selected item")
    dump.press("Space", "Return", "Down", "Up", "F2", "Delete")
    dump.tree("After one was taken away")
    dump.compare("themes.rows")


def test_what_is_sorted_is_taken_back(dump: Dump, draft: Draft) -> None:
    dump.open(draft(SURVEYS, TO_SORT), task="themes")
    dump.deed("As it is", OPEN)
    dump.deed("Make a theme for the first", OPEN, "N", "“Time”", "Return")
    dump.deed("Put two into it", OPEN, "Down", "Shift+Down", "1")
    dump.deed("Make another", OPEN, "N", "“People”", "Return")
    dump.deed("Say whether it may be quoted", OPEN, "Q")
    dump.deed("Take the first out", OPEN, "Home", "1")
    dump.deed("Take the second theme away", OPEN, "Delete", on="2: People, 2 replies")
    dump.take_all_back(OPEN, on="Replies: What is hard?")
    dump.compare("themes.undo")
