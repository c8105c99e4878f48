"""Notices: one line over the foot of the page that says what happened, what was kept and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

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


@runtime_checkable
class HasNoticeArea(Protocol):
    """A page of which notices may cover only a part, such as an inquiry with its steps and its foot bar."""

    notice_area: QWidget


class NoticeBar(QWidget):
    """The last notice, over the foot of the page that is shown, until it is closed.

    It takes no room of its own, so that nothing on the page moves when it comes or goes. It is about as
    high as the margin below a page, and the caret is never as near to the edge.
    """

    def __init__(self, shown_page: Callable[[], QWidget | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_page = shown_page
        self._page: QWidget | None = None
        self._action: Callable[[], None] | None = None
        self._tint = QPalette.ColorRole.Shadow
        self._label = TextLabel("", ink="attention")
        self._action_button = Button("", "link")
        self._action_button.clicked.connect(self.run_action)
        self._dismiss_button = Button("Close", "quiet")
        self._dismiss_button.setAccessibleName("Close this message")
        self._dismiss_button.clicked.connect(self.hide)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(24, 7, 16, 7)
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
        self._tint = QPalette.ColorRole.Shadow if notice.is_problem else QPalette.ColorRole.AlternateBase
        self.follow_page()
        self.show()
        self.raise_()
        self.update()
        announce(self, notice.text)

    def follow_page(self) -> None:
        """Lie over the foot of the page that is shown now."""
        page = self._shown_page()
        if isinstance(page, HasNoticeArea) and page.notice_area.isVisible():
            page = page.notice_area
        if page is not None and page is not self._page:
            if self._page is not None and isValid(self._page):
                self._page.removeEventFilter(self)
            self._page = page
            if page is not None:
                page.installEventFilter(self)
        self._place()

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the foot of the page when the window changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide):
            QTimer.singleShot(0, self, self.follow_page)
        return super().eventFilter(watched, event)

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Take the height that the text size needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        page, parent = self._page, self.parentWidget()
        if page is None or parent is None:
            return
        corner = page.mapTo(parent, QPoint(0, 0))
        height = self._row.heightForWidth(page.width())
        self.setGeometry(corner.x(), corner.y() + page.height() - height, page.width(), height)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tinted background, and a line between it and the page."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(self._tint))
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.end()

    def run_action(self) -> None:
        """Carry out the notice's action, and close it."""
        self.hide()
        if self._action is not None:
            self._action()
