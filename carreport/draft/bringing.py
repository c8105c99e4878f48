"""Bring a copy into an open draft: look at it, accept it, and take it back in one go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from carreport.draft.backups import back_up
from carreport.draft.brought import Brought
from carreport.draft.foreign import read_copy
from carreport.draft.joining import Joining, plan_joining, touched
from carreport.draft.receipts import Receipt, keep_receipt
from carreport.draft.session import DraftSession
from carreport.draft.undoing import NOTE, Undone, heads_at, heads_note, noted_heads, undo
from carreport.errors import DraftFileError, DraftNotSaved, UsageError


def look_at_copy(session: DraftSession, path: Path) -> Joining:
    """Return what bringing in the file at `path` would do; nothing is changed.

    Raise `DraftFileError` if the file cannot be read, or is the draft itself.
    """
    check_copy(session, path)
    session.seal()
    return plan_bringing(session, read_copy(path, session.form))


def check_copy(session: DraftSession, path: Path) -> None:
    """Raise `DraftFileError` if the file is the open draft itself."""
    if path.resolve() == session.path.resolve():
        what = f"{path.name} is the inquiry that is open."
        raise DraftFileError("same-draft", what, remedy="Choose the copy that came back.")


def plan_bringing(session: DraftSession, brought: Brought) -> Joining:
    """Return what bringing in does that was read by `read_copy`, which may run in any thread."""
    known = {key: each for key in brought.pictures if (each := session.picture(key)) is not None}
    return plan_joining(session.form, session.tree, session.draft_id, brought, known)


def bring_in(session: DraftSession, joining: Joining, *, separate: bool = False) -> Joining:
    """Take in what a copy holds and return what that did; it is on the disk when this returns.

    A separate start on the same form is only taken in with `separate`.
    """
    session.seal()
    # somebody may have gone on writing since it was looked at
    joining = plan_bringing(session, joining.brought)
    if joining.is_separate and not separate:
        raise UsageError(
            "separate-start",
            f"{joining.brought.name} is a separate start on the same form, not a copy of this inquiry.",
            why="Its entries would come in as entries, its answers as second versions.",
            remedy="Bring it in as a separate start, if that is what you want.",
        )
    if joining.is_nothing:
        return joining
    _back_up(session)
    before = heads_at(session.tree, touched(joining.rows))
    change = joining.change(session.tree)
    session.union(change)
    if touched(joining.rows):
        session.keep_note(NOTE, heads_note(joining.brought.name, joining.rows, before, session.tree))
    keep_receipt(session, _receipt(session, joining))
    session.flush()
    return joining


def can_undo(session: DraftSession) -> str:
    """Return the name of the copy whose coming in can be undone, or nothing."""
    return noted_heads(session.note(NOTE))[0]


def undo_bringing_in(session: DraftSession) -> Undone:
    """Undo the last bringing in of a copy by further revisions; what was edited since is left alone."""
    _, heads = noted_heads(session.note(NOTE))
    session.seal()
    _back_up(session)
    undone, change = undo(session.book, heads)
    session.take(change, {row.path for row in change.rows.values()})
    session.keep_note(NOTE, "")
    session.flush()
    return undone


def _back_up(session: DraftSession) -> None:
    """Keep the draft as it is now; a backup that fails is told, and stops nothing that only adds."""
    session.flush()
    try:
        back_up(session.path)
    except DraftNotSaved as problem:
        session.on_backup_failed(problem)


def _receipt(session: DraftSession, joining: Joining) -> Receipt:
    receipt = Receipt.now("brought-in", joining.brought.name, session.author)
    return replace(receipt, answers=len(joining.news), pictures=len(joining.pictures))
