"""Choose what to write up, where there is more than one form for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from carreport.form.schema import Form
from carreport.ui.qt.guard import guarded
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.scroll_column import Column


class NewInquiryPage(Column):
    """The forms that one can begin with, each with what it is for."""

    back_wanted = Signal()
    form_chosen = Signal(object)
    """The form to begin with."""

    def __init__(self, forms: Sequence[Form], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._forms = {form.id: form for form in forms}
        self.cards = ChoiceCards("What do you want to write up?")
        for form in forms:
            self.cards.offer(form.id, form.title, form.purpose)
        self.begin = Button("Begin", "filled")
        self.begin.clicked.connect(self._choose)
        self.back = Link("‹  All inquiries")
        self.back.setAccessibleName("All inquiries")
        self.back.clicked.connect(self.back_wanted)
        self.stack.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addSpacing(4)
        self.stack.addWidget(Heading("What do you want to write up?"))
        self.stack.addSpacing(6)
        self.stack.addWidget(
            Words("Either can be filled in over weeks or months, in any order.", ink="muted")
        )
        self.stack.addSpacing(20)
        self.stack.addWidget(self.cards)
        self.stack.addSpacing(22)
        self.stack.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addStretch(1)

    def focus_here(self) -> None:
        """Put the keyboard on the form that is chosen."""
        self.cards.cards[self.cards.key].button.setFocus(Qt.FocusReason.OtherFocusReason)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin by Enter, go back by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        self.form_chosen.emit(self._forms[self.cards.key])
