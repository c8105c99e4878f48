"""The whole board as a table view: one column for each stage, cards painted by a delegate."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.form.wording import format_count
from carreport.ui.board.card_drag import CardDrag
from carreport.ui.board.grid_delegate import (
    BAND_ROLE,
    NOTE_ROLE,
    BoardDelegate,
    StageHeader,
    card_footer_text,
)
from carreport.ui.board.grid_layout import Band, BoardLayout, lay_out_board, next_band
from carreport.ui.board.note_list import STAGE_KEYS, VOTE_KEYS, announce_votes, change_votes, stage_key
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.row_list import ENTER_KEYS

Index = QModelIndex | QPersistentModelIndex
_STAGE_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_BAND_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_Role = Qt.ItemDataRole


class BoardModel(QAbstractTableModel):
    """The cells of a board: each holds a note, the heading of a band, or nothing."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.by = ""
        self.board_layout = lay_out_board(field, (), "")

    def set_layout(self, layout: BoardLayout, by: str) -> set[int] | None:
        """Replace the layout; return the rows that changed, or None if the model was reset."""
        before, last = self.board_layout, len(layout.columns) - 1
        if by != self.by or layout.shape != before.shape:
            self.beginResetModel()
            self.board_layout, self.by = layout, by
            self.endResetModel()
            return None
        self.board_layout, rows = layout, layout.changed_rows(before)
        for row in rows:
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        return rows

    @qt_override(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else self.board_layout.rows

    @qt_override(default=0)
    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of stages."""
        return 0 if parent is not None and parent.isValid() else len(self.board_layout.columns)

    @qt_override(default=None)
    def headerData(self, section: int, way: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        """Return the name of a stage, with its number of notes on a second line."""
        if way != Qt.Orientation.Horizontal or section >= len(self.board_layout.columns):
            return None
        _, label, count = self.board_layout.columns[section]
        if role == _Role.DisplayRole:
            return f"{label}\n{count:,}"
        return (
            f"{label}, {format_count(count, self.field.item_noun)}"
            if role == _Role.AccessibleTextRole
            else None
        )

    @qt_override(default=None)
    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return a note, a band, or the text of either."""
        item = self.board_layout.cells.get((index.row(), index.column()))
        band = self._heading(index.row()) if item is None else None
        if role in (NOTE_ROLE, BAND_ROLE):
            return item if role == NOTE_ROLE else band
        if band is not None and role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return f"{band.label}, {format_count(band.count, self.field.item_noun)}"
        if item is None:
            return None
        note = str(item.get("note") or "No text yet")
        if role == _Role.AccessibleTextRole:
            footer = card_footer_text(self.field, item, "").replace(" · ", ", ")
            return ", ".join(filter(None, (note, self.board_layout.columns[index.column()][1], footer)))
        return note if role in (_Role.DisplayRole, _Role.ToolTipRole) else None

    @qt_override(default=Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Make only notes selectable."""
        has_note = (index.row(), index.column()) in self.board_layout.cells
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if has_note else Qt.ItemFlag.NoItemFlags

    def _heading(self, row: int) -> Band | None:
        return next((band for band in self.board_layout.bands if band.heading_row == row), None)


class BoardGrid(QTableView):
    """The view of a board; cards are moved by mouse or keyboard.

    Qt tells screen readers that the current card has the focus, whether or not the board has it. So Qt
    has a current card only while the board has the focus; `_left_at` is the card that was left.
    """

    note_chosen = Signal(str)
    remove_requested = Signal(str)
    note_edited = Signal(str, object)
    """The note with this id gets these values."""
    move_requested = Signal(str, int)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.by = ""
        self.read_only = False
        self._items: tuple[Item, ...] = ()
        self._left_at = QPersistentModelIndex()
        self._fitted: tuple[int, ...] = ()
        """The column widths for which the row heights were last set."""
        self.board_model = BoardModel(field, self)
        self.board_delegate = BoardDelegate(field, self)
        self.setModel(self.board_model)
        self.setItemDelegate(self.board_delegate)
        self.setHorizontalHeader(StageHeader(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.doubleClicked.connect(self._choose)
        self.card_drag = CardDrag(self, self)
        self._fit_timer = QTimer(self, singleShot=True, interval=0)
        self._fit_timer.timeout.connect(self._fit_if_wider)
        self.horizontalHeader().sectionResized.connect(self._schedule_fit)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these notes; the current one stays current, and a new one is scrolled to."""
        current, ids_before = self.current_id, {item.id for item in self._items}
        new_ids = [item.id for item in items if item.id not in ids_before]
        self._items = tuple(items)
        self._lay_out_notes()
        if current and self.current_id != current:
            self.setCurrentIndex(QModelIndex())
            self.select(current)
        if ids_before and new_ids and not self.hasFocus():
            self._reveal(new_ids[-1])

    def group_by(self, by: str) -> None:
        """Group the rows by theme or table, or not at all."""
        here, self.by = self.current_id, by
        self._lay_out_notes()
        self.select(here)

    @property
    def current_id(self) -> str:
        """The id of the current note, or ""."""
        item = self.currentIndex().data(NOTE_ROLE)
        return item.id if isinstance(item, Item) else ""

    def select(self, item_id: str) -> None:
        """Make this note the current one, if it is shown."""
        place = self.board_model.board_layout.cell_of(item_id)
        if place is not None:
            self.setCurrentIndex(self.board_model.index(*place))

    @qt_override(default=QModelIndex())
    def currentIndex(self) -> QModelIndex:
        """Return the current card, or the one that was left while the board does not have the focus."""
        index = super().currentIndex()
        left = self._left_at
        is_left = left.isValid() and not index.isValid()
        return self.board_model.index(left.row(), left.column()) if is_left else index

    @qt_override
    def setCurrentIndex(self, index: Index) -> None:
        """Make this card the current one and show it."""
        if self.hasFocus():
            super().setCurrentIndex(index)
            return
        self._left_at = QPersistentModelIndex(index)
        if index.isValid():
            self.scrollTo(index)
        self.viewport().update()

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the card that was left Qt's current one."""
        self.selectionModel().setCurrentIndex(self.currentIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    @qt_override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Remember the current card."""
        super().focusOutEvent(event)
        self._left_at = QPersistentModelIndex(super().currentIndex())
        self.selectionModel().setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)

    def move_note_to(self, item_id: str, row: int, column: int) -> None:
        """Move a note to a row and a column; row -1 keeps its theme or table."""
        stage = self.board_model.board_layout.columns[column][0]
        band = self.board_model.board_layout.band_at(row) if row >= 0 and self.by else None
        values = {"stage": stage, **({self.by: band.key} if band is not None else {})}
        self.note_edited.emit(item_id, values)

    def band_rows(self, row: int) -> tuple[int, int] | None:
        """Return the first and last row of the band that a row belongs to."""
        band = self.board_model.board_layout.band_at(row) if row >= 0 and self.by else None
        return (
            (band.first_row, band.first_row + band.row_count - 1)
            if band is not None and band.row_count
            else None
        )

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Apply the key to the current note."""
        item = self.currentIndex().data(NOTE_ROLE)
        if isinstance(item, Item) and not self.read_only and self._handle_key(item, event):
            return
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or (event.key() == Qt.Key.Key_Escape):
            event.ignore()
            return
        super().keyPressEvent(event)

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Measure the cards again when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.board_delegate.update_metrics()
            self._fit_rows()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the cards to the new width before they are painted."""
        super().resizeEvent(event)
        self._apply_column_widths()

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Fit the cards when the board is shown again."""
        super().showEvent(event)
        self._apply_column_widths()

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the place where a dragged card would be dropped, then the cards, then the dragged card."""
        self.card_drag.paint_drop_area()
        super().paintEvent(event)
        self.card_drag.paint_card()

    def _handle_key(self, item: Item, event: QKeyEvent) -> bool:
        key, ctrl = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        stage = stage_key(self.field, STAGE_KEYS[key]) if key in STAGE_KEYS else None
        if key in ENTER_KEYS:
            self.note_chosen.emit(item.id)
        elif key == Qt.Key.Key_Delete:
            self.remove_requested.emit(item.id)
        elif ctrl and key in _STAGE_KEYS:
            column = self.currentIndex().column() + _STAGE_KEYS[key]
            if 0 <= column < len(self.board_model.board_layout.columns):
                self.move_note_to(item.id, -1, column)
        elif ctrl and key in _BAND_KEYS:
            band = next_band(self.board_model.board_layout, self.currentIndex().row(), _BAND_KEYS[key])
            if band is not None and self.by:
                self.note_edited.emit(item.id, {self.by: band.key})
        elif stage is not None:
            self.note_edited.emit(item.id, {"stage": stage})
        elif key in VOTE_KEYS:
            change = change_votes(item, VOTE_KEYS[key])
            self.note_edited.emit(item.id, change)
            announce_votes(self, change)
        else:
            return False
        return True

    def _choose(self, index: QModelIndex) -> None:
        item = index.data(NOTE_ROLE)
        if isinstance(item, Item) and not self.read_only:
            self.note_chosen.emit(item.id)

    def _lay_out_notes(self) -> None:
        top = self.verticalScrollBar().value()
        self.board_delegate.by = self.by
        layout = lay_out_board(self.field, self._items, self.by)
        changed_rows = self.board_model.set_layout(layout, self.by)
        if changed_rows is not None:
            self._fit_rows(changed_rows)
            return
        self.clearSpans()
        for band in layout.bands:
            if band.heading_row >= 0 and len(layout.columns) > 1:
                self.setSpan(band.heading_row, 0, 1, len(layout.columns))
        self._fitted = ()
        self._fit_if_wider()
        self.verticalScrollBar().setValue(top)

    def _schedule_fit(self, _column: int, _before: int, _now: int) -> None:
        self._fit_timer.start()

    def _apply_column_widths(self) -> None:
        """Set the widths of the stages now, without waiting for Qt, and fit the cards to them."""
        if self.horizontalHeader().isVisible():
            self.horizontalHeader().resizeSections()
            self.updateGeometries()  # the names of the stages may need more lines
            self._fit_if_wider()

    def _widths(self) -> tuple[int, ...]:
        return tuple(self.columnWidth(number) for number in range(len(self.board_model.board_layout.columns)))

    def _fit_if_wider(self) -> None:
        """Fit the rows if the widths of the columns have changed."""
        widths = self._widths()
        if self.isVisible() and widths != self._fitted:
            self._fitted = widths
            self._fit_rows()

    def _fit_rows(self, only: Collection[int] | None = None) -> None:
        """Make each row (or only these) as tall as its tallest card, with one update for all."""
        layout = self.board_model.board_layout
        widths = list(enumerate(self._widths()))
        headings = {
            band.heading_row: self.board_delegate.band_height()
            for band in layout.bands
            if band.heading_row >= 0
        }
        header = self.verticalHeader()
        header.blockSignals(True)  # noqa: FBT003 - Qt's own setter
        for row in range(layout.rows) if only is None else only:
            cards = [
                self.board_delegate.card_height(item, width)
                for column, width in widths
                if (item := layout.cells.get((row, column))) is not None
            ]
            header.resizeSection(row, max(cards, default=headings.get(row, 0)))
        header.blockSignals(False)  # noqa: FBT003 - Qt's own setter
        self.updateGeometries()
        self.viewport().update()

    def _reveal(self, item_id: str) -> None:
        place = self.board_model.board_layout.cell_of(item_id)
        if place is not None:
            self.scrollTo(self.board_model.index(*place))
