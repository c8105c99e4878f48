"""Say what a file of replies would bring before it comes in, and let everything about it be corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.plan import Corrections, ImportPlan
from carreport.ui.qt.drag_and_drop import dropped_replies
from carreport.ui.qt.guard import guarded
from carreport.ui.survey.import_replies.import_columns import ColumnList, WordList
from carreport.ui.survey.import_replies.import_sample import SampleTable
from carreport.ui.survey.import_replies.import_settings import ReadingSettings, ScaleSettings, Way
from carreport.ui.survey.import_replies.import_wording import Told, button_words, refused_words
from carreport.ui.theme.palette import WIDE_COLUMN, Letters
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.building import build_in_turns
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.labels import Heading, Words, announce
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.progress import Progress
from carreport.ui.widgets.scroll_column import Column

SAFE = "Nothing is in your inquiry yet. It comes in whole or not at all, and one click undoes it."
FIRST = "Say this first"
NOT_YET = "The button comes once everything above is clear."


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the plan and its words, the surveys that it may go into, the waves, the ways."""

    plan: ImportPlan
    told: Told
    surveys: Sequence[tuple[str, str]]
    waves: Sequence[str]
    sheets: Sequence[str]
    heads: Sequence[str]


class Caution(Panel):
    """A panel that says what has to be done first."""

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of attention."""
        painter = QPainter(self)
        rounded(painter, self.rect(), self.palette().color(QPalette.ColorRole.Shadow), None, 0)
        painter.end()


class Section(QWidget):
    """A heading with what stands under it."""

    def __init__(self, title: str, body: QWidget | None = None) -> None:
        super().__init__()
        self.stack = QVBoxLayout(self)
        self.stack.setContentsMargins(0, 26, 0, 0)
        self.stack.setSpacing(8)
        self.stack.addWidget(Heading(title, Letters.QUESTION))
        if body is not None:
            self.stack.addWidget(body)


class ImportPage(Column):
    """What one file of replies would bring."""

    corrected = Signal(object)
    """The file is to be read with these corrections (`Corrections`)."""
    way_changed = Signal(object)
    """The file is to be read another way (`Way`): another sheet, row of headings or survey."""
    accepted = Signal()
    left = Signal()
    other_file_wanted = Signal()
    file_dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WIDE_COLUMN, parent)
        self.setAcceptDrops(True)
        self._said = Corrections()
        self._shows = 0
        self.summary = Words("", Letters.STRONG)
        self.told = Words("", ink="muted")
        self.accept = Button("Bring in the replies", "filled")
        self.accept.clicked.connect(self.accepted)
        self.leave = Button("Leave it")
        self.leave.clicked.connect(self.left)
        self.other_file = Link("Choose another file…")
        self.other_file.clicked.connect(self.other_file_wanted)
        self.progress = Progress("How far the file is read")
        self.trouble = Caution()
        self.trouble_head = Heading(FIRST, Letters.STRONG)
        self.trouble_words = Words("", ink="attention")
        self.same = Button("The same people")
        self.others = Button("Other people")
        self.reading, self.scale = ReadingSettings(), ScaleSettings()
        self.columns_part = Section("What each column is taken as")
        self.columns: ColumnList | None = None
        self.words, self.notes, self.sample = WordList(), Words("", ink="muted"), SampleTable()
        self.words_part = Section("Which step each word is read as", self.words)
        self.notes_part = Section("What was noticed in the file", self.notes)
        self.sample_part = Section("The first replies", self.sample)
        self._lay_out()
        self._connect()

    # What the work tells.

    def show_reading(self, share: float, words: str) -> None:
        """Say how far the file is read; what is shown is not certain meanwhile."""
        self.progress.show_share(share, words)
        self.progress.show()
        self.accept.setEnabled(False)

    def begin(self, path: Path) -> None:
        """Show that this file is being read, and nothing of an earlier one."""
        self._shows += 1
        self._said = Corrections()
        self.summary.setText(path.name)
        self.told.setText("The file is being read. Nothing is in your inquiry yet.")
        self._show_parts(is_read=False)
        self.accept.hide()
        self.trouble.hide()
        self.to_top()

    def show_refused(self, why: str) -> None:
        """Say why the file cannot be read at all."""
        self._shows += 1
        self._show_parts(is_read=False)
        self.progress.hide()
        self.accept.hide()
        self.told.setText("Nothing was changed.")
        self.trouble_head.hide()
        self._show_trouble(why)
        self.leave.setText("Back to the inquiry")
        announce(self, why)

    def show_plan(self, shown: Shown, *, is_new: bool) -> None:
        """Show the plan; with `is_new` it is of another table than before.

        What it comes to, and the way to bring it in, stand there at once; the rest follows.
        """
        plan = shown.plan
        self.progress.hide()
        self._said = plan.corrections
        self.summary.setText(f"{plan.table.file}. {shown.told.summary}")
        how, *rest = plan.notes or ("",)
        self.told.setText(f"{how} {SAFE}".strip())
        may = plan.is_ready and not plan.has_nothing_new
        self.accept.setText(button_words(plan))
        self.accept.setVisible(not plan.has_nothing_new)
        self.accept.setEnabled(may)
        self.accept.setToolTip("" if may else NOT_YET)
        self.leave.setText("Back to the inquiry" if plan.has_nothing_new else "Leave it")
        self._show_doubts(plan)
        self.notes.setText("\n".join(f"•  {note}" for note in rest))
        self._shows += 1
        build_in_turns(self, self._showing(shown, self._shows, is_new=is_new))
        if is_new:
            announce(self, self.summary.text())

    def _showing(self, shown: Shown, number: int, *, is_new: bool) -> Iterator[None]:
        """Show what can be corrected a little at a time, unless another plan comes meanwhile."""
        for _ in self._steps(shown, is_new=is_new):
            yield
            if number != self._shows:
                return

    def _steps(self, shown: Shown, *, is_new: bool) -> Iterator[None]:
        plan = shown.plan
        self.scale.show_plan(plan, shown.waves)
        self.reading.show_ways(shown.surveys, shown.sheets, shown.heads, _way_of(plan, shown))
        yield
        yield from self._showing_columns(shown, is_new=is_new)
        yield from self.words.showing(shown.told.words, plan.scale)
        yield
        self.sample.show_plan(plan)
        yield
        self._show_parts(is_read=True)

    def focus_here(self) -> None:
        """Put the keyboard on the way that does something."""
        ways = (self.accept, self.leave)
        first = next((each for each in ways if not each.isHidden() and each.isEnabled()), self.leave)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    # Inside.

    @guarded
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file of replies that is dragged over the page."""
        if dropped_replies(event) is not None:
            event.acceptProposedAction()

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        """Read a file that is dropped here in place of this one."""
        path = dropped_replies(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def _show_doubts(self, plan: ImportPlan) -> None:
        asks = plan.duplicate_check.question if any(r.code == "replies-alike" for r in plan.problems) else ""
        self.same.setVisible(bool(asks))
        self.others.setVisible(bool(asks))
        said = [
            *refused_words(plan),
            *([asks.replace(" (same)", "").replace(" (others)", "")] if asks else []),
        ]
        self.trouble_head.show()
        self._show_trouble("\n".join(said))

    def _show_trouble(self, words: str) -> None:
        self.trouble_words.setText(words)
        self.trouble.setVisible(bool(words))

    def _showing_columns(self, shown: Shown, *, is_new: bool) -> Iterator[None]:
        target, columns = shown.plan.target, shown.told.columns
        if self.columns is not None and not is_new:
            self.columns.show_columns(target, columns)
        else:
            if self.columns is not None:
                self.columns.hide()
                self.columns.deleteLater()
            self.columns = ColumnList(target, columns)
            self.columns.use_chosen.connect(self._use)
            self.columns_part.stack.addWidget(self.columns)
        yield from self.columns.building()

    def _show_parts(self, *, is_read: bool) -> None:
        for part in (self.columns_part, self.reading, self.scale):
            part.setVisible(is_read)
        self.notes_part.setVisible(is_read and bool(self.notes.text()))
        self.words_part.setVisible(is_read and bool(self.words.choices))
        self.sample_part.setVisible(is_read and self.sample.has_rows)

    def _say(self, **changes: object) -> None:
        self._said = replace(self._said, **changes)  # type: ignore[arg-type]  # the fields of Corrections
        self.corrected.emit(self._said)

    def _use(self, column: int, use: ColumnType, to: str) -> None:
        aims = {number: each for number, each in self._said.target_ids.items() if number != column}
        self._say(uses={**self._said.column_types, column: use}, to={**aims, **({column: to} if to else {})})

    def _word(self, word: str, step: str) -> None:
        self._say(words={**self._said.step_by_answer, word: step})

    def _scale(self, name: str, own: str) -> None:
        self._say(scale=name, own=own, one_is="", words={})

    def _connect(self) -> None:
        self.words.word_chosen.connect(self._word)
        self.scale.scale_chosen.connect(self._scale)
        self.scale.one_chosen.connect(lambda key: self._say(one_is=key))
        self.scale.wave_chosen.connect(lambda wave: self._say(wave=wave))
        self.reading.way_changed.connect(self.way_changed)
        self.same.clicked.connect(lambda: self._say(already="same"))
        self.others.clicked.connect(lambda: self._say(already="others"))

    def _lay_out(self) -> None:
        stack = self.stack
        stack.addWidget(Heading("Bring in replies"))
        for part, space in ((self.summary, 6), (self.told, 6)):
            stack.addSpacing(space)
            stack.addWidget(part)
        stack.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.accept)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.other_file)
        stack.addLayout(row)
        stack.addSpacing(10)
        stack.addWidget(self.progress)
        answers = QHBoxLayout()
        answers.setSpacing(10)
        answers.addWidget(self.same)
        answers.addWidget(self.others)
        answers.addStretch(1)
        for part in (self.trouble_head, self.trouble_words):
            self.trouble.stack.addWidget(part)
        self.trouble.stack.addLayout(answers)
        stack.addWidget(self.trouble)
        for settings in (self.reading, self.scale):
            stack.addSpacing(14)
            stack.addWidget(settings)
        for section in (self.notes_part, self.columns_part, self.words_part, self.sample_part):
            stack.addWidget(section)
        stack.addStretch(1)


def _way_of(plan: ImportPlan, shown: Shown) -> Way:
    """Return the way in which the plan’s file was read."""
    survey = "" if plan.target.is_new else plan.target.survey
    sheet = shown.sheets[0] if shown.sheets else ""
    return Way(survey, sheet, plan.table.headings[0] if plan.table.headings else 0)
