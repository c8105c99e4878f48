"""The page that adds a Word template: progress of its check, its mistakes, or a form for its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.errors import Mistake
from carreport.form.wording import format_count
from carreport.ui.editors.line import LineInput
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.panel import CardFrame
from carreport.ui.widgets.progress import ProgressPanel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn

CHECK_EXPLAINED = (
    "carreport checks the document and makes three test reports with it: one with every question answered, "
    "one with none, and one with unusual text."
)
FIX_HINT = "Fix them in Word, save, and check again. Nothing has been added."


class TemplatePage(ScrollColumn):
    """The result of checking a Word document as a template."""

    listed_task = "report"

    check_again_requested = Signal()
    """Check the same document again."""
    other_file_requested = Signal()
    """Choose another document."""
    name_entered = Signal(str, bool)
    """Add the template under this name; the flag says whether to replace an existing one."""
    cancel_requested = Signal()
    """Stop the check."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = HeadingLabel("Add a Word template")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.file = TextLabel("", ink="muted")
        self.progress = ProgressPanel("Check progress")
        self.progress.cancel_button.clicked.connect(self.cancel_requested)
        self.summary = TextLabel("", FontRole.QUESTION)
        self.explanation_label = TextLabel("", ink="muted")
        self.mistake_rows: list[MistakeRow] = []
        self._lines: list[str] = []
        self._body = QWidget()
        self.primary_action = self._action = PrimaryAction("", self)
        self._action.triggered.connect(self._go_on)
        self.other_file_button = Button("Choose another file…")
        self.other_file_button.clicked.connect(self.other_file_requested)
        self.copy_button = Button("Copy the list")
        self.copy_button.clicked.connect(self._copy)
        self.action_row = QWidget()
        self.name_form = TemplateNameForm()
        self.name_form.name_entered.connect(self.name_entered)
        self._lay_out()

    def show_progress(self, share: float, text: str) -> None:
        """Show the progress of the check."""
        self._show_only(self.progress)
        self.progress.show_progress(share, text)

    def show_file(self, name: str) -> None:
        """Show which document is being checked."""
        self.file.setText(f"{name}. {CHECK_EXPLAINED}")

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """List the mistakes, in the order of the document."""
        self._lines = [str(mistake) for mistake in mistakes]
        pronoun = "it" if len(mistakes) == 1 else "them"
        self._show_list(
            f"{format_count(len(mistakes), 'thing')} to fix", FIX_HINT.replace("them", pronoun), mistakes
        )
        self.copy_button.show()
        self._action.focus()

    def show_failed(self, why: str) -> None:
        """Show why the document could not be checked."""
        self._lines = []
        self._show_list("Not added", why, ())
        self.copy_button.hide()
        self.other_file_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_name(self, name: str, why: str, *, is_taken: bool) -> None:
        """Ask for a name for the template, which has no mistakes."""
        self._show_only(self.name_form)
        self.name_form.ask_name(name, why, is_taken=is_taken)
        announce(self, why)

    def focus_start(self) -> None:
        """Move the focus to Cancel during the check, otherwise to the button in the bar under the page."""
        self.scroll_to_top()
        if self.progress.isVisibleTo(self):
            self.progress.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._action.focus()

    def _show_list(self, summary: str, why: str, mistakes: Sequence[Mistake]) -> None:
        self.summary.setText(summary)
        self.explanation_label.setText(why)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(8)
        self.mistake_rows = [MistakeRow(mistake) for mistake in mistakes]
        for row in self.mistake_rows:
            column.addWidget(row)
        self.content_layout.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        self._show_only(self.summary, self.explanation_label, self._body, self.action_row)
        self.scroll_to_top()
        announce(self, f"{summary}. {why}")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.action_row)
        row.setContentsMargins(0, 18, 0, 0)
        row.setSpacing(10)
        for button in (self.other_file_button, self.copy_button):
            row.addWidget(button)
        row.addStretch(1)
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.file)
        stack.addSpacing(20)
        for part in (
            self.progress,
            self.summary,
            self.explanation_label,
            self._body,
            self.action_row,
            self.name_form,
        ):
            stack.addWidget(part)
        stack.addStretch(1)
        self._show_only()

    def _show_only(self, *parts: QWidget) -> None:
        for part in (
            self.progress,
            self.summary,
            self.explanation_label,
            self._body,
            self.action_row,
            self.name_form,
        ):
            part.setVisible(part in parts)
        asks_name = self.name_form in parts
        self._action.setText("Add with this name" if asks_name else "Check again")
        self._action.setVisible(asks_name or self.action_row in parts)

    def _go_on(self) -> None:
        if self.name_form.isVisibleTo(self):
            self.name_form.confirm()
        else:
            self.check_again_requested.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._lines))
        announce(self, "The list has been copied.")


class MistakeRow(CardFrame):
    """One mistake: its place, what is wrong, and a suggestion."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__()
        flags = Qt.TextInteractionFlag
        text = " ".join(part for part in (mistake.message, mistake.suggestion) if part)
        place = f"{mistake.place[:1].upper()}{mistake.place[1:]}"
        self.place, self.says = TextLabel(place, FontRole.SMALL, "muted"), TextLabel(text)
        for label in (self.place, self.says):
            label.setTextInteractionFlags(flags.TextSelectableByMouse)
            self.content_layout.addWidget(label)
        self.setAccessibleName(str(mistake))


class TemplateNameForm(QWidget):
    """Asks for a template's name, if its file name cannot be used."""

    name_entered = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._taken_name = ""
        self.explanation_label = TextLabel("")
        self.line_edit = LineInput("template.name", "Template name", 40)
        self.line_edit.returnPressed.connect(self.confirm)
        self.replace_button = Button("Replace the existing template")
        self.replace_button.clicked.connect(self._replace)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.explanation_label)
        column.addWidget(self.line_edit, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.replace_button, 0, Qt.AlignmentFlag.AlignLeft)

    def ask_name(self, name: str, why: str, *, is_taken: bool) -> None:
        """Ask for a name, suggesting this one."""
        self._taken_name = name if is_taken else ""
        self.explanation_label.setText(why)
        self.line_edit.setText(name)
        self.line_edit.selectAll()
        self.replace_button.setVisible(is_taken)
        self.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Add the template under the name in the line."""
        self.name_entered.emit(self.line_edit.text(), False)  # noqa: FBT003 - a signal

    def _replace(self) -> None:
        self.name_entered.emit(self._taken_name, True)  # noqa: FBT003 - a signal
