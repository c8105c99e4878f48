from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from carreport.ui.inquiry.question import QuestionView
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.prompts import Prompts
from tests.ui.shell.conftest import resume

Show = Callable[[QWidget], None]
GROUP = "actions.actions"


def text(*words: str) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "spans": [{"text": word}]} for word in words]


@pytest.fixture
def disputed(session: DraftSession, tmp_path: Path) -> DraftSession:
    """A draft in which Ailsa and Morag wrote different things, in three places."""
    session.write("about.title", "Handover")
    item = session.add_item(GROUP, values={"what": "Ring ahead"})
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "Warm handover in Linden")
        other.write("end.thanks", text("The school office & <all>."))
        other.write(f"{GROUP}/{item}/what", "Ring them the day before")
    session.write("about.title", "Cold handover in Linden")
    session.write("end.thanks", text("The council."))
    session.write(f"{GROUP}/{item}/what", "Ring them on the day")
    merge_and_save(session, preview_merge(session, tmp_path / "sent.carreport"))
    return session


@pytest.fixture
def wizard(disputed: DraftSession, prompts: Prompts, on_screen: Show) -> Wizard:
    made = Wizard(disputed, prompts)
    on_screen(made)
    resume(made)
    made.enter_step("about")
    return made


def question(wizard: Wizard, path: str) -> QuestionView:
    return wizard.step_page(path.partition(".")[0]).questions[path]


def test_one_line_says_whose_versions_there_are(wizard: Wizard) -> None:
    view = question(wizard, "about.title")
    assert view.attention_line.label.text() == "Two versions: yours and Morag Reid’s (today)."
    assert view.attention_line.link.text() == "Look at both"
    assert not question(wizard, "about.place").attention_line.isVisible()


def test_an_answer_in_dispute_is_not_overwritten_by_typing(wizard: Wizard, qtbot: QtBot) -> None:
    field = question(wizard, "about.title").findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.keyClicks(field, "x")
    wizard.flush()
    assert len(wizard.session.answers().versions["about.title"]) == 2


def look_at_both(wizard: Wizard, qtbot: QtBot, path: str) -> None:
    link = question(wizard, path).attention_line.link
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Space)
    assert wizard.pages.currentWidget() is wizard.collaboration_pages.conflict_page


def test_words_that_differ_are_marked_and_spoken(wizard: Wizard, qtbot: QtBot) -> None:
    look_at_both(wizard, qtbot, "about.title")
    mine, theirs = wizard.collaboration_pages.conflict_page.sides
    assert mine.owner.text() == "Yours"
    assert mine.text_label.text() == "<b><u>Cold</u></b> handover in Linden"
    assert theirs.text_label.text() == "<b><u>Warm</u></b> handover in Linden"
    assert theirs.text_label.accessibleName() == "Warm handover in Linden. Only in this version: Warm."


def test_what_somebody_typed_is_never_taken_for_mark_up(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.enter_step("end")
    look_at_both(wizard, qtbot, "end.thanks")
    assert "&amp; &lt;all&gt;" in wizard.collaboration_pages.conflict_page.sides[1].text_label.text()


def test_one_version_is_kept_by_the_keyboard_and_the_other_stays_in_the_history(
    wizard: Wizard, qtbot: QtBot
) -> None:
    look_at_both(wizard, qtbot, "about.title")
    keep = wizard.collaboration_pages.conflict_page.sides[1].keep_button
    assert keep.text() == "Keep Morag Reid’s"
    keep.setFocus()
    qtbot.keyClick(keep, Qt.Key.Key_Space)
    assert wizard.session.answers().get("about.title") == "Warm handover in Linden"
    assert "Cold handover in Linden" in {each.value for each in wizard.session.history("about.title")}
    view = question(wizard, "about.title")
    assert not view.attention_line.isVisible()
    here = QApplication.focusWidget()
    assert isinstance(here, QLineEdit)
    assert view.isAncestorOf(here)
    qtbot.keyClicks(here, "!")
    wizard.flush()
    assert "!" in str(wizard.session.answers().get("about.title"))


def test_both_are_kept_with_their_authors(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.enter_step("end")
    look_at_both(wizard, qtbot, "end.thanks")
    wizard.collaboration_pages.conflict_page.keep_both_button.click()
    kept = wizard.session.answers().rich_text("end.thanks").plain_text
    assert "The council." in kept
    assert "Morag Reid:" in kept


def test_a_third_is_written_over_both(wizard: Wizard, qtbot: QtBot) -> None:
    look_at_both(wizard, qtbot, "about.title")
    page = wizard.collaboration_pages.conflict_page
    page.combine_button.click()
    here = QApplication.focusWidget()
    assert isinstance(here, QLineEdit)
    here.selectAll()
    qtbot.keyClicks(here, "Handover")
    page.use_combined_button.click()
    assert wizard.session.answers().get("about.title") == "Handover"
    assert "about.title" not in wizard.session.answers().versions


def test_versions_inside_an_entry_are_named_under_the_list(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.enter_step("actions")
    view = question(wizard, GROUP)
    assert view.attention_line.label.text() == "What: two versions: yours and Morag Reid’s (today)."
    look_at_both(wizard, qtbot, GROUP)
    assert wizard.collaboration_pages.conflict_page.place.text().endswith("What")
    wizard.collaboration_pages.conflict_page.sides[0].keep_button.click()
    (item,) = wizard.session.answers().items(GROUP)
    assert item.get("what") == "Ring them on the day"


def test_typing_over_two_versions_in_an_entry_asks_first(wizard: Wizard) -> None:
    wizard.enter_step("actions")
    (item,) = wizard.session.answers().items(GROUP)
    path = f"{GROUP}/{item.id}/what"
    wizard.step_page("actions").answer_edited.emit(path, "Ring them twice")
    page = wizard.collaboration_pages.conflict_page
    assert wizard.pages.currentWidget() is page
    assert len(wizard.session.answers().versions[path]) == 2
    page.use_combined_button.click()
    assert wizard.session.answers().get(path) == "Ring them twice"


def test_going_back_decides_nothing(wizard: Wizard, qtbot: QtBot) -> None:
    look_at_both(wizard, qtbot, "about.title")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert wizard.pages.currentWidget() is wizard.step_page("about")
    assert len(wizard.session.answers().versions["about.title"]) == 2


def test_in_a_narrow_window_the_versions_stand_below_each_other(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.enter_step("end")
    look_at_both(wizard, qtbot, "end.thanks")
    page = wizard.collaboration_pages.conflict_page
    one, other = page.sides
    qtbot.waitUntil(lambda: one.y() == other.y() and other.x() > one.x())
    wizard.resize(520, 700)
    qtbot.waitUntil(lambda: other.mapTo(page, other.rect().topLeft()).y() > one.y() + 20)
    assert one.text_label.wordWrap()


@pytest.fixture
def visited(form: Form) -> Path:
    """An inquiry that Ailsa closed and in which Morag wrote afterwards."""
    path = drafts_folder() / "a.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "Handover")
    with DraftSession.open(path, "Morag Reid") as other:
        other.write("about.place", "Linden")
        other.add_item(GROUP, values={"what": "Ring ahead"})
    return path


@pytest.mark.usefixtures("visited")
def test_the_card_says_what_others_changed(window: MainWindow, qtbot: QtBot) -> None:
    window.list_drafts()
    model = window.start_page.card_list.row_model
    said = "Morag Reid changed 2 answers since you were last here"
    qtbot.waitUntil(lambda: [said in row.spoken_text for row in model.rows] == [True])


def test_a_list_inside_leads_to_each_question(window: MainWindow, visited: Path, qtbot: QtBot) -> None:
    window.open_draft(visited)
    assert window.inquiry.wizard is not None
    link = window.inquiry.wizard.sidebar.unread_link
    assert link.text() == "2 changes by others"
    qtbot.keyClick(link, Qt.Key.Key_Space)
    since = window.inquiry.wizard.collaboration_pages.changes_page
    assert since.links[0].text() == "Where is it?"
    assert QApplication.focusWidget() is since.links[0]
    qtbot.keyClick(since.links[1], Qt.Key.Key_Space)
    assert window.inquiry.wizard.current_section == "actions"


def test_one_who_writes_alone_is_told_nothing(window: MainWindow, form: Form) -> None:
    window.create_inquiry(form)
    assert window.inquiry.wizard is not None
    assert not window.inquiry.wizard.sidebar.unread_link.isVisible()
    window.menus.actions["since"].trigger()
    assert window.inquiry.wizard.collaboration_pages.changes_page.links == []


def test_two_versions_stand_in_the_list_as_well(wizard: Wizard) -> None:
    assert wizard.sidebar.unread_link.text() == "3 undecided"
    wizard.collaboration_pages.show_changes()
    wizard.collaboration_pages.changes_page.links[0].click()
    assert wizard.pages.currentWidget() is wizard.collaboration_pages.conflict_page
