"""Damage in the history of an answer is told when the inquiry is opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from tests.ui.shell.conftest import FakePrompts


@pytest.fixture
def ours(form: Form) -> Path:
    """An inquiry with an earlier version of its title."""
    path: Path = drafts_folder() / "ours.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        for title in ("A wild handover", "A cold handover"):
            session.write("about.title", title)
            session.seal()
    return path


def opened(window: MainWindow, path: Path) -> Wizard:
    window.open_draft(path)
    assert window.inquiry.wizard is not None
    return window.inquiry.wizard


def test_an_altered_earlier_version_is_told_and_nothing_more_can_be_written(
    window: MainWindow, ours: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    ours.write_bytes(ours.read_bytes().replace(b'"A wild handover"', b'"A worm handover"'))
    wizard = opened(window, ours)
    assert wizard.session.read_only
    qtbot.waitUntil(lambda: wizard.step_page("about").questions["about.title"].editor.read_only)
    qtbot.waitUntil(lambda: prompts.told[-1].action_text == "See what is damaged", timeout=10_000)
    assert "What is it called?" in prompts.told[-1].text
    assert wizard.session.answers().get("about.title") == "A cold handover"
