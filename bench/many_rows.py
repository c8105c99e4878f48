"""Measure for how long the window stands still while one works with a thousand rows.

    python -m bench.many_rows [--rows 1000] [--replies 50000] [--repeat 3]

A timer of 2 ms ticks on the window's thread; the longest gap between two ticks is what a writer feels,
beside it stands how much of it the window's thread itself worked (see `bench.window_waits`). Measured are
scrolling through the replies of an open question and sorting them by key, typing a count into a survey
while its chart is drawn, opening a board of as many notes and writing in it, and bringing in a file of
50,000 replies to 20 questions.
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

from bench.window import Felt, Heartbeat, felt, fresh_home, opened_window, settle, tell, wait_for
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
    parser.add_argument("--rows", type=int, default=1000, help="how many replies and notes")
    parser.add_argument("--replies", type=int, default=50_000, help="how many replies the file has")
    parser.add_argument("--repeat", type=int, default=3, help="how often each doing is measured")
    given = parser.parse_args()
    runs: list[Felt] = []
    for _ in range(given.repeat):
        with fresh_home() as home:
            path, file = made_inquiry(given.rows), made_file(home, given.replies)
            with opened_window() as window:
                runs += measured(window, path, file)
    tell(f"{given.rows} rows, {given.replies} replies; the longest of {given.repeat} runs", runs)
    return 0


def measured(window: MainWindow, path: Path, file: Path) -> Iterator[Felt]:
    """Measure each doing in the inquiry at `path`."""
    window.open_draft(path)
    wait_for(lambda: window.inquiry.wizard is not None)
    settle(1.5)
    heart = Heartbeat()
    doings: tuple[tuple[str, Callable[[], None]], ...] = (
        ("open the replies to sort them", lambda: window.begin_task("themes")),
        ("scroll through the replies", lambda: scroll(window)),
        ("sort a hundred of them by key", lambda: sort(window)),
        ("go to the board", lambda: go_to(window, "data.workshops/w/board")),
        ("type twenty counts, the chart follows", lambda: type_counts(window)),
        ("read the file of replies", lambda: read(window, file)),
        ("bring it in, see its chart", lambda: bring(window)),
    )
    for doing, work in doings:
        yield felt(window, heart, doing, work)


def made_inquiry(rows: int) -> Path:
    """Make an inquiry with so many replies, so many notes, and a survey with twenty statements."""
    chance = random.Random(7)  # noqa: S311 - words of no meaning
    form = next(each for each in map(load_form, form_files()) if each.id == "car-inquiry")
    path = drafts_folder() / "many.carreport"
    path.parent.mkdir(parents=True)

    def said() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(4, 40)))

    replies = tuple(
        Item(f"r{number}", {"words": [{"type": "paragraph", "spans": [{"text": said()}]}]})
        for number in range(rows)
    )
    notes = tuple(Item(f"n{number}", {"note": said()[:80], "theme": "Time"}) for number in range(rows))
    statements = tuple(
        Item(f"s{number}", {"statement": said()[:60], "agree": 12, "disagree": 5}) for number in range(20)
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


def made_file(home: Path, replies: int) -> Path:
    """Write a file of replies to twenty questions."""
    chance = random.Random(8)  # noqa: S311 - answers of no meaning
    path = home / "replies.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        written = csv.writer(file)
        written.writerow(
            ["ID", *(f"Statement {number} of the survey" for number in range(18)), "What is hard?"]
        )
        for number in range(replies):
            written.writerow([number, *chance.choices(STEPS, k=18), " ".join(chance.choices(WORDS, k=9))])
    return path


def scroll(window: MainWindow) -> None:
    work = window.find_task(ThemesController)
    assert work is not None  # noqa: S101 - begun before
    bar = work.page.excerpt_list.verticalScrollBar()
    for step in range(60):
        bar.setValue(bar.maximum() * step // 59)
        QApplication.processEvents()


def sort(window: MainWindow) -> None:
    work = window.find_task(ThemesController)
    assert work is not None  # noqa: S101 - begun before
    work.page.excerpt_list.select_row(0)
    for number in range(100):
        QTest.keyClicks(work.page.excerpt_list, str(number % 4 + 1))
        QTest.keyClick(work.page.excerpt_list, Qt.Key.Key_Return)
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
    work = window.find_task(ImportRepliesController)
    assert work is not None  # noqa: S101 - begun before
    work.page.import_button.click()
    wait_for(lambda: not window.background.is_busy)


if __name__ == "__main__":
    sys.exit(main())
