"""Answer in a table like a spreadsheet: Tab to the next cell, Enter to the next row."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds import InvalidValue
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, part_name
from carreport.ui.editors.list.group_editor import GroupEditor, MakeEditor
from carreport.ui.editors.table.cells import is_block
from carreport.ui.editors.table.clipboard import block_of, without_head
from carreport.ui.editors.table.table_rows import (
    GRIP_WIDTH,
    REMOVER_WIDTH,
    Grid,
    SheetRow,
    in_order,
    same_answer,
)
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.building import is_building
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Note, Words, announce
from carreport.ui.widgets.steady import laid_out_once

AT_FIRST, A_TURN = 3, 2
"""So many rows stand at once; of the others so many come in a turn."""
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HINT = (
    "Enter goes to the next row, and a block from a spreadsheet can be pasted. "
    "Alt+Up and Alt+Down move a row, Ctrl+Delete removes it."
)


class SheetEditor(GroupEditor):
    """Write entries as the rows of a table; the last row is always empty and waits."""

    a_turn: ClassVar[int] = A_TURN
    growing: ClassVar[tuple[str, ...]] = ()
    """The inner questions whose cells grow with their words."""
    total_head: ClassVar[str] = ""
    """What stands above the column at the end of the rows."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:  # noqa: ARG002
        super().__init__(field, path, desk)
        self.rows: list[SheetRow] = []
        self.heads: list[Words] = []
        self.sheet_field = field
        """The question whose inner questions are the columns."""
        self._adopting = False
        self.grid = Grid()
        self.grid.setObjectName(path)
        self.grid.setAccessibleName(field.label)
        self.said = Note("muted")
        self.hint = Words(_HINT, Letters.SMALL, "muted")
        self.adder = Button(self.add_words, picture="add")
        self.adder.setObjectName(part_name(path, "add"))
        self.adder.setAccessibleName(f"{self.add_words}: {field.label}")
        self.adder.clicked.connect(self._go_to_new)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.adder, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.hint, 1)
        for widget in (self.grid, self.note, self.said):
            self.column.addWidget(widget)
        self.column.addLayout(foot)
        self._make_head()
        self._new_row("")
        self._lay_out()
        self.watch(self.adder)

    def width_of(self, column: Field) -> tuple[int, int]:
        """Return how many letters wide a column is at least, and its share of what is left."""
        raise NotImplementedError

    def total(self, item: Item) -> str:  # noqa: ARG002 - for those that count
        """Return what stands at the end of the row of an entry."""
        return ""

    def remark(self) -> str:
        """Return a quiet remark on the whole table."""
        return ""

    def leaves_out(self, row: SheetRow, widget: QWidget) -> bool:  # noqa: ARG002 - for those that do
        """Say whether something is not to be seen in a row."""
        return False

    def as_row(self, item: Item) -> Item:
        """Return what stands in the row of an entry."""
        return item

    def show_columns(self, columns: Field) -> None:
        """Have these columns from now on; what is kept is shown in them."""
        self.flush()
        self.sheet_field = columns
        for row in self.rows:
            row.throw_away()
        self.rows = []
        lines = self.grid.lines
        for number in range(lines.columnCount()):
            lines.setColumnMinimumWidth(number, 0)
            lines.setColumnStretch(number, 0)
        for head in self.heads:
            lines.removeWidget(head)
            head.hide()
            head.deleteLater()
        self._make_head()
        self._new_row("")
        self.show_items()

    def show_items(self) -> None:
        """Show a row for each entry, and the empty one; rows that are not in sight follow."""
        if self._adopting:
            return
        known = {item.id for item in self.items}
        for row in [row for row in self.rows if not row.is_new and not row.gone]:
            if row.item_id not in known:
                self.rows.remove(row)
                row.throw_away()
        by_id = {row.item_id: row for row in self.rows}
        for item in self.items:
            there = by_id.get(item.id)
            if there is not None:
                there.end_strip()
                there.show_item(self.as_row(item), self.total(item))
        self.build(0 if is_building(self) else AT_FIRST)
        self.look_again()
        self.build_on()

    @property
    def is_whole(self) -> bool:
        """Say whether every entry has its row."""
        return not self._waiting()

    def _waiting(self) -> list[Item]:
        there = {row.item_id for row in self.rows}
        return [item for item in self.items if item.id not in there]

    def build(self, count: int) -> None:
        """Build the rows of so many more entries, from the top, and put all in order."""
        for item in self._waiting()[:count]:
            self._new_row(item.id).show_item(self.as_row(item), self.total(item))
        self._lay_out()

    def marks(self) -> list[QWidget]:
        """Return what stands at the left of each row, and the button below them."""
        return [*self.grid.starts, self.adder]

    def lock(self, *, read_only: bool) -> None:
        """Let the table be read but not changed."""
        self.adder.setVisible(not read_only)
        self.hint.setVisible(not read_only)
        for row in self.rows:
            for cell in row.cells.values():
                cell.setReadOnly(read_only)
        self._lay_out()

    def edited_now(self) -> None:
        """Hand on what was typed: answers of rows that are there, and new rows."""
        self._timer.stop()
        self._adopting = True
        for row in [row for row in self.rows if row.dirty]:
            if row.is_new:
                self._adopt(row)
            else:
                self._hand_on_row(row)
        self._adopting = False
        if not self.rows or not self.rows[-1].is_new:
            self._new_row("")
        self.show_items()

    def look_again(self) -> None:
        """Say what cannot be kept, and the remark on the table."""
        self.note.say(" ".join(self.troubles()[:3]))
        self.said.say(self.remark())

    def troubles(self) -> list[str]:
        """Return what the person may want to mend, each as a sentence with its row."""
        return [
            f"Row {number}, {words}" for number, row in enumerate(self.rows, 1) for words in row.misfits()
        ]

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer the keys that move through the table, and notice when a cell is left."""
        what = event.type()
        if what == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            found = self._row_of(watched)
            return bool(found and not self.read_only and self._answered(*found, event))
        if what == QEvent.Type.FocusOut:
            self.flush()
            found = self._row_of(watched)
            if found and not found[0].is_new:
                self._clear_misfit(*found)
                self.left.emit(paths.field_path(self.path, found[0].item_id, found[1]))
        return False

    def _answered(self, row: SheetRow, column: str, event: QKeyEvent) -> bool:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTERS:
            self._go(row, column, 1)
        elif alt and event.key() in _MOVES:
            self._move(row, _MOVES[Qt.Key(event.key())])
        elif ctrl and event.key() == Qt.Key.Key_Delete:
            self._remove(row)
        elif event.matches(QKeySequence.StandardKey.Paste) and is_block(_clipboard()):
            self._paste(row, column, _clipboard())
        else:
            return False
        return True

    def _make_head(self) -> None:
        self.heads = []
        heads = [(inner.label, inner.kind == "number") for inner in self.sheet_field.fields]
        for number, (words, right) in enumerate([*heads, (self.total_head, True)], 1):
            label = Words(words, Letters.SMALL, "muted")
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side | Qt.AlignmentFlag.AlignBottom)
            label.setContentsMargins(8, 5, 8, 3)
            self.heads.append(label)
            self.grid.lines.addWidget(label, 0, number)
        self._set_widths()

    def _set_widths(self) -> None:
        lines, letter = self.grid.lines, self.fontMetrics().averageCharWidth()
        for number, inner in enumerate(self.sheet_field.fields, 1):
            least, share = self.width_of(inner)
            lines.setColumnMinimumWidth(number, least * letter)
            lines.setColumnStretch(number, share)
        lines.setColumnMinimumWidth(0, GRIP_WIDTH)
        lines.setColumnMinimumWidth(len(self.sheet_field.fields) + 2, REMOVER_WIDTH)

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        """Widen the columns with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_widths()

    def _new_row(self, item_id: str) -> SheetRow:
        row = SheetRow(self.sheet_field, item_id, self.growing)
        row.setParent(self)
        for cell in row.cells.values():
            cell.setReadOnly(self.read_only)
            self.watch(cell)
        row.edited.connect(self._edited)
        row.pasted.connect(self._paste)
        row.removed.connect(self._remove)
        row.undone.connect(self._undo)
        row.dragged.connect(self._show_mark)
        row.dropped.connect(self._drop_at)
        self.rows.append(row)
        return row

    def _lay_out(self) -> None:
        """Put the rows in order: as the entries stand, removed ones in their place, the new one last."""
        self.rows = in_order(self.rows, {item.id: number for number, item in enumerate(self.items)})
        with laid_out_once(self.grid.lines):
            self._place_rows()
            for number, row in enumerate(self.rows, 1):
                row.name(self.path, number)
                self._show_row(row)
        if self.is_whole:
            self.order_tabs()
        cells = [next(iter(row.cells.values())) for row in self.rows]
        self.grid.starts = [row.strip or cell for row, cell in zip(self.rows, cells, strict=True)]
        self.grid.update()

    def _show_row(self, row: SheetRow) -> None:
        for widget in row.widgets:
            held = (self.read_only or row.is_new) and widget in (row.grip, row.remover)
            is_away = bool(row.gone) or held or self.leaves_out(row, widget)
            widget.setVisible(not is_away and not (row.is_new and self.read_only))

    def _place_rows(self) -> None:
        wanted = [
            (widget, number, column, len(row.widgets) if widget is row.strip else 1)
            for number, row in enumerate(self.rows, 1)
            for column, widget in ([(0, row.strip)] if row.strip else enumerate(row.widgets))
        ]
        moved = next((at for at, each in enumerate(wanted) if not self._stands(*each[:3])), len(wanted))
        for widget, row, column, span in wanted[moved:]:
            if widget.parentWidget() is self.grid:
                self.grid.lines.removeWidget(widget)
            self.grid.lines.addWidget(widget, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            if span > 1:
                widget.show()

    def _stands(self, widget: QWidget, row: int, column: int) -> bool:
        at = self.grid.lines.indexOf(widget) if widget.parentWidget() is self.grid else -1
        return at >= 0 and self.grid.lines.getItemPosition(at)[:2] == (row, column)  # type: ignore[index]  # four numbers

    def tab_stops(self) -> list[QWidget]:
        """Return the cells row by row, and the button below them."""
        stops: list[QWidget] = []
        for row in self.rows:
            stops += [row.undo] if row.undo else row.cells.values()
        return [*stops, self.adder]

    def _edited(self, row: SheetRow, column: str) -> None:
        row.dirty.add(column)
        self.edited_soon()

    def _adopt(self, row: SheetRow) -> None:
        values = row.filled()
        row.dirty.clear()
        if values:
            row.stored = dict(values)
            row.item_id = self.put_in(values)

    def _hand_on_row(self, row: SheetRow) -> None:
        for column in sorted(row.dirty):
            value = row.kept(column)
            if not isinstance(value, InvalidValue):
                self._hand_on_cell(row, column, value)
        row.dirty.clear()

    def _hand_on_cell(self, row: SheetRow, column: str, value: Value) -> None:
        item, inner = self.item(row.item_id), self.field.inner_field(column)
        if item and inner and not same_answer(inner, value, item.get(column)):
            row.stored[column] = value
            self.note_answer(row.item_id, column, value)
            self.answer_edited.emit(paths.field_path(self.path, row.item_id, column), value)

    def _clear_misfit(self, row: SheetRow, column: str) -> None:
        if isinstance(row.kept(column), InvalidValue):
            self._hand_on_cell(row, column, None)

    def _row_of(self, cell: QObject) -> tuple[SheetRow, str] | None:
        return next(
            ((row, name) for row in self.rows for name, each in row.cells.items() if each is cell), None
        )

    def _go(self, row: SheetRow, column: str, by: int) -> None:
        self.flush()
        if not self.is_whole:
            self.build(self.a_turn)
        here = [each for each in self.rows if not each.gone]
        target = here[min(max(here.index(row) + by, 0), len(here) - 1)]
        target.cells[next(iter(row.cells)) if target.is_new else column].setFocus()

    def go_into(self, path: str) -> QWidget | None:
        """Go to the cell that `path` names, or to the first one of its row."""
        if any(item.id == self.item_in(path) for item in self._waiting()):
            self.finish()
        row = next((each for each in self.rows if each.item_id == self.item_in(path) and not each.gone), None)
        if row is None or row.is_new:
            return super().go_into(path)
        cells = list(row.cells.values())
        cell = row.cells.get(path.rpartition("/")[2], cells[0])
        cell.setFocus(Qt.FocusReason.OtherFocusReason)
        return cell

    def _go_to_new(self) -> None:
        next(iter(self.rows[-1].cells.values())).setFocus()

    def _remove(self, row: SheetRow) -> None:
        if row.is_new or self.read_only:
            return
        self.flush()
        item = self.item(row.item_id)
        if item:
            first = self.field.fields[0]
            words = row.cells[first.id].words()
            title = words if len(words) < 60 else f"{words[:58].rstrip()}…"
            row.make_strip(item, title, part_name(self.item_path(item.id), "undo"))
            self.take_out(item.id)
            self._lay_out()
            self.look_again()
            if row.undo:
                row.undo.setFocus()

    def _undo(self, row: SheetRow) -> None:
        self.finish()
        item, place = row.gone, self.rows.index(row)
        if item:
            before = [each for each in self.rows[:place] if not each.gone]
            row.end_strip()
            self.bring_back(item, before[-1].item_id if before else None)
            self.show_items()
            next(iter(row.cells.values())).setFocus()

    def _move(self, row: SheetRow, by: int) -> None:
        self.flush()
        if not row.is_new:
            self._move_to(row, self.place_of(row.item_id) + by)

    def _move_to(self, row: SheetRow, to: int) -> None:
        self.finish()
        had_focus = self.focusWidget()
        if self.put_at(row.item_id, to):
            self._lay_out()
            announce(self, f"Now {self.place_of(row.item_id) + 1} of {len(self.items)}")
        if had_focus:
            had_focus.setFocus()

    def _show_mark(self, row: SheetRow, at: QPoint) -> None:
        place = self._place_at(row, at)
        others = [each for each in self.rows if each is not row and not each.gone and not each.is_new]
        below = others[place] if place < len(others) else self.rows[-1]
        self.grid.mark = next(iter(below.cells.values())).y() - 3
        self.grid.update()

    def _drop_at(self, row: SheetRow, at: QPoint) -> None:
        self.grid.mark = -1
        self.grid.update()
        self.flush()
        self._move_to(row, self._place_at(row, at))

    def _place_at(self, row: SheetRow, at: QPoint) -> int:
        self.finish()
        y = self.grid.mapFromGlobal(at).y()
        others = [each for each in self.rows if each is not row and not each.gone and not each.is_new]
        return sum(each.grip.geometry().center().y() < y for each in others)

    def _paste(self, row: SheetRow, column: str, words: str) -> None:
        self.flush()
        self.finish()
        columns = list(row.cells)
        first = columns.index(column)
        block = without_head(block_of(words), [inner.label for inner in self.sheet_field.fields])
        rows = [each for each in self.rows if not each.gone]
        start = rows.index(row)
        left_out = max((len(line) for line in block), default=0) - (len(columns) - first)
        for number, line in enumerate(block):
            at = start + number
            target = rows[at] if at < len(rows) else self._new_row("")
            if at >= len(rows):
                rows.append(target)
            for name, cell in zip(columns[first:], line, strict=False):
                target.cells[name].show_words(cell.strip())
                target.dirty.add(name)
        self.edited_now()
        if left_out > 0:
            self.said.say(f"{left_out} of the pasted columns had no place here and were left out.")


def _clipboard() -> str:
    return QGuiApplication.clipboard().text()
