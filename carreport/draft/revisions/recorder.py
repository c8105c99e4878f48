"""Write revisions in memory: every change returns the change set to store.

The revision being typed is replaced in place until its author leaves the answer; all others are
final. This module uses no files and no threads.
"""

from __future__ import annotations

import platform
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.fill_plan import make_fill_plan
from carreport.draft.revisions.fractional_index import key_for_insert, reorder_keys
from carreport.draft.revisions.revision import Revision, canonical_text, make_revision
from carreport.draft.revisions.tree import ORDER_KEY, REMOVED_KEY, EntryState, RevisionTree
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.richtext import clean_name
from carreport.form.schema import Value

LARGE_DELETION = 200
"""Deleting more characters than this at once starts a new revision, which keeps the old text."""


class RevisionWriter:
    """Writes the revisions of one author."""

    def __init__(self, tree: RevisionTree, author: str, device: str = "") -> None:
        self.tree = tree
        self.author = clean_name(author)
        self.device = device or device_id()
        self.needs_entries = True
        """Whether to refuse writing inside entries that are not in this file."""
        self._typing: dict[str, str] = {}

    def write(self, path: str, value: Value) -> ChangeSet:
        """Write an answer; until `seal`, further edits replace the same revision."""
        self._require_entries_around(path)
        text = canonical_text(value)
        typed = self.tree.get(self._typing.get(path, ""))
        if typed is not None and len(text) < len(typed.text or "") - LARGE_DELETION:
            self.seal(path)
            typed = None
        if typed is None:
            return self._start_typing(path, text)
        if typed.text == text:
            return ChangeSet()
        return self._retype(typed, text)

    def seal(self, path: str | None = None) -> None:
        """End the typing at `path`, or everywhere."""
        if path is None:
            self._typing.clear()
        else:
            self._typing.pop(path, None)

    def record(self, written: Mapping[str, Value]) -> ChangeSet:
        """Write final answers, by path."""
        texts = {path: canonical_text(value) for path, value in written.items()}
        change = ChangeSet()
        for path, text in texts.items():
            self.seal(path)
            revision = self._revise(path, self.tree.superseded_by_writing(path), text)
            self.tree.add(revision)
            change.revisions[revision.id] = revision
        return change

    def add_item(self, group: str, after: str | None, values: Mapping[str, Any]) -> tuple[str, ChangeSet]:
        """Add an entry to a list, after the entry `after` or at the end; also return its id."""
        item = secrets.token_hex(6)
        orders = self.tree.order_keys(group)
        wanted = _insert_after(list(orders), item, after, at_end=True)
        key = key_for_insert(wanted.index(item), list(orders.values()))
        keys = {item: key} if key else reorder_keys(wanted, orders)
        written: dict[str, Value] = {
            paths.item_path(group, item): {ORDER_KEY: key} for item, key in keys.items()
        }
        inner = {paths.field_path(group, item, name): value for name, value in values.items()}
        return item, self.record(written | make_fill_plan(self.tree, inner).values)

    def remove_item(self, item_path: str) -> ChangeSet:
        """Remove an entry from its list; it can be restored."""
        state = self._require_entry(item_path)
        if state.is_removed:
            return ChangeSet()
        for path in list(self._typing):
            if path.startswith(item_path + "/"):
                self.seal(path)
        seen = {
            revision
            for path in self.tree.paths_within(item_path)
            for revision in self.tree.revisions_of(path)
        }
        return self.record({item_path: {ORDER_KEY: state.order_key, REMOVED_KEY: sorted(seen)}})

    def restore_item(self, item_path: str) -> ChangeSet:
        """Restore a removed entry in its place, with everything written in it since."""
        state = self._require_entry(item_path)
        return self.record({item_path: {ORDER_KEY: state.order_key}}) if state.is_removed else ChangeSet()

    def move_item(self, item_path: str, after: str | None) -> ChangeSet:
        """Move an entry after the entry `after`, or to the front."""
        self._require_entry(item_path)
        group, item = paths.group_path(item_path), paths.item_id(item_path)
        orders = self.tree.order_keys(group)
        others = [other for other in orders if other != item]
        wanted = _insert_after(others, item, after, at_end=False)
        if wanted == list(orders):
            return ChangeSet()
        keys = reorder_keys(wanted, orders)
        return self.record({paths.item_path(group, other): {ORDER_KEY: key} for other, key in keys.items()})

    def fill(self, answers: Answers) -> tuple[int, ChangeSet]:
        """Write all of `answers`; return how many answers changed."""
        filling = make_fill_plan(self.tree, answers.values)
        return filling.changed_count, self.record(filling.values)

    def record_auto_merges(self, may_settle: Callable[[str], bool]) -> ChangeSet:
        """Record automatic merges, so that everyone who gets a copy reads the same.

        A copy does not have the text of the common ancestor that a merge needs. Conflicts stay as
        they are. Equal heads need no record, nor do values that follow from the heads alone: the
        position of an entry, and whether a section is ready.
        """
        change = ChangeSet()
        for path in self.tree.paths():
            alone = paths.is_item_path(path) or paths.is_mark(path)
            if alone or len(self.tree.heads(path)) < 2 or not may_settle(path):
                continue
            for fold in self.tree.merged_heads(path):
                if fold.is_auto_merged:
                    change.add(self.supersede(path, fold.value, [head.id for head in fold.heads]))
        return change

    def supersede(self, path: str, value: Value, parents: Iterable[str]) -> ChangeSet:
        """Write a final answer whose parents are exactly `parents`; other versions stay."""
        self.seal(path)
        revision = self._revise(path, parents, canonical_text(value))
        self.tree.add(revision)
        return ChangeSet({revision.id: revision})

    def _start_typing(self, path: str, text: str) -> ChangeSet:
        versions = [canonical_text(version.value) for version in self.tree.versions(path)]
        if versions == [text] or (not versions and text in _EMPTY_TEXTS):
            return ChangeSet()
        revision = self._revise(path, self.tree.superseded_by_writing(path), text)
        return self._set_typing(revision, set())

    def _retype(self, typed: Revision, text: str) -> ChangeSet:
        self.tree.remove(typed.id)
        before = self.tree.get(typed.parents[0]) if len(typed.parents) == 1 else None
        if (before is not None and not before.is_bare and before.text == text) or (
            not typed.parents and text in _EMPTY_TEXTS
        ):
            self.seal(typed.path)
            return ChangeSet(dropped={typed.id})
        return self._set_typing(self._revise(typed.path, typed.parents, text), {typed.id})

    def _set_typing(self, revision: Revision, dropped: set[str]) -> ChangeSet:
        self.tree.add(revision)
        self._typing[revision.path] = revision.id
        return ChangeSet({revision.id: revision}, dropped - {revision.id})

    def _revise(self, path: str, parents: Iterable[str], text: str) -> Revision:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        return make_revision(path, parents, text, author=self.author, device=self.device, written_at=now)

    def _require_entry(self, item_path: str) -> EntryState:
        state = self.tree.entry_state(item_path)
        if state is None:
            message = f"There is no entry at {item_path}."
            raise ValueError(message)
        return state

    def _require_entries_around(self, path: str) -> None:
        owner = paths.parent_item_path(path) if self.needs_entries else ""
        while owner:
            self._require_entry(owner)
            owner = paths.parent_item_path(paths.group_path(owner))


def device_id() -> str:
    """Return an id for this account on this computer that reveals neither."""
    return blake2b(f"{platform.node()}\n{Path.home()}".encode(), digest_size=4).hexdigest()


def _insert_after(others: list[str], item: str, after: str | None, *, at_end: bool) -> list[str]:
    place = (len(others) if at_end else 0) if after is None else others.index(after) + 1
    return [*others[:place], item, *others[place:]]


_EMPTY_TEXTS = frozenset(("null", '""', "[]", "{}"))
