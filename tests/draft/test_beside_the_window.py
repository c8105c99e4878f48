"""Sharing, importing and restoring work in another thread while somebody goes on writing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from carreport.draft.copies.export_copy import export_copy, plan_copy, write_copy
from carreport.draft.copies.incoming import IncomingCopy
from carreport.draft.copies.merge_copy import (
    apply_merge,
    apply_merge_undo,
    heads_of_last_merge,
    merge_and_save,
    plan_merge_into_snapshot,
    preview_merge,
    undo_last_merge,
)
from carreport.draft.copies.read_copy import read_copy
from carreport.draft.history.restore import plan_head_restore
from carreport.draft.revisions.revision import bare_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.fill import apply_fill, prepare_fill
from carreport.draft.session.receipts import receipts_of
from carreport.draft.session.snapshot import save_and_back_up, take_snapshot
from carreport.errors import DraftSaveError, UsageError
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form

T = TypeVar("T")


def elsewhere(work: Callable[[], T]) -> T:
    """Run a function in another thread and return its result, or raise its exception."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@pytest.fixture
def back(session: DraftSession, tmp_path: Path) -> Path:
    """A copy that was shared and came back with Morag's edits."""
    session.write("about.title", "A walk")
    copy = tmp_path / "back.carreport"
    export_copy(session, copy)
    with DraftSession.open(copy, "Morag Reid") as sent:
        sent.write("about.title", "A longer walk")
        sent.write("about.place", "Skye")
    return copy


def test_a_copy_is_made_of_what_stood_when_it_was_ordered(session: DraftSession, tmp_path: Path) -> None:
    session.write("about.title", "As ordered")
    order = plan_copy(session, tmp_path / "copy.carreport")
    session.flush()
    session.write("about.title", "Written since")
    receipt = elsewhere(lambda: write_copy(order))
    with DraftSession.open(order.target, "Morag Reid") as sent:
        assert sent.answers().get("about.title") == "As ordered"
    assert receipts_of(session) == ()
    assert (receipt.name, receipt.answers) == ("copy.carreport", 1)


def test_an_order_for_a_place_that_is_taken_is_refused_at_once(session: DraftSession, tmp_path: Path) -> None:
    (tmp_path / "copy.carreport").touch()
    with pytest.raises(DraftSaveError) as taken:
        plan_copy(session, tmp_path / "copy.carreport")
    with pytest.raises(DraftSaveError) as itself:
        plan_copy(session, session.path, replace=True)
    assert (taken.value.code, itself.value.code) == ("draft-exists", "copy-is-draft")


def test_a_copy_comes_in_that_was_read_and_planned_elsewhere(session: DraftSession, back: Path) -> None:
    before = take_snapshot(session)
    joining = elsewhere(lambda: plan_merge_into_snapshot(before, read_copy(back, before.form)))
    elsewhere(lambda: save_and_back_up(session))
    session.write("about.story", [{"type": "paragraph", "spans": [{"text": "Meanwhile"}]}])
    apply_merge(session, joining)
    session.flush()
    with DraftSession.open(session.path, "", read_only=True) as kept:
        assert kept.answers() == session.answers()
        assert kept.answers().get("about.title") == "A longer walk"
        assert kept.answers().get("about.place") == "Skye"
    planned = elsewhere(lambda: plan_head_restore(take_snapshot(session), heads_of_last_merge(session)))
    assert apply_merge_undo(session, planned).restored == ("about.place", "about.title")
    assert (session.answers().get("about.title"), session.answers().get("about.place")) == ("A walk", None)


def test_what_was_written_since_the_planning_meets_what_comes_in(session: DraftSession, back: Path) -> None:
    before = take_snapshot(session)
    joining = plan_merge_into_snapshot(before, read_copy(back, before.form))
    session.write("about.title", "A shorter walk")
    apply_merge(session, joining)
    assert {version.value for version in session.answers().versions["about.title"]} == {
        "A longer walk",
        "A shorter walk",
    }


def test_what_came_in_twice_meanwhile_changes_nothing(session: DraftSession, back: Path) -> None:
    joining = preview_merge(session, back)
    merge_and_save(session, joining)
    count, kept = len(session.tree), len(receipts_of(session))
    apply_merge(session, joining)
    assert (len(session.tree), len(receipts_of(session))) == (count, kept)
    undo_last_merge(session)
    assert session.answers().get("about.title") == "A walk"


def test_words_that_came_meanwhile_are_not_emptied_by_a_bare_name(
    session: DraftSession, back: Path, form: Form
) -> None:
    with DraftSession.open(back, "Morag Reid") as sent:
        sent.write("about.place", "Mull")
        sent.seal()
        rows = [revision for revision in sent.tree if revision.path == "about.place"]
    child = next(revision for revision in rows if revision.value == "Mull")
    before = take_snapshot(session)
    later = plan_merge_into_snapshot(
        before, IncomingCopy("later", before.draft_id, (child, bare_revision(child.parents[0], child.path)))
    )
    merge_and_save(session, preview_merge(session, back))
    apply_merge(session, later)
    session.close()
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        assert [revision.value for revision in again.history("about.place")] == ["Mull", "Skye"]
        assert form.id == again.form.id


def test_a_separate_start_is_refused_by_the_short_part_too(
    session: DraftSession, tmp_path: Path, form: Form
) -> None:
    other = tmp_path / "other.carreport"
    with DraftSession.create(other, form, "Morag Reid") as begun:
        begun.write("about.title", "Elsewhere")
    before = take_snapshot(session)
    joining = plan_merge_into_snapshot(before, read_copy(other, form))
    with pytest.raises(UsageError) as caught:
        apply_merge(session, joining)
    assert caught.value.code == "separate-start"
    apply_merge(session, joining, separate=True)
    assert session.answers().get("about.title") == "Elsewhere"


def test_answers_worked_out_beside_the_window_are_written_in_one_go(session: DraftSession) -> None:
    given = Answers({"about.title": "A walk", "actions.actions": (Item("a1", {"what": "Ring ahead"}),)})
    planned = elsewhere(partial(prepare_fill, take_snapshot(session), given))
    assert session.answers().values == {}
    apply_fill(session, planned)
    assert session.answers().values == given.values
    apply_fill(session, elsewhere(partial(prepare_fill, take_snapshot(session), given)))
    assert [len(session.history(path)) for path in ("about.title", "actions.actions/a1/what")] == [1, 1]


def test_answers_that_somebody_wrote_meanwhile_are_filled_in_over_what_stands(session: DraftSession) -> None:
    planned = elsewhere(partial(prepare_fill, take_snapshot(session), Answers({"about.title": "A walk"})))
    session.write("about.title", "Written since")
    apply_fill(session, planned)
    assert [revision.value for revision in session.history("about.title")] == ["A walk", "Written since"]
    assert not session.answers().versions
