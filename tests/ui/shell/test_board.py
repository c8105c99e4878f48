from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.bulk_items import add_items
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.settings import Settings
from carreport.ui.board.board_page import BoardPage
from carreport.ui.main_window import MainWindow
from tests.ui.shell.conftest import FakePrompts, Show

FORM = """
[form]
id = "small"
title = "A small form"
version = 1

[[section]]
id = "data"
title = "Data"

[[section.field]]
id = "workshops"
kind = "list"
item = "workshop"
label = "Which workshops were there?"

[[section.field.field]]
id = "name"
kind = "line"
label = "Name"

[[section.field.field]]
id = "notes"
kind = "board"
item = "note"
label = "What did people put on the board?"

[[section.field.field]]
id = "wall"
kind = "photos"
item = "picture"
label = "What did the wall look like?"
"""
NOTES = (
    {"note": "Open days", "stage": "working", "theme": "Time", "votes": 3},
    {"note": "One card", "stage": "working", "theme": "People"},
    {"note": "No lead", "stage": "not_working", "theme": "Time"},
    {"note": "Ring ahead", "stage": "opportunity"},
)
CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
Key = Qt.Key


class Board:
    """An inquiry with one workshop, its window, and the page of its board."""

    def __init__(self, tmp_path: Path, prompts: FakePrompts, on_screen: Show) -> None:
        path = tmp_path / "a.carreport"
        with DraftSession.create(path, parse_form(FORM), "Ailsa Kerr") as made:
            self.workshop = made.add_item("data.workshops", None, {"name": "Handover morning"})
            self.path = f"data.workshops/{self.workshop}/notes"
            self.ids = [made.add_item(self.path, None, each) for each in NOTES]
            image = QImage(40, 20, QImage.Format.Format_RGB32)
            image.fill(QColor("#336699"))
            image.save(str(tmp_path / "wall.png"))
            picture = made.attach(prepare_picture(tmp_path / "wall.png"))
            self.photo = made.add_item(f"data.workshops/{self.workshop}/wall", None, {"picture": picture})
        self.window = MainWindow(Settings(name="Ailsa Kerr"), prompts)
        on_screen(self.window)
        self.window.open_draft(path)
        self.window.begin_task("board", self.path)
        assert self.window.inquiry.wizard is not None
        self.session = self.window.inquiry.wizard.session
        page = self.window.inquiry.wizard.pages.currentWidget()
        assert isinstance(page, BoardPage)
        self.page = page
        self.grid = page.editor.grid
        QApplication.processEvents()

    def notes(self) -> list[dict[str, Any]]:
        return [dict(item.values) for item in self.session.answers().items(self.path)]

    def middle_of(self, number: int) -> QPoint:
        place = self.grid.board_model.board_layout.cell_of(self.ids[number])
        assert place is not None
        return self.grid.visualRect(self.grid.board_model.index(*place)).center()


@pytest.fixture
def board(tmp_path: Path, prompts: FakePrompts, on_screen: Show) -> Any:
    made = Board(tmp_path, prompts, on_screen)
    yield made
    made.window.close()


def test_the_notes_stand_under_their_stages_and_beside_their_themes(board: Board) -> None:
    arranged = board.grid.board_model.board_layout
    assert [(label, count) for _, label, count in arranged.columns] == [
        ("Working well", 2),
        ("Not working well", 1),
        ("Opportunity", 1),
        ("Priority", 0),
    ]
    assert [(band.label, band.count) for band in arranged.bands] == [
        ("Time", 2),
        ("People", 1),
        ("No theme yet", 1),
    ]


def test_notes_typed_beside_the_board_hang_on_it_at_once(board: Board, qtbot: QtBot) -> None:
    assert board.page.editor.note_input.text_cell.hasFocus()
    qtbot.keyClick(board.page.editor.note_input.text_cell, Key.Key_4, Qt.KeyboardModifier.AltModifier)
    for words in ("A shared list", "Somebody to ask"):
        qtbot.keyClicks(QApplication.focusWidget(), words)
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert board.notes()[-2:] == [
        {"note": "A shared list", "stage": "priority"},
        {"note": "Somebody to ask", "stage": "priority"},
    ]
    assert board.grid.board_model.board_layout.columns[3][2] == 2


def test_a_card_is_dragged_to_another_stage_and_theme(board: Board, qtbot: QtBot) -> None:
    start, end = board.middle_of(1), board.middle_of(2)
    view = board.grid.viewport()
    qtbot.mousePress(view, LEFT, pos=start)
    qtbot.mouseMove(view, start + QPoint(12, 0))
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, LEFT, pos=end)
    assert board.notes()[1] == {"note": "One card", "stage": "not_working", "theme": "Time"}


def test_a_click_moves_nothing(board: Board, qtbot: QtBot) -> None:
    before = board.notes()
    qtbot.mouseClick(board.grid.viewport(), LEFT, pos=board.middle_of(1))
    assert board.grid.current_id == board.ids[1]
    assert board.notes() == before


def test_a_card_is_moved_by_keyboard_and_undo_hangs_it_back_on_the_same_page(
    board: Board, qtbot: QtBot
) -> None:
    board.grid.setFocus()
    board.grid.select(board.ids[0])
    qtbot.keyClick(board.grid, Key.Key_Right, CTRL)
    qtbot.keyClick(board.grid, Key.Key_Down, CTRL)
    assert board.notes()[0] == {"note": "Open days", "stage": "not_working", "theme": "People", "votes": 3}
    assert board.grid.current_id == board.ids[0]
    wizard = board.window.inquiry.wizard
    assert wizard is not None
    wizard.undo()
    wizard.undo()
    assert board.notes()[0] == NOTES[0]
    assert wizard.pages.currentWidget() is board.page


def test_pasted_notes_go_up_and_one_undo_takes_them_down(board: Board, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("Note\tStage\nA shared list\tpriority\nTraining\tpriority")
    qtbot.mouseClick(board.page.editor.paste, LEFT)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert [each["note"] for each in board.notes()[4:]] == ["A shared list", "Training"]
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Z, CTRL)
    assert board.notes() == list(NOTES)


def test_many_pasted_notes_go_up_and_the_line_below_takes_all_down(board: Board, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("\n".join(f"Note {number}" for number in range(200)))
    qtbot.mouseClick(board.page.editor.paste, LEFT)
    board.page.editor.preview.accept_button.click()
    assert [each["note"] for each in board.notes()[len(NOTES) :]] == [f"Note {n}" for n in range(200)]
    assert board.page.editor.undo_line.label.text() == "200 notes added."
    board.page.editor.undo_line.undo.click()
    assert board.notes() == list(NOTES)
    assert not board.window.inquiry.wizard.undo_stack.canUndo()  # type: ignore[union-attr]  # one is open


def test_the_line_that_offers_undo_goes_when_the_note_is_back(board: Board, qtbot: QtBot) -> None:
    board.grid.setFocus()
    board.grid.select(board.ids[0])
    qtbot.keyClick(board.grid, Key.Key_Delete)
    assert board.page.editor.undo_line.isVisible()
    qtbot.keyClick(board.grid, Key.Key_Z, CTRL)
    assert not board.page.editor.undo_line.isVisible()
    assert board.notes() == list(NOTES)


def test_the_line_restores_its_note_whatever_was_done_since(board: Board, qtbot: QtBot) -> None:
    board.grid.setFocus()
    board.grid.select(board.ids[0])
    qtbot.keyClick(board.grid, Key.Key_Delete)
    qtbot.keyClick(board.grid, Key.Key_Plus)
    board.page.editor.undo_line.undo.click()
    assert [note["note"] for note in board.notes()] == [note["note"] for note in NOTES]
    assert [note["votes"] for note in board.notes() if note.get("votes")] == [3, 1]


def test_the_arrows_go_from_note_to_note(board: Board, qtbot: QtBot) -> None:
    board.grid.setFocus()
    board.grid.select(board.ids[0])
    qtbot.keyClick(board.grid, Key.Key_Right)
    assert board.grid.current_id == board.ids[2]
    qtbot.keyClick(board.grid, Key.Key_Left)
    qtbot.keyClick(board.grid, Key.Key_Down)
    assert board.grid.current_id == board.ids[1]


def test_a_screen_reader_hears_each_note_with_its_stage(board: Board) -> None:
    place = board.grid.board_model.board_layout.cell_of(board.ids[0])
    assert place is not None
    index = board.grid.board_model.index(*place)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Open days, Working well, 3 votes, Time"
    face = QAccessible.queryAccessibleInterface(board.grid)
    assert face.text(QAccessible.Text.Name) == "What did people put on the board?"


def test_themes_are_counted_live_and_told_in_words(board: Board) -> None:
    assert board.page.theme_counts.bars.accessibleName() == (
        "Notes by theme: Time 2 (3 votes), People 1, No theme yet 1."
    )
    board.session.write(f"{board.path}/{board.ids[3]}/theme", "People")
    assert board.page.theme_counts.bars.accessibleName() == "Notes by theme: Time 2 (3 votes), People 2."


def test_the_words_for_the_wall_are_made_from_the_notes_and_taken_over(board: Board, qtbot: QtBot) -> None:
    wall = board.page.wall_photos
    assert wall is not None
    assert wall.alt_text_editor is not None
    assert "A board with 4 notes." in wall.alt_text_editor.suggestion.text()
    qtbot.mouseClick(wall.alt_text_editor.accept_button, LEFT)
    kept = board.session.answers().get(f"data.workshops/{board.workshop}/wall/{board.photo}/alt")
    assert str(kept).startswith("A board with 4 notes. By stage, working well: 2")
    assert wall.alt_text_editor.accept_button.isHidden()
    board.session.remove_item(f"{board.path}/{board.ids[3]}")
    assert "A board with 3 notes." in wall.alt_text_editor.suggestion.text()


def test_the_photo_of_the_wall_is_seen_large_and_the_notes_again(board: Board, qtbot: QtBot) -> None:
    wall = board.page.wall_photos
    assert wall is not None
    qtbot.mouseClick(wall.large_button, LEFT)
    assert board.page.large_picture.isVisible()
    qtbot.mouseClick(board.page.back, LEFT)
    assert board.grid.isVisible()


def test_escape_leaves_a_change_first_and_then_the_page(board: Board, qtbot: QtBot) -> None:
    board.grid.setFocus()
    board.grid.select(board.ids[0])
    qtbot.keyClick(board.grid, Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "Something else")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert board.page.isVisible()
    assert board.notes()[0] == NOTES[0]
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert not board.page.isVisible()


def test_a_board_that_has_gone_is_left(board: Board) -> None:
    board.session.remove_item(f"data.workshops/{board.workshop}")
    assert not board.page.isVisible()


def test_every_row_is_as_tall_as_its_tallest_card(board: Board) -> None:
    add_items(
        board.session, board.path, [{"note": f"Ask them {number} " * (number % 9)} for number in range(150)]
    )
    QApplication.processEvents()
    board.grid.group_by("")
    rows = range(board.grid.board_model.board_layout.rows)
    heights = [board.grid.rowHeight(row) for row in rows]
    board.grid._fit_rows()  # noqa: SLF001 - measured once more
    assert heights == [board.grid.rowHeight(row) for row in rows]
    assert len(set(heights)) > 3


def test_a_note_deep_on_the_board_is_scrolled_to(board: Board) -> None:
    made = add_items(board.session, board.path, [{"note": f"Ask {number} " * 9} for number in range(150)])
    board.grid.group_by("")
    board.grid.select(made[120])
    place = board.grid.visualRect(board.grid.currentIndex())
    QApplication.processEvents()
    assert board.grid.visualRect(board.grid.currentIndex()) == place
    assert board.grid.viewport().rect().contains(place)
