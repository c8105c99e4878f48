"""An inquiry of one small form in the real window, and the dump of what happens in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.settings import Settings
from carreport.ui.main_window import MainWindow
from tests.ui.characterisation.dump import Draft, Dump, Values
from tests.ui.driver.drafts import COLLEAGUE, ME, make_draft, one_step_form
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import WindowDriver

NONE: Mapping[str, Values] = {}


@pytest.fixture
def draft() -> Draft:
    """Make a draft of a form with these questions, filled in; `mine` are entries that I alone see."""

    def make(
        questions: str, values: Values, mine: Mapping[str, Values] = NONE, called: str = "inquiry"
    ) -> Path:
        form = one_step_form(questions, "s", "A step", 'title_path = "s.one"' if "s.one" in values else "")
        path = make_draft(form, values, called, COLLEAGUE if mine else ME)
        for group, entry in mine.items():
            with DraftSession.open(path, ME) as session:
                session.add_item(group, values=entry)
        return path

    return make


@pytest.fixture
def dump(monkeypatch: pytest.MonkeyPatch, prompts: FakePrompts, qtbot: QtBot) -> Iterator[Dump]:
    """A dump of what happens in the window, while a screen reader listens."""
    window = MainWindow(Settings(name=ME), prompts)
    qtbot.addWidget(window)
    window.resize(1100, 760)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QAccessible.setActive(True)
    yield Dump(WindowDriver(window, prompts, qtbot), monkeypatch)
    QAccessible.setActive(False)
    window.close()
