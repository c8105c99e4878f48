"""Stand under the page: the steps before and after, and whether everything is saved."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from carreport.errors import DraftSaveError
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Words, announce

BEFORE_WRITING = "Everything is saved as you write"


class Foot(QWidget):
    """Back, what is saved, Next."""

    back_wanted = Signal()
    next_wanted = Signal()
    elsewhere_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = Button("Back")
        self.back.clicked.connect(self.back_wanted)
        self.next = Button("Next")
        self.next.clicked.connect(self.next_wanted)
        self.saved = Words(BEFORE_WRITING, Letters.SMALL, "muted")
        self.saved.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.elsewhere = Button("Save somewhere else…", "link")
        self.elsewhere.clicked.connect(self.elsewhere_wanted)
        self.elsewhere.hide()
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.back)
        left.addStretch(1)
        right.addStretch(1)
        right.addWidget(self.next)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 9, 20, 9)
        row.setSpacing(16)
        row.addLayout(left, 2)
        row.addWidget(self.saved, 3)
        row.addWidget(self.elsewhere)
        row.addLayout(right, 2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_ways(self, back: str, onward: str) -> None:
        """Say where the two buttons lead; without words a button is not there."""
        for button, words in ((self.back, back), (self.next, onward)):
            button.setText(words)
            button.setVisible(bool(words))

    def show_saving(self) -> None:
        """Something was written that is not on disk yet."""
        if not self.elsewhere.isVisible():
            self._say("Saving…", "muted")

    def show_saved(self, moment: datetime) -> None:
        """Everything written so far is on disk."""
        if self.elsewhere.isVisible():
            announce(self, "Saved again")
        self.elsewhere.hide()
        self._say(f"✓  Saved {moment.astimezone():%H:%M} on this computer", "muted")

    def show_not_saved(self, problem: DraftSaveError) -> None:
        """What was written is only in memory: say why, and offer another place."""
        self._say(str(problem), "attention")
        self.elsewhere.show()
        announce(self, f"Not saved. {problem}")

    def show_read_only(self) -> None:
        """Nothing can be written here; saved somewhere else it can."""
        self._say("Opened for reading only", "muted")
        self.elsewhere.show()

    def show_ready(self) -> None:
        """Everything can be written, and nothing has been yet."""
        self._say(BEFORE_WRITING, "muted")
        self.elsewhere.hide()

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface and the hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.end()

    def _say(self, text: str, ink: str) -> None:
        if text != self.saved.text():
            self.saved.setText(text)
            self.saved.set_ink(ink)
