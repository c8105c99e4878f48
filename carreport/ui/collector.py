"""Let Python tidy its memory on the window's thread only.

A collection that happens to run in a worker thread would destroy Qt objects there, which
ends the program. So the automatic collector is off, and a timer of the window does the work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 100


class Collector(QObject):
    """Collects unreachable Python objects from time to time, on the thread that made it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect_due)

    def start(self) -> None:
        """Take over from the automatic collector; what exists by now is never looked at again."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Hand back to the automatic collector."""
        self._timer.stop()
        gc.enable()

    def collect_due(self) -> None:
        """Collect the generations whose count has passed its threshold, as Python itself would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
