"""Show one step as a page: its heading, its questions one under the other, and its mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from carreport.draft.revisions.revision import Revision
from carreport.form import paths
from carreport.form.answers import Answers, is_asked, siblings_of
from carreport.form.schema import Section
from carreport.ui.editor_registry import Desk
from carreport.ui.inquiry.fellow_text import FellowText
from carreport.ui.inquiry.question import QuestionView
from carreport.ui.theme.palette import BETWEEN_QUESTIONS, Letters
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.scroll_column import Column

LastChange = Callable[[str], Revision | None]


class StepPage(Column):
    """The questions of one step."""

    answer_edited = Signal(str, object)
    answer_left = Signal(str)
    question_entered = Signal(str)
    history_wanted = Signal(str)
    removed_wanted = Signal(str)
    versions_wanted = Signal(str)
    release_wanted = Signal(str)
    ready_edited = Signal(bool)

    def __init__(self, section: Section, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.section = section
        self.heading = Heading(section.title)
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.stack.addWidget(self.heading)
        self.stack.addSpacing(6)
        self.stack.addWidget(Words(intro_of(section), ink="muted"))
        self.questions: dict[str, QuestionView] = {}
        self._desk = desk
        self._conditions = {each.show_if.field for each in section.fields if each.show_if is not None}
        self.ready = QCheckBox("Ready for review")
        self.ready.clicked.connect(self.ready_edited)
        self.setAccessibleName(section.title)

    def build(self) -> None:
        """Put in the questions; their answers are shown afterwards."""
        for field in self.section.fields:
            question = QuestionView(field, f"{self.section.id}.{field.id}", self._desk)
            self._add_question(question)
            self.stack.addWidget(question)
            question.show()  # at once, not at the window's next turn: somebody may go into it before
        self.fellow = FellowText(self.section, self._desk)
        self._add_question(self.fellow.question)
        self.stack.addWidget(self.fellow)
        self.fellow.show()
        self._add_ready()

    def show_answers(self, answers: Answers) -> None:
        """Show everything that the draft holds for this step."""
        for path, question in self.questions.items():
            question.show_value(answers.get(path))
        self.fellow.follow(answers)
        self._show_asked(answers)
        self.ready.setChecked(answers.is_ready(self.section.id))

    def show_changes(self, answers: Answers, changed: Iterable[str], written_here: str) -> None:
        """Show what has changed; the editor of the answer `written_here` shows it already."""
        tops = {path.partition("/")[0] for path in changed}
        here = written_here.partition("/")[0]
        for top in tops & self.questions.keys():
            value = answers.get(top)
            if top == here:
                self.questions[top].note_value(value)
            else:
                self.questions[top].show_value(value)
        self.fellow.follow(answers)
        if here != self.fellow.path:
            self.fellow.compare_soon()
        if any(paths.split_path(top).field in self._conditions for top in tops):
            self._show_asked(answers)
        if f"{self.section.id}.{paths.READY}" in tops:
            self.ready.setChecked(answers.is_ready(self.section.id))

    def show_last_changes(
        self, last_change: LastChange, me: str, now: datetime, only: frozenset[str] | None = None
    ) -> None:
        """Say under each question (or only these) who wrote last."""
        for path, question in self.questions.items():
            if only is None or path in only:
                question.show_last_change(last_change(question.history_path), me, now)

    def show_versions(self, answers: Answers, me: str, now: datetime) -> None:
        """Say under each question whose versions there are, where nobody has decided yet."""
        for path, question in self.questions.items():
            inside = {
                each: versions
                for each, versions in answers.versions.items()
                if each.partition("/")[0] == path
            }
            question.show_versions(inside, me, now)
        self.fellow.follow(answers)

    def show_private(self, is_private: Callable[[str], bool]) -> None:
        """Say at each entry whether only its writer sees it."""
        for question in self.questions.values():
            question.show_private(is_private)

    def show_removed(
        self, removed: Callable[[str], Sequence[object]], only: frozenset[str] | None = None
    ) -> None:
        """Say under each group (or only these) how many entries were removed from it."""
        for path, question in self.questions.items():
            if question.field.is_group and (only is None or path in only):
                question.show_removed(len(removed(path)))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Let the answers be read but not changed, or changed again."""
        for question in self.questions.values():
            question.set_read_only(read_only)
        self.fellow.set_read_only(read_only)
        self.ready.setEnabled(not read_only)

    def focus_heading(self) -> None:
        """Go to the top of the page."""
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def focus_first(self) -> None:
        """Go into the first question."""
        next(iter(self.questions.values())).focus_editor()
        self.to_top()

    def focus_place(self, path: str) -> None:
        """Go into the answer or the entry at `path` and show it near the top; else to the heading."""
        question = self.questions.get(path.partition("/")[0])
        if question is None or question.isHidden():
            self.focus_heading()
            return
        if question is self.fellow.question:
            self.fellow.open_up()
        self.show_at_top(question.go_into(path))

    def holds_keyboard(self) -> bool:
        """Say whether somebody is at a control of this page."""
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    def flush(self) -> None:
        """Hand on at once whatever was typed and is still waiting."""
        for question in self.questions.values():
            question.flush()

    def _add_question(self, question: QuestionView) -> None:
        self.questions[question.path] = question
        question.answer_edited.connect(self.answer_edited)
        question.left.connect(self.answer_left)
        question.entered.connect(self.question_entered)
        question.history_wanted.connect(self.history_wanted)
        question.removed_wanted.connect(self.removed_wanted)
        question.versions_wanted.connect(self.versions_wanted)
        question.release_wanted.connect(self.release_wanted)

    def _add_ready(self) -> None:
        self.stack.addSpacing(BETWEEN_QUESTIONS + 6)
        self.stack.addWidget(self.ready)
        note = Words(
            "Tells your group that this step can be read. You can go on changing it.", Letters.SMALL, "muted"
        )
        note.setIndent(20)
        self.stack.addWidget(note)
        self.stack.addStretch(1)

    def _show_asked(self, answers: Answers) -> None:
        siblings = siblings_of(answers, f"{self.section.id}.")
        for field in self.section.fields:
            if field.show_if is not None:
                question = self.questions[f"{self.section.id}.{field.id}"]
                question.setVisible(is_asked(field, siblings))


def intro_of(section: Section) -> str:
    """Return the words under the heading: what the step is about and how long it takes."""
    time = f"About {minutes_words(section.minutes)}." if section.minutes else ""
    return " ".join(part for part in (section.intro, time) if part)


def minutes_words(minutes: int) -> str:
    """Return a number of minutes as people say it."""
    small = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    number = small[minutes] if 0 < minutes < len(small) else str(minutes)
    return f"{number} minute{'s' if minutes != 1 else ''}"
