"""Go back: choose a backup, or the moment of opening, see what would be different, and choose how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.progress import Progress
from carreport.ui.widgets.scroll_column import Column

AT_ONCE = 8
"""How many moments are listed before one asks for more."""
MOST_LINES = 12
TOLD = (
    "A backup is made when you open an inquiry, once a day, and before anything comes in. Each is proved to "
    "open. They lie among your own files on this computer, away from the inquiry."
)
COMPARING = "Comparing the answers…"
OPENED = "opened"
"""The key of the moment at which the inquiry was opened."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One moment that one can go back to: its key, when it was in words, and what it holds."""

    key: str
    when: str
    holds: str


class GoBackPage(Column):
    """The moments one can go back to, the newest first, and what going back would change."""

    moment_chosen = Signal(str)
    again_wanted = Signal(str)
    """Every answer is to say again what it said at the moment with this key."""
    missing_wanted = Signal(str)
    """What the backup with this key holds and the inquiry has not is to be brought in."""
    beside_wanted = Signal(str)
    """The backup with this key is to be put beside the inquiry as a file of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._all: list[Earlier] = []
        self._is_different = False
        self.moments = ChoiceCards("Moments to go back to, newest first")
        self.more = Link("Show older backups")
        self.more.clicked.connect(self._show_more)
        self.changes = Words("")
        self.again = Button("Let the answers say this again", "filled")
        self.again.clicked.connect(self._want_again)
        self.missing = Button("Bring in what is missing")
        self.missing.clicked.connect(self._want_missing)
        self.beside = Button("Put it beside as a file of its own")
        self.beside.clicked.connect(self._want_beside)
        self.progress = Progress("How far going back is")
        self.progress.hide()
        self._ways = QWidget()
        self._lay_out()

    def show_moments(self, moments: Sequence[Earlier], chosen: str = "") -> None:
        """Show these moments, with this one chosen."""
        self._all = list(moments)
        old, self.moments = self.moments, ChoiceCards("Moments to go back to, newest first")
        self.moments.chosen.connect(self._choose)
        self._place.replaceWidget(old, self.moments)
        old.hide()
        old.deleteLater()
        self._show_more()
        if chosen in self.moments.cards:
            self.moments.choose(chosen)
        self.to_top()

    def show_changes(self, lines: Sequence[str], *, is_backup: bool) -> None:
        """Say what would be different; only a backup can also be brought in or put beside."""
        shown = [f"•  {line}" for line in lines[:MOST_LINES]]
        if len(lines) > MOST_LINES:
            shown.append(f"and {len(lines) - MOST_LINES} more")
        self.changes.setText("\n".join(shown) or "Nothing: every answer says what it said then.")
        self._is_different = bool(lines)
        self.again.setEnabled(self._is_different)
        self._ways.setVisible(is_backup)

    def show_looking(self) -> None:
        """Say that the answers are being compared."""
        self.changes.setText(COMPARING)
        self._is_different = False
        self.again.setEnabled(False)

    def show_working(self, share: float, words: str) -> None:
        """Say how far going back is; it can be stopped until it is written down."""
        self.progress.show_share(share, words)
        self.progress.show()
        for way in (self.again, self.missing, self.beside):
            way.setEnabled(False)

    def show_ready(self) -> None:
        """Let one choose again: nothing is under way any more."""
        self.progress.hide()
        for way in (self.missing, self.beside):
            way.setEnabled(True)
        self.again.setEnabled(self._is_different)

    def show_unsound(self, why: str) -> None:
        """Say that nothing can be done with this backup, and why."""
        self.changes.setText(why)
        self.again.setEnabled(False)
        self._ways.hide()

    def focus_here(self) -> None:
        """Put the keyboard on the moment that is chosen."""
        self.to_top()
        if self.moments.key:
            self.moments.cards[self.moments.key].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        stack = self.stack
        self._place = QVBoxLayout()
        self._place.addWidget(self.moments)
        stack.addWidget(Heading("Go back"))
        stack.addSpacing(6)
        stack.addWidget(Words(TOLD, ink="muted"))
        stack.addSpacing(16)
        stack.addLayout(self._place)
        stack.addSpacing(8)
        stack.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(18)
        stack.addWidget(Heading("What would be different", Letters.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(self.changes)
        stack.addSpacing(16)
        _add_way(
            stack,
            self.again,
            "What stands there now stays among the earlier versions, and one click undoes it.",
        )
        ways = QVBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(0)
        _add_way(ways, self.missing, "If something has been lost here. You see first what comes in.")
        _add_way(ways, self.beside, "To look at it as it was. The inquiry that is open stays as it is.")
        stack.addWidget(self._ways)
        stack.addWidget(self.progress)
        stack.addStretch(1)

    def _show_more(self) -> None:
        shown = len(self.moments.cards)
        for each in self._all[shown : shown + AT_ONCE]:
            self.moments.offer(each.key, each.when, each.holds)
        self.more.setVisible(len(self.moments.cards) < len(self._all))

    def _choose(self, key: str) -> None:
        self.moment_chosen.emit(key)

    def _want_again(self) -> None:
        self.again_wanted.emit(self.moments.key)

    def _want_missing(self) -> None:
        self.missing_wanted.emit(self.moments.key)

    def _want_beside(self) -> None:
        self.beside_wanted.emit(self.moments.key)


def _add_way(column: QVBoxLayout, button: Button, says: str) -> None:
    button.setAccessibleDescription(says)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addSpacing(4)
    column.addWidget(Words(says, Letters.SMALL, "muted"))
    column.addSpacing(14)
