"""What is built a little at a time moves nothing, takes turns, and leaves the window as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import carreport.ui
from carreport.ui.widgets.building import build_in_turns, finish_all, finish_building, is_building
from carreport.ui.widgets.scroll_column import ScrollColumn
from carreport.ui.widgets.steady import keeping_place, laid_out_once


def steps(name: str, count: int, done: list[str]) -> Iterator[None]:
    for number in range(count):
        done.append(f"{name}{number}")
        yield


def test_whoever_builds_takes_turns_with_the_others(qtbot: QtBot) -> None:
    done: list[str] = []
    one, other = QObject(), QObject()
    build_in_turns(one, steps("a", 3, done))
    build_in_turns(other, steps("b", 2, done))
    assert done == []
    qtbot.waitUntil(lambda: not is_building(one) and not is_building(other))
    assert done == ["a0", "b0", "a1", "b1", "a2"]


def test_one_can_be_finished_and_the_others_go_on(qtbot: QtBot) -> None:
    done: list[str] = []
    one, other = QObject(), QObject()
    build_in_turns(one, steps("a", 3, done))
    build_in_turns(other, steps("b", 3, done))
    finish_building(other)
    assert done == ["b0", "b1", "b2"]
    qtbot.waitUntil(lambda: not is_building(one))
    build_in_turns(one, steps("c", 2, done))
    finish_all()
    assert done[3:] == ["a0", "a1", "a2", "c0", "c1"]


def test_what_its_owner_does_not_live_to_see_is_forgotten(qtbot: QtBot) -> None:
    done: list[str] = []
    owner = QObject()
    build_in_turns(owner, steps("a", 5_000, done))
    owner.deleteLater()
    qtbot.waitUntil(lambda: not isValid(owner))
    qtbot.waitUntil(lambda: not is_building(owner))
    assert len(done) < 5_000
    finish_all()
    assert len(done) < 5_000


def test_what_fails_does_not_keep_the_others_from_being_built(qtbot: QtBot) -> None:
    def failing() -> Iterator[None]:
        yield
        raise RuntimeError

    done: list[str] = []
    one, other = QObject(), QObject()
    with qtbot.captureExceptions() as told:
        build_in_turns(one, failing())
        build_in_turns(other, steps("b", 4, done))
        qtbot.waitUntil(lambda: len(done) == 4 and not is_building(other))
    assert [kind for kind, _, _ in told] == [RuntimeError]
    assert not is_building(one)


def test_what_is_in_sight_stays_there_while_something_grows_above_it(qtbot: QtBot) -> None:
    page = ScrollColumn()
    qtbot.addWidget(page)
    labels = [QLabel(f"Line {number}") for number in range(60)]
    for label in labels:
        label.setFixedHeight(30)
        page.content_layout.addWidget(label)
    page.resize(400, 300)
    page.show()
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    page.scroll_to(labels[30])
    before = labels[30].mapTo(page, labels[30].rect().topLeft())
    with keeping_place(labels):
        labels[3].setFixedHeight(400)
    assert labels[30].mapTo(page, labels[30].rect().topLeft()) == before


def test_many_widgets_come_into_a_layout_that_is_laid_out_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    window.show()
    labels = [QLabel(f"Line {number}") for number in range(5)]
    with laid_out_once(column):
        for label in labels:
            column.addWidget(label)
            label.show()
    tops = [label.y() for label in labels]
    assert tops == sorted(set(tops))


def test_no_item_of_a_layout_is_asked_for() -> None:
    """Python would know it longer than it lives, and take a widget that comes to its place for it."""
    folder = Path(carreport.ui.__file__).parent
    asking = [path.name for path in folder.rglob("*.py") if ".itemAt" in path.read_text(encoding="utf-8")]
    assert asking == []
