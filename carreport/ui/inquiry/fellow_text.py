"""The research fellow's text about a step.

While the text is empty, only a small link at the end of the step is shown. Once it contains anything,
it is always shown, with a line on its left and a heading that says whose voice it is.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Answers, is_empty
from carreport.form.schema import Section
from carreport.ui.editor_registry import EditorServices
from carreport.ui.editors.text import TextEditor
from carreport.ui.inquiry.question import QuestionView
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import BETWEEN_QUESTIONS, FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import TextLabel

FELLOW_VOICE = "In the research fellow’s voice"
ADD_FELLOW_TEXT = "Add the research fellow’s text for this step"
_RULE = 3
_INDENT = 20


class VoiceFrame(QWidget):
    """Text in another voice, with a line on its left and a heading that names the voice."""

    def __init__(self, voice: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INDENT, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TextLabel(voice, FontRole.SMALL, "muted"))
        column.addSpacing(2)
        column.addWidget(content)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line on the left."""
        painter = QPainter(self)
        painter.fillRect(0, 2, _RULE, self.height() - 4, self.palette().color(QPalette.ColorRole.Mid))
        painter.end()


class FellowText(QWidget):
    """The fellow's text about one step, or the link that adds it."""

    def __init__(self, section: Section, services: EditorServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = f"{section.id}.{paths.FELLOW}"
        self._section = section
        self._has_words = False
        self._read_only = False
        self.question = QuestionView(section.fellow_field, self.path, services)
        self.question.question_layout.setContentsMargins(0, 0, 0, 0)
        self.voice_frame = VoiceFrame(FELLOW_VOICE, self.question)
        self.voice_frame.hide()
        self.add_link = LinkButton(ADD_FELLOW_TEXT, FontRole.SMALL)
        self.add_link.setAccessibleName(f"{ADD_FELLOW_TEXT}: {section.title}")
        self.add_link.clicked.connect(self._open_and_focus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, BETWEEN_QUESTIONS + 6, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.add_link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.voice_frame)

    @property
    def is_open(self) -> bool:
        """Whether the text is shown rather than the link that adds it."""
        return not self.voice_frame.isHidden()

    def show_answers(self, answers: Answers) -> None:
        """Show the text if it is not empty or has a conflict."""
        value = answers.get(self.path)
        self._has_words = not is_empty(self._section.fellow_field, value) or self.path in answers.versions
        if self._has_words:
            self.open_editor()

    def open_editor(self) -> None:
        """Show the text editor instead of the link."""
        self.voice_frame.show()
        self.add_link.hide()

    def compare_quotations(self) -> None:
        """Compare the quotations with their sources again, after an answer of this step has changed."""
        editor = self.question.editor
        if isinstance(editor, TextEditor):
            editor.drift_panel.compare_soon()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Show the link that adds a text only if the draft can be changed."""
        self._read_only = read_only
        self.add_link.setVisible(not read_only and not self.is_open)

    @qt_override
    def hideEvent(self, event: QHideEvent) -> None:
        """Hide an empty text editor when the page is left."""
        super().hideEvent(event)
        if not event.spontaneous() and not self._has_words and self.is_open:
            self.voice_frame.hide()
            self.add_link.setVisible(not self._read_only)

    def _open_and_focus(self) -> None:
        self.open_editor()
        self.question.focus_editor()
