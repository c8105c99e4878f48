"""Offer to add a Word template of one's own below those that ship, to begin one, and to remove one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.flow_row import FoldingRow
from carreport.ui.widgets.labels import Words, announce
from carreport.ui.widgets.panel import Panel

NO_BIN = (
    "This computer has no bin that takes it. Delete the template “{}” for good? "
    "Reports that were made with it stay as they are."
)


class OwnTemplates(QWidget):
    """The ways to templates of one's own."""

    add_wanted = Signal()
    start_wanted = Signal()
    remove_wanted = Signal(str)
    """The template of this name is to be removed."""
    delete_wanted = Signal(str)
    """The template of this name is to be removed for good."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = self._asked = ""
        self.add = Link("Add a Word template…")
        self.add.clicked.connect(self.add_wanted)
        self.start = Link("Write one to restyle…")
        self.start.clicked.connect(self.start_wanted)
        self.remove = Link("")
        self.remove.clicked.connect(self._remove)
        self.question = Panel()
        self.words = Words("", ink="attention")
        self.delete, self.keep = Button("Delete it"), Button("Keep it")
        self.delete.clicked.connect(self._delete)
        self.keep.clicked.connect(self.question.hide)
        self._lay_out()

    def show_chosen(self, name: str, title: str) -> None:
        """Offer to remove the template that is chosen; one that ships has no `title` here and stays."""
        self._chosen = name
        self.remove.setText(f"Remove “{title}”…".replace("&", "&&"))
        self.remove.setVisible(bool(title))
        if self._asked != name:
            self.question.hide()

    def ask_to_delete(self, name: str, title: str) -> None:
        """Ask whether a template that no bin takes is to be deleted."""
        self._asked = name
        self.words.setText(NO_BIN.format(title))
        self.question.show()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.words.text())

    def _lay_out(self) -> None:
        ways = FoldingRow(18)
        for link in (self.add, self.start, self.remove):
            ways.add(link)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.delete)
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        self.question.stack.addWidget(self.words)
        self.question.stack.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(ways)
        column.addWidget(self.question)
        self.remove.hide()

    def _remove(self) -> None:
        self.remove_wanted.emit(self._chosen)

    def _delete(self) -> None:
        self.question.hide()
        self.delete_wanted.emit(self._asked)
