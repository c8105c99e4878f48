"""Editor for a list whose entries are one line each: plain lines to write in, one below the other."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from carreport.form.schema import Field
from carreport.ui.editors.base import EditorServices
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.table.cells import CELL_MARGIN, GrowingCell
from carreport.ui.editors.table.clipboard import parse_cell_block
from carreport.ui.editors.table.table_editor import TableEditor
from carreport.ui.editors.table.table_model import TableEntryRow
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.labels import TextLabel, announce
from carreport.ui.widgets.row_list import ENTER_KEYS

KEYBOARD_HINT = (
    "Press Enter to add a line below, and Backspace on an empty line to remove it. "
    "Alt+Up and Alt+Down move a line; Ctrl+Delete removes it."
)
_ARROW_KEYS = {
    Qt.Key.Key_Up: (-1, QTextCursor.MoveOperation.Up),
    Qt.Key.Key_Down: (1, QTextCursor.MoveOperation.Down),
}
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class LinesEditor(TableEditor):
    """Edits entries as plain lines; the last one is always empty, and each line wraps if it is long."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services, make)
        self._line = replace(
            field.fields[0], label=field.label
        )  # the question that is shown is that of the list
        self.model.set_columns([self._line], "", read_only=False)
        self.model.prompt = self.add_text
        self.table.horizontalHeader().hide()
        self._key_hints[self.table] = " ".join(filter(None, (field.fields[0].why, KEYBOARD_HINT)))
        self.describe_controls("")
        self.empty_label = TextLabel(self.empty_text, ink="muted")
        self.content_layout.insertWidget(0, self.empty_label)
        self.show_items()

    def show_items(self) -> None:
        """Show a line for each entry, and an empty one."""
        super().show_items()
        self._show_parts()

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the lines read-only, or editable again."""
        super().apply_read_only(read_only=read_only)
        self._show_parts()

    def _show_parts(self) -> None:
        self.add_button.hide()
        self.keyboard_hint.hide()
        self.frame.setVisible(bool(self.rows))
        self.empty_label.setVisible(not self.rows)

    def tab_stops(self) -> list[QWidget]:
        """Return the lines."""
        return [self.table]

    def handle_key(self, index: QModelIndex, event: QKeyEvent) -> bool:
        """Add a line on Enter, and remove an empty one on Backspace or Delete."""
        row = self.rows[index.row()] if index.isValid() else None
        if row is None or row.is_removed or event.modifiers() & _COMMANDS:
            return super().handle_key(index, event)
        if event.key() in ENTER_KEYS:
            self._go_to_line_below(row)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not row.text(self._line.id):
            if not event.isAutoRepeat():
                self._remove_empty_line(row, backwards=event.key() == Qt.Key.Key_Backspace)
        elif event.key() in _ARROW_KEYS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return self._step_to_line(row, Qt.Key(event.key()))
        else:
            return super().handle_key(index, event)
        return True

    def _step_to_line(self, row: TableEntryRow, key: Qt.Key) -> bool:
        """Go to the line above or below, unless this one wraps and the cursor can move inside it."""
        by, way = _ARROW_KEYS[key]
        to = self._lines().index(row) + by
        cell = self.table.control_at(self.table.currentIndex())
        if not isinstance(cell, GrowingCell) or cell.textCursor().movePosition(way):
            return False
        if 0 <= to < len(self._lines()):
            column = cell.cursorRect().left()
            opened = self._open_line(self._lines()[to])
            opened.put_caret_at(QPoint(column, opened.height() - CELL_MARGIN - 1 if by < 0 else CELL_MARGIN))
        return True

    def _go_to_line_below(self, row: TableEntryRow) -> None:
        """Go to the line below, which is added unless it is empty already."""
        self.flush()
        lines = self._lines()
        below = lines[lines.index(row) + 1 :]
        if row.is_new:
            return  # it is empty
        if not below or not below[0].is_new:
            below = [TableEntryRow(is_inserted=True)]
            self._insert(below, row)
        self._open_line(below[0])

    def _remove_empty_line(self, row: TableEntryRow, *, backwards: bool) -> None:
        """Remove a line and go to the end of the one above, or to the start of the one below."""
        self.flush()
        lines = self._lines()
        at = lines.index(row)
        if len(lines) == 1:
            return
        to = lines[at - 1] if (backwards and at) or at + 1 == len(lines) else lines[at + 1]
        if row.is_new and not row.is_inserted:
            if backwards:
                self._open_line(to, at_end=True)
            return
        self.table.close_cell()
        if row.item_id:
            self.remove_entry(row.item_id)
        self.model.set_rows([other for other in self.rows if other is not row])
        self.show_items()
        self._open_line(to, at_end=backwards)
        announce(self, f"Removed an empty {self.field.item_noun}")

    def paste_block(self, number: int, column: int, text: str) -> None:  # noqa: ARG002 - there is one column
        """Paste the first line at the cursor, and the others as lines below it."""
        cells = parse_cell_block(text)
        words = [" ".join(" ".join(line).split()) for line in cells.rows]
        first, *others = [line for line in words if line] or [""]
        row = self.rows[number]
        cell = self.table.control_at(self.model.index(number, 0))
        if isinstance(cell, GrowingCell):
            cell.insertPlainText(first)
        added = [TableEntryRow(is_inserted=True) for _ in others]
        for made, line in zip(added, others, strict=True):
            made.texts[self._line.id] = line
            made.edited_columns.add(self._line.id)
        self._insert(added, row)
        with self.services.as_one_change("Paste"):
            self.commit()
        self._open_line(added[-1] if added else row, at_end=True)
        self.remark_label.show_message(cells.remark)

    def add_row(self, row: TableEntryRow) -> None:
        """Add an entry for a new line, after the line above it."""
        values = row.filled_values(self.model.columns)
        if values and row.is_inserted:
            above = [line.item_id for line in self._lines()[: self._lines().index(row)] if line.item_id]
            row.stored_values = dict(values)
            row.item_id = self.add_entry(values, above[-1] if above else None)
            row.edited_columns.clear()
        else:
            super().add_row(row)

    def _lines(self) -> list[TableEntryRow]:
        """Return the lines that can be written in."""
        return [row for row in self.rows if not row.is_removed]

    def _insert(self, rows: list[TableEntryRow], above: TableEntryRow) -> None:
        at = self.rows.index(above) + 1
        self.model.set_rows([*self.rows[:at], *rows, *self.rows[at:]])
        self.table.show_rows()

    def _open_line(self, row: TableEntryRow, *, at_end: bool = False) -> GrowingCell:
        cell = self.table.open_cell(self.model.index(self.rows.index(row), 0))
        assert isinstance(cell, GrowingCell)  # noqa: S101 - it can be written in
        cell.moveCursor(QTextCursor.MoveOperation.End if at_end else QTextCursor.MoveOperation.Start)
        return cell

    @qt_override
    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the empty lines between others: nothing was written in them."""
        super().hideEvent(event)
        if any(row.is_inserted and row.is_new for row in self.rows) and not self.has_unsaved_typing:
            self.table.close_cell()
            self.model.set_rows([row for row in self.rows if row.item_id or not row.is_inserted])
            self.table.show_rows()
