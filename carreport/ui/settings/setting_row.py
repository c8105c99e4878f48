"""One setting: its name and a line of help at the left, its control at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.panel import CardFrame
from carreport.ui.widgets.scroll_column import text_scale

_NARROW = 520
"""Below this width, at the usual text size, the control is under its name."""


class SettingRow(QWidget):
    """A name, help and a control; the control is described by the help."""

    def __init__(self, name: str, help_text: str, control: QWidget, focus: QWidget | None = None) -> None:
        super().__init__()
        self.help_label = TextLabel(help_text, FontRole.SMALL, "muted")
        self._is_first = True
        name_label = TextLabel(name)
        name_label.setBuddy(focus or control)
        (focus or control).setAccessibleDescription(help_text)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name_label)
        words.addWidget(self.help_label)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 12, 0, 12)
        self._row.setSpacing(24)
        self._row.addLayout(words, 1)
        self._row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def follow_another(self) -> None:
        """Draw a line above, because there is another row."""
        self._is_first = False

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the control under its name if there is no room beside it."""
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW * text_scale()
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self._row.setSpacing(6 if is_narrow else 24)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line above."""
        if not self._is_first:
            painter = QPainter(self)
            painter.fillRect(0, 0, self.width(), 1, self.palette().color(QPalette.ColorRole.Midlight))
            painter.end()


class SettingGroup(CardFrame):
    """Rows in one frame, with a line between them."""

    def __init__(self, *rows: SettingRow) -> None:
        super().__init__()
        self.content_layout.setContentsMargins(16, 2, 16, 2)
        self.content_layout.setSpacing(0)
        for number, row in enumerate(rows):
            if number:
                row.follow_another()
            self.content_layout.addWidget(row)
