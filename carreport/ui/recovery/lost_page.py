"""The page for an inquiry whose file cannot be read: restore one of its backups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import ScrollColumn

NO_BACKUP = (
    "There is no backup of it on this computer. If you sent someone a copy, or received one, you can open "
    "that copy like any other file."
)
RESTORED_SEPARATELY = (
    "The backup is saved in the same folder and then opened. The file that does not open is not changed."
)


@dataclass(frozen=True, slots=True)
class BackupOffer:
    """A backup that can be restored: its key, its inquiry and time, and a summary of its contents."""

    key: str
    title: str
    contents: str


class LostFilePage(ScrollColumn):
    """The file that cannot be read, and its backups, newest first."""

    back_requested = Signal()
    backup_requested = Signal(str)
    """Restore the backup with this key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.back_link = LinkButton("‹  Back")
        self.back_link.setAccessibleName("Back")
        self.back_link.clicked.connect(self.back_requested)
        self.heading = HeadingLabel("")
        self.reason_label = TextLabel("")
        self.backup_choices = ChoiceCards("Backups, newest first")
        self.restore_button = Button("Restore", "filled")
        self.restore_button.clicked.connect(self._request_backup)
        self.failure_label = TextLabel("", FontRole.SMALL, "muted")
        self._lay_out()

    def show_offers(self, name: str, why: str, offers: Sequence[BackupOffer], *, is_known: bool) -> None:
        """Show why the file `name` does not open, and offer these backups.

        If `is_known` is false, the backups are of several inquiries, one of each.
        """
        self.heading.setText(f"{name} does not open")
        self.reason_label.setText(why)
        for offer in offers:
            self.backup_choices.add_choice(offer.key, offer.title, offer.contents)
        self._title.setText("Its backups on this computer" if is_known else "Which inquiry was it?")
        self.restore_button.setVisible(bool(offers))
        self.failure_label.setText(RESTORED_SEPARATELY if offers else NO_BACKUP)
        self._title.setVisible(bool(offers))
        self.backup_choices.setVisible(bool(offers))
        self.scroll_to_top()

    def show_failed(self, why: str) -> None:
        """Show why a backup could not be restored."""
        self.failure_label.setText(why)
        self.failure_label.set_colour("attention")

    def focus_start(self) -> None:
        """Move the focus to the newest backup, or to the link back."""
        self.scroll_to_top()
        if self.backup_choices.key:
            self.backup_choices.focus_chosen()
        else:
            self.back_link.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        stack = self.content_layout
        self._title = HeadingLabel("", FontRole.QUESTION)
        place = QVBoxLayout()
        place.addWidget(self.backup_choices)
        stack.addWidget(self.back_link, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(4)
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.reason_label)
        stack.addSpacing(24)
        stack.addWidget(self._title)
        stack.addSpacing(10)
        stack.addLayout(place)
        stack.addSpacing(18)
        stack.addWidget(self.restore_button, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(8)
        stack.addWidget(self.failure_label)
        stack.addStretch(1)

    def _request_backup(self) -> None:
        self.backup_requested.emit(self.backup_choices.key)
