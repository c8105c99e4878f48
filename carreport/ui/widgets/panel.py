"""Tinted panels and cards that set part of a page apart."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.proxy_style import draw_rounded_rect


class Panel(QWidget):
    """A tinted area that opens within the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content_layout = QVBoxLayout(self)
        self.content_layout.setContentsMargins(16, 12, 16, 12)
        self.content_layout.setSpacing(6)
        self.hide()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tinted background."""
        painter = QPainter(self)
        draw_rounded_rect(
            painter, self.rect(), self.palette().color(QPalette.ColorRole.AlternateBase), None, 0
        )
        painter.end()


class CardFrame(QWidget):
    """A card with a thin border in the colour `edge`; add widgets to its layout."""

    def __init__(
        self, parent: QWidget | None = None, *, edge: QPalette.ColorRole = QPalette.ColorRole.Midlight
    ) -> None:
        super().__init__(parent)
        self._edge = edge
        self.content_layout = QVBoxLayout(self)
        self.content_layout.setContentsMargins(16, 12, 16, 14)
        self.content_layout.setSpacing(6)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter, palette = QPainter(self), self.palette()
        ground = palette.color(QPalette.ColorRole.Base)
        draw_rounded_rect(painter, self.rect(), ground, palette.color(self._edge), 1)
        painter.end()
