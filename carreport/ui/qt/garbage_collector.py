"""Let Python tidy its memory on the window's thread only.

A collection that happens to run in a worker thread would destroy Qt objects there, which
ends the program. So the automatic collector is off, and a timer of the window does the work:
a little often, as one that looks through much would be felt.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 30
"""How often what is young is looked through: what is read in beside the window soon is much."""
THRESHOLDS = (20, 7_000, 70_000)
"""How many objects have come since each generation was looked through when that is due again."""
MAX_COUNTED = 700
"""For how many of them a moment counts at most: what is read in is much, but little of it grows old."""
MIN_SECONDS_APART = (0.0, 1.0, 60.0)
"""How many seconds at least lie between; the oldest generation takes longest."""
LATE = 0.02
"""By how many seconds the timer is late where the window had something else to do."""
REST = 3.0
"""For how many seconds the window has had hardly anything to do before the oldest are looked through."""
IDLE_SECONDS = 1.0
"""The same where nothing is open."""
FULL = 1_000_000
"""So many objects come before nobody waits for that any longer."""


class GarbageCollector(QObject):
    """Collects unreachable Python objects from time to time, on the thread that made it.

    `is_home` says whether nothing is open: what there is then stays as long as the program runs. `is_busy`
    says whether something is under way beside the window: what comes of it is to find the window free.
    """

    def __init__(
        self,
        is_home: Callable[[], bool] | None = None,
        is_busy: Callable[[], bool] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_home, self._is_busy = is_home or _never, is_busy or _never
        self._is_settled = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect_if_due)
        self._new_objects = [0, 0, 0]
        self._last = [0.0, 0.0, 0.0]
        self._ticked = self._worked = self._left_home_at = 0.0

    def start(self) -> None:
        """Take over from the automatic collector; what exists by now is never looked at again."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Hand back to the automatic collector."""
        self._timer.stop()
        gc.enable()

    def collect_if_due(self) -> None:
        """Collect what is young if any came, and what is older where as much came as for Python itself.

        What takes longest waits until the window rests.
        """
        fresh, now = gc.get_count()[0], time.monotonic()
        if now - self._ticked > EVERY_MS / 1_000 + LATE or self._is_busy():
            self._worked = now
        self._ticked, rests = now, now - self._worked > REST
        if not self._is_home():
            self._left_home_at, self._is_settled = now, False
        elif not self._is_settled and now - max(self._left_home_at, self._worked) > IDLE_SECONDS:
            self._freeze_existing()
        if fresh <= THRESHOLDS[0]:
            return
        self._new_objects = [each + min(fresh, MAX_COUNTED) for each in self._new_objects]
        may_be = (0, 1, 2) if rests or self._new_objects[2] > FULL else (0, 1)
        generation = max(each for each in may_be if not each or self._is_due(each, now))
        gc.collect(generation)
        for each in range(generation + 1):
            self._new_objects[each], self._last[each] = 0, now

    def _freeze_existing(self) -> None:
        """Look through everything, and never again at what is left."""
        gc.collect()
        gc.freeze()
        self._new_objects, self._is_settled = [0, 0, 0], True

    def _is_due(self, generation: int, now: float) -> bool:
        has_rested = now - self._last[generation] >= MIN_SECONDS_APART[generation]
        return has_rested and self._new_objects[generation] > THRESHOLDS[generation]


def _never() -> bool:
    """Say no where nobody knows."""
    return False
