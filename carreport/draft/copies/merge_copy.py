"""Import a copy into an open inquiry: preview it, merge it, and undo the import.

Slow work runs in any thread on immutable values: reading the file (`read_copy`), planning the merge
into a snapshot (`plan_merge_into_snapshot`), saving and backing up (`save_and_back_up`). What must
run on the session's thread is fast (`apply_merge`, `apply_merge_undo`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from carreport.draft.copies.exclusions import filter_withdrawn_replies
from carreport.draft.copies.forget_reply import withdrawal_heads
from carreport.draft.copies.incoming import IncomingCopy, new_revisions, still_new_revisions
from carreport.draft.copies.merge_plan import ImportingAuthor, MergePlan, plan_merge
from carreport.draft.copies.read_copy import read_copy
from carreport.draft.history.checkpoints import add_checkpoint
from carreport.draft.history.restore import (
    MERGE_NOTE,
    HeadChanges,
    HeadRestorePlan,
    RestoreResult,
    apply_head_restore,
    head_ids_at,
    make_merge_note,
    parse_merge_note,
    plan_head_restore,
)
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import CLAIMS_NOTE, claims_note
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.draft.session.snapshot import Snapshot, save_and_back_up, take_snapshot
from carreport.errors import DraftFileError, UsageError
from carreport.form import paths
from carreport.regular_files import follow_links


def preview_merge(session: DraftSession, path: Path) -> MergePlan:
    """Return what importing the file at `path` would change, without changing anything.

    Raise `DraftFileError` if the file cannot be read, or is the draft itself.
    """
    check_not_open_draft(session, path)
    return plan_merge_into_session(session, read_copy(path, session.form))


def check_not_open_draft(session: DraftSession, path: Path) -> None:
    """Raise `DraftFileError` if the file is the open draft itself."""
    if follow_links(path) == follow_links(session.path):
        what = f"{path.name} is the inquiry that is open now."
        raise DraftFileError("same-draft", what, remedy="Choose the copy that you received.")


def plan_merge_into_session(session: DraftSession, incoming: IncomingCopy) -> MergePlan:
    """Return the effect of importing a copy read by `read_copy`, which may run in any thread."""
    before = take_snapshot(session)
    session.flush()
    return plan_merge_into_snapshot(before, incoming)


def plan_merge_into_snapshot(before: Snapshot, incoming: IncomingCopy) -> MergePlan:
    """Return the effect of importing a copy into this snapshot; it may run in any thread.

    Raise `DraftFileError` if the inquiry's own pictures cannot be read.
    """
    pictures, tree = before.pictures(incoming.pictures), before.new_tree()
    me = ImportingAuthor(before.author_and_device[0], before.private_entries)
    joining = plan_merge(before.form, tree, before.draft_id, incoming, pictures, importer=me)
    heads_before = head_ids_at(tree, _paths_with_values(joining.revisions))
    tree.add_all(joining.revisions.values())
    return replace(
        joining, undo_note=_merge_note(incoming, heads_before, tree), state_token=before.state_token
    )


def merge_and_save(session: DraftSession, joining: MergePlan, *, separate: bool = False) -> MergePlan:
    """Merge a copy, save, and return what changed.

    A file that someone filled in from scratch is imported only with `separate`.
    """
    # somebody may have edited answers since the preview
    joining = plan_merge_into_session(session, joining.copy)
    _check_separate(joining, separate=separate)
    if not joining.is_empty:
        save_and_back_up(session)
        apply_merge(session, joining, separate=separate)
        session.flush()
    return joining


def apply_merge(session: DraftSession, joining: MergePlan, *, separate: bool = False) -> None:
    """Apply a merge plan; this is fast. `flush` waits until it is on the disk.

    Revisions that arrived since the plan was made are skipped. Raise `UsageError` if the inquiry
    in the copy was filled in from scratch and `separate` is not set.
    """
    _check_separate(joining, separate=separate)
    session.seal()
    add_checkpoint(session)
    is_same = joining.state_token is session.tree.state_token
    rows = joining.revisions if is_same else _revisions_still_new(session, joining)
    if not rows and not joining.pictures:
        return
    before = {} if is_same else head_ids_at(session.tree, _paths_with_values(rows))
    claims = session.note(CLAIMS_NOTE)
    claimed = claims_note(claims, rows.values(), session.author_and_device[0])
    if claimed != claims:
        session.save_note(CLAIMS_NOTE, claimed)
    session.merge_change(replace(joining, revisions=rows).changeset(session.tree))
    note = joining.undo_note if is_same else _merge_note(joining.copy, before, session.tree)
    if note:
        session.save_note(MERGE_NOTE, note)
    add_receipt(session, _receipt(session, joining))


def undoable_merge_name(session: DraftSession) -> str:
    """Return the name of the copy whose import can be undone, or an empty string."""
    return parse_merge_note(session.note(MERGE_NOTE))[0]


def undo_last_merge(session: DraftSession) -> RestoreResult:
    """Undo the last import by adding revisions; answers edited since are not changed."""
    planned = plan_head_restore(take_snapshot(session), heads_of_last_merge(session))
    save_and_back_up(session)
    undone = apply_merge_undo(session, planned)
    session.flush()
    return undone


def heads_of_last_merge(session: DraftSession) -> HeadChanges:
    """Return the heads before and after the last merge, for `plan_head_restore`, or an empty mapping."""
    return parse_merge_note(session.note(MERGE_NOTE))[1]


def apply_merge_undo(session: DraftSession, planned: HeadRestorePlan) -> RestoreResult:
    """Apply an undo plan; this is fast. `flush` waits until it is on the disk."""
    undone = apply_head_restore(session, planned)
    if session.note(MERGE_NOTE):
        session.save_note(MERGE_NOTE, "")
    return undone


def _check_separate(joining: MergePlan, *, separate: bool) -> None:
    if joining.is_separate_start and not separate:
        raise UsageError(
            "separate-start",
            f"{joining.copy.name} was not made from this inquiry: someone filled in the same form from "
            "scratch.",
            why="Importing it would add its entries to yours and put its answers next to your own, "
            "for you to choose between.",
            remedy="You can also open it as a separate inquiry.",
        )


def _revisions_still_new(session: DraftSession, joining: MergePlan) -> dict[str, Revision]:
    """Return the revisions still to import, without replies withdrawn in the meantime."""
    marks = frozenset(head.id for head in withdrawal_heads(session.form, session.tree))
    if marks <= joining.filtered_copy.withdrawal_ids:
        return still_new_revisions(session.tree, joining.revisions)
    return new_revisions(
        session.tree, filter_withdrawn_replies(session.form, session.tree, joining.copy.revisions).revisions
    )


def _paths_with_values(rows: Mapping[str, Revision]) -> tuple[str, ...]:
    """Return the paths at which a revision with a value is imported."""
    return tuple(dict.fromkeys(row.path for row in rows.values() if not row.is_bare))


def _merge_note(
    incoming: IncomingCopy, heads_before: Mapping[str, frozenset[str]], tree: RevisionTree
) -> str:
    return make_merge_note(incoming.name, heads_before, tree) if heads_before else ""


def _receipt(session: DraftSession, joining: MergePlan) -> Receipt:
    receipt = Receipt.now("brought-in", joining.copy.name, session.author)
    answers = [effect for effect in joining.effects if not paths.is_review(effect.path)]
    return replace(receipt, answers=len(answers), pictures=len(joining.pictures))
