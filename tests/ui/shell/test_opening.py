"""A big inquiry is opened beside the window; whoever thinks better of it leaves no file open."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.settings import Settings, drafts_folder
from carreport.ui.background import delayed_notice
from carreport.ui.background.jobs import JobCancelledError
from carreport.ui.inquiry import open_in_background
from carreport.ui.main_window import MainWindow
from carreport.ui.prompts import UnsavedDraftChoice
from tests.ui.shell.conftest import FakePrompts, Show


@pytest.fixture
def big(tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An inquiry that counts as big, and a window that says at once what it waits for."""
    monkeypatch.setattr(open_in_background, "BACKGROUND_OPEN_BYTES", 1)
    monkeypatch.setattr(delayed_notice, "NOTICE_DELAY_MS", 0)
    with DraftSession.create(tmp_path / "big.carreport", form, "Ailsa Kerr") as session:
        session.write("about.title", "A warm handover")
    return tmp_path / "big.carreport"


@pytest.fixture
def window(prompts: FakePrompts, on_screen: Show) -> MainWindow:
    made = MainWindow(Settings(name="Ailsa Kerr"), prompts)
    on_screen(made)
    return made


def test_a_big_inquiry_opens_beside_the_window(window: MainWindow, big: Path, qtbot: QtBot) -> None:
    window.open_draft(big)
    assert window.inquiry.wizard is None
    qtbot.waitUntil(lambda: window.windowTitle() == "A warm handover – carreport", timeout=10_000)
    assert window.inquiry.wizard is not None


def test_one_that_is_not_wanted_any_more_is_closed_again(window: MainWindow, big: Path, qtbot: QtBot) -> None:
    window.open_draft(big)
    assert window.close_draft()
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=10_000)
    assert window.inquiry.wizard is None
    with DraftSession.open(big, "Morag Reid") as session:
        assert not session.read_only


def test_what_takes_long_to_open_is_said_and_can_be_stopped(
    window: MainWindow, big: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    window.background.run(lambda ticket: ticket._cancelled.wait(0.3), lambda _: None, lambda _: None)  # noqa: SLF001 - holds up the thread
    window.open_draft(big)
    qtbot.waitUntil(lambda: bool(prompts.told), timeout=10_000)
    notice = prompts.told[-1]
    assert (notice.text, notice.action_text) == ("Opening big.carreport…", "Stop")
    assert notice.action is not None
    notice.action()
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=10_000)
    assert window.inquiry.wizard is None
    window.open_draft(big)
    qtbot.waitUntil(lambda: window.inquiry.wizard is not None, timeout=10_000)


def test_it_does_not_wait_until_all_others_were_looked_into(
    window: MainWindow, big: Path, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=10_000)
    looking = window.background.run(lambda ticket: ticket._cancelled.wait(60), lambda _: None, lambda _: None)  # noqa: SLF001 - looks until told otherwise
    window.start_controller._job = looking  # noqa: SLF001 - as if it were news of many inquiries
    window.open_draft(big)
    qtbot.waitUntil(lambda: window.inquiry.wizard is not None, timeout=10_000)


def test_once_it_was_stopped_the_start_page_goes_on_looking_for_news(
    window: MainWindow, big: Path, prompts: FakePrompts, qtbot: QtBot, form: Form
) -> None:
    other = drafts_folder() / "other.carreport"
    other.parent.mkdir(parents=True)
    with DraftSession.create(other, form, "Ailsa Kerr") as session:
        session.write("about.title", "A warm handover")
    window.list_drafts()
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=10_000)
    with DraftSession.open(other, "Morag Reid") as session:
        session.write("about.title", "As Morag has it")
    window.background.run(lambda ticket: ticket._cancelled.wait(0.2), lambda _: None, lambda _: None)  # noqa: SLF001 - holds up the thread
    window.open_draft(big)
    qtbot.waitUntil(lambda: bool(prompts.told), timeout=10_000)
    assert prompts.told[-1].action is not None
    prompts.told[-1].action()
    cards = window.start_page.card_list.row_model
    news = "Morag Reid changed 1 answer since you were last here"
    qtbot.waitUntil(lambda: [news in row.spoken_text for row in cards.all_rows] == [True], timeout=10_000)


def test_a_big_inquiry_that_another_window_has_opens_for_reading(
    window: MainWindow, big: Path, qtbot: QtBot
) -> None:
    with DraftSession.open(big, "Morag Reid"):
        window.open_draft(big)
        window.open_draft(big)
        qtbot.waitUntil(lambda: window.inquiry.wizard is not None, timeout=10_000)
        assert window.inquiry.wizard is not None
        assert window.inquiry.wizard.session.read_only
        assert window.close_draft()


def test_one_that_has_gone_when_its_turn_comes_is_told(
    window: MainWindow, big: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=10_000)
    window.background.run(lambda _: big.unlink(), lambda _: None, lambda _: None)
    window.open_draft(big)
    qtbot.waitUntil(lambda: any("There is no inquiry" in each.text for each in prompts.told), timeout=10_000)
    assert window.inquiry.wizard is None


def test_what_cannot_be_opened_is_told(
    window: MainWindow, big: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    big.write_bytes(b"no inquiry at all")
    window.open_draft(big)
    qtbot.waitUntil(lambda: any("big.carreport" in each.text for each in prompts.told), timeout=10_000)
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=10_000)
    assert window.inquiry.wizard is None


def test_an_opening_that_was_called_off_while_it_ran_closes_what_it_opened(big: Path) -> None:
    made: list[DraftSession] = []

    def work() -> DraftSession:
        made.append(DraftSession.open(big, "Ailsa Kerr"))
        wanted.abandon()
        return made[0]

    wanted = open_in_background.OpenDraftJob(work)
    with pytest.raises(JobCancelledError):
        wanted.run()
    assert wanted.take_session() is None
    with DraftSession.open(big, "Morag Reid") as session:
        assert not session.read_only


def test_a_big_one_is_saved_beside_the_window_before_one_goes_home(
    window: MainWindow, big: Path, qtbot: QtBot
) -> None:
    window.open_draft(big)
    qtbot.waitUntil(
        lambda: window.inquiry.wizard is not None and not window.inquiry.is_opening, timeout=10_000
    )
    wizard = window.inquiry.wizard
    assert wizard is not None
    wizard.session.write("about.place", "Skye")
    window.go_home()
    assert wizard.is_locked
    qtbot.waitUntil(lambda: window.inquiry.wizard is None, timeout=10_000)
    assert window.start_page.isVisible()
    with DraftSession.open(big, "Ailsa Kerr") as session:
        assert session.answers().rich_text("about.place").plain_text == "Skye"


def test_one_that_cannot_be_saved_is_not_closed_without_a_word(
    window: MainWindow, big: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    window.open_draft(big)
    qtbot.waitUntil(
        lambda: window.inquiry.wizard is not None and not window.inquiry.is_opening, timeout=10_000
    )
    wizard = window.inquiry.wizard
    assert wizard is not None
    (big.parent / "other").write_bytes(b"Another file")
    (big.parent / "other").replace(big)
    prompts.way = UnsavedDraftChoice.STAY
    wizard.session.write("about.place", "Skye")
    window.go_home()
    qtbot.waitUntil(lambda: not wizard.is_locked, timeout=20_000)
    assert window.inquiry.wizard is wizard
    assert wizard.session.answers().get("about.place") == "Skye"
    assert prompts.shown
    wizard.session.close_without_saving()


@pytest.mark.parametrize("work", ["", "send", "check", "report", "preview", "back", "erase", "quote"])
def test_what_was_closed_leaves_nothing_in_memory(window: MainWindow, work: str, qtbot: QtBot) -> None:
    window.open_example()
    wizard, works = window.inquiry.wizard, window.inquiry.task_registry
    assert wizard is not None
    assert works is not None
    for begun in ("send", "check", "report", "preview", "back", "erase"):
        window.begin_task(begun)
        qtbot.waitUntil(lambda: not window.background.is_busy, timeout=20_000)
    for section in wizard.session.form.sections:
        wizard.show_step(section.id)
    if work:
        window.begin_task(work)
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=20_000)
    window.go_home()
    left = weakref.ref(wizard)
    del wizard, works

    def is_gone() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return left() is None

    qtbot.waitUntil(is_gone, timeout=10_000)
