from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Field
from carreport.ui.editors.table.clipboard import parse_cell_block
from carreport.ui.editors.table.table_editor import TableEditor
from tests.ui.conftest import FakeEditorServices, ShowEditor


def _group(kind: str, item: str) -> Field:
    bare = Field(kind, kind, "What was said?", item_noun=item)
    return replace(bare, fields=KINDS[kind].built_in_fields(bare))


SURVEY = _group("survey", "statement")
COUNTED = (
    Item("a", {"statement": "Clear", "agree": 15, "disagree": 4, "dont_know": 0}),
    Item("b", {"statement": "Worth it", "agree": 16, "disagree": 3, "dont_know": 0}),
)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def _cell(editor: TableEditor, path: str) -> Any:
    found = editor.findChild(QWidget, path)
    assert found is not None, path
    return found


def _statements(editor: TableEditor) -> list[str]:
    rows = [row for row in editor.rows if not row.is_removed and not row.is_new]
    return [row.cells["statement"].cell_text() for row in sorted(rows, key=lambda row: row.handle.y())]


def _copy(words: str) -> None:
    QApplication.clipboard().setText(words)


def test_a_survey_is_written_with_tab_and_enter(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY)
    editor.setFocus()
    for words, key in (
        ("Clear", Key.Key_Tab),
        ("15", Key.Key_Tab),
        ("4", Key.Key_Tab),
        ("0", Key.Key_Return),
    ):
        qtbot.keyClicks(QApplication.focusWidget(), words)
        qtbot.keyClick(QApplication.focusWidget(), key)
    first = {"statement": "Clear", "agree": 15, "disagree": 4, "dont_know": 0}
    assert [item.values for item in editor.items] == [first]
    assert (QApplication.focusWidget() or editor).objectName() == "part.survey/new/statement"


def test_what_is_typed_in_the_empty_row_becomes_an_entry_after_a_short_rest(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(SURVEY)
    editor.setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "Clear")
    qtbot.waitUntil(
        lambda: desk.asked == [("add", "part.survey", None, {"statement": "Clear"})], timeout=1000
    )
    assert isinstance(_cell(editor, "part.survey/new1/statement"), QTextEdit)
    qtbot.keyClicks(QApplication.focusWidget(), "er")
    editor.flush()
    assert desk.edits == [("part.survey/new1/statement", "Clearer")]


def test_n_is_counted_at_the_end_of_each_row(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, COUNTED)
    assert [row.total_label.text() for row in editor.rows] == ["19", "19", ""]
    cell: QLineEdit = _cell(editor, "part.survey/b/disagree")
    cell.selectAll()
    qtbot.keyClicks(cell, "5")
    editor.flush()
    assert [row.total_label.text() for row in editor.rows] == ["19", "21", ""]
    remark = editor.remark_label.text()
    assert remark.startswith("The rows add up to different numbers: row 1 to 19 and row 2 to 21.")


def test_a_count_that_is_words_is_kept_and_said_and_not_counted(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(SURVEY, COUNTED)
    cell: QLineEdit = _cell(editor, "part.survey/a/agree")
    cell.setFocus()
    cell.selectAll()
    qtbot.keyClicks(cell, "many")
    qtbot.keyClick(cell, Key.Key_Tab)
    assert desk.edits == [("part.survey/a/agree", "many")]
    assert editor.rows[0].total_label.text() == ""
    assert editor.hint_label.text().startswith("Row 1, Agree: ")


def test_a_block_of_a_spreadsheet_fills_rows_below(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, COUNTED[:1])
    _copy("Statement\tAgree\tDisagree\r\nWorth it\t16\t3\r\nGoes on\t14\t5\r\n")
    editor.add_button.click()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_V, CTRL)
    assert [dict(item.values) for item in editor.items[1:]] == [
        {"statement": "Worth it", "agree": 16, "disagree": 3},
        {"statement": "Goes on", "agree": 14, "disagree": 5},
    ]
    assert _statements(editor) == ["Clear", "Worth it", "Goes on"]
    assert editor.rows[-1].is_new


def test_a_block_with_too_many_columns_says_what_was_left_out(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, COUNTED)
    cell = _cell(editor, "part.survey/a/dont_know")
    cell.setFocus()
    _copy("1\t2\t3")
    qtbot.keyClick(cell, Key.Key_V, CTRL)
    assert editor.items[0].get("dont_know") == 1
    assert editor.remark_label.text() == "2 of the pasted columns had no place here and were left out."


def test_one_line_from_the_clipboard_is_words_in_the_cell(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, COUNTED)
    cell: QTextEdit = _cell(editor, "part.survey/a/statement")
    cell.setFocus()
    cell.selectAll()
    _copy("Very clear")
    qtbot.keyClick(cell, Key.Key_V, CTRL)
    editor.flush()
    assert editor.items[0].get("statement") == "Very clear"


def test_a_row_is_removed_and_comes_back_by_keyboard(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(SURVEY, COUNTED)
    cell = _cell(editor, "part.survey/a/agree")
    cell.setFocus()
    qtbot.keyClick(cell, Key.Key_Delete, CTRL)
    assert [item.id for item in editor.items] == ["b"]
    undo = QApplication.focusWidget()
    assert undo is not None
    assert undo.objectName() == "part.survey/a#undo"
    qtbot.keyClick(undo, Key.Key_Space)
    assert [item.id for item in editor.items] == ["a", "b"]
    assert _statements(editor) == ["Clear", "Worth it"]
    assert desk.asked == [("remove", "part.survey/a"), ("restore", "part.survey/a")]


def test_a_row_is_removed_by_its_button(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, COUNTED)
    qtbot.mouseClick(editor.findChild(QPushButton, "part.survey/b#remove"), LEFT)
    assert [item.id for item in editor.items] == ["a"]
    assert any(label.text() == "Removed: Worth it" for label in editor.findChildren(QLabel))


def test_rows_are_moved_by_keyboard(show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = show(SURVEY, COUNTED)
    cell = _cell(editor, "part.survey/b/agree")
    cell.setFocus()
    qtbot.keyClick(cell, Key.Key_Up, ALT)
    assert desk.asked == [("move", "part.survey/b", None)]
    qtbot.waitUntil(lambda: _statements(editor) == ["Worth it", "Clear"])
    assert cell.hasFocus()


def test_rows_are_dragged_by_their_grip(show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = show(SURVEY, COUNTED)
    qtbot.waitUntil(lambda: editor.rows[1].handle.y() > editor.rows[0].handle.y() > 0)
    grip, other = editor.rows[0].handle, editor.rows[1].handle
    there = grip.mapFromGlobal(other.mapToGlobal(QPoint(5, other.height())))
    qtbot.mousePress(grip, LEFT, pos=QPoint(5, 5))
    qtbot.mouseMove(grip, there)
    qtbot.mouseRelease(grip, LEFT, pos=there)
    assert desk.asked == [("move", "part.survey/a", "b")]


def test_rows_of_others_come_in_and_words_being_typed_stay(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, COUNTED)
    cell: QTextEdit = _cell(editor, "part.survey/a/statement")
    cell.setFocus()
    qtbot.keyClicks(cell, "Very ")
    theirs = Item("x", {"statement": "Theirs"})
    editor.show_value((COUNTED[0], theirs, COUNTED[1]))
    assert _statements(editor) == ["Very Clear", "Theirs", "Worth it"]


def test_a_long_statement_takes_several_lines(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, (Item("a", {"statement": "Clear"}), Item("b", {"statement": "Clear to all " * 20})))
    short, long = _cell(editor, "part.survey/a/statement"), _cell(editor, "part.survey/b/statement")
    qtbot.waitUntil(lambda: long.height() > short.height() * 2)


def test_a_block_is_read_as_spreadsheets_write_it() -> None:
    assert parse_cell_block('a\t"b ""c"""\n"d\ne"\t\n\n') == [["a", 'b "c"'], ["d\ne", ""]]
