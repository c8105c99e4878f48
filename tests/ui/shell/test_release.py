from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.editors.list.entry_form import EntryForm
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.inquiry.wizard import Wizard
from tests.ui.driver.drafts import COLLEAGUE, ME, make_draft, one_step_form
from tests.ui.driver.inquiry import InquiryDriver, visible_text
from tests.ui.driver.keyboard import press
from tests.ui.driver.lists import row_names
from tests.ui.driver.prompts import FakePrompts

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


def test_an_entry_says_that_only_its_writer_sees_it(entries: ListEditor) -> None:
    assert row_names(entries) == ["It was hard., Only you can see this"]
    form = open_release(entries)
    assert form.release_button.text() == "Release this reflection…"
    assert form.private_note.isVisible()
    assert "not included in copies or reports" in form.private_note.text()


def test_a_new_entry_is_private_from_the_first_word(entries: ListEditor) -> None:
    entries.add_button.click()
    assert ["Only you can see this" in name for name in row_names(entries)] == [True, True]


def test_it_must_be_agreed_to_before_it_goes_out(entries: ListEditor, wizard: Wizard) -> None:
    open_release(entries).release_button.click()
    page = wizard.collaboration_pages.release_page
    assert page.missing_label.text() == (
        "To release it, choose “Yes, with my name” for “May the report print it?”."
    )
    assert not page.release_button.isVisible()


def test_releasing_says_first_who_will_see_what(
    entries: ListEditor, wizard: Wizard, prompts: FakePrompts
) -> None:
    item = entries.items[0].id
    wizard.session.write(f"{GROUP}/{item}/release", "named")
    open_release(entries).release_button.click()
    page = wizard.collaboration_pages.release_page
    assert wizard.pages.currentWidget() is page
    assert "Morag Reid, and anybody else who has the inquiry" in page.readers_label.text()
    assert "It was hard." in visible_text(page)
    assert page.cancel_button.hasFocus()
    page.release_button.setFocus()
    press("Space")
    assert not wizard.session.is_private(f"{GROUP}/{item}")
    assert prompts.notice.text.startswith("Released.")
    assert row_names(entries) == ["It was hard."]


def test_keeping_it_to_oneself_releases_nothing(
    inquiry: InquiryDriver, entries: ListEditor, wizard: Wizard
) -> None:
    item = entries.items[0].id
    wizard.session.write(f"{GROUP}/{item}/release", "named")
    open_release(entries).release_button.click()
    press("Space")
    assert wizard.session.is_private(f"{GROUP}/{item}")
    assert inquiry.shows_step("own")
