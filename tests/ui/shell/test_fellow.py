"""The fellow's text on each step: out of the way without words, and like any answer with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.ui.editors.text import TextEditor
from carreport.ui.inquiry.fellow_text import ADD_FELLOW_TEXT, FELLOW_VOICE, FellowText
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.prompts import Prompts
from carreport.ui.widgets.labels import TextLabel
from tests.ui.shell.conftest import resume

Show = Callable[[QWidget], None]
PATH = "end.@fellow"


def said(words: str) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "spans": [{"text": words}]}]


def fellow(wizard: Wizard, section: str = "end") -> FellowText:
    return wizard.step_page(section).fellow_text


def box(wizard: Wizard) -> QWidget:
    editor = fellow(wizard).question.editor
    assert isinstance(editor, TextEditor)
    return editor.text_edit


def test_without_words_it_is_one_link_at_the_end_of_the_step(wizard: Wizard) -> None:
    wizard.enter_step("end")
    assert fellow(wizard).add_link.isVisible()
    assert fellow(wizard).add_link.text() == ADD_FELLOW_TEXT
    assert not fellow(wizard).question.isVisible()
    assert fellow(wizard).y() > wizard.step_page("end").questions["end.thanks"].y()


def test_it_is_begun_by_keyboard_and_saved_like_any_answer(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.enter_step("end")
    fellow(wizard).add_link.setFocus()
    qtbot.keyClick(fellow(wizard).add_link, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is box(wizard)
    qtbot.keyClicks(box(wizard), "The school closed in June.")
    wizard.flush()
    assert wizard.session.answers().get(PATH) == said("The school closed in June.")
    qtbot.waitUntil(lambda: "on this computer" in wizard.status_bar.saved_label.text())
    assert fellow(wizard).question.last_change_link.text().startswith("You, ")


def test_whose_voice_it_is_stands_above_it(wizard: Wizard) -> None:
    wizard.session.write(PATH, said("Mine."))
    wizard.enter_step("end")
    above = next(
        each for each in fellow(wizard).voice_frame.findChildren(TextLabel) if each.text() == FELLOW_VOICE
    )
    assert above.isVisible()
    assert above.mapToGlobal(above.pos()).y() < box(wizard).mapToGlobal(box(wizard).pos()).y()


def test_with_words_it_is_always_shown(wizard: Wizard) -> None:
    wizard.session.write(PATH, said("Mine."))
    wizard.enter_step("end")
    assert box(wizard).isVisible()
    assert not fellow(wizard).add_link.isVisible()
    wizard.session.write(PATH, [])
    assert box(wizard).isVisible()  # not folded away under the hands of a writer


def test_one_that_stays_empty_folds_away_when_one_goes_on(wizard: Wizard) -> None:
    wizard.enter_step("end")
    fellow(wizard).add_link.click()
    wizard.enter_step("about")
    wizard.enter_step("end")
    assert not box(wizard).isVisible()
    assert fellow(wizard).add_link.isVisible()


def test_no_step_counts_it_among_the_questions(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.session.write(PATH, said("Mine."))
    wizard.session.write("end.thanks", said("The office."))
    steps = wizard.sidebar.step_list.row_model
    qtbot.waitUntil(lambda: steps.rows[2].detail == "1 of 1 answered")


def test_where_one_can_only_read_nothing_is_offered(wizard: Wizard) -> None:
    wizard.enter_step("end")
    wizard.step_page("end").set_read_only(True)
    assert not fellow(wizard).add_link.isVisible()


def test_its_earlier_versions_can_be_looked_at(wizard: Wizard, qtbot: QtBot) -> None:
    for words in ("First.", "Second."):
        wizard.session.write(PATH, said(words))
        wizard.session.seal(PATH)
    wizard.enter_step("end")
    assert fellow(wizard).question.history_link.isVisible()
    fellow(wizard).question.history_link.click()
    qtbot.waitUntil(lambda: wizard.pages.currentWidget() is wizard.history_pages.history_page)
    wizard.return_to_step()
    assert QApplication.focusWidget() is box(wizard)


@pytest.fixture
def brought(session: DraftSession, prompts: Prompts, on_screen: Show, tmp_path: Path, form: Form) -> Wizard:
    """An inquiry in which a fellow wrote something else about the same step."""
    assert form.id == "small"
    session.write("about.title", "Handover")
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write(PATH, said("The school closed."))
    session.write(PATH, said("The bus stopped."))
    merge_and_save(session, preview_merge(session, tmp_path / "sent.carreport"))
    made = Wizard(session, prompts)
    on_screen(made)
    resume(made)
    return made


def test_two_versions_of_it_are_settled_like_any_others(brought: Wizard) -> None:
    brought.enter_step("end")
    question = fellow(brought).question
    assert question.attention_line.isVisible()
    question.attention_line.link.click()
    sides = brought.collaboration_pages.conflict_page.sides
    assert [side.owner.text() for side in sides] == ["Yours", "Morag Reid’s"]
    sides[1].keep_button.click()
    assert brought.session.answers().get(PATH) == said("The school closed.")


def test_since_you_were_here_leads_to_what_a_fellow_wrote(
    prompts: Prompts, on_screen: Show, tmp_path: Path, form: Form
) -> None:
    with DraftSession.create(tmp_path / "b.carreport", form, "Ailsa Kerr") as first:
        first.write("about.title", "Handover")
        export_copy(first, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write(PATH, said("The school closed."))
    with DraftSession.open(tmp_path / "b.carreport", "Ailsa Kerr") as session:
        merge_and_save(session, preview_merge(session, tmp_path / "sent.carreport"))
        made = Wizard(session, prompts)
        on_screen(made)
        resume(made)
        made.collaboration_pages.show_changes()
        links = {each.text(): each for each in made.collaboration_pages.changes_page.links}
        links["The research fellow’s text: End"].click()
        assert QApplication.focusWidget() is box(made)
