from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.ui.editors.line import GrowingLineInput
from carreport.ui.history.conflict_page import ConflictPage
from carreport.ui.inquiry.question_head import QuestionHead
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.widgets.buttons import Button
from tests.ui.driver.drafts import COLLEAGUE, ME, edited_copy, import_copy, make_draft, paragraphs, write_all
from tests.ui.driver.inquiry import InquiryDriver
from tests.ui.driver.keyboard import focus_widget, has_focus, press, press_on, retype, type_text
from tests.ui.driver.window import WindowDriver

GROUP = "actions.actions"


@pytest.fixture
def session(session: DraftSession, tmp_path: Path) -> DraftSession:
    """A draft in which Ailsa and Morag wrote different things, in three places."""
    session.write("about.title", "Handover")
    item = session.add_item(GROUP, values={"what": "Ring ahead"})
    theirs = {
        "about.title": "Warm handover in Linden",
        "end.thanks": paragraphs("The school office & <all>."),
        f"{GROUP}/{item}/what": "Ring them the day before",
    }
    copy = edited_copy(session, tmp_path / "sent.carreport", lambda other: write_all(other, theirs))
    mine = {
        "about.title": "Cold handover in Linden",
        "end.thanks": paragraphs("The council."),
        f"{GROUP}/{item}/what": "Ring them on the day",
    }
    write_all(session, mine)
    import_copy(session, copy)
    return session


def test_one_line_says_whose_versions_there_are(inquiry: InquiryDriver) -> None:
    view = inquiry.question("about.title")
    assert view.head.conflict_link.toolTip() == "Two versions: yours and Morag Reid’s (today)."
    assert view.head.conflict_link.text() == "Two versions: look at both"
    assert not inquiry.question("about.place").head.conflict_link.isVisible()


def test_an_answer_in_dispute_is_not_overwritten_by_typing(inquiry: InquiryDriver, wizard: Wizard) -> None:
    field = inquiry.control("about.title")
    field.setFocus()
    type_text("x")
    wizard.flush()
    assert len(wizard.session.answers().versions["about.title"]) == 2


def compare_versions(inquiry: InquiryDriver, path: str) -> ConflictPage:
    inquiry.question(path).head.conflict_link.setFocus()
    press("Space")
    return inquiry.wait_for_page(ConflictPage)


def test_words_that_differ_are_marked_and_spoken(inquiry: InquiryDriver) -> None:
    page = compare_versions(inquiry, "about.title")
    mine, theirs = page.sides
    assert mine.owner.text() == "Yours"
    assert mine.text_label.text() == "<b><u>Cold</u></b> handover in Linden"
    assert theirs.text_label.text() == "<b><u>Warm</u></b> handover in Linden"
    assert theirs.text_label.accessibleName() == "Warm handover in Linden. Only in this version: Warm."


def test_what_somebody_typed_is_never_taken_for_mark_up(inquiry: InquiryDriver, wizard: Wizard) -> None:
    wizard.enter_step("end")
    page = compare_versions(inquiry, "end.thanks")
    assert "&amp; &lt;all&gt;" in page.sides[1].text_label.text()


def test_one_version_is_kept_by_the_keyboard_and_the_other_stays_in_the_history(
    inquiry: InquiryDriver, wizard: Wizard
) -> None:
    page = compare_versions(inquiry, "about.title")
    keep = page.sides[1].keep_button
    assert keep.text() == "Keep Morag Reid’s"
    keep.setFocus()
    press("Space")
    assert wizard.session.answers().get("about.title") == "Warm handover in Linden"
    assert "Cold handover in Linden" in {revision.value for revision in wizard.session.history("about.title")}
    view = inquiry.question("about.title")
    assert not view.head.conflict_link.isVisible()
    assert isinstance(focus_widget(), GrowingLineInput)
    assert has_focus(view)
    type_text("!")
    wizard.flush()
    assert "!" in str(wizard.session.answers().get("about.title"))


def test_both_are_kept_with_their_authors(inquiry: InquiryDriver, wizard: Wizard) -> None:
    wizard.enter_step("end")
    page = compare_versions(inquiry, "end.thanks")
    page.keep_both_button.click()
    kept = wizard.session.answers().rich_text("end.thanks").plain_text
    assert "The council." in kept
    assert "Morag Reid:" in kept


def test_a_third_is_written_over_both(inquiry: InquiryDriver, wizard: Wizard) -> None:
    page = compare_versions(inquiry, "about.title")
    page.combine_button.click()
    retype(focus_widget(), "Handover")
    page.primary_action.trigger()
    assert wizard.session.answers().get("about.title") == "Handover"
    assert "about.title" not in wizard.session.answers().versions


def test_versions_inside_an_entry_are_named_under_the_list(inquiry: InquiryDriver, wizard: Wizard) -> None:
    wizard.enter_step("actions")
    view = inquiry.question(GROUP)
    assert view.head.conflict_link.toolTip() == "What: two versions: yours and Morag Reid’s (today)."
    page = compare_versions(inquiry, GROUP)
    assert page.place.text().endswith("What")
    page.sides[0].keep_button.click()
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
    page.primary_action.trigger()
    assert wizard.session.answers().get(path) == "Ring them twice"


def test_going_back_decides_nothing(inquiry: InquiryDriver, wizard: Wizard) -> None:
    compare_versions(inquiry, "about.title")
    press("Escape")
    assert inquiry.shows_step("about")
    assert len(wizard.session.answers().versions["about.title"]) == 2


def test_in_a_narrow_window_the_versions_stand_below_each_other(
    inquiry: InquiryDriver, wizard: Wizard
) -> None:
    wizard.enter_step("end")
    page = compare_versions(inquiry, "end.thanks")
    one, other = page.sides
    inquiry.wait_until(lambda: one.y() == other.y() and other.x() > one.x())
    wizard.resize(520, 700)
    inquiry.wait_until(lambda: other.mapTo(page, other.rect().topLeft()).y() > one.y() + 20)
    assert one.text_label.wordWrap()


@pytest.fixture
def visited(form: Form) -> Path:
    """An inquiry that Ailsa closed and in which Morag wrote afterwards."""
    path = make_draft(form, {"about.title": "Handover"})
    with DraftSession.open(path, COLLEAGUE) as other:
        other.write("about.place", "Linden")
        other.add_item(GROUP, values={"what": "Ring ahead"})
    return path


@pytest.mark.usefixtures("visited")
def test_the_card_says_what_others_changed(window: MainWindow, qtbot: QtBot) -> None:
    window.list_drafts()
    model = window.start_page.card_list.row_model
    unread = "Morag Reid changed 2 answers since you were last here"
    qtbot.waitUntil(lambda: [unread in row.spoken_text for row in model.rows] == [True])


def test_a_list_inside_leads_to_each_question(driver: WindowDriver, visited: Path) -> None:
    link = driver.open(visited).sidebar.unread_link
    assert link.text() == "2 changes by others"
    press_on(link, "Space")
    changes = driver.wizard.collaboration_pages.changes_page
    assert changes.links[0].text() == "Where is it?"
    assert changes.links[0].hasFocus()
    press_on(changes.links[1], "Space")
    assert driver.wizard.current_section == "actions"


def test_one_who_writes_alone_is_told_nothing(driver: WindowDriver, window: MainWindow, form: Form) -> None:
    window.create_inquiry(form)
    assert not driver.wizard.sidebar.unread_link.isVisible()
    driver.trigger("since")
    assert driver.wizard.collaboration_pages.changes_page.links == []


def test_two_versions_stand_in_the_list_as_well(wizard: Wizard) -> None:
    assert wizard.sidebar.unread_link.text() == "3 undecided"
    wizard.collaboration_pages.show_changes()
    wizard.collaboration_pages.changes_page.links[0].click()
    assert wizard.pages.currentWidget() is wizard.collaboration_pages.conflict_page


def test_a_version_that_only_says_it_is_yours_is_not_called_yours(
    inquiry: InquiryDriver, session: DraftSession, tmp_path: Path
) -> None:
    write_all(session, {"about.place": "Linden"})
    copy = edited_copy(
        session, tmp_path / "again.carreport", lambda other: other.write("about.place", "Forge"), author=ME
    )
    write_all(session, {"about.place": "Linden School"})
    import_copy(session, copy)
    line = inquiry.question("about.place").head.conflict_link
    assert line.toolTip() == "Two versions: yours and one that says it is from you (today)."
    page = compare_versions(inquiry, "about.place")
    assert [side.keep_button.text() for side in page.sides] == ["Keep yours", "Keep this one"]


def test_the_link_to_earlier_versions_is_back_as_soon_as_a_conflict_is_resolved(qtbot: QtBot) -> None:
    head = QuestionHead("What is it called?", "", "", Button("Comments"))
    qtbot.addWidget(head)
    head.show_stamp("You, today", "What is it called?")
    head.show_conflict("Two versions: look at both", "Two versions.")
    assert head.history_link.isHidden()
    head.show_conflict("", "")
    assert not head.history_link.isHidden()
    assert head.stamp_label.isHidden()
