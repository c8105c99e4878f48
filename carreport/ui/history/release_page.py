"""Release an entry that only its writer sees: say first what goes out, and who will see it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.copies.import_page import people
from carreport.ui.history.removed_page import said_in
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import Column


class ReleasePage(Column):
    """What would go out, who would see it, and the two ways: release it, or keep it to oneself."""

    release_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = Heading("Release")
        self.who = Words("")
        self.how = Words("", ink="muted")
        self.not_yet = Words("", ink="attention")
        self.release = Button("Release it", "filled")
        self.release.clicked.connect(self.release_wanted)
        self.keep = Button("Keep it to myself")
        self.keep.clicked.connect(self.left)
        self.text = Words("")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()

    def show_entry(self, field: Field, item: Item, others: Sequence[str]) -> None:
        """Show one entry of `field`; `others` are those who have written in the inquiry."""
        self.heading.setText(f"Release this {field.item_noun}")
        known = f"{people(others, '')}, and " if others else ""
        self.who.setText(
            f"It goes into the inquiry, where {known}everybody who has the inquiry or gets a copy of it can "
            "read it, with your name as its writer. This cannot be taken back: what was sent stays sent."
        )
        why_not = missing_choice(field, item)
        self.how.setText(_how_printed(field, item))
        self.how.setVisible(not why_not)
        self.not_yet.setText(why_not)
        self.not_yet.setVisible(bool(why_not))
        self.release.setVisible(not why_not)
        self.keep.setText("Back" if why_not else "Keep it to myself")
        self.text.setText("\n\n".join(said_in(field, item)) or "Nothing is written in it yet.")
        self.to_top()

    def focus_here(self) -> None:
        """Put the keyboard on the way that changes nothing."""
        self.to_top()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        panel = Panel()
        panel.stack.addWidget(self.text)
        stack = self.stack
        stack.addWidget(self.heading)
        stack.addSpacing(8)
        stack.addWidget(self.who)
        stack.addSpacing(6)
        stack.addWidget(self.how)
        stack.addWidget(self.not_yet)
        stack.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.release)
        row.addWidget(self.keep)
        row.addStretch(1)
        stack.addLayout(row)
        stack.addSpacing(22)
        stack.addWidget(Heading("What goes out", Letters.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(panel)
        panel.show()
        stack.addSpacing(8)
        stack.addWidget(Words("Earlier versions of it do not go out.", Letters.SMALL, "muted"))
        stack.addStretch(1)


def missing_choice(field: Field, item: Item) -> str:
    """Return what its writer has to answer before the entry may go out, or nothing."""
    guard = field.private_until
    asked = field.inner_field(guard.field) if guard is not None else None
    if guard is None or asked is None or item.get(guard.field) in guard.values:
        return ""
    ways = " or ".join(f"“{asked.label_of(str(value))}”" for value in guard.values)
    return f"Before it can go out, answer “{asked.label}” with {ways}."


def _how_printed(field: Field, item: Item) -> str:
    guard = field.private_until
    asked = field.inner_field(guard.field) if guard is not None else None
    if guard is None or asked is None:
        return ""
    return f"You answered “{asked.label}” with “{asked.label_of(str(item.get(guard.field)))}”."
