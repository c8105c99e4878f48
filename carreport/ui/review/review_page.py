"""The page “Review”: all comments on an inquiry, one of them open, and where the inquiry is.

The list is on the left, the selected comment with its replies on the right. By keyboard: the arrow
keys choose a comment, Enter goes to it, and there N and P open the next and the previous one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from carreport.form.wording import format_count
from carreport.review.threads import Thread
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.review.place_box import PlaceBox
from carreport.ui.review.review_rows import NOTHING_TEXTS, SHOWN_TEXTS, CommentFilter, ReviewRow
from carreport.ui.review.state_box import StateBox
from carreport.ui.review.thread_actions import ThreadActions
from carreport.ui.review.thread_view import ThreadView
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.row_list import RowDelegate, RowListView
from carreport.ui.widgets.scroll_column import ListAndDetailPage

EVERY_STEP = "Every step"
NO_STEP = "(no place)"


class CommentList(RowListView):
    """The comments; Enter goes to the one that is open."""

    max_visible_rows = 12


class ReviewPage(ListAndDetailPage):
    """All comments, in the order of the form, and the selected one."""

    place_requested = Signal(str)
    """Show the answer or entry at this path."""
    state_told = Signal(str, str)
    send_requested = Signal()
    """Send the inquiry for review as a Word file."""
    import_requested = Signal()
    """Bring in a Word file that came back."""

    def __init__(self, actions: ThreadActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._rows: Sequence[ReviewRow] = ()
        self.heading = HeadingLabel("Review")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.state_box = StateBox()
        self.send_button = Button("Send for review as Word…")
        self.import_button = Button("Bring in a reviewed Word file…")
        self.shown_choice = Dropdown("review.shown", "Which comments")
        self.shown_choice.setAccessibleDescription("Only these comments are listed below.")
        self.step_choice = Dropdown("review.step", "Step")
        self.step_choice.setAccessibleDescription("Only comments on this step are listed below.")
        self.count_label = TextLabel("", FontRole.SMALL, "muted")
        self.comment_list = CommentList(RowDelegate(is_card=True))
        self.comment_list.setAccessibleName("Comments")
        self.previous_link, self.next_link = LinkButton("Previous"), LinkButton("Next")
        self.thread_view = ThreadView(actions)
        self.place_box = PlaceBox()
        self._questions: Sequence[tuple[str, str]] = ()
        self._side = QWidget()
        self._lay_out()
        self._connect()

    def focus_start(self) -> None:
        """Move the focus to the list, or to the choice of comments if it is empty."""
        self.scroll_to_top()
        has_rows = self.comment_list.row_model.rowCount() > 0
        (self.comment_list if has_rows else self.shown_choice).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rows(self, rows: Sequence[ReviewRow], steps: Sequence[tuple[str, str]]) -> None:
        """Show these comments, and the steps (id and title) to choose from; the open one stays open."""
        self._rows = rows
        counts = {shown: sum(shown in row.lists for row in rows) for shown in CommentFilter}
        self.shown_choice.show_choices(
            [(str(shown), f"{SHOWN_TEXTS[shown]} ({counts[shown]})") for shown in CommentFilter]
        )
        used = {row.section for row in rows}
        listed = [(section, title) for section, title in steps if section in used]
        self.step_choice.show_choices([("*", EVERY_STEP), *listed, *([("", NO_STEP)] if "" in used else [])])
        self._show_list()

    def set_questions(self, questions: Sequence[tuple[str, str]]) -> None:
        """Offer these questions (path and title) for comments without a certain place."""
        self._questions = questions

    def show_list(self, shown: CommentFilter) -> None:
        """Choose which comments to list."""
        self.shown_choice.setCurrentIndex(self.shown_choice.findData(str(shown)))

    def select(self, thread: str) -> None:
        """Open the thread with this path, whichever list it is in."""
        if self.comment_list.row_model.row_of(thread) < 0:
            self.show_list(CommentFilter.ALL)
            self.step_choice.setCurrentIndex(0)
        self.comment_list.select(thread)

    @property
    def open_thread(self) -> Thread | None:
        """The thread that is open."""
        key = self.comment_list.current_key
        return next((row.thread for row in self._rows if row.thread.path == key), None)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the next or the previous comment on N or P."""
        steps = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}
        if event.key() in steps and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._move(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _show_list(self) -> None:
        shown = CommentFilter(self.shown_choice.currentData() or CommentFilter.OPEN)
        step = self.step_choice.currentData()
        rows = [row.row for row in self._rows if shown in row.lists and step in ("*", None, row.section)]
        number = max(self.comment_list.currentIndex().row(), 0)
        self.comment_list.set_rows(rows)
        if rows and not self.comment_list.current_key:
            self.comment_list.select_row(number)
        self.count_label.setText(format_count(len(rows), "comment") if rows else NOTHING_TEXTS[shown])
        self._show_selected()

    def _show_selected(self) -> None:
        thread = self.open_thread
        focused = QApplication.focusWidget()
        if thread is None and focused is not None and self._side.isAncestorOf(focused):
            self.shown_choice.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, self.count_label.text())
        self._side.setVisible(thread is not None)
        if thread is not None:
            now = datetime.now().astimezone()
            details = self._actions.details(thread, shows_place=True)
            self.thread_view.show_thread(thread, details, self._actions.author, now)
            self.place_box.show_thread(thread, self._questions, can_write=self._actions.can_write)
            rows, row = self.comment_list.row_model.rowCount(), self.comment_list.currentIndex().row()
            self.previous_link.setEnabled(row > 0)
            self.next_link.setEnabled(row < rows - 1)

    def _move(self, step: int) -> None:
        row = self.comment_list.currentIndex().row() + step
        if 0 <= row < self.comment_list.row_model.rowCount():
            self.comment_list.select_row(row)
            self._go_to_thread()

    def _go_to_thread(self) -> None:
        self.thread_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        choices = FlowRow(10)
        choices.add(self.shown_choice)
        choices.add(self.step_choice)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(choices)
        left.addWidget(self.count_label)
        left.addWidget(self.comment_list)
        left.addStretch(1)
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        steps = QHBoxLayout()
        steps.setSpacing(16)
        steps.addWidget(self.previous_link)
        steps.addWidget(self.next_link)
        steps.addStretch(1)
        right.addLayout(steps)
        right.addWidget(self.thread_view)
        right.addWidget(self.place_box)
        right.addStretch(1)
        self.columns.addLayout(left, 4)
        self.columns.addWidget(self._side, 5)
        files = FlowRow(10)
        files.add(self.send_button)
        files.add(self.import_button)
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.state_box)
        stack.addSpacing(12)
        stack.addWidget(files)
        stack.addSpacing(18)
        stack.addLayout(self.columns, 1)

    def _connect(self) -> None:
        self.shown_choice.currentIndexChanged.connect(self._show_list)
        self.step_choice.currentIndexChanged.connect(self._show_list)
        self.comment_list.row_selected.connect(self._show_selected)
        self.comment_list.row_entered.connect(self._go_to_thread)
        self.previous_link.clicked.connect(lambda: self._move(-1))
        self.next_link.clicked.connect(lambda: self._move(1))
        self.thread_view.place_requested.connect(self.place_requested)
        self.state_box.state_told.connect(self.state_told)
        self.send_button.clicked.connect(self.send_requested)
        self.import_button.clicked.connect(self.import_requested)
