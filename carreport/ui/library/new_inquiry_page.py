"""The page on which you choose a form for a new inquiry, if there are several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from carreport.form.schema import Form
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import ScrollColumn


class NewInquiryPage(ScrollColumn):
    """The forms to choose from, each with its purpose."""

    back_requested = Signal()
    form_chosen = Signal(object)
    """The form for the new inquiry."""

    def __init__(self, forms: Sequence[Form], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._forms = {form.id: form for form in forms}
        self.form_choices = ChoiceCards("What do you want to write up?")
        for form in forms:
            self.form_choices.add_choice(form.id, form.title, form.purpose)
        self.begin_button = Button("Begin", "filled")
        self.begin_button.clicked.connect(self._choose)
        self.back_link = LinkButton("‹  All inquiries")
        self.back_link.setAccessibleName("All inquiries")
        self.back_link.clicked.connect(self.back_requested)
        self.content_layout.addWidget(self.back_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.content_layout.addSpacing(4)
        self.content_layout.addWidget(HeadingLabel("What do you want to write up?"))
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(
            TextLabel("Fill in the form at your own pace, in any order.", ink="muted")
        )
        self.content_layout.addSpacing(20)
        self.content_layout.addWidget(self.form_choices)
        self.content_layout.addSpacing(22)
        self.content_layout.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.content_layout.addStretch(1)

    def focus_start(self) -> None:
        """Move the focus to the selected form."""
        self.form_choices.cards[self.form_choices.key].radio_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin on Enter, go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        self.form_chosen.emit(self._forms[self.form_choices.key])
