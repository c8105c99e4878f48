"""Bring a copy in: say first what it would change, then take the union, and undo it in one go.

Nothing is ever overwritten: what comes in are further revisions. Where both sides wrote there
are two versions, unless they come together paragraph by paragraph.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from carreport.draft.copies.exclusions import Sifted, sifted
from carreport.draft.copies.forget_reply import has_marks
from carreport.draft.copies.incoming import Brought, LeftOut, new_rows
from carreport.draft.pictures.prepare import PictureBytes
from carreport.draft.revisions.change import Change
from carreport.draft.revisions.labels import asking_order, place_words, shown_line
from carreport.draft.revisions.merge3 import is_nothing
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import Tree
from carreport.draft.revisions.tree_index import entry_around
from carreport.form import paths
from carreport.form.answers import canonical_json
from carreport.form.schema import Form


class What(StrEnum):
    """What a copy does to one answer or one entry."""

    ANSWERED = "answered"
    CHANGED = "changed"
    JOINED = "joined"
    TWO_VERSIONS = "two versions"
    ADDED = "added"
    REMOVED = "removed"
    BROUGHT_BACK = "brought back"
    MOVED = "moved"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class News:
    """One thing that a copy brings: where (also in words), what it does, by whom and when.

    `shown` is the new answer on one line.
    """

    path: str
    place: str
    what: What
    author: str
    when: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Joining:
    """What bringing one copy in does to a draft, before anybody has agreed to it.

    `is_separate` says that it is another start on the same form: its entries come in as
    entries, its answers as second versions.
    """

    brought: Brought
    is_separate: bool
    rows: Mapping[str, Revision]
    pictures: Mapping[str, PictureBytes]
    news: tuple[News, ...]
    sieve: Sifted = field(default_factory=Sifted)
    note: str = ""
    """What the draft is to remember of it, if it still is as it was at this `moment`."""
    moment: object = None

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is in the file and does not come in."""
        return (*self.brought.left_out, *self.sieve.kept_out)

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote what comes in."""
        came = (each for each in self.rows.values() if not _is_left_here(each, self.rows))
        return tuple(sorted({each.author for each in came if each.author}))

    @property
    def is_nothing(self) -> bool:
        """Say whether the draft has all of it already."""
        return not self.rows and not self.pictures

    def change(self, tree: Tree) -> Change:
        """Return what is to be stored; names that get their words now are written anew."""
        known = {key for key in self.rows if key in tree}
        return Change(dict(self.rows), known, dict(self.pictures))


def plan_joining(
    form: Form, tree: Tree, draft_id: str, brought: Brought, kept: Mapping[str, PictureBytes] | None = None
) -> Joining:
    """Return what bringing `brought` into a draft does; `kept` has the pictures it holds already."""
    sieve = sifted(form, tree, brought.revisions)
    rows = new_rows(tree, sieve.revisions)
    pictures = {key: each for key, each in brought.pictures.items() if key not in (kept or {})}
    after = Tree((*tree, *rows.values()))
    news = list(_news(form, tree, after, rows))
    news.sort(key=lambda each: asking_order(form, after, each.path))
    return Joining(brought, brought.draft_id != draft_id, rows, pictures, tuple(news), sieve)


def touched(rows: Mapping[str, Revision]) -> tuple[str, ...]:
    """Return the paths at which something with words comes in, entries before what is in them."""
    found = {each.path for each in rows.values() if not each.is_bare}
    return tuple(sorted(found, key=lambda path: (not paths.is_item_path(path), path.count("/"), path)))


def _news(form: Form, before: Tree, after: Tree, rows: Mapping[str, Revision]) -> Iterator[News]:
    fresh: set[str] = set()
    marks = max(filter(has_marks, rows.values()), key=lambda each: each.written_at, default=None)
    for path in touched(rows):
        if _owners(path) & fresh:
            continue
        is_entry = paths.is_item_path(path)
        what = _entry_news(before, after, path) if is_entry else _answer_news(before, after, path)
        if what is None:
            continue
        if what is What.ADDED:
            fresh.add(path)
        source = max(_fresh(before, after, path), key=lambda each: each.written_at)
        by = marks if marks is not None and _is_left_here(source, rows) else source
        question = form.field(path)
        shown = "" if is_entry or question is None else shown_line(question, source.value)
        yield News(path, place_words(form, after, path), what, by.author, by.written_at, shown)


def _is_left_here(revision: Revision, rows: Container[str]) -> bool:
    """Say whether it is what is left of something known here: it is news only that a reply was withdrawn."""
    return bool(revision.origin) and revision.origin not in rows


def _owners(path: str) -> set[str]:
    found: set[str] = set()
    around = entry_around(path)
    while around:
        found.add(around)
        around = entry_around(around)
    return found


def _entry_news(before: Tree, after: Tree, path: str) -> What | None:
    if not _fresh(before, after, path):
        return None
    was, stands = before.standing(path), after.standing(path)
    if stands is None:
        return None
    if was is None or not before.revisions_of(path):
        return None if stands.removed else What.ADDED
    if was.removed is not stands.removed:
        return What.REMOVED if stands.removed else What.BROUGHT_BACK
    return What.MOVED if was.order != stands.order and not stands.removed else None


def _answer_news(before: Tree, after: Tree, path: str) -> What | None:
    fresh = {each.id for each in _fresh(before, after, path)}
    if not fresh:
        return None
    if around := after.removed_around(path):
        aside = {each.revision.id for each in after.set_aside() if each.item_noun == around}
        return What.SET_ASIDE if aside & fresh else None
    was = [canonical_json(each.value) for each in before.versions(path)]
    stands = [canonical_json(each.value) for each in after.versions(path)]
    if sorted(was) == sorted(stands):
        return None
    if all(is_nothing(each.value) for each in before.versions(path)):
        return What.ANSWERED
    if len(stands) > 1:
        return What.TWO_VERSIONS
    still_ours = {head.id for head in before.heads(path)} & {head.id for head in after.heads(path)}
    return What.JOINED if still_ours else What.CHANGED


def _fresh(before: Tree, after: Tree, path: str) -> list[Revision]:
    """Return the heads at `path` whose words were not there before."""
    known = before.revisions_of(path)
    return [each for each in after.heads(path) if each.id not in known or known[each.id].is_bare]
