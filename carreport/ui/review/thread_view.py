"""One comment with its replies, and what can be done with it: reply, settle, take, leave, open again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from carreport.form.richtext import RichText
from carreport.review.threads import Act, CommentType, Message, Thread
from carreport.ui.qt.guard import qt_override
from carreport.ui.review.message_box import MessageBox
from carreport.ui.review.thread_actions import ThreadActions, ThreadDetails
from carreport.ui.review.thread_text import (
    ACT_TEXTS,
    WORDS_HAVE_CHANGED,
    message_source,
    thread_summary,
    thread_title,
)
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.diff_label import DiffLabel
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel, announce
from carreport.ui.widgets.panel import CardFrame

WRITE_FIRST = "Write your reply first."
SAY_WHY = "Say why, so that the person who suggested it knows."
ANSWER_HAS_CHANGED = "The answer has changed since. “Take” adds only the changes marked here."
_QUOTE_INDENT = 12
_BARE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
_BOXES = {
    Act.SAID: ("Your reply", "Add reply"),
    Act.DONE: ("A last word (optional)", "Settle"),
    Act.LEFT: ("Why the suggestion is left out", "Leave it out"),
}
"""The name of the text box, and its button, by what the message does."""


class ThreadView(CardFrame):
    """A thread on a card, which takes the focus; single keys work while the card itself has it."""

    place_requested = Signal(str)
    """Show the answer or entry at this path."""

    def __init__(self, actions: ThreadActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thread_actions = actions
        self.thread_shown: Thread | None = None
        self._details: ThreadDetails | None = None
        self._half_typed: dict[str, RichText] = {}
        self._act = Act.SAID
        self._done = ""
        self.place_link = LinkButton("", FontRole.SMALL)
        self.title_label = TextLabel("", FontRole.STRONG)
        self.quote_label = QuoteLabel()
        self.changed_label = TextLabel(WORDS_HAVE_CHANGED, FontRole.SMALL, "attention")
        self.diff_label = DiffLabel()
        self.diff_note = TextLabel(ANSWER_HAS_CHANGED, FontRole.SMALL, "attention")
        self._messages = QWidget()
        self.take_button, self.leave_link = Button("Take"), LinkButton("Leave out…")
        self.reply_link, self.settle_link = LinkButton("Reply"), LinkButton("Settle")
        self.reopen_link = LinkButton("Open again")
        self.message_box = MessageBox("", "")
        self.settle_choice, self.done_radio, self.not_needed_radio = _make_settle_choice()
        self.message_box.content_layout.insertWidget(0, self.settle_choice)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._connect()

    def show_thread(self, thread: Thread, details: ThreadDetails, me: str, now: datetime) -> None:
        """Show this thread; what is being typed in its box stays, also while another thread is shown."""
        if self.thread_shown is None or self.thread_shown.path != thread.path:
            self._begin_other(thread)
        is_other = self.thread_shown is not None and self.thread_shown.path != thread.path
        if self.thread_shown is None or self.thread_shown.messages != thread.messages:
            self._show_messages(thread.messages, me, now)
            self.diff_label.show_diff(self._thread_actions.suggested_changes(thread))
            self.diff_label.setVisible(thread.suggestion is not None)
        self.thread_shown, self._details = thread, details
        self.setAccessibleName(thread_summary(thread, me, now))
        self.title_label.setText(thread_title(thread, me))
        is_must = thread.type is CommentType.MUST and not thread.is_settled
        self.title_label.set_colour("attention" if is_must else "ink")
        self.place_link.setText(details.place_title)
        self.place_link.setVisible(bool(details.place_title and thread.place))
        self.place_link.setAccessibleName(f"Show the answer: {details.place_title}")
        self.quote_label.show_quote(thread.anchor.quote)
        self.changed_label.setVisible(bool(thread.anchor.quote) and not details.is_quote_found)
        self.diff_note.setVisible(self._can_take and details.has_answer_changed)
        self.message_box.show_readers(is_private=thread.is_private)
        self._show_actions()
        if is_other and self.hasFocus():  # nothing else says that the card shows another thread now
            announce(self, " ".join(filter(None, (self._done, self.accessibleName()))))
            self._done = ""

    def open_box(self, act: Act = Act.SAID) -> None:
        """Open the text box for a reply, for settling or for leaving out a suggestion, and go to it."""
        self._act = Act.DONE if act is Act.NOT_NEEDED else act
        name, submit = _BOXES[self._act]
        self.message_box.name_box(name, submit)
        self.message_box.box.text_edit.setPlaceholderText(name)
        self.message_box.hint_label.show_message("")
        self.settle_choice.setVisible(self._act is Act.DONE)
        self._show_actions(is_writing=True)
        if self._act is Act.DONE:
            (self.not_needed_radio if act is Act.NOT_NEEDED else self.done_radio).setChecked(True)
            self.done_radio.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.message_box.focus_box()

    def close_box(self) -> None:
        """Close the text box, and move the focus to the card; what was typed stays."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_actions(is_writing=False)

    @property
    def is_writing(self) -> bool:
        """Whether the text box is open."""
        return not self.message_box.isHidden()

    @property
    def has_words(self) -> bool:
        """Whether something was typed in the text box, open or not."""
        return not self.message_box.words.is_empty

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the text box on Esc; while the card has the focus, each action has a key."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.is_writing and (is_enter or event.key() == Qt.Key.Key_Escape):
            (self._submit if is_enter else self.close_box)()
            return
        actions = {button.text()[:1].upper(): button for button in self._actions() if not button.isHidden()}
        typed = "R" if is_enter else event.text().upper()
        if self.hasFocus() and typed in actions and event.modifiers() in _BARE:
            actions[typed].click()
        else:
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, with a ring if it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            colour = self.palette().color(QPalette.ColorRole.Highlight)
            draw_rounded_rect(painter, self.rect(), None, colour, 2)
            painter.end()

    @property
    def _can_write(self) -> bool:
        return self._details is not None and self._details.can_write

    @property
    def _can_take(self) -> bool:
        thread = self.thread_shown
        return thread is not None and thread.suggestion is not None and not thread.is_settled

    def _actions(self) -> Sequence[Button]:
        return (self.take_button, self.leave_link, self.reply_link, self.settle_link, self.reopen_link)

    def _show_actions(self, *, is_writing: bool | None = None) -> None:
        thread, offered = self.thread_shown, self._can_write
        writing = offered and (self.is_writing if is_writing is None else is_writing)
        is_settled = thread is not None and thread.is_settled
        self.take_button.setVisible(offered and not writing and self._can_take)
        self.leave_link.setVisible(offered and not writing and self._can_take)
        self.reply_link.setVisible(offered and not writing)
        self.settle_link.setVisible(offered and not writing and not is_settled and not self._can_take)
        self.reopen_link.setVisible(offered and not writing and is_settled)
        self.message_box.setVisible(writing)

    def _begin_other(self, thread: Thread) -> None:
        """Put away what was typed for the thread that was shown, so that it is not added to this one."""
        if self.thread_shown is not None:
            self._half_typed[self.thread_shown.path] = self.message_box.words
        self.message_box.hide()
        self.message_box.clear()
        self.message_box.box.set_words(self._half_typed.pop(thread.path, RichText()))

    def _submit(self) -> None:
        thread, words = self.thread_shown, self.message_box.words
        if thread is None:
            return
        if words.is_empty and self._act is not Act.DONE:
            self.message_box.hint_label.show_message(WRITE_FIRST if self._act is Act.SAID else SAY_WHY)
            self.message_box.focus_box()
            return
        actions = self._thread_actions
        if self._act is Act.SAID:
            is_written = self._do("Reply added.", partial(actions.reply, thread, words))
        elif self._act is Act.LEFT:
            is_written = self._do(f"{ACT_TEXTS[Act.LEFT]}.", partial(actions.leave, thread, words))
        else:
            act = Act.NOT_NEEDED if self.not_needed_radio.isChecked() else Act.DONE
            is_written = self._do(f"{ACT_TEXTS[act]}.", partial(actions.settle, thread, act, words))
        if is_written:
            if self.thread_shown is not None and self.thread_shown.path == thread.path:
                self.message_box.clear()
            else:  # another thread is shown now, with what was typed for it
                self._half_typed.pop(thread.path, None)
            self.close_box()

    def _do(self, done: str, write: Callable[[], bool]) -> bool:
        """Do this, and tell a screen reader that it is done, with the thread that is shown then."""
        self._done = done
        is_written = write()
        if is_written and self._done:
            announce(self, done)
        self._done = ""
        return is_written

    def _show_messages(self, messages: Sequence[Message], me: str, now: datetime) -> None:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for number, message in enumerate(messages):
            if number:
                column.addSpacing(8)
            column.addWidget(TextLabel(message_source(message, me, now), FontRole.SMALL, "muted"))
            if not message.words.is_empty:
                column.addWidget(TextLabel(message.words.plain_text))
        self.content_layout.replaceWidget(self._messages, shown)
        self._messages.hide()
        self._messages.deleteLater()
        self._messages = shown

    def _lay_out(self) -> None:
        self.content_layout.setContentsMargins(14, 10, 14, 12)
        self.content_layout.addWidget(self.place_link, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.title_label, self.changed_label, self.quote_label, self._messages):
            self.content_layout.addWidget(part)
        for part in (self.diff_label, self.diff_note, self.message_box):
            self.content_layout.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        for button in self._actions():
            buttons.addWidget(button)
            button.setToolTip(f"Press {button.text()[0]} while the comment has the focus")
        buttons.addStretch(1)
        self.content_layout.addLayout(buttons)
        self.message_box.hide()

    def _connect(self) -> None:
        self.place_link.clicked.connect(self._request_place)
        self.take_button.clicked.connect(self._take)
        self.reopen_link.clicked.connect(self._reopen)
        self.reply_link.clicked.connect(partial(self.open_box, Act.SAID))
        self.settle_link.clicked.connect(partial(self.open_box, Act.DONE))
        self.leave_link.clicked.connect(partial(self.open_box, Act.LEFT))
        self.message_box.submitted.connect(self._submit)
        self.message_box.cancelled.connect(self.close_box)

    def _take(self) -> None:
        if self.thread_shown is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._do(f"{ACT_TEXTS[Act.TAKEN]}.", partial(self._thread_actions.take, self.thread_shown))

    def _reopen(self) -> None:
        if self.thread_shown is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._do(f"{ACT_TEXTS[Act.REOPENED]}.", partial(self._thread_actions.reopen, self.thread_shown))

    def _request_place(self) -> None:
        if self.thread_shown is not None:
            self.place_requested.emit(self.thread_shown.place)


class QuoteLabel(QWidget):
    """The words that a comment is about, with a line at their left; hidden without words."""

    def __init__(self) -> None:
        super().__init__()
        self.label = TextLabel("", ink="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(_QUOTE_INDENT, 0, 0, 0)
        row.addWidget(self.label)

    def show_quote(self, words: str) -> None:
        """Show these words."""
        self.label.setText(f"“{words}”" if words else "")
        self.setVisible(bool(words))

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(0, 0, 3, self.height(), self.palette().color(QPalette.ColorRole.Mid))
        painter.end()


def _make_settle_choice() -> tuple[QWidget, QRadioButton, QRadioButton]:
    row, done, not_needed = FlowRow(14), QRadioButton("Done"), QRadioButton("Not needed")
    for radio in (done, not_needed):
        radio.setAccessibleName(f"How it was settled: {radio.text()}")
        row.add(radio)
    done.setChecked(True)
    row.hide()
    return row, done, not_needed
