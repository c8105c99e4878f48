"""Answer in a table like a spreadsheet: Tab to the next cell, Enter to the next row."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import EditorServices, control_name
from carreport.ui.editors.list.group_editor import GroupEditor, MakeEditor
from carreport.ui.editors.table.cells import is_cell_block
from carreport.ui.editors.table.clipboard import drop_heading_row, parse_cell_block
from carreport.ui.editors.table.table_rows import (
    HANDLE_WIDTH,
    REMOVE_BUTTON_WIDTH,
    TableEntryRow,
    TableGrid,
    is_same_answer,
    sort_rows,
)
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.building import is_building
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HintLabel, TextLabel, announce
from carreport.ui.widgets.steady import laid_out_once

AT_FIRST, A_TURN = 3, 2
"""So many rows stand at once; of the others so many come in a turn."""
_MOVE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYBOARD_HINT = (
    "Enter goes to the next row, and a block from a spreadsheet can be pasted. "
    "Alt+Up and Alt+Down move a row, Ctrl+Delete removes it."
)


class TableEditor(GroupEditor):
    """Write entries as the rows of a table; the last row is always empty and waits."""

    a_turn: ClassVar[int] = A_TURN
    growing_columns: ClassVar[tuple[str, ...]] = ()
    """The inner questions whose cells grow with their words."""
    total_heading: ClassVar[str] = ""
    """What stands above the column at the end of the rows."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:  # noqa: ARG002
        super().__init__(field, path, services)
        self.rows: list[TableEntryRow] = []
        self.heading_labels: list[TextLabel] = []
        self.columns_field = field
        """The question whose inner questions are the columns."""
        self._adopting = False
        self.grid = TableGrid()
        self.grid.setObjectName(path)
        self.grid.setAccessibleName(field.label)
        self.remark_label = HintLabel("muted")
        self.keyboard_hint = TextLabel(_KEYBOARD_HINT, FontRole.SMALL, "muted")
        self.add_button = Button(self.add_text, picture="add")
        self.add_button.setObjectName(control_name(path, "add"))
        self.add_button.setAccessibleName(f"{self.add_text}: {field.label}")
        self.add_button.clicked.connect(self._go_to_new)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.keyboard_hint, 1)
        for widget in (self.grid, self.hint_label, self.remark_label):
            self.content_layout.addWidget(widget)
        self.content_layout.addLayout(foot)
        self._make_headings()
        self._new_row("")
        self._lay_out()
        self.watch_focus(self.add_button)

    def column_width(self, column: Field) -> tuple[int, int]:
        """Return how many letters wide a column is at least, and its share of what is left."""
        raise NotImplementedError

    def total_text(self, item: Item) -> str:  # noqa: ARG002 - for those that count
        """Return what stands at the end of the row of an entry."""
        return ""

    def remark_text(self) -> str:
        """Return a quiet remark on the whole table."""
        return ""

    def hides(self, row: TableEntryRow, widget: QWidget) -> bool:  # noqa: ARG002 - for those that do
        """Say whether something is not to be seen in a row."""
        return False

    def row_item(self, item: Item) -> Item:
        """Return what stands in the row of an entry."""
        return item

    def show_columns(self, columns: Field) -> None:
        """Have these columns from now on; what is kept is shown in them."""
        self.flush()
        self.columns_field = columns
        for row in self.rows:
            row.delete_widgets()
        self.rows = []
        lines = self.grid.lines
        for number in range(lines.columnCount()):
            lines.setColumnMinimumWidth(number, 0)
            lines.setColumnStretch(number, 0)
        for head in self.heading_labels:
            lines.removeWidget(head)
            head.hide()
            head.deleteLater()
        self._make_headings()
        self._new_row("")
        self.show_items()

    def show_items(self) -> None:
        """Show a row for each entry, and the empty one; rows that are not in sight follow."""
        if self._adopting:
            return
        known = {item.id for item in self.items}
        for row in [row for row in self.rows if not row.is_new and not row.is_removed]:
            if row.item_id not in known:
                self.rows.remove(row)
                row.delete_widgets()
        by_id = {row.item_id: row for row in self.rows}
        for item in self.items:
            there = by_id.get(item.id)
            if there is not None:
                there.remove_strip()
                there.show_item(self.row_item(item), self.total_text(item))
        self.build(0 if is_building(self) else AT_FIRST)
        self.refresh()
        self.build_on()

    @property
    def is_built(self) -> bool:
        """Say whether every entry has its row."""
        return not self._waiting()

    def _waiting(self) -> list[Item]:
        there = {row.item_id for row in self.rows}
        return [item for item in self.items if item.id not in there]

    def build(self, count: int) -> None:
        """Build the rows of so many more entries, from the top, and put all in order."""
        for item in self._waiting()[:count]:
            self._new_row(item.id).show_item(self.row_item(item), self.total_text(item))
        self._lay_out()

    def marks(self) -> list[QWidget]:
        """Return what stands at the left of each row, and the button below them."""
        return [*self.grid.row_starts, self.add_button]

    def apply_read_only(self, *, read_only: bool) -> None:
        """Let the table be read but not changed."""
        self.add_button.setVisible(not read_only)
        self.keyboard_hint.setVisible(not read_only)
        for row in self.rows:
            for cell in row.cells.values():
                cell.setReadOnly(read_only)
        self._lay_out()

    def commit(self) -> None:
        """Hand on what was typed: answers of rows that are there, and new rows."""
        self._timer.stop()
        self._adopting = True
        for row in [row for row in self.rows if row.edited_columns]:
            if row.is_new:
                self._add_entry(row)
            else:
                self._commit_row(row)
        self._adopting = False
        if not self.rows or not self.rows[-1].is_new:
            self._new_row("")
        self.show_items()

    def refresh(self) -> None:
        """Say what cannot be kept, and the remark on the table."""
        self.hint_label.show_message(" ".join(self.describe_problems()[:3]))
        self.remark_label.show_message(self.remark_text())

    def describe_problems(self) -> list[str]:
        """Return what the person may want to mend, each as a sentence with its row."""
        numbered = enumerate(self.rows, 1)
        return [f"Row {number}, {text}" for number, row in numbered for text in row.describe_misfits()]

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer the keys that move through the table, and notice when a cell is left."""
        what = event.type()
        if what == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            found = self._find_row(watched)
            return bool(found and not self.read_only and self._handle_key(*found, event))
        if what == QEvent.Type.FocusOut:
            self.flush()
            found = self._find_row(watched)
            if found and not found[0].is_new:
                self._clear_misfit(*found)
                self.editing_finished.emit(paths.field_path(self.path, found[0].item_id, found[1]))
        return False

    def _handle_key(self, row: TableEntryRow, column: str, event: QKeyEvent) -> bool:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER_KEYS:
            self._move_cell(row, column, 1)
        elif alt and event.key() in _MOVE_KEYS:
            self._move(row, _MOVE_KEYS[Qt.Key(event.key())])
        elif ctrl and event.key() == Qt.Key.Key_Delete:
            self._remove(row)
        elif event.matches(QKeySequence.StandardKey.Paste) and is_cell_block(_clipboard_text()):
            self._paste(row, column, _clipboard_text())
        else:
            return False
        return True

    def _make_headings(self) -> None:
        self.heading_labels = []
        heads = [(inner.label, kind_of(inner).is_number) for inner in self.columns_field.fields]
        for number, (words, right) in enumerate([*heads, (self.total_heading, True)], 1):
            label = TextLabel(words, FontRole.SMALL, "muted")
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side | Qt.AlignmentFlag.AlignBottom)
            label.setContentsMargins(8, 5, 8, 3)
            self.heading_labels.append(label)
            self.grid.lines.addWidget(label, 0, number)
        self._set_widths()

    def _set_widths(self) -> None:
        lines, letter = self.grid.lines, self.fontMetrics().averageCharWidth()
        for number, inner in enumerate(self.columns_field.fields, 1):
            least, share = self.column_width(inner)
            lines.setColumnMinimumWidth(number, least * letter)
            lines.setColumnStretch(number, share)
        lines.setColumnMinimumWidth(0, HANDLE_WIDTH)
        lines.setColumnMinimumWidth(len(self.columns_field.fields) + 2, REMOVE_BUTTON_WIDTH)

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Widen the columns with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_widths()

    def _new_row(self, item_id: str) -> TableEntryRow:
        row = TableEntryRow(self.columns_field, item_id, self.growing_columns)
        row.setParent(self)
        for cell in row.cells.values():
            cell.setReadOnly(self.read_only)
            self.watch_focus(cell)
        row.cell_edited.connect(self._edited)
        row.block_pasted.connect(self._paste)
        row.remove_requested.connect(self._remove)
        row.restore_requested.connect(self._restore_row)
        row.dragged.connect(self._show_drop_indicator)
        row.dropped.connect(self._drop_at)
        self.rows.append(row)
        return row

    def _lay_out(self) -> None:
        """Put the rows in order: as the entries stand, removed ones in their place, the new one last."""
        self.rows = sort_rows(self.rows, {item.id: number for number, item in enumerate(self.items)})
        with laid_out_once(self.grid.lines):
            self._place_rows()
            for number, row in enumerate(self.rows, 1):
                row.set_names(self.path, number)
                self._show_row(row)
        if self.is_built:
            self.update_tab_order()
        cells = [next(iter(row.cells.values())) for row in self.rows]
        self.grid.row_starts = [row.removed_strip or cell for row, cell in zip(self.rows, cells, strict=True)]
        self.grid.update()

    def _show_row(self, row: TableEntryRow) -> None:
        for widget in row.widgets:
            held = (self.read_only or row.is_new) and widget in (row.handle, row.remove_button)
            is_away = bool(row.is_removed) or held or self.hides(row, widget)
            widget.setVisible(not is_away and not (row.is_new and self.read_only))

    def _place_rows(self) -> None:
        wanted = [
            (widget, number, column, len(row.widgets) if widget is row.removed_strip else 1)
            for number, row in enumerate(self.rows, 1)
            for column, widget in ([(0, row.removed_strip)] if row.removed_strip else enumerate(row.widgets))
        ]
        moved = next((at for at, each in enumerate(wanted) if not self._is_at(*each[:3])), len(wanted))
        for widget, row, column, span in wanted[moved:]:
            if widget.parentWidget() is self.grid:
                self.grid.lines.removeWidget(widget)
            self.grid.lines.addWidget(widget, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            if span > 1:
                widget.show()

    def _is_at(self, widget: QWidget, row: int, column: int) -> bool:
        at = self.grid.lines.indexOf(widget) if widget.parentWidget() is self.grid else -1
        return at >= 0 and self.grid.lines.getItemPosition(at)[:2] == (row, column)  # type: ignore[index]  # four numbers

    def tab_stops(self) -> list[QWidget]:
        """Return the cells row by row, and the button below them."""
        stops: list[QWidget] = []
        for row in self.rows:
            stops += [row.undo_button] if row.undo_button else row.cells.values()
        return [*stops, self.add_button]

    def _edited(self, row: TableEntryRow, column: str) -> None:
        row.edited_columns.add(column)
        self.schedule_commit()

    def _add_entry(self, row: TableEntryRow) -> None:
        values = row.filled_values()
        row.edited_columns.clear()
        if values:
            row.stored_values = dict(values)
            row.item_id = self.add_entry(values)

    def _commit_row(self, row: TableEntryRow) -> None:
        for column in sorted(row.edited_columns):
            value = row.parse_cell(column)
            if not isinstance(value, InvalidValue):
                self._commit_cell(row, column, value)
        row.edited_columns.clear()

    def _commit_cell(self, row: TableEntryRow, column: str, value: Value) -> None:
        item, inner = self.item(row.item_id), self.field.inner_field(column)
        if item and inner and not is_same_answer(inner, value, item.get(column)):
            row.stored_values[column] = value
            self.record_answer(row.item_id, column, value)
            self.answer_edited.emit(paths.field_path(self.path, row.item_id, column), value)

    def _clear_misfit(self, row: TableEntryRow, column: str) -> None:
        if isinstance(row.parse_cell(column), InvalidValue):
            self._commit_cell(row, column, None)

    def _find_row(self, cell: QObject) -> tuple[TableEntryRow, str] | None:
        return next(
            ((row, name) for row in self.rows for name, each in row.cells.items() if each is cell), None
        )

    def _move_cell(self, row: TableEntryRow, column: str, by: int) -> None:
        self.flush()
        if not self.is_built:
            self.build(self.a_turn)
        here = [each for each in self.rows if not each.is_removed]
        target = here[min(max(here.index(row) + by, 0), len(here) - 1)]
        target.cells[next(iter(row.cells)) if target.is_new else column].setFocus()

    def focus_path(self, path: str) -> QWidget | None:
        """Go to the cell that `path` names, or to the first one of its row."""
        if any(item.id == self.item_id_in(path) for item in self._waiting()):
            self.finish()
        wanted = self.item_id_in(path)
        row = next((row for row in self.rows if row.item_id == wanted and not row.is_removed), None)
        if row is None or row.is_new:
            return super().focus_path(path)
        cell = row.cells.get(path.rpartition("/")[2]) or next(iter(row.cells.values()))
        cell.setFocus(Qt.FocusReason.OtherFocusReason)
        return cell

    def _go_to_new(self) -> None:
        next(iter(self.rows[-1].cells.values())).setFocus()

    def _remove(self, row: TableEntryRow) -> None:
        if row.is_new or self.read_only:
            return
        self.flush()
        item = self.item(row.item_id)
        if item:
            first = self.field.fields[0]
            words = row.cells[first.id].cell_text()
            title = words if len(words) < 60 else f"{words[:58].rstrip()}…"
            row.make_removed_strip(item, title, control_name(self.item_path(item.id), "undo"))
            self.remove_entry(item.id)
            self._lay_out()
            self.refresh()
            if row.undo_button:
                row.undo_button.setFocus()

    def _restore_row(self, row: TableEntryRow) -> None:
        self.finish()
        item, place = row.is_removed, self.rows.index(row)
        if item:
            before = [each for each in self.rows[:place] if not each.is_removed]
            row.remove_strip()
            self.restore_entry(item, before[-1].item_id if before else None)
            self.show_items()
            next(iter(row.cells.values())).setFocus()

    def _move(self, row: TableEntryRow, by: int) -> None:
        self.flush()
        if not row.is_new:
            self._move_to(row, self.index_of(row.item_id) + by)

    def _move_to(self, row: TableEntryRow, to: int) -> None:
        self.finish()
        had_focus = self.focusWidget()
        if self.move_entry(row.item_id, to):
            self._lay_out()
            announce(self, f"Now {self.index_of(row.item_id) + 1} of {len(self.items)}")
        if had_focus:
            had_focus.setFocus()

    def _show_drop_indicator(self, row: TableEntryRow, at: QPoint) -> None:
        place = self._index_at(row, at)
        others = [each for each in self.rows if each is not row and not each.is_removed and not each.is_new]
        below = others[place] if place < len(others) else self.rows[-1]
        self.grid.drop_line_y = next(iter(below.cells.values())).y() - 3
        self.grid.update()

    def _drop_at(self, row: TableEntryRow, at: QPoint) -> None:
        self.grid.drop_line_y = -1
        self.grid.update()
        self.flush()
        self._move_to(row, self._index_at(row, at))

    def _index_at(self, row: TableEntryRow, at: QPoint) -> int:
        self.finish()
        y = self.grid.mapFromGlobal(at).y()
        others = [each for each in self.rows if each is not row and not each.is_removed and not each.is_new]
        return sum(each.handle.geometry().center().y() < y for each in others)

    def _paste(self, row: TableEntryRow, column: str, words: str) -> None:
        self.flush()
        self.finish()
        columns = list(row.cells)
        first = columns.index(column)
        headings = [inner.label for inner in self.columns_field.fields]
        block = drop_heading_row(parse_cell_block(words), headings)
        rows = [each for each in self.rows if not each.is_removed]
        start = rows.index(row)
        left_out = max((len(line) for line in block), default=0) - (len(columns) - first)
        for number, line in enumerate(block):
            at = start + number
            if at >= len(rows):
                rows.append(self._new_row(""))
            for name, cell in zip(columns[first:], line, strict=False):
                rows[at].cells[name].set_cell_text(cell.strip())
                rows[at].edited_columns.add(name)
        with self.services.as_one_change("Paste"):
            self.commit()
        if left_out > 0:
            message = f"{left_out} of the pasted columns had no place here and were left out."
            self.remark_label.show_message(message)


def _clipboard_text() -> str:
    return QGuiApplication.clipboard().text()
