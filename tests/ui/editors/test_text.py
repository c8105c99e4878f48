from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from carreport.form.richtext import RichText
from carreport.form.schema import Field
from carreport.ui.richtext.toolbar import FormatButton
from tests.ui.driver.accessibility import Announcements
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import click, focus_widget, press, type_text

ISSUE = Field("issue", "text", "What is the issue?")


def test_what_is_written_is_handed_on_as_blocks_after_a_short_rest(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(ISSUE)
    box = editor.findChild(QTextEdit, "part.issue")
    box.setFocus()
    type_text("We meet")
    assert editor_services.edits == []
    expected = RichText.from_plain("We meet").to_json()
    qtbot.waitUntil(lambda: editor_services.edits == [("part.issue", expected)], timeout=1000)


def test_a_text_is_handed_on_at_once_when_the_keyboard_leaves(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    type_text("We meet")
    press("Tab")
    editor.flush()
    assert editor_services.edits == [("part.issue", RichText.from_plain("We meet").to_json())]


def test_showing_a_text_hands_nothing_on_and_keeps_the_cursor(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(ISSUE, RichText.from_plain("One two").to_json())
    cursor = editor.text_edit.textCursor()
    cursor.setPosition(3)
    editor.text_edit.setTextCursor(cursor)
    editor.show_value(RichText.from_plain("One two three").to_json())
    qtbot.wait(0)
    assert (editor.text_edit.textCursor().position(), editor_services.edits) == (3, [])


def test_a_bullet_that_was_just_begun_is_not_swept_away(show: ShowEditor) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    type_text("- ")
    editor.flush()
    editor.show_value([])
    type_text("one")
    assert editor.text_edit.rich_text().blocks[0].type == "bullet"


def test_the_tools_are_there_only_while_one_writes_and_nothing_moves(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(ISSUE)
    show(Field("other", "line", "Other")).setFocus()
    place, height = editor.text_edit.mapTo(editor, QPoint(0, 0)), editor.frame.height()
    assert not editor.toolbar.isVisible()
    editor.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.toolbar.isVisible)
    assert (editor.text_edit.mapTo(editor, QPoint(0, 0)), editor.frame.height()) == (place, height)


def test_the_tools_are_reached_used_and_left_by_keyboard(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    type_text("words")
    press("Alt+F10")
    press("Right", "Right")
    tool = focus_widget()
    assert isinstance(tool, FormatButton)
    assert tool.accessibleName() == "Bulleted list: What is the issue?"
    press("Return")
    assert editor.text_edit.hasFocus()
    editor.flush()
    assert editor_services.edits[-1][1][0]["type"] == "bullet"
    assert editor_services.finished == []


def test_escape_leads_from_the_tools_back_to_the_text(show: ShowEditor) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    press("Alt+F10")
    press("Escape")
    assert editor.text_edit.hasFocus()


def test_a_tool_shows_what_is_so_at_the_cursor(show: ShowEditor) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    bold = editor.toolbar.format_buttons[0]
    click(bold)
    type_text("strong")
    assert bold.isChecked()
    assert editor.text_edit.rich_text().blocks[0].spans[0].strong


def test_a_shortcut_says_whether_bold_is_on(show: ShowEditor, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = show(ISSUE)
    editor.setFocus()
    announcements = Announcements(monkeypatch)
    press("Ctrl+B", "Ctrl+B")
    assert announcements.take() == ["Bold on", "Bold off"]


def test_a_pasted_picture_is_left_out_and_that_is_said(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(ISSUE)
    mime = QMimeData()
    mime.setHtml('<p>Look: <img src="https://example.org/a.png"></p>')
    editor.text_edit.insertFromMimeData(mime)
    editor.flush()
    assert editor_services.edits == [("part.issue", RichText.from_plain("Look:").to_json())]
    assert editor.paste_note.text().startswith("A picture was left out.")


def test_the_link_is_requested_from_the_editor_services(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor_services.link = "https://example.org"
    editor = show(ISSUE)
    editor.setFocus()
    press("Ctrl+K")
    assert editor_services.requests == [("ask", "")]
    assert editor.text_edit.rich_text().blocks[0].spans[0].link == "https://example.org"


def test_a_text_longer_than_a_draft_can_read_back_stays_in_the_box_and_is_not_handed_on(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(ISSUE)
    editor.text_edit.setPlainText("\n".join(["a word " * 20] * 14_500))
    editor.commit()
    assert editor_services.edits == []
    assert "too long" in editor.hint_label.text()
