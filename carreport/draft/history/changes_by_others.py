"""Say what others changed since this author was last here, question by question, without clocks.

The draft keeps for each author on each computer what stood when they last closed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carreport.draft.revisions.labels import asking_order, place_words, shown_line
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import Tree
from carreport.draft.revisions.tree_index import entry_around
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import is_seen
from carreport.form import paths
from carreport.form.schema import Form

WROTE, ADDED, REMOVED = "wrote", "added", "removed"


@dataclass(frozen=True, slots=True)
class Edit:
    """What one person changed at one place; `what` is wrote, added or removed.

    `shown` is what they wrote, on one line.
    """

    path: str
    place: str
    what: str
    author: str
    when: str
    shown: str


def changed_since(session: DraftSession) -> tuple[Edit, ...]:
    """Return what others changed since this author's last session here; nothing on the very first."""
    if not session.seen_before:
        return ()
    author, _ = session.signature
    edits = _edits(session.form, session.tree, session.seen_before, author)
    return tuple(sorted(edits, key=lambda edit: asking_order(session.form, session.tree, edit.path)))


def _edits(form: Form, tree: Tree, known: frozenset[str], author: str) -> Iterator[Edit]:
    found: dict[str, list[Revision]] = {}
    for head in tree.heads_of_others(author):
        if not is_seen(head.id, known):
            found.setdefault(head.path, []).append(head)
    added: set[str] = set()
    for path in sorted(found, key=lambda path: (not paths.is_item_path(path), path.count("/"), path)):
        around = entry_around(path)
        if _stands_in(around, added) or (around and tree.removed_around(around)):
            continue
        what = _what(tree, path, known)
        if what == ADDED:
            added.add(path)
        if what:
            yield _edit(form, tree, path, what, sorted(found[path], key=lambda each: each.id))


def _stands_in(entry: str, entries: set[str]) -> bool:
    """Say whether an entry is one of these, or stands in one of them."""
    while entry and entry not in entries:
        entry = entry_around(entry)
    return bool(entry)


def _what(tree: Tree, path: str, known: frozenset[str]) -> str:
    """Return what was done at `path`, or nothing if it is not worth telling."""
    if not paths.is_item_path(path):
        return WROTE
    standing = tree.standing(path)
    was_seen = any(is_seen(each, known) for each in tree.names_at(path))
    if standing is None or (standing.removed and not was_seen):
        return ""
    return REMOVED if standing.removed else "" if was_seen else ADDED


def _edit(form: Form, tree: Tree, path: str, what: str, fresh: Sequence[Revision]) -> Edit:
    newest = max(fresh, key=lambda each: each.written_at)
    question = form.field(path)
    is_answer = question is not None and not paths.is_item_path(path)
    shown = shown_line(question, newest.value) if question and is_answer else ""
    authors = " and ".join(dict.fromkeys(each.author for each in fresh))
    return Edit(path, place_words(form, tree, path), what, authors, newest.written_at, shown)
