"""The page that releases a private entry to the group: what will be shared, and who will see it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.copies.import_page import join_names
from carreport.ui.history.removed_page import entry_lines
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import ScrollColumn


class ReleasePage(ScrollColumn):
    """What will be shared and who will see it, with buttons to release it or keep it private."""

    release_requested = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = HeadingLabel("Release")
        self.readers_label = TextLabel("")
        self.signature_label = TextLabel("", ink="muted")
        self.missing_label = TextLabel("", ink="attention")
        self.release_button = Button("Release", "filled")
        self.release_button.clicked.connect(self.release_requested)
        self.cancel_button = Button("Keep it to myself")
        self.cancel_button.clicked.connect(self.cancelled)
        self.text = TextLabel("")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()

    def show_entry(self, field: Field, item: Item, others: Sequence[str]) -> None:
        """Show one entry of `field`; `others` are the other authors of the inquiry."""
        self.heading.setText(f"Release this {field.item_noun}")
        readers = f"{join_names(others, '')}, and anybody else" if others else "Anybody"
        self.readers_label.setText(
            f"{readers} who has the inquiry or a copy of it will see it, with your name. "
            "You cannot undo this: copies already sent cannot be recalled."
        )
        why_not = missing_choice_text(field, item)
        self.signature_label.setText(_signature_text(field, item))
        self.signature_label.setVisible(not why_not)
        self.missing_label.setText(why_not)
        self.missing_label.setVisible(bool(why_not))
        self.release_button.setVisible(not why_not)
        self.cancel_button.setText("Back" if why_not else "Keep it to myself")
        self.text.setText("\n\n".join(entry_lines(field, item)) or "This entry is empty.")
        self.scroll_to_top()

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
        stack.addSpacing(6)
        stack.addWidget(self.signature_label)
        stack.addWidget(self.missing_label)
        stack.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.release_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        stack.addLayout(row)
        stack.addSpacing(22)
        stack.addWidget(HeadingLabel("What will be shared", FontRole.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(panel)
        panel.show()
        stack.addSpacing(8)
        stack.addWidget(TextLabel("Earlier versions are not shared.", FontRole.SMALL, "muted"))
        stack.addStretch(1)


def missing_choice_text(field: Field, item: Item) -> str:
    """Return what the writer must choose before the entry can be released, or ""."""
    guard = field.private_until
    asked = field.inner_field(guard.field) if guard is not None else None
    if guard is None or asked is None or item.get(guard.field) in guard.values:
        return ""
    choices = " or ".join(f"“{asked.label_of(str(value))}”" for value in guard.values)
    return f"To release it, choose {choices} for “{asked.label}”."


def _signature_text(field: Field, item: Item) -> str:
    guard = field.private_until
    asked = field.inner_field(guard.field) if guard is not None else None
    if guard is None or asked is None:
        return ""
    return f"For “{asked.label}”, you chose “{asked.label_of(str(item.get(guard.field)))}”."
