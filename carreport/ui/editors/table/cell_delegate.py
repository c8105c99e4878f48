"""Paint the cells of a table, and make the control that edits the open one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPalette,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget
from shiboken6 import isValid

from carreport.ui.editors.base import TEMPORARY_FOCUS_REASONS, control_name
from carreport.ui.editors.table.cells import CELL_MARGIN, Cell, GrowingCell, LineCell
from carreport.ui.editors.table.table_model import EntryTableModel, Index
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.undo_keys import leave_undo_to_menu
from carreport.ui.theme.palette import current_colour_scheme, icon
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button

HANDLE_WIDTH = 22
"""The width of the handle at the left of a row, for dragging it."""
ROW_GAP = 5
"""How much taller a row is than its text."""
KeyHandler = Callable[[QModelIndex, QKeyEvent], bool]
_Role = QPalette.ColorRole
_WINDOW_LEFT = Qt.FocusReason.ActiveWindowFocusReason
"""Another window has the focus, perhaps to copy cells from; it comes back to the open cell."""


class CellDelegate(QStyledItemDelegate):
    """Paints the cells and makes the control of an open cell; `handle_key` gets each key press first."""

    cell_edited = Signal(int, int, str)
    typing_paused = Signal()
    block_pasted = Signal(int, int, str)
    paste_remarked = Signal(str)
    undo_requested = Signal(int)

    def __init__(self, model: EntryTableModel, view: QTableView, handle_key: KeyHandler) -> None:
        super().__init__(view)
        self._model, self._view, self._handle_key = model, view, handle_key
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(CELL_MARGIN)

    def text_height(self, text: str, width: int) -> int:
        """Return the height that a text needs in a cell of this width."""
        return round(self._wrap(text, width).size().height())

    def _wrap(self, text: str, width: int) -> QTextDocument:
        """Return a text as a `GrowingCell` wraps it."""
        self._document.setDefaultFont(self._view.font())
        self._document.setTextWidth(width)
        self._document.setPlainText(text)
        return self._document

    @qt_override(default=None)
    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the control that edits a cell, or the button that restores a removed row."""
        at = QPersistentModelIndex(index)
        if self._model.rows[index.row()].is_removed:
            button = Button("Undo", "link", parent=parent)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(lambda: self.undo_requested.emit(at.row()))
            return button
        cell: Cell = LineCell() if index.column() else GrowingCell(takes_blocks=True)
        cell.setParent(parent)
        cell.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        edited = cell.edited if isinstance(cell, GrowingCell) else cell.textEdited
        edited.connect(lambda: self.cell_edited.emit(at.row(), at.column(), cell.cell_text()))
        if isinstance(cell, GrowingCell):
            cell.paste_remarked.connect(self.paste_remarked)
            cell.block_pasted.connect(lambda words: self.block_pasted.emit(at.row(), at.column(), words))
        return cell

    @qt_override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the text of a cell, unless the control has it already, and name the control."""
        model = self._model
        row = model.rows[index.row()]
        if isinstance(editor, Button):
            editor.setObjectName(control_name(f"{model.path}/{row.item_id}", "undo"))
            editor.setAccessibleName(f"Undo: restore {row.removed_title}")
        elif isinstance(editor, GrowingCell | LineCell) and not row.is_removed:
            editor.set_cell_text(str(index.data()))
            editor.setObjectName(model.cell_path(index))
            editor.setAccessibleName(model.cell_name(index))
            editor.setAccessibleDescription(model.cell_description(index))

    @qt_override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Place a control where the text of its cell is painted."""
        place = text_rect(option.rect, index.column())
        if isinstance(editor, Button):
            place.setLeft(place.right() - editor.sizeHint().width() - CELL_MARGIN)
        elif index.column():
            place.setHeight(editor.sizeHint().height())
        editor.setGeometry(place)

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys of the table, and close a cell when it loses the focus."""
        if not isValid(self._view):
            return False  # the page is being deleted
        index = self._view.currentIndex()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._handle_key(index, event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self.typing_paused.emit()
            now = QApplication.focusWidget()
            is_inside = now is not None and self._view.isAncestorOf(now)
            if not is_inside and event.reason() not in (*TEMPORARY_FOCUS_REASONS, _WINDOW_LEFT):
                self._view.setCurrentIndex(QModelIndex())
        elif event.type() == QEvent.Type.FocusIn and isinstance(watched, Button):
            self._view.setCurrentIndex(self._view.indexAt(watched.geometry().center()))
        return leave_undo_to_menu(watched, event)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell, without its text if it is open, and the handle of its row."""
        model, view, palette = self._model, self._view, self._view.palette()
        row, number, column = model.rows[index.row()], index.row(), index.column()
        is_open = view.indexWidget(index) is not None
        if number:
            top = QRect(option.rect.topLeft(), QSize(option.rect.width(), 1))
            painter.fillRect(top, palette.color(_Role.Midlight))
        place = text_rect(option.rect, column)
        if column:
            place.setHeight(option.fontMetrics.height() + 2 * CELL_MARGIN)
        if column == 0:
            self._paint_first(painter, place, number, is_open=is_open and not row.is_removed)
        elif column == model.remove_column and model.can_move(number):
            _paint_icon(painter, place, "remove", "ink")
        elif not is_open:
            ink = _Role.PlaceholderText if column == len(model.columns) else _Role.Text
            painter.setPen(palette.color(ink))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place.adjusted(0, 0, -CELL_MARGIN, 0), side, str(index.data()))
        if view.hasFocus() and index == view.currentIndex():
            draw_rounded_rect(painter, place, None, palette.color(_Role.Highlight), 2)

    def _paint_first(self, painter: QPainter, place: QRect, number: int, *, is_open: bool) -> None:
        """Paint the handle of a row and the text beside it."""
        row, text = self._model.rows[number], str(self._model.index(number, 0).data())
        if self._model.can_move(number):
            line = min(place.height(), self._view.fontMetrics().height() + 2 * CELL_MARGIN)
            handle = QRect(place.x() - HANDLE_WIDTH, place.y(), HANDLE_WIDTH, line)
            _paint_icon(painter, handle, "grip", "muted")
        if is_open:
            return
        is_prompt = row.is_new and not text
        document = self._wrap(self._model.prompt if is_prompt else text, place.width())
        context = QAbstractTextDocumentLayout.PaintContext()
        ink = _Role.PlaceholderText if is_prompt or row.is_removed else _Role.Text
        context.palette.setColor(_Role.Text, self._view.palette().color(ink))
        painter.save()
        painter.translate(place.topLeft())
        document.documentLayout().draw(painter, context)
        painter.restore()


def text_rect(cell: QRect, column: int) -> QRect:
    """Return the place of the text in a cell: right of the handle and below the line between rows."""
    return cell.adjusted(0 if column else HANDLE_WIDTH, ROW_GAP // 2, 0, 0)


def _paint_icon(painter: QPainter, place: QRect, name: str, ink: str) -> None:
    middle = QRect(0, 0, 16, 16)
    middle.moveCenter(place.center())
    icon(name, current_colour_scheme(), ink).paint(painter, middle)
