"""Erase words for good: choose whose or which, see what goes and what cannot be reached, then confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from carreport.ui.editors.choice import Dropdown
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.item_list import Bullets
from carreport.ui.widgets.labels import Heading, Words, announce
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import Column

PERSON, EARLIER, ALL, REPLY = "person", "earlier", "all", "reply"
"""The keys of what can be erased."""
WORD = "erase"
"""What one types to go on."""
MOST_LINES = 8
LOOKING = "Finding out what would go…"
SAY_AFTER = 300
"""After how many milliseconds the page says that it is still finding that out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be erased: one of the kinds above, and the person or the answer."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Told:
    """What goes, what becomes of the answers, and what keeps the words; each in whole sentences."""

    goes: str
    places: Sequence[str]
    besides: Sequence[str]
    out_of_reach: Sequence[str]


class ErasePage(Column):
    """The page on which words are taken out of an inquiry for good."""

    choice_changed = Signal()
    erase_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.kinds = ChoiceCards("What to erase")
        self.kinds.offer(PERSON, "All words of one person", "In every answer that carries their name.")
        self.kinds.offer(EARLIER, "Earlier versions of one answer", "What stands there now stays.")
        self.kinds.offer(ALL, "Everything in one answer", "What stands there now goes, too.")
        self.kinds.offer(REPLY, "One reply to a survey", "For somebody who takes back what they replied.")
        self.which = Words("", Letters.SMALL, "ink")
        self.people = Dropdown("erase.people", "Whose words")
        self.answers = Dropdown("erase.answers", "Which answer")
        self.replies = Dropdown("erase.replies", "Which reply")
        self.goes = Words("", Letters.STRONG)
        self.places = Bullets()
        self.more = Link("")
        self.besides = Words("", ink="attention")
        self.out_of_reach = Bullets()
        self.typed = QLineEdit()
        self.typed.setAccessibleName(f"To go on, type the word {WORD}")
        self.erase = Button("Erase for good", "filled")
        self.leave = Button("Leave everything as it is")
        self.trouble = Panel()
        self.why = Words("", ink="attention")
        self.looking = Words(LOOKING, ink="muted")
        self.looking.setContentsMargins(0, 14, 0, 0)
        self.looking.hide()
        self._is_looking = False
        self._told: Told | None = None
        self._choosing, self._outlook, self._deciding = QWidget(), QWidget(), QWidget()
        self._besides, self._reach = QWidget(), QWidget()
        self._heading = Heading("Erase words")
        self._intro = Words("", ink="muted")
        self._goes_heading = Heading("What goes", Letters.QUESTION)
        self._reach_heading = Heading("What cannot be reached", Letters.QUESTION)
        self._connect()
        self._lay_out()

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return Choice(self.kinds.key, str(self._box(self.kinds.key).currentData() or ""))

    def offer(
        self,
        people: Sequence[tuple[str, str]],
        answers: Sequence[tuple[str, str]],
        replies: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Offer these people, answers and replies, each with its key and its words."""
        self.kinds.cards[REPLY].setVisible(bool(replies))
        for box, rows, nothing in (
            (self.people, people, "Choose a person"),
            (self.answers, answers, "Choose an answer"),
            (self.replies, replies, "Choose a reply"),
        ):
            box.blockSignals(True)  # noqa: FBT003 - Qt's own setter
            box.clear()
            box.addItem(nothing, "")
            for key, words in rows:
                box.addItem(words, key)
            box.blockSignals(False)  # noqa: FBT003 - Qt's own setter

    def begin(self, choice: Choice | None = None) -> None:
        """Ask what is to be erased, with this proposed."""
        self._heading.setText("Erase words")
        self._intro.setText(
            "Takes words out of this inquiry for good: out of its answers, their earlier versions, and the "
            "backups on this computer. Nothing brings them back."
        )
        if choice is not None:
            box = self._box(choice.kind)
            box.setCurrentIndex(max(0, box.findData(choice.key)))
            self.kinds.choose(choice.kind)
        self._choosing.show()
        self.leave.setText("Leave everything as it is")
        self._follow_kind()

    def show_unchosen(self) -> None:
        """Nobody and nothing is chosen yet."""
        self._is_looking = False
        self.looking.hide()
        self.trouble.hide()
        for part in (self._outlook, self._besides, self._reach, self._deciding, self.erase):
            part.hide()

    def begin_looking(self) -> None:
        """What would go is being found out; that is said once it takes a while."""
        self.show_unchosen()
        self._is_looking = True
        QTimer.singleShot(SAY_AFTER, self, self._say_looking)

    def show_outlook(self, told: Told) -> None:
        """Say what would go, and what could not be reached."""
        self._show(told)
        self._goes_heading.setText("What goes")
        self._reach_heading.setText("What cannot be reached")
        self._deciding.show()
        self.erase.show()
        self.typed.clear()

    def show_nothing(self, why: str) -> None:
        """Say that there is nothing to erase."""
        self._show(Told(why, (), (), ()))
        self._deciding.hide()
        self.erase.hide()

    def show_working(self, words: str) -> None:
        """Say that it is being done; from here there is no way back."""
        self._intro.setText(words)
        self._is_looking = False
        self.trouble.hide()
        for part in (*self._parts(), self.erase, self.leave):
            part.hide()
        announce(self, words)
        self.to_top()

    def show_done(self, told: Told) -> None:
        """Say what is gone, and what still has the words."""
        self._heading.setText("Erased")
        self._intro.setText("The words are gone from this inquiry. Nothing brings them back.")
        self._show(told)
        self._goes_heading.setText("What is gone")
        self._reach_heading.setText("What still has the words")
        for part in (self._choosing, self._deciding, self.erase):
            part.hide()
        self.leave.setText("Back to the inquiry")
        self.leave.show()
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self._heading.text()}. {told.goes}")
        self.to_top()

    def show_failed(self, why: str) -> None:
        """Say why it could not be done."""
        self.why.setText(why)
        self.trouble.show()
        self.leave.show()
        announce(self, why)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_here(self) -> None:
        """Put the keyboard on the first choice."""
        self.kinds.cards[self.kinds.key].button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    # Inside.

    def _say_looking(self) -> None:
        if self._is_looking:
            self.looking.show()
            announce(self, LOOKING)

    def _show(self, told: Told) -> None:
        self._told = told
        self._is_looking = False
        self.looking.hide()
        self.trouble.hide()
        self._outlook.show()
        self.goes.setText(told.goes)
        self.places.show_lines(told.places[:MOST_LINES])
        rest = len(told.places) - MOST_LINES
        self.more.setText(f"and {rest} more")
        self.more.setVisible(rest > 0)
        self.besides.setText("\n".join(told.besides))
        self._besides.setVisible(bool(told.besides))
        self.out_of_reach.show_lines(told.out_of_reach)
        self._reach.setVisible(bool(told.out_of_reach))

    def _show_all_places(self) -> None:
        if self._told is not None:
            self.places.show_lines(self._told.places)
        self.more.hide()
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_kind(self) -> None:
        here = self._box(self.kinds.key)
        for box in (self.people, self.answers, self.replies):
            box.setVisible(box is here)
        self.which.setText(here.accessibleName())
        self.which.setBuddy(here)
        self.choice_changed.emit()

    def _box(self, kind: str) -> Dropdown:
        return {PERSON: self.people, REPLY: self.replies}.get(kind, self.answers)

    def _follow_typing(self) -> None:
        self.erase.setEnabled(self.typed.text().strip().casefold() == WORD)

    def _want_erase(self) -> None:
        if self.erase.isEnabled():
            self.erase_wanted.emit()

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._follow_kind)
        for box in (self.people, self.answers, self.replies):
            box.currentIndexChanged.connect(self.choice_changed)
        self.more.clicked.connect(self._show_all_places)
        self.typed.textChanged.connect(self._follow_typing)
        self.typed.returnPressed.connect(self._want_erase)
        self.erase.clicked.connect(self._want_erase)
        self.leave.clicked.connect(self.left)
        self._follow_typing()

    def _lay_out(self) -> None:
        label = Words(f"To go on, type the word {WORD}. It cannot be undone.", Letters.SMALL, "ink")
        label.setBuddy(self.typed)
        self.typed.setMaximumWidth(240)
        self.trouble.stack.addWidget(self.why)
        ways = QWidget()
        row = QHBoxLayout(ways)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.erase)
        row.addWidget(self.leave)
        row.addStretch(1)
        _fill(self._choosing, 16, self.kinds, 16, self.which, 4, self.people, self.answers, self.replies)
        _fill(self._outlook, 26, self._goes_heading, 6, self.goes, 6, self.places, 4, self.more)
        _fill(self._besides, 10, self.besides)
        _fill(self._reach, 26, self._reach_heading, 6, self.out_of_reach)
        _fill(self._deciding, 26, label, 4, self.typed)
        self.stack.addWidget(self._heading)
        self.stack.addSpacing(6)
        for part in (self._intro, *self._parts(), self.looking, self.trouble):
            self.stack.addWidget(part)
        self.stack.addSpacing(24)
        self.stack.addWidget(ways)
        self.stack.addStretch(1)

    def _parts(self) -> tuple[QWidget, ...]:
        return self._choosing, self._outlook, self._besides, self._reach, self._deciding


def _fill(part: QWidget, above: int, *rows: QWidget | int) -> None:
    """Put these one below the other into a part that can be hidden as one; a number is room between."""
    column = QVBoxLayout(part)
    column.setContentsMargins(0, above, 0, 0)
    column.setSpacing(0)
    for each in rows:
        if isinstance(each, int):
            column.addSpacing(each)
        else:
            column.addWidget(
                each, 0, Qt.AlignmentFlag.AlignLeft if isinstance(each, Link) else Qt.AlignmentFlag(0)
            )
