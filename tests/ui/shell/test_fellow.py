"""The fellow's text on each step: out of the way without words, and like any answer with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.ui.editors.text import TextEditor
from carreport.ui.inquiry.fellow_text import ADD_FELLOW_TEXT, FELLOW_VOICE, FellowText
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.widgets.labels import TextLabel
from tests.ui.driver.drafts import ME, edited_copy, import_copy, make_draft, paragraphs
from tests.ui.driver.inquiry import InquiryDriver
from tests.ui.driver.keyboard import press, type_text
from tests.ui.driver.window import ShowWizard

PATH = "end.@fellow"


def fellow(wizard: Wizard, section: str = "end") -> FellowText:
    return wizard.step_page(section).fellow_text


def fellow_box(wizard: Wizard) -> QWidget:
    editor = fellow(wizard).question.editor
    assert isinstance(editor, TextEditor)
    return editor.text_edit


def test_without_words_it_is_one_link_at_the_end_of_the_step(wizard: Wizard) -> None:
    wizard.enter_step("end")
    assert fellow(wizard).add_link.isVisible()
    assert fellow(wizard).add_link.text() == ADD_FELLOW_TEXT
    assert not fellow(wizard).question.isVisible()
    assert fellow(wizard).y() > wizard.step_page("end").open_question("end.thanks").y()


def test_it_is_begun_by_keyboard_and_saved_like_any_answer(inquiry: InquiryDriver, wizard: Wizard) -> None:
    wizard.enter_step("end")
    fellow(wizard).add_link.setFocus()
    press("Space")
    assert fellow_box(wizard).hasFocus()
    type_text("The school closed in June.")
    wizard.flush()
    assert wizard.session.answers().get(PATH) == paragraphs("The school closed in June.")
    inquiry.wait_until_saved()
    assert fellow(wizard).question.head.stamp_label.text().startswith("You, ")


def test_whose_voice_it_is_stands_above_it(wizard: Wizard) -> None:
    wizard.session.write(PATH, paragraphs("Mine."))
    wizard.enter_step("end")
    above = next(
        label for label in fellow(wizard).voice_frame.findChildren(TextLabel) if label.text() == FELLOW_VOICE
    )
    assert above.isVisible()
    assert above.mapToGlobal(above.pos()).y() < fellow_box(wizard).mapToGlobal(fellow_box(wizard).pos()).y()


def test_with_words_it_is_always_shown(wizard: Wizard) -> None:
    wizard.session.write(PATH, paragraphs("Mine."))
    wizard.enter_step("end")
    assert fellow_box(wizard).isVisible()
    assert not fellow(wizard).add_link.isVisible()
    wizard.session.write(PATH, [])
    assert fellow_box(wizard).isVisible()  # not folded away under the hands of a writer


def test_one_that_stays_empty_folds_away_when_one_goes_on(wizard: Wizard) -> None:
    wizard.enter_step("end")
    fellow(wizard).add_link.click()
    wizard.enter_step("about")
    wizard.enter_step("end")
    assert not fellow_box(wizard).isVisible()
    assert fellow(wizard).add_link.isVisible()


def test_no_step_counts_it_among_the_questions(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.session.write(PATH, paragraphs("Mine."))
    wizard.session.write("end.thanks", paragraphs("The office."))
    steps = wizard.sidebar.step_list.row_model
    qtbot.waitUntil(lambda: steps.rows[2].detail == "Question answered")


def test_where_one_can_only_read_nothing_is_offered(wizard: Wizard) -> None:
    wizard.enter_step("end")
    wizard.step_page("end").set_read_only(True)
    assert not fellow(wizard).add_link.isVisible()


def test_its_earlier_versions_can_be_looked_at(wizard: Wizard, qtbot: QtBot) -> None:
    for words in ("First.", "Second."):
        wizard.session.write(PATH, paragraphs(words))
        wizard.session.seal(PATH)
    wizard.enter_step("end")
    link = fellow(wizard).question.head.history_link
    link.setFocus()
    press("Space")
    qtbot.waitUntil(lambda: wizard.pages.currentWidget() is wizard.history_pages.history_page)
    wizard.return_to_last_page()
    assert link.hasFocus()


def write_theirs(other: DraftSession) -> None:
    other.write(PATH, paragraphs("The school closed."))


@pytest.fixture
def brought(session: DraftSession, show_wizard: ShowWizard, tmp_path: Path) -> Wizard:
    """An inquiry in which a fellow wrote something else about the same step."""
    copy = edited_copy(session, tmp_path / "sent.carreport", write_theirs)
    session.write(PATH, paragraphs("The bus stopped."))
    import_copy(session, copy)
    return show_wizard(session)


def test_two_versions_of_it_are_settled_like_any_others(brought: Wizard) -> None:
    brought.enter_step("end")
    question = fellow(brought).question
    assert question.head.conflict_link.isVisible()
    question.head.conflict_link.click()
    sides = brought.collaboration_pages.conflict_page.sides
    assert [side.owner.text() for side in sides] == ["Yours", "Morag Reid’s"]
    sides[1].keep_button.click()
    assert brought.session.answers().get(PATH) == paragraphs("The school closed.")


def test_since_you_were_here_leads_to_what_a_fellow_wrote(
    show_wizard: ShowWizard, tmp_path: Path, form: Form
) -> None:
    path = make_draft(form, {"about.title": "Handover"}, folder=tmp_path)
    with DraftSession.open(path, ME) as session:
        copy = edited_copy(session, tmp_path / "sent.carreport", write_theirs)
    with DraftSession.open(path, ME) as session:
        import_copy(session, copy)
        wizard = show_wizard(session)
        wizard.collaboration_pages.show_changes()
        links = {link.text(): link for link in wizard.collaboration_pages.changes_page.links}
        links["The research fellow’s text: End"].click()
        assert fellow_box(wizard).hasFocus()
