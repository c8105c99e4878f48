"""Quote an answer: find it, mark the words, and put them into the fellow's text.

    answers at the left  →  the words of the chosen one at the right  →  the quotation

Everything goes by keyboard: type to search, Down and Enter to the answer, Shift and arrows to mark,
Enter to quote.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from carreport.form.wording import format_count
from carreport.ui.qt.guard import guarded
from carreport.ui.quotations.answer_list import QuotableList
from carreport.ui.quotations.quotable_answers import Quotable
from carreport.ui.quotations.selectable_text import QuoteText
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Heading, Note, Words
from carreport.ui.widgets.progress import Progress
from carreport.ui.widgets.scroll_column import Column, text_scale

WIDEST = 1240
BESIDE = 700
"""From what width on the words stand beside the list, with letters of the usual size."""
NONE_YET = "Nothing to quote yet: no answer of this inquiry has words."
NOTHING_FOUND = "No answer says that. Try fewer words."
WHOLE, MARKED = "Quote this paragraph", "Quote the marked words"


class QuotePage(Column):
    """The answers of the inquiry, and the words of one of them."""

    quoted = Signal(object)
    """These blocks are to stand in the fellow's text."""
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDEST, parent)
        self.heading = Heading("Quote an answer")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find words, a question or a person")
        self.search.setAccessibleName("Find an answer")
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.count = Words("", Letters.SMALL, "muted")
        self.list = QuotableList()
        self.place = Words("", Letters.QUESTION)
        self.speaker = Words("", Letters.SMALL, "muted")
        self.note = Note("attention")
        self.text = QuoteText()
        self.quote = Button(WHOLE, "filled")
        self.progress = Progress("How far the list of answers is")
        self._answer: Quotable | None = None
        self._side = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._connect()

    def focus_here(self) -> None:
        """Put the keyboard where one searches."""
        self.to_top()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def show_working(self, share: float, words: str) -> None:
        """Say that the answers are being gathered; those of before stay in sight."""
        self.progress.show()
        self.progress.show_share(share, words)

    def show_stopped(self) -> None:
        """Show what there was before."""
        self.progress.hide()

    def show_answers(self, answers: Sequence[Quotable], near: str) -> None:
        """List these answers; the one that was chosen stays chosen, else the first whose path begins so."""
        self.progress.hide()
        first = next((each.path for each in answers if each.path.startswith(near)), "")
        before = self._answer.path if self._answer else first
        self.list.answers.set_answers(answers)
        self._say_count()
        self._choose(before)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        for part in (self.search, self.count):
            left.addWidget(part)
        left.addWidget(self.list, 1)
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(6)
        for words in (self.place, self.speaker, self.note):
            right.addWidget(words)
        right.addSpacing(4)
        right.addWidget(self.text)
        self._both.setSpacing(28)
        self._both.addLayout(left, 4)
        self._both.addWidget(self._side, 5)
        right.addSpacing(6)
        right.addWidget(self.quote, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        says = (
            "Choose an answer and mark the words. The quotation keeps its way back to the answer, "
            "and says so when the answer changes."
        )
        stack = self.stack
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(Words(says, ink="muted"))
        stack.addSpacing(6)
        stack.addWidget(self.progress)
        self.progress.hide()
        stack.addSpacing(10)
        stack.addLayout(self._both, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.list.answer_chosen.connect(self._show)
        self.list.answer_entered.connect(self._enter)
        self.text.place_changed.connect(self._say_what)
        self.text.quote_wanted.connect(self._quote)
        self.quote.clicked.connect(self._quote)
        self.progress.cancel.clicked.connect(self.cancel_wanted)

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Down and Enter lead from the search to the answers found."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.search:
            keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() in keys and self.list.answers.rowCount():
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the words below the list where there is no room beside it."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        is_wide = self.viewport().width() >= BESIDE * text_scale()
        self._both.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)

    def _search(self, text: str) -> None:
        before = self._answer.path if self._answer else ""
        self.list.answers.search(text)
        self._say_count()
        self._choose(before)

    def _choose(self, path: str) -> None:
        row = max(self.list.answers.row_of(path), 0)
        if self.list.answers.rowCount():
            self.list.choose(row)
        else:
            self._show(None)

    def _show(self, answer: Quotable | None) -> None:
        self._answer = answer
        self._side.setVisible(answer is not None)
        if answer is None:
            return
        self.place.setText(answer.place)
        self.speaker.setText(f"In reports: {answer.speaker}" if answer.speaker else "")
        unprinted = f"Reports do not print it, because {answer.unprinted}." if answer.unprinted else ""
        self.note.say(answer.kept or unprinted)
        self.text.show_answer(answer)
        self._say_what()

    def _say_what(self) -> None:
        self.quote.setText(MARKED if self.text.is_marked else WHOLE)
        self.quote.setEnabled(self._answer is not None and not self._answer.kept)

    def _say_count(self) -> None:
        found = self.list.answers.rowCount()
        nothing = NOTHING_FOUND if self.search.text().strip() else NONE_YET
        self.count.setText(format_count(found, "answer") if found else nothing)

    def _enter(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _quote(self) -> None:
        blocks = self.text.lifted() if self.quote.isEnabled() else ()
        if blocks:
            self.quoted.emit(blocks)
