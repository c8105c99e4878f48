"""One row of a table in which one writes, and the ground that the rows stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from carreport.form.answers import Item
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import FocusContainer, control_name, describe_problem
from carreport.ui.editors.table.cells import (
    CELL_MARGIN,
    Cell,
    DragHandle,
    GrowingCell,
    cell_text,
    make_cell,
    parse_cell,
)
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button, IconButton
from carreport.ui.widgets.labels import TextLabel

HANDLE_WIDTH = 22
REMOVE_BUTTON_WIDTH = 36
NEW_ROW = "new"
"""What stands for the id of an entry in the names of the cells of the empty row."""


class TableEntryRow(QObject):
    """The cells of one entry; `item_id` is empty while nothing was written in them."""

    cell_edited = Signal(object, str)
    block_pasted = Signal(object, str, str)
    remove_requested = Signal(object)
    restore_requested = Signal(object)
    dragged = Signal(object, QPoint)
    dropped = Signal(object, QPoint)

    def __init__(self, field: Field, item_id: str, growing: tuple[str, ...]) -> None:
        super().__init__()
        self.field = field
        self.item_id = item_id
        self._named = ("", 0)
        self.is_removed: Item | None = None
        self.removed_strip: QWidget | None = None
        self.undo_button: Button | None = None
        self.edited_columns: set[str] = set()
        self.stored_values: dict[str, Value] = {}
        """What the draft holds of each cell, as last heard; what cannot be kept may stand beside it."""
        self.handle = DragHandle()
        self.total_label = TextLabel("", ink="muted", wrap=False)
        self.total_label.setContentsMargins(4, CELL_MARGIN, 8, CELL_MARGIN)
        self.remove_button = IconButton("remove", "")
        self.remove_button.setFixedSize(REMOVE_BUTTON_WIDTH, REMOVE_BUTTON_WIDTH)
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cells: dict[str, Cell] = {}
        for inner in field.fields:
            cell = make_cell(inner, grows=inner.id in growing)
            cell.edited.connect(self._edited)
            if isinstance(cell, GrowingCell):
                cell.block_pasted.connect(self._pasted)
            self.cells[inner.id] = cell
        self.remove_button.clicked.connect(self._removed)
        self.handle.dragged.connect(self._dragged)
        self.handle.dropped.connect(self._dropped)

    @property
    def widgets(self) -> list[QWidget]:
        """Everything that stands in the row."""
        return [self.handle, *self.cells.values(), self.total_label, self.remove_button]

    @property
    def is_new(self) -> bool:
        """Whether it is the empty row that waits."""
        return not self.item_id

    def set_names(self, group: str, number: int) -> None:
        """Let every cell be known by its path, and spoken of by its column and row."""
        if self._named == (self.item_id, number):
            return
        self._named = (self.item_id, number)
        for inner in self.field.fields:
            cell = self.cells[inner.id]
            cell.setObjectName(f"{group}/{self.item_id or NEW_ROW}/{inner.id}")
            which = f"new {self.field.item_noun}" if self.is_new else f"{self.field.item_noun} {number}"
            cell.setAccessibleName(f"{inner.label}, {which}")
            if isinstance(cell, GrowingCell):
                first = inner is self.field.fields[0] and self.is_new
                cell.setPlaceholderText(which.capitalize() if first else "")
        self.remove_button.setAccessibleName(f"Remove {self.field.item_noun} {number}")
        self.remove_button.setToolTip(f"Remove this {self.field.item_noun} (Ctrl+Delete)")
        self.remove_button.setObjectName(control_name(f"{group}/{self.item_id}", "remove"))

    def show_item(self, item: Item, total: str) -> None:
        """Show the stored answers; words that are still being typed are left alone."""
        for inner in self.field.fields:
            value = item.get(inner.id)
            if inner.id in self.edited_columns or is_same_answer(
                inner, self.stored_values.get(inner.id), value
            ):
                continue
            self.stored_values[inner.id] = value
            if not is_same_answer(inner, self.parse_cell(inner.id), value):
                self.cells[inner.id].set_cell_text(cell_text(inner, value))
        self.total_label.setText(total)

    def parse_cell(self, column: str) -> Value | InvalidValue:
        """Return what a draft keeps of one cell."""
        inner = next(each for each in self.field.fields if each.id == column)
        return parse_cell(inner, self.cells[column].cell_text())

    def filled_values(self) -> dict[str, Value]:
        """Return what a draft keeps of the cells that have something in them."""
        read = [(inner, self.parse_cell(inner.id)) for inner in self.field.fields]
        return {
            inner.id: value
            for inner, value in read
            if not isinstance(value, InvalidValue) and not kind_of(inner).is_empty(value)
        }

    def describe_misfits(self) -> list[str]:
        """Return what the person may want to mend in this row, each as a sentence."""
        return [
            f"{inner.label}: {trouble}"
            for inner in self.field.fields
            if (trouble := describe_problem(inner, self.parse_cell(inner.id), f"{self.item_id}/{inner.id}"))
        ]

    def make_removed_strip(self, item: Item, title: str, name: str) -> QWidget:
        """Return the offer to bring the entry back, in place of its cells."""
        self.is_removed = item
        self.removed_strip = QWidget()
        line = QHBoxLayout(self.removed_strip)
        line.setContentsMargins(8, 4, 8, 4)
        line.addWidget(TextLabel(f"Removed: {title}" if title else "Removed", ink="muted"), 1)
        self.undo_button = Button("Undo", "link")
        self.undo_button.setObjectName(name)
        self.undo_button.setAccessibleName(f"Undo: bring back {title}")
        self.undo_button.clicked.connect(self._undone)
        line.addWidget(self.undo_button)
        return self.removed_strip

    def remove_strip(self) -> None:
        """Show the cells again."""
        self.is_removed = None
        if self.removed_strip:
            self.removed_strip.hide()
            self.removed_strip.deleteLater()
        self.removed_strip = self.undo_button = None

    def delete_widgets(self) -> None:
        """Let go of everything in the row."""
        self.remove_strip()
        for widget in self.widgets:
            widget.hide()
            widget.setObjectName("")
            widget.deleteLater()
        self.deleteLater()

    def _edited(self) -> None:
        cell = self.sender()
        column = next(name for name, each in self.cells.items() if each is cell)
        self.cell_edited.emit(self, column)

    def _pasted(self, words: str) -> None:
        cell = self.sender()
        column = next(name for name, each in self.cells.items() if each is cell)
        self.block_pasted.emit(self, column, words)

    def _removed(self) -> None:
        self.remove_requested.emit(self)

    def _undone(self) -> None:
        self.restore_requested.emit(self)

    def _dragged(self, at: QPoint) -> None:
        self.dragged.emit(self, at)

    def _dropped(self, at: QPoint) -> None:
        self.dropped.emit(self, at)


def sort_rows(rows: Sequence[TableEntryRow], place: Mapping[str, int]) -> list[TableEntryRow]:
    """Return rows as their entries stand, removed ones where they were, new ones last."""
    keys: dict[TableEntryRow, tuple[int, int]] = {}
    last = -1
    for number, row in enumerate(rows):
        if row.is_new:
            keys[row] = (len(place), number)
        elif row.is_removed:
            keys[row] = (last, number + 1)
        else:
            last = place.get(row.item_id, len(place))
            keys[row] = (last, 0)
    return sorted(rows, key=lambda row: keys[row])


class TableGrid(FocusContainer):
    """The ground of the table: a rounded frame with hairlines between the rows."""

    def __init__(self) -> None:
        super().__init__()
        self.drop_line_y = -1
        self.row_starts: list[QWidget] = []
        """What stands at the left of each row."""
        self.lines = QGridLayout(self)
        self.lines.setContentsMargins(4, 4, 4, 4)
        self.lines.setHorizontalSpacing(2)
        self.lines.setVerticalSpacing(5)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint the frame, the hairlines, and where a dragged row would go."""
        painter, palette = QPainter(self), self.palette()
        ground = palette.color(QPalette.ColorRole.Base)
        draw_rounded_rect(painter, self.rect(), ground, palette.color(QPalette.ColorRole.Mid), 1)
        hairline = palette.color(QPalette.ColorRole.Midlight)
        for start in self.row_starts:
            painter.fillRect(QRect(8, start.y() - 3, self.width() - 16, 1), hairline)
        if self.drop_line_y >= 0:
            accent = palette.color(QPalette.ColorRole.Highlight)
            painter.fillRect(QRect(4, self.drop_line_y - 1, self.width() - 8, 2), accent)
        painter.end()


def is_same_answer(field: Field, one: Value, other: Value) -> bool:
    """Say whether two stored answers are the same, or both empty."""
    kind = kind_of(field)
    return bool(one == other) or (kind.is_empty(one) and kind.is_empty(other))
