"""The page for one step: its heading, its questions, and the box “Ready for review”.

The main questions are open, and so is each question that needs attention. The others are folded into
rows below; a question is built when it is opened, in place of its row. A question that somebody else
has answered is opened at the next visit, so nothing moves while the page is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from carreport.draft.revisions.revision import Revision
from carreport.form import paths
from carreport.form.answers import Answers, is_asked, is_empty, siblings_of
from carreport.form.schema import Field, Section
from carreport.ui.editor_registry import EditorServices
from carreport.ui.inquiry.fellow_text import FellowText
from carreport.ui.inquiry.question import QuestionView
from carreport.ui.inquiry.steps.question_column import FoldedQuestions, QuestionColumn
from carreport.ui.theme.palette import BETWEEN_QUESTIONS, FontRole
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import ScrollColumn

LastChange = Callable[[str], Revision | None]


class StepPage(ScrollColumn):
    """The questions of one step."""

    answer_edited = Signal(str, object)
    answer_finished = Signal(str)
    question_entered = Signal(str)
    history_requested = Signal(str)
    removed_requested = Signal(str)
    conflict_requested = Signal(str)
    release_requested = Signal(str, str)
    ready_edited = Signal(bool)
    question_built = Signal(object)
    """A `QuestionView` was built: show in it what the draft says about it."""

    def __init__(
        self,
        section: Section,
        main: Collection[Field],
        services: EditorServices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.section = section
        self.heading = HeadingLabel(section.title)
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.content_layout.addWidget(self.heading)
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(TextLabel(step_intro(section), ink="muted"))
        self.questions: dict[str, QuestionView] = {}
        """The questions that are built; those that are folded are not."""
        self._fields = {f"{section.id}.{field.id}": field for field in section.fields}
        self._main = main
        self._services = services
        self._conditions = {field.show_if.field for field in section.fields if field.show_if is not None}
        self._column, self.folded = QuestionColumn(tuple(self._fields)), FoldedQuestions(tuple(self._fields))
        self.folded.open_requested.connect(self._open_row)
        self.fellow_text = FellowText(section, services)
        self.ready_box = QCheckBox("Ready for review")
        self.ready_box.clicked.connect(self.ready_edited)
        self.setAccessibleName(section.title)

    def build(self, answers: Answers, needs_attention: Collection[str]) -> None:
        """Create the questions that are open, and the rows of the others; fill in all of them."""
        for part in (self._column, self.folded):
            self.content_layout.addWidget(part)
        for path, field in self._fields.items():
            if field.show_if is not None:
                continue
            if self._is_open(path, answers, needs_attention):
                self._column.put(path, self._build(path))
            else:
                self.folded.add_row(path, field.label)
        self._show_asked(answers)
        self._add_question(self.fellow_text.question)
        self.question_built.emit(self.fellow_text.question)
        self.content_layout.addWidget(self.fellow_text)
        self.fellow_text.show()
        self.fellow_text.show_answers(answers)
        self._add_ready()
        self.ready_box.setChecked(answers.is_ready(self.section.id))

    def unfold(self, answers: Answers, needs_attention: Collection[str]) -> None:
        """Open the folded questions that should not be folded any more, in place of their rows."""
        for path in list(self.folded.rows):
            if self._is_open(path, answers, needs_attention):
                self.find_question(path)

    def find_question(self, path: str) -> QuestionView | None:
        """Return the question at `path`, or around it, opened if it is folded; None if it is not asked."""
        top = path.partition("/")[0]
        if top in self.folded.rows:
            self.folded.replace_row(top, self._build(top))
        return self.questions.get(top)

    def open_question(self, path: str) -> QuestionView:
        """Return the question at `path`, or around it, opened if it is folded."""
        question = self.find_question(path)
        assert question is not None  # noqa: S101 - the caller knows that it is asked
        return question

    def show_changes(self, answers: Answers, changed: Iterable[str], written_here: str) -> None:
        """Show the changed answers; the editor of `written_here` shows its value already."""
        tops = {path.partition("/")[0] for path in changed}
        here = written_here.partition("/")[0]
        for top in tops & self.questions.keys():
            value = answers.get(top)
            if top == here:
                self.questions[top].set_known_value(value)
            else:
                self.questions[top].show_value(value)
        self.fellow_text.show_answers(answers)
        if here != self.fellow_text.path:
            self.fellow_text.compare_quotations()
        if any(paths.split_path(top).field in self._conditions for top in tops):
            self._show_asked(answers)
        if f"{self.section.id}.{paths.READY}" in tops:
            self.ready_box.setChecked(answers.is_ready(self.section.id))

    def show_last_changes(
        self, last_change: LastChange, me: str, now: datetime, only: frozenset[str] | None = None
    ) -> None:
        """Show under each question, or only under those in `only`, who changed it last."""
        for path, question in self.questions.items():
            if only is None or path in only:
                question.show_last_change(last_change(question.history_path), me, now)

    def show_conflicts(self, answers: Answers, me: str, now: datetime) -> None:
        """Show under each question any conflict in its answer."""
        for path, question in self.questions.items():
            question.show_conflicts(answers.versions_in(path), me, now)
        self.fellow_text.show_answers(answers)

    def mark_private(self, is_private: Callable[[str], bool], decided_by: Callable[[str], str]) -> None:
        """Mark the entries that only their writer can see; `decided_by` says who decides about the others."""
        for question in self.questions.values():
            question.mark_private(is_private, decided_by)

    def show_removed(
        self, removed: Callable[[str], Sequence[object]], only: frozenset[str] | None = None
    ) -> None:
        """Show under each group, or only under those in `only`, how many entries were removed."""
        for path, question in self.questions.items():
            if question.field.is_group and (only is None or path in only):
                question.show_removed(len(removed(path)))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Make the answers read-only, or editable again."""
        for question in self.questions.values():
            question.set_read_only(read_only)
        self.fellow_text.set_read_only(read_only)
        self.ready_box.setEnabled(not read_only)

    def focus_heading(self) -> None:
        """Move the focus to the heading."""
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_to_top()

    def focus_first_empty(self) -> None:
        """Move the focus to the first main question without an answer, or to the first, near the top."""
        shown = [question for question in self._column.questions() if question.isVisibleTo(self)]
        main = [question for question in shown if question.field in self._main] or shown
        question = next((question for question in main if not question.is_answered), main[0])
        self.scroll_to_top()
        self.reveal(question.focus_path(question.path))

    def focus_path(self, path: str) -> None:
        """Move the focus to the answer or entry at `path`, near the top; otherwise to the heading."""
        question = self.find_question(path)
        if question is None or question.isHidden():
            self.focus_heading()
            return
        if question is self.fellow_text.question:
            self.fellow_text.open_editor()
        self.scroll_to(question.focus_path(path))

    def flush(self) -> None:
        """Commit pending typing now."""
        for question in self.questions.values():
            question.flush()

    def _add_question(self, question: QuestionView) -> None:
        self.questions[question.path] = question
        question.answer_edited.connect(self.answer_edited)
        question.editing_finished.connect(self.answer_finished)
        question.question_entered.connect(self.question_entered)
        question.history_requested.connect(self.history_requested)
        question.removed_requested.connect(self.removed_requested)
        question.conflict_requested.connect(self.conflict_requested)
        question.release_requested.connect(self.release_requested)

    def _add_ready(self) -> None:
        self.content_layout.addSpacing(BETWEEN_QUESTIONS + 6)
        self.content_layout.addWidget(self.ready_box)
        note = TextLabel(
            "Tells your group that they can read this step. You can still change it.", FontRole.SMALL, "muted"
        )
        note.setIndent(20)
        self.content_layout.addWidget(note)
        self.content_layout.addStretch(1)

    def _build(self, path: str) -> QuestionView:
        question = QuestionView(self._fields[path], path, self._services)
        self._add_question(question)
        self.question_built.emit(question)
        return question

    def _open_row(self, path: str) -> None:
        question = self.open_question(path)
        question.focus_editor()
        self.reveal(question)

    def _is_open(self, path: str, answers: Answers, needs_attention: Collection[str]) -> bool:
        field = self._fields[path]
        return field in self._main or path in needs_attention or not is_empty(field, answers.get(path))

    def _show_asked(self, answers: Answers) -> None:
        """Show the questions that depend on another answer, in the column of the question they depend on."""
        siblings = siblings_of(answers, f"{self.section.id}.")
        for path, field in self._fields.items():
            if field.show_if is None:
                continue
            asked = is_asked(field, siblings)
            if asked and path not in self.questions:
                decides = f"{self.section.id}.{field.show_if.field}"
                column = self.folded if self.folded.has_place(decides) else self._column
                column.put(path, self._build(path))
            if path in self.questions:
                self.questions[path].setVisible(asked)


def step_intro(section: Section) -> str:
    """Return the text under the heading: what the step is about and how long it takes."""
    time = f"About {minutes_text(section.minutes)}." if section.minutes else ""
    return " ".join(part for part in (section.intro, time) if part)


def minutes_text(minutes: int) -> str:
    """Return a number of minutes in words."""
    small = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    number = small[minutes] if 0 < minutes < len(small) else str(minutes)
    return f"{number} minute{'s' if minutes != 1 else ''}"
