"""The cells of a table in a text, as a grid to type in."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QWidget,
)

from carreport.ui.editors.table.cells import CELL_MARGIN
from carreport.ui.editors.table.table_model import Index
from carreport.ui.qt.guard import qt_override

_Key = Qt.Key
_MOVES = {_Key.Key_Up: (-1, 0), _Key.Key_Down: (1, 0), _Key.Key_Left: (0, -1), _Key.Key_Right: (0, 1)}


class TextCellDelegate(QStyledItemDelegate):
    """Makes the control that edits a cell; each letter is kept as it is typed."""

    @qt_override(default=None)
    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a line to type in, named like its cell."""
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        line.textEdited.connect(lambda: self.commitData.emit(line))
        return line

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell and the lines around it, which every colour scheme shows."""
        super().paint(painter, option, index)
        area = option.rect
        painter.setPen(option.palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())
        if index.row() == 0:
            painter.drawLine(area.topLeft(), area.topRight())
        if index.column() == 0:
            painter.drawLine(area.topLeft(), area.bottomLeft())

    @qt_override(default=QSize(80, 34))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of the words with space around them."""
        return super().sizeHint(option, index) + QSize(2 * CELL_MARGIN, CELL_MARGIN)


class TextTableGrid(QTableWidget):
    """The cells of a table; Alt with an arrow key moves a row or a column, and Ctrl+V pastes many cells."""

    move_requested = Signal(int, int)
    block_pasted = Signal(str)
    left = Signal()
    """The user wants to go back to the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)
        self.setItemDelegate(TextCellDelegate(self))
        self.setWordWrap(True)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys of the table; leave other keys to Qt."""
        modifiers, at = event.modifiers(), self.currentIndex()
        is_last = at.row() == self.rowCount() - 1 and at.column() == self.columnCount() - 1
        is_first = at.row() <= 0 and at.column() <= 0
        if event.key() in _MOVES and modifiers & Qt.KeyboardModifier.AltModifier:
            self.move_requested.emit(*_MOVES[_Key(event.key())])
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.block_pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_words())
        elif event.key() in (_Key.Key_Delete, _Key.Key_Backspace):
            for item in self.selectedItems():
                item.setText("")
        elif event.key() in (_Key.Key_Return, _Key.Key_Enter):
            if self.state() != QAbstractItemView.State.EditingState:  # else the key ends the typing in a cell
                self.edit(self.currentIndex())
        elif (event.key() == _Key.Key_Tab and is_last) or (event.key() == _Key.Key_Backtab and is_first):
            self.focusNextPrevChild(event.key() == _Key.Key_Tab)
        elif event.key() == _Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @qt_override(default=False)
    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: FBT001 - Qt gives it
        """Leave the table only from its last or first cell."""
        return QWidget.focusNextPrevChild(self, forwards)

    def selected_words(self) -> str:
        """Return the selected cells as spreadsheets copy them."""
        rows: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda index: (index.row(), index.column())):
            rows.setdefault(index.row(), []).append(str(index.data() or ""))
        return "\n".join("\t".join(cells) for cells in rows.values())
