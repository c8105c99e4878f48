"""The main window: the start page, or one open inquiry.

Menu commands are in `commands`. `start_controller` fills the start page, `open_inquiry` opens and closes
an inquiry, and `task_registry` starts the tasks on it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from carreport.errors import CarreportError
from carreport.settings import Settings, drafts_folder
from carreport.ui.background.job_controller import WindowServices
from carreport.ui.background.jobs import BackgroundJobs, JobCancelledError
from carreport.ui.commands import CommandCallbacks, CommandTargets, bind_commands, has_survey
from carreport.ui.help.help_dock import HelpDock
from carreport.ui.inquiry.open_inquiry import InquiryController
from carreport.ui.library import local_drafts
from carreport.ui.library.start_controller import StartController
from carreport.ui.library.start_page import StartPage
from carreport.ui.library.title_follower import TitleFollower
from carreport.ui.menus import Menus, RecentFiles
from carreport.ui.preferences import Preferences
from carreport.ui.prompts import Prompts, WindowPrompts
from carreport.ui.qt.drag_and_drop import drafts_in_drop, word_file_in_drop
from carreport.ui.qt.guard import qt_override
from carreport.ui.settings.settings_controller import SettingsController
from carreport.ui.widgets.notice_bar import Notice, NoticeBar, notice_of
from carreport.ui.widgets.scroll_column import ScrollColumn

if TYPE_CHECKING:
    from carreport.form.schema import Form
    from carreport.ui.library.example_banner import ExampleBanner
    from carreport.ui.library.form_offers import FormOffer

W = TypeVar("W")

TITLE_BAR_HEIGHT = 44
"""Height allowed for the window's title bar, in pixels."""


class MainWindow(QMainWindow):
    """The window: the menus, a notice bar, and the start page or one open inquiry."""

    def __init__(self, settings: Settings, prompts: Prompts | None = None) -> None:
        super().__init__()
        self.preferences = Preferences(settings, self)
        self.background = BackgroundJobs(self)
        self._middle, self.stack = QWidget(), QStackedWidget()
        self.notice_bar = NoticeBar(self.stack.currentWidget, self._middle)
        self._inquiry_title = ""
        self.prompts: Prompts = prompts or WindowPrompts(self, self.notice_bar.show_notice)
        self.start_page = StartPage()
        self.stack.addWidget(self.start_page)
        services = self._window_services()
        self.inquiry = InquiryController(services, self)
        self.start_controller = StartController(self.start_page, self.preferences, services, self)
        self.settings_controller = SettingsController(self.preferences, services, self.inquiry.sign, self)
        self.title_follower = TitleFollower(self.preferences, self.prompts, self)
        self.help_dock = HelpDock(
            self.stack, self._current_page, self._focus_page, self.preferences, self.prompts
        )
        self._lay_out()
        self.menus = Menus(
            self, self._command_callbacks(), self.inquiry.begin_task, lambda: self.inquiry.undo_stack
        )
        recent = RecentFiles(
            local_drafts.list_recent_files, self.inquiry.open, local_drafts.clear_recent_files
        )
        self.menus.add_recent_files(recent)
        self._follow_inquiry()
        self.menus.check_theme(self.preferences.state.theme)
        self._connect()
        self._place_window()
        self.setAcceptDrops(True)

    # Inquiries.

    @property
    def is_start_idle(self) -> bool:
        """Return whether no inquiry is open, opening or closing."""
        return not self.inquiry.is_open and not self.inquiry.is_opening

    def find_task(self, kind: type[W]) -> W | None:
        """Return the task of this type on the open inquiry, if it has been started."""
        return self.inquiry.task_registry.find(kind) if self.inquiry.task_registry is not None else None

    def begin_task(self, work: str, at: str = "") -> None:
        """Start a task on the open inquiry, by its id in `task_registry.TASKS`."""
        self.inquiry.begin_task(work, at)

    def list_drafts(self) -> None:
        """List the inquiries on this computer on the start page."""
        self.start_controller.list_drafts()

    def begin_new(self) -> None:
        """Start a new inquiry with the form for inquiries, and go to its first question."""
        from carreport.ui.library.form_offers import form_offers  # noqa: PLC0415 - only when needed

        self.begin_with(form_offers()[0])

    def begin_with(self, offer: FormOffer) -> None:
        """Start a new inquiry with one of the forms offered."""
        from carreport.form.loader import load_form  # noqa: PLC0415 - only when needed

        self.create_inquiry(load_form(offer.path))

    def create_inquiry(self, form: Form) -> None:
        """Start a new inquiry with this form and go to its first question."""
        self.inquiry.create(form)

    def open_example(self) -> None:
        """Open the example inquiry."""
        self.inquiry.open_example()

    def open_file(self) -> None:
        """Ask for a file and open it, or show what importing it would change."""
        path = self.prompts.open_draft(drafts_folder())
        if path is not None:
            self.open_or_inspect(path)

    def open_or_inspect(self, path: Path) -> None:
        """Open the file at `path`, or show what importing it would change if its inquiry is here already."""
        self.inquiry.open_or_inspect(path)

    def open_draft(
        self, path: Path, *, take_over: bool = False, then: Callable[[], None] | None = None
    ) -> None:
        """Open the inquiry at `path` without copying it, then call `then`."""
        self.inquiry.open(path, take_over=take_over, then=then)

    def _open_and_find(self, path: Path, words: str) -> None:
        self.open_draft(path, then=partial(self.begin_task, "find", f"={words}"))

    def close_draft(self) -> bool:
        """Close the open inquiry; return whether none is open now."""
        return self.inquiry.close()

    def save_elsewhere(self) -> None:
        """Ask for a path, save the whole inquiry there and continue with that file."""
        self.inquiry.move_elsewhere()

    def go_home(self) -> None:
        """Close the inquiry once everything is saved, and show the start page."""

        def go_on() -> None:
            self.title_follower.follow(self.inquiry.last_closed, may_ask=True)
            self._show_home()

        self.inquiry.close_then(go_on)

    def _go_home_then(self, then: Callable[[], None]) -> None:
        """Close the inquiry and do something with its file, which keeps its name for that."""

        def go_on() -> None:
            self._show_home()
            then()

        self.inquiry.close_then(go_on)

    def _show_home(self) -> None:
        self.stack.setCurrentWidget(self.start_page)
        self.list_drafts()
        self.start_page.focus_start()

    # Theme and help.

    def apply_system_theme(self) -> None:
        """Apply the theme again, because the system's colours or contrast have changed."""
        self.preferences.apply_theme()

    def show_help(self, topic: str) -> None:
        """Show a page of the help: “guide”, “keys” or “about”."""
        self.help_dock.show_help(topic)

    def go_to_next_pane(self) -> None:
        """Move the focus to the next part of the window: after the bar under the page comes the help."""
        help_page, frame = self.help_dock.page, self.inquiry.page
        is_last = frame is None or frame.status_bar.isAncestorOf(self.focusWidget())
        if help_page is not None and is_last and not self.help_dock.has_focus:
            help_page.focus_text()
        elif frame is not None:
            frame.focus_next_pane()
        else:
            self._focus_page()

    def show_word_count(self) -> None:
        """Show how many words there are in the answer, the step and the whole inquiry."""
        if self.inquiry.page is not None:
            self.inquiry.page.status_bar.words_button.click()

    # Qt overrides.

    @qt_override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only if everything is saved or the user agrees to lose the changes."""
        if not self.close_draft():
            event.ignore()
            return
        self.title_follower.follow(self.inquiry.last_closed, may_ask=False)
        self.background.close()
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self.hide()  # nobody has to watch while another program has the settings open
        self.preferences.save_geometry(geometry)
        event.accept()

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept inquiries that are dragged over the window, and a Word file if an inquiry is open."""
        if drafts_in_drop(event) or self._reviewed_file_in(event) is not None:
            event.acceptProposedAction()

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file dropped on the window, or show what importing one or several would change."""
        if paths := drafts_in_drop(event):
            event.acceptProposedAction()
            QTimer.singleShot(0, partial(self.inquiry.open_or_inspect, *paths))
            return
        reviewed = self._reviewed_file_in(event)
        if reviewed is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, partial(self.begin_task, "review_read", str(reviewed)))

    # Private.

    def _reviewed_file_in(self, event: QDropEvent) -> Path | None:
        """Return a Word file in a drop, which a reviewer may have sent back, if an inquiry is open."""
        return word_file_in_drop(event) if self.inquiry.is_open else None

    def _window_services(self) -> WindowServices:
        return WindowServices(
            self.background,
            self.prompts,
            current_author=lambda: self.preferences.author,
            show_problem=self._show_problem,
            clear_notice=self.notice_bar.hide,
            show_page=self._show_page,
            remove_page=self.stack.removeWidget,
            show_previous_page=self._show_previous_page,
            open_draft=self.open_draft,
            inspect_copy=self._inspect_copy,
            name_author=self._name_author,
        )

    def _name_author(self) -> None:
        if not self.preferences.must_ask_name:
            return
        author = self.prompts.ask_author("", "")
        if author is None:
            self.preferences.stop_asking()
        else:
            self.preferences.set_name(*author)
            self.inquiry.sign(author[0])

    def _command_callbacks(self) -> CommandCallbacks:
        targets = CommandTargets(
            self.inquiry,
            self.preferences,
            self.prompts,
            self.show_help,
            self.start_controller.actions,
            self._go_home_then,
        )
        own = {
            "new": self.begin_new,
            "open": self.open_file,
            "home": self.go_home,
            "pane": self.go_to_next_pane,
            "settings": self.settings_controller.show,
            "words": self.show_word_count,
            "quit": self.close,
        }
        return {**bind_commands(targets), **own}

    def _show_page(self, page: QWidget) -> None:
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    def _show_previous_page(self) -> None:
        self.stack.setCurrentWidget(self.inquiry.page or self.start_page)

    @cached_property
    def example_banner(self) -> ExampleBanner:
        """The line above the open example, created when it is first opened."""
        from carreport.ui.library.example_banner import ExampleBanner  # noqa: PLC0415 - only when needed

        banner = ExampleBanner()
        banner.start_requested.connect(self.begin_new)
        self._column.insertWidget(0, banner)
        return banner

    def _follow_inquiry(self) -> None:
        is_ready = self.inquiry.is_ready
        if self.inquiry.is_example or "example_banner" in self.__dict__:
            self.example_banner.setVisible(self.inquiry.is_example)
        if is_ready:
            self.start_controller.abandon()
        self.menus.set_inquiry_open(is_open=is_ready)
        self.menus.set_enabled("unbring", is_offered=is_ready and self.inquiry.can_undo_import())
        for command in ("replies", "typing", "themes"):
            self.menus.set_enabled(command, is_offered=is_ready and has_survey(self.inquiry))

    def _inspect_copy(self, path: Path, called: str) -> None:
        self.inquiry.import_controller.inspect_copy(path, called)

    def _current_page(self) -> QWidget:
        """Return the page that is shown, or the page of the open inquiry."""
        frame = self.inquiry.page
        is_shown = frame is not None and self.stack.currentWidget() is frame
        pages = frame.pages if frame is not None and is_shown else self.stack
        return pages.currentWidget() or self.start_page

    def _focus_page(self) -> None:
        frame, page = self.inquiry.page, self.stack.currentWidget()
        if frame is not None and page is frame:
            frame.focus_page()
        elif isinstance(page, StartPage | ScrollColumn):
            page.focus_start()

    def _follow_title(self, title: str) -> None:
        self._inquiry_title = title
        self._show_title()

    def _show_title(self) -> None:
        """Show the title of the open inquiry, or of a page beside it that has one of its own."""
        page = self.stack.currentWidget()
        title = (page.windowTitle() if page is not None else "") or self._inquiry_title
        shown = f"{title} – carreport" if title else "carreport"
        if shown != self.windowTitle():
            self.setWindowTitle(shown)
            self.help_dock.show_page_again()

    def _follow_spelling(self) -> None:
        if self.inquiry.spelling is not None:
            self.inquiry.spelling.set_wanted(self.preferences.settings.spelling)

    def _show_problem(self, problem: Exception) -> None:
        if isinstance(problem, JobCancelledError):
            return
        self.prompts.show_notice(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem

    def _show_settings_problem(self, why: str) -> None:
        self.prompts.show_notice(Notice(why))

    def _connect(self) -> None:
        self.stack.currentChanged.connect(self.help_dock.show_page_again)
        self.stack.currentChanged.connect(self.notice_bar.follow_page)
        self.stack.currentChanged.connect(lambda _index: self._show_title())
        self.preferences.theme_changed.connect(self.menus.check_theme)
        self.preferences.save_failed.connect(self._show_settings_problem)
        self.inquiry.changed.connect(self._follow_inquiry)
        self.inquiry.changed.connect(self._follow_spelling)
        self.preferences.spelling_changed.connect(self._follow_spelling)
        self.inquiry.opening_started.connect(self.start_controller.abandon)
        self.inquiry.opening_cancelled.connect(self.start_controller.list_drafts)
        self.inquiry.title_changed.connect(self._follow_title)
        self.inquiry.home_requested.connect(self.go_home)
        self.title_follower.renamed.connect(self.list_drafts)
        self.start_page.new_requested.connect(self.begin_new)
        self.start_page.form_chosen.connect(self.begin_with)
        self.start_page.open_requested.connect(self.open_file)
        self.start_page.import_requested.connect(self.menus.actions["bring"].trigger)
        self.start_page.settings_requested.connect(self.settings_controller.show)
        self.start_page.example_requested.connect(self.open_example)
        self.start_page.draft_chosen.connect(self.open_draft)
        self.start_page.place_chosen.connect(self._open_and_find)

    def _lay_out(self) -> None:
        self.setWindowTitle("carreport")
        column = self._column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.help_dock, 1)
        self.setCentralWidget(self._middle)

    def _place_window(self) -> None:
        self.setMinimumSize(480, 400)
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(1180, room.width()), min(820, room.height() - TITLE_BAR_HEIGHT))
        geometry = self.preferences.state.geometry
        if geometry:
            self.restoreGeometry(QByteArray.fromHex(geometry.encode()))
