"""Paint the rows of an entry list: a card with two lines, which grows when the entry is open."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from carreport.ui.editors.list.entry_model import EntryModel, EntryRow
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, current_colour_scheme, font_for, icon
from carreport.ui.theme.primitives import RADIUS, draw_rounded_rect
from carreport.ui.widgets.flow_row import wrap_text
from carreport.ui.widgets.row_list import LINE_SPACING, Index, TextLine, lines_height, paint_lines

HANDLE_WIDTH = 30
"""The width of the handle at the left of a row, for dragging it."""
GAP = 6
"""The space below each row."""
PADDING = 12
MARK_WIDTH = 38
"""The width of the mark that shows whether a row is open."""
THUMBNAIL_SIZE = QSize(72, 54)
_Role = QPalette.ColorRole


class EntryDelegate(QStyledItemDelegate):
    """Paints the header of each row; the form of the open entry is a widget on top."""

    def __init__(self, model: EntryModel) -> None:
        super().__init__()
        self._model = model
        self.form_height = 0
        """The height of the form below the header of the open row."""
        self.measure(0)

    def measure(self, width: int) -> None:
        """Measure again, for this width and the current font."""
        roles = (FontRole.TEXT, FontRole.STRONG, FontRole.SMALL)
        self._heights = {role: lines_height(role) for role in roles}
        self._metrics = QFontMetrics(font_for(FontRole.STRONG))
        self._titles: dict[str, list[str]] = {}
        self.width = width

    def header_height(self, row: EntryRow) -> int:
        """Return the height of a row without its form."""
        if row.is_removed:
            return self._heights[FontRole.TEXT] + 2 * PADDING
        picture = THUMBNAIL_SIZE.height() if row.picture is not None else 0
        return max(self._text_height(row), picture) + 2 * PADDING

    @qt_override(default=QSize(0, 50))
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; rows are as wide as the view."""
        row = self._model.rows[index.row()]
        form = self.form_height + RADIUS if row.key == self._model.open_id else 0
        return QSize(0, self.header_height(row) + form + GAP)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, palette, states = self._model.rows[index.row()], option.palette, QStyle.StateFlag
        is_open = row.key == self._model.open_id
        card = option.rect.adjusted(0, 0, 0, -GAP)
        header = QRect(card.topLeft(), QSize(card.width(), self.header_height(row)))
        is_hovered = option.state & states.State_MouseOver and not (is_open or row.is_removed)
        fill = _Role.Window if row.is_removed else _Role.AlternateBase if is_hovered else _Role.Base
        painter.save()
        draw_rounded_rect(painter, card, palette.color(fill), palette.color(_Role.Midlight), 1)
        if row.is_removed:
            self._paint_removed(painter, header, palette, row)
        else:
            self._paint_header(painter, header, palette, row, is_open=is_open)
        if option.state & states.State_HasFocus:
            draw_rounded_rect(painter, header, None, palette.color(_Role.Highlight), 2)
        painter.restore()

    def _paint_header(
        self, painter: QPainter, header: QRect, palette: QPalette, row: EntryRow, *, is_open: bool
    ) -> None:
        scheme, middle = current_colour_scheme(), header.center().y() - 8
        if not self._model.read_only:
            icon("grip", scheme, "muted").paint(painter, QRect(header.left() + 7, middle, 18, 18))
        mark = QRect(header.right() - 28, middle, 18, 18)
        icon("up" if is_open else "down", scheme, "muted").paint(painter, mark)
        if row.picture is not None:
            _paint_picture(painter, header, palette, row.picture)
        text = header.adjusted(_text_left(row), 0, -MARK_WIDTH, 0)
        titles = self._open_title(row) if is_open else self._wrapped_title(row)
        lines = [TextLine(line, FontRole.STRONG, _Role.WindowText) for line in titles]
        colour = _Role.BrightText if row.needs_attention else _Role.PlaceholderText
        paint_lines(painter, text, palette, *lines, TextLine(self._detail(row), FontRole.SMALL, colour))

    def _paint_removed(self, painter: QPainter, header: QRect, palette: QPalette, row: EntryRow) -> None:
        line = header.adjusted(_text_left(row), PADDING, -16, -PADDING)
        font = font_for(FontRole.TEXT)
        text = line.adjusted(0, 0, -QFontMetrics(font).horizontalAdvance("Undo") - 16, 0)
        paint_lines(painter, text, palette, TextLine(row.title, FontRole.TEXT, _Role.PlaceholderText))
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(palette.color(_Role.Link))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "Undo")

    def _text_height(self, row: EntryRow) -> int:
        """Return the height of the text; that of an open entry does not change while it is written."""
        is_open = row.key == self._model.open_id
        lines = 1 if is_open else len(self._wrapped_title(row))
        detail = self._heights[FontRole.SMALL] + LINE_SPACING if self._detail(row) else 0
        return lines * (self._heights[FontRole.STRONG] + LINE_SPACING) - LINE_SPACING + detail

    def _open_title(self, row: EntryRow) -> list[str]:
        """Return the title of the open entry, on one line so that nothing below it moves as it is typed."""
        width = self.width - _text_left(row) - MARK_WIDTH
        return [self._metrics.elidedText(" ".join(row.title.split()), Qt.TextElideMode.ElideRight, width)]

    def _detail(self, row: EntryRow) -> str:
        """Return the second line of a row, a blank one if an open entry may get one."""
        may_get_one = row.key == self._model.open_id and self._model.has_details
        return row.detail or (" " if may_get_one else "")

    def _wrapped_title(self, row: EntryRow) -> list[str]:
        if row.title not in self._titles:
            width = self.width - _text_left(row) - MARK_WIDTH
            self._titles[row.title] = _wrap_title(row.title, self._metrics, width)
        return self._titles[row.title]


def _text_left(row: EntryRow) -> int:
    return HANDLE_WIDTH + 4 + (THUMBNAIL_SIZE.width() + 14 if row.picture is not None else 0)


def _paint_picture(painter: QPainter, header: QRect, palette: QPalette, picture: QPixmap) -> None:
    top = header.top() + (header.height() - THUMBNAIL_SIZE.height()) // 2
    frame = QRect(QPoint(header.left() + HANDLE_WIDTH + 4, top), THUMBNAIL_SIZE)
    draw_rounded_rect(painter, frame, palette.color(_Role.Window), None, 0)
    size = picture.deviceIndependentSize().toSize()
    painter.drawPixmap(
        frame.left() + (frame.width() - size.width()) // 2,
        frame.top() + (frame.height() - size.height()) // 2,
        picture,
    )


def _wrap_title(title: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return a title on one line of this width, or on two, the second elided if it is too long."""
    words = " ".join(title.split())
    if metrics.horizontalAdvance(words) <= width:
        return [words]
    first, *rest = wrap_text(words, metrics, width).split("\n")
    elide = Qt.TextElideMode.ElideRight
    second = metrics.elidedText(" ".join(rest), elide, width)
    return [metrics.elidedText(first, elide, width), *([second] if rest else ())]
