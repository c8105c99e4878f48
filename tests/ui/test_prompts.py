"""Other programs that carreport starts do not get its own libraries."""

from __future__ import annotations

import os
import sys

import pytest

from carreport.ui.prompts import libraries_of_system


def seen_by_other_programs() -> str | None:
    with libraries_of_system():
        return os.environ.get("LD_LIBRARY_PATH")


@pytest.mark.parametrize(("original", "seen"), [("/opt/lib", "/opt/lib"), ("", ""), (None, None)])
def test_a_frozen_program_starts_others_with_the_libraries_of_the_system(
    monkeypatch: pytest.MonkeyPatch, original: str | None, seen: str | None
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/carreport/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if original is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", original)
    assert seen_by_other_programs() == seen
    assert os.environ["LD_LIBRARY_PATH"] == "/carreport/_internal"


def test_the_own_libraries_come_back_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/carreport/_internal")
    with pytest.raises(RuntimeError), libraries_of_system():
        raise RuntimeError
    assert os.environ["LD_LIBRARY_PATH"] == "/carreport/_internal"


def test_from_source_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/local/lib")
    assert seen_by_other_programs() == "/usr/local/lib"
