"""Type in replies from paper: the statements down the side, a key for each answer, the table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from carreport.form.kinds.replies import GROUP, WAVE
from carreport.form.wording import format_count_or_no
from carreport.survey.manual_entry import EnteredReply, Questionnaire
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import guarded
from carreport.ui.survey.enter_replies.answer_rows import (
    BLANK_WORDS,
    Answer,
    AnswerRow,
    WordsRow,
    answers_for,
)
from carreport.ui.survey.result_view import AgreementView
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.labels import Heading, Note, Words, announce
from carreport.ui.widgets.scroll_column import Column, text_scale

NARROW = 860
"""Below this width, times the size of the letters, the table stands under the statements."""
LEFT_WIDTH = 620
HINT = (
    "A key answers and goes on. Arrows and Enter move; Enter on the last line keeps the reply "
    "and begins the next. Page Up goes to an earlier reply, Page Down to a later one, "
    "Ctrl+Delete removes one, Ctrl+Z takes back."
)
KEEP, GO_ON = "Keep it and begin the next", "Go on to the next reply"
NOTHING = "Nothing is answered in this reply yet, so there is nothing to keep."
NO_QUESTIONS = "There is nothing to answer yet. Write the statements of the survey first."
GUESSED = "Nobody has said which answers people could choose from; these four steps are taken."
OTHER = (
    "The replies that are in have another scale than the survey names now. New ones are typed with theirs."
)
TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
Row = AnswerRow | WordsRow


class NameLine(QLineEdit):
    """The group or the wave of a reply; names that are known are filled in while one types."""

    def __init__(self, kind: str, label: str) -> None:
        super().__init__()
        self.setObjectName(f"typing:{kind}")
        self.setAccessibleName(label)
        self.setMaxLength(80)

    def offer(self, names: Sequence[str]) -> None:
        """Fill in one of these names."""
        known = QCompleter(list(names), self)
        known.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(known)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the statements with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class TypingPage(QWidget):
    """One reply to answer, and what all of them say; it shows, and tells what the person did."""

    answered = Signal(str, str)
    """The statement with this id got this step, or "" where it was left blank."""
    wrote = Signal(str, str)
    wrote_all = Signal(str)
    """The words to this open question are written; the keyboard has gone on."""
    named = Signal(str, str)
    """The reply is from this group, or wave."""
    onward = Signal()
    turned = Signal(int)
    """An earlier (-1) or a later (1) reply is wanted."""
    removed = Signal()
    survey_chosen = Signal(str)
    questions_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked: Questionnaire | None = None
        self.rows: list[Row] = []
        self._shape: object = None
        self.which = Dropdown("typing:survey", "Survey")
        self.which.activated.connect(self._choose)
        self.title, self.status = Words("", Letters.QUESTION), Words("", ink="muted")
        self.caution = Words("", Letters.SMALL, "attention")
        self.number = Heading("", Letters.QUESTION)
        self.note = Note("attention")
        self.earlier, self.later = Link("Earlier reply"), Link("Later reply")
        self.remove = Link("Remove this reply")
        self.group = NameLine(GROUP, "Group of the one who replied, if you asked")
        self.wave = NameLine(WAVE, "Wave in which they replied, if there were several")
        self.legend, self.hint = Words("", ink="muted"), Words(HINT, Letters.SMALL, "muted")
        self.empty = Words(NO_QUESTIONS, ink="muted")
        self.questions = Button("Write the statements")
        self.keep = Button(KEEP, "filled")
        self.view = AgreementView(is_short=True)
        self.sheet = QVBoxLayout()
        self._lay_out()
        self._connect()

    # What is shown.

    def shows(self, path: str) -> bool:
        """Say whether a change at this path is to be seen here: then nobody is led away by Undo."""
        return self.asked is not None and path.startswith(f"{self.asked.path}/")

    def show_surveys(self, surveys: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer the surveys that replies can be typed into."""
        self.which.show_choices(surveys)
        self.which.setCurrentIndex(max(self.which.findData(chosen), 0))
        self.which.setVisible(len(surveys) > 1)
        self.title.setText(dict(surveys).get(chosen, ""))
        self.title.setVisible(len(surveys) < 2)

    def show_asked(self, asked: Questionnaire) -> None:
        """Show what is asked, and how many replies are in."""
        self.asked = asked
        answers = answers_for(asked.scale)
        shape = (asked.path, asked.target.statements, asked.target.opens, answers)
        if shape != self._shape:
            self._shape = shape
            self._make_rows(asked, answers)
        n, typed = asked.n, len(asked.entered)
        those = "" if typed == n else f", {typed:,} of them typed in"
        self.status.setText(
            f"{format_count_or_no(n, 'reply').capitalize()} {'is' if n == 1 else 'are'} in{those}."
        )
        self.caution.setText(GUESSED if asked.scale_is_guessed else OTHER if asked.scale_is_other else "")
        self.caution.setVisible(bool(self.caution.text()) and bool(self.rows))
        waves = [str(each) for each in asked.names_used(WAVE)]
        self.group.offer(asked.names_used(GROUP))
        self.wave.offer(waves)

    def show_waves(self, names: Sequence[str]) -> None:
        """Offer the waves that the survey names as well."""
        known = self.asked.names_used(WAVE) if self.asked is not None else ()
        self.wave.offer(tuple(dict.fromkeys((*names, *known))))

    def show_reply(self, reply: EnteredReply, place: int, of: int) -> None:
        """Show one reply: that at `place` (counted from 0), or a new one behind the last."""
        is_new = place >= of
        self.number.setText(f"Reply {place + 1:,}, new" if is_new else f"Reply {place + 1:,} of {of:,}")
        self.earlier.setEnabled(place > 0)
        self.later.setEnabled(not is_new)
        self.remove.setEnabled(not is_new)
        self.keep.setText(KEEP if place >= of - 1 else GO_ON)
        for line, name in ((self.group, reply.group), (self.wave, reply.wave)):
            if line.text() != name and not (line.hasFocus() and line.isModified()):
                line.setText(name)
        for row in self.rows:
            if isinstance(row, AnswerRow):
                row.show_step(reply.answers.get(row.to, ""))
            else:
                row.show_words(reply.texts.get(row.to, ""))

    def say(self, words: str) -> None:
        """Say something about this reply; nothing takes it away."""
        self.note.say(words)

    def begin_reply(self) -> None:
        """Put the keyboard on the first statement."""
        (self.rows[0] if self.rows else self.questions).setFocus(Qt.FocusReason.OtherFocusReason)
        if self.rows:
            self.column.to_top()
            announce(self, self.number.text())

    def go_to_row(self, to: str) -> None:
        """Put the keyboard on what was asked under this id."""
        row = next((each for each in self.rows if each.to == to), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Hand on what was typed and is still waiting."""
        for row in self.rows:
            if isinstance(row, WordsRow):
                row.flush()

    # What Qt asks.

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to another reply or remove this one by key, from wherever the keyboard is in the column."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.key() in TURNS and not ctrl:
                self._turn(TURNS[Qt.Key(event.key())])
                return True
            if event.key() == Qt.Key.Key_Delete and ctrl:
                self._remove()
                return True
        return super().eventFilter(watched, event)

    @guarded
    def hideEvent(self, event: QHideEvent) -> None:
        """Hand on what was typed before one goes elsewhere."""
        self.flush()
        super().hideEvent(event)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the table beside the statements, or below them."""
        super().resizeEvent(event)
        self._place_view()

    # Inside.

    def _connect(self) -> None:
        self.keep.clicked.connect(self._go_on)
        self.questions.clicked.connect(self.questions_wanted)
        self.earlier.clicked.connect(self._turn_back)
        self.later.clicked.connect(self._turn_on)
        self.remove.clicked.connect(self._remove)
        self.group.textEdited.connect(self._name_group)
        self.wave.textEdited.connect(self._name_wave)
        self.group.editingFinished.connect(self._name_group)
        self.wave.editingFinished.connect(self._name_wave)

    def _make_rows(self, asked: Questionnaire, answers: Sequence[Answer]) -> None:
        for row in self.rows:
            self.sheet.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for number, (to, words) in enumerate(asked.target.statements):
            self._add_row(AnswerRow(to, _letter(number), words, answers))
        for to, words in asked.target.opens:
            self._add_row(WordsRow(to, words))
        keys = [(each.key.upper(), each.label) for each in answers]
        self.legend.setText("    ".join(_legend(*each) for each in (*keys, ("–", BLANK_WORDS))))
        has = bool(self.rows)
        for part in (self.legend, self.names, self.ways, self.keep, self.hint, self.number, self.view):
            part.setVisible(has)
        self.empty.setVisible(not has)
        self.questions.setVisible(not has)
        stops = [self.group, self.wave, *self.rows, self.keep, *self.view.all_tables]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _add_row(self, row: Row) -> None:
        row.setObjectName(f"typing:{row.to}")
        row.moved.connect(self._move)
        row.entered.connect(self._enter)
        if isinstance(row, AnswerRow):
            row.answered.connect(self._answer)
        else:
            row.wrote.connect(self._write)
            row.left.connect(self._leave_words)
            row.cell.installEventFilter(self)
        self.rows.append(row)
        self.sheet.addWidget(row)

    def _answer(self, row: AnswerRow, step: str) -> None:
        self.answered.emit(row.to, step)

    def _write(self, row: WordsRow, words: str) -> None:
        self.wrote.emit(row.to, words)

    def _leave_words(self, row: WordsRow) -> None:
        self.wrote_all.emit(row.to)

    def _move(self, row: Row, by: int) -> None:
        at = self.rows.index(row) + by
        if at < 0:
            self.wave.setFocus(Qt.FocusReason.BacktabFocusReason)
        elif at < len(self.rows):
            self.rows[at].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.column.reveal(self.keep)

    def _enter(self, row: Row) -> None:
        if row is self.rows[-1]:
            self._go_on()
        else:
            self._move(row, 1)

    def _go_on(self) -> None:
        self.flush()
        self.onward.emit()

    def _turn(self, by: int) -> None:
        self.flush()
        self.turned.emit(by)

    def _turn_back(self) -> None:
        self._turn(-1)

    def _turn_on(self) -> None:
        self._turn(1)

    def _remove(self) -> None:
        self.flush()
        self.removed.emit()

    def _choose(self) -> None:
        self.flush()
        self.survey_chosen.emit(str(self.which.currentData()))

    def _name_group(self, _words: str = "") -> None:
        self.named.emit(GROUP, self.group.text())

    def _name_wave(self, _words: str = "") -> None:
        self.named.emit(WAVE, self.wave.text())

    def _lay_out(self) -> None:
        self.column = Column(LEFT_WIDTH)
        self.column.installEventFilter(self)
        self.names = QWidget()
        names = QHBoxLayout(self.names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(14)
        for label, line in (("Group, if you asked", self.group), ("Wave, if there were several", self.wave)):
            pair = QVBoxLayout()
            pair.setSpacing(3)
            pair.addWidget(Words(label, Letters.SMALL, "muted"))
            pair.addWidget(line)
            names.addLayout(pair, 1)
        self.ways = QWidget()
        ways = QHBoxLayout(self.ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(18)
        for link in (self.earlier, self.later, self.remove):
            ways.addWidget(link)
        ways.addStretch(1)
        self.sheet.setSpacing(4)
        stack = self.column.stack
        stack.setSpacing(6)
        for part in (Heading("Type in replies"), self.which, self.title, self.status, self.caution):
            stack.addWidget(part)
        stack.addSpacing(10)
        for under in (self.number, self.ways, self.names, self.legend, self.note):
            stack.addWidget(under)
        stack.addLayout(self.sheet)
        stack.addWidget(self.empty)
        stack.addWidget(self.questions)
        stack.addSpacing(6)
        stack.addWidget(self.keep)
        stack.addWidget(self.hint)
        self.below = QVBoxLayout()
        stack.addLayout(self.below)
        stack.addStretch(1)
        self._lay_out_beside()

    def _lay_out_beside(self) -> None:
        self.beside = QScrollArea()
        self.beside.setFrameShape(QFrame.Shape.NoFrame)
        self.beside.setWidgetResizable(True)
        self.beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self.right = QVBoxLayout(inner)
        self.right.setContentsMargins(10, 36, 16, 24)
        self.right.addWidget(self.view)
        self.right.addStretch(1)
        self.beside.setWidget(inner)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.column, 1)
        row.addWidget(self.beside, 1)

    def _place_view(self) -> None:
        is_wide = self.width() >= NARROW * text_scale()
        if is_wide == (self.right.indexOf(self.view) >= 0):
            return
        if is_wide:
            self.right.insertWidget(0, self.view)
        else:
            self.below.addWidget(self.view)
        self.beside.setVisible(is_wide)


def _legend(key: str, label: str) -> str:
    """Return a key and its answer in words that stay on one line."""
    return f"{key} {label}".replace(" ", "\N{NO-BREAK SPACE}")


def _letter(number: int) -> str:
    from carreport.report.sections.survey_table import statement_letter  # noqa: PLC0415 - loads what reports are made of

    return statement_letter(number)
