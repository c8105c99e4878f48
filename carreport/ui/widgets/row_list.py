"""A list view with rows of two lines, painted by a delegate; its model can be searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import ClassVar

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.proxy_style import draw_rounded_rect

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
"""The role under which the model returns the whole `Row`."""
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ENTER_OR_SPACE = (*ENTER_KEYS, Qt.Key.Key_Space)
LEAVE_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
LINE_SPACING = 2
_ROW_PADDING, _ROW_GAP = 8, 3
_CARD_PADDING, _CARD_GAP = 6, 4
_Role, _State = QPalette.ColorRole, QStyle.StateFlag


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a title, a smaller line below it, and the value that they describe.

    `accessible_text` and `search_text` replace the two lines for screen readers and for the search.
    """

    key: str
    title: str
    detail: str = ""
    value: object = None
    accessible_text: str = ""
    search_text: str = ""
    tool_tip: str = ""
    needs_attention: bool = False
    elide_mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight

    @property
    def spoken_text(self) -> str:
        """What a screen reader says."""
        return self.accessible_text or ", ".join(filter(None, (self.title, self.detail))).replace(" · ", ", ")

    def matches(self, terms: Sequence[str]) -> bool:
        """Return whether the row contains all these terms, which must be case-folded."""
        text = (self.search_text or f"{self.title} {self.detail}").casefold()
        return all(term in text for term in terms)


class RowModel(QAbstractListModel):
    """The rows that match a search."""

    rows_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._search_terms: tuple[str, ...] = ()
        self.all_rows: tuple[Row, ...] = ()
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows without resetting the model."""
        self.all_rows = tuple(rows)
        self._update()

    def replace_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows that have the same keys as these, and leave the others."""
        by_key = {row.key: row for row in rows}
        self.set_rows([by_key.get(row.key, row) for row in self.all_rows])

    def set_search(self, text: str) -> None:
        """Show only rows that contain every word of `text`."""
        self._search_terms = tuple(text.casefold().split())
        self._update()

    def row_of(self, key: str) -> int:
        """Return the number of the row with this key, or -1."""
        return next((number for number, row in enumerate(self.rows) if row.key == key), -1)

    @qt_override(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    @qt_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row, its title, its accessible text or its tool tip."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken_text
        return row.tool_tip or None if role == Qt.ItemDataRole.ToolTipRole else None

    def _update(self) -> None:
        """Move one row, or replace those between the first and the last that differ; never reset."""
        old, new = self.rows, self.all_rows
        if self._search_terms:
            new = tuple(row for row in new if row.matches(self._search_terms))
        start = _equal_keys(old, new)
        end = _equal_keys(old[start:][::-1], new[start:][::-1])
        last = len(old) - end - 1
        if _is_moved(old[start : last + 1], new[start : len(new) - end]):
            self.beginMoveRows(QModelIndex(), start, start, QModelIndex(), last + 1)
            self.rows = new
            self.endMoveRows()
        elif _is_moved(new[start : len(new) - end], old[start : last + 1]):
            self.beginMoveRows(QModelIndex(), last, last, QModelIndex(), start)
            self.rows = new
            self.endMoveRows()
        else:
            self._replace(old, new, start, end)
        before = {row.key: row for row in old}
        changed = [number for number, row in enumerate(new) if before.get(row.key, row) != row]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        self.rows_changed.emit()

    def _replace(self, old: tuple[Row, ...], new: tuple[Row, ...], start: int, end: int) -> None:
        if start + end < len(old):
            self.beginRemoveRows(QModelIndex(), start, len(old) - end - 1)
            self.rows = old[:start] + old[len(old) - end :]
            self.endRemoveRows()
        if start + end < len(new):
            self.beginInsertRows(QModelIndex(), start, len(new) - end - 1)
            self.rows = new
            self.endInsertRows()
        self.rows = new


def _equal_keys(left: Sequence[Row], right: Sequence[Row]) -> int:
    """Return how many leading rows have the same keys."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].key == pair[1].key, pairs))


def _is_moved(before: Sequence[Row], after: Sequence[Row]) -> bool:
    """Return whether the first row became the last and nothing else was moved."""
    keys = [row.key for row in before]
    return len(keys) > 1 and [*keys[1:], keys[0]] == [row.key for row in after]


class RowListView(QListView):
    """Rows without a frame, on the background of the page; Tab and Esc leave the list.

    Qt tells screen readers that the current row has the focus, whether or not the list has it. So Qt
    has a current row only while the list has the focus; otherwise the selected row is the current one.
    """

    row_selected = Signal(str)
    """The row with this key was selected, by mouse, keyboard or assistive technology."""
    row_entered = Signal(str)
    """The row with this key was double-clicked, or one of `enter_keys` was pressed on it."""
    enter_keys: ClassVar[Sequence[Qt.Key]] = ENTER_OR_SPACE
    max_visible_rows: ClassVar[int] = 0
    """The height of the list fits its rows, up to this number; 0 leaves the height to the layout."""

    def __init__(self, delegate: QStyledItemDelegate, model: RowModel | None = None) -> None:
        super().__init__()
        self.row_model = model or RowModel()
        self.row_model.setParent(self)
        delegate.setParent(self)
        self.setModel(self.row_model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._enter)
        self.row_model.rows_changed.connect(self.fit_height)
        self.fit_height()

    @property
    def current_key(self) -> str:
        """The key of the current row, or an empty string."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.key if isinstance(row, Row) else ""

    @qt_override(default=QModelIndex())
    def currentIndex(self) -> QModelIndex:
        """Return the current row, or the selected one while the list does not have the focus."""
        index = super().currentIndex()
        selected = [] if index.isValid() else self.selectionModel().selectedIndexes()
        return selected[0] if selected else index

    @qt_override
    def setCurrentIndex(self, index: Index) -> None:
        """Select a row and show it."""
        flags = QItemSelectionModel.SelectionFlag
        if self.hasFocus():
            super().setCurrentIndex(index)
        else:
            self.selectionModel().select(index, flags.ClearAndSelect)
            self.scrollTo(index)

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the selected row Qt's current one."""
        self.selectionModel().setCurrentIndex(self.currentIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    @qt_override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave only the selection."""
        super().focusOutEvent(event)
        self.selectionModel().setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the current row stays current if it is among them."""
        key = self.current_key
        self.row_model.set_rows(rows)
        self.select(key)

    def set_search(self, text: str) -> None:
        """Show only rows that contain every word of `text`; the current row stays current if it does."""
        key = self.current_key
        self.row_model.set_search(text)
        self.select(key)

    def select(self, key: str) -> None:
        """Make the row with this key the current one, if it is shown."""
        number = self.row_model.row_of(key)
        if number >= 0 and number != self.currentIndex().row():
            self.select_row(number)

    def select_row(self, number: int) -> None:
        """Make this row the current one, or the last if there are fewer."""
        last = self.row_model.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.row_model.index(min(max(number, 0), last)))

    def fit_height(self) -> None:
        """Fit the height to the rows, up to `max_visible_rows`; hide the list if there are none."""
        if self.max_visible_rows:
            rows = min(self.row_model.rowCount(), self.max_visible_rows)
            self.setVisible(rows > 0)
            if rows:
                self.setFixedHeight(rows * self.sizeHintForRow(0) + 2)

    @qt_override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Emit `row_selected` for the newly selected row."""
        super().selectionChanged(selected, deselected)
        if not selected.isEmpty():
            self.row_selected.emit(self.row_model.rows[selected.first().top()].key)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter the current row; pass on the keys that leave the list."""
        if event.key() in self.enter_keys and self.currentIndex().isValid():
            self._enter(self.currentIndex())
        elif event.key() in LEAVE_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Measure the rows again when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
            self.fit_height()

    def _enter(self, index: Index) -> None:
        self.row_entered.emit(self.row_model.rows[index.row()].key)


class RowDelegate(QStyledItemDelegate):
    """Paints a row, plain or on a card (`is_card`)."""

    hover_colour: ClassVar[QPalette.ColorRole] = _Role.Base

    def __init__(self, *, is_card: bool = False) -> None:
        super().__init__()
        self._is_card = is_card
        self._padding, self._gap = (_CARD_PADDING, _CARD_GAP) if is_card else (_ROW_PADDING, _ROW_GAP)

    @qt_override(default=QSize(200, 56))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of two lines, which is the same for all rows."""
        return QSize(160, self._least_height() + 2 * self._padding)

    def _least_height(self) -> int:
        return lines_height(FontRole.TEXT, FontRole.SMALL) + LINE_SPACING + self._gap

    def fit_into(self, height: int) -> bool:
        """Bring rows closer together, so that each takes at most this height; return whether that changed.

        Rows that would not fit even so stay as far apart as usual.
        """
        before, usual = self._padding, _CARD_PADDING if self._is_card else _ROW_PADDING
        room = (height - self._least_height()) // 2
        self._padding = usual if room < 0 else min(room, usual)
        return before != self._padding

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row at `index`."""
        area = option.rect.adjusted(0, 0, 0, -self._gap)
        painter.save()
        (self._paint_card if self._is_card else self._paint_plain)(painter, option, area)
        self.paint_text(painter, option, area.adjusted(12, 0, -8, 0), index.data(ROW_ROLE))
        painter.restore()

    def paint_text(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, row: Row) -> None:
        """Paint the two lines."""
        colour = _Role.BrightText if row.needs_attention else _Role.PlaceholderText
        title = TextLine(row.title, FontRole.TEXT, _Role.WindowText, row.elide_mode)
        paint_lines(painter, area, option.palette, title, TextLine(row.detail, FontRole.SMALL, colour))

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        selected = bool(option.state & _State.State_Selected)
        background = option.palette.color(_Role.AlternateBase if selected else _Role.Base)
        line = option.palette.color(_Role.Highlight if selected else _Role.Midlight)
        draw_rounded_rect(painter, area, background, line, 2 if has_keyboard(option) else 1)

    def _paint_plain(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        selected = bool(option.state & _State.State_Selected)
        if selected or option.state & _State.State_MouseOver:
            background = option.palette.color(_Role.AlternateBase if selected else self.hover_colour)
            draw_rounded_rect(painter, area, background, None, 0)
        if selected:
            bar = QRect(area.left(), area.top(), 3, area.height())
            painter.fillRect(bar, option.palette.color(_Role.Highlight))
        if has_keyboard(option):
            draw_rounded_rect(painter, area, None, option.palette.color(_Role.Highlight), 2)


def has_keyboard(option: QStyleOptionViewItem) -> bool:
    """Return whether a row is the current one in a list that has the focus."""
    return bool(option.state & _State.State_HasFocus)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text with its font, colour and elide mode."""

    text: str
    font_role: FontRole
    colour_role: QPalette.ColorRole
    elide_mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight


def lines_height(*fonts: FontRole) -> int:
    """Return the total height of lines in these fonts, without spacing."""
    return sum(QFontMetrics(font_for(font)).height() for font in fonts)


def paint_lines(painter: QPainter, area: QRect, palette: QPalette, *lines: TextLine) -> None:
    """Paint lines below each other, elided and vertically centred in `area`; skip empty ones."""
    shown = [line for line in lines if line.text]
    height = lines_height(*(line.font_role for line in shown)) + LINE_SPACING * (len(shown) - 1)
    top = area.top() + (area.height() - height) // 2
    for line in shown:
        font = font_for(line.font_role)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(palette.color(line.colour_role))
        box = QRect(area.left(), top, area.width(), metrics.height())
        text = metrics.elidedText(line.text, line.elide_mode, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        top += metrics.height() + LINE_SPACING
