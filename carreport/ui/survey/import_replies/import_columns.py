"""The columns and answers of a file, with controls to correct how they are imported."""

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
"""The number of columns or answers shown at first, and of columns added by the link below them."""
MIN_DROPDOWN_WIDTH = 200
UNKNOWN_STEP = "Choose an answer"


class RowPanel(QWidget):
    """Rows of widgets on a panel, separated by thin lines."""

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
        """Append a row of widgets."""
        row = len(self._rows)
        self._rows.append(tuple(widgets))
        for column, widget in enumerate(widgets):
            middle = Qt.AlignmentFlag.AlignVCenter
            self.lines.addWidget(widget, row, column, self._side if column < 2 else middle)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the panel and the lines between rows."""
        painter, palette = QPainter(self), self.palette()
        line = palette.color(QPalette.ColorRole.Midlight)
        draw_rounded_rect(painter, self.rect(), palette.color(QPalette.ColorRole.Base), line, 1)
        painter.setPen(line)
        for row in self._rows[1:]:
            y = min(widget.y() for widget in row) - 7
            painter.drawLine(14, y, self.width() - 14, y)
        painter.end()


class ColumnRow:
    """The widgets for a column: its letter, its heading, the reason, and the choice of how to import it."""

    def __init__(self, reading: ColumnReading, targets: Sequence[tuple[str, str]]) -> None:
        mapping, column = reading.taken, reading.taken.column
        self.number = column.number
        heading = column.heading or "No heading"
        self.letter = TextLabel(column.name, FontRole.STRONG, "muted", wrap=False)
        self.heading_label = QWidget()
        stack = QVBoxLayout(self.heading_label)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(3)
        self.why, self.caution = TextLabel("", FontRole.SMALL, "muted"), HintLabel("attention")
        for label in (
            TextLabel(heading if len(heading) < 300 else f"{heading[:299]}…"),
            self.why,
            self.caution,
        ):
            stack.addWidget(label)
        self.choice = Dropdown(f"import:{column.name}", f"Column {column.name}, {heading[:80]}: imported as")
        self.dropdown: list[tuple[ColumnType, str] | None] = [(use, "") for use in USE_LABELS]
        self.choice.addItems(list(USE_LABELS.values()))
        if targets:
            self.choice.insertSeparator(self.choice.count())
            self.dropdown.append(None)
        is_open = mapping.column_type is ColumnType.OPEN
        for target_id, text in targets:
            self.dropdown.append((ColumnType.OPEN if is_open else ColumnType.STATEMENT, target_id))
            self.choice.addItem(f"The same as “{text[:60]}”")
        self.choice.setMaximumWidth(240)
        self.choice.setMinimumWidth(MIN_DROPDOWN_WIDTH)
        self.show_column(reading)

    def show_column(self, reading: ColumnReading) -> None:
        """Show how the column is imported now."""
        mapping = reading.taken
        self.why.setText(reading.reason)
        self.caution.show_message(IDENTIFYING_NOTE if reading.is_identifying else "")
        if self.dropdown[self.choice.currentIndex()] != (mapping.column_type, mapping.target_id):
            self.choice.setCurrentIndex(self.dropdown.index((mapping.column_type, "")))


class ColumnList(QWidget):
    """The columns of a file; a link shows more of them."""

    use_chosen = Signal(int, object, str)
    """Import the column with this number as this type, into the statement or question with this id."""

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
        """Show how each column is imported now."""
        self._columns, self._target = columns, target
        for reading in columns:
            if reading.taken.column.number in self.rows:
                self.rows[reading.taken.column.number].show_column(reading)

    def _add_rows(self) -> None:
        """Add the rows that are not shown yet, up to the maximum."""
        for reading in self._columns[len(self.rows) : self._max_shown]:
            self._add(reading)
        left = len(self._columns) - self._max_shown
        self.more_link.setText(f"Show {format_count(min(max(left, 0), FIRST_SHOWN), 'more column')}")
        self.more_link.setVisible(left > 0)

    def _show_more(self) -> None:
        self._max_shown += FIRST_SHOWN
        self._add_rows()

    def _add(self, reading: ColumnReading) -> None:
        row = ColumnRow(reading, self._use_choices(reading.taken))
        self.rows[row.number] = row
        row.choice.activated.connect(self._choose)
        self._sheet.add_line((row.letter, row.heading_label, row.choice))

    def _use_choices(self, mapping: ColumnMapping) -> Sequence[tuple[str, str]]:
        target = self._target
        if mapping.column_type not in TARGETED_TYPES:
            return target.statements
        return target.opens if mapping.column_type is ColumnType.OPEN else target.statements

    def _choose(self) -> None:
        row = next(row for row in self.rows.values() if row.choice is self.sender())
        use = row.dropdown[row.choice.currentIndex()]
        if use is not None:
            self.use_chosen.emit(row.number, *use)


class WordList(QWidget):
    """The answers to the statements, and the point on the scale that each counts as."""

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

    def show_words(self, readings: Sequence[WordReading], scale: Scale) -> None:
        """Show each answer once; rows that stay keep the focus."""
        if {reading.word for reading in readings[:FIRST_SHOWN]} != set(self._shown) or scale != self._scale:
            self._replace_rows(readings[:FIRST_SHOWN], scale)
        for reading in readings:
            if reading.word in self.choices:
                _select_step(self.choices[reading.word], reading.step)
        self.more.setText(f"{format_count(len(readings) - FIRST_SHOWN, 'more answer')} not shown.")
        self.more.setVisible(len(readings) > FIRST_SHOWN)

    def _replace_rows(self, readings: Sequence[WordReading], scale: Scale) -> None:
        panel, choices = RowPanel((1, 0, 0)), {}
        for reading in readings:
            choice = choices[reading.word] = self._choice(reading, scale)
            times = f"{reading.count:,} ×, first in {reading.where}"
            panel.add_line(
                (TextLabel(f"“{reading.word[:200]}”"), TextLabel(times, FontRole.SMALL, "muted"), choice)
            )
        self._stack.replaceWidget(self._sheet, panel)
        self._sheet.hide()
        self._sheet.deleteLater()
        self._sheet, self._scale, self._shown = panel, scale, [reading.word for reading in readings]
        self.choices = choices

    def _choice(self, reading: WordReading, scale: Scale) -> Dropdown:
        """Return a drop-down list of the points on the scale that an answer can count as."""
        choice = Dropdown(f"import:word:{reading.word[:40]}", f"“{reading.word[:60]}” counts as")
        if reading.step is None:
            choice.addItem(UNKNOWN_STEP, None)
        for step in scale.steps:
            choice.addItem(step.label, step.key)
        choice.addItem("No answer", NO_ANSWER)
        choice.setMinimumWidth(MIN_DROPDOWN_WIDTH)
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
