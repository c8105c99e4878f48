"""Say that something takes long, if it does, and let it be stopped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from carreport.ui.notice import Notice
from carreport.ui.prompts import Prompts
from carreport.ui.tasks import Cancelled, Ticket

WAIT = 500
"""After how many milliseconds the window says what it is doing."""


class Patience(QObject):
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
        self._hush = hush
        self._on_stopped = on_stopped
        self._ticket: Ticket | None = None
        self._has_said = False
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._say)

    def begin(self, ticket: Ticket) -> None:
        """Wait for this piece of work."""
        self._ticket = ticket
        self._timer.start()

    def then(self, call: Callable[..., None]) -> Callable[..., None]:
        """Return `call`, to be made once the work has ended."""

        def end(result: object) -> None:
            self._timer.stop()
            if self._has_said:
                self._hush()
            self.deleteLater()
            if not isinstance(result, Cancelled):
                call(result)

        return end

    def _say(self) -> None:
        self._has_said = True
        self._prompts.explain(Notice(self._words, is_trouble=False, offer="Stop", act=self._stop))

    def _stop(self) -> None:
        if self._ticket is not None:
            self._ticket.forget()
        self.deleteLater()
        if self._on_stopped is not None:
            self._on_stopped()
