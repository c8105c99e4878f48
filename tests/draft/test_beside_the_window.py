"""Copies, bringing in and going back work in another thread while somebody writes on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from carreport.draft.copies.export_copy import build_copy, make_copy, order_copy
from carreport.draft.copies.incoming import Brought
from carreport.draft.copies.merge_copy import (
    accept,
    accept_undoing,
    bring_in,
    heads_to_undo,
    look_at_copy,
    plan_from,
    undo_bringing_in,
)
from carreport.draft.copies.read_copy import read_copy
from carreport.draft.history.restore import plan_rewriting
from carreport.draft.revisions.revision import bare
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.fill import plan_fill, write_filled
from carreport.draft.session.receipts import receipts
from carreport.draft.session.snapshot import make_safe, snapshot
from carreport.errors import DraftNotSaved, UsageError
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form

T = TypeVar("T")


def elsewhere(work: Callable[[], T]) -> T:
    """Do work in another thread and return what it returns, or raise what it raises."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@pytest.fixture
def back(session: DraftSession, tmp_path: Path) -> Path:
    """A copy that went out and came back with Morag's words in it."""
    session.write("about.title", "A walk")
    copy = tmp_path / "back.carreport"
    build_copy(session, copy)
    with DraftSession.open(copy, "Morag Reid") as sent:
        sent.write("about.title", "A longer walk")
        sent.write("about.place", "Skye")
    return copy


def test_a_copy_is_made_of_what_stood_when_it_was_ordered(session: DraftSession, tmp_path: Path) -> None:
    session.write("about.title", "As ordered")
    order = order_copy(session, tmp_path / "copy.carreport")
    session.flush()
    session.write("about.title", "Written since")
    receipt = elsewhere(lambda: make_copy(order))
    with DraftSession.open(order.target, "Morag Reid") as sent:
        assert sent.answers().get("about.title") == "As ordered"
    assert receipts(session) == ()
    assert (receipt.name, receipt.answers) == ("copy.carreport", 1)


def test_an_order_for_a_place_that_is_taken_is_refused_at_once(session: DraftSession, tmp_path: Path) -> None:
    (tmp_path / "copy.carreport").touch()
    with pytest.raises(DraftNotSaved, match="There is a file"):
        order_copy(session, tmp_path / "copy.carreport")
    with pytest.raises(DraftNotSaved, match="is the inquiry itself"):
        order_copy(session, session.path, replace=True)


def test_a_copy_comes_in_that_was_read_and_planned_elsewhere(session: DraftSession, back: Path) -> None:
    before = snapshot(session)
    joining = elsewhere(lambda: plan_from(before, read_copy(back, before.form)))
    elsewhere(lambda: make_safe(session))
    session.write("about.story", [{"type": "paragraph", "spans": [{"text": "Meanwhile"}]}])
    accept(session, joining)
    session.flush()
    with DraftSession.open(session.path, "", read_only=True) as kept:
        assert kept.answers() == session.answers()
        assert kept.answers().get("about.title") == "A longer walk"
        assert kept.answers().get("about.place") == "Skye"
    planned = elsewhere(lambda: plan_rewriting(snapshot(session), heads_to_undo(session)))
    assert accept_undoing(session, planned).paths == ("about.place", "about.title")
    assert (session.answers().get("about.title"), session.answers().get("about.place")) == ("A walk", None)


def test_what_was_written_since_the_planning_meets_what_comes_in(session: DraftSession, back: Path) -> None:
    before = snapshot(session)
    joining = plan_from(before, read_copy(back, before.form))
    session.write("about.title", "A shorter walk")
    accept(session, joining)
    assert {each.value for each in session.answers().versions["about.title"]} == {
        "A longer walk",
        "A shorter walk",
    }


def test_what_came_in_twice_meanwhile_changes_nothing(session: DraftSession, back: Path) -> None:
    joining = look_at_copy(session, back)
    bring_in(session, joining)
    count, kept = len(session.tree), len(receipts(session))
    accept(session, joining)
    assert (len(session.tree), len(receipts(session))) == (count, kept)
    undo_bringing_in(session)
    assert session.answers().get("about.title") == "A walk"


def test_words_that_came_meanwhile_are_not_emptied_by_a_bare_name(
    session: DraftSession, back: Path, form: Form
) -> None:
    with DraftSession.open(back, "Morag Reid") as sent:
        sent.write("about.place", "Mull")
        sent.seal()
        rows = [each for each in sent.tree if each.path == "about.place"]
    child = next(each for each in rows if each.value == "Mull")
    before = snapshot(session)
    later = plan_from(before, Brought("later", before.draft_id, (child, bare(child.parents[0], child.path))))
    bring_in(session, look_at_copy(session, back))
    accept(session, later)
    session.close()
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        assert [each.value for each in again.history("about.place")] == ["Mull", "Skye"]
        assert form.id == again.form.id


def test_a_separate_start_is_refused_by_the_short_part_too(
    session: DraftSession, tmp_path: Path, form: Form
) -> None:
    other = tmp_path / "other.carreport"
    with DraftSession.create(other, form, "Morag Reid") as begun:
        begun.write("about.title", "Elsewhere")
    before = snapshot(session)
    joining = plan_from(before, read_copy(other, form))
    with pytest.raises(UsageError, match="separate start"):
        accept(session, joining)
    accept(session, joining, separate=True)
    assert session.answers().get("about.title") == "Elsewhere"


def test_answers_worked_out_beside_the_window_are_written_in_one_go(session: DraftSession) -> None:
    given = Answers({"about.title": "A walk", "actions.actions": (Item("a1", {"what": "Ring ahead"}),)})
    planned = elsewhere(partial(plan_fill, snapshot(session), given))
    assert session.answers().values == {}
    write_filled(session, planned)
    assert session.answers().values == given.values
    write_filled(session, elsewhere(partial(plan_fill, snapshot(session), given)))
    assert [len(session.history(path)) for path in ("about.title", "actions.actions/a1/what")] == [1, 1]


def test_answers_that_somebody_wrote_meanwhile_are_filled_in_over_what_stands(session: DraftSession) -> None:
    planned = elsewhere(partial(plan_fill, snapshot(session), Answers({"about.title": "A walk"})))
    session.write("about.title", "Written since")
    write_filled(session, planned)
    assert [each.value for each in session.history("about.title")] == ["A walk", "Written since"]
    assert not session.answers().versions
