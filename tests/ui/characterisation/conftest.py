"""An inquiry of one small form in the real window, and the dump of what happens in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers
from carreport.form.loader import parse_form
from carreport.settings import Settings, drafts_folder
from carreport.ui.main_window import MainWindow
from tests.ui.characterisation.driver import Dump
from tests.ui.shell.conftest import FakePrompts, qapp

__all__ = ["qapp"]
HEAD = """
[form]
id = "dumps"
title = "A form with one list"
version = 1

[[section]]
id = "s"
title = "A step"
"""
TITLE = ("version = 1", 'version = 1\ntitle_path = "s.one"')
ME, OTHER = "Ailsa Kerr", "Morag Reid"
Draft = Callable[..., Path]
Values = Mapping[str, Any]
NONE: Mapping[str, Values] = {}


@pytest.fixture
def draft() -> Draft:
    """Make a draft of a form with these questions, filled in; `mine` are entries that I alone see."""

    def make(
        questions: str, values: Values, mine: Mapping[str, Values] = NONE, called: str = "inquiry"
    ) -> Path:
        path = drafts_folder() / f"{called}.carreport"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = HEAD.replace(*TITLE) if "s.one" in values else HEAD
        with DraftSession.create(path, parse_form(head + questions), OTHER if mine else ME) as session:
            session.fill(Answers(values))
        for group, entry in mine.items():
            with DraftSession.open(path, ME) as session:
                session.add_item(group, values=entry)
        return path

    return make


@pytest.fixture
def dump(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Dump]:
    """A dump of what happens in the window, while a screen reader listens."""
    prompts = FakePrompts()
    window = MainWindow(Settings(name=ME), prompts)
    qtbot.addWidget(window)
    window.resize(1100, 760)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QAccessible.setActive(True)
    yield Dump(window, prompts, monkeypatch, qtbot)
    QAccessible.setActive(False)
    window.close()
