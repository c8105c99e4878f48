"""The page that shows the entries removed from a group and restores one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import plural
from carreport.ui.editors.list.entry_summary import entry_summary
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn


class RemovedPage(ScrollColumn):
    """The removed entries of one group, with the selected one in full below."""

    restore_requested = Signal(str)
    """The path of the entry to restore."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._field: Field | None = None
        self._group = ""
        self._items: dict[str, Item] = {}
        self.heading = HeadingLabel("Removed entries")
        self.question = TextLabel("", ink="muted")
        self.entry_choices = ChoiceCards("Removed entries")
        self.entry_text = TextLabel("")
        self.entry_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.primary_action: PrimaryAction = PrimaryAction("Restore this entry", self)
        self.primary_action.triggered.connect(self._restore)
        self._lay_out()

    def show_removed(self, field: Field, group: str, items: Sequence[Item]) -> None:
        """Show the entries that were removed from the group at `group`."""
        self._field, self._group = field, group
        self._items = {item.id: item for item in items}
        self.heading.setText(f"Removed {plural(field.item_noun)}")
        self.question.setText(field.label)
        old, self.entry_choices = self.entry_choices, ChoiceCards(self.heading.text())
        self.entry_choices.chosen.connect(self._show_entry)
        self._place.replaceWidget(old, self.entry_choices)
        old.hide()
        old.deleteLater()
        for item in items:
            title, rest = entry_summary(field, item)
            self.entry_choices.add_choice(item.id, title, rest)
        self.scroll_to_top()

    def focus_start(self) -> None:
        """Move the focus to the selected entry."""
        self.entry_choices.focus_chosen()
        self.scroll_to_top()

    def _lay_out(self) -> None:
        panel = Panel()
        panel.content_layout.addWidget(self.entry_text)
        self._place = QVBoxLayout()
        self._place.addWidget(self.entry_choices)
        self.content_layout.addWidget(self.heading)
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(self.question)
        self.content_layout.addSpacing(16)
        self.content_layout.addLayout(self._place)
        self.content_layout.addSpacing(14)
        self.content_layout.addWidget(HeadingLabel("Selected entry", FontRole.QUESTION))
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(panel)
        panel.show()
        self.content_layout.addStretch(1)

    def _show_entry(self, item_id: str) -> None:
        assert self._field is not None  # noqa: S101 - set together with the entries
        text = "\n\n".join(entry_lines(self._field, self._items[item_id]))
        self.entry_text.setText(text or "This entry was empty.")

    def _restore(self) -> None:
        self.restore_requested.emit(paths.item_path(self._group, self.entry_choices.key))


def entry_lines(field: Field, item: Item) -> Iterator[str]:
    """Yield each question of an entry with its answer, as plain text."""
    for inner in field.fields:
        value = item.get(inner.id)
        if not is_empty(inner, value):
            yield f"{inner.label}\n{kind_of(inner).format_value(inner, value)}"
