"""The page for quoting an answer in the fellow's text.

The list of answers is on the left, the text of the selected one on the right. By keyboard: type to
search, Down and Enter go to the text, Shift and the arrow keys select, Enter quotes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from carreport.form.wording import format_count
from carreport.ui.qt.guard import qt_override
from carreport.ui.quotations.answer_list import QuotableAnswerList
from carreport.ui.quotations.quotable_answers import QuotableAnswer
from carreport.ui.quotations.selectable_text import SelectableText
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import add_clear_button
from carreport.ui.widgets.labels import HeadingLabel, HintLabel, TextLabel
from carreport.ui.widgets.progress import ProgressPanel
from carreport.ui.widgets.scroll_column import ListAndDetailPage, PrimaryAction

NOTHING_TO_QUOTE = "There is nothing to quote yet. No answer contains text."
NO_MATCHES = "No matches. Try fewer words."
QUOTE_PARAGRAPH, QUOTE_SELECTION = "Quote this paragraph", "Quote the selected text"


class QuotePage(ListAndDetailPage):
    """The answers of the inquiry, and the text of the selected one."""

    quotation_chosen = Signal(object)
    """Insert these blocks in the fellow's text."""
    cancel_requested = Signal()
    side_by_side_width = 700

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = HeadingLabel("Quote an answer")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find text, a question or a person")
        self.search.setAccessibleName("Find an answer")
        add_clear_button(self.search)
        self.search.installEventFilter(self)
        self.count = TextLabel("", FontRole.SMALL, "muted")
        self.answer_list = QuotableAnswerList()
        self.place = TextLabel("", FontRole.QUESTION)
        self.speaker = TextLabel("", FontRole.SMALL, "muted")
        self.note = HintLabel("attention")
        self.answer_text = SelectableText()
        self.primary_action: PrimaryAction = PrimaryAction(QUOTE_PARAGRAPH, self)
        self.progress = ProgressPanel("Progress of collecting the answers")
        self._answers: dict[str, QuotableAnswer] = {}
        self._answer: QuotableAnswer | None = None
        self._side = QWidget()
        self._lay_out()
        self._connect()

    def focus_start(self) -> None:
        """Move the focus to the search box."""
        self.scroll_to_top()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def show_progress(self, share: float, text: str) -> None:
        """Show the progress of reading the answers; the earlier list stays visible."""
        self.progress.show()
        self.progress.show_progress(share, text)

    def show_cancelled(self) -> None:
        """Hide the progress; the earlier list stays visible."""
        self.progress.hide()

    def show_answers(self, answers: Sequence[QuotableAnswer], near: str) -> None:
        """List these answers; select the previous one, or the first whose path starts with `near`."""
        self.progress.hide()
        first = next((answer.path for answer in answers if answer.path.startswith(near)), "")
        before = self._answer.path if self._answer else first
        self._answers = {answer.path: answer for answer in answers}
        self.answer_list.set_answers(answers)
        self._show_count()
        self._choose(before)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        for part in (self.search, self.count):
            left.addWidget(part)
        left.addWidget(self.answer_list, 1)
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(6)
        for label in (self.place, self.speaker, self.note):
            right.addWidget(label)
        right.addSpacing(4)
        right.addWidget(self.answer_text)
        self.columns.addLayout(left, 4)
        self.columns.addWidget(self._side, 5)
        right.addStretch(1)
        explanation = (
            "Choose an answer and select the text to quote. The quotation stays linked to the answer, and "
            "you are told if the answer changes."
        )
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(TextLabel(explanation, ink="muted"))
        stack.addSpacing(6)
        stack.addWidget(self.progress)
        self.progress.hide()
        stack.addSpacing(10)
        stack.addLayout(self.columns, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.answer_list.row_selected.connect(self._show_selected)
        self.answer_list.row_entered.connect(self._enter)
        self.answer_text.selection_moved.connect(self._update_action)
        self.answer_text.quote_requested.connect(self._quote)
        self.primary_action.triggered.connect(self._quote)
        self.progress.cancel_button.clicked.connect(self.cancel_requested)

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move from the search box to the list on Down or Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.search:
            keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() in keys and self.answer_list.row_model.rowCount():
                self.answer_list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        before = self._answer.path if self._answer else ""
        self.answer_list.set_search(text)
        self._show_count()
        self._choose(before)

    def _choose(self, path: str) -> None:
        self.answer_list.select_row(self.answer_list.row_model.row_of(path))
        self._show_selected(self.answer_list.current_key)

    def _show_selected(self, path: str) -> None:
        self._show(self._answers.get(path))

    def _show(self, answer: QuotableAnswer | None) -> None:
        self._answer = answer
        self._side.setVisible(answer is not None)
        self.primary_action.setVisible(answer is not None)
        if answer is None:
            return
        self.place.setText(answer.place)
        self.speaker.setText(f"In reports: {answer.speaker}" if answer.speaker else "")
        unprinted = (
            f"Reports leave it out, because {answer.not_printed_reason}." if answer.not_printed_reason else ""
        )
        self.note.show_message(answer.not_quotable_reason or unprinted)
        self.answer_text.show_answer(answer)
        self._update_action()

    def _update_action(self) -> None:
        self.primary_action.setText(QUOTE_SELECTION if self.answer_text.has_selection else QUOTE_PARAGRAPH)
        self.primary_action.setEnabled(self._answer is not None and not self._answer.not_quotable_reason)

    def _show_count(self) -> None:
        count = self.answer_list.row_model.rowCount()
        nothing = NO_MATCHES if self.search.text().strip() else NOTHING_TO_QUOTE
        self.count.setText(format_count(count, "answer") if count else nothing)

    def _enter(self) -> None:
        self.answer_text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _quote(self) -> None:
        blocks = self.answer_text.selected_quotation() if self.primary_action.isEnabled() else ()
        if blocks:
            self.quotation_chosen.emit(blocks)
