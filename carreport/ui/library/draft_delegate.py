"""The delegate that paints a draft as a card: its title, status and last change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from carreport.ui.library.draft_card import InquiryCard
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import WIDE_COLUMN, FontRole, font_for
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.row_list import ROW_ROLE
from carreport.ui.widgets.scroll_column import SIDE, text_scale

Index = QModelIndex | QPersistentModelIndex
_PADDING = 18
_BETWEEN = 14
_LINE_GAP = 4
_WIDE = 640
"""The width of a card, at the usual text size, from which the last change is at the right."""
_CHANGE_WIDTH = 170
_MOST_HEIGHTS = 5_000
"""How many heights are kept, because a list asks for those of all its cards each time it is laid out."""
_Role = QPalette.ColorRole


class CardLine(NamedTuple):
    """A text on a card, which may take several lines."""

    text: str
    font_role: FontRole
    colour_role: QPalette.ColorRole


class CardLayout(NamedTuple):
    """Where the parts of a card are: its texts, the last change (if it is at the right), and the buttons."""

    texts: QRect
    change: QRect
    button: QRect
    menu: QRect


def card_rect(row: QRect, list_width: int, side: int = SIDE) -> QRect:
    """Return the rectangle for a card within its row, centred in a list of this width.

    `side` is the least space at each side. The result does not depend on whether the scroll bar is shown.
    """
    width = min(round(WIDE_COLUMN * text_scale()), list_width - 2 * side)
    left = (list_width - width) // 2
    return QRect(left, row.y(), width, row.height() - _BETWEEN)


def lay_out_card(area: QRect, action: str) -> CardLayout:
    """Return where the parts of a card in `area` are; `action` is the text of its button."""
    scale = text_scale()
    inside = area.adjusted(_PADDING + 2, _PADDING, -_PADDING - 2, -_PADDING)
    metrics = QFontMetrics(font_for(FontRole.TEXT))
    height, gap = metrics.height() + 18, round(24 * scale)
    top = area.center().y() - height // 2
    menu = QRect(inside.right() - height, top, height, height)
    button_width = metrics.horizontalAdvance(action) + 32
    button = QRect(menu.left() - 8 - button_width, top, button_width, height)
    right, change = button.left() - gap, QRect()
    if inside.width() > _WIDE * scale:
        width = round(_CHANGE_WIDTH * scale)
        change = QRect(right - width, inside.top(), width, inside.height())
        right = change.left() - gap
    texts = QRect(inside.left(), inside.top(), right - inside.left(), inside.height())
    return CardLayout(texts, change, button, menu)


class InquiryCardDelegate(QStyledItemDelegate):
    """Paints a card: title, status, last change, a button such as “Open”, and one for its menu."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self._row_heights: dict[int, tuple[InquiryCard, tuple[int, float], int]] = {}

    @qt_override(default=QSize(400, 90))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a card, with its margins, and a minimum width."""
        card: InquiryCard = index.data(ROW_ROLE).value
        scale = text_scale()
        measured = (min(option.widget.width(), round(WIDE_COLUMN * scale) + 2 * self._side), scale)
        known, when, height = self._row_heights.get(id(card), (None, None, 0))
        if known is not card or when != measured:  # to compare whole cards would take longer
            height = self._measure(card, *measured)
            if len(self._row_heights) > _MOST_HEIGHTS:
                self._row_heights.clear()
            self._row_heights[id(card)] = (card, measured, height)
        return QSize(320, height)

    def _measure(self, card: InquiryCard, list_width: int, scale: float) -> int:
        width, button, has_change = _text_room(list_width, self._side, card.action, scale)
        texts = total_height(list(_lines(card, has_change=has_change)), width)
        return max(texts, button) + 2 * _PADDING + _BETWEEN

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the card at `index`."""
        card: InquiryCard = index.data(ROW_ROLE).value
        area = card_rect(option.rect, option.widget.width(), self._side)
        palette = option.palette
        states = QStyle.StateFlag
        has_focus = bool(option.state & states.State_HasFocus) and bool(
            option.state & states.State_KeyboardFocusChange
        )
        is_hovered = bool(option.state & states.State_MouseOver)
        line = palette.color(_Role.Highlight if has_focus else _Role.Mid if is_hovered else _Role.Midlight)
        layout = lay_out_card(area, card.action)
        painter.save()
        draw_rounded_rect(painter, area, palette.color(_Role.Base), line, 2 if has_focus else 1)
        _paint_texts(painter, palette, card, layout)
        _paint_buttons(painter, palette, card.action, layout)
        painter.restore()


def _paint_texts(painter: QPainter, palette: QPalette, card: InquiryCard, layout: CardLayout) -> None:
    width, lines = layout.texts.width(), card_lines(card, layout)
    top = layout.texts.top() + max(0, layout.texts.height() - total_height(lines, width)) // 2
    for line in lines:
        height = _height(line, width, text_scale())
        _draw(painter, palette, line, QRect(layout.texts.left(), top, width, height))
        top += height + _LINE_GAP
    if not layout.change.isNull():
        width = layout.change.width()
        is_short = QFontMetrics(font_for(FontRole.TEXT)).horizontalAdvance(card.last_change) <= width
        text = card.last_change if is_short else card.last_change.replace(", ", ",\n")
        line = CardLine(text, FontRole.TEXT, _Role.PlaceholderText)
        height = _height(line, width, text_scale())
        middle = layout.change.top() + (layout.change.height() - height) // 2
        _draw(painter, palette, line, QRect(layout.change.left(), middle, width, height))


def total_height(lines: list[CardLine], width: int) -> int:
    """Return the height of these texts below each other, wrapped at `width`."""
    scale = text_scale()
    return sum(_height(line, width, scale) + _LINE_GAP for line in lines) - _LINE_GAP


@lru_cache(maxsize=32)
def _text_room(list_width: int, side: int, action: str, _scale: float) -> tuple[int, int, bool]:
    """Return the width for texts, the height of the button, and whether the last change is a text."""
    layout = lay_out_card(card_rect(QRect(0, 0, 0, 200), list_width, side), action)
    return layout.texts.width(), layout.button.height(), layout.change.isNull()


@lru_cache(maxsize=32)
def _letter_size(font_role: FontRole, _scale: float) -> tuple[int, int]:
    """Return the height of a line, and the width of its widest letters."""
    metrics = QFontMetrics(font_for(font_role))
    return metrics.height(), metrics.horizontalAdvance("W")


def _height(line: CardLine, width: int, scale: float) -> int:
    height, widest = _letter_size(line.font_role, scale)
    is_latin = bool(line.text) and max(line.text) < "\u0250" and "\n" not in line.text
    if is_latin and len(line.text) * widest <= width:
        return height  # most texts; a thousand cards are measured at once
    metrics = QFontMetrics(font_for(line.font_role))
    if "\n" not in line.text and metrics.horizontalAdvance(line.text) <= width:
        return height
    box = QRect(0, 0, max(1, width), 10_000)
    return metrics.boundingRect(box, _flags(line, metrics, width), line.text).height()


def card_lines(card: InquiryCard, layout: CardLayout) -> list[CardLine]:
    """Return the texts at the left of a card; in a narrow window, the last change is one of them."""
    return list(_lines(card, has_change=layout.change.isNull()))


def _lines(card: InquiryCard, *, has_change: bool) -> Iterator[CardLine]:
    yield CardLine(card.title, FontRole.STRONG, _Role.WindowText)
    quiet = [card.subtitle, card.status, card.last_change if has_change else ""]
    for text in filter(None, quiet):
        yield CardLine(text, FontRole.TEXT, _Role.PlaceholderText)
    if card.found:
        yield CardLine(card.found, FontRole.TEXT, _Role.WindowText)
    if card.attention:
        yield CardLine(card.attention, FontRole.TEXT, _Role.BrightText)


def _flags(line: CardLine, metrics: QFontMetrics, width: int) -> int:
    """Return how to wrap a text: at spaces, but anywhere if a word is too long for its line."""
    is_long = any(metrics.horizontalAdvance(word) > width for word in line.text.split())
    wrap = Qt.TextFlag.TextWrapAnywhere if is_long else Qt.TextFlag.TextWordWrap
    return int(wrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


def _draw(painter: QPainter, palette: QPalette, line: CardLine, box: QRect) -> None:
    font = font_for(line.font_role)
    painter.setFont(font)
    painter.setPen(palette.color(line.colour_role))
    painter.drawText(box, _flags(line, QFontMetrics(font), box.width()), line.text)


def _paint_buttons(painter: QPainter, palette: QPalette, action: str, layout: CardLayout) -> None:
    for box in (layout.button, layout.menu):
        draw_rounded_rect(painter, box, palette.color(_Role.Base), palette.color(_Role.Mid), 1)
    painter.setFont(font_for(FontRole.TEXT))
    painter.setPen(palette.color(_Role.WindowText))
    painter.drawText(layout.button, Qt.AlignmentFlag.AlignCenter, action)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(_Role.WindowText))
    size, centre = max(2, round(1.7 * text_scale())), layout.menu.center()
    for number in (-1, 0, 1):
        painter.drawEllipse(centre + QPoint(1 + number * 3 * size, 1), size, size)
