"""Ask what to do with a file whose inquiry is not on this computer yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.copies.identify import Arrival, Known
from carreport.ui.qt.guard import guarded
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.scroll_column import Column

OWN = ""
"""The key of the card that keeps the file as an inquiry of its own."""
MOST = 20
"""How many inquiries are offered at the most."""


class ArrivedPage(Column):
    """Keep the file as an inquiry of its own, or bring it into one that is here, as a separate start."""

    back_wanted = Signal()
    own_wanted = Signal()
    into_wanted = Signal(object)
    """The inquiry (`Known`) into which it is to be brought."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._others: dict[str, Known] = {}
        self.back = Link("‹  Back")
        self.back.setAccessibleName("Back")
        self.back.clicked.connect(self.back_wanted)
        self.told = Words("", ink="muted")
        self.cards = ChoiceCards("What to do with it")
        self.go = Button("Go on", "filled")
        self.go.clicked.connect(self._choose)
        self.stack.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addSpacing(4)
        self.stack.addWidget(Heading("This inquiry is new on this computer"))
        self.stack.addSpacing(6)
        self.stack.addWidget(self.told)
        self.stack.addSpacing(20)
        self._place = QVBoxLayout()
        self._place.addWidget(self.cards)
        self.stack.addLayout(self._place)
        self.stack.addSpacing(22)
        self.stack.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addStretch(1)

    def show_arrival(self, arrival: Arrival) -> None:
        """Show what can be done with this file."""
        self.told.setText(
            f"{arrival.path.name} answers “{arrival.form.title}”. "
            "It is not a copy of an inquiry that is here."
        )
        old, self.cards = self.cards, ChoiceCards("What to do with it")
        self._place.replaceWidget(old, self.cards)
        old.hide()
        old.deleteLater()
        self.cards.offer(
            OWN,
            "Keep it as an inquiry of its own",
            "It stands among your inquiries. Later copies of it come together with it.",
        )
        self._others = {str(each.path): each for each in arrival.others[:MOST]}
        for key, known in self._others.items():
            self.cards.offer(
                key,
                f"Bring it into “{known.title or known.path.stem}”",
                "It is a separate start on the same form: entries come in as entries, answers as second "
                "versions. You see what that does before it is done.",
            )
        self.to_top()

    def focus_here(self) -> None:
        """Put the keyboard on the way that is chosen."""
        self.cards.cards[self.cards.key].button.setFocus(Qt.FocusReason.OtherFocusReason)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter, back by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        if self.cards.key == OWN:
            self.own_wanted.emit()
        else:
            self.into_wanted.emit(self._others[self.cards.key])
