"""Restore earlier answers by adding revisions.

The revisions are planned on a snapshot, in any thread; applying them is fast. Answers edited in the
meantime are not changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carreport.draft.history.checkpoints import add_checkpoint
from carreport.draft.history.timeline import AnswerDiff, diff_trees
from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.fractional_index import is_order_key
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision, ancestors
from carreport.draft.revisions.tree import ORDER_KEY, EntryState, RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release_decision import would_release
from carreport.draft.session.snapshot import Snapshot, save_and_back_up, take_snapshot
from carreport.draft.storage.backups import Backup
from carreport.draft.storage.database import DraftDatabase
from carreport.form import paths
from carreport.form.answers import canonical_json

MERGE_NOTE = "brought_in"

HeadChanges = Mapping[str, tuple[frozenset[str], frozenset[str]]]
"""For each path changed by an import, its heads before and after."""


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The result of a restore: the paths restored, and those skipped because they were edited since."""

    restored: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadRestorePlan:
    """The revisions that would restore earlier answers; nothing is written yet.

    `planned_heads` are the heads of each path at the time of planning; `skipped` are paths edited
    since the state to restore.
    """

    revisions: Mapping[str, Revision]
    planned_heads: Mapping[str, frozenset[str]]
    skipped: tuple[str, ...]


def plan_head_restore(before: Snapshot, heads: HeadChanges) -> HeadRestorePlan:
    """Return the plan that restores the earlier answer of every path; it may run in any thread."""
    book = before.writer()
    undone, change = restore_heads(book, _without_releases(before, heads))
    return HeadRestorePlan(
        dict(change.revisions), {path: heads[path][1] for path in undone.restored}, undone.skipped
    )


def _without_releases(before: Snapshot, heads: HeadChanges) -> HeadChanges:
    """Return the changes without those that would let reports print an entry that its writer withdrew."""
    return {
        path: (earlier, now)
        for path, (earlier, now) in heads.items()
        if not any(
            would_release(before.form, before.shared_answers(), path, before.tree.get(name))
            for name in earlier
        )
    }


def apply_head_restore(session: DraftSession, planned: HeadRestorePlan) -> RestoreResult:
    """Apply a plan, except at paths edited in the meantime; this is fast."""
    session.seal()
    head_ids = head_ids_at(session.tree, planned.planned_heads)
    still = {path for path, seen in planned.planned_heads.items() if head_ids[path] == seen}
    session.merge_change(
        ChangeSet({key: revision for key, revision in planned.revisions.items() if revision.path in still})
    )
    edited = tuple(path for path in planned.planned_heads if path not in still)
    return RestoreResult(
        tuple(path for path in planned.planned_heads if path in still), (*planned.skipped, *edited)
    )


def head_ids_at(tree: RevisionTree, places: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the ids of the heads at each path."""
    return {path: tree.head_ids(path) for path in places}


def make_merge_note(name: str, before: Mapping[str, frozenset[str]], tree: RevisionTree) -> str:
    """Return the note for undoing the import of a copy over the heads `before`; comments stay."""
    after = head_ids_at(tree, before)
    heads = {
        path: [sorted(before[path]), sorted(after[path])]
        for path in after
        if before[path] != after[path] and not paths.is_review(path)
    }
    return json.dumps({"name": name, "heads": heads}, ensure_ascii=False)


def parse_merge_note(words: str) -> tuple[str, HeadChanges]:
    """Parse the note of `make_merge_note`: the name of the copy and the heads; empty without an import."""
    if not words:
        return "", {}
    try:
        note = json.loads(words)
        heads = {path: (frozenset(was), frozenset(came)) for path, (was, came) in note["heads"].items()}
        return (str(note["name"]) if heads else ""), heads
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "", {}


def restore_heads(book: RevisionWriter, heads: HeadChanges) -> tuple[RestoreResult, ChangeSet]:
    """Restore the earlier answer of every path, unless somebody has edited it since."""
    tree, change = book.tree, ChangeSet()
    done: list[str] = []
    left: list[str] = []
    entries = sorted((path for path in heads if paths.is_item_path(path)), key=lambda path: path.count("/"))
    for path in (*entries, *(path for path in sorted(heads) if not paths.is_item_path(path))):
        before, after = heads[path]
        if frozenset(head.id for head in tree.heads(path)) != after:
            left.append(path)
            continue
        undone = (
            _restore_entry(book, path, before)
            if paths.is_item_path(path)
            else _restore_answer(book, path, before)
        )
        if undone:
            change.add(undone)
            done.append(path)
    return RestoreResult(tuple(done), tuple(left)), change


def _restore_entry(book: RevisionWriter, path: str, before: frozenset[str]) -> ChangeSet:
    state = book.tree.entry_state(path)
    was = _entry_state_at(book.tree, path, before)
    if state is None:
        return ChangeSet()
    if was is None or was.is_removed:
        return book.remove_item(path)
    if state.is_removed or state.order_key != was.order_key:
        order = was.order_key if is_order_key(was.order_key) else state.order_key
        return book.record({path: {ORDER_KEY: order}})
    return ChangeSet()


def _entry_state_at(tree: RevisionTree, path: str, heads: frozenset[str]) -> EntryState | None:
    return _tree_at_heads(tree, path, heads).entry_state(path) if heads else None


def _restore_answer(book: RevisionWriter, path: str, before: frozenset[str]) -> ChangeSet:
    tree = book.tree
    if tree.enclosing_removed_entry(path):
        return ChangeSet()
    was = _tree_at_heads(tree, path, before)
    earlier = sorted(canonical_json(version.value) for version in was.versions(path))
    if earlier == sorted(canonical_json(version.value) for version in tree.versions(path)):
        return ChangeSet()
    fresh = {head.id for head in tree.heads(path)} - before
    change = ChangeSet()
    for fold in was.merged_heads(path):
        change.add(book.supersede(path, fold.value, {head.id for head in fold.heads} | fresh))
    return change if earlier else book.supersede(path, None, fresh)


def _tree_at_heads(tree: RevisionTree, path: str, heads: frozenset[str]) -> RevisionTree:
    """Return the revisions of one path that were known when it had these heads."""
    revisions = tree.revisions_of(path)
    return RevisionTree(
        revisions[revision_id] for revision_id in ancestors(heads, revisions) if revision_id in revisions
    )


# An inquiry state is a set of heads: at the start of the session, in a backup, or at a timeline entry.
# Restoring it removes nothing: what was written since stays in the history.


@dataclass(frozen=True, slots=True)
class InquiryState:
    """The state of an inquiry at one point in time: the ids of the heads at each path."""

    heads: Mapping[str, frozenset[str]]


def state_of(tree: RevisionTree) -> InquiryState:
    """Return the current state of an inquiry."""
    return InquiryState(head_ids_at(tree, tree.paths()))


def state_from_revisions(revisions: Iterable[Revision]) -> InquiryState:
    """Return the state of an inquiry with exactly these revisions."""
    return state_of(RevisionTree(revisions))


def state_in_backup(backup: Backup) -> InquiryState:
    """Return the state in a backup; raise `DraftFileError` if it does not open."""
    file = DraftDatabase.open(backup.path)
    try:
        file.set_read_only()
        return state_from_revisions(file.read().revisions)
    finally:
        file.close()


def preview_restore(before: Snapshot, held: InquiryState) -> tuple[AnswerDiff, ...]:
    """Return what restoring the state `held` would change, in form order; it may run in any thread."""
    tree = before.tree
    differ = _without_releases(before, _head_changes(tree, held))
    changes = diff_trees(before.form, tree, _tree_in_state(tree, held, differ))
    return tuple(change for change in changes if change.path in differ)


def restore_state(session: DraftSession, held: InquiryState) -> RestoreResult:
    """Restore every answer to the state `held`, and save."""
    planned = plan_restore(take_snapshot(session), held)
    save_and_back_up(session)
    undone = apply_restore(session, planned)
    session.flush()
    return undone


def plan_restore(before: Snapshot, held: InquiryState) -> HeadRestorePlan:
    """Return the plan that restores a state; it may run in any thread.

    Answers whose text was still being typed then, or has since been erased, are not changed.
    """
    return plan_head_restore(before, _head_changes(before.new_tree(), held))


def apply_restore(session: DraftSession, planned: HeadRestorePlan) -> RestoreResult:
    """Apply the plan; this is fast. `flush` waits until it is on the disk.

    Answers edited since the plan was made are skipped and listed.
    """
    add_checkpoint(session)
    return apply_head_restore(session, planned)


def _head_changes(tree: RevisionTree, held: InquiryState) -> HeadChanges:
    """Return the paths whose heads differ, with the heads then and now; comments stay as they are."""
    now = head_ids_at(tree, (path for path in tree.paths() if not paths.is_review(path)))
    pairs = {path: (held.heads.get(path, frozenset()), current_heads) for path, current_heads in now.items()}
    return {
        path: heads for path, heads in pairs.items() if heads[0] != heads[1] and _is_known(tree, heads[0])
    }


def _is_known(tree: RevisionTree, heads: Iterable[str]) -> bool:
    revisions = (tree.get(head) for head in heads)
    return all(revision is not None and not revision.is_bare for revision in revisions)


def _tree_in_state(tree: RevisionTree, held: InquiryState, differ: HeadChanges) -> RevisionTree:
    """Return the tree of a state, with as many revisions as its answers need."""
    then = RevisionTree()
    for path in tree.paths():
        heads = held.heads.get(path, frozenset()) if path in differ else _head_ids(tree, path)
        revisions = tree.revisions_of(path)
        for revision_id in ancestors(heads, revisions) if len(heads) > 1 else heads:
            if revision_id in revisions:
                then.add(revisions[revision_id])
    return then


def _head_ids(tree: RevisionTree, path: str) -> frozenset[str]:
    return frozenset(head.id for head in tree.heads(path))
