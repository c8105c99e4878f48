"""Let an inquiry say again what it held at another moment: by further revisions, whatever clocks said.

A moment is what stood then: the session's beginning, a backup, a moment of the timeline. Nothing
is wound back, and what was written since stays in the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carreport.draft.backups import Backup
from carreport.draft.file import DraftFile
from carreport.draft.marks import keep_mark
from carreport.draft.revisions import Revision, ancestors
from carreport.draft.session import DraftSession
from carreport.draft.snapshot import Snapshot, make_safe, snapshot
from carreport.draft.timeline import Altered, altered
from carreport.draft.tree import Tree
from carreport.draft.undoing import Heads, Rewriting, Undone, heads_at, plan_rewriting, rewrite
from carreport.form.schema import Form


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
