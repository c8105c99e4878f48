from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.bulk_items import add_items
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Item
from tests.ui.driver.accessibility import Announcements, accessible_tree
from tests.ui.driver.drafts import ME, make_draft, one_step_form, save_image
from tests.ui.driver.keyboard import click, copy_text, press, type_text
from tests.ui.driver.tasks import BoardDriver
from tests.ui.driver.window import WindowDriver

QUESTIONS = """
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
NOTES: tuple[Mapping[str, Any], ...] = (
    {"note": "Open days", "stage": "working", "theme": "Time", "votes": 3},
    {"note": "One card", "stage": "working", "theme": "People"},
    {"note": "No lead", "stage": "not_working", "theme": "Time"},
    {"note": "Ring ahead", "stage": "opportunity"},
)
LEFT = Qt.MouseButton.LeftButton


NOTES_PATH, WALL_PATH = "data.workshops/w/notes", "data.workshops/w/wall"


@pytest.fixture
def board(driver: WindowDriver, tmp_path: Path) -> BoardDriver:
    """The page of the board of one workshop, with a photo of its wall."""
    notes = tuple(Item(f"n{number}", values) for number, values in enumerate(NOTES))
    workshop = Item("w", {"name": "Handover morning", "notes": notes})
    path = make_draft(one_step_form(QUESTIONS), {"data.workshops": (workshop,)})
    with DraftSession.open(path, ME) as session:
        picture = session.attach(prepare_picture(save_image(tmp_path)))
        session.add_item(WALL_PATH, None, {"picture": picture})
    driver.open(path)
    board = BoardDriver(driver, NOTES_PATH)
    QApplication.processEvents()
    return board


def notes_in(driver: WindowDriver) -> list[dict[str, Any]]:
    return [dict(item.values) for item in driver.items(NOTES_PATH)]


def test_the_notes_stand_under_their_stages_and_beside_their_themes(board: BoardDriver) -> None:
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


def test_notes_typed_beside_the_board_hang_on_it_at_once(driver: WindowDriver, board: BoardDriver) -> None:
    assert board.page.editor.note_input.text_cell.hasFocus()
    press("Alt+4")
    for words in ("A shared list", "Somebody to ask"):
        type_text(words)
        press("Return")
    assert notes_in(driver)[-2:] == [
        {"note": "A shared list", "stage": "priority"},
        {"note": "Somebody to ask", "stage": "priority"},
    ]
    assert board.grid.board_model.board_layout.columns[3][2] == 2


def test_a_card_is_dragged_to_another_stage_and_theme(driver: WindowDriver, board: BoardDriver) -> None:
    start, end = board.middle_of("n1"), board.middle_of("n2")
    view = board.grid.viewport()
    driver.qtbot.mousePress(view, LEFT, pos=start)
    driver.qtbot.mouseMove(view, start + QPoint(12, 0))
    driver.qtbot.mouseMove(view, end)
    driver.qtbot.mouseRelease(view, LEFT, pos=end)
    assert notes_in(driver)[1] == {"note": "One card", "stage": "not_working", "theme": "Time"}


def test_a_click_moves_nothing(driver: WindowDriver, board: BoardDriver) -> None:
    before = notes_in(driver)
    click(board.grid.viewport(), board.middle_of("n1"))
    assert board.grid.current_id == "n1"
    assert notes_in(driver) == before


def test_a_card_is_moved_by_keyboard_and_undo_hangs_it_back_on_the_same_page(
    driver: WindowDriver, board: BoardDriver
) -> None:
    board.select("n0")
    press("Ctrl+Right", "Ctrl+Down")
    assert notes_in(driver)[0] == {"note": "Open days", "stage": "not_working", "theme": "People", "votes": 3}
    assert board.grid.current_id == "n0"
    driver.wizard.undo()
    driver.wizard.undo()
    assert notes_in(driver)[0] == NOTES[0]
    assert driver.page is board.page


def test_pasted_notes_go_up_and_one_undo_takes_them_down(driver: WindowDriver, board: BoardDriver) -> None:
    copy_text("Note\tStage\nA shared list\tpriority\nTraining\tpriority")
    click(board.page.editor.paste)
    press("Return")
    assert [note["note"] for note in notes_in(driver)[4:]] == ["A shared list", "Training"]
    press("Ctrl+Z")
    assert notes_in(driver) == list(NOTES)


def test_many_pasted_notes_go_up_and_the_line_below_takes_all_down(
    driver: WindowDriver, board: BoardDriver
) -> None:
    copy_text("\n".join(f"Note {number}" for number in range(200)))
    click(board.page.editor.paste)
    board.page.editor.preview.accept_button.click()
    assert [note["note"] for note in notes_in(driver)[len(NOTES) :]] == [f"Note {n}" for n in range(200)]
    assert board.page.editor.undo_line.label.text() == "200 notes added."
    board.page.editor.undo_line.undo.click()
    assert notes_in(driver) == list(NOTES)
    assert not driver.wizard.undo_stack.canUndo()


def test_the_line_that_offers_undo_goes_when_the_note_is_back(
    driver: WindowDriver, board: BoardDriver
) -> None:
    board.select("n0")
    press("Delete")
    assert board.page.editor.undo_line.isVisible()
    press("Ctrl+Z")
    assert not board.page.editor.undo_line.isVisible()
    assert notes_in(driver) == list(NOTES)


def test_the_line_restores_its_note_whatever_was_done_since(driver: WindowDriver, board: BoardDriver) -> None:
    board.select("n0")
    press("Delete")
    press("+")
    board.page.editor.undo_line.undo.click()
    assert [note["note"] for note in notes_in(driver)] == [note["note"] for note in NOTES]
    assert [note["votes"] for note in notes_in(driver) if note.get("votes")] == [3, 1]


def test_the_arrows_go_from_note_to_note(board: BoardDriver) -> None:
    board.select("n0")
    press("Right")
    assert board.grid.current_id == "n2"
    press("Left")
    press("Down")
    assert board.grid.current_id == "n1"


def test_a_screen_reader_hears_each_note_with_its_stage(board: BoardDriver) -> None:
    place = board.grid.board_model.board_layout.cell_of("n0")
    assert place is not None
    index = board.grid.board_model.index(*place)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Open days, Working well, 3 votes, Time"
    face = QAccessible.queryAccessibleInterface(board.grid)
    assert face.text(QAccessible.Text.Name) == "What did people put on the board?"


def test_themes_are_counted_live_and_told_in_words(driver: WindowDriver, board: BoardDriver) -> None:
    assert board.page.theme_counts.bars.accessibleName() == (
        "Notes by theme: Time 2 (3 votes), People 1, No theme yet 1."
    )
    driver.session.write(f"{NOTES_PATH}/n3/theme", "People")
    assert board.page.theme_counts.bars.accessibleName() == "Notes by theme: Time 2 (3 votes), People 2."


def test_the_words_for_the_wall_are_made_from_the_notes_and_taken_over(
    driver: WindowDriver, board: BoardDriver
) -> None:
    wall = board.page.wall_photos
    assert wall is not None
    assert wall.alt_text_editor is not None
    assert "A board with 4 notes." in wall.alt_text_editor.suggestion.text()
    click(wall.alt_text_editor.accept_button)
    (kept,) = driver.item_values(WALL_PATH, "alt")
    assert str(kept).startswith("A board with 4 notes. By stage, working well: 2")
    assert wall.alt_text_editor.accept_button.isHidden()
    driver.session.remove_item(f"{NOTES_PATH}/n3")
    assert "A board with 3 notes." in wall.alt_text_editor.suggestion.text()


def test_the_photo_of_the_wall_is_seen_large_and_the_notes_again(board: BoardDriver) -> None:
    wall = board.page.wall_photos
    assert wall is not None
    click(wall.large_button)
    assert board.page.large_picture.isVisible()
    click(board.page.back)
    assert board.grid.isVisible()


def test_escape_leaves_a_change_first_and_then_the_page(driver: WindowDriver, board: BoardDriver) -> None:
    board.select("n0")
    press("Return")
    type_text("Something else")
    press("Escape")
    assert board.page.isVisible()
    assert notes_in(driver)[0] == NOTES[0]
    press("Escape")
    assert not board.page.isVisible()


def test_a_board_that_has_gone_is_left(driver: WindowDriver, board: BoardDriver) -> None:
    driver.session.remove_item("data.workshops/w")
    assert not board.page.isVisible()


def test_every_row_is_as_tall_as_its_tallest_card(driver: WindowDriver, board: BoardDriver) -> None:
    add_items(
        driver.session, NOTES_PATH, [{"note": f"Ask them {number} " * (number % 9)} for number in range(150)]
    )
    QApplication.processEvents()
    board.grid.group_by("")
    rows = range(board.grid.board_model.board_layout.rows)
    heights = [board.grid.rowHeight(row) for row in rows]
    board.grid._fit_rows()  # noqa: SLF001 - measured once more
    assert heights == [board.grid.rowHeight(row) for row in rows]
    assert len(set(heights)) > 3


def test_a_note_deep_on_the_board_is_scrolled_to(driver: WindowDriver, board: BoardDriver) -> None:
    made = add_items(driver.session, NOTES_PATH, [{"note": f"Ask {number} " * 9} for number in range(150)])
    board.grid.group_by("")
    board.grid.select(made[120])
    place = board.grid.visualRect(board.grid.currentIndex())
    QApplication.processEvents()
    assert board.grid.visualRect(board.grid.currentIndex()) == place
    assert board.grid.viewport().rect().contains(place)


def test_a_vote_is_said_and_a_card_has_the_focus_only_while_the_board_has_it(
    board: BoardDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, first = Announcements(monkeypatch), board.page.editor.items[0].id
    board.select(first)
    press("+", "-")
    assert [text for text in said.take() if "vote" in text] == ["4 votes", "3 votes"]
    focused = []
    for control in (board.grid, board.page.editor.note_input.text_cell):
        control.setFocus()
        focused.append(sum("focused" in card.states for card in accessible_tree(board.grid).children))
    assert focused == [1, 0]
    assert board.grid.current_id == first
