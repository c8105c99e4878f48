"""The delegate that paints the cards and headings of a board, and the header with its stages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.board.grid_layout import Band
from carreport.ui.board.note_list import votes_text
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.scroll_column import column_scale

Index = QModelIndex | QPersistentModelIndex
NOTE_ROLE, BAND_ROLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
MAX_LINES = 6
LEAST_STAGE = 130
"""The least width of a column at the usual text size, in pixels."""
_BETWEEN, _INSIDE = 6, 9
_Role = QPalette.ColorRole
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def card_footer_text(field: Field, item: Item, by: str) -> str:
    """Return the small line on a card: its votes, theme and table, except what the board is grouped by."""
    table = str(item.get("table") or "")
    parts = {
        "votes": votes_text(item),
        "theme": str(item.get("theme") or "") if field.inner_field("theme") else "",
        "table": f"Table {table}" if table[:1].isdigit() else table,
    }
    return " · ".join(text for name, text in parts.items() if text and name != by)


def has_card_footer(item: Item, by: str) -> bool:
    """Return whether a card has a small line."""
    values = item.values
    return bool(
        (by != "theme" and values.get("theme"))
        or values.get("votes")
        or (by != "table" and values.get("table"))
    )


class BoardDelegate(QStyledItemDelegate):
    """Paints a cell of the board: a card, the heading of a band, or nothing."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.by = ""
        self._heights: dict[tuple[str, int], int] = {}
        self._font = QFont()
        self._metrics = QFontMetrics(self._font)
        self._line = 0
        self.update_metrics()

    def update_metrics(self) -> None:
        """Use the current font from now on."""
        self._font = font_for(FontRole.SMALL)
        self._metrics = QFontMetrics(self._font)
        self._line = self._metrics.lineSpacing()
        self._heights.clear()

    def band_height(self) -> int:
        """Return the height of the heading of a band."""
        return QFontMetrics(font_for(FontRole.STRONG)).height() + 20

    def card_height(self, item: Item, width: int) -> int:
        """Return the height of a card in a column of this width; it is cached for each text."""
        text, line = str(item.values.get("note") or ""), self._line
        height = self._heights.get((text, width))
        if height is None:
            inner = QRect(0, 0, max(width - _BETWEEN - 2 * _INSIDE, 20), 10_000)
            natural = self._metrics.boundingRect(inner, _WRAP, text).height()
            height = self._heights[text, width] = min(natural, MAX_LINES * line)
        below = line + 2 if has_card_footer(item, self.by) else 0
        return height + below + 2 * _INSIDE + _BETWEEN

    @qt_override(default=QSize(120, 40))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a placeholder: the view sets the heights and widths."""
        return QSize(120, 40)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell at `index`."""
        band, item = index.data(BAND_ROLE), index.data(NOTE_ROLE)
        painter.save()
        if isinstance(band, Band):
            self._paint_band(painter, option, band)
        elif isinstance(item, Item):
            view = option.widget
            is_current = isinstance(view, QAbstractItemView) and view.currentIndex() == index
            self._paint_card(painter, option, item, is_current=is_current)
        painter.restore()

    def _paint_band(self, painter: QPainter, option: QStyleOptionViewItem, band: Band) -> None:
        area, palette = option.rect, QApplication.palette()
        strong, small = font_for(FontRole.STRONG), font_for(FontRole.SMALL)
        count = f"{band.count:,}"
        label = QFontMetrics(strong).elidedText(band.label, Qt.TextElideMode.ElideRight, area.width() - 60)
        base = area.bottom() - 8 - QFontMetrics(strong).descent()
        painter.setFont(strong)
        painter.setPen(palette.color(_Role.WindowText))
        painter.drawText(area.x() + 2, base, label)
        painter.setFont(small)
        painter.setPen(palette.color(_Role.PlaceholderText))
        painter.drawText(area.x() + 12 + QFontMetrics(strong).horizontalAdvance(label), base, count)
        line = QRect(area.x(), area.bottom() - 3, area.width() - _BETWEEN, 1)
        painter.fillRect(line, palette.color(_Role.Midlight))

    def _paint_card(
        self, painter: QPainter, option: QStyleOptionViewItem, item: Item, *, is_current: bool
    ) -> None:
        palette = option.palette
        height = self.card_height(item, option.rect.width()) - _BETWEEN
        area = QRect(option.rect.x(), option.rect.y(), option.rect.width() - _BETWEEN, height)
        has_focus = is_current and bool(option.state & QStyle.StateFlag.State_HasFocus)
        line = palette.color(_Role.Highlight if has_focus else _Role.Mid if is_current else _Role.Midlight)
        ground = palette.color(_Role.AlternateBase if is_current else _Role.Base)
        draw_rounded_rect(painter, area, ground, line, 2 if has_focus else 1)
        metrics = self._metrics
        inner = area.adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)
        below = card_footer_text(self.field, item, self.by)
        room = inner.adjusted(0, 0, 0, -(metrics.lineSpacing() + 2) if below else 0)
        painter.setFont(self._font)
        painter.setPen(palette.color(_Role.WindowText))
        painter.drawText(room, _WRAP, _elide(str(item.get("note") or ""), metrics, room))
        if below:
            painter.setPen(palette.color(_Role.PlaceholderText))
            short = metrics.elidedText(below, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner.x(), inner.bottom() - metrics.descent() + 1, short)


def _elide(text: str, metrics: QFontMetrics, room: QRect) -> str:
    """Return the text of a note, shortened with an ellipsis if it does not fit its card."""
    tall = QRect(0, 0, room.width(), 10_000)
    if metrics.boundingRect(tall, _WRAP, text).height() <= room.height():
        return text
    short = text
    while short and metrics.boundingRect(tall, _WRAP, f"{short}…").height() > room.height():
        short = short[: max(len(short) - 12, 0)]
    return f"{short.rstrip()}…"


class StageHeader(QHeaderView):
    """The horizontal header: the stages, each with its number of notes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self._fit_text_size()

    @qt_override(default=QSize(100, 40))
    def sizeHint(self) -> QSize:
        """Return the height of the longest name with padding; names wrap."""
        heights = [self._name_place(number).height() for number in range(self.count())]
        return QSize(100, max(heights, default=0) + 16)

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Fit the columns to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_text_size()

    def _fit_text_size(self) -> None:
        self.setMinimumSectionSize(round(LEAST_STAGE * column_scale()))

    def _texts(self, section: int) -> tuple[str, str]:
        """Return the name of a stage and its number of notes."""
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "") if self.model() else ""
        name, _, count = text.partition("\n")
        return name, count

    def _name_place(self, section: int) -> QRect:
        """Return the size of a name in its column, beside its number."""
        name, count = self._texts(section)
        beside = QFontMetrics(font_for(FontRole.SMALL)).horizontalAdvance(count) + 22
        room = QRect(0, 0, max(self.sectionSize(section) - beside, 40), 10_000)
        return QFontMetrics(font_for(FontRole.STRONG)).boundingRect(room, _WRAP, name)

    @qt_override
    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint a stage's name and its number of notes."""
        name, count = self._texts(logical)
        palette, place = self.palette(), self._name_place(logical)
        place.moveTo(rect.x() + 2, rect.y() + (rect.height() - place.height()) // 2)
        painter.save()
        painter.fillRect(rect, palette.color(_Role.Window))
        painter.setFont(font_for(FontRole.STRONG))
        painter.setPen(palette.color(_Role.WindowText))
        painter.drawText(place.adjusted(0, 0, 2, 2), _WRAP, name)
        base = place.y() + painter.fontMetrics().ascent()
        painter.setFont(font_for(FontRole.SMALL))
        painter.setPen(palette.color(_Role.PlaceholderText))
        painter.drawText(place.right() + 8, base, count)
        painter.restore()
