"""The bar under the page: previous and next step, and whether everything is saved."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from carreport.errors import DraftSaveError
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel, announce

READY = "Your work is saved as you type"
READ_ONLY = "Read-only"


class StatusBar(QWidget):
    """The Back and Next buttons, with the save status between them."""

    back_requested = Signal()
    next_requested = Signal()
    save_elsewhere_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = Button("Back")
        self.back_button.clicked.connect(self.back_requested)
        self.next_button = Button("Next")
        self.next_button.clicked.connect(self.next_requested)
        self.saved_label = TextLabel(READY, FontRole.SMALL, "muted")
        self.saved_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.elsewhere_link = Button("Save somewhere else…", "link")
        self.elsewhere_link.clicked.connect(self.save_elsewhere_requested)
        self.elsewhere_link.hide()
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.back_button)
        left.addStretch(1)
        right.addStretch(1)
        right.addWidget(self.next_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 9, 20, 9)
        row.setSpacing(16)
        row.addLayout(left, 2)
        row.addWidget(self.saved_label, 3)
        row.addWidget(self.elsewhere_link)
        row.addLayout(right, 2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_button_texts(self, back: str, onward: str) -> None:
        """Set the labels of the two buttons; an empty label hides its button."""
        for button, words in ((self.back_button, back), (self.next_button, onward)):
            button.setText(words)
            button.setVisible(bool(words))

    def show_saving(self) -> None:
        """Show that something is not saved yet."""
        if not self.elsewhere_link.isVisible():
            self._show_state("Saving…", "muted")

    def show_saved(self, moment: datetime) -> None:
        """Show that everything is saved."""
        if self.elsewhere_link.isVisible():
            announce(self, "Saved again")
        self.elsewhere_link.hide()
        self._show_state(f"✓  Saved {moment.astimezone():%H:%M} on this computer", "muted")

    def show_not_saved(self, problem: DraftSaveError) -> None:
        """Show why saving failed, and offer to save somewhere else."""
        self._show_state(str(problem), "attention")
        self.elsewhere_link.show()
        announce(self, f"Not saved. {problem}")

    def show_read_only(self) -> None:
        """Show that the draft is read-only, and offer to save a copy elsewhere."""
        self._show_state(READ_ONLY, "muted")
        self.elsewhere_link.show()

    def show_ready(self) -> None:
        """Show the status of a draft that has just been opened."""
        self._show_state(READY, "muted")
        self.elsewhere_link.hide()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the background and the line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.end()

    def _show_state(self, text: str, ink: str) -> None:
        if text != self.saved_label.text():
            self.saved_label.setText(text)
            self.saved_label.set_colour(ink)
