"""Undoing a comment never removes what somebody else said in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.errors import UsageError
from carreport.review.suggestions import suggestion_for
from carreport.review.threads import CommentType, NewMessage, NewThread, add_message, threads_of
from carreport.ui.review.thread_actions import ThreadActions
from carreport.ui.undo_stack import UndoStack
from carreport.ui.widgets.notice_bar import Notice
from tests.review.comment_group import ISSUE, comment, copy_for, create, only_thread, send, words
from tests.rich_text import text


def ignore(_notice: Notice) -> None:
    """Show nothing."""


@pytest.mark.usefixtures("qapp")
def test_a_comment_that_somebody_has_answered_is_not_undone(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        undo_stack = UndoStack()
        ThreadActions(ailsa, undo_stack, ignore).begin(NewThread(ISSUE, words("Says who?")))
        with copy_for(ailsa, "Morag") as morag:
            add_message(morag, only_thread(morag), NewMessage(words("The council.")))
            send(morag, ailsa)
        with pytest.raises(UsageError, match="has been answered"):
            undo_stack.undo_last()
        assert [said.words.plain_text for said in only_thread(ailsa).messages] == [
            "Says who?",
            "The council.",
        ]


@pytest.mark.usefixtures("qapp")
def test_a_comment_and_own_replies_are_undone_one_after_the_other(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        undo_stack = UndoStack()
        actions = ThreadActions(ailsa, undo_stack, ignore)
        actions.begin(NewThread(ISSUE, words("Says who?")))
        actions.reply(only_thread(ailsa), words("And when?"))
        for _ in range(2):
            undo_stack.undo_last()
        assert threads_of(ailsa) == ()
        for _ in range(2):
            undo_stack.redo_next()
        assert len(only_thread(ailsa).messages) == 2
        for _ in range(2):
            undo_stack.undo_last()
        assert threads_of(ailsa) == ()


@pytest.mark.usefixtures("qapp")
def test_taking_again_after_a_reply_came_in_leaves_the_reply_unseen(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        undo_stack = UndoStack()
        actions = ThreadActions(ailsa, undo_stack, ignore)
        ailsa.write(ISSUE, text("One"))
        suggestion = suggestion_for(ailsa, ISSUE, words("Two"))
        comment(ailsa, "Plainer", type=CommentType.SUGGESTION, suggestion=suggestion)
        with copy_for(ailsa, "Morag") as morag:
            actions.take(only_thread(ailsa))
            undo_stack.undo_last()
            add_message(morag, only_thread(morag), NewMessage(words("Wait.")))
            send(morag, ailsa)
        undo_stack.redo_next()
        assert not only_thread(ailsa).is_settled


@pytest.mark.usefixtures("qapp")
def test_the_first_answer_to_a_question_has_not_changed_since(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        actions = ThreadActions(ailsa, UndoStack(), ignore)
        suggestion = suggestion_for(ailsa, ISSUE, words("New answer"))
        thread = comment(ailsa, "Try this", type=CommentType.SUGGESTION, suggestion=suggestion)
        assert not actions.details(thread, shows_place=False).has_answer_changed
        ailsa.write(ISSUE, text("Old answer"))
        assert actions.details(thread, shows_place=False).has_answer_changed
