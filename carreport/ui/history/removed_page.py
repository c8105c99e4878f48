"""Show the entries that were removed from a group, and bring one of them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import plural
from carreport.ui.editors.list.entry_summary import summary_of
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import Column


class RemovedPage(Column):
    """The removed entries of one group; the one that is chosen stands in full below."""

    entry_chosen = Signal(str)
    """The path of the entry to bring back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._field: Field | None = None
        self._group = ""
        self._items: dict[str, Item] = {}
        self.heading = Heading("Removed entries")
        self.question = Words("", ink="muted")
        self.entries = ChoiceCards("Removed entries")
        self.text = Words("")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.restore = Button("Bring this back", "filled")
        self.restore.clicked.connect(self._restore)
        self._lay_out()

    def show_removed(self, field: Field, group: str, items: Sequence[Item]) -> None:
        """Show the entries that were removed from the group at `group`."""
        self._field, self._group = field, group
        self._items = {item.id: item for item in items}
        self.heading.setText(f"Removed {plural(field.item_noun)}")
        self.question.setText(field.label)
        old, self.entries = self.entries, ChoiceCards(self.heading.text())
        self.entries.chosen.connect(self._show_entry)
        self._place.replaceWidget(old, self.entries)
        old.hide()
        old.deleteLater()
        for item in items:
            title, rest = summary_of(field, item)
            self.entries.offer(item.id, title, rest)
        self.to_top()

    def focus_here(self) -> None:
        """Put the keyboard on the entry that is chosen."""
        self.entries.cards[self.entries.key].button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def _lay_out(self) -> None:
        panel = Panel()
        panel.stack.addWidget(self.text)
        self._place = QVBoxLayout()
        self._place.addWidget(self.entries)
        self.stack.addWidget(self.heading)
        self.stack.addSpacing(6)
        self.stack.addWidget(self.question)
        self.stack.addSpacing(16)
        self.stack.addLayout(self._place)
        self.stack.addSpacing(14)
        self.stack.addWidget(Heading("The entry chosen above", Letters.QUESTION))
        self.stack.addSpacing(6)
        self.stack.addWidget(panel)
        panel.show()
        self.stack.addSpacing(16)
        self.stack.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addStretch(1)

    def _show_entry(self, item_id: str) -> None:
        assert self._field is not None  # noqa: S101 - set together with the entries
        said = "\n\n".join(said_in(self._field, self._items[item_id]))
        self.text.setText(said or "Nothing was written in it.")

    def _restore(self) -> None:
        self.entry_chosen.emit(paths.item_path(self._group, self.entries.key))


def said_in(field: Field, item: Item) -> Iterator[str]:
    """Yield each question of an entry with its answer, as plain words."""
    for inner in field.fields:
        value = item.get(inner.id)
        if not is_empty(inner, value):
            yield f"{inner.label}\n{kind_of(inner).format_value(inner, value)}"
