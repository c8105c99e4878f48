"""The panel with the comments on one question: open ones first, settled ones folded, and a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from carreport.review.threads import Thread
from carreport.ui.qt.guard import qt_override
from carreport.ui.review.panel.comment_form import CommentForm, CommentTarget
from carreport.ui.review.thread_actions import ThreadActions, ThreadDetails
from carreport.ui.review.thread_view import ThreadView
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, IconButton, LinkButton
from carreport.ui.widgets.disclosure import DisclosureButton
from carreport.ui.widgets.labels import HeadingLabel, TextLabel

MAX_SHOWN = 10
"""How many open comments are shown at first, and how many more each time; a card takes about 2 ms."""
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
Describe = Callable[[Thread], ThreadDetails]


class CommentPanel(QWidget):
    """The comments on one question. What is being typed in it stays while it is closed."""

    closed = Signal()
    place_requested = Signal(str)
    new_requested = Signal()
    """Begin a new comment on what last had the focus in the answer."""

    def __init__(self, actions: ThreadActions, question: str) -> None:
        super().__init__()
        self._actions = actions
        self._threads: Sequence[Thread] = ()
        self._describe: Describe = lambda _thread: ThreadDetails()
        self._shown_count = MAX_SHOWN
        self.views: dict[str, ThreadView] = {}
        """The cards, by the path of their thread."""
        self.heading = HeadingLabel("Comments", FontRole.STRONG)
        self.question_label = TextLabel(question, FontRole.SMALL, "muted")
        self.close_button = IconButton("remove", f"Close the comments: {question}")
        self.more_link, self.settled_link = (
            LinkButton(""),
            DisclosureButton("", "", letters=FontRole.TEXT),
        )
        self.add_button = Button("New comment", icon_name="add")
        self.add_button.setAccessibleName(f"New comment: {question}")
        self.form = CommentForm(actions, question)
        self.form.hide()
        self._open_cards, self._settled_cards = QVBoxLayout(), QVBoxLayout()
        self.setAccessibleName(f"Comments: {question}")
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.more_link.clicked.connect(self._show_more)
        self.settled_link.disclosure_edited.connect(self._arrange)
        self.add_button.clicked.connect(self.new_requested)
        self.form.cancelled.connect(self._close_form)
        self.form.added.connect(self._close_form)

    def show_threads(self, threads: Sequence[Thread], describe: Describe) -> None:
        """Show these threads, each with the details that `describe` returns."""
        self._threads, self._describe = threads, describe
        self.add_button.setVisible(self._actions.can_write and self.form.isHidden())
        self._arrange()

    def show_as(self, *, is_beside: bool) -> None:
        """Name the question if the panel is beside the page; under the answer, it is plain which it is."""
        self.question_label.setVisible(is_beside)

    def begin(self, target: CommentTarget) -> None:
        """Open the form for a new comment on this, and go to its text box."""
        self.form.begin(target)
        self.form.show()
        self.add_button.hide()
        self.form.focus_box()

    def close_empty_form(self) -> None:
        """Close the form for a new comment, unless something was typed in it."""
        if not self.form.has_words:
            self.form.hide()
            self.add_button.setVisible(self._actions.can_write)

    def focus_start(self) -> None:
        """Move the focus to the first comment, or to the button for a new one."""
        cards = self._visible_cards()
        rest = self.add_button if self._actions.can_write else self.close_button
        (cards[0] if cards else rest).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shown_threads(self) -> list[Thread]:
        """The open threads that have a card."""
        return self._open_threads[: self._shown_count]

    @property
    def _open_threads(self) -> list[Thread]:
        return [thread for thread in self._threads if not thread.is_settled]

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; go to the next or previous comment with the arrow keys."""
        cards = self._visible_cards()
        here = next((number for number, card in enumerate(cards) if card.hasFocus()), None)
        step = STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif here is not None and step is not None and 0 <= here + step < len(cards):
            cards[here + step].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _visible_cards(self) -> list[ThreadView]:
        ordered = sorted(self._threads, key=lambda thread: thread.is_settled)
        shown = [self.views[thread.path] for thread in ordered if thread.path in self.views]
        return [view for view in shown if view.isVisibleTo(self)]

    def _arrange(self) -> None:
        """Put each thread that is shown on a card, in its place; keep cards that are in use."""
        opened = self.shown_threads
        settled = [thread for thread in self._threads if thread.is_settled]
        self._show_links(len(self._open_threads) - len(opened), len(settled))
        self._fill(self._open_cards, opened)
        self._fill(self._settled_cards, settled if self.settled_link.is_expanded else [])
        wanted = {thread.path for thread in opened}
        wanted |= {thread.path for thread in settled if self.settled_link.is_expanded}
        for path in self.views.keys() - wanted:
            self._drop(path)

    def _fill(self, cards: QVBoxLayout, threads: Sequence[Thread]) -> None:
        now = datetime.now(UTC)
        for number, thread in enumerate(threads):
            view = self.views.get(thread.path)
            if view is None:
                view = self.views[thread.path] = ThreadView(self._actions)
                view.place_requested.connect(self.place_requested)
            if cards.indexOf(view) != number:
                cards.insertWidget(number, view)
            view.show_thread(thread, self._describe(thread), self._actions.author, now)
            view.show()

    def _drop(self, path: str) -> None:
        view = self.views[path]
        if QApplication.focusWidget() in (view, *view.findChildren(QWidget)):
            self._focus_instead_of(view)
        view.hide()
        if not view.has_words:  # what was typed is shown again with the thread
            del self.views[path]
            view.deleteLater()

    def _focus_instead_of(self, view: ThreadView) -> None:
        others = [card for card in self._visible_cards() if card is not view]
        link = self.close_button if self.settled_link.isHidden() else self.settled_link
        (others[0] if others else link).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_links(self, hidden: int, settled: int) -> None:
        self.more_link.setText(f"Show {min(hidden, MAX_SHOWN)} more")
        self.more_link.setVisible(hidden > 0)
        self.settled_link.setText(f"{settled} settled")
        self.settled_link.setAccessibleName(f"Show {settled} settled comments")
        self.settled_link.setVisible(settled > 0)

    def _show_more(self) -> None:
        self._shown_count += MAX_SHOWN
        self._arrange()

    def _close_form(self) -> None:
        self.add_button.show()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.close_button)
        column.addLayout(top)
        column.addWidget(self.question_label)
        for cards in (self._open_cards, self._settled_cards):
            cards.setSpacing(10)
        column.addWidget(self.add_button)
        column.addWidget(self.form)
        column.addLayout(self._open_cards)
        column.addWidget(self.more_link)
        column.addWidget(self.settled_link)
        column.addLayout(self._settled_cards)
