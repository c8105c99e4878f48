"""Stand beside the page: which inquiry this is, its steps, and the way to the report."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form.answers import Answers
from carreport.form.schema import Form
from carreport.ui.inquiry.step_list import StepList, steps_of
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.labels import Words
from carreport.ui.widgets.scroll_column import text_scale

WIDTH = 264
UNTITLED = "Untitled inquiry"


class Sidebar(QWidget):
    """The steps of one inquiry, with the way back above and the report below."""

    home_wanted = Signal()
    work_wanted = Signal(str, str)
    since_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.home = Link("‹  All inquiries")
        self.home.setAccessibleName("All inquiries")
        self.home.clicked.connect(self.home_wanted)
        self.title = Words(UNTITLED, Letters.STRONG)
        self.subtitle = Words("", Letters.SMALL, "muted")
        self.since = Link("", Letters.SMALL)
        self.since.clicked.connect(self.since_wanted)
        self.since.hide()
        self.steps = StepList()
        self.copy = Button("Send a copy…")
        self.copy.clicked.connect(partial(self._want, "send"))
        self.report = Button("Make the report", "filled")
        self.report.clicked.connect(partial(self._want, "report"))
        for button in (self.copy, self.report):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        column.addWidget(self.home)
        column.addSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addWidget(self.since, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(14)
        column.addWidget(self.steps, 1)
        column.addSpacing(8)
        column.addWidget(self.copy)
        column.addWidget(self.report)
        self._fit()

    def show_inquiry(self, form: Form, answers: Answers) -> str:
        """Show how far each step is, what the inquiry is called and where; return what it is called."""
        self.steps.steps.set_steps(steps_of(form, answers))
        title = str(answers.get(form.title_path) or "") if form.title_path else ""
        subtitle = str(answers.get(form.subtitle_path) or "") if form.subtitle_path else ""
        self.title.setText(title or UNTITLED)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        return self.title.text()

    def show_since(self, changes: int, disputed: int) -> None:
        """Offer to look at what others changed, and where there are two versions."""
        said = f"{changes} change{'' if changes == 1 else 's'}" if changes else ""
        two = f"{disputed} undecided" if disputed else ""
        words = ", ".join(part for part in (said, two) if part)
        self.since.setText(words if disputed or not changes else f"{words} by others")
        self.since.setAccessibleName(f"Since you were last here: {self.since.text()}")
        self.since.setVisible(bool(self.since.text()))

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface and the hairline at its right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
        painter.end()

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        """Grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Take the whole width (folded: nothing stands beside it), or only its own."""
        if folded:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self._fit()

    def _want(self, work: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.work_wanted.emit(work, "")

    def _fit(self) -> None:
        self.setFixedWidth(self.own_width())

    def own_width(self) -> int:
        """Return how wide it is beside a page."""
        return round(WIDTH * (0.4 + 0.6 * text_scale()))
