"""Comments of several people come together, whatever the order of the copies."""

from __future__ import annotations

from pathlib import Path

from carreport.draft.copies.conflicts import find_conflicts
from carreport.draft.copies.merge_copy import undo_last_merge, undoable_merge_name
from carreport.draft.copies.merge_plan import MergeEffectKind
from carreport.draft.history.changes_by_others import COMMENTED, edits_by_others
from carreport.draft.history.restore import restore_state, state_of
from carreport.draft.history.timeline import build_timeline
from carreport.draft.revisions.labels import path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.review.threads import (
    Act,
    NewMessage,
    NewThread,
    add_message,
    begin_thread,
    change_message,
    settle,
    threads_of,
)
from carreport.ui.copies.import_page import merge_plan_text
from tests.review.comment_group import ISSUE, comment, copy_for, create, only_thread, send, words


def test_a_reply_that_whoever_settled_had_not_seen_leaves_the_thread_open_in_every_order(
    tmp_path: Path,
) -> None:
    for number, order in enumerate(((0, 1, 2), (2, 1, 0))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with create(folder) as ailsa:
            comment(ailsa, "Says who?")
            with copy_for(ailsa, "Morag") as morag, copy_for(ailsa, "Iain") as iain:
                settle(morag, only_thread(morag))
                add_message(iain, only_thread(iain), NewMessage(words("The council does.")))
                people = [ailsa, morag, iain]
                for reader in order:
                    for sender in people:
                        if sender is not people[reader]:
                            send(sender, people[reader])
                send(morag, ailsa)
                found = [only_thread(session) for session in people]
                assert [thread.is_settled for thread in found] == [False] * 3, order
                assert [len(thread.messages) for thread in found] == [3] * 3


def test_the_same_word_message_brought_in_by_two_people_is_one(tmp_path: Path) -> None:
    said = NewMessage(words("Reword this."), message_id="m1", said_by="Kirsty", file="review.docx")
    new = NewThread(ISSUE, words(""), thread_id="t1", first=said)
    with create(tmp_path) as ailsa, copy_for(ailsa, "Morag") as morag:
        begin_thread(ailsa, new)
        begin_thread(morag, new)
        assert begin_thread(morag, new) == "review__.threads/t1"
        send(morag, ailsa)
        (message,) = only_thread(ailsa).messages
        assert (message.words, message.author) == (words("Reword this."), "Kirsty")
        assert message.brought_by in ("Ailsa", "Morag")


def test_words_that_their_writer_changes_are_unseen_again(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa, copy_for(ailsa, "Morag") as morag:
        comment(ailsa, "Says who?")
        send(ailsa, morag)
        settle(morag, only_thread(morag))
        change_message(ailsa, only_thread(ailsa), only_thread(ailsa).began, words("Says who, and when?"))
        send(morag, ailsa)
        thread = only_thread(ailsa)
        assert not thread.is_settled
        assert thread.began.words == words("Says who, and when?")
        settle(ailsa, thread)
        assert only_thread(ailsa).is_settled


def test_words_changed_on_two_computers_are_both_shown_and_never_a_conflict(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        comment(ailsa, "Says who?")
        with copy_for(ailsa, "Morag") as morag:
            pass
        with DraftSession.open(morag.path, "Ailsa") as elsewhere:
            change_message(elsewhere, only_thread(elsewhere), only_thread(elsewhere).began, words("One"))
            change_message(ailsa, only_thread(ailsa), only_thread(ailsa).began, words("Two"))
            send(elsewhere, ailsa)
        shown = only_thread(ailsa).began.words.plain_text
        assert sorted(shown.split("\n\n")) == ["One", "Two"]
        assert find_conflicts(ailsa) == ()
        assert ailsa.answers().versions == {}


def test_two_different_recipients_are_joined(tmp_path: Path) -> None:
    new = NewThread(ISSUE, words("?"), to="Iain", thread_id="t1")
    with create(tmp_path) as ailsa, copy_for(ailsa, "Morag") as morag:
        begin_thread(ailsa, new)
        begin_thread(morag, NewThread(ISSUE, words("?"), to="@lead", thread_id="t1"))
        send(morag, ailsa)
        assert sorted(only_thread(ailsa).to.split(", ")) == ["@lead", "Iain"]


def test_what_came_in_is_told_as_a_comment_on_its_question(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa, copy_for(ailsa, "Morag") as morag:
        thread = comment(morag, "Says who?")
        plan = send(morag, ailsa)
        assert merge_plan_text(plan, "Ailsa") == "From Morag: 1 comment with something new."
        first = plan.effects
        settle(morag, thread, Act.NOT_NEEDED)
        second = send(morag, ailsa).effects
        told = [
            (effect.label, effect.effect_type, effect.author, effect.preview) for effect in (*first, *second)
        ]
        label = "Comment on What is the issue?"
        what = MergeEffectKind.COMMENTED
        assert told == [(label, what, "Morag", "Says who?"), (label, what, "Morag", "settled: not needed")]
        (moment,) = build_timeline(ailsa.tree)
        assert [path_label(ailsa.form, ailsa.tree, path) for path in moment.paths] == [label]


def test_what_others_said_since_the_last_session_leads_to_the_question(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write("s.title", "A title")
        with copy_for(ailsa, "Morag") as morag:
            comment(morag, "Says who?")
            path = ailsa.path
            ailsa.close()
            with DraftSession.open(path, "Ailsa") as again:
                send(morag, again)
                (edit,) = edits_by_others(again)
        assert (edit.path, edit.label) == (ISSUE, "Comment on What is the issue?")
        assert (edit.change_type, edit.preview) == (COMMENTED, "Says who?")


def test_a_thread_removed_here_is_there_again_if_somebody_answered_it(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        thread = comment(ailsa, "Says who?")
        with copy_for(ailsa, "Morag") as morag:
            add_message(morag, only_thread(morag), NewMessage(words("The council.")))
            ailsa.remove_item(thread.path)
            assert threads_of(ailsa) == ()
            send(morag, ailsa)
            assert [m.words.plain_text for m in only_thread(ailsa).messages] == ["Says who?", "The council."]
            assert ailsa.unseen_edits() == ()


def test_undoing_an_import_and_going_back_leave_what_others_said(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write("s.title", "Before")
        ailsa.seal()
        earlier = state_of(ailsa.tree)
        with copy_for(ailsa, "Morag") as morag:
            comment(morag, "Says who?")
            morag.write("s.title", "After")
            send(morag, ailsa)
        undo_last_merge(ailsa)
        assert (ailsa.answers().get("s.title"), only_thread(ailsa).began.author) == ("Before", "Morag")
        ailsa.write("s.title", "Later")
        restore_state(ailsa, earlier)
        assert (ailsa.answers().get("s.title"), len(threads_of(ailsa))) == ("Before", 1)


def test_a_copy_with_comments_alone_has_no_import_to_undo(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa, copy_for(ailsa, "Morag") as morag:
        comment(morag, "Says who?")
        send(morag, ailsa)
        assert undoable_merge_name(ailsa) == ""
        assert undo_last_merge(ailsa).restored == ()
