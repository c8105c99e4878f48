from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import all_backups, restore_beside
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from carreport.ui.copies.export_controller import ExportCopyController
from carreport.ui.copies.export_page import NOT_INCLUDED, ExportCopyPage
from carreport.ui.copies.import_page import SEPARATE_START, ImportCopyPage
from carreport.ui.copies.unknown_inquiry_page import UnknownInquiryPage
from carreport.ui.erase.erase_controller import EraseController
from carreport.ui.main_window import MainWindow
from carreport.ui.widgets.notice_bar import Notice


class FakePrompts(Protocol):
    """What the fixture remembers and answers; it stands in conftest.py."""

    draft: Path | None
    elsewhere: Path | None
    told: list[Notice]
    shown: list[object]


def words_on(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


@pytest.fixture
def own(form: Form) -> Path:
    """An inquiry on this computer."""
    path = drafts_folder() / "ours.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "Warm handover")
        session.write("about.place", "Linden")
    return path


Work = Callable[[DraftSession], object]


@pytest.fixture
def returned(own: Path, tmp_path: Path) -> Callable[[Work], Path]:
    """Send a copy of it to Morag, who writes in it; return the file that came back."""

    def come_back(work: Work) -> Path:
        path = tmp_path / "from Morag.carreport"
        with DraftSession.open(own, "Ailsa Kerr") as session:
            export_copy(session, path)
        with DraftSession.open(path, "Morag Reid") as other:
            work(other)
        return path

    return come_back


def page_of(window: MainWindow, qtbot: QtBot) -> ImportCopyPage:
    def found() -> list[ImportCopyPage]:
        return [each for each in window.findChildren(ImportCopyPage) if each.isVisible()]

    qtbot.waitUntil(lambda: len(found()) == 1, timeout=15_000)
    return found()[0]


def is_made(page: ExportCopyPage) -> Callable[[], bool]:
    return lambda: page.result_panel.isVisible() or page.failure_panel.isVisible()


def said(prompts: FakePrompts, words: str) -> Callable[[], bool]:
    return lambda: bool(prompts.told) and words in prompts.told[-1].text


def answer(window: MainWindow, path: str) -> object:
    assert window.inquiry.wizard is not None
    return window.inquiry.wizard.session.answers().get(path)


def test_a_copy_goes_where_the_page_says_and_can_be_shown(
    window: MainWindow, own: Path, tmp_path: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    window.open_draft(own)
    prompts.elsewhere = tmp_path / "for Morag.carreport"
    window.menus.actions["send"].trigger()
    send = window.find_task(ExportCopyController)
    assert send is not None
    page = send.page
    assert page.target.name.startswith("Warm handover, Ailsa Kerr, ")
    assert all(line in words_on(page) for line in NOT_INCLUDED)
    qtbot.mouseClick(page.other_place, Qt.MouseButton.LeftButton)
    page.make_button.setFocus()
    qtbot.keyClick(page.make_button, Qt.Key.Key_Space)
    assert not page.make_button.isEnabled()
    qtbot.waitUntil(is_made(page), timeout=10_000)
    assert page.summary_label.text() == "Copy made: 2 questions answered, no entries, no pictures."
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert prompts.shown[-1] == tmp_path
    with DraftSession.open(prompts.elsewhere, "Morag Reid") as copy:
        assert copy.answers().get("about.title") == "Warm handover"


def test_a_copy_that_cannot_be_written_is_told_on_the_page(
    window: MainWindow, own: Path, tmp_path: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    window.open_draft(own)
    window.begin_task("send")
    send = window.find_task(ExportCopyController)
    assert send is not None
    prompts.elsewhere = tmp_path / "no such folder" / "a.carreport"
    send.page.other_place.click()
    send.page.make_button.click()
    qtbot.waitUntil(is_made(send.page), timeout=10_000)
    assert send.page.failure_label.isVisible()
    assert send.page.failure_label.text().endswith("Choose another folder or disk.")
    assert not send.page.result_panel.isVisible()


def test_a_second_copy_gets_a_name_of_its_own(
    window: MainWindow, own: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.open_draft(own)
    window.begin_task("send")
    send = window.find_task(ExportCopyController)
    assert send is not None
    page = send.page
    page.set_target(tmp_path / "mine.carreport")
    page.make_button.click()
    qtbot.waitUntil(is_made(page), timeout=10_000)
    page.make_button.click()
    qtbot.waitUntil(is_made(page), timeout=10_000)
    assert page.target.name == "mine (2).carreport"
    assert {each.name for each in tmp_path.glob("mine*")} == {"mine.carreport", "mine (2).carreport"}


def test_a_copy_that_is_stopped_is_not_there(
    window: MainWindow, own: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.open_draft(own)
    window.begin_task("send")
    send = window.find_task(ExportCopyController)
    assert send is not None
    send.page.set_target(tmp_path / "mine.carreport")
    send.page.make_button.click()
    send.page.progress.cancel_button.click()
    qtbot.waitUntil(lambda: not send.page.progress.isVisible(), timeout=10_000)
    assert not send.page.result_panel.isVisible()
    assert list(tmp_path.glob("mine*")) == []


def test_whom_a_copy_is_for_is_known_when_words_are_erased(
    window: MainWindow, own: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.open_draft(own)
    window.begin_task("send")
    send = window.find_task(ExportCopyController)
    assert send is not None
    send.page.set_target(tmp_path / "mine.carreport")
    qtbot.keyClicks(send.page.recipient, "Morag Reid")
    send.page.make_button.click()
    qtbot.waitUntil(is_made(send.page), timeout=10_000)
    window.begin_task("erase")
    erase = window.find_task(EraseController)
    assert erase is not None
    qtbot.waitUntil(erase.page.isVisible)
    erase.page.people.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(erase.page.not_reached_label.lines), timeout=10_000)
    assert erase.page.not_reached_label.lines[0] == "the copy “mine”, sent to Morag Reid, today"


def test_a_file_that_a_synchronising_program_left_is_told_and_leads_to_the_summary(
    window: MainWindow, own: Path, returned: Callable[[Work], Path], prompts: FakePrompts, qtbot: QtBot
) -> None:
    left = own.with_name(f"{own.stem} (conflicted copy 2026-11-02).carreport")
    returned(lambda other: other.write("about.place", "Braeside")).replace(left)
    window.open_draft(own)
    qtbot.waitUntil(lambda: bool(prompts.told), timeout=15_000)
    notice = prompts.told[-1]
    assert notice.text.startswith(
        f"Another copy of this inquiry is in the same folder: {left.name}, changed today "
    )
    assert notice.text.endswith("by Morag Reid. It has 1 change not in this one.")
    assert answer(window, "about.place") == "Linden"
    assert notice.action is not None
    notice.action()
    assert page_of(window, qtbot).summary.text() == "From Morag Reid: 1 change to import."


def test_what_a_copy_brings_is_said_before_it_comes_in(
    window: MainWindow, returned: Callable[[Work], Path], prompts: FakePrompts, qtbot: QtBot
) -> None:
    prompts.draft = returned(lambda other: other.write("about.place", "Linden and Braeside"))
    window.start_page.import_button.click()
    page = page_of(window, qtbot)
    assert page.summary.text() == "From Morag Reid: 1 change to import."
    assert "Where is it?" in words_on(page)
    assert "changed: Linden and Braeside" in words_on(page)
    assert answer(window, "about.place") == "Linden"
    assert QApplication.focusWidget() is page.import_button


def test_a_copy_comes_in_and_one_click_undoes_it(
    window: MainWindow, returned: Callable[[Work], Path], prompts: FakePrompts, qtbot: QtBot
) -> None:
    window.open_or_inspect(returned(lambda other: other.write("about.place", "Braeside")))
    page_of(window, qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(said(prompts, "Imported"), timeout=10_000)
    assert answer(window, "about.place") == "Braeside"
    assert prompts.told[-1].text == "Imported 1 change from Morag Reid."
    assert window.menus.actions["unbring"].isEnabled()
    undo = prompts.told[-1].action
    assert prompts.told[-1].action_text == "Undo"
    assert undo is not None
    undo()
    qtbot.waitUntil(said(prompts, "has been undone"), timeout=10_000)
    assert answer(window, "about.place") == "Linden"
    assert prompts.told[-1].text == "The import of from Morag.carreport has been undone."
    assert not window.menus.actions["unbring"].isEnabled()


def test_a_copy_that_is_left_changes_nothing(
    window: MainWindow, returned: Callable[[Work], Path], qtbot: QtBot
) -> None:
    window.open_or_inspect(returned(lambda other: other.write("about.place", "Braeside")))
    page = page_of(window, qtbot)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.isVisible())
    assert answer(window, "about.place") == "Linden"


def test_an_edit_that_meets_one_of_ours_is_named(
    window: MainWindow, own: Path, returned: Callable[[Work], Path], prompts: FakePrompts, qtbot: QtBot
) -> None:
    path = returned(lambda other: other.write("about.place", "Braeside"))
    window.open_draft(own)
    assert window.inquiry.wizard is not None
    window.inquiry.wizard.session.write("about.place", "Harbour Street")
    window.open_or_inspect(path)
    page = page_of(window, qtbot)
    assert page.summary.text() == "From Morag Reid: 1 in conflict with your edits."
    assert "Conflicts with your edit (1)" in words_on(page)
    page.import_button.click()
    qtbot.waitUntil(said(prompts, "Imported"), timeout=10_000)
    assert "1 answer now has two versions." in prompts.told[-1].text


def test_a_copy_with_nothing_new_says_so(
    window: MainWindow, returned: Callable[[Work], Path], qtbot: QtBot
) -> None:
    window.open_or_inspect(returned(lambda _other: None))
    page = page_of(window, qtbot)
    assert "nothing new" in page.summary.text()
    assert not page.import_button.isVisible()
    assert QApplication.focusWidget() is page.cancel_button


def test_a_dropped_copy_is_looked_at_and_not_opened(
    window: MainWindow, own: Path, returned: Callable[[Work], Path], qtbot: QtBot
) -> None:
    carried = QMimeData()
    path = returned(lambda other: other.write("about.place", "Braeside"))
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            carried,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    page_of(window, qtbot)
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.session.path == own


def test_the_file_of_a_copy_can_still_be_opened_itself(
    window: MainWindow, returned: Callable[[Work], Path], qtbot: QtBot
) -> None:
    path = returned(lambda other: other.write("about.place", "Braeside"))
    window.open_or_inspect(path)
    page_of(window, qtbot).own_file_link.click()
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.session.path == path


@pytest.fixture
def separate(tmp_path: Path, form: Form) -> Path:
    path = tmp_path / "another start.carreport"
    with DraftSession.create(path, form, "Iain Moffat") as session:
        session.write("about.place", "Harbour Street")
    return path


def arrived(window: MainWindow, qtbot: QtBot) -> UnknownInquiryPage:
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), UnknownInquiryPage), timeout=15_000)
    page = window.stack.currentWidget()
    assert isinstance(page, UnknownInquiryPage)
    return page


@pytest.mark.usefixtures("own")
def test_an_inquiry_that_is_new_here_is_kept_as_one_of_its_own(
    window: MainWindow, separate: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    prompts.draft = separate
    window.menus.actions["bring"].trigger()
    arrived(window, qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.inquiry.wizard is not None
    session = window.inquiry.wizard.session
    assert session.path.parent == drafts_folder()
    assert not session.read_only
    assert answer(window, "about.place") == "Harbour Street"
    with DraftSession.open(separate, "Iain Moffat") as other:
        assert other.draft_id == session.draft_id


def test_a_separate_start_comes_in_beside_what_is_there(
    window: MainWindow, own: Path, separate: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    prompts.draft = separate
    window.start_page.import_button.click()
    arrived(window, qtbot).cards.choose(str(own))
    arrived(window, qtbot).continue_button.click()
    page = page_of(window, qtbot)
    assert page.heading.text() == "Import another inquiry"
    assert page.safety_label.text().startswith(SEPARATE_START)
    page.import_button.click()
    qtbot.waitUntil(said(prompts, "Imported"), timeout=10_000)
    assert window.inquiry.wizard is not None
    versions = window.inquiry.wizard.session.answers().versions["about.place"]
    assert {each.value for each in versions} == {"Linden", "Harbour Street"}


@pytest.mark.usefixtures("own")
def test_a_file_that_is_no_copy_gets_a_sentence(
    window: MainWindow, tmp_path: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    prompts.draft = tmp_path / "notes.carreport"
    prompts.draft.write_text("Only some words, and no draft at all.")
    window.start_page.import_button.click()
    qtbot.waitUntil(lambda: bool(prompts.told), timeout=15_000)
    assert "notes.carreport" in prompts.told[-1].text
    assert window.stack.currentWidget() is window.start_page


def test_a_copy_goes_to_the_inquiry_and_not_to_a_backup_that_lies_beside(
    window: MainWindow, own: Path, returned: Callable[[Work], Path], qtbot: QtBot
) -> None:
    path = returned(lambda other: other.write("about.place", "Braeside"))
    made = next(iter(all_backups()))
    with DraftSession.open(own, "Ailsa Kerr") as session:
        for words in ("Ring ahead", "Ask again", "Write it down"):
            session.add_item("actions.actions", values={"what": words})
    with DraftSession.open(restore_beside(made, own), "Ailsa Kerr") as beside:
        beside.write("about.title", "Written in last")
    window.open_or_inspect(path)
    page_of(window, qtbot)
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.session.path == own
