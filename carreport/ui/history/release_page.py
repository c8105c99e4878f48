"""The page that gives a private entry to the group: what will be shared, who can see it, how it is signed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from carreport.form.answers import Item
from carreport.form.release_choice import NAMED, ReleaseOption, given_lines
from carreport.form.schema import Field
from carreport.ui.copies.import_page import join_names
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn

NAME_FIELD = "member"
NUMBER_HINT = (
    "Nobody else has this number. You can enter another. "
    "The group can see your name; reports print only the number."
)
NUMBER_WIDTH = 90
MOST_DIGITS = 9


class ReleasePage(ScrollColumn):
    """What will be shared and who will see it, with buttons to give the entry or keep it private."""

    release_requested = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = HeadingLabel("Give to the group")
        self.readers_label = TextLabel("")
        self.signature_label = TextLabel("")
        self.number_line = QLineEdit()
        self.number_line.setMaximumWidth(NUMBER_WIDTH)
        self.number_hint = TextLabel(NUMBER_HINT, FontRole.SMALL, "muted")
        self.problem_label = TextLabel("", ink="attention")
        self.primary_action: PrimaryAction = PrimaryAction("Give to the group", self)
        self.primary_action.triggered.connect(self.release_requested)
        self.cancel_button = Button("Keep private")
        self.cancel_button.clicked.connect(self.cancelled)
        self.number_line.returnPressed.connect(self.primary_action.focus)
        self.text = TextLabel("")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()

    def show_entry(
        self, field: Field, item: Item, others: Sequence[str], option: ReleaseOption, number: int | None
    ) -> None:
        """Show one entry of `field`, to be given with `option`; `others` are the other authors.

        `number` signs the entry, unless it is None.
        """
        self.heading.setText(f"Give this {field.item_noun} to the group")
        readers = f"{join_names(others, '')}, and anybody else" if others else "Anybody"
        self.readers_label.setText(
            f"{readers} who has the inquiry or a copy of it will see it, with your name. "
            "You cannot undo this: copies already sent cannot be recalled. "
            "You can keep it out of later reports."
        )
        self.signature_label.setText(signature_text(field, item, option, number))
        self.number_line.setText("" if number is None else str(number))
        self.number_line.setAccessibleName("The number that signs it")
        for part in (self.number_line, self.number_hint):
            part.setVisible(number is not None)
        self.show_problem("")
        self.text.setText("\n\n".join(given_lines(field, item)) or "This entry is empty.")
        self.scroll_to_top()

    @property
    def number(self) -> int | None:
        """The number entered; None if there is none, or it is not a whole number from 1."""
        text = self.number_line.text().strip()
        is_number = text.isdecimal() and text.isascii() and len(text) <= MOST_DIGITS
        return (int(text) or None) if is_number else None

    @property
    def asks_number(self) -> bool:
        """Whether a number signs the entry."""
        return not self.number_line.isHidden()

    def show_problem(self, text: str) -> None:
        """Show why the entry was not given, or nothing."""
        self.problem_label.setText(text)
        self.problem_label.setVisible(bool(text))
        if text:
            announce(self, text)

    def focus_start(self) -> None:
        """Move the focus to the button that changes nothing."""
        self.scroll_to_top()
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        panel = Panel()
        panel.content_layout.addWidget(self.text)
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(8)
        stack.addWidget(self.readers_label)
        stack.addSpacing(10)
        stack.addWidget(self.signature_label)
        stack.addSpacing(4)
        stack.addWidget(self.number_line)
        stack.addSpacing(4)
        stack.addWidget(self.number_hint)
        stack.addWidget(self.problem_label)
        stack.addSpacing(16)
        stack.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(22)
        stack.addWidget(HeadingLabel("What will be shared", FontRole.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(panel)
        panel.show()
        stack.addSpacing(8)
        stack.addWidget(TextLabel("Earlier versions are not shared.", FontRole.SMALL, "muted"))
        stack.addStretch(1)


def signature_text(field: Field, item: Item, option: ReleaseOption, number: int | None) -> str:
    """Return how reports sign the entry."""
    if number is not None:
        return "Reports sign it with this number:"
    asked = field.inner_field(NAME_FIELD)
    if option.key != NAMED or asked is None:
        return f"You chose “{option.given_label}”."
    name = str(item.get(NAME_FIELD) or "").strip()
    if name:
        return f"Reports sign it “{name}”."
    return (
        f"Reports sign it “A member of the group”, because “{asked.label}” has no name yet. "
        "To sign it with your name, keep it private and enter the name first."
    )
