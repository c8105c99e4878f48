"""Long work on the window's thread lets the window live, and is done at once where nobody can wait."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from carreport.ui.qt.turns import Turns

pytestmark = pytest.mark.usefixtures("qapp")


def counting(done: list[object], count: int) -> Iterator[None]:
    for number in range(count):
        done.append(number)
        yield


def test_the_window_has_its_turn_between_two_steps(qtbot: QtBot) -> None:
    turns = Turns()
    done: list[object] = []
    QTimer.singleShot(0, lambda: done.append("the window"))
    turns.begin(counting(done, 5))
    assert done == [0]
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert sorted(map(str, done)) == ["0", "1", "2", "3", "4", "the window"]
    assert done[-1] != "the window"


def test_whoever_begins_is_done_before_the_second_step(qtbot: QtBot) -> None:
    turns = Turns()
    done: list[object] = []

    def begin() -> None:
        turns.begin(counting(done, 3))
        QTimer.singleShot(0, lambda: done.append("the window"))

    QTimer.singleShot(0, begin)
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done[:2] == [0, "the window"]


def test_what_was_begun_later_comes_later_and_all_of_it_can_be_finished_at_once() -> None:
    turns = Turns()
    done: list[object] = []
    turns.begin(counting(done, 3))
    turns.begin(counting(done, 2))
    turns.finish()
    assert done == [0, 1, 2, 0, 1]
    assert not turns.is_busy


def test_a_step_that_goes_wrong_does_not_hold_up_what_comes_behind_it() -> None:
    def wrong() -> Iterator[None]:
        yield
        message = "no room"
        raise OSError(message)

    turns = Turns()
    done: list[object] = []
    turns.begin(wrong())
    turns.begin(counting(done, 2))
    with pytest.raises(OSError, match="no room"):
        turns.finish()
    turns.finish()
    assert done == [0, 1]
