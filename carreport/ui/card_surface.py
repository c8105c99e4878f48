"""Hold something on a card of its own."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.guarded import guarded
from carreport.ui.paper import rounded


class Surface(QWidget):
    """A card with a hairline; put widgets into `stack`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stack = QVBoxLayout(self)
        self.stack.setContentsMargins(16, 12, 16, 14)
        self.stack.setSpacing(6)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        roles = QPalette.ColorRole
        painter = QPainter(self)
        rounded(
            painter, self.rect(), self.palette().color(roles.Base), self.palette().color(roles.Midlight), 1
        )
        painter.end()
