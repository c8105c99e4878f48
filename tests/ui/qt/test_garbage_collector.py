from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from carreport.ui.qt import garbage_collector
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


def test_memory_is_tidied_on_the_thread_of_the_window_only(collector: GarbageCollector) -> None:
    freed: list[threading.Thread] = []

    def make_knots() -> None:
        for _ in range(5_000):
            Knot(freed)

    worker = threading.Thread(target=make_knots)
    worker.start()
    worker.join()
    assert freed == []
    collector.collect_if_due()
    assert len(freed) == 5_000
    assert set(freed) == {threading.main_thread()}


def test_the_timer_of_the_window_collects(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(garbage_collector, "INTERVAL_MS", 0)
    freed: list[threading.Thread] = []
    collector = GarbageCollector()
    collector.start()
    try:
        for _ in range(5_000):
            Knot(freed)
        qtbot.waitUntil(lambda: len(freed) == 5_000)
    finally:
        collector.stop()
        gc.unfreeze()


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


def test_nothing_is_collected_while_little_is_new(collector: GarbageCollector) -> None:
    freed: list[threading.Thread] = []
    gc.collect()
    Knot(freed)
    collector.collect_if_due()
    assert freed == []


def test_what_outlived_a_collection_is_freed_once_enough_has_come(collector: GarbageCollector) -> None:
    freed: list[threading.Thread] = []
    knots = [Knot(freed) for _ in range(100)]
    gc.collect(1)
    knots.clear()  # what is unreachable now is among the oldest objects
    kept: list[list[list[object]]] = []
    while len(kept) < 200 and not freed:
        kept.append([[] for _ in range(1_000)])
        collector.collect_if_due()
    assert len(freed) == 100
