"""Go on from a backup where nothing can be read of an inquiry's own file; the file is never touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.scroll_column import Column

NONE_HERE = (
    "There is no backup of it on this computer. A copy that you sent to somebody, or that somebody sent to "
    "you, can be opened like any other file."
)
BESIDE = "It comes as a file of its own beside the one that does not open, and is opened at once."


@dataclass(frozen=True, slots=True)
class Offer:
    """A backup one can go on from: its key, which inquiry and when it was made, and how much it holds."""

    key: str
    title: str
    holds: str


class LostPage(Column):
    """What cannot be read, and the backups of it, the newest first."""

    back_wanted = Signal()
    backup_wanted = Signal(str)
    """The backup with this key is to be brought back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.back = Link("‹  Back")
        self.back.setAccessibleName("Back")
        self.back.clicked.connect(self.back_wanted)
        self.heading = Heading("")
        self.why = Words("")
        self.backups = ChoiceCards("Backups, newest first")
        self.bring = Button("Bring it back", "filled")
        self.bring.clicked.connect(self._want)
        self.note = Words("", Letters.SMALL, "muted")
        self._lay_out()

    def show_offers(self, name: str, why: str, offers: Sequence[Offer], *, is_known: bool) -> None:
        """Say why the file `name` does not open, and offer these backups.

        Where it is not known which inquiry it was, the backups are those of several.
        """
        self.heading.setText(f"{name} does not open")
        self.why.setText(why)
        for each in offers:
            self.backups.offer(each.key, each.title, each.holds)
        self._title.setText("Its backups on this computer" if is_known else "Which inquiry was it?")
        self.bring.setVisible(bool(offers))
        self.note.setText(BESIDE if offers else NONE_HERE)
        self._title.setVisible(bool(offers))
        self.backups.setVisible(bool(offers))
        self.to_top()

    def show_failed(self, why: str) -> None:
        """Say why a backup could not be brought back."""
        self.note.setText(why)
        self.note.set_ink("attention")

    def focus_here(self) -> None:
        """Put the keyboard on the newest backup, or on the way back."""
        self.to_top()
        first = self.backups.cards.get(self.backups.key)
        (first.button if first is not None else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        stack = self.stack
        self._title = Heading("", Letters.QUESTION)
        place = QVBoxLayout()
        place.addWidget(self.backups)
        stack.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(4)
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.why)
        stack.addSpacing(24)
        stack.addWidget(self._title)
        stack.addSpacing(10)
        stack.addLayout(place)
        stack.addSpacing(18)
        stack.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(8)
        stack.addWidget(self.note)
        stack.addStretch(1)

    def _want(self) -> None:
        self.backup_wanted.emit(self.backups.key)
