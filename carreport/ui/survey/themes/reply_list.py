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
from carreport.ui.qt.guard import guarded
from carreport.ui.survey.themes.coding import Leaf
from carreport.ui.theme.palette import Letters, font_for
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.item_list import DrawnList

Index = QModelIndex | QPersistentModelIndex
LEAVES = "application/x-carreport-leaves"
MARGIN, GAP, MOST_LINES = 12, 4, 8
CONSENTS = {
    Consent.NOT_ASKED: "Not asked whether it may be quoted",
    Consent.YES: "May be quoted",
    Consent.UNNAMED: "May be quoted without a name",
    Consent.NO: "May not be quoted",
    Consent.WITHDRAWN: "Consent withdrawn",
}
NOT_SORTED = "Not sorted yet"


class LeafModel(QAbstractListModel):
    """What is shown of a pile: some of its leaves, by their places in it."""

    def __init__(self) -> None:
        super().__init__()
        self._leaves: Sequence[Leaf] = ()
        self.places: list[int] = []

    def show_leaves(self, leaves: Sequence[Leaf], places: Sequence[int]) -> None:
        """Show the leaves at these places."""
        self.beginResetModel()
        self._leaves, self.places = leaves, list(places)
        self.endResetModel()

    def tell_changed(self, places: Sequence[int]) -> None:
        """Let the leaves at these places be painted anew."""
        rows = {place: row for row, place in enumerate(self.places)}
        for place in places:
            if place in rows:
                index = self.index(rows[place])
                self.dataChanged.emit(index, index)

    def leaf(self, index: Index) -> Leaf:
        """Return the leaf in a row."""
        return self._leaves[self.places[index.row()]]

    @guarded(default=0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt’s own way
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.places)

    @guarded(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words, and for a screen reader what else is said."""
        leaf = self.leaf(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{leaf.words}. {state_words(leaf)}"
        return leaf.words if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None

    @guarded(default=Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every row be chosen and dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    @guarded(default=None)
    def mimeTypes(self) -> list[str]:
        """Name what is dragged."""
        return [LEAVES]

    @guarded(default=None)
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the places of what is dragged."""
        held = QMimeData()
        places = ",".join(str(self.places[each.row()]) for each in indexes)
        held.setData(LEAVES, QByteArray(places.encode()))
        return held


class LeafPainter(QStyledItemDelegate):
    """Paints a leaf: its words, folded, and below them its themes and its consent in small letters."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[str, int, int], int] = {}

    @guarded(default=QSize(100, 60))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the words at the width of the list."""
        model, view = index.model(), option.widget
        assert isinstance(model, LeafModel)  # noqa: S101 - it is used for this model alone
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        words = model.leaf(index).words
        metrics = QFontMetrics(font_for(Letters.TEXT))
        key = (words, width, metrics.height())
        if key not in self._heights:
            room = QRect(0, 0, width - 2 * MARGIN, 100_000)
            tall = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()
            self._heights[key] = min(tall, MOST_LINES * metrics.lineSpacing())
        small = QFontMetrics(font_for(Letters.SMALL)).height()
        return QSize(width, self._heights[key] + small + GAP + 2 * MARGIN)

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one leaf."""
        model, palette = index.model(), option.palette
        assert isinstance(model, LeafModel)  # noqa: S101 - likewise
        leaf, roles = model.leaf(index), QPalette.ColorRole
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_here = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        if is_chosen:
            line = palette.color(roles.Highlight) if is_here else None
            rounded(painter, option.rect.adjusted(2, 2, -2, -2), palette.color(roles.AlternateBase), line, 2)
        else:
            painter.setPen(palette.color(roles.Midlight))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        small = QFontMetrics(font_for(Letters.SMALL)).height()
        inner = option.rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.setPen(palette.color(roles.Text))
        painter.setFont(font_for(Letters.TEXT))
        painter.drawText(inner.adjusted(0, 0, 0, -small - GAP), Qt.TextFlag.TextWordWrap, leaf.words)
        painter.setFont(font_for(Letters.SMALL))
        painter.setPen(palette.color(roles.Link if leaf.themes else roles.PlaceholderText))
        below = QRect(inner.left(), inner.bottom() - small + 1, inner.width(), small)
        said = painter.fontMetrics().elidedText(state_words(leaf), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()


class ReplyList(DrawnList):
    """The list at the left; what is typed in it is handed on as keys."""

    key_given = Signal(str)
    """A letter or a digit was typed, in small letters, without Ctrl or Alt."""
    onward = Signal()
    """Enter was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(LeafPainter(self))
        self.shown = LeafModel()
        self.setModel(self.shown)

    def chosen(self) -> list[int]:
        """Return the places of the leaves that are chosen, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.shown.places[row] for row in rows]

    def go_to_row(self, row: int) -> None:
        """Choose the leaf in this row alone."""
        if 0 <= row < len(self.shown.places):
            self.setCurrentIndex(self.shown.index(row))
            self.scrollTo(self.shown.index(row))

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on letters and digits; arrows, Home and End move as everywhere."""
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.onward.emit()
        elif held in plain and event.text().isalnum():
            self.key_given.emit(event.text().lower())
        else:
            super().keyPressEvent(event)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the words anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


def state_words(leaf: Leaf) -> str:
    """Return in which themes a leaf is, and whether it may be quoted."""
    said = [", ".join(leaf.themes) or NOT_SORTED]
    if leaf.consent is not None:
        said.append(CONSENTS[leaf.consent])
    return "  ·  ".join(said)
