from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import all_backups, restore_beside
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from carreport.ui.copies.export_page import NOT_INCLUDED
from carreport.ui.copies.identify import identify_file
from carreport.ui.copies.import_page import SEPARATE_START
from carreport.ui.copies.unknown_inquiry_page import UnknownInquiryPage
from carreport.ui.library import local_drafts
from carreport.ui.main_window import MainWindow
from carreport.ui.widgets.progress import DRAG_IT
from tests.ui.driver.drafts import COLLEAGUE, ME, STRANGER, Edit, edited_copy, make_draft
from tests.ui.driver.inquiry import visible_text
from tests.ui.driver.keyboard import click, drop_files, has_focus, press, type_text
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.tasks import EraseDriver, ExportCopyDriver, ImportCopyDriver
from tests.ui.driver.window import ShowWidget, WindowDriver


@pytest.fixture
def own(form: Form) -> Path:
    """An inquiry on this computer."""
    return make_draft(form, {"about.title": "Warm handover", "about.place": "Linden"})


Returned = Callable[[Edit], Path]


@pytest.fixture
def returned(own: Path, tmp_path: Path) -> Returned:
    """Send a copy of it to Morag, who edits it; return the file that came back."""

    def send(edit: Edit) -> Path:
        with DraftSession.open(own, ME) as session:
            return edited_copy(session, tmp_path / "from Morag.carreport", edit)

    return send


def test_a_copy_goes_where_the_page_says_and_can_be_shown(
    driver: WindowDriver, own: Path, tmp_path: Path, prompts: FakePrompts
) -> None:
    driver.open(own)
    prompts.elsewhere = tmp_path / "for Morag.carreport"
    driver.trigger("send")
    send = ExportCopyDriver(driver, at=None)
    page = send.page
    assert page.target.name.startswith("Warm handover, Ailsa Kerr, ")
    assert all(line in visible_text(page) for line in NOT_INCLUDED)
    click(page.other_place)
    page.primary_action.focus()
    press("Space")
    assert not page.primary_action.isEnabled()
    send.wait_for_result()
    assert page.summary_label.text() == "Copy made: 2 questions answered, no entries, no pictures."
    press("Space")
    assert prompts.shown[-1] == tmp_path
    with DraftSession.open(prompts.elsewhere, COLLEAGUE) as copy:
        assert copy.answers().get("about.title") == "Warm handover"


def test_a_copy_that_cannot_be_written_is_told_on_the_page(
    driver: WindowDriver, own: Path, tmp_path: Path, prompts: FakePrompts
) -> None:
    driver.open(own)
    send = ExportCopyDriver(driver)
    prompts.elsewhere = tmp_path / "no such folder" / "a.carreport"
    send.page.other_place.click()
    send.make_copy()
    assert send.page.failure_label.isVisible()
    assert send.page.failure_label.text().endswith("Choose another folder or disk.")
    assert not send.page.result_panel.isVisible()


def test_an_email_begins_beside_the_copy(driver: WindowDriver, own: Path, tmp_path: Path) -> None:
    driver.open(own)
    send = ExportCopyDriver(driver)
    send.make_copy(tmp_path / "mine.carreport")
    send.page.file_actions.email_button.click()
    path, title, _ = driver.prompts.emails[-1]
    assert (path, title) == (tmp_path / "mine.carreport", driver.wizard.sidebar.title.text())
    assert send.page.file_actions.email_note.text() == DRAG_IT


def test_a_second_copy_gets_a_name_of_its_own(driver: WindowDriver, own: Path, tmp_path: Path) -> None:
    driver.open(own)
    send = ExportCopyDriver(driver)
    send.make_copy(tmp_path / "mine.carreport")
    send.make_copy()
    assert send.page.target.name == "mine (2).carreport"
    assert {file.name for file in tmp_path.glob("mine*")} == {"mine.carreport", "mine (2).carreport"}


def test_a_copy_that_is_stopped_is_not_there(driver: WindowDriver, own: Path, tmp_path: Path) -> None:
    driver.open(own)
    send = ExportCopyDriver(driver)
    send.page.set_target(tmp_path / "mine.carreport")
    send.page.primary_action.trigger()
    send.page.progress.cancel_button.click()
    driver.wait_until(lambda: not send.page.progress.isVisible())
    assert not send.page.result_panel.isVisible()
    assert list(tmp_path.glob("mine*")) == []


def test_whom_a_copy_is_for_is_known_when_words_are_erased(
    driver: WindowDriver, own: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    driver.open(own)
    send = ExportCopyDriver(driver)
    qtbot.keyClicks(send.page.recipient, "Morag Reid")
    send.make_copy(tmp_path / "mine.carreport")
    erase = EraseDriver(driver)
    erase.page.people.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(erase.page.not_reached_label.lines), timeout=10_000)
    assert erase.page.not_reached_label.lines[0] == "the copy “mine”, sent to Morag Reid, today"


def test_what_is_typed_while_a_copy_comes_in_does_not_replace_it(
    driver: WindowDriver, own: Path, returned: Returned
) -> None:
    file = returned(lambda other: other.write("about.place", "Braeside"))
    wizard = driver.open(own)
    ImportCopyDriver(driver, file).page.primary_action.trigger()
    wizard.go_to("about.place")
    timer = driver.question("about.place").editor.findChild(QTimer)
    assert timer is not None
    timer.setInterval(60_000)
    type_text("Old ")
    driver.wait_until_idle()
    wizard.flush()
    versions = wizard.session.answers().versions["about.place"]
    assert {version.value for version in versions} == {"Braeside", "Old Linden"}


def test_a_file_that_was_left_is_told_in_every_inquiry_that_is_opened_not_only_in_the_first(
    driver: WindowDriver, window: MainWindow, own: Path, returned: Returned, prompts: FakePrompts
) -> None:
    left = own.with_name(f"{own.stem} (conflicted copy 2026-11-02).carreport")
    returned(lambda other: other.write("about.place", "Braeside")).replace(left)
    for _ in range(2):
        prompts.notices.clear()
        driver.open(own)
        driver.wait_for_notice(left.name)
        assert window.inquiry.close()


def test_a_file_that_a_synchronising_program_left_is_told_and_leads_to_the_summary(
    driver: WindowDriver, own: Path, returned: Returned, prompts: FakePrompts
) -> None:
    left = own.with_name(f"{own.stem} (conflicted copy 2026-11-02).carreport")
    returned(lambda other: other.write("about.place", "Braeside")).replace(left)
    driver.open(own)
    driver.wait_for_notice()
    notice = prompts.notice
    assert notice.text.startswith(
        f"Another copy of this inquiry is in the same folder: {left.name}, changed today "
    )
    assert notice.text.endswith("by Morag Reid. It has 1 change not in this one.")
    assert driver.answer("about.place") == "Linden"
    prompts.run_action()
    assert ImportCopyDriver(driver).page.summary.text() == "From Morag Reid: 1 change to import."


def test_what_a_copy_brings_is_said_before_it_comes_in(driver: WindowDriver, returned: Returned) -> None:
    driver.prompts.draft = returned(lambda other: other.write("about.place", "Linden and Braeside"))
    driver.window.start_page.import_button.click()
    page = ImportCopyDriver(driver).page
    assert page.summary.text() == "From Morag Reid: 1 change to import."
    assert "Where is it?" in visible_text(page)
    assert "Linden <b><u>and Braeside</u></b>" in visible_text(page)
    assert driver.answer("about.place") == "Linden"
    assert driver.primary_button.hasFocus()


def test_a_copy_comes_in_and_one_click_undoes_it(driver: WindowDriver, returned: Returned) -> None:
    ImportCopyDriver(driver, returned(lambda other: other.write("about.place", "Braeside")))
    press("Space")
    driver.wait_for_notice("Imported")
    assert driver.answer("about.place") == "Braeside"
    assert driver.notice.text == "Imported 1 change from Morag Reid."
    assert driver.window.menus.actions["unbring"].isEnabled()
    assert driver.notice.action_text == "Undo"
    driver.run_action()
    driver.wait_for_notice("has been undone")
    assert driver.answer("about.place") == "Linden"
    assert driver.notice.text == "The import of from Morag.carreport has been undone."
    assert not driver.window.menus.actions["unbring"].isEnabled()


def test_a_copy_that_is_left_changes_nothing(driver: WindowDriver, returned: Returned, qtbot: QtBot) -> None:
    page = ImportCopyDriver(driver, returned(lambda other: other.write("about.place", "Braeside"))).page
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.isVisible())
    assert driver.answer("about.place") == "Linden"


def test_an_edit_that_meets_one_of_ours_is_named(driver: WindowDriver, own: Path, returned: Returned) -> None:
    path = returned(lambda other: other.write("about.place", "Braeside"))
    driver.open(own)
    driver.session.write("about.place", "Harbour Street")
    page = ImportCopyDriver(driver, path).page
    assert page.summary.text() == "From Morag Reid: 1 in conflict with your edits."
    assert "Conflicts with your edit (1)" in visible_text(page)
    page.primary_action.trigger()
    driver.wait_for_notice("Imported")
    assert "1 answer now has two versions." in driver.notice.text


def test_a_copy_with_nothing_new_says_so(driver: WindowDriver, returned: Returned) -> None:
    page = ImportCopyDriver(driver, returned(lambda _other: None)).page
    assert "nothing new" in page.summary.text()
    assert not page.primary_action.isVisible()
    assert page.cancel_button.hasFocus()


def test_a_dropped_copy_is_looked_at_and_not_opened(
    driver: WindowDriver, window: MainWindow, own: Path, returned: Returned
) -> None:
    drop_files(window, returned(lambda other: other.write("about.place", "Braeside")))
    ImportCopyDriver(driver)
    assert driver.session.path == own


def test_the_file_of_a_copy_can_still_be_opened_itself(driver: WindowDriver, returned: Returned) -> None:
    path = returned(lambda other: other.write("about.place", "Braeside"))
    ImportCopyDriver(driver, path).page.own_file_link.click()
    assert driver.session.path == path


@pytest.fixture
def separate(tmp_path: Path, form: Form) -> Path:
    values = {"about.place": "Harbour Street"}
    return make_draft(form, values, "another start", STRANGER, folder=tmp_path)


@pytest.mark.usefixtures("own")
def test_an_inquiry_that_is_new_here_is_kept_as_one_of_its_own(driver: WindowDriver, separate: Path) -> None:
    driver.prompts.draft = separate
    driver.trigger("bring")
    driver.wait_for_page(UnknownInquiryPage)
    press("Return")
    session = driver.session
    assert session.path.parent == drafts_folder()
    assert not session.read_only
    assert driver.answer("about.place") == "Harbour Street"
    with DraftSession.open(separate, STRANGER) as other:
        assert other.draft_id == session.draft_id


def test_a_separate_start_comes_in_beside_what_is_there(
    driver: WindowDriver, window: MainWindow, own: Path, separate: Path, prompts: FakePrompts
) -> None:
    prompts.draft = separate
    window.start_page.import_button.click()
    unknown = driver.wait_for_page(UnknownInquiryPage)
    unknown.cards.choose(str(own))
    unknown.continue_button.click()
    page = ImportCopyDriver(driver).page
    assert page.heading.text() == "Import another inquiry"
    assert page.safety_label.text().startswith(SEPARATE_START)
    page.primary_action.trigger()
    driver.wait_for_notice("Imported")
    versions = driver.session.answers().versions["about.place"]
    assert {version.value for version in versions} == {"Linden", "Harbour Street"}


def test_without_another_inquiry_there_is_nothing_to_choose(on_screen: ShowWidget, tmp_path: Path) -> None:
    separate = make_draft(local_drafts.load_shipped_forms()[0], {}, "another", STRANGER, folder=tmp_path)
    page = UnknownInquiryPage()
    kept: list[bool] = []
    page.own_requested.connect(lambda: kept.append(True))
    page.show_file(identify_file(None, separate, tmp_path / "empty", None))
    on_screen(page)
    page.focus_start()
    assert not page.cards.isVisible()
    assert page.only_way_label.isVisible()
    assert has_focus(page.continue_button)
    press("Return")
    assert kept


@pytest.mark.usefixtures("own")
def test_a_file_that_is_no_copy_gets_a_sentence(driver: WindowDriver, tmp_path: Path) -> None:
    driver.prompts.draft = tmp_path / "notes.carreport"
    driver.prompts.draft.write_text("Only some words, and no draft at all.")
    driver.window.start_page.import_button.click()
    driver.wait_for_notice()
    assert "notes.carreport" in driver.notice.text
    assert driver.window.stack.currentWidget() is driver.window.start_page


def test_a_copy_goes_to_the_inquiry_and_not_to_a_backup_that_lies_beside(
    driver: WindowDriver, own: Path, returned: Returned
) -> None:
    path = returned(lambda other: other.write("about.place", "Braeside"))
    made = next(iter(all_backups()))
    with DraftSession.open(own, ME) as session:
        for words in ("Ring ahead", "Ask again", "Write it down"):
            session.add_item("actions.actions", values={"what": words})
    with DraftSession.open(restore_beside(made, own), ME) as beside:
        beside.write("about.title", "Written in last")
    ImportCopyDriver(driver, path)
    assert driver.session.path == own


def send_to(own: Path, colleagues: dict[str, str], folder: Path) -> list[Path]:
    """Send a copy to each of these people, who write a place; return the files that came back."""

    def send(name: str, place: str) -> Path:
        with DraftSession.open(own, ME) as session:
            edit: Edit = lambda other: other.write("about.place", place)  # noqa: E731 - its type
            return edited_copy(session, folder / f"from {name}.carreport", edit, name)

    return [send(name, place) for name, place in colleagues.items()]


def test_several_copies_come_in_together_and_a_bad_one_is_named(
    driver: WindowDriver, own: Path, tmp_path: Path, prompts: FakePrompts
) -> None:
    bad = tmp_path / "photo.carreport"
    bad.write_bytes(b"no inquiry at all")
    prompts.copies = [*send_to(own, {COLLEAGUE: "Linden", STRANGER: "Linden and Braeside"}, tmp_path), bad]
    driver.open(own)
    driver.trigger("bring")
    page = ImportCopyDriver(driver).page
    text = visible_text(page)
    assert "Import 2 copies" in text
    assert f"“Warm handover”, from {ME} and {STRANGER}" in text
    assert "Cannot be imported (1)" in text
    assert "photo.carreport" in text
    page.primary_action.trigger()
    driver.wait_for_notice("Imported 1 change")
    driver.trigger("unbring")
    driver.wait_for_notice("has been undone")
    assert driver.answer("about.place") == "Linden"


def test_dropped_copies_of_another_inquiry_wait_for_their_turn(
    driver: WindowDriver, own: Path, tmp_path: Path, form: Form, prompts: FakePrompts
) -> None:
    other = make_draft(form, {"about.title": "Why families come"}, "other")
    files = send_to(own, {COLLEAGUE: "Braeside"}, tmp_path)
    files += send_to(other, {STRANGER: "Harbour Street"}, tmp_path)
    driver.open(own)
    drop_files(driver.window, *files)
    ImportCopyDriver(driver).page.primary_action.trigger()
    driver.wait_for_notice("Still to import: “Why families come”")
    prompts.run_action()
    driver.wait_until(lambda: driver.session.path == other)
    ImportCopyDriver(driver).page.primary_action.trigger()
    driver.wait_for_notice("Imported 1 change from Iain Moffat")
    assert driver.answer("about.place") == "Harbour Street"


def test_what_is_new_here_is_named_by_its_title_and_its_writer(
    driver: WindowDriver, own: Path, tmp_path: Path, form: Form
) -> None:
    new = tmp_path / "a.carreport"
    with DraftSession.create(new, form, COLLEAGUE) as session:
        session.write("about.title", "Why families come")
    driver.open(own)
    driver.window.open_or_inspect(new)
    driver.wait_until(lambda: "Why families come" in visible_text(driver.window))
