"""The sidebar: the inquiry's title, its steps, and buttons to send a copy and make the report."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form.answers import Answers
from carreport.form.schema import Form
from carreport.ui.inquiry.step_list import StepList
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.scroll_column import text_scale

WIDTH = 264
UNTITLED = "Untitled inquiry"


class Sidebar(QWidget):
    """The steps of one inquiry, with a link back above them and buttons below."""

    home_requested = Signal()
    task_requested = Signal(str, str)
    changes_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.home_link = LinkButton("‹  All inquiries")
        self.home_link.setAccessibleName("All inquiries")
        self.home_link.clicked.connect(self.home_requested)
        self.title = TextLabel(UNTITLED, FontRole.STRONG)
        self.subtitle = TextLabel("", FontRole.SMALL, "muted")
        self.unread_link = LinkButton("", FontRole.SMALL)
        self.unread_link.clicked.connect(self.changes_requested)
        self.unread_link.hide()
        self.step_list = StepList()
        self.copy_button = Button("Send a copy…")
        self.copy_button.clicked.connect(partial(self._request_task, "send"))
        self.report_button = Button("Make the report")
        self.report_button.clicked.connect(partial(self._request_task, "report"))
        for button in (self.copy_button, self.report_button):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        column.addWidget(self.home_link)
        column.addSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addWidget(self.unread_link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(14)
        column.addWidget(self.step_list, 1)
        column.addSpacing(8)
        column.addWidget(self.copy_button)
        column.addWidget(self.report_button)
        self._fit_width()

    def show_inquiry(self, form: Form, answers: Answers) -> str:
        """Show the progress of each step and the inquiry's title and place; return the title."""
        self.step_list.show_steps(form, answers)
        title = str(answers.get(form.title_path) or "") if form.title_path else ""
        subtitle = str(answers.get(form.subtitle_path) or "") if form.subtitle_path else ""
        self.title.setText(title or UNTITLED)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        return self.title.text()

    def show_unread(self, changes: int, disputed: int) -> None:
        """Show a link that counts changes by others and conflicts."""
        text = f"{changes} change{'' if changes == 1 else 's'}" if changes else ""
        two = f"{disputed} undecided" if disputed else ""
        words = ", ".join(part for part in (text, two) if part)
        self.unread_link.setText(words if disputed or not changes else f"{words} by others")
        self.unread_link.setAccessibleName(f"Since you were last here: {self.unread_link.text()}")
        self.unread_link.setVisible(bool(self.unread_link.text()))

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the background and the line on its right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
        painter.end()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Adapt the width to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_width()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Take the full width while no page is beside the sidebar, otherwise the usual width."""
        if folded:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self._fit_width()

    def _request_task(self, work: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.task_requested.emit(work, "")

    def _fit_width(self) -> None:
        self.setFixedWidth(self.preferred_width())

    def preferred_width(self) -> int:
        """Return the width of the sidebar beside a page."""
        return round(WIDTH * (0.4 + 0.6 * text_scale()))
