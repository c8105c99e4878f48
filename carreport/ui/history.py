"""Show the earlier versions of one answer, and bring one of them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from carreport.draft.revisions import Revision
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.ui.buttons import Button
from carreport.ui.column import Column
from carreport.ui.heading import Heading
from carreport.ui.labels import Words
from carreport.ui.moments import read_moment, who_when
from carreport.ui.question import Panel
from carreport.ui.style import Letters

FIRST_WORDS = 80
NOTHING = "Nothing: the answer was empty."


class HistoryPage(Column):
    """Who wrote this answer when, newest first; the chosen version stands in full below."""

    back_wanted = Signal()
    revision_chosen = Signal(str)
    """The id of the version to bring back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._field: Field | None = None
        self._revisions: Sequence[Revision] = ()
        self.heading = Heading("Earlier versions")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.question = Words("", ink="muted")
        self.list = QListWidget()
        self.list.setAccessibleName("Versions, newest first")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSpacing(2)
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(self._show_row)
        self.text = Words("")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName("The whole version")
        self.restore = Button("Bring this back", "filled")
        self.restore.clicked.connect(self._restore)
        self.note = Words("", Letters.SMALL, "muted")
        self.back = Button("Back to the question", "link")
        self.back.clicked.connect(self.back_wanted)
        self._lay_out()

    def show_history(self, field: Field, revisions: Sequence[Revision], me: str, now: datetime) -> None:
        """Show the versions of the answer to `field`, newest first."""
        self._field, self._revisions = field, revisions
        self.question.setText(field.label)
        self.list.clear()
        for revision in revisions:
            who = who_when(revision.author, read_moment(revision.written_at), me, now)
            item = QListWidgetItem(f"{who}\n{first_words(self._shown(revision))}")
            item.setSizeHint(QSize(0, self.fontMetrics().height() * 2 + 16))
            self.list.addItem(item)
        self.list.setFixedHeight(min(5, max(1, len(revisions))) * (self.fontMetrics().height() * 2 + 20) + 4)
        self.list.setCurrentRow(min(1, len(revisions) - 1))
        self.to_top()

    def focus_here(self) -> None:
        """Put the keyboard on the versions."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        panel = Panel()
        panel.stack.addWidget(self.text)
        panel.show()
        self.stack.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addSpacing(4)
        self.stack.addWidget(self.heading)
        self.stack.addSpacing(6)
        self.stack.addWidget(self.question)
        self.stack.addSpacing(16)
        self.stack.addWidget(self.list)
        self.stack.addSpacing(16)
        self.stack.addWidget(panel)
        self.stack.addSpacing(16)
        self.stack.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addSpacing(6)
        self.stack.addWidget(self.note)
        self.stack.addStretch(1)

    def _shown(self, revision: Revision) -> str:
        assert self._field is not None  # noqa: S101 - set together with the revisions
        return kind_of(self._field).show(self._field, revision.value)

    def _show_row(self, row: int) -> None:
        if not 0 <= row < len(self._revisions):
            return
        self.text.setText(self._shown(self._revisions[row]) or NOTHING)
        self.restore.setEnabled(row > 0)
        self.note.setText(
            "What stands there now stays in this list, so nothing is lost."
            if row > 0
            else "This is what stands there now."
        )

    def _restore(self) -> None:
        self.revision_chosen.emit(self._revisions[self.list.currentRow()].id)


def first_words(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    if not line:
        return NOTHING
    return line if len(line) <= FIRST_WORDS else line[:FIRST_WORDS].rstrip() + "…"
