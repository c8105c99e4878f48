"""Answer with the notes of a workshop: forty typed in a row, or pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from carreport.form.answers import Item
from carreport.form.schema import Field, Value
from carreport.form.wording import format_count, plural
from carreport.ui.board.note_input import LeafEntry
from carreport.ui.board.note_list import LeafList
from carreport.ui.board.paste_preview import PastePreview
from carreport.ui.editors.base import Desk, part_name
from carreport.ui.editors.list.group_editor import GroupEditor, MakeEditor
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.flow_row import FoldingRow
from carreport.ui.widgets.labels import Words, announce

WORK = "board"
"""The id of the work that shows a whole board, see `ui.inquiry.task_registry`."""
LOOK = "Look at the whole board"
PASTE = "Paste from a spreadsheet"


class LeafView(Protocol):
    """Whatever shows the notes that are up: a list, or the board itself."""

    chosen: SignalInstance
    removed: SignalInstance
    answered: SignalInstance
    moved: SignalInstance
    read_only: bool

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these notes."""

    def select(self, item_id: str) -> None:
        """Put the keyboard on this note."""


class BackLine(QWidget):
    """What was just done with notes, and the way to take it back."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.words = Words("", ink="muted")
        self.undo = Link("Undo")
        self.undo.setObjectName(part_name(path, "undo"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self.words)
        row.addWidget(self.undo)
        row.addStretch(1)
        self.hide()

    def say(self, words: str) -> None:
        """Say what was done; nothing to say hides the line."""
        self.words.setText(words)
        self.undo.setAccessibleName(f"Undo: {words}")
        self.setVisible(bool(words))
        if words:
            announce(self, words)


class LeavesEditor(GroupEditor):
    """Write the notes of a board, whatever shows them."""

    def __init__(
        self, field: Field, path: str, desk: Desk, view: QWidget, *, is_narrow: bool = False
    ) -> None:
        super().__init__(field, path, desk)
        self.entry = LeafEntry(field, path, is_narrow=is_narrow)
        self.preview = PastePreview(field, path)
        self.back = BackLine(path)
        self.view = view
        self.leaves: LeafView = view  # type: ignore[assignment]  # a widget that is a view of leaves
        view.setObjectName(path)
        view.setAccessibleName(field.label)
        self.count = Words("", Letters.SMALL, "muted")
        self.paste = Link(PASTE)
        self.paste.setObjectName(part_name(path, "paste"))
        self.paste.clicked.connect(self.paste_copied)
        self._connect()
        self.watch(self.entry.words, *self.entry.boxes.values())

    # What the draft holds.

    def show_items(self) -> None:
        """Show the notes, and offer their themes and tables for the next ones."""
        self.leaves.show_items(self.items)
        self.entry.offer(self.items)
        self.count.setText(
            format_count(len(self.items), self.field.item_noun) if self.items else self.empty_words
        )
        self.look_again()

    def lock(self, *, read_only: bool) -> None:
        """Let the notes be seen but not changed."""
        self.entry.lock(read_only=read_only)
        self.paste.setVisible(not read_only)
        self.leaves.read_only = read_only

    def look_again(self) -> None:
        """Stay quiet: what may be mended is said where it is typed."""

    def go_into(self, path: str) -> QWidget | None:
        """Go to the note that `path` leads to."""
        item = self.item(self.item_in(path))
        if item is None:
            return super().go_into(path)
        self.leaves.select(item.id)
        self.view.setFocus()
        return self.view

    # What the person does.

    def paste_copied(self) -> None:
        """Show what the copied cells would become."""
        self.preview.show_pasted(QGuiApplication.clipboard().text())

    def _put_up(self, values: Mapping[str, Value]) -> None:
        self.back.say("")
        (made,) = self.desk.add_items(self.path, [values])
        if self.item(made) is None:
            self.items = (*self.items, Item(made, dict(values)))
            self.show_items()
        self.left.emit(self.path)

    def _take_pasted(self, notes: Sequence[Mapping[str, Value]]) -> None:
        self.desk.add_many(self.path, notes, partial(self._say_up, notes))

    def _say_up(self, notes: Sequence[Mapping[str, Value]], made: Sequence[str]) -> None:
        if not isValid(self):
            return
        if self.item(made[0]) is None:
            fresh = (Item(each, dict(values)) for each, values in zip(made, notes, strict=False))
            self.items = (*self.items, *fresh)
            self.show_items()
        noun = self.field.item_noun if len(made) == 1 else plural(self.field.item_noun)
        self.back.say(f"{len(made):,} {noun} went up.")
        if self.isVisible() and not self.entry.words.words():  # else the next note is being written by now
            self.back.undo.setFocus()

    def _answer(self, item_id: str, values: Mapping[str, Value]) -> None:
        item = self.item(item_id)
        different = {name: value for name, value in values.items() if item and value != item.get(name)}
        if different and not self.read_only and self.desk.change_item(self.item_path(item_id), different):
            item = self.item(item_id)
            if item and any(item.get(name) != value for name, value in different.items()):
                for name, value in different.items():
                    self.note_answer(item_id, name, value)
                self.show_items()

    def _keep_change(self, item_id: str, values: Mapping[str, Value]) -> None:
        self._answer(item_id, values)
        self._go_back_to(item_id)

    def _change(self, item_id: str) -> None:
        item = self.item(item_id)
        if item is not None and not self.read_only:
            self.entry.change(item)

    def _remove(self, item_id: str) -> None:
        item = self.item(item_id)
        if item is None or self.read_only:
            return
        place = self.place_of(item_id)
        self.take_out(item_id)
        self.show_items()
        if self.items:
            self.leaves.select(self.items[min(place, len(self.items) - 1)].id)
        words = str(item.get("note") or "")
        self.back.say(f"Removed: {words if len(words) < 60 else f'{words[:58].rstrip()}…'}")
        if not self.items:
            self.back.undo.setFocus()

    def _move(self, item_id: str, by: int) -> None:
        if self.put_at(item_id, self.place_of(item_id) + by):
            self.show_items()
            self.leaves.select(item_id)
            announce(self, f"Now {self.place_of(item_id) + 1} of {len(self.items)}")

    def _take_back(self) -> None:
        self.back.say("")
        self.desk.take_back()
        (self.view if self.items else self.entry.words).setFocus()

    def _go_back_to(self, item_id: str) -> None:
        self.leaves.select(item_id)
        self.view.setFocus()

    def _write_on(self) -> None:
        self.entry.words.setFocus()

    def _connect(self) -> None:
        self.entry.put_up.connect(self._put_up)
        self.entry.changed.connect(self._keep_change)
        self.entry.let_be.connect(self._go_back_to)
        self.entry.block_pasted.connect(self.preview.show_pasted)
        self.preview.accepted.connect(self._take_pasted)
        self.preview.left.connect(self._write_on)
        self.back.undo.clicked.connect(self._take_back)
        self.leaves.chosen.connect(self._change)
        self.leaves.removed.connect(self._remove)
        self.leaves.answered.connect(self._answer)
        self.leaves.moved.connect(self._move)


class BoardEditor(LeavesEditor):
    """The notes of a board on the page of a step: the newest in sight, the whole board one click away."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:  # noqa: ARG002 - no editors inside
        super().__init__(field, path, desk, LeafList(field))
        self.look = Button(LOOK)
        self.look.setObjectName(part_name(path, "look"))
        self.look.setAccessibleName(f"{LOOK}: {field.label}")
        self.look.clicked.connect(self._look)
        foot = FoldingRow(14)
        for each in (self.look, self.paste, self.count):
            foot.add(each)
        for widget in (self.entry, self.preview, self.view, self.back):
            self.column.addWidget(widget)
        self.column.addWidget(foot)
        self.show_items()
        self.watch(self.view, self.look, self.paste)

    def show_items(self) -> None:
        """Show the notes; there is something to look at once one is up."""
        super().show_items()
        self.look.setEnabled(bool(self.items))

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes to: the note that is written, those that are up, the ways on."""
        entry = [] if self.read_only else self.entry.tab_stops()
        preview = [] if self.preview.isHidden() else [self.preview.accept, self.preview.leave]
        back = [] if self.back.isHidden() else [self.back.undo]
        paste = [] if self.read_only else [self.paste]
        return [*entry, *preview, self.view, *back, self.look, *paste]

    def _look(self) -> None:
        self.flush()
        self.desk.begin_work(WORK, self.path)
