"""The entries of a list: rows of which one is open, one that is removed, private ones, many, photos."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers, Item
from tests.ui.characterisation.dump import Draft, Dump
from tests.ui.driver.drafts import ME, save_image

ACTIONS = """
[[section.field]]
id = "actions"
kind = "list"
item = "action"
label = "What will you do?"
summary = ["what", "state"]

[[section.field.field]]
id = "what"
kind = "line"
label = "What is to be done?"

[[section.field.field]]
id = "state"
kind = "choice"
label = "How does it stand?"
choices = { hoped = "Hoped", done = "Done" }

[[section.field.field]]
id = "came"
kind = "text"
label = "What came of it?"
show_if = { state = "done" }
"""
OWN = """
[[section.field]]
id = "own"
kind = "list"
item = "reflection"
label = "What do you make of it?"
private_until = { release = ["named"] }

[[section.field.field]]
id = "words"
kind = "line"
label = "Your words"

[[section.field.field]]
id = "release"
kind = "choice"
label = "May the report print it?"
choices = { not_yet = "Not yet", named = "Yes, with my name" }
"""
PHOTOS = """
[[section.field]]
id = "photos"
kind = "photos"
item = "photo"
label = "What did it look like?"
"""
THREE: Mapping[str, Any] = {
    "s.actions": (
        Item("ring", {"what": "Ring ahead", "state": "hoped"}),
        Item("meet", {"what": "Meet the schools"}),
        Item("list", {"what": "Share a list", "state": "done"}),
    )
}
MANY: Mapping[str, Any] = {"s.actions": tuple(Item(f"a{n}", {"what": f"Step {n}"}) for n in range(1, 66))}
SHARED: Mapping[str, Any] = {"s.own": (Item("theirs", {"words": "I had time.", "release": "named"}),)}
MINE = {"s.own": {"words": "It was hard."}}
AT, PRIVATE, WALL = "s.actions", "s.own", "s.photos"


def test_entries_are_gone_through_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(ACTIONS, THREE), at=AT)
    dump.begin("From the first entry to the last and back")
    dump.press("Tab", "Tab", "Shift+Tab", "Shift+Tab", "Up", "Up", "Down", "Home", "End", "Up")
    dump.begin("Open, write, close")
    dump.press("Return")
    dump.type("!")
    dump.press("Tab", "Down", "Tab", "Tab", "Tab", "Shift+Tab", "Escape")
    dump.begin("Through an open entry and out of it; opening another closes it")
    dump.press("Space", *["Tab"] * 9, "Shift+Tab")
    dump.focus_on("Ring ahead, Hoped")
    dump.press("Return", "Return", "Shift+Tab", "Return")
    dump.compare("entries.keys")


def test_entries_are_moved_and_removed_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(ACTIONS, THREE), at=AT)
    dump.begin("Move from the row")
    dump.press("Alt+Down", "Alt+Down", "Alt+Down", "Alt+Up")
    dump.begin("Move from inside, where it is open")
    dump.press("Space", "Alt+Up", "Alt+Down", "Escape")
    dump.begin("Remove, and bring back at once")
    dump.press("Delete", "Down", "Up", "Space")
    dump.begin("Remove the others")
    dump.press("Up", "Delete", "Down", "Down", "Delete")
    dump.begin("Add where nothing is left, and behind the first")
    dump.focus_on("s.actions#add")
    dump.press("Space")
    dump.type("Write to them")
    dump.press("Return", "Escape", "Tab", "Space")
    dump.compare("entries.moves")


def test_entries_are_told_to_a_screen_reader(dump: Dump, draft: Draft) -> None:
    dump.open(draft(ACTIONS, THREE), at=AT)
    dump.tree("All closed", "question:s.actions")
    dump.press("Down", "Down", "Return")
    dump.tree("The last one open", "question:s.actions")
    dump.press("Escape", "Up", "Delete")
    dump.tree("One removed", "question:s.actions")
    dump.compare("entries.tree")


def test_a_list_without_entries_is_told_to_a_screen_reader(dump: Dump, draft: Draft) -> None:
    dump.open(draft(ACTIONS, {}), at=AT)
    dump.tree("No entry", "question:s.actions")
    dump.compare("entries.none")


def test_entries_that_can_only_be_read_are_opened_and_left_as_they_are(dump: Dump, draft: Draft) -> None:
    dump.open(draft(ACTIONS, THREE), at=AT)
    dump.lock()
    dump.begin("Keys that change nothing, and a way in")
    dump.press("Alt+Down", "Delete", "Return", *["Tab"] * 5, "Escape", "Shift+Tab")
    dump.tree("Read only", "question:s.actions")
    dump.compare("entries.read_only")


def test_what_is_done_to_entries_is_taken_back(dump: Dump, draft: Draft) -> None:
    dump.open(draft(ACTIONS, THREE), at=AT)
    dump.deed("As it is", AT)
    dump.deed("Add", AT, "Space", on="s.actions#add")
    dump.deed("Type", AT, "“Write to them”")
    dump.deed("Take back in the line", AT, "Ctrl+Z")
    dump.deed("Do it again there", AT, "Ctrl+Shift+Z", "Escape")
    dump.deed("Move", AT, "Alt+Up")
    dump.deed("Remove", AT, "Delete", on="Meet the schools")
    dump.deed("Bring back where it was", AT, "Space")
    dump.deed("Remove two", AT, "Delete", "Up", "Delete")
    dump.deed(
        "Paste into a line",
        AT,
        "Return",
        "Ctrl+A",
        "Ctrl+V",
        on="Share a list, Done",
        copied="One\tTwo\nThree",
    )
    dump.take_all_back(AT, on="s.actions#add")
    dump.compare("entries.undo")


def test_private_entries_say_so_and_are_undone_like_the_others(dump: Dump, draft: Draft) -> None:
    dump.open(draft(OWN, SHARED, MINE), at=PRIVATE)
    dump.tree("Closed", "question:s.own")
    dump.begin("Through a private entry")
    dump.press("Down", "Return", *["Tab"] * 9)
    dump.tree("Open", "question:s.own")
    dump.begin("Undo")
    dump.focus_on("It was hard., Only you can see this")
    dump.deed("Remove", PRIVATE, "Delete")
    dump.deed("Bring back", PRIVATE, "Space")
    dump.deed("Add", PRIVATE, "Space", on="s.own#add")
    dump.deed("Type", PRIVATE, "“Mine alone”")
    dump.deed("Move before the other of mine, but not before theirs", PRIVATE, "Alt+Up", "Alt+Up")
    dump.take_all_back(PRIVATE, on="s.own#add")
    dump.compare("private")


def test_many_entries_are_gone_through_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(ACTIONS, MANY), at=AT)
    dump.begin("To the last and out of the list")
    dump.press("End", "Up", "Tab", "Shift+Tab", "Home")
    dump.begin("Into one far below")
    dump.go_to("s.actions/a64/what")
    dump.press("Escape", "Delete", "Space", "Alt+Down", "Alt+Down")
    dump.compare("many_entries.keys")


def test_photos_are_entries_with_a_picture(dump: Dump, draft: Draft, tmp_path: Path) -> None:
    path = draft(PHOTOS, {})
    with DraftSession.open(path, ME) as session:
        picture = session.attach(prepare_picture(save_image(tmp_path)))
        session.fill(
            Answers({WALL: tuple(Item(n, {"caption": n, "picture": picture}) for n in ("one", "two"))})
        )
    dump.open(path, at=WALL)
    dump.begin("Through the photos")
    dump.press("Down", "Tab", "Shift+Tab", "Return", *["Tab"] * 3, "Escape", "Alt+Up", "Delete", "Space")
    dump.tree("Two photos", f"question:{WALL}")
    dump.take_all_back(WALL, on=f"{WALL}#add")
    dump.compare("photos")
