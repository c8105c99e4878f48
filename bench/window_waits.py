"""Measure how long the window is blocked while somebody works on an inquiry of many months.

    python -m bench.window_waits [--versions 8000] [--photos 40] [--draft FILE] [--repeat 3]

A timer of 2 ms ticks on the window's thread. The longest gap between two ticks during an action is how long
the window was blocked. The output also has the processor time of the window's thread in that gap: the rest
was waiting, which grows with the load on this computer. An idle program in a separate process measures how
long this computer delays even that.

The inquiry has as many versions of answers as months of writing produce, or it is a draft saved by
`bench.months_of_use --keep FILE`.
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
    Heartbeat,
    Measurement,
    fresh_home,
    measure,
    open_window,
    print_table,
    settle,
    shown,
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
    parser.add_argument("--versions", type=int, default=8000, help="number of versions of answers")
    parser.add_argument("--photos", type=int, default=40, help="number of photos")
    parser.add_argument("--draft", type=Path, help="a draft that was used for months")
    parser.add_argument("--repeat", type=int, default=3, help="number of runs")
    options = parser.parse_args()
    runs: list[Measurement] = []
    for _ in range(options.repeat):
        with fresh_home() as home, open_window() as window:
            path = drafts_folder() / "months.carreport"
            path.parent.mkdir(parents=True)
            if options.draft is not None:
                shutil.copy(options.draft, path)
            else:
                write_months(path, options.versions, options.photos)
            runs += measure_actions(window, home, path)
    draft = options.draft
    what = draft.name if draft is not None else f"{options.versions} versions, {options.photos} photos"
    print_table(f"{what}; longest of {options.repeat} runs", runs)
    return 0


def measure_actions(window: MainWindow, home: Path, path: Path) -> Iterator[Measurement]:
    """Yield the measurement of each action."""
    copy = make_edited_copy(path, home / "back.carreport")
    heartbeat = Heartbeat()
    actions: tuple[tuple[str, Callable[[], object]], ...] = (
        ("open the inquiry", lambda: open_draft(window, path)),
        ("go to the first answer", lambda: go_to_answer(window)),
        ("type for three seconds, saving meanwhile", type_words),
        ("go to every step", lambda: visit(window)),
        ("look at earlier versions", lambda: history(window)),
        ("make a copy", lambda: make_copy(window, home)),
        ("look at a copy", lambda: preview_copy(window, copy)),
        ("import it", lambda: accept(window)),
        ("undo the import", lambda: undo_import(window)),
        ("list backups, compare the newest", lambda: list_backups(window)),
        ("restore a backup", lambda: restore(window)),
        ("make the timeline", lambda: timeline(window)),
        ("show what has changed since a moment", lambda: since(window)),
        ("check the inquiry", lambda: check(window)),
        ("make the report", lambda: make_report(window, home)),
        ("preview its pages", lambda: preview(window)),
        ("save it somewhere else", lambda: save_elsewhere(window, home)),
        ("erase one person’s text", lambda: erase(window)),
        ("leave it alone for fifteen seconds", lambda: settle(15)),
        ("close it", lambda: close(window)),
    )
    for action, work in actions:
        yield measure(window, heartbeat, action, work)


def write_months(path: Path, versions: int, photos: int) -> None:
    """Make an inquiry with this number of versions of answers and of photos."""
    chance = random.Random(7)  # noqa: S311 - test text
    form = next(form for form in map(load_form, form_files()) if form.id == "car-inquiry")
    with DraftSession.create(path, form, WRITER) as session:
        for number in range(versions):
            text = " ".join(chance.choices(WORDS, k=120))
            session.write(TEXTS[number % len(TEXTS)], RichText.from_plain(text).to_json())
            session.seal()
        for number in range(photos):
            add_photo(session, number)


def make_edited_copy(path: Path, copy: Path) -> Path:
    """Export a copy, and edit it as somebody else."""
    with DraftSession.open(path, WRITER) as session:
        export_copy(session, copy)
    with DraftSession.open(copy, REPLIER) as other:
        for text in TEXTS:
            other.write(text, RichText.from_plain(f"{text} by another").to_json())
            other.seal()
        for number in range(60):
            other.add_item("context.evidence", None, {"name": f"Source {number}"})
    return copy


def open_draft(window: MainWindow, path: Path) -> None:
    window.open_draft(path)
    wait_for(lambda: not window.inquiry.is_opening)


def wizard_of(window: MainWindow) -> Wizard:
    assert window.inquiry.wizard is not None  # noqa: S101 - opened before
    return window.inquiry.wizard


def go_to_answer(window: MainWindow) -> None:
    wizard = wizard_of(window)
    wizard.go_to(TEXTS[0])
    wait_for(lambda: wizard.current_section == "context")


def type_words() -> None:
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
    assert send is not None  # noqa: S101 - started above
    send.page.set_target(home / "sent.carreport")
    settle()
    send.page.primary_action.trigger()
    wait_for(send.page.result_panel.isVisible)


def preview_copy(window: MainWindow, copy: Path) -> None:
    window.open_or_inspect(copy)
    wait_for(lambda: bool(shown(window, ImportCopyPage)))


def accept(window: MainWindow) -> None:
    shown(window, ImportCopyPage)[0].primary_action.trigger()
    wait_for(lambda: not shown(window, ImportCopyPage))


def undo_import(window: MainWindow) -> None:
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


def restore(window: MainWindow) -> None:
    page = shown(window, RestorePage)[0]
    page.primary_action.trigger()
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

    def choose(suggested: Path) -> Path | None:  # noqa: ARG001 - replaces the dialog
        return target

    window.prompts.save_draft = choose  # type: ignore[method-assign]  # replaces the dialog
    window.save_elsewhere()
    wait_for(lambda: not wizard.is_locked and wizard.session.path == target)


def check(window: MainWindow) -> None:
    window.begin_task("check")
    wait_for(lambda: not window.background.is_busy)


def make_report(window: MainWindow, home: Path) -> None:
    window.begin_task("report")
    task = window.find_task(ReportController)
    assert task is not None  # noqa: S101 - started above
    settle()
    task.page.set_target(home / "report.docx")
    task.page.make_button.click()
    wait_for((home / "report.docx").exists)


def preview(window: MainWindow) -> None:
    window.begin_task("preview")
    wait_for(lambda: not window.background.is_busy)
    settle(1)


def erase(window: MainWindow) -> None:
    window.begin_task("erase")
    task = window.find_task(EraseController)
    assert task is not None  # noqa: S101 - started above
    wait_for(task.page.isVisible)
    settle()
    task.page.people.setCurrentIndex(task.page.people.findData(REPLIER))
    wait_for(task.page.primary_action.isVisible)
    task.page.confirmation.setText("erase")
    settle()
    task.page.primary_action.trigger()
    wait_for(lambda: bool(window.inquiry.wizard and window.inquiry.wizard.isEnabled()))


def close(window: MainWindow) -> None:
    window.go_home()
    wait_for(lambda: window.inquiry.wizard is None)


if __name__ == "__main__":
    sys.exit(main())
