"""Measure how long a key press takes to be seen, in an answer of 2,000 words while it is being saved.

    python -m bench.key_press [-n KEYS]

A real inquiry is opened in the real window and written in, a key every 25 ms, so that handing on,
saving, the step list and “Saved 14:03” all run meanwhile. The same keys then go into a bare text
box of Qt with the same words. Each is timed from the key press until the paint that shows it is
done. Median and 99th percentile in milliseconds, and the ratio of the medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from carreport.settings import HOME_VARIABLE, Settings
from carreport.ui import library
from carreport.ui.collector import Collector
from carreport.ui.dress import dress
from carreport.ui.main_window import MainWindow

BETWEEN_KEYS = 25
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


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("-n", type=int, default=400, help="how many keys (400)")
    keys: int = parser.parse_args().n
    app = QApplication(sys.argv[:1])
    collector = Collector()
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        dress("light", 100)
        window = MainWindow(Settings(name="Ailsa Kerr"))
        window.show()
        collector.start()
        box = answer_of(window)
        ours = type_into(box, keys)
        saved = window.wizard.session.saved_at if window.wizard else None
        window.close()
        bare = type_into(bare_box(box.toPlainText()), keys)
    collector.stop()
    show("carreport, with autosave", ours)
    show("a bare QTextEdit", bare)
    print(f"ratio of the medians {statistics.median(ours) / statistics.median(bare):.1f} ×")
    print(f"saved while typing: {'yes' if saved else 'no'}")
    app.processEvents()
    return 0


def answer_of(window: MainWindow) -> QTextEdit:
    """Open a new inquiry with a long answer in it and return its text box."""
    form = next(form for form in library.shipped_forms() if form.id == "car-inquiry")
    session = library.new_draft(form, "Ailsa Kerr")
    paragraph = " ".join(f"word{number % 97}" for number in range(WORDS_EACH))
    blocks = [{"type": "paragraph", "spans": [{"text": paragraph}]} for _ in range(PARAGRAPHS)]
    session.write(PATH, blocks)
    session.remember_place(PATH)
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


def type_into(box: QTextEdit, keys: int) -> list[float]:
    """Press keys at the end of the text; return how long each took to be seen, in milliseconds."""
    box.setFocus()
    box.moveCursor(QTextCursor.MoveOperation.End)
    painted = Painted(box.viewport())
    QTest.qWait(300)
    times = []
    for number in range(keys):
        painted.done = False
        begun = perf_counter()
        QTest.keyClicks(box, " " if number % 6 == 5 else "a")
        while not painted.done:
            QApplication.processEvents()
        times.append((perf_counter() - begun) * 1000)
        QTest.qWait(BETWEEN_KEYS)
    return times


def show(name: str, times: Sequence[float]) -> None:
    p99 = statistics.quantiles(times, n=100)[98]
    print(f"{name:26} median {statistics.median(times):5.1f} ms   p99 {p99:5.1f} ms   of {len(times)} keys")


if __name__ == "__main__":
    sys.exit(main())
