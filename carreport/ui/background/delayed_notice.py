"""A notice about a slow job, with an action to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from carreport.ui.background.jobs import JobCancelledError
from carreport.ui.prompts import Prompts
from carreport.ui.widgets.notice_bar import Notice

NOTICE_DELAY_MS = 500
"""Delay before the notice appears, in milliseconds."""


class SupportsAbandon(Protocol):
    """Something that can be stopped."""

    def abandon(self) -> None:
        """Stop it, and ignore its result."""


class DelayedNotice(QObject):
    """Shows a notice while a job runs, unless it ends quickly."""

    def __init__(
        self,
        prompts: Prompts,
        text: str,
        clear_notice: Callable[[], None],
        parent: QObject,
        on_stopped: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._text = text
        self._clear_notice = clear_notice
        self._on_stopped = on_stopped
        self._job: SupportsAbandon | None = None
        self._is_shown = False
        self._timer = QTimer(self, singleShot=True, interval=NOTICE_DELAY_MS)
        self._timer.timeout.connect(self._show)

    def start(self, job: SupportsAbandon | None = None) -> None:
        """Start the delay; if `job` is given, the notice offers to stop it."""
        self._job = job
        self._timer.start()

    def wrap_callback(self, call: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that closes the notice and then, unless the job was cancelled, calls `call`."""

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
        self._prompts.show_notice(Notice(self._text, is_problem=False, action_text=offer, action=self._stop))

    def close(self) -> None:
        """Close the notice, or cancel it if it has not appeared yet."""
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
