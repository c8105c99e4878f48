"""Every test runs without a screen and in a home folder of its own."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "win32":  # there the offscreen plugin knows no font, and warns of it
    os.environ.setdefault("QT_QPA_FONTDIR", str(Path(__file__).parents[1] / "resources" / "fonts"))


@pytest.fixture(autouse=True)
def collection_on_this_thread() -> Iterator[None]:
    """Run the garbage collector after each test, on the thread that has the widgets.

    A collection in an autosave thread would destroy Qt objects there and crash the run, as in the
    window.
    """
    gc.disable()
    yield
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            break


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARREPORT_HOME", str(tmp_path_factory.mktemp("home")))
