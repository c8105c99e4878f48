"""Open a big inquiry beside the window; whoever does not want it any more leaves no file open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.background.jobs import Cancelled, Tasks, Ticket

OnFailed = Callable[[Exception], None]

BIG = 1_500_000
"""From how many bytes on a file is opened beside the window; a smaller one is there at once."""


def is_big(path: Path) -> bool:
    """Say whether opening the file at `path` may take long."""
    try:
        return path.stat().st_size >= BIG
    except OSError:
        return False


class Opening:
    """One inquiry that is being opened beside the window, until it is taken or not wanted any more."""

    def __init__(self, work: Callable[[], DraftSession]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._is_wanted = True
        self._session: DraftSession | None = None
        self._ticket: Ticket | None = None

    def begin(self, tasks: Tasks, on_open: Callable[[None], None], on_failed: OnFailed) -> None:
        """Begin to open it; what is to be done then is not done if it is not wanted by then."""
        self._ticket = tasks.run(self.run, on_open, on_failed)

    def run(self, _ticket: Ticket | None = None) -> None:
        """Open it, in any thread; close it again if it is not wanted by then."""
        if not self._is_wanted:
            raise Cancelled
        session = self._work()
        with self._lock:
            if self._is_wanted:
                self._session = session
                return
        session.abandon()
        raise Cancelled

    def take(self) -> DraftSession | None:
        """Return the inquiry, open, if it is still wanted."""
        with self._lock:
            session, self._session = self._session, None
        return session

    def drop_contents(self) -> None:
        """It is not wanted any more."""
        if self._ticket is not None:
            self._ticket.drop_contents()
        with self._lock:
            self._is_wanted = False
        session = self.take()
        if session is not None:
            session.close_without_saving()
