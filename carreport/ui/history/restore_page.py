"""The page that restores a backup or the state at opening: choose one, see what would change, restore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.item_list import ItemGroup, ItemLine, ItemList
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.progress import ProgressPanel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn

FIRST_SHOWN = 8
"""The number of restore points listed at first."""
MAX_SHOWN = 12
"""The number of changes listed at first."""
BACKUPS_EXPLAINED = (
    "carreport makes a backup when you open an inquiry, once a day while it is open, and before each import "
    "or restore. It checks that every backup opens. Backups are stored on this computer, separately from "
    "the inquiry."
)
NO_CHANGES = "Nothing: all your answers would stay the same."
RESTORE_EXPLAINED = "Your current answers are kept as earlier versions, and one click undoes the restore."
CHANGES_EXPLAINED = "Struck-out text would be removed. Bold, underlined text would be restored."
COMPARING = "Comparing the answers…"
OPENING_KEY = "opened"
"""The key for the state of the inquiry when it was opened."""


@dataclass(frozen=True, slots=True)
class RestorePoint:
    """A state that can be restored: its key, its time in words, and a summary of its contents."""

    key: str
    time_text: str
    contents: str


class RestorePage(ScrollColumn):
    """The restore points, newest first, and what restoring the selected one would change."""

    moment_chosen = Signal(str)
    restore_requested = Signal(str)
    """Restore all answers to the state with this key."""
    import_missing_requested = Signal(str)
    """Import what is in the backup with this key but not in the inquiry."""
    save_separately_requested = Signal(str)
    """Save the backup with this key as a separate file next to the inquiry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._changes: list[RestorePoint] = []
        self._is_different = False
        self.moment_choices = ChoiceCards("Backups, newest first")
        self.more_link = LinkButton("Show older backups")
        self.more_link.clicked.connect(self._show_more)
        self.changes = TextLabel("")
        self.change_list = ItemList()
        self.primary_action: PrimaryAction = PrimaryAction("Restore these answers", self)
        self.primary_action.triggered.connect(self._request_restore)
        self.import_missing_button = Button("Restore what is missing")
        self.import_missing_button.clicked.connect(self._request_import_missing)
        self.save_separately_button = Button("Save as a separate file")
        self.save_separately_button.clicked.connect(self._request_save_separately)
        self.progress = ProgressPanel("Restore progress")
        self.progress.hide()
        self._actions = QWidget()
        self._lay_out()

    def show_moments(self, moments: Sequence[RestorePoint], chosen: str = "") -> None:
        """Show these restore points, with this one selected."""
        self._changes = list(moments)
        old, self.moment_choices = self.moment_choices, ChoiceCards("Backups, newest first")
        self.moment_choices.chosen.connect(self._choose)
        self._place.replaceWidget(old, self.moment_choices)
        old.hide()
        old.deleteLater()
        self._show_more()
        if chosen in self.moment_choices.by_key:
            self.moment_choices.choose(chosen)
        self.scroll_to_top()

    def show_changes(self, lines: Sequence[ItemLine], *, is_backup: bool) -> None:
        """Show what would change; only a backup can also be imported or saved as a file."""
        self._show_message(
            CHANGES_EXPLAINED if any(line.diff for line in lines) else "" if lines else NO_CHANGES
        )
        self.change_list.set_groups(ItemGroup(lines=lines, max_shown=MAX_SHOWN))
        self._is_different = bool(lines)
        self.primary_action.setEnabled(self._is_different)
        self._actions.setVisible(is_backup)

    def show_comparing(self) -> None:
        """Show that the answers are being compared."""
        self._show_message(COMPARING)
        self._is_different = False
        self.primary_action.setEnabled(False)

    def show_progress(self, share: float, text: str) -> None:
        """Show the progress of the restore, which can be cancelled until the changes are written."""
        self.progress.show_progress(share, text)
        self.progress.show()
        for button in (self.primary_action, self.import_missing_button, self.save_separately_button):
            button.setEnabled(False)

    def show_ready(self) -> None:
        """Enable the buttons again: nothing is running."""
        self.progress.hide()
        for button in (self.import_missing_button, self.save_separately_button):
            button.setEnabled(True)
        self.primary_action.setEnabled(self._is_different)

    def show_unreadable(self, why: str) -> None:
        """Show why this backup cannot be used."""
        self._show_message(why)
        self.primary_action.setEnabled(False)
        self._actions.hide()

    def focus_start(self) -> None:
        """Move the focus to the selected restore point."""
        self.scroll_to_top()
        if self.moment_choices.key:
            self.moment_choices.focus_chosen()

    def _lay_out(self) -> None:
        stack = self.content_layout
        self._place = QVBoxLayout()
        self._place.addWidget(self.moment_choices)
        stack.addWidget(HeadingLabel("Restore a backup"))
        stack.addSpacing(6)
        stack.addWidget(TextLabel(BACKUPS_EXPLAINED, ink="muted"))
        stack.addSpacing(16)
        stack.addLayout(self._place)
        stack.addSpacing(8)
        stack.addWidget(self.more_link, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(18)
        stack.addWidget(HeadingLabel("What would change", FontRole.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(self.changes)
        stack.addWidget(self.change_list)
        stack.addSpacing(16)
        stack.addWidget(TextLabel(RESTORE_EXPLAINED, FontRole.SMALL, "muted"))
        stack.addSpacing(14)
        actions = QVBoxLayout(self._actions)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(0)
        _add_action(
            actions,
            self.import_missing_button,
            "Use this if something has been lost. You see the changes first.",
        )
        _add_action(
            actions,
            self.save_separately_button,
            "Use this to look at the inquiry as it was. The open inquiry is not changed.",
        )
        stack.addWidget(self._actions)
        stack.addWidget(self.progress)
        stack.addStretch(1)

    def _show_message(self, text: str) -> None:
        """Show a message in place of the changes."""
        self.changes.setText(text)
        self.changes.setVisible(bool(text))
        self.change_list.set_groups()

    def _show_more(self) -> None:
        shown = len(self.moment_choices.by_key)
        for point in self._changes[shown : shown + FIRST_SHOWN]:
            self.moment_choices.add_choice(point.key, point.time_text, point.contents)
        self.more_link.setVisible(len(self.moment_choices.by_key) < len(self._changes))

    def _choose(self, key: str) -> None:
        self.moment_chosen.emit(key)

    def _request_restore(self) -> None:
        self.restore_requested.emit(self.moment_choices.key)

    def _request_import_missing(self) -> None:
        self.import_missing_requested.emit(self.moment_choices.key)

    def _request_save_separately(self) -> None:
        self.save_separately_requested.emit(self.moment_choices.key)


def _add_action(column: QVBoxLayout, button: Button, explanation: str) -> None:
    button.setAccessibleDescription(explanation)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addSpacing(4)
    column.addWidget(TextLabel(explanation, FontRole.SMALL, "muted"))
    column.addSpacing(14)
