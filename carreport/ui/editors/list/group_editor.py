"""Answer with entries that repeat: what the editors of all such groups have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Field, Value
from carreport.form.wording import plural
from carreport.ui.editors.base import Editor, EditorServices
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.building import build_in_turns, finish_building, is_building
from carreport.ui.widgets.steady import keeping_place

MakeEditor = Callable[[Field, str, EditorServices], Editor]
"""How to make the editor of an inner question; given, so that groups may stand in groups."""


class GroupEditor(Editor):
    """Keeps the entries of a group and tells the services what the person does with them.

    `show_items` shows them. What the person changes is noted here at once; when the draft
    tells the same a moment later, nothing is left to do. Where entries have widgets of their own,
    those in sight are built at once and the others some a turn, while the group is seen.
    """

    a_turn: ClassVar[int] = 0
    """For how many entries widgets are built in a turn."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.items: tuple[Item, ...] = ()
        self._ordered_stops: list[QWidget] = []

    @property
    def value(self) -> Value:
        """The entries, as last shown or changed."""
        return self.items

    def show_value(self, value: Value) -> None:
        """Show the entries that the draft holds."""
        items = tuple(value or ())
        if items != self.items:
            self.items = items
            self.show_items()

    def show_items(self) -> None:
        """Let the screen show the entries as they are now."""
        raise NotImplementedError

    @property
    def is_built(self) -> bool:
        """Say whether everything that is to be shown is built."""
        return True

    def build(self, count: int) -> None:
        """Build the widgets of so many more entries."""

    def build_on(self) -> None:
        """Build what is not there yet, some a turn, while it can be seen."""
        if self.isVisible() and not self.is_built and not is_building(self):
            build_in_turns(self, self._building())

    def finish(self) -> None:
        """Have everything built now: whoever calls cannot wait for it."""
        if not self.is_built:
            self.build(len(self.items))
            self.update_tab_order()
        finish_building(self)

    def marks(self) -> list[QWidget]:
        """Return what stands from top to bottom, as far as it is built."""
        return []

    def _building(self) -> Iterator[None]:
        while self.isVisible() and not self.is_built:
            with keeping_place(self.marks()):
                self.build(self.a_turn)
            yield
        self.update_tab_order()

    def update_tab_order(self, *, again: bool = False) -> None:
        """Let Tab go through the entries from top to bottom, in the place of the last stop.

        Controls that are made later would else come at the very end of the window.
        """
        stops_now = self.tab_stops()
        if stops_now == self._ordered_stops and not again:
            return
        self._ordered_stops = stops_now
        *stops, last = stops_now
        for before, after in pairwise([last, *stops, last]):
            if before is not after:
                QWidget.setTabOrder(before, after)

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Order the stops again: before they stood in a window, Qt did not keep their order."""
        super().showEvent(event)
        self.update_tab_order(again=True)
        self.build_on()

    def parse_value(self) -> Value:
        """Return the entries."""
        return self.items

    def describe_problem(self) -> str:
        """Return nothing: each entry says itself what may be mended."""
        return ""

    def item(self, item_id: str) -> Item | None:
        """Return the entry with this id, if it is there."""
        return next((each for each in self.items if each.id == item_id), None)

    def index_of(self, item_id: str) -> int:
        """Return the place of an entry, counted from 0."""
        return next(number for number, each in enumerate(self.items) if each.id == item_id)

    def item_id_in(self, path: str) -> str:
        """Return the id of the entry that `path` leads to or into, or nothing."""
        inside = path.removeprefix(f"{self.path}/")
        return "" if inside == path else inside.partition("/")[0]

    def item_path(self, item_id: str) -> str:
        """Return the path of one entry."""
        return paths.item_path(self.path, item_id)

    def add_entry(self, values: Mapping[str, Value], after: str | None = None) -> str:
        """Put a new entry behind another, or at the end; return its id."""
        made = self.services.add_item(self.path, after, values)
        if self.item(made) is None:
            place = len(self.items) if after is None else self.index_of(after) + 1
            fresh = Item(made, dict(values))
            self.items = (*self.items[:place], fresh, *self.items[place:])
        return made

    def remove_entry(self, item_id: str) -> None:
        """Remove an entry; it can be brought back."""
        self.services.remove_item(self.item_path(item_id))
        self.items = tuple(each for each in self.items if each.id != item_id)

    def restore_entry(self, item: Item, after: str | None) -> None:
        """Bring a removed entry back to where it was."""
        self.services.restore_item(self.item_path(item.id))
        if self.item(item.id) is None:
            known = after is not None and self.item(after) is not None
            place = self.index_of(after) + 1 if known and after else 0
            self.items = (*self.items[:place], item, *self.items[place:])

    def move_entry(self, item_id: str, to: int) -> bool:
        """Move an entry to another place, counted from 0; say whether it went anywhere."""
        here = self.index_of(item_id)
        to = min(max(to, 0), len(self.items) - 1)
        if to == here or self.read_only:
            return False
        moved = self.items[here]
        rest = [each for each in self.items if each.id != item_id]
        self.services.move_item(self.item_path(item_id), rest[to - 1].id if to else None)
        rest.insert(to, moved)
        self.items = tuple(rest)
        return True

    def record_answer(self, item_id: str, field_id: str, value: Value) -> None:
        """Keep in mind what was answered inside an entry."""
        self.items = tuple(
            replace(each, values={**each.values, field_id: value}) if each.id == item_id else each
            for each in self.items
        )

    @property
    def add_text(self) -> str:
        """What the button says that adds an entry."""
        noun = self.field.item_noun
        return f"Add {'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"

    @property
    def empty_text(self) -> str:
        """What stands where there is no entry."""
        return f"No {plural(self.field.item_noun)} yet."
