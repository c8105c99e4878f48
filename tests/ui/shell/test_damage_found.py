"""Damage in the history is found while somebody is at work already; the window says so then."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest
from pytestqt.qtbot import QtBot

from carreport.draft.revisions.change import STANDS, meta_hash
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import outline
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from tests.ui.shell.conftest import FakePrompts


@pytest.fixture
def ours(form: Form, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An inquiry with an earlier version of its title, of which only what stands is read at once."""
    monkeypatch.setattr(outline, "AT_ONCE", -1)
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
    qtbot.waitUntil(lambda: wizard.session.read_only, timeout=10_000)
    qtbot.waitUntil(lambda: wizard.step_page("about").questions["about.title"].editor.read_only)
    qtbot.waitUntil(lambda: prompts.told[-1].action_text == "See what is damaged", timeout=10_000)
    assert "What is it called?" in prompts.told[-1].text
    assert wizard.session.answers().get("about.title") == "A cold handover"


def test_what_a_wrong_note_in_the_file_hid_is_shown_a_moment_later(
    window: MainWindow, ours: Path, qtbot: QtBot
) -> None:
    with DraftSession.open(ours, "Ailsa Kerr", read_only=True) as session:
        earlier = session.history("about.title")[1].id
    forge(ours, earlier)
    wizard = opened(window, ours)
    qtbot.waitUntil(lambda: wizard.session.answers().get("about.title") == "A cold handover", timeout=10_000)
    qtbot.waitUntil(
        lambda: wizard.step_page("about").questions["about.title"].editor.value == "A cold handover"
    )
    assert not wizard.session.read_only


def forge(path: Path, name: str) -> None:
    """Write a note of what stands that is of this state of the file, and names but one revision."""
    connection = apsw.Connection(str(path))
    count, last = next(iter(connection.execute("SELECT count(*), max(rowid) FROM revision")))
    note = f"{int.from_bytes(path.read_bytes()[24:28], 'big') + 1} {count} {last}\n{name}"
    asked = "INSERT OR REPLACE INTO meta VALUES (?, ?, ?)"
    connection.execute(asked, (STANDS, note, meta_hash(STANDS, note)))
    connection.close()
