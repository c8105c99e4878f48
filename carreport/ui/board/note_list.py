"""Show the notes that are up as one list, however many there are: drawn, not built of widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.form.wording import format_count
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.item_list import PlainListView, TextLine, lines_height, paint_lines

Index = QModelIndex | QPersistentModelIndex
NOTE_ROLE = Qt.ItemDataRole.UserRole
MAX_VISIBLE_ROWS = 7
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STAGE_KEYS = {getattr(Qt.Key, f"Key_{digit}"): digit for digit in range(10)}
VOTE_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
_MOVE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_Role = QPalette.ColorRole


def votes_text(item: Item) -> str:
    """Return “3 votes”, or what was typed in place of a number."""
    votes = item.get("votes")
    return format_count(votes, "vote") if votes and isinstance(votes, int) else str(votes or "")


def note_place_text(field: Field, item: Item, *, without: str = "") -> str:
    """Return where a note hangs and how many voted for it: “Working well · Time · Table 2 · 3 votes”."""
    stage, table = field.inner_field("stage"), str(item.get("table") or "")
    said = {
        "stage": stage.label_of(str(item.get("stage"))) if stage and item.get("stage") else "",
        "theme": str(item.get("theme") or ""),
        "table": f"Table {table}" if table[:1].isdigit() else table,
        "votes": votes_text(item),
    }
    return " · ".join(words for name, words in said.items() if words and name != without)


def stage_key(field: Field, number: int) -> str | None:
    """Return the key of the stage with this number; 0 is none, and what is too large nothing at all."""
    stage = field.inner_field("stage")
    keys = ["", *(choice.key for choice in stage.choices)] if stage else []
    return keys[number] if number < len(keys) else None


def change_votes(item: Item, by: int) -> Mapping[str, int | None]:
    """Return what a note says with a vote more or less; nothing where votes are words."""
    votes = item.get("votes")
    if votes is not None and not isinstance(votes, int):
        return {}
    return {"votes": max((votes or 0) + by, 0) or None}


class NoteListModel(QAbstractListModel):
    """The notes of a board, in their order."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.items: tuple[Item, ...] = ()

    def set_items(self, items: Sequence[Item]) -> None:
        """Show these notes from now on; those that only come behind are added, or taken away there."""
        fresh, known = tuple(items), len(self.items)
        if len(fresh) > known and fresh[:known] == self.items:
            self.beginInsertRows(QModelIndex(), known, len(fresh) - 1)
            self.items = fresh
            self.endInsertRows()
        elif 0 < len(fresh) < known and fresh == self.items[: len(fresh)]:
            self.beginRemoveRows(QModelIndex(), len(fresh), known - 1)
            self.items = fresh
            self.endRemoveRows()
        elif [each.id for each in fresh] == [each.id for each in self.items]:
            self.items = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(max(known - 1, 0), 0))
        else:
            self.beginResetModel()
            self.items = fresh
            self.endResetModel()

    @qt_override(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many notes there are."""
        return 0 if parent is not None and parent.isValid() else len(self.items)

    @qt_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a note, or its words."""
        if not index.isValid() or index.row() >= len(self.items):
            return None
        item = self.items[index.row()]
        if role == NOTE_ROLE:
            return item
        note = str(item.get("note") or "No words yet")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return note
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (note, note_place_text(self.field, item).replace(" · ", ", "))))
        return None


class NoteList(PlainListView):
    """The notes under each other; Enter changes one, Delete takes it down, a digit sets its stage."""

    note_chosen = Signal(str)
    remove_requested = Signal(str)
    note_edited = Signal(str, object)
    """The note with this id is to say this besides."""
    move_requested = Signal(str, int)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.note_model = NoteListModel(field, self)
        self.setModel(self.note_model)
        self.setItemDelegate(NoteDelegate(field, self))
        self.setUniformItemSizes(True)
        self.setContentsMargins(0, 0, 0, 0)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._choose)
        self.read_only = False

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these notes; the one with the keyboard keeps it, a new last one is shown."""
        here, grew = self.current_id, len(items) > len(self.note_model.items)
        self.note_model.set_items(items)
        self.select(here)
        self.fit_height()
        if grew and not self.hasFocus() and self.isVisible():
            self.scrollToBottom()

    @property
    def current_id(self) -> str:
        """The id of the note with the keyboard on it, or nothing."""
        item = self.currentIndex().data(NOTE_ROLE)
        return item.id if isinstance(item, Item) else ""

    def select(self, item_id: str) -> None:
        """Put the keyboard on this note, if it is there."""
        if not item_id:
            return
        places = (number for number, each in enumerate(self.note_model.items) if each.id == item_id)
        place = next(places, -1)
        if place >= 0 and place != self.currentIndex().row():
            self.setCurrentIndex(self.note_model.index(place, 0))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key says with the note that the keyboard is on."""
        item = self.currentIndex().data(NOTE_ROLE)
        if isinstance(item, Item) and not self.read_only and self._handle_key(item, event):
            return
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()
            return
        super().keyPressEvent(event)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as much height as the first notes need."""
        super().resizeEvent(event)
        self.fit_height()

    def _handle_key(self, item: Item, event: QKeyEvent) -> bool:
        key, alt = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        stage = stage_key(self.field, STAGE_KEYS[key]) if key in STAGE_KEYS else None
        if key in ENTER_KEYS:
            self.note_chosen.emit(item.id)
        elif key == Qt.Key.Key_Delete:
            self.remove_requested.emit(item.id)
        elif alt and key in _MOVE_KEYS:
            self.move_requested.emit(item.id, _MOVE_KEYS[key])
        elif stage is not None:
            self.note_edited.emit(item.id, {"stage": stage})
        elif key in VOTE_KEYS:
            self.note_edited.emit(item.id, change_votes(item, VOTE_KEYS[key]))
        else:
            return False
        return True

    def _choose(self, index: QModelIndex) -> None:
        item = index.data(NOTE_ROLE)
        if isinstance(item, Item) and not self.read_only:
            self.note_chosen.emit(item.id)

    def fit_height(self) -> None:
        """Be as tall as the first notes."""
        rows = min(self.note_model.rowCount(), MAX_VISIBLE_ROWS)
        self.setFixedHeight(max(rows, 1) * _row_height() + 2)
        self.setVisible(rows > 0)


def _row_height() -> int:
    return lines_height(FontRole.TEXT, FontRole.SMALL) + 18


class NoteDelegate(QStyledItemDelegate):
    """Draws one note: its words, and below them where it hangs."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field

    @qt_override(default=QSize(200, 48))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height that all rows have."""
        return QSize(200, _row_height())

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the note at `index`."""
        item, palette, state = index.data(NOTE_ROLE), option.palette, QStyle.StateFlag
        area = option.rect.adjusted(0, 0, -2, -4)
        here = bool(option.state & state.State_Selected)
        keyboard = here and bool(option.state & state.State_HasFocus)
        line = palette.color(_Role.Highlight if keyboard else _Role.Midlight)
        painter.save()
        ground = palette.color(_Role.AlternateBase if here else _Role.Base)
        draw_rounded_rect(painter, area, ground, line, 2 if keyboard else 1)
        lines = (
            TextLine(str(item.get("note") or "No words yet"), FontRole.TEXT, _Role.WindowText),
            TextLine(note_place_text(self._field, item), FontRole.SMALL, _Role.PlaceholderText),
        )
        room = area.adjusted(12, 4, -12, -4)
        height = lines_height(*(line.font_role for line in lines if line.text))
        room.setTop(room.top() + (room.height() - height) // 2)
        paint_lines(painter, room, palette, *lines)
        painter.restore()
