"""The list of excerpts to code, each with its themes and consent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from carreport.survey.themes import Consent
from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.themes.coding import Excerpt
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.row_list import ROW_ROLE, Index, Row, RowListView, RowModel

EXCERPTS_MIME = "application/x-carreport-leaves"
MARGIN, GAP, MAX_LINES = 12, 4, 8
CONSENTS = {
    Consent.NOT_ASKED: "Not asked whether it may be quoted",
    Consent.YES: "May be quoted",
    Consent.UNNAMED: "May be quoted without a name",
    Consent.NO: "May not be quoted",
    Consent.WITHDRAWN: "Consent withdrawn",
}
NOT_SORTED = "Not sorted yet"


class ExcerptModel(RowModel):
    """The excerpts shown, with their places in the coding set as keys; they can be dragged."""

    @property
    def places(self) -> list[int]:
        """The places of the excerpts shown."""
        return [int(row.key) for row in self.rows]

    @qt_override(default=Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Allow each row to be dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    @qt_override(default=None)
    def mimeTypes(self) -> list[str]:
        """Return the MIME type of dragged excerpts."""
        return [EXCERPTS_MIME]

    @qt_override(default=None)
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the places of the dragged excerpts."""
        dragged = QMimeData()
        places = ",".join(self.rows[index.row()].key for index in indexes)
        dragged.setData(EXCERPTS_MIME, QByteArray(places.encode()))
        return dragged


class ExcerptDelegate(QStyledItemDelegate):
    """Paints the wrapped text of an excerpt, with its themes and consent on a smaller line."""

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[tuple[str, int, int], int] = {}

    @qt_override(default=QSize(100, 60))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the text at the width of the list."""
        view, text = option.widget, str(index.data())
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        metrics = QFontMetrics(font_for(FontRole.TEXT))
        key = (text, width, metrics.height())
        if key not in self._heights:
            area = QRect(0, 0, width - 2 * MARGIN, 100_000)
            height = metrics.boundingRect(area, Qt.TextFlag.TextWordWrap, text).height()
            self._heights[key] = min(height, MAX_LINES * metrics.lineSpacing())
        small = QFontMetrics(font_for(FontRole.SMALL)).height()
        return QSize(width, self._heights[key] + small + GAP + 2 * MARGIN)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the excerpt at `index`."""
        row, palette, roles = index.data(ROW_ROLE), option.palette, QPalette.ColorRole
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
            line = palette.color(roles.Highlight) if has_focus else None
            area = option.rect.adjusted(2, 2, -2, -2)
            draw_rounded_rect(painter, area, palette.color(roles.AlternateBase), line, 2)
        else:
            painter.setPen(palette.color(roles.Midlight))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        small = QFontMetrics(font_for(FontRole.SMALL)).height()
        inner = option.rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.setPen(palette.color(roles.Text))
        painter.setFont(font_for(FontRole.TEXT))
        painter.drawText(inner.adjusted(0, 0, 0, -small - GAP), Qt.TextFlag.TextWordWrap, row.title)
        painter.setFont(font_for(FontRole.SMALL))
        painter.setPen(palette.color(roles.Link if row.value.themes else roles.PlaceholderText))
        below = QRect(inner.left(), inner.bottom() - small + 1, inner.width(), small)
        detail = painter.fontMetrics().elidedText(row.detail, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, detail)
        painter.restore()


class ExcerptList(RowListView):
    """The excerpts; letters and digits are emitted as the shortcut keys of themes."""

    key_typed = Signal(str)
    """A letter or a digit was typed, in lower case, without Ctrl or Alt."""
    next_requested = Signal()
    """Enter was pressed."""

    def __init__(self) -> None:
        model = ExcerptModel()
        super().__init__(ExcerptDelegate(), model)
        self.excerpt_model = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)

    def set_excerpts(self, excerpts: Sequence[Excerpt], places: Iterable[int]) -> None:
        """Show the excerpts at these places."""
        self.set_rows([_make_row(place, excerpts[place]) for place in places])

    def replace_excerpts(self, excerpts: Sequence[Excerpt], places: Iterable[int]) -> None:
        """Update the excerpts at these places."""
        self.row_model.replace_rows([_make_row(place, excerpts[place]) for place in places])

    def selected_places(self) -> list[int]:
        """Return the places of the selected excerpts, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [int(self.row_model.rows[row].key) for row in rows]

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit letters, digits and Enter; other keys work as in any list."""
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_requested.emit()
        elif held in plain and event.text().isalnum():
            self.key_typed.emit(event.text().lower())
        else:
            super().keyPressEvent(event)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the texts again when the width changes."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


def _make_row(place: int, excerpt: Excerpt) -> Row:
    text, detail = excerpt.text, coding_text(excerpt)
    return Row(str(place), text, detail, excerpt, f"{text}. {detail}", tool_tip=text)


def coding_text(excerpt: Excerpt) -> str:
    """Return the themes of an excerpt, and whether it may be quoted."""
    parts = [", ".join(excerpt.themes) or NOT_SORTED]
    if excerpt.consent is not None:
        parts.append(CONSENTS[excerpt.consent])
    return "  ·  ".join(parts)
