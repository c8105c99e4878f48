from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton

from carreport.form.answers import Item
from carreport.ui.board.paste_preview import NOTHING_COPIED
from tests.ui.driver.drafts import group_field
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import click, copy_text, focus_name, press, type_text

BOARD = group_field("board", "board", "What did people put on the board?", "note")
UP = (
    Item("a", {"note": "Open days", "stage": "working", "theme": "Time", "votes": 2}),
    Item("b", {"note": "A shared list", "stage": "opportunity"}),
    Item("c", {"note": "No lead"}),
)


def _notes(editor: Any) -> list[dict[str, Any]]:
    return [dict(item.values) for item in editor.items]


def test_forty_notes_of_four_stages_and_eight_themes_take_less_than_ninety_keys(show: ShowEditor) -> None:
    editor = show(BOARD)
    editor.setFocus()
    keys: list[str] = []
    for stage in range(4):
        keys.append(f"Alt+{stage + 1}")
        for theme in range(2):
            keys += ["Tab", f"“Theme {stage}{theme}”", "Return"]
            for number in range(5):
                keys += [f"“Note {stage}{theme}{number}”", "Return"]
    press(*keys)
    assert sum(1 + key.count("+") for key in keys if not key.startswith("“")) < 90
    assert len(editor.items) == 40
    assert _notes(editor)[17] == {"note": "Note 112", "stage": "not_working", "theme": "Theme 11"}
    assert {item.get("stage") for item in editor.items[30:]} == {"priority"}


def test_the_table_stays_for_the_next_note_and_the_votes_do_not(show: ShowEditor) -> None:
    editor = show(BOARD)
    editor.setFocus()
    type_text("Open days")
    for words in ("Time", "2", "3"):
        press("Tab")
        type_text(words)
    press("Return")
    type_text("A shared list")
    press("Return")
    assert _notes(editor) == [
        {"note": "Open days", "theme": "Time", "table": "2", "votes": 3},
        {"note": "A shared list", "theme": "Time", "table": "2"},
    ]


def test_a_digit_with_alt_writes_no_digit(show: ShowEditor) -> None:
    editor = show(BOARD)
    editor.setFocus()
    press("Alt+3")
    note = editor.note_input
    assert (note.text_cell.cell_text(), note.values()) == ("", {"stage": "opportunity"})
    press("Alt+0")
    assert editor.note_input.values() == {}


def test_enter_with_nothing_typed_puts_nothing_up(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(BOARD)
    editor.setFocus()
    press("Return")
    press("Tab")
    press("Return")
    assert editor_services.requests == []
    assert editor.note_input.text_cell.hasFocus()


def test_pasted_cells_are_looked_at_first_and_go_up_in_one_go(
    show: ShowEditor, editor_services: FakeEditorServices
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
    assert (editor.items, editor_services.requests) == ((), [])
    press("Return")
    assert _notes(editor) == [
        {"note": "Open days", "stage": "opportunity", "votes": 3},
        {"note": "Two lines"},
    ]
    press("Space")
    assert editor_services.requests[-1] == ("remove", "part.board", "new1", "new2")


def test_pasted_cells_can_be_left(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(BOARD)
    copy_text("Open days\nA shared list\n")
    editor.note_input.text_cell.setFocus()
    press("Ctrl+V")
    assert not editor.preview.isHidden()
    press("Escape")
    assert (editor.preview.isHidden(), editor.items, editor_services.requests) == (True, (), [])
    assert editor.note_input.text_cell.hasFocus()


def test_the_button_says_so_where_nothing_was_copied(show: ShowEditor) -> None:
    editor = show(BOARD)
    copy_text("")
    click(editor.paste)
    assert editor.preview.title.text() == NOTHING_COPIED


def test_a_note_is_changed_by_keyboard_and_what_was_being_typed_stays(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(BOARD, UP)
    editor.note_input.text_cell.setFocus()
    press("Alt+2")
    type_text("Half a")
    editor.view.setFocus()
    editor.note_list_view.select("b")
    press("Return")
    assert focus_name() == "part.board/b/note"
    type_text("One shared list")
    press("Alt+4")
    press("Return")
    assert editor_services.requests == [
        ("change", "part.board/b", {"note": "One shared list", "stage": "priority"})
    ]
    assert editor.view.hasFocus()
    assert editor.note_input.values() == {"note": "Half a", "stage": "not_working"}


def test_the_arrows_go_through_the_themes_that_are_there(show: ShowEditor) -> None:
    editor = show(BOARD, (*UP, Item("d", {"note": "More", "theme": "People"})))
    editor.note_input.text_cell.setFocus()
    press("Tab")
    press("Down")
    press("Down")
    press("Return")
    assert editor.note_input.text_cell.hasFocus()
    assert editor.note_input.values() == {"theme": "People"}


def test_a_change_is_left_with_escape(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(BOARD, UP)
    editor.view.setFocus()
    editor.note_list_view.select("a")
    press("Return")
    type_text("Something else")
    press("Escape")
    assert (editor_services.requests, editor.items) == ([], UP)
    assert editor.view.hasFocus()


def test_stage_votes_and_place_are_changed_by_single_keys(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(BOARD, UP)
    editor.view.setFocus()
    editor.note_list_view.select("a")
    press("4")
    press("+")
    press("Alt+Down")
    assert editor_services.requests == [
        ("change", "part.board/a", {"stage": "priority"}),
        ("change", "part.board/a", {"votes": 3}),
        ("move", "part.board/a", "b"),
    ]
    assert [item.id for item in editor.items] == ["b", "a", "c"]


def test_a_note_is_taken_down_and_back_by_keyboard(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(BOARD, UP)
    editor.view.setFocus()
    editor.note_list_view.select("b")
    press("Delete")
    assert [item.id for item in editor.items] == ["a", "c"]
    assert editor.undo_line.label.text() == "Removed: A shared list"
    click(editor.findChild(QPushButton, "part.board#undo"))
    assert editor_services.requests == [("remove", "part.board/b"), ("restore", "part.board/b")]


def test_every_note_is_spoken_as_one_sentence(show: ShowEditor) -> None:
    editor = show(BOARD, UP)
    face = QAccessible.queryAccessibleInterface(editor.view)
    assert face.childCount() == 3
    assert face.child(0).text(QAccessible.Text.Name) == "Open days, Working well, Time, 2 votes"


def test_a_stage_that_the_form_no_longer_has_is_kept(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(BOARD, (Item("a", {"note": "Open days", "stage": "gone"}),))
    editor.view.setFocus()
    editor.note_list_view.select("a")
    press("Return")
    type_text("Open evenings")
    press("Return")
    assert editor_services.requests == [("change", "part.board/a", {"note": "Open evenings"})]


def test_a_board_that_can_only_be_read_is_left_as_it_is(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(BOARD, UP)
    editor.set_read_only(True)
    editor.view.setFocus()
    editor.note_list_view.select("a")
    press("Return", "Delete", "1", "+")
    assert (editor_services.requests, editor.items, editor.note_input.isHidden()) == ([], UP, True)


def test_the_whole_board_is_one_button_away(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(BOARD, UP)
    click(editor.board_button)
    assert editor_services.requests == [("task", "board", "part.board")]


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
