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
from carreport.ui.editor_registry import EditorServices
from carreport.ui.inquiry.fellow_text import FellowText
from carreport.ui.inquiry.question import QuestionView
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
    release_requested = Signal(str)
    ready_edited = Signal(bool)

    def __init__(self, section: Section, services: EditorServices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.section = section
        self.heading = HeadingLabel(section.title)
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.content_layout.addWidget(self.heading)
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(TextLabel(step_intro(section), ink="muted"))
        self.questions: dict[str, QuestionView] = {}
        self._services = services
        self._conditions = {each.show_if.field for each in section.fields if each.show_if is not None}
        self.ready_box = QCheckBox("Ready for review")
        self.ready_box.clicked.connect(self.ready_edited)
        self.setAccessibleName(section.title)

    def build(self) -> None:
        """Put in the questions; their answers are shown afterwards."""
        for field in self.section.fields:
            question = QuestionView(field, f"{self.section.id}.{field.id}", self._services)
            self._add_question(question)
            self.content_layout.addWidget(question)
            question.show()  # at once, not at the window's next turn: somebody may go into it before
        self.fellow_text = FellowText(self.section, self._services)
        self._add_question(self.fellow_text.question)
        self.content_layout.addWidget(self.fellow_text)
        self.fellow_text.show()
        self._add_ready()

    def show_answers(self, answers: Answers) -> None:
        """Show everything that the draft holds for this step."""
        for path, question in self.questions.items():
            question.show_value(answers.get(path))
        self.fellow_text.show_answers(answers)
        self._show_asked(answers)
        self.ready_box.setChecked(answers.is_ready(self.section.id))

    def show_changes(self, answers: Answers, changed: Iterable[str], written_here: str) -> None:
        """Show what has changed; the editor of the answer `written_here` shows it already."""
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
        """Say under each question (or only these) who wrote last."""
        for path, question in self.questions.items():
            if only is None or path in only:
                question.show_last_change(last_change(question.history_path), me, now)

    def show_conflicts(self, answers: Answers, me: str, now: datetime) -> None:
        """Say under each question whose versions there are, where nobody has decided yet."""
        for path, question in self.questions.items():
            inside = {
                each: versions
                for each, versions in answers.versions.items()
                if each.partition("/")[0] == path
            }
            question.show_conflicts(inside, me, now)
        self.fellow_text.show_answers(answers)

    def mark_private(self, is_private: Callable[[str], bool]) -> None:
        """Say at each entry whether only its writer sees it."""
        for question in self.questions.values():
            question.mark_private(is_private)

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
        self.fellow_text.set_read_only(read_only)
        self.ready_box.setEnabled(not read_only)

    def focus_heading(self) -> None:
        """Go to the top of the page."""
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_to_top()

    def focus_first(self) -> None:
        """Go into the first question."""
        next(iter(self.questions.values())).focus_editor()
        self.scroll_to_top()

    def focus_path(self, path: str) -> None:
        """Go into the answer or the entry at `path` and show it near the top; else to the heading."""
        question = self.questions.get(path.partition("/")[0])
        if question is None or question.isHidden():
            self.focus_heading()
            return
        if question is self.fellow_text.question:
            self.fellow_text.open_editor()
        self.scroll_to(question.focus_path(path))

    def has_keyboard_focus(self) -> bool:
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
            "Tells your group that this step can be read. You can go on changing it.", FontRole.SMALL, "muted"
        )
        note.setIndent(20)
        self.content_layout.addWidget(note)
        self.content_layout.addStretch(1)

    def _show_asked(self, answers: Answers) -> None:
        siblings = siblings_of(answers, f"{self.section.id}.")
        for field in self.section.fields:
            if field.show_if is not None:
                question = self.questions[f"{self.section.id}.{field.id}"]
                question.setVisible(is_asked(field, siblings))


def step_intro(section: Section) -> str:
    """Return the words under the heading: what the step is about and how long it takes."""
    time = f"About {minutes_text(section.minutes)}." if section.minutes else ""
    return " ".join(part for part in (section.intro, time) if part)


def minutes_text(minutes: int) -> str:
    """Return a number of minutes as people say it."""
    small = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    number = small[minutes] if 0 < minutes < len(small) else str(minutes)
    return f"{number} minute{'s' if minutes != 1 else ''}"
