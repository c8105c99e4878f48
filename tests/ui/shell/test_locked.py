"""An inquiry that is open somewhere else, by the real widgets."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.lock import STALE_AFTER, lock_path
from carreport.form.schema import Form
from carreport.settings import Settings, drafts_folder
from carreport.ui.inquiry.status_bar import READ_ONLY
from carreport.ui.main_window import MainWindow

Show = Callable[[QWidget], None]


@pytest.fixture
def own(form: Form) -> Path:
    path = drafts_folder() / "ours.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, form, "Iain Moffat") as session:
        session.write("about.title", "Warm")
    return path


def window_of(name: str, on_screen: Show) -> MainWindow:
    made = MainWindow(Settings(name=name))
    on_screen(made)
    return made


def left_open(path: Path, seconds_ago: float) -> None:
    """Leave the inquiry open on another computer that gave its last sign of life so long ago."""
    told = {"author": "Morag Reid", "host": "LIBRARY-2", "pid": 4711, "since": "09:10 on 3 November 2026"}
    lock_path(path).write_text(json.dumps(told))
    then = time.time() - seconds_ago
    os.utime(lock_path(path), (then, then))


def offers(window: MainWindow) -> list[QPushButton]:
    return [b for b in window.notice_bar.findChildren(QPushButton) if b.isVisible() and b.text() != "Close"]


def test_what_a_computer_that_is_gone_has_open_is_taken_over_by_a_button(
    own: Path, on_screen: Show, qtbot: QtBot
) -> None:
    left_open(own, STALE_AFTER + 60)
    window = window_of("Ailsa Kerr", on_screen)
    window.open_draft(own)
    for words in ("Morag Reid", "LIBRARY-2", "09:10"):
        assert words in window.notice_bar.text
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.session.read_only
    (take_over,) = offers(window)
    assert take_over.text() == "Take it over"
    take_over.setFocus()
    qtbot.keyClick(take_over, Qt.Key.Key_Space)
    assert not window.inquiry.wizard.session.read_only
    assert window.notice_bar.text == ""
    here = QApplication.focusWidget()
    assert isinstance(here, QLineEdit)
    qtbot.keyClicks(here, "th")
    window.close()
    with DraftSession.open(own, "Ailsa Kerr") as again:
        assert "th" in again.answers().get("about.title")


def test_what_another_computer_has_open_at_this_moment_is_not_offered(own: Path, on_screen: Show) -> None:
    left_open(own, 30)
    window = window_of("Ailsa Kerr", on_screen)
    window.open_draft(own)
    assert "LIBRARY-2" in window.notice_bar.text
    assert offers(window) == []
    window.close()


def test_of_two_windows_the_second_only_reads_and_says_who_and_where(
    own: Path, on_screen: Show, qtbot: QtBot
) -> None:
    first, second = window_of("Ailsa Kerr", on_screen), window_of("Ailsa Kerr", on_screen)
    first.open_draft(own)
    second.open_draft(own)
    assert first.inquiry.wizard is not None
    assert second.inquiry.wizard is not None
    assert "Ailsa Kerr" in second.notice_bar.text
    assert second.inquiry.wizard.status_bar.saved_label.text() == READ_ONLY
    title = second.inquiry.wizard.step_page("about").questions["about.title"].editor.focus_target()
    qtbot.keyClicks(title, "never")
    assert second.inquiry.wizard.session.answers().get("about.title") == "Warm"
    second.close()
    first.inquiry.wizard.session.write("about.title", "Warmer")
    first.close()
    with DraftSession.open(own, "Ailsa Kerr") as again:
        assert again.answers().get("about.title") == "Warmer"
