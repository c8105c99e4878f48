"""The view of an editable table: the current cell has a control, the others are painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QTableView, QWidget

from carreport.ui.editors.table.cell_delegate import HANDLE_WIDTH, ROW_GAP, CellDelegate, KeyHandler
from carreport.ui.editors.table.cells import CELL_MARGIN, GrowingCell, LineCell
from carreport.ui.editors.table.table_model import COUNT_LETTERS, EntryTableModel, Index
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.table import PlainHeader

REMOVE_COLUMN_WIDTH = 36
STATEMENT_LETTERS = 15
"""The minimum width of the text column in letters, including the handle."""
_Role = QPalette.ColorRole
_NO_CELL = QModelIndex()


class EntryTableView(QTableView):
    """A table as tall as its rows; the page scrolls, not the table. At most one cell is open for editing.

    The table has a current cell only while it has the focus.
    """

    cell_left = Signal(QModelIndex)
    removal_requested = Signal(int)
    row_dropped = Signal(int, int)
    """A row was dropped above another row: the numbers of both."""

    def __init__(self, model: EntryTableModel, handle_key: KeyHandler) -> None:
        super().__init__()
        self.entries = model
        self.cell_delegate = CellDelegate(model, self, handle_key)
        self._drop_above = self._fitted_width = -1
        self._pressed = self._dragged = QPersistentModelIndex()
        self.setItemDelegate(self.cell_delegate)
        self.setModel(model)
        self.setHorizontalHeader(PlainHeader(CELL_MARGIN, HANDLE_WIDTH))
        self.horizontalHeader().setMinimumSectionSize(1)  # Qt's own grows with the letters
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.viewport().setMouseTracking(True)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.refresh_theme()

    # The current cell.

    def open_cell(
        self, index: QModelIndex, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> QWidget:
        """Move the focus to a cell, open it if it can be edited, and return the widget with the focus."""
        if self.entries.rows[index.row()].is_removed:
            index = index.siblingAtColumn(0)
        elif self.entries.is_writable(index):
            self.openPersistentEditor(index)
        control = self.control_at(index)
        home = control if control is not None else self
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if home is self else Qt.FocusPolicy.NoFocus)
        home.setFocus(reason)
        self.setCurrentIndex(index)
        return home

    def control_at(self, index: Index) -> QWidget | None:
        """Return the control over a cell: the one that edits it, or the Undo button of a removed row."""
        return self.indexWidget(index)

    @property
    def holds_focus(self) -> bool:
        """Whether the focus is in the table or in its open cell."""
        here = QApplication.focusWidget()
        return here is not None and (here is self or self.isAncestorOf(here))

    def close_cell(self) -> None:
        """Take the focus out of the table, and close the open cell."""
        control = self.control_at(self.currentIndex())
        if control is not None and control.hasFocus():
            control.clearFocus()
        self.setCurrentIndex(_NO_CELL)

    def step(self, index: QModelIndex, by: int) -> bool:
        """Move the focus by a number of cells, as Tab does; return whether there is such a cell."""
        stops = [
            self.entries.index(row, column)
            for row, entry in enumerate(self.entries.rows)
            for column in range(1 if entry.is_removed else len(self.entries.columns))
        ]
        to = stops.index(index) + by if index in stops else -1
        if not 0 <= to < len(stops):
            return False
        way = Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason
        self.open_cell(stops[to], way)
        return True

    @qt_override
    def currentChanged(self, current: Index, previous: Index) -> None:
        """Close the cell that was current."""
        super().currentChanged(current, previous)
        if not current.isValid():
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if previous.isValid():
            left = QPersistentModelIndex(previous)
            self.cell_left.emit(previous)
            if left.isValid() and isinstance(self.indexWidget(left), GrowingCell | LineCell):
                self.closePersistentEditor(left)

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Open the first cell, or the last one after Shift+Tab."""
        last = self.entries.index(len(self.entries.rows) - 1, len(self.entries.columns) - 1)
        is_back = event.reason() == Qt.FocusReason.BacktabFocusReason
        if self.entries.read_only:
            super().focusInEvent(event)
        elif self.entries.rows:
            here = self.currentIndex()
            self.open_cell(
                here if here.isValid() else last if is_back else self.entries.index(0, 0), event.reason()
            )

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the row above or below; an open cell passes on the keys that it does not use."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        here = self.currentIndex()
        to = here.siblingAtRow(here.row() + by) if by else _NO_CELL
        if self.entries.read_only:
            super().keyPressEvent(event)
        elif to.isValid():
            self.open_cell(to)
        else:
            event.ignore()

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the cell under the mouse, or begin to drag its row."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        self._pressed = QPersistentModelIndex(index)
        if self.entries.read_only:
            super().mousePressEvent(event)
        elif self._is_handle(place):
            self._dragged = QPersistentModelIndex(index)
        elif self.entries.is_writable(index):
            cell = self.open_cell(index, Qt.FocusReason.MouseFocusReason)
            if isinstance(cell, GrowingCell | LineCell):
                cell.put_caret_at(cell.mapFrom(self.viewport(), place))

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where a dragged row would be dropped, or set the shape of the mouse cursor."""
        place = event.position().toPoint()
        if self._dragged.isValid():
            rows = range(len(self.entries.rows))
            middles = [self.rowViewportPosition(row) + self.rowHeight(row) // 2 for row in rows]
            self._drop_above = min(sum(middle < place.y() for middle in middles), len(middles) - 1)
            self.viewport().update()
            return
        index, shapes = self.indexAt(place), Qt.CursorShape
        is_text = self.entries.is_writable(index)
        shape = (
            shapes.OpenHandCursor
            if self._is_handle(place)
            else shapes.IBeamCursor
            if is_text
            else shapes.ArrowCursor
        )
        self.viewport().setCursor(shape)

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Signal that the dragged row was dropped, or that the clicked cross asks to remove its row."""
        index = self.indexAt(event.position().toPoint())
        dragged, above = self._dragged.row(), self._drop_above
        self._dragged, self._drop_above = QPersistentModelIndex(), -1
        self.viewport().update()
        if dragged >= 0 and above >= 0:
            self.row_dropped.emit(dragged, above)
        elif index.isValid() and index == self._pressed and index.column() == self.entries.remove_column:
            self.removal_requested.emit(index.row())

    def _is_handle(self, place: QPoint) -> bool:
        index = self.indexAt(place)
        is_left = place.x() - self.visualRect(index).left() < HANDLE_WIDTH
        return index.isValid() and index.column() == 0 and is_left and self.entries.can_move(index.row())

    @qt_override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the context menu of the cell that the mouse has just opened."""
        cell = self.control_at(self.currentIndex())
        if cell is not None and cell.geometry().contains(event.pos()):
            QApplication.sendEvent(cell, event)

    # Sizes.

    def show_rows(self) -> None:
        """Update what depends on the rows: the buttons and spans of removed rows, and all sizes."""
        self.clearSpans()
        for number, row in enumerate(self.entries.rows):
            first = self.entries.index(number, 0)
            there = self.control_at(first)
            if bool(row.is_removed) != isinstance(there, Button):
                if there is not None and there.hasFocus():
                    self.close_cell()
                if self.isPersistentEditorOpen(first):
                    self.closePersistentEditor(first)
                if row.is_removed:
                    self.openPersistentEditor(first)
            if row.is_removed:
                self.setSpan(number, 0, 1, self.entries.columnCount())
        self._fit()

    def refresh_theme(self) -> None:
        """Apply the chosen text size."""
        self.horizontalHeader().setFont(font_for(FontRole.SMALL))
        self._fit()

    @qt_override(default=36)
    def sizeHintForRow(self, row: int) -> int:
        """Return the height that a row needs for the text in its first column."""
        text = str(self.entries.index(row, 0).data())
        height = self.cell_delegate.text_height(text, self.columnWidth(0) - HANDLE_WIDTH)
        return max(height, self.fontMetrics().height() + 2 * CELL_MARGIN) + ROW_GAP

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the text again when the width has changed."""
        super().resizeEvent(event)
        if self.width() != self._fitted_width:
            self._fit()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Fit the table to another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Give number columns the width they need and the text the rest; fit the height to all rows."""
        self._fitted_width = self.width()
        letter, count = self.fontMetrics().averageCharWidth(), self.entries.columnCount()
        heads = self.horizontalHeader()
        widths = [
            REMOVE_COLUMN_WIDTH
            if column == self.entries.remove_column
            else max(COUNT_LETTERS * letter, self._heading_width(column))
            for column in range(1, count)
        ]
        spare = self.width() - sum(widths)
        for column, width in enumerate([max(spare, STATEMENT_LETTERS * letter), *widths]):
            heads.resizeSection(column, width)
        for row in range(len(self.entries.rows)):
            self.verticalHeader().resizeSection(row, self.sizeHintForRow(row))
        self._fit_height()

    def fit_row(self, row: int) -> None:
        """Make a row as tall as the text that is typed in it."""
        if self.rowHeight(row) != self.sizeHintForRow(row):
            self.setRowHeight(row, self.sizeHintForRow(row))
            self._fit_height()

    def _fit_height(self) -> None:
        is_wide = self.horizontalHeader().length() > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if is_wide else 0
        heads = self.horizontalHeader()
        headings = 0 if heads.isHidden() else heads.sizeHint().height()
        self.setFixedHeight(headings + self.verticalHeader().length() + bar)
        self.updateEditorGeometries()

    def _heading_width(self, column: int) -> int:
        heading = str(self.entries.headerData(column, Qt.Orientation.Horizontal))
        metrics = self.horizontalHeader().fontMetrics()
        return max(metrics.horizontalAdvance(line) for line in heading.split("\n")) + 2 * CELL_MARGIN

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, and a line where a dragged row would be dropped."""
        super().paintEvent(event)
        if self._drop_above >= 0:
            line = QRect(0, self.rowViewportPosition(self._drop_above) - 1, self.viewport().width(), 2)
            QPainter(self.viewport()).fillRect(line, self.palette().color(_Role.Highlight))
