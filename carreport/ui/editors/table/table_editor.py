"""Editor for a table that works like a spreadsheet: Tab for the next cell, Enter for the next row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds import InvalidValue
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import EditorServices, control_name
from carreport.ui.editors.list.group_editor import GroupEditor, MakeEditor
from carreport.ui.editors.table.cells import is_cell_block
from carreport.ui.editors.table.clipboard import drop_heading_row, parse_cell_block
from carreport.ui.editors.table.table_model import EntryTableModel, TableEntryRow, is_same_answer, sort_rows
from carreport.ui.editors.table.table_view import EntryTableView
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HintLabel, TextLabel, announce
from carreport.ui.widgets.panel import CardFrame
from carreport.ui.widgets.row_list import ENTER_KEYS

_MOVE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TAB_KEYS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_KEYBOARD_HINT = (
    "Press Enter to go to the next row. You can paste cells copied from a spreadsheet. "
    "Alt+Up and Alt+Down move a row; Ctrl+Delete removes it."
)


class TableEditor(GroupEditor):
    """Edits entries as the rows of a table; there is always an empty last row to type in."""

    total_heading: ClassVar[str] = ""
    """The heading of the total column; if it is empty, there is no such column."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:  # noqa: ARG002
        super().__init__(field, path, services)
        self.model = EntryTableModel(path, field.item_noun)
        self.model.set_columns(field.fields, self.total_heading, read_only=False)
        self.table = EntryTableView(self.model, self.handle_key)
        self._is_committing = False
        self.table.setObjectName(path)
        self.table.setAccessibleName(field.label)
        self.remark_label = HintLabel("muted")
        self.keyboard_hint = TextLabel(_KEYBOARD_HINT, FontRole.SMALL, "muted")
        self.add_button = Button(self.add_text, icon_name="add")
        self.add_button.setObjectName(control_name(path, "add"))
        self.add_button.setAccessibleName(f"{self.add_text}: {field.label}")
        self.add_button.clicked.connect(self._go_to_new)
        self.watch_focus(self.add_button)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.frame = CardFrame(edge=QPalette.ColorRole.Mid)
        self.frame.content_layout.setContentsMargins(4, 4, 4, 4)
        self.frame.content_layout.addWidget(self.table)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.keyboard_hint, 1)
        for widget in (self.frame, self.hint_label, self.remark_label):
            self.content_layout.addWidget(widget)
        self.content_layout.addLayout(foot)

    def _connect(self) -> None:
        self.table.cell_left.connect(self._cell_left)
        self.table.removal_requested.connect(self._remove)
        self.table.row_dropped.connect(self._drop_row)
        self.table.cell_delegate.cell_edited.connect(self._cell_edited)
        self.table.cell_delegate.typing_paused.connect(self.flush)
        self.table.cell_delegate.block_pasted.connect(self.paste_block)
        self.table.cell_delegate.paste_remarked.connect(self.remark_label.show_message)
        self.table.cell_delegate.undo_requested.connect(self._restore_row)

    # What the table shows.

    @property
    def rows(self) -> list[TableEntryRow]:
        """The rows of the table, from top to bottom."""
        return self.model.rows

    def total_text(self, item: Item) -> str:  # noqa: ARG002 - for subclasses that count
        """Return the text of the total column for an entry."""
        return ""

    def remark_text(self) -> str:
        """Return a remark on the whole table, or nothing."""
        return ""

    def row_item(self, item: Item) -> Item:
        """Return the answers to show in the row for an entry."""
        return item

    def show_columns(self, columns: Sequence[Field], total_heading: str) -> None:
        """Use these columns from now on; the focus stays in the table."""
        here = self.table.currentIndex()
        place = self.model.cell_path(here) if here.isValid() and not self.read_only else ""
        self.table.close_cell()
        self.model.set_columns(columns, total_heading, read_only=self.read_only)
        self.show_items()
        if place:
            self.focus_path(place)

    def show_items(self) -> None:
        """Show a row for each entry, and an empty one."""
        if self._is_committing:
            return
        known = {item.id for item in self.items}
        current, had_focus = self.table.currentIndex(), self.table.holds_focus
        if current.isValid() and self.rows[current.row()].item_id not in {"", *known}:
            self.table.close_cell()
        rows = [row for row in self.rows if row.is_new or row.is_removed or row.item_id in known]
        there = {row.item_id: row for row in rows}
        for item in self.items:
            if item.id not in there:
                there[item.id] = TableEntryRow(item.id)
                rows.append(there[item.id])
            there[item.id].show_item(self.model.columns, self.row_item(item), self.total_text(item))
        if not self.read_only and not any(row.is_new and not row.is_inserted for row in rows):
            rows.append(TableEntryRow())
        self.model.set_rows(sort_rows(rows, {item.id: number for number, item in enumerate(self.items)}))
        self.table.show_rows()
        if had_focus and not self.table.holds_focus and self.rows:  # the row with the focus is another now
            row = min(current.row(), len(self.rows) - 1)
            self.table.open_cell(self.model.index(row, min(current.column(), len(self.model.columns) - 1)))
        self.refresh()

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the table read-only, or editable again."""
        self.add_button.setVisible(not read_only)
        self.keyboard_hint.setVisible(not read_only)
        if read_only != self.model.read_only:
            self.table.close_cell()
            self.model.set_columns(self.model.columns, self.model.total_heading, read_only=read_only)
            self.show_items()

    def refresh(self) -> None:
        """Show what cannot be stored, and the remark on the table."""
        self.hint_label.show_message(" ".join(self.describe_problems()[:3]))
        self.remark_label.show_message(self.remark_text())

    def described_controls(self) -> Sequence[QWidget]:
        """Return the table; each cell is described when it is opened."""
        return [self.table]

    def describe_problems(self) -> list[str]:
        """Return what the user may want to correct, each as a sentence with its row."""
        return [
            f"Row {number}, {text}"
            for number, row in enumerate(self.rows, 1)
            for text in row.describe_misfits(self.model.columns)
        ]

    # What is typed.

    def _cell_edited(self, row: int, column: int, text: str) -> None:
        name = self.model.columns[column].id
        self.rows[row].texts[name] = text
        self.rows[row].edited_columns.add(name)
        self.rows[row].half_typed = name
        self.table.fit_row(row)
        self.schedule_commit()

    def commit(self) -> None:
        """Commit what was typed, in existing rows and in new ones."""
        self._timer.stop()
        self._is_committing = True
        try:
            for row in [row for row in self.rows if row.edited_columns]:
                if row.is_new:
                    self.add_row(row)
                else:
                    self._commit_row(row)
        finally:
            self._is_committing = False  # the draft may refuse a change
        self.show_items()

    def add_row(self, row: TableEntryRow) -> None:
        """Add an entry for what was typed in a new row."""
        values = row.filled_values(self.model.columns)
        if values:
            row.stored_values = dict(values)
            row.item_id = self.add_entry(values)
        row.edited_columns.clear()

    def _commit_row(self, row: TableEntryRow) -> None:
        for inner in self.model.columns:
            value = row.parse_cell(inner)
            if inner.id in row.edited_columns and not isinstance(value, InvalidValue):
                self._commit_cell(row, inner.id, value)
        row.edited_columns.clear()

    def _commit_cell(self, row: TableEntryRow, column: str, value: Value) -> None:
        item, inner = self.item(row.item_id), self.field.inner_field(column)
        stored = item.get(column) if item else row.stored_values.get(column)  # it was removed elsewhere
        if inner and not is_same_answer(inner, value, stored):
            row.stored_values[column] = value
            self.record_answer(row.item_id, column, value)
            self.answer_edited.emit(paths.field_path(self.path, row.item_id, column), value)

    def _cell_left(self, index: QModelIndex) -> None:
        row = self.rows[index.row()] if index.row() < len(self.rows) else TableEntryRow()
        row.half_typed = ""
        self.flush()
        self.refresh()
        if not row.is_new and not row.is_removed and index.column() < len(self.model.columns):
            inner = self.model.columns[index.column()]
            if isinstance(row.parse_cell(inner), InvalidValue):
                self._commit_cell(row, inner.id, None)
            self.editing_finished.emit(paths.field_path(self.path, row.item_id, inner.id))

    def paste_block(self, number: int, column: int, text: str) -> None:
        """Paste several lines or columns, from this cell on."""
        self.flush()
        names = [inner.id for inner in self.model.columns[column:]]
        headings = [inner.label for inner in self.model.columns]
        cells = parse_cell_block(text)
        block = drop_heading_row(cells.rows, headings)
        rows = [row for row in self.rows if not row.is_removed]
        start = rows.index(self.rows[number])
        added = [TableEntryRow() for _ in range(start + len(block) - len(rows))]
        for row, line in zip([*rows, *added][start:], block, strict=False):
            for name, cell in zip(names, line, strict=False):
                row.texts[name] = cell.strip()
                row.edited_columns.add(name)
        self.model.set_rows([*self.rows, *added])
        with self.services.as_one_change("Paste"):
            self.commit()
        left_out = max((len(line) for line in block), default=0) - len(names)
        more_columns = f"The pasted cells have more columns than this table. Columns left out: {left_out}."
        remarks = (more_columns if left_out > 0 else "", cells.remark)
        self.remark_label.show_message(" ".join(filter(None, remarks)))

    # Keys, and moving and removing rows.

    def handle_key(self, index: QModelIndex, event: QKeyEvent) -> bool:
        """Handle a key that was pressed in a cell; return whether it needs nothing further."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        clipboard = QGuiApplication.clipboard().text()
        if event.key() in _TAB_KEYS and not ctrl:
            self.flush()
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            return self.table.step(index, -1 if back else _TAB_KEYS[Qt.Key(event.key())])
        if not index.isValid() or self.rows[index.row()].is_removed:
            return False
        if event.key() in ENTER_KEYS:
            self._go_down(index)
        elif alt and event.key() in _MOVE_KEYS:
            self._move(index, _MOVE_KEYS[Qt.Key(event.key())])
        elif ctrl and event.key() == Qt.Key.Key_Delete:
            self._remove(index.row())
        elif event.matches(QKeySequence.StandardKey.Paste) and is_cell_block(clipboard):
            self.paste_block(index.row(), index.column(), clipboard)
        else:
            return False
        return True

    def _go_down(self, index: QModelIndex) -> None:
        """Go to the next row, or to the first cell if that is the empty row."""
        self.flush()
        rows = [number for number, row in enumerate(self.rows) if not row.is_removed]
        to = next((number for number in rows if number > index.row()), rows[-1])
        self.table.open_cell(self.model.index(to, 0 if self.rows[to].is_new else index.column()))

    def focus_path(self, path: str) -> QWidget | None:
        """Go to the cell at `path`, or to the first one of its row."""
        index = self.model.find_cell(path)
        return self.table.open_cell(index) if index.isValid() else super().focus_path(path)

    def tab_stops(self) -> list[QWidget]:
        """Return the table, and the button below it."""
        return [self.table, self.add_button]

    def _go_to_new(self) -> None:
        self.table.open_cell(self.model.index(len(self.rows) - 1, 0))

    def _remove(self, number: int) -> None:
        self.flush()
        row = self.rows[number]
        item = self.item(row.item_id) if self.model.can_move(number) else None
        if item:
            self.table.close_cell()
            words = row.text(self.model.columns[0].id)
            row.removed_title = words if len(words) < 60 else f"{words[:58].rstrip()}…"
            row.is_removed = item
            self.remove_entry(item.id)
            self.show_items()
            self.table.open_cell(self.model.index(self.rows.index(row), 0))

    def _restore_row(self, number: int) -> None:
        row = self.rows[number]
        if row.is_removed:
            before = [above for above in self.rows[:number] if not above.is_removed]
            self.restore_entry(row.is_removed, before[-1].item_id if before else None)
            self.show_items()
            self.table.open_cell(self.model.index(self.rows.index(row), 0))

    def forget_removed(self) -> None:
        """Offer no removed row any more: its text may have been erased."""
        self.model.set_rows([row for row in self.rows if not row.is_removed])
        self.table.show_rows()

    def _move(self, index: QModelIndex, by: int) -> None:
        self.flush()
        row = self.rows[index.row()]
        if not row.is_new:
            self._move_to(row, self.index_of(row.item_id) + by)

    def _move_to(self, row: TableEntryRow, to: int) -> None:
        if self.move_entry(row.item_id, to):
            self.show_items()
            announce(self, f"Now {self.index_of(row.item_id) + 1} of {len(self.items)}")

    def _drop_row(self, dragged: int, above: int) -> None:
        """Move a dragged row above another."""
        row = self.rows[dragged]
        self.flush()
        others = [other for other in range(above) if other != dragged and self.model.can_move(other)]
        self._move_to(row, len(others))
