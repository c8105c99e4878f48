"""Show the drafts as cards in one list, however many there are.

The list is drawn, not built of widgets: a thousand drafts cost no more than ten. Each card
is also one sentence, which is what a screen reader speaks.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QWidget,
)

from carreport.ui.library.draft_card import CARD_ROLE, InquiryCard
from carreport.ui.library.draft_delegate import InquiryCardDelegate, card_rect
from carreport.ui.qt.guard import qt_override

Index = QModelIndex | QPersistentModelIndex
_Role = QPalette.ColorRole


class InquiryCardModel(QAbstractListModel):
    """The cards that the search lets through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[InquiryCard, ...] = ()
        self._shown: tuple[InquiryCard, ...] = ()
        self._search_words: tuple[str, ...] = ()

    def set_cards(self, cards: Sequence[InquiryCard]) -> None:
        """Show these cards from now on."""
        self._all = tuple(cards)
        self._apply_filter()

    def replace(self, cards: Sequence[InquiryCard]) -> None:
        """Show these cards in place of those of the same drafts."""
        fresh = {card.path: card for card in cards}
        self._all = tuple(fresh.get(card.path, card) for card in self._all)
        self._apply_filter()

    def set_search(self, text: str) -> None:
        """Show only the cards on which every word of `text` stands."""
        self._search_words = tuple(text.casefold().split())
        self._apply_filter()

    @property
    def count(self) -> int:
        """How many cards there are, shown or not."""
        return len(self._all)

    @qt_override(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many cards are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    @qt_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a card, or its words."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        card = self._shown[index.row()]
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        return card.accessible_text if role == Qt.ItemDataRole.AccessibleTextRole else None

    def card(self, index: Index) -> InquiryCard:
        """Return the card at `index`."""
        return self._shown[index.row()]

    def _apply_filter(self) -> None:
        self.beginResetModel()
        self._shown = tuple(card for card in self._all if card.matches(self._search_words))
        self.endResetModel()


class InquiryCardList(QListView):
    """The cards, one under the other; a click, Enter or Space opens one."""

    card_chosen = Signal(object)
    """The path of the draft that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card_model = InquiryCardModel(self)
        self.setModel(self.card_model)
        self.setItemDelegate(InquiryCardDelegate(self))
        self.setAccessibleName("Your inquiries")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        self.setBackgroundRole(_Role.Window)
        self.card_model.modelReset.connect(self.updateGeometry)

    @property
    def content_height(self) -> int:
        """How tall the list is with all its cards."""
        rows = self.card_model.rowCount()
        heights = (self.sizeHintForRow(row) for row in range(min(rows, 40)))
        return sum(heights) + (10_000 if rows > 40 else 0)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the card with the keyboard on it by Enter or Space."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the card that was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_card(
            index, event.position().toPoint()
        ):
            self._choose(index)

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over a card."""
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        over = self._is_on_card(self.indexAt(at), at)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Measure the cards anew when the letters change their size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _is_on_card(self, index: QModelIndex, at: QPoint) -> bool:
        return index.isValid() and card_rect(self.visualRect(index), self.width()).contains(at)

    def _choose(self, index: Index) -> None:
        self.card_chosen.emit(self.card_model.card(index).path)
