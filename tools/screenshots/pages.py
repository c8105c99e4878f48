"""Take a picture of every page of the window, for the user guide and for those who design it.

    python -m tools.screenshots -o FOLDER [--size 1366x768] [--dark] [--whole] [--small]

Nothing is shown on the screen and no draft of yours is touched: the pictures are of the
example inquiry, in a folder that is thrown away afterwards.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtWidgets import QApplication, QPushButton

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.settings import HOME_VARIABLE, Settings
from carreport.ui.copies.export_controller import ExportCopyController
from carreport.ui.copies.import_page import ImportCopyPage
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.erase.erase_controller import EraseController
from carreport.ui.library import local_drafts
from carreport.ui.main_window import MainWindow
from carreport.ui.preferences import WindowState, apply_theme
from carreport.ui.report.report_controller import ReportController
from carreport.ui.survey.import_replies.import_replies_controller import ImportRepliesController
from carreport.ui.survey.themes.themes_controller import ThemesController
from carreport.ui.widgets.building import finish_all
from carreport.ui.widgets.labels import install_heading_accessibility
from carreport.ui.widgets.scroll_column import ScrollColumn
from tools.screenshots.enter_replies_pages import take_typing
from tools.screenshots.evidence_pages import take_evidence
from tools.screenshots.fellow_text_pages import take_fellow, take_templates

SIZES = ("1366x768", "1920x1080")
WRITER = "Ailsa Kerr"
REPLIER = "Morag Reid"
ASKED = ("We know whom to ring", "We meet often enough", "Everybody has a say", "What we agree on happens")
WISHES = ("One name to ask for.", "An hour that is kept free.", "A room in the middle of town.")
OTHERS = (
    ("Warm handover in welfare advice", "Harbour Street group", "Iain Moffat", 2),
    ("Why families come, and why they stay", "Linden group", "Ailsa Kerr", 1),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures that the command line asks for; return the exit code."""
    given = _parser().parse_args(argv)
    sizes = [_size(given.size)] if given.size else [_size(each) for each in SIZES]
    themes = ["dark"] if given.dark else ["light"] if given.size else ["light", "dark"]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(sys.argv[:1])
    install_heading_accessibility()
    try:
        given.output.mkdir(parents=True, exist_ok=True)
        for theme in themes:
            for size in sizes:
                end = "" if given.size else f"-{size.width()}x{size.height()}-{theme}"
                with tempfile.TemporaryDirectory() as home, _away_from_home(home):
                    _Camera(given.output, end, size, theme, whole=given.whole).take_all()
        if given.small:
            make_small(given.output)
    except (CarreportError, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    finally:
        app.processEvents()
    return 0


class _Camera:
    """Leads one window through its pages and takes a picture of each."""

    def __init__(self, folder: Path, end: str, size: QSize, theme: str, *, whole: bool) -> None:
        self.folder, self.end, self.size, self.whole = folder, end, size, whole
        state = WindowState(theme=theme)
        apply_theme(theme, 100)
        self.window = MainWindow(Settings(window=state.to_text()))
        self.window.resize(size)
        self.window.show()

    def take_all(self) -> None:
        """Take every picture, and close the window."""
        window = self.window
        window.list_drafts()
        self.settle()
        self.take("start-empty")
        window.preferences.set_name(WRITER, "AK")
        if window.start_page.author_card is not None:
            window.start_page.author_card.hide()
        self.take_start()
        self.take_forms()
        self.take_steps()
        self.take_details()
        take_fellow(self)
        take_evidence(self)
        take_typing(self)
        self.take_replies()
        self.take_report()
        take_templates(self)
        self.take_copies()
        self.take_damage()
        window.close()
        window.deleteLater()
        QApplication.processEvents()

    def take_start(self) -> None:
        make_others()
        local_drafts.open_example(WRITER).close()
        self.window.list_drafts()
        self.settle()
        self.take("start")

    def take_forms(self) -> None:
        self.window.choose_form()
        self.take("new-inquiry")
        self.window.open_example()

    def take_steps(self) -> None:
        wizard = self.window.inquiry.wizard
        assert wizard is not None  # noqa: S101 - the example was opened above
        for number, section in enumerate(wizard.session.form.sections, 1):
            wizard.enter_step(section.id)
            page = wizard.step_page(section.id)
            with self.as_tall_as(page):
                self.take(f"step-{number}-{section.id}")

    def take_details(self) -> None:
        wizard = self.window.inquiry.wizard
        assert wizard is not None  # noqa: S101 - the example was opened above
        wizard.enter_step("question")
        view = wizard.step_page("question").questions["question.agreed"]
        for link in view.findChildren(QPushButton):
            if link.text() == "Example answer":
                link.setChecked(True)
        wizard.step_page("question").focus_path(view.path)
        self.take("guidance")
        wizard.enter_step("actions")
        group = wizard.step_page("actions").questions["actions.actions"]
        assert isinstance(group.editor, ListEditor)  # noqa: S101 - actions are a list
        group.editor.expand_row(group.editor.rows[0].item.id)
        QApplication.processEvents()
        wizard.step_page("actions").scroll_to(group)
        self.take("entry")
        path = "question.main"
        wizard.enter_step("question")
        words = wizard.session.answers().get(path)
        wizard.session.write(path, [*words, *_said("And what stands in the way?")])
        wizard.session.seal(path)
        wizard.session.write(path, words)
        wizard.session.seal()
        wizard.session.flush()
        wizard.history_pages.show_history(path)
        self.take("history")
        wizard.return_to_step()

    def take_replies(self) -> None:
        wizard = self.window.inquiry.wizard
        assert wizard is not None  # noqa: S101 - the example was opened above
        before = len(wizard.session.answers().items("data.surveys"))
        self.window.begin_task("replies", f"data.surveys#{make_replies()}")
        self.settle()
        self.take("replies")
        work = self.window.find_task(ImportRepliesController)
        assert work is not None  # noqa: S101 - begun above
        work.page.reveal(work.page.sample)
        self.take("replies-below")
        work.page.import_button.click()
        self.wait_until(lambda: not work.page.isVisible())  # only then the survey is shown
        self.window.notice_bar.hide()
        self.take("survey")
        self.window.begin_task("themes")
        sorting = self.window.find_task(ThemesController)
        assert sorting is not None  # noqa: S101 - begun above
        self.wait_until(lambda: sorting.page.coding_set is not None)
        for key, theme in enumerate(("Knowing whom to ask", "Time", "A place to meet")):
            sorting.page.excerpt_list.select_row(key * 2)
            sorting.page.theme_added.emit(theme)
        sorting.page.excerpt_list.select_row(1)
        sorting.page.theme_toggled.emit("Time", [1])
        self.take("themes")
        while len(wizard.session.answers().items("data.surveys")) > before:
            wizard.undo()
        self.window.notice_bar.hide()

    def take_report(self) -> None:
        self.window.begin_task("report")
        self.take("make-report")
        report = self.window.find_task(ReportController)
        assert report is not None  # noqa: S101 - made by the line above
        target = Path.home() / "Documents" / "Working together.docx"
        target.parent.mkdir(exist_ok=True)
        report.page.set_target(target)
        report.page.make_button.click()
        self.settle()
        self.take("report-made")
        for work in ("check", "preview"):
            self.window.begin_task(work, "inquiry-report")
            self.settle()
            self.settle()
            self.take(work)

    def take_copies(self) -> None:
        wizard = self.window.inquiry.wizard
        assert wizard is not None  # noqa: S101 - the example was opened above
        wizard.return_to_step()
        self.window.begin_task("send")
        send = self.window.find_task(ExportCopyController)
        assert send is not None  # noqa: S101 - made by the line above
        send.page.set_target(Path.home() / "Documents" / "Working together.carreport")
        self.take("send-copy")
        send.page.make_button.click()
        self.settle()
        self.take("copy-made")
        path = make_reply(wizard.session)
        self.window.open_or_inspect(path)
        self.settle()
        self.take("bring-in")
        page = next(each for each in wizard.findChildren(ImportCopyPage) if each.isVisible())
        page.import_button.click()
        self.wait_until(lambda: not page.isVisible())
        self.take("brought-in")
        self.window.notice_bar.hide()
        wizard.go_to("question.agreed")
        self.take("two-versions-line")
        wizard.collaboration_pages.show_conflict("question.agreed")
        self.take("two-versions")
        wizard.collaboration_pages.conflict_page.combine_button.click()
        self.take("third-version")
        self.take_private()

    def take_private(self) -> None:
        wizard = self.window.inquiry.wizard
        assert wizard is not None  # noqa: S101 - the example was opened above
        wizard.return_to_step()
        wizard.enter_step("reflections")
        group = wizard.step_page("reflections").questions["reflections.individual"]
        assert isinstance(group.editor, ListEditor)  # noqa: S101 - reflections are a list
        values = {
            "heading": "Small habits that last",
            "came": _said("My manager sent me."),
            "release": "named",
        }
        made = wizard.session.add_item("reflections.individual", values=values)
        group.editor.expand_row(made)
        QApplication.processEvents()
        wizard.step_page("reflections").reveal(group.editor.rows[-1])
        self.take("private-entry")
        group.editor.rows[-1].release_requested.emit(group.editor.rows[-1].path)
        self.take("release")
        self.window.begin_task("back")
        self.settle()
        self.take("go-back")
        self.take_erasing()

    def take_erasing(self) -> None:
        self.window.begin_task("erase")
        work = self.window.find_task(EraseController)
        assert work is not None  # noqa: S101 - begun above
        self.window.notice_bar.hide()
        self.take("erase")
        work.page.people.setCurrentIndex(work.page.people.findData(REPLIER))
        self.settle()
        self.take("erase-outlook")
        work.page.confirmation.setText("erase")
        work.page.reveal(work.page.erase_button)
        self.take("erase-confirm")
        work.page.erase_button.click()
        self.settle()
        self.take("erased")

    def take_damage(self) -> None:
        wizard = self.window.inquiry.wizard
        assert wizard is not None  # noqa: S101 - the example was opened above
        path = wizard.session.path
        self.window.go_home()
        raw = path.read_bytes()
        path.write_bytes(raw.replace(b"three cases", b"threw cases"))
        self.window.open_draft(path)
        self.settle()
        self.take("read-only")
        self.window.notice_bar.run_action()
        self.take("damage")
        self.window.go_home()
        path.write_bytes(b"")
        self.window.open_draft(path)
        self.settle()
        self.take("lost")

    def take(self, name: str) -> None:
        """Save a picture of the window as it stands."""
        for _ in range(4):
            QApplication.processEvents()
        self.window.grab().save(str(self.folder / f"{name}{self.end}.png"))

    def settle(self) -> None:
        """Wait until work beside the window has been delivered."""
        for _ in range(4):
            QApplication.processEvents()
            finish_all()
        while self.window.background.is_busy:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Wait for what the window does later of its own accord."""
        while not is_so():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    @contextmanager
    def as_tall_as(self, page: ScrollColumn) -> Iterator[None]:
        """Make the window so tall that the whole page is to be seen, where that is wanted."""
        if self.whole:
            for _ in range(3):
                QApplication.processEvents()
            around = self.window.height() - self.window.stack.height() + 80
            self.window.resize(self.size.width(), page.content_height + around)
        yield
        self.window.resize(self.size)


@contextmanager
def _away_from_home(home: str) -> Iterator[None]:
    """Let everything that belongs to the person lie in `home` for a while."""
    places = dict.fromkeys((HOME_VARIABLE, "HOME", "USERPROFILE"), home)
    with patch.dict(os.environ, places):
        yield


def make_small(folder: Path) -> None:
    """Let the pictures in `folder` take a third of the room, with 256 colours each."""
    from PIL import Image  # noqa: PLC0415 - the window never needs it here

    for path in folder.glob("*.png"):
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        small.save(path, optimize=True)


def make_others() -> None:
    """Put two more drafts beside the example, so that the start page has something to show."""
    for title, place, author, steps in OTHERS:
        session = local_drafts.create_draft(local_drafts.load_shipped_forms()[0], author)
        session.write("about.title", title)
        session.write("about.place", place)
        for section in session.form.sections[1 : steps + 1]:
            first = next(field for field in section.fields if field.kind == "text")
            session.write(
                f"{section.id}.{first.id}", [{"type": "paragraph", "spans": [{"text": "A start."}]}]
            )
        session.close()


def make_replies() -> Path:
    """Write a file of replies as a survey program hands it out, and return where it lies."""
    path = Path.home() / "Documents" / "Partner survey.csv"
    path.parent.mkdir(exist_ok=True)
    steps = ("Strongly agree", "Agree", "Agree", "Disagree", "Agree", "Strongly disagree", "Don't know")
    heads = [
        "Timestamp",
        "Email address",
        *(f"How far do you agree? [{each}]" for each in ASKED),
        "What would help?",
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        written = csv.writer(file)
        written.writerow(heads)
        for person in range(19):
            said = [steps[(person * (place + 2)) % len(steps)] for place in range(len(ASKED))]
            mail = f"person{person}@example.org"
            written.writerow([f"2026/06/{person + 1:02} 10:15", mail, *said, WISHES[person % len(WISHES)]])
    return path


def make_reply(session: DraftSession) -> Path:
    """Send a copy to somebody else, let both write, and return the file that comes back."""
    path = Path.home() / "Documents" / "Working together, from Morag.carreport"
    export_copy(session, path)
    with DraftSession.open(path, REPLIER) as other:
        other.write("question.agreed", _said("Each of us brought two cases; we looked for what they share."))
        other.write("question.hard", _said("To find an hour that all of us have free."))
        for each in other.answers().items("actions.actions")[1:2]:
            other.remove_item(f"actions.actions/{each.id}")
        other.add_item("actions.actions", values={"what": "Ring ahead before a family is sent on"})
    session.write("question.agreed", _said("Each of us brought three cases; we asked what they share."))
    session.seal()
    return path


def _said(text: str) -> list[dict[str, object]]:
    return [{"type": "paragraph", "spans": [{"text": text}]}]


def _size(text: str) -> QSize:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit()):
        message = f"“{text}” is no size; write it like 1366x768."
        raise SystemExit(message)
    return QSize(int(width), int(height))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.screenshots", description="Take a picture of every page of the window."
    )
    parser.add_argument(
        "-o", dest="output", type=Path, required=True, metavar="FOLDER", help="where to put them"
    )
    parser.add_argument("--size", metavar="WIDTHxHEIGHT", help="one size; without it 1366x768 and 1920x1080")
    parser.add_argument("--dark", action="store_true", help="in dark colours; without --size both are taken")
    parser.add_argument("--whole", action="store_true", help="each step as tall as it is")
    parser.add_argument("--small", action="store_true", help="in 256 colours, for documents")
    return parser
