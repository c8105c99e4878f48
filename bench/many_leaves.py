"""Measure for how long the window stands still while one types and scrolls on a board of many notes.

    python -m bench.many_leaves [--leaves 1000] [--typed 40] [--repeat 3]

What is measured is said in `bench.window_waits`. The board is looked at twice: in its step, as a list, and on
its own page, as a grid by theme.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from bench.window import WRITER, Felt, Heartbeat, felt, fresh_home, opened_window, settle, tell, wait_for
from carreport.assets import form_files
from carreport.draft.session.bulk_items import add_items
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import load_form
from carreport.settings import drafts_folder
from carreport.ui.board.board_editor import BoardEditor
from carreport.ui.board.board_page import BoardPage
from carreport.ui.main_window import MainWindow

BETWEEN = 0.02
STAGES = ("working", "not_working", "opportunity", "priority")
WORDS = "One card that goes along with the family, so that nobody has to ask twice who is in the lead"


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--leaves", type=int, default=1000, help="how many notes hang on the board")
    parser.add_argument("--typed", type=int, default=40, help="how many notes are typed")
    parser.add_argument("--repeat", type=int, default=3, help="how often everything is measured")
    given = parser.parse_args()
    runs: list[Felt] = []
    for _ in range(given.repeat):
        with fresh_home():
            board = made_board(given.leaves)
            with opened_window() as window:
                runs += measured(window, board, given)
    tell(f"{given.leaves} notes, {given.typed} typed; the longest of {given.repeat} runs", runs)
    return 0


def measured(window: MainWindow, board: str, given: argparse.Namespace) -> Iterator[Felt]:
    """Yield what is felt of each doing in the step and on the whole board."""
    leaves, typed = given.leaves, given.typed
    window.open_draft(next(drafts_folder().glob("*.carreport")))
    wait_for(lambda: window.inquiry.wizard is not None and not window.background.is_busy)
    settle(1.5)
    wizard = window.inquiry.wizard
    assert wizard is not None  # noqa: S101 - opened above
    wizard.go_to(board)
    settle()
    editor = wizard.findChild(BoardEditor)
    assert editor is not None  # noqa: S101 - the entry is open
    assert isinstance(editor.view, QAbstractScrollArea)  # noqa: S101 - it is a list
    each = partial(felt, window, Heartbeat())
    yield each("type letters in the step", doing(letters(editor.note_input.text_cell, typed)))
    yield each("put notes up in the step", doing(notes_up(editor.note_input.text_cell, typed)))
    yield each("paste as many notes again", partial(paste, editor, leaves))
    yield each("take the pasted notes back", wizard.undo)
    yield each("scroll the list", doing(scrolling(editor.view)))
    yield each("show the whole board", partial(window.begin_task, "board", board))
    page = wizard.pages.currentWidget()
    assert isinstance(page, BoardPage)  # noqa: S101 - shown above
    yield each("type letters beside the board", doing(letters(page.editor.note_input.text_cell, typed)))
    yield each("put notes up on the board", doing(notes_up(page.editor.note_input.text_cell, typed)))
    yield each("scroll the board", doing(scrolling(page.editor.grid)))
    yield each("move cards to another stage", doing(moving(page, typed)))


def doing(steps: Iterable[Callable[[], object]]) -> Callable[[], None]:
    """Return what does every step and lets the window live a little after each."""

    def do_all() -> None:
        for step in steps:
            step()
            settle(BETWEEN)

    return do_all


def letters(box: QWidget, count: int) -> Iterator[Callable[[], object]]:
    """Type letters without putting the note up, and take them away again."""
    box.setFocus()
    for _ in range(count):
        yield partial(QTest.keyClicks, box, "a")
    for _ in range(count):
        yield partial(QTest.keyClick, box, Qt.Key.Key_Backspace)


def notes_up(box: QWidget, count: int) -> Iterator[Callable[[], object]]:
    """Type notes one after the other."""
    for number in range(count):
        yield partial(QTest.keyClicks, box, f"Note {number}")
        yield partial(QTest.keyClick, box, Qt.Key.Key_Return)


def paste(editor: BoardEditor, count: int) -> None:
    """Paste notes, and wait until all are up."""
    QApplication.clipboard().setText("\n".join(f"{WORDS} {number}" for number in range(count)))
    editor.preview_paste()
    settle()
    editor.preview.accept_button.click()
    wait_for(editor.undo_line.isVisible)


def scrolling(view: QAbstractScrollArea) -> Iterator[Callable[[], object]]:
    """Scroll from the top to the end, most of a page at a time."""
    bar = view.verticalScrollBar()
    bar.setValue(0)
    while bar.value() < bar.maximum():
        yield partial(bar.setValue, bar.value() + bar.pageStep() * 3 // 4)


def moving(page: BoardPage, count: int) -> Iterator[Callable[[], object]]:
    """Move cards to another stage by keyboard."""
    grid = page.editor.grid
    grid.setFocus()
    for item in page.editor.items[:count]:
        grid.select(item.id)
        yield partial(QTest.keyClick, grid, Qt.Key.Key_3)


def made_board(leaves: int) -> str:
    """Make an inquiry with one workshop and its notes; return the path of its board."""
    form = next(load_form(path) for path in form_files() if path.stem == "car-inquiry")
    drafts_folder().mkdir(parents=True, exist_ok=True)
    with DraftSession.create(drafts_folder() / "board.carreport", form, WRITER) as session:
        session.write("about.title", "A board of many notes")
        workshop = session.add_item("data.workshops", None, {"name": "Handover morning"})
        path = f"data.workshops/{workshop}/notes"
        notes = [
            {
                "note": f"{WORDS[: 12 + number * 7 % len(WORDS)]} {number}",
                "stage": STAGES[number % 4],
                "theme": f"Theme {number % 14}",
                "votes": number % 6,
            }
            for number in range(leaves)
        ]
        add_items(session, path, notes)
    return path


if __name__ == "__main__":
    sys.exit(main())
