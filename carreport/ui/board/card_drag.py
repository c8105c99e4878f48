"""Drag and drop of a card to another stage, theme or table of the board."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QTableView

from carreport.form.answers import Item
from carreport.ui.board.grid_delegate import NOTE_ROLE
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.proxy_style import draw_rounded_rect

AUTOSCROLL_MARGIN = 36
AUTOSCROLL_STEP = 18


class CardDropTarget(Protocol):
    """What dragging needs from the board."""

    read_only: bool

    def move_note_to(self, item_id: str, row: int, column: int) -> None:
        """Move a note to the cell at a row and a column."""

    def band_rows(self, row: int) -> tuple[int, int] | None:
        """Return the first and last row of the theme or table that a row belongs to, if rows are grouped."""


class CardDrag(QObject):
    """Drags one card; an event filter on the viewport of the board."""

    def __init__(self, grid: QTableView, board: CardDropTarget) -> None:
        super().__init__(grid)
        self._grid, self._board = grid, board
        self._item: Item | None = None
        self._from = self._at = QPoint()
        self._size = QRect()
        self.is_dragging = False
        self._timer = QTimer(self, interval=30)
        self._timer.timeout.connect(self._scroll)
        grid.viewport().installEventFilter(self)

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin, continue or end a drag."""
        if isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                self._begin_drag(at)
            elif event.type() == QEvent.Type.MouseMove and self._item is not None:
                return self._drag_to(at)
            elif event.type() == QEvent.Type.MouseButtonRelease:
                return self._drop()
        return super().eventFilter(watched, event)

    def paint_drop_area(self) -> None:
        """Highlight the stage and theme where the card would be dropped."""
        if self.is_dragging:
            painter = QPainter(self._grid.viewport())
            ground = self._grid.palette().color(QPalette.ColorRole.AlternateBase)
            draw_rounded_rect(painter, self._drop_area(), ground, None, 0)
            painter.end()

    def paint_card(self) -> None:
        """Draw the card at the mouse pointer."""
        if self.is_dragging and self._item is not None:
            grid = self._grid
            painter, palette = QPainter(grid.viewport()), grid.palette()
            area = self._size.translated(self._at - self._from)
            roles = QPalette.ColorRole
            painter.setOpacity(0.9)
            draw_rounded_rect(painter, area, palette.color(roles.Base), palette.color(roles.Highlight), 2)
            painter.setPen(palette.color(roles.WindowText))
            text = painter.fontMetrics().elidedText(
                str(self._item.get("note") or ""), Qt.TextElideMode.ElideRight, area.width() - 20
            )
            painter.drawText(area.adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, text)
            painter.end()

    def _begin_drag(self, at: QPoint) -> None:
        item = self._grid.indexAt(at).data(NOTE_ROLE)
        self._item = item if isinstance(item, Item) and not self._board.read_only else None
        self._from = self._at = at
        self._size = self._grid.visualRect(self._grid.indexAt(at))

    def _drag_to(self, at: QPoint) -> bool:
        self._at = at
        far = (at - self._from).manhattanLength() >= QApplication.startDragDistance()
        if far and not self.is_dragging:
            self.is_dragging = True
            self._grid.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._timer.start()
        self._grid.viewport().update()
        return self.is_dragging

    def _drop(self) -> bool:
        item, was = self._item, self.is_dragging
        self._item, self.is_dragging = None, False
        self._timer.stop()
        self._grid.viewport().unsetCursor()
        self._grid.viewport().update()
        column = self._grid.columnAt(self._at.x())
        if was and item is not None and column >= 0:
            self._board.move_note_to(item.id, self._grid.rowAt(self._at.y()), column)
        return was

    def _drop_area(self) -> QRect:
        """Return the area where the card would be dropped: its column, within the theme."""
        grid = self._grid
        column, row = grid.columnAt(self._at.x()), grid.rowAt(self._at.y())
        if column < 0:
            return QRect()
        left, width = grid.columnViewportPosition(column), grid.columnWidth(column)
        rows = self._board.band_rows(row)
        top, bottom = 0, grid.viewport().height()
        if rows is not None:
            first, last = rows
            top = grid.rowViewportPosition(first)
            bottom = grid.rowViewportPosition(last) + grid.rowHeight(last)
        return QRect(left - 3, top, width, bottom - top)

    def _scroll(self) -> None:
        """Scroll while the card is near the top or bottom edge."""
        bar, height = self._grid.verticalScrollBar(), self._grid.viewport().height()
        if self._at.y() < AUTOSCROLL_MARGIN:
            bar.setValue(bar.value() - AUTOSCROLL_STEP)
        elif self._at.y() > height - AUTOSCROLL_MARGIN:
            bar.setValue(bar.value() + AUTOSCROLL_STEP)
