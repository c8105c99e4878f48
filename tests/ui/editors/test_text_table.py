"""A table in a text is one object in the text box, and is edited in a grid below it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from carreport.form.richtext import RichText, Span
from carreport.form.schema import Field, Value
from carreport.ui.editors.table.text_table import with_words
from carreport.ui.editors.text import TextEditor
from carreport.ui.report.select_words import select_words
from carreport.ui.review.panel.marked_words import mark_words
from tests.ui.driver.editor_services import ShowEditor
from tests.ui.driver.keyboard import click, press, type_text

ISSUE = Field("issue", "text", "What is the issue?")
TABLE = {"type": "table", "rows": [["Visit", "People"], ["First", "12"]]}
TABLED: Value = ["Before.", TABLE, "After."]


def words(editor: QWidget) -> list[str]:
    assert isinstance(editor, TextEditor)
    return [block.plain_text for block in editor.text_edit.rich_text().blocks]


def fill(text: str) -> None:
    """Type in a cell: the first letter opens it."""
    type_text(text[0])
    type_text(text[1:])


def test_a_table_is_added_filled_and_left_by_keyboard(show: ShowEditor) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    type_text("We counted:")
    press("Ctrl+Shift+B")
    fill("Day")
    press("Tab")
    fill("How many people")
    press("Escape")
    press("Escape")
    type_text("More words.")
    assert words(editor) == ["We counted:", "Day\tHow many people\t\n\t\t\n\t\t", "More words."]
    assert editor.table_panel.isHidden()


def test_a_table_stays_as_it_is_when_the_text_beside_it_is_written(show: ShowEditor) -> None:
    editor = show(ISSUE, TABLED)
    editor.setFocus()
    press("Ctrl+Home")
    type_text("Long ")
    assert words(editor) == ["Long Before.", "Visit\tPeople\nFirst\t12", "After."]


def test_words_can_be_written_before_and_after_a_table_at_the_ends_of_a_text(show: ShowEditor) -> None:
    editor = show(ISSUE, [TABLE])
    editor.setFocus()
    press("Ctrl+Home")
    type_text("First.")
    press("Ctrl+End")
    type_text("Last.")
    assert words(editor) == ["First.", "Visit\tPeople\nFirst\t12", "Last."]


def test_backspace_selects_a_table_before_it_deletes_it(show: ShowEditor) -> None:
    editor = show(ISSUE, [TABLE, "After."])
    editor.setFocus()
    press("Ctrl+Home", "Down", "Home")
    press("Backspace")
    assert words(editor)[0] == "Visit\tPeople\nFirst\t12"
    press("Backspace")
    assert words(editor) == ["After."]
    editor.text_edit.undo()
    assert words(editor) == ["Visit\tPeople\nFirst\t12", "After."]


def test_joining_words_to_a_table_parts_them_again(show: ShowEditor) -> None:
    editor = show(ISSUE, TABLED)
    cursor = editor.text_edit.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(8, cursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert words(editor) == ["Bef", "Visit\tPeople\nFirst\t12", "After."]


def test_rows_and_columns_are_added_moved_and_removed(show: ShowEditor) -> None:
    editor = show(ISSUE, TABLED)
    editor.text_edit.table_requested.emit(8)
    click(editor.table_panel.buttons["Add row"])
    fill("Second")
    press("Escape")
    press("Alt+Down")
    assert words(editor)[1] == "Visit\tPeople\nFirst\t12\nSecond\t"
    press("Alt+Right")
    assert words(editor)[1] == "People\tVisit\n12\tFirst\n\tSecond"
    click(editor.table_panel.buttons["Remove column"])
    assert words(editor)[1] == "People\n12\n"
    editor.text_edit.undo()
    assert words(editor)[1] == "People\tVisit\n12\tFirst\n\tSecond"


def test_typing_in_a_cell_keeps_its_formatting_and_its_note(show: ShowEditor) -> None:
    cell = [{"text": "Visit", "strong": True, "note": "In May."}]
    editor = show(ISSUE, [{"type": "table", "rows": [[cell, "People"]]}])
    editor.text_edit.table_requested.emit(0)
    editor.table_panel.grid.item(0, 0).setText("A Visit")
    made = {"type": "table", "rows": [[[{**cell[0], "text": "A Visit"}], "People"]]}
    assert RichText.from_json(editor.read_controls()) == RichText.from_json([made])


def test_what_is_typed_in_a_cell_is_one_undo_step_and_committed_like_other_typing(show: ShowEditor) -> None:
    editor = show(ISSUE, TABLED)
    editor.text_edit.table_requested.emit(8)
    fill("Fourth")
    assert editor.has_unsaved_typing
    editor.flush()
    type_text(" of them")
    press("Escape")
    press("Escape")
    assert words(editor)[1] == "Fourth of them\tPeople\nFirst\t12"
    editor.text_edit.undo()
    assert words(editor)[1] == "Visit\tPeople\nFirst\t12"


def test_a_double_click_opens_a_table_and_a_cell_keeps_its_line_breaks(show: ShowEditor) -> None:
    broken = {"type": "table", "rows": [["Visit", "People"], ["First\nday", "12"]]}
    editor = show(ISSUE, ["Before.", broken, "After."])
    cursor = editor.text_edit.textCursor()
    cursor.setPosition(8)
    at = editor.text_edit.cursorRect(cursor).center() + QPoint(40, 0)
    QTest.mouseDClick(editor.text_edit.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert editor.table_panel.grid.hasFocus()
    press("Down", "F2", "End")
    type_text(" too")
    editor.flush()
    assert words(editor)[1] == "Visit\tPeople\nFirst\nday too\t12"


def test_going_to_words_in_a_cell_opens_the_table(show: ShowEditor) -> None:
    editor = show(ISSUE, TABLED)
    editor.text_edit.setFocus()
    select_words("People", "Visit People")
    assert editor.table_panel.grid.hasFocus()


def test_words_that_comments_quote_are_marked_in_and_behind_a_table(show: ShowEditor) -> None:
    box = show(ISSUE, TABLED).text_edit
    mark_words(box, [(1, 6, 12), (2, 0, 5)])
    marked = [(mark.cursor.selectionStart(), mark.cursor.selectedText()) for mark in box.extraSelections()]
    assert marked == [(8, "\ufffc"), (10, "After")]


def test_a_table_is_copied_and_pasted_whole(show: ShowEditor) -> None:
    editor = show(ISSUE, TABLED)
    editor.text_edit.selectAll()
    mime = editor.text_edit.createMimeDataFromSelection()
    assert "<th>Visit</th>" in mime.html()
    assert "First\t12" in mime.text()
    other = show(ISSUE)
    other.text_edit.insertFromMimeData(mime)
    assert words(other) == words(editor)


def test_new_words_of_a_cell_keep_the_formatting_and_notes_of_what_stays() -> None:
    bold, noted = Span("Four", strong=True), Span(" visits", note=(Span("In May."),))
    assert with_words((bold, noted), "Fourteen visits") == (Span("Fourteen", strong=True), noted)
    assert with_words((bold, noted), "Four") == (Span("Four", strong=True, note=(Span("In May."),)),)
    assert with_words((bold, noted), "") == ()
    assert with_words((), "New") == (Span("New"),)
