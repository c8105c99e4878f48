"""Restoring an earlier state depends on revisions, not on clocks, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.history.checkpoints import (
    CHECKPOINTS_NOTE,
    MAX_CHECKPOINTS,
    Checkpoint,
    add_checkpoint,
    checkpoints_of,
    order_of_arrival,
)
from carreport.draft.history.restore import (
    apply_restore,
    plan_restore,
    preview_restore,
    restore_state,
    state_from_revisions,
    state_in_backup,
    state_of,
)
from carreport.draft.history.timeline import build_timeline, tree_as_of
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.snapshot import take_snapshot
from carreport.draft.storage.backups import back_up
from carreport.form.schema import Form


class Clock:
    """A clock set by the test."""

    says = "2016-03-01T09:00:00+00:00"

    @classmethod
    def now(cls, _zone: object = None) -> datetime:
        return datetime.fromisoformat(cls.says)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Clock]]:
    monkeypatch.setattr("carreport.draft.revisions.recorder.datetime", Clock)
    yield Clock
    Clock.says = "2016-03-01T09:00:00+00:00"


def test_going_back_writes_the_old_words_again_and_loses_nothing(session: DraftSession, form: Form) -> None:
    session.write("about.title", "First")
    kept = session.add_item("data.sources", values={"name": "The plan"})
    session.seal()
    moment, was = state_of(session.tree), session.answers().to_json(form)
    session.write("about.title", "Second")
    session.remove_item(f"data.sources/{kept}")
    session.add_item("data.sources", values={"name": "A letter"})
    restore_state(session, moment)
    assert session.answers().to_json(form) == was
    assert [revision.value for revision in session.history("about.title")] == ["First", "Second", "First"]
    assert [item.get("name") for item in session.removed_items("data.sources")] == ["A letter"]


def test_going_back_to_now_changes_nothing(session: DraftSession) -> None:
    session.write("about.title", "First")
    session.seal()
    count = len(session.tree)
    assert restore_state(session, state_of(session.tree)).restored == ()
    assert len(session.tree) == count


def test_what_would_be_different_is_told_before(session: DraftSession) -> None:
    session.write("about.title", "First")
    moment = state_from_revisions(session.tree)
    session.seal()
    session.write("about.title", "Second")
    session.write("about.place", "Skye")
    session.add_item("data.sources", values={"name": "A letter"})
    preview = preview_restore(take_snapshot(session), moment)
    told = [(revision.label, revision.change_type) for revision in preview]
    assert told == [("Title", "changed"), ("Place", "removed"), ("Sources, source “A letter”", "removed")]


def test_what_was_erased_since_is_left_alone(session: DraftSession) -> None:
    session.write("about.title", "First")
    session.seal()
    moment = state_of(session.tree)
    session.write("about.title", "Second")
    erase(session, ErasureRequest("about.title", history_only=True))
    assert restore_state(session, moment).restored == ()
    assert session.answers().get("about.title") == "Second"


def test_a_backup_is_a_moment_too(session: DraftSession) -> None:
    session.write("about.title", "First")
    session.seal()
    session.flush()
    made = back_up(session.path)
    assert made is not None
    session.write("about.title", "Second")
    assert restore_state(session, state_in_backup(made)).restored == ("about.title",)
    assert session.answers().get("about.title") == "First"


def test_what_is_edited_while_going_back_is_planned_is_left_alone(session: DraftSession) -> None:
    session.write("about.title", "First")
    session.write("about.place", "Skye")
    session.seal()
    moment = state_of(session.tree)
    session.write("about.title", "Second")
    session.write("about.place", "Mull")
    planned = plan_restore(take_snapshot(session), moment)
    session.write("about.place", "Iona")
    undone = apply_restore(session, planned)
    assert (undone.restored, undone.skipped) == (("about.title",), ("about.place",))
    assert session.answers().values == {"about.title": "First", "about.place": "Iona"}


def test_a_clock_that_jumps_does_not_change_where_one_comes_back_to(
    session: DraftSession, clock: type[Clock]
) -> None:
    session.write("about.title", "First")
    add_checkpoint(session)
    clock.says = "2031-01-01T09:00:00+00:00"
    session.write("about.place", "Skye")
    add_checkpoint(session)
    clock.says = "2016-03-02T09:00:00+00:00"
    session.write("about.title", "Second")
    session.seal()
    found = build_timeline(session.tree, checkpoints_of(session))
    assert [moment.paths for moment in found] == [("about.title",), ("about.place",), ("about.title",)]
    restore_state(session, state_of(tree_as_of(session.tree, found, found[1])))
    assert session.answers().values == {"about.title": "First", "about.place": "Skye"}


def test_a_mark_is_kept_only_when_something_is_new(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        add_checkpoint(session)
        session.write("about.title", "First")
        add_checkpoint(session)
        add_checkpoint(session)
        assert [len(checkpoint.id_prefixes) for checkpoint in checkpoints_of(session)] == [1]
    with DraftSession.open(path, "Morag Reid", read_only=True) as session:
        add_checkpoint(session)
        assert len(checkpoints_of(session)) == 1


def test_marks_do_not_grow_for_ever_and_lose_only_their_earliest_moments(session: DraftSession) -> None:
    for number in range(MAX_CHECKPOINTS + 3):
        session.write("about.title", f"Number {number}")
        add_checkpoint(session)
    kept = checkpoints_of(session)
    assert len(kept) == MAX_CHECKPOINTS
    assert len(kept[0].id_prefixes) == 4
    assert [revision.value for revision in order_of_arrival(session.tree, kept)][:2] == [
        "Number 0",
        "Number 1",
    ]


@pytest.mark.parametrize("words", ["[", "5", '[["one"]]', '{"a": 1}', "[5]"])
def test_marks_that_cannot_be_read_are_none(session: DraftSession, words: str) -> None:
    session.save_note(CHECKPOINTS_NOTE, words)
    assert checkpoints_of(session) == ()


def test_a_mark_of_what_is_not_here_is_passed_over(session: DraftSession) -> None:
    session.write("about.title", "First")
    known = order_of_arrival(session.tree, [Checkpoint("2016-03-01", "0" * 24)])
    assert [revision.value for revision in known] == ["First"]


def test_a_mark_names_nobody(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Morag Canary") as session:
        session.write("about.title", "First")
        add_checkpoint(session)
    with DraftSession.open(path, "Ailsa Kerr") as session:
        erase(session, ErasureRequest(person="Morag Canary"))
    assert b"Canary" not in path.read_bytes()
