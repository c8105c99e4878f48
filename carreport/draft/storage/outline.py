"""Tell from the names of revisions alone which of them stand.

A revision that another one of its path names as parent does not stand any more. A *place* is a
path and an id, with a blank between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

AT_ONCE = 300
"""Where no more revisions than this were written over others, a draft is read whole when it is opened:
that takes no longer."""

Graph = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outline:
    """The names of all revisions of a draft, unchecked: how many there are, and how many name parents.

    A line of `places` has the path and the id of each, that of `above` at the same place the path
    again and the parents; `wordless` has the places of those that have no words.
    """

    count: int
    later: int
    places: str
    above: str
    wordless: str

    @property
    def is_long(self) -> bool:
        """Say whether it is worth while to read only what stands."""
        return self.later > AT_ONCE


@dataclass(frozen=True, slots=True)
class RevisionNames:
    """The places of all revisions that are `known`, and of those `needed` to say what stands.

    None are needed if a name cannot be right; `missing` are named as parents and not here.
    """

    known: AbstractSet[str]
    needed: AbstractSet[str]
    missing: AbstractSet[str]


def names_in(outline: Outline) -> RevisionNames:
    """Return which revisions there are, and which must be known to say what stands."""
    places, lines = outline.places.split("\n"), outline.above.split("\n")
    known, over, bare = set(places), set(lines), set(outline.wordless.split("\n"))
    for line in over - known:  # nothing is above these, or more than one
        over.discard(line)
        path, *parents = line.rstrip(" ").split(" ")
        over.update(f"{path} {each}" for each in parents)
    if not (len(known) == outline.count == len(places) == len(lines) and over <= known):
        return RevisionNames(known, frozenset(), over - known)
    needed = known - over - bare
    heads = Counter(line.partition(" ")[0] for line in needed)
    paths = [line.partition(" ")[0] for line in places]
    # where nothing stands, they may name each other in a circle: then one of them is not what it was
    doubtful = {path for path in set(paths) if heads[path] != 1}
    for graph in _graphs(zip(paths, places, lines, strict=True), doubtful):
        needed |= _with_base(graph, bare, graph.keys() & needed)
    return RevisionNames(known, needed, frozenset())


def by_id(places: Iterable[str]) -> dict[str, str]:
    """Return the path of each place by its id."""
    return {name: path for path, _, name in (line.partition(" ") for line in places)}


def _graphs(lines: Iterable[tuple[str, str, str]], wanted: AbstractSet[str]) -> Iterable[Graph]:
    """Return for each of the `wanted` paths its places, with the line of what is above each."""
    graphs: dict[str, dict[str, str]] = {path: {} for path in wanted}
    for path, place, above in lines if wanted else ():
        if path in wanted:
            graphs[path][place] = above
    return graphs.values()


def _with_base(graph: Graph, bare: AbstractSet[str], heads: AbstractSet[str]) -> set[str]:
    """Return what must be known of one path where several revisions stand, or none.

    That is these and what they were written over, down to the latest that is an ancestor of all
    of them: by it they may come together.
    """
    if not heads:
        return set(graph)
    older = [_ancestors(graph, head) for head in heads]
    shared = set.intersection(*older)
    latest = shared.difference(*(_parents(graph, each) for each in shared))
    if len(latest) != 1 or latest <= bare:
        return set(graph)
    return set(heads).union(*older) - (shared - latest)


def _ancestors(graph: Graph, place: str) -> set[str]:
    """Return all that the revision at `place` was written over."""
    found: set[str] = set()
    waiting = [place]
    while waiting:
        for parent in _parents(graph, waiting.pop()):
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def _parents(graph: Graph, place: str) -> Sequence[str]:
    above = graph[place]
    if above in graph:  # one parent only
        return (above,)
    path, *parents = above.split(" ")
    return [f"{path} {each}" for each in parents if each]
