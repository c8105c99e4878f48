"""Show as what each column of a file is taken and as which step each word is read, to be corrected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from carreport.form.wording import format_count
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import TARGETED_TYPES, ColumnMapping
from carreport.survey.scales import NO_ANSWER, Scale
from carreport.survey.target import SurveyTarget
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.import_replies.import_wording import (
    IDENTIFYING_NOTE,
    USE_LABELS,
    ColumnReading,
    WordReading,
)
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import HintLabel, TextLabel

FIRST_SHOWN = 25
"""How many columns or words are shown before one asks for the rest."""
NARROWEST = 200
UNKNOWN_STEP = "Which step is it?"


class RowPanel(QWidget):
    """A surface with rows on it, and hairlines between them."""

    def __init__(self, widths: Sequence[int], *, is_tall: bool = False) -> None:
        super().__init__()
        self.lines = QGridLayout(self)
        self.lines.setContentsMargins(14, 8, 14, 8)
        self.lines.setHorizontalSpacing(16)
        self.lines.setVerticalSpacing(14)
        for column, share in enumerate(widths):
            self.lines.setColumnStretch(column, share)
        self._rows: list[tuple[QWidget, ...]] = []
        middle, top = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
        self._side = top if is_tall else middle

    def add_line(self, widgets: Sequence[QWidget]) -> None:
        """Put these widgets in a row of their own."""
        row = len(self._rows)
        self._rows.append(tuple(widgets))
        for column, each in enumerate(widgets):
            middle = Qt.AlignmentFlag.AlignVCenter
            self.lines.addWidget(each, row, column, self._side if column < 2 else middle)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface and the hairlines."""
        painter, palette = QPainter(self), self.palette()
        line = palette.color(QPalette.ColorRole.Midlight)
        draw_rounded_rect(painter, self.rect(), palette.color(QPalette.ColorRole.Base), line, 1)
        painter.setPen(line)
        for row in self._rows[1:]:
            y = min(each.y() for each in row) - 7
            painter.drawLine(14, y, self.width() - 14, y)
        painter.end()


class ColumnRow:
    """One column: its letter, its heading, why it is taken so, and the choice."""

    def __init__(self, read: ColumnReading, known: Sequence[tuple[str, str]]) -> None:
        taken, column = read.taken, read.taken.column
        self.number = column.number
        heading = column.heading or "No heading"
        self.letter = TextLabel(column.name, FontRole.STRONG, "muted", wrap=False)
        self.heading_label = QWidget()
        stack = QVBoxLayout(self.heading_label)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(3)
        self.why, self.caution = TextLabel("", FontRole.SMALL, "muted"), HintLabel("attention")
        for each in (
            TextLabel(heading if len(heading) < 300 else f"{heading[:299]}…"),
            self.why,
            self.caution,
        ):
            stack.addWidget(each)
        self.choice = Dropdown(f"import:{column.name}", f"Column {column.name}, {heading[:80]}: taken as")
        self.dropdown: list[tuple[ColumnType, str] | None] = [(use, "") for use in USE_LABELS]
        self.choice.addItems(list(USE_LABELS.values()))
        if known:
            self.choice.insertSeparator(self.choice.count())
            self.dropdown.append(None)
        for each_id, said in known:
            self.dropdown.append(
                (ColumnType.OPEN if taken.column_type is ColumnType.OPEN else ColumnType.STATEMENT, each_id)
            )
            self.choice.addItem(f"The same as “{said[:60]}”")
        self.choice.setMaximumWidth(240)
        self.choice.setMinimumWidth(NARROWEST)
        self.show_column(read)

    def show_column(self, read: ColumnReading) -> None:
        """Show as what the column is taken now."""
        taken = read.taken
        self.why.setText(read.reason)
        self.caution.show_message(IDENTIFYING_NOTE if read.is_identifying else "")
        if self.dropdown[self.choice.currentIndex()] != (taken.column_type, taken.target_id):
            self.choice.setCurrentIndex(self.dropdown.index((taken.column_type, "")))


class ColumnList(QWidget):
    """The columns of a file; of many, some are shown until one asks for more."""

    use_chosen = Signal(int, object, str)
    """The column with this number is to be taken as this, and as the same as that statement."""

    def __init__(self, target: SurveyTarget, columns: Sequence[ColumnReading]) -> None:
        super().__init__()
        self.rows: dict[int, ColumnRow] = {}
        self._sheet = RowPanel((0, 1, 0), is_tall=True)
        self._columns, self._target = columns, target
        self._max_shown = FIRST_SHOWN
        self.more_link = LinkButton("")
        self.more_link.clicked.connect(self._show_more)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(10)
        stack.addWidget(self._sheet)
        stack.addWidget(self.more_link, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_rows()

    def show_columns(self, target: SurveyTarget, columns: Sequence[ColumnReading]) -> None:
        """Show as what each column is taken now."""
        self._columns, self._target = columns, target
        for each in columns:
            if each.taken.column.number in self.rows:
                self.rows[each.taken.column.number].show_column(each)

    def _add_rows(self) -> None:
        """Add the rows that are to be shown and are not there yet."""
        for read in self._columns[len(self.rows) : self._max_shown]:
            self._add(read)
        left = len(self._columns) - self._max_shown
        self.more_link.setText(f"Show {format_count(min(max(left, 0), FIRST_SHOWN), 'more column')}")
        self.more_link.setVisible(left > 0)

    def _show_more(self) -> None:
        self._max_shown += FIRST_SHOWN
        self._add_rows()

    def _add(self, read: ColumnReading) -> None:
        row = ColumnRow(read, self._use_choices(read.taken))
        self.rows[row.number] = row
        row.choice.activated.connect(self._choose)
        self._sheet.add_line((row.letter, row.heading_label, row.choice))

    def _use_choices(self, taken: ColumnMapping) -> Sequence[tuple[str, str]]:
        target = self._target
        if taken.column_type not in TARGETED_TYPES:
            return target.statements
        return target.opens if taken.column_type is ColumnType.OPEN else target.statements

    def _choose(self) -> None:
        row = next(each for each in self.rows.values() if each.choice is self.sender())
        way = row.dropdown[row.choice.currentIndex()]
        if way is not None:
            self.use_chosen.emit(row.number, *way)


class WordList(QWidget):
    """The words of the statements, and the step that each is read as."""

    word_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, Dropdown] = {}
        self._shown: list[str] = []
        self._scale: Scale | None = None
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(10)
        self._sheet = RowPanel((1, 0, 0))
        self._stack.addWidget(self._sheet)
        self.more = TextLabel("", FontRole.SMALL, "muted")
        self._stack.addWidget(self.more)

    def show_words(self, read: Sequence[WordReading], scale: Scale) -> None:
        """Show each word once; rows that stay keep the keyboard focus."""
        if {each.word for each in read[:FIRST_SHOWN]} != set(self._shown) or scale != self._scale:
            self._replace_rows(read[:FIRST_SHOWN], scale)
        for each in read:
            if each.word in self.choices:
                _select_step(self.choices[each.word], each.step)
        self.more.setText(
            f"{format_count(len(read) - FIRST_SHOWN, 'more word')} of this column are not shown."
        )
        self.more.setVisible(len(read) > FIRST_SHOWN)

    def _replace_rows(self, read: Sequence[WordReading], scale: Scale) -> None:
        fresh, choices = RowPanel((1, 0, 0)), {}
        for each in read:
            choice = choices[each.word] = self._choice(each, scale)
            times = f"{each.count:,} ×, first in {each.where}"
            fresh.add_line(
                (TextLabel(f"“{each.word[:200]}”"), TextLabel(times, FontRole.SMALL, "muted"), choice)
            )
        self._stack.replaceWidget(self._sheet, fresh)
        self._sheet.hide()
        self._sheet.deleteLater()
        self._sheet, self._scale, self._shown = fresh, scale, [each.word for each in read]
        self.choices = choices

    def _choice(self, read: WordReading, scale: Scale) -> Dropdown:
        """Return the list of the steps that a word can be read as."""
        choice = Dropdown(f"import:word:{read.word[:40]}", f"“{read.word[:60]}” is read as")
        if read.step is None:
            choice.addItem(UNKNOWN_STEP, None)
        for step in scale.steps:
            choice.addItem(step.label, step.key)
        choice.addItem("No answer", NO_ANSWER)
        choice.setMinimumWidth(NARROWEST)
        choice.activated.connect(self._choose)
        return choice

    def _choose(self) -> None:
        word = next(word for word, choice in self.choices.items() if choice is self.sender())
        step = self.choices[word].currentData()
        if step is not None:
            self.word_chosen.emit(word, step)


def _select_step(choice: Dropdown, step: str | None) -> None:
    unknown = choice.findText(UNKNOWN_STEP)
    if step is not None and unknown >= 0:
        choice.removeItem(unknown)
    elif step is None and unknown < 0:
        choice.insertItem(0, UNKNOWN_STEP, None)
    keys = [choice.itemData(place) for place in range(choice.count())]
    choice.setCurrentIndex(keys.index(step))
    choice.setFont(font_for(FontRole.STRONG if step is None else FontRole.TEXT))
