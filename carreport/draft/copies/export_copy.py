"""Send a copy: a fresh file, built up from what may be shared, with a receipt for whoever sent it.

A copy holds what is answered now, its pictures, and the bare names of earlier revisions, so
that it always comes back together with the draft. It never holds a private answer, an entry
that its writer has not released, earlier words, erased words or the words of removed entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path

from carreport.atomic_write import (
    discard_temp_file,
    journal_path,
    move_into_place,
    remove_temp_files,
    temp_path,
)
from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, SUMMARY, ChangeSet, picture_checksums
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision, ancestors, bare_revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.draft.session.sharing import share_filter
from carreport.draft.session.snapshot import Snapshot, take_snapshot
from carreport.draft.session.totals import count_totals
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.summary import summary_json
from carreport.errors import DraftSaveError
from carreport.form.schema import Form

NOT_IN_COPY = (
    "private answers, entries that are not released, earlier versions, and what was removed or erased"
)


def export_copy(session: DraftSession, target: Path, *, replace: bool = False) -> Receipt:
    """Write a copy that may be sent to `target` and return the receipt that the draft keeps.

    Raise `DraftSaveError` if there is a file already (unless it may be replaced, which the draft
    itself never is) or if the copy cannot be written; a file that was there is then untouched.
    """
    order = plan_copy(session, target, replace=replace)
    session.flush()
    receipt = write_copy(order)
    add_receipt(session, receipt)
    return receipt


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """A copy that is to be made: where it goes, and the inquiry as it stands. It never changes."""

    target: Path
    replace: bool
    snapshot: Snapshot


def plan_copy(session: DraftSession, target: Path, *, replace: bool = False) -> CopyPlan:
    """Return what `write_copy` needs; this takes a moment, on the thread of the session.

    What came together by itself is written down first, for a copy has not the words by which it
    did. Raise `DraftSaveError` if the copy may not be put there.
    """
    _check_target(session, target, replace=replace)
    session.seal()
    settled = ChangeSet()
    for change in _auto_merges(session):
        settled.add(change)
    if settled:
        session.merge_change(settled)
    return CopyPlan(target, replace, take_snapshot(session))


def write_copy(order: CopyPlan) -> Receipt:
    """Write the copy and return its receipt, for `add_receipt`; it may run in any thread.

    The inquiry must be on the disk (`session.flush`, in any thread): pictures are read from there.
    Raise `DraftSaveError` or `DraftFileError`; a file that was there is then untouched.
    """
    target = order.target
    change = contents_of_copy(order.snapshot)
    remove_temp_files(target.parent)
    fresh = temp_path(target)
    try:
        _create(fresh, change, target)
        _verify(fresh, change, target)
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
    """Return all that a copy of the inquiry holds."""
    form = before.form
    rows = shareable_revisions(form, before.new_tree())
    named = {checksum for row in rows.values() for checksum in picture_checksums(row.value)}
    tree = RevisionTree(rows.values())
    meta = {
        DRAFT_ID: before.draft_id,
        CREATED: before.created,
        FORM: form.source,
        SUMMARY: summary_json(form, tree.answers(), before.created, tree.newest),
    }
    return ChangeSet(rows, set(), before.pictures(sorted(named)), meta)


def _auto_merges(session: DraftSession) -> Iterator[ChangeSet]:
    """Yield, for each answer, what came together by itself and is not written down yet."""
    tree = session.tree
    may_settle = share_filter(session.form, tree)
    for path in [each for each in tree.paths() if len(tree.heads(each)) > 1]:
        apart = RevisionTree()
        apart.add_all(tree.revisions_of(path).values())
        yield RevisionWriter(apart, *session.author_and_device).record_auto_merges(may_settle)


def shareable_revisions(
    form: Form, tree: RevisionTree, only: Callable[[str], bool] | None = None
) -> dict[str, Revision]:
    """Return what may be shared of a draft, by id: heads, and bare revisions that they stand on."""
    may_share = share_filter(form, tree)
    rows: dict[str, Revision] = {}
    for path in tree.paths():
        if may_share(path) and (only is None or only(path)):
            rows.update(_shareable_at(tree, path))
    return rows


def _shareable_at(tree: RevisionTree, path: str) -> Mapping[str, Revision]:
    known = tree.revisions_of(path)
    heads = {head.id: head for head in tree.heads(path)}
    older = ancestors((parent for head in heads.values() for parent in head.parents), known)
    names = {each: bare_revision(each, path, known[each].parents if each in known else ()) for each in older}
    return names | heads


def _check_target(session: DraftSession, target: Path, *, replace: bool) -> None:
    if not target.exists():
        return
    if target.resolve() == session.path.resolve():
        what = f"{target.name} is the inquiry itself."
        raise DraftSaveError("copy-is-draft", what, remedy="Choose another name for the copy.")
    if not replace:
        what = f"There is a file {target.name} in {target.parent} already."
        raise DraftSaveError("draft-exists", what, remedy="Choose another name.")


def _create(fresh: Path, change: ChangeSet, target: Path) -> None:
    try:
        DraftDatabase.create(fresh, change)
    except DraftSaveError as problem:
        what = problem.what.replace(fresh.name, target.name)
        why = "The inquiry is as it was."
        raise DraftSaveError(problem.code, what, why=why, remedy="Choose another folder or disk.") from None


def _verify(fresh: Path, change: ChangeSet, target: Path) -> None:
    """Open the finished copy and see that it holds what it should, and nothing else."""
    file = DraftDatabase.open(fresh)
    try:
        contents = file.read()
        whole = all(file.picture(each) == picture for each, picture in change.pictures.items())
    finally:
        file.close()
    found = {each.id: each for each in contents.revisions}
    if not whole or contents.damaged or found != change.revisions:
        raise DraftSaveError(
            "copy-not-sound",
            f"{target.name} could not be written so that it can be read again.",
            why="The inquiry is as it was.",
            remedy="Check the disk, or choose another folder.",
        )


def _put(fresh: Path, target: Path, *, replace: bool) -> None:
    try:
        if replace:
            journal_path(target).unlink(missing_ok=True)  # it belongs to the file that goes
            fresh.replace(target)
        else:
            move_into_place(fresh, target)
    except FileExistsError:
        what = f"There is a file {target.name} in {target.parent} already."
        raise DraftSaveError("draft-exists", what, remedy="Choose another name.") from None
    except OSError as problem:
        reason = (problem.strerror or "the file could not be used").lower()
        what = f"{target.name} could not be written: {reason}."
        raise DraftSaveError("copy-not-written", what, remedy="Choose another name or folder.") from None
