"""The panel at the top of an import: one question with its buttons, or what else must be settled first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.import_replies.import_questions import ImportAnswer, ImportQuestion
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.panel import Panel

ANSWER_FIRST = "Before you import"
MAX_IN_ROW = 3
"""With more answers than this, the buttons are below one another."""


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
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(10)
        self.field_label = TextLabel("", FontRole.SMALL, "muted")
        self.field = QLineEdit()
        self.field.setObjectName("import:answer")
        self.field.returnPressed.connect(self._answer_typed)
        self.field_button = Button("Use this")
        self.field_button.clicked.connect(self._answer_typed)
        self.field_label.setBuddy(self.field)
        typed = QHBoxLayout()
        typed.setSpacing(10)
        typed.addWidget(self.field, 1)
        typed.addWidget(self.field_button)
        self._question: ImportQuestion | None = None
        for part in (self.heading, self.label, self._wordings, self.details):
            self.content_layout.addWidget(part)
        self.content_layout.addLayout(self._row)
        self.content_layout.addWidget(self.field_label)
        self.content_layout.addLayout(typed)

    @property
    def has_focus(self) -> bool:
        """Whether one of the buttons has the focus."""
        return any(widget.hasFocus() for widget in (*self.buttons, self.field, self.field_button))

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
        self._show_field(question.field if question else "")
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
        is_column = len(answers) > MAX_IN_ROW
        direction = QBoxLayout.Direction.TopToBottom if is_column else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        self.buttons = [Button(answer.label) for answer in answers]
        for button, answer in zip(self.buttons, answers, strict=True):
            button.clicked.connect(partial(self.answered.emit, answer))
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not is_column:
            self._row.addStretch(1)

    def _show_field(self, label: str) -> None:
        self.field.clear()
        self.field_label.setText(label)
        self.field.setAccessibleName(label)
        for widget in (self.field_label, self.field, self.field_button):
            widget.setVisible(bool(label))

    def _answer_typed(self) -> None:
        text, question = self.field.text().strip(), self._question
        if text and question is not None and question.typed is not None:
            self.answered.emit(ImportAnswer(text, question.typed(text)))
