"""Let the research fellow write about a step beside the group's answers, out of everybody else's way.

Without words it is one small link at the end of the step. With words it is always shown, behind a
rule at the left and under a line that says whose voice it is.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Answers, is_empty
from carreport.form.schema import Section
from carreport.ui.editor_registry import Desk
from carreport.ui.editors.text import TextEditor
from carreport.ui.inquiry.question import QuestionView
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import BETWEEN_QUESTIONS, Letters
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.labels import Words

VOICE = "In the research fellow’s voice"
ADD = "Add the fellow’s text for this step"
_RULE = 3
_INDENT = 20


class Aside(QWidget):
    """What is said in another voice: behind a rule at the left, under a line that names the voice."""

    def __init__(self, voice: str, said: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INDENT, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Words(voice, Letters.SMALL, "muted"))
        column.addSpacing(2)
        column.addWidget(said)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rule."""
        painter = QPainter(self)
        painter.fillRect(0, 2, _RULE, self.height() - 4, self.palette().color(QPalette.ColorRole.Mid))
        painter.end()


class FellowText(QWidget):
    """The fellow's text about one step, or the link that adds one."""

    def __init__(self, section: Section, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = f"{section.id}.{paths.FELLOW}"
        self._section = section
        self._has_words = False
        self._read_only = False
        self.question = QuestionView(section.fellow_field, self.path, desk)
        self.question.column.setContentsMargins(0, 0, 0, 0)
        self.aside = Aside(VOICE, self.question)
        self.aside.hide()
        self.add = Link(ADD, Letters.SMALL)
        self.add.setAccessibleName(f"{ADD}: {section.title}")
        self.add.clicked.connect(self._begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, BETWEEN_QUESTIONS + 6, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.aside)

    @property
    def is_open(self) -> bool:
        """Whether the text is shown, not only the link that adds one."""
        return not self.aside.isHidden()

    def follow(self, answers: Answers) -> None:
        """Show the text as soon as it has words, or there are versions of it to decide on."""
        value = answers.get(self.path)
        self._has_words = not is_empty(self._section.fellow_field, value) or self.path in answers.versions
        if self._has_words:
            self.open_up()

    def open_up(self) -> None:
        """Show the box in which the text is written."""
        self.aside.show()
        self.add.hide()

    def compare_soon(self) -> None:
        """Compare the quotations with their answers again: an answer of this step has changed."""
        editor = self.question.editor
        if isinstance(editor, TextEditor):
            editor.quotations.look_soon()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Offer to add a text only where one can be written."""
        self._read_only = read_only
        self.add.setVisible(not read_only and not self.is_open)

    @guarded
    def hideEvent(self, event: QHideEvent) -> None:
        """Fold an empty text away when one goes to another page."""
        super().hideEvent(event)
        if not event.spontaneous() and not self._has_words and self.is_open:
            self.aside.hide()
            self.add.setVisible(not self._read_only)

    def _begin(self) -> None:
        self.open_up()
        self.question.focus_editor()
