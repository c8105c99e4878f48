"""Tinted panels and cards that set part of a page apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.labels import HeadingLabel, TextLabel

_RING_ROOM = 8
"""The room at each side of a text for the ring around it, in pixels."""


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


class HelpPanel(Panel):
    """Help in headed parts, each of which Tab stops at so that it is read out; Esc closes it."""

    closed = Signal()
    """Esc was pressed: close the panel."""

    def __init__(self, parts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        margins = self.content_layout.contentsMargins()
        self.content_layout.setContentsMargins(margins - QMargins(_RING_ROOM, 0, _RING_ROOM, 0))
        self.content_layout.setSpacing(2)
        self._texts: list[TextLabel] = []
        for number, (title, text) in enumerate(parts):
            if number:
                self.content_layout.addSpacing(6)
            heading, label = HeadingLabel(title, FontRole.STRONG), _HelpText(text)
            heading.setContentsMargins(_RING_ROOM, 0, _RING_ROOM, 0)
            self.content_layout.addWidget(heading)
            label.setAccessibleName(f"{title}: {text}")
            self.content_layout.addWidget(label)
            self._texts.append(label)

    def focus_first(self) -> None:
        """Move the focus to the first part."""
        self._texts[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def add_after_first(self, widget: QWidget) -> None:
        """Add a widget under the first part, at the left."""
        row = QHBoxLayout()
        row.setContentsMargins(_RING_ROOM, 0, _RING_ROOM, 0)
        row.addWidget(widget)
        row.addStretch(1)
        self.content_layout.insertLayout(self.content_layout.indexOf(self._texts[0]) + 1, row)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class _HelpText(TextLabel):
    """A text that can have the focus, and then has a ring."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContentsMargins(_RING_ROOM, 3, _RING_ROOM, 3)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and a ring around it while it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            ring = self.palette().color(QPalette.ColorRole.Highlight)
            draw_rounded_rect(painter, self.rect(), None, ring, 2)
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
