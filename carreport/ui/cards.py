"""Show the drafts as cards in one list, however many there are.

The list is drawn, not built of widgets: a thousand drafts cost no more than ten. Each card
is also one sentence, which is what a screen reader speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from carreport.ui.column import SIDE, text_scale
from carreport.ui.guarded import guarded
from carreport.ui.moments import read_moment, when, who_when
from carreport.ui.paper import rounded
from carreport.ui.style import WIDE_COLUMN, Letters, font_for

Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = Qt.ItemDataRole.UserRole
_PADDING = 18
_BETWEEN = 14
_LINE = 4
_Role = QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class Card:
    """What one card says."""

    path: Path
    title: str
    subtitle: str
    shares: tuple[float, ...]
    progress: str
    changed: str
    attention: str = ""

    @property
    def spoken(self) -> str:
        """The card as one sentence."""
        parts = (self.title, self.subtitle, self.attention, self.progress, self.changed)
        return ", ".join(part for part in parts if part)

    def has(self, words: Sequence[str]) -> bool:
        """Say whether every one of these words (small letters) stands on the card."""
        text = f"{self.title}\n{self.subtitle}\n{self.changed}\n{self.attention}".casefold()
        return all(word in text for word in words)


def card_words(shares: Sequence[float]) -> str:
    """Return how far a draft has come: “5 of 7 steps started”."""
    started = sum(share > 0 for share in shares)
    return f"{started} of {len(shares)} steps started" if started else "Nothing yet"


def changed_words(author: str, changed: str, me: str, now: datetime) -> str:
    """Return who changed a draft last, and when (`changed` is UTC in ISO 8601)."""
    if not changed:
        return ""
    moment = read_moment(changed)
    return who_when(author, moment, me, now) if author else when(moment, now)


class CardModel(QAbstractListModel):
    """The cards that the search lets through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Card, ...] = ()
        self._shown: tuple[Card, ...] = ()
        self._words: tuple[str, ...] = ()

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show these cards from now on."""
        self._all = tuple(cards)
        self._sift()

    def search(self, text: str) -> None:
        """Show only the cards on which every word of `text` stands."""
        self._words = tuple(text.casefold().split())
        self._sift()

    @property
    def count(self) -> int:
        """How many cards there are, shown or not."""
        return len(self._all)

    @guarded(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many cards are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    @guarded(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a card, or its words."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        card = self._shown[index.row()]
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        return card.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def card(self, index: Index) -> Card:
        """Return the card at `index`."""
        return self._shown[index.row()]

    def _sift(self) -> None:
        self.beginResetModel()
        self._shown = tuple(card for card in self._all if card.has(self._words))
        self.endResetModel()


class CardList(QListView):
    """The cards, one under the other; a click, Enter or Space opens one."""

    card_chosen = Signal(object)
    """The path of the draft that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(CardPainter(self))
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
        self.cards.modelReset.connect(self.updateGeometry)

    @property
    def wanted_height(self) -> int:
        """How tall the list is with all its cards."""
        rows = self.cards.rowCount()
        heights = (self.sizeHintForRow(row) for row in range(min(rows, 40)))
        return sum(heights) + (10_000 if rows > 40 else 0)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the card with the keyboard on it by Enter or Space."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @guarded
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the card that was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_card(
            index, event.position().toPoint()
        ):
            self._choose(index)

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over a card."""
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        over = self._is_on_card(self.indexAt(at), at)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        """Measure the cards anew when the letters change their size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _is_on_card(self, index: QModelIndex, at: QPoint) -> bool:
        return index.isValid() and card_area(self.visualRect(index)).contains(at)

    def _choose(self, index: Index) -> None:
        self.card_chosen.emit(self.cards.card(index).path)


def card_area(row: QRect) -> QRect:
    """Return where in its row a card is drawn: centred, as wide as lists may be."""
    width = min(round(WIDE_COLUMN * text_scale()), row.width() - 2 * SIDE)
    left = row.x() + (row.width() - width) // 2
    return QRect(left, row.y(), width, row.height() - _BETWEEN)


class CardPainter(QStyledItemDelegate):
    """Draws one card: what it is called, how far it has come, who was last at it."""

    @guarded(default=QSize(400, 90))
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return how tall a card is."""
        card: Card = index.data(CARD_ROLE)
        text = QFontMetrics(font_for(Letters.TEXT)).height()
        title = QFontMetrics(font_for(Letters.STRONG)).height()
        lines = bool(card.subtitle) + bool(card.attention)
        return QSize(320, title + max(1, lines) * (text + _LINE) + 2 * _PADDING + _BETWEEN)

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the card at `index`."""
        card: Card = index.data(CARD_ROLE)
        area = card_area(option.rect)
        palette = option.palette
        states = QStyle.StateFlag
        here = bool(option.state & states.State_HasFocus) and bool(
            option.state & states.State_KeyboardFocusChange
        )
        over = bool(option.state & states.State_MouseOver)
        line = palette.color(_Role.Highlight if here else _Role.Mid if over else _Role.Midlight)
        painter.save()
        rounded(painter, area, palette.color(_Role.Base), line, 2 if here else 1)
        _Writer(painter, palette).draw(card, area.adjusted(_PADDING + 2, _PADDING, -_PADDING - 2, -_PADDING))
        painter.restore()


class _Writer:
    """Writes the parts of one card, from the right to the left."""

    def __init__(self, painter: QPainter, palette: QPalette) -> None:
        self.painter = painter
        self.palette = palette
        self.scale = text_scale()

    def draw(self, card: Card, area: QRect) -> None:
        gap = round(24 * self.scale)
        right = self.draw_open(area)
        if area.width() > 640 * self.scale:
            right = self.draw_changed(area, right - gap, card.changed)
            right = self.draw_progress(area, right - gap, card)
        self.draw_names(QRect(area.left(), area.top(), right - gap - area.left(), area.height()), card)

    def draw_open(self, area: QRect) -> int:
        metrics = QFontMetrics(font_for(Letters.TEXT))
        size = QSize(metrics.horizontalAdvance("Open") + 32, metrics.height() + 18)
        box = QRect(QPoint(area.right() - size.width(), area.center().y() - size.height() // 2), size)
        rounded(self.painter, box, self.palette.color(_Role.Base), self.palette.color(_Role.Mid), 1)
        self.write(box, "Open", Letters.TEXT, _Role.WindowText, align=Qt.AlignmentFlag.AlignHCenter)
        return box.left()

    def draw_changed(self, area: QRect, right: int, text: str) -> int:
        width = round(170 * self.scale)
        metrics = QFontMetrics(font_for(Letters.TEXT))
        who, comma, moment = text.rpartition(", ")
        fits = not comma or metrics.horizontalAdvance(text) <= width
        lines = [text] if fits else [f"{who},", moment]
        top = area.center().y() - len(lines) * metrics.height() // 2
        for number, line in enumerate(lines):
            box = QRect(right - width, top + number * metrics.height(), width, metrics.height())
            self.write(box, line, Letters.TEXT, _Role.PlaceholderText)
        return right - width

    def draw_progress(self, area: QRect, right: int, card: Card) -> int:
        width, bar = round(150 * self.scale), round(8 * self.scale)
        height = QFontMetrics(font_for(Letters.SMALL)).height()
        top = area.center().y() - (bar + 8 + height) // 2
        left = right - width
        each = max(6, (round(124 * self.scale) + 3) // max(1, len(card.shares)) - 3)
        for number, share in enumerate(card.shares):
            self.draw_part(QRect(left + number * (each + 3), top, each, bar), share)
        words = QRect(left, top + bar + 8, width, height)
        self.write(words, card.progress, Letters.SMALL, _Role.PlaceholderText)
        return left

    def draw_part(self, box: QRect, share: float) -> None:
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.palette.color(_Role.Midlight))
        self.painter.drawRoundedRect(box, 3, 3)
        if share > 0:
            self.painter.setBrush(self.palette.color(_Role.Highlight))
            filled = max(4, round(box.width() * min(share, 1)))
            self.painter.drawRoundedRect(QRect(box.left(), box.top(), filled, box.height()), 3, 3)

    def draw_names(self, area: QRect, card: Card) -> None:
        lines = [
            (card.title, Letters.STRONG, _Role.WindowText),
            (card.subtitle, Letters.TEXT, _Role.PlaceholderText),
            (card.attention, Letters.TEXT, _Role.BrightText),
        ]
        top = area.top()
        for text, letters, ink in lines:
            height = QFontMetrics(font_for(letters)).height()
            if text:
                self.write(QRect(area.left(), top, area.width(), height), text, letters, ink)
                top += height + _LINE

    def write(
        self,
        box: QRect,
        text: str,
        letters: Letters,
        ink: QPalette.ColorRole,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        font = font_for(letters)
        self.painter.setFont(font)
        self.painter.setPen(self.palette.color(ink))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self.painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)
