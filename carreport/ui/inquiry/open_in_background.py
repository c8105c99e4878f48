"""Open a large inquiry in the worker thread; if it is no longer wanted, its file is closed again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.background.jobs import BackgroundJobs, Job, JobCancelledError

OnFailed = Callable[[Exception], None]

BACKGROUND_OPEN_BYTES = 1_500_000
"""Files of this size or larger, in bytes, are opened in the worker thread."""


def is_big(path: Path) -> bool:
    """Return whether opening the file at `path` may take a long time."""
    try:
        return path.stat().st_size >= BACKGROUND_OPEN_BYTES
    except OSError:
        return False


class OpenDraftJob:
    """An inquiry that is being opened in the worker thread, until it is taken or abandoned."""

    def __init__(self, work: Callable[[], DraftSession]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._is_wanted = True
        self._session: DraftSession | None = None
        self._job: Job | None = None

    def start(self, background: BackgroundJobs, on_open: Callable[[None], None], on_failed: OnFailed) -> None:
        """Start opening the inquiry; after `abandon`, no callback is called."""
        self._job = background.run(self.run, on_open, on_failed)

    def run(self, _job: Job | None = None) -> None:
        """Open the inquiry, in any thread; close it again if it was abandoned meanwhile."""
        if not self._is_wanted:
            raise JobCancelledError
        session = self._work()
        with self._lock:
            if self._is_wanted:
                self._session = session
                return
        session.close_without_saving()
        raise JobCancelledError

    def take_session(self) -> DraftSession | None:
        """Return the open inquiry; None if it was abandoned or has already been taken."""
        with self._lock:
            session, self._session = self._session, None
        return session

    def abandon(self) -> None:
        """Stop opening the inquiry, or close it if it is already open."""
        if self._job is not None:
            self._job.abandon()
        with self._lock:
            self._is_wanted = False
        session = self.take_session()
        if session is not None:
            session.close_without_saving()
