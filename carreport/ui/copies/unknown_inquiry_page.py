"""The page that asks what to do with a file whose inquiry is new to this computer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.copies.identify import IncomingFile, LocalInquiry
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import ScrollColumn

KEEP_AS_OWN = ""
"""The key of the card that keeps the file as a separate inquiry."""
KEEP_TITLE = "Keep it as a separate inquiry"
KEEP_HINT = "It is added to your inquiries. You can import newer copies into it later."
MAX_OFFERED = 20
"""The maximum number of inquiries offered."""


class UnknownInquiryPage(ScrollColumn):
    """The choice between keeping a file as a separate inquiry and importing it into another one."""

    back_requested = Signal()
    own_requested = Signal()
    import_into_requested = Signal(object)
    """Import it into this `LocalInquiry`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._local_inquiries: dict[str, LocalInquiry] = {}
        self.back = LinkButton("‹  Back")
        self.back.setAccessibleName("Back")
        self.back.clicked.connect(self.back_requested)
        self.intro_label = TextLabel("", ink="muted")
        self.cards = ChoiceCards("What do you want to do with it?")
        self.continue_button = Button("Continue", "filled")
        self.continue_button.clicked.connect(self._choose)
        self.content_layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.content_layout.addSpacing(4)
        self.content_layout.addWidget(HeadingLabel("This inquiry is new to this computer"))
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(self.intro_label)
        self.content_layout.addSpacing(20)
        self.only_way_label = TextLabel(KEEP_HINT)
        self._place = QVBoxLayout()
        self._place.addWidget(self.cards)
        self._place.addWidget(self.only_way_label)
        self.content_layout.addLayout(self._place)
        self.content_layout.addSpacing(22)
        self.content_layout.addWidget(self.continue_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.content_layout.addStretch(1)

    def show_file(self, arrival: IncomingFile) -> None:
        """Show the choices for this file."""
        self.intro_label.setText(
            f"{arrival.name}. It uses the form “{arrival.form.title}”. Its file is {arrival.path.name}."
        )
        old, self.cards = self.cards, ChoiceCards("What do you want to do with it?")
        self._place.replaceWidget(old, self.cards)
        old.hide()
        old.deleteLater()
        self.cards.add_choice(KEEP_AS_OWN, KEEP_TITLE, KEEP_HINT)
        self._local_inquiries = {str(inquiry.path): inquiry for inquiry in arrival.others[:MAX_OFFERED]}
        for key, inquiry in self._local_inquiries.items():
            self.cards.add_choice(
                key,
                f"Import it into “{inquiry.title or inquiry.path.stem}”",
                "Its entries are added, and its answers are put next to those in this inquiry, for you to "
                "choose between. You see the changes before anything is imported.",
            )
        is_choice = bool(self._local_inquiries)
        self.cards.setVisible(is_choice)
        self.only_way_label.setVisible(not is_choice)
        self.continue_button.setText("Continue" if is_choice else KEEP_TITLE)
        self.scroll_to_top()

    def focus_start(self) -> None:
        """Move the focus to the selected card, or to the button if there is nothing to choose."""
        if self._local_inquiries:
            self.cards.focus_chosen()
        else:
            self.continue_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Continue on Enter, go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        if self.cards.key == KEEP_AS_OWN:
            self.own_requested.emit()
        else:
            self.import_into_requested.emit(self._local_inquiries[self.cards.key])
