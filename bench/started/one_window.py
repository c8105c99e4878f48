"""Run one of the programs that `bench.start_window` compares, and import nothing else.

It prints the moments and the memory as JSON once the window is ready, and ends.
"""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

BEGUN = "CARREPORT_BENCH_BEGUN"
measured: dict[str, float] = {}


def main(program: str) -> int:
    app = QApplication(sys.argv[:1])
    watcher = FirstPaint()
    app.installEventFilter(watcher)
    if program in ("bare", "text"):
        window = QWidget()
        if program == "text":
            QLabel("One line of text", window)
        window.resize(800, 600)
        window.show()
        return app.exec()
    from carreport.ui.app import run  # noqa: PLC0415 - not in the bare window

    return run()


class FirstPaint(QObject):
    """Calls `look` after the first paint of a widget."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # it runs
            QTimer.singleShot(0, look)
        return False


def look() -> None:
    """Record the moments, and end once the window is ready."""
    measured.setdefault("painted", elapsed())
    if not is_ready():
        QTimer.singleShot(1, look)
        return
    measured["ready"] = elapsed()
    measured["memory"] = memory()
    pairs = ", ".join(f'"{name}": {value}' for name, value in measured.items())
    print(f"{{{pairs}}}", flush=True)
    QApplication.quit()


def is_ready() -> bool:
    """Return whether the page is complete; a bare window always is."""
    ours = [widget for widget in QApplication.topLevelWidgets() if widget.inherits("QMainWindow")]
    return not ours or "card_list" in vars(ours[0].start_page)  # type: ignore[attr-defined]  # it is ours


def elapsed() -> float:
    return (time.monotonic_ns() - int(os.environ[BEGUN])) / 1e6


def memory() -> float:
    """Return the resident memory of this process in MiB."""
    with open("/proc/self/status", encoding="utf-8") as lines:  # noqa: PTH123 - importing pathlib would be measured too
        resident = next((line for line in lines if line.startswith("VmRSS:")), "VmRSS: 0")
    return int(resident.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
