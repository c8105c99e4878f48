"""Every file is replaced in one place, which waits for a program that has the file open (Windows)."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from carreport.atomic_write import delete_file, rename_path, replace_path, retry_while_in_use
from carreport.draft.storage.draft_files import move_into_place
from carreport.settings import Settings, load_settings, save_settings
from tests.held_file import HeldFile, in_use


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Count the pauses, and do not wait."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_file_that_is_held_for_a_moment_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], winerror: int
) -> None:
    fresh, target = tmp_path / "fresh", tmp_path / "target"
    fresh.write_text("new")
    target.write_text("old")
    monkeypatch.setattr(os, "replace", HeldFile(os.replace, winerror))
    replace_path(fresh, target)
    assert (target.read_text(), len(pauses)) == ("new", 3)


def test_a_file_that_stays_held_keeps_its_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, target = tmp_path / "fresh", tmp_path / "target"
    fresh.write_text("new")
    target.write_text("old")
    monkeypatch.setattr(os, "replace", HeldFile(os.replace, tries=99))
    with pytest.raises(PermissionError):
        replace_path(fresh, target)
    assert target.read_text() == "old"


def test_other_errors_are_not_waited_for(pauses: list[float]) -> None:
    def refuse() -> None:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(PermissionError):
        retry_while_in_use(refuse)
    assert pauses == []


def test_without_pauses_there_is_one_try(pauses: list[float]) -> None:
    tries: list[int] = []

    def hold() -> None:
        tries.append(1)
        raise in_use(32)

    with pytest.raises(PermissionError):
        retry_while_in_use(hold, ())
    assert (tries, pauses) == ([1], [])


def test_a_folder_that_is_held_for_a_moment_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").mkdir()
    monkeypatch.setattr(os, "rename", HeldFile(os.rename, winerror=5))
    rename_path(tmp_path / "old", tmp_path / "new")
    assert (tmp_path / "new").is_dir()


def test_a_file_that_is_held_for_a_moment_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "left").touch()
    monkeypatch.setattr(os, "unlink", HeldFile(os.unlink))
    delete_file(tmp_path / "left")
    assert not (tmp_path / "left").exists()


def test_a_new_file_gets_its_name_on_windows_though_a_scanner_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fresh").write_text("new")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "rename", HeldFile(os.rename))
    move_into_place(tmp_path / "fresh", tmp_path / "target")
    assert (tmp_path / "target").read_text() == "new"


def test_settings_are_saved_though_a_scanner_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(Settings(name="Ailsa"))
    monkeypatch.setattr(os, "replace", HeldFile(os.replace))
    save_settings(Settings(name="Morag"))
    assert load_settings().name == "Morag"
