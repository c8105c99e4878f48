"""The form for an open entry: its questions, and the actions on the whole entry."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from carreport.form.answers import is_asked, is_empty
from carreport.form.kinds import kind_of
from carreport.form.release_choice import number_question, release_question
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.editors.list.entry_delegate import HANDLE_WIDTH
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.release import ReleaseEditor
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, IconButton
from carreport.ui.widgets.labels import TextLabel

PRIVATE_NOTE = (
    "This is kept in a separate private file. It is not included in copies or reports until you give it to "
    "the group."
)
MOVE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class EntryForm(QWidget):
    """The questions of one entry, and below them a menu to move or remove it, and a button to close it."""

    answer_edited = Signal(str, object)
    editing_finished = Signal(str)
    move_requested = Signal(str, int)
    remove_requested = Signal(str)
    release_requested = Signal(str, str)
    """Give the entry at this path to the group, with the option that has this key."""
    close_requested = Signal()

    def __init__(
        self,
        field: Field,
        path: str,
        values: Mapping[str, Value],
        services: EditorServices,
        make: MakeEditor,
    ) -> None:
        super().__init__()
        self.setObjectName(control_name(path, "questions"))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)  # so that a key press does not repaint the row below it
        self.path = path
        self._item_id = path.rpartition("/")[2]
        self.editors: dict[str, Editor] = {}
        self._blocks: dict[str, QWidget] = {}
        self._field = field
        self._read_only = False
        self._place = (0, 1)
        self._values = values
        self._release_editor: ReleaseEditor | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(HANDLE_WIDTH + 3, 4, 17, 8)
        column.setSpacing(16)
        self.private_note = TextLabel(PRIVATE_NOTE, FontRole.SMALL, "muted")
        self.private_note.hide()
        column.addWidget(self.private_note)
        for inner in field.fields:
            column.addWidget(self._make_question(inner, values, services, make))
        column.addLayout(self._make_footer())
        self.show_asked(values)

    def _make_question(
        self, inner: Field, values: Mapping[str, Value], services: EditorServices, make: MakeEditor
    ) -> QWidget:
        editor = self._make_editor(inner, services, make)
        editor.answer_edited.connect(self.answer_edited)
        editor.editing_finished.connect(self.editing_finished)
        editor.set_sibling_values(self._field, values)
        editor.show_value(values.get(inner.id))
        block = _question_block(inner, editor)
        self.editors[inner.id], self._blocks[inner.id] = editor, block
        return block

    def _make_editor(self, inner: Field, services: EditorServices, make: MakeEditor) -> Editor:
        path = f"{self.path}/{inner.id}"
        if inner is not release_question(self._field):
            return make(inner, path, services)
        self._release_editor = ReleaseEditor(self._field, path, services)
        self._release_editor.give_requested.connect(lambda key: self.release_requested.emit(self.path, key))
        return self._release_editor

    def _make_footer(self) -> QHBoxLayout:
        footer = QHBoxLayout()
        footer.setSpacing(8)
        self.more_button = IconButton("more", f"Move or remove this {self._field.item_noun}")
        self.more_button.setObjectName(control_name(self.path, "more"))
        self.more_button.clicked.connect(self._show_menu)
        self.close_button = Button("Close", "outlined")
        self.close_button.setObjectName(control_name(self.path, "close"))
        self.close_button.clicked.connect(self.close_requested)
        footer.addStretch(1)
        footer.addWidget(self.more_button)
        footer.addWidget(self.close_button)
        return footer

    def _show_menu(self) -> None:
        self.make_menu().popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def make_menu(self) -> QMenu:
        """Return the menu that moves the entry, if there are others, or removes it."""
        menu, (at, count) = QMenu(self), self._place
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if count > 1:
            up, down = menu.addAction("Move &up\tAlt+Up"), menu.addAction("Move &down\tAlt+Down")
            up.setEnabled(at > 0)
            down.setEnabled(at + 1 < count)
            up.triggered.connect(lambda: self.move_requested.emit(self._item_id, -1))
            down.triggered.connect(lambda: self.move_requested.emit(self._item_id, 1))
            menu.addSeparator()
        remove = menu.addAction(f"&Remove this {self._field.item_noun}")
        remove.triggered.connect(lambda: self.remove_requested.emit(self._item_id))
        return menu

    def set_place(self, at: int, count: int) -> None:
        """Set the place of the entry, counted from 0, and how many there are."""
        self._place = (at, count)

    def mark_private(self, *, private: bool, decided_by: str) -> None:
        """Show or hide the note that only the author can see the entry.

        `decided_by` is who decides about it, if somebody else does.
        """
        self.private_note.setVisible(private)
        self._show_number(private=private)
        if self._release_editor is not None:
            self._release_editor.show_state(private=private, decided_by=decided_by)

    def _show_number(self, *, private: bool) -> None:
        """Ask for the number that signs the entry only once it has one: giving the entry draws one."""
        asked = number_question(self._field)
        if asked is not None and not private:
            self._blocks[asked.id].setVisible(is_asked(asked, self._values))
        elif asked is not None and self.isHidden():
            self._blocks[asked.id].setVisible(not is_empty(asked, self._values.get(asked.id)))

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show the answers of the entry, and only the questions that are asked."""
        self.show_asked(values)
        for name, editor in self.editors.items():
            editor.show_value(values.get(name))

    def show_asked(self, values: Mapping[str, Value]) -> None:
        """Show only the questions that are asked, given these answers; pass the answers to each editor."""
        self._values = values
        for inner in self._field.fields:
            self.editors[inner.id].set_sibling_values(self._field, values)
            if inner.show_if is not None:
                self._blocks[inner.id].setVisible(is_asked(inner, values))

    def set_read_only(self, *, read_only: bool) -> None:
        """Make the entry read-only, or editable again."""
        if read_only is self._read_only:
            return
        self._read_only = read_only
        for editor in self.editors.values():
            editor.set_read_only(read_only)
        self.more_button.setVisible(not read_only)

    def flush(self) -> None:
        """Commit pending typing now."""
        for editor in self.editors.values():
            editor.flush()

    def focus_first(self) -> None:
        """Move the focus to the first question that is shown and not a picture."""
        shown = (inner for inner in self._field.fields if not self._blocks[inner.id].isHidden())
        name = next(inner.id for inner in shown if not kind_of(inner).is_picture)
        self.editors[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_path(self, path: str) -> QWidget | None:
        """Move the focus to the question at `path`, or inside it; return the widget to scroll to, or None."""
        for name, editor in self.editors.items():
            if path == editor.path and not self._blocks[name].isHidden():
                editor.focus_path(path)
                return self._blocks[name]
            if path.startswith(f"{editor.path}/"):
                return editor.focus_path(path)
        return None

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the entry on Esc; move it on Alt+Up and Alt+Down."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in MOVE_KEYS:
            self.move_requested.emit(self._item_id, MOVE_KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _question_block(inner: Field, editor: Editor) -> QWidget:
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    if isinstance(editor, ReleaseEditor):
        for part in (editor.heading_label, editor.why_label, editor):
            column.addWidget(part)
        return block
    label = TextLabel(inner.label, FontRole.STRONG)
    label.setBuddy(editor)
    column.addWidget(label)
    example = f"Example: {inner.example}" if inner.example and not inner.choices else ""
    for text in (inner.why, example):
        if text:
            column.addWidget(TextLabel(text, FontRole.SMALL, "muted"))
    column.addWidget(editor)
    return block
