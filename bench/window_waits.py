"""Measure for how long the window stands still while one works on an inquiry of many months.

    python -m bench.window_waits [--versions 8000] [--photos 40] [--draft FILE] [--repeat 3]

A timer of 2 ms ticks on the window's thread; the longest gap between two ticks, while one writes, goes
through the steps, sends and brings in a copy, makes the report, goes back and so on, is what a writer
would feel. Beside it stands how much of a gap the window's thread itself worked: the rest it waited for
its turn, which grows with whatever else this computer does. For how long that keeps even a program
waiting that does nothing is measured at the same time, in a process of its own.

The inquiry has as many versions of answers as months of writing leave; or it is that which
`bench.months_of_use --keep FILE` has left.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.months_of_use import TEXTS, WORDS, add_photo
from bench.window import (
    WRITER,
    Felt,
    Heartbeat,
    felt,
    fresh_home,
    opened_window,
    settle,
    shown,
    tell,
    wait_for,
)
from carreport.assets import form_files
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import load_form
from carreport.form.richtext import RichText
from carreport.settings import drafts_folder
from carreport.ui.copies.export_controller import ExportCopyController
from carreport.ui.copies.import_page import ImportCopyPage
from carreport.ui.erase.erase_controller import EraseController
from carreport.ui.history.restore_page import COMPARING, RestorePage
from carreport.ui.history.timeline_page import TimelinePage
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.report.report_controller import ReportController

REPLIER = "Morag Reid"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--versions", type=int, default=8000, help="how many versions of answers it has")
    parser.add_argument("--photos", type=int, default=40, help="how many photos it has")
    parser.add_argument("--draft", type=Path, help="a draft that was used for months, in place of a made one")
    parser.add_argument("--repeat", type=int, default=3, help="how often each doing is measured")
    given = parser.parse_args()
    runs: list[Felt] = []
    for _ in range(given.repeat):
        with fresh_home() as home, opened_window() as window:
            path = drafts_folder() / "months.carreport"
            path.parent.mkdir(parents=True)
            if given.draft is not None:
                shutil.copy(given.draft, path)
            else:
                write_months(path, given.versions, given.photos)
            runs += measured(window, home, path)
    what = (
        given.draft.name if given.draft is not None else f"{given.versions} versions, {given.photos} photos"
    )
    tell(f"{what}; the longest of {given.repeat} runs", runs)
    return 0


def measured(window: MainWindow, home: Path, path: Path) -> Iterator[Felt]:
    """Yield what is felt of each doing."""
    back = answered(path, home / "back.carreport")
    heart = Heartbeat()
    doings: tuple[tuple[str, Callable[[], object]], ...] = (
        ("open the inquiry", lambda: open_draft(window, path)),
        ("type for three seconds, saved meanwhile", lambda: type_words(window)),
        ("go to every step", lambda: visit(window)),
        ("look at earlier versions", lambda: history(window)),
        ("make a copy", lambda: make_copy(window, home)),
        ("look at a copy", lambda: look(window, back)),
        ("bring it in", lambda: accept(window)),
        ("take it out again", lambda: take_out(window)),
        ("list backups, compare the newest", lambda: list_backups(window)),
        ("go back", lambda: go_back(window)),
        ("put the timeline together", lambda: timeline(window)),
        ("say what changed since a moment", lambda: since(window)),
        ("check it", lambda: check(window)),
        ("make the report", lambda: make_report(window, home)),
        ("see its pages", lambda: preview(window)),
        ("save it somewhere else", lambda: save_elsewhere(window, home)),
        ("erase one person's words", lambda: erase(window)),
        ("leave it alone for fifteen seconds", lambda: settle(15)),
        ("close it", lambda: close(window)),
    )
    for doing, work in doings:
        yield felt(window, heart, doing, work)


def write_months(path: Path, versions: int, photos: int) -> None:
    """Write an inquiry with so many versions of answers, and so many photos."""
    chance = random.Random(7)  # noqa: S311 - words of no meaning
    form = next(each for each in map(load_form, form_files()) if each.id == "car-inquiry")
    with DraftSession.create(path, form, WRITER) as session:
        for number in range(versions):
            words = " ".join(chance.choices(WORDS, k=120))
            session.write(TEXTS[number % len(TEXTS)], RichText.from_plain(words).to_json())
            session.seal()
        for number in range(photos):
            add_photo(session, number)


def answered(path: Path, back: Path) -> Path:
    """Make a copy in which somebody else wrote."""
    with DraftSession.open(path, WRITER) as session:
        export_copy(session, back)
    with DraftSession.open(back, REPLIER) as other:
        for text in TEXTS:
            other.write(text, RichText.from_plain(f"{text} by another").to_json())
            other.seal()
        for number in range(60):
            other.add_item("context.evidence", None, {"name": f"Source {number}"})
    return back


def open_draft(window: MainWindow, path: Path) -> None:
    window.open_draft(path)
    wait_for(lambda: not window.inquiry.is_opening)


def wizard_of(window: MainWindow) -> Wizard:
    assert window.inquiry.wizard is not None  # noqa: S101 - opened before
    return window.inquiry.wizard


def type_words(window: MainWindow) -> None:
    wizard = wizard_of(window)
    wizard.go_to(TEXTS[0])
    wait_for(lambda: wizard.current_section == "context")
    box = QApplication.focusWidget()
    assert box is not None  # noqa: S101 - the answer
    for number in range(100):
        QTest.keyClicks(box, "a" if number % 6 else " ")
        settle(0.03)


def visit(window: MainWindow) -> None:
    wizard = wizard_of(window)
    for section in wizard.session.form.sections:
        wizard.enter_step(section.id)
        settle(0.3)


def history(window: MainWindow) -> None:
    wizard_of(window).history_pages.show_history(TEXTS[0])
    settle()


def make_copy(window: MainWindow, home: Path) -> None:
    window.begin_task("send")
    send = window.find_task(ExportCopyController)
    assert send is not None  # noqa: S101 - begun above
    send.page.set_target(home / "sent.carreport")
    settle()
    send.page.make_button.click()
    wait_for(send.page.result_panel.isVisible)


def look(window: MainWindow, back: Path) -> None:
    window.open_or_inspect(back)
    wait_for(lambda: bool(shown(window, ImportCopyPage)))


def accept(window: MainWindow) -> None:
    shown(window, ImportCopyPage)[0].import_button.click()
    wait_for(lambda: not shown(window, ImportCopyPage))


def take_out(window: MainWindow) -> None:
    window.menus.actions["unbring"].trigger()
    wait_for(lambda: "has been undone" in window.notice_bar.text)


def list_backups(window: MainWindow) -> None:
    session = wizard_of(window).session
    for text in TEXTS:
        session.write(text, RichText.from_plain("Something hasty").to_json())
        session.seal()
    window.begin_task("back")
    wait_for(lambda: bool(shown(window, RestorePage)))
    wait_for(lambda: shown(window, RestorePage)[0].changes.text() != COMPARING)


def go_back(window: MainWindow) -> None:
    page = shown(window, RestorePage)[0]
    page.restore_button.click()
    wait_for(lambda: not page.isVisible())


def timeline(window: MainWindow) -> None:
    wizard_of(window).collaboration_pages.show_timeline()
    wait_for(lambda: bool(shown(window, TimelinePage)[0].links))


def since(window: MainWindow) -> None:
    page = shown(window, TimelinePage)[0]
    before = page.links[min(20, len(page.links) - 1)]
    before.click()
    wait_for(lambda: before not in page.links and bool(page.links))


def save_elsewhere(window: MainWindow, home: Path) -> None:
    wizard, target = wizard_of(window), home / "elsewhere.carreport"

    def chosen(suggested: Path) -> Path | None:  # noqa: ARG001 - nobody is asked here
        return target

    window.prompts.save_draft = chosen  # type: ignore[method-assign]  # instead of asking somebody
    window.save_elsewhere()
    wait_for(lambda: not wizard.is_locked and wizard.session.path == target)


def check(window: MainWindow) -> None:
    window.begin_task("check")
    wait_for(lambda: not window.background.is_busy)


def make_report(window: MainWindow, home: Path) -> None:
    window.begin_task("report")
    work = window.find_task(ReportController)
    assert work is not None  # noqa: S101 - begun above
    settle()
    work.page.set_target(home / "report.docx")
    work.page.make_button.click()
    wait_for((home / "report.docx").exists)


def preview(window: MainWindow) -> None:
    window.begin_task("preview")
    wait_for(lambda: not window.background.is_busy)
    settle(1)


def erase(window: MainWindow) -> None:
    window.begin_task("erase")
    work = window.find_task(EraseController)
    assert work is not None  # noqa: S101 - begun above
    wait_for(work.page.isVisible)
    settle()
    work.page.people.setCurrentIndex(work.page.people.findData(REPLIER))
    wait_for(work.page.erase_button.isVisible)
    work.page.confirmation.setText("erase")
    settle()
    work.page.erase_button.click()
    wait_for(lambda: bool(window.inquiry.wizard and window.inquiry.wizard.isEnabled()))


def close(window: MainWindow) -> None:
    window.go_home()
    wait_for(lambda: window.inquiry.wizard is None)


if __name__ == "__main__":
    sys.exit(main())
