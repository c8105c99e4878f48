"""A box to write a message in, which always says who will be able to read it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from carreport.form.richtext import RichText
from carreport.review.threads import Act
from carreport.ui.editors.text import TextFrame
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.undo_keys import leave_undo_to_menu
from carreport.ui.review.thread_text import who_can_read
from carreport.ui.richtext.text_edit import RichTextEdit
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import HintLabel, TextLabel
from carreport.ui.widgets.radio_group import ChoiceRow, RadioButton

WRITE_FIRST = "Write your reply first."
SAY_WHY = "Say why, so that the person who suggested it knows."
_PROBLEMS = {Act.SAID: WRITE_FIRST, Act.LEFT: SAY_WHY}
_NAMES = {
    Act.SAID: ("Your reply", "Add reply"),
    Act.DONE: ("A last word (optional)", "Settle"),
    Act.LEFT: ("Why the suggestion is left out", "Leave it out"),
}
"""The name of the text box, and its button, by what the message does."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WordsBox(QWidget):
    """A text box without a toolbar, in the frame of a text field; Ctrl+Enter submits."""

    submitted = Signal()

    def __init__(self, name: str, least_lines: int = 2) -> None:
        super().__init__()
        self.text_edit = RichTextEdit(least_lines)
        self.text_edit.setAccessibleName(name)
        self.frame = TextFrame(self.text_edit)
        self.text_edit.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)

    @property
    def words(self) -> RichText:
        """What was written."""
        return self.text_edit.rich_text()

    def set_words(self, words: RichText) -> None:
        """Show this text; undo does not bring back the one before."""
        self.text_edit.set_rich_text(words)

    @qt_override(default=QSize(120, 60))
    def minimumSizeHint(self) -> QSize:
        """Return a narrow width, because the text wraps."""
        return QSize(120, super().minimumSizeHint().height())

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus on the frame, and submit on Ctrl+Enter."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.frame.set_focused(lit=QApplication.focusWidget() is self.text_edit)
        if _is_submit(event):
            self.submitted.emit()
            return True
        return leave_undo_to_menu(watched, event)


class MessageBox(QWidget):
    """A text box with the sentence on who can read it, and buttons to submit and to cancel.

    What was typed stays until `clear`, also while the box is hidden.
    """

    submitted = Signal()
    cancelled = Signal()

    def __init__(self, name: str, submit_text: str) -> None:
        super().__init__()
        self.box = WordsBox(name)
        self.hint_label = HintLabel("attention")
        self.readers_label = TextLabel("", FontRole.SMALL)
        self.submit_button = Button(submit_text)
        self.cancel_button = LinkButton("Cancel")
        self.box.submitted.connect(self.submitted)
        self.submit_button.clicked.connect(self.submitted)
        self.cancel_button.clicked.connect(self.cancelled)
        self.content_layout = QVBoxLayout(self)
        self.content_layout.setContentsMargins(0, 4, 0, 0)
        self.content_layout.setSpacing(6)
        for part in (self.box, self.hint_label, self.readers_label):
            self.content_layout.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(14)
        buttons.addWidget(self.submit_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        self.content_layout.addLayout(buttons)

    @property
    def words(self) -> RichText:
        """What was written."""
        return self.box.words

    def name_box(self, name: str, submit_text: str) -> None:
        """Say what is written here, and what the button does."""
        self.box.text_edit.setAccessibleName(name)
        self.submit_button.setText(submit_text)
        self.cancel_button.setAccessibleName(f"Cancel: {name}")

    def show_readers(self, *, is_private: bool, quote: str = "") -> None:
        """Say who can read what is typed here, and to a screen reader also which words it is about."""
        text = who_can_read(is_private=is_private)
        self.readers_label.setText(text)
        about = f"About “{quote}”. " if quote else ""
        self.box.text_edit.setAccessibleDescription(f"{about}{text} Press Ctrl+Enter to add it.")

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Submit on Ctrl+Enter, also while a choice above the box has the focus."""
        if _is_submit(event):
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def clear(self) -> None:
        """Empty the box."""
        self.box.set_words(RichText())
        self.hint_label.show_message("")

    def focus_box(self) -> None:
        """Move the focus to the text box."""
        self.box.text_edit.setFocus(Qt.FocusReason.OtherFocusReason)


class ReplyBox(MessageBox):
    """The box on the card of a thread: for a reply, for settling, or for leaving out a suggestion."""

    def __init__(self) -> None:
        super().__init__("", "")
        self._act = Act.SAID
        self.done_radio, self.not_needed_radio = RadioButton("Done"), RadioButton("Not needed")
        self.settle_choice = ChoiceRow("How it was settled")
        for radio in (self.done_radio, self.not_needed_radio):
            self.settle_choice.add(radio)
        self.done_radio.setChecked(True)
        self.content_layout.insertWidget(0, self.settle_choice)
        self.hide()

    @property
    def act(self) -> Act:
        """What the message does to its thread."""
        return Act.NOT_NEEDED if self._act is Act.DONE and self.not_needed_radio.isChecked() else self._act

    @property
    def problem(self) -> str:
        """Why the message cannot be added yet, or ""."""
        return "" if self._act is Act.DONE or not self.words.is_empty else _PROBLEMS[self._act]

    def open_for(self, act: Act) -> None:
        """Show the box for a reply, for settling as done or for leaving out, and go to it."""
        self._act = act
        name, submit = _NAMES[act]
        self.name_box(name, submit)
        self.box.text_edit.setPlaceholderText(name)
        self.hint_label.show_message("")
        self.settle_choice.setVisible(act is Act.DONE)
        self.show()
        if act is Act.DONE:
            self.done_radio.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.focus_box()


def _is_submit(event: QEvent) -> bool:
    """Return whether this is a press of Ctrl+Enter."""
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    return event.key() in _ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
