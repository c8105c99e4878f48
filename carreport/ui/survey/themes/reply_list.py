"""List the replies that are sorted: their words, the themes they are in, and whether they may be quoted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from carreport.survey.themes import Consent
from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.themes.coding import Excerpt
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.item_list import PlainListView

Index = QModelIndex | QPersistentModelIndex
EXCERPTS_MIME = "application/x-carreport-leaves"
MARGIN, GAP, MOST_LINES = 12, 4, 8
CONSENTS = {
    Consent.NOT_ASKED: "Not asked whether it may be quoted",
    Consent.YES: "May be quoted",
    Consent.UNNAMED: "May be quoted without a name",
    Consent.NO: "May not be quoted",
    Consent.WITHDRAWN: "Consent withdrawn",
}
NOT_SORTED = "Not sorted yet"


class ExcerptModel(QAbstractListModel):
    """What is shown of a pile: some of its leaves, by their places in it."""

    def __init__(self) -> None:
        super().__init__()
        self._excerpts: Sequence[Excerpt] = ()
        self.places: list[int] = []

    def set_excerpts(self, leaves: Sequence[Excerpt], places: Sequence[int]) -> None:
        """Show the leaves at these places."""
        self.beginResetModel()
        self._excerpts, self.places = leaves, list(places)
        self.endResetModel()

    def mark_changed(self, places: Sequence[int]) -> None:
        """Let the leaves at these places be painted anew."""
        rows = {place: row for row, place in enumerate(self.places)}
        for place in places:
            if place in rows:
                index = self.index(rows[place])
                self.dataChanged.emit(index, index)

    def excerpt(self, index: Index) -> Excerpt:
        """Return the leaf in a row."""
        return self._excerpts[self.places[index.row()]]

    @qt_override(default=0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt’s own way
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.places)

    @qt_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words, and for a screen reader what else is said."""
        leaf = self.excerpt(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{leaf.text}. {coding_text(leaf)}"
        return leaf.text if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None

    @qt_override(default=Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every row be chosen and dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    @qt_override(default=None)
    def mimeTypes(self) -> list[str]:
        """Name what is dragged."""
        return [EXCERPTS_MIME]

    @qt_override(default=None)
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the places of what is dragged."""
        held = QMimeData()
        places = ",".join(str(self.places[each.row()]) for each in indexes)
        held.setData(EXCERPTS_MIME, QByteArray(places.encode()))
        return held


class ExcerptDelegate(QStyledItemDelegate):
    """Paints a leaf: its words, folded, and below them its themes and its consent in small letters."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[str, int, int], int] = {}

    @qt_override(default=QSize(100, 60))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the words at the width of the list."""
        model, view = index.model(), option.widget
        assert isinstance(model, ExcerptModel)  # noqa: S101 - it is used for this model alone
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        words = model.excerpt(index).text
        metrics = QFontMetrics(font_for(FontRole.TEXT))
        key = (words, width, metrics.height())
        if key not in self._heights:
            room = QRect(0, 0, width - 2 * MARGIN, 100_000)
            tall = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()
            self._heights[key] = min(tall, MOST_LINES * metrics.lineSpacing())
        small = QFontMetrics(font_for(FontRole.SMALL)).height()
        return QSize(width, self._heights[key] + small + GAP + 2 * MARGIN)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one leaf."""
        model, palette = index.model(), option.palette
        assert isinstance(model, ExcerptModel)  # noqa: S101 - likewise
        leaf, roles = model.excerpt(index), QPalette.ColorRole
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_here = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        if is_chosen:
            line = palette.color(roles.Highlight) if is_here else None
            draw_rounded_rect(
                painter, option.rect.adjusted(2, 2, -2, -2), palette.color(roles.AlternateBase), line, 2
            )
        else:
            painter.setPen(palette.color(roles.Midlight))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        small = QFontMetrics(font_for(FontRole.SMALL)).height()
        inner = option.rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.setPen(palette.color(roles.Text))
        painter.setFont(font_for(FontRole.TEXT))
        painter.drawText(inner.adjusted(0, 0, 0, -small - GAP), Qt.TextFlag.TextWordWrap, leaf.text)
        painter.setFont(font_for(FontRole.SMALL))
        painter.setPen(palette.color(roles.Link if leaf.themes else roles.PlaceholderText))
        below = QRect(inner.left(), inner.bottom() - small + 1, inner.width(), small)
        said = painter.fontMetrics().elidedText(coding_text(leaf), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()


class ExcerptList(PlainListView):
    """The list at the left; what is typed in it is handed on as keys."""

    key_typed = Signal(str)
    """A letter or a digit was typed, in small letters, without Ctrl or Alt."""
    next_requested = Signal()
    """Enter was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(ExcerptDelegate(self))
        self.excerpt_model = ExcerptModel()
        self.setModel(self.excerpt_model)

    def selected_places(self) -> list[int]:
        """Return the places of the leaves that are chosen, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.excerpt_model.places[row] for row in rows]

    def select_row(self, row: int) -> None:
        """Choose the leaf in this row alone."""
        if 0 <= row < len(self.excerpt_model.places):
            self.setCurrentIndex(self.excerpt_model.index(row))
            self.scrollTo(self.excerpt_model.index(row))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on letters and digits; arrows, Home and End move as everywhere."""
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
        """Fold the words anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


def coding_text(leaf: Excerpt) -> str:
    """Return in which themes a leaf is, and whether it may be quoted."""
    said = [", ".join(leaf.themes) or NOT_SORTED]
    if leaf.consent is not None:
        said.append(CONSENTS[leaf.consent])
    return "  ·  ".join(said)
