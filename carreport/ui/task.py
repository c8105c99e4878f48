"""Base class for tasks on the open inquiry, and the services that a task may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from carreport.draft.history.restore import InquiryState
from carreport.draft.session.draft_session import DraftSession
from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.background.session_signals import SessionSignals
from carreport.ui.editors.base import EditorServices
from carreport.ui.undo_stack import UndoStack
from carreport.ui.widgets.notice_bar import Notice, notice_of
from carreport.ui.widgets.scroll_column import ScrollColumn


@dataclass(frozen=True, slots=True)
class TaskPages:
    """Navigation between the pages of the open inquiry."""

    show: Callable[[QWidget], None]
    """Show a page instead of the current step."""
    close: Callable[[], None]
    """Leave that page and return to the question it was opened from."""
    remove: Callable[[QWidget], None]
    """Close a page that is no longer needed, and delete it."""
    is_shown: Callable[[QWidget], bool]
    go_to: Callable[[str], None]
    """Show the answer or entry at this path, and move the keyboard focus there."""
    show_beside: Callable[[QWidget], None]
    """Show a panel in place of the steps, beside the page."""
    close_beside: Callable[[], None]
    """Show the steps again in place of that panel."""
    focus: Callable[[], None]
    """Move the keyboard focus into the current page."""
    step_page: Callable[[str], ScrollColumn]
    """Return the page for the step that contains the answer at this path."""
    show_changes: Callable[[], bool]
    """List changes by others and conflicts; return False, showing nothing, if there are none."""


@dataclass(frozen=True, slots=True)
class ExclusiveAccess:
    """Gives a job sole use of the inquiry, which until `end` can be neither edited nor closed."""

    begin: Callable[[], None]
    end: Callable[[], None]
    """Show what has changed, and allow editing again."""
    is_active: Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class TaskContext:
    """What the open inquiry and the window offer to a task.

    Every inquiry that is opened has its own context, so two tasks with the same context work on the
    same inquiry.
    """

    window: WindowServices
    session: DraftSession
    signals: SessionSignals
    services: EditorServices
    undo_stack: UndoStack
    undo: Callable[[], None]
    flush: Callable[[], None]
    """Commit pending typing now."""
    inquiry_title: Callable[[], str]
    pages: TaskPages
    exclusive_access: ExclusiveAccess
    opened_at: datetime
    held_at_first: InquiryState
    """The state of the inquiry when it was opened."""
    begin_task: Callable[[str, str], None]
    """Begin another task: its id, and its argument `at`."""
    parent: QObject
    """The owner of the controllers, which lives as long as the inquiry is open."""


@runtime_checkable
class ShowsCancellation(Protocol):
    """A page that shows that its job was cancelled."""

    def show_cancelled(self) -> None:
        """Show that the job was cancelled."""


@runtime_checkable
class ShowsFailure(Protocol):
    """A page that shows why its job failed."""

    def show_failed(self, why: str) -> None:
        """Show why the job failed."""


P = TypeVar("P", bound=QWidget)


class TaskController(JobController, Generic[P]):
    """Base class for tasks: creates the page on first use, and runs one job at a time."""

    needs_writing = False
    """Whether the task is refused in a read-only inquiry."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.window, context.parent)
        self._context, self._pages, self._session = context, context.pages, context.session

    @cached_property
    def page(self) -> P:
        """The task's page, created on first use."""
        return self.make_page()

    def make_page(self) -> P:
        """Return a new page, connected to this controller."""
        raise NotImplementedError

    @property
    def is_read_only(self) -> bool:
        """Return whether the inquiry is read-only."""
        return self._session.read_only

    def begin(self, at: str = "") -> None:
        """Begin the task with the argument `at`, or show why a read-only inquiry does not allow it."""
        if self.needs_writing and self.is_read_only:
            self._prompts.show_notice(Notice(self._session.read_only_reason))
        else:
            self.start(at)

    def start(self, at: str) -> None:
        """Prepare the page for `at`, and show it."""
        raise NotImplementedError

    def close(self) -> None:
        """Stop the job, and delete the page if it was never shown; called when the inquiry closes."""
        super().close()
        page = self.__dict__.get("page")
        if page is not None and page.parent() is None:
            page.deleteLater()

    def show_failure(self, problem: Exception) -> None:
        """Show why a job failed: on the page if it can show that, otherwise as a notice."""
        if isinstance(self.page, ShowsFailure):
            self.page.show_failed(notice_of(problem).text)
        else:
            super().show_failure(problem)

    def show_cancelled(self) -> None:
        """Show on the page that the job was cancelled, if the page can show that."""
        if isinstance(self.page, ShowsCancellation):
            self.page.show_cancelled()
