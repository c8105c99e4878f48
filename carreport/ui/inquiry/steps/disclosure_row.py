"""A row with the title of a question, which opens the question."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.primitives import draw_chevron
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.disclosure import DisclosureButton

_SIDE, _PADDING, _CHEVRON = 12, 10, 40
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_Role = QPalette.ColorRole


class DisclosureRow(DisclosureButton):
    """A full-width row with a chevron; a long title wraps."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, title, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @qt_override(default=QSize(80, 40))
    def sizeHint(self) -> QSize:
        """Return the height of the title at the present width."""
        return QSize(80, self._text_rect(self.width()).height() + 2 * _PADDING)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the title at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title and the chevron."""
        option, palette = QStyleOptionButton(), self.palette()
        self.initStyleOption(option)
        painter = QPainter(self)
        states = QStyle.StateFlag
        if option.state & (states.State_MouseOver | states.State_Sunken):
            draw_rounded_rect(painter, self.rect(), palette.color(_Role.AlternateBase), None, 0)
        painter.setPen(palette.color(_Role.ButtonText))
        room = self._text_rect(self.width())
        room.moveTop((self.height() - room.height()) // 2)
        painter.drawText(room, _WRAP, self.text())
        draw_chevron(painter, option)
        if option.state & states.State_HasFocus:
            draw_rounded_rect(painter, self.rect(), None, palette.color(_Role.Highlight), 2)
        painter.end()

    def refresh_theme(self) -> None:
        """Apply the chosen text size, with the height that it needs."""
        self.setFont(font_for(FontRole.TEXT))
        self.updateGeometry()

    def _text_rect(self, width: int) -> QRect:
        room = QRect(_SIDE, 0, max(1, width - _SIDE - _CHEVRON), 10_000)
        height = (
            self.fontMetrics()
            .boundingRect(room, _WRAP & ~Qt.AlignmentFlag.AlignVCenter, self.text())
            .height()
        )
        return QRect(room.left(), 0, room.width(), height)
