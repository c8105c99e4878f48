"""The strip at the right of the window that shows the comments on an answer beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.scroll_column import ScrollColumn, text_scale

WIDTH = 336
SIDE = 16
MIN_WINDOW_WIDTH = 1150
"""The minimum width of a window that has room for comments beside the answer, at the usual text size."""


class CommentDock(QWidget):
    """Shows a panel with comments, which scrolls by itself; hidden without one."""

    room_changed = Signal()
    """The width of the window has changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = ScrollColumn(WIDTH, self)
        self.column.set_margins(SIDE, 20)
        self.column.content_layout.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.addWidget(self.column)
        self.hide()
        self._fit()

    def show_panel(self, panel: QWidget) -> None:
        """Show this panel."""
        self.column.content_layout.insertWidget(0, panel)
        panel.show()
        self.column.scroll_to_top()
        self.show()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Widen with the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a thin line at the left."""
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), self.palette().color(QPalette.ColorRole.Midlight))
        painter.end()

    def _fit(self) -> None:
        self.setFixedWidth(round(WIDTH * _scale()))


def has_room_beside(window: QWidget) -> bool:
    """Return whether a window has room for comments beside the answer."""
    return window.width() >= MIN_WINDOW_WIDTH * _scale()


def _scale() -> float:
    return 0.4 + 0.6 * text_scale()
