"""The wizard for one inquiry: the steps on the left, the current page, and Back and Next below it.

Steps can be visited in any order; the page for a step is built on the first visit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from carreport.draft.history.restore import state_of
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError, DraftSaveError
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.release_choice import is_release_choice
from carreport.form.schema import Value
from carreport.ui.background.jobs import BackgroundJobs
from carreport.ui.background.session_signals import SessionSignals
from carreport.ui.editor_registry import forget_removed_text, has_own_undo, is_table_cell
from carreport.ui.inquiry.collaboration_pages import CollaborationPages
from carreport.ui.inquiry.editor_services import DraftEditorServices
from carreport.ui.inquiry.frame import InquiryFrame, row_of
from carreport.ui.inquiry.history_pages import HistoryPages
from carreport.ui.inquiry.question import QuestionView
from carreport.ui.inquiry.steps.check_count import CheckCount
from carreport.ui.inquiry.steps.step_page import StepPage
from carreport.ui.inquiry.steps.step_pages import StepPages
from carreport.ui.inquiry.steps.word_count import WordCount
from carreport.ui.prompts import Prompts
from carreport.ui.qt.guard import qt_override
from carreport.ui.review.panel.comment_panels import CommentPanels
from carreport.ui.review.thread_actions import ThreadActions
from carreport.ui.spelling.inquiry_spelling import InquirySpelling
from carreport.ui.undo_stack import ShowsPath, SupportsFlush, UndoStack, is_typing
from carreport.ui.widgets.notice_bar import notice_of

PROGRESS_DELAY_MS = 300
"""Delay before the steps show new progress, in milliseconds."""


class Wizard(InquiryFrame):
    """The steps and pages of one open inquiry."""

    home_requested = Signal()
    task_requested = Signal(str, str)
    """Start a task: its id in `task_registry.TASKS`, and the path of an answer or ""."""
    save_elsewhere_requested = Signal()
    lock_changed = Signal()

    def __init__(
        self,
        session: DraftSession,
        prompts: Prompts,
        tasks: BackgroundJobs | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.session_signals = SessionSignals(session, self)
        self.undo_stack = UndoStack(self)
        self._services = DraftEditorServices(
            session, prompts, self.undo_stack, self.task_requested.emit, background=tasks, go_to=self.go_to
        )
        self.spelling = self._services.spelling = InquirySpelling(session, self)
        self._show_notice = prompts.show_notice
        self.step_pages = StepPages(session, self._services, self._notable_places, self)
        self.check_count = CheckCount(session, tasks, self)
        self.word_count = WordCount(session, self.status_bar.words_button, self._step_shown, self)
        self._section = session.form.sections[0].id
        self._answers_before: Answers | None = None
        self._changed_paths: set[str] = set()
        self._timer = self._make_timer(self._show_progress)
        self._saved_later = self._make_timer(self._show_saved_now)
        self.history_pages = HistoryPages(session, self._services, self._show_page_from, self)
        self.collaboration_pages = CollaborationPages(
            session,
            self._services,
            prompts.show_notice,
            show=self._show_page_from,
            go_to=self.go_to,
            forget=self.undo_stack.forget,
            parent=self,
        )
        actions = ThreadActions(session, self.undo_stack, prompts.show_notice)
        self.comment_panels = CommentPanels(actions, self.comment_dock, self)
        self._connect()
        self.opened_at, self.state_when_opened = _now(), state_of(session.tree)
        if session.read_only:
            self.status_bar.show_read_only()
        if session.backup_problem is not None:
            self._show_backup_problem(session.backup_problem)

    def _make_timer(self, on_timeout: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=PROGRESS_DELAY_MS)
        timer.timeout.connect(on_timeout)
        return timer

    # Navigation.

    @property
    def current_section(self) -> str:
        """The id of the current step, also while another page is shown in its place."""
        return self._section

    @property
    def editor_services(self) -> DraftEditorServices:
        """The services for editors on other pages."""
        return self._services

    def step_page(self, section_id: str) -> StepPage:
        """Return the page for a step, building it on the first visit."""
        return self.step_pages.page(section_id)

    def resume(self) -> None:
        """Go to the place where the inquiry was last closed."""
        self._show_progress()
        self.check_count.count_soon()
        place = self.session.last_visited()
        if self.session.form.section(paths.split_path(place).section) in self.session.form.sections:
            self.go_to(place)
        else:
            self.enter_step(self.session.form.sections[0].id)
        self.collaboration_pages.ask_about_waiting()

    def go_to(self, path: str) -> None:
        """Show the answer or entry at `path` and move the focus to it."""
        if paths.is_review(path):
            return
        section = paths.split_path(path).section
        self.show_step(section)
        self.show_page_pane()
        self.step_page(section).focus_path(path)

    def show_step(self, section_id: str) -> None:
        """Show the page for a step, without moving the focus to it."""
        self._leave_page()
        self.forget_places()
        moved = section_id != self._section
        self._section = section_id
        page = self.step_pages.visit(section_id)
        self.set_current_page(page)
        if moved:
            page.scroll_to_top()
        self._update_navigation()
        self._remember(section_id)

    def enter_step(self, section_id: str) -> None:
        """Show the page for a step and move the focus to the first question without an answer."""
        self.show_step(section_id)
        self.show_page_pane()
        self.step_page(section_id).focus_first_empty()

    def go_by(self, by: int) -> None:
        """Go this many steps forwards or back; the report comes after the last step.

        From a page that is not a step, return to where it was opened.
        """
        ids = [section.id for section in self.session.form.sections]
        to = ids.index(self._section) + by
        if self.pages.currentWidget() is not self.step_page(self._section):
            self.return_to_last_page()
        elif 0 <= to < len(ids):
            self.enter_step(ids[to])
        elif to == len(ids):
            self.task_requested.emit("report", "")

    def focus_page(self) -> None:
        """Move the focus into the current page; on a step, to the answer that last had it."""
        self.show_page_pane()
        page = self.pages.currentWidget()
        if isinstance(page, StepPage):
            page.focus_path(self.session.last_visited())
        else:
            super().focus_page()

    # Pages in place of a step.

    def show_page(self, page: QWidget) -> None:
        """Show a page that is not a step, such as the one that makes the report."""
        self._leave_page()
        self.keep_place(page)
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.set_current_page(page)
        self.show_page_pane()
        self._update_navigation()

    def close_page(self, page: QWidget) -> None:
        """Leave a page and delete it."""
        if self.pages.currentWidget() is page:
            self.return_to_last_page()
        self.pages.removeWidget(page)
        page.deleteLater()

    def return_to_last_page(self) -> None:
        """Return from another page to the one from which it was opened, at the same place."""
        place = self.last_place
        if place is None or isinstance(place.page, StepPage):
            self.show_step(self._section)
        else:
            self.show_page(place.page)
        if place is None or not self.restore_place(place):
            self.focus_page()

    def _show_page_from(self, page: QWidget, came_from: str) -> None:
        if came_from:
            self._remember(came_from)
        self.flush()
        self.show_page(page)

    # Editing.

    def flush(self) -> None:
        """Commit pending typing now."""
        for page in self.step_pages.built:
            page.flush()
        here = self.pages.currentWidget()
        if isinstance(here, SupportsFlush):
            here.flush()

    def disconnect_session(self) -> None:
        """Disconnect the pages from the session, because the draft is closed."""
        self._timer.stop()
        self._saved_later.stop()
        self.check_count.close()
        self._services.close()
        self.session_signals.disconnect_session()
        for page in self.step_pages.built:
            page.blockSignals(True)  # noqa: FBT003 - Qt's own setter

    @property
    def is_locked(self) -> bool:
        """Return whether a background job has exclusive use of the inquiry."""
        return not self.isEnabled()

    def lock(self) -> None:
        """Block editing and closing while a background job has exclusive use of the inquiry."""
        self.flush()
        self._timer.stop()
        self.check_count.stop()
        self._collect_changes(True)  # noqa: FBT003 - as a signal does
        self.setEnabled(False)
        self.lock_changed.emit()

    def unlock(self) -> None:
        """Show the changes and allow editing again."""
        self.setEnabled(True)
        self._collect_changes(False)  # noqa: FBT003 - as a signal does
        self.check_count.count_soon()
        self._show_saved_now()
        self.lock_changed.emit()
        if QApplication.focusWidget() is None:
            self.focus_page()  # a widget that is disabled loses the focus

    def _collect_changes(self, collect: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Report no change for now, or all changes since then in one go."""
        self.session_signals.blockSignals(collect)
        before, self._answers_before = self._answers_before, self.session.answers() if collect else None
        changed = self.session.answers().changed_paths(before) if before is not None else frozenset()
        if changed and not collect:
            self.session_signals.answers_changed.emit(changed, "")

    def refresh_read_only(self) -> None:
        """Make the pages editable or read-only to match the draft, which was saved to another path."""
        read_only = self.session.read_only
        for page in self.step_pages.built:
            page.set_read_only(read_only)
        if read_only:
            self.status_bar.show_read_only()
        else:
            self.status_bar.show_ready()

    def undo(self) -> None:
        """Undo the last change and show where it was."""
        self._step_through_changes(self.undo_stack.undo_last)

    def redo(self) -> None:
        """Redo the change that was undone last and show where it is."""
        self._step_through_changes(self.undo_stack.redo_next)

    def _step_through_changes(self, step: Callable[[], str]) -> None:
        if self.is_locked:
            return
        self.flush()
        try:
            self._reveal_item(step())
        except CarreportError as problem:
            self._show_notice(notice_of(problem))

    def _write(self, path: str, value: Value) -> None:
        if path in self.session.answers().versions:
            self.collaboration_pages.show_conflict_with(path, value)
            self.step_pages.show_changes({path}, "")
            return
        if has_own_undo(self.session.form, path) or is_release_choice(self.session.form, path):
            self.session.write(path, value, source=path)  # an editor's name is the path of its answer
        else:
            self._services.change_answer(path, value, is_typed=is_table_cell(self.session.form, path))

    def _show_changes(self, changed: frozenset[str], source: str = "") -> None:
        self.status_bar.show_saving()
        self._changed_paths.update(path.partition("/")[0] for path in changed)
        self.spelling.note_changes(changed)
        self.step_pages.show_changes(changed, source)
        self.comment_panels.show_changes(changed)
        self._services.notify_listeners()
        self.check_count.count_soon()
        if not self._timer.isActive():
            self._timer.start()

    def _show_saved(self, moment: datetime) -> None:
        if is_typing(self):
            self.status_bar.show_saving()
            self._saved_later.start()
            return
        if not self.session.is_saved:
            return  # there was more typing meanwhile; another signal will follow
        self.status_bar.show_saved(moment)
        self.word_count.refresh()
        unsaid, self._changed_paths = frozenset(self._changed_paths), set()
        if unsaid:
            self.step_pages.show_last_changes(self._section, unsaid)
            self.step_pages.show_removed(self._section, unsaid)

    def _show_saved_now(self) -> None:
        if self.session.saved_at is not None:
            self._show_saved(self.session.saved_at)

    def _show_progress(self) -> None:
        self.collaboration_pages.count_unread()
        answers = self.session.answers()
        title = self.sidebar.show_inquiry(self.session.form, answers, self.check_count.text)
        self.set_inquiry_title(title)
        self.sidebar.show_unread(self.collaboration_pages.unread_count, len(answers.versions))

    def _show_backup_problem(self, problem: DraftSaveError) -> None:
        self._show_notice(notice_of(problem))

    def _mark_ready(self, ready: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.session.mark_ready(self._section, ready)

    def _seal(self, path: str) -> None:
        self.session.seal(path)
        self.undo_stack.seal()

    def _question_entered(self, path: str) -> None:
        self._remember(path)
        self.step_pages.show_last_changes(self._section, frozenset({path}))

    # Construction.

    def _connect(self) -> None:
        self.step_pages.page_built.connect(self._connect_page)
        self.step_pages.question_built.connect(self._attach_comments)
        self.undo_stack.forgotten.connect(partial(forget_removed_text, self))
        self.undo_stack.macro_running.connect(self._collect_changes)
        self.session_signals.answers_changed.connect(self._show_changes)
        self.session_signals.draft_saved.connect(self._show_saved)
        self.session_signals.save_failed.connect(self.status_bar.show_not_saved)
        self.session_signals.backup_failed.connect(self._show_backup_problem)
        self.sidebar.home_requested.connect(self.home_requested)
        self.sidebar.task_requested.connect(self.task_requested)
        self.sidebar.changes_requested.connect(self.collaboration_pages.show_changes)
        self.sidebar.step_selected.connect(self.show_step)
        self.sidebar.step_entered.connect(self.enter_step)
        self.sidebar.page_entered.connect(self.focus_page)
        self.check_count.counted.connect(self._show_progress)
        self.status_bar.back_requested.connect(partial(self.go_by, -1))
        self.next_action.triggered.connect(lambda: self.go_by(1))
        self.status_bar.save_elsewhere_requested.connect(self.save_elsewhere_requested)
        self.comment_panels.place_requested.connect(self.go_to)
        self.history_pages.finished.connect(lambda: self.go_to(self.session.last_visited()))
        self.history_pages.erase_requested.connect(partial(self.task_requested.emit, "erase"))

    def _connect_page(self, page: StepPage) -> None:
        page.primary_action = self.next_action
        self.pages.addWidget(page)
        page.answer_edited.connect(self._write)
        page.answer_finished.connect(self._seal)
        page.question_entered.connect(self._question_entered)
        page.history_requested.connect(self.history_pages.show_history)
        page.removed_requested.connect(self.history_pages.show_removed)
        page.conflict_requested.connect(self.collaboration_pages.show_conflict)
        page.release_requested.connect(self.collaboration_pages.show_release)
        page.ready_edited.connect(self._mark_ready)

    def _attach_comments(self, question: QuestionView) -> None:
        self.comment_panels.attach([question.comments])

    def _notable_places(self) -> Iterator[str]:
        """Yield where questions must not be folded: comments, changes by others, and things to fix."""
        yield from self.comment_panels.places()
        yield from self.check_count.places
        yield from self.collaboration_pages.unread_places

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return from another page on Esc."""
        is_step = self.pages.currentWidget() is self.step_page(self._section)
        if event.key() == Qt.Key.Key_Escape and not is_step:
            self.return_to_last_page()
        else:
            super().keyPressEvent(event)

    def _update_navigation(self) -> None:
        page = self.pages.currentWidget()
        self.comment_panels.show_page(page)
        sections = self.session.form.sections
        at = next(n for n, section in enumerate(sections) if section.id == self._section)
        is_step = page is self.step_page(self._section)
        self.sidebar.mark_page(row_of(page))
        self.word_count.refresh()
        if is_step:
            self.status_bar.set_back_text(f"Back: {sections[at - 1].title}" if at else "")
            self.next_action.setText(f"Next: {sections[at + 1].title if sections[at + 1 :] else 'Report'}")
        else:
            self.status_bar.set_back_text(f"Back to {self.last_page_name or sections[at].title}")

    def _step_shown(self) -> str:
        page = self.pages.currentWidget()
        return page.section.id if isinstance(page, StepPage) else ""

    def _leave_page(self) -> None:
        if self.pages.currentWidget() is not self.blank:
            self.step_page(self._section).flush()
            if not self.session.read_only:
                self.session.seal()

    def _remember(self, place: str) -> None:
        if not self.session.read_only:
            self.session.remember_last_visited(place)

    def _reveal_item(self, item_path: str) -> None:
        here = self.pages.currentWidget()
        is_here = isinstance(here, ShowsPath) and here.shows_path(item_path)
        if item_path and not is_here:
            section = paths.split_path(item_path).section
            if self.pages.currentWidget() is not self.step_page(section):
                self.enter_step(section)
            self.step_page(section).reveal(self.step_page(section).open_question(item_path))


def _now() -> datetime:
    return datetime.now(UTC)
