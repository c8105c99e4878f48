from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from carreport.ui.qt.open_requests import OpenRequests
from carreport.ui.qt.taskbar import name_for_taskbar


@pytest.mark.parametrize("name", ["walk.carreport", "Ümläut draft.carreport", "WALK.CARREPORT"])
def test_a_double_click_on_a_mac_is_passed_on(qapp: QApplication, tmp_path: Path, name: str) -> None:
    requests = OpenRequests(qapp)
    asked: list[Path] = []
    requests.file_requested.connect(asked.append)
    assert QApplication.sendEvent(qapp, QFileOpenEvent(str(tmp_path / name)))
    qapp.removeEventFilter(requests)
    assert asked == [tmp_path / name]


def test_other_events_are_left_alone(qapp: QApplication) -> None:
    requests = OpenRequests(qapp)
    asked: list[Path] = []
    requests.file_requested.connect(asked.append)
    taken = [requests.eventFilter(qapp, event) for event in (QEvent(QEvent.Type.User), QFileOpenEvent(""))]
    qapp.removeEventFilter(requests)
    assert (taken, asked) == ([False, False], [])


def test_windows_is_told_the_name_of_the_application() -> None:
    names: list[str] = []

    class FakeShell:
        def SetCurrentProcessExplicitAppUserModelID(self, name: str, /) -> int:  # noqa: N802 - of Windows
            names.append(name)
            return 0

    name_for_taskbar(FakeShell())
    assert names == ["carreport"]
