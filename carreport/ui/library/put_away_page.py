"""The page with the inquiries that were put away, and those that were deleted in the last 30 days."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from carreport.ui.library.draft_card import InquiryCard
from carreport.ui.library.draft_list import InquiryCardList
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import WIDE_COLUMN, FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import ScrollColumn

PUT_AWAY_NOTE = "These are not in your list. Nothing in them has changed, and you can open them."
DELETED_NOTE = (
    "carreport keeps a deleted inquiry for 30 days, with its backups. Then it is deleted permanently."
)


class PutAwayPage(ScrollColumn):
    """Two lists of cards; those in the bin are restored, not opened."""

    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDE_COLUMN, parent)
        self.back_button = LinkButton("‹  Your inquiries")
        self.back_button.setAccessibleName("Back to your inquiries")
        self.back_button.clicked.connect(self.back_requested)
        self.put_away_list = InquiryCardList("Put away", side=0)
        self.put_away_list.shows_put_away = True
        self.deleted_list = InquiryCardList("Deleted", side=0)
        self._parts: list[tuple[InquiryCardList, tuple[QWidget, ...]]] = []
        self.empty_label = TextLabel("Nothing is put away or deleted.", ink="muted")
        self._lay_out()

    def show_cards(self, put_away: Sequence[InquiryCard], deleted: Sequence[InquiryCard]) -> None:
        """Show these inquiries; a list without any is hidden."""
        for (cards, labels), shown in zip(self._parts, (put_away, deleted), strict=True):
            cards.set_cards(shown)
            for part in (cards, *labels):
                part.setVisible(bool(shown))
        self.empty_label.setVisible(not put_away and not deleted)
        if not self.isAncestorOf(self.focusWidget()) or not self.focusWidget().isVisible():
            self.focus_start()

    def focus_start(self) -> None:
        """Move the focus to the first list with cards, or to the link back."""
        self.scroll_to_top()
        shown = [cards for cards, _ in self._parts if cards.row_model.rowCount()]
        for cards in shown[:1]:
            cards.select_row(max(0, cards.currentIndex().row()))
        (shown[0] if shown else self.back_button).setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = self.content_layout
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        column.addWidget(HeadingLabel("Put away and deleted"))
        column.addSpacing(6)
        column.addWidget(self.empty_label)
        for cards, title, note in (
            (self.put_away_list, "Put away", PUT_AWAY_NOTE),
            (self.deleted_list, "Deleted", DELETED_NOTE),
        ):
            labels = (HeadingLabel(title, FontRole.QUESTION), TextLabel(note, ink="muted"))
            for label in labels:
                label.setContentsMargins(0, 18 if label is labels[0] else 0, 0, 6)
                column.addWidget(label)
            column.addWidget(cards)
            self._parts.append((cards, labels))
            cards.row_model.rows_changed.connect(
                lambda cards=cards: cards.setFixedHeight(cards.content_height)
            )
        column.addStretch(1)
