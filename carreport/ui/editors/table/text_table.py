"""A panel below a text in which one of its tables is edited."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from carreport.form.richtext import MOST_COLUMNS, MOST_ROWS, Block, Cell, Span, tidy_spans
from carreport.form.wording import format_count
from carreport.ui.editors.table.clipboard import parse_cell_block
from carreport.ui.editors.table.text_table_grid import TextTableGrid
from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.table_marks import table_at, table_format, table_of
from carreport.ui.richtext.text_edit import RichTextEdit
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import HintLabel, TextLabel, announce

KEY_HINT = "Type to fill a cell. Alt and an arrow key move a row or a column. Esc goes back to the text."
_TALLEST = 420
_NARROWEST, _WIDEST = 70, 260
Grid = list[list[Cell]]


class TextTablePanel(QWidget):
    """Shows one table of a text; what is changed is kept in the text at once, typed letters when asked."""

    closed = Signal()
    cell_typed = Signal()
    """A letter was typed in a cell; `keep_typed` puts it into the text."""

    def __init__(self, text_edit: RichTextEdit, label: str) -> None:
        super().__init__()
        self._text_edit = text_edit
        self._mark = QTextCursor(text_edit.document())
        self._rows: Grid = []
        self._is_writing = False
        self._has_written = False
        self._has_typed = False
        self._shown_format = QTextCharFormat()
        self.title_label = TextLabel("Table", FontRole.STRONG)
        self.grid = TextTableGrid()
        self.grid.setAccessibleName(f"Table: {label}")
        self.grid.setAccessibleDescription(KEY_HINT)
        self.remark_label = HintLabel("muted")
        self.key_hint = TextLabel(KEY_HINT, FontRole.SMALL, ink="muted")
        self.done_button = Button("Done")
        self.buttons = {
            "Add row": Button("Add row"),
            "Add column": Button("Add column"),
            "Remove row": LinkButton("Remove row"),
            "Remove column": LinkButton("Remove column"),
            "Remove table": LinkButton("Remove table"),
        }
        self._lay_out()
        self.done_button.clicked.connect(self.close_table)
        self.buttons["Add row"].clicked.connect(self._add_row)
        self.buttons["Add column"].clicked.connect(self._add_column)
        self.buttons["Remove row"].clicked.connect(self._remove_row)
        self.buttons["Remove column"].clicked.connect(self._remove_column)
        self.buttons["Remove table"].clicked.connect(self._remove_table)
        self.grid.itemChanged.connect(self._keep_cell)
        self.grid.move_requested.connect(self._move)
        self.grid.block_pasted.connect(self._paste)
        self.grid.left.connect(self.close_table)
        self.grid.itemDelegate().closeEditor.connect(self._end_typing)
        text_edit.content_changed.connect(self.follow_text)
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 2, 0, 6)
        column.setSpacing(6)
        column.addWidget(self.title_label)
        column.addWidget(self.grid)
        column.addWidget(self.remark_label)
        column.addWidget(self.key_hint)
        row = FlowRow(14, 8)
        for button in (self.done_button, *self.buttons.values()):
            row.add(button)
        column.addWidget(row)

    def open_table(self, position: int) -> None:
        """Show the table at a position, and go to its first cell."""
        self.keep_typed()
        self._mark = QTextCursor(self._text_edit.document())
        self._mark.setPosition(position)
        self._has_written = False
        self.remark_label.show_message("")
        self.update_read_only()
        self.show()
        self._rows = []
        self._shown_format = QTextCharFormat()
        self.follow_text()
        self.grid.setCurrentCell(0, 0)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_table(self) -> None:
        """Go back to the text, behind the table; a table without words is removed."""
        self.keep_typed()
        mark = self._found()
        if mark is not None and not table_of(mark.charFormat()).spans and not self._text_edit.isReadOnly():
            mark.removeSelectedText()
        after = QTextCursor(self._text_edit.document())
        after.setPosition(
            min(self._mark.position() + (mark is not None), after.document().characterCount() - 1)
        )
        self.hide()
        self._text_edit.setTextCursor(after)
        self._text_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def update_read_only(self) -> None:
        """Let the table be changed only if the text can be."""
        is_locked = self._text_edit.isReadOnly()
        for button in self.buttons.values():
            button.setHidden(is_locked)
        self.key_hint.setHidden(is_locked)

    def follow_text(self) -> None:
        """Show the table as the text has it now; hide if it is gone."""
        if self._is_writing or self.isHidden():
            return
        mark = self._found()
        if mark is None:
            had_focus = self.grid.hasFocus() or self.done_button.hasFocus()
            self.hide()
            if had_focus:
                self._text_edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._has_written = False
        if self._has_typed or mark.charFormat() == self._shown_format:
            return
        self._shown_format = mark.charFormat()
        shown = [list(row) for row in table_of(mark.charFormat()).rows]
        if shown != self._rows:
            self._rows = shown
            self._show_rows()

    def _found(self) -> QTextCursor | None:
        return table_at(self._text_edit.document(), self._mark.position())

    def _show_rows(self) -> None:
        """Fill the grid, and make it as tall as its rows."""
        is_locked, at = self._text_edit.isReadOnly(), self.grid.currentIndex()
        row, column = at.row(), at.column()
        width = len(self._rows[0]) if self._rows else 0
        with QSignalBlocker(self.grid):
            self.grid.setRowCount(len(self._rows))
            self.grid.setColumnCount(width)
            for number, cells in enumerate(self._rows):
                for place, cell in enumerate(cells):
                    self.grid.setItem(number, place, self._item(number, place, cell, is_locked=is_locked))
            if row >= 0:
                self.grid.setCurrentCell(min(row, len(self._rows) - 1), min(column, width - 1))
        self._fit()

    def _item(self, number: int, place: int, cell: Cell, *, is_locked: bool) -> QTableWidgetItem:
        words = _words(cell)
        item = QTableWidgetItem(words)
        if number == 0:
            bold = self.grid.font()
            bold.setBold(True)
            item.setFont(bold)
        if is_locked:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, self._spoken(number, place, words))
        return item

    def _spoken(self, number: int, place: int, words: str) -> str:
        """Return what a screen reader says of a cell: its column and row, then its words."""
        heading = _words(self._rows[0][place]) if number else ""
        name = f"{heading or f'Column {place + 1}'}, {f'row {number}' if number else 'header'}"
        return f"{name}: {words}" if words else name

    def _fit(self) -> None:
        self.grid.resizeColumnsToContents()
        for place in range(self.grid.columnCount()):
            self.grid.setColumnWidth(place, min(max(self.grid.columnWidth(place) + 12, _NARROWEST), _WIDEST))
        self.grid.horizontalHeader().setStretchLastSection(True)
        self.grid.resizeRowsToContents()
        rows = sum(self.grid.rowHeight(number) for number in range(self.grid.rowCount()))
        bar = self.grid.horizontalScrollBar().sizeHint().height()
        self.grid.setFixedHeight(min(rows + 2 + bar, _TALLEST))

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Fit the grid to another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    # Changes.

    def keep_typed(self) -> None:
        """Put what was typed in cells into the text."""
        if self._has_typed:
            self._keep()

    def _keep(self) -> None:
        """Keep the cells in the text; what is typed in one go is one undo step of the text."""
        mark = self._found()
        self._has_typed = False
        if mark is None or self._text_edit.isReadOnly():
            return
        made = Block("table", (), rows=tuple(map(tuple, self._rows)))
        self._is_writing = True
        if self._has_written:
            mark.joinPreviousEditBlock()
        else:
            mark.beginEditBlock()
        mark.setCharFormat(table_format(made))
        mark.endEditBlock()
        self._is_writing = False
        self._has_written = True
        self._shown_format = mark.charFormat()

    def _keep_cell(self, item: QTableWidgetItem) -> None:
        cell = self._rows[item.row()][item.column()]
        if item.text() == _words(cell):
            return
        self._rows[item.row()][item.column()] = with_words(cell, item.text())
        self._has_typed = True
        with QSignalBlocker(self.grid):
            spoken = self._spoken(item.row(), item.column(), item.text())
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.cell_typed.emit()

    def _end_typing(self) -> None:
        """Keep what was typed as one undo step, and fit the grid to it."""
        self.keep_typed()
        self._has_written = False
        self._fit()

    def _change(self, rows: Grid, row: int, column: int, spoken: str) -> None:
        """Keep changed rows, go to a cell, and say what happened."""
        self.keep_typed()
        self._has_written = False
        self._rows = rows
        self._keep()
        self._has_written = False
        self._show_rows()
        self.grid.setCurrentCell(
            min(max(row, 0), len(self._rows) - 1), min(max(column, 0), len(self._rows[0]) - 1)
        )
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.grid, spoken)

    def _here(self) -> tuple[int, int]:
        return max(self.grid.currentRow(), 0), max(self.grid.currentColumn(), 0)

    def _add_row(self) -> None:
        row, column = self._here()
        if len(self._rows) >= MOST_ROWS:
            self.remark_label.show_message(f"A table can have at most {MOST_ROWS} rows.")
            return
        blank: list[Cell] = [() for _ in self._rows[0]]
        self._change([*self._rows[: row + 1], blank, *self._rows[row + 1 :]], row + 1, column, "Row added")

    def _add_column(self) -> None:
        row, column = self._here()
        if len(self._rows[0]) >= MOST_COLUMNS:
            self.remark_label.show_message(f"A table can have at most {MOST_COLUMNS} columns.")
            return
        rows: Grid = [[*cells[: column + 1], (), *cells[column + 1 :]] for cells in self._rows]
        self._change(rows, row, column + 1, "Column added")

    def _remove_row(self) -> None:
        row, column = self._here()
        if len(self._rows) == 1:
            self._remove_table()
            return
        self._change([*self._rows[:row], *self._rows[row + 1 :]], row, column, "Row removed")

    def _remove_column(self) -> None:
        row, column = self._here()
        if len(self._rows[0]) == 1:
            self._remove_table()
            return
        rows = [[*cells[:column], *cells[column + 1 :]] for cells in self._rows]
        self._change(rows, row, column, "Column removed")

    def _remove_table(self) -> None:
        mark = self._found()
        if mark is not None:
            mark.removeSelectedText()
        self.hide()
        self._text_edit.setTextCursor(self._mark)
        self._text_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def _move(self, down: int, right: int) -> None:
        """Move the row or the column of the current cell."""
        if self._text_edit.isReadOnly():
            return
        row, column = self._here()
        to_row, to_column = row + down, column + right
        if not (0 <= to_row < len(self._rows) and 0 <= to_column < len(self._rows[0])):
            return
        rows = [list(cells) for cells in self._rows]
        if down:
            rows.insert(to_row, rows.pop(row))
        for cells in rows if right else ():
            cells.insert(to_column, cells.pop(column))
        self._change(rows, to_row, to_column, "Row moved" if down else "Column moved")

    def _paste(self, words: str) -> None:
        """Write pasted cells from the current one on; rows and columns are added as needed."""
        pasted = parse_cell_block(words)
        if self._text_edit.isReadOnly() or not pasted.rows:
            return
        row, column = self._here()
        block = [cells[: MOST_COLUMNS - column] for cells in pasted.rows[: MOST_ROWS - row]]
        width = max(len(self._rows[0]), column + max(map(len, block)))
        rows = [[*cells, *((),) * (width - len(cells))] for cells in self._rows]
        rows += [[() for _ in range(width)] for _ in range(row + len(block) - len(rows))]
        for number, cells in enumerate(block, row):
            for place, text in enumerate(cells, column):
                rows[number][place] = with_words(rows[number][place], text)
        self._change(rows, row, column, "Pasted")
        left_out = sum(map(len, pasted.rows)) - sum(map(len, block))
        remark = f"The table is full: {format_count(left_out, 'cell')} left out." if left_out else ""
        self.remark_label.show_message(" ".join(filter(None, (pasted.remark, remark))))


def _words(cell: Cell) -> str:
    return "".join(span.text for span in cell)


def with_words(cell: Cell, words: str) -> Cell:
    """Return a cell that says `words`: what stays the same keeps its formatting and its notes."""
    letters = [(letter, replace(span, note=())) for span in cell for letter in span.text]
    ends = accumulate(len(span.text) for span in cell)
    notes = {end - 1: span.note for end, span in zip(ends, cell, strict=True) if span.note}
    was = "".join(span.text for span in cell)
    room = min(len(was), len(words))
    start = next((at for at in range(room) if was[at] != words[at]), room)
    end = next((at for at in range(room - start) if was[-1 - at] != words[-1 - at]), room - start)
    look = letters[max(start - 1, 0)][1] if letters else Span("")
    made: list[Span] = []
    for at, letter in enumerate(words):
        old = at if at < start else at - len(words) + len(was) if at >= len(words) - end else None
        shape = look if old is None else letters[old][1]
        made.append(replace(shape, text=letter, note=notes.pop(old, ()) if old is not None else ()))
    for note in notes.values() if made else ():  # of words that are gone
        made.insert(max(start, 1), Span("", note=note))
    return tidy_spans(made)
