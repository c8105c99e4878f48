"""Notices: one line at the top of the window that says what happened, what was kept and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.errors import CarreportError
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel, announce


@dataclass(frozen=True, slots=True)
class Notice:
    """A message, with an optional action: its label `action_text`, and the function `action`."""

    text: str
    is_problem: bool = True
    action_text: str = ""
    action: Callable[[], None] | None = None


INTERNAL_ERROR = "Something went wrong in carreport. Your work is safe. The details are in carreport’s log."
ShowNotice = Callable[[Notice], None]


def notice_of(problem: Exception) -> Notice:
    """Return the notice for an exception."""
    if isinstance(problem, CarreportError):
        return Notice(str(problem))
    return Notice(INTERNAL_ERROR)


class NoticeBar(QWidget):
    """The bar at the top of the window that shows the last notice until it is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action: Callable[[], None] | None = None
        self._label = TextLabel("", ink="attention")
        self._action_button = Button("", "link")
        self._action_button.clicked.connect(self.run_action)
        self._dismiss_button = Button("Close", "quiet")
        self._dismiss_button.setAccessibleName("Close this message")
        self._dismiss_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 16, 10)
        row.setSpacing(16)
        row.addWidget(self._label, 1)
        row.addWidget(self._action_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._dismiss_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def text(self) -> str:
        """The text of the notice shown, or "" if it is closed."""
        return "" if self.isHidden() else self._label.text()

    def show_notice(self, notice: Notice) -> None:
        """Show `notice` in place of the last one, and announce it to screen readers."""
        self._label.setText(notice.text)
        self._label.set_colour("attention" if notice.is_problem else "ink")
        self._action_button.setText(notice.action_text)
        self._action_button.setVisible(bool(notice.action_text))
        self._action = notice.action
        self.show()
        self.update()
        announce(self, notice.text)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tinted background."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Shadow))
        painter.end()

    def run_action(self) -> None:
        """Carry out the notice's action, and close it."""
        self.hide()
        if self._action is not None:
            self._action()
