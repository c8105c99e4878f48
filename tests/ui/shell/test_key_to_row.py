"""The road of a key press to its row on the disk, as the calls that are really made on it.

A station is a place at which the text changes hands (`HAND_OVERS`). The modules of the road are those on the
call stacks at the stations: the text passes through them. Modules that are only asked something on the way
are not on the road (what the form asks, whether a path is private); how many run in all is bounded, too.
A call from the draft up into the window is a trip back: `on_changed` is the only one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.storage.database import DraftDatabase
from carreport.ui.editors.base import Editor
from carreport.ui.inquiry.wizard import Wizard

MOST_MODULES, TRIPS_BACK, MOST_ASKED = 18, 1, 37
PATH = "about.title"
HAND_OVERS = {
    "carreport.ui.editors.base": ("schedule_commit", "commit"),
    "carreport.form.kinds.simple": ("parse",),
    "carreport.draft.session.draft_session": ("write",),
    "carreport.draft.revisions.recorder": ("write",),
    "carreport.draft.revisions.revision": ("make_revision",),
    "carreport.draft.revisions.tree": ("add",),
    "carreport.draft.storage.autosave": ("queue",),
    "carreport.draft.storage.database": ("save", "_write"),
}
"""The functions, by module, in which the text changes hands between the key and the row."""


class Road:
    """The modules that the text passes, those that ran in all, and the trips back into the window."""

    def __init__(self) -> None:
        self.modules: dict[str, None] = {}
        self.asked: set[str] = set()
        self.stations: list[str] = []
        self.trips: list[str] = []
        self._away: FrameType | None = None

    def record(self, frame: FrameType, event: str, _argument: Any) -> None:
        """Note a call, for `sys.setprofile`."""
        if self._away is not None:
            if event == "return" and frame is self._away:
                self._away = None
            return
        name, caller = _module(frame), _caller(frame)
        if event != "call" or not name.startswith("carreport."):
            return
        if name.startswith("carreport.ui.") and caller.startswith("carreport.draft."):
            self.trips.append(frame.f_code.co_qualname if hasattr(frame.f_code, "co_qualname") else name)
            self._away = frame
            return
        self.asked.add(name)
        if frame.f_code.co_name in HAND_OVERS.get(name, ()):
            self.stations.append(f"{name}.{frame.f_code.co_name}")
            for module in reversed(list(_modules_around(frame))):
                self.modules.setdefault(module)


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _modules_around(frame: FrameType) -> Iterator[str]:
    """Yield our modules on the stack, from a frame outwards: Qt and the standard library are no stations."""
    around: FrameType | None = frame
    while around is not None:
        if _module(around).startswith("carreport."):
            yield _module(around)
        around = around.f_back


def _caller(frame: FrameType) -> str:
    return next(iter(_modules_around(frame.f_back)), "") if frame.f_back is not None else ""


@pytest.fixture
def road() -> Iterator[Road]:
    found = Road()
    yield found
    sys.setprofile(None)


@pytest.fixture
def field(wizard: Wizard, qtbot: QtBot) -> QWidget:
    found = wizard.findChild(QWidget, PATH)
    assert isinstance(found, QWidget)
    found.setFocus()
    qtbot.waitUntil(found.hasFocus)
    return found


def test_a_key_press_reaches_its_row_through_few_modules_and_with_one_trip_back(
    field: QWidget, road: Road, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[object] = []
    _record_saves(monkeypatch, road, saved)
    sys.setprofile(road.record)
    QTest.keyClicks(field, "W")
    handed_on = _editor(field).commit
    handed_on()
    sys.setprofile(None)
    qtbot.waitUntil(lambda: bool(saved))
    assert len(road.trips) == TRIPS_BACK, road.trips
    assert len(road.modules) <= MOST_MODULES, "\n".join(road.modules)
    assert len(road.asked) <= MOST_ASKED, "\n".join(sorted(road.asked))
    missing = {f"{module}.{name}" for module, names in HAND_OVERS.items() for name in names}
    assert missing - set(road.stations) == set()


def _editor(widget: QWidget) -> Editor:
    around: QWidget | None = widget
    while not isinstance(around, Editor):
        assert around is not None
        around = around.parentWidget()
    return around


def _record_saves(monkeypatch: pytest.MonkeyPatch, road: Road, saved: list[object]) -> None:
    """Record what the saving thread calls, too, until the row is on the disk."""
    save: Callable[[DraftDatabase, Any], None] = DraftDatabase.save

    def recorded(database: DraftDatabase, change: Any) -> None:
        sys.setprofile(road.record)
        try:
            save(database, change)
        finally:
            sys.setprofile(None)
        if change.revisions:
            saved.append(change)

    monkeypatch.setattr(DraftDatabase, "save", recorded)
