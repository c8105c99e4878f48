"""An inquiry that is open somewhere else, by the real widgets."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.lock import STALE_AFTER, lock_path
from carreport.form.schema import Form
from carreport.settings import Settings
from carreport.ui.inquiry.status_bar import READ_ONLY
from carreport.ui.main_window import MainWindow
from tests.ui.driver.drafts import ME, STRANGER, make_draft
from tests.ui.driver.keyboard import press, type_text
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import ShowWidget, WindowDriver

OpenWindow = Callable[[Path], WindowDriver]


@pytest.fixture
def own(form: Form) -> Path:
    return make_draft(form, {"about.title": "Warm"}, author=STRANGER)


@pytest.fixture
def open_window(on_screen: ShowWidget, qtbot: QtBot) -> OpenWindow:
    """Open the inquiry in a window of Ailsa's, which has its own notice bar."""

    def open_in_window(path: Path) -> WindowDriver:
        window = MainWindow(Settings(name=ME))
        on_screen(window)
        window.open_draft(path)
        return WindowDriver(window, FakePrompts(), qtbot)

    return open_in_window


def left_open(path: Path, seconds_ago: float) -> None:
    """Leave the inquiry open on another computer that gave its last sign of life so long ago."""
    owner = {"author": "Morag Reid", "host": "LIBRARY-2", "pid": 4711, "since": "09:10 on 3 November 2026"}
    lock_path(path).write_text(json.dumps(owner))
    then = time.time() - seconds_ago
    os.utime(lock_path(path), (then, then))


def notice_buttons(window: MainWindow) -> list[QPushButton]:
    buttons = [button for button in window.notice_bar.findChildren(QPushButton) if button.isVisible()]
    return [button for button in buttons if button.text() != "Close"]


def test_what_a_computer_that_is_gone_has_open_is_taken_over_by_a_button(
    own: Path, open_window: OpenWindow
) -> None:
    left_open(own, STALE_AFTER + 60)
    driver = open_window(own)
    notice_bar = driver.window.notice_bar
    for words in ("Morag Reid", "LIBRARY-2", "09:10"):
        assert words in notice_bar.text
    assert driver.session.read_only
    (take_over,) = notice_buttons(driver.window)
    assert take_over.text() == "Take it over"
    take_over.setFocus()
    press("Space")
    assert not driver.session.read_only
    assert notice_bar.text == ""
    type_text("th")
    driver.window.close()
    with DraftSession.open(own, ME) as again:
        assert again.answers().get("about.place") == "th"


def test_what_another_computer_has_open_at_this_moment_is_not_offered(
    own: Path, open_window: OpenWindow
) -> None:
    left_open(own, 30)
    window = open_window(own).window
    assert "LIBRARY-2" in window.notice_bar.text
    assert notice_buttons(window) == []
    window.close()


def test_of_two_windows_the_second_only_reads_and_says_who_and_where(
    own: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    first, second = open_window(own), open_window(own)
    assert ME in second.window.notice_bar.text
    assert second.saved_text == READ_ONLY
    qtbot.keyClicks(second.control("about.title"), "never")
    assert second.answer("about.title") == "Warm"
    second.window.close()
    first.session.write("about.title", "Warmer")
    first.window.close()
    with DraftSession.open(own, ME) as again:
        assert again.answers().get("about.title") == "Warmer"


def test_a_read_only_window_can_be_edited_once_the_other_one_is_closed(
    own: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    first, second = open_window(own), open_window(own)
    step = second.session.form.sections[1].id
    second.wizard.enter_step(step)
    first.session.write("about.title", "Warmer")
    first.window.close()
    qtbot.waitUntil(lambda: not second.session.read_only, timeout=15_000)
    assert second.window.notice_bar.text == "The other window has closed this inquiry. You can edit it now."
    assert second.wizard.current_section == step
    assert second.answer("about.title") == "Warmer"


def test_of_two_windows_that_wait_only_one_can_edit(own: Path, open_window: OpenWindow, qtbot: QtBot) -> None:
    first = open_window(own)
    waiting = [open_window(own), open_window(own)]
    first.window.close()
    qtbot.waitUntil(lambda: any(not one.session.read_only for one in waiting), timeout=15_000)
    qtbot.waitUntil(lambda: all(not one.window.background.is_busy for one in waiting), timeout=15_000)
    assert sorted(one.session.read_only for one in waiting) == [False, True]


def test_on_another_page_the_person_decides_when_to_edit(
    own: Path, open_window: OpenWindow, qtbot: QtBot
) -> None:
    first, second = open_window(own), open_window(own)
    second.wizard.collaboration_pages.show_timeline()
    first.window.close()
    qtbot.waitUntil(lambda: "has closed" in second.window.notice_bar.text, timeout=15_000)
    assert second.session.read_only
    second.window.notice_bar.run_action()
    assert not second.session.read_only
