"""Run slow work in a worker thread, so that typing never waits for it.

    job = background.run(work, on_done, on_failed)

`work` runs in the one worker thread. It is passed its `Job`, through which it reports progress and
learns that it was cancelled. Whatever else it uses is passed in and must not change meanwhile.
`on_done` and `on_failed` are called on the window's thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")
OnProgress = Callable[[float, str], None]


class JobCancelledError(Exception):
    """The job was cancelled."""


class Job:
    """One piece of work, which can report progress and be cancelled."""

    def __init__(self, post: Callable[[Callable[[], None]], None], on_progress: OnProgress | None) -> None:
        self._post = post
        self._on_progress = on_progress
        self._cancelled = threading.Event()
        self.is_abandoned = False

    def cancel(self) -> None:
        """Cancel the job; it ends when it next reports progress."""
        self._cancelled.set()

    def abandon(self) -> None:
        """Cancel the job and ignore its result."""
        self.is_abandoned = True
        self.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Return whether the job was cancelled."""
        return self._cancelled.is_set()

    def report_progress(self, share: float, text: str = "") -> None:
        """Report the fraction done (0 to 1) and the activity; raise `JobCancelledError` if cancelled."""
        if self.is_cancelled:
            raise JobCancelledError
        if self._on_progress is not None:
            self._post(partial(self._post_progress, share, text))

    def _post_progress(self, share: float, text: str) -> None:
        if self._on_progress is not None and not self.is_abandoned:
            self._on_progress(share, text)


class BackgroundJobs(QObject):
    """Runs jobs one after another in one worker thread."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._jobs: set[Job] = set()
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Job], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
        on_progress: OnProgress | None = None,
    ) -> Job:
        """Queue `work`; its result or exception is delivered on the window's thread."""
        job = Job(self._posted.emit, on_progress)
        self._jobs.add(job)
        self._executor().submit(self._work, job, work, on_done, on_failed)
        return job

    @property
    def is_busy(self) -> bool:
        """Return whether any job has yet to deliver its result."""
        return bool(self._jobs)

    def close(self) -> None:
        """Cancel all jobs and wait until the thread has ended."""
        for job in self._jobs:
            job.cancel()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _executor(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - not before first paint

            self._pool = ThreadPoolExecutor(1, thread_name_prefix="carreport-work")
        return self._pool

    def _work(
        self,
        job: Job,
        work: Callable[[Job], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        try:
            if job.is_cancelled:
                raise JobCancelledError  # noqa: TRY301 - it was cancelled before its turn
            done = partial(on_done, work(job))
        except Exception as problem:  # noqa: BLE001 - the window must show every failure
            done = partial(on_failed, problem)
        self._posted.emit(partial(self._finish, job, done))

    def _finish(self, job: Job, done: Callable[[], None]) -> None:
        self._jobs.discard(job)
        if not job.is_abandoned:
            done()

    def _deliver(self, call: Callable[[], None]) -> None:
        call()
