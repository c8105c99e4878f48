"""Export a copy to share: a new file with only what may be shared, and a receipt for the sender.

A copy holds the current answers, their pictures, and bare revisions of earlier versions, so that it
can always be merged again. It never holds private answers, entries that are not released, earlier
text, erased text or the text of removed entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path

from carreport.atomic_write import copy_mode, delete_file, mode_of, replace_path
from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, SUMMARY, ChangeSet, pictures_named_in
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision, ancestors, bare_revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.draft.session.sharing import share_filter
from carreport.draft.session.snapshot import Snapshot, take_snapshot
from carreport.draft.session.totals import count_totals
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.draft_files import (
    discard_temp_file,
    journal_path,
    move_into_place,
    remove_temp_files,
    temp_path,
)
from carreport.draft.storage.summary import summary_json
from carreport.errors import DraftSaveError, system_reason
from carreport.form.schema import Form
from carreport.regular_files import check_output, follow_links

NOT_IN_COPY = (
    "private answers, entries that are not released, earlier versions, and anything removed or erased"
)


def export_copy(session: DraftSession, target: Path, *, replace: bool = False) -> Receipt:
    """Write a copy to share to `target` and return the receipt that the draft keeps.

    Raise `DraftSaveError` if the file exists (unless `replace`, which never replaces the draft
    itself) or if the copy cannot be written; an existing file is then not changed.
    """
    order = plan_copy(session, target, replace=replace)
    session.flush()
    receipt = write_copy(order)
    add_receipt(session, receipt)
    return receipt


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """An immutable plan of a copy: its target, and a snapshot of the inquiry."""

    target: Path
    replace: bool
    snapshot: Snapshot


def plan_copy(session: DraftSession, target: Path, *, replace: bool = False) -> CopyPlan:
    """Return the plan for `write_copy`; this is fast, and runs on the session's thread.

    Automatic merges are recorded first, because a copy does not have the text they were made from.
    Raise `DraftSaveError` if the copy may not be saved there.
    """
    target = _check_target(session, target, replace=replace)
    session.seal()
    settled = ChangeSet()
    for change in _auto_merges(session):
        settled.add(change)
    if settled:
        session.merge_change(settled)
    return CopyPlan(target, replace, take_snapshot(session))


def write_copy(order: CopyPlan) -> Receipt:
    """Write the copy and return its receipt, for `add_receipt`; it may run in any thread.

    The inquiry must be on the disk (`session.flush`, in any thread), because pictures are read from
    there. Raise `DraftSaveError` or `DraftFileError`; an existing file is then not changed.
    """
    target = order.target
    change = contents_of_copy(order.snapshot)
    remove_temp_files(target.parent)
    fresh = temp_path(target)
    try:
        _create(fresh, change, target)
        verify_copy(fresh, change, target)
        _put(fresh, target, replace=order.replace)
    finally:
        discard_temp_file(fresh)
    held = count_totals(
        order.snapshot.form, RevisionTree(change.revisions.values()).answers(), len(change.pictures)
    )
    receipt = Receipt.now(
        "copy", target.name, order.snapshot.author_and_device[0], held.questions, held.pictures
    )
    return replaced(receipt, entries=held.entries)


def contents_of_copy(before: Snapshot) -> ChangeSet:
    """Return everything that goes into a copy of the inquiry."""
    form = before.form
    rows = shareable_revisions(form, before.new_tree(), private_entries=before.private_entries)
    named = {checksum for row in rows.values() for checksum in pictures_named_in(row.text)}
    tree = RevisionTree(rows.values())
    meta = {
        DRAFT_ID: before.draft_id,
        CREATED: before.created,
        FORM: form.source,
        SUMMARY: summary_json(form, tree, before.created),
    }
    return ChangeSet(rows, set(), before.pictures(sorted(named)), meta)


def _auto_merges(session: DraftSession) -> Iterator[ChangeSet]:
    """Yield the automatic merges that are not recorded yet, one answer at a time."""
    tree = session.tree
    may_settle = share_filter(session.form, tree)
    for path in [split for split in tree.paths() if len(tree.heads(split)) > 1]:
        apart = RevisionTree()
        apart.add_all(tree.revisions_of(path).values())
        yield RevisionWriter(apart, *session.author_and_device).record_auto_merges(may_settle)


def shareable_revisions(
    form: Form,
    tree: RevisionTree,
    only: Callable[[str], bool] | None = None,
    private_entries: frozenset[str] = frozenset(),
) -> dict[str, Revision]:
    """Return the revisions that may be shared, by id: heads, and bare revisions of their ancestors."""
    may_share = share_filter(form, tree, private_entries)
    rows: dict[str, Revision] = {}
    for path in tree.paths():
        if may_share(path) and (only is None or only(path)):
            rows.update(_shareable_at(tree, path))
    return rows


def _shareable_at(tree: RevisionTree, path: str) -> Mapping[str, Revision]:
    revisions = tree.revisions_of(path)
    heads = {head.id: head for head in (*tree.heads(path), *tree.unfit_heads(path))}
    older = ancestors((parent for head in heads.values() for parent in head.parents), revisions)
    names = {
        parent: bare_revision(parent, path, revisions[parent].parents if parent in revisions else ())
        for parent in older
    }
    return names | heads


def _check_target(session: DraftSession, target: Path, *, replace: bool) -> Path:
    """Return the file to write: that to which a link leads."""
    try:
        target = check_output(target)
    except OSError as problem:
        raise _not_written_error(target, problem) from None
    if not target.exists():
        return target
    if follow_links(target) == follow_links(session.path):
        what = f"{target.name} is the inquiry that you are working on."
        raise DraftSaveError("copy-is-draft", what, remedy="Choose another name for the copy.")
    if not replace:
        what = f"The file {target.name} already exists in {target.parent}."
        raise DraftSaveError("draft-exists", what, remedy="Choose another name.")
    return target


def _not_written_error(target: Path, problem: OSError) -> DraftSaveError:
    what = f"{target.name} could not be written: {system_reason(problem)}."
    return DraftSaveError("copy-not-written", what, remedy="Choose another name or folder.")


def _create(fresh: Path, change: ChangeSet, target: Path) -> None:
    try:
        DraftDatabase.create(fresh, change, mode=mode_of(target))
    except DraftSaveError as problem:
        what = problem.what.replace(fresh.name, target.name)
        why = "The inquiry has not been changed."
        raise DraftSaveError(problem.code, what, why=why, remedy="Choose another folder or disk.") from None


def verify_copy(fresh: Path, change: ChangeSet, target: Path) -> None:
    """Read the finished copy back and check that it holds exactly what it should."""
    file = DraftDatabase.open(fresh)
    try:
        contents = file.read()
        whole = all(file.picture(checksum) == picture for checksum, picture in change.pictures.items())
    finally:
        file.close()
    written = {revision.id: revision for revision in contents.revisions}
    if not whole or contents.damaged or written != change.revisions:
        raise DraftSaveError(
            "copy-not-sound",
            f"{target.name} was written, but it could not be read back.",
            why="The inquiry has not been changed.",
            remedy="Check the disk, or choose another folder.",
        )


def _put(fresh: Path, target: Path, *, replace: bool) -> None:
    try:
        if replace:
            delete_file(journal_path(target))  # it belongs to the file that is replaced
            copy_mode(target, fresh)
            replace_path(fresh, target)
        else:
            move_into_place(fresh, target)
    except FileExistsError:
        what = f"The file {target.name} already exists in {target.parent}."
        raise DraftSaveError("draft-exists", what, remedy="Choose another name.") from None
    except OSError as problem:
        raise _not_written_error(target, problem) from None
