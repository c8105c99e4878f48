"""Base class for controllers with slow work: runs one job at a time and handles its outcome.

    self.run(work, self._show, progress=self.page.show_progress)

`work` runs in the worker thread and `self._show` gets its result on the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from carreport.errors import CarreportError
from carreport.ui.background.delayed_notice import DelayedNotice
from carreport.ui.background.jobs import BackgroundJobs, Job, JobCancelledError, OnProgress
from carreport.ui.prompts import Prompts
from carreport.ui.widgets.notice_bar import notice_of

T = TypeVar("T")
InspectCopy = Callable[[Path, str], None]
"""Shows what importing a file would change; a text that is not empty replaces the file's name."""


def _do_nothing() -> None:
    """Do nothing."""


class DraftOpener(Protocol):
    """Opens the inquiry at a path."""

    def __call__(
        self, path: Path, *, take_over: bool = False, then: Callable[[], None] | None = None
    ) -> None:
        """Open the inquiry, with `take_over` even if it seems to be open elsewhere, then call `then`."""


@dataclass(frozen=True, slots=True, eq=False)
class WindowServices:
    """The services that the window offers to controllers and tasks."""

    background: BackgroundJobs
    prompts: Prompts
    current_author: Callable[[], str]
    show_problem: Callable[[Exception], None]
    clear_notice: Callable[[], None]
    show_page: Callable[[QWidget], None]
    """Show a page in the whole window."""
    remove_page: Callable[[QWidget], None]
    show_previous_page: Callable[[], None]
    """Show the open inquiry again, or the start page if none is open."""
    open_draft: DraftOpener
    inspect_copy: InspectCopy
    name_author: Callable[[], None] = _do_nothing
    """Ask who is writing before others can see it, if no name was given yet."""


class JobController(QObject):
    """Runs one job at a time: a new one replaces it, and after `close` no result arrives."""

    def __init__(self, window: WindowServices, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._prompts = window, window.prompts
        self._job: Job | None = None
        self._ended: Callable[[], object] | None = None
        self._notice: DelayedNotice | None = None
        self._is_open = True

    @property
    def is_busy(self) -> bool:
        """Return whether a job is running."""
        return self._job is not None

    def run(
        self,
        work: Callable[[Job], T],
        done: Callable[[T], object],
        *,
        failed: Callable[[Exception], object] | None = None,
        ended: Callable[[], object] | None = None,
        progress: OnProgress | None = None,
        notice: str = "",
    ) -> None:
        """Run `work` instead of the current job; `done` gets its result, `failed` its exception.

        `ended` is called first, however the job ends. If the job takes a while, `notice` appears at the top
        of the window, with an action to stop it.
        """
        self.abandon()
        if not self._is_open:
            return
        self._ended = ended
        show_failure = partial(self._finish_failed, failed or self.show_failure)
        self._job = self._window.background.run(work, partial(self._finish, done), show_failure, progress)
        if notice:
            window = self._window
            self._notice = DelayedNotice(
                self._prompts, notice, window.clear_notice, self, self._finish_stopped
            )
            self._notice.start(self._job)

    def run_beside(self, work: Callable[[Job], T], done: Callable[[T], object]) -> None:
        """Run `work` in addition to the current job; it cannot be cancelled."""
        failed = partial(self._if_open, partial(self._finish_failed, self.show_failure))
        self._window.background.run(work, partial(self._if_open, done), failed)

    def cancel(self) -> None:
        """Ask the job to stop; `show_cancelled` follows when it has stopped."""
        if self._job is not None:
            self._job.cancel()

    def abandon(self) -> None:
        """Stop the job and ignore its result."""
        if self._job is not None:
            self._job.abandon()
        self._forget_job()

    def close(self) -> None:
        """Stop the job and ignore whatever arrives from now on."""
        self._is_open = False
        self.abandon()

    def show_failure(self, problem: Exception) -> None:
        """Show a notice that says why a job failed; tasks show it on their page instead if they can."""
        self._prompts.show_notice(notice_of(problem))

    def show_cancelled(self) -> None:
        """Show that the job was cancelled; nothing is shown unless a subclass does so."""

    # Private.

    def _if_open(self, call: Callable[[Any], object], result: object) -> None:
        if self._is_open:
            call(result)

    def _finish(self, done: Callable[[T], object], result: T) -> None:
        self._forget_job()
        done(result)

    def _finish_failed(self, show: Callable[[Exception], object], problem: Exception) -> None:
        self._forget_job()
        if isinstance(problem, JobCancelledError):
            self.show_cancelled()
            return
        show(problem)
        if not isinstance(problem, CarreportError):
            raise problem

    def _finish_stopped(self) -> None:
        self._forget_job()
        self.show_cancelled()

    def _forget_job(self) -> None:
        self._job = None
        if self._notice is not None:
            self._notice.close()
            self._notice = None
        ended, self._ended = self._ended, None
        if ended is not None:
            ended()
