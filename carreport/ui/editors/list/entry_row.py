"""Show one entry of a group: a row that opens to its questions, or the offer to bring it back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.editors.base import Desk, part_name
from carreport.ui.editors.list.entry_form import A_TURN, AT_FIRST, RowBody
from carreport.ui.editors.list.entry_summary import GRIP, MOVES, RowHead, summary_of
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Words


class Row(QWidget):
    """One entry: its row, its questions where it is open, or the offer to bring it back."""

    answer_edited = Signal(str, object)
    left = Signal(str)
    opened = Signal(str)
    closed = Signal(str)
    moved = Signal(str, int)
    removed = Signal(str)
    undone = Signal(str)
    dragged = Signal(str, QPoint)
    dropped = Signal(str, QPoint)
    release_wanted = Signal(str)

    def __init__(self, field: Field, path: str, item: Item, desk: Desk, make: MakeEditor) -> None:
        super().__init__()
        self.item = item
        self._field, self._desk, self._make = field, desk, make
        self.path = paths.item_path(path, item.id)
        self.read_only = False
        self.gone = False
        self.private = False
        self.body: RowBody | None = None
        self.undo: Button | None = None
        self.head = RowHead(self.path)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.column.addWidget(self.head)
        self.head.clicked.connect(self._toggle)
        self.head.moved.connect(self._move)
        self.head.removed.connect(self._remove)
        self.head.dragged.connect(self._drag)
        self.head.dropped.connect(self._drop)
        self.show_item(item)

    @property
    def is_open(self) -> bool:
        """Whether its questions are shown."""
        return self.head.open

    def tab_stops(self) -> list[QWidget]:
        """Return the controls that Tab goes to, in order."""
        if self.undo:
            return [self.undo]
        return [self.head, *(self.body.tab_stops() if self.body else ())]

    def show_item(self, item: Item) -> None:
        """Show the entry as it is now."""
        self.item = item
        self.show_head(item)
        if self.body and self.is_open:
            self.body.show_values(item.values)

    def show_head(self, item: Item) -> None:
        """Say in the row what the entry is about."""
        title, rest = summary_of(self._field, item)
        marks = ["Only you can see this"] if self.private else []
        self.head.show_words(title, " · ".join(part for part in (*marks, rest) if part))

    def show_private(self, *, private: bool) -> None:
        """Say whether only its writer sees the entry."""
        if private is self.private:
            return
        self.private = private
        self.show_head(self.item)
        if self.body:
            self.body.show_private(private=private)

    def open_up(self) -> None:
        """Show the questions; they are made when they are first wanted, the first ones now."""
        is_new = self.body is None
        if self.body is None:
            self.body = self._make_body()
            self.body.hide()
            self.column.addWidget(self.body)
        self.head.open = True
        self.body.show_values(self.item.values)
        self.body.lock(read_only=self.read_only)
        self.body.show_private(private=self.private)
        if is_new:
            self.body.build(AT_FIRST)
        self.body.show()
        self.head.update()

    def build_on(self) -> bool:
        """Build the next questions of an open entry; say whether there is anything left to build."""
        if self.body is not None and self.is_open and not self.body.is_whole:
            self.body.build(A_TURN)
        return self.body is not None and self.is_open and not self.body.is_whole

    def close_up(self) -> None:
        """Show only the row; what was typed is handed on first."""
        self.head.open = False
        if self.body:
            self.body.flush()
            self._let_go_of_keyboard()
            self.body.hide()
        self.head.update()

    def _let_go_of_keyboard(self) -> None:
        """Leave a question that is about to be hidden; Qt would else look through the whole window."""
        now = QApplication.focusWidget()
        if now is not None and self.body is not None and self.body.isAncestorOf(now):
            now.clearFocus()

    def lock(self, *, read_only: bool) -> None:
        """Let the entry be read but not changed."""
        self.read_only = self.head.read_only = read_only
        self.head.update()
        if self.body:
            self.body.lock(read_only=read_only)

    def note_answer(self, item: Item) -> None:
        """Say in the row what was just answered below it."""
        self.item = item
        self.show_head(item)
        if self.body:
            self.body.ask(item.values)

    def say_gone(self) -> None:
        """Offer to bring the entry back, in its place."""
        self.gone = True
        self.close_up()
        self.head.hide()
        strip = QWidget(self)
        line = QHBoxLayout(strip)
        line.setContentsMargins(GRIP + 4, 8, 14, 8)
        title = summary_of(self._field, self.item)[0]
        line.addWidget(Words(f"Removed: {title}", ink="muted"), 1)
        self.undo = Button("Undo", "link")
        self.undo.setObjectName(part_name(self.path, "undo"))
        self.undo.setAccessibleName(f"Undo: bring back {title}")
        self.undo.clicked.connect(self._undo)
        line.addWidget(self.undo)
        self.column.addWidget(strip)
        strip.show()
        self.undo.setFocus()

    def say_back(self) -> None:
        """Show the entry again."""
        self.gone = False
        if self.undo:
            strip = self.undo.parentWidget()
            self.undo = None
            if strip is not None:
                strip.hide()
                strip.deleteLater()
        self.head.show()

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc, move with Alt and the arrows, from anywhere inside."""
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self._close()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in MOVES:
            self._move(MOVES[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint the card that the entry stands on."""
        palette = self.palette()
        fill = palette.color(QPalette.ColorRole.Window if self.gone else QPalette.ColorRole.Base)
        rounded(QPainter(self), self.rect(), fill, palette.color(QPalette.ColorRole.Midlight), 1)

    def _make_body(self) -> RowBody:
        body = RowBody(self._field, self.path, self._desk, self._make)
        body.answer_edited.connect(self.answer_edited)
        body.left.connect(self.left)
        body.moved.connect(self._move)
        body.removed.connect(self._remove)
        body.closed.connect(self._close)
        body.release_wanted.connect(self._release)
        return body

    def _toggle(self) -> None:
        if self.is_open:
            self._close()
        else:
            self.opened.emit(self.item.id)

    def _close(self) -> None:
        self.close_up()
        self.head.setFocus()
        self.closed.emit(self.item.id)

    def _move(self, by: int) -> None:
        self.moved.emit(self.item.id, by)

    def _remove(self) -> None:
        if self.body:
            self.body.flush()
        self.removed.emit(self.item.id)

    def _release(self) -> None:
        if self.body:
            self.body.flush()
        self.release_wanted.emit(self.path)

    def _undo(self) -> None:
        self.undone.emit(self.item.id)

    def _drag(self, at: QPoint) -> None:
        self.dragged.emit(self.item.id, at)

    def _drop(self, at: QPoint) -> None:
        self.dropped.emit(self.item.id, at)
