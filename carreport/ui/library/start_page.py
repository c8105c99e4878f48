"""The start page: the inquiries on this computer, newest first, and buttons to start, import or open one.

The page is painted before the drafts have been read; `show_cards` fills it in. Without any inquiry it
shows `WelcomePage`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from carreport.form.wording import lower_first
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import WIDE_COLUMN, FontRole
from carreport.ui.widgets.buttons import Button, LinkButton, add_clear_button
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import SIDE, text_scale

if TYPE_CHECKING:
    from carreport.ui.library.draft_card import InquiryCard
    from carreport.ui.library.draft_list import InquiryCardList
    from carreport.ui.library.form_offers import FormOffer
    from carreport.ui.library.welcome_page import WelcomePage

PRIVACY_PROMISE = "Everything stays on this computer until you send it."
_TOP = 36
SEARCH_PAUSE_MS = 300
"""How long somebody has to stop typing until the texts are searched, in milliseconds."""
_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StartPage(QWidget):
    """The first page: the user's inquiries."""

    new_requested = Signal()
    form_chosen = Signal(object)
    """The `FormOffer` for a new inquiry."""
    open_requested = Signal()
    import_requested = Signal()
    example_requested = Signal()
    settings_requested = Signal()
    put_away_requested = Signal()
    """Show what was put away or deleted."""
    draft_chosen = Signal(object)
    """The path of the draft to open."""
    place_chosen = Signal(object, str)
    """The path of the draft to open, and the words to find in it."""
    texts_wanted = Signal(str)
    """Somebody stopped typing in the search: look for this in the texts as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.new_button = Button("New inquiry", "filled")
        self.new_button.clicked.connect(self.new_requested)
        self.import_button = Button("Import a copy…")
        self.import_button.clicked.connect(self.import_requested)
        self.open_button = LinkButton("Open a file…")
        self.open_button.clicked.connect(self.open_requested)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find an inquiry by title, place, person or words in it")
        self.search.setAccessibleName("Find an inquiry")
        add_clear_button(self.search)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(partial(self.search.setFocus, Qt.FocusReason.ShortcutFocusReason))
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.texts_wanted.emit(self.search.text()))
        self._has_list = self._is_welcome = False
        self.no_matches_label = TextLabel("", ink="muted")
        self.no_matches_label.hide()
        self.example_button = LinkButton("Look at the example")
        self.example_button.clicked.connect(self.example_requested)
        self.settings_button = LinkButton("Settings")
        self.settings_button.clicked.connect(self.settings_requested)
        self.put_away_button = LinkButton("")
        self.put_away_button.clicked.connect(self.put_away_requested)
        self._lay_out()

    @cached_property
    def welcome(self) -> WelcomePage:
        """What is shown while there are no inquiries, created when it is first needed."""
        from carreport.ui.library.form_offers import form_offers  # noqa: PLC0415 - after the first paint
        from carreport.ui.library.welcome_page import WelcomePage  # noqa: PLC0415 - likewise

        page = WelcomePage(form_offers(), PRIVACY_PROMISE)
        page.form_chosen.connect(self.form_chosen)
        page.example_requested.connect(self.example_requested)
        page.import_requested.connect(self.import_requested)
        page.open_requested.connect(self.open_requested)
        self._column.insertWidget(0, page, 1000)
        return page

    @cached_property
    def form_links(self) -> list[LinkButton]:
        """A link for each form other than the one for inquiries, created with the list."""
        from carreport.ui.library.form_offers import form_offers  # noqa: PLC0415 - after the first paint

        links = [self._make_form_link(offer) for offer in form_offers()[1:]]
        for link in links:
            self._foot_links.add(link)
        QTimer.singleShot(0, self, self._fit_footer)
        return links

    @cached_property
    def card_list(self) -> InquiryCardList:
        """The list of cards, created after the first paint."""
        from carreport.ui.library.draft_list import InquiryCardList  # noqa: PLC0415 - after the first paint

        cards = InquiryCardList()
        cards.row_entered.connect(self._open)
        cards.row_model.rows_changed.connect(self._fit_list)
        self._column.insertWidget(self._column.indexOf(self._foot_row_frame), cards, 100)
        self._has_list = True
        self._order_tabs(cards)
        return cards

    def show_cards(self, cards: Sequence[InquiryCard]) -> None:
        """Show these drafts, or the welcome if there are none."""
        self._is_welcome = not cards
        self.card_list.set_cards(cards)
        if not self.card_list.current_key:
            self.card_list.select_row(0)
        for part in (self._top_frame, self.card_list, self._foot_row_frame):
            part.setVisible(bool(cards))
        if not cards or "welcome" in self.__dict__:
            self.welcome.setVisible(not cards)
        self._column.setContentsMargins(0, 0 if self._is_welcome else _TOP, 0, 0 if self._is_welcome else 20)
        self._update_no_matches()

    def show_put_away_count(self, number: int) -> None:
        """Show how many inquiries were put away or deleted, as a link to them, or none."""
        self.put_away_button.setText(f"Put away and deleted ({number})")
        self._put_away_row.setVisible(number > 0)

    def replace_cards(self, cards: Sequence[InquiryCard]) -> None:
        """Replace the cards that have the same path as one of these; the others stay."""
        self.card_list.replace_cards(cards)
        self._update_no_matches()

    def focus_start(self) -> None:
        """Move the focus to the list, or to the button for a new inquiry if the list is empty."""
        if self._is_welcome:
            self.welcome.focus_start()
        elif self._has_list and self.card_list.row_model.rowCount():
            if not self.card_list.current_key:
                self.card_list.select_row(0)
            self.card_list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.new_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the focus from the search to the matching cards; Return opens the only one."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        key = event.key() if is_key else None  # type: ignore[attr-defined]  # a key event, checked above
        matches = self.card_list.row_model.rowCount() if key in _TO_LIST else 0
        if matches:
            self.card_list.select_row(0)
            if matches == 1 and key != Qt.Key.Key_Down:
                self._open(self.card_list.current_key)
                return True
            self.card_list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height of the list to its cards."""
        super().resizeEvent(event)
        self._fit_list()
        QTimer.singleShot(0, self, self._fit_footer)

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Adapt the layout to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_width()
            self._fit_list()
            QTimer.singleShot(0, self, self._fit_footer)

    @qt_override(default=QSize(640, 400))
    def minimumSizeHint(self) -> QSize:
        """Return a small size, so that the window can be made narrow."""
        return QSize(320, 300)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _TOP, 0, 20)
        column.setSpacing(0)
        self._top = QWidget()
        top = QVBoxLayout(self._top)
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
        self._top_frame = _centre(self._top, below=20)
        column.addWidget(self._top_frame)
        self._footer = self._make_footer()
        self._foot_row_frame = _centre(self._footer, above=10)
        column.addWidget(self._foot_row_frame)
        self._put_away_row = _centre(self._left_aligned(self.put_away_button), above=6)
        self._put_away_row.hide()
        column.addWidget(self._put_away_row)
        column.addStretch(1)
        self._column = column
        self._fit_width()

    def _make_footer(self) -> QWidget:
        foot = QWidget()
        self._foot_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, foot)
        self._foot_row.setContentsMargins(0, 0, 0, 0)
        self._foot_links = FlowRow(14)
        for link in (self.example_button, self.open_button, self.settings_button):
            self._foot_links.add(link)
        self._promise = TextLabel(PRIVACY_PROMISE, FontRole.SMALL, "muted")
        self._foot_row.addWidget(self._foot_links)
        self._foot_row.addWidget(self._promise, 1)
        return foot

    def _fit_footer(self) -> None:
        """Put the promise beside the links, or below them if there is no room."""
        links = [link for link in self._foot_links.findChildren(LinkButton) if not link.isHidden()]
        promise = self._promise.fontMetrics().horizontalAdvance(PRIVACY_PROMISE)
        needed = sum(link.sizeHint().width() + 14 for link in links) + promise + 24
        ways = QBoxLayout.Direction
        is_wide = needed <= min(self.width() - 2 * SIDE, self._footer.maximumWidth())
        self._foot_row.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)
        side = Qt.AlignmentFlag.AlignRight if is_wide else Qt.AlignmentFlag.AlignLeft
        self._promise.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _left_aligned(self, button: LinkButton) -> QWidget:
        """Return a row of the width of the list; it is not part of the footer, which may be hidden."""
        row = self._link_row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(button)
        layout.addStretch(1)
        return row

    def _fit_width(self) -> None:
        for part in (self._top, self._footer, self._link_row):
            part.setMaximumWidth(round(WIDE_COLUMN * text_scale()))

    def _fit_list(self) -> None:
        if self._has_list:
            self.card_list.setMaximumHeight(max(60, self.card_list.content_height))

    def _search(self, text: str) -> None:
        self.card_list.set_search(text)
        self._update_no_matches()
        self._pause.start()

    def _update_no_matches(self) -> None:
        nothing = bool(self.card_list.row_model.all_rows) and not self.card_list.row_model.rowCount()
        self.no_matches_label.setText(f"No inquiries match “{self.search.text()}”.")
        self.no_matches_label.setVisible(nothing)

    def _open(self, path: str) -> None:
        words = next((card.found_words for card in self.card_list.cards if str(card.path) == path), "")
        if words:
            self.place_chosen.emit(Path(path), words)
        else:
            self.draft_chosen.emit(Path(path))

    def _make_form_link(self, offer: FormOffer) -> LinkButton:
        link = LinkButton(f"New {lower_first(offer.title)}")
        link.clicked.connect(partial(self.form_chosen.emit, offer))
        return link

    def _order_tabs(self, cards: InquiryCardList) -> None:
        """Let Tab go as the eye does; the list was created last."""
        order = (
            self.import_button,
            self.new_button,
            self.search,
            cards,
            self.example_button,
            self.open_button,
            self.settings_button,
            *self.form_links,
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _centre(part: QWidget, *, above: int = 0, below: int = 0) -> QWidget:
    """Centre `part` in a row of the full width, with space above and below it."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(SIDE, above, SIDE, below)
    layout.setSpacing(0)
    layout.addStretch(1)
    layout.addWidget(part, 1000)
    layout.addStretch(1)
    layout.setDirection(QBoxLayout.Direction.LeftToRight)
    row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return row
