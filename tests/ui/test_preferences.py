from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carreport.settings import Settings, load_settings
from carreport.ui.export_folder import export_folder, remember_export_folder
from carreport.ui.preferences import Preferences, ThemeChoice, WindowState
from tests.held_file import HeldFile


def test_a_window_state_comes_back_as_it_was_kept() -> None:
    state = WindowState(ThemeChoice.DARK, "01d9", asked_name=True)
    assert WindowState.from_text(state.to_text()) == state


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"theme": "purple", "geometry": 3, "more": 1}'])
def test_what_cannot_be_understood_is_as_on_the_first_day(text: str) -> None:
    assert WindowState.from_text(text) == WindowState()


def test_settings_that_another_program_has_open_are_saved_later_and_the_window_does_not_wait(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences = Preferences(Settings())
    waited: list[float] = []
    monkeypatch.setattr(os, "replace", HeldFile(os.replace, tries=2))
    monkeypatch.setattr(time, "sleep", waited.append)
    preferences.set_name("Ailsa Kerr", "AK")
    assert load_settings().name == ""
    qtbot.waitUntil(lambda: load_settings().name == "Ailsa Kerr")
    assert waited == []


def test_settings_that_stay_open_elsewhere_are_told_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences = Preferences(Settings())
    monkeypatch.setattr("carreport.ui.preferences.RETRY_PAUSES", (0.0, 0.0))
    monkeypatch.setattr(os, "replace", HeldFile(os.replace, tries=99))
    with qtbot.waitSignal(preferences.save_failed) as told:
        preferences.set_name("Ailsa Kerr", "AK")
    assert told.args == ["Your settings could not be saved: another program has it open."]


def test_the_window_that_closes_waits_for_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    preferences = Preferences(Settings(name="Ailsa Kerr"))
    waited: list[float] = []
    monkeypatch.setattr(os, "replace", HeldFile(os.replace, tries=2))
    monkeypatch.setattr(time, "sleep", waited.append)
    preferences.save_geometry("01d9")
    assert (load_settings().name, len(waited)) == ("Ailsa Kerr", 2)


def test_the_folder_of_the_last_report_is_not_forgotten_on_closing(tmp_path: Path) -> None:
    preferences = Preferences(Settings())
    remember_export_folder(tmp_path)
    preferences.save_geometry("01d9")
    assert export_folder() == tmp_path
