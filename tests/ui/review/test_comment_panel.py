"""The comments on a question are beside its answer or under it, never over it, and only when asked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.review.threads import CommentType, NewThread, begin_thread
from carreport.ui.inquiry.wizard import Wizard
from tests.ui.driver.accessibility import expect_accessible
from tests.ui.driver.comments import WIDE, CommentsDriver, area, text_of
from tests.ui.driver.drafts import COLLEAGUE
from tests.ui.driver.inquiry import visible_text
from tests.ui.driver.keyboard import focus_name, has_focus, press, type_text
from tests.ui.driver.window import ShowWizard, WindowDriver

THANKS = "end.thanks"


def test_a_question_without_comments_offers_one_only_while_it_is_in_use(comments: CommentsDriver) -> None:
    comments.wizard.enter_step("about")
    button, title = comments.button("about.title"), comments.question("about.title").head.heading
    assert not button.isVisible()
    before = title.geometry()
    comments.control("about.title").setFocus()
    assert (button.isVisible(), button.text(), title.geometry()) == (True, "Comment", before)
    comments.control("about.place").setFocus()
    assert not button.isVisible()


def test_it_is_offered_under_the_mouse(comments: CommentsDriver) -> None:
    comments.wizard.enter_step("about")
    question = comments.question("about.place")
    QApplication.sendEvent(question, QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert comments.button("about.place").isVisible()
    QApplication.sendEvent(question, QEvent(QEvent.Type.Leave))
    assert not comments.button("about.place").isVisible()


def test_the_count_says_how_many_are_open_and_what_must_be_fixed(comments: CommentsDriver) -> None:
    comments.wizard.enter_step("end")
    for kind in (CommentType.REMARK, CommentType.MUST):
        begin_thread(comments.session, NewThread(THANKS, text_of("Who?"), kind))
    assert comments.button(THANKS).text() == "2 comments · 1 must be fixed"
    assert comments.button(THANKS).isVisible()
    assert comments.button(THANKS).accessibleName().endswith(": Whom do you thank?")


def test_a_comment_is_written_by_keyboard_and_the_focus_comes_back(driver: WindowDriver) -> None:
    driver.open_example()
    wizard = driver.wizard
    path = "context.issue"
    wizard.go_to(path)
    press("Ctrl+Alt+M")
    comments = CommentsDriver(wizard, driver.qtbot)
    assert has_focus(comments.comment_form.box.text_edit)
    type_text("Says who?")
    press("Ctrl+Return")
    assert [thread.began.words for thread in comments.threads] == [text_of("Says who?")]
    assert comments.button(path).text() == "1 comment"
    press("Esc")
    assert (focus_name(), comments.is_open) == (path, False)


def test_where_there_is_room_they_are_beside_the_answer_and_it_stays_where_it_was(
    comments: CommentsDriver,
) -> None:
    comments.set_width(WIDE)
    comments.wizard.go_to(THANKS)
    heading = comments.question(THANKS).head.heading
    before = heading.mapTo(comments.wizard, QPoint(0, 0)).y()
    comments.begin(THANKS)
    QApplication.processEvents()
    panel, step = area(comments.panel, comments.wizard), area(comments.page, comments.wizard)
    assert not panel.intersects(step)
    assert heading.mapTo(comments.wizard, QPoint(0, 0)).y() == before


def test_in_a_narrow_window_they_are_under_the_answer(comments: CommentsDriver) -> None:
    comments.begin(THANKS)
    QApplication.processEvents()
    panel = area(comments.panel, comments.wizard)
    answer = area(comments.question(THANKS).editor, comments.wizard)
    assert panel.top() > answer.bottom()
    assert not comments.wizard.comment_dock.isVisible()


def test_f6_leads_to_them_and_back(comments: CommentsDriver) -> None:
    comments.set_width(WIDE)
    comments.add(THANKS, "Who?")
    comments.control(THANKS).setFocus()
    comments.wizard.focus_next_pane()
    assert has_focus(comments.wizard.comment_dock)
    comments.wizard.focus_next_pane()
    assert has_focus(comments.wizard.status_bar)


def test_a_long_title_of_an_entry_does_not_widen_them(comments: CommentsDriver) -> None:
    comments.set_width(WIDE)
    made = comments.wizard.editor_services.add_item("actions.actions", None, {"what": "Meet " * 30})
    comments.add(f"actions.actions/{made}/what", "Who?")
    QApplication.processEvents()
    dock = comments.wizard.comment_dock
    assert area(comments.cards[0], dock).right() < dock.width()


def test_they_move_with_the_width_of_the_window_and_the_focus_stays(comments: CommentsDriver) -> None:
    comments.begin(THANKS)
    type_text("Half a")
    for width in (WIDE, 1000, WIDE):
        comments.set_width(width)
        assert comments.wizard.comment_dock.isVisible() is (width == WIDE)
        assert has_focus(comments.comment_form.box.text_edit)
    assert comments.comment_form.words == text_of("Half a")


def test_esc_keeps_what_was_half_typed(comments: CommentsDriver) -> None:
    comments.begin(THANKS)
    type_text("Half a")
    press("Esc")
    assert not comments.is_open
    comments.begin(THANKS)
    type_text(" word")
    assert comments.comment_form.words == text_of("Half a word")


def test_an_empty_form_is_closed_with_the_panel(comments: CommentsDriver) -> None:
    comments.add(THANKS, "Who?")
    comments.begin(THANKS)
    press("Esc")
    comments.button(THANKS).click()
    assert (comments.comment_form.isVisible(), comments.cards[0].hasFocus()) == (False, True)


def test_another_step_hides_them_and_coming_back_shows_them(comments: CommentsDriver) -> None:
    comments.set_width(WIDE)
    comments.begin(THANKS)
    comments.wizard.enter_step("about")
    assert not comments.is_open
    comments.wizard.enter_step("end")
    assert comments.is_open


def test_opening_those_of_another_question_closes_the_first(comments: CommentsDriver) -> None:
    comments.begin("about.title")
    first = comments.panel
    comments.begin("about.place")
    assert (first.isVisible(), comments.panel.isVisible()) == (False, True)


def test_arrow_keys_lead_from_comment_to_comment(comments: CommentsDriver) -> None:
    for words in ("One", "Two", "Three"):
        begin_thread(comments.session, NewThread(THANKS, text_of(words)))
    comments.wizard.go_to(THANKS)
    comments.button(THANKS).click()
    press("Down", "Down", "Up")
    assert [card.hasFocus() for card in comments.cards] == [False, True, False]


def test_every_control_has_a_name_and_is_reached_by_tab(comments: CommentsDriver) -> None:
    for kind in (CommentType.REMARK, CommentType.QUESTION):
        begin_thread(comments.session, NewThread(THANKS, text_of("Who?"), kind))
    comments.wizard.go_to(THANKS)
    comments.button(THANKS).click()
    comments.cards[0].open_box()
    comments.begin(THANKS)
    expect_accessible(comments.panel)
    assert comments.cards[0].accessibleName() == "Remark. You, " + comments.cards[0].accessibleName()[13:]


def test_a_read_only_inquiry_shows_comments_and_offers_none(comments: CommentsDriver, wizard: Wizard) -> None:
    begin_thread(comments.session, NewThread(THANKS, text_of("Who?")))
    wizard.enter_step("end")
    wizard.step_page("end").set_read_only(True)
    assert comments.button(THANKS).isVisible()
    wizard.step_page("about").set_read_only(True)
    wizard.enter_step("about")
    comments.control("about.title").setFocus()
    assert not comments.button("about.title").isVisible()


def test_in_a_read_only_inquiry_nothing_can_be_added(
    session: DraftSession, show_wizard: ShowWizard, qtbot: QtBot
) -> None:
    begin_thread(session, NewThread(THANKS, text_of("Who?")))
    session.flush()
    with DraftSession.open(session.path, COLLEAGUE, read_only=True) as copy:
        comments = CommentsDriver(show_wizard(copy), qtbot)
        comments.wizard.enter_step("end")
        comments.button(THANKS).click()
        (card,) = comments.cards
        assert not card.reply_link.isVisible()
        assert not comments.panel.add_button.isVisible()
        press("R")
        assert not card.is_writing


def test_many_comments_are_shown_ten_at_a_time(comments: CommentsDriver) -> None:
    for number in range(15):
        begin_thread(comments.session, NewThread(THANKS, text_of(f"Comment {number}")))
    comments.wizard.go_to(THANKS)
    comments.button(THANKS).click()
    assert (len(comments.cards), comments.panel.more_link.text()) == (10, "Show 5 more")
    comments.panel.more_link.click()
    assert len(comments.cards) == 15
    assert "Comment 14" in visible_text(comments.panel)
