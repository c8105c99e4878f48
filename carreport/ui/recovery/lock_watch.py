"""Wait until another window closes an inquiry that is read-only here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from carreport.draft.storage.lock import is_free
from carreport.ui.background.jobs import BackgroundJobs, Job

LOOK_AGAIN_MS = 2_000
"""Delay before the lock is looked at again, in milliseconds."""


class LockWatch(QObject):
    """Looks at the lock of one draft in the worker thread, again and again, until it is free."""

    def __init__(self, background: BackgroundJobs, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._path, self._on_free = Path(), _do_nothing
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, draft: Path, on_free: Callable[[], None]) -> None:
        """Call `on_free` once nobody has this draft open any more."""
        self.stop()
        self._path, self._on_free = draft, on_free
        self._timer.start()

    def stop(self) -> None:
        """Stop waiting."""
        self._timer.stop()
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _look(self) -> None:
        draft = self._path
        self._job = self._background.run(lambda _job: is_free(draft), self._show, self._failed)

    def _show(self, is_free_now: bool) -> None:  # noqa: FBT001 - the result of a job
        self._job = None
        if is_free_now:
            self._on_free()
        else:
            self._timer.start()

    def _failed(self, _problem: Exception) -> None:
        self._job = None  # the window is closing


def _do_nothing() -> None:
    """Do nothing."""
