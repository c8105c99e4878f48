"""The rows of an entry list, as a Qt model."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.row_list import Index, Row, RowModel


@dataclass(frozen=True, slots=True)
class EntryRow(Row):
    """The row for an entry, with the entry's id as its key, or the offer to restore a removed entry."""

    picture: QPixmap | None = None
    """A thumbnail, null until it is loaded; None in a list whose rows have no pictures."""
    is_removed: bool = False


class EntryModel(RowModel):
    """The rows of a list, of which one may be open."""

    rows: tuple[EntryRow, ...]

    def __init__(self) -> None:
        super().__init__()
        self.open_id = ""
        self.read_only = False
        self.has_details = True
        """Whether a row may have a second line, for which an open one has room from the start."""

    @property
    def keyboard_hint(self) -> str:
        """The keys that the rows accept, as a screen reader says them once for the list."""
        keys = "Press Enter to open or close an entry."
        return keys if self.read_only else f"{keys} Alt+Up and Alt+Down move it; Delete removes it."

    def set_open(self, item_id: str) -> None:
        """Set which entry is open, if any."""
        changed = [number for number in map(self.row_of, (self.open_id, item_id)) if number >= 0]
        self.open_id = item_id
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    @qt_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a row; for screen readers also whether it is open, and its place."""
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and index.isValid():
            return self._description(self.rows[index.row()])
        return super().data(index, role)

    def _description(self, row: EntryRow) -> str:
        if row.is_removed:
            return "Press Enter to undo."
        entries = [other.key for other in self.rows if not other.is_removed]
        state = "Expanded" if row.key == self.open_id else "Collapsed"
        return f"{state}, {entries.index(row.key) + 1} of {len(entries)}"
