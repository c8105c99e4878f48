"""What every test stands on: no screen, and files of its own."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def collection_on_this_thread() -> Iterator[None]:
    """Collect what is due after each test, as Python itself would, on the thread that has the widgets.

    As in the window: a collection in a saver's thread would destroy Qt objects there, and end the run.
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
