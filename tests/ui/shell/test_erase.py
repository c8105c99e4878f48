from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.draft.storage.backups import back_up, backups_of
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from carreport.ui.erase.erase_controller import EraseController
from carreport.ui.erase.erase_page import ALL, EARLIER, ERASED, PERSON, ErasePage
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow


@pytest.fixture
def own(form: Form) -> Path:
    """An inquiry in which Morag wrote the place, with a backup, and a copy that was sent."""
    path = drafts_folder() / "ours.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "Handover")
        session.seal()
        session.write("about.title", "A warm handover")
        add_receipt(session, Receipt("copy", "sent.carreport", "2026-03-04T09:00:00+00:00", "Ailsa Kerr"))
    with DraftSession.open(path, "Morag Reid") as session:
        session.write("about.place", "canary street")
        session.flush()
        back_up(path)
    return path


def erasing(window: MainWindow, path: Path, qtbot: QtBot, at: str = "") -> tuple[Wizard, ErasePage]:
    window.open_draft(path)
    window.begin_task("erase", at)
    assert window.inquiry.wizard is not None
    return window.inquiry.wizard, asked(window, qtbot)


def asked(window: MainWindow, qtbot: QtBot) -> ErasePage:
    """Wait until it is asked what is to go."""
    work = window.find_task(EraseController)
    assert work is not None

    def is_asked() -> bool:
        here = QApplication.focusWidget()
        return here is not None and work.page.isAncestorOf(here)

    qtbot.waitUntil(is_asked)
    return work.page


def outlook(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until it is known what would go."""
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=10_000)


def files_with(words: bytes, path: Path, draft_id: str) -> list[Path]:
    return [each for each in (path, *(b.path for b in backups_of(draft_id))) if words in each.read_bytes()]


def test_one_persons_words_go_by_keyboard_alone(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    wizard, page = erasing(window, own, qtbot)
    draft_id = wizard.session.draft_id
    assert len(files_with(b"canary", own, draft_id)) > 1
    keyboard = QApplication.focusWidget
    assert keyboard() is page.kinds.cards[PERSON].radio_button
    qtbot.keyClick(keyboard(), Qt.Key.Key_Tab)
    assert isinstance(keyboard(), QComboBox)
    qtbot.keyClicks(keyboard(), "Morag")
    outlook(window, qtbot)
    assert page.side_effects_label.text() == "Nothing will be left in these answers."
    while keyboard() is not page.confirmation:
        qtbot.keyClick(keyboard(), Qt.Key.Key_Tab)
    qtbot.keyClicks(keyboard(), "erase")
    qtbot.keyClick(keyboard(), Qt.Key.Key_Return)
    assert not wizard.isEnabled()
    qtbot.waitUntil(wizard.isEnabled, timeout=10_000)
    assert wizard.session.answers().get("about.place") is None
    assert files_with(b"canary", own, draft_id) == []
    qtbot.waitUntil(lambda: keyboard() is page.cancel_button)
    qtbot.keyClick(keyboard(), Qt.Key.Key_Space)
    assert wizard.pages.currentWidget() is wizard.step_page("about")
    assert wizard.step_page("about").questions["about.place"].editor.parse_value() == ""


def test_what_was_erased_cannot_come_back_by_undo(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    window.open_draft(own)
    assert window.inquiry.wizard is not None
    stack = window.inquiry.wizard.undo_stack
    window.inquiry.wizard.editor_services.add_item("actions.actions", None, {"what": "canary"})
    window.inquiry.wizard.editor_services.change_answer("about.title", "Handover")
    stack.undo_last()
    window.begin_task("erase")
    page = asked(window, qtbot)
    page.people.setCurrentIndex(page.people.findData("Morag Reid"))
    qtbot.waitUntil(page.erase_button.isVisible)
    page.confirmation.setText("erase")
    page.erase_button.click()
    assert not window.inquiry.wizard.isEnabled()
    qtbot.waitUntil(window.inquiry.wizard.isEnabled, timeout=10_000)
    assert files_with(b"canary street", own, window.inquiry.wizard.session.draft_id) == []
    assert (stack.count(), stack.canRedo()) == (0, False)


def test_what_goes_and_what_cannot_be_reached_is_said_before(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    _, page = erasing(window, own, qtbot)
    page.people.setCurrentIndex(page.people.findData("Morag Reid"))
    assert not page.erase_button.isVisible()
    outlook(window, qtbot)
    assert page.erased_label.text().startswith("1 version, here and in ")
    assert page.places.lines == ("Where is it? · 1 version",)
    assert page.not_reached_label.lines[0] == "the copy “sent”, sent, 4 March"


def test_nothing_goes_before_the_word_is_typed(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    wizard, page = erasing(window, own, qtbot)
    assert not page.erase_button.isVisible()
    page.people.setCurrentIndex(page.people.findData("Morag Reid"))
    outlook(window, qtbot)
    assert page.erase_button.isVisible()
    page.confirmation.setText("era")
    assert not page.erase_button.isEnabled()
    page.confirmation.returnPressed.emit()
    assert wizard.isEnabled()
    page.cancel_button.click()
    assert wizard.session.answers().get("about.place") == "canary street"


def test_another_choice_is_looked_ahead_of_and_the_one_before_forgotten(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    _, page = erasing(window, own, qtbot)
    page.people.setCurrentIndex(page.people.findData("Morag Reid"))
    page.people.setCurrentIndex(page.people.findData("Ailsa Kerr"))
    outlook(window, qtbot)
    assert page.erased_label.text().startswith("2 versions, here")


def test_the_history_of_an_answer_leads_to_erasing_it(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    window.open_draft(own)
    wizard = window.inquiry.wizard
    assert wizard is not None
    wizard.history_pages.show_history("about.title")
    qtbot.waitUntil(wizard.history_pages.history_page.isVisible)
    wizard.history_pages.history_page.erase_link.click()
    page = asked(window, qtbot)
    assert (page.choice.scope, page.choice.key) == (EARLIER, "about.title")
    outlook(window, qtbot)
    page.confirmation.setText("erase")
    page.erase_button.click()
    qtbot.waitUntil(wizard.isEnabled, timeout=10_000)
    assert [each.value for each in wizard.session.history("about.title") if not each.is_bare] == [
        "A warm handover"
    ]


def test_an_answer_without_earlier_versions_offers_no_erasing(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    _, page = erasing(window, own, qtbot, "about.place")
    outlook(window, qtbot)
    assert page.erased_label.text() == "This answer has no earlier versions."
    assert not page.erase_button.isVisible()
    page.kinds.choose(ALL)
    outlook(window, qtbot)
    assert page.erase_button.isVisible()


def test_an_inquiry_is_not_closed_while_words_are_being_erased(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    wizard, page = erasing(window, own, qtbot)
    page.people.setCurrentIndex(page.people.findData("Morag Reid"))
    outlook(window, qtbot)
    page.confirmation.setText("erase")
    page.erase_button.click()
    assert not window.close()
    assert not window.menus.actions["home"].isEnabled()
    qtbot.waitUntil(wizard.isEnabled, timeout=10_000)
    assert window.menus.actions["home"].isEnabled()
    qtbot.waitUntil(lambda: any(label.text() == ERASED for label in page.findChildren(QLabel)))
