"""The line above an open example that says what it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import TextLabel

EXAMPLE_TEXT = "This is an example. The people in it are invented. Change anything you like."


class ExampleBanner(QWidget):
    """Says that the open inquiry is the example, and leads to one's own."""

    start_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start_link = LinkButton("Start yours", FontRole.SMALL)
        self.start_link.clicked.connect(self.start_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(16)
        row.addWidget(TextLabel(EXAMPLE_TEXT, FontRole.SMALL), 1)
        row.addWidget(self.start_link, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tinted background."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.end()
