"""Find what stands in an inquiry without reading all that ever stood there.

It goes by the names alone: a revision that another one of its path names as parent does not
stand any more. What is needed is read and checked by its hash; `past` reads the rest later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from carreport.draft.contents import revision_from
from carreport.draft.file import DraftFile, Outline
from carreport.draft.revisions import Revision
from carreport.errors import DraftFileError

AT_ONCE = 300
"""Where no more revisions than this were written over others, a draft is read whole when it is opened:
that takes no longer."""

Graph = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Present:
    """What stands, checked, and the places (path and id, with a blank between) of everything else."""

    revisions: tuple[Revision, ...]
    others: AbstractSet[str]


def present_in(file: DraftFile) -> Present | None:
    """Return what stands in a draft; nothing if that is nearly all, or if anything is not as it should be."""
    try:
        outline = file.outline()
        known, needed = _needed(outline) if outline.later > AT_ONCE else (set(), set())
        wanted = by_id(needed)
        found = [each for row in file.rows_named(wanted) if (each := revision_from(row)) is not None]
    except DraftFileError:
        return None
    is_whole = bool(found) and {each.id: each.path for each in found} == wanted
    return Present(tuple(found), known - needed) if is_whole else None


def _needed(outline: Outline) -> tuple[set[str], set[str]]:
    """Return all places, and those that must be known to say what stands; none if a name cannot be right."""
    places, lines = outline.places.split("\n"), outline.above.split("\n")
    known, over, bare = set(places), set(lines), set(outline.wordless.split("\n"))
    for line in over - known:  # nothing is above these, or more than one
        over.discard(line)
        path, *parents = line.rstrip(" ").split(" ")
        over.update(f"{path} {each}" for each in parents)
    if not (len(known) == outline.count == len(places) == len(lines) and over <= known):
        return known, set()
    needed = known - over - bare
    heads = Counter(line.partition(" ")[0] for line in needed)
    paths = [line.partition(" ")[0] for line in places]
    # where nothing stands, they may name each other in a circle: then one of them is not what it was
    doubtful = {path for path in set(paths) if heads[path] != 1}
    for graph in _graphs(zip(paths, places, lines, strict=True), doubtful):
        needed |= _with_base(graph, bare, graph.keys() & needed)
    return known, needed


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


def by_id(places: Iterable[str]) -> dict[str, str]:
    """Return the path of each place by its id."""
    return {name: path for path, _, name in (line.partition(" ") for line in places)}
