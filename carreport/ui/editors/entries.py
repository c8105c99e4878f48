"""Answer with a list of entries: compact rows, one open at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Field, Value
from carreport.ui.buttons import Button
from carreport.ui.editors.base import Desk, part_name
from carreport.ui.editors.groups import GroupEditor, MakeEditor
from carreport.ui.editors.rows import Row
from carreport.ui.guarded import guarded
from carreport.ui.labels import Words, announce
from carreport.ui.links import Link

AT_ONCE = 60
"""So many entries of a list are shown before one asks for more."""


class DropMark(QWidget):
    """The line that shows where a dragged row would go."""

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint a line in the accent."""
        QPainter(self).fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Highlight))


class EntriesEditor(GroupEditor):
    """Write a list of entries."""

    release_wanted = Signal(str)
    """The entry at this path is to be released to the others."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk)
        self.make = make
        self._rows: dict[str, Row] = {}
        self._order: list[str] = []
        """The rows from top to bottom, with those that can be brought back."""
        self._open = ""
        self.empty = Words(self.empty_words, ink="muted")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        self._most = AT_ONCE
        self.more = Link("")
        self.more.setAccessibleName(f"Show more: {field.label}")
        self.more.clicked.connect(self.show_more)
        self.more.hide()
        self.mark = DropMark(self)
        self.mark.hide()
        self.adder = Button(self.add_words, picture="add")
        self.adder.setObjectName(part_name(path, "add"))
        self.adder.setAccessibleName(f"{self.add_words}: {field.label}")
        self.adder.clicked.connect(self.add)
        self.foot = QHBoxLayout()
        self.foot.addWidget(self.adder)
        self.foot.addStretch()
        self.column.addWidget(self.empty)
        self.column.addLayout(self.lines)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(self.foot)

    @property
    def rows(self) -> list[Row]:
        """The rows of the entries that are there, from top to bottom."""
        return [self._rows[each] for each in self._order if not self._rows[each].gone]

    def show_items(self) -> None:
        """Show a row for each entry; rows that stay keep what is open in them."""
        known = {item.id for item in self.items}
        for gone in [each for each in self._order if each not in known and not self._rows[each].gone]:
            self._drop_row(gone)
        shown = self.shown_items()
        for item in shown[: self._most]:
            row = self._rows.get(item.id) or self._new_row(item)
            if row.gone:
                row.say_back()
            row.show_item(item)
        left = len(shown) - self._most
        self.more.setText(f"Show {min(left, AT_ONCE)} more of {len(shown):,}")
        self.more.setVisible(left > 0)
        self._put_in_order()

    def shown_items(self) -> Sequence[Item]:
        """Return the entries that have a row here."""
        return self.items

    def show_more(self) -> None:
        """Show more of a long list."""
        self._most += AT_ONCE
        self.show_items()

    def lock(self, *, read_only: bool) -> None:
        """Let the entries be read but not changed."""
        self.adder.setVisible(not read_only)
        for row in self._rows.values():
            row.lock(read_only=read_only)

    def show_private(self, paths_of_entries: Collection[str]) -> None:
        """Say at these entries that only their writer sees them."""
        for row in self._rows.values():
            row.show_private(private=row.path in paths_of_entries)

    def flush(self) -> None:
        """Hand on what was typed in the open entry."""
        row = self._rows.get(self._open)
        if row and row.body:
            row.body.flush()

    def open_row(self, item_id: str) -> None:
        """Open one entry and close the one that was open."""
        if self._open and self._open in self._rows and self._open != item_id:
            self._rows[self._open].close_up()
        self._open = item_id
        while item_id not in self._rows and self.more.isVisibleTo(self):
            self.show_more()
        row = self._rows[item_id]
        row.open_up()
        self.order_tabs()
        if row.body:
            row.body.start()

    def go_into(self, path: str) -> QWidget | None:
        """Open the entry that `path` leads to, and go to the question in it that is meant."""
        item_id = self.item_in(path)
        if item_id not in [each.id for each in self.shown_items()]:
            return super().go_into(path)
        self.open_row(item_id)
        row = self._rows[item_id]
        return (row.body.go_into(path) if row.body else None) or row

    def tab_stops(self) -> list[QWidget]:
        """Return the controls of the rows from top to bottom, and the button below them."""
        stops: list[QWidget] = []
        for each in self._order:
            stops += self._rows[each].tab_stops()
        return [*stops, self.more, self.adder]

    def make_row(self, item: Item) -> Row:
        """Return a row for one entry."""
        return Row(self.field, self.path, item, self.desk, self.make)

    def _new_row(self, item: Item) -> Row:
        row = self.make_row(item)
        row.lock(read_only=self.read_only)
        row.answer_edited.connect(self._inner_edited)
        row.left.connect(self.left)
        row.opened.connect(self.open_row)
        row.closed.connect(self._closed)
        row.moved.connect(self._move_by)
        row.removed.connect(self._remove)
        row.undone.connect(self._undo)
        row.dragged.connect(self._show_mark)
        row.dropped.connect(self._drop_here)
        row.release_wanted.connect(self.release_wanted)
        self.watch(row.head)
        self._rows[item.id] = row
        return row

    def _drop_row(self, item_id: str) -> None:
        row = self._rows.pop(item_id)
        self._order.remove(item_id)
        self._open = "" if self._open == item_id else self._open
        row.hide()
        self.lines.removeWidget(row)
        row.deleteLater()

    def _put_in_order(self) -> None:
        before: dict[str, list[str]] = {}
        last = ""
        for each in self._order:
            if self._rows[each].gone:
                before.setdefault(last, []).append(each)
            else:
                last = each
        self._order = before.pop("", [])
        for item in self.items:
            self._order += [item.id] * (item.id in self._rows) + before.get(item.id, [])
        for number, each in enumerate(self._order):
            if self.lines.indexOf(self._rows[each]) != number:
                self.lines.insertWidget(number, self._rows[each])
        self.empty.setVisible(not self._order)
        self.order_tabs()

    def add(self) -> None:
        """Put in a new entry and open it."""
        made = self.put_in({})
        self.show_items()
        self.open_row(made)

    def _closed(self, _item_id: str) -> None:
        self._open = ""

    def _inner_edited(self, path: str, value: Value) -> None:
        here = paths.split(path).steps[len(paths.split(self.path).steps)]
        item_id, field_id = here
        row = self._rows[item_id]
        inner = row.body.editors[field_id] if row.body else None
        own = path == paths.inside(self.path, item_id, field_id)
        self.note_answer(item_id, field_id, value if own or inner is None else inner.value)
        item = self.item(item_id)
        if item:
            row.note_answer(item)
        self.answer_edited.emit(path, value)

    def _move_by(self, item_id: str, by: int) -> None:
        self._move_to(item_id, self.place_of(item_id) + by)

    def _move_to(self, item_id: str, to: int) -> None:
        had_focus = self.focusWidget()
        if self.put_at(item_id, to):
            self._put_in_order()
            if had_focus:
                had_focus.setFocus()
            announce(self, f"Now {self.place_of(item_id) + 1} of {len(self.items)}")

    def _remove(self, item_id: str) -> None:
        if self.read_only:
            return
        self._open = "" if self._open == item_id else self._open
        self._rows[item_id].say_gone()
        self.take_out(item_id)
        self.order_tabs()

    def _undo(self, item_id: str) -> None:
        place = self._order.index(item_id)
        after = next((each for each in reversed(self._order[:place]) if not self._rows[each].gone), None)
        row = self._rows[item_id]
        row.say_back()
        self.bring_back(row.item, after)
        self.show_items()
        row.head.setFocus()

    def _show_mark(self, item_id: str, at: QPoint) -> None:
        rows = [row for row in self.rows if row.item.id != item_id]
        place = self._place_at(item_id, at)
        if rows:
            line = rows[place].y() - 4 if place < len(rows) else rows[-1].geometry().bottom() + 3
            self.mark.setGeometry(QRect(0, line, self.width(), 2))
            self.mark.raise_()
            self.mark.show()

    def _drop_here(self, item_id: str, at: QPoint) -> None:
        self.mark.hide()
        self._move_to(item_id, self._place_at(item_id, at))

    def _place_at(self, item_id: str, at: QPoint) -> int:
        y = self.mapFromGlobal(at).y()
        others = [row for row in self.rows if row.item.id != item_id]
        return sum(row.geometry().center().y() < y for row in others)
