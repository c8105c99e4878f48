"""A big inquiry is opened beside the window; whoever thinks better of it leaves no file open."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.settings import Settings
from carreport.ui.app import open_first
from carreport.ui.background import delayed_notice
from carreport.ui.background.jobs import JobCancelledError
from carreport.ui.inquiry import opening
from carreport.ui.main_window import MainWindow
from carreport.ui.prompts import UnsavedDraftChoice
from tests.ui.driver.drafts import COLLEAGUE, ME, make_draft
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import ShowWidget, WindowDriver


@pytest.fixture
def big(tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An inquiry that counts as big, and a window that says at once what it waits for."""
    monkeypatch.setattr(opening, "BACKGROUND_OPEN_BYTES", 1)
    monkeypatch.setattr(delayed_notice, "NOTICE_DELAY_MS", 0)
    return make_draft(form, {"about.title": "A warm handover"}, "big", folder=tmp_path)


@pytest.fixture
def window(prompts: FakePrompts, on_screen: ShowWidget) -> MainWindow:
    window = MainWindow(Settings(name=ME), prompts)
    on_screen(window)
    return window


@pytest.mark.parametrize("others", [[], ["b.carreport"], ["b.carreport", "C.CARREPORT", "folder.carreport"]])
def test_of_several_files_the_first_is_opened_and_the_others_are_named(
    window: MainWindow, prompts: FakePrompts, form: Form, tmp_path: Path, others: list[str]
) -> None:
    path = make_draft(form, {"about.title": "A warm handover"}, "a", folder=tmp_path)
    open_first(window, [path, *[tmp_path / name for name in others]])
    assert window.inquiry.is_open
    assert all(name in prompts.notice.text for name in others)
    assert bool(prompts.notices) == bool(others)


def test_a_big_inquiry_opens_beside_the_window(driver: WindowDriver, big: Path) -> None:
    driver.window.open_draft(big)
    assert not driver.is_open
    driver.wait_until(lambda: driver.window.windowTitle() == "About – A warm handover – carreport")


def test_one_that_is_not_wanted_any_more_is_closed_again(driver: WindowDriver, big: Path) -> None:
    driver.window.open_draft(big)
    assert driver.window.close_draft()
    driver.wait_until_idle()
    assert not driver.is_open
    with DraftSession.open(big, COLLEAGUE) as session:
        assert not session.read_only


def test_what_takes_long_to_open_is_said_and_can_be_stopped(driver: WindowDriver, big: Path) -> None:
    driver.window.background.run(lambda ticket: ticket._cancelled.wait(0.3), lambda _: None, lambda _: None)  # noqa: SLF001 - holds up the thread
    driver.window.open_draft(big)
    driver.wait_for_notice()
    notice = driver.prompts.notice
    assert (notice.text, notice.action_text) == ("Opening big.carreport…", "Stop")
    driver.run_action()
    driver.wait_until_idle()
    assert not driver.is_open
    driver.window.open_draft(big)
    driver.wait_until_open()


def test_it_does_not_wait_until_all_others_were_looked_into(
    driver: WindowDriver, window: MainWindow, big: Path
) -> None:
    driver.wait_until_idle()
    looking = window.background.run(lambda ticket: ticket._cancelled.wait(60), lambda _: None, lambda _: None)  # noqa: SLF001 - looks until told otherwise
    window.start_controller._job = looking  # noqa: SLF001 - as if it were news of many inquiries
    window.open_draft(big)
    driver.wait_until_open()


def test_once_it_was_stopped_the_start_page_goes_on_looking_for_news(
    driver: WindowDriver, big: Path, prompts: FakePrompts, form: Form
) -> None:
    other = make_draft(form, {"about.title": "A warm handover"}, "other")
    driver.window.list_drafts()
    driver.wait_until_idle()
    with DraftSession.open(other, COLLEAGUE) as session:
        session.write("about.title", "As Morag has it")
    driver.window.background.run(lambda ticket: ticket._cancelled.wait(0.2), lambda _: None, lambda _: None)  # noqa: SLF001 - holds up the thread
    driver.window.open_draft(big)
    driver.wait_for_notice()
    prompts.run_action()
    cards = driver.window.start_page.card_list.row_model
    news = "Morag Reid changed 1 answer since you were last here"
    driver.wait_until(lambda: [news in row.spoken_text for row in cards.all_rows] == [True])


def test_a_big_inquiry_that_another_window_has_opens_for_reading(driver: WindowDriver, big: Path) -> None:
    with DraftSession.open(big, COLLEAGUE):
        driver.window.open_draft(big)
        driver.window.open_draft(big)
        driver.wait_until_open()
        assert driver.session.read_only
        assert driver.window.close_draft()


def test_one_that_has_gone_when_its_turn_comes_is_told(driver: WindowDriver, big: Path) -> None:
    driver.wait_until_idle()
    driver.window.background.run(lambda _: big.unlink(), lambda _: None, lambda _: None)
    driver.window.open_draft(big)
    driver.wait_for_any_notice("There is no inquiry")
    assert not driver.is_open


def test_what_cannot_be_opened_is_told(driver: WindowDriver, window: MainWindow, big: Path) -> None:
    big.write_bytes(b"no inquiry at all")
    window.open_draft(big)
    driver.wait_for_any_notice("big.carreport")
    driver.wait_until_idle()
    assert not driver.is_open


def test_an_opening_that_was_called_off_while_it_ran_closes_what_it_opened(big: Path) -> None:
    sessions: list[DraftSession] = []

    def work() -> DraftSession:
        sessions.append(DraftSession.open(big, ME))
        wanted.abandon()
        return sessions[0]

    wanted = opening.OpenDraftJob(work)
    with pytest.raises(JobCancelledError):
        wanted.run()
    assert wanted.take_session() is None
    with DraftSession.open(big, COLLEAGUE) as session:
        assert not session.read_only


def test_a_big_one_is_saved_beside_the_window_before_one_goes_home(driver: WindowDriver, big: Path) -> None:
    driver.window.open_draft(big)
    driver.wait_until(lambda: driver.is_open and not driver.window.inquiry.is_opening)
    wizard = driver.wizard
    wizard.session.write("about.place", "Skye")
    driver.window.go_home()
    assert wizard.is_locked
    driver.wait_until(lambda: not driver.is_open)
    assert driver.window.start_page.isVisible()
    with DraftSession.open(big, ME) as session:
        assert session.answers().rich_text("about.place").plain_text == "Skye"


def test_one_that_cannot_be_saved_is_not_closed_without_a_word(driver: WindowDriver, big: Path) -> None:
    driver.window.open_draft(big)
    driver.wait_until(lambda: driver.is_open and not driver.window.inquiry.is_opening)
    wizard = driver.wizard
    (big.parent / "other").write_bytes(b"Another file")
    (big.parent / "other").replace(big)
    driver.prompts.way = UnsavedDraftChoice.STAY
    wizard.session.write("about.place", "Skye")
    driver.window.go_home()
    driver.wait_until(lambda: not wizard.is_locked)
    assert driver.wizard is wizard
    assert wizard.session.answers().get("about.place") == "Skye"
    assert driver.prompts.shown
    wizard.session.close_without_saving()


WORKS = ("send", "check", "report", "preview", "back", "erase", "quote")


@pytest.mark.parametrize("works", [WORKS, *((work,) for work in WORKS)], ids="-".join)
def test_what_was_closed_leaves_nothing_in_memory(driver: WindowDriver, works: tuple[str, ...]) -> None:
    """All tasks and then the steps have been shown, or one task is open when the inquiry is closed."""
    driver.open_example()
    wizard = driver.wizard
    for work in works:
        driver.window.begin_task(work)
        driver.wait_until_idle()
    for section in wizard.session.form.sections if works == WORKS else ():
        wizard.show_step(section.id)
    driver.wait_until_idle()
    driver.window.go_home()
    left = weakref.ref(wizard)
    del wizard

    def is_gone() -> bool:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return left() is None

    driver.wait_until(is_gone)
