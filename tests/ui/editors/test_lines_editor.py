"""A list of lines: plain lines to write in, in place of an entry for each."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.editors.table.cells import GrowingCell
from carreport.ui.editors.table.lines_editor import LinesEditor
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import copy_text, focus_name, focus_widget, press

PARTS = Field(
    "parts",
    "list",
    "Which smaller questions?",
    item_noun="part",
    fields=(Field("part", "line", "Which part is it?", why="One question on each line."),),
)
THREE = tuple(Item(name, {"part": f"Why {name}?"}) for name in "abc")
NEW = "part.parts/new/part"


def texts(editor: Any) -> list[str]:
    """Return what is in each line, from top to bottom."""
    model = editor.model
    return [str(model.index(number, 0).data()) for number in range(model.rowCount())]


def path_of(item: str) -> str:
    return f"part.parts/{item}/part"


def test_enter_adds_a_line_below_and_nothing_is_stored_until_it_has_words(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(PARTS, THREE)
    assert isinstance(editor, LinesEditor)
    editor.focus_path(path_of("a"))
    press("End", "Return")
    assert (texts(editor), focus_name()) == (["Why a?", "", "Why b?", "Why c?", ""], NEW)
    assert editor_services.requests == []
    press("“And then?”", "Return")
    assert editor_services.requests == [("add", "part.parts", "a", {"part": "And then?"})]
    assert texts(editor) == ["Why a?", "And then?", "", "Why b?", "Why c?", ""]


def test_enter_goes_to_a_line_below_that_is_empty_already(show: ShowEditor) -> None:
    editor = show(PARTS, THREE)
    editor.focus_path(path_of("c"))
    press("Return", "Return", "Return", "“Why d?”", "Return", "“Why e?”")
    editor.flush()
    assert texts(editor) == ["Why a?", "Why b?", "Why c?", "Why d?", "Why e?", ""]


def test_backspace_on_an_empty_line_removes_it_and_goes_to_the_end_of_the_one_above(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(PARTS, THREE)
    editor.focus_path(path_of("b"))
    press("Ctrl+A", "Backspace", "Backspace", "“!”")
    editor.flush()
    assert texts(editor) == ["Why a?!", "Why c?", ""]
    assert editor_services.requests == [("remove", "part.parts/b")]
    assert editor_services.edits == [(path_of("b"), ""), (path_of("a"), "Why a?!")]


def test_delete_on_an_empty_line_goes_to_the_one_below(show: ShowEditor) -> None:
    editor = show(PARTS, THREE)
    editor.focus_path(path_of("a"))
    press("Ctrl+A", "Delete", "Delete")
    assert (texts(editor), focus_name()) == (["Why b?", "Why c?", ""], path_of("b"))
    press("Down", "Down", "Delete", "Backspace")
    assert (texts(editor), focus_name()) == (["Why b?", "Why c?", ""], path_of("c"))


def test_lines_are_gone_through_moved_removed_and_brought_back_by_keyboard(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(PARTS, THREE)
    editor.focus_path(path_of("a"))
    press("Down", "Alt+Up")
    assert (texts(editor), focus_name()) == (["Why b?", "Why a?", "Why c?", ""], path_of("b"))
    press("Ctrl+Delete")
    assert texts(editor) == ["Removed: Why b?", "Why a?", "Why c?", ""]
    press("Return")
    assert texts(editor) == ["Why b?", "Why a?", "Why c?", ""]
    assert [request[0] for request in editor_services.requests] == ["move", "remove", "restore"]


def test_the_arrows_go_through_a_line_that_wraps_before_they_leave_it(show: ShowEditor) -> None:
    editor = show(PARTS, (Item("a", {"part": "Why " * 60}), *THREE[1:]))
    editor.focus_path(path_of("b"))
    press("Right", "Right", "Up")
    assert focus_name() == path_of("a")
    cell = QApplication.focusWidget()
    assert isinstance(cell, GrowingCell)
    assert 100 < cell.textCursor().position() < 240
    press("Up", "Down", "Down", "“!”")
    assert texts(editor)[1] == "Wh!y b?"


def test_several_lines_that_are_pasted_become_several_entries(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(PARTS, THREE)
    editor.focus_path(path_of("a"))
    press("End")
    copy_text(" And why?\n\nHow?\r\nWho\tpays?\n")
    press("Ctrl+V", "“!”")
    editor.flush()
    assert texts(editor) == ["Why a?And why?", "How?", "Who pays?!", "Why b?", "Why c?", ""]
    assert [request[:3] for request in editor_services.requests] == [
        ("add", "part.parts", "a"),
        ("add", "part.parts", "new1"),
    ]


def test_each_line_is_named_after_the_question_and_its_place(show: ShowEditor) -> None:
    editor = show(PARTS, THREE)
    editor.focus_path(path_of("b"))
    face = QAccessible.queryAccessibleInterface(focus_widget())
    assert face.text(QAccessible.Text.Name) == "Which smaller questions?, part 2"
    assert editor.table.accessibleDescription().startswith("One question on each line. Press Enter")


def test_lines_that_may_only_be_read_offer_nothing_to_change(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(PARTS, THREE)
    editor.set_read_only(True)
    assert texts(editor) == ["Why a?", "Why b?", "Why c?"]
    editor.table.setFocus()
    press("Return", "Backspace", "Ctrl+Delete", "“x”")
    assert (editor_services.requests, editor_services.edits) == ([], [])
    editor.show_value(())
    assert (editor.empty_label.text(), editor.frame.isHidden()) == ("No parts yet.", True)


def test_a_line_of_somebody_else_comes_in_while_one_is_written(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(PARTS, THREE)
    editor.focus_path(path_of("b"))
    press("End", "Return", "“Mine”")
    editor.show_value((Item("x", {"part": "Theirs"}), *THREE))
    assert texts(editor) == ["Theirs", "Why a?", "Why b?", "Mine", "Why c?", ""]
    qtbot.waitUntil(lambda: focus_name() == path_of("new1"), timeout=2000)


def test_an_empty_line_between_others_is_forgotten_with_its_page(show: ShowEditor) -> None:
    editor = show(PARTS, THREE)
    editor.focus_path(path_of("a"))
    press("Return")
    editor.hide()
    editor.show()
    assert texts(editor) == ["Why a?", "Why b?", "Why c?", ""]
