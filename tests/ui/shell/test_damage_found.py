"""Damage in the history is found while somebody is at work already; the window says so then."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest
from pytestqt.qtbot import QtBot

from carreport.draft import outline
from carreport.draft.session import DraftSession
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from carreport.ui.main_window import MainWindow
from carreport.ui.notice import Notice


class FakePrompts(Protocol):
    """What the fixture remembers; it stands in conftest.py."""

    told: list[Notice]


def test_an_altered_earlier_version_is_told_and_nothing_more_can_be_written(
    window: MainWindow, form: Form, prompts: FakePrompts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outline, "AT_ONCE", -1)
    path: Path = drafts_folder() / "ours.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        for title in ("A wild handover", "A cold handover"):
            session.write("about.title", title)
            session.seal()
    path.write_bytes(path.read_bytes().replace(b'"A wild handover"', b'"A worm handover"'))
    window.open_draft(path)
    wizard = window.wizard
    assert wizard is not None, prompts.told
    qtbot.waitUntil(lambda: wizard.session.read_only, timeout=10_000)
    qtbot.waitUntil(lambda: wizard.page("about").questions["about.title"].editor.read_only)
    qtbot.waitUntil(lambda: prompts.told[-1].offer == "See what is damaged", timeout=10_000)
    assert "What is it called?" in prompts.told[-1].text
    assert wizard.session.answers().get("about.title") == "A cold handover"
