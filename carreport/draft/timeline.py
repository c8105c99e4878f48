"""Show how a whole inquiry came to be: who worked when, what changed between two moments, and back.

Going back writes further revisions; what was written since stays in the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from carreport.draft.backups import back_up
from carreport.draft.differences import Stretch, difference
from carreport.draft.labels import asking_order, place_words
from carreport.draft.revisions import Revision
from carreport.draft.session import DraftSession
from carreport.draft.tree import Tree, entry_around
from carreport.draft.undoing import Heads, Undone, heads_at, undo
from carreport.errors import DraftNotSaved
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.schema import Form

PAUSE = timedelta(minutes=30)
"""Edits of one person that are no further apart than this are one moment of the timeline."""

CHANGED, ADDED, REMOVED = "changed", "added", "removed"


@dataclass(frozen=True, slots=True)
class Moment:
    """One person at work for a while: from when to when (UTC, ISO 8601), and at which places."""

    author: str
    began: str
    ended: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Altered:
    """What became of one answer between two moments; `what` is changed, added or removed.

    `words` leads from the earlier words to the later ones.
    """

    path: str
    place: str
    what: str
    words: tuple[Stretch, ...]


def moments(tree: Tree) -> tuple[Moment, ...]:
    """Return the moments of a draft, the newest first."""
    written = sorted((r for r in tree if not r.is_bare), key=lambda r: (r.written_at, r.id))
    found: list[list[Revision]] = []
    for revision in written:
        last = found[-1] if found else []
        if last and last[-1].author == revision.author and _soon_after(last[-1], revision):
            last.append(revision)
        else:
            found.append([revision])
    return tuple(_moment(each) for each in reversed(found))


def as_of(tree: Tree, moment: str) -> Tree:
    """Return what the draft held at `moment` (UTC, ISO 8601), as far as clocks can tell."""
    return Tree(each for each in tree if each.is_bare or each.written_at <= moment)


def altered(form: Form, earlier: Tree, later: Tree) -> tuple[Altered, ...]:
    """Return what is different in `later`, in asking order; an entry that came or went is one line."""
    everywhere = {*earlier.paths(), *later.paths()}
    found = [each for path in everywhere if (each := _altered(form, earlier, later, path))]
    gone = {each.path for each in found if each.what in (ADDED, REMOVED) and paths.is_item(each.path)}
    told = [each for each in found if not _stands_in(each.path, gone)]
    return tuple(sorted(told, key=lambda each: asking_order(form, later, each.path)))


def go_back(session: DraftSession, moment: str) -> Undone:
    """Let every answer say what it said at `moment`, by further revisions; a backup is made first."""
    session.seal()
    session.flush()
    try:
        back_up(session.path)
    except DraftNotSaved as problem:
        session.on_backup_failed(problem)
    undone, change = undo(session.book, _heads_since(session.tree, as_of(session.tree, moment)))
    session.take(change, {row.path for row in change.rows.values()})
    session.flush()
    return undone


def _heads_since(tree: Tree, known: Tree) -> Heads:
    now, then = heads_at(tree, tree.paths()), heads_at(known, tree.paths())
    return {path: (then[path], now[path]) for path in now if then[path] != now[path]}


def _soon_after(before: Revision, after: Revision) -> bool:
    try:
        return datetime.fromisoformat(after.written_at) - datetime.fromisoformat(before.written_at) <= PAUSE
    except (TypeError, ValueError):
        return False


def _moment(revisions: list[Revision]) -> Moment:
    touched = dict.fromkeys(entry_around(each.path) or each.path for each in revisions)
    return Moment(revisions[0].author, revisions[0].written_at, revisions[-1].written_at, tuple(touched))


def _altered(form: Form, earlier: Tree, later: Tree, path: str) -> Altered | None:
    if paths.is_item(path):
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
    if paths.split(path).field == paths.READY:
        return "Ready for review" if any(each.value for each in tree.versions(path)) else ""
    if question is None or question.is_group:
        return ""
    said = (kind_of(question).show(question, each.value) for each in tree.versions(path))
    return "\n\n".join(filter(None, said))


def _stands_in(path: str, entries: set[str]) -> bool:
    around = entry_around(path)
    while around and around not in entries:
        around = entry_around(around)
    return bool(around)
