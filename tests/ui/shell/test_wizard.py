from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftSaveError
from carreport.ui.editors.line import GrowingLineInput
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.history.versions_page import IS_CURRENT, AnswerHistoryPage
from carreport.ui.inquiry.status_bar import READ_ONLY
from carreport.ui.inquiry.wizard import Wizard
from tests.ui.driver.drafts import ME, STRANGER
from tests.ui.driver.inquiry import InquiryDriver
from tests.ui.driver.keyboard import focus_widget, has_focus, press
from tests.ui.driver.lists import row_names
from tests.ui.driver.window import ShowWizard

ACTIONS = "actions.actions"


def test_a_new_inquiry_begins_in_its_first_question(inquiry: InquiryDriver) -> None:
    assert inquiry.control("about.title").hasFocus()


def test_what_is_typed_is_in_the_draft_and_said_to_be_saved(inquiry: InquiryDriver, wizard: Wizard) -> None:
    inquiry.type_answer("about.title", "Warm handover")
    assert inquiry.answer("about.title") == "Warm handover"
    assert inquiry.saved_text == "Saving…"
    inquiry.wait_until_saved()
    saved = wizard.session.saved_at
    assert saved is not None
    assert inquiry.saved_text == f"✓  Saved {saved.astimezone():%H:%M} on this computer"


def test_nothing_is_called_saved_while_words_still_lie_in_an_editor(
    inquiry: InquiryDriver, wizard: Wizard, qtbot: QtBot
) -> None:
    field = inquiry.control("about.title")
    qtbot.keyClicks(field, "Warm")
    wizard.session_signals.draft_saved.emit(datetime(2026, 11, 21, 14, 3, tzinfo=UTC))
    assert inquiry.saved_text == "Saving…"
    inquiry.wait_until_saved()
    assert inquiry.answer("about.title") == "Warm"


def test_a_save_writes_nothing_of_its_own(inquiry: InquiryDriver, wizard: Wizard, qtbot: QtBot) -> None:
    """Whatever is handed on because of a save would be saved again, and so on while somebody types."""
    written: list[object] = []
    wizard.session_signals.answers_changed.connect(lambda paths, _source: written.append(paths))
    field = inquiry.control("about.title")
    qtbot.keyClicks(field, "Warm")
    wizard.session_signals.draft_saved.emit(datetime(2026, 11, 21, 14, 3, tzinfo=UTC))
    assert written == []
    qtbot.waitUntil(lambda: len(written) == 1)


def test_words_that_are_taken_back_before_they_are_handed_on_leave_it_saved(
    inquiry: InquiryDriver, wizard: Wizard
) -> None:
    inquiry.type_answer("about.title", "Warm")
    inquiry.wait_until_saved()
    press("“x”", "Backspace")
    wizard.session_signals.draft_saved.emit(datetime(2026, 11, 21, 14, 3, tzinfo=UTC))
    assert inquiry.saved_text == "Saving…"
    inquiry.wait_until_saved()


def test_nothing_is_called_saved_by_old_news(inquiry: InquiryDriver, wizard: Wizard) -> None:
    wizard.session.write("about.title", "Warm")
    wizard.session_signals.draft_saved.emit(datetime(2026, 11, 21, 14, 3, tzinfo=UTC))
    assert inquiry.saved_text == "Saving…"
    inquiry.wait_until_saved()


def test_the_steps_say_how_they_stand(inquiry: InquiryDriver, wizard: Wizard) -> None:
    inquiry.type_answer("about.title", "Warm handover")
    model = wizard.sidebar.step_list.row_model
    inquiry.wait_until(lambda: model.rows[0].detail == "1 of 3 questions")
    assert wizard.sidebar.title.text() == "Warm handover"
    wizard.step_page("about").ready_box.click()
    inquiry.wait_until(lambda: model.rows[0].detail == "Ready for review")
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "About, Ready for review"


def test_a_step_can_be_chosen_in_any_way(wizard: Wizard, qtbot: QtBot) -> None:
    steps = wizard.sidebar.step_list
    steps.setFocus()
    press("Down")
    qtbot.waitUntil(lambda: wizard.current_section == "actions")
    assert steps.hasFocus()
    chosen = steps.row_model.index(2, 0)
    steps.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    qtbot.waitUntil(lambda: wizard.current_section == "end")
    wizard.go_by(-1)
    assert wizard.current_section == "actions"
    assert has_focus(wizard.step_page("actions").questions["actions.actions"].editor)


def test_back_and_next_say_where_they_lead(wizard: Wizard, qtbot: QtBot) -> None:
    assert (wizard.status_bar.back_button.isVisible(), wizard.status_bar.primary_button.text()) == (
        False,
        "Next: Actions",
    )
    wizard.status_bar.primary_button.click()
    qtbot.waitUntil(lambda: wizard.status_bar.back_button.text() == "Back: About")
    assert wizard.status_bar.primary_button.text() == "Next: End"
    wizard.status_bar.primary_button.click()
    qtbot.waitUntil(lambda: wizard.status_bar.back_button.text() == "Back: Actions")
    assert wizard.status_bar.primary_button.text() == "Next: Report"


def test_who_presses_next_twice_is_two_steps_on(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.status_bar.primary_button.click()
    wizard.status_bar.primary_button.click()
    qtbot.waitUntil(lambda: wizard.current_section == "end")


def test_who_thinks_better_of_it_on_the_way_goes_where_they_said_last(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.sidebar.step_list.row_entered.emit("end")
    wizard.sidebar.step_list.row_entered.emit("actions")
    qtbot.waitUntil(lambda: wizard.current_section == "actions")
    assert not wizard.step_page("end").isVisible()


def test_behind_the_last_step_comes_the_report(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.enter_step("end")
    with qtbot.waitSignal(wizard.task_requested):
        wizard.status_bar.primary_button.click()


def test_a_question_is_asked_only_when_its_condition_holds(inquiry: InquiryDriver, wizard: Wizard) -> None:
    assert "about.how_online" not in wizard.step_page("about").questions
    wizard.session.write("about.online", value=True)
    view = inquiry.question("about.how_online")
    assert view.isVisible()
    wizard.session.write("about.online", value=False)
    assert not view.isVisible()


def test_an_example_opens_in_place_and_can_be_started_from(inquiry: InquiryDriver) -> None:
    view = inquiry.question("about.title")
    start = inquiry.link("about.title", "Start from this example")
    assert not start.isVisible()
    inquiry.link("about.title", "Help").click()
    assert start.isVisible()
    start.click()
    assert inquiry.answer("about.title") == "A warm handover"
    field = inquiry.control("about.title")
    assert isinstance(field, GrowingLineInput)
    assert field.cell_text() == "A warm handover"
    assert not start.isVisible()
    assert field.hasFocus()
    assert view.isVisible()


def test_an_example_starts_a_text_as_well(inquiry: InquiryDriver, wizard: Wizard) -> None:
    wizard.enter_step("end")
    inquiry.link("end.thanks", "Help").click()
    inquiry.link("end.thanks", "Start from this example").click()
    assert wizard.session.answers().rich_text("end.thanks").plain_text == "The school office."
    field = inquiry.control("end.thanks")
    assert isinstance(field, QTextEdit)
    assert field.toPlainText() == "The school office."


def test_who_wrote_last_stands_beside_a_question(inquiry: InquiryDriver) -> None:
    view = inquiry.question("about.title")
    assert not view.head.stamp_label.isVisible()
    inquiry.type_answer("about.title", "One")
    inquiry.wait_until(view.head.stamp_label.isVisible)
    assert view.head.stamp_label.text().startswith("You, today ")
    assert not view.head.history_link.isVisible()


def test_an_earlier_version_can_be_brought_back(inquiry: InquiryDriver, wizard: Wizard) -> None:
    for words in ("One", "Two"):
        wizard.session.write("about.title", words)
        wizard.session.seal("about.title")
    view = inquiry.question("about.title")
    inquiry.wait_until(view.head.history_link.isVisible)
    view.head.history_link.click()
    history = inquiry.wait_for_page(AnswerHistoryPage)
    assert len(history.version_choices.by_key) == 2
    assert history.text.text() == "One"
    history.primary_action.trigger()
    assert inquiry.answer("about.title") == "One"
    assert inquiry.control("about.title").hasFocus()
    assert [revision.value for revision in wizard.session.history("about.title")] == ["One", "Two", "One"]


def test_the_current_version_cannot_be_restored(inquiry: InquiryDriver, wizard: Wizard) -> None:
    for words in ("One", "Two"):
        wizard.session.write("about.title", words)
        wizard.session.seal("about.title")
    wizard.history_pages.show_history("about.title")
    history = inquiry.wait_for_page(AnswerHistoryPage)
    history.version_choices.choose(wizard.session.history("about.title")[0].id)
    assert not history.primary_action.isEnabled()
    assert history.hint_label.text() == IS_CURRENT


def test_an_earlier_version_is_compared_with_the_current_one(inquiry: InquiryDriver, wizard: Wizard) -> None:
    for words in ("A warm welcome", "A warm handover"):
        wizard.session.write("about.title", words)
        wizard.session.seal("about.title")
    wizard.history_pages.show_history("about.title")
    history = inquiry.wait_for_page(AnswerHistoryPage)
    assert history.changes.accessibleName() == "A warm (removed: welcome) (added: handover)"
    history.version_choices.choose(wizard.session.history("about.title")[0].id)
    assert not history.changes_heading.isVisible()


def test_escape_leads_back_from_the_earlier_versions(inquiry: InquiryDriver, wizard: Wizard) -> None:
    wizard.session.write("about.title", "One")
    wizard.history_pages.show_history("about.title")
    inquiry.wait_for_page(AnswerHistoryPage)
    press("Escape")
    assert inquiry.shows_step("about")
    assert inquiry.control("about.title").hasFocus()


@pytest.fixture
def entries(wizard: Wizard, inquiry: InquiryDriver) -> ListEditor:
    """The list of actions, on its page."""
    wizard.enter_step("actions")
    return inquiry.editor(ACTIONS, ListEditor)


def test_a_removed_entry_comes_back_by_undo_and_goes_by_redo(
    inquiry: InquiryDriver, entries: ListEditor, wizard: Wizard
) -> None:
    item = wizard.session.add_item(ACTIONS, None, {"what": "Meet"})
    entries.entry_view.remove_requested.emit(item)
    assert inquiry.items(ACTIONS) == ()
    wizard.show_step("about")
    wizard.undo()
    assert inquiry.item_values(ACTIONS, "what") == ["Meet"]
    assert wizard.current_section == "actions"
    assert row_names(entries) == ["Meet"]
    wizard.redo()
    assert inquiry.items(ACTIONS) == ()


def test_a_move_is_taken_back_to_where_the_entry_stood(
    inquiry: InquiryDriver, entries: ListEditor, wizard: Wizard
) -> None:
    first, second = (wizard.session.add_item(ACTIONS, None, {"what": w}) for w in ("A", "B"))
    entries.entry_view.move_requested.emit(second, -1)
    assert [item.id for item in inquiry.items(ACTIONS)] == [second, first]
    wizard.undo()
    assert [item.id for item in inquiry.items(ACTIONS)] == [first, second]


def test_a_failure_is_said_with_a_way_out_until_all_is_saved(
    inquiry: InquiryDriver, wizard: Wizard, qtbot: QtBot
) -> None:
    problem = DraftSaveError("disk-full", "The disk is full.", remedy="Make room.")
    wizard.session_signals.save_failed.emit(problem)
    assert inquiry.saved_text == "The disk is full. Make room."
    with qtbot.waitSignal(wizard.save_elsewhere_requested):
        wizard.status_bar.elsewhere_link.click()
    wizard.status_bar.show_saving()
    assert "disk" in inquiry.saved_text
    wizard.session.flush()
    wizard.session_signals.draft_saved.emit(datetime(2026, 11, 21, 14, 3, tzinfo=UTC).astimezone())
    assert not wizard.status_bar.elsewhere_link.isVisible()


def test_the_place_is_remembered(inquiry: InquiryDriver, wizard: Wizard, tmp_path: Path) -> None:
    wizard.enter_step("end")
    inquiry.control("end.thanks").setFocus()
    assert wizard.session.last_visited() == "end.thanks"
    wizard.session.close()
    with DraftSession.open(tmp_path / "a.carreport", ME) as again:
        assert again.last_visited() == "end.thanks"


def test_one_comes_back_to_the_place(inquiry: InquiryDriver, session: DraftSession, wizard: Wizard) -> None:
    session.remember_last_visited("end.thanks")
    wizard.resume()
    assert wizard.current_section == "end"
    assert inquiry.control("end.thanks").hasFocus()


def test_a_place_that_the_form_no_longer_has_is_the_beginning(session: DraftSession, wizard: Wizard) -> None:
    session.remember_last_visited("gone.question")
    wizard.resume()
    assert wizard.current_section == "about"


def test_the_steps_fold_away_where_the_window_is_narrow(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.resize(700, 600)
    assert not wizard.sidebar.isVisible()
    wizard.all_steps_link.click()
    assert wizard.sidebar.isVisible()
    assert wizard.sidebar.step_list.hasFocus()
    wizard.sidebar.step_list.row_entered.emit("end")
    qtbot.waitUntil(lambda: not wizard.sidebar.isVisible())
    assert wizard.step_page("end").isVisible()
    wizard.resize(1200, 600)
    assert wizard.sidebar.isVisible()


def test_f6_goes_round_the_parts_of_the_window(wizard: Wizard) -> None:
    visited = []
    for _ in range(3):
        wizard.focus_next_pane()
        panes = (wizard.sidebar, wizard.pages, wizard.status_bar)
        visited.append(next(pane for pane in panes if has_focus(pane)))
    assert visited == [wizard.status_bar, wizard.sidebar, wizard.pages]


def test_a_draft_for_reading_only_cannot_be_changed(
    session: DraftSession, show_wizard: ShowWizard, qtbot: QtBot
) -> None:
    session.write("about.title", "One")
    session.flush()
    with DraftSession.open(session.path, STRANGER, read_only=True) as reading:
        wizard = show_wizard(reading)
        inquiry = InquiryDriver(wizard, qtbot)
        assert inquiry.saved_text == READ_ONLY
        field = inquiry.control("about.title")
        assert isinstance(field, GrowingLineInput)
        assert field.isReadOnly()
        wizard.go_by(1)


def test_a_page_is_built_on_the_first_visit_only(wizard: Wizard) -> None:
    assert [page.section.id for page in wizard.step_pages.built] == ["about"]
    page = wizard.step_page("end")
    assert wizard.step_page("end") is page


@pytest.mark.parametrize("words", ["Ünïcode 🙂", "a & b"])
def test_the_name_of_the_inquiry_is_shown_as_it_is(wizard: Wizard, qtbot: QtBot, words: str) -> None:
    wizard.session.write("about.title", words)
    qtbot.waitUntil(lambda: wizard.sidebar.title.text() == words)


def test_a_removed_entry_can_be_found_and_brought_back_long_after(
    inquiry: InquiryDriver, entries: ListEditor, wizard: Wizard
) -> None:
    view = inquiry.question(ACTIONS)
    item = wizard.session.add_item(ACTIONS, None, {"what": "Meet in May"})
    assert not view.head.removed_link.isVisible()
    wizard.session.remove_item(f"{ACTIONS}/{item}")
    inquiry.wait_until(view.head.removed_link.isVisible)
    assert view.head.removed_link.toolTip() == "1 removed action"
    view.head.removed_link.click()
    assert wizard.pages.currentWidget() is wizard.history_pages.removed_page
    assert wizard.history_pages.removed_page.entry_text.text() == "What\nMeet in May"
    wizard.history_pages.removed_page.primary_action.trigger()
    assert row_names(entries) == ["Meet in May"]
    assert inquiry.shows_step("actions")
    inquiry.wait_until(lambda: not view.head.removed_link.isVisible())


def test_an_inner_answer_has_earlier_versions_of_its_own(
    inquiry: InquiryDriver, entries: ListEditor, wizard: Wizard
) -> None:
    item = wizard.session.add_item(ACTIONS, None, {"what": "Meet"})
    path = f"{ACTIONS}/{item}/what"
    wizard.session.write(path, "Meet in May")
    view = inquiry.question(ACTIONS)
    assert not view.head.history_link.isVisible()
    entries.expand_row(item)
    inquiry.wait_until(inquiry.control(path).hasFocus)
    inquiry.wait_until(view.head.history_link.isVisible)
    assert view.head.stamp_label.text().startswith("You, today")
    view.head.history_link.click()
    history = inquiry.wait_for_page(AnswerHistoryPage)
    assert history.question.text() == "What"
    history.primary_action.trigger()
    assert inquiry.answer(path) == "Meet"


@pytest.mark.parametrize(("step", "path"), [("about", "about.title"), ("end", "end.thanks")])
def test_who_types_without_a_rest_is_never_far_ahead_of_the_draft(
    inquiry: InquiryDriver, wizard: Wizard, qtbot: QtBot, step: str, path: str
) -> None:
    wizard.enter_step(step)
    field = inquiry.control(path)
    field.setFocus()
    qtbot.keyClicks(field, "a" * 40, delay=20)
    value = inquiry.answer(path)
    kept = len(value) if isinstance(value, str) else len(wizard.session.answers().rich_text(path).plain_text)
    assert kept >= 25


def test_help_is_read_out_and_closed_by_escape(inquiry: InquiryDriver) -> None:
    button = inquiry.question("about.title").head.help_button
    button.setFocus()
    assert disclosure_state(button) == (True, False)
    press("Space")
    assert disclosure_state(button) == (False, True)
    assert focus_widget().accessibleName() == "Example answer: A warm handover"
    press("Tab")
    press("Tab")
    assert focus_widget().accessibleName() == "Pitfalls: Too long a name."
    press("Escape")
    assert not focus_widget().isHidden()
    assert has_focus(button)
    assert disclosure_state(button) == (True, False)


def disclosure_state(button: QPushButton) -> tuple[bool, bool]:
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.role() == QAccessible.Role.Button
    state = interface.state()
    assert state.expandable
    return bool(state.collapsed), bool(state.expanded)
