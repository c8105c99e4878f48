"""The list of drafts on the start page, as cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from carreport.ui.library.draft_card import InquiryCard
from carreport.ui.library.draft_delegate import CardLayout, InquiryCardDelegate, card_rect, lay_out_card
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.row_list import ROW_ROLE, Row, RowListView
from carreport.ui.widgets.scroll_column import SIDE


class InquiryCardList(RowListView):
    """The cards; the key of each is the path of its draft. A click, Enter or Space opens it.

    Cards that are put away are shown only while something is searched for.
    """

    menu_requested = Signal(object, QPoint)
    """The menu of this `InquiryCard` was asked for, at a point on the screen."""
    card_entered = Signal(object)
    """This `InquiryCard` was clicked, or Enter or Space was pressed on it."""
    rename_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, name: str = "Your inquiries", side: int = SIDE) -> None:
        super().__init__(InquiryCardDelegate(side))
        self._side = side
        self._cards: tuple[InquiryCard, ...] = ()
        self._is_searching = False
        self.shows_put_away = False
        """Whether cards that are put away are always shown."""
        self.setAccessibleName(name)
        self.setAccessibleDescription("Shift+F10 shows what you can do with an inquiry.")
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.row_model.rows_changed.connect(self.updateGeometry)
        self.row_entered.connect(lambda _: self.card_entered.emit(_card_at(self.currentIndex())))

    @property
    def cards(self) -> tuple[InquiryCard, ...]:
        """All cards, shown or not."""
        return self._cards

    def set_cards(self, cards: Sequence[InquiryCard]) -> None:
        """Show these cards."""
        self._cards = tuple(cards)
        is_shown = self.shows_put_away or self._is_searching
        self.set_rows([_make_row(card) for card in cards if is_shown or not card.is_put_away])

    def replace_cards(self, cards: Sequence[InquiryCard]) -> None:
        """Replace the cards that have the same path as one of these."""
        by_path = {card.path: card for card in cards}
        self.set_cards([by_path.get(card.path, card) for card in self._cards])

    def set_search(self, text: str) -> None:
        """Show only cards with every word of `text`, also those that are put away."""
        self._is_searching = bool(text.strip())
        self.set_cards([replace(card, found="", found_words="") for card in self._cards])
        super().set_search(text)

    @property
    def content_height(self) -> int:
        """The height of all cards; with more than 40, a height that exceeds any screen."""
        rows = self.row_model.rowCount()
        heights = (self.sizeHintForRow(row) for row in range(min(rows, 40)))
        return sum(heights) + (10_000 if rows > 40 else 0)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the cards again, because their texts wrap."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self.row_model.rows_changed.emit()

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the card that was clicked, or its menu."""
        super().mouseReleaseEvent(event)
        position = event.position().toPoint()
        index = self.indexAt(position)
        if event.button() != Qt.MouseButton.LeftButton or not self._is_on_card(index, position):
            return
        if self._layout(index).menu.contains(position):
            self._request_menu(index)
        else:
            self._enter(index)

    @qt_override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the card under the pointer, or of the current card by keyboard."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            if self.currentIndex().isValid():
                self._request_menu(self.currentIndex())
        elif self._is_on_card(index := self.indexAt(event.pos()), event.pos()):
            self.setCurrentIndex(index)
            self.menu_requested.emit(_card_at(index), event.globalPos())

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename the current card on F2, and delete it on Delete."""
        signals = {Qt.Key.Key_F2: self.rename_requested, Qt.Key.Key_Delete: self.delete_requested}
        if event.key() in signals and self.currentIndex().isValid():
            signals[Qt.Key(event.key())].emit(_card_at(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a pointing hand over a card."""
        super().mouseMoveEvent(event)
        position = event.position().toPoint()
        over = self._is_on_card(self.indexAt(position), position)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _is_on_card(self, index: QModelIndex, position: QPoint) -> bool:
        return index.isValid() and self._area(index).contains(position)

    def _area(self, index: QModelIndex) -> QRect:
        return card_rect(self.visualRect(index), self.width(), self._side)

    def _layout(self, index: QModelIndex) -> CardLayout:
        return lay_out_card(self._area(index), _card_at(index).action)

    def _request_menu(self, index: QModelIndex) -> None:
        below = self._layout(index).menu.bottomLeft()
        self.menu_requested.emit(_card_at(index), self.viewport().mapToGlobal(below))


def _card_at(index: QModelIndex) -> InquiryCard:
    card: InquiryCard = index.data(ROW_ROLE).value
    return card


def _make_row(card: InquiryCard) -> Row:
    return Row(
        str(card.path),
        card.title,
        value=card,
        accessible_text=card.accessible_text,
        search_text=card.search_text,
    )
