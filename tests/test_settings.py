"""Settings are read leniently and written atomically."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carreport.settings import (
    HOME_VARIABLE,
    Settings,
    cache_folder,
    drafts_folder,
    load_settings,
    save_settings,
    settings_file,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path


def test_settings_come_back_as_they_were_saved() -> None:
    chosen = replace(Settings(), name="Ailsa Kerr", initials="AK", text_size=125)
    save_settings(chosen)
    assert load_settings() == chosen


def test_without_a_file_everything_has_its_usual_value() -> None:
    assert load_settings() == Settings()


@pytest.mark.parametrize("words", ["", "{", "[]", "\x00", '"x"'])
def test_a_broken_settings_file_is_passed_over(words: str) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(words, encoding="utf-8")
    assert load_settings() == Settings()


def test_a_setting_of_the_wrong_type_has_its_usual_value() -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('{"name": 7, "initials": "AK", "colour": "red"}', encoding="utf-8")
    assert load_settings() == Settings(initials="AK")


def test_saving_leaves_nothing_beside_the_settings() -> None:
    save_settings(Settings(name="A"))
    save_settings(Settings(name="B"))
    assert [path.name for path in settings_file().parent.iterdir()] == ["settings.json"]


def test_every_folder_stands_under_the_named_home(home: Path) -> None:
    assert all(path.is_relative_to(home) for path in (settings_file(), drafts_folder(), cache_folder()))


def test_words_of_somebody_without_a_name_still_have_an_author() -> None:
    assert Settings().author == "Somebody on this computer"


def test_without_a_named_home_the_usual_folders_of_the_system_are_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(HOME_VARIABLE)
    assert "carreport" in drafts_folder().parts
