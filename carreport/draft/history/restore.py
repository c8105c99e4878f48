"""Let places say again what they said, in one go, by further revisions: nothing is wound back.

What is to be written is planned on a snapshot, in any thread; writing it down takes a moment. A
place that somebody edited in the meantime is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carreport.draft.history.checkpoints import keep_mark
from carreport.draft.history.timeline import Altered, altered
from carreport.draft.revisions.change import Change
from carreport.draft.revisions.fractional_index import is_key
from carreport.draft.revisions.recorder import Notebook
from carreport.draft.revisions.revision import Revision, ancestors
from carreport.draft.revisions.tree import ORDER, Standing, Tree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.snapshot import Snapshot, make_safe, snapshot
from carreport.draft.storage.backups import Backup
from carreport.draft.storage.database import DraftFile
from carreport.form import paths
from carreport.form.answers import canonical_json
from carreport.form.schema import Form

NOTE = "brought_in"

Heads = Mapping[str, tuple[frozenset[str], frozenset[str]]]
"""For each path that a copy touched, the heads before it came in and after."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did: the paths that say again what they said, and those edited since, left alone."""

    paths: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What is to be written so that places say again what they said; nothing is written yet.

    `seen` has the heads that stood at each place when this was planned; `left` are places that
    had been edited since by then.
    """

    rows: Mapping[str, Revision]
    seen: Mapping[str, frozenset[str]]
    left: tuple[str, ...]


def plan_rewriting(before: Snapshot, heads: Heads) -> Rewriting:
    """Return what lets every place say what it said before; it may run in any thread."""
    book = before.book()
    undone, change = undo(book, heads)
    return Rewriting(dict(change.rows), {path: heads[path][1] for path in undone.paths}, undone.left)


def rewrite(session: DraftSession, planned: Rewriting) -> Undone:
    """Write down what was planned, but for places that somebody edited meanwhile; this takes a moment."""
    session.seal()
    stands = heads_at(session.tree, planned.seen)
    still = {path for path, seen in planned.seen.items() if stands[path] == seen}
    session.union(Change({key: each for key, each in planned.rows.items() if each.path in still}))
    edited = tuple(path for path in planned.seen if path not in still)
    return Undone(tuple(path for path in planned.seen if path in still), (*planned.left, *edited))


def heads_at(tree: Tree, places: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the ids of the heads at each place."""
    return {path: tree.standing_at(path) for path in places}


def heads_note(name: str, before: Mapping[str, frozenset[str]], tree: Tree) -> str:
    """Return what the draft remembers of a copy that came in over what stood `before`, to undo it."""
    after = heads_at(tree, before)
    heads = {
        path: [sorted(before[path]), sorted(after[path])] for path in after if before[path] != after[path]
    }
    return json.dumps({"name": name, "heads": heads}, ensure_ascii=False)


def noted_heads(words: str) -> tuple[str, Heads]:
    """Read what `heads_note` wrote: the name of the copy and the heads; nothing if nothing came in."""
    if not words:
        return "", {}
    told = json.loads(words)
    heads = {path: (frozenset(was), frozenset(came)) for path, (was, came) in told["heads"].items()}
    return str(told["name"]), heads


def undo(book: Notebook, heads: Heads) -> tuple[Undone, Change]:
    """Make every path say again what it said before, unless somebody has edited it since."""
    tree, change = book.tree, Change()
    done: list[str] = []
    left: list[str] = []
    entries = sorted((path for path in heads if paths.is_item_path(path)), key=lambda path: path.count("/"))
    for path in (*entries, *(path for path in sorted(heads) if not paths.is_item_path(path))):
        before, after = heads[path]
        if frozenset(head.id for head in tree.heads(path)) != after:
            left.append(path)
            continue
        undone = (
            _undo_entry(book, path, before) if paths.is_item_path(path) else _undo_answer(book, path, before)
        )
        if undone:
            change.add(undone)
            done.append(path)
    return Undone(tuple(done), tuple(left)), change


def _undo_entry(book: Notebook, path: str, before: frozenset[str]) -> Change:
    stands = book.tree.standing(path)
    was = _standing_of(book.tree, path, before)
    if stands is None:
        return Change()
    if was is None or was.removed:
        return book.remove_item(path)
    if stands.removed or stands.order != was.order:
        order = was.order if is_key(was.order) else stands.order
        return book.record({path: {ORDER: order}})
    return Change()


def _standing_of(tree: Tree, path: str, heads: frozenset[str]) -> Standing | None:
    return _as_it_was(tree, path, heads).standing(path) if heads else None


def _undo_answer(book: Notebook, path: str, before: frozenset[str]) -> Change:
    tree = book.tree
    if tree.removed_around(path):
        return Change()
    was = _as_it_was(tree, path, before)
    said = sorted(canonical_json(each.value) for each in was.versions(path))
    if said == sorted(canonical_json(each.value) for each in tree.versions(path)):
        return Change()
    fresh = {head.id for head in tree.heads(path)} - before
    change = Change()
    for fold in was.folds(path):
        change.add(book.write_over(path, fold.value, {head.id for head in fold.heads} | fresh))
    return change if said else book.write_over(path, None, fresh)


def _as_it_was(tree: Tree, path: str, heads: frozenset[str]) -> Tree:
    """Return the revisions of one path as far as they were known when these were its heads."""
    known = tree.revisions_of(path)
    return Tree(known[each] for each in ancestors(heads, known) if each in known)


# A moment is what stood then: the session's beginning, a backup, a moment of the timeline. Nothing
# is wound back, and what was written since stays in the history.


@dataclass(frozen=True, slots=True)
class Held:
    """What an inquiry held at one moment: the ids of what stood at each place."""

    heads: Mapping[str, frozenset[str]]


def held_now(tree: Tree) -> Held:
    """Return what an inquiry holds at this moment."""
    return Held(heads_at(tree, tree.paths()))


def held_by(revisions: Iterable[Revision]) -> Held:
    """Return what an inquiry held that had these revisions and no others."""
    return held_now(Tree(revisions))


def held_in(backup: Backup) -> Held:
    """Return what a backup holds; raise `DraftFileError` if it does not open any more."""
    file = DraftFile.open(backup.path)
    try:
        file.only_read()
        return held_by(file.read().revisions)
    finally:
        file.close()


def changes_on_the_way(form: Form, tree: Tree, held: Held) -> tuple[Altered, ...]:
    """Return what would be different if the inquiry said again what it `held`, as the form asks."""
    differ = _differences(tree, held)
    found = altered(form, tree, _tree_at(tree, held, differ))
    return tuple(each for each in found if each.path in differ)


def go_back(session: DraftSession, held: Held) -> Undone:
    """Let every answer say what it said when the inquiry `held` this; it is on the disk when this returns."""
    planned = plan_going_back(snapshot(session), held)
    make_safe(session)
    undone = accept_going_back(session, planned)
    session.flush()
    return undone


def plan_going_back(before: Snapshot, held: Held) -> Rewriting:
    """Return what is to be written to go back; it may run in any thread.

    What stood in the middle of being typed, or was erased, is not known any more and is left alone.
    """
    return plan_rewriting(before, _differences(before.tree(), held))


def accept_going_back(session: DraftSession, planned: Rewriting) -> Undone:
    """Go back as was planned, in a moment; `flush` waits until it is on the disk.

    What somebody edited since the planning is left alone, and named.
    """
    keep_mark(session)
    return rewrite(session, planned)


def _differences(tree: Tree, held: Held) -> Heads:
    """Return the places at which something else stood: what stood then, and what stands now."""
    now = heads_at(tree, tree.paths())
    pairs = {path: (held.heads.get(path, frozenset()), stands) for path, stands in now.items()}
    return {path: each for path, each in pairs.items() if each[0] != each[1] and _is_known(tree, each[0])}


def _is_known(tree: Tree, heads: Iterable[str]) -> bool:
    known = (tree.get(each) for each in heads)
    return all(each is not None and not each.is_bare for each in known)


def _tree_at(tree: Tree, held: Held, differ: Heads) -> Tree:
    """Return what was held, as far as it must be known to say what stood at each place."""
    then = Tree()
    for path in tree.paths():
        heads = held.heads.get(path, frozenset()) if path in differ else _ids(tree, path)
        known = tree.revisions_of(path)
        for each in ancestors(heads, known) if len(heads) > 1 else heads:
            if each in known:
                then.add(known[each])
    return then


def _ids(tree: Tree, path: str) -> frozenset[str]:
    return frozenset(head.id for head in tree.heads(path))
