"""The contents of somebody else's file, once read and checked, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.revision import Revision, bare_revision
from carreport.draft.revisions.tree import ERASED_DEVICE, RevisionTree


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Something in a file that is not imported: its path, its author and the reason."""

    path: str
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class IncomingCopy:
    """The contents of a file: what is intact and fits the form, and what is excluded."""

    name: str
    draft_id: str
    revisions: tuple[Revision, ...] = ()
    pictures: Mapping[str, StoredPicture] = field(default_factory=dict)
    excluded: tuple[Exclusion, ...] = ()


def new_revisions(tree: RevisionTree, revisions: Iterable[Revision]) -> dict[str, Revision]:
    """Return the revisions that a draft does not have, or has only as bare revisions, by id.

    Bare revisions are imported only as ancestors of others, and every parent named is there in the
    end. What was erased here stays erased.
    """
    incoming = {row.id: row for row in revisions}
    spoken = {key: row for key, row in incoming.items() if not row.is_bare}
    wanted = {key: row for key, row in spoken.items() if _is_new(tree, key)}
    waiting = [(parent, row.path) for row in spoken.values() for parent in row.parents]
    while waiting:
        name, path = waiting.pop()
        if name in wanted or name in tree or name in spoken:
            continue
        row = incoming.get(name)
        parents = row.parents if row is not None and row.path == path else ()
        wanted[name] = bare_revision(name, path, parents)
        waiting.extend((parent, path) for parent in parents)
    return _without_cycles(tree, wanted)


def still_new_revisions(tree: RevisionTree, rows: Mapping[str, Revision]) -> dict[str, Revision]:
    """Return those of the planned `rows` that are still new to a draft."""
    return {
        key: row for key, row in rows.items() if key not in tree or (not row.is_bare and _is_new(tree, key))
    }


def _is_new(tree: RevisionTree, name: str) -> bool:
    present = tree.get(name)
    return present is None or (present.is_bare and present.device != ERASED_DEVICE)


def _without_cycles(tree: RevisionTree, rows: dict[str, Revision]) -> dict[str, Revision]:
    """Return `rows` without cycles: the parents of a bare revision are not checked by its hash."""
    graph = {key: _parents(tree, rows, key) for row in rows.values() for key in (row.id, *row.parents)}
    waiting = list(graph)
    while waiting:
        for parent in graph[waiting.pop()]:
            if parent not in graph:
                graph[parent] = _parents(tree, rows, parent)
                waiting.append(parent)
    children: dict[str, int] = dict.fromkeys(graph, 0)
    for parents in graph.values():
        for parent in parents:
            children[parent] += 1
    free = [key for key, count in children.items() if not count]
    while free:
        for parent in graph.pop(free.pop()):
            children[parent] -= 1
            if not children[parent]:
                free.append(parent)
    return {
        key: bare_revision(key, row.path) if key in graph and row.is_bare else row
        for key, row in rows.items()
    }


def _parents(tree: RevisionTree, rows: Mapping[str, Revision], name: str) -> tuple[str, ...]:
    revision = rows.get(name) or tree.get(name)
    return tuple(set(revision.parents)) if revision is not None else ()
