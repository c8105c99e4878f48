"""Two people's edits of one entry merge by reply: both count, and nobody counts twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.copies.conflicts import find_conflicts, keep_both
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.survey.manual_entry import (
    EnteredReply,
    current_entry_id,
    entered_replies,
    entered_replies_value,
    read_questionnaire,
    remove_reply,
    save_reply,
)
from carreport.survey.replies.merge_replies import is_entered, merge_entered
from carreport.survey.results.result import survey_result
from tests.survey.test_manual_entry import ASKED, AT, SCALED, asked_of, filled, opened, put, reply


def sent(session: DraftSession, folder: Path, author: str) -> DraftSession:
    """Open a copy of an inquiry as another person."""
    path = folder / f"{author}.carreport"
    export_copy(session, path)
    return DraftSession.open(path, author)


def bring_back(session: DraftSession, other: DraftSession, folder: Path) -> None:
    copy = folder / f"from-{other.author}-{len(list(folder.iterdir()))}.carreport"
    export_copy(other, copy)
    merge_and_save(session, preview_merge(session, copy))


def counted(session: DraftSession) -> tuple[int, tuple[int, ...]]:
    result = survey_result(session.form, session.answers(), f"{AT}/statements")
    return result.n, tuple(result.statements[0].tally.counts)


def test_one_mends_a_reply_while_another_types_on(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        put(session, reply(a="agree"), reply(a="agree"))
        with sent(session, tmp_path, "Iain Moffat") as other:
            batch, first = asked_of(other).entered[0]
            save_reply(other, asked_of(other), batch, replace(first, answers={"a": "disagree"}))
            put(other, reply(a="dont_know"))
            put(session, reply("Town", "So it is", a="strongly_agree"))
            bring_back(session, other, tmp_path)
            assert (find_conflicts(session), counted(session)) == ((), (4, (1, 1, 1, 0, 1)))
            bring_back(other, session, tmp_path)
            assert other.answers().values == session.answers().values
            put(session, reply(a="agree"))
            bring_back(other, session, tmp_path)
            assert (find_conflicts(other), counted(other)) == ((), (5, (1, 2, 1, 0, 1)))


def test_one_person_with_two_copies_on_one_computer_loses_none(tmp_path: Path) -> None:
    with opened(tmp_path) as session, sent(session, tmp_path, "Ailsa Kerr") as other:
        put(session, reply(a="agree"))
        put(other, reply(a="disagree"), reply(a="disagree"))
        bring_back(session, other, tmp_path)
        assert (find_conflicts(session), counted(session)) == ((), (3, (0, 1, 2, 0, 0)))


def test_a_reply_that_both_mended_differently_is_for_them_to_settle(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        batch = put(session, reply(a="agree"))
        with sent(session, tmp_path, "Iain Moffat") as other:
            kept = asked_of(session).entered[0][1]
            for side, said in ((session, "disagree"), (other, "dont_know")):
                mended = replace(asked_of(side).entered[0][1], answers={"a": said})
                save_reply(side, asked_of(side), batch, mended)
            put(other, reply(a="agree"))
            bring_back(session, other, tmp_path)
            (dispute,) = find_conflicts(session)
            keep_both(session, dispute.path)
            assert find_conflicts(session) == ()
            assert counted(session)[0] == 2
            assert [
                other.answers
                for _, other in asked_of(session).entered
                if other.fingerprint == kept.fingerprint
            ] == [{"a": "disagree"}]


def test_one_that_was_taken_out_stays_out_while_another_types_on(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        gone = reply(a="agree")
        batch = put(session, gone, reply(a="disagree"))
        with sent(session, tmp_path, "Iain Moffat") as other:
            save_reply(other, asked_of(other), batch, reply(a="disagree"))
            remove_reply(session, asked_of(session), batch, gone.fingerprint)
            bring_back(session, other, tmp_path)
            assert (find_conflicts(session), counted(session)) == ((), (2, (0, 0, 2, 0, 0)))


def test_typing_on_does_not_write_over_replies_that_are_set_aside(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        gone, aside = reply(a="agree"), reply(a="disagree")
        batch = put(session, gone)
        with sent(session, tmp_path, "Iain Moffat") as other:
            remove_reply(other, asked_of(other), batch, gone.fingerprint)
            save_reply(session, asked_of(session), current_entry_id(session, asked_of(session)), aside)
            bring_back(session, other, tmp_path)
        (waiting,) = session.unseen_edits()
        for _ in range(2):
            save_reply(session, asked_of(session), current_entry_id(session, asked_of(session)), reply())
        assert session.unseen_edits() == (waiting,)
        session.restore_item(waiting.item_path)
        assert aside in [entered for _, entered in asked_of(session).entered]


EMPTY = read_questionnaire(SCALED, filled(), AT)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "answers": st.dictionaries(st.sampled_from(ASKED), st.sampled_from(["agree", "disagree"])),
        "texts": st.just({"hard": "Words"}),
        "group": st.sampled_from(["Town", "School"]),
        "wave": st.just("First"),
    },
)
SIDE = st.dictionaries(st.integers(0, 5), SAID, min_size=1)
Side = dict[int, dict[str, object]]


@given(SIDE, SIDE, SIDE)
def test_every_change_of_both_sides_is_in_or_nothing_comes_together(
    base: dict[int, dict[str, object]],
    ours: dict[int, dict[str, object]],
    theirs: dict[int, dict[str, object]],
) -> None:
    replies = [
        {f"{number:012x}": EnteredReply(f"{number:012x}", **said) for number, said in side.items()}  # type: ignore[arg-type]  # as SAID has them
        for side in (base, ours, theirs)
    ]
    before, one, other = replies
    values = [entered_replies_value(EMPTY, list(side.values())) for side in replies]
    assert all(map(is_entered, values))
    joined = merge_entered(*values)
    assert joined == merge_entered(values[0], values[2], values[1])
    wanted = {}
    for mark in {*before, *one, *other}:
        sides = [one.get(mark), other.get(mark)]
        changed = [change for change in sides if change != before.get(mark)]
        if len(changed) == 2 and sides[0] != sides[1]:
            assert joined is None
            return
        if now := changed[0] if changed else before.get(mark):
            wanted[mark] = now
    assert (joined is None) == (not wanted)
    if joined is not None:
        assert {reply.fingerprint: reply for reply in entered_replies(joined)} == wanted
