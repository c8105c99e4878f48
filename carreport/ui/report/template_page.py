"""Add a Word template: how far its check is, every mistake with its place, or the name it still needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.errors import Mistake
from carreport.form.wording import format_count
from carreport.ui.editors.line import LineBox
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.labels import Heading, Words, announce
from carreport.ui.widgets.panel import Surface
from carreport.ui.widgets.progress import Progress
from carreport.ui.widgets.scroll_column import Column

TOLD = "The document is looked through, and printed once with everything in it and once with nothing."
MEND = "Mend them in Word, save, and check again. Nothing has been added."


class TemplatePage(Column):
    """What came of a Word document that is to be a template."""

    again_wanted = Signal()
    """The same document is to be checked again."""
    other_wanted = Signal()
    """Another document is to be chosen."""
    name_given = Signal(str, bool)
    """The template is to have this name, perhaps in the place of the one that has it."""
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = Heading("Add a Word template")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.back = Link("‹  Make the report")
        self.back.setAccessibleName("Back to making the report")
        self.back.clicked.connect(self.cancel_wanted)
        self.file = Words("", ink="muted")
        self.progress = Progress("How far the check is")
        self.progress.cancel.clicked.connect(self.cancel_wanted)
        self.summary = Words("", Letters.QUESTION)
        self.why = Words("", ink="muted")
        self.rows: list[MistakeRow] = []
        self._lines: list[str] = []
        self._body = QWidget()
        self.again = Button("Check again", "filled")
        self.again.clicked.connect(self.again_wanted)
        self.other = Button("Choose another file…")
        self.other.clicked.connect(self.other_wanted)
        self.copy = Button("Copy the list")
        self.copy.clicked.connect(self._copy)
        self.ways = QWidget()
        self.naming = Naming()
        self.naming.given.connect(self.name_given)
        self._lay_out()

    def show_working(self, share: float, words: str) -> None:
        """Say that the document is being looked through."""
        self._show_only(self.progress)
        self.progress.show_share(share, words)

    def show_file(self, name: str) -> None:
        """Say which document it is."""
        self.file.setText(f"{name}. {TOLD}")

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """List everything that is wrong, in the order of the document."""
        self._lines = [str(each) for each in mistakes]
        mend = "it" if len(mistakes) == 1 else "them"
        self._show_list(
            f"{format_count(len(mistakes), 'thing')} to mend", MEND.replace("them", mend), mistakes
        )
        self.copy.show()
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_failed(self, why: str) -> None:
        """Say why the document could not be checked."""
        self._lines = []
        self._show_list("Not added", why, ())
        self.copy.hide()
        self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_name(self, name: str, why: str, *, is_taken: bool) -> None:
        """Ask what the template shall be called; it is sound."""
        self._show_only(self.naming)
        self.naming.ask(name, why, is_taken=is_taken)
        announce(self, why)

    def focus_here(self) -> None:
        """Put the keyboard where one goes on."""
        self.to_top()
        first = self.progress.cancel if self.progress.isVisibleTo(self) else self.again
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self, summary: str, why: str, mistakes: Sequence[Mistake]) -> None:
        self.summary.setText(summary)
        self.why.setText(why)
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(8)
        self.rows = [MistakeRow(each) for each in mistakes]
        for row in self.rows:
            column.addWidget(row)
        self.stack.replaceWidget(self._body, fresh)
        self._body.hide()
        self._body.deleteLater()
        self._body = fresh
        self._show_only(self.summary, self.why, self._body, self.ways)
        self.to_top()
        announce(self, f"{summary}. {why}")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.ways)
        row.setContentsMargins(0, 18, 0, 0)
        row.setSpacing(10)
        for button in (self.again, self.other, self.copy):
            row.addWidget(button)
        row.addStretch(1)
        stack = self.stack
        stack.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(6)
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.file)
        stack.addSpacing(20)
        for part in (self.progress, self.summary, self.why, self._body, self.ways, self.naming):
            stack.addWidget(part)
        stack.addStretch(1)
        self._show_only()

    def _show_only(self, *parts: QWidget) -> None:
        for each in (self.progress, self.summary, self.why, self._body, self.ways, self.naming):
            each.setVisible(each in parts)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._lines))
        announce(self, "The list is on the clipboard.")


class MistakeRow(Surface):
    """One mistake: where it stands, what is wrong, and what was perhaps meant."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__()
        flags = Qt.TextInteractionFlag
        says = " ".join(part for part in (mistake.message, mistake.suggestion) if part)
        place = f"{mistake.place[:1].upper()}{mistake.place[1:]}"
        self.place, self.says = Words(place, Letters.SMALL, "muted"), Words(says)
        for words in (self.place, self.says):
            words.setTextInteractionFlags(flags.TextSelectableByMouse)
            self.stack.addWidget(words)
        self.setAccessibleName(str(mistake))


class Naming(QWidget):
    """What the template shall be called, where the name of its file will not do."""

    given = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._taken = ""
        self.why = Words("")
        self.box = LineBox("template.name", "What the template is called", 40)
        self.box.returnPressed.connect(self._give)
        self.add = Button("Add it under this name", "filled")
        self.add.clicked.connect(self._give)
        self.replace = Button("Replace the one that is there")
        self.replace.clicked.connect(self._replace)
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in (self.add, self.replace):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.why)
        column.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(row)

    def ask(self, name: str, why: str, *, is_taken: bool) -> None:
        """Ask for a name, beginning with this one."""
        self._taken = name if is_taken else ""
        self.why.setText(why)
        self.box.setText(name)
        self.box.selectAll()
        self.replace.setVisible(is_taken)
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        self.given.emit(self.box.text(), False)  # noqa: FBT003 - a signal

    def _replace(self) -> None:
        self.given.emit(self._taken, True)  # noqa: FBT003 - a signal
