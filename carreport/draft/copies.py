"""Send a copy: a fresh file, built up from what may be shared, with a receipt for whoever sent it.

A copy holds what is answered now, its pictures, and the bare names of earlier revisions, so
that it always comes back together with the draft. It never holds a private answer, an entry
that its writer has not released, earlier words, erased words or the words of removed entries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from carreport.draft.card import summary_of
from carreport.draft.contents import CARD, CREATED, DRAFT_ID, FORM, Change
from carreport.draft.file import DraftFile
from carreport.draft.pictures import PictureBytes
from carreport.draft.places import discard, put_in_place, unfinished
from carreport.draft.receipts import Receipt, keep_receipt
from carreport.draft.revisions import Revision, ancestors, bare
from carreport.draft.session import DraftSession, pictures_in
from carreport.draft.tree import Tree
from carreport.errors import DraftNotSaved
from carreport.form import paths
from carreport.form.schema import Form, Share

LEFT_BEHIND = (
    "private answers, entries that are not released, earlier versions, and what was removed or erased"
)


def build_copy(session: DraftSession, target: Path, *, replace: bool = False) -> Receipt:
    """Write a copy that may be sent to `target` and return the receipt that the draft keeps.

    Raise `DraftNotSaved` if there is a file already (unless it may be replaced, which the draft
    itself never is) or if the copy cannot be written; a file that was there is then untouched.
    """
    _check_target(session, target, replace=replace)
    session.settle(may_be_shared(session.form, session.tree))
    change = copy_of(session)
    fresh = unfinished(target)
    try:
        _create(fresh, change, target)
        _verify(fresh, change, target)
        _put(fresh, target, replace=replace)
    finally:
        discard(fresh)
    answered = sum(1 for _ in Tree(change.rows.values()).answers().answered(session.form))
    receipt = Receipt.now("copy", target.name, session.author, answered, len(change.pictures))
    keep_receipt(session, receipt)
    return receipt


def copy_of(session: DraftSession) -> Change:
    """Return all that a copy of the draft holds."""
    rows = rows_to_share(session.form, session.tree)
    named = {checksum for row in rows.values() for checksum in pictures_in(row.value)}
    found = {each: session.picture(each) for each in sorted(named)}
    pictures: dict[str, PictureBytes] = {key: each for key, each in found.items() if each is not None}
    tree = Tree(rows.values())
    meta = {
        DRAFT_ID: session.draft_id,
        CREATED: session.created,
        FORM: session.form.source,
        CARD: summary_of(session.form, tree.answers(), session.created, tree.newest),
    }
    return Change(rows, set(), pictures, meta)


def rows_to_share(form: Form, tree: Tree, only: Callable[[str], bool] | None = None) -> dict[str, Revision]:
    """Return what may be shared of a draft, by id: heads, and bare revisions that they stand on."""
    may_share = may_be_shared(form, tree)
    rows: dict[str, Revision] = {}
    for path in tree.paths():
        if may_share(path) and (only is None or only(path)):
            rows.update(_rows_at(tree, path))
    return rows


def may_be_shared(form: Form, tree: Tree) -> Callable[[str], bool]:
    """Return what says whether the answer at a path may leave with a copy.

    An allow-list: a path that the form does not ask, or a place inside a removed entry, may not.
    """
    released: dict[str, bool] = {}

    def may_share(path: str) -> bool:
        if not is_public_place(form, path) or _is_in_removed(tree, path):
            return False
        entry = guarded_entry(form, path)
        if not entry:
            return True
        if entry not in released:
            released[entry] = is_released(form, tree, entry)
        return released[entry]

    return may_share


def is_public_place(form: Form, path: str) -> bool:
    """Say whether the form asks something at `path` that is not for its writer alone."""
    where = paths.split(path)
    if where.field == paths.READY:
        return form.section(where.section) is not None and not where.steps
    section = form.section(where.section)
    question = section.field(where.field) if section else None
    asked = [question]
    for _, name in where.steps:
        if name:
            question = question.inner(name) if question else None
            asked.append(question)
    if question is None or any(each is None or each.share is Share.PRIVATE for each in asked):
        return False
    return question.is_group is paths.is_item(path)


def guarded_entry(form: Form, path: str) -> str:
    """Return the entry that `path` is or stands in, if such entries are private until released."""
    where = paths.split(path)
    section = form.section(where.section)
    question = section.field(where.field) if section else None
    if question is None or question.private_until is None or not where.steps:
        return ""
    return paths.of_item(f"{where.section}.{where.field}", where.steps[0][0])


def is_released(form: Form, tree: Tree, entry: str) -> bool:
    """Say whether an entry was ever released; a choice made later does not take it back."""
    question = form.field(entry)
    if question is None or question.private_until is None:
        return True
    asked = f"{entry}/{question.private_until.field}"
    said = (revision.value for revision in tree.revisions_of(asked).values())
    return any(value in question.private_until.values for value in said)


def _is_in_removed(tree: Tree, path: str) -> bool:
    """Say whether `path` stands inside a removed entry; the entry itself does not."""
    around = paths.owner(paths.group_of(path)) if paths.is_item(path) else paths.owner(path)
    return bool(around) and bool(tree.removed_around(around))


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
        what = f"{target.name} is the draft itself."
        raise DraftNotSaved("copy-is-draft", what, remedy="Choose another name for the copy.")
    if not replace:
        what = f"There is a file {target.name} in {target.parent} already."
        raise DraftNotSaved("draft-exists", what, remedy="Choose another name.")


def _create(fresh: Path, change: Change, target: Path) -> None:
    try:
        DraftFile.create(fresh, change)
    except DraftNotSaved as problem:
        what = problem.what.replace(fresh.name, target.name)
        why = "The draft is as it was."
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
            why="The draft is as it was.",
            remedy="Check the disk, or choose another folder.",
        )


def _put(fresh: Path, target: Path, *, replace: bool) -> None:
    try:
        if replace:
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
