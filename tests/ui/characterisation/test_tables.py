"""Tables in which one writes: the counts of a survey, its statements where replies are counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from carreport.form.answers import Item
from tests.ui.characterisation.dump import Draft, Dump
from tests.ui.characterisation.surveys import CLEAR, COUNTED, SURVEYS, TIME, WORTH, replies_value

TWO: Mapping[str, Any] = {
    "s.statements": (
        Item("clear", {"statement": "It is clear", "agree": 15, "disagree": 4, "dont_know": 0}),
        Item("worth", {"statement": "It is worth it", "agree": 16, "disagree": 3}),
    )
}
AT = "s.statements"
IN_SURVEY = "s.surveys/poll/statements"
LINES = """
[[section.field]]
id = "parts"
kind = "list"
item = "part"
label = "Which smaller questions?"

[[section.field.field]]
id = "part"
kind = "line"
label = "Which part is it?"
why = "One question on each line."
"""
PARTS: Mapping[str, Any] = {
    "s.parts": (Item("when", {"part": "When do we meet?"}), Item("where", {"part": "Where?"}))
}
BLOCK = 'Statement\tAgree\tDisagree\r\nThere is time\t14\t5\r\n"It\ngoes on"\tmany\t2\r\n'


def study(**more: Any) -> Mapping[str, Any]:
    return {"s.surveys": (Item("poll", {"name": "Poll", "statements": (CLEAR, WORTH, TIME), **more}),)}


def test_a_table_of_counts_is_gone_through_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(COUNTED, TWO), at=AT)
    dump.begin("Tab from cell to cell, and out behind the last")
    dump.press(*["Tab"] * 21, *["Shift+Tab"] * 3)
    dump.begin("Arrows, Home and End in a cell")
    dump.focus_on("s.statements/clear/agree")
    dump.press("Down", "Up", "Right", "Left", "Home", "End", "Escape")
    dump.begin("Enter goes down the column and ends in the empty row")
    dump.press("Return", "Return", "Return", "Shift+Return")
    dump.begin("Back out at the top")
    dump.focus_on("s.statements/clear/statement")
    dump.press("Shift+Tab")
    dump.compare("counts.keys")


def test_a_table_of_counts_is_written_by_keyboard(dump: Dump, draft: Draft) -> None:
    dump.open(draft(COUNTED, TWO), at=AT)
    dump.begin("A row is typed into the empty one")
    dump.focus_on("s.statements#add")
    dump.press("Space")
    for words in ("There is time", "14", "5"):
        dump.type(words)
        dump.press("Tab")
    dump.type("0")
    dump.press("Return")
    dump.begin("Words in place of a count, and a count taken away")
    dump.focus_on("s.statements/worth/agree")
    dump.press("Ctrl+A")
    dump.type("many")
    dump.press("Tab", "Delete", "Ctrl+A", "Delete", "Tab", "Shift+Tab")
    dump.begin("Rows are moved and removed from any cell")
    dump.press("Alt+Up", "Alt+Up", "Ctrl+Delete", "Tab", "Shift+Tab", "Space", "Ctrl+Delete")
    dump.focus_on("s.statements/clear/agree")
    dump.press("Alt+Down", "Alt+Down", "Ctrl+Delete")
    dump.compare("counts.writing")


def test_a_table_of_counts_is_told_to_a_screen_reader(dump: Dump, draft: Draft) -> None:
    dump.open(draft(COUNTED, TWO), at=AT)
    dump.tree("Two statements", "question:s.statements")
    dump.focus_on("s.statements/worth/agree")
    dump.press("Ctrl+A")
    dump.type("many")
    dump.press("Tab", "Ctrl+Delete")
    dump.tree("One removed", "question:s.statements")
    dump.compare("counts.tree")


def test_what_is_done_in_a_table_of_counts_is_taken_back(dump: Dump, draft: Draft) -> None:
    dump.open(draft(COUNTED, TWO), at=AT)
    dump.deed("As it is", AT)
    dump.deed("Add", AT, "Space", "“There is time”", "Tab", "“14”", on="s.statements#add")
    dump.deed("Take back in the cell", AT, "Ctrl+Z")
    dump.deed("Type over a count", AT, "Ctrl+A", "“9”", "Tab", on="s.statements/clear/agree")
    dump.deed("Move", AT, "Alt+Up", on="s.statements/worth/statement")
    dump.deed("Remove", AT, "Ctrl+Delete")
    dump.deed("Bring back", AT, "Space")
    dump.deed("Remove", AT, "Ctrl+Delete", on="s.statements/clear/agree")
    dump.deed("Paste a block", AT, "Ctrl+V", on="s.statements/new/statement", copied=BLOCK)
    dump.deed("Paste over cells", AT, "Ctrl+V", on="s.statements/worth/agree", copied="1\t2\t3\t4\n5\t6\n7")
    dump.deed("Paste one word", AT, "Ctrl+A", "Ctrl+V", on="s.statements/worth/agree", copied="12")
    dump.take_all_back(AT, on="s.statements#add")
    dump.compare("counts.undo")


def test_counts_on_the_scale_of_a_survey_are_written_and_taken_back(dump: Dump, draft: Draft) -> None:
    dump.open(draft(SURVEYS, study(scale="yes_no")), at=f"{IN_SURVEY}/clear/yes")
    dump.begin("Through the cells")
    dump.press(*["Tab"] * 4, "Return", "Return")
    dump.tree("With a column for each step", IN_SURVEY)
    dump.begin("Undo")
    dump.deed("Type", "s.surveys", "“5”", "Tab", "“0”", "Tab", on=f"{IN_SURVEY}/clear/yes")
    dump.deed(
        "Paste a block", "s.surveys", "Ctrl+V", on=f"{IN_SURVEY}/clear/yes", copied="4\t3\t1\n5\tx\t1\n6"
    )
    dump.deed("Move", "s.surveys", "Alt+Down")
    dump.deed("Remove", "s.surveys", "Ctrl+Delete")
    dump.take_all_back("s.surveys", on=f"{IN_SURVEY}#add")
    dump.compare("scaled_counts")


@pytest.mark.qt_log_ignore("setTabOrder", extend=True)  # a fault as it is, when the file comes back
def test_statements_alone_are_written_where_replies_are_counted(dump: Dump, draft: Draft) -> None:
    batch = Item(
        "june",
        {"replies": replies_value({"clear": "0012", "worth": "0001", "time": "111-"}, file="june.csv")},
    )
    dump.open(draft(SURVEYS, study(scale="three", replies=(batch,))), at=f"{IN_SURVEY}/clear/statement")
    dump.tree("Statements, what was counted, and the files that came in", "s.surveys/poll#questions")
    dump.begin("Through the statements, the tables of figures, and the files")
    dump.press(*["Tab"] * 18)
    dump.begin("Into a statement")
    dump.focus_on(f"{IN_SURVEY}/worth/statement")
    dump.press("Return", "Return", "Return", "Shift+Tab")
    dump.begin("Undo")
    at = "s.surveys"
    dump.deed("Type", at, "“!”", "Tab", on=f"{IN_SURVEY}/worth/statement")
    dump.deed("Add", at, "“We go on”", "Return", on=f"{IN_SURVEY}/new/statement")
    dump.deed("Move", at, "Alt+Up", on=f"{IN_SURVEY}/time/statement")
    dump.deed("Remove", at, "Ctrl+Delete")
    dump.deed("Paste a block", at, "Ctrl+V", on=f"{IN_SURVEY}/new/statement", copied="One\nTwo\nThree")
    dump.deed(
        "Remove the file",
        at,
        "Delete",
        on="4 replies from june.csv (“Agree” to “Disagree”)",
    )
    dump.take_all_back(at, on=f"{IN_SURVEY}#add")
    dump.compare("statements")


def test_lines_are_written_and_told_to_a_screen_reader(dump: Dump, draft: Draft) -> None:
    dump.open(draft(LINES, PARTS), at="s.parts")
    dump.begin("A line below, down, out and back")
    dump.press("End", "Return")
    dump.type("Who pays?")
    dump.press("Down", "Tab", "Tab", "Shift+Tab", "Up")
    dump.tree("Four lines", "question:s.parts")
    dump.begin("An empty line is removed, a full one can be brought back")
    dump.press("Ctrl+A", "Delete", "Backspace", "Up", "Ctrl+Delete", "Space")
    dump.compare("lines.keys")


def test_what_is_done_to_lines_is_taken_back(dump: Dump, draft: Draft) -> None:
    dump.open(draft(LINES, PARTS), at="s.parts")
    dump.deed("As it is", "s.parts")
    dump.deed("A line below", "s.parts", "End", "Return", "“Who pays?”", "Down")
    dump.deed("Empty it", "s.parts", "Up", "Ctrl+A", "Delete", "Backspace")
    dump.deed("Paste", "s.parts", "Ctrl+V", copied="One\nTwo\nThree")
    dump.deed("Move", "s.parts", "Alt+Down")
    dump.take_all_back("s.parts", on="s.parts")
    dump.compare("lines.undo")
