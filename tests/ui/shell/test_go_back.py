from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_folder, backups_of
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from carreport.ui.copies.import_page import ImportCopyPage
from carreport.ui.history.restore_page import COMPARING, NO_CHANGES, OPENING_KEY, RestorePage
from carreport.ui.inquiry.status_bar import READ_ONLY, READY
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.recovery.damage_page import DamagePage
from carreport.ui.recovery.lost_page import LostFilePage
from carreport.ui.widgets.notice_bar import Notice


class FakePrompts(Protocol):
    """What the fixture remembers and answers; it stands in conftest.py."""

    elsewhere: Path | None
    told: list[Notice]
    shown: list[object]


def words_on(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


@pytest.fixture
def own(form: Form) -> Path:
    """An inquiry with one backup, made when its title was shorter."""
    path = drafts_folder() / "ours.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "Handover")
        session.seal()
        session.flush()
        made = back_up(path)
        assert made is not None
        session.write("about.title", "A cold handover")
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    made.path.rename(made.path.with_name(f"{an_hour_ago:%Y-%m-%dT%H-%M-%S}Z.carreport"))
    return path


def open_in(window: MainWindow, path: Path) -> Wizard:
    window.open_draft(path)
    assert window.inquiry.wizard is not None
    return window.inquiry.wizard


def go_back_page(window: MainWindow, wizard: Wizard, command: str, qtbot: QtBot) -> RestorePage:
    window.menus.actions[command].trigger()
    qtbot.waitUntil(lambda: isinstance(wizard.pages.currentWidget(), RestorePage), timeout=10_000)
    page = wizard.pages.currentWidget()
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(lambda: page.changes.text() != COMPARING)
    return page


def test_what_was_written_in_this_session_can_be_taken_back(
    window: MainWindow, own: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    wizard = open_in(window, own)
    wizard.session.write("about.title", "Something hasty")
    page = go_back_page(window, wizard, "opened", qtbot)
    assert page.moment_choices.key == OPENING_KEY
    assert page.changes.text() == "•  What is it called? · changed back"
    page.restore_button.setFocus()
    qtbot.keyClick(page.restore_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: said(prompts, "Restored to"), timeout=10_000)
    assert wizard.session.answers().get("about.title") == "A cold handover"
    assert wizard.pages.currentWidget() is wizard.step_page("about")
    assert prompts.told[-1].text == "Restored to how it was when you opened it. 1 change made."
    undo = prompts.told[-1].action
    assert undo is not None
    undo()
    qtbot.waitUntil(lambda: said(prompts, "has been undone"), timeout=10_000)
    assert wizard.session.answers().get("about.title") == "Something hasty"


def test_where_nothing_would_be_different_there_is_nothing_to_press(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    wizard = open_in(window, own)
    page = go_back_page(window, wizard, "opened", qtbot)
    assert page.changes.text() == NO_CHANGES
    assert not page.restore_button.isEnabled()


def test_backups_are_listed_with_what_they_hold(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    wizard = open_in(window, own)
    page = go_back_page(window, wizard, "backups", qtbot)
    last = list(page.moment_choices.cards.values())[-1].radio_button
    assert last.accessibleName().startswith("Backup from ")
    assert last.accessibleDescription().startswith("1 of 3 steps started")
    assert QApplication.focusWidget() is page.moment_choices.cards[page.moment_choices.key].radio_button


def choose_oldest(page: RestorePage, qtbot: QtBot) -> None:
    page.moment_choices.choose(list(page.moment_choices.cards)[-1])
    qtbot.waitUntil(lambda: page.changes.text() != COMPARING)


def said(prompts: FakePrompts, words: str) -> bool:
    return bool(prompts.told) and words in prompts.told[-1].text


def test_what_a_backup_holds_and_the_inquiry_has_is_not_brought_in_again(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    wizard = open_in(window, own)
    page = go_back_page(window, wizard, "backups", qtbot)
    choose_oldest(page, qtbot)
    page.import_missing_button.click()
    qtbot.waitUntil(lambda: isinstance(wizard.pages.currentWidget(), ImportCopyPage), timeout=15_000)
    bring = wizard.pages.currentWidget()
    assert isinstance(bring, ImportCopyPage)
    assert "nothing new" in bring.summary.text()
    assert bring.safety_label.text().startswith("Backup from ")
    assert not bring.own_file_link.isVisible()


def test_a_backup_is_put_beside_and_never_over_the_present(
    window: MainWindow, own: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    wizard = open_in(window, own)
    page = go_back_page(window, wizard, "backups", qtbot)
    choose_oldest(page, qtbot)
    page.save_separately_button.click()
    qtbot.waitUntil(lambda: said(prompts, "Saved next to the inquiry"), timeout=10_000)
    (beside,) = [each for each in own.parent.glob("*.carreport") if each != own]
    with DraftSession.open(beside, "Ailsa Kerr") as restored:
        assert restored.answers().get("about.title") == "Handover"
    assert wizard.session.answers().get("about.title") == "A cold handover"


def test_a_backup_that_fails_is_told(
    window: MainWindow, own: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    with DraftSession.open(own, "Ailsa Kerr") as session:
        folder = backups_folder(session.draft_id)
    for each in folder.iterdir():
        each.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    open_in(window, own)
    qtbot.waitUntil(lambda: any("backup of ours.carreport failed" in each.text for each in prompts.told))


def changed(path: Path, old: bytes, new: bytes) -> None:
    """Let a disk change some bytes of a file."""
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new))


def test_a_damaged_inquiry_says_which_answers_and_is_recovered_into_a_new_file(
    window: MainWindow, own: Path, tmp_path: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    changed(own, b'"A cold handover"', b'"A gold handover"')
    wizard = open_in(window, own)
    assert wizard.session.read_only
    qtbot.waitUntil(lambda: prompts.told[-1].action_text == "See what is damaged", timeout=10_000)
    look = prompts.told[-1].action
    assert look is not None
    look()
    page = window.stack.currentWidget()
    assert isinstance(page, DamagePage)
    assert "What is it called?" in words_on(page)
    assert "Last undamaged version: You, today" in words_on(page)
    assert "Handover" in words_on(page)
    prompts.elsewhere = tmp_path / "recovered.carreport"
    before = own.read_bytes()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Recovered" in prompts.told[-1].text, timeout=10_000)
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.session.path == prompts.elsewhere
    assert window.inquiry.wizard.session.answers().get("about.title") == "Handover"
    assert own.read_bytes() == before


def test_a_file_that_does_not_open_is_looked_into(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    with DraftSession.open(own, "Ailsa Kerr") as session:
        for number in range(60):
            session.add_item("actions.actions", values={"what": f"Ring the office {number} times"})
        newest = backups_of(session.draft_id)
    assert newest
    raw = own.read_bytes()
    own.write_bytes(raw[: len(raw) * 4 // 5])
    window.open_draft(own)
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), DamagePage), timeout=10_000)
    page = window.stack.currentWidget()
    assert isinstance(page, DamagePage)
    assert page.summary_label.text().startswith("carreport can recover")
    qtbot.keyClick(page.back_link, Qt.Key.Key_Space)
    assert window.stack.currentWidget() is window.start_page


@pytest.mark.parametrize("left", [b"", b"SQLite format 3\0" + bytes(4000)])
def test_where_nothing_can_be_read_the_newest_backup_is_brought_back(
    window: MainWindow, own: Path, qtbot: QtBot, left: bytes
) -> None:
    window.open_draft(own)
    window.go_home()
    own.write_bytes(left)
    window.open_draft(own)
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), LostFilePage), timeout=10_000)
    page = window.stack.currentWidget()
    assert isinstance(page, LostFilePage)
    assert page.heading.text() == "ours.carreport does not open"
    newest = QApplication.focusWidget()
    assert newest is page.backup_choices.cards[page.backup_choices.key].radio_button
    assert newest.accessibleName().startswith("A cold handover · today ")
    page.restore_button.click()
    qtbot.waitUntil(lambda: window.inquiry.wizard is not None, timeout=10_000)
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.session.answers().get("about.title") == "A cold handover"
    assert own.read_bytes() == left


def test_an_inquiry_that_is_gone_comes_back_from_its_backup_under_its_own_name(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    window.open_draft(own)
    window.go_home()
    own.unlink()
    window.open_draft(own)
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), LostFilePage), timeout=10_000)
    page = window.stack.currentWidget()
    assert isinstance(page, LostFilePage)
    page.restore_button.click()
    qtbot.waitUntil(lambda: window.inquiry.wizard is not None, timeout=10_000)
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.session.path == own


def test_a_second_window_says_who_has_it_and_can_save_it_elsewhere(
    window: MainWindow, own: Path, tmp_path: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    with DraftSession.open(own, "Morag Reid"):
        wizard = open_in(window, own)
        assert "Morag Reid" in prompts.told[-1].text
        assert wizard.status_bar.saved_label.text() == READ_ONLY
        assert wizard.status_bar.elsewhere_link.isVisible()
        prompts.elsewhere = tmp_path / "mine.carreport"
        wizard.status_bar.elsewhere_link.click()
        qtbot.waitUntil(wizard.isEnabled, timeout=10_000)
    assert not wizard.session.read_only
    assert wizard.status_bar.saved_label.text() == READY
    assert not wizard.status_bar.elsewhere_link.isVisible()
    assert not wizard.step_page("about").questions["about.title"].editor.read_only


Happens = Callable[[Path], object]


def moved(path: Path) -> None:
    path.rename(path.with_name("moved.carreport"))


def replaced(path: Path) -> None:
    fresh = path.with_name("fresh.tmp")
    fresh.write_bytes(path.read_bytes())
    fresh.replace(path)


@pytest.mark.parametrize("happens", [moved, replaced, Path.unlink])
@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved there")
def test_a_file_that_goes_away_is_told_at_the_foot_and_saved_elsewhere(
    window: MainWindow, own: Path, prompts: FakePrompts, qtbot: QtBot, happens: Happens
) -> None:
    wizard = open_in(window, own)
    happens(own)
    wizard.session.write("about.place", "Linden")
    wizard.session.seal()
    qtbot.waitUntil(wizard.status_bar.elsewhere_link.isVisible, timeout=10_000)
    assert "Saved" not in wizard.status_bar.saved_label.text()
    prompts.elsewhere = own.with_name("mine.carreport")
    wizard.status_bar.elsewhere_link.click()
    qtbot.waitUntil(wizard.isEnabled, timeout=10_000)
    assert wizard.session.path == prompts.elsewhere
    wizard.session.write("about.place", "Linden and Braeside")
    wizard.session.flush()
    with DraftSession.open(prompts.elsewhere, "Iain Moffat", read_only=True) as again:
        assert again.answers().get("about.place") == "Linden and Braeside"


def test_the_answers_say_again_what_a_backup_holds(
    window: MainWindow, own: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    wizard = open_in(window, own)
    page = go_back_page(window, wizard, "backups", qtbot)
    choose_oldest(page, qtbot)
    assert page.changes.text() == "•  What is it called? · changed back"
    page.restore_button.click()
    qtbot.waitUntil(lambda: said(prompts, "Restored to"), timeout=10_000)
    assert wizard.session.answers().get("about.title") == "Handover"
    assert "A cold handover" in {each.value for each in wizard.session.history("about.title")}


def test_going_back_takes_out_what_others_had_written_before_but_came_in_since(
    window: MainWindow, own: Path, tmp_path: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    with DraftSession.open(own, "Ailsa Kerr") as session:
        export_copy(session, tmp_path / "back.carreport")
    with DraftSession.open(tmp_path / "back.carreport", "Morag Reid") as other:
        other.write("about.place", "Linden")
    wizard = open_in(window, own)
    merge_and_save(wizard.session, preview_merge(wizard.session, tmp_path / "back.carreport"))
    page = go_back_page(window, wizard, "opened", qtbot)
    assert page.changes.text() == "•  Where is it? · removed"
    page.restore_button.click()
    qtbot.waitUntil(lambda: said(prompts, "Restored to"), timeout=10_000)
    assert wizard.session.answers().get("about.place") is None
    assert "Linden" in {each.value for each in wizard.session.history("about.place")}


def test_a_backup_that_does_not_open_any_more_says_so(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    wizard = open_in(window, own)
    for backup in backups_of(wizard.session.draft_id):
        backup.path.write_bytes(b"no draft at all")
    page = go_back_page(window, wizard, "backups", qtbot)
    choose_oldest(page, qtbot)
    assert not page.restore_button.isEnabled()
    assert not page.import_missing_button.isVisible()
    assert page.changes.text()


def test_going_back_can_be_stopped_before_it_is_written_down(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    wizard = open_in(window, own)
    wizard.session.write("about.title", "Something hasty")
    page = go_back_page(window, wizard, "opened", qtbot)
    page.restore_button.click()
    assert page.progress.isVisible()
    page.progress.cancel_button.click()
    qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=10_000)
    assert page.restore_button.isEnabled()
    assert wizard.session.answers().get("about.title") == "Something hasty"
