"""A comment is answered, settled, opened again, and undone, all by single keys."""

from __future__ import annotations

from datetime import UTC, datetime

from carreport.review.threads import Act, NewMessage, NewThread, add_message, begin_thread, settle
from carreport.ui.review.thread_actions import ThreadDetails
from carreport.ui.review.thread_text import EVERYONE_CAN_READ, ONLY_YOU_CAN_READ
from carreport.ui.review.thread_view import ThreadView
from tests.ui.driver.comments import CommentsDriver, text_of
from tests.ui.driver.drafts import ME
from tests.ui.driver.keyboard import has_focus, press, type_text

THANKS = "end.thanks"


def open_card(comments: CommentsDriver, *, is_private: bool = False) -> ThreadView:
    begin_thread(comments.session, NewThread(THANKS, text_of("Who?"), is_private=is_private))
    comments.wizard.go_to(THANKS)
    comments.button(THANKS).click()
    return comments.cards[0]


def test_r_answers(comments: CommentsDriver) -> None:
    card = open_card(comments)
    press("R")
    type_text("The school.")
    press("Ctrl+Return")
    assert [message.words for message in comments.thread.messages] == [
        text_of("Who?"),
        text_of("The school."),
    ]
    assert (card.hasFocus(), card.is_writing, card.has_words) == (True, False, False)


def test_an_empty_reply_is_not_added(comments: CommentsDriver) -> None:
    card = open_card(comments)
    press("R", "Ctrl+Return")
    assert len(comments.thread.messages) == 1
    assert (card.is_writing, card.reply_box.hint_label.text()) == (True, "Write your reply first.")


def test_s_and_enter_settle_it_as_done(comments: CommentsDriver) -> None:
    open_card(comments)
    press("S", "Return")
    assert comments.thread.is_settled
    assert comments.thread.messages[-1].act is Act.DONE
    assert (comments.cards, comments.button(THANKS).text()) == ([], "1 settled")
    assert has_focus(comments.panel.settled_link)


def test_it_is_settled_as_not_needed_with_a_last_word(comments: CommentsDriver) -> None:
    open_card(comments)
    press("S", "Right", "Tab")
    type_text("See above.")
    press("Ctrl+Return")
    assert (comments.thread.messages[-1].act, comments.thread.messages[-1].words) == (
        Act.NOT_NEEDED,
        text_of("See above."),
    )


def test_a_settled_one_is_folded_and_can_be_opened_again(comments: CommentsDriver) -> None:
    open_card(comments)
    press("S", "Return", "Space")
    comments.cards[0].setFocus()
    press("O")
    assert not comments.thread.is_settled
    assert comments.button(THANKS).text() == "1 comment"


def test_it_is_settled_only_for_the_messages_on_the_card(comments: CommentsDriver) -> None:
    card = open_card(comments)
    shown = comments.thread
    add_message(comments.session, shown, NewMessage(text_of("Wait.")))
    card.show_thread(shown, ThreadDetails(), ME, datetime.now(UTC))
    press("S", "Return")
    assert not comments.thread.is_settled


def test_esc_closes_the_box_then_the_comments_and_what_was_typed_stays(comments: CommentsDriver) -> None:
    card = open_card(comments)
    press("R")
    type_text("Half a")
    press("Esc")
    assert (card.hasFocus(), card.is_writing) == (True, False)
    press("Esc")
    assert not comments.is_open
    comments.button(THANKS).click()
    press("R")
    assert comments.cards[0].reply_box.words == text_of("Half a")


def test_half_a_reply_stays_if_somebody_settles_it_meanwhile(comments: CommentsDriver) -> None:
    open_card(comments)
    press("R")
    type_text("Half a")
    settle(comments.session, comments.thread)
    assert comments.cards == []
    comments.panel.settled_link.click()
    assert comments.cards[0].reply_box.words == text_of("Half a")


def test_half_a_reply_is_never_added_to_another_thread(comments: CommentsDriver) -> None:
    card = open_card(comments)
    press("R")
    type_text("Half a")
    first = comments.thread
    begin_thread(comments.session, NewThread(THANKS, text_of("When?")))
    second, details = comments.threads[1], comments.wizard.comment_panels.actions.details
    card.show_thread(second, details(second, shows_place=False), ME, datetime.now(UTC))
    assert (card.is_writing, card.has_words) == (False, False)
    card.show_thread(first, details(first, shows_place=False), ME, datetime.now(UTC))
    assert card.reply_box.words == text_of("Half a")


def test_it_always_says_who_can_read_a_reply(comments: CommentsDriver) -> None:
    card = open_card(comments)
    press("R")
    assert card.reply_box.readers_label.text() == EVERYONE_CAN_READ
    assert EVERYONE_CAN_READ in card.reply_box.box.text_edit.accessibleDescription()


def test_only_the_writer_can_read_replies_to_a_private_comment(comments: CommentsDriver) -> None:
    card = open_card(comments, is_private=True)
    press("R")
    assert card.reply_box.readers_label.text() == ONLY_YOU_CAN_READ
    assert "only you can read this" in card.title_label.text()


def test_each_is_undone_and_redone(comments: CommentsDriver) -> None:
    comments.add(THANKS, "Who?")
    comments.panel.focus_start()
    press("R")
    type_text("We.")
    press("Ctrl+Return", "S", "Return")
    stack, wizard = comments.wizard.undo_stack, comments.wizard
    assert [stack.text(number) for number in range(stack.count())] == ["comment", "reply", "settling"]
    wizard.undo()
    assert (comments.thread.is_settled, len(comments.thread.messages)) == (False, 2)
    wizard.undo()
    wizard.undo()
    assert (comments.threads, comments.cards) == ((), [])
    for _ in range(3):
        wizard.redo()
    assert (comments.thread.is_settled, len(comments.thread.messages)) == (True, 3)
