from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Field
from carreport.ui.board.paste_preview import NOTHING_COPIED
from tests.ui.conftest import FakeEditorServices, ShowEditor

BARE = Field("board", "board", "What did people put on the board?", item_noun="note")
BOARD = replace(BARE, fields=KINDS["board"].built_in_fields(BARE))
UP = (
    Item("a", {"note": "Open days", "stage": "working", "theme": "Time", "votes": 2}),
    Item("b", {"note": "A shared list", "stage": "opportunity"}),
    Item("c", {"note": "No lead"}),
)
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def _focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


class Hands:
    """Types as a person does, and counts every key that is not a letter of the text."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.pressed = 0

    def type(self, words: str) -> None:
        self.qtbot.keyClicks(_focus(), words)

    def press(self, key: Key, *held: Qt.KeyboardModifier) -> None:
        together = Qt.KeyboardModifier.NoModifier
        for each in held:
            together |= each
        self.pressed += 1 + len(held)
        self.qtbot.keyClick(_focus(), key, together)


def _notes(editor: Any) -> list[dict[str, Any]]:
    return [dict(item.values) for item in editor.items]


def test_forty_notes_of_four_stages_and_eight_themes_take_less_than_ninety_keys(
    show: ShowEditor, qtbot: QtBot
) -> None:
    editor, hands = show(BOARD), Hands(qtbot)
    editor.setFocus()
    for stage in range(4):
        hands.press((Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4)[stage], ALT)
        for theme in range(2):
            hands.press(Key.Key_Tab)
            hands.type(f"Theme {stage}{theme}")
            hands.press(Key.Key_Return)
            for number in range(5):
                hands.type(f"Note {stage}{theme}{number}")
                hands.press(Key.Key_Return)
    assert hands.pressed < 90
    assert len(editor.items) == 40
    assert _notes(editor)[17] == {"note": "Note 112", "stage": "not_working", "theme": "Theme 11"}
    assert {item.get("stage") for item in editor.items[30:]} == {"priority"}


def test_the_table_stays_for_the_next_note_and_the_votes_do_not(show: ShowEditor, qtbot: QtBot) -> None:
    editor, hands = show(BOARD), Hands(qtbot)
    editor.setFocus()
    hands.type("Open days")
    for words in ("Time", "2", "3"):
        hands.press(Key.Key_Tab)
        hands.type(words)
    hands.press(Key.Key_Return)
    hands.type("A shared list")
    hands.press(Key.Key_Return)
    assert _notes(editor) == [
        {"note": "Open days", "theme": "Time", "table": "2", "votes": 3},
        {"note": "A shared list", "theme": "Time", "table": "2"},
    ]


def test_a_digit_with_alt_writes_no_digit(show: ShowEditor, qtbot: QtBot) -> None:
    editor, hands = show(BOARD), Hands(qtbot)
    editor.setFocus()
    hands.press(Key.Key_3, ALT)
    note = editor.note_input
    assert (note.text_cell.cell_text(), note.values()) == ("", {"stage": "opportunity"})
    hands.press(Key.Key_0, ALT)
    assert editor.note_input.values() == {}


def test_enter_with_nothing_typed_puts_nothing_up(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor, hands = show(BOARD), Hands(qtbot)
    editor.setFocus()
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Return)
    assert desk.asked == []
    assert editor.note_input.text_cell.hasFocus()


def test_pasted_cells_are_looked_at_first_and_go_up_in_one_go(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(BOARD)
    mime = QMimeData()
    mime.setText('Note\tStage\tVotes\r\nOpen days\tOpportunities\t3\r\n"Two\nlines"\tnowhere\t\r\n')
    editor.note_input.text_cell.insertFromMimeData(mime)
    assert editor.preview.title.text() == "2 notes to add"
    assert editor.preview.sample.text().splitlines() == [
        "•  Open days  –  Opportunity · 3 votes",
        "•  Two lines",
    ]
    assert "Row 2: “nowhere” is not a stage" in editor.preview.remarks.text()
    assert (editor.items, desk.asked) == ((), [])
    qtbot.keyClick(_focus(), Key.Key_Return)
    assert _notes(editor) == [
        {"note": "Open days", "stage": "opportunity", "votes": 3},
        {"note": "Two lines"},
    ]
    qtbot.keyClick(_focus(), Key.Key_Space)
    assert desk.asked[-1] == ("remove", "part.board", "new1", "new2")


def test_pasted_cells_can_be_left(show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = show(BOARD)
    QApplication.clipboard().setText("Open days\nA shared list\n")
    editor.note_input.text_cell.setFocus()
    qtbot.keyClick(editor.note_input.text_cell, Key.Key_V, CTRL)
    assert not editor.preview.isHidden()
    qtbot.keyClick(_focus(), Key.Key_Escape)
    assert (editor.preview.isHidden(), editor.items, desk.asked) == (True, (), [])
    assert editor.note_input.text_cell.hasFocus()


def test_the_button_says_so_where_nothing_was_copied(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(BOARD)
    QApplication.clipboard().setText("")
    qtbot.mouseClick(editor.paste, Qt.MouseButton.LeftButton)
    assert editor.preview.title.text() == NOTHING_COPIED


def test_a_note_is_changed_by_keyboard_and_what_was_being_typed_stays(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor, hands = show(BOARD, UP), Hands(qtbot)
    editor.note_input.text_cell.setFocus()
    hands.press(Key.Key_2, ALT)
    hands.type("Half a")
    editor.view.setFocus()
    editor.note_list_view.select("b")
    hands.press(Key.Key_Return)
    assert _focus().objectName() == "part.board/b/note"
    hands.type("One shared list")
    hands.press(Key.Key_4, ALT)
    hands.press(Key.Key_Return)
    assert desk.asked == [("change", "part.board/b", {"note": "One shared list", "stage": "priority"})]
    assert editor.view.hasFocus()
    assert editor.note_input.values() == {"note": "Half a", "stage": "not_working"}


def test_the_arrows_go_through_the_themes_that_are_there(show: ShowEditor, qtbot: QtBot) -> None:
    editor, hands = show(BOARD, (*UP, Item("d", {"note": "More", "theme": "People"}))), Hands(qtbot)
    editor.note_input.text_cell.setFocus()
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    assert editor.note_input.text_cell.hasFocus()
    assert editor.note_input.values() == {"theme": "People"}


def test_a_change_is_left_with_escape(show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor, hands = show(BOARD, UP), Hands(qtbot)
    editor.view.setFocus()
    editor.note_list_view.select("a")
    hands.press(Key.Key_Return)
    hands.type("Something else")
    hands.press(Key.Key_Escape)
    assert (desk.asked, editor.items) == ([], UP)
    assert editor.view.hasFocus()


def test_stage_votes_and_place_are_changed_by_single_keys(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor, hands = show(BOARD, UP), Hands(qtbot)
    editor.view.setFocus()
    editor.note_list_view.select("a")
    hands.press(Key.Key_4)
    hands.press(Key.Key_Plus)
    hands.press(Key.Key_Down, ALT)
    assert desk.asked == [
        ("change", "part.board/a", {"stage": "priority"}),
        ("change", "part.board/a", {"votes": 3}),
        ("move", "part.board/a", "b"),
    ]
    assert [item.id for item in editor.items] == ["b", "a", "c"]


def test_a_note_is_taken_down_and_back_by_keyboard(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor, hands = show(BOARD, UP), Hands(qtbot)
    editor.view.setFocus()
    editor.note_list_view.select("b")
    hands.press(Key.Key_Delete)
    assert [item.id for item in editor.items] == ["a", "c"]
    assert editor.undo_line.label.text() == "Removed: A shared list"
    qtbot.mouseClick(editor.findChild(QPushButton, "part.board#undo"), Qt.MouseButton.LeftButton)
    assert desk.asked == [("remove", "part.board/b"), ("restore", "part.board/b")]


def test_every_note_is_spoken_as_one_sentence(show: ShowEditor) -> None:
    editor = show(BOARD, UP)
    face = QAccessible.queryAccessibleInterface(editor.view)
    assert face.childCount() == 3
    assert face.child(0).text(QAccessible.Text.Name) == "Open days, Working well, Time, 2 votes"


def test_a_stage_that_the_form_no_longer_has_is_kept(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor, hands = show(BOARD, (Item("a", {"note": "Open days", "stage": "gone"}),)), Hands(qtbot)
    editor.view.setFocus()
    editor.note_list_view.select("a")
    hands.press(Key.Key_Return)
    hands.type("Open evenings")
    hands.press(Key.Key_Return)
    assert desk.asked == [("change", "part.board/a", {"note": "Open evenings"})]


def test_a_board_that_can_only_be_read_is_left_as_it_is(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor, hands = show(BOARD, UP), Hands(qtbot)
    editor.set_read_only(True)
    editor.view.setFocus()
    editor.note_list_view.select("a")
    for key in (Key.Key_Return, Key.Key_Delete, Key.Key_1, Key.Key_Plus):
        hands.press(key)
    assert (desk.asked, editor.items, editor.note_input.isHidden()) == ([], UP, True)


def test_the_whole_board_is_one_button_away(show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = show(BOARD, UP)
    qtbot.mouseClick(editor.board_button, Qt.MouseButton.LeftButton)
    assert desk.asked == [("work", "board", "part.board")]


def test_the_last_notes_that_go_leave_the_keyboard_and_the_themes_that_are_left(show: ShowEditor) -> None:
    more = tuple(Item(f"m{number}", {"note": f"More {number}", "theme": f"T{number}"}) for number in range(3))
    editor = show(BOARD, (*UP, *more))
    themes = editor.note_input.inputs["theme"]
    assert [themes.itemText(number) for number in range(themes.count())][-3:] == ["T0", "T1", "T2"]
    editor.note_list_view.select(UP[0].id)
    editor.show_value((*UP, more[0]))
    assert editor.note_list_view.current_key == UP[0].id
    assert [themes.itemText(number) for number in range(themes.count())][-1] == "T0"
    assert editor.view.model().rowCount() == len(UP) + 1
