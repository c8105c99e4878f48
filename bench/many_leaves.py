"""Measure how long the window is blocked while somebody types and scrolls on a board of many notes.

    python -m bench.many_leaves [--leaves 1000] [--typed 40] [--repeat 3]

See `bench.window_waits` for what is measured. The board is shown twice: in its step as a list, and on its own
page as a grid by theme.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from bench.window import (
    WRITER,
    Heartbeat,
    Measurement,
    fresh_home,
    measure,
    open_window,
    print_table,
    settle,
    wait_for,
)
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
    parser.add_argument("--leaves", type=int, default=1000, help="number of notes on the board")
    parser.add_argument("--typed", type=int, default=40, help="number of notes to type")
    parser.add_argument("--repeat", type=int, default=3, help="number of runs")
    options = parser.parse_args()
    runs: list[Measurement] = []
    for _ in range(options.repeat):
        with fresh_home():
            board = make_board(options.leaves)
            with open_window() as window:
                runs += measure_actions(window, board, options)
    print_table(f"{options.leaves} notes, {options.typed} typed; longest of {options.repeat} runs", runs)
    return 0


def measure_actions(window: MainWindow, board: str, options: argparse.Namespace) -> Iterator[Measurement]:
    """Yield the measurement of each action, in the step and on the whole board."""
    leaves, typed = options.leaves, options.typed
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
    timed = partial(measure, window, Heartbeat())
    yield timed("type letters in the step", in_turn(letters(editor.note_input.text_cell, typed)))
    yield timed("add notes in the step", in_turn(notes_up(editor.note_input.text_cell, typed)))
    yield timed("paste as many notes", partial(paste, editor, leaves))
    yield timed("undo the paste", wizard.undo)
    yield timed("scroll the list", in_turn(scrolling(editor.view)))
    yield timed("show the whole board", partial(window.begin_task, "board", board))
    page = wizard.pages.currentWidget()
    assert isinstance(page, BoardPage)  # noqa: S101 - shown above
    yield timed("type letters on the board page", in_turn(letters(page.editor.note_input.text_cell, typed)))
    yield timed("add notes on the board page", in_turn(notes_up(page.editor.note_input.text_cell, typed)))
    yield timed("scroll the board", in_turn(scrolling(page.editor.grid)))
    yield timed("move cards to another stage", in_turn(moving(page, typed)))


def in_turn(steps: Iterable[Callable[[], object]]) -> Callable[[], None]:
    """Return a function that calls each step, processing events after each."""

    def do_all() -> None:
        for step in steps:
            step()
            settle(BETWEEN)

    return do_all


def letters(box: QWidget, count: int) -> Iterator[Callable[[], object]]:
    """Type letters in a new note, and delete them again."""
    box.setFocus()
    for _ in range(count):
        yield partial(QTest.keyClicks, box, "a")
    for _ in range(count):
        yield partial(QTest.keyClick, box, Qt.Key.Key_Backspace)


def notes_up(box: QWidget, count: int) -> Iterator[Callable[[], object]]:
    """Type notes one after another."""
    for number in range(count):
        yield partial(QTest.keyClicks, box, f"Note {number}")
        yield partial(QTest.keyClick, box, Qt.Key.Key_Return)


def paste(editor: BoardEditor, count: int) -> None:
    """Paste notes, and wait until all have been added."""
    QApplication.clipboard().setText("\n".join(f"{WORDS} {number}" for number in range(count)))
    editor.preview_paste()
    settle()
    editor.preview.accept_button.click()
    wait_for(editor.undo_line.isVisible)


def scrolling(view: QAbstractScrollArea) -> Iterator[Callable[[], object]]:
    """Scroll from the top to the end, three quarters of a page at a time."""
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


def make_board(leaves: int) -> str:
    """Make an inquiry with a workshop and its notes; return the path of its board."""
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
