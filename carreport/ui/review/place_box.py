"""Choose the question that a comment from a Word file is about, if the file does not say so for certain."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from carreport.review.threads import Thread
from carreport.ui.editors.choice import Dropdown
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.panel import Panel

GUESS = "It is not certain that this is about this answer. Choose the question, or confirm this one."
NONE = "The Word file does not show what this is about. Choose the question. Until then it stays here."


class PlaceBox(Panel):
    """The questions of the form, to choose from."""

    place_chosen = Signal(str)
    """The open comment is about the question at this path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = TextLabel("", FontRole.SMALL)
        self.question_choice = Dropdown("review.place", "What the comment is about")
        self.question_choice.setAccessibleDescription("The question that the comment belongs to.")
        self.question_choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.choose_button = Button("It is about this")
        self.content_layout.addWidget(self.label)
        self.content_layout.addWidget(self.question_choice)
        self.content_layout.addWidget(self.choose_button)
        self.choose_button.clicked.connect(self._choose)

    def show_thread(self, thread: Thread, questions: Sequence[tuple[str, str]], *, can_write: bool) -> None:
        """Ask for the place of a thread that has no certain one; hide for any other."""
        is_asked = can_write and bool(thread.placing or not thread.place)
        self.setVisible(is_asked)
        if not is_asked:
            return
        self.label.setText(GUESS if thread.place else NONE)
        known = [path for path, _ in questions]
        own = [] if thread.place in known or not thread.place else [(thread.place, "Where it is now")]
        self.question_choice.show_choices([*own, *questions])
        self.question_choice.setCurrentIndex(max(self.question_choice.findData(thread.place), 0))

    def _choose(self) -> None:
        self.place_chosen.emit(str(self.question_choice.currentData()))
