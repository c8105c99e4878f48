"""Measure how long the window is blocked while somebody works with a thousand rows.

    python -m bench.many_rows [--rows 1000] [--replies 50000] [--repeat 3]

The actions are: scrolling through the replies to an open question and sorting them by key, typing counts
into a survey while its chart is drawn, going to a board of as many notes, and importing a file of 50,000
replies to 20 questions. See `bench.window_waits` for what is measured.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.window import (
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
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers, Item
from carreport.form.loader import load_form
from carreport.settings import drafts_folder
from carreport.ui.main_window import MainWindow
from carreport.ui.survey.import_replies.import_replies_controller import ImportRepliesController
from carreport.ui.survey.themes.themes_controller import ThemesController

WORDS = ("council", "school", "asks", "what", "helps", "people", "who", "wait", "for", "an", "answer")
STEPS = ("Strongly agree", "Agree", "Disagree", "Strongly disagree", "Don't know")
THEMES = "Time; People; Rooms; Money"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=1000, help="number of replies and notes")
    parser.add_argument("--replies", type=int, default=50_000, help="number of replies in the file")
    parser.add_argument("--repeat", type=int, default=3, help="number of runs")
    options = parser.parse_args()
    runs: list[Measurement] = []
    for _ in range(options.repeat):
        with fresh_home() as home:
            path, file = make_inquiry(options.rows), make_file(home, options.replies)
            with open_window() as window:
                runs += measure_actions(window, path, file)
    print_table(f"{options.rows} rows, {options.replies} replies; longest of {options.repeat} runs", runs)
    return 0


def measure_actions(window: MainWindow, path: Path, file: Path) -> Iterator[Measurement]:
    """Measure each action in the inquiry at `path`."""
    window.open_draft(path)
    wait_for(lambda: window.inquiry.wizard is not None)
    settle(1.5)
    heartbeat = Heartbeat()
    actions: tuple[tuple[str, Callable[[], None]], ...] = (
        ("show the replies to sort", lambda: window.begin_task("themes")),
        ("scroll through the replies", lambda: scroll(window)),
        ("sort a hundred by key", lambda: sort(window)),
        ("go to the board", lambda: go_to(window, "data.workshops/w/board")),
        ("type twenty counts while the chart follows", lambda: type_counts(window)),
        ("read the file of replies", lambda: read(window, file)),
        ("import it, show its chart", lambda: bring(window)),
    )
    for action, work in actions:
        yield measure(window, heartbeat, action, work)


def make_inquiry(rows: int) -> Path:
    """Make an inquiry with this number of replies and of notes, and a survey with twenty statements."""
    chance = random.Random(7)  # noqa: S311 - test text
    form = next(form for form in map(load_form, form_files()) if form.id == "car-inquiry")
    path = drafts_folder() / "many.carreport"
    path.parent.mkdir(parents=True)

    def text() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(4, 40)))

    replies = tuple(
        Item(f"r{number}", {"words": [{"type": "paragraph", "spans": [{"text": text()}]}]})
        for number in range(rows)
    )
    notes = tuple(Item(f"n{number}", {"note": text()[:80], "theme": "Time"}) for number in range(rows))
    statements = tuple(
        Item(f"s{number}", {"statement": text()[:60], "agree": 12, "disagree": 5}) for number in range(20)
    )
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.fill(
            Answers(
                {
                    "data.open_questions": (
                        Item("q", {"question": "What is hard?", "themes": THEMES, "replies": replies}),
                    ),
                    "data.workshops": (Item("w", {"name": "A morning", "board": notes}),),
                    "data.surveys": (Item("p", {"name": "Poll", "statements": statements}),),
                }
            )
        )
    return path


def make_file(home: Path, replies: int) -> Path:
    """Write a file of replies to twenty questions."""
    chance = random.Random(8)  # noqa: S311 - test answers
    path = home / "replies.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["ID", *(f"Statement {number} of the survey" for number in range(18)), "What is hard?"]
        )
        for number in range(replies):
            writer.writerow([number, *chance.choices(STEPS, k=18), " ".join(chance.choices(WORDS, k=9))])
    return path


def scroll(window: MainWindow) -> None:
    task = window.find_task(ThemesController)
    assert task is not None  # noqa: S101 - started before
    bar = task.page.excerpt_list.verticalScrollBar()
    for step in range(60):
        bar.setValue(bar.maximum() * step // 59)
        QApplication.processEvents()


def sort(window: MainWindow) -> None:
    task = window.find_task(ThemesController)
    assert task is not None  # noqa: S101 - started before
    task.page.excerpt_list.select_row(0)
    for number in range(100):
        QTest.keyClicks(task.page.excerpt_list, str(number % 4 + 1))
        QTest.keyClick(task.page.excerpt_list, Qt.Key.Key_Return)
        QApplication.processEvents()


def go_to(window: MainWindow, path: str) -> None:
    assert window.inquiry.wizard is not None  # noqa: S101 - opened before
    window.inquiry.wizard.go_to(path)
    QApplication.processEvents()


def type_counts(window: MainWindow) -> None:
    for number in range(20):
        go_to(window, f"data.surveys/p/statements/s{number}/dont_know")
        here = QApplication.focusWidget()
        assert here is not None  # noqa: S101 - the cell is open
        QTest.keyClicks(here, "3")
        settle(0.15)


def read(window: MainWindow, file: Path) -> None:
    window.begin_task("replies", f"data.surveys#{file}")
    wait_for(lambda: not window.background.is_busy)


def bring(window: MainWindow) -> None:
    task = window.find_task(ImportRepliesController)
    assert task is not None  # noqa: S101 - started before
    task.page.primary_action.trigger()
    wait_for(lambda: not window.background.is_busy)


if __name__ == "__main__":
    sys.exit(main())
