from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QRadioButton
from pytestqt.qtbot import QtBot

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release import release_entry
from carreport.ui.editors.list.entry_form import EntryForm
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.history.release_page import ReleasePage
from carreport.ui.inquiry.wizard import Wizard
from tests.ui.driver.drafts import COLLEAGUE, ME, make_draft, one_step_form
from tests.ui.driver.inquiry import InquiryDriver, visible_text
from tests.ui.driver.keyboard import press, type_text
from tests.ui.driver.lists import row_names
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import ShowWizard

GROUP = "own.each"
QUESTIONS = """
[[section.field]]
id = "each"
kind = "list"
item = "reflection"
label = "What do you make of it?"
private_until = { release = ["named"] }

[[section.field.field]]
id = "words"
kind = "line"
label = "Your words"

[[section.field.field]]
id = "release"
kind = "choice"
label = "May the report print it?"
choices = { not_yet = "Not yet", named = "Yes, with my name" }
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    form = one_step_form(QUESTIONS, "own", "Own words")
    path = make_draft(form, author=COLLEAGUE, folder=tmp_path)
    with DraftSession.open(path, COLLEAGUE) as other:
        other.mark_ready("own", ready=True)
    with DraftSession.open(path, ME) as session:
        session.add_item(GROUP, values={"words": "It was hard."})
        yield session


@pytest.fixture
def entries(inquiry: InquiryDriver) -> ListEditor:
    return inquiry.editor(GROUP, ListEditor)


def open_release(editor: ListEditor) -> EntryForm:
    """Open the only entry, which is private."""
    editor.expand_row(editor.items[0].id)
    assert editor.form is not None
    return editor.form


def radio(form: EntryForm, key: str) -> QAbstractButton:
    """Return the option with this key."""
    found = form.findChild(QAbstractButton, f"{form.path}/release#{key}")
    assert isinstance(found, QAbstractButton)
    return found


def options(form: EntryForm) -> list[str]:
    return [button.text() for button in form.findChildren(QRadioButton)]


def test_an_entry_says_that_only_its_writer_sees_it(entries: ListEditor) -> None:
    assert row_names(entries) == ["It was hard., Only you can see this"]
    form = open_release(entries)
    assert form.private_note.isVisible()
    assert "not included in copies or reports" in form.private_note.text()
    assert options(form) == ["Keep private", "Give to the group, signed with your name"]
    assert radio(form, "not_yet").isChecked()


def test_a_new_entry_is_private_from_the_first_word(entries: ListEditor) -> None:
    entries.add_button.click()
    assert ["Only you can see this" in name for name in row_names(entries)] == [True, True]


def test_choosing_to_give_says_first_who_will_see_what(
    entries: ListEditor, wizard: Wizard, prompts: FakePrompts
) -> None:
    item = entries.items[0].id
    form = open_release(entries)
    radio(form, "not_yet").setFocus()
    press("Down")
    assert wizard.pages.currentWidget() is wizard.step_page("own")
    press("Space")
    page = wizard.collaboration_pages.release_page
    assert wizard.pages.currentWidget() is page
    assert wizard.session.is_private(f"{GROUP}/{item}")
    assert "Morag Reid, and anybody else who has the inquiry" in page.readers_label.text()
    assert "It was hard." in visible_text(page)
    assert page.cancel_button.hasFocus()
    page.primary_action.focus()
    press("Space")
    assert not wizard.session.is_private(f"{GROUP}/{item}")
    assert "The group can now read it." in prompts.notice.text
    assert row_names(entries) == ["It was hard., Signed with a name"]
    assert options(form) == ["No longer print it", "Signed with a name"]


def test_keeping_it_private_after_all_gives_and_writes_nothing(
    inquiry: InquiryDriver, entries: ListEditor, wizard: Wizard
) -> None:
    entry = f"{GROUP}/{entries.items[0].id}"
    form = open_release(entries)
    radio(form, "named").click()
    press("Space")
    assert wizard.session.is_private(entry)
    assert wizard.session.answers().get(f"{entry}/release") is None
    assert radio(form, "not_yet").isChecked()
    assert inquiry.shows_step("own")


def test_what_was_given_can_be_kept_out_of_reports_again_and_that_is_no_undo(
    entries: ListEditor, wizard: Wizard
) -> None:
    entry = f"{GROUP}/{entries.items[0].id}"
    form = open_release(entries)
    radio(form, "named").click()
    wizard.collaboration_pages.release_page.primary_action.trigger()
    radio(form, "not_yet").click()
    assert wizard.session.shared_answers().get(f"{entry}/release") == "not_yet"
    assert row_names(entries) == ["It was hard., Not printed in reports"]
    wizard.undo()
    assert wizard.session.shared_answers().get(f"{entry}/release") == "not_yet"
    radio(form, "named").click()
    assert wizard.session.shared_answers().get(f"{entry}/release") == "named"


def test_undo_after_giving_brings_no_private_text_into_the_draft(entries: ListEditor, wizard: Wizard) -> None:
    entry = f"{GROUP}/{entries.items[0].id}"
    form = open_release(entries)
    form.editors["words"].focus_target().setFocus()
    type_text("Canary. ")
    press("Ctrl+A")
    type_text("For all.")
    form.flush()
    radio(form, "named").click()
    wizard.collaboration_pages.release_page.primary_action.trigger()
    form.editors["words"].focus_target().setFocus()
    press("Ctrl+Z")
    form.flush()
    wizard.undo()
    assert wizard.session.shared_answers().get(f"{entry}/words") == "For all."


def test_an_earlier_yes_that_gave_nothing_is_asked_about_once(
    wizard: Wizard, entries: ListEditor, prompts: FakePrompts
) -> None:
    entry = f"{GROUP}/{entries.items[0].id}"
    wizard.session.write(f"{entry}/release", "named")
    wizard.collaboration_pages.ask_about_waiting()
    assert "1 reflection can be read only by you, although you chose to give it" in prompts.notice.text
    count = len(prompts.notices)
    wizard.collaboration_pages.ask_about_waiting()
    assert len(prompts.notices) == count
    form = open_release(entries)
    editor = form.editors["release"]
    assert editor.hint_label.text().startswith("You chose “Yes, with my name”, but you have not given")
    assert not any(button.isChecked() for button in form.findChildren(QRadioButton))
    radio(form, "not_yet").click()
    assert wizard.session.answers().get(f"{entry}/release") == "not_yet"
    assert not editor.hint_label.text()


def test_only_whoever_gave_an_entry_can_change_the_choice(
    entries: ListEditor, wizard: Wizard, session: DraftSession
) -> None:
    copy = session.path.with_name("theirs.carreport")
    export_copy(session, copy)
    with DraftSession.open(copy, COLLEAGUE) as other:
        theirs = other.add_item(GROUP, values={"words": "Theirs."})
        release_entry(other, f"{GROUP}/{theirs}", "named")
        export_copy(other, copy.with_name("back.carreport"))
    merge_and_save(session, preview_merge(session, copy.with_name("back.carreport")))
    entries.expand_row(theirs)
    assert entries.form is not None
    assert entries.form.editors["release"].hint_label.text() == "Only Morag Reid can change this."
    assert not radio(entries.form, "named").isEnabled()
    assert wizard.session.shared_answers().get(f"{GROUP}/{theirs}/release") == "named"


GUARDS = {
    "several": (
        '["all"]',
        'kind = "choices"\nchoices = { all = "Everybody", some = "Some" }',
        "all",
        ["all"],
    ),
    "yes or no": ("true", 'kind = "yes_no"', "True", True),
    "own words": ('["yes"]', 'kind = "choice"\nchoices = { yes = "Yes, print it" }', "yes", "yes"),
    "a line": ('["ok"]', 'kind = "line"', "ok", "ok"),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_the_question_of_a_form_of_ones_own_may_be_of_any_kind(
    tmp_path: Path, show_wizard: ShowWizard, guard: str
) -> None:
    condition, question, key, stored = GUARDS[guard]
    fields = QUESTIONS.replace('["named"]', condition)
    choice = fields[fields.index('kind = "choice"') :]
    form = one_step_form(fields.replace(choice, f'label = "May it?"\n{question}'), "own", "Own words")
    with DraftSession.create(tmp_path / f"{key}.carreport", form, ME) as session:
        entry = f"{GROUP}/{session.add_item(GROUP, values={'words': 'It was hard.'})}"
        wizard = show_wizard(session)
        editor = wizard.step_page("own").open_question(GROUP).editor
        assert isinstance(editor, ListEditor)
        form_of_entry = open_release(editor)
        radio(form_of_entry, key).click()
        assert session.is_private(entry)
        wizard.collaboration_pages.release_page.primary_action.trigger()
        assert session.shared_answers().get(f"{entry}/release") == stored
        options_now = form_of_entry.findChildren(QRadioButton)
        assert options_now[0].text() == "No longer print it"
        options_now[0].click()
        assert not session.shared_answers().get(f"{entry}/release")


def _asks_number(wizard: Wizard, path: str) -> bool:
    """Return whether the form of an entry asks for its number."""
    wizard.go_to(path)
    editor = wizard.step_page("own").questions[GROUP].editor
    assert isinstance(editor, ListEditor)
    assert editor.form is not None
    return editor.form.editors["number"].isVisible()


def test_a_number_is_shown_before_it_is_given_and_may_be_typed(
    tmp_path: Path, show_wizard: ShowWizard
) -> None:
    number = '[[section.field.field]]\nid = "number"\nkind = "number"\nlabel = "Number"\n'
    fields = QUESTIONS.replace('["named"]', '["number"]').replace("named = ", "number = ") + number
    form = one_step_form(fields, "own", "Own words")
    with DraftSession.create(tmp_path / "number.carreport", form, ME) as session:
        first, second = (f"{GROUP}/{session.add_item(GROUP, values={'words': word})}" for word in "ab")
        release_entry(session, first, "number", 5)
        wizard = show_wizard(session)
        asks = [_asks_number(wizard, path) for path in (first, second)]
        assert asks == [True, False], "a number is asked for once there is one"
        wizard.collaboration_pages.show_release(second)
        page = wizard.collaboration_pages.release_page
        assert page.number in set(range(1, 10)) - {5}
        for typed, problem in (
            ("5", "Another reflection"),
            ("", "whole number"),
            ("x", "whole"),
            ("0", "whole"),
        ):
            page.number_line.setText(typed)
            page.primary_action.trigger()
            assert problem in page.problem_label.text()
            assert session.is_private(second)
        page.number_line.setText("8")
        page.primary_action.trigger()
        assert session.shared_answers().get(f"{second}/number") == 8


def test_a_number_that_is_too_long_is_not_a_number(qtbot: QtBot) -> None:
    page = ReleasePage()
    qtbot.addWidget(page)
    numbers = []
    for text in (" 7 ", "0", "07", "½", "1234567890", "9" * 5_000):
        page.number_line.setText(text)
        numbers.append(page.number)
    assert numbers == [7, None, 7, None, None, None]
