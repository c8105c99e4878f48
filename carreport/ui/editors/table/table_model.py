"""The model of an editable table: a row for each entry, and an empty one at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from carreport.form.answers import Item
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import describe_problem
from carreport.ui.editors.description import describe_field
from carreport.ui.editors.table.cells import cell_text, parse_cell
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.table import wrap_heading

Index = QModelIndex | QPersistentModelIndex
NEW_ROW = "new"
"""Stands for the missing entry id in the paths of the empty row."""
COUNT_LETTERS = 7
"""The width of a number column in letters; its heading wraps at this width."""
_NO_PARENT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(eq=False, slots=True)
class TableEntryRow:
    """The text in the cells of one entry; `item_id` is empty until the entry has been added."""

    item_id: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    total: str = ""
    edited_columns: set[str] = field(default_factory=set)
    """The columns whose text has not been committed yet."""
    stored_values: dict[str, Value] = field(default_factory=dict)
    """What the draft stores for each cell. The cell may show other text that cannot be stored."""
    half_typed: str = ""
    """The column that is being typed in: nothing is said about it until the user leaves it."""
    is_removed: Item | None = None
    """The removed entry, while this row offers to restore it."""
    removed_title: str = ""
    is_inserted: bool = False
    """Whether a new row was added between others; otherwise it is the one at the end."""

    @property
    def is_new(self) -> bool:
        """Whether this row is not an entry yet, because nothing has been typed in it."""
        return not self.item_id

    def show_item(self, columns: Sequence[Field], item: Item, total: str) -> None:
        """Show the stored answers, except in cells with text that has not been committed yet."""
        self.is_removed, self.total = None, total
        for inner in columns:
            value = item.get(inner.id)
            stored = self.stored_values.get(inner.id)
            if inner.id in self.edited_columns or is_same_answer(inner, stored, value):
                continue
            self.stored_values[inner.id] = value
            if not is_same_answer(inner, self.parse_cell(inner), value):
                self.texts[inner.id] = cell_text(inner, value)

    def text(self, column: str) -> str:
        """Return the text in one cell."""
        return self.texts.get(column, "")

    def parse_cell(self, inner: Field) -> Value | InvalidValue:
        """Return the value to store for one cell, or why it is invalid."""
        return parse_cell(inner, self.text(inner.id))

    def filled_values(self, columns: Sequence[Field]) -> dict[str, Value]:
        """Return the values to store for the cells that are filled in and valid."""
        read = [(inner, self.parse_cell(inner)) for inner in columns]
        return {
            inner.id: value
            for inner, value in read
            if not isinstance(value, InvalidValue) and not kind_of(inner).is_empty(value)
        }

    def describe_misfits(self, columns: Sequence[Field]) -> list[str]:
        """Return what the user may want to correct in this row, as a sentence for each cell."""
        return [
            f"{inner.label}: {trouble}"
            for inner in columns
            if inner.id != self.half_typed
            and (trouble := describe_problem(inner, self.parse_cell(inner), f"{self.item_id}/{inner.id}"))
        ]


class EntryTableModel(QAbstractTableModel):
    """A row for each entry and for each entry just removed, and an empty one at the end.

    The columns of answers are followed by the total, and by a cell that removes the row.
    """

    def __init__(self, path: str, item_noun: str) -> None:
        super().__init__()
        self.path, self.item_noun = path, item_noun
        self.prompt = f"New {item_noun}"
        """What an empty row shows while it is not open."""
        self.rows: list[TableEntryRow] = []
        self.columns: tuple[Field, ...] = ()
        self.total_heading = ""
        self.read_only = False

    def set_columns(self, columns: Sequence[Field], total_heading: str, *, read_only: bool) -> None:
        """Use these columns; the caller must then fill in all rows again."""
        self.beginResetModel()
        self.columns, self.total_heading, self.read_only = tuple(columns), total_heading, read_only
        self.rows = [row for row in self.rows if not row.is_new]
        for row in self.rows:
            row.texts.clear()
            row.stored_values.clear()
        self.endResetModel()

    def set_rows(self, wanted: Sequence[TableEntryRow]) -> None:
        """Show these rows in this order, and announce that their cells may have changed."""
        kept = set(wanted)
        for at in reversed([at for at, row in enumerate(self.rows) if row not in kept]):
            self.beginRemoveRows(_NO_PARENT, at, at)
            del self.rows[at]
            self.endRemoveRows()
        known = set(self.rows)
        for at, row in enumerate(wanted):
            if at < len(self.rows) and self.rows[at] is row:
                continue
            if row in known:
                was = self.rows.index(row)
                self.beginMoveRows(_NO_PARENT, was, was, _NO_PARENT, at)
                self.rows.insert(at, self.rows.pop(was))
                self.endMoveRows()
            else:
                self.beginInsertRows(_NO_PARENT, at, at)
                self.rows.insert(at, row)
                self.endInsertRows()
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))

    @property
    def remove_column(self) -> int:
        """The number of the column that removes rows, or -1 while nothing can be changed."""
        return -1 if self.read_only else self.columnCount() - 1

    def can_move(self, row: int) -> bool:
        """Return whether a row is an entry that can be moved or removed."""
        found = self.rows[row]
        return not (self.read_only or found.is_new or found.is_removed)

    def is_writable(self, index: Index) -> bool:
        """Return whether a cell can be edited."""
        return (
            index.isValid()
            and not self.read_only
            and index.column() < len(self.columns)
            and not self.rows[index.row()].is_removed
        )

    def row_name(self, row: int) -> str:
        """Return what a screen reader calls a row: its number, or that it is new."""
        return f"new {self.item_noun}" if self.rows[row].is_new else f"{self.item_noun} {row + 1}"

    def cell_name(self, index: Index) -> str:
        """Return what a screen reader calls a cell: its column, its row, and the words of the row."""
        heading = (*(inner.label for inner in self.columns), self.total_heading)[index.column()]
        words = self.rows[index.row()].text(self.columns[0].id).strip() if index.column() else ""
        return ", ".join(filter(None, (heading, self.row_name(index.row()), words)))

    def cell_description(self, index: Index) -> str:
        """Return what a screen reader says after the name of a cell: what to fix in it, and why we ask."""
        row, inner = self.rows[index.row()], self.columns[index.column()]
        path = self.cell_path(index)
        kind = kind_of(inner)
        expected = "A whole number" if kind.is_number and not inner.why else ""
        problem = describe_problem(inner, row.parse_cell(inner), path)
        return describe_field(inner, path, problem=problem, keys=expected)

    def cell_path(self, index: Index) -> str:
        """Return the path of the answer in a cell."""
        item_id = self.rows[index.row()].item_id or NEW_ROW
        return f"{self.path}/{item_id}/{self.columns[index.column()].id}"

    def find_cell(self, path: str) -> QModelIndex:
        """Return the cell of the answer at `path`, or the first one of its entry, or an invalid index."""
        item_id, _, name = path.removeprefix(f"{self.path}/").partition("/")
        rows = [number for number, row in enumerate(self.rows) if (row.item_id or NEW_ROW) == item_id]
        columns = [number for number, inner in enumerate(self.columns) if inner.id == name]
        return self.index(rows[0], columns[0] if columns else 0) if rows else QModelIndex()

    @qt_override(default=0)
    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    @qt_override(default=0)
    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns) + bool(self.total_heading) + (not self.read_only)

    @qt_override(default=Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell; only cells of answers take the focus."""
        flags = Qt.ItemFlag.ItemIsEnabled
        if index.column() < (1 if self.rows[index.row()].is_removed else len(self.columns)):
            flags |= Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_writable(index) else flags

    @qt_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, its tool tip, or what a screen reader says."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell_text(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible_text(index)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == self.remove_column:
            return f"Remove this {self.item_noun} (Ctrl+Delete)" if self.can_move(index.row()) else None
        return None

    @qt_override(default=None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column, or the number of a row."""
        if orientation == Qt.Orientation.Vertical:
            spoken = self.rows[section].text(self.columns[0].id) or self.row_name(section)
            return {
                Qt.ItemDataRole.DisplayRole: str(section + 1),
                Qt.ItemDataRole.AccessibleTextRole: spoken,
            }.get(Qt.ItemDataRole(role))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            labels = [inner.label for inner in self.columns] + [self.total_heading] * bool(self.total_heading)
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return (*labels, "Remove")[section]
            return wrap_heading((*labels, "")[section], COUNT_LETTERS)
        return None

    def _cell_text(self, index: Index) -> str:
        row = self.rows[index.row()]
        if row.is_removed:
            title = f"Removed: {row.removed_title}" if row.removed_title else "Removed"
            return title if index.column() == 0 else ""
        if index.column() < len(self.columns):
            return row.text(self.columns[index.column()].id)
        return row.total if index.column() != self.remove_column else ""

    def _accessible_text(self, index: Index) -> str:
        text = self._cell_text(index)
        if self.rows[index.row()].is_removed:
            return text
        if index.column() == self.remove_column:
            return f"Remove {self.row_name(index.row())}" if self.can_move(index.row()) else ""
        name = self.cell_name(index)
        return f"{name}: {text}" if text else name


def sort_rows(rows: Sequence[TableEntryRow], place: Mapping[str, int]) -> list[TableEntryRow]:
    """Return rows in the order of entries, removed and inserted ones where they were, the new one last."""
    keys: dict[TableEntryRow, tuple[int, int]] = {}
    last = -1
    for number, row in enumerate(rows):
        if row.is_new and not row.is_inserted:
            keys[row] = (len(place), number)
        elif row.is_removed or row.is_new:
            keys[row] = (last, number + 1)
        else:
            last = place.get(row.item_id, len(place))
            keys[row] = (last, 0)
    return sorted(rows, key=lambda row: keys[row])


def is_same_answer(inner: Field, one: Value, other: Value) -> bool:
    """Return whether two stored answers are the same, or both empty."""
    kind = kind_of(inner)
    return bool(one == other) or (kind.is_empty(one) and kind.is_empty(other))
