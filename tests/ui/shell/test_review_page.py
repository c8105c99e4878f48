"""The page “Review”: all comments, one of them open, and the state of the inquiry."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from carreport.errors import UsageError
from carreport.form.richtext import RichText
from carreport.review.states import ReviewStage, states_now, tell_state
from carreport.review.threads import (
    CommentType,
    NewMessage,
    NewThread,
    add_message,
    begin_thread,
    place_thread,
    settle,
    threads_of,
)
from carreport.ui.review.review_page import ReviewPage
from carreport.ui.review.review_rows import CommentFilter, addresses, review_rows
from tests.ui.driver.drafts import make_inquiry
from tests.ui.driver.keyboard import focus_widget, press
from tests.ui.driver.lists import row_titles
from tests.ui.driver.window import WindowDriver


def words(text: str) -> RichText:
    return RichText.from_plain(text)


@pytest.fixture(autouse=True)
def _comments(driver: WindowDriver) -> None:
    driver.open(make_inquiry())
    session = driver.session
    begin_thread(session, NewThread("context.issue", words("Says who?"), CommentType.QUESTION, "@lead"))
    begin_thread(session, NewThread("about.title", words("Too long"), CommentType.MUST))
    begin_thread(session, NewThread("", words("Nice work")))


def open_page(driver: WindowDriver, at: str = "") -> ReviewPage:
    return driver.begin("review", ReviewPage, at)


def test_comments_are_listed_in_the_order_of_the_form(driver: WindowDriver) -> None:
    page = open_page(driver)
    assert row_titles(page.comment_list) == ["Nice work", "Must be fixed: Too long", "Says who?"]


def test_a_list_can_be_chosen(driver: WindowDriver) -> None:
    page = open_page(driver, CommentFilter.MUST)
    assert row_titles(page.comment_list) == ["Must be fixed: Too long"]
    page.show_list(CommentFilter.SETTLED)
    assert row_titles(page.comment_list) == []
    assert page.count_label.text() == "Nothing has been settled yet."


def test_a_step_can_be_chosen(driver: WindowDriver) -> None:
    page = open_page(driver)
    page.step_choice.setCurrentIndex(page.step_choice.findData("context"))
    assert row_titles(page.comment_list) == ["Says who?"]


def test_enter_goes_to_a_comment_and_n_and_p_to_the_others(driver: WindowDriver) -> None:
    page = open_page(driver)
    press("Enter")
    assert page.thread_view.hasFocus()
    press("N")
    assert page.open_thread is not None
    assert page.open_thread.place == "about.title"
    press("P")
    assert page.open_thread.place == ""


def test_settling_in_place_takes_a_comment_off_the_list_of_open_ones(driver: WindowDriver) -> None:
    page = open_page(driver, CommentFilter.OPEN)
    thread = next(thread for thread in threads_of(driver.session) if thread.place == "about.title")
    settle(driver.session, thread)
    assert row_titles(page.comment_list) == ["Nice work", "Says who?"]


def test_the_state_is_told_and_undone(driver: WindowDriver) -> None:
    page = open_page(driver)
    box = page.state_box
    box.change_link.click()
    box.stage_choice.setCurrentIndex(box.stage_choice.findData(str(ReviewStage.SENT_FOR_REVIEW)))
    box.holder_line.setText("Morag Reid")
    box.tell_button.click()
    assert box.label.text().startswith("Sent for review (Morag Reid has it) · told by you, today")
    driver.wizard.undo_stack.undo_last()
    assert states_now(driver.session) == ()


def test_a_reply_to_what_you_began_is_for_you(driver: WindowDriver) -> None:
    session = driver.session
    thread = next(thread for thread in threads_of(session) if thread.place == "context.issue")
    add_message(session, thread, NewMessage(words("The group."), said_by="Morag Reid", file="b.docx"))
    rows = review_rows(session, threads_of(session), datetime.now(UTC))
    assert [row.thread.place for row in rows if CommentFilter.FOR_ME in row.lists] == ["context.issue"]


def test_a_comment_for_the_lead_is_for_whoever_the_form_names_as_lead(driver: WindowDriver) -> None:
    session = driver.session
    lead = session.answers().get("about.lead")["name"]
    assert "@lead" in addresses(lead, session.form, session.shared_answers())
    assert "@lead" not in addresses("Somebody Else", session.form, session.shared_answers())


def test_a_comment_without_a_place_is_given_one_and_undo_takes_it_back(driver: WindowDriver) -> None:
    page = open_page(driver, CommentFilter.UNSURE)
    box = page.place_box
    box.question_choice.setCurrentIndex(box.question_choice.findData("context.issue"))
    box.choose_button.click()
    assert {thread.place for thread in threads_of(driver.session)} == {"context.issue", "about.title"}
    assert row_titles(page.comment_list) == []
    driver.wizard.undo_stack.undo_last()
    assert row_titles(page.comment_list) == ["Nice work"]


def test_a_comment_for_the_group_cannot_be_put_at_a_private_answer(driver: WindowDriver) -> None:
    session = driver.session
    entry = session.add_item("reflections.individual")
    thread = next(thread for thread in threads_of(session) if not thread.place)
    with pytest.raises(UsageError) as problem:
        place_thread(session, thread, f"reflections.individual/{entry}")
    assert problem.value.code == "comment-on-private"


def test_half_typed_words_stay_with_their_comment_when_another_is_settled(driver: WindowDriver) -> None:
    page = driver.begin("review", ReviewPage)
    first, second = (page.comment_list.row_model.rows[number].key for number in (1, 2))
    page.select(second)
    page.thread_view.setFocus()
    press("R", "“Half a”", "Esc")
    page.select(first)
    press("S", "Return")
    assert page.open_thread is not None
    assert page.open_thread.path == second
    assert page.thread_view.reply_box.words == words("Half a")


def test_a_comment_begins_on_the_step_that_is_shown(driver: WindowDriver) -> None:
    driver.control("about.place").setFocus()
    press("Alt+Right")
    driver.trigger("comment")
    assert focus_widget().accessibleName() == "Your comment: What is the issue?"


def test_a_comment_for_me_is_given_to_the_group_after_a_warning(driver: WindowDriver) -> None:
    session = driver.session
    begin_thread(session, NewThread("about.place", words("Wagtail"), is_private=True))
    page = open_page(driver)
    page.select(next(thread.path for thread in threads_of(session) if thread.is_private))
    view = page.thread_view
    assert view.give_note.isHidden()
    view.give_link.click()
    assert view.give_note.isVisible()
    assert any(thread.is_private for thread in threads_of(session))
    view.give_link.click()
    assert not any(thread.is_private for thread in threads_of(session))
    assert "Wagtail" in str([thread.began.words.plain_text for thread in threads_of(session)])


def test_a_comment_on_a_private_answer_cannot_be_given(driver: WindowDriver) -> None:
    session = driver.session
    entry = session.add_item("reflections.individual")
    begin_thread(session, NewThread(f"reflections.individual/{entry}", words("Mine")))
    page = open_page(driver)
    page.select(next(thread.path for thread in threads_of(session) if thread.is_private))
    assert page.thread_view.give_link.isHidden()


def test_undo_after_telling_the_same_state_again_keeps_it(driver: WindowDriver) -> None:
    tell_state(driver.session, ReviewStage.PUBLISHED)
    box = open_page(driver).state_box
    box.change_link.click()
    box.tell_button.click()
    driver.wizard.undo_stack.undo_last()
    assert [state.text for state in states_now(driver.session)] == ["Published"]
