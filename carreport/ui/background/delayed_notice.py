"""Say that something takes long, if it does, and let it be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from carreport.ui.background.jobs import Cancelled
from carreport.ui.prompts import Prompts
from carreport.ui.widgets.notice_bar import Notice

WAIT = 500
"""After how many milliseconds the window says what it is doing."""


class Forgets(Protocol):
    """What can be called off."""

    def drop_contents(self) -> None:
        """Hear nothing more of it."""


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
        self._ticket: Forgets | None = None
        self._has_said = False
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._say)

    def begin(self, ticket: Forgets | None = None) -> None:
        """Wait for this piece of work; without one it cannot be stopped."""
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
        offer = "Stop" if self._ticket is not None else ""
        self._prompts.explain(Notice(self._words, is_trouble=False, offer=offer, act=self._stop))

    def let_go(self) -> None:
        """Say nothing more: nobody waits any longer."""
        self._timer.stop()
        if self._has_said:
            self._hush()
        self.deleteLater()

    def _stop(self) -> None:
        if self._ticket is not None:
            self._ticket.drop_contents()
        self.deleteLater()
        if self._on_stopped is not None:
            self._on_stopped()
