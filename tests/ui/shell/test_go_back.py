from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_folder, backups_of
from carreport.form.schema import Form
from carreport.ui.history.restore_page import NO_CHANGES, OPENING_KEY, RestorePage
from carreport.ui.inquiry.status_bar import READ_ONLY, READY
from carreport.ui.main_window import MainWindow
from carreport.ui.recovery.damage_page import DamagePage
from carreport.ui.recovery.lost_page import LostFilePage
from carreport.ui.widgets.diff_label import DiffLabel
from tests.ui.driver.drafts import COLLEAGUE, ME, STRANGER, edited_copy, import_copy, make_draft
from tests.ui.driver.inquiry import visible_text
from tests.ui.driver.keyboard import press
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.tasks import ImportCopyDriver, RestoreDriver
from tests.ui.driver.window import WindowDriver


@pytest.fixture
def own(form: Form) -> Path:
    """An inquiry with one backup, made when its title was shorter."""
    path = make_draft(form)
    with DraftSession.open(path, ME) as session:
        session.write("about.title", "Handover")
        session.seal()
        session.flush()
        made = back_up(path)
        assert made is not None
        session.write("about.title", "A cold handover")
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    made.path.rename(made.path.with_name(f"{an_hour_ago:%Y-%m-%dT%H-%M-%S}Z.carreport"))
    return path


def changes(page: RestorePage) -> list[str]:
    """What the page says would change, without the differences."""
    return [line.title for group in page.change_list.groups for line in group.lines]


def test_what_a_restore_would_change_is_shown_word_by_word(driver: WindowDriver, own: Path) -> None:
    wizard = driver.open(own)
    wizard.session.write("about.title", "A warm handover")
    page = RestoreDriver(driver, "opened").page
    (label,) = page.change_list.findChildren(DiffLabel)
    assert label.accessibleName() == "A (removed: warm) (added: cold) handover"


def test_what_was_written_in_this_session_can_be_taken_back(driver: WindowDriver, own: Path) -> None:
    wizard = driver.open(own)
    wizard.session.write("about.title", "Something hasty")
    page = RestoreDriver(driver, "opened").page
    assert page.moment_choices.key == OPENING_KEY
    assert changes(page) == ["What is it called? · changed back"]
    page.primary_action.focus()
    press("Space")
    driver.wait_for_notice("Restored to")
    assert wizard.session.answers().get("about.title") == "A cold handover"
    assert wizard.pages.currentWidget() is wizard.step_page("about")
    assert driver.notice.text == "Restored to how it was when you opened it. 1 change made."
    driver.run_action()
    driver.wait_for_notice("has been undone")
    assert wizard.session.answers().get("about.title") == "Something hasty"


def test_a_restore_that_is_cancelled_at_its_last_step_changes_nothing(
    driver: WindowDriver, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = driver.open(own)
    wizard.session.write("about.title", "Something hasty")
    page = RestoreDriver(driver, "opened").page

    def cancel_at_end(share: float, _text: str) -> None:
        if share == 0.9:
            page.progress.cancel_button.click()

    monkeypatch.setattr(page, "show_progress", cancel_at_end)
    page.primary_action.trigger()
    driver.wait_until_idle()
    assert wizard.session.answers().get("about.title") == "Something hasty"


def test_where_nothing_would_be_different_there_is_nothing_to_press(driver: WindowDriver, own: Path) -> None:
    driver.open(own)
    page = RestoreDriver(driver, "opened").page
    assert page.changes.text() == NO_CHANGES
    assert not page.primary_action.isEnabled()


def test_backups_are_listed_with_what_they_hold(driver: WindowDriver, own: Path) -> None:
    driver.open(own)
    page = RestoreDriver(driver, "backups").page
    last = list(page.moment_choices.by_key.values())[-1]
    assert last.accessibleName().startswith("Backup from ")
    assert last.accessibleDescription().startswith("1 of 3 steps started")
    assert page.moment_choices.by_key[page.moment_choices.key].hasFocus()


def test_what_a_backup_holds_and_the_inquiry_has_is_not_brought_in_again(
    driver: WindowDriver, own: Path
) -> None:
    driver.open(own)
    restore = RestoreDriver(driver, "backups")
    restore.choose_oldest()
    page = restore.page
    page.import_missing_button.click()
    merge_page = ImportCopyDriver(driver).page
    assert "nothing new" in merge_page.summary.text()
    assert merge_page.safety_label.text().startswith("Backup from ")
    assert not merge_page.own_file_link.isVisible()


def test_a_backup_is_put_beside_and_never_over_the_present(driver: WindowDriver, own: Path) -> None:
    wizard = driver.open(own)
    restore = RestoreDriver(driver, "backups")
    restore.choose_oldest()
    page = restore.page
    page.save_separately_button.click()
    driver.wait_for_notice("Saved next to the inquiry")
    (beside,) = [file for file in own.parent.glob("*.carreport") if file != own]
    with DraftSession.open(beside, ME) as restored:
        assert restored.answers().get("about.title") == "Handover"
    assert wizard.session.answers().get("about.title") == "A cold handover"


def test_a_backup_that_fails_is_told(driver: WindowDriver, own: Path) -> None:
    with DraftSession.open(own, ME) as session:
        folder = backups_folder(session.draft_id)
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    driver.open(own)
    driver.wait_for_any_notice("backup of ours.carreport failed")


def change_bytes(path: Path, old: bytes, new: bytes) -> None:
    """Let a disk change some bytes of a file."""
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new))


def test_a_damaged_inquiry_says_which_answers_and_is_recovered_into_a_new_file(
    driver: WindowDriver, own: Path, tmp_path: Path, prompts: FakePrompts
) -> None:
    change_bytes(own, b'"A cold handover"', b'"A gold handover"')
    wizard = driver.open(own)
    assert wizard.session.read_only
    driver.wait_until(lambda: prompts.notice.action_text == "See what is damaged")
    prompts.run_action()
    page = driver.wait_for_page(DamagePage)
    assert "What is it called?" in visible_text(page)
    assert "Last undamaged version: You, today" in visible_text(page)
    assert "Handover" in visible_text(page)
    prompts.elsewhere = tmp_path / "recovered.carreport"
    before = own.read_bytes()
    press("Space")
    driver.wait_until(lambda: "Recovered" in prompts.notice.text)
    assert driver.session.path == prompts.elsewhere
    assert driver.answer("about.title") == "Handover"
    assert own.read_bytes() == before


def test_a_file_that_does_not_open_is_looked_into(driver: WindowDriver, own: Path, qtbot: QtBot) -> None:
    with DraftSession.open(own, ME) as session:
        for number in range(60):
            session.add_item("actions.actions", values={"what": f"Ring the office {number} times"})
        newest = backups_of(session.draft_id)
    assert newest
    raw = own.read_bytes()
    own.write_bytes(raw[: len(raw) * 4 // 5])
    driver.window.open_draft(own)
    page = driver.wait_for_page(DamagePage)
    assert page.summary_label.text().startswith("carreport can recover")
    qtbot.keyClick(page.back_link, Qt.Key.Key_Space)
    assert driver.window.stack.currentWidget() is driver.window.start_page


@pytest.mark.parametrize("left", [b"", b"SQLite format 3\0" + bytes(4000)])
def test_where_nothing_can_be_read_the_newest_backup_is_brought_back(
    driver: WindowDriver, window: MainWindow, own: Path, left: bytes
) -> None:
    window.open_draft(own)
    window.go_home()
    own.write_bytes(left)
    window.open_draft(own)
    page = driver.wait_for_page(LostFilePage)
    assert page.heading.text() == "ours.carreport does not open"
    newest = QApplication.focusWidget()
    assert newest is page.backup_choices.by_key[page.backup_choices.key]
    assert newest.accessibleName().startswith("A cold handover · today ")
    page.restore_button.click()
    driver.wait_until_open()
    assert driver.answer("about.title") == "A cold handover"
    assert own.read_bytes() == left


def test_an_inquiry_that_is_gone_comes_back_from_its_backup_under_its_own_name(
    driver: WindowDriver, window: MainWindow, own: Path
) -> None:
    window.open_draft(own)
    window.go_home()
    own.unlink()
    window.open_draft(own)
    page = driver.wait_for_page(LostFilePage)
    page.restore_button.click()
    driver.wait_until_open()
    assert driver.session.path == own


def test_a_second_window_says_who_has_it_and_can_save_it_elsewhere(
    driver: WindowDriver, own: Path, tmp_path: Path, prompts: FakePrompts
) -> None:
    with DraftSession.open(own, COLLEAGUE):
        wizard = driver.open(own)
        assert "Morag Reid" in prompts.notice.text
        assert wizard.status_bar.saved_label.text() == READ_ONLY
        assert wizard.status_bar.elsewhere_link.isVisible()
        prompts.elsewhere = tmp_path / "mine.carreport"
        wizard.status_bar.elsewhere_link.click()
        driver.wait_until(wizard.isEnabled)
    assert not wizard.session.read_only
    assert wizard.status_bar.saved_label.text() == READY
    assert not wizard.status_bar.elsewhere_link.isVisible()
    assert not wizard.step_page("about").open_question("about.title").editor.read_only


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
    driver: WindowDriver, own: Path, prompts: FakePrompts, happens: Happens
) -> None:
    wizard = driver.open(own)
    happens(own)
    wizard.session.write("about.place", "Linden")
    wizard.session.seal()
    driver.wait_until(wizard.status_bar.elsewhere_link.isVisible)
    assert "Saved" not in wizard.status_bar.saved_label.text()
    prompts.elsewhere = own.with_name("mine.carreport")
    wizard.status_bar.elsewhere_link.click()
    driver.wait_until(wizard.isEnabled)
    assert wizard.session.path == prompts.elsewhere
    wizard.session.write("about.place", "Linden and Braeside")
    wizard.session.flush()
    with DraftSession.open(prompts.elsewhere, STRANGER, read_only=True) as again:
        assert again.answers().get("about.place") == "Linden and Braeside"


def test_the_answers_say_again_what_a_backup_holds(driver: WindowDriver, own: Path) -> None:
    wizard = driver.open(own)
    restore = RestoreDriver(driver, "backups")
    restore.choose_oldest()
    page = restore.page
    assert changes(page) == ["What is it called? · changed back"]
    page.primary_action.trigger()
    driver.wait_for_notice("Restored to")
    assert wizard.session.answers().get("about.title") == "Handover"
    assert "A cold handover" in {revision.value for revision in wizard.session.history("about.title")}


def test_going_back_takes_out_what_others_had_written_before_but_came_in_since(
    driver: WindowDriver, own: Path, tmp_path: Path
) -> None:
    with DraftSession.open(own, ME) as session:
        copy = edited_copy(
            session, tmp_path / "back.carreport", lambda other: other.write("about.place", "Linden")
        )
    wizard = driver.open(own)
    import_copy(wizard.session, copy)
    page = RestoreDriver(driver, "opened").page
    assert changes(page) == ["Where is it? · removed"]
    page.primary_action.trigger()
    driver.wait_for_notice("Restored to")
    assert wizard.session.answers().get("about.place") is None
    assert "Linden" in {revision.value for revision in wizard.session.history("about.place")}


def test_a_backup_that_does_not_open_any_more_says_so(driver: WindowDriver, own: Path) -> None:
    wizard = driver.open(own)
    for backup in backups_of(wizard.session.draft_id):
        backup.path.write_bytes(b"no draft at all")
    restore = RestoreDriver(driver, "backups")
    restore.choose_oldest()
    page = restore.page
    assert not page.primary_action.isEnabled()
    assert not page.import_missing_button.isVisible()
    assert page.changes.text()


def test_going_back_can_be_stopped_before_it_is_written_down(driver: WindowDriver, own: Path) -> None:
    wizard = driver.open(own)
    wizard.session.write("about.title", "Something hasty")
    page = RestoreDriver(driver, "opened").page
    page.primary_action.trigger()
    assert page.progress.isVisible()
    page.progress.cancel_button.click()
    driver.wait_until(lambda: not page.progress.isVisible())
    assert page.primary_action.isEnabled()
    assert wizard.session.answers().get("about.title") == "Something hasty"
