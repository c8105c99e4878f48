"""Bring a copy into an open inquiry: look at it, accept it, and take it back in one go.

What takes long runs in any thread on values that do not change: reading the file (`read_copy`),
working out what it does (`plan_from` a snapshot), saving and backing up (`make_safe`). What must
happen on the thread of the session takes a moment (`accept`, `accept_undoing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from carreport.draft.copies.exclusions import sifted
from carreport.draft.copies.forget_reply import marks_in
from carreport.draft.copies.incoming import Brought, new_rows, still_new
from carreport.draft.copies.merge_plan import Joining, plan_joining
from carreport.draft.copies.read_copy import read_copy
from carreport.draft.history.checkpoints import keep_mark
from carreport.draft.history.restore import (
    NOTE,
    Heads,
    Rewriting,
    Undone,
    heads_at,
    heads_note,
    noted_heads,
    plan_rewriting,
    rewrite,
)
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import Tree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import Receipt, keep_receipt
from carreport.draft.session.snapshot import Snapshot, make_safe, snapshot
from carreport.errors import DraftFileError, UsageError


def look_at_copy(session: DraftSession, path: Path) -> Joining:
    """Return what bringing in the file at `path` would do; nothing is changed.

    Raise `DraftFileError` if the file cannot be read, or is the draft itself.
    """
    check_copy(session, path)
    return plan_bringing(session, read_copy(path, session.form))


def check_copy(session: DraftSession, path: Path) -> None:
    """Raise `DraftFileError` if the file is the open draft itself."""
    if path.resolve() == session.path.resolve():
        what = f"{path.name} is the inquiry that is open."
        raise DraftFileError("same-draft", what, remedy="Choose the copy that came back.")


def plan_bringing(session: DraftSession, brought: Brought) -> Joining:
    """Return what bringing in does that was read by `read_copy`, which may run in any thread."""
    before = snapshot(session)
    session.flush()
    return plan_from(before, brought)


def plan_from(before: Snapshot, brought: Brought) -> Joining:
    """Return what bringing this into the inquiry does; it may run in any thread.

    Raise `DraftFileError` if the inquiry's own file cannot be read for its pictures.
    """
    kept, tree = before.pictures(brought.pictures), before.tree()
    joining = plan_joining(before.form, tree, before.draft_id, brought, kept)
    stood = heads_at(tree, _spoken_at(joining.rows))
    tree.add_all(joining.rows.values())
    return replace(joining, note=_note_of(brought, stood, tree), moment=before.moment)


def bring_in(session: DraftSession, joining: Joining, *, separate: bool = False) -> Joining:
    """Take in what a copy holds and return what that did; it is on the disk when this returns.

    A separate start on the same form is only taken in with `separate`.
    """
    # somebody may have gone on writing since it was looked at
    joining = plan_bringing(session, joining.brought)
    _check_separate(joining, separate=separate)
    if not joining.is_nothing:
        make_safe(session)
        accept(session, joining, separate=separate)
        session.flush()
    return joining


def accept(session: DraftSession, joining: Joining, *, separate: bool = False) -> None:
    """Take in what was planned, in a moment; `flush` waits until it is on the disk.

    What came to be known since the planning is not taken in again. Raise `UsageError` if it is a
    separate start and nobody said that it is to come in (`separate`).
    """
    _check_separate(joining, separate=separate)
    session.seal()
    keep_mark(session)
    is_same = joining.moment is session.tree.moment
    rows = joining.rows if is_same else _rows_now(session, joining)
    if not rows and not joining.pictures:
        return
    before = {} if is_same else heads_at(session.tree, _spoken_at(rows))
    session.union(replace(joining, rows=rows).change(session.tree))
    note = joining.note if is_same else _note_of(joining.brought, before, session.tree)
    if note:
        session.keep_note(NOTE, note)
    keep_receipt(session, _receipt(session, joining))


def can_undo(session: DraftSession) -> str:
    """Return the name of the copy whose coming in can be undone, or nothing."""
    return noted_heads(session.note(NOTE))[0]


def undo_bringing_in(session: DraftSession) -> Undone:
    """Undo the last bringing in of a copy by further revisions; what was edited since is left alone."""
    planned = plan_rewriting(snapshot(session), heads_to_undo(session))
    make_safe(session)
    undone = accept_undoing(session, planned)
    session.flush()
    return undone


def heads_to_undo(session: DraftSession) -> Heads:
    """Return where the last copy changed something, for `plan_rewriting`; nothing if none can be undone."""
    return noted_heads(session.note(NOTE))[1]


def accept_undoing(session: DraftSession, planned: Rewriting) -> Undone:
    """Undo as was planned, in a moment; `flush` waits until it is on the disk."""
    undone = rewrite(session, planned)
    session.keep_note(NOTE, "")
    return undone


def _check_separate(joining: Joining, *, separate: bool) -> None:
    if joining.is_separate and not separate:
        raise UsageError(
            "separate-start",
            f"{joining.brought.name} is a separate start on the same form, not a copy of this inquiry.",
            why="Its entries would come in as entries, its answers as second versions.",
            remedy="Bring it in as a separate start, if that is what you want.",
        )


def _rows_now(session: DraftSession, joining: Joining) -> dict[str, Revision]:
    """Return what is still to come in; if replies were withdrawn meanwhile, without those too."""
    marks = frozenset(each.id for each in marks_in(session.form, session.tree))
    if marks <= joining.sieve.marks:
        return still_new(session.tree, joining.rows)
    return new_rows(session.tree, sifted(session.form, session.tree, joining.brought.revisions).revisions)


def _spoken_at(rows: Mapping[str, Revision]) -> tuple[str, ...]:
    """Return the paths at which something with words comes in."""
    return tuple(dict.fromkeys(each.path for each in rows.values() if not each.is_bare))


def _note_of(brought: Brought, stood: Mapping[str, frozenset[str]], tree: Tree) -> str:
    return heads_note(brought.name, stood, tree) if stood else ""


def _receipt(session: DraftSession, joining: Joining) -> Receipt:
    receipt = Receipt.now("brought-in", joining.brought.name, session.author)
    return replace(receipt, answers=len(joining.news), pictures=len(joining.pictures))
