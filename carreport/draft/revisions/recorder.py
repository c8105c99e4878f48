"""Write in a draft, in memory: every change becomes revisions, and says what is to be stored.

The revision that is being typed is written anew in place until its author leaves the answer;
everything else is final at once. Nothing here knows files or threads.
"""

from __future__ import annotations

import platform
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from carreport.draft.revisions.change import Change
from carreport.draft.revisions.fill_plan import plan_filling
from carreport.draft.revisions.fractional_index import key_at, new_keys
from carreport.draft.revisions.revision import Revision, revise, text_of
from carreport.draft.revisions.tree import ORDER, REMOVED, Standing, Tree
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.richtext import clean_line
from carreport.form.schema import Value

MUCH = 200
"""Typing that takes away more characters than this at once starts a new revision, so that what
was there is in the history."""


class Notebook:
    """What one author writes into the revisions of one draft."""

    def __init__(self, tree: Tree, author: str, device: str = "") -> None:
        self.tree = tree
        self.author = clean_line(author)
        self.device = device or this_device()
        self.needs_entries = True
        """Whether nothing is written in an entry that is not here itself."""
        self._typing: dict[str, str] = {}

    def write(self, path: str, value: Value) -> Change:
        """Answer at `path`, as part of the same typing until `seal`."""
        self._require_place(path)
        text = text_of(value)
        typed = self.tree.get(self._typing.get(path, ""))
        if typed is not None and len(text) < len(typed.text or "") - MUCH:
            self.seal(path)
            typed = None
        if typed is None:
            return self._begin(path, text)
        if typed.text == text:
            return Change()
        return self._write_over(typed, text)

    def seal(self, path: str | None = None) -> None:
        """End the typing at `path`, or everywhere."""
        if path is None:
            self._typing.clear()
        else:
            self._typing.pop(path, None)

    def record(self, written: Mapping[str, Value]) -> Change:
        """Write final answers, by path."""
        texts = {path: text_of(value) for path, value in written.items()}
        change = Change()
        for path, text in texts.items():
            self.seal(path)
            revision = self._revise(path, (head.id for head in self.tree.heads(path)), text)
            self.tree.put(revision)
            change.rows[revision.id] = revision
        return change

    def add_item(self, group: str, after: str | None, values: Mapping[str, Any]) -> tuple[str, Change]:
        """Add an entry to a list, behind the entry `after` or at the end; return its id too."""
        item = secrets.token_hex(6)
        orders = self.tree.orders(group)
        wanted = _put(list(orders), item, after, at_end=True)
        key = key_at(wanted.index(item), list(orders.values()))
        keys = {item: key} if key else new_keys(wanted, orders)
        written: dict[str, Value] = {paths.item_path(group, each): {ORDER: key} for each, key in keys.items()}
        inner = {paths.field_path(group, item, name): value for name, value in values.items()}
        return item, self.record(written | plan_filling(self.tree, inner).written)

    def remove_item(self, item_path: str) -> Change:
        """Take an entry out of its list; it can be brought back."""
        standing = self._standing(item_path)
        if standing.removed:
            return Change()
        for path in list(self._typing):
            if path.startswith(item_path + "/"):
                self.seal(path)
        seen = {each for path in self.tree.within(item_path) for each in self.tree.names_at(path)}
        return self.record({item_path: {ORDER: standing.order, REMOVED: sorted(seen)}})

    def restore_item(self, item_path: str) -> Change:
        """Bring a removed entry back to its place, with everything written in it since."""
        standing = self._standing(item_path)
        return self.record({item_path: {ORDER: standing.order}}) if standing.removed else Change()

    def move_item(self, item_path: str, after: str | None) -> Change:
        """Move an entry behind the entry `after`, or to the front."""
        self._standing(item_path)
        group, item = paths.group_path(item_path), paths.item_id(item_path)
        orders = self.tree.orders(group)
        others = [each for each in orders if each != item]
        wanted = _put(others, item, after, at_end=False)
        if wanted == list(orders):
            return Change()
        keys = new_keys(wanted, orders)
        return self.record({paths.item_path(group, each): {ORDER: key} for each, key in keys.items()})

    def fill(self, given: Answers) -> tuple[int, Change]:
        """Say what `given` says; return how many answers became different."""
        filling = plan_filling(self.tree, given.values)
        return filling.different, self.record(filling.written)

    def settle(self, may_settle: Callable[[str], bool]) -> Change:
        """Write down what came together by itself, so that whoever gets a copy reads the same.

        A copy has not the common ancestor's words, by which different edits come together. What
        is in dispute stays so. Heads that say the same need nothing, nor does what follows from
        the heads alone: where an entry stands, and whether a section is ready.
        """
        change = Change()
        for path in self.tree.paths():
            alone = paths.is_item_path(path) or path.endswith("." + paths.READY)
            if alone or len(self.tree.heads(path)) < 2 or not may_settle(path):
                continue
            for fold in self.tree.folds(path):
                if fold.is_joined:
                    change.add(self.write_over(path, fold.value, [head.id for head in fold.heads]))
        return change

    def write_over(self, path: str, value: Value, parents: Iterable[str]) -> Change:
        """Write a final answer over exactly the revisions `parents`; other versions stay."""
        self.seal(path)
        revision = self._revise(path, parents, text_of(value))
        self.tree.put(revision)
        return Change({revision.id: revision})

    def _begin(self, path: str, text: str) -> Change:
        heads = self.tree.heads(path)
        standing = [text_of(version.value) for version in self.tree.versions(path)]
        if standing == [text] or (not standing and text in _NOTHING):
            return Change()
        revision = self._revise(path, (head.id for head in heads), text)
        return self._type(revision, set())

    def _write_over(self, typed: Revision, text: str) -> Change:
        self.tree.discard(typed.id)
        before = self.tree.get(typed.parents[0]) if len(typed.parents) == 1 else None
        if (before is not None and before.text == text) or (not typed.parents and text in _NOTHING):
            self.seal(typed.path)
            return Change(dropped={typed.id})
        return self._type(self._revise(typed.path, typed.parents, text), {typed.id})

    def _type(self, revision: Revision, dropped: set[str]) -> Change:
        self.tree.put(revision)
        self._typing[revision.path] = revision.id
        return Change({revision.id: revision}, dropped - {revision.id})

    def _revise(self, path: str, parents: Iterable[str], text: str) -> Revision:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        return revise(path, parents, text, author=self.author, device=self.device, written_at=now)

    def _standing(self, item_path: str) -> Standing:
        standing = self.tree.standing(item_path)
        if standing is None:
            message = f"There is no entry {item_path}."
            raise ValueError(message)
        return standing

    def _require_place(self, path: str) -> None:
        owner = paths.parent_item_path(path) if self.needs_entries else ""
        while owner:
            self._standing(owner)
            owner = paths.parent_item_path(paths.group_path(owner))


def this_device() -> str:
    """Return a name for this account on this computer that gives neither away."""
    return blake2b(f"{platform.node()}\n{Path.home()}".encode(), digest_size=4).hexdigest()


def _put(others: list[str], item: str, after: str | None, *, at_end: bool) -> list[str]:
    place = (len(others) if at_end else 0) if after is None else others.index(after) + 1
    return [*others[:place], item, *others[place:]]


_NOTHING = frozenset(("null", '""', "[]", "{}"))
