"""Do slow work beside the window, so that writing never waits for it.

    job = background.run(work, on_done, on_failed)

`work` runs in one worker thread and is given its job: it says how far it has come and
stops when nobody waits any more. Everything it needs is passed in and never changed
meanwhile. `on_done` and `on_failed` are called on the window's thread.
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
    """The person no longer waits for this work."""


class Job:
    """Stands for one piece of work: where it says how far it is, and where it is called off."""

    def __init__(self, post: Callable[[Callable[[], None]], None], on_progress: OnProgress | None) -> None:
        self._post = post
        self._on_progress = on_progress
        self._cancelled = threading.Event()
        self.is_abandoned = False

    def cancel(self) -> None:
        """Call the work off; it ends at its next word about progress."""
        self._cancelled.set()

    def abandon(self) -> None:
        """Call the work off and hear nothing more of it: who waited for it has gone."""
        self.is_abandoned = True
        self.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Say whether nobody waits for the work any more."""
        return self._cancelled.is_set()

    def report_progress(self, share: float, words: str = "") -> None:
        """Say how much is done (0 to 1) and what is being done; raise `JobCancelledError` if called off."""
        if self.is_cancelled:
            raise JobCancelledError
        if self._on_progress is not None:
            self._post(partial(self._post_progress, share, words))

    def _post_progress(self, share: float, words: str) -> None:
        if self._on_progress is not None and not self.is_abandoned:
            self._on_progress(share, words)


class BackgroundJobs(QObject):
    """Runs one piece of work after the other in a thread of its own."""

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
        """Start `work`; what it returns or raises comes back on the window's thread."""
        job = Job(self._posted.emit, on_progress)
        self._jobs.add(job)
        self._executor().submit(self._work, job, work, on_done, on_failed)
        return job

    @property
    def is_busy(self) -> bool:
        """Say whether some work has not been delivered yet."""
        return bool(self._jobs)

    def close(self) -> None:
        """Call everything off and wait until the thread has ended."""
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
                raise JobCancelledError  # noqa: TRY301 - nobody waits for it any more
            done = partial(on_done, work(job))
        except Exception as problem:  # noqa: BLE001 - whatever it is, the window must hear of it
            done = partial(on_failed, problem)
        self._posted.emit(partial(self._finish, job, done))

    def _finish(self, job: Job, done: Callable[[], None]) -> None:
        self._jobs.discard(job)
        if not job.is_abandoned:
            done()

    def _deliver(self, call: Callable[[], None]) -> None:
        call()
