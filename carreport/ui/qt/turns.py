"""Do long work on the window's own thread a little at a time, so that the window goes on living."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

MOMENT = 0.02
"""For how many seconds nothing is done in turns before what can wait comes."""


class Lull:
    """Knows when anything was last done in turns, so that what can wait does not add to it."""

    _worked_at = 0.0

    @classmethod
    def end(cls) -> None:
        """Note that a step was done."""
        cls._worked_at = time.monotonic()

    @classmethod
    def is_now(cls) -> bool:
        """Say whether no step was done in the last moment."""
        return time.monotonic() - cls._worked_at > MOMENT


class Turns(QObject):
    """Does one step of what was begun, then lets the window have its turn."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Iterator[None]] = deque()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._take_turn)

    @property
    def is_busy(self) -> bool:
        """Say whether something is not done yet."""
        return bool(self._waiting)

    def begin(self, steps: Iterator[None]) -> None:
        """Do these steps, one a turn, behind what was begun before; the first at once."""
        self._waiting.append(steps)
        if len(self._waiting) == 1:
            self._go_on()
        if self._waiting and not self._timer.isActive():
            self._timer.start(1)  # not 0: Qt would count that to the turn of whoever begins

    def finish(self) -> None:
        """Do all that is left now: whoever calls cannot wait for it."""
        while self._waiting:
            self._go_on()

    def let_go(self) -> None:
        """Do nothing more."""
        self._timer.stop()
        self._waiting.clear()

    def _take_turn(self) -> None:
        self._timer.setInterval(0)
        self._go_on()

    def _go_on(self) -> None:
        steps = self._waiting[0] if self._waiting else iter(())
        try:
            next(steps)
        except StopIteration:
            self._end(steps)
        except BaseException:
            self._end(steps)
            raise
        finally:
            Lull.end()

    def _end(self, steps: Iterator[None]) -> None:
        if self._waiting and self._waiting[0] is steps:
            self._waiting.popleft()
        if not self._waiting:
            self._timer.stop()
