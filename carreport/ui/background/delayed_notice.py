"""Say that something takes long, if it does, and let it be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from carreport.ui.background.jobs import JobCancelledError
from carreport.ui.prompts import Prompts
from carreport.ui.widgets.notice_bar import Notice

NOTICE_DELAY_MS = 500
"""After how many milliseconds the window says what it is doing."""


class SupportsAbandon(Protocol):
    """What can be called off."""

    def abandon(self) -> None:
        """Hear nothing more of it."""


class DelayedNotice(QObject):
    """One piece of work beside the window that one waits for; stopping it forgets it."""

    def __init__(
        self,
        prompts: Prompts,
        words: str,
        hush: Callable[[], None],
        parent: QObject,
        on_stopped: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._words = words
        self._clear_notice = hush
        self._on_stopped = on_stopped
        self._job: SupportsAbandon | None = None
        self._is_shown = False
        self._timer = QTimer(self, singleShot=True, interval=NOTICE_DELAY_MS)
        self._timer.timeout.connect(self._show)

    def start(self, job: SupportsAbandon | None = None) -> None:
        """Wait for this piece of work; without one it cannot be stopped."""
        self._job = job
        self._timer.start()

    def wrap_callback(self, call: Callable[..., None]) -> Callable[..., None]:
        """Return `call`, to be made once the work has ended."""

        def end(result: object) -> None:
            self._timer.stop()
            if self._is_shown:
                self._clear_notice()
            self.deleteLater()
            if not isinstance(result, JobCancelledError):
                call(result)

        return end

    def _show(self) -> None:
        self._is_shown = True
        offer = "Stop" if self._job is not None else ""
        self._prompts.show_notice(Notice(self._words, is_problem=False, action_text=offer, action=self._stop))

    def close(self) -> None:
        """Say nothing more: nobody waits any longer."""
        self._timer.stop()
        if self._is_shown:
            self._clear_notice()
        self.deleteLater()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.abandon()
        self.deleteLater()
        if self._on_stopped is not None:
            self._on_stopped()
