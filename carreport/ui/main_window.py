"""Hold the start page or one open inquiry, and lead from the one to the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from carreport.errors import CarreportError, DraftNotSaved
from carreport.settings import Settings, drafts_folder
from carreport.ui import library, menus
from carreport.ui.drops import dropped_draft
from carreport.ui.guarded import guarded
from carreport.ui.menus import Menus
from carreport.ui.names import initials_of
from carreport.ui.notice import Notice, NoticeBar, notice_of
from carreport.ui.preferences import USUAL_SIZE, Preferences
from carreport.ui.prompts import Prompts, Unsaved, WindowPrompts
from carreport.ui.start_page import StartPage
from carreport.ui.tasks import Cancelled, Tasks

if TYPE_CHECKING:
    from carreport.draft.session import DraftSession
    from carreport.form.schema import Form
    from carreport.ui.bring_work import BringWork
    from carreport.ui.card import Card
    from carreport.ui.new_inquiry import NewInquiryPage
    from carreport.ui.reading import ReadingPage
    from carreport.ui.report_work import ReportWork
    from carreport.ui.send_work import SendWork
    from carreport.ui.troubled import Troubled
    from carreport.ui.wizard import Wizard
    from carreport.ui.works import Works

SUFFIX = ".carreport"

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
        self.wizard: Wizard | None = None
        self.works: Works | None = None
        self.forms: NewInquiryPage | None = None
        self._reading: ReadingPage | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self._lay_out()
        self.menus = Menus(self, self._calls())
        self.menus.show_draft(is_open=False)
        self.menus.show_theme(self.preferences.state.theme)
        self.preferences.theme_changed.connect(self.menus.show_theme)
        self.preferences.not_kept.connect(self._say_not_kept)
        self._connect_start()
        self._place_window()
        self.setAcceptDrops(True)

    # Drafts.

    def list_drafts(self) -> None:
        """Show the drafts on this computer; they are looked up beside the window."""
        work = partial(library.list_cards, folder=drafts_folder(), me=self.preferences.author)
        self.tasks.run(work, self._show_cards, self._explain)

    def new_inquiry(self) -> None:
        """Begin a new inquiry: choose a form where there are several, then go to its first question."""
        forms = library.shipped_forms()
        if len(forms) == 1:
            self.begin_inquiry(forms[0])
        elif self.close_draft():
            self._show_forms(forms)

    def begin_inquiry(self, form: Form) -> None:
        """Begin a new inquiry with this form and go to its first question."""
        self._open(lambda: library.new_draft(form, self.preferences.author))

    def try_example(self) -> None:
        """Open the example inquiry."""
        self._open(lambda: library.example_draft(self.preferences.author))

    def open_file(self) -> None:
        """Ask for a file; open it, or say what it would bring if its inquiry is here already."""
        path = self.prompts.open_draft(drafts_folder())
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Open the file at `path`; a copy of an inquiry that is here is looked at first."""
        self.bring.open_or_look_at(path)

    def open_draft(self, path: Path, *, take_over: bool = False) -> None:
        """Open the draft at `path` where it lies."""
        opening = partial(library.open_draft, path, self.preferences.author, take_over=take_over)
        self._open(opening, path)

    def go_home(self) -> None:
        """Close the inquiry, once it is all on disk, and show the others."""
        if self.close_draft():
            self.stack.setCurrentWidget(self.start)
            self.list_drafts()
            self.start.focus_here()

    def close_draft(self) -> bool:
        """Close the open inquiry; say whether none is open now."""
        if self.wizard is None:
            return True
        self.wizard.flush()
        try:
            self.wizard.session.close()
        except DraftNotSaved as problem:
            way = self.prompts.unsaved(str(problem))
            if way is Unsaved.STAY or (way is Unsaved.ELSEWHERE and not self.save_elsewhere()):
                return False
            if way is Unsaved.ELSEWHERE:
                return self.close_draft()
            self.wizard.session.abandon()
        self._drop_wizard()
        return True

    def save_elsewhere(self) -> bool:
        """Ask for a place, put the whole draft there and go on there; say whether it is there."""
        if self.wizard is None:
            return False
        self.wizard.flush()
        session = self.wizard.session
        path = self.prompts.save_draft(session.path.with_name(f"Copy of {session.path.name}"))
        if path is None:
            return False
        try:
            session.save_elsewhere(path)
        except CarreportError as problem:
            self._explain(problem)
            return False
        self.wizard.follow_session()
        self.prompts.explain(Notice(f"You are now writing in {path}.", is_trouble=False))
        return True

    @property
    def report(self) -> ReportWork | None:
        """The work on the report of the open inquiry, once it has been begun."""
        return self.works.report if self.works is not None else None

    @property
    def send(self) -> SendWork | None:
        """The work on a copy of the open inquiry, once it has been begun."""
        return self.works.send if self.works is not None else None

    def make_report(self) -> None:
        """Show the page on which the report is made."""
        if self.works is not None:
            self.works.make_report()

    def send_copy(self) -> None:
        """Show the page on which a copy for somebody else is made."""
        if self.works is not None:
            self.works.send_copy()

    def go_back(self, chosen: str = "") -> None:
        """Show the moments that one can go back to."""
        if self.works is not None:
            self.works.go_back(chosen)

    @cached_property
    def bring(self) -> BringWork:
        """What leads files from outside into inquiries."""
        from carreport.ui.bring_work import BringWork, Doors  # noqa: PLC0415 - not before it is wanted

        doors = Doors(
            lambda: self.wizard, self.open_draft, self._show_page, self._end_reading, self.notice.hide
        )
        made = BringWork(self.tasks, self.prompts, doors, self)
        made.undo_changed.connect(self._offer_undo)
        return made

    # Look and words.

    def follow_system(self) -> None:
        """Wear what the system asks for, unless the person has chosen otherwise."""
        self.preferences.dress()

    def show_reading(self, title: str, markdown: str, folder: Path | None = None) -> None:
        """Show something to read; Back leads to where one was."""
        from carreport.ui.reading import ReadingPage  # noqa: PLC0415 - not before it is wanted

        if self._reading is None:
            self._reading = ReadingPage()
            self._reading.back_wanted.connect(self._end_reading)
            self.stack.addWidget(self._reading)
        self.stack.setCurrentWidget(self._reading)
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
        """Take a draft that is dragged over the window."""
        if dropped_draft(event) is not None:
            event.acceptProposedAction()

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        """Open a draft that is dropped on the window."""
        path = dropped_draft(event)
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, partial(self.take_file, path))

    # Inside.

    def _open(self, opening: Callable[[], DraftSession], path: Path | None = None) -> None:
        if not self.close_draft():
            return
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            session = opening()
            self._show_wizard(session)
        except CarreportError as problem:
            self.stack.setCurrentWidget(self.start)
            if path is None:
                self._explain(problem)
            else:
                self.troubled.say_not_opened(path, problem, self.preferences.author)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _show_wizard(self, session: DraftSession) -> None:
        from carreport.ui.wizard import Wizard  # noqa: PLC0415 - not before an inquiry is opened
        from carreport.ui.works import Works  # noqa: PLC0415 - likewise

        self.notice.hide()
        wizard = self.wizard = Wizard(session, self.prompts)
        self.works = Works(wizard, self.tasks, self.prompts, self._look_at)
        wizard.home_wanted.connect(self.go_home)
        wizard.report_wanted.connect(self.make_report)
        wizard.copy_wanted.connect(self.send_copy)
        wizard.elsewhere_wanted.connect(self.save_elsewhere)
        wizard.title_changed.connect(self._show_title)
        self.stack.addWidget(wizard)
        self.stack.setCurrentWidget(wizard)
        self.menus.show_draft(is_open=True)
        self._offer_undo()
        wizard.resume()
        self.troubled.say_what_is_wrong(session, self.preferences.author)

    @cached_property
    def troubled(self) -> Troubled:
        """What says why an inquiry opens for reading only, or not at all."""
        from carreport.ui.exits import Exits  # noqa: PLC0415 - not before an inquiry is opened
        from carreport.ui.troubled import Troubled  # noqa: PLC0415 - likewise

        take_over = partial(self.open_draft, take_over=True)
        exits = Exits(self.open_draft, take_over, self._show_page, self._end_reading)
        return Troubled(self.tasks, self.prompts, exits, self)

    def _show_forms(self, forms: list[Form]) -> None:
        from carreport.ui.new_inquiry import NewInquiryPage  # noqa: PLC0415 - not before it is wanted

        if self.forms is None:
            self.forms = NewInquiryPage(forms)
            self.forms.back_wanted.connect(self.go_home)
            self.forms.form_chosen.connect(self.begin_inquiry)
            self.stack.addWidget(self.forms)
        self.stack.setCurrentWidget(self.forms)
        self.forms.focus_here()

    def _drop_wizard(self) -> None:
        if self.wizard is not None:
            if self.works is not None:
                self.works.let_go()
            self.wizard.let_go()
            self.stack.removeWidget(self.wizard)
            self.wizard.deleteLater()
        self.wizard = self.works = None
        self.notice.hide()
        self.menus.show_draft(is_open=False)
        self._show_title("")

    def _show_page(self, page: QWidget) -> None:
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    def _offer_undo(self) -> None:
        """Offer to take a copy out again where one was brought in."""
        from carreport.draft.bringing import can_undo  # noqa: PLC0415 - not before an inquiry is opened

        can = self.wizard is not None and bool(can_undo(self.wizard.session))
        self.menus.offer("unbring", is_offered=can)

    def _look_at(self, path: Path, called: str) -> None:
        self.bring.look_at(path, called)

    def _ask_copy(self) -> None:
        self.bring.ask()

    def _take_out_copy(self) -> None:
        self.bring.undo()

    def _show_cards(self, cards: list[Card]) -> None:
        self.start.show_cards(cards)
        if any(card.by_others for card in cards):
            work = partial(library.list_changes, cards=cards, me=self.preferences.author)
            self.tasks.run(work, self.start.replace_cards, self._explain)
        if menus.writer() is None and self.stack.currentWidget() is self.start:
            self.start.focus_here()

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

    def _take_name(self, name: str, initials: str) -> None:
        self.preferences.set_name(name, initials)
        self._stop_asking()
        self.list_drafts()

    def _stop_asking(self) -> None:
        self.preferences.stop_asking()
        if self.start.who is not None:
            self.start.who.hide()
        self.start.focus_here()

    def _ask_who(self) -> None:
        """Ask for the name again; it counts from the next inquiry that is opened."""
        known = self.preferences.settings
        name = self.prompts.ask_name("Who is writing", "Your name, as your group knows you", known.name)
        if name is not None:
            self.preferences.set_name(name, initials_of(name))

    def _undo(self) -> None:
        if not menus.undo_in_writer() and self.wizard is not None:
            self.wizard.undo()

    def _redo(self) -> None:
        if not menus.redo_in_writer() and self.wizard is not None:
            self.wizard.redo()

    def _in_writer(self, method: str) -> None:
        here = menus.writer()
        if here is not None:
            getattr(here, method)()

    def _in_wizard(self, method: str, *given: int) -> None:
        if self.wizard is not None:
            getattr(self.wizard, method)(*given)

    def _read(self, what: str) -> None:
        from carreport.ui.reading import to_read  # noqa: PLC0415 - not before it is wanted

        self.show_reading(*to_read(what, drafts_folder()))

    def _end_reading(self) -> None:
        self.stack.setCurrentWidget(self.wizard or self.start)

    def _calls(self) -> dict[str, Callable[[], object]]:
        return {
            "new": self.new_inquiry,
            "open": self.open_file,
            "home": self.go_home,
            "send": self.send_copy,
            "bring": self._ask_copy,
            "unbring": self._take_out_copy,
            "copy": self.save_elsewhere,
            "report": self.make_report,
            "backups": self.go_back,
            "opened": partial(self.go_back, "opened"),
            "who": self._ask_who,
            "quit": self.close,
            "undo": self._undo,
            "redo": self._redo,
            "cut": partial(self._in_writer, "cut"),
            "copy_words": partial(self._in_writer, "copy"),
            "paste": partial(self._in_writer, "paste"),
            "previous": partial(self._in_wizard, "go", -1),
            "next": partial(self._in_wizard, "go", 1),
            "pane": partial(self._in_wizard, "go_to_next_pane"),
            "since": partial(self._in_wizard, "show_since"),
            "timeline": partial(self._in_wizard, "show_timeline"),
            "larger": partial(self.preferences.step_text_size, 1),
            "smaller": partial(self.preferences.step_text_size, -1),
            "normal": partial(self.preferences.set_text_size, USUAL_SIZE),
            "theme_system": partial(self.preferences.set_theme, "system"),
            "theme_light": partial(self.preferences.set_theme, "light"),
            "theme_dark": partial(self.preferences.set_theme, "dark"),
            "guide": partial(self._read, "guide"),
            "keys": partial(self._read, "keys"),
            "about": partial(self._read, "about"),
        }

    def _connect_start(self) -> None:
        self.start.new_wanted.connect(self.new_inquiry)
        self.start.open_wanted.connect(self.open_file)
        self.start.bring_wanted.connect(self._ask_copy)
        self.start.example_wanted.connect(self.try_example)
        self.start.draft_chosen.connect(self.open_draft)
        if self.preferences.should_ask_name:
            who = self.start.ask_who()
            who.name_given.connect(self._take_name)
            who.put_off.connect(self._stop_asking)

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
