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

from carreport.atomic_write import discard, journal_of, put_in_place, sweep, unfinished
from carreport.draft.revisions.change import CARD, CREATED, DRAFT_ID, FORM, Change, pictures_in
from carreport.draft.revisions.recorder import Notebook
from carreport.draft.revisions.revision import Revision, ancestors, bare
from carreport.draft.revisions.tree import Tree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import Receipt, keep_receipt
from carreport.draft.session.sharing import may_be_shared
from carreport.draft.session.snapshot import Snapshot, snapshot
from carreport.draft.session.totals import amount_of
from carreport.draft.storage.database import DraftFile
from carreport.draft.storage.summary import summary_of
from carreport.errors import DraftNotSaved
from carreport.form.schema import Form

LEFT_BEHIND = (
    "private answers, entries that are not released, earlier versions, and what was removed or erased"
)


def build_copy(session: DraftSession, target: Path, *, replace: bool = False) -> Receipt:
    """Write a copy that may be sent to `target` and return the receipt that the draft keeps.

    Raise `DraftNotSaved` if there is a file already (unless it may be replaced, which the draft
    itself never is) or if the copy cannot be written; a file that was there is then untouched.
    """
    order = order_copy(session, target, replace=replace)
    session.flush()
    receipt = make_copy(order)
    keep_receipt(session, receipt)
    return receipt


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """A copy that is to be made: where it goes, and the inquiry as it stands. It never changes."""

    target: Path
    replace: bool
    before: Snapshot


def order_copy(session: DraftSession, target: Path, *, replace: bool = False) -> CopyOrder:
    """Return what `make_copy` needs; this takes a moment, on the thread of the session.

    What came together by itself is written down first, for a copy has not the words by which it
    did. Raise `DraftNotSaved` if the copy may not be put there.
    """
    *_, order = ordering_copy(session, target, replace=replace)
    assert order is not None  # noqa: S101 - the last step returns it
    return order


def ordering_copy(
    session: DraftSession, target: Path, *, replace: bool = False
) -> Iterator[CopyOrder | None]:
    """Do the same in steps, between which others may have the thread; the last one is what is needed."""
    _check_target(session, target, replace=replace)
    session.seal()
    for _ in session.tree.looking():
        yield None
    for change in _settling(session):
        session.union(change)
        yield None
    yield CopyOrder(target, replace, snapshot(session))


def make_copy(order: CopyOrder) -> Receipt:
    """Write the copy and return its receipt, for `keep_receipt`; it may run in any thread.

    The inquiry must be on the disk (`session.flush`, in any thread): pictures are read from there.
    Raise `DraftNotSaved` or `DraftFileError`; a file that was there is then untouched.
    """
    target = order.target
    change = copy_of(order.before)
    sweep(target.parent)
    fresh = unfinished(target)
    try:
        _create(fresh, change, target)
        _verify(fresh, change, target)
        _put(fresh, target, replace=order.replace)
    finally:
        discard(fresh)
    held = amount_of(order.before.form, Tree(change.rows.values()).answers(), len(change.pictures))
    receipt = Receipt.now("copy", target.name, order.before.signature[0], held.questions, held.pictures)
    return replaced(receipt, entries=held.entries)


def copy_of(before: Snapshot) -> Change:
    """Return all that a copy of the inquiry holds."""
    form = before.form
    rows = rows_to_share(form, before.tree())
    named = {checksum for row in rows.values() for checksum in pictures_in(row.value)}
    tree = Tree(rows.values())
    meta = {
        DRAFT_ID: before.draft_id,
        CREATED: before.created,
        FORM: form.source,
        CARD: summary_of(form, tree.answers(), before.created, tree.newest),
    }
    return Change(rows, set(), before.pictures(sorted(named)), meta)


def _settling(session: DraftSession) -> Iterator[Change]:
    """Yield what came together by itself and is not written down yet, one answer a step."""
    tree = session.tree
    may_settle = may_be_shared(session.form, tree)
    for path in [each for each in tree.paths() if len(tree.heads(each)) > 1]:
        apart = Tree()
        apart.add_all(tree.revisions_of(path).values())
        yield Notebook(apart, *session.signature).settle(may_settle)


def rows_to_share(form: Form, tree: Tree, only: Callable[[str], bool] | None = None) -> dict[str, Revision]:
    """Return what may be shared of a draft, by id: heads, and bare revisions that they stand on."""
    may_share = may_be_shared(form, tree)
    rows: dict[str, Revision] = {}
    for path in tree.paths():
        if may_share(path) and (only is None or only(path)):
            rows.update(_rows_at(tree, path))
    return rows


def _rows_at(tree: Tree, path: str) -> Mapping[str, Revision]:
    known = tree.revisions_of(path)
    heads = {head.id: head for head in tree.heads(path)}
    older = ancestors((parent for head in heads.values() for parent in head.parents), known)
    names = {each: bare(each, path, known[each].parents if each in known else ()) for each in older}
    return names | heads


def _check_target(session: DraftSession, target: Path, *, replace: bool) -> None:
    if not target.exists():
        return
    if target.resolve() == session.path.resolve():
        what = f"{target.name} is the inquiry itself."
        raise DraftNotSaved("copy-is-draft", what, remedy="Choose another name for the copy.")
    if not replace:
        what = f"There is a file {target.name} in {target.parent} already."
        raise DraftNotSaved("draft-exists", what, remedy="Choose another name.")


def _create(fresh: Path, change: Change, target: Path) -> None:
    try:
        DraftFile.create(fresh, change)
    except DraftNotSaved as problem:
        what = problem.what.replace(fresh.name, target.name)
        why = "The inquiry is as it was."
        raise DraftNotSaved(problem.code, what, why=why, remedy="Choose another folder or disk.") from None


def _verify(fresh: Path, change: Change, target: Path) -> None:
    """Open the finished copy and see that it holds what it should, and nothing else."""
    file = DraftFile.open(fresh)
    try:
        contents = file.read()
        whole = all(file.picture(each) == picture for each, picture in change.pictures.items())
    finally:
        file.close()
    found = {each.id: each for each in contents.revisions}
    if not whole or contents.damaged or found != change.rows:
        raise DraftNotSaved(
            "copy-not-sound",
            f"{target.name} could not be written so that it can be read again.",
            why="The inquiry is as it was.",
            remedy="Check the disk, or choose another folder.",
        )


def _put(fresh: Path, target: Path, *, replace: bool) -> None:
    try:
        if replace:
            journal_of(target).unlink(missing_ok=True)  # it belongs to the file that goes
            fresh.replace(target)
        else:
            put_in_place(fresh, target)
    except FileExistsError:
        what = f"There is a file {target.name} in {target.parent} already."
        raise DraftNotSaved("draft-exists", what, remedy="Choose another name.") from None
    except OSError as problem:
        reason = (problem.strerror or "the file could not be used").lower()
        what = f"{target.name} could not be written: {reason}."
        raise DraftNotSaved("copy-not-written", what, remedy="Choose another name or folder.") from None
