"""The base of tasks on the open inquiry: the controller with its page, and what both may use."""

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
    """Close that page: show the question that the user came from."""
    remove: Callable[[QWidget], None]
    """Close a page that is no longer needed, and delete it."""
    is_shown: Callable[[QWidget], bool]
    go_to: Callable[[str], None]
    """Show the answer or the entry at this path, and put the keyboard focus there."""
    step_page: Callable[[str], ScrollColumn]
    """Return the page of the step that asks for the answer at this path."""
    show_changes: Callable[[], bool]
    """List what others changed; return whether there is anything."""


@dataclass(frozen=True, slots=True)
class ExclusiveAccess:
    """Gives a job the inquiry to itself: nothing can be written or closed meanwhile."""

    begin: Callable[[], None]
    end: Callable[[], None]
    """Show what has changed, and let the inquiry be written again."""
    is_active: Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class TaskContext:
    """What the open inquiry and the window offer to a task.

    There is one for each inquiry that is opened, so two tasks have the same inquiry if they have
    the same context.
    """

    window: WindowServices
    session: DraftSession
    signals: SessionSignals
    services: EditorServices
    undo_stack: UndoStack
    undo: Callable[[], None]
    flush: Callable[[], None]
    """Commit what was typed in the last moments."""
    inquiry_title: Callable[[], str]
    pages: TaskPages
    exclusive_access: ExclusiveAccess
    opened_at: datetime
    held_at_first: InquiryState
    """The versions of each answer when the inquiry was opened."""
    begin_task: Callable[[str, str], None]
    """Begin another task (its id, and where)."""
    parent: QObject
    """The owner of the controllers: it lives as long as the inquiry is open."""


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
    """The base of all tasks: its page, its job, and whether the inquiry can be written."""

    needs_writing = False
    """Whether the task is refused in a read-only inquiry."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.window, context.parent)
        self._context, self._pages, self._session = context, context.pages, context.session

    @cached_property
    def page(self) -> P:
        """Its page, made on first use."""
        return self.make_page()

    def make_page(self) -> P:
        """Return a new page, connected to this controller."""
        raise NotImplementedError

    @property
    def is_read_only(self) -> bool:
        """Return whether the inquiry is read-only."""
        return self._session.read_only

    def begin(self, at: str = "") -> None:
        """Begin the task at the path `at`, or say why a read-only inquiry does not allow it."""
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
        """Show why a job failed, on the page if it has a place for that."""
        if isinstance(self.page, ShowsFailure):
            self.page.show_failed(notice_of(problem).text)
        else:
            super().show_failure(problem)

    def show_cancelled(self) -> None:
        """Show that the job has stopped, on the page if it has a place for that."""
        if isinstance(self.page, ShowsCancellation):
            self.page.show_cancelled()
