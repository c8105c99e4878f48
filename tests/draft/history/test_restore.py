"""Going back to another moment: by what was there, whatever clocks say, and never by forgetting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from carreport.draft.erasure import Wanted, erase
from carreport.draft.history.checkpoints import MOST, NOTE, Mark, in_order, keep_mark, marks
from carreport.draft.history.restore import (
    accept_going_back,
    changes_on_the_way,
    go_back,
    held_by,
    held_in,
    held_now,
    plan_going_back,
)
from carreport.draft.history.timeline import as_of, moments
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.snapshot import snapshot
from carreport.draft.storage.backups import back_up
from carreport.form.schema import Form


class Clock:
    """A clock that says what a test sets it to."""

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
    moment, was = held_now(session.tree), session.answers().to_json(form)
    session.write("about.title", "Second")
    session.remove_item(f"data.sources/{kept}")
    session.add_item("data.sources", values={"name": "A letter"})
    go_back(session, moment)
    assert session.answers().to_json(form) == was
    assert [each.value for each in session.history("about.title")] == ["First", "Second", "First"]
    assert [item.get("name") for item in session.removed_items("data.sources")] == ["A letter"]


def test_going_back_to_now_changes_nothing(session: DraftSession) -> None:
    session.write("about.title", "First")
    session.seal()
    count = len(session.tree)
    assert go_back(session, held_now(session.tree)).paths == ()
    assert len(session.tree) == count


def test_what_would_be_different_is_told_before(session: DraftSession, form: Form) -> None:
    session.write("about.title", "First")
    moment = held_by(session.tree)
    session.seal()
    session.write("about.title", "Second")
    session.write("about.place", "Skye")
    session.add_item("data.sources", values={"name": "A letter"})
    told = [(each.place, each.what) for each in changes_on_the_way(form, session.tree, moment)]
    assert told == [("Title", "changed"), ("Place", "removed"), ("Sources, source “A letter”", "removed")]


def test_what_was_erased_since_is_left_alone(session: DraftSession) -> None:
    session.write("about.title", "First")
    session.seal()
    moment = held_now(session.tree)
    session.write("about.title", "Second")
    erase(session, Wanted("about.title", history_only=True))
    assert go_back(session, moment).paths == ()
    assert session.answers().get("about.title") == "Second"


def test_a_backup_is_a_moment_too(session: DraftSession) -> None:
    session.write("about.title", "First")
    session.seal()
    session.flush()
    made = back_up(session.path)
    assert made is not None
    session.write("about.title", "Second")
    assert go_back(session, held_in(made)).paths == ("about.title",)
    assert session.answers().get("about.title") == "First"


def test_what_is_edited_while_going_back_is_planned_is_left_alone(session: DraftSession) -> None:
    session.write("about.title", "First")
    session.write("about.place", "Skye")
    session.seal()
    moment = held_now(session.tree)
    session.write("about.title", "Second")
    session.write("about.place", "Mull")
    planned = plan_going_back(snapshot(session), moment)
    session.write("about.place", "Iona")
    undone = accept_going_back(session, planned)
    assert (undone.paths, undone.left) == (("about.title",), ("about.place",))
    assert session.answers().values == {"about.title": "First", "about.place": "Iona"}


def test_a_clock_that_jumps_does_not_change_where_one_comes_back_to(
    session: DraftSession, clock: type[Clock]
) -> None:
    session.write("about.title", "First")
    keep_mark(session)
    clock.says = "2031-01-01T09:00:00+00:00"
    session.write("about.place", "Skye")
    keep_mark(session)
    clock.says = "2016-03-02T09:00:00+00:00"
    session.write("about.title", "Second")
    session.seal()
    found = moments(session.tree, marks(session))
    assert [each.paths for each in found] == [("about.title",), ("about.place",), ("about.title",)]
    go_back(session, held_now(as_of(session.tree, found, found[1])))
    assert session.answers().values == {"about.title": "First", "about.place": "Skye"}


def test_a_mark_is_kept_only_when_something_is_new(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        keep_mark(session)
        session.write("about.title", "First")
        keep_mark(session)
        keep_mark(session)
        assert [len(each.names) for each in marks(session)] == [1]
    with DraftSession.open(path, "Morag Reid", read_only=True) as session:
        keep_mark(session)
        assert len(marks(session)) == 1


def test_marks_do_not_grow_for_ever_and_lose_only_their_earliest_moments(session: DraftSession) -> None:
    for number in range(MOST + 3):
        session.write("about.title", f"Number {number}")
        keep_mark(session)
    kept = marks(session)
    assert len(kept) == MOST
    assert len(kept[0].names) == 4
    assert [each.value for each in in_order(session.tree, kept)][:2] == ["Number 0", "Number 1"]


@pytest.mark.parametrize("words", ["[", "5", '[["one"]]', '{"a": 1}', "[5]"])
def test_marks_that_cannot_be_read_are_none(session: DraftSession, words: str) -> None:
    session.keep_note(NOTE, words)
    assert marks(session) == ()


def test_a_mark_of_what_is_not_here_is_passed_over(session: DraftSession) -> None:
    session.write("about.title", "First")
    known = in_order(session.tree, [Mark("2016-03-01", "0" * 24)])
    assert [each.value for each in known] == ["First"]


def test_a_mark_names_nobody(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Morag Canary") as session:
        session.write("about.title", "First")
        keep_mark(session)
    with DraftSession.open(path, "Ailsa Kerr") as session:
        erase(session, Wanted(person="Morag Canary"))
    assert b"Canary" not in path.read_bytes()
