"""The list of drafts on the start page, as cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QListView

from carreport.ui.library.draft_card import InquiryCard
from carreport.ui.library.draft_delegate import InquiryCardDelegate, card_rect
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.row_list import Row, RowListView


class InquiryCardList(RowListView):
    """The cards; the key of each is the path of its draft. A click, Enter or Space opens it."""

    def __init__(self) -> None:
        super().__init__(InquiryCardDelegate())
        self.setAccessibleName("Your inquiries")
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.row_model.rows_changed.connect(self.updateGeometry)

    def set_cards(self, cards: Sequence[InquiryCard]) -> None:
        """Show these cards."""
        self.set_rows([_make_row(card) for card in cards])

    def replace_cards(self, cards: Sequence[InquiryCard]) -> None:
        """Replace the cards that have the same path as one of these."""
        self.row_model.replace_rows([_make_row(card) for card in cards])

    @property
    def content_height(self) -> int:
        """The height of all cards; with more than 40, a height that exceeds any screen."""
        rows = self.row_model.rowCount()
        heights = (self.sizeHintForRow(row) for row in range(min(rows, 40)))
        return sum(heights) + (10_000 if rows > 40 else 0)

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the card that was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_card(
            index, event.position().toPoint()
        ):
            self._enter(index)

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a pointing hand over a card."""
        super().mouseMoveEvent(event)
        position = event.position().toPoint()
        over = self._is_on_card(self.indexAt(position), position)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _is_on_card(self, index: QModelIndex, position: QPoint) -> bool:
        return index.isValid() and card_rect(self.visualRect(index), self.width()).contains(position)


def _make_row(card: InquiryCard) -> Row:
    return Row(
        str(card.path),
        card.title,
        value=card,
        accessible_text=card.accessible_text,
        search_text=card.search_text,
    )
