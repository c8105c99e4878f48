"""Lead through one inquiry: its steps at the left, one step as a page, Back and Next below.

Any step may be visited at any time; its page is built on the first visit.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from carreport.draft.history.restore import state_of
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftSaveError
from carreport.form import paths
from carreport.form.schema import Section, Value
from carreport.ui.background.holding import Holding
from carreport.ui.background.jobs import Tasks
from carreport.ui.background.session_signals import DraftBridge
from carreport.ui.inquiry.collaboration_pages import SharedPages
from carreport.ui.inquiry.editor_services import DraftDesk
from carreport.ui.inquiry.frame import Frame
from carreport.ui.inquiry.history_pages import EarlierPages
from carreport.ui.inquiry.step_page import StepPage
from carreport.ui.prompts import Prompts
from carreport.ui.qt.guard import guarded
from carreport.ui.qt.turns import Turns
from carreport.ui.undo_stack import Changes, HoldsWords, ShowsPlace, is_typing
from carreport.ui.widgets.notice_bar import notice_of

PROGRESS_WAIT = 300
"""After how many milliseconds the steps show what has been written."""


class Wizard(Frame):
    """One open inquiry."""

    home_wanted = Signal()
    work_wanted = Signal(str, str)
    """A piece of work is to begin (its id in `works.WORKS`), at some place (an answer’s path, or nothing)."""
    elsewhere_wanted = Signal()
    title_changed = Signal(str)
    held_changed = Signal()

    def __init__(
        self,
        session: DraftSession,
        prompts: Prompts,
        tasks: Tasks | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.bridge = DraftBridge(session, self)
        self.changes = Changes()
        self._turns = Turns(self)
        self._desk = DraftDesk(
            session,
            prompts,
            self.changes,
            self.work_wanted.emit,
            tasks=tasks,
            go_to=self.go_to,
            turns=self._turns,
        )
        self._say, self._tasks = prompts.explain, tasks
        self._pages: dict[str, StepPage] = {}
        self._section = session.form.sections[0].id
        self._writing = ""
        self._holding: Holding | None = None
        self._unsaid: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=PROGRESS_WAIT)
        self._timer.timeout.connect(self._show_progress)
        self._saved_later = QTimer(self, singleShot=True, interval=PROGRESS_WAIT)
        self._saved_later.timeout.connect(self._show_saved_now)
        self.earlier = EarlierPages(session, self._desk, self._turn_to_page, self)
        self.shared = SharedPages(
            session, self._desk, prompts.explain, show=self._turn_to_page, go_to=self.go_to, parent=self
        )
        self._came_from = ""
        self._connect()
        self.opened_at, self.held_at_first = _now(), state_of(session.tree)
        if session.read_only:
            self.foot.show_read_only()
        if session.backup_problem is not None:
            self._say_no_backup(session.backup_problem)

    # Where one is.

    @property
    def section(self) -> str:
        """The id of the step that is shown, or was before the page that is shown now."""
        return self._section

    @property
    def desk(self) -> DraftDesk:
        """What editors on other pages may ask for, as those of the steps do."""
        return self._desk

    def page(self, section_id: str) -> StepPage:
        """Return the page of a step; it is built on the first visit."""
        if section_id not in self._pages:
            section = self.session.form.section(section_id)
            assert section is not None  # noqa: S101 - steps come from the form
            self._pages[section_id] = self._build(section)
        return self._pages[section_id]

    def resume(self) -> None:
        """Go to where the person was when the inquiry was last open."""
        self._show_progress()
        place = self.session.last_visited()
        section = self.session.form.section(paths.split_path(place).section)
        if section is None:
            first = self.session.form.sections[0].id
            self.show_step(first)
            self.page(first).focus_first()
        else:
            self.show_step(section.id)
            self.page(section.id).focus_place(place)

    def go_to(self, path: str) -> None:
        """Show the answer or the entry at `path`, also inside an entry, and go into it."""
        section = paths.split_path(path).section
        self.show_step(section)
        self.show_middle()
        self.page(section).focus_place(path)

    def show_step(self, section_id: str) -> None:
        """Show the page of a step; the keyboard stays where it is."""
        self._leave_page()
        moved = section_id != self._section
        self._section = section_id
        page = self.page(section_id)
        page.show_last_changes(self.session.last_change, self.session.author, _now())
        page.show_removed(self.session.removed_items)
        self.turn_to(page)
        if moved:
            page.to_top()
        self.sidebar.steps.show_step(section_id)
        self._show_ways()
        self._remember(section_id)

    def enter_step(self, section_id: str) -> None:
        """Show the page of a step and take the keyboard there."""
        self.show_step(section_id)
        self.show_middle()
        self.page(section_id).focus_heading()

    def go(self, by: int) -> None:
        """Go so many steps on, or back; behind the last step comes the report."""
        ids = [section.id for section in self.session.form.sections]
        to = ids.index(self._section) + by
        if self.pages.currentWidget() is not self.page(self._section):
            self.close_other()
        elif 0 <= to < len(ids):
            self.enter_step(ids[to])
        elif to == len(ids):
            self.work_wanted.emit("report", "")

    def focus_page(self) -> None:
        """Take the keyboard into the page that is shown, to the question one was at."""
        self.show_middle()
        page = self.pages.currentWidget()
        if isinstance(page, StepPage):
            page.focus_place(self.session.last_visited())
        else:
            super().focus_page()

    # What else can stand in place of a step.

    def show_other(self, page: QWidget) -> None:
        """Show a page that is no step, such as that on which the report is made."""
        self._leave_page()
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.turn_to(page)
        self.show_middle()
        self._show_ways()

    def drop_other(self, page: QWidget) -> None:
        """Go back from a page that is not wanted again."""
        if self.pages.currentWidget() is page:
            self.close_other()
        self.pages.removeWidget(page)
        page.deleteLater()

    def close_other(self) -> None:
        """Go back from another page to the step, to the question one came from."""
        self.show_step(self._section)
        self.page(self._section).focus_place(self._came_from)

    def _turn_to_page(self, page: QWidget, came_from: str) -> None:
        self._came_from = came_from
        self.flush()
        self.show_other(page)

    # Writing.

    def flush(self) -> None:
        """Hand on whatever was typed or pasted and is still waiting."""
        self._turns.finish()
        for page in self._pages.values():
            page.flush()
        here = self.pages.currentWidget()
        if isinstance(here, HoldsWords):
            here.flush()

    def let_go(self) -> None:
        """Hear nothing more from the pages: the draft is closed."""
        self._timer.stop()
        self._saved_later.stop()
        self._desk.let_go()
        self.bridge.let_go()
        for page in self._pages.values():
            page.blockSignals(True)  # noqa: FBT003 - Qt's own setter

    @property
    def is_held(self) -> bool:
        """Say whether work beside the window has the inquiry to itself."""
        return not self.isEnabled()

    def hold(self) -> None:
        """Let nothing be written or closed: work beside the window has the inquiry to itself."""
        self.flush()
        self._timer.stop()
        self.bridge.blockSignals(True)  # noqa: FBT003 - Qt's own setter
        self._holding = Holding(self.session)
        self.setEnabled(False)
        self.held_changed.emit()

    def catch_up(self) -> None:
        """Show what has become of the inquiry so far, while nothing can be written in it yet."""
        changed = self._holding.changed() if self._holding is not None else frozenset()
        if changed:
            self._show_changes(changed)

    def release(self) -> None:
        """Show what has become of the inquiry; it can be written again."""
        self.setEnabled(True)
        self.bridge.blockSignals(False)  # noqa: FBT003 - Qt's own setter
        self.catch_up()
        self._holding = None
        if self.session.saved_at is not None and self.session.is_saved:
            self.foot.show_saved(self.session.saved_at)
        self.held_changed.emit()

    def follow_session(self) -> None:
        """Let everything be written, or only read, as the draft now can: it lies somewhere else."""
        read_only = self.session.read_only
        for page in self._pages.values():
            page.set_read_only(read_only)
        if read_only:
            self.foot.show_read_only()
        else:
            self.foot.show_ready()

    def undo(self) -> None:
        """Take back the last change to entries."""
        self._turns.finish()
        self._show_place(self.changes.undo())

    def redo(self) -> None:
        """Do again what was last taken back."""
        self._turns.finish()
        self._show_place(self.changes.redo())

    def _write(self, path: str, value: Value) -> None:
        if path in self.session.answers().versions:
            self.shared.show_typed(path, value)
            self._pages[self._section].show_changes(self.session.answers(), {path}, "")
            return
        self._writing = path
        try:
            self.session.write(path, value)
        finally:
            self._writing = ""

    def _show_changes(self, changed: frozenset[str]) -> None:
        self.foot.show_saving()
        self._unsaid.update(path.partition("/")[0] for path in changed)
        by_section: dict[str, set[str]] = {}
        for path in changed:
            by_section.setdefault(paths.split_path(path).section, set()).add(path)
        for section, here in by_section.items():
            if section in self._pages:
                answers, page = self.session.answers(), self._pages[section]
                page.show_changes(answers, here, self._writing)
                page.show_versions(answers, self.session.author, _now())
                page.show_private(self.session.is_private)
        self._desk.tell_followers()
        if not self._timer.isActive():
            self._timer.start()

    def _show_saved(self, moment: datetime) -> None:
        if is_typing(self):
            self.foot.show_saving()
            self._saved_later.start()
            return
        if self._turns.is_busy or not self.session.is_saved:
            return  # words came meanwhile: the news that these are saved follows
        self.foot.show_saved(moment)
        unsaid, self._unsaid = frozenset(self._unsaid), set()
        page = self._pages.get(self._section)
        if page is not None and unsaid:
            page.show_last_changes(self.session.last_change, self.session.author, _now(), unsaid)
            page.show_removed(self.session.removed_items, unsaid)

    def _show_saved_now(self) -> None:
        if self.session.saved_at is not None:
            self._show_saved(self.session.saved_at)

    def _show_progress(self) -> None:
        self.shared.recount()
        answers = self.session.answers()
        self.title_changed.emit(self.sidebar.show_inquiry(self.session.form, answers))
        self.sidebar.show_since(self.shared.changes, len(answers.versions))

    def _show_damaged(self, _words: str) -> None:
        """What is sound is shown, and can be read only."""
        self.session.check_all()
        self.follow_session()

    def _say_no_backup(self, problem: DraftSaveError) -> None:
        self._say(notice_of(problem))

    def _mark_ready(self, ready: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.session.mark_ready(self._section, ready)

    def _entered(self, path: str) -> None:
        self._remember(path)
        self._pages[self._section].show_last_changes(
            self.session.last_change, self.session.author, _now(), frozenset({path})
        )

    # Building.

    def _connect(self) -> None:
        self.bridge.answers_changed.connect(self._show_changes)
        self.bridge.draft_saved.connect(self._show_saved)
        self.bridge.draft_not_saved.connect(self.foot.show_not_saved)
        self.bridge.backup_failed.connect(self._say_no_backup)
        self.bridge.draft_damaged.connect(self._show_damaged)
        self.sidebar.home_wanted.connect(self.home_wanted)
        self.sidebar.work_wanted.connect(self.work_wanted)
        self.sidebar.since_wanted.connect(self.shared.show_since)
        self.sidebar.steps.step_chosen.connect(self.show_step)
        self.sidebar.steps.step_entered.connect(self.enter_step)
        self.foot.back_wanted.connect(partial(self.go, -1))
        self.foot.next_wanted.connect(partial(self.go, 1))
        self.foot.elsewhere_wanted.connect(self.elsewhere_wanted)
        self.earlier.done.connect(self.close_other)
        self.earlier.erase_wanted.connect(partial(self.work_wanted.emit, "erase"))

    def _build(self, section: Section) -> StepPage:
        session = self.session
        page = StepPage(section, self._desk)
        self.pages.addWidget(page)
        page.build()
        page.show_answers(session.answers())
        page.set_read_only(session.read_only)
        page.show_versions(session.answers(), session.author, _now())
        page.show_private(session.is_private)
        page.answer_edited.connect(self._write)
        page.answer_left.connect(self.session.seal)
        page.question_entered.connect(self._entered)
        page.history_wanted.connect(self.earlier.show_history)
        page.removed_wanted.connect(self.earlier.show_removed)
        page.versions_wanted.connect(self.shared.show_versions)
        page.release_wanted.connect(self.shared.show_release)
        page.ready_edited.connect(self._mark_ready)
        return page

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back from another page by Esc."""
        is_step = self.pages.currentWidget() is self._pages.get(self._section)
        if event.key() == Qt.Key.Key_Escape and not is_step:
            self.close_other()
        else:
            super().keyPressEvent(event)

    def _show_ways(self) -> None:
        sections = self.session.form.sections
        at = next(n for n, section in enumerate(sections) if section.id == self._section)
        if self.pages.currentWidget() is not self._pages.get(self._section):
            self.foot.show_ways(f"Back to {sections[at].title}", "")
            self.sidebar.report.hide()
            return
        self.sidebar.report.show()
        self.foot.show_ways(
            f"Back: {sections[at - 1].title}" if at else "",
            f"Next: {sections[at + 1].title}" if at + 1 < len(sections) else "Next: the report",
        )

    def _leave_page(self) -> None:
        page = self._pages.get(self._section)
        if page is not None:
            page.flush()
            if not self.session.read_only:
                self.session.seal()

    def _remember(self, place: str) -> None:
        if not self.session.read_only:
            self.session.remember_last_visited(place)

    def _show_place(self, item_path: str) -> None:
        here = self.pages.currentWidget()
        is_here = isinstance(here, ShowsPlace) and here.shows(item_path)
        if item_path and not is_here:
            section = paths.split_path(item_path).section
            if self.pages.currentWidget() is not self._pages.get(section):
                self.enter_step(section)
            self.page(section).reveal(self.page(section).questions[item_path.partition("/")[0]])


def _now() -> datetime:
    return datetime.now(UTC)
