"""What needs all that was ever written waits for it beside the window, straight after opening."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session import past as past_of
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.past import Past
from carreport.draft.storage import outline
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from carreport.ui.copies.export_controller import ExportCopyController
from carreport.ui.copies.import_page import ImportCopyPage
from carreport.ui.erase.erase_page import ErasePage
from carreport.ui.history.restore_page import COMPARING, RestorePage
from carreport.ui.main_window import MainWindow


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """Have the past of the shortest draft read only when it is wanted; list who had to wait for it."""
    monkeypatch.setattr(outline, "AT_ONCE", -1)
    monkeypatch.setattr(past_of, "FIRST_THE_WINDOW", 60)
    threads: list[threading.Thread] = []
    finish = Past.finish

    def watched(self: Past) -> None:
        if not self.is_over:
            threads.append(threading.current_thread())
        finish(self)

    monkeypatch.setattr(Past, "finish", watched)
    return threads


@pytest.fixture
def written(form: Form, tmp_path: Path) -> Path:
    path = drafts_folder() / "a.carreport"
    path.parent.mkdir(parents=True, exist_ok=True)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        for number in range(5):
            session.write("about.title", f"Title number {number}")
            session.seal()
        session.flush()
        export_copy(session, tmp_path / "back.carreport")
    with DraftSession.open(tmp_path / "back.carreport", "Morag Reid") as other:
        other.write("about.place", "Skye")
    return path


def copied(window: MainWindow, qtbot: QtBot, beside: Path) -> None:
    window.begin_task("send")
    send = window.find_task(ExportCopyController)
    assert send is not None
    send.page.set_target(beside / "sent.carreport")
    send.page.make_button.click()
    qtbot.waitUntil(send.page.result_panel.isVisible)


def compared(window: MainWindow, qtbot: QtBot, beside: Path) -> None:
    window.open_or_inspect(beside / "back.carreport")
    qtbot.waitUntil(
        lambda: any(each.isVisible() for each in window.findChildren(ImportCopyPage)), timeout=20_000
    )


def gone_back(window: MainWindow, qtbot: QtBot, _beside: Path) -> None:
    window.begin_task("back")
    qtbot.waitUntil(
        lambda: any(
            each.isVisible() and each.changes.text() != COMPARING for each in window.findChildren(RestorePage)
        )
    )


def timeline(window: MainWindow, qtbot: QtBot, _beside: Path) -> None:
    wizard = window.inquiry.wizard
    assert wizard is not None
    wizard.collaboration_pages.show_timeline()
    qtbot.waitUntil(lambda: bool(wizard.collaboration_pages.timeline_page.links))


def asked_what_goes(window: MainWindow, qtbot: QtBot, _beside: Path) -> None:
    window.begin_task("erase")
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(ErasePage)))


def looked_back(window: MainWindow, qtbot: QtBot, _beside: Path) -> None:
    wizard = window.inquiry.wizard
    assert wizard is not None
    wizard.history_pages.show_history("about.title")
    qtbot.waitUntil(lambda: len(wizard.history_pages.history_page.version_choices.cards) == 5)


@pytest.fixture
def opened(window: MainWindow, written: Path, qtbot: QtBot, waited: list[threading.Thread]) -> MainWindow:
    assert not waited
    window.open_draft(written)
    qtbot.waitUntil(lambda: window.inquiry.wizard is not None)
    return window


@pytest.mark.parametrize("doing", [copied, compared, gone_back, timeline, asked_what_goes, looked_back])
def test_the_window_never_waits_for_what_was_written_before(
    opened: MainWindow,
    tmp_path: Path,
    qtbot: QtBot,
    waited: list[threading.Thread],
    doing: Callable[[MainWindow, QtBot, Path], None],
) -> None:
    assert opened.inquiry.wizard is not None
    assert not opened.inquiry.wizard.session.is_all_read
    doing(opened, qtbot, tmp_path)
    assert opened.inquiry.wizard.session.is_all_read
    assert waited
    assert threading.main_thread() not in waited
