"""Show the drafts on this computer, newest first, and the ways to begin.

The page is drawn before the drafts are known; `show_cards` fills it in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import WIDE_COLUMN, Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.scroll_column import SIDE, text_scale

if TYPE_CHECKING:
    from carreport.ui.library.draft_card import Card
    from carreport.ui.library.draft_list import CardList
    from carreport.ui.library.first_run import WhoIsWriting

TEACHING = (
    "An inquiry is written in a few steps, in any order, some minutes at a time.",
    "Nothing has to be answered, and everything is saved as you write.",
    "When there is enough in it, one button makes it a Word document or a web page.",
)
PROMISE = "Everything stays on this computer until you send it."


class StartPage(QWidget):
    """The first page: your inquiries."""

    new_wanted = Signal()
    open_wanted = Signal()
    bring_wanted = Signal()
    example_wanted = Signal()
    draft_chosen = Signal(object)
    """The path of the draft to open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who: WhoIsWriting | None = None
        self.new = Button("New inquiry", "filled")
        self.new.clicked.connect(self.new_wanted)
        self.bring = Button("Bring in a copy…")
        self.bring.clicked.connect(self.bring_wanted)
        self.open = Link("Open a file…")
        self.open.clicked.connect(self.open_wanted)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find an inquiry by its title, place or person")
        self.search.setAccessibleName("Find an inquiry")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self._has_list = False
        self.empty = _Empty()
        self.empty.hide()
        self.nothing_found = Words("", ink="muted")
        self.nothing_found.hide()
        self.example = Link("Try the example inquiry")
        self.example.clicked.connect(self.example_wanted)
        self._lay_out()

    @cached_property
    def list(self) -> CardList:
        """The cards; made when the first ones are known, after the page has been painted."""
        from carreport.ui.library.draft_list import CardList  # noqa: PLC0415 - after the first paint

        made = CardList()
        made.card_chosen.connect(self.draft_chosen)
        made.cards.modelReset.connect(self._fit_list)
        self._column.insertWidget(self._column.indexOf(self._empty_row), made, 100)
        self._has_list = True
        return made

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show these drafts; with none, say what belongs here."""
        chosen = self.list.currentIndex()
        path = self.list.cards.card(chosen).path if chosen.isValid() else None
        self.list.cards.set_cards(cards)
        self._choose(path)
        self.search.setVisible(bool(cards))
        self.empty.setVisible(not cards)
        self.list.setVisible(bool(cards))
        self._say_when_nothing_found()

    def replace_cards(self, cards: Sequence[Card]) -> None:
        """Let these cards say more than they did; the others stay."""
        chosen = self.list.currentIndex()
        path = self.list.cards.card(chosen).path if chosen.isValid() else None
        self.list.cards.replace(cards)
        self._choose(path)

    def ask_who(self) -> WhoIsWriting:
        """Show the card that asks who is writing."""
        from carreport.ui.library.first_run import WhoIsWriting  # noqa: PLC0415 - asked only once

        if self.who is None:
            self.who = WhoIsWriting()
            self._top_column.insertWidget(1, self.who)
        return self.who

    def focus_here(self) -> None:
        """Put the keyboard where one would begin."""
        if self._has_list and self.list.cards.rowCount():
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.list.cards.index(0, 0))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the down key lead from the search to the cards found."""
        wanted = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if wanted and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.list.cards.rowCount():  # type: ignore[attr-defined]  # a key event, said above
            self.list.setCurrentIndex(self.list.cards.index(0, 0))
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the parts above and below the cards as wide as the cards."""
        super().resizeEvent(event)
        self._fit_list()

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        """Follow the chosen text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_width()
            self._fit_list()

    @guarded(default=QSize(640, 400))
    def minimumSizeHint(self) -> QSize:
        """Let the window be as narrow as the person wants it."""
        return QSize(320, 300)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 36, 0, 20)
        column.setSpacing(0)
        self._top = QWidget()
        top = self._top_column = QVBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(14)
        head = QHBoxLayout()
        head.setSpacing(10)
        self.heading = Heading("Your inquiries")
        head.addWidget(self.heading, 1)
        head.addWidget(self.bring)
        head.addWidget(self.new)
        top.addLayout(head)
        top.addWidget(self.search)
        top.addWidget(self.nothing_found)
        column.addWidget(_centred(self._top))
        column.addSpacing(20)
        self._empty_row = _centred(self.empty)
        column.addWidget(self._empty_row)
        self._foot = self._make_foot()
        column.addSpacing(10)
        column.addWidget(_centred(self._foot))
        column.addStretch(1)
        self._column = column
        self._fit_width()

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(Words("New here?", ink="muted", wrap=False))
        row.addWidget(self.example)
        row.addWidget(self.open)
        row.addStretch(1)
        promise = Words(PROMISE, Letters.SMALL, "muted")
        promise.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(promise, 20)
        return foot

    def _fit_width(self) -> None:
        for part in (self._top, self.empty, self._foot):
            part.setMaximumWidth(round(WIDE_COLUMN * text_scale()))

    def _fit_list(self) -> None:
        if self._has_list:
            self.list.setMaximumHeight(max(60, self.list.wanted_height))

    def _search(self, text: str) -> None:
        self.list.cards.search(text)
        self._say_when_nothing_found()

    def _say_when_nothing_found(self) -> None:
        nothing = bool(self.list.cards.count) and not self.list.cards.rowCount()
        self.nothing_found.setText(f"No inquiry here has “{self.search.text()}” on its card.")
        self.nothing_found.setVisible(nothing)

    def _choose(self, path: Path | None) -> None:
        model = self.list.cards
        row = next((n for n in range(model.rowCount()) if model.card(model.index(n, 0)).path == path), 0)
        if model.rowCount():
            self.list.setCurrentIndex(model.index(row, 0))


class _Empty(QWidget):
    """What stands where the cards will be, before there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 16)
        column.setSpacing(8)
        column.addWidget(Heading("Your first inquiry begins here", Letters.QUESTION))
        for text in TEACHING:
            column.addWidget(Words(text, ink="muted"))


def _centred(part: QWidget) -> QWidget:
    """Put `part` in the middle of a row that takes the whole width."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(SIDE, 0, SIDE, 0)
    layout.setSpacing(0)
    layout.addStretch(1)
    layout.addWidget(part, 1000)
    layout.addStretch(1)
    layout.setDirection(QBoxLayout.Direction.LeftToRight)
    row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return row
