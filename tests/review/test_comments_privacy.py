"""A comment reaches only those who can read what it is about."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.revision import bare_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release import release_entry
from carreport.draft.session.views import COMMENT_ON_PRIVATE
from carreport.errors import UsageError
from carreport.form.answers import answers_from_json
from carreport.form.richtext import RichText
from carreport.form.schema import REVIEW_SECTION
from carreport.review.thread_rows import message_values, thread_values
from carreport.review.threads import (
    THREADS,
    Anchor,
    NewMessage,
    NewThread,
    add_message,
    begin_thread,
    change_message,
    give_to_group,
    settle,
    shared_threads,
    threads_of,
)
from tests.review.comment_group import ISSUE, bytes_of, comment, copy_for, create, only_thread, send, words
from tests.rich_text import text


def forge(session: DraftSession, place: object, said: str) -> str:
    """Write a comment for everyone as another program would, wherever it is."""
    path = f"{THREADS}/forged"
    values = thread_values(path, NewThread("", RichText(), anchor=Anchor(f"{said} quoted")))
    values |= message_values(path, NewMessage(words(said), message_id="m")) | {f"{path}/place": place}
    session.shared_file.record(values)
    return path


def test_comments_for_me_are_in_no_copy(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        comment(ailsa, "Wagtail", is_private=True, anchor=Anchor("Dipper", "Wren", "Siskin"))
        add_message(ailsa, only_thread(ailsa), NewMessage(words("Linnet")))
        comment(ailsa, "For all")
        sent = bytes_of(ailsa, tmp_path)
    assert b"For all" in sent
    assert not any(word in sent for word in (b"Wagtail", b"Dipper", b"Wren", b"Siskin", b"Linnet"))


def test_a_comment_on_what_only_its_writer_can_read_is_theirs_alone(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        entry = f"s.each/{ailsa.add_item('s.each', values={'words': text('Mine')})}"
        source = f"s.sources/{ailsa.add_item('s.sources', values={'name': 'The plan'})}"
        for place in ("s.diary", entry, f"{entry}/words", f"{source}/aside"):
            assert comment(ailsa, f"Wagtail on {place}", place).is_private, place
        assert not comment(ailsa, "For all", source).is_private
        assert b"Wagtail" not in bytes_of(ailsa, tmp_path)
        ailsa.flush()
        assert b"Wagtail" not in ailsa.path.read_bytes()


@pytest.mark.parametrize(
    "place",
    ["s.diary", "s.gone", "elsewhere", "review__.threads/forged", "s.each/x1/words", 7, "s.sources/a/b/c"],
)
def test_a_forged_comment_on_a_place_that_is_not_open_never_leaves(tmp_path: Path, place: object) -> None:
    with create(tmp_path) as ailsa:
        forge(ailsa, place, "Wagtail")
        assert b"Wagtail" not in bytes_of(ailsa, tmp_path)
        assert COMMENT_ON_PRIVATE in [note.code for note in ailsa.views.notes()] or place == 7
        assert isinstance(threads_of(ailsa), tuple)


def test_a_forged_comment_on_an_entry_that_is_not_released_never_leaves(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        entry = f"s.each/{ailsa.add_item('s.each', values={'words': text('Mine'), 'release': 'yes'})}"
        forge(ailsa, f"{entry}/words", "Wagtail")
        assert b"Wagtail" not in bytes_of(ailsa, tmp_path)
        assert shared_threads(ailsa) == ()
        release_entry(ailsa, entry)
        assert b"Wagtail" in bytes_of(ailsa, tmp_path)


def test_while_an_entry_is_removed_a_comment_on_it_travels_without_its_words(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        source = f"s.sources/{ailsa.add_item('s.sources', values={'name': 'Dipper'})}"
        comment(ailsa, "For all", source, anchor=Anchor("Wagtail", "Wren", "Siskin"))
        ailsa.remove_item(source)
        without = bytes_of(ailsa, tmp_path)
        ailsa.restore_item(source)
        assert b"Wagtail" in bytes_of(ailsa, tmp_path)
    assert b"For all" in without
    assert not any(word in without for word in (b"Dipper", b"Wagtail", b"Wren", b"Siskin"))


def test_a_comment_for_me_that_is_given_to_the_group_is_the_same_for_all(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        thread = comment(ailsa, "Says who?", is_private=True, anchor=Anchor("apart"))
        settle(ailsa, thread)
        give_to_group(ailsa, only_thread(ailsa))
        given = only_thread(ailsa)
        assert (given.is_private, given.is_settled, given.anchor.quote) == (False, True, "apart")
        assert b"Says who?" in bytes_of(ailsa, tmp_path)
        with pytest.raises(UsageError):
            give_to_group(ailsa, given)


def test_what_is_given_keeps_the_order_in_which_it_was_said(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        for number in range(4):
            path = comment(ailsa, f"First {number}", is_private=True).path
            for reply in "abc":
                thread = next(thread for thread in threads_of(ailsa) if thread.path == path)
                add_message(ailsa, thread, NewMessage(words(reply)))
        before = {thread.id: thread for thread in threads_of(ailsa)}
        for thread in before.values():
            give_to_group(ailsa, thread)
        for thread in threads_of(ailsa):
            assert [said.words for said in thread.messages] == [
                said.words for said in before[thread.id].messages
            ]


def test_giving_a_comment_again_from_an_old_page_changes_nothing(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        thread = comment(ailsa, "Says who?", is_private=True)
        give_to_group(ailsa, thread)
        change_message(ailsa, only_thread(ailsa), only_thread(ailsa).began, words("Who says so?"))
        with pytest.raises(UsageError, match="can read this comment already"):
            give_to_group(ailsa, thread)
        assert only_thread(ailsa).began.words == words("Who says so?")


def test_a_comment_with_two_places_is_sent_to_nobody_if_one_of_them_is_private(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ids = [str(number) for number in range(6)]
        for name in ids:
            begin_thread(ailsa, NewThread(ISSUE, words(f"Wagtail {name}"), thread_id=name))
        with copy_for(ailsa, "Morag") as morag:
            for name in ids:
                morag.shared_file.record({f"{THREADS}/{name}/place": "s.title"})
                ailsa.shared_file.record({f"{THREADS}/{name}/place": "s.diary"})
            send(morag, ailsa)
        assert b"Wagtail" not in bytes_of(ailsa, tmp_path)
        assert shared_threads(ailsa) == ()


def test_a_comment_on_a_private_answer_cannot_be_given(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        thread = comment(ailsa, "Wagtail", "s.diary")
        with pytest.raises(UsageError, match="can only be for you"):
            give_to_group(ailsa, thread)
        assert b"Wagtail" not in bytes_of(ailsa, tmp_path)


def test_comments_are_no_answers(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        before = ailsa.answers(), ailsa.shared_answers().to_json(ailsa.form)
        comment(ailsa, "Says who?")
        comment(ailsa, "Mine", is_private=True)
        assert (ailsa.answers(), ailsa.shared_answers().to_json(ailsa.form)) == before
        assert ailsa.answers().changed_paths(before[0]) == frozenset()
    _, problems = answers_from_json(ailsa.form, {"review__": {"threads": []}})
    assert [problem.code for problem in problems] == ["unknown-section"]


def test_the_header_says_101_from_the_first_comment_on(tmp_path: Path) -> None:
    def version() -> int:
        ailsa.flush()
        return int(struct.unpack(">I", ailsa.path.read_bytes()[60:64])[0])

    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("Services plan apart."))
        before = version()
        comment(ailsa, "Says who?")
        assert (before, version()) == (100, 101)


def test_rows_of_any_shape_never_break_the_reading(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        path = forge(ailsa, ISSUE, "Says who?")
        inner = f"{path}/messages/m"
        odd = [None, 7, True, [], {}, "x" * 100_000, [["deep", [[]]]], [{"type": "table"}], {"order": "i"}]
        names = [field.id for field in REVIEW_SECTION.fields[0].fields if not field.is_group]
        for value in odd:
            written = {f"{path}/{name}": value for name in names}
            written |= {f"{inner}/{name}": value for name in ("words", "act", "seen", "said_by", "said_at")}
            ailsa.shared_file.record(written)
            assert isinstance(threads_of(ailsa), tuple)
        ailsa.shared_file.record({path: {"order": 5, "removed": "all"}, inner: "nothing", f"{inner}/x/y": 1})
        assert isinstance(threads_of(ailsa), tuple)
        ailsa.flush()
    with DraftSession.open(ailsa.path, "Ailsa") as again:
        assert isinstance(threads_of(again), tuple)


def test_what_a_later_program_does_to_a_thread_is_kept_and_shown(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        thread = comment(ailsa, "Says who?")
        settle(ailsa, thread)
        later = message_values(thread.path, NewMessage(RichText(), message_id="m9"))
        ailsa.shared_file.record({**later, f"{thread.path}/messages/m9/act": "deferred"})
        ailsa.shared_file.record({f"{thread.path}/type": "praise"})
        assert [said.id for said in only_thread(ailsa).messages][-1] == "m9"
        assert not only_thread(ailsa).is_settled
        settle(ailsa, only_thread(ailsa))
        assert only_thread(ailsa).is_settled


def test_there_is_nothing_to_say_on_a_place_that_does_not_exist(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        for place in ("s.gone", "nowhere", "review__.states", "s.@ready", "s.sources/unknown/name"):
            with pytest.raises(UsageError, match="no question or entry"):
                begin_thread(ailsa, NewThread(place, words("?")))
        assert threads_of(ailsa) == ()


def test_a_place_as_long_as_can_be_costs_no_time(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        forge(ailsa, "s.sources" + "/x/name" * 40_000, "Wagtail")
        assert only_thread(ailsa).began.words == words("Wagtail")
        assert b"Wagtail" not in bytes_of(ailsa, tmp_path)


def test_rows_that_are_their_own_ancestors_never_break_the_reading(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        path = forge(ailsa, ISSUE, "Says who?")
        one, two = "1" * 40, "2" * 40
        where = f"{path}/messages/m/words"
        circle = {one: bare_revision(one, where, (two,)), two: bare_revision(two, where, (one,))}
        ailsa.shared_file.merge_change(ChangeSet(circle))
        assert only_thread(ailsa).began.words == words("Says who?")
        assert b"Says who?" in bytes_of(ailsa, tmp_path)
