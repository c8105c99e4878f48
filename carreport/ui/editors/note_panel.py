"""A panel below a text in which one of its notes is written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.form.richtext import note_from_blocks
from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.note_marks import keep_note, mark_at, mark_number, note_of, note_text
from carreport.ui.richtext.text_edit import TOOL_NAMES, RichTextEdit
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import TextLabel

NO_WORD = "Write some words first. A note follows a word."
_TAKEN_ACTIONS = frozenset(("strong", "emphasis", "link"))
_DONE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NotePanel(QWidget):
    """Shows one note of a text; what is typed is kept in its mark at once."""

    closed = Signal()

    def __init__(self, text_edit: RichTextEdit, note_edit: RichTextEdit, frame: QWidget) -> None:
        super().__init__()
        self._text_edit = text_edit
        self._mark = QTextCursor(text_edit.document())
        self._is_writing = False
        self._has_written = False
        self.title_label = TextLabel("", FontRole.STRONG)
        self.note_edit = note_edit
        self.note_edit.barred_actions = frozenset(TOOL_NAMES) - _TAKEN_ACTIONS
        self.note_edit.setAccessibleDescription("Press Esc to go back to the text.")
        self.note_edit.ask_link = text_edit.ask_link
        self.note_edit.installEventFilter(self)
        self.done_button = Button("Done")
        self.remove_button = LinkButton("Remove note")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 2, 0, 6)
        column.setSpacing(6)
        column.addWidget(self.title_label)
        column.addWidget(frame)
        buttons = QHBoxLayout()
        buttons.setSpacing(14)
        buttons.addWidget(self.done_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.done_button.clicked.connect(self.close_note)
        self.remove_button.clicked.connect(self._remove)
        self.note_edit.content_changed.connect(self._keep_words)
        text_edit.content_changed.connect(self.follow_text)
        self.hide()

    def open_note(self, position: int) -> None:
        """Show the note whose mark is at a position, and go to it."""
        if not self.isHidden() and position != self._mark.position():
            position -= self._remove_if_empty() and self._mark.position() < position
        self._mark = QTextCursor(self._text_edit.document())
        self._mark.setPosition(position)
        self._has_written = False
        self.update_read_only()
        self.show()
        self.follow_text()
        self.note_edit.moveCursor(QTextCursor.MoveOperation.End)
        self.note_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_note(self) -> None:
        """Go back to the text, behind the mark; a note without words is removed."""
        after = QTextCursor(self._text_edit.document())
        after.setPosition(self._mark.position() + (not self._remove_if_empty()))
        self._text_edit.setTextCursor(after)
        self._text_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def update_read_only(self) -> None:
        """Let the note be written only if the text can be."""
        is_locked = self._text_edit.isReadOnly()
        self.note_edit.setReadOnly(is_locked)
        self.remove_button.setHidden(is_locked)

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the note on Esc or Ctrl+Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.key() == Qt.Key.Key_Escape or (event.key() in _DONE_KEYS and has_ctrl):
                self.close_note()
                return True
        return super().eventFilter(watched, event)

    def _keep_words(self) -> None:
        """Keep what is typed in the mark; everything typed in one go is one undo step of the text."""
        mark = mark_at(self._text_edit.document(), self._mark.position())
        if self._is_writing or mark is None or self._text_edit.isReadOnly():
            return
        self._is_writing = True
        letters = keep_note(mark.charFormat(), note_from_blocks(self.note_edit.rich_text().blocks))
        if self._has_written:
            mark.joinPreviousEditBlock()
        else:
            mark.beginEditBlock()
        mark.setCharFormat(letters)
        mark.endEditBlock()
        self._has_written = True
        self._is_writing = False

    def follow_text(self) -> None:
        """Show the note as the text has it now; hide if its mark is gone."""
        if self._is_writing or self.isHidden():
            return
        position = self._mark.position()
        mark = mark_at(self._text_edit.document(), position)
        if mark is None:
            had_focus = self.note_edit.hasFocus() or self.done_button.hasFocus()
            self.hide()
            if had_focus:
                self._text_edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._has_written = False
        name = f"Note {mark_number(self._text_edit.document(), position)}"
        self.title_label.setText(name)
        self.note_edit.setAccessibleName(name)
        self.done_button.setAccessibleName(f"Done: {name}")
        self.remove_button.setAccessibleName(f"Remove {name.lower()}")
        note = note_of(mark.charFormat())
        if note != note_from_blocks(self.note_edit.rich_text().blocks):
            self._is_writing = True
            self.note_edit.set_rich_text(note_text(note))
            self._is_writing = False

    def _remove(self) -> None:
        mark = mark_at(self._text_edit.document(), self._mark.position())
        if mark is not None:
            mark.removeSelectedText()
        self._text_edit.setTextCursor(self._mark)
        self._text_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def _remove_if_empty(self) -> bool:
        """Remove the mark of a note without words; return whether it was removed."""
        mark = mark_at(self._text_edit.document(), self._mark.position())
        if mark is None or note_of(mark.charFormat()) or self._text_edit.isReadOnly():
            return False
        self._is_writing = True
        mark.removeSelectedText()
        self._is_writing = False
        return True
