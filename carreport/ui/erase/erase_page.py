"""The page that erases text permanently: choose what, see what will be erased, then confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from carreport.ui.editors.choice import Dropdown
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.item_list import BulletList
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn

PERSON, EARLIER, ALL, REPLY = "person", "earlier", "all", "reply"
"""The scopes of an erasure, which are also the keys for their cards."""
CONFIRMATION_WORD = "erase"
"""The word to type as confirmation."""
MAX_LINES = 8
ERASED = "The text has been erased from this inquiry. You cannot restore it."
PREVIEWING = "Checking what will be erased…"
NOTICE_DELAY_MS = 300
"""Delay before the page says that it is still checking, in milliseconds."""


@dataclass(frozen=True, slots=True)
class EraseChoice:
    """What to erase: one of the scopes above, and the key of the person, answer or reply."""

    scope: str
    key: str


@dataclass(frozen=True, slots=True)
class EraseSummary:
    """What is erased and where, the side effects, and what cannot be reached, each as text to show."""

    erased: str
    places: Sequence[str]
    side_effects: Sequence[str]
    not_reached: Sequence[str]


class ErasePage(ScrollColumn):
    """The page on which text is erased permanently from an inquiry."""

    choice_changed = Signal()
    erase_requested = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.kinds = ChoiceCards("What to erase")
        self.kinds.add_choice(PERSON, "Everything one person wrote", "All versions saved under their name.")
        self.kinds.add_choice(EARLIER, "Earlier versions of one answer", "The current answer is kept.")
        self.kinds.add_choice(ALL, "Everything in one answer", "The current answer is erased as well.")
        self.kinds.add_choice(REPLY, "One reply to a survey", "Use this if someone withdraws their reply.")
        self.choice_label = TextLabel("", FontRole.SMALL, "ink")
        self.people = Dropdown("erase.people", "Written by")
        self.people.setAccessibleDescription("The person whose text is erased, whichever answer it is in.")
        self.answers = Dropdown("erase.answers", "Which answer")
        self.answers.setAccessibleDescription("The answer whose text is erased.")
        self.replies = Dropdown("erase.replies", "Which reply")
        self.replies.setAccessibleDescription("The reply that is erased.")
        self.erased_label = TextLabel("", FontRole.STRONG)
        self.places = BulletList()
        self.more = LinkButton("")
        self.side_effects_label = TextLabel("", ink="attention")
        self.not_reached_label = BulletList()
        self.confirmation = QLineEdit()
        self.confirmation.setAccessibleName(f"To confirm, type the word {CONFIRMATION_WORD}")
        self.confirmation.setAccessibleDescription("Erasing cannot be undone.")
        self.primary_action: PrimaryAction = PrimaryAction("Erase permanently", self)
        self.cancel_button = Button("Cancel")
        self.failure_panel = Panel()
        self.failure_label = TextLabel("", ink="attention")
        self.looking_label = TextLabel(PREVIEWING, ink="muted")
        self.looking_label.setContentsMargins(0, 14, 0, 0)
        self.looking_label.hide()
        self._is_looking = False
        self._summary: EraseSummary | None = None
        self._choosing, self._outlook, self._deciding = QWidget(), QWidget(), QWidget()
        self._besides, self._reach = QWidget(), QWidget()
        self._heading = HeadingLabel("Erase text")
        self._intro = TextLabel("", ink="muted")
        self._goes_heading = HeadingLabel("What will be erased", FontRole.QUESTION)
        self._reach_heading = HeadingLabel("What cannot be erased", FontRole.QUESTION)
        self._connect()
        self._lay_out()

    @property
    def choice(self) -> EraseChoice:
        """The current choice."""
        return EraseChoice(self.kinds.key, str(self._box(self.kinds.key).currentData() or ""))

    def set_choices(
        self,
        people: Sequence[tuple[str, str]],
        answers: Sequence[tuple[str, str]],
        replies: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Offer these people, answers and replies, each with its key and label."""
        self.kinds.by_key[REPLY].setVisible(bool(replies))
        for box, rows, nothing in (
            (self.people, people, "Choose a person"),
            (self.answers, answers, "Choose an answer"),
            (self.replies, replies, "Choose a reply"),
        ):
            box.blockSignals(True)  # noqa: FBT003 - Qt's own setter
            box.clear()
            box.addItem(nothing, "")
            for key, label in rows:
                box.addItem(label, key)
            box.blockSignals(False)  # noqa: FBT003 - Qt's own setter

    def begin(self, choice: EraseChoice | None = None) -> None:
        """Ask what to erase, with this choice preselected."""
        self._heading.setText("Erase text")
        self._intro.setText(
            "This erases text permanently from the answers, their earlier versions, and the backups on this "
            "computer. You cannot restore it."
        )
        if choice is not None:
            box = self._box(choice.scope)
            box.setCurrentIndex(max(0, box.findData(choice.key)))
            self.kinds.choose(choice.scope)
        self._choosing.show()
        self.cancel_button.setText("Cancel")
        self._follow_kind()

    def show_nothing_chosen(self) -> None:
        """Hide any preview, because nothing has been chosen yet."""
        self._is_looking = False
        self.looking_label.hide()
        self.failure_panel.hide()
        for part in (self._outlook, self._besides, self._reach, self._deciding):
            part.hide()
        self.primary_action.setVisible(False)

    def show_looking_soon(self) -> None:
        """Hide any earlier preview; after a delay, show that a new one is being prepared."""
        self.show_nothing_chosen()
        self._is_looking = True
        QTimer.singleShot(NOTICE_DELAY_MS, self, self._show_looking)

    def show_preview(self, summary: EraseSummary) -> None:
        """Show what will be erased, and what cannot be erased."""
        self._show_summary(summary)
        self._goes_heading.setText("What will be erased")
        self._reach_heading.setText("What cannot be erased")
        self._deciding.show()
        self.primary_action.setVisible(True)
        self.confirmation.clear()

    def show_nothing(self, why: str) -> None:
        """Show why there is nothing to erase."""
        self._show_summary(EraseSummary(why, (), (), ()))
        self._deciding.hide()
        self.primary_action.setVisible(False)

    def show_erasing(self, text: str) -> None:
        """Show that text is being erased; this cannot be cancelled."""
        self._intro.setText(text)
        self._is_looking = False
        self.failure_panel.hide()
        for part in (*self._parts(), self.cancel_button):
            part.hide()
        self.primary_action.setVisible(False)
        announce(self, text)
        self.scroll_to_top()

    def show_done(self, summary: EraseSummary) -> None:
        """Show what was erased, and where the text still exists."""
        self._heading.setText("Erased")
        self._intro.setText(ERASED)
        self._show_summary(summary)
        self._goes_heading.setText("What was erased")
        self._reach_heading.setText("Where the text still exists")
        for part in (self._choosing, self._deciding):
            part.hide()
        self.primary_action.setVisible(False)
        self.cancel_button.setText("Back to the inquiry")
        self.cancel_button.show()
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self._heading.text()}. {summary.erased}")
        self.scroll_to_top()

    def show_failed(self, why: str) -> None:
        """Show why the preview or the erasure failed."""
        self.failure_label.setText(why)
        self.failure_panel.show()
        self.cancel_button.show()
        announce(self, why)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_start(self) -> None:
        """Move the focus to the selected kind."""
        self.kinds.focus_chosen()
        self.scroll_to_top()

    # Private.

    def _show_looking(self) -> None:
        if self._is_looking:
            self.looking_label.show()
            announce(self, PREVIEWING)

    def _show_summary(self, summary: EraseSummary) -> None:
        self._summary = summary
        self._is_looking = False
        self.looking_label.hide()
        self.failure_panel.hide()
        self._outlook.show()
        self.erased_label.setText(summary.erased)
        self.places.show_lines(summary.places[:MAX_LINES])
        rest = len(summary.places) - MAX_LINES
        self.more.setText(f"and {rest} more")
        self.more.setVisible(rest > 0)
        self.side_effects_label.setText("\n".join(summary.side_effects))
        self._besides.setVisible(bool(summary.side_effects))
        self.not_reached_label.show_lines(summary.not_reached)
        self._reach.setVisible(bool(summary.not_reached))

    def _show_all_places(self) -> None:
        if self._summary is not None:
            self.places.show_lines(self._summary.places)
        self.more.hide()
        self.confirmation.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_kind(self) -> None:
        here = self._box(self.kinds.key)
        for box in (self.people, self.answers, self.replies):
            box.setVisible(box is here)
        self.choice_label.setText(here.accessibleName())
        self.choice_label.setBuddy(here)
        self.choice_changed.emit()

    def _box(self, kind: str) -> Dropdown:
        return {PERSON: self.people, REPLY: self.replies}.get(kind, self.answers)

    def _follow_typing(self) -> None:
        self.primary_action.setEnabled(self.confirmation.text().strip().casefold() == CONFIRMATION_WORD)

    def _request_erase(self) -> None:
        if self.primary_action.isEnabled():
            self.erase_requested.emit()

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._follow_kind)
        for box in (self.people, self.answers, self.replies):
            box.currentIndexChanged.connect(self.choice_changed)
        self.more.clicked.connect(self._show_all_places)
        self.confirmation.textChanged.connect(self._follow_typing)
        self.confirmation.returnPressed.connect(self._request_erase)
        self.primary_action.triggered.connect(self._request_erase)
        self.cancel_button.clicked.connect(self.cancelled)
        self._follow_typing()

    def _lay_out(self) -> None:
        label = TextLabel(
            f"To confirm, type the word {CONFIRMATION_WORD}. You cannot undo this.", FontRole.SMALL, "ink"
        )
        label.setBuddy(self.confirmation)
        self.confirmation.setMaximumWidth(240)
        self.failure_panel.content_layout.addWidget(self.failure_label)
        _fill(
            self._choosing, 16, self.kinds, 16, self.choice_label, 4, self.people, self.answers, self.replies
        )
        _fill(self._outlook, 26, self._goes_heading, 6, self.erased_label, 6, self.places, 4, self.more)
        _fill(self._besides, 10, self.side_effects_label)
        _fill(self._reach, 26, self._reach_heading, 6, self.not_reached_label)
        _fill(self._deciding, 26, label, 4, self.confirmation)
        self.content_layout.addWidget(self._heading)
        self.content_layout.addSpacing(6)
        for part in (self._intro, *self._parts(), self.looking_label, self.failure_panel):
            self.content_layout.addWidget(part)
        self.content_layout.addSpacing(24)
        self.content_layout.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.content_layout.addStretch(1)

    def _parts(self) -> tuple[QWidget, ...]:
        return self._choosing, self._outlook, self._besides, self._reach, self._deciding


def _fill(part: QWidget, above: int, *rows: QWidget | int) -> None:
    """Stack these rows in `part`; a number is spacing in pixels."""
    column = QVBoxLayout(part)
    column.setContentsMargins(0, above, 0, 0)
    column.setSpacing(0)
    for row in rows:
        if isinstance(row, int):
            column.addSpacing(row)
        else:
            column.addWidget(
                row, 0, Qt.AlignmentFlag.AlignLeft if isinstance(row, LinkButton) else Qt.AlignmentFlag(0)
            )
