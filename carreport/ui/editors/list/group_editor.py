"""The base class for editors of groups: lists, tables and boards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Field, Value
from carreport.form.wording import plural
from carreport.ui.editors.base import Editor, EditorServices

MakeEditor = Callable[[Field, str, EditorServices], Editor]
"""Makes the editor for a question inside a group; passed in, because groups can contain groups."""


class GroupEditor(Editor):
    """Keeps the entries of a group, and passes every change to the services.

    A change is shown here first, so nothing is left to do when the draft reports it.
    """

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.items: tuple[Item, ...] = ()

    @property
    def value(self) -> Value:
        """The entries, as last shown or changed."""
        return self.items

    def show_value(self, value: Value) -> None:
        """Show the entries in the draft."""
        items = tuple(value or ())
        if items != self.items:
            self.items = items
            self.show_items()

    def show_items(self) -> None:
        """Show the entries as they are now."""
        raise NotImplementedError

    def parse_value(self) -> Value:
        """Return the entries."""
        return self.items

    def describe_problem(self) -> str:
        """Return nothing: each entry reports its own problems."""
        return ""

    def item(self, item_id: str) -> Item | None:
        """Return the entry with this id, if there is one."""
        return next((item for item in self.items if item.id == item_id), None)

    def index_of(self, item_id: str) -> int:
        """Return the index of an entry."""
        return next(number for number, item in enumerate(self.items) if item.id == item_id)

    def item_id_in(self, path: str) -> str:
        """Return the id of the entry at `path` or around it, or an empty string."""
        inside = path.removeprefix(f"{self.path}/")
        return "" if inside == path else inside.partition("/")[0]

    def item_path(self, item_id: str) -> str:
        """Return the path of one entry."""
        return paths.item_path(self.path, item_id)

    def add_entry(self, values: Mapping[str, Value], after: str | None = None) -> str:
        """Add an entry after another, or at the end; return its id."""
        made = self.services.add_item(self.path, after, values)
        if self.item(made) is None:
            place = len(self.items) if after is None else self.index_of(after) + 1
            fresh = Item(made, dict(values))
            self.items = (*self.items[:place], fresh, *self.items[place:])
        return made

    def remove_entry(self, item_id: str) -> None:
        """Remove an entry; it can be restored."""
        self.services.remove_item(self.item_path(item_id))
        self.items = tuple(item for item in self.items if item.id != item_id)

    def restore_entry(self, item: Item, after: str | None) -> None:
        """Restore a removed entry after another, or as the first."""
        self.services.restore_item(self.item_path(item.id))
        if self.item(item.id) is None:
            known = after is not None and self.item(after) is not None
            place = self.index_of(after) + 1 if known and after else 0
            self.items = (*self.items[:place], item, *self.items[place:])

    def forget_removed(self) -> None:
        """Offer no removed entry any more: its text may have been erased."""

    def move_entry(self, item_id: str, to: int) -> bool:
        """Move an entry to another index; return whether it moved."""
        here = self.index_of(item_id)
        to = min(max(to, 0), len(self.items) - 1)
        if to == here or self.read_only:
            return False
        moved = self.items[here]
        rest = [item for item in self.items if item.id != item_id]
        self.services.move_item(self.item_path(item_id), rest[to - 1].id if to else None)
        rest.insert(to, moved)
        self.items = tuple(rest)
        return True

    def record_answer(self, item_id: str, field_id: str, value: Value) -> None:
        """Record a changed answer in `items`; the caller writes it to the draft."""
        self.items = tuple(
            replace(item, values={**item.values, field_id: value}) if item.id == item_id else item
            for item in self.items
        )

    @property
    def add_text(self) -> str:
        """The text of the button that adds an entry."""
        noun = self.field.item_noun
        return f"Add {'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"

    @property
    def empty_text(self) -> str:
        """The text shown while there is no entry."""
        return f"No {plural(self.field.item_noun)} yet."
