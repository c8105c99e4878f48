from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLabel

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.draft.storage.backups import back_up, backups_of
from carreport.form.schema import Form
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.erase.erase_page import ALL, EARLIER, ERASED, PERSON, ErasePage
from carreport.ui.main_window import MainWindow
from tests.ui.driver.drafts import COLLEAGUE, ME, make_draft
from tests.ui.driver.keyboard import focus_widget, press, type_text
from tests.ui.driver.tasks import EraseDriver
from tests.ui.driver.window import WindowDriver


@pytest.fixture
def own(form: Form) -> Path:
    """An inquiry in which Morag wrote the place, with a backup, and a copy that was sent."""
    path = make_draft(form)
    with DraftSession.open(path, ME) as session:
        session.write("about.title", "Handover")
        session.seal()
        session.write("about.title", "A warm handover")
        add_receipt(session, Receipt("copy", "sent.carreport", "2026-03-04T09:00:00+00:00", "Ailsa Kerr"))
    with DraftSession.open(path, COLLEAGUE) as session:
        session.write("about.place", "canary street")
        session.flush()
        back_up(path)
    return path


@pytest.fixture
def erasing(own: Path, driver: WindowDriver) -> EraseDriver:
    """The page for erasing text."""
    driver.open(own)
    return EraseDriver(driver)


@pytest.fixture
def page(erasing: EraseDriver) -> ErasePage:
    return erasing.page


def files_with(words: bytes, path: Path, draft_id: str) -> list[Path]:
    return [file for file in (path, *(b.path for b in backups_of(draft_id))) if words in file.read_bytes()]


def test_one_persons_words_go_by_keyboard_alone(page: ErasePage, driver: WindowDriver, own: Path) -> None:
    wizard = driver.wizard
    draft_id = wizard.session.draft_id
    assert len(files_with(b"canary", own, draft_id)) > 1
    assert page.kinds.by_key[PERSON].hasFocus()
    press("Tab")
    assert isinstance(focus_widget(), QComboBox)
    type_text("Morag")
    driver.wait_until_idle()
    assert page.side_effects_label.text() == "Nothing will be left in these answers."
    while not page.confirmation.hasFocus():
        press("Tab")
    press("“erase”", "Return")
    assert not wizard.isEnabled()
    driver.wait_until(wizard.isEnabled)
    assert wizard.session.answers().get("about.place") is None
    assert files_with(b"canary", own, draft_id) == []
    driver.wait_until(page.cancel_button.hasFocus)
    press("Space")
    assert driver.shows_step("about")
    assert wizard.step_page("about").open_question("about.place").editor.parse_value() == ""


def test_what_was_erased_cannot_come_back_by_undo(driver: WindowDriver, own: Path) -> None:
    driver.open(own)
    stack = driver.wizard.undo_stack
    driver.wizard.editor_services.add_item("actions.actions", None, {"what": "canary"})
    driver.wizard.editor_services.change_answer("about.title", "Handover")
    stack.undo_last()
    erasing = EraseDriver(driver)
    erasing.choose_person(COLLEAGUE)
    driver.wait_until(erasing.page.primary_action.isVisible)
    erasing.erase()
    assert files_with(b"canary street", own, driver.session.draft_id) == []
    assert (stack.count(), stack.canRedo()) == (0, False)


def test_no_text_box_and_no_removed_entry_brings_back_what_was_erased(
    driver: WindowDriver, own: Path
) -> None:
    wizard = driver.open(own)
    for path in ("about.place", "end.thanks"):
        wizard.go_to(path)
        type_text("canary")
    made = wizard.editor_services.add_item("actions.actions", None, {"what": "canary"})
    wizard.go_to(f"actions.actions/{made}")
    press("Escape", "Delete")
    actions = driver.editor("actions.actions", ListEditor)
    assert [row.title for row in actions.entry_model.rows] == ["Removed: canary"]
    erasing = EraseDriver(driver)
    erasing.choose_person(ME)
    driver.wait_until(erasing.page.primary_action.isVisible)
    erasing.erase()
    assert actions.entry_model.rows == ()
    place: Any = driver.control("about.place")
    thanks: Any = driver.control("end.thanks")
    assert not place.document().isUndoAvailable()
    assert not thanks.document().isUndoAvailable()


def test_what_goes_and_what_cannot_be_reached_is_said_before(
    page: ErasePage, erasing: EraseDriver, driver: WindowDriver
) -> None:
    erasing.choose_person(COLLEAGUE)
    assert not page.primary_action.isVisible()
    driver.wait_until_idle()
    assert page.erased_label.text().startswith("1 version, here and in ")
    assert page.places.lines == ("Where is it? · 1 version",)
    assert page.not_reached_label.lines[0] == "the copy “sent”, sent, 4 March"


def test_nothing_goes_before_the_word_is_typed(
    page: ErasePage, erasing: EraseDriver, driver: WindowDriver
) -> None:
    wizard = driver.wizard
    assert not page.primary_action.isVisible()
    erasing.choose_person(COLLEAGUE)
    driver.wait_until_idle()
    assert page.primary_action.isVisible()
    page.confirmation.setText("era")
    assert not page.primary_action.isEnabled()
    page.confirmation.returnPressed.emit()
    assert wizard.isEnabled()
    page.cancel_button.click()
    assert wizard.session.answers().get("about.place") == "canary street"


def test_another_choice_is_looked_ahead_of_and_the_one_before_forgotten(
    page: ErasePage, erasing: EraseDriver, driver: WindowDriver
) -> None:
    erasing.choose_person(COLLEAGUE)
    erasing.choose_person(ME)
    driver.wait_until_idle()
    assert page.erased_label.text().startswith("2 versions, here")


def test_the_history_of_an_answer_leads_to_erasing_it(driver: WindowDriver, own: Path) -> None:
    wizard = driver.open(own)
    wizard.history_pages.show_history("about.title")
    driver.wait_until(wizard.history_pages.history_page.isVisible)
    wizard.history_pages.history_page.erase_link.click()
    erasing = EraseDriver(driver, at=None)
    assert (erasing.page.choice.scope, erasing.page.choice.key) == (EARLIER, "about.title")
    driver.wait_until_idle()
    erasing.erase()
    assert [revision.value for revision in wizard.session.history("about.title") if not revision.is_bare] == [
        "A warm handover"
    ]


def test_an_answer_without_earlier_versions_offers_no_erasing(driver: WindowDriver, own: Path) -> None:
    driver.open(own)
    page = EraseDriver(driver, "about.place").page
    driver.wait_until_idle()
    assert page.erased_label.text() == "This answer has no earlier versions."
    assert not page.primary_action.isVisible()
    page.kinds.choose(ALL)
    driver.wait_until_idle()
    assert page.primary_action.isVisible()


def test_an_inquiry_is_not_closed_while_words_are_being_erased(
    page: ErasePage, erasing: EraseDriver, driver: WindowDriver, window: MainWindow
) -> None:
    wizard = driver.wizard
    erasing.choose_person(COLLEAGUE)
    driver.wait_until_idle()
    erasing.begin_erasing()
    assert not window.close()
    assert not window.menus.actions["home"].isEnabled()
    driver.wait_until(wizard.isEnabled)
    assert window.menus.actions["home"].isEnabled()
    driver.wait_until(lambda: any(label.text() == ERASED for label in page.findChildren(QLabel)))
