"""The page that shows how a file of replies will be imported, so that it can be corrected first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.plan import Corrections, ImportPlan
from carreport.ui.qt.drag_and_drop import replies_in_drop
from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.import_replies.import_columns import ColumnList, WordList
from carreport.ui.survey.import_replies.import_questions import ImportAnswer, encoding_question, next_question
from carreport.ui.survey.import_replies.import_sample import SampleTable
from carreport.ui.survey.import_replies.import_settings import ReadingSettings, ReadOptions, ScaleSettings
from carreport.ui.survey.import_replies.import_wording import ImportSummary, import_button_text, problem_texts
from carreport.ui.survey.import_replies.question_panel import QuestionPanel
from carreport.ui.survey.import_replies.row_choices import RowList
from carreport.ui.theme.palette import WIDE_COLUMN, FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.progress import ProgressPanel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn

SAFETY_NOTE = (
    "Nothing has been imported yet. The whole file is imported or none of it, and you can undo the import "
    "with one click."
)
SETTLE_FIRST = "You can import once you have dealt with everything under “Before you import”."


@dataclass(frozen=True, slots=True)
class ImportView:
    """What the page shows: the plan in words, and the surveys, rounds, sheets and rows of headings."""

    plan: ImportPlan
    summary: ImportSummary
    surveys: Sequence[tuple[str, str]]
    waves: Sequence[str]
    sheets: Sequence[str]
    heading_rows: Sequence[str]


class TitledSection(QWidget):
    """A heading with widgets below it."""

    def __init__(self, title: str, body: QWidget | None = None) -> None:
        super().__init__()
        self.content_layout = QVBoxLayout(self)
        self.content_layout.setContentsMargins(0, 26, 0, 0)
        self.content_layout.setSpacing(8)
        self.content_layout.addWidget(HeadingLabel(title, FontRole.QUESTION))
        if body is not None:
            self.content_layout.addWidget(body)


class ImportRepliesPage(ScrollColumn):
    """Shows how one file of replies will be imported. It emits what the user does."""

    corrections_edited = Signal(object)
    """Read the file with these `Corrections`."""
    options_edited = Signal(object)
    """Read the file with these `ReadOptions`: another sheet, row of headings or survey."""
    encoding_chosen = Signal(str)
    """Read the file in this encoding."""
    accepted = Signal()
    cancelled = Signal()
    other_file_requested = Signal()
    file_dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDE_COLUMN, parent)
        self.setAcceptDrops(True)
        self._corrections = Corrections()
        self.summary = TextLabel("", FontRole.STRONG)
        self.safety_label = TextLabel("", ink="muted")
        self.primary_action: PrimaryAction = PrimaryAction("Import replies", self)
        self.primary_action.triggered.connect(self.accepted)
        self.cancel_button = Button("Cancel")
        self.cancel_button.clicked.connect(self.cancelled)
        self.other_file_link = LinkButton("Choose another file…")
        self.other_file_link.clicked.connect(self.other_file_requested)
        self.progress = ProgressPanel("Progress of the import")
        self.caution = QuestionPanel()
        self.reading, self.scale = ReadingSettings(), ScaleSettings()
        self.columns_part = TitledSection("What each column is imported as")
        self.columns: ColumnList | None = None
        self.words, self.notes, self.sample = WordList(), TextLabel("", ink="muted"), SampleTable()
        self.words_part = TitledSection("What each answer counts as", self.words)
        self.rows = RowList()
        self.rows_part = TitledSection("Rows that are not replies", self.rows)
        self.notes_part = TitledSection("Notes on the file", self.notes)
        self.sample_part = TitledSection("The first replies", self.sample)
        self._lay_out()
        self._connect()

    # Showing.

    def show_reading(self, share: float, text: str) -> None:
        """Show the progress of reading; importing is disabled meanwhile."""
        self.progress.show_progress(share, text)
        self.progress.show()
        self.primary_action.setEnabled(False)

    def begin(self, path: Path) -> None:
        """Show that this file is being read, and clear what was shown before."""
        self._corrections = Corrections()
        self.summary.setText(path.name)
        self.safety_label.setText("carreport is reading the file. Nothing has been imported yet.")
        self._show_sections(is_read=False)
        self.primary_action.setVisible(False)
        self.caution.hide()
        self.scroll_to_top()

    def show_unreadable(self, why: str, readings: Mapping[str, str] | None = None) -> None:
        """Show why the file cannot be read, and the encodings to choose from, if there are several."""
        self._show_sections(is_read=False)
        self.progress.hide()
        self.primary_action.setVisible(False)
        self.safety_label.setText("Nothing has been changed.")
        if readings:
            self.caution.show_question(encoding_question(why, readings))
        else:
            self.caution.show_text(why)
        self.cancel_button.setText("Back to the inquiry")
        announce(self, why)

    def show_plan(self, shown: ImportView, *, is_new: bool) -> None:
        """Show the plan; `is_new` means that its table is not the one shown before."""
        plan = shown.plan
        self.progress.hide()
        self._corrections = plan.corrections
        self.summary.setText(f"{plan.table.file}. {shown.summary.summary}")
        first_note, *notes = plan.notes or ("",)
        self.safety_label.setText(f"{first_note} {SAFETY_NOTE}".strip())
        can_import = plan.is_ready and not plan.has_nothing_new
        self.primary_action.setText(import_button_text(plan))
        self.primary_action.setVisible(not plan.has_nothing_new)
        self.primary_action.setEnabled(can_import)
        self.primary_action.setToolTip("" if can_import else SETTLE_FIRST)
        self.cancel_button.setText("Back to the inquiry" if plan.has_nothing_new else "Cancel")
        self._show_questions(plan)
        self.notes.setText("\n".join(f"•  {note}" for note in notes))
        self.scale.show_plan(plan, shown.waves)
        self.reading.show_options(shown.surveys, shown.sheets, shown.heading_rows, _options_of(plan, shown))
        self._show_columns(shown, is_new=is_new)
        self.words.show_words(shown.summary.words)
        self.rows.show_plan(plan)
        self.sample.show_plan(plan)
        self._show_sections(is_read=True)
        if is_new:
            announce(self, self.summary.text())

    def focus_start(self) -> None:
        """Move the focus to the button that imports, to the first answer, or to the one that goes back."""
        if self.primary_action.isVisible() and self.primary_action.isEnabled():
            self.primary_action.focus()
        else:
            first_answer = next(iter(self.caution.buttons), self.cancel_button)
            first_answer.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_to_top()

    # Private.

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file of replies that is dragged over the page."""
        if replies_in_drop(event) is not None:
            event.acceptProposedAction()

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file instead of this one."""
        path = replies_in_drop(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def _show_questions(self, plan: ImportPlan) -> None:
        """Show the question to answer first, or else what must be settled in the lists below."""
        question = next_question(plan)
        if question is not None:
            self.caution.show_question(question)
            return
        if self.caution.has_focus:
            if self.primary_action.isEnabled():
                self.primary_action.focus()
            else:
                self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.caution.show_text("\n".join(problem_texts(plan)))

    def _show_columns(self, shown: ImportView, *, is_new: bool) -> None:
        target, columns = shown.plan.target, shown.summary.columns
        if self.columns is not None and not is_new:
            self.columns.show_columns(target, columns)
        else:
            if self.columns is not None:
                self.columns.hide()
                self.columns.deleteLater()
            self.columns = ColumnList(target, columns)
            self.columns.use_chosen.connect(self._correct_use)
            self.columns.scale_chosen.connect(self._correct_column_scale)
            self.columns_part.content_layout.addWidget(self.columns)

    def _show_sections(self, *, is_read: bool) -> None:
        has_columns = self.columns is not None and bool(self.columns.rows)
        self.reading.setVisible(is_read)
        for part in (self.columns_part, self.scale):
            part.setVisible(is_read and has_columns)
        self.rows_part.setVisible(is_read and self.rows.has_rows)
        self.notes_part.setVisible(is_read and bool(self.notes.text()))
        self.words_part.setVisible(is_read and bool(self.words.choices))
        self.sample_part.setVisible(is_read and self.sample.has_rows)

    def _correct(self, corrections: Corrections) -> None:
        self._corrections = corrections
        self.corrections_edited.emit(corrections)

    def _correct_use(self, column: int, use: ColumnType, to: str) -> None:
        now = self._corrections
        targets = {number: target for number, target in now.target_ids.items() if number != column}
        if to:
            targets[column] = to
        column_types = {**now.column_types, column: use}
        self._correct(replace(now, column_types=column_types, target_ids=targets))

    def _correct_column_scale(self, column: int, scale: str) -> None:
        now = self._corrections
        scales = {number: name for number, name in now.column_scales.items() if number != column}
        types = {number: use for number, use in now.column_types.items() if number != column}
        if scale:
            scales[column] = scale
        self._correct(replace(now, column_scales=scales, column_types=types))

    def _correct_word(self, word: str, step: str) -> None:
        now = self._corrections
        self._correct(replace(now, step_by_answer={**now.step_by_answer, word: step}))

    def _correct_scale(self, name: str, own: str) -> None:
        now = self._corrections
        self._correct(replace(now, scale=name, own_steps=own, first_step="", step_by_answer={}))

    def _correct_direction(self, first_step: str) -> None:
        self._correct(replace(self._corrections, first_step=first_step))

    def _correct_wave(self, wave: str) -> None:
        self._correct(replace(self._corrections, wave=wave))

    def _correct_ticked_nothing(self, choice: str) -> None:
        self._correct(replace(self._corrections, ticked_nothing=choice))

    def _correct_rows(self, left_out: frozenset[int], counted: frozenset[int]) -> None:
        self._correct(replace(self._corrections, left_out_rows=left_out, counted_rows=counted))

    def _leave_out_rows(self, rows: frozenset[int]) -> None:
        now = self._corrections
        self._correct_rows(now.left_out_rows | rows, now.counted_rows - rows)

    def _answer(self, answer: ImportAnswer) -> None:
        """Read the file again with the answer to a question."""
        if answer.encoding:
            self.encoding_chosen.emit(answer.encoding)
        elif answer.survey:
            self.options_edited.emit(replace(self.reading.options, survey=answer.survey))
        else:
            self._correct(answer.corrections)

    def _connect(self) -> None:
        self.words.word_chosen.connect(self._correct_word)
        self.scale.scale_chosen.connect(self._correct_scale)
        self.scale.direction_chosen.connect(self._correct_direction)
        self.scale.wave_chosen.connect(self._correct_wave)
        self.scale.ticked_nothing_chosen.connect(self._correct_ticked_nothing)
        self.reading.options_edited.connect(self.options_edited)
        self.reading.rows_left_out.connect(self._leave_out_rows)
        self.rows.rows_chosen.connect(self._correct_rows)
        self.caution.answered.connect(self._answer)

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(HeadingLabel("Import replies"))
        for part, space in ((self.summary, 6), (self.safety_label, 6)):
            stack.addSpacing(space)
            stack.addWidget(part)
        stack.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        row.addWidget(self.other_file_link)
        stack.addLayout(row)
        stack.addSpacing(10)
        stack.addWidget(self.progress)
        stack.addWidget(self.caution)
        for settings in (self.reading, self.scale):
            stack.addSpacing(14)
            stack.addWidget(settings)
        sections = (self.notes_part, self.rows_part, self.columns_part, self.words_part, self.sample_part)
        for section in sections:
            stack.addWidget(section)
        stack.addStretch(1)


def _options_of(plan: ImportPlan, shown: ImportView) -> ReadOptions:
    """Return the options with which the plan’s file was read."""
    survey = "" if plan.target.is_new else plan.target.survey
    sheet = shown.sheets[0] if shown.sheets else ""
    return ReadOptions(survey, sheet, plan.table.headings[0] if plan.table.headings else 0)
