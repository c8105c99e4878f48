from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QRadioButton
from pytestqt.qtbot import QtBot

from carreport.errors import DraftSaveError
from carreport.form.schema import Form
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from tests.ui.shell.conftest import FakePrompts

ACTIONS = "actions.actions"


def actions(wizard: Wizard) -> list[object]:
    return [item.get("what") for item in wizard.session.answers().items(ACTIONS)]


def menu_texts(window: MainWindow) -> list[tuple[str, bool]]:
    """Return what the Edit menu says while it is shown."""
    undo, redo = window.menus.actions["undo"], window.menus.actions["redo"]
    menu = next(menu for menu in window.findChildren(QMenu) if undo in menu.actions())
    menu.aboutToShow.emit()
    texts = [(action.text().replace("&", ""), action.isEnabled()) for action in (undo, redo)]
    menu.aboutToHide.emit()
    assert undo.isEnabled()
    assert redo.isEnabled()
    return texts


def test_an_entry_that_was_added_goes_by_undo_and_comes_back_by_redo(wizard: Wizard) -> None:
    wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    wizard.undo()
    assert (actions(wizard), wizard.current_section) == ([], "actions")
    wizard.redo()
    assert actions(wizard) == ["Meet"]


def test_an_answer_that_was_chosen_is_undone_step_by_step(wizard: Wizard) -> None:
    yes, no = wizard.step_page("about").findChildren(QRadioButton)
    yes.click()
    no.click()
    assert len(wizard.session.history("about.online")) == 1
    wizard.undo()
    assert (wizard.session.answers().get("about.online"), yes.isChecked()) == (True, True)
    wizard.undo()
    assert wizard.session.answers().get("about.online") is None


def test_what_is_typed_in_a_text_box_is_left_to_the_box(wizard: Wizard, qtbot: QtBot) -> None:
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    qtbot.keyClicks(box, "word")
    wizard.flush()
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


def test_one_of_several_removed_entries_is_restored_alone(wizard: Wizard) -> None:
    services = wizard.editor_services
    made = services.add_items(ACTIONS, [{"what": "Meet"}, {"what": "Write"}])
    services.move_item(f"{ACTIONS}/{made[1]}", None)
    services.remove_items(ACTIONS, made)
    services.restore_item(f"{ACTIONS}/{made[0]}")
    assert actions(wizard) == ["Meet"]


def test_what_was_pasted_is_undone_and_redone_in_one_go(wizard: Wizard) -> None:
    told: list[object] = []
    with wizard.editor_services.as_one_change("Paste"):
        for words in ("Meet", "Write", "Call"):
            wizard.editor_services.add_item(ACTIONS, None, {"what": words})
    wizard.session_signals.answers_changed.connect(lambda paths, _source: told.append(paths))
    wizard.undo()
    assert (len(told), actions(wizard)) == (1, [])
    wizard.redo()
    assert (len(told), actions(wizard)) == (2, ["Meet", "Write", "Call"])


def test_typing_that_is_taken_out_again_is_no_change(wizard: Wizard) -> None:
    for words in ("S", None):
        wizard.editor_services.change_answer("about.place", words, is_typed=True)
    assert not wizard.undo_stack.canUndo()


def test_what_is_typed_in_a_new_entry_belongs_to_its_addition(wizard: Wizard) -> None:
    made = wizard.editor_services.add_item(ACTIONS, None, {"what": "M"})
    wizard.editor_services.change_answer(f"{ACTIONS}/{made}/what", "Meet", is_typed=True)
    wizard.undo()
    assert actions(wizard) == []
    wizard.redo()
    assert actions(wizard) == ["Meet"]


def test_several_changes_made_as_one_are_undone_as_one(wizard: Wizard) -> None:
    with wizard.editor_services.as_one_change("Paste"):
        made = wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
        wizard.editor_services.change_item(f"{ACTIONS}/{made}", {"what": "Meet the schools"})
    wizard.undo()
    assert (actions(wizard), wizard.undo_stack.redoText()) == ([], "Paste")
    wizard.redo()
    assert actions(wizard) == ["Meet the schools"]


def test_a_change_that_cannot_be_saved_is_not_offered_for_undo(wizard: Wizard) -> None:
    wizard.session.shared_file.read_only = True
    with pytest.raises(DraftSaveError):
        wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    assert not wizard.undo_stack.canUndo()


def test_an_undo_that_cannot_be_saved_says_why_and_is_offered_no_more(
    wizard: Wizard, prompts: FakePrompts
) -> None:
    wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    wizard.session.shared_file.read_only = True
    wizard.undo()
    assert (actions(wizard), wizard.undo_stack.count()) == (["Meet"], 0)
    assert prompts.told[-1].is_problem


def test_nothing_is_undone_while_work_has_the_inquiry_to_itself(wizard: Wizard) -> None:
    wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    wizard.lock()
    wizard.undo()
    wizard.unlock()
    assert actions(wizard) == ["Meet"]


def test_the_keyboard_is_back_in_the_question_after_such_work(wizard: Wizard) -> None:
    wizard.go_to("about.place")
    wizard.lock()
    assert QApplication.focusWidget() is None
    wizard.unlock()
    here = QApplication.focusWidget()
    assert here is not None
    assert here.objectName() == "about.place"


def test_the_edit_menu_says_what_undo_and_redo_would_do(window: MainWindow, form: Form, qtbot: QtBot) -> None:
    window.create_inquiry(form)
    assert window.inquiry.wizard is not None
    assert menu_texts(window) == [("Undo", False), ("Redo", False)]
    window.inquiry.wizard.editor_services.add_item(ACTIONS, None, {"what": "Meet"})
    assert menu_texts(window) == [("Undo Add action", True), ("Redo", False)]
    qtbot.keyClicks(QApplication.focusWidget(), "word")
    assert menu_texts(window) == [("Undo Typing", True), ("Redo", False)]
    window.inquiry.wizard.undo()
    assert menu_texts(window)[1] == ("Redo Add action", True)
