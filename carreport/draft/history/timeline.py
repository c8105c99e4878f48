"""Show how a whole inquiry came to be: who worked when, and what changed between two moments.

The moments stand in the order in which they came to be known here; clocks are shown, and decide
only where nothing else can tell. `way_back` leads back to a moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from carreport.draft.history.checkpoints import Mark, in_order
from carreport.draft.history.diff import Stretch, difference
from carreport.draft.revisions.labels import asking_order, place_words
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import Tree
from carreport.draft.revisions.tree_index import entry_around
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.schema import Form

PAUSE = timedelta(minutes=30)
"""Edits of one person that are no further apart than this are one moment of the timeline."""

CHANGED, ADDED, REMOVED = "changed", "added", "removed"


@dataclass(frozen=True, slots=True)
class Moment:
    """One person at work for a while: from when to when (UTC, ISO 8601), and at which places.

    `revisions` are the ids of what they wrote.
    """

    author: str
    began: str
    ended: str
    paths: tuple[str, ...]
    revisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Altered:
    """What became of one answer between two moments; `what` is changed, added or removed.

    `words` leads from the earlier words to the later ones.
    """

    path: str
    place: str
    what: str
    words: tuple[Stretch, ...]


def moments(tree: Tree, kept: Sequence[Mark] = ()) -> tuple[Moment, ...]:
    """Return the moments of an inquiry, the newest first; `kept` are its marks."""
    found: list[list[Revision]] = []
    for revision in in_order(tree, kept):
        last = found[-1] if found else []
        if last and last[-1].author == revision.author and _soon_after(last[-1], revision):
            last.append(revision)
        else:
            found.append([revision])
    return tuple(_moment(each) for each in reversed(found))


def as_of(tree: Tree, found: Sequence[Moment], moment: Moment) -> Tree:
    """Return what the inquiry held at the end of `moment`, one of the moments that were `found`."""
    known = {each for until in found[found.index(moment) :] for each in until.revisions}
    return Tree(each for each in tree if each.is_bare or each.id in known)


def altered(form: Form, earlier: Tree, later: Tree) -> tuple[Altered, ...]:
    """Return what is different in `later`, in asking order; an entry that came or went is one line."""
    everywhere = {*earlier.paths(), *later.paths()}
    found = [each for path in everywhere if (each := _altered(form, earlier, later, path))]
    gone = {each.path for each in found if each.what in (ADDED, REMOVED) and paths.is_item_path(each.path)}
    told = [each for each in found if not _stands_in(each.path, gone)]
    return tuple(sorted(told, key=lambda each: asking_order(form, later, each.path)))


def _soon_after(before: Revision, after: Revision) -> bool:
    try:
        gap = datetime.fromisoformat(after.written_at) - datetime.fromisoformat(before.written_at)
    except (TypeError, ValueError):
        return False
    return abs(gap) <= PAUSE


def _moment(revisions: list[Revision]) -> Moment:
    touched = dict.fromkeys(entry_around(each.path) or each.path for each in revisions)
    began, ended = revisions[0].written_at, revisions[-1].written_at
    return Moment(revisions[0].author, began, ended, tuple(touched), tuple(each.id for each in revisions))


def _altered(form: Form, earlier: Tree, later: Tree, path: str) -> Altered | None:
    if paths.is_item_path(path):
        was, stands = _is_there(earlier, path), _is_there(later, path)
        if was == stands:
            return None
        holder = later if stands else earlier
        return Altered(path, place_words(form, holder, path), ADDED if stands else REMOVED, ())
    before, after = _words(form, earlier, path), _words(form, later, path)
    if before == after:
        return None
    what = ADDED if not before else REMOVED if not after else CHANGED
    return Altered(path, place_words(form, later, path), what, difference(before, after))


def _is_there(tree: Tree, entry: str) -> bool:
    return tree.standing(entry) is not None and not tree.removed_around(entry)


def _words(form: Form, tree: Tree, path: str) -> str:
    """Return every version of an answer as plain text, or nothing where it stands in a removed entry."""
    question = form.field(path)
    around = entry_around(path)
    if around and tree.removed_around(around):
        return ""
    if paths.split_path(path).field == paths.READY:
        return "Ready for review" if any(each.value for each in tree.versions(path)) else ""
    if question is None or question.is_group:
        return ""
    said = (kind_of(question).format_value(question, each.value) for each in tree.versions(path))
    return "\n\n".join(filter(None, said))


def _stands_in(path: str, entries: set[str]) -> bool:
    around = entry_around(path)
    while around and around not in entries:
        around = entry_around(around)
    return bool(around)
