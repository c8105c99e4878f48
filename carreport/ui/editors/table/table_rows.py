"""One row of a table in which one writes, and the ground that the rows stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from carreport.form.answers import Item
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Holder, part_name, trouble_with
from carreport.ui.editors.table.cells import CELL_MARGIN, Cell, Grip, GrowingCell, cell_for, kept, words_for
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.buttons import Button, PictureButton
from carreport.ui.widgets.labels import Words

GRIP_WIDTH = 22
REMOVER_WIDTH = 36
NEW = "new"
"""What stands for the id of an entry in the names of the cells of the empty row."""


class SheetRow(QObject):
    """The cells of one entry; `item_id` is empty while nothing was written in them."""

    edited = Signal(object, str)
    pasted = Signal(object, str, str)
    removed = Signal(object)
    undone = Signal(object)
    dragged = Signal(object, QPoint)
    dropped = Signal(object, QPoint)

    def __init__(self, field: Field, item_id: str, growing: tuple[str, ...]) -> None:
        super().__init__()
        self.field = field
        self.item_id = item_id
        self._named = ("", 0)
        self.gone: Item | None = None
        self.strip: QWidget | None = None
        self.undo: Button | None = None
        self.dirty: set[str] = set()
        self.stored: dict[str, Value] = {}
        """What the draft holds of each cell, as last heard; what cannot be kept may stand beside it."""
        self.grip = Grip()
        self.total = Words("", ink="muted", wrap=False)
        self.total.setContentsMargins(4, CELL_MARGIN, 8, CELL_MARGIN)
        self.remover = PictureButton("remove", "")
        self.remover.setFixedSize(REMOVER_WIDTH, REMOVER_WIDTH)
        self.remover.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cells: dict[str, Cell] = {}
        for inner in field.fields:
            cell = cell_for(inner, grows=inner.id in growing)
            cell.edited.connect(self._edited)
            if isinstance(cell, GrowingCell):
                cell.block_pasted.connect(self._pasted)
            self.cells[inner.id] = cell
        self.remover.clicked.connect(self._removed)
        self.grip.dragged.connect(self._dragged)
        self.grip.dropped.connect(self._dropped)

    @property
    def widgets(self) -> list[QWidget]:
        """Everything that stands in the row."""
        return [self.grip, *self.cells.values(), self.total, self.remover]

    @property
    def is_new(self) -> bool:
        """Whether it is the empty row that waits."""
        return not self.item_id

    def name(self, group: str, number: int) -> None:
        """Let every cell be known by its path, and spoken of by its column and row."""
        if self._named == (self.item_id, number):
            return
        self._named = (self.item_id, number)
        for inner in self.field.fields:
            cell = self.cells[inner.id]
            cell.setObjectName(f"{group}/{self.item_id or NEW}/{inner.id}")
            which = f"new {self.field.item_noun}" if self.is_new else f"{self.field.item_noun} {number}"
            cell.setAccessibleName(f"{inner.label}, {which}")
            if isinstance(cell, GrowingCell):
                first = inner is self.field.fields[0] and self.is_new
                cell.setPlaceholderText(which.capitalize() if first else "")
        self.remover.setAccessibleName(f"Remove {self.field.item_noun} {number}")
        self.remover.setToolTip(f"Remove this {self.field.item_noun} (Ctrl+Delete)")
        self.remover.setObjectName(part_name(f"{group}/{self.item_id}", "remove"))

    def show_item(self, item: Item, total: str) -> None:
        """Show the stored answers; words that are still being typed are left alone."""
        for inner in self.field.fields:
            value = item.get(inner.id)
            if inner.id in self.dirty or same_answer(inner, self.stored.get(inner.id), value):
                continue
            self.stored[inner.id] = value
            if not same_answer(inner, self.kept(inner.id), value):
                self.cells[inner.id].show_words(words_for(inner, value))
        self.total.setText(total)

    def kept(self, column: str) -> Value | InvalidValue:
        """Return what a draft keeps of one cell."""
        inner = next(each for each in self.field.fields if each.id == column)
        return kept(inner, self.cells[column].words())

    def filled(self) -> dict[str, Value]:
        """Return what a draft keeps of the cells that have something in them."""
        read = [(inner, self.kept(inner.id)) for inner in self.field.fields]
        return {
            inner.id: value
            for inner, value in read
            if not isinstance(value, InvalidValue) and not kind_of(inner).is_empty(value)
        }

    def misfits(self) -> list[str]:
        """Return what the person may want to mend in this row, each as a sentence."""
        return [
            f"{inner.label}: {trouble}"
            for inner in self.field.fields
            if (trouble := trouble_with(inner, self.kept(inner.id), f"{self.item_id}/{inner.id}"))
        ]

    def make_strip(self, item: Item, title: str, name: str) -> QWidget:
        """Return the offer to bring the entry back, in place of its cells."""
        self.gone = item
        self.strip = QWidget()
        line = QHBoxLayout(self.strip)
        line.setContentsMargins(8, 4, 8, 4)
        line.addWidget(Words(f"Removed: {title}" if title else "Removed", ink="muted"), 1)
        self.undo = Button("Undo", "link")
        self.undo.setObjectName(name)
        self.undo.setAccessibleName(f"Undo: bring back {title}")
        self.undo.clicked.connect(self._undone)
        line.addWidget(self.undo)
        return self.strip

    def end_strip(self) -> None:
        """Show the cells again."""
        self.gone = None
        if self.strip:
            self.strip.hide()
            self.strip.deleteLater()
        self.strip = self.undo = None

    def throw_away(self) -> None:
        """Let go of everything in the row."""
        self.end_strip()
        for widget in self.widgets:
            widget.hide()
            widget.setObjectName("")
            widget.deleteLater()
        self.deleteLater()

    def _edited(self) -> None:
        cell = self.sender()
        column = next(name for name, each in self.cells.items() if each is cell)
        self.edited.emit(self, column)

    def _pasted(self, words: str) -> None:
        cell = self.sender()
        column = next(name for name, each in self.cells.items() if each is cell)
        self.pasted.emit(self, column, words)

    def _removed(self) -> None:
        self.removed.emit(self)

    def _undone(self) -> None:
        self.undone.emit(self)

    def _dragged(self, at: QPoint) -> None:
        self.dragged.emit(self, at)

    def _dropped(self, at: QPoint) -> None:
        self.dropped.emit(self, at)


def in_order(rows: Sequence[SheetRow], place: Mapping[str, int]) -> list[SheetRow]:
    """Return rows as their entries stand, removed ones where they were, new ones last."""
    keys: dict[SheetRow, tuple[int, int]] = {}
    last = -1
    for number, row in enumerate(rows):
        if row.is_new:
            keys[row] = (len(place), number)
        elif row.gone:
            keys[row] = (last, number + 1)
        else:
            last = place.get(row.item_id, len(place))
            keys[row] = (last, 0)
    return sorted(rows, key=lambda row: keys[row])


class Grid(Holder):
    """The ground of the table: a rounded frame with hairlines between the rows."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = -1
        self.starts: list[QWidget] = []
        """What stands at the left of each row."""
        self.lines = QGridLayout(self)
        self.lines.setContentsMargins(4, 4, 4, 4)
        self.lines.setHorizontalSpacing(2)
        self.lines.setVerticalSpacing(5)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint the frame, the hairlines, and where a dragged row would go."""
        painter, palette = QPainter(self), self.palette()
        ground = palette.color(QPalette.ColorRole.Base)
        rounded(painter, self.rect(), ground, palette.color(QPalette.ColorRole.Mid), 1)
        hairline = palette.color(QPalette.ColorRole.Midlight)
        for start in self.starts:
            painter.fillRect(QRect(8, start.y() - 3, self.width() - 16, 1), hairline)
        if self.mark >= 0:
            accent = palette.color(QPalette.ColorRole.Highlight)
            painter.fillRect(QRect(4, self.mark - 1, self.width() - 8, 2), accent)
        painter.end()


def same_answer(field: Field, one: Value, other: Value) -> bool:
    """Say whether two stored answers are the same, or both empty."""
    kind = kind_of(field)
    return bool(one == other) or (kind.is_empty(one) and kind.is_empty(other))
