"""The supplied files are found in a checkout and in a frozen build."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.assets import shipped_folder


@pytest.fixture(autouse=True)
def look_again() -> Iterator[None]:
    shipped_folder.cache_clear()
    yield
    shipped_folder.cache_clear()


def test_a_frozen_program_has_its_own_files_whatever_lies_beside_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("forms", "templates"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert shipped_folder() == tmp_path


def test_a_frozen_program_without_its_files_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(FileNotFoundError, match="Reinstall carreport"):
        shipped_folder()


def test_a_checkout_has_its_files_at_the_top() -> None:
    assert shipped_folder() == Path(__file__).resolve().parents[1]
