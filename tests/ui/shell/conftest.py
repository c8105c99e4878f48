"""A small form, a draft of it, prompts that answer by themselves, and windows to try."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.form.schema import Form
from carreport.settings import Settings
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.prompts import UnsavedDraftChoice
from carreport.ui.widgets.labels import install_heading_accessibility
from carreport.ui.widgets.notice_bar import Notice

SMALL_FORM = """
[form]
id = "small"
title = "A small form"
version = 1
title_path = "about.title"
subtitle_path = "about.place"

[[section]]
id = "about"
title = "About"
intro = "Who you are."
minutes = 2

[[section.field]]
id = "title"
kind = "line"
label = "What is it called?"
why = "It stands on the cover."
example = "A warm handover"
pitfalls = "Too long a name."

[[section.field]]
id = "place"
kind = "line"
label = "Where is it?"

[[section.field]]
id = "online"
kind = "yes_no"
label = "Do you meet online?"

[[section.field]]
id = "how_online"
kind = "text"
label = "How is that?"
show_if = { online = true }

[[section]]
id = "actions"
title = "Actions"

[[section.field]]
id = "actions"
kind = "list"
item = "action"
label = "What will you do?"

[[section.field.field]]
id = "what"
kind = "line"
label = "What"

[[section]]
id = "end"
title = "End"

[[section.field]]
id = "thanks"
kind = "text"
label = "Whom do you thank?"
example = "The school office."
"""


@dataclass
class FakePrompts:
    """Answers as the test says, and remembers what the person was told and shown."""

    draft: Path | None = None
    elsewhere: Path | None = None
    report: Path | None = None
    picture: Path | None = None
    replies: Path | None = None
    template: Path | None = None
    starter: Path | None = None
    has_bin: bool = True
    name: str | None = None
    printer: QPrinter | None = None
    way: UnsavedDraftChoice = UnsavedDraftChoice.STAY
    told: list[Notice] = field(default_factory=list)
    shown: list[object] = field(default_factory=list)

    def open_draft(self, folder: Path) -> Path | None:
        self.shown.append(folder)
        return self.draft

    def save_draft(self, suggested: Path) -> Path | None:
        self.shown.append(suggested)
        return self.elsewhere

    def save_report(self, suggested: Path, files: str) -> Path | None:
        self.shown.append((suggested, files))
        return self.report

    def open_replies(self, folder: Path) -> Path | None:
        self.shown.append(folder)
        return self.replies

    def open_template(self, folder: Path) -> Path | None:
        self.shown.append(folder)
        return self.template

    def save_template(self, suggested: Path) -> Path | None:
        self.shown.append(suggested)
        return self.starter

    def move_to_bin(self, path: Path) -> bool:
        self.shown.append(path)
        if self.has_bin:
            shutil.rmtree(path)
        return self.has_bin

    def pick_picture(self) -> Path | None:
        return self.picture

    def pick_pictures(self) -> list[Path]:
        return [self.picture] if self.picture else []

    def ask_link(self, current: str) -> str | None:
        return current

    def ask_name(self, title: str, question: str, current: str) -> str | None:
        self.shown.append((title, question, current))
        return self.name

    def ask_about_unsaved(self, why: str) -> UnsavedDraftChoice:
        self.shown.append(why)
        return self.way

    def show_notice(self, notice: Notice) -> None:
        self.told.append(notice)

    def choose_printer(self, pages: int) -> QPrinter | None:
        self.shown.append(pages)
        return self.printer

    def show_file(self, path: Path) -> None:
        self.shown.append(path)

    def show_folder(self, path: Path) -> None:
        self.shown.append(path.parent)

    def show_link(self, address: str) -> None:
        self.shown.append(address)


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    install_heading_accessibility()
    return qapp


@pytest.fixture
def form() -> Form:
    return parse_form(SMALL_FORM)


@pytest.fixture
def prompts() -> FakePrompts:
    return FakePrompts()


@pytest.fixture
def session(tmp_path: Path, form: Form) -> Iterator[DraftSession]:
    opened = DraftSession.create(tmp_path / "a.carreport", form, "Ailsa Kerr")
    yield opened
    opened.close()


Show = Callable[[QWidget], None]


class _Watch(QObject):
    """Notices every window that comes up, also for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt’s own name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


@pytest.fixture
def on_screen(qtbot: QtBot, qapp: QApplication) -> Iterator[Show]:
    """Show a widget as the active window; no other may come up during the test, however briefly."""
    shown: list[QWidget] = []
    watch = _Watch()
    qapp.installEventFilter(watch)

    def show(widget: QWidget) -> None:
        shown.append(widget)
        qtbot.addWidget(widget)
        widget.resize(1100, 760)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)

    yield show
    qapp.removeEventFilter(watch)
    assert [each for each in watch.windows if each not in shown] == []


def resume(wizard: Wizard) -> None:
    """Go at once to where the person was when the inquiry was last open."""
    wizard.resume()


@pytest.fixture
def wizard(session: DraftSession, prompts: FakePrompts, on_screen: Show) -> Wizard:
    made = Wizard(session, prompts)
    on_screen(made)
    resume(made)
    return made


@pytest.fixture
def window(prompts: FakePrompts, on_screen: Show) -> Iterator[MainWindow]:
    made = MainWindow(Settings(name="Ailsa Kerr"), prompts)
    on_screen(made)
    yield made
    made.close()
