"""Measure the time from a key press to the paint that shows it, in an answer of 2,000 words being saved.

    python -m bench.key_press [-n KEYS] [--repeat 3]

The window opens a real inquiry, and a key is pressed every 25 ms, so that committing, saving, the step list
and “Saved 14:03” all run meanwhile: *from opening*, as soon as the inquiry is shown, and *settled*, ten
seconds later. Then the same keys are pressed in a bare Qt text box with the same text. Each key is timed
until the paint that shows it is done. The output is the median and the 99th percentile in milliseconds, and
the ratio of the medians; with `--repeat`, the median of each over all runs. *CPU* is the 99th percentile of
the processor time of the window's thread; the rest is waiting for the computer or another thread.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from bench.window import WRITER, fresh_home, open_window, settle, wait_for
from carreport.draft.session.draft_session import DraftSession
from carreport.ui.library import local_drafts
from carreport.ui.main_window import MainWindow

BETWEEN_KEYS = 25
BEGIN, REST = 0.3, 10.0
"""The seconds between opening and the first keys, and the pause before the later keys."""
PARAGRAPHS, WORDS_EACH = 20, 100
PATH = "context.issue"


class Painted(QObject):
    """Records whether a widget has been painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.done = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        self.done |= event.type() == QEvent.Type.Paint
        return False


@dataclass(frozen=True, slots=True)
class Keys:
    """The times of the keys in one run, in milliseconds."""

    median: float
    p99: float
    cpu: float

    @classmethod
    def of(cls, times: Sequence[tuple[float, float]]) -> Keys:
        wall, work = zip(*times, strict=True)
        return cls(statistics.median(wall), *(statistics.quantiles(part, n=100)[98] for part in (wall, work)))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("-n", type=int, default=400, help="number of keys (400)")
    parser.add_argument("--repeat", type=int, default=1, help="number of runs (1)")
    options = parser.parse_args()
    runs: dict[str, list[Keys]] = {}
    ratios: list[float] = []
    saved = None
    for _ in range(options.repeat):
        with fresh_home(), open_window() as window:
            box = answer_of(window)
            settle(BEGIN)
            opening = type_into(box, options.n)
            settle(REST)
            settled = type_into(box, options.n)
            saved = window.inquiry.wizard.session.saved_at if window.inquiry.wizard else None
            text = box.toPlainText()
        bare = type_into(bare_box(text), options.n)
        for name, times in (("from opening", opening), ("settled", settled), ("a bare QTextEdit", bare)):
            runs.setdefault(name, []).append(Keys.of(times))
        ratios.append(Keys.of(settled).median / Keys.of(bare).median)
    for name, keys in runs.items():
        median = statistics.median(run.median for run in keys)
        p99 = statistics.median(run.p99 for run in keys)
        cpu = statistics.median(run.cpu for run in keys)
        print(f"{name:18} median {median:5.1f} ms   p99 {p99:5.1f} ms   CPU {cpu:5.1f} ms")
    print(f"ratio of the medians, settled / bare: {statistics.median(ratios):.2f} ×")
    print(f"saved while typing: {'yes' if saved else 'no'}")
    return 0


def answer_of(window: MainWindow, fill: Callable[[DraftSession], None] | None = None) -> QTextEdit:
    """Open a new inquiry with a long answer, and return its text box; `fill` writes more into it."""
    form = next(form for form in local_drafts.load_shipped_forms() if form.id == "car-inquiry")
    session = local_drafts.create_draft(form, WRITER)
    paragraph = " ".join(f"word{number % 97}" for number in range(WORDS_EACH))
    blocks = [{"type": "paragraph", "spans": [{"text": paragraph}]} for _ in range(PARAGRAPHS)]
    session.write(PATH, blocks)
    if fill is not None:
        fill(session)
    session.remember_last_visited(PATH)
    path = session.path
    session.close()
    window.open_draft(path)
    wait_for(lambda: window.inquiry.wizard is not None and not window.background.is_busy)
    return next(box for box in window.findChildren(QTextEdit) if box.objectName() == PATH)


def bare_box(text: str) -> QTextEdit:
    box = QTextEdit()
    box.setPlainText(text)
    box.resize(720, 400)
    box.show()
    return box


def type_into(box: QTextEdit, keys: int, typed: str = "aaaaa ") -> list[tuple[float, float]]:
    """Type something again and again at the end of the text; return two times of each key, in milliseconds.

    They are the elapsed time and the processor time.
    """
    box.setFocus()
    box.moveCursor(QTextCursor.MoveOperation.End)
    painted = Painted(box.viewport())
    QTest.qWait(BETWEEN_KEYS)
    times = []
    for number in range(keys):
        painted.done = False
        start, cpu_start = perf_counter(), thread_time()
        QTest.keyClicks(box, typed[number % len(typed)])
        while not painted.done:
            QApplication.processEvents()
        times.append(((perf_counter() - start) * 1000, (thread_time() - cpu_start) * 1000))
        QTest.qWait(BETWEEN_KEYS)
    return times


if __name__ == "__main__":
    sys.exit(main())
