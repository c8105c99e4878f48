"""The page for typing in replies from paper: statements, a key for each answer, and the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from carreport.survey.results.agreement_table import statement_letter
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.enter_replies.answer_rows import (
    BLANK_TEXT,
    AnswerKey,
    AnswerRow,
    TextRow,
    answer_keys,
)
from carreport.ui.survey.result_view import AgreementView
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import HeadingLabel, HintLabel, TextLabel, announce
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn, text_scale

NARROW = 860
"""The width below which the results are under the statements, at the usual text size."""
LEFT_WIDTH = 620
KEYBOARD_HINT = (
    "Press a key to answer and go to the next line. Up, Down and Enter also move between lines. Enter on "
    "the last line saves the reply and starts the next. Page Up goes to an earlier reply; Page Down goes "
    "to a later one. Ctrl+Delete removes the reply; Ctrl+Z undoes a change."
)
KEEP_REPLY, NEXT_REPLY = "Save and start the next reply", "Go to the next reply"
EMPTY_REPLY = "This reply is still empty, so there is nothing to save."
NO_QUESTIONS = "This survey has no statements yet. Add the statements first."
DEFAULT_SCALE = "No answer scale has been chosen, so a four-point scale is used."
OTHER_SCALE = (
    "The existing replies use a different scale from the one chosen for the survey. New replies use the "
    "same scale as the existing ones."
)
REPLY_KEYS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
ReplyRow = AnswerRow | TextRow


class NameInput(QLineEdit):
    """A line edit for the group or round of a reply, which completes names used before."""

    def __init__(self, kind: str, label: str) -> None:
        super().__init__()
        self.setObjectName(f"typing:{kind}")
        self.setAccessibleName(label)
        self.setMaxLength(80)

    def set_suggestions(self, names: Sequence[str]) -> None:
        """Set the names for completion."""
        completer = QCompleter(list(names), self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the statements on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class EnterRepliesPage(QWidget):
    """One reply to type in, and the results of all replies. The page emits what was typed."""

    answer_chosen = Signal(str, str)
    """The statement with this id was given this answer; "" means that it was left blank."""
    text_edited = Signal(str, str)
    text_finished = Signal(str)
    """The text for this open question was edited, and the focus has moved on."""
    name_edited = Signal(str, str)
    """The group or round of the reply was edited."""
    next_requested = Signal()
    reply_step_requested = Signal(int)
    """Go to an earlier (-1) or later (1) reply."""
    remove_requested = Signal()
    survey_chosen = Signal(str)
    questions_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.questionnaire: Questionnaire | None = None
        self.rows: list[ReplyRow] = []
        self._shape: object = None
        self.survey_choice = Dropdown("typing:survey", "Survey")
        self.survey_choice.activated.connect(self._choose)
        self.title, self.status = TextLabel("", FontRole.QUESTION), TextLabel("", ink="muted")
        self.caution = TextLabel("", FontRole.SMALL, "attention")
        self.number = HeadingLabel("", FontRole.QUESTION)
        self.hint_label = HintLabel("attention")
        self.earlier, self.later = LinkButton("Earlier reply"), LinkButton("Later reply")
        self.remove_link = LinkButton("Remove this reply")
        self.group = NameInput(GROUP, "Group of the person who replied, if you asked")
        self.wave = NameInput(WAVE, "Survey round of the reply, if there were several")
        self.legend, self.hint = TextLabel("", ink="muted"), TextLabel(KEYBOARD_HINT, FontRole.SMALL, "muted")
        self.empty = TextLabel(NO_QUESTIONS, ink="muted")
        self.questions_button = Button("Add the statements")
        self.primary_action: PrimaryAction = PrimaryAction(KEEP_REPLY, self)
        self.result_view = AgreementView(is_short=True)
        self.rows_layout = QVBoxLayout()
        self._lay_out()
        self._connect()

    # Showing.

    def shows_path(self, path: str) -> bool:
        """Return whether changes at this path are shown here, so that Undo stays on this page."""
        return self.questionnaire is not None and path.startswith(f"{self.questionnaire.path}/")

    def show_surveys(self, surveys: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer the surveys to which replies can be added."""
        self.survey_choice.show_choices(surveys)
        self.survey_choice.setCurrentIndex(max(self.survey_choice.findData(chosen), 0))
        self.survey_choice.setVisible(len(surveys) > 1)
        self.title.setText(dict(surveys).get(chosen, ""))
        self.title.setVisible(len(surveys) < 2)

    def show_questionnaire(self, asked: Questionnaire) -> None:
        """Show the statements and questions, and the number of replies."""
        self.questionnaire = asked
        answers = {to: answer_keys(asked.scale_of(to)) for to, _ in asked.target.statements}
        shape = (asked.path, asked.target.statements, asked.target.opens, answers)
        if shape != self._shape:
            self._shape = shape
            self._make_rows(asked, answers)
        n, typed = asked.n, len(asked.entered)
        typed_text = "" if typed == n else f", {typed:,} of them typed in"
        self.status.setText(f"{format_count_or_no(n, 'reply').capitalize()} so far{typed_text}.")
        self.caution.setText(
            DEFAULT_SCALE if asked.scale_is_guessed else OTHER_SCALE if asked.scale_is_other else ""
        )
        self.caution.setVisible(bool(self.caution.text()) and bool(self.rows))
        waves = [str(wave) for wave in asked.names_used(WAVE)]
        self.group.set_suggestions(asked.names_used(GROUP))
        self.wave.set_suggestions(waves)

    def show_waves(self, names: Sequence[str]) -> None:
        """Also suggest the rounds that are named in the survey."""
        used_names = self.questionnaire.names_used(WAVE) if self.questionnaire is not None else ()
        self.wave.set_suggestions(tuple(dict.fromkeys((*names, *used_names))))

    def show_reply(self, reply: EnteredReply, place: int, of: int) -> None:
        """Show the reply at `place` (from 0), or a new one after the last."""
        is_new = place >= of
        self.number.setText(f"Reply {place + 1:,}, new" if is_new else f"Reply {place + 1:,} of {of:,}")
        self.earlier.setEnabled(place > 0)
        self.later.setEnabled(not is_new)
        self.remove_link.setEnabled(not is_new)
        self.primary_action.setText(KEEP_REPLY if place >= of - 1 else NEXT_REPLY)
        for line, name in ((self.group, reply.group), (self.wave, reply.wave)):
            if line.text() != name and not (line.hasFocus() and line.isModified()):
                line.setText(name)
        for row in self.rows:
            if isinstance(row, AnswerRow):
                row.show_step(reply.answers.get(row.to, ""))
            else:
                row.set_row_text(reply.texts.get(row.to, ""))

    def show_message(self, text: str) -> None:
        """Show a message about this reply."""
        self.hint_label.show_message(text)

    def begin_reply(self) -> None:
        """Move the focus to the first statement."""
        (self.rows[0] if self.rows else self.questions_button).setFocus(Qt.FocusReason.OtherFocusReason)
        if self.rows:
            self.scroll_column.scroll_to_top()
            announce(self, self.number.text())

    def go_to_row(self, to: str) -> None:
        """Move the focus to the statement or question with this id."""
        row = next((reply_row for reply_row in self.rows if reply_row.to == to), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Commit pending typing now."""
        for row in self.rows:
            if isinstance(row, TextRow):
                row.flush()

    # Qt overrides.

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to another reply or remove this one by key, wherever the focus is in the column."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.key() in REPLY_KEYS and not ctrl:
                self._step_reply(REPLY_KEYS[Qt.Key(event.key())])
                return True
            if event.key() == Qt.Key.Key_Delete and ctrl:
                self._remove()
                return True
        return super().eventFilter(watched, event)

    @qt_override
    def hideEvent(self, event: QHideEvent) -> None:
        """Commit pending typing when the page is left."""
        self.flush()
        super().hideEvent(event)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the results beside the statements, or below them."""
        super().resizeEvent(event)
        self._place_view()

    # Private.

    def _connect(self) -> None:
        self.primary_action.triggered.connect(self._request_next)
        self.questions_button.clicked.connect(self.questions_requested)
        self.earlier.clicked.connect(self._previous_reply)
        self.later.clicked.connect(self._next_reply)
        self.remove_link.clicked.connect(self._remove)
        self.group.textEdited.connect(self._name_group)
        self.wave.textEdited.connect(self._name_wave)
        self.group.editingFinished.connect(self._name_group)
        self.wave.editingFinished.connect(self._name_wave)

    def _make_rows(self, asked: Questionnaire, answers: Mapping[str, Sequence[AnswerKey]]) -> None:
        for row in self.rows:
            self.rows_layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for number, (to, text) in enumerate(asked.target.statements):
            self._add_row(AnswerRow(to, statement_letter(number), text, answers[to]))
        for to, text in asked.target.opens:
            self._add_row(TextRow(to, text))
        lines = [
            [(answer.key.upper(), answer.label) for answer in keys]
            for keys in dict.fromkeys(answers.values())
        ]
        lines = [*lines[:-1], [*(lines or [[]])[-1], ("–", BLANK_TEXT)]]
        self.legend.setText("\n".join("    ".join(_legend(*key) for key in keys) for keys in lines))
        has = bool(self.rows)
        for part in (
            self.legend,
            self.names,
            self.reply_links,
            self.hint,
            self.number,
            self.result_view,
        ):
            part.setVisible(has)
        self.primary_action.setVisible(has)
        self.empty.setVisible(not has)
        self.questions_button.setVisible(not has)
        stops = [self.group, self.wave, *self.rows, *self.result_view.all_tables]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _add_row(self, row: ReplyRow) -> None:
        row.setObjectName(f"typing:{row.to}")
        row.move_requested.connect(self._move)
        row.entered.connect(self._enter)
        if isinstance(row, AnswerRow):
            row.answer_chosen.connect(self._answer)
        else:
            row.text_edited.connect(self._write)
            row.editing_finished.connect(self._leave_words)
            row.cell.installEventFilter(self)
        self.rows.append(row)
        self.rows_layout.addWidget(row)

    def _answer(self, row: AnswerRow, step: str) -> None:
        self.answer_chosen.emit(row.to, step)

    def _write(self, row: TextRow, text: str) -> None:
        self.text_edited.emit(row.to, text)

    def _leave_words(self, row: TextRow) -> None:
        self.text_finished.emit(row.to)

    def _move(self, row: ReplyRow, by: int) -> None:
        at = self.rows.index(row) + by
        if at < 0:
            self.wave.setFocus(Qt.FocusReason.BacktabFocusReason)
        elif at < len(self.rows):
            self.rows[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, row: ReplyRow) -> None:
        if row is self.rows[-1]:
            self._request_next()
        else:
            self._move(row, 1)

    def _request_next(self) -> None:
        self.flush()
        self.next_requested.emit()

    def _step_reply(self, by: int) -> None:
        self.flush()
        self.reply_step_requested.emit(by)

    def _previous_reply(self) -> None:
        self._step_reply(-1)

    def _next_reply(self) -> None:
        self._step_reply(1)

    def _remove(self) -> None:
        self.flush()
        self.remove_requested.emit()

    def _choose(self) -> None:
        self.flush()
        self.survey_chosen.emit(str(self.survey_choice.currentData()))

    def _name_group(self, _text: str = "") -> None:
        self.name_edited.emit(GROUP, self.group.text())

    def _name_wave(self, _text: str = "") -> None:
        self.name_edited.emit(WAVE, self.wave.text())

    def _lay_out(self) -> None:
        self.scroll_column = ScrollColumn(LEFT_WIDTH)
        self.scroll_column.installEventFilter(self)
        self.names = QWidget()
        names = QHBoxLayout(self.names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(14)
        for label, line in (("Group, if you asked", self.group), ("Survey round, if several", self.wave)):
            pair = QVBoxLayout()
            pair.setSpacing(3)
            pair.addWidget(TextLabel(label, FontRole.SMALL, "muted"))
            pair.addWidget(line)
            names.addLayout(pair, 1)
        self.reply_links = QWidget()
        links = QHBoxLayout(self.reply_links)
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(18)
        for link in (self.earlier, self.later, self.remove_link):
            links.addWidget(link)
        links.addStretch(1)
        self.rows_layout.setSpacing(4)
        stack = self.scroll_column.content_layout
        stack.setSpacing(6)
        for part in (
            HeadingLabel("Type in replies"),
            self.survey_choice,
            self.title,
            self.status,
            self.caution,
        ):
            stack.addWidget(part)
        stack.addSpacing(10)
        for under in (self.number, self.reply_links, self.names, self.legend, self.hint_label):
            stack.addWidget(under)
        stack.addLayout(self.rows_layout)
        stack.addWidget(self.empty)
        stack.addWidget(self.questions_button)
        stack.addSpacing(6)
        stack.addWidget(self.hint)
        self.below = QVBoxLayout()
        stack.addLayout(self.below)
        stack.addStretch(1)
        self._lay_out_beside()

    def _lay_out_beside(self) -> None:
        self.side_panel = QScrollArea()
        self.side_panel.setFrameShape(QFrame.Shape.NoFrame)
        self.side_panel.setWidgetResizable(True)
        self.side_panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side_panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self.right = QVBoxLayout(inner)
        self.right.setContentsMargins(10, 36, 16, 24)
        self.right.addWidget(self.result_view)
        self.right.addStretch(1)
        self.side_panel.setWidget(inner)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.scroll_column, 1)
        row.addWidget(self.side_panel, 1)

    def _place_view(self) -> None:
        is_wide = self.width() >= NARROW * text_scale()
        if is_wide == (self.right.indexOf(self.result_view) >= 0):
            return
        if is_wide:
            self.right.insertWidget(0, self.result_view)
        else:
            self.below.addWidget(self.result_view)
        self.side_panel.setVisible(is_wide)


def _legend(key: str, label: str) -> str:
    """Return a key and its answer, with no-break spaces to keep them on one line."""
    return f"{key} {label}".replace(" ", "\N{NO-BREAK SPACE}")
