"""The rows of an entry list, as a Qt model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from carreport.ui.qt.guard import qt_override

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What one row shows: an entry, or the offer to restore a removed one."""

    item_id: str
    title: str
    detail: str = ""
    needs_attention: bool = False
    """Whether the detail is a problem to fix."""
    picture: QPixmap | None = None
    """A thumbnail, null until it is loaded; None in a list whose rows have no pictures."""
    is_removed: bool = False


class EntryModel(QAbstractListModel):
    """The rows of a list, of which one may be open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[EntryRow] = []
        self.open_id = ""
        self.read_only = False

    def set_rows(self, rows: Sequence[EntryRow]) -> None:
        """Replace the rows; those that stay keep their persistent indexes."""
        wanted = {row.item_id for row in rows}
        for number in reversed(range(len(self.rows))):
            if self.rows[number].item_id not in wanted:
                self.beginRemoveRows(QModelIndex(), number, number)
                del self.rows[number]
                self.endRemoveRows()
        present = {row.item_id for row in self.rows}
        for number, row in enumerate(rows):
            if row.item_id not in present:
                self.beginInsertRows(QModelIndex(), number, number)
                self.rows.insert(number, row)
                self.endInsertRows()
                continue
            here = next(n for n in range(number, len(self.rows)) if self.rows[n].item_id == row.item_id)
            if here != number:
                self.beginMoveRows(QModelIndex(), here, here, QModelIndex(), number)
                self.rows.insert(number, self.rows.pop(here))
                self.endMoveRows()
            self.set_row(number, row)

    def set_row(self, number: int, row: EntryRow) -> None:
        """Change one row."""
        if self.rows[number] != row:
            self.rows[number] = row
            self.dataChanged.emit(self.index(number), self.index(number))

    def set_open(self, item_id: str) -> None:
        """Say which entry is open, if any."""
        changed = {self.open_id, item_id}
        self.open_id = item_id
        for number, row in enumerate(self.rows):
            if row.item_id in changed:
                self.dataChanged.emit(self.index(number), self.index(number))

    def number_of(self, item_id: str) -> int:
        """Return the number of the row of an entry, or -1."""
        return next((number for number, row in enumerate(self.rows) if row.item_id == item_id), -1)

    @qt_override(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    @qt_override(default=None)
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return the text of a row, or what a screen reader says about it."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == _Role.DisplayRole:
            return row.title
        if role == _Role.AccessibleTextRole:
            return ", ".join(filter(None, (row.title, row.detail)))
        return self._description(row) if role == _Role.AccessibleDescriptionRole else None

    def _description(self, row: EntryRow) -> str:
        if row.is_removed:
            return "Press Enter to undo."
        is_open = row.item_id == self.open_id
        enter = "Open. Press Enter to close it." if is_open else "Press Enter to open it."
        return enter if self.read_only else f"{enter} Alt+Up and Alt+Down move it, Delete removes it."
