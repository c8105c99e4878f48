"""Hold all revisions of a draft by path, and say what is answered, removed or set aside.

What it says depends only on which revisions it holds, never on the order in which they came.
An entry of a list has revisions of its own at the path of the item: `{"order": key}` says where
it stands, `{"order": key, "removed": [ids]}` that it was removed by somebody who knew the
revisions with these ids; what they did not know is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from carreport.draft.revisions.fractional_index import is_key
from carreport.draft.revisions.revision import (
    Fold,
    Revision,
    Unread,
    folds,
    newest_first,
    version_of,
    versions,
)
from carreport.draft.revisions.tree_index import Branch, entry_around, is_later, places_around
from carreport.form import paths
from carreport.form.answers import Answers, Item, Version
from carreport.form.schema import Value

ORDER = "order"
REMOVED = "removed"
ERASED = "erased"
"""The device of a bare revision whose words were taken out for good: they never come back."""
A_STEP = 1_000
"""So many revisions are taken in at once at most, unless one answer has more: it takes 2 ms."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry of a list stands: its place, and what the people who removed it knew."""

    order: str
    removed: bool
    seen: frozenset[str]


@dataclass(frozen=True, slots=True)
class SetAside:
    """An edit inside a removed entry that whoever removed the entry had not seen."""

    item_noun: str
    revision: Revision
    removed_by: str


@dataclass(frozen=True, slots=True)
class _Whole:
    """What stands at one place with all that is in it, and in it the answers that are in doubt."""

    value: Any
    doubtful: Mapping[str, tuple[Version, ...]]


class Tree:
    """All revisions of one draft; those that are `unread` are taken in when somebody looks at them.

    As long as `moment` is the same object, nothing came in and nothing went.
    """

    def __init__(self, revisions: Iterable[Revision] = (), unread: Unread | None = None) -> None:
        self._rows: dict[str, Revision] = {}
        self._by_path: dict[str, Branch] = {}
        self._groups: dict[str, dict[str, set[str]]] = {}
        self._tops: dict[str, set[str]] = {}
        self._folded: dict[str, tuple[Version, ...]] = {}
        self._placed: dict[str, Standing] = {}
        self._ordered: dict[str, tuple[tuple[str, Standing], ...]] = {}
        self._orders: dict[str, dict[str, str]] = {}
        self._whole: dict[str, _Whole] = {}
        self._latest: dict[str, Revision | None] = {}
        self._answers: Answers | None = None
        self.newest: Revision | None = None
        self.moment = object()
        self._past = unread
        self._looked_at: set[str] = set()
        self._is_whole = unread is None
        for revision in revisions:
            self.put(revision)

    def __contains__(self, revision_id: str) -> bool:
        return self.get(revision_id) is not None

    def __iter__(self) -> Iterator[Revision]:
        self._look_everywhere()
        return iter(self._rows.values())

    def __len__(self) -> int:
        self._look_everywhere()
        return len(self._rows)

    def get(self, revision_id: str) -> Revision | None:
        """Return the revision with this id, if it is here."""
        found = self._rows.get(revision_id)
        if found is None and revision_id and self._past is not None:
            self._look_at(self._past.places.get(revision_id, ""))
            found = self._rows.get(revision_id)
        return found

    def add(self, revision: Revision) -> None:
        """Take a revision in; one that is here already changes nothing, unless it was bare.

        One whose words were erased stays without them.
        """
        self._look_at(revision.path)
        self.put(revision)

    def add_all(self, revisions: Iterable[Revision]) -> None:
        """Take many revisions in, as `add` does; what comes in at a place of its own is taken in as one."""
        by_path: dict[str, list[Revision]] = {}
        for each in revisions:
            by_path.setdefault(each.path, []).append(each)
        for path, rows in by_path.items():
            self._look_at(path)
            if path in self._by_path or any(each.id in self._rows for each in rows):
                for each in rows:
                    self.put(each)
                continue
            branch = self._by_path[path] = Branch.of(rows)
            self._rows.update(branch.rows)
            self._note_place(path)
            self._forget(path)
        self._note_newest(each for rows in by_path.values() for each in rows)

    def put(self, revision: Revision) -> None:
        """Take a revision in that was written just now over what stands, as `add` does."""
        known = self._rows.get(revision.id)
        if known is not None:
            if revision.is_bare or not known.is_bare or known.device == ERASED:
                return
            self.discard(revision.id)
        self._rows[revision.id] = revision
        branch = self._branch(revision.path)
        branch.add(revision)
        latest = self._latest and {each: self._latest.get(each) for each in places_around(revision.path)}
        self._forget(revision.path)
        if latest:
            stands = revision.id in branch.tips
            for each, was in latest.items():
                if was is not None and was.id not in revision.parents:
                    self._latest[each] = revision if stands and is_later(revision, was) else was
        if not revision.is_bare and (self.newest is None or revision.written_at >= self.newest.written_at):
            self.newest = revision

    def discard(self, revision_id: str) -> None:
        """Take out a revision that is still being typed."""
        revision = self._rows.pop(revision_id)
        self._by_path[revision.path].discard(revision)
        self._forget(revision.path)

    def erase(self, revision_id: str) -> None:
        """Take the words, the author and the time of a revision out for good; its name stays."""
        revision = self.get(revision_id)
        if revision is None:
            raise KeyError(revision_id)
        self.discard(revision_id)
        self.add(replace(revision, author="", device=ERASED, written_at="", text=None))
        if self.newest is not None and self.newest.id == revision_id:
            spoken = (each for each in self if not each.is_bare)
            self.newest = max(spoken, key=lambda each: each.written_at, default=None)

    def missing(self) -> Iterator[tuple[str, str]]:
        """Yield the id and the path of every parent that is named and not here."""
        self._look_everywhere()
        for each in self._rows.values():
            for parent in each.parents:
                if parent not in self._rows:
                    yield parent, each.path

    def revisions_of(self, path: str) -> Mapping[str, Revision]:
        """Return the revisions of one path, by id."""
        self._look_at(path)
        return self._read_at(path)

    def names_at(self, path: str) -> set[str]:
        """Return the ids of the revisions of one path; nothing is read for that."""
        names = set(self._read_at(path))
        if self._past is not None and not self._is_whole and path not in self._looked_at:
            names |= {name for name, place in self._past.places.items() if place == path}
        return names

    def _read_at(self, path: str) -> Mapping[str, Revision]:
        """Return those of one path that were read: at least all by which it is known what stands."""
        branch = self._by_path.get(path)
        return branch.rows if branch else {}

    def heads(self, path: str) -> tuple[Revision, ...]:
        """Return the revisions of one path that nobody has written over."""
        branch = self._by_path.get(path)
        if branch is None:
            return ()
        return tuple(branch.tips[each] for each in sorted(branch.tips))

    def standing_at(self, path: str) -> frozenset[str]:
        """Return the ids of what stands at one path."""
        branch = self._by_path.get(path)
        return frozenset(branch.tips) if branch else frozenset()

    def versions(self, path: str) -> tuple[Version, ...]:
        """Return the answers that stand at one path: none, one, or several in dispute."""
        found = self._folded.get(path)
        if found is None:
            heads = self.heads(path)
            single = len(heads) == 1
            found = (version_of(heads[0]),) if single else versions(self._read_at(path))
            self._folded[path] = found
        return found

    def folds(self, path: str) -> tuple[Fold, ...]:
        """Return the answers that stand at one path, each with the heads that it is made of."""
        return folds(self._read_at(path))

    def heads_of_others(self, author: str) -> list[Revision]:
        """Return every revision that stands and is by somebody else, in no order."""
        standing = [branch.tips for branch in self._by_path.values() if branch.tips]
        return [head for tips in standing for head in tips.values() if head.author != author]

    def standing_by_path(self) -> dict[str, frozenset[str]]:
        """Return the ids of what stands, by path."""
        return {path: frozenset(branch.tips) for path, branch in self._by_path.items()}

    def paths(self) -> tuple[str, ...]:
        """Return every path that has revisions, in order."""
        return tuple(sorted(self._by_path))

    def removed_around(self, path: str) -> str:
        """Return the path of the removed entry that `path` is or stands in, or nothing."""
        around = path if paths.is_item_path(path) else paths.parent_item_path(path)
        while around:
            standing = self.standing(around)
            if standing is not None and standing.removed:
                return around
            around = entry_around(around)
        return ""

    def within(self, place: str) -> Iterator[str]:
        """Yield `place` and every path inside it that has revisions."""
        if place in self._by_path:
            yield place
        if paths.is_item_path(place):
            inner = self._groups.get(paths.group_path(place), {}).get(paths.item_id(place), set())
            for name in sorted(inner):
                yield from self.within(f"{place}/{name}")
        else:
            for item in sorted(self._groups.get(place, {})):
                yield from self.within(paths.item_path(place, item))

    def history(self, path: str) -> tuple[Revision, ...]:
        """Return what was ever written at `path` (for a list or an entry: in it), newest first."""
        if self.revisions_of(path) and not paths.is_item_path(path):
            return newest_first(self.revisions_of(path))
        inner = (each for where in self.within(path) for each in newest_first(self.revisions_of(where)))
        return tuple(sorted(inner, key=lambda revision: revision.written_at, reverse=True))

    def last_change(self, path: str) -> Revision | None:
        """Return what was written last at `path`, or in it, of what stands."""
        if path not in self._latest:
            self._latest[path] = self._last_in(path)
        return self._latest[path]

    def _last_in(self, path: str) -> Revision | None:
        inside, top = f"{path}/", path.partition("/")[0]
        if path in self._by_path and path not in self._groups and not paths.is_item_path(path):
            known: Iterable[str] = (path,)
        else:  # one look at every path is faster than going through a list of a thousand entries in order
            known = self._tops.get(top, ())
        places = known if top == path else [at for at in known if at == path or at.startswith(inside)]
        heads = [head for where in places for head in self._by_path[where].tips.values()]
        newest = max([head.written_at for head in heads], default="")
        return max((each for each in heads if each.written_at == newest), key=attrgetter("id"), default=None)

    def answers(self) -> Answers:
        """Return everything that is answered, as one snapshot."""
        if self._answers is None:
            tops = ((top, self._at(top)) for top in sorted(self._tops))
            answered = {top: whole for top, whole in tops if whole.value is not None}
            values = {top: whole.value for top, whole in answered.items()}
            doubtful = _doubts(answered.values())
            self._answers = Answers(values, doubtful)
        return self._answers

    def standing(self, item_path: str) -> Standing | None:
        """Return how an entry stands, or nothing if it was never there."""
        found = self._placed.get(item_path)
        if found is None and paths.item_id(item_path) in self._groups.get(paths.group_path(item_path), {}):
            found = self._placed[item_path] = self._standing(item_path)
        return found

    def _standing(self, item_path: str) -> Standing:
        places = [_place(head.value) for head in self.heads(item_path)]
        orders = [place.get(ORDER) for place in places]
        removals = [place[REMOVED] for place in places if REMOVED in place]
        order = str(orders[0]) if orders and is_key(orders[0]) else ""
        return Standing(order, bool(removals), frozenset(str(i) for r in removals for i in r or ()))

    def orders(self, group: str) -> Mapping[str, str]:
        """Return the entries of a list that are not removed, in order, with their keys."""
        found = self._orders.get(group)
        if found is None:
            standing = self._standings(group)
            found = self._orders[group] = {each: place.order for each, place in standing if not place.removed}
        return found

    def removed_items(self, group: str) -> tuple[Item, ...]:
        """Return the entries that were removed from a list, with what they said."""
        gone = (each for each, standing in self._standings(group) if standing.removed)
        return tuple(self._item(group, each).value for each in gone)

    def set_aside(self) -> tuple[SetAside, ...]:
        """Return every edit inside a removed entry that its remover had not seen."""
        found: list[SetAside] = []
        for group in sorted(self._groups):
            for item, standing in self._standings(group):
                if standing.removed:
                    found.extend(self._unseen(paths.item_path(group, item), standing.seen))
        return tuple(found)

    def _unseen(self, item_path: str, seen: frozenset[str]) -> Iterator[SetAside]:
        remover = next(h.author for h in self.heads(item_path) if REMOVED in _place(h.value))
        for path in self.within(item_path):
            if not paths.is_item_path(path):
                unseen = (each for each in self.heads(path) if (each.origin or each.id) not in seen)
                yield from (SetAside(item_path, each, remover) for each in unseen)

    def _standings(self, group: str) -> tuple[tuple[str, Standing], ...]:
        """Return the entries ever in a list, in order; those without a known place come last."""
        found = self._ordered.get(group)
        if found is None:
            items = self._groups.get(group, {})
            ever = ((item, self.standing(paths.item_path(group, item))) for item in items)
            known = [(each, standing) for each, standing in ever if standing is not None]
            known.sort(key=lambda pair: (not pair[1].order, pair[1].order, pair[0]))
            found = self._ordered[group] = tuple(known)
        return found

    def _at(self, path: str) -> _Whole:
        """Return what stands at a question and in it; what is in it is kept, entry by entry."""
        if path not in self._groups:
            found = self.versions(path)
            return _Whole(found[0].value if found else None, {path: found} if len(found) > 1 else {})
        whole = self._whole.get(path)
        if whole is None:
            items = [self._item(path, each) for each in self.orders(path)]
            whole = self._whole[path] = _Whole(tuple(each.value for each in items), _doubts(items))
        return whole

    def _item(self, group: str, item: str) -> _Whole:
        path = paths.item_path(group, item)
        whole = self._whole.get(path)
        if whole is None:
            inside = {name: self._at(f"{path}/{name}") for name in sorted(self._groups[group][item])}
            values = {name: each.value for name, each in inside.items() if each.value is not None}
            whole = self._whole[path] = _Whole(Item(item, values), _doubts(inside.values()))
        return whole

    def _look_everywhere(self) -> None:
        for _ in self.looking():
            pass

    def looking(self) -> Iterator[None]:
        """Take in all that is unread, so many revisions a step that others hardly wait for one."""
        if self._past is None or self._is_whole:
            return
        self._past.finish()
        taken_in = 0
        for path in set(self._past.places.values()):
            self.look_again(path)
            taken_in += len(self._by_path[path].rows)
            if taken_in > A_STEP:
                yield
                taken_in = 0
        self._is_whole = True

    def look_again(self, path: str) -> None:
        """Take in what is unread at `path`, even where nothing seemed to stand."""
        self._branch(path)
        self._look_at(path)

    def _look_at(self, path: str) -> None:
        """Take in what is unread at `path`. Two threads may do it at once: the outcome is the same."""
        before = self._by_path.get(path)
        if self._past is None or self._is_whole or before is None or path in self._looked_at:
            return
        branch = Branch.of((*before.rows.values(), *self._past.at(path)))
        self._note_newest(branch.rows.values())
        self._rows.update(branch.rows)
        self._by_path[path] = branch
        self._looked_at.add(path)
        if branch.tips.keys() != before.tips.keys():  # what hid one of them was damaged
            self._forget(path)

    def _note_newest(self, rows: Iterable[Revision]) -> None:
        for each in rows:
            if each.text is not None and (self.newest is None or each.written_at >= self.newest.written_at):
                self.newest = each

    def _branch(self, path: str) -> Branch:
        found = self._by_path.get(path)
        if found is None:
            found = self._by_path[path] = Branch()
            self._note_place(path)
        return found

    def _note_place(self, path: str) -> None:
        """Remember the lists and entries that `path` stands in."""
        top, *steps = path.split("/")
        self._tops.setdefault(top, set()).add(path)
        group = top
        for item, name in zip(steps[::2], [*steps[1::2], ""], strict=False):
            entries = self._groups.setdefault(group, {})
            if item not in entries:
                entries[item] = set()
                self._forget_order(group)
            if name:
                entries[item].add(name)
            group = paths.field_path(group, item, name)

    def _forget(self, path: str) -> None:
        """Forget what was worked out of what stands at `path`, and of the entries and lists around it."""
        self._answers, self.moment = None, object()
        self._folded.pop(path, None)
        if self._placed and paths.is_item_path(path):
            self._placed.pop(path, None)
            self._forget_order(paths.group_path(path))
        if self._whole or self._latest:
            for each in places_around(path):
                self._whole.pop(each, None)
                self._latest.pop(each, None)

    def _forget_order(self, group: str) -> None:
        self._ordered.pop(group, None)
        self._orders.pop(group, None)


def _doubts(parts: Iterable[_Whole]) -> dict[str, tuple[Version, ...]]:
    return {path: found for each in parts if each.doubtful for path, found in each.doubtful.items()}


def _place(value: Value) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
