"""A note is written in a panel below its text; what is typed is kept in the text at once."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from carreport.form.richtext import RichText, Span
from carreport.form.schema import Field, Value
from carreport.ui.editors.note_panel import NO_WORD
from carreport.ui.editors.text import TextEditor
from carreport.ui.report.select_words import select_words
from carreport.ui.richtext.note_marks import mark_places
from tests.ui.driver.accessibility import Announcements
from tests.ui.driver.editor_services import ShowEditor
from tests.ui.driver.keyboard import click, focus_widget, press, type_text

ISSUE = Field("issue", "text", "What is the issue?")
NOTED: Value = [
    {"type": "paragraph", "spans": [{"text": "We met", "note": [{"text": "In March."}]}, {"text": " twice"}]}
]


def notes(editor: QWidget) -> list[str]:
    assert isinstance(editor, TextEditor)
    return [note.plain_text for note in editor.text_edit.rich_text().notes]


def test_a_note_is_added_written_and_left_by_keyboard(show: ShowEditor) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    type_text("We met")
    press("Ctrl+Alt+F")
    assert focus_widget().accessibleName() == "Note 1"
    type_text("In March.")
    assert notes(editor) == ["In March."]
    press("Escape")
    type_text(" twice")
    assert editor.text_edit.rich_text().blocks[0].spans == (
        Span("We met", note=(Span("In March."),)),
        Span(" twice"),
    )
    assert editor.note_panel.isHidden()


def test_everything_typed_in_a_note_is_one_step_to_undo(show: ShowEditor) -> None:
    editor = show(ISSUE, NOTED)
    editor.text_edit.note_requested.emit(6)
    type_text(" And May.")
    assert notes(editor) == ["In March. And May."]
    editor.text_edit.undo()
    assert notes(editor) == ["In March."]
    assert editor.note_panel.note_edit.toPlainText() == "In March."


def test_a_note_closes_when_its_mark_is_deleted(show: ShowEditor) -> None:
    editor = show(ISSUE, NOTED)
    editor.text_edit.note_requested.emit(6)
    editor.text_edit.selectAll()
    editor.text_edit.textCursor().removeSelectedText()
    assert editor.note_panel.isHidden()
    editor.text_edit.undo()
    assert notes(editor) == ["In March."]


def test_remove_takes_only_the_note_away(show: ShowEditor) -> None:
    editor = show(ISSUE, NOTED)
    editor.text_edit.note_requested.emit(6)
    click(editor.note_panel.remove_button)
    assert editor.text_edit.rich_text().plain_text == "We met twice"
    assert editor.text_edit.hasFocus()


def test_an_empty_note_leaves_no_mark(show: ShowEditor) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    type_text("We met")
    press("Ctrl+Alt+F")
    click(editor.note_panel.done_button)
    assert mark_places(editor.text_edit.document()) == []


def test_a_note_needs_a_word_before_it(show: ShowEditor) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    press("Ctrl+Alt+F")
    assert editor.paste_note.text() == NO_WORD
    assert editor.note_panel is None


def test_a_mark_that_the_cursor_comes_to_is_said_but_not_while_typing(
    show: ShowEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = show(ISSUE, NOTED)
    editor.setFocus()
    announcements = Announcements(monkeypatch)
    press(*["Right"] * 6)
    assert announcements.take() == ["Note 1: In March."]
    type_text("!")
    assert announcements.take() == []


@pytest.mark.parametrize("key", ["Ctrl+Return", "Ctrl+Alt+F"])
def test_a_key_opens_the_note_beside_the_cursor(show: ShowEditor, key: str) -> None:
    editor = show(ISSUE, NOTED)
    editor.setFocus()
    cursor = editor.text_edit.textCursor()
    cursor.setPosition(7)
    editor.text_edit.setTextCursor(cursor)
    press(key)
    assert focus_widget() is editor.note_panel.note_edit


def test_a_note_has_emphasis_and_lines_but_no_lists(show: ShowEditor) -> None:
    editor = show(ISSUE, NOTED)
    editor.text_edit.note_requested.emit(6)
    editor.note_panel.note_edit.moveCursor(QTextCursor.MoveOperation.End)
    press("Ctrl+B", "Return", "Ctrl+Shift+8")
    type_text("- May")
    assert notes(editor) == ["In March.\n- May"]


def test_another_text_shown_closes_the_note(show: ShowEditor) -> None:
    editor = show(ISSUE, NOTED)
    editor.text_edit.note_requested.emit(6)
    editor.show_value(RichText.from_plain("Other words").to_json())
    assert editor.note_panel.isHidden()
    assert notes(editor) == []


def test_words_in_a_note_are_shown_by_opening_it(show: ShowEditor) -> None:
    editor = show(ISSUE, NOTED)
    editor.setFocus()
    select_words("March", "In March.")
    assert focus_widget() is editor.note_panel.note_edit


def test_words_behind_a_mark_are_selected(show: ShowEditor) -> None:
    editor = show(ISSUE, NOTED)
    editor.setFocus()
    select_words("twice", "We met twice")
    assert editor.text_edit.textCursor().selectedText() == "twice"
