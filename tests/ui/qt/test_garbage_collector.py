from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from carreport.ui.qt import garbage_collector as memory
from carreport.ui.qt.garbage_collector import GarbageCollector

pytestmark = pytest.mark.usefixtures("qapp")


class Knot:
    """Something that only the cycle collector can free; says in which thread that was."""

    def __init__(self, freed: list[threading.Thread]) -> None:
        self.me = self
        self.freed = freed

    def __del__(self) -> None:
        self.freed.append(threading.current_thread())


@pytest.fixture
def collector() -> Iterator[GarbageCollector]:
    made = GarbageCollector()
    made.start()
    yield made
    made.stop()
    gc.unfreeze()


@pytest.mark.usefixtures("collector")
def test_memory_is_tidied_on_the_thread_of_the_window_only(qtbot: QtBot) -> None:
    freed: list[threading.Thread] = []

    def make_knots() -> None:
        for _ in range(5_000):
            Knot(freed)

    worker = threading.Thread(target=make_knots)
    worker.start()
    worker.join()
    assert freed == []
    qtbot.waitUntil(lambda: len(freed) == 5_000)
    assert set(freed) == {threading.main_thread()}


def test_stopping_hands_back_to_the_automatic_collector() -> None:
    collector = GarbageCollector()
    collector.start()
    assert not gc.isenabled()
    collector.stop()
    gc.unfreeze()
    assert gc.isenabled()


def test_a_thousand_calls_of_qt_leave_none_as_it_was(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(1_000):
        label.setText("a")
    assert abs(sys.getrefcount(None) - before) < 500


def test_what_outlived_a_look_is_looked_at_again_once_enough_has_come(collector: GarbageCollector) -> None:
    freed: list[threading.Thread] = []
    knots = [Knot(freed) for _ in range(100)]
    collector.collect_if_due()
    knots.clear()
    kept: list[list[list[object]]] = []
    for _ in range(12):
        kept.append([[] for _ in range(1_000)])
        collector.collect_if_due()
    assert len(freed) == 100
    assert len(kept) == 12


def test_little_is_looked_through_soon(collector: GarbageCollector) -> None:
    freed: list[threading.Thread] = []
    collector.collect_if_due()
    for _ in range(50):
        Knot(freed)
    collector.collect_if_due()
    assert len(freed) == 50


def test_the_oldest_are_looked_through_once_the_window_rests(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(memory, "THRESHOLDS", (0, 0, 0))
    monkeypatch.setattr(memory, "MIN_SECONDS_APART", (0.0, 0.0, 0.0))
    monkeypatch.setattr(memory, "REST", 0.3)
    freed: list[threading.Thread] = []
    knots = [Knot(freed)]
    gc.collect(1)
    knots.clear()  # what is gone now was among the oldest
    until = time.perf_counter() + 0.1
    while time.perf_counter() < until:
        pass  # the window works
    kept = [[number] for number in range(100)]
    collector.collect_if_due()
    assert freed == []

    def is_tidied() -> bool:
        kept.extend([number] for number in range(100))
        return bool(freed)

    qtbot.waitUntil(is_tidied)


def test_what_is_there_while_nothing_is_open_is_never_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(memory, "IDLE_SECONDS", 0.05)
    is_home = False
    collector = GarbageCollector(lambda: is_home)
    collector.start()
    try:
        before = gc.get_freeze_count()
        kept = [[number] for number in range(1_000)]
        qtbot.wait(0)
        collector.collect_if_due()
        assert gc.get_freeze_count() < before + 1_000
        is_home = True
        qtbot.waitUntil(lambda: gc.get_freeze_count() >= before + 1_000)
        assert len(kept) == 1_000
    finally:
        collector.stop()
        gc.unfreeze()
