"""The delegate that paints a draft as a card: its title, progress and last change."""

from __future__ import annotations

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
_PROGRESS_HEIGHT = 4
_Role = QPalette.ColorRole


def card_rect(row: QRect, list_width: int) -> QRect:
    """Return the rectangle for a card within its row, centred in a list of this width.

    The result does not depend on whether the scroll bar is shown.
    """
    width = min(round(WIDE_COLUMN * text_scale()), list_width - 2 * SIDE)
    left = (list_width - width) // 2
    return QRect(left, row.y(), width, row.height() - _BETWEEN)


class InquiryCardDelegate(QStyledItemDelegate):
    """Paints a card: title, progress, last change, and a button-like “Open”."""

    @qt_override(default=QSize(400, 90))
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a card, with its margins, and a minimum width."""
        card: InquiryCard = index.data(ROW_ROLE).value
        text = QFontMetrics(font_for(FontRole.TEXT)).height()
        title = QFontMetrics(font_for(FontRole.STRONG)).height()
        lines = bool(card.subtitle) + bool(card.attention)
        return QSize(320, title + max(1, lines) * (text + _PROGRESS_HEIGHT) + 2 * _PADDING + _BETWEEN)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the card at `index`."""
        card: InquiryCard = index.data(ROW_ROLE).value
        area = card_rect(option.rect, option.widget.width())
        palette = option.palette
        states = QStyle.StateFlag
        has_focus = bool(option.state & states.State_HasFocus) and bool(
            option.state & states.State_KeyboardFocusChange
        )
        is_hovered = bool(option.state & states.State_MouseOver)
        line = palette.color(_Role.Highlight if has_focus else _Role.Mid if is_hovered else _Role.Midlight)
        painter.save()
        draw_rounded_rect(painter, area, palette.color(_Role.Base), line, 2 if has_focus else 1)
        _CardPainter(painter, palette).draw(
            card, area.adjusted(_PADDING + 2, _PADDING, -_PADDING - 2, -_PADDING)
        )
        painter.restore()


class _CardPainter:
    """Paints the parts of a card, from right to left."""

    def __init__(self, painter: QPainter, palette: QPalette) -> None:
        self.painter = painter
        self.palette = palette
        self.scale = text_scale()

    def draw(self, card: InquiryCard, area: QRect) -> None:
        gap = round(24 * self.scale)
        right = self.draw_open(area)
        if area.width() > 640 * self.scale:
            right = self.draw_changed(area, right - gap, card.last_change)
            right = self.draw_progress(area, right - gap, card)
        self.draw_names(QRect(area.left(), area.top(), right - gap - area.left(), area.height()), card)

    def draw_open(self, area: QRect) -> int:
        metrics = QFontMetrics(font_for(FontRole.TEXT))
        size = QSize(metrics.horizontalAdvance("Open") + 32, metrics.height() + 18)
        box = QRect(QPoint(area.right() - size.width(), area.center().y() - size.height() // 2), size)
        draw_rounded_rect(self.painter, box, self.palette.color(_Role.Base), self.palette.color(_Role.Mid), 1)
        self.draw_text(box, "Open", FontRole.TEXT, _Role.WindowText, align=Qt.AlignmentFlag.AlignHCenter)
        return box.left()

    def draw_changed(self, area: QRect, right: int, text: str) -> int:
        width = round(170 * self.scale)
        metrics = QFontMetrics(font_for(FontRole.TEXT))
        who, comma, moment = text.rpartition(", ")
        fits = not comma or metrics.horizontalAdvance(text) <= width
        lines = [text] if fits else [f"{who},", moment]
        top = area.center().y() - len(lines) * metrics.height() // 2
        for number, line in enumerate(lines):
            box = QRect(right - width, top + number * metrics.height(), width, metrics.height())
            self.draw_text(box, line, FontRole.TEXT, _Role.PlaceholderText)
        return right - width

    def draw_progress(self, area: QRect, right: int, card: InquiryCard) -> int:
        width, bar = round(150 * self.scale), round(8 * self.scale)
        height = QFontMetrics(font_for(FontRole.SMALL)).height()
        top = area.center().y() - (bar + 8 + height) // 2
        left = right - width
        part_width = max(6, (round(124 * self.scale) + 3) // max(1, len(card.step_shares)) - 3)
        for number, share in enumerate(card.step_shares):
            self.draw_part(QRect(left + number * (part_width + 3), top, part_width, bar), share)
        text_box = QRect(left, top + bar + 8, width, height)
        self.draw_text(text_box, card.progress, FontRole.SMALL, _Role.PlaceholderText)
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

    def draw_names(self, area: QRect, card: InquiryCard) -> None:
        lines = [
            (card.title, FontRole.STRONG, _Role.WindowText),
            (card.subtitle, FontRole.TEXT, _Role.PlaceholderText),
            (card.attention, FontRole.TEXT, _Role.BrightText),
        ]
        top = area.top()
        for text, font, colour in lines:
            height = QFontMetrics(font_for(font)).height()
            if text:
                self.draw_text(QRect(area.left(), top, area.width(), height), text, font, colour)
                top += height + _PROGRESS_HEIGHT

    def draw_text(
        self,
        box: QRect,
        text: str,
        font_role: FontRole,
        colour: QPalette.ColorRole,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        font = font_for(font_role)
        self.painter.setFont(font)
        self.painter.setPen(self.palette.color(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self.painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)
