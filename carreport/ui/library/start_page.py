"""The start page: the inquiries on this computer, newest first, and buttons to start, import or open one.

The page is painted before the drafts have been read; `show_cards` fills it in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import WIDE_COLUMN, FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import SIDE, text_scale

if TYPE_CHECKING:
    from carreport.ui.library.draft_card import InquiryCard
    from carreport.ui.library.draft_list import InquiryCardList
    from carreport.ui.library.first_run import AuthorCard

INTRODUCTION = (
    "Write up your inquiry one step at a time, in any order, a few minutes at a sitting.",
    "You can skip any question. Your work is saved as you type.",
    "When you are ready, turn it into a Word document, PDF or web page.",
)
PRIVACY_PROMISE = "Everything stays on this computer until you send it."


class StartPage(QWidget):
    """The first page: the user's inquiries."""

    new_requested = Signal()
    open_requested = Signal()
    import_requested = Signal()
    example_requested = Signal()
    put_away_requested = Signal()
    """Show what was put away or deleted."""
    draft_chosen = Signal(object)
    """The path of the draft to open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.author_card: AuthorCard | None = None
        self.new_button = Button("New inquiry", "filled")
        self.new_button.clicked.connect(self.new_requested)
        self.import_button = Button("Import a copy…")
        self.import_button.clicked.connect(self.import_requested)
        self.open_button = LinkButton("Open a file…")
        self.open_button.clicked.connect(self.open_requested)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find an inquiry by title, place or person")
        self.search.setAccessibleName("Find an inquiry")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self._has_list = False
        self.empty_state = _EmptyState()
        self.empty_state.hide()
        self.no_matches_label = TextLabel("", ink="muted")
        self.no_matches_label.hide()
        self.example_button = LinkButton("Try the example inquiry")
        self.example_button.clicked.connect(self.example_requested)
        self.put_away_button = LinkButton("")
        self.put_away_button.clicked.connect(self.put_away_requested)
        self._lay_out()

    @cached_property
    def card_list(self) -> InquiryCardList:
        """The list of cards, created after the first paint."""
        from carreport.ui.library.draft_list import InquiryCardList  # noqa: PLC0415 - after the first paint

        cards = InquiryCardList()
        cards.row_entered.connect(self._open)
        cards.row_model.rows_changed.connect(self._fit_list)
        self._column.insertWidget(self._column.indexOf(self._empty_row), cards, 100)
        self._has_list = True
        return cards

    def show_cards(self, cards: Sequence[InquiryCard]) -> None:
        """Show these drafts, or an introduction if there are none."""
        self.card_list.set_cards(cards)
        if not self.card_list.current_key:
            self.card_list.select_row(0)
        self.search.setVisible(bool(cards))
        self.empty_state.setVisible(not cards)
        self.card_list.setVisible(bool(cards))
        self._update_no_matches()

    def show_put_away_count(self, number: int) -> None:
        """Show how many inquiries were put away or deleted, as a link to them, or none."""
        self.put_away_button.setText(f"Put away and deleted ({number})")
        self._put_away_row.setVisible(number > 0)

    def replace_cards(self, cards: Sequence[InquiryCard]) -> None:
        """Replace the cards that have the same path as one of these; the others stay."""
        self.card_list.replace_cards(cards)

    def ask_author(self) -> AuthorCard:
        """Show the card that asks who is writing."""
        from carreport.ui.library.first_run import AuthorCard  # noqa: PLC0415 - asked only once

        if self.author_card is None:
            self.author_card = AuthorCard()
            self._top_column.insertWidget(1, self.author_card)
        return self.author_card

    def focus_start(self) -> None:
        """Move the focus to the list, or to the button for a new inquiry if the list is empty."""
        if self._has_list and self.card_list.row_model.rowCount():
            if not self.card_list.current_key:
                self.card_list.select_row(0)
            self.card_list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.new_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the focus from the search to the matching cards on Down or Return."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        key = event.key() if is_key else None  # type: ignore[attr-defined]  # a key event, checked above
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return) and self.card_list.row_model.rowCount():
            self.card_list.select_row(0)
            self.card_list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height of the list to its cards."""
        super().resizeEvent(event)
        self._fit_list()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Adapt the layout to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_width()
            self._fit_list()

    @qt_override(default=QSize(640, 400))
    def minimumSizeHint(self) -> QSize:
        """Return a small size, so that the window can be made narrow."""
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
        self.heading = HeadingLabel("Your inquiries")
        head.addWidget(self.heading, 1)
        head.addWidget(self.import_button)
        head.addWidget(self.new_button)
        top.addLayout(head)
        top.addWidget(self.search)
        top.addWidget(self.no_matches_label)
        column.addWidget(_centre(self._top))
        column.addSpacing(20)
        self._empty_row = _centre(self.empty_state)
        column.addWidget(self._empty_row)
        self._footer = self._make_footer()
        column.addSpacing(10)
        column.addWidget(_centre(self._footer))
        self._put_away_row = _centre(self._left_aligned(self.put_away_button))
        self._put_away_row.hide()
        column.addSpacing(6)
        column.addWidget(self._put_away_row)
        column.addStretch(1)
        self._column = column
        self._fit_width()

    def _make_footer(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(TextLabel("New here?", ink="muted", wrap=False))
        row.addWidget(self.example_button)
        row.addWidget(self.open_button)
        row.addStretch(1)
        promise = TextLabel(PRIVACY_PROMISE, FontRole.SMALL, "muted")
        promise.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(promise, 20)
        return foot

    def _left_aligned(self, button: LinkButton) -> QWidget:
        """Return a row of the width of the list; it is not part of the footer, which may be hidden."""
        row = self._link_row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(button)
        layout.addStretch(1)
        return row

    def _fit_width(self) -> None:
        for part in (self._top, self.empty_state, self._footer, self._link_row):
            part.setMaximumWidth(round(WIDE_COLUMN * text_scale()))

    def _fit_list(self) -> None:
        if self._has_list:
            self.card_list.setMaximumHeight(max(60, self.card_list.content_height))

    def _search(self, text: str) -> None:
        self.card_list.set_search(text)
        self._update_no_matches()

    def _update_no_matches(self) -> None:
        nothing = bool(self.card_list.row_model.all_rows) and not self.card_list.row_model.rowCount()
        self.no_matches_label.setText(f"No inquiries match “{self.search.text()}”.")
        self.no_matches_label.setVisible(nothing)

    def _open(self, path: str) -> None:
        self.draft_chosen.emit(Path(path))


class _EmptyState(QWidget):
    """The introduction, shown while there are no inquiries."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 16)
        column.setSpacing(8)
        column.addWidget(HeadingLabel("Start your first inquiry", FontRole.QUESTION))
        for text in INTRODUCTION:
            column.addWidget(TextLabel(text, ink="muted"))


def _centre(part: QWidget) -> QWidget:
    """Centre `part` in a row of the full width."""
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
