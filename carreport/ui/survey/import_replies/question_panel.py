"""The panel at the top of an import: one question with its buttons, or what else must be settled first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.import_replies.import_questions import ImportAnswer, ImportQuestion
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.panel import Panel

ANSWER_FIRST = "Before you import"


class QuestionPanel(Panel):
    """Asks one question about a file, or lists what must be settled in the lists below."""

    answered = Signal(object)
    """The user chose this `ImportAnswer`."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = HeadingLabel(ANSWER_FIRST, FontRole.STRONG)
        self.label = TextLabel("", ink="attention")
        self.buttons: list[Button] = []
        self.details = TextLabel("", FontRole.SMALL)
        self._wordings = QWidget()
        self._wordings_layout = QGridLayout(self._wordings)
        self._wordings_layout.setContentsMargins(0, 4, 0, 4)
        self._wordings_layout.setHorizontalSpacing(24)
        self._wordings_layout.setVerticalSpacing(2)
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        self._question: ImportQuestion | None = None
        for part in (self.heading, self.label, self._wordings, self.details):
            self.content_layout.addWidget(part)
        self.content_layout.addLayout(self._row)

    @property
    def has_focus(self) -> bool:
        """Whether one of the buttons has the focus."""
        return any(button.hasFocus() for button in self.buttons)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the background in the colour for warnings."""
        painter = QPainter(self)
        draw_rounded_rect(painter, self.rect(), self.palette().color(QPalette.ColorRole.Shadow), None, 0)
        painter.end()

    def show_text(self, text: str) -> None:
        """Show what must be settled; an empty text hides the panel."""
        self._show(None, text)

    def show_question(self, question: ImportQuestion) -> None:
        """Show a question; if a button had the focus, the first answer to this question gets it."""
        if question == self._question:
            return
        had_focus = self.has_focus
        self._show(question, question.text)
        announce(self, " ".join([question.text, *(f"{side}: {text}." for side, text in question.wordings)]))
        if had_focus and self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, question: ImportQuestion | None, text: str) -> None:
        self._question = question
        self.label.setText(text)
        self.label.set_colour("ink" if question else "attention")
        self.details.setText("\n".join(question.details) if question else "")
        self.details.setVisible(bool(self.details.text()))
        self._show_wordings(question)
        self._show_buttons(question.answers if question else ())
        self.setVisible(bool(text))

    def _show_wordings(self, question: ImportQuestion | None) -> None:
        while (item := self._wordings_layout.takeAt(0)) is not None:
            if (label := item.widget()) is not None:
                label.hide()
                label.deleteLater()
        wordings = question.wordings if question else ()
        for column, (side, text) in enumerate(wordings):
            self._wordings_layout.addWidget(TextLabel(side, FontRole.SMALL, "muted"), 0, column)
            top = Qt.AlignmentFlag.AlignTop
            self._wordings_layout.addWidget(TextLabel(text, FontRole.STRONG), 1, column, top)
            self._wordings_layout.setColumnStretch(column, 1)
        self._wordings.setVisible(bool(wordings))

    def _show_buttons(self, answers: tuple[ImportAnswer, ...]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()
        self.buttons = [Button(answer.label) for answer in answers]
        for button, answer in zip(self.buttons, answers, strict=True):
            button.clicked.connect(partial(self.answered.emit, answer))
            self._row.addWidget(button)
        self._row.addStretch(1)
