"""The program's window for benches, opened as `carreport` opens it; its heartbeat says what blocks it."""

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

from bench.bystander import Stretch, bystander
from carreport.settings import HOME_VARIABLE, Settings
from carreport.ui.app import load_report_libraries, put_window_first
from carreport.ui.main_window import MainWindow
from carreport.ui.preferences import apply_theme
from carreport.ui.qt.garbage_collector import GarbageCollector

WRITER = "Ailsa Kerr"
LONGEST = 120.0
SETTLED = 0.5
AT_HOME = 5.0
"""For how many seconds the start page was looked at before an inquiry is opened."""
SHORT = 0.004
"""A standstill that is shorter is not kept."""

W = TypeVar("W", bound=QWidget)


class Heartbeat:
    """Ticks on the window's thread, and keeps when it could not for a while, and how long it worked then."""

    def __init__(self) -> None:
        self._gaps: list[tuple[Stretch, float]] = []
        self._last, self._work = time.perf_counter(), time.thread_time()
        self._bystander = bystander()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(2)

    def begin(self) -> None:
        """Forget what was measured so far."""
        self._bystander.waits()
        self._gaps.clear()
        self._last, self._work = time.perf_counter(), time.thread_time()

    def felt(self, doing: str, took: float) -> Felt:
        """Return what was felt since it began."""
        waits = self._bystander.waits()
        own = [gap.lasted - sum(map(gap.shared_with, waits)) for gap, _ in self._gaps]
        return Felt(
            doing,
            still=max((gap.lasted for gap, _ in self._gaps), default=0.0),
            own=max(own, default=0.0),
            worked=max((worked for _, worked in self._gaps), default=0.0),
            beside=max((each.lasted for each in waits), default=0.0),
            took=took,
        )

    def _tick(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        if now - self._last > SHORT:
            self._gaps.append((Stretch(self._last, now), work - self._work))
        self._last, self._work = now, work


@dataclass(frozen=True, slots=True)
class Felt:
    """What a writer would feel of one doing: for how many seconds at most the window stood still.

    `own` is the same without those in which a program that does nothing was kept waiting as well: that
    was this computer, not the window. `worked` is for how long the window's thread worked in a standstill,
    `beside` for how long the idle program was kept waiting.
    """

    doing: str
    still: float
    own: float
    worked: float
    beside: float
    took: float


def felt(window: MainWindow, heart: Heartbeat, doing: str, work: Callable[[], object]) -> Felt:
    """Do it, let the window live until nothing is under way, and say what was felt."""
    wait_for(lambda: not window.background.is_busy)
    settle()
    heart.begin()
    begun = time.perf_counter()
    work()
    wait_for(lambda: not window.background.is_busy)
    settle()
    return heart.felt(doing, time.perf_counter() - begun - SETTLED)


def tell(title: str, runs: Iterable[Felt]) -> None:
    """Print the longest of all runs of each doing, in milliseconds."""
    found: dict[str, list[Felt]] = {}
    for run in runs:
        found.setdefault(run.doing, []).append(run)
    sys.stdout.write(f"{title}\n{'ms':42} still  by itself  at work | idle program  took\n")
    for doing, each in found.items():
        still, own, worked, beside = (
            max(getattr(run, name) for run in each) * 1000 for name in ("still", "own", "worked", "beside")
        )
        took = max(run.took for run in each)
        sys.stdout.write(
            f"{doing:42} {still:5.0f}  {own:9.0f}  {worked:7.0f} | {beside:12.0f}  {took:5.2f} s\n"
        )


@contextmanager
def fresh_home() -> Iterator[Path]:
    """Let the program keep its things in a folder of its own for a while."""
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        yield Path(home)


@contextmanager
def opened_window() -> Iterator[MainWindow]:
    """Show the window of somebody who has written before, and put it away at the end."""
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
    """Return what can be seen of this kind."""
    return [each for each in window.findChildren(kind) if each.isVisible()]


def wait_for(is_so: Callable[[], bool]) -> None:
    """Let the window live until it is so."""
    until = time.perf_counter() + LONGEST
    while not is_so():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > until:
            message = "It took too long."
            raise SystemExit(message)


def settle(seconds: float = SETTLED) -> None:
    """Let the window live for a while, so that what was begun is seen and saved."""
    until = time.perf_counter() + seconds
    wait_for(lambda: time.perf_counter() > until)
