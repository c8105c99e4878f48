"""One comment with its replies, and what can be done with it: reply, settle, take, leave, open again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property, partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carreport.form.richtext import RichText
from carreport.review.threads import Act, CommentType, Message, Thread
from carreport.ui.qt.guard import qt_override
from carreport.ui.review.message_box import ReplyBox
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
from carreport.ui.widgets.labels import TextLabel, announce
from carreport.ui.widgets.panel import CardFrame

ANSWER_HAS_CHANGED = "The answer has changed since. “Take” adds only the changes marked here."
GIVE, GIVE_NOW, GIVEN = "Give to the group…", "Give it", "Given to the group."
GIVE_NOTE = "Everyone in the group will be able to read this comment and its replies. You cannot undo this."
_QUOTE_INDENT = 12
_BARE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


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
        self._done = ""
        self.place_link = PlaceLink()
        self.title_label = TextLabel("", FontRole.STRONG)
        self.quote_label = QuoteLabel()
        self.changed_label = TextLabel(WORDS_HAVE_CHANGED, FontRole.SMALL, "attention")
        self.diff_label = DiffLabel()
        self.diff_note = TextLabel(ANSWER_HAS_CHANGED, FontRole.SMALL, "attention")
        self._messages = QWidget()
        self.take_button, self.leave_link = Button("Take"), LinkButton("Leave out…")
        self.reply_link, self.settle_link = LinkButton("Reply"), LinkButton("Settle")
        self.reopen_link = LinkButton("Open again")
        self.give_link, self.give_note = LinkButton(GIVE), TextLabel(GIVE_NOTE, FontRole.SMALL, "attention")
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
        self.place_link.show_title(details.place_title)
        self.place_link.setVisible(bool(details.place_title and thread.place))
        self.place_link.setAccessibleName(f"Show the answer: {details.place_title}")
        self.quote_label.show_quote(thread.anchor.quote)
        self.changed_label.setVisible(bool(thread.anchor.quote) and not details.is_quote_found)
        self.diff_note.setVisible(self._can_take and details.has_answer_changed)
        if self._box is not None:
            self._box.show_readers(is_private=thread.is_private)
        self._show_actions()
        if is_other and self.hasFocus():  # nothing else says that the card shows another thread now
            announce(self, " ".join(filter(None, (self._done, self.accessibleName()))))
            self._done = ""

    def open_box(self, act: Act = Act.SAID) -> None:
        """Open the text box for a reply, for settling or for leaving out a suggestion, and go to it."""
        self._show_actions(is_writing=True)
        self.reply_box.open_for(act)

    def close_box(self) -> None:
        """Close the text box, and move the focus to the card; what was typed stays."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_actions(is_writing=False)

    @cached_property
    def reply_box(self) -> ReplyBox:
        """The text box, created on first use: most cards are only read."""
        box = ReplyBox()
        box.submitted.connect(self._submit)
        box.cancelled.connect(self.close_box)
        box.show_readers(is_private=self.thread_shown is not None and self.thread_shown.is_private)
        self.content_layout.addWidget(box)
        return box

    @property
    def _box(self) -> ReplyBox | None:
        return self.__dict__.get("reply_box")

    @property
    def is_writing(self) -> bool:
        """Whether the text box is open."""
        return self._box is not None and not self._box.isHidden()

    @property
    def has_words(self) -> bool:
        """Whether something was typed in the text box, open or not."""
        return self._box is not None and not self._box.words.is_empty

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
    def _can_give(self) -> bool:
        return self._details is not None and self._details.can_give

    @property
    def _can_take(self) -> bool:
        thread = self.thread_shown
        return thread is not None and thread.suggestion is not None and not thread.is_settled

    def _actions(self) -> Sequence[Button]:
        answers = (self.take_button, self.leave_link, self.reply_link)
        return (*answers, self.settle_link, self.reopen_link, self.give_link)

    def _show_actions(self, *, is_writing: bool | None = None) -> None:
        thread, offered = self.thread_shown, self._can_write
        writing = offered and (self.is_writing if is_writing is None else is_writing)
        is_settled = thread is not None and thread.is_settled
        self.take_button.setVisible(offered and not writing and self._can_take)
        self.leave_link.setVisible(offered and not writing and self._can_take)
        self.reply_link.setVisible(offered and not writing)
        self.settle_link.setVisible(offered and not writing and not is_settled and not self._can_take)
        self.reopen_link.setVisible(offered and not writing and is_settled)
        self.give_link.setVisible(self._can_give and not writing)
        self.give_link.setText(GIVE)
        self.give_note.hide()
        if self._box is not None:
            self._box.setVisible(writing)

    def _begin_other(self, thread: Thread) -> None:
        """Put away what was typed for the thread that was shown, so that it is not added to this one."""
        half_typed = self._half_typed.pop(thread.path, RichText())
        if self.thread_shown is not None and self.has_words:
            self._half_typed[self.thread_shown.path] = self.reply_box.words
        if self._box is not None or not half_typed.is_empty:
            self.reply_box.hide()
            self.reply_box.clear()
            self.reply_box.box.set_words(half_typed)

    def _submit(self) -> None:
        thread, box = self.thread_shown, self.reply_box
        box.hint_label.show_message(box.problem)
        if thread is None or box.problem:
            box.focus_box()
        elif self._write(thread, box.act, box.words):
            if self.thread_shown is not None and self.thread_shown.path == thread.path:
                box.clear()
            else:  # another thread is shown now, with what was typed for it
                self._half_typed.pop(thread.path, None)
            self.close_box()

    def _write(self, thread: Thread, act: Act, words: RichText) -> bool:
        actions = self._thread_actions
        if act is Act.SAID:
            return self._do("Reply added.", partial(actions.reply, thread, words))
        if act is Act.LEFT:
            return self._do(f"{ACT_TEXTS[act]}.", partial(actions.leave, thread, words))
        return self._do(f"{ACT_TEXTS[act]}.", partial(actions.settle, thread, act, words))

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
        self.content_layout.addWidget(self.place_link)
        for part in (self.title_label, self.changed_label, self.quote_label, self._messages):
            self.content_layout.addWidget(part)
        for part in (self.diff_label, self.diff_note, self.give_note):
            self.content_layout.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        for button in self._actions():
            buttons.addWidget(button)
            button.setToolTip(f"Press {button.text()[0]} while the comment has the focus")
        buttons.addStretch(1)
        self.content_layout.addLayout(buttons)

    def _connect(self) -> None:
        self.place_link.clicked.connect(self._request_place)
        self.take_button.clicked.connect(self._take)
        self.reopen_link.clicked.connect(self._reopen)
        self.give_link.clicked.connect(self._give)
        self.reply_link.clicked.connect(partial(self.open_box, Act.SAID))
        self.settle_link.clicked.connect(partial(self.open_box, Act.DONE))
        self.leave_link.clicked.connect(partial(self.open_box, Act.LEFT))

    def _take(self) -> None:
        if self.thread_shown is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._do(f"{ACT_TEXTS[Act.TAKEN]}.", partial(self._thread_actions.take, self.thread_shown))

    def _give(self) -> None:
        """Say first that it cannot be undone; the second press gives the comment to the group."""
        if self.thread_shown is None:
            return
        if self.give_note.isHidden():
            self.give_note.show()
            self.give_link.setText(GIVE_NOW)
            announce(self, GIVE_NOTE)
        else:
            self._do(GIVEN, partial(self._thread_actions.give, self.thread_shown))

    def _reopen(self) -> None:
        if self.thread_shown is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._do(f"{ACT_TEXTS[Act.REOPENED]}.", partial(self._thread_actions.reopen, self.thread_shown))

    def _request_place(self) -> None:
        if self.thread_shown is not None:
            self.place_requested.emit(self.thread_shown.place)


class PlaceLink(LinkButton):
    """A link with the title of an answer, shortened to the width of the card."""

    def __init__(self) -> None:
        super().__init__("", FontRole.SMALL)
        self._title = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_title(self, title: str) -> None:
        """Show this title."""
        self._title = title
        self.setToolTip(title)
        self._shorten()
        self.updateGeometry()

    @qt_override(default=QSize(80, 24))
    def sizeHint(self) -> QSize:
        """Return the size for the whole title."""
        width_of = self.fontMetrics().horizontalAdvance
        room = width_of(self._title) - width_of(self.text())
        return super().sizeHint() + QSize(room, 0)

    @qt_override(default=QSize(80, 24))
    def minimumSizeHint(self) -> QSize:
        """Return a narrow width."""
        return QSize(80, super().minimumSizeHint().height())

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the title."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = self.width() - 4
        self.setText(self.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room))


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
