"""Answer with a list of entries: compact rows, one open at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, part_name
from carreport.ui.editors.list.entry_row import Row
from carreport.ui.editors.list.group_editor import GroupEditor, MakeEditor
from carreport.ui.qt.guard import guarded
from carreport.ui.widgets.building import build_in_turns, is_building
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.labels import Words, announce
from carreport.ui.widgets.steady import Gap, keeping_place, laid_out_once

AT_ONCE = 60
"""So many entries of a list are shown before one asks for more."""
AT_FIRST, A_TURN = 14, 8
"""So many rows stand at once, about as many as are in sight; of the others so many come in a turn."""
USUAL_HEIGHT, LEAST_HEIGHT = 60, 30
"""How tall a row is taken to be where none is laid out yet, and how tall each is that is laid out."""


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
    a_turn: ClassVar[int] = A_TURN

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk)
        self.make = make
        self._rows: dict[str, Row] = {}
        self._order: list[str] = []
        """The rows from top to bottom, with those that can be brought back."""
        self._gaps: list[Gap] = []
        self._laid_out: list[QWidget] = []
        """Rows and gaps as they were put from top to bottom last."""
        self._private: Collection[str] = ()
        self._open = self._near = ""
        """The entry that is open, and the one around which rows are built first."""
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
        """Show a row for each entry; rows that stay keep what is open in them.

        Those in sight are there at once, the others follow while the list is seen.
        """
        known = {item.id for item in self.items}
        for gone in [each for each in self._order if each not in known and not self._rows[each].gone]:
            self._drop_row(gone)
        shown = self.shown_items()
        for item in shown[: self._most]:
            row = self._rows.get(item.id)
            if row is not None and row.gone:
                row.say_back()
            if row is not None and row.item is not item:
                row.show_item(item)
        left = len(shown) - self._most
        self.more.setText(f"Show {min(left, AT_ONCE)} more of {len(shown):,}")
        self.more.setVisible(left > 0)
        self.build(AT_FIRST)
        self.build_on()

    @property
    def is_whole(self) -> bool:
        """Say whether every entry that is to be shown has its row."""
        return not self._waiting()

    def finish(self) -> None:
        """Have all rows, and all questions of the open entry, now."""
        super().finish()
        row = self._rows.get(self._open)
        while row is not None and row.build_on():
            pass

    def marks(self) -> list[QWidget]:
        """Return the rows, and the button below them."""
        return [*self.rows, self.adder]

    def _waiting(self) -> list[Item]:
        """Return the entries whose rows are not built yet, those nearest to the one that is wanted first."""
        shown = self.shown_items()[: self._most]
        waiting = [place for place, item in enumerate(shown) if item.id not in self._rows]
        here = next((place for place, item in enumerate(shown) if item.id == self._near), 0)
        return [shown[place] for place in sorted(waiting, key=lambda place: abs(place - here))]

    def build(self, count: int) -> None:
        """Build the next rows, at most so many, and put everything in order."""
        for item in self._waiting()[:count]:
            self._new_row(item)
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
        self._private = paths_of_entries
        for row in self._rows.values():
            row.show_private(private=row.path in paths_of_entries)

    def flush(self) -> None:
        """Hand on what was typed in the open entry."""
        row = self._rows.get(self._open)
        if row and row.body:
            row.body.flush()

    def open_row(self, item_id: str) -> None:
        """Open one entry and close the one that was open; the keyboard goes to its first question."""
        row = self._open_up(item_id)
        if row.body:
            row.body.start()

    def _open_up(self, item_id: str) -> Row:
        before = self._rows.get(self._open) if self._open != item_id else None
        self._open = self._near = item_id
        if item_id not in self._rows:
            self._reach(item_id)
        row = self._rows[item_id]
        with keeping_place([row]):
            if before is not None:
                before.close_up()
            row.open_up()
        self.order_tabs()
        self.build_on()
        return row

    def _building_in(self, row: Row) -> Iterator[None]:
        """Build the questions of an open entry that are not there yet, while they can be seen."""
        while isValid(row) and self.isVisible() and row.build_on():
            yield
        self.order_tabs()

    def build_on(self) -> None:
        """Build rows and questions that are not there yet, some a turn, while they can be seen."""
        super().build_on()
        row = self._rows.get(self._open)
        if row is not None and row.body is not None and not row.body.is_whole and not is_building(row):
            build_in_turns(row, self._building_in(row))

    def _reach(self, item_id: str) -> None:
        """Have the row of an entry that has none yet; those around it follow."""
        self._near = item_id
        place = [each.id for each in self.shown_items()].index(item_id)
        self._most = max(self._most, (place // AT_ONCE + 1) * AT_ONCE)
        self.show_items()

    def go_into(self, path: str) -> QWidget | None:
        """Open the entry that `path` leads to and put the keyboard into the question that is meant.

        All of it happens before the window is painted again: nobody sees the way there, and no repaint
        that is due has to be held back for it.
        """
        item_id = self.item_in(path)
        if not self._is_shown(item_id):
            return super().go_into(path)
        row = self._open_up(item_id)
        while row.body and not row.body.has(path) and row.build_on():
            pass
        found = row.body.go_into(path) if row.body else None
        if found is None and row.body:
            row.body.start()
        return found or row

    def _is_shown(self, item_id: str) -> bool:
        return any(each.id == item_id for each in self.shown_items())

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
        row.show_private(private=row.path in self._private)
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
        self._laid_out.remove(row)
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
        waiting = {item.id for item in self._waiting()}
        order = before.pop("", [])
        for item in self.items:
            order += [item.id] * (item.id in self._rows or item.id in waiting) + before.get(item.id, [])
        self._order = [each for each in order if each in self._rows]
        self._place(self._with_gaps(order))
        self.empty.setVisible(not self._order)
        if not waiting:
            self.order_tabs()

    def _with_gaps(self, order: Sequence[str]) -> list[QWidget]:
        """Return the rows from top to bottom, and gaps in the place of those that are not built yet."""
        widgets: list[QWidget] = []
        counts: list[int] = []
        is_gap = False
        for each in order:
            row = self._rows.get(each)
            if row is not None:
                widgets.append(row)
            elif is_gap:
                counts[-1] += 1
            else:
                counts.append(1)
                widgets.append(self._gap(len(counts) - 1))
            is_gap = row is None
        height = self._row_height() if counts else 0
        for number, gap in enumerate(self._gaps):
            gap.stand_for(counts[number] if number < len(counts) else 0, height, self.lines.spacing())
        return widgets

    def _gap(self, number: int) -> Gap:
        if number == len(self._gaps):
            self._gaps.append(Gap(self))
        return self._gaps[number]

    def _row_height(self) -> int:
        """Return how tall a row that is closed is, on an average of those that are laid out."""
        closed = (row.height() for row in self._rows.values() if row.isVisible() and not row.is_open)
        heights = [height for height in closed if height > LEAST_HEIGHT]
        return round(sum(heights) / len(heights)) if heights else USUAL_HEIGHT

    def _place(self, widgets: Sequence[QWidget]) -> None:
        """Put these from top to bottom, for the eye and for whoever is told what there is in their order."""
        if self._laid_out == widgets:
            return
        with laid_out_once(self.column):
            moved: list[int] = []
            for number, widget in enumerate(widgets):
                if self.lines.indexOf(widget) != number:
                    self.lines.insertWidget(number, widget)
                    moved.append(number)
            for number in reversed(moved):
                last = number + 1 == len(widgets)
                widgets[number].stackUnder(self.more if last else widgets[number + 1])
                widgets[number].show()
        self._laid_out = list(widgets)

    def add(self) -> None:
        """Put in a new entry and open it."""
        made = self.put_in({})
        self.show_items()
        self.open_row(made)

    def _closed(self, _item_id: str) -> None:
        self._open = ""

    def _inner_edited(self, path: str, value: Value) -> None:
        here = paths.split_path(path).steps[len(paths.split_path(self.path).steps)]
        item_id, field_id = here
        row = self._rows[item_id]
        inner = row.body.editors[field_id] if row.body else None
        own = path == paths.field_path(self.path, item_id, field_id)
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
        self.finish()
        self._open = "" if self._open == item_id else self._open
        self._rows[item_id].say_gone()
        self.take_out(item_id)
        self.order_tabs()

    def _undo(self, item_id: str) -> None:
        self.finish()
        place = self._order.index(item_id)
        after = next((each for each in reversed(self._order[:place]) if not self._rows[each].gone), None)
        row = self._rows[item_id]
        row.say_back()
        self.bring_back(row.item, after)
        self.show_items()
        row.head.setFocus()

    def _show_mark(self, item_id: str, at: QPoint) -> None:
        place = self._place_at(item_id, at)
        rows = [row for row in self.rows if row.item.id != item_id]
        if rows:
            line = rows[place].y() - 4 if place < len(rows) else rows[-1].geometry().bottom() + 3
            self.mark.setGeometry(QRect(0, line, self.width(), 2))
            self.mark.raise_()
            self.mark.show()

    def _drop_here(self, item_id: str, at: QPoint) -> None:
        self.mark.hide()
        self._move_to(item_id, self._place_at(item_id, at))

    def _place_at(self, item_id: str, at: QPoint) -> int:
        self.finish()
        y = self.mapFromGlobal(at).y()
        others = [row for row in self.rows if row.item.id != item_id]
        return sum(row.geometry().center().y() < y for row in others)
