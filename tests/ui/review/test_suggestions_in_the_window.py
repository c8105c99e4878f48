"""Suggested text is shown by words, taken with one key or left out for a reason, and undone."""

from __future__ import annotations

import pytest

from carreport.review.threads import Act, CommentType, NewThread, Suggestion, begin_thread
from carreport.ui.review.message_box import SAY_WHY
from tests.ui.driver.comments import CommentsDriver, text_of
from tests.ui.driver.drafts import paragraphs
from tests.ui.driver.keyboard import press, type_text
from tests.ui.driver.prompts import FakePrompts

THANKS = "end.thanks"
BEFORE, AFTER = "We thank the office.", "We thank the school office."


@pytest.fixture
def suggested(comments: CommentsDriver) -> CommentsDriver:
    """A suggestion for an answer, with its card in focus."""
    session = comments.session
    session.write(THANKS, paragraphs(BEFORE))
    session.seal(THANKS)
    suggestion = Suggestion(text_of(AFTER), session.tree.heads(THANKS)[0].id)
    begin_thread(session, NewThread(THANKS, text_of("Whose?"), CommentType.SUGGESTION, suggestion=suggestion))
    comments.wizard.go_to(THANKS)
    comments.button(THANKS).click()
    return comments


def test_it_is_shown_by_words(suggested: CommentsDriver) -> None:
    card = suggested.cards[0]
    assert "school" in card.diff_label.accessibleName()
    assert (card.take_button.isVisible(), card.settle_link.isVisible()) == (True, False)


def test_t_takes_it_and_undo_brings_the_answer_back(suggested: CommentsDriver) -> None:
    press("T")
    assert suggested.answer(THANKS) == paragraphs(AFTER)
    assert (suggested.thread.is_settled, suggested.button(THANKS).text()) == (True, "1 settled")
    suggested.wizard.undo()
    assert (suggested.answer(THANKS), suggested.thread.is_settled) == (paragraphs(BEFORE), False)
    suggested.wizard.redo()
    assert (suggested.answer(THANKS), suggested.thread.is_settled) == (paragraphs(AFTER), True)


def test_it_is_joined_with_what_was_written_since(suggested: CommentsDriver) -> None:
    suggested.session.write(THANKS, paragraphs(BEFORE, "And the bus."))
    suggested.qtbot.waitUntil(suggested.cards[0].diff_note.isVisible)
    press("T")
    assert suggested.answer(THANKS) == paragraphs(AFTER, "And the bus.")


def test_words_in_the_same_place_become_two_versions_and_a_notice_says_so(
    suggested: CommentsDriver, prompts: FakePrompts
) -> None:
    suggested.session.write(THANKS, paragraphs("We thank nobody."))
    press("T")
    assert len(suggested.session.answers().versions[THANKS]) == 2
    assert "two versions" in prompts.notice.text
    assert suggested.question(THANKS).head.conflict_link.isVisible()


def test_l_leaves_it_out_for_a_reason(suggested: CommentsDriver) -> None:
    press("L", "Ctrl+Return")
    assert suggested.cards[0].reply_box.hint_label.text() == SAY_WHY
    type_text("There are two schools.")
    press("Ctrl+Return")
    last = suggested.thread.messages[-1]
    assert (last.act, last.words) == (Act.LEFT, text_of("There are two schools."))
    assert suggested.answer(THANKS) == paragraphs(BEFORE)


def test_one_that_cannot_be_taken_says_why_and_stays(comments: CommentsDriver, prompts: FakePrompts) -> None:
    comments.session.write(THANKS, paragraphs(BEFORE))
    unknown = Suggestion(text_of(AFTER), "an-unknown-version")
    begin_thread(comments.session, NewThread(THANKS, text_of(""), CommentType.SUGGESTION, suggestion=unknown))
    comments.wizard.go_to(THANKS)
    comments.button(THANKS).click()
    press("T")
    assert "not known here" in prompts.notice.text
    assert (comments.thread.is_settled, comments.answer(THANKS)) == (False, paragraphs(BEFORE))
