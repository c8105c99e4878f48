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
from carreport.ui.editors.base import EditorServices, control_name
from carreport.ui.editors.list.entry_row import EntryRow
from carreport.ui.editors.list.group_editor import GroupEditor, MakeEditor
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.building import build_in_turns, is_building
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import TextLabel, announce
from carreport.ui.widgets.steady import Gap, keeping_place, laid_out_once

MAX_SHOWN = 60
"""So many entries of a list are shown before one asks for more."""
AT_FIRST, A_TURN = 14, 8
"""So many rows stand at once, about as many as are in sight; of the others so many come in a turn."""
USUAL_HEIGHT, LEAST_HEIGHT = 60, 30
"""How tall a row is taken to be where none is laid out yet, and how tall each is that is laid out."""


class DropIndicator(QWidget):
    """The line that shows where a dragged row would go."""

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint a line in the accent."""
        QPainter(self).fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Highlight))


class ListEditor(GroupEditor):
    """Write a list of entries."""

    release_requested = Signal(str)
    """The entry at this path is to be released to the others."""
    a_turn: ClassVar[int] = A_TURN

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services)
        self.make_editor = make
        self._rows: dict[str, EntryRow] = {}
        self._order: list[str] = []
        """The rows from top to bottom, with those that can be brought back."""
        self._gaps: list[Gap] = []
        self._laid_out: list[QWidget] = []
        """Rows and gaps as they were put from top to bottom last."""
        self._private: Collection[str] = ()
        self._expanded_id = self._near = ""
        """The entry that is open, and the one around which rows are built first."""
        self.empty = TextLabel(self.empty_text, ink="muted")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        self._max_shown = MAX_SHOWN
        self.more_link = LinkButton("")
        self.more_link.setAccessibleName(f"Show more: {field.label}")
        self.more_link.clicked.connect(self.show_more)
        self.more_link.hide()
        self.drop_indicator = DropIndicator(self)
        self.drop_indicator.hide()
        self.add_button = Button(self.add_text, picture="add")
        self.add_button.setObjectName(control_name(path, "add"))
        self.add_button.setAccessibleName(f"{self.add_text}: {field.label}")
        self.add_button.clicked.connect(self.add)
        self.footer = QHBoxLayout()
        self.footer.addWidget(self.add_button)
        self.footer.addStretch()
        self.content_layout.addWidget(self.empty)
        self.content_layout.addLayout(self.lines)
        self.content_layout.addWidget(self.more_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.content_layout.addLayout(self.footer)

    @property
    def rows(self) -> list[EntryRow]:
        """The rows of the entries that are there, from top to bottom."""
        return [self._rows[each] for each in self._order if not self._rows[each].is_removed]

    def show_items(self) -> None:
        """Show a row for each entry; rows that stay keep what is open in them.

        Those in sight are there at once, the others follow while the list is seen.
        """
        known = {item.id for item in self.items}
        for gone in [each for each in self._order if each not in known and not self._rows[each].is_removed]:
            self._drop_row(gone)
        shown = self.visible_items()
        for item in shown[: self._max_shown]:
            row = self._rows.get(item.id)
            if row is not None and row.is_removed:
                row.mark_restored()
            if row is not None and row.item is not item:
                row.show_item(item)
        left = len(shown) - self._max_shown
        self.more_link.setText(f"Show {min(left, MAX_SHOWN)} more of {len(shown):,}")
        self.more_link.setVisible(left > 0)
        self.build(AT_FIRST)
        self.build_on()

    @property
    def is_built(self) -> bool:
        """Say whether every entry that is to be shown has its row."""
        return not self._waiting()

    def finish(self) -> None:
        """Have all rows, and all questions of the open entry, now."""
        super().finish()
        row = self._rows.get(self._expanded_id)
        while row is not None and row.build_on():
            pass

    def marks(self) -> list[QWidget]:
        """Return the rows, and the button below them."""
        return [*self.rows, self.add_button]

    def _waiting(self) -> list[Item]:
        """Return the entries whose rows are not built yet, those nearest to the one that is wanted first."""
        shown = self.visible_items()[: self._max_shown]
        waiting = [place for place, item in enumerate(shown) if item.id not in self._rows]
        here = next((place for place, item in enumerate(shown) if item.id == self._near), 0)
        return [shown[place] for place in sorted(waiting, key=lambda place: abs(place - here))]

    def build(self, count: int) -> None:
        """Build the next rows, at most so many, and put everything in order."""
        for item in self._waiting()[:count]:
            self._new_row(item)
        self._put_in_order()

    def visible_items(self) -> Sequence[Item]:
        """Return the entries that have a row here."""
        return self.items

    def show_more(self) -> None:
        """Show more of a long list."""
        self._max_shown += MAX_SHOWN
        self.show_items()

    def apply_read_only(self, *, read_only: bool) -> None:
        """Let the entries be read but not changed."""
        self.add_button.setVisible(not read_only)
        for row in self._rows.values():
            row.set_read_only(read_only=read_only)

    def mark_private(self, paths_of_entries: Collection[str]) -> None:
        """Say at these entries that only their writer sees them."""
        self._private = paths_of_entries
        for row in self._rows.values():
            row.mark_private(private=row.path in paths_of_entries)

    def flush(self) -> None:
        """Hand on what was typed in the open entry."""
        row = self._rows.get(self._expanded_id)
        if row and row.entry_form:
            row.entry_form.flush()

    def expand_row(self, item_id: str) -> None:
        """Open one entry and close the one that was open; the keyboard goes to its first question."""
        row = self._expand(item_id)
        if row.entry_form:
            row.entry_form.focus_first()

    def _expand(self, item_id: str) -> EntryRow:
        before = self._rows.get(self._expanded_id) if self._expanded_id != item_id else None
        self._expanded_id = self._near = item_id
        if item_id not in self._rows:
            self._reach(item_id)
        row = self._rows[item_id]
        with keeping_place([row]):
            if before is not None:
                before.collapse()
            row.expand()
        self.update_tab_order()
        self.build_on()
        return row

    def _building_in(self, row: EntryRow) -> Iterator[None]:
        """Build the questions of an open entry that are not there yet, while they can be seen."""
        while isValid(row) and self.isVisible() and row.build_on():
            yield
        self.update_tab_order()

    def build_on(self) -> None:
        """Build rows and questions that are not there yet, some a turn, while they can be seen."""
        super().build_on()
        row = self._rows.get(self._expanded_id)
        if (
            row is not None
            and row.entry_form is not None
            and not row.entry_form.is_built
            and not is_building(row)
        ):
            build_in_turns(row, self._building_in(row))

    def _reach(self, item_id: str) -> None:
        """Have the row of an entry that has none yet; those around it follow."""
        self._near = item_id
        place = [each.id for each in self.visible_items()].index(item_id)
        self._max_shown = max(self._max_shown, (place // MAX_SHOWN + 1) * MAX_SHOWN)
        self.show_items()

    def focus_path(self, path: str) -> QWidget | None:
        """Open the entry that `path` leads to and put the keyboard into the question that is meant.

        All of it happens before the window is painted again: nobody sees the way there, and no repaint
        that is due has to be held back for it.
        """
        item_id = self.item_id_in(path)
        if not self._is_shown(item_id):
            return super().focus_path(path)
        row = self._expand(item_id)
        while row.entry_form and not row.entry_form.has_question(path) and row.build_on():
            pass
        found = row.entry_form.focus_path(path) if row.entry_form else None
        if found is None and row.entry_form:
            row.entry_form.focus_first()
        return found or row

    def _is_shown(self, item_id: str) -> bool:
        return any(each.id == item_id for each in self.visible_items())

    def tab_stops(self) -> list[QWidget]:
        """Return the controls of the rows from top to bottom, and the button below them."""
        stops: list[QWidget] = []
        for each in self._order:
            stops += self._rows[each].tab_stops()
        return [*stops, self.more_link, self.add_button]

    def make_row(self, item: Item) -> EntryRow:
        """Return a row for one entry."""
        return EntryRow(self.field, self.path, item, self.services, self.make_editor)

    def _new_row(self, item: Item) -> EntryRow:
        row = self.make_row(item)
        row.set_read_only(read_only=self.read_only)
        row.mark_private(private=row.path in self._private)
        row.answer_edited.connect(self._inner_edited)
        row.editing_finished.connect(self.editing_finished)
        row.expanded.connect(self.expand_row)
        row.collapsed.connect(self._row_collapsed)
        row.move_requested.connect(self._move_by)
        row.remove_requested.connect(self._remove)
        row.restore_requested.connect(self._restore_entry)
        row.dragged.connect(self._show_drop_indicator)
        row.dropped.connect(self._drop_row_at)
        row.release_requested.connect(self.release_requested)
        self.watch_focus(row.header)
        self._rows[item.id] = row
        return row

    def _drop_row(self, item_id: str) -> None:
        row = self._rows.pop(item_id)
        self._order.remove(item_id)
        self._expanded_id = "" if self._expanded_id == item_id else self._expanded_id
        row.hide()
        self._laid_out.remove(row)
        self.lines.removeWidget(row)
        row.deleteLater()

    def _put_in_order(self) -> None:
        before: dict[str, list[str]] = {}
        last = ""
        for each in self._order:
            if self._rows[each].is_removed:
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
            self.update_tab_order()

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
        closed = (row.height() for row in self._rows.values() if row.isVisible() and not row.is_expanded)
        heights = [height for height in closed if height > LEAST_HEIGHT]
        return round(sum(heights) / len(heights)) if heights else USUAL_HEIGHT

    def _place(self, widgets: Sequence[QWidget]) -> None:
        """Put these from top to bottom, for the eye and for whoever is told what there is in their order."""
        if self._laid_out == widgets:
            return
        with laid_out_once(self.content_layout):
            moved: list[int] = []
            for number, widget in enumerate(widgets):
                if self.lines.indexOf(widget) != number:
                    self.lines.insertWidget(number, widget)
                    moved.append(number)
            for number in reversed(moved):
                last = number + 1 == len(widgets)
                widgets[number].stackUnder(self.more_link if last else widgets[number + 1])
                widgets[number].show()
        self._laid_out = list(widgets)

    def add(self) -> None:
        """Put in a new entry and open it."""
        made = self.add_entry({})
        self.show_items()
        self.expand_row(made)

    def _row_collapsed(self, _item_id: str) -> None:
        self._expanded_id = ""

    def _inner_edited(self, path: str, value: Value) -> None:
        here = paths.split_path(path).steps[len(paths.split_path(self.path).steps)]
        item_id, field_id = here
        row = self._rows[item_id]
        inner = row.entry_form.editors[field_id] if row.entry_form else None
        own = path == paths.field_path(self.path, item_id, field_id)
        self.record_answer(item_id, field_id, value if own or inner is None else inner.value)
        item = self.item(item_id)
        if item:
            row.show_answer(item)
        self.answer_edited.emit(path, value)

    def _move_by(self, item_id: str, by: int) -> None:
        self._move_to(item_id, self.index_of(item_id) + by)

    def _move_to(self, item_id: str, to: int) -> None:
        had_focus = self.focusWidget()
        if self.move_entry(item_id, to):
            self._put_in_order()
            if had_focus:
                had_focus.setFocus()
            announce(self, f"Now {self.index_of(item_id) + 1} of {len(self.items)}")

    def _remove(self, item_id: str) -> None:
        if self.read_only:
            return
        self.finish()
        self._expanded_id = "" if self._expanded_id == item_id else self._expanded_id
        self._rows[item_id].mark_removed()
        self.remove_entry(item_id)
        self.update_tab_order()

    def _restore_entry(self, item_id: str) -> None:
        self.finish()
        place = self._order.index(item_id)
        after = next(
            (each for each in reversed(self._order[:place]) if not self._rows[each].is_removed), None
        )
        row = self._rows[item_id]
        row.mark_restored()
        self.restore_entry(row.item, after)
        self.show_items()
        row.header.setFocus()

    def _show_drop_indicator(self, item_id: str, at: QPoint) -> None:
        place = self._index_at(item_id, at)
        rows = [row for row in self.rows if row.item.id != item_id]
        if rows:
            line = rows[place].y() - 4 if place < len(rows) else rows[-1].geometry().bottom() + 3
            self.drop_indicator.setGeometry(QRect(0, line, self.width(), 2))
            self.drop_indicator.raise_()
            self.drop_indicator.show()

    def _drop_row_at(self, item_id: str, at: QPoint) -> None:
        self.drop_indicator.hide()
        self._move_to(item_id, self._index_at(item_id, at))

    def _index_at(self, item_id: str, at: QPoint) -> int:
        self.finish()
        y = self.mapFromGlobal(at).y()
        others = [row for row in self.rows if row.item.id != item_id]
        return sum(row.geometry().center().y() < y for row in others)
