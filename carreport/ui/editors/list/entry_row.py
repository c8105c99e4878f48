"""Show one entry of a group: a row that opens to its questions, or the offer to bring it back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.editors.base import EditorServices, control_name
from carreport.ui.editors.list.entry_form import A_TURN, AT_FIRST, EntryForm
from carreport.ui.editors.list.entry_summary import HANDLE_WIDTH, MOVE_KEYS, EntryHeader, entry_summary
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel


class EntryRow(QWidget):
    """One entry: its row, its questions where it is open, or the offer to bring it back."""

    answer_edited = Signal(str, object)
    editing_finished = Signal(str)
    expanded = Signal(str)
    collapsed = Signal(str)
    move_requested = Signal(str, int)
    remove_requested = Signal(str)
    restore_requested = Signal(str)
    dragged = Signal(str, QPoint)
    dropped = Signal(str, QPoint)
    release_requested = Signal(str)

    def __init__(
        self, field: Field, path: str, item: Item, services: EditorServices, make: MakeEditor
    ) -> None:
        super().__init__()
        self.item = item
        self._field, self._services, self._make = field, services, make
        self.path = paths.item_path(path, item.id)
        self.read_only = False
        self.is_removed = False
        self.is_private = False
        self.entry_form: EntryForm | None = None
        self.undo_button: Button | None = None
        self.header = EntryHeader(self.path)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.column.addWidget(self.header)
        self.header.clicked.connect(self._toggle)
        self.header.move_requested.connect(self._move)
        self.header.remove_requested.connect(self._request_removal)
        self.header.dragged.connect(self._drag)
        self.header.dropped.connect(self._drop)
        self.show_item(item)

    @property
    def is_expanded(self) -> bool:
        """Whether its questions are shown."""
        return self.header.is_expanded

    def tab_stops(self) -> list[QWidget]:
        """Return the controls that Tab goes to, in order."""
        if self.undo_button:
            return [self.undo_button]
        return [self.header, *(self.entry_form.tab_stops() if self.entry_form else ())]

    def show_item(self, item: Item) -> None:
        """Show the entry as it is now."""
        self.item = item
        self.show_summary(item)
        if self.entry_form and self.is_expanded:
            self.entry_form.show_values(item.values)

    def show_summary(self, item: Item) -> None:
        """Say in the row what the entry is about."""
        title, rest = entry_summary(self._field, item)
        marks = ["Only you can see this"] if self.is_private else []
        self.header.show_summary(title, " · ".join(part for part in (*marks, rest) if part))

    def mark_private(self, *, private: bool) -> None:
        """Say whether only its writer sees the entry."""
        if private is self.is_private:
            return
        self.is_private = private
        self.show_summary(self.item)
        if self.entry_form:
            self.entry_form.mark_private(private=private)

    def expand(self) -> None:
        """Show the questions; they are made when they are first wanted, the first ones now."""
        is_new = self.entry_form is None
        if self.entry_form is None:
            self.entry_form = self._make_entry_form()
            self.entry_form.hide()
            self.column.addWidget(self.entry_form)
        self.header.is_expanded = True
        self.entry_form.show_values(self.item.values)
        self.entry_form.set_read_only(read_only=self.read_only)
        self.entry_form.mark_private(private=self.is_private)
        if is_new:
            self.entry_form.build(AT_FIRST)
        self.entry_form.show()
        self.header.update()

    def build_on(self) -> bool:
        """Build the next questions of an open entry; say whether there is anything left to build."""
        if self.entry_form is not None and self.is_expanded and not self.entry_form.is_built:
            self.entry_form.build(A_TURN)
        return self.entry_form is not None and self.is_expanded and not self.entry_form.is_built

    def collapse(self) -> None:
        """Show only the row; what was typed is handed on first."""
        self.header.is_expanded = False
        if self.entry_form:
            self.entry_form.flush()
            self._release_focus()
            self.entry_form.hide()
        self.header.update()

    def _release_focus(self) -> None:
        """Leave a question that is about to be hidden; Qt would else look through the whole window."""
        now = QApplication.focusWidget()
        if now is not None and self.entry_form is not None and self.entry_form.isAncestorOf(now):
            now.clearFocus()

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the entry be read but not changed."""
        self.read_only = self.header.read_only = read_only
        self.header.update()
        if self.entry_form:
            self.entry_form.set_read_only(read_only=read_only)

    def show_answer(self, item: Item) -> None:
        """Say in the row what was just answered below it."""
        self.item = item
        self.show_summary(item)
        if self.entry_form:
            self.entry_form.show_asked(item.values)

    def mark_removed(self) -> None:
        """Offer to bring the entry back, in its place."""
        self.is_removed = True
        self.collapse()
        self.header.hide()
        strip = QWidget(self)
        line = QHBoxLayout(strip)
        line.setContentsMargins(HANDLE_WIDTH + 4, 8, 14, 8)
        title = entry_summary(self._field, self.item)[0]
        line.addWidget(TextLabel(f"Removed: {title}", ink="muted"), 1)
        self.undo_button = Button("Undo", "link")
        self.undo_button.setObjectName(control_name(self.path, "undo"))
        self.undo_button.setAccessibleName(f"Undo: bring back {title}")
        self.undo_button.clicked.connect(self._request_restore)
        line.addWidget(self.undo_button)
        self.column.addWidget(strip)
        strip.show()
        self.undo_button.setFocus()

    def mark_restored(self) -> None:
        """Show the entry again."""
        self.is_removed = False
        if self.undo_button:
            strip = self.undo_button.parentWidget()
            self.undo_button = None
            if strip is not None:
                strip.hide()
                strip.deleteLater()
        self.header.show()

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc, move with Alt and the arrows, from anywhere inside."""
        if event.key() == Qt.Key.Key_Escape and self.is_expanded:
            self._collapse()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in MOVE_KEYS:
            self._move(MOVE_KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint the card that the entry stands on."""
        palette = self.palette()
        fill = palette.color(QPalette.ColorRole.Window if self.is_removed else QPalette.ColorRole.Base)
        draw_rounded_rect(QPainter(self), self.rect(), fill, palette.color(QPalette.ColorRole.Midlight), 1)

    def _make_entry_form(self) -> EntryForm:
        body = EntryForm(self._field, self.path, self._services, self._make)
        body.answer_edited.connect(self.answer_edited)
        body.editing_finished.connect(self.editing_finished)
        body.move_requested.connect(self._move)
        body.remove_requested.connect(self._request_removal)
        body.close_requested.connect(self._collapse)
        body.release_requested.connect(self._release)
        return body

    def _toggle(self) -> None:
        if self.is_expanded:
            self._collapse()
        else:
            self.expanded.emit(self.item.id)

    def _collapse(self) -> None:
        self.collapse()
        self.header.setFocus()
        self.collapsed.emit(self.item.id)

    def _move(self, by: int) -> None:
        self.move_requested.emit(self.item.id, by)

    def _request_removal(self) -> None:
        if self.entry_form:
            self.entry_form.flush()
        self.remove_requested.emit(self.item.id)

    def _release(self) -> None:
        if self.entry_form:
            self.entry_form.flush()
        self.release_requested.emit(self.path)

    def _request_restore(self) -> None:
        self.restore_requested.emit(self.item.id)

    def _drag(self, at: QPoint) -> None:
        self.dragged.emit(self.item.id, at)

    def _drop(self, at: QPoint) -> None:
        self.dropped.emit(self.item.id, at)
