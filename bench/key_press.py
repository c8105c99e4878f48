"""Measure how long a key press takes to be seen, in an answer of 2,000 words while it is being saved.

    python -m bench.key_press [-n KEYS] [--repeat 3]

The program's window is opened as `carreport` opens it, then a real inquiry in it, and its answer is
written in, a key every 25 ms, so that handing on, saving, the step list and “Saved 14:03” all run
meanwhile: *from opening*, as soon as the inquiry is shown, and *settled*, ten seconds later. The same keys
then go into a bare text box of Qt with the same words. Each is timed from the key press until the paint
that shows it is done. Median and 99th percentile in milliseconds, and the ratio of the medians; with
`--repeat` the median of each figure. *At work* is the 99th percentile of what the window's thread itself took
for a key: the rest of the time the computer, or another thread, kept it waiting, as it does a bare box.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from bench.window import WRITER, fresh_home, opened_window, settle
from carreport.ui.library import local_drafts
from carreport.ui.main_window import MainWindow

BETWEEN_KEYS = 25
BEGIN, REST = 0.3, 10.0
"""How many seconds after opening the first keys come, and how long nobody writes before the others."""
PARAGRAPHS, WORDS_EACH = 20, 100
PATH = "context.issue"


class Painted(QObject):
    """Knows whether a widget has been painted since it was last asked."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.done = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        self.done |= event.type() == QEvent.Type.Paint
        return False


@dataclass(frozen=True, slots=True)
class Keys:
    """How long the keys of one run took to be seen, in milliseconds."""

    median: float
    p99: float
    at_work: float

    @classmethod
    def of(cls, times: Sequence[tuple[float, float]]) -> Keys:
        wall, work = zip(*times, strict=True)
        return cls(statistics.median(wall), *(statistics.quantiles(part, n=100)[98] for part in (wall, work)))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("-n", type=int, default=400, help="how many keys (400)")
    parser.add_argument("--repeat", type=int, default=1, help="how many runs (1)")
    given = parser.parse_args()
    runs: dict[str, list[Keys]] = {}
    ratios: list[float] = []
    saved = None
    for _ in range(given.repeat):
        with fresh_home(), opened_window() as window:
            box = answer_of(window)
            settle(BEGIN)
            opening = type_into(box, given.n)
            settle(REST)
            settled = type_into(box, given.n)
            saved = window.inquiry.wizard.session.saved_at if window.inquiry.wizard else None
            words = box.toPlainText()
        bare = type_into(bare_box(words), given.n)
        for name, times in (("from opening", opening), ("settled", settled), ("a bare QTextEdit", bare)):
            runs.setdefault(name, []).append(Keys.of(times))
        ratios.append(Keys.of(settled).median / Keys.of(bare).median)
    for name, keys in runs.items():
        median = statistics.median(each.median for each in keys)
        p99 = statistics.median(each.p99 for each in keys)
        work = statistics.median(each.at_work for each in keys)
        print(f"{name:18} median {median:5.1f} ms   p99 {p99:5.1f} ms   at work {work:5.1f} ms")
    print(f"ratio of the medians, settled to bare: {statistics.median(ratios):.2f} ×")
    print(f"saved while typing: {'yes' if saved else 'no'}")
    return 0


def answer_of(window: MainWindow) -> QTextEdit:
    """Open a new inquiry with a long answer in it and return its text box."""
    form = next(form for form in local_drafts.load_shipped_forms() if form.id == "car-inquiry")
    session = local_drafts.create_draft(form, WRITER)
    paragraph = " ".join(f"word{number % 97}" for number in range(WORDS_EACH))
    blocks = [{"type": "paragraph", "spans": [{"text": paragraph}]} for _ in range(PARAGRAPHS)]
    session.write(PATH, blocks)
    session.remember_last_visited(PATH)
    path = session.path
    session.close()
    window.open_draft(path)
    return next(box for box in window.findChildren(QTextEdit) if box.objectName() == PATH)


def bare_box(words: str) -> QTextEdit:
    box = QTextEdit()
    box.setPlainText(words)
    box.resize(720, 400)
    box.show()
    return box


def type_into(box: QTextEdit, keys: int) -> list[tuple[float, float]]:
    """Press keys at the end of the text; return for each how long it took to be seen, and the work, in ms."""
    box.setFocus()
    box.moveCursor(QTextCursor.MoveOperation.End)
    painted = Painted(box.viewport())
    QTest.qWait(BETWEEN_KEYS)
    times = []
    for number in range(keys):
        painted.done = False
        begun, worked = perf_counter(), thread_time()
        QTest.keyClicks(box, " " if number % 6 == 5 else "a")
        while not painted.done:
            QApplication.processEvents()
        times.append(((perf_counter() - begun) * 1000, (thread_time() - worked) * 1000))
        QTest.qWait(BETWEEN_KEYS)
    return times


if __name__ == "__main__":
    sys.exit(main())
