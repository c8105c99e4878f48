"""Open a big inquiry beside the window; whoever does not want it any more leaves no file open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.background.jobs import BackgroundJobs, Job, JobCancelledError

OnFailed = Callable[[Exception], None]

BACKGROUND_OPEN_BYTES = 1_500_000
"""From how many bytes on a file is opened beside the window; a smaller one is there at once."""


def is_big(path: Path) -> bool:
    """Say whether opening the file at `path` may take long."""
    try:
        return path.stat().st_size >= BACKGROUND_OPEN_BYTES
    except OSError:
        return False


class OpenDraftJob:
    """One inquiry that is being opened beside the window, until it is taken or not wanted any more."""

    def __init__(self, work: Callable[[], DraftSession]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._is_wanted = True
        self._session: DraftSession | None = None
        self._job: Job | None = None

    def start(self, tasks: BackgroundJobs, on_open: Callable[[None], None], on_failed: OnFailed) -> None:
        """Begin to open it; what is to be done then is not done if it is not wanted by then."""
        self._job = tasks.run(self.run, on_open, on_failed)

    def run(self, _job: Job | None = None) -> None:
        """Open it, in any thread; close it again if it is not wanted by then."""
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
        """Return the inquiry, open, if it is still wanted."""
        with self._lock:
            session, self._session = self._session, None
        return session

    def abandon(self) -> None:
        """It is not wanted any more."""
        if self._job is not None:
            self._job.abandon()
        with self._lock:
            self._is_wanted = False
        session = self.take_session()
        if session is not None:
            session.close_without_saving()
