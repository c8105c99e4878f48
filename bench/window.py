"""The window of carreport for measurements, with a heartbeat that shows how long it is blocked."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from bench.bystander import Interval, bystander
from carreport.settings import HOME_VARIABLE, Settings
from carreport.ui.app import load_report_libraries, put_window_first
from carreport.ui.main_window import MainWindow
from carreport.ui.preferences import apply_theme
from carreport.ui.qt.garbage_collector import GarbageCollector

WRITER = "Ailsa Kerr"
LONGEST = 120.0
SETTLED = 0.5
AT_HOME = 5.0
"""The seconds on the start page before an inquiry is opened."""
SHORT = 0.004
"""Shorter blocks, in seconds, are not recorded."""

W = TypeVar("W", bound=QWidget)


class Heartbeat:
    """Ticks on the window's thread; records when it could not, and the processor time used meanwhile."""

    def __init__(self) -> None:
        self._gaps: list[tuple[Interval, float]] = []
        self._last, self._cpu = time.perf_counter(), time.thread_time()
        self._bystander = bystander()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(2)

    def begin(self) -> None:
        """Start a new measurement."""
        self._bystander.delays()
        self._gaps.clear()
        self._last, self._cpu = time.perf_counter(), time.thread_time()

    def measurement(self, action: str, took: float) -> Measurement:
        """Return the measurement since `begin`."""
        delays = self._bystander.delays()
        corrected = [gap.duration - sum(map(gap.shared_with, delays)) for gap, _ in self._gaps]
        return Measurement(
            action,
            blocked=max((gap.duration for gap, _ in self._gaps), default=0.0),
            corrected=max(corrected, default=0.0),
            cpu=max((cpu for _, cpu in self._gaps), default=0.0),
            idle_program=max((delay.duration for delay in delays), default=0.0),
            took=took,
        )

    def _tick(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        if now - self._last > SHORT:
            self._gaps.append((Interval(self._last, now), cpu - self._cpu))
        self._last, self._cpu = now, cpu


@dataclass(frozen=True, slots=True)
class Measurement:
    """The longest block of the window during an action, in seconds.

    `corrected` leaves out the time in which an idle program was delayed as well: the cause of that was this
    computer, not the window. `cpu` is the processor time of the window's thread in the longest block, and
    `idle_program` is the longest delay of the idle program.
    """

    action: str
    blocked: float
    corrected: float
    cpu: float
    idle_program: float
    took: float


def measure(window: MainWindow, heartbeat: Heartbeat, action: str, work: Callable[[], object]) -> Measurement:
    """Perform an action, process events until nothing is running, and return the measurement."""
    wait_for(lambda: not window.background.is_busy)
    settle()
    heartbeat.begin()
    start = time.perf_counter()
    work()
    wait_for(lambda: not window.background.is_busy)
    settle()
    return heartbeat.measurement(action, time.perf_counter() - start - SETTLED)


def print_table(title: str, runs: Iterable[Measurement]) -> None:
    """Print the maxima over all runs of each action, in milliseconds."""
    by_action: dict[str, list[Measurement]] = {}
    for run in runs:
        by_action.setdefault(run.action, []).append(run)
    sys.stdout.write(f"{title}\n{'ms':42} blocked  corrected      CPU | idle program  took\n")
    for action, repeats in by_action.items():
        blocked, corrected, cpu, idle_program = (
            max(getattr(run, name) for run in repeats) * 1000
            for name in ("blocked", "corrected", "cpu", "idle_program")
        )
        took = max(run.took for run in repeats)
        sys.stdout.write(
            f"{action:42} {blocked:7.0f}  {corrected:9.0f}  {cpu:7.0f} | "
            f"{idle_program:12.0f}  {took:5.2f} s\n"
        )


@contextmanager
def fresh_home() -> Iterator[Path]:
    """Use a temporary folder for drafts and settings."""
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        yield Path(home)


@contextmanager
def open_window() -> Iterator[MainWindow]:
    """Show the window with an author's name, and delete it at the end."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    apply_theme("light", 100)
    put_window_first()
    window = MainWindow(Settings(name=WRITER))
    window.resize(1366, 768)
    window.show()
    collector = GarbageCollector()
    collector.start()
    load_report_libraries(window)
    settle(AT_HOME)
    try:
        yield window
    finally:
        window.close()
        collector.stop()
        window.deleteLater()
        app.processEvents()


def shown(window: MainWindow, kind: type[W]) -> list[W]:
    """Return the visible widgets of this class."""
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def wait_for(is_true: Callable[[], bool]) -> None:
    """Process events until the condition holds."""
    until = time.perf_counter() + LONGEST
    while not is_true():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > until:
            message = "It took too long."
            raise SystemExit(message)


def settle(seconds: float = SETTLED) -> None:
    """Let the window live for a while, so that what was start is seen and saved."""
    until = time.perf_counter() + seconds
    wait_for(lambda: time.perf_counter() > until)
