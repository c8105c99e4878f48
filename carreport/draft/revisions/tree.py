"""Hold all revisions of a draft by path, and derive what is answered, removed or set aside.

The result depends only on the set of revisions, never on the order in which they arrived. An entry
of a list has revisions of its own at the path of the item: `{"order": key}` is its position,
`{"order": key, "removed": [ids]}` says that it was removed by somebody who had seen the revisions
with these ids; edits they had not seen are set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from carreport.draft.revisions.fractional_index import is_order_key
from carreport.draft.revisions.head_merge import MergedHeads, merge_heads, versions
from carreport.draft.revisions.revision import Revision, newest_first, version_of
from carreport.draft.revisions.tree_index import PathIndex, enclosing_entry, enclosing_paths, is_later
from carreport.form import paths
from carreport.form.answers import DAMAGED, SET_ASIDE, Answers, Item, Version
from carreport.form.schema import Value

ORDER_KEY = "order"
REMOVED_KEY = "removed"
ERASED_DEVICE = "erased"
"""The device of a revision whose contents were erased: they never return."""


@dataclass(frozen=True, slots=True)
class EntryState:
    """The state of an entry: its position, and the revisions seen by those who removed it."""

    order_key: str
    is_removed: bool
    seen_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnseenEdit:
    """An edit inside a removed entry that the person who removed it had not seen."""

    item_path: str
    revision: Revision
    removed_by: str


@dataclass(frozen=True, slots=True)
class _Subtree:
    """The value at a path, including everything below it, and any conflicts."""

    value: Any
    conflicts: Mapping[str, tuple[Version, ...]]


class RevisionTree:
    """All revisions of one draft; `state_token` changes whenever a revision is added or removed.

    `damaged` are the paths of the answers that are damaged in its file, as in `DraftContents`.
    """

    def __init__(self, revisions: Iterable[Revision] = (), damaged: Iterable[str] = ()) -> None:
        self.damaged = tuple(damaged)
        self._revisions: dict[str, Revision] = {}
        self._by_path: dict[str, PathIndex] = {}
        self._groups: dict[str, dict[str, set[str]]] = {}
        self._paths_by_question: dict[str, set[str]] = {}
        self._versions: dict[str, tuple[Version, ...]] = {}
        self._entry_states: dict[str, EntryState] = {}
        self._sorted_entries: dict[str, tuple[tuple[str, EntryState], ...]] = {}
        self._order_keys: dict[str, dict[str, str]] = {}
        self._values: dict[str, _Subtree] = {}
        self._last_changes: dict[str, Revision | None] = {}
        self._answers: Answers | None = None
        self._unfit: dict[str, Revision] = {}
        self.read_entries: dict[str, object] = {}
        """What a reader made of an entry, by its path; it is dropped when anything in the entry changes."""
        self.newest: Revision | None = None
        self.state_token = object()
        self.add_all(revisions)

    def __contains__(self, revision_id: str) -> bool:
        return revision_id in self._revisions

    def __iter__(self) -> Iterator[Revision]:
        return iter(self._revisions.values())

    def __len__(self) -> int:
        return len(self._revisions)

    def get(self, revision_id: str) -> Revision | None:
        """Return the revision with this id, if the draft has it."""
        return self._revisions.get(revision_id)

    def add_all(self, revisions: Iterable[Revision]) -> None:
        """Add many revisions, as `add` does; all revisions of a path that is new are added together."""
        by_path: dict[str, list[Revision]] = {}
        for revision in revisions:
            by_path.setdefault(revision.path, []).append(revision)
        for path, rows in by_path.items():
            by_id = {row.id: row for row in rows}
            is_fresh = len(by_id) == len(rows) and self._revisions.keys().isdisjoint(by_id)
            if path in self._by_path or not is_fresh:
                for row in rows:
                    self.add(row)
                continue
            self._by_path[path] = PathIndex.of(by_id)
            self._revisions.update(by_id)
            unfit = [row for row in rows if row.unfit]
            self._unfit.update((row.id, row) for row in unfit)
            if len(unfit) < len(rows):
                self._index_path(path)
            self._invalidate(path)
            self._update_newest(rows)

    def add(self, revision: Revision) -> None:
        """Add a revision; one that is here already is ignored, unless it was bare.

        A revision whose contents were erased does not get them back.
        """
        present = self._revisions.get(revision.id)
        if present is not None:
            if revision.is_bare or not present.is_bare or present.device == ERASED_DEVICE:
                return
            self.remove(revision.id)
        self._revisions[revision.id] = revision
        branch = self._by_path.setdefault(revision.path, PathIndex())
        branch.add(revision)
        if revision.unfit:
            self._unfit[revision.id] = revision
        elif revision.path not in self._paths_by_question.get(revision.path.partition("/")[0], ()):
            self._index_path(revision.path)
        around = enclosing_paths(revision.path)
        latest = self._last_changes and {at: self._last_changes.get(at) for at in around}
        self._invalidate(revision.path)
        if latest:
            is_head = revision.id in branch.heads
            for entry, was in latest.items():
                if was is not None and was.id not in revision.parents:
                    self._last_changes[entry] = revision if is_head and is_later(revision, was) else was
        if not revision.is_bare and (self.newest is None or revision.written_at >= self.newest.written_at):
            self.newest = revision

    def remove(self, revision_id: str) -> None:
        """Remove a revision that is still being typed."""
        revision = self._revisions.pop(revision_id)
        self._unfit.pop(revision_id, None)
        self._by_path[revision.path].remove(revision)
        self._invalidate(revision.path)

    def erase(self, revision_id: str) -> None:
        """Erase the contents, author and time of a revision; its id stays."""
        revision = self.get(revision_id)
        if revision is None:
            raise KeyError(revision_id)
        self.remove(revision_id)
        self.add(replace(revision, author="", device=ERASED_DEVICE, written_at="", text=None))
        if self.newest is not None and self.newest.id == revision_id:
            spoken = (revision for revision in self if not revision.is_bare)
            self.newest = max(spoken, key=lambda head: head.written_at, default=None)

    def missing_parents(self) -> Iterator[tuple[str, str]]:
        """Yield the id and path of every parent that a revision names but the draft does not have."""
        for revision in self._revisions.values():
            for parent in revision.parents:
                if parent not in self._revisions:
                    yield parent, revision.path

    def revisions_of(self, path: str) -> Mapping[str, Revision]:
        """Return the revisions of one path, by id."""
        branch = self._by_path.get(path)
        return branch.revisions if branch else {}

    def heads(self, path: str) -> tuple[Revision, ...]:
        """Return the heads of one path."""
        branch = self._by_path.get(path)
        if branch is None:
            return ()
        if len(branch.heads) < 2:
            return tuple(branch.heads.values())
        return tuple(branch.heads[head_id] for head_id in sorted(branch.heads))

    def head_ids(self, path: str) -> frozenset[str]:
        """Return the ids of the heads of one path."""
        branch = self._by_path.get(path)
        return frozenset(branch.heads) if branch else frozenset()

    def unfit_heads(self, path: str = "") -> tuple[Revision, ...]:
        """Return the revisions that are set aside, at `path` or everywhere, and that no other supersedes."""
        return tuple(
            revision
            for revision in self._unfit.values()
            if revision.text is not None
            and path in ("", revision.path)
            and not self._by_path[revision.path].child_counts.get(revision.id)
        )

    def superseded_by_writing(self, path: str) -> tuple[str, ...]:
        """Return the ids of all revisions that a new answer at `path` replaces."""
        return tuple(head.id for head in (*self.heads(path), *self.unfit_heads(path)))

    def versions(self, path: str) -> tuple[Version, ...]:
        """Return the versions of the answer at one path: none, one, or several in conflict."""
        cached = self._versions.get(path)
        if cached is None:
            heads = self.heads(path)
            single = len(heads) == 1
            cached = (version_of(heads[0]),) if single else versions(self.revisions_of(path))
            self._versions[path] = cached
        return cached

    def merged_heads(self, path: str) -> tuple[MergedHeads, ...]:
        """Return the versions of the answer at one path, each with the heads it was merged from."""
        return merge_heads(self.revisions_of(path))

    def heads_of_others(self, author: str) -> list[Revision]:
        """Return every head written by somebody else, in no order."""
        heads_by_path = [branch.heads for branch in self._by_path.values() if branch.heads]
        return [head for tips in heads_by_path for head in tips.values() if head.author != author]

    def paths(self) -> tuple[str, ...]:
        """Return every path that has revisions, sorted."""
        return tuple(sorted(self._by_path))

    def enclosing_removed_entry(self, path: str) -> str:
        """Return the path of the removed entry that `path` is or is inside, or an empty string."""
        around = path if paths.is_item_path(path) else paths.parent_item_path(path)
        while around:
            state = self.entry_state(around)
            if state is not None and state.is_removed:
                return around
            around = enclosing_entry(around)
        return ""

    def paths_within(self, place: str) -> Iterator[str]:
        """Yield `place` and every path inside it that has revisions."""
        if place in self._by_path:
            yield place
        if paths.is_item_path(place):
            inner = self._groups.get(paths.group_path(place), {}).get(paths.item_id(place), set())
            for name in sorted(inner):
                yield from self.paths_within(f"{place}/{name}")
        else:
            for item in sorted(self._groups.get(place, {})):
                yield from self.paths_within(paths.item_path(place, item))

    def history(self, path: str) -> tuple[Revision, ...]:
        """Return all revisions of `path` (for a list or an entry: inside it), newest first."""
        if self.revisions_of(path) and not paths.is_item_path(path):
            return newest_first(self.revisions_of(path))
        inner = (
            revision
            for where in self.paths_within(path)
            for revision in newest_first(self.revisions_of(where))
        )
        return tuple(sorted(inner, key=lambda revision: revision.written_at, reverse=True))

    def last_change(self, path: str) -> Revision | None:
        """Return the latest of the current revisions at `path` or inside it."""
        if path not in self._last_changes:
            self._last_changes[path] = self._find_last_change(path)
        return self._last_changes[path]

    def _find_last_change(self, path: str) -> Revision | None:
        inside, top = f"{path}/", path.partition("/")[0]
        if path in self._by_path and path not in self._groups and not paths.is_item_path(path):
            candidates: Iterable[str] = (path,)
        else:  # scanning every path is faster than walking a list of a thousand entries in order
            candidates = self._paths_by_question.get(top, ())
        if top != path:
            candidates = [place for place in candidates if place == path or place.startswith(inside)]
        heads = [head for where in candidates for head in self._by_path[where].heads.values()]
        newest = max([head.written_at for head in heads], default="")
        return max((head for head in heads if head.written_at == newest), key=attrgetter("id"), default=None)

    def answers(self) -> Answers:
        """Return all answers as one snapshot; what is in the built-in section is no answer."""
        if self._answers is None:
            asked = (top for top in sorted(self._paths_by_question) if not paths.is_review(top))
            tops = ((top, self._value_at(top)) for top in asked)
            answered = {top: whole for top, whole in tops if whole.value is not None}
            values = {top: whole.value for top, whole in answered.items()}
            doubtful = _conflicts_in(answered.values())
            unreadable = dict.fromkeys(self.damaged, DAMAGED)
            unreadable |= {head.path: SET_ASIDE for head in self.unfit_heads()}
            self._answers = Answers(values, doubtful, unreadable)
        return self._answers

    def items(self, group: str) -> tuple[Item, ...]:
        """Return the entries of one list, with the first version of what is in each."""
        items = self._value_at(group).value
        return items if isinstance(items, tuple) else ()

    def entry_state(self, item_path: str) -> EntryState | None:
        """Return the state of an entry, or nothing if it never existed."""
        cached = self._entry_states.get(item_path)
        if cached is None and paths.item_id(item_path) in self._groups.get(paths.group_path(item_path), {}):
            cached = self._entry_states[item_path] = self._read_entry_state(item_path)
        return cached

    def _read_entry_state(self, item_path: str) -> EntryState:
        places = [_entry_state_value(head.value) for head in self.heads(item_path)]
        orders = [place.get(ORDER_KEY) for place in places]
        removals = [place[REMOVED_KEY] for place in places if REMOVED_KEY in place]
        order = str(orders[0]) if orders and is_order_key(orders[0]) else ""
        return EntryState(order, bool(removals), frozenset(str(i) for r in removals for i in r or ()))

    def order_keys(self, group: str) -> Mapping[str, str]:
        """Return the keys of the entries of a list that are not removed, in order."""
        cached = self._order_keys.get(group)
        if cached is None:
            states = self._sort_entries(group)
            cached = {item: state.order_key for item, state in states if not state.is_removed}
            self._order_keys[group] = cached
        return cached

    def removed_items(self, group: str) -> tuple[Item, ...]:
        """Return the entries removed from a list, with their answers."""
        removed = (item for item, state in self._sort_entries(group) if state.is_removed)
        return tuple(self._entry_value(group, item).value for item in removed)

    def unseen_edits(self) -> tuple[UnseenEdit, ...]:
        """Return every edit inside a removed entry that the person who removed it had not seen."""
        edits: list[UnseenEdit] = []
        for group in sorted(group for group in self._groups if not paths.is_review(group)):
            for item, state in self._sort_entries(group):
                if state.is_removed:
                    edits.extend(self._unseen_edits_in(paths.item_path(group, item), state.seen_ids))
        return tuple(edits)

    def has_unseen_edits(self, item_path: str) -> bool:
        """Say whether a removed entry has an edit that the person who removed it had not seen."""
        state = self.entry_state(item_path)
        unseen = self._unseen_edits_in(item_path, state.seen_ids) if state and state.is_removed else ()
        return any(True for _ in unseen)

    def _unseen_edits_in(self, item_path: str, seen: frozenset[str]) -> Iterator[UnseenEdit]:
        remover = next(h.author for h in self.heads(item_path) if REMOVED_KEY in _entry_state_value(h.value))
        for path in self.paths_within(item_path):
            if not paths.is_item_path(path):
                unseen = (head for head in self.heads(path) if (head.redacted_from or head.id) not in seen)
                yield from (UnseenEdit(item_path, head, remover) for head in unseen)

    def _sort_entries(self, group: str) -> tuple[tuple[str, EntryState], ...]:
        """Return all entries ever in a list, in order; those without a valid key come last."""
        cached = self._sorted_entries.get(group)
        if cached is None:
            items = self._groups.get(group, {})
            ever = ((item, self.entry_state(paths.item_path(group, item))) for item in items)
            present = [(item, state) for item, state in ever if state is not None]
            present.sort(key=lambda pair: (not pair[1].order_key, pair[1].order_key, pair[0]))
            cached = self._sorted_entries[group] = tuple(present)
        return cached

    def _value_at(self, path: str) -> _Subtree:
        """Return the value of a question with everything below it; it is cached entry by entry."""
        if path not in self._groups:
            versions = self.versions(path)
            return _Subtree(
                versions[0].value if versions else None, {path: versions} if len(versions) > 1 else {}
            )
        whole = self._values.get(path)
        if whole is None:
            items = [self._entry_value(path, item) for item in self.order_keys(path)]
            whole = self._values[path] = _Subtree(tuple(item.value for item in items), _conflicts_in(items))
        return whole

    def _entry_value(self, group: str, item: str) -> _Subtree:
        path = paths.item_path(group, item)
        whole = self._values.get(path)
        if whole is None:
            inside = {name: self._value_at(f"{path}/{name}") for name in sorted(self._groups[group][item])}
            values = {name: version.value for name, version in inside.items() if version.value is not None}
            whole = self._values[path] = _Subtree(Item(item, values), _conflicts_in(inside.values()))
        return whole

    def _update_newest(self, rows: Iterable[Revision]) -> None:
        for row in rows:
            if not row.is_bare and (self.newest is None or row.written_at >= self.newest.written_at):
                self.newest = row

    def _index_path(self, path: str) -> None:
        """Add the lists and entries around `path` to the indexes."""
        top, *steps = path.split("/")
        self._paths_by_question.setdefault(top, set()).add(path)
        group = top
        for item, name in zip(steps[::2], [*steps[1::2], ""], strict=False):
            entries = self._groups.setdefault(group, {})
            if item not in entries:
                entries[item] = set()
                self._invalidate_order(group)
            if name:
                entries[item].add(name)
            group = paths.field_path(group, item, name)

    def _invalidate(self, path: str) -> None:
        """Clear the cached values of `path`, and of the entries and lists around it."""
        self._answers, self.state_token = None, object()
        self._versions.pop(path, None)
        if self._entry_states and paths.is_item_path(path):
            self._entry_states.pop(path, None)
            self._invalidate_order(paths.group_path(path))
        if self._values or self._last_changes or self.read_entries:
            for enclosing in enclosing_paths(path):
                self.read_entries.pop(enclosing, None)
                self._values.pop(enclosing, None)
                self._last_changes.pop(enclosing, None)

    def _invalidate_order(self, group: str) -> None:
        self._sorted_entries.pop(group, None)
        self._order_keys.pop(group, None)


def _conflicts_in(parts: Iterable[_Subtree]) -> dict[str, tuple[Version, ...]]:
    return {path: versions for part in parts if part.conflicts for path, versions in part.conflicts.items()}


def _entry_state_value(value: Value) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
