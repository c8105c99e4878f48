"""Hold the start page or one open inquiry, and lead from the one to the other.

What the menus do stands in `calls`, the start page is filled by `home`, an inquiry is opened and
closed by `inquiry`, and work on it begins in `works`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from carreport.errors import CarreportError
from carreport.settings import Settings, drafts_folder
from carreport.ui.background.jobs import Cancelled, Tasks
from carreport.ui.commands import Calls, Reach, calls_of
from carreport.ui.inquiry.open_inquiry import Hall, Inquiry
from carreport.ui.library import local_drafts
from carreport.ui.library.start_controller import Home
from carreport.ui.library.start_page import StartPage
from carreport.ui.menus import Menus
from carreport.ui.preferences import Preferences
from carreport.ui.prompts import Prompts, WindowPrompts
from carreport.ui.qt.drag_and_drop import dropped_draft
from carreport.ui.qt.guard import guarded
from carreport.ui.widgets.notice_bar import Notice, NoticeBar, notice_of

if TYPE_CHECKING:
    from carreport.form.schema import Form
    from carreport.ui.help_page import ReadingPage
    from carreport.ui.library.new_inquiry_page import NewInquiryPage

W = TypeVar("W")

TITLE_BAR = 44
"""What the system draws above a window, at the most, in pixels."""


class MainWindow(QMainWindow):
    """The window."""

    def __init__(self, settings: Settings, prompts: Prompts | None = None) -> None:
        super().__init__()
        self.preferences = Preferences(settings, self)
        self.tasks = Tasks(self)
        self.notice = NoticeBar()
        self.prompts: Prompts = prompts or WindowPrompts(self, self.notice.say)
        self.start = StartPage()
        self.forms: NewInquiryPage | None = None
        self._reading: ReadingPage | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.inquiry = Inquiry(self._hall(), self)
        self.home = Home(self.start, self.tasks, self.preferences, self._explain, self)
        self._lay_out()
        self.menus = Menus(self, self._calls(), self.inquiry.begin_work)
        self._follow_inquiry()
        self.menus.show_theme(self.preferences.state.theme)
        self._connect()
        self._place_window()
        self.setAcceptDrops(True)

    # Inquiries.

    @property
    def is_at_home(self) -> bool:
        """Say whether nothing is open, and nothing on the way there or away."""
        return not self.inquiry.is_open and not self.inquiry.is_on_the_way

    def made(self, kind: type[W]) -> W | None:
        """Return the piece of work of this kind on the open inquiry, once it has been begun."""
        return self.inquiry.works.made(kind) if self.inquiry.works is not None else None

    def begin_work(self, work: str, at: str = "") -> None:
        """Begin a piece of work on the open inquiry, by its id in `works.WORKS`."""
        self.inquiry.begin_work(work, at)

    def list_drafts(self) -> None:
        """Show the inquiries on this computer; they are looked up beside the window."""
        self.home.list_drafts()

    def new_inquiry(self) -> None:
        """Begin a new inquiry: choose a form where there are several, then go to its first question."""
        forms = local_drafts.shipped_forms()
        if len(forms) == 1:
            self.begin_inquiry(forms[0])
        elif self.close_draft():
            self._show_forms(forms)

    def begin_inquiry(self, form: Form) -> None:
        """Begin a new inquiry with this form and go to its first question."""
        self.inquiry.begin(form)

    def try_example(self) -> None:
        """Open the example inquiry."""
        self.inquiry.try_example()

    def open_file(self) -> None:
        """Ask for a file; open it, or say what it would bring if its inquiry is here already."""
        path = self.prompts.open_draft(drafts_folder())
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Open the file at `path`; a copy of an inquiry that is here is looked at first."""
        self.inquiry.take_file(path)

    def open_draft(self, path: Path) -> None:
        """Open the inquiry at `path` where it lies."""
        self.inquiry.open(path)

    def close_draft(self) -> bool:
        """Close the open inquiry; say whether none is open now."""
        return self.inquiry.close()

    def save_elsewhere(self) -> None:
        """Ask for a place, put the whole inquiry there and go on there."""
        self.inquiry.go_on_elsewhere()

    def go_home(self) -> None:
        """Close the inquiry, once it is all on disk, and show the others."""
        self.inquiry.leave(self._show_home)

    def _show_home(self) -> None:
        self.stack.setCurrentWidget(self.start)
        self.list_drafts()
        self.start.focus_here()

    # Look and words.

    def follow_system(self) -> None:
        """Wear what the system asks for, unless the person has chosen otherwise."""
        self.preferences.dress()

    def show_reading(self, title: str, markdown: str, folder: Path | None = None) -> None:
        """Show something to read; Back leads to where one was."""
        from carreport.ui.help_page import ReadingPage  # noqa: PLC0415 - not before it is wanted

        if self._reading is None:
            self._reading = ReadingPage()
            self._reading.back_wanted.connect(self._leave_page)
        self._show_page(self._reading)
        self._reading.show_words(title, markdown, folder)

    # Qt's own calls.

    @guarded
    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave only when everything is on disk, or the person says so."""
        if not self.close_draft():
            event.ignore()
            return
        self.tasks.close()
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self.preferences.keep_geometry(geometry)
        event.accept()

    @guarded
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take an inquiry that is dragged over the window."""
        if dropped_draft(event) is not None:
            event.acceptProposedAction()

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        """Open an inquiry that is dropped on the window."""
        path = dropped_draft(event)
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, partial(self.take_file, path))

    # Inside.

    def _hall(self) -> Hall:
        return Hall(
            self.tasks,
            self.prompts,
            author=lambda: self.preferences.author,
            explain=self._explain,
            hush=self.notice.hide,
            show_page=self._show_page,
            drop_page=self.stack.removeWidget,
            leave_page=self._leave_page,
        )

    def _calls(self) -> Calls:
        reach = Reach(self.inquiry, self.preferences, self.prompts, self.show_reading)
        own = {"new": self.new_inquiry, "open": self.open_file, "home": self.go_home, "quit": self.close}
        return {**calls_of(reach), **own}

    def _show_forms(self, forms: list[Form]) -> None:
        from carreport.ui.library.new_inquiry_page import NewInquiryPage  # noqa: PLC0415 - not before it is wanted

        if self.forms is None:
            self.forms = NewInquiryPage(forms)
            self.forms.back_wanted.connect(self.go_home)
            self.forms.form_chosen.connect(self.begin_inquiry)
        self._show_page(self.forms)
        self.forms.focus_here()

    def _show_page(self, page: QWidget) -> None:
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    def _leave_page(self) -> None:
        self.stack.setCurrentWidget(self.inquiry.page or self.start)

    def _follow_inquiry(self) -> None:
        is_ready = self.inquiry.is_ready
        if is_ready:
            self.home.stop_looking()
        self.menus.show_draft(is_open=is_ready)
        self.menus.offer("unbring", is_offered=is_ready and self.inquiry.can_unbring())

    def _show_title(self, title: str) -> None:
        self.setWindowTitle(f"{title} – carreport" if title else "carreport")

    def _explain(self, problem: Exception) -> None:
        if isinstance(problem, Cancelled):
            return
        self.prompts.explain(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem

    def _say_not_kept(self, why: str) -> None:
        self.prompts.explain(Notice(why))

    def _connect(self) -> None:
        self.preferences.theme_changed.connect(self.menus.show_theme)
        self.preferences.not_kept.connect(self._say_not_kept)
        self.inquiry.changed.connect(self._follow_inquiry)
        self.inquiry.opening_begun.connect(self.home.stop_looking)
        self.inquiry.opening_given_up.connect(self.home.list_drafts)
        self.inquiry.title_changed.connect(self._show_title)
        self.inquiry.home_wanted.connect(self.go_home)
        self.start.new_wanted.connect(self.new_inquiry)
        self.start.open_wanted.connect(self.open_file)
        self.start.bring_wanted.connect(self.menus.actions["bring"].trigger)
        self.start.example_wanted.connect(self.try_example)
        self.start.draft_chosen.connect(self.open_draft)

    def _lay_out(self) -> None:
        self.setWindowTitle("carreport")
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(middle)

    def _place_window(self) -> None:
        self.setMinimumSize(480, 400)
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(1180, room.width()), min(820, room.height() - TITLE_BAR))
        kept = self.preferences.state.geometry
        if kept:
            self.restoreGeometry(QByteArray.fromHex(kept.encode()))
