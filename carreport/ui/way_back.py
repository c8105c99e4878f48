"""Let an inquiry say again what it held at another time: by further revisions, whatever clocks said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from carreport.draft.backups import Backup, back_up
from carreport.draft.file import DraftFile
from carreport.draft.revisions import Revision
from carreport.draft.session import DraftSession
from carreport.draft.timeline import altered
from carreport.draft.tree import Tree
from carreport.draft.undoing import Heads, Undone, heads_at, undo
from carreport.errors import DraftNotSaved

BECOMES = {"added": "comes back", "removed": "goes", "changed": "changes back"}


def held_in(backup: Backup) -> tuple[Revision, ...]:
    """Return what a backup holds; raise `DraftFileError` if it does not open any more."""
    return _revisions_in(backup.path)


def changes_on_the_way(session: DraftSession, held: Iterable[Revision]) -> list[str]:
    """Return in words what would be different if the inquiry said again what it `held`."""
    then = Tree(held)
    places = _heads(session.tree, then)
    found = altered(session.form, session.tree, then)
    return [f"{each.place} · {BECOMES[each.what]}" for each in found if each.path in places]


def say_again(session: DraftSession, held: Iterable[Revision]) -> Undone:
    """Let every answer say what it said when the inquiry `held` this; a backup is made first.

    What stood in the middle of being typed is not known here any more and is left alone.
    """
    session.seal()
    session.flush()
    try:
        back_up(session.path)
    except DraftNotSaved as problem:
        session.on_backup_failed(problem)
    undone, change = undo(session.book, _heads(session.tree, Tree(held)))
    session.take(change, {row.path for row in change.rows.values()})
    session.flush()
    return undone


def _heads(tree: Tree, then: Tree) -> Heads:
    now, was = heads_at(tree, tree.paths()), heads_at(then, tree.paths())
    differ = (path for path in now if was[path] != now[path])
    return {path: (was[path], now[path]) for path in differ if all(each in tree for each in was[path])}


def _revisions_in(path: Path) -> tuple[Revision, ...]:
    file = DraftFile.open(path)
    try:
        file.only_read()
        return tuple(file.read().revisions)
    finally:
        file.close()
