"""Go back: choose a backup, or the moment of opening, see what would be different, and choose how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.progress import ProgressPanel
from carreport.ui.widgets.scroll_column import ScrollColumn

FIRST_SHOWN = 8
"""How many moments are listed before one asks for more."""
MAX_LINES = 12
BACKUPS_EXPLAINED = (
    "A backup is made when you open an inquiry, once a day, and before anything comes in. Each is proved to "
    "open. They lie among your own files on this computer, away from the inquiry."
)
COMPARING = "Comparing the answers…"
OPENING_KEY = "opened"
"""The key of the moment at which the inquiry was opened."""


@dataclass(frozen=True, slots=True)
class RestorePoint:
    """One moment that one can go back to: its key, when it was in words, and what it holds."""

    key: str
    time_text: str
    contents: str


class RestorePage(ScrollColumn):
    """The moments one can go back to, the newest first, and what going back would change."""

    moment_chosen = Signal(str)
    restore_requested = Signal(str)
    """Every answer is to say again what it said at the moment with this key."""
    import_missing_requested = Signal(str)
    """What the backup with this key holds and the inquiry has not is to be brought in."""
    save_separately_requested = Signal(str)
    """The backup with this key is to be put beside the inquiry as a file of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._changes: list[RestorePoint] = []
        self._is_different = False
        self.moment_choices = ChoiceCards("Moments to go back to, newest first")
        self.more_link = LinkButton("Show older backups")
        self.more_link.clicked.connect(self._show_more)
        self.changes = TextLabel("")
        self.restore_button = Button("Let the answers say this again", "filled")
        self.restore_button.clicked.connect(self._request_restore)
        self.import_missing_button = Button("Bring in what is missing")
        self.import_missing_button.clicked.connect(self._request_import_missing)
        self.save_separately_button = Button("Put it beside as a file of its own")
        self.save_separately_button.clicked.connect(self._request_save_separately)
        self.progress = ProgressPanel("How far going back is")
        self.progress.hide()
        self._actions = QWidget()
        self._lay_out()

    def show_moments(self, moments: Sequence[RestorePoint], chosen: str = "") -> None:
        """Show these moments, with this one chosen."""
        self._changes = list(moments)
        old, self.moment_choices = self.moment_choices, ChoiceCards("Moments to go back to, newest first")
        self.moment_choices.chosen.connect(self._choose)
        self._place.replaceWidget(old, self.moment_choices)
        old.hide()
        old.deleteLater()
        self._show_more()
        if chosen in self.moment_choices.cards:
            self.moment_choices.choose(chosen)
        self.scroll_to_top()

    def show_changes(self, lines: Sequence[str], *, is_backup: bool) -> None:
        """Say what would be different; only a backup can also be brought in or put beside."""
        shown = [f"•  {line}" for line in lines[:MAX_LINES]]
        if len(lines) > MAX_LINES:
            shown.append(f"and {len(lines) - MAX_LINES} more")
        self.changes.setText("\n".join(shown) or "Nothing: every answer says what it said then.")
        self._is_different = bool(lines)
        self.restore_button.setEnabled(self._is_different)
        self._actions.setVisible(is_backup)

    def show_comparing(self) -> None:
        """Say that the answers are being compared."""
        self.changes.setText(COMPARING)
        self._is_different = False
        self.restore_button.setEnabled(False)

    def show_progress(self, share: float, words: str) -> None:
        """Say how far going back is; it can be stopped until it is written down."""
        self.progress.show_progress(share, words)
        self.progress.show()
        for way in (self.restore_button, self.import_missing_button, self.save_separately_button):
            way.setEnabled(False)

    def show_ready(self) -> None:
        """Let one choose again: nothing is under way any more."""
        self.progress.hide()
        for way in (self.import_missing_button, self.save_separately_button):
            way.setEnabled(True)
        self.restore_button.setEnabled(self._is_different)

    def show_unreadable(self, why: str) -> None:
        """Say that nothing can be done with this backup, and why."""
        self.changes.setText(why)
        self.restore_button.setEnabled(False)
        self._actions.hide()

    def focus_start(self) -> None:
        """Put the keyboard on the moment that is chosen."""
        self.scroll_to_top()
        if self.moment_choices.key:
            self.moment_choices.cards[self.moment_choices.key].radio_button.setFocus(
                Qt.FocusReason.OtherFocusReason
            )

    def _lay_out(self) -> None:
        stack = self.content_layout
        self._place = QVBoxLayout()
        self._place.addWidget(self.moment_choices)
        stack.addWidget(HeadingLabel("Go back"))
        stack.addSpacing(6)
        stack.addWidget(TextLabel(BACKUPS_EXPLAINED, ink="muted"))
        stack.addSpacing(16)
        stack.addLayout(self._place)
        stack.addSpacing(8)
        stack.addWidget(self.more_link, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(18)
        stack.addWidget(HeadingLabel("What would be different", FontRole.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(self.changes)
        stack.addSpacing(16)
        _add_action(
            stack,
            self.restore_button,
            "What stands there now stays among the earlier versions, and one click undoes it.",
        )
        ways = QVBoxLayout(self._actions)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(0)
        _add_action(
            ways, self.import_missing_button, "If something has been lost here. You see first what comes in."
        )
        _add_action(
            ways,
            self.save_separately_button,
            "To look at it as it was. The inquiry that is open stays as it is.",
        )
        stack.addWidget(self._actions)
        stack.addWidget(self.progress)
        stack.addStretch(1)

    def _show_more(self) -> None:
        shown = len(self.moment_choices.cards)
        for each in self._changes[shown : shown + FIRST_SHOWN]:
            self.moment_choices.add_choice(each.key, each.time_text, each.contents)
        self.more_link.setVisible(len(self.moment_choices.cards) < len(self._changes))

    def _choose(self, key: str) -> None:
        self.moment_chosen.emit(key)

    def _request_restore(self) -> None:
        self.restore_requested.emit(self.moment_choices.key)

    def _request_import_missing(self) -> None:
        self.import_missing_requested.emit(self.moment_choices.key)

    def _request_save_separately(self) -> None:
        self.save_separately_requested.emit(self.moment_choices.key)


def _add_action(column: QVBoxLayout, button: Button, says: str) -> None:
    button.setAccessibleDescription(says)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addSpacing(4)
    column.addWidget(TextLabel(says, FontRole.SMALL, "muted"))
    column.addSpacing(14)
