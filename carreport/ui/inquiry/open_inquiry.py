"""The controller that opens and closes the inquiry in the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from carreport.errors import CarreportError, DraftSaveError
from carreport.ui.background.delayed_notice import DelayedNotice
from carreport.ui.background.job_controller import WindowServices
from carreport.ui.background.jobs import Job
from carreport.ui.library import local_drafts
from carreport.ui.library.title_follower import ClosedInquiry, title_of
from carreport.ui.prompts import UnsavedDraftChoice
from carreport.ui.widgets.notice_bar import Notice

if TYPE_CHECKING:
    from carreport.draft.session.draft_session import DraftSession
    from carreport.form.schema import Form
    from carreport.ui.copies.conflict_copies import ConflictCopySearch
    from carreport.ui.copies.import_controller import ImportCopyController
    from carreport.ui.inquiry.frame import InquiryFrame
    from carreport.ui.inquiry.opening import OpenDraftJob
    from carreport.ui.inquiry.task_registry import TaskRegistry
    from carreport.ui.inquiry.wizard import Wizard
    from carreport.ui.recovery.read_only_notice import OpenProblemNotices
    from carreport.ui.spelling.inquiry_spelling import InquirySpelling
    from carreport.ui.task import TaskContext
    from carreport.ui.undo_stack import UndoStack


_SEEN_BY_OTHERS = frozenset(("send", "review", "review_send", "review_read"))
"""Tasks in which others see, or are told, who wrote something."""
OnOpened = Callable[[], None]
"""Called once an inquiry has been opened or closed."""


class InquiryController(QObject):
    """Opens, shows and closes the window's one inquiry."""

    changed = Signal()
    """The open inquiry, its lock, or the import that can be undone has changed."""
    opening_started = Signal()
    """An inquiry is being opened in the worker thread; other jobs should be abandoned."""
    opening_cancelled = Signal()
    """Opening was stopped or failed, so the start page is still shown."""
    title_changed = Signal(str)
    home_requested = Signal()

    def __init__(self, window: WindowServices, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.wizard: Wizard | None = None
        self.task_registry: TaskRegistry | None = None
        self.last_closed: ClosedInquiry | None = None
        """The inquiry closed last, if it could be edited."""
        self._title_before = ""
        self._opening: OpenDraftJob | None = None
        self._notice: DelayedNotice | None = None

    # Opening.

    def create(self, form: Form) -> None:
        """Begin a new inquiry with this form and go to its first question."""
        self._open(lambda: local_drafts.create_draft(form, self._window.current_author()))

    def open_example(self) -> None:
        """Open the example inquiry."""
        self._open(lambda: local_drafts.open_example(self._window.current_author()))

    def open(self, path: Path, *, take_over: bool = False, then: OnOpened | None = None) -> None:
        """Open the inquiry at `path`, a large one in the worker thread, and call `then`."""
        from carreport.ui.inquiry.opening import is_big  # noqa: PLC0415 - not before an inquiry is opened

        opening = partial(local_drafts.open_draft, path, self._window.current_author(), take_over=take_over)
        if is_big(path):
            self._open_in_background(opening, path, then or _do_nothing)
        else:
            self._open(opening, path, then or _do_nothing)

    def open_or_inspect(self, *files: Path) -> None:
        """Open the file, or show what importing it would change if its inquiry is here already.

        Several files are always imported.
        """
        if len(files) == 1:
            self.import_controller.open_or_inspect(files[0])
        else:
            self.import_controller.inspect_copies(files)

    # Closing, and saving elsewhere.

    def close(self) -> bool:
        """Close the open inquiry, or stop opening one; return whether none is open now."""
        self._stop_opening()
        if self.wizard is None:
            return True
        if self.wizard.is_locked:
            self._window.prompts.show_notice(
                Notice("Wait a moment: carreport is still changing the inquiry.", is_problem=False)
            )
            return False
        self.wizard.flush()
        try:
            self.wizard.session.close()
        except DraftSaveError as problem:
            choice = self._window.prompts.ask_about_unsaved(str(problem))
            if choice is UnsavedDraftChoice.STAY or (
                choice is UnsavedDraftChoice.ELSEWHERE and not self.save_elsewhere()
            ):
                return False
            if choice is UnsavedDraftChoice.ELSEWHERE:
                return self.close()
            self.wizard.session.close_without_saving()
        self._drop_wizard()
        return True

    def close_then(self, then: OnOpened) -> None:
        """Close the open inquiry, a large one in the worker thread, and call `then`."""
        from carreport.ui.inquiry.opening import is_big  # noqa: PLC0415 - not before an inquiry is open

        wizard = self.wizard
        can_write = wizard is not None and self.is_ready and not wizard.session.read_only
        if wizard is not None and can_write and is_big(wizard.session.path):
            self._close_in_background(wizard, then)
        elif self.close():
            then()

    def _close_in_background(self, wizard: Wizard, then: OnOpened) -> None:
        def go_on(_: object) -> None:
            try:
                wizard.session.close()
            except DraftSaveError:
                wizard.unlock()
                if not self.close():  # this asks the user what to do
                    return
            else:
                self._drop_wizard()
            then()

        wizard.lock()
        notice = DelayedNotice(self._window.prompts, "Saving the inquiry…", self._window.clear_notice, self)
        notice.start()
        ended = notice.wrap_callback(go_on)
        self._window.background.run(partial(_close_session, session=wizard.session), ended, ended)

    def move_elsewhere(self) -> None:
        """Ask for a path, save the whole inquiry there and continue in that file."""
        wizard, path = self.wizard, self._ask_path()
        if wizard is None or path is None:
            return
        notice = DelayedNotice(self._window.prompts, f"Saving to {path}…", self._window.clear_notice, self)

        def saved(_: None) -> None:
            wizard.unlock()
            self._show_moved(wizard, path)

        def failed(problem: Exception) -> None:
            wizard.unlock()
            self._window.show_problem(problem)

        wizard.lock()
        work = partial(_save_elsewhere, session=wizard.session, path=path)
        notice.start()
        self._window.background.run(work, notice.wrap_callback(saved), notice.wrap_callback(failed))

    def save_elsewhere(self) -> bool:
        """Do what `move_elsewhere` does, but on this thread, before closing; return whether it was saved."""
        wizard, path = self.wizard, self._ask_path()
        if wizard is None or path is None:
            return False
        try:
            local_drafts.save_elsewhere(wizard.session, path)
        except CarreportError as problem:
            self._window.show_problem(problem)
            return False
        self._show_moved(wizard, path)
        return True

    # Tasks and commands.

    def begin_task(self, task_id: str, at: str = "") -> None:
        """Begin a task on the open inquiry, by its id in `task_registry.TASKS`."""
        if self.task_registry is not None:
            if task_id in _SEEN_BY_OTHERS and self.is_ready:
                self._window.name_author()
            self.task_registry.begin(task_id, at)

    def sign(self, author: str) -> None:
        """Record this name on everything written in the open inquiry from now on."""
        wizard = self.wizard
        if wizard is not None and wizard.session.is_open:
            wizard.flush()
            wizard.session.sign(author)

    @property
    def is_open(self) -> bool:
        """Return whether an inquiry is open."""
        return self.wizard is not None

    @property
    def page(self) -> InquiryFrame | None:
        """The widget that shows the open inquiry."""
        return self.wizard

    @property
    def undo_stack(self) -> UndoStack | None:
        """The undo stack of the open inquiry."""
        return self.wizard.undo_stack if self.wizard is not None else None

    def undo(self) -> None:
        """Undo the last change."""
        if self.wizard is not None:
            self.wizard.undo()

    def redo(self) -> None:
        """Redo the change that was undone last."""
        if self.wizard is not None:
            self.wizard.redo()

    def begin_comment(self) -> None:
        """Begin a comment on the answer that has the focus."""
        if self.wizard is not None:
            self.wizard.show_step(self.wizard.current_section)  # it may be hidden by another page
            self.wizard.comment_panels.begin_comment(_question_here(self.wizard))

    @property
    def spelling(self) -> InquirySpelling | None:
        """The spelling of the open inquiry."""
        return self.wizard.spelling if self.wizard is not None else None

    def bring_in_copy(self) -> None:
        """Ask for a file, and show what importing it would change."""
        self.import_controller.choose_file()

    def take_copy_out(self) -> None:
        """Undo the last import into the open inquiry."""
        self.import_controller.undo()

    def go(self, by: int) -> None:
        """Go forward or back by this number of steps."""
        if self.wizard is not None:
            self.wizard.go_by(by)

    def say_saved(self) -> None:
        """Tell screen readers whether everything is saved."""
        if self.wizard is not None:
            self.wizard.status_bar.say_state()

    def show_since(self) -> None:
        """List what others changed since the last visit."""
        if self.wizard is not None:
            self.wizard.collaboration_pages.show_changes()

    def show_timeline(self) -> None:
        """Show the timeline: who worked when."""
        if self.wizard is not None:
            self.wizard.collaboration_pages.show_timeline()

    @property
    def is_opening(self) -> bool:
        """Return whether an inquiry is being opened."""
        return self._opening is not None

    @property
    def is_example(self) -> bool:
        """Return whether the open inquiry is the example."""
        return self.wizard is not None and local_drafts.is_example(self.wizard.session.path)

    @property
    def is_ready(self) -> bool:
        """Return whether an inquiry is open and can be edited now."""
        return self.wizard is not None and not self.wizard.is_locked

    def can_undo_import(self) -> bool:
        """Return whether the last import can be undone."""
        from carreport.draft.copies.merge_copy import undoable_merge_name  # noqa: PLC0415 - not before an inquiry is opened

        return self.wizard is not None and bool(undoable_merge_name(self.wizard.session))

    @cached_property
    def import_controller(self) -> ImportCopyController:
        """The controller that imports copies."""
        from carreport.ui.copies.import_controller import ImportCopyController  # noqa: PLC0415 - on first use

        controller = ImportCopyController(self._window, self._task_context, self)
        controller.undo_changed.connect(self.changed)
        return controller

    @cached_property
    def open_problems(self) -> OpenProblemNotices:
        """The notices about inquiries that open read-only, or not at all."""
        from carreport.ui.inquiry.opening import offer_editing  # noqa: PLC0415 - likewise
        from carreport.ui.recovery.read_only_notice import OpenProblemNotices  # noqa: PLC0415 - likewise

        offer = partial(offer_editing, self._window, lambda: self.wizard)
        return OpenProblemNotices(self._window, offer, self)

    # Private.

    @cached_property
    def _conflict_copies(self) -> ConflictCopySearch:
        from carreport.ui.copies.conflict_copies import ConflictCopySearch  # noqa: PLC0415 - not before an inquiry is opened

        return ConflictCopySearch(self._window, self)

    def _ask_path(self) -> Path | None:
        if self.wizard is None or self.wizard.is_locked:
            return None
        self.wizard.flush()
        path = self.wizard.session.path
        return self._window.prompts.save_draft(path.with_name(f"Copy of {path.name}"))

    def _show_moved(self, wizard: Wizard, path: Path) -> None:
        wizard.refresh_read_only()
        self._window.prompts.show_notice(Notice(f"You are now working in {path}.", is_problem=False))

    def _open_in_background(self, work: Callable[[], DraftSession], path: Path, then: OnOpened) -> None:
        from carreport.ui.inquiry.opening import OpenDraftJob  # noqa: PLC0415 - not before an inquiry is opened

        if not self.close():
            return
        opening = self._opening = OpenDraftJob(work)
        notice = self._notice = DelayedNotice(
            self._window.prompts,
            f"Opening {path.name}…",
            self._window.clear_notice,
            self,
            self._cancel_opening,
        )

        def opened(_: None) -> None:
            session = opening.take_session()
            if session is not None:
                self._clear_opening()
                self._show(session, then)

        def failed(problem: Exception) -> None:
            self._cancel_opening()
            self._show_not_opened(path, problem)

        self._window.show_previous_page()
        self.opening_started.emit()
        notice.start(opening)
        opening.start(self._window.background, notice.wrap_callback(opened), notice.wrap_callback(failed))

    def _stop_opening(self) -> None:
        if self._opening is not None and self._notice is not None:
            self._opening.abandon()
            self._notice.close()
        self._clear_opening()

    def _cancel_opening(self) -> None:
        self._clear_opening()
        self.opening_cancelled.emit()

    def _clear_opening(self) -> None:
        self._opening = self._notice = None

    def _show_not_opened(self, path: Path | None, problem: Exception) -> None:
        self._window.show_previous_page()
        if path is None or not isinstance(problem, CarreportError):
            self._window.show_problem(problem)
        else:
            self.open_problems.show_not_opened(path, problem, self._window.current_author())

    def _open(
        self, opening: Callable[[], DraftSession], path: Path | None = None, then: OnOpened | None = None
    ) -> None:
        if not self.close():
            return
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._show(opening(), then or _do_nothing)
        except CarreportError as problem:
            self._show_not_opened(path, problem)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _show(self, session: DraftSession, then: OnOpened) -> None:
        """Show this inquiry at the last visited answer, then call `then`."""
        from carreport.ui.inquiry.task_registry import TaskRegistry  # noqa: PLC0415 - likewise
        from carreport.ui.inquiry.wizard import Wizard  # noqa: PLC0415 - not before an inquiry is opened

        window = self._window
        window.clear_notice()
        wizard = self.wizard = Wizard(session, window.prompts, window.background)
        self.task_registry = TaskRegistry(wizard, window)
        wizard.home_requested.connect(self.home_requested)
        wizard.task_requested.connect(self.begin_task)
        wizard.comment_panels.writing_started.connect(window.name_author)
        wizard.collaboration_pages.release_started.connect(window.name_author)
        wizard.save_elsewhere_requested.connect(self.move_elsewhere)
        wizard.title_changed.connect(self.title_changed)
        wizard.lock_changed.connect(self.changed)
        window.show_page(wizard)
        self._title_before = title_of(session)
        self.changed.emit()
        wizard.resume()
        self.open_problems.show_problems(session, window.current_author())
        self._conflict_copies.begin(session)
        then()

    def _task_context(self) -> TaskContext | None:
        return self.task_registry.context if self.task_registry is not None else None

    def _drop_wizard(self) -> None:
        if self.wizard is not None:
            session = self.wizard.session
            closed = ClosedInquiry(session.path, self._title_before, title_of(session), session.author)
            self.last_closed = None if session.read_only else closed
            if self.task_registry is not None:
                self.task_registry.close()
            self._conflict_copies.abandon()  # the next inquiry uses it again
            self.open_problems.close()
            self.wizard.disconnect_session()
            self._window.remove_page(self.wizard)
            self.wizard.hide()
            self.wizard.destroyed.connect(self.wizard.session.drop_contents)
            self.wizard.deleteLater()
        self.wizard = self.task_registry = None
        self._window.clear_notice()
        self.changed.emit()
        self.title_changed.emit("")


def _save_elsewhere(_job: Job | None, session: DraftSession, path: Path) -> None:
    local_drafts.save_elsewhere(session, path)


def _close_session(_job: Job | None, session: DraftSession) -> None:
    session.close()


def _do_nothing() -> None:
    """Do nothing: the default for `then`."""


def _question_here(wizard: Wizard) -> str:
    """Return where the author was last on the step that is shown, or else its first question."""
    step, last = wizard.current_section, wizard.session.last_visited()
    if last.startswith(f"{step}."):
        return last
    section = wizard.session.form.section(step)
    return f"{step}.{section.fields[0].id}" if section is not None and section.fields else ""
