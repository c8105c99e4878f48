"""Build what is not in sight yet a little at a time: one step in every turn of the window, whoever builds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

from carreport.ui.widgets.steady import settle

BETWEEN = 3
"""How many milliseconds the window has to itself between two steps."""


def build_in_turns(owner: QObject, steps: Iterator[None]) -> None:
    """Do these steps, one a turn from the next on, in turn with all else that is being built.

    They are forgotten when their owner is gone.
    """
    _site().begin(owner, steps)


def finish_building(owner: QObject) -> None:
    """Do now all that this owner has begun: whoever calls cannot wait for it."""
    _site().finish(owner)


def finish_all() -> None:
    """Do now all that anybody has begun."""
    _site().finish_all()


def is_building(owner: QObject) -> bool:
    """Say whether this owner has begun something that is not done yet."""
    return _site().has(owner)


class _Site(QObject):
    """Where everything that is being built waits for its turn."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[QObject, Iterator[None]]] = deque()
        self._timer = QTimer(self, interval=BETWEEN)
        self._timer.timeout.connect(self._go_on)

    def begin(self, owner: QObject, steps: Iterator[None]) -> None:
        self._waiting.append((owner, steps))
        self._timer.start()

    def finish(self, owner: QObject) -> None:
        while self.has(owner):
            mine = [steps for each, steps in self._waiting if each is owner]
            self._waiting = deque(work for work in self._waiting if work[0] is not owner)
            for steps in mine:
                for _ in steps:
                    pass

    def finish_all(self) -> None:
        while self._waiting:
            self.finish(self._waiting[0][0])

    def has(self, owner: QObject) -> bool:
        return any(each is owner for each, _ in self._waiting)

    def _go_on(self) -> None:
        """Do one step; what is done, has failed or is of no use any more does not come again."""
        if self._waiting:
            owner, steps = self._waiting.popleft()
            if isValid(owner) and next(steps, self) is not self:
                self._waiting.append((owner, steps))
            settle()
        if not self._waiting:
            self._timer.stop()


def _site() -> _Site:
    return _site_of(QCoreApplication.instance())


@cache
def _site_of(app: QCoreApplication | None) -> _Site:
    return _Site(app)
