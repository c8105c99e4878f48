from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QRadioButton

from carreport.errors import DraftSaveError
from carreport.form.schema import Form
from carreport.ui.inquiry.wizard import Wizard
from tests.ui.driver.inquiry import InquiryDriver
from tests.ui.driver.keyboard import focus_name, type_text
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import WindowDriver

ACTIONS = "actions.actions"


def test_an_entry_that_was_added_goes_by_undo_and_comes_back_by_redo(
    inquiry: InquiryDriver, wizard: Wizard
) -> None:
    wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    wizard.undo()
    assert (inquiry.item_values(ACTIONS, "what"), wizard.current_section) == ([], "actions")
    wizard.redo()
    assert inquiry.item_values(ACTIONS, "what") == ["Meet"]


def test_an_answer_that_was_chosen_is_undone_step_by_step(wizard: Wizard) -> None:
    yes, no = wizard.step_page("about").findChildren(QRadioButton)
    yes.click()
    no.click()
    assert len(wizard.session.history("about.online")) == 1
    wizard.undo()
    assert (wizard.session.answers().get("about.online"), yes.isChecked()) == (True, True)
    wizard.undo()
    assert wizard.session.answers().get("about.online") is None


def test_what_is_typed_in_a_text_box_is_left_to_the_box(inquiry: InquiryDriver, wizard: Wizard) -> None:
    inquiry.type_answer("about.title", "word")
    assert wizard.session.answers().get("about.title") == "word"
    assert not wizard.undo_stack.canUndo()


def test_what_is_typed_in_a_cell_is_one_change_until_the_cell_is_left(wizard: Wizard) -> None:
    path = "about.place"
    for words in ("S", "School", "School A"):
        wizard.editor_services.change_answer(path, words, is_typed=True)
    assert wizard.undo_stack.count() == 1
    wizard.step_page("about").answer_finished.emit(path)
    wizard.editor_services.change_answer(path, "School B", is_typed=True)
    wizard.undo()
    assert wizard.session.answers().get(path) == "School A"
    wizard.undo()
    assert wizard.session.answers().get(path) is None


def test_what_is_typed_after_an_undo_is_a_change_of_its_own(wizard: Wizard) -> None:
    path = "about.place"
    for words in ("A", "B"):
        wizard.editor_services.change_answer(path, words, is_typed=True)
        wizard.step_page("about").answer_finished.emit(path)
    wizard.undo()
    wizard.editor_services.change_answer(path, "C", is_typed=True)
    wizard.undo()
    assert wizard.session.answers().get(path) == "A"


def test_one_of_several_removed_entries_is_restored_alone(inquiry: InquiryDriver, wizard: Wizard) -> None:
    services = wizard.editor_services
    made = services.add_items(ACTIONS, [{"what": "Meet"}, {"what": "Write"}])
    services.move_item(f"{ACTIONS}/{made[1]}", None)
    services.remove_items(ACTIONS, made)
    services.restore_item(f"{ACTIONS}/{made[0]}")
    assert inquiry.item_values(ACTIONS, "what") == ["Meet"]


def test_what_was_pasted_is_undone_and_redone_in_one_go(inquiry: InquiryDriver, wizard: Wizard) -> None:
    signals: list[object] = []
    with wizard.editor_services.as_one_change("Paste"):
        for words in ("Meet", "Write", "Call"):
            wizard.editor_services.add_item(ACTIONS, None, {"what": words})
    wizard.session_signals.answers_changed.connect(lambda paths, _source: signals.append(paths))
    wizard.undo()
    assert (len(signals), inquiry.item_values(ACTIONS, "what")) == (1, [])
    wizard.redo()
    assert (len(signals), inquiry.item_values(ACTIONS, "what")) == (2, ["Meet", "Write", "Call"])


def test_the_keyboard_is_back_in_the_question_after_work_that_had_the_inquiry_to_itself(
    wizard: Wizard,
) -> None:
    wizard.go_to("about.place")
    wizard.lock()
    assert QApplication.focusWidget() is None
    wizard.unlock()
    assert focus_name() == "about.place"


def test_typing_that_is_taken_out_again_is_no_change(wizard: Wizard) -> None:
    for words in ("S", None):
        wizard.editor_services.change_answer("about.place", words, is_typed=True)
    assert not wizard.undo_stack.canUndo()


def test_what_is_typed_in_a_new_entry_belongs_to_its_addition(inquiry: InquiryDriver, wizard: Wizard) -> None:
    made = wizard.editor_services.add_item(ACTIONS, None, {"what": "M"})
    wizard.editor_services.change_answer(f"{ACTIONS}/{made}/what", "Meet", is_typed=True)
    wizard.undo()
    assert inquiry.item_values(ACTIONS, "what") == []
    wizard.redo()
    assert inquiry.item_values(ACTIONS, "what") == ["Meet"]


def test_several_changes_made_as_one_are_undone_as_one(inquiry: InquiryDriver, wizard: Wizard) -> None:
    with wizard.editor_services.as_one_change("Paste"):
        made = wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
        wizard.editor_services.change_item(f"{ACTIONS}/{made}", {"what": "Meet the schools"})
    wizard.undo()
    assert (inquiry.item_values(ACTIONS, "what"), wizard.undo_stack.redoText()) == ([], "Paste")
    wizard.redo()
    assert inquiry.item_values(ACTIONS, "what") == ["Meet the schools"]


def test_a_change_that_cannot_be_saved_is_not_offered_for_undo(wizard: Wizard) -> None:
    wizard.session.shared_file.read_only = True
    with pytest.raises(DraftSaveError):
        wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    assert not wizard.undo_stack.canUndo()


def test_an_undo_that_cannot_be_saved_says_why_and_is_offered_no_more(
    inquiry: InquiryDriver, wizard: Wizard, prompts: FakePrompts
) -> None:
    wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    wizard.session.shared_file.read_only = True
    wizard.undo()
    assert (inquiry.item_values(ACTIONS, "what"), wizard.undo_stack.count()) == (["Meet"], 0)
    assert prompts.notice.is_problem


def test_nothing_is_undone_while_work_has_the_inquiry_to_itself(
    inquiry: InquiryDriver, wizard: Wizard
) -> None:
    wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    wizard.lock()
    wizard.undo()
    wizard.unlock()
    assert inquiry.item_values(ACTIONS, "what") == ["Meet"]


def test_the_edit_menu_says_what_undo_and_redo_would_do(driver: WindowDriver, form: Form) -> None:
    driver.window.create_inquiry(form)
    assert driver.undo_texts() == [("Undo", False), ("Redo", False)]
    driver.wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    assert driver.undo_texts() == [("Undo Add action", True), ("Redo", False)]
    type_text("word")
    assert driver.undo_texts() == [("Undo Typing", True), ("Redo", False)]
    driver.wizard.undo()
    assert driver.undo_texts()[1] == ("Redo Add action", True)


def test_undo_and_redo_are_enabled_again_once_the_menu_is_closed(driver: WindowDriver, form: Form) -> None:
    driver.window.create_inquiry(form)
    assert driver.undo_texts() == [("Undo", False), ("Redo", False)]
    assert all(driver.window.menus.actions[name].isEnabled() for name in ("undo", "redo"))
