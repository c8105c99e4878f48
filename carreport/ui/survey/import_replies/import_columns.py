"""The columns and answers of a file, with controls to correct how they are imported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from carreport.form.wording import format_count
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import TARGETED_TYPES, ColumnMapping
from carreport.survey.scales import NO_ANSWER, OWN, TITLES, Scale
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
NO_SCALE, OTHER_POINTS = "Not on a scale", "Other answers…"


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
        self.choice = Dropdown(
            f"import:{column.name}", f"What column {column.name}, {heading[:80]}, is imported as"
        )
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
        self.scale, self.points = self._scale_choice(heading), self._points_field(heading)
        self.controls = QWidget()
        controls = QVBoxLayout(self.controls)
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(6)
        for control in (self.choice, self.scale, self.points):
            controls.addWidget(control)
        self.show_column(reading)

    def _scale_choice(self, heading: str) -> Dropdown:
        name = self.letter.text()
        scale = Dropdown(f"import:scale:{name}", f"Column {name}, {heading[:80]}: scale")
        scale.setAccessibleDescription("The answers that people could choose from.")
        scale.setMaximumWidth(240)
        scale.setMinimumWidth(MIN_DROPDOWN_WIDTH)
        scale.addItem(NO_SCALE, "")
        for key, title in TITLES.items():
            scale.addItem(title if key != OWN else OTHER_POINTS, key)
        return scale

    def _points_field(self, heading: str) -> QLineEdit:
        name, points = self.letter.text(), QLineEdit()
        points.setObjectName(f"import:points:{name}")
        points.setAccessibleName(f"Column {name}, {heading[:80]}: answers on its scale")
        points.setAccessibleDescription("All answers in their order, with ; between them.")
        points.setPlaceholderText("Often; Sometimes; Never")
        points.setMaximumWidth(240)
        return points

    def show_column(self, reading: ColumnReading) -> None:
        """Show how the column is imported now."""
        mapping = reading.taken
        self.why.setText(reading.reason)
        self.caution.show_message(IDENTIFYING_NOTE if reading.is_identifying else "")
        self.choice.setAccessibleDescription(" ".join(filter(None, (self.why.text(), self.caution.text()))))
        if self.dropdown[self.choice.currentIndex()] != (mapping.column_type, mapping.target_id):
            self.choice.setCurrentIndex(self.dropdown.index((mapping.column_type, "")))
        self._show_scale(reading)

    def _show_scale(self, reading: ColumnReading) -> None:
        """Show the scale of the column if the user may want to change it; leave alone what is being typed."""
        if self.points.hasFocus():
            return
        scale = reading.scale if reading.taken.column_type is ColumnType.STATEMENT else None
        is_own = scale is not None and scale.name == OWN
        self.scale.setCurrentIndex(self.scale.findData(scale.name if scale else ""))
        self.scale.setVisible(reading.has_scale_choice)
        self.points.setVisible(reading.has_scale_choice and is_own)
        if is_own and scale is not None:
            self.points.setText("; ".join(step.label for step in scale.steps))


class ColumnList(QWidget):
    """The columns of a file; a link shows more of them."""

    use_chosen = Signal(int, object, str)
    """Import the column with this number as this type, into the statement or question with this id."""
    scale_chosen = Signal(int, str)
    """Read the column with this number on a usual scale, by its name, or on one with these points."""

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
        row.scale.activated.connect(partial(self._choose_scale, row))
        row.points.editingFinished.connect(partial(self._choose_points, row))
        self._sheet.add_line((row.letter, row.heading_label, row.controls))

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

    def _choose_scale(self, row: ColumnRow, _index: int = 0) -> None:
        name = row.scale.currentData()
        if name == OWN:
            row.points.show()
            row.points.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.scale_chosen.emit(row.number, name)

    def _choose_points(self, row: ColumnRow) -> None:
        written = row.points.text().strip()
        if written and row.scale.currentData() == OWN:
            self.scale_chosen.emit(row.number, written)


class WordList(QWidget):
    """The answers to the statements, and the point on the scale that each counts as."""

    word_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, Dropdown] = {}
        self._dropdowns: list[Dropdown] = []
        self._shown: list[tuple[Scale, str]] = []
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(10)
        self._sheet = RowPanel((1, 0, 0))
        self._stack.addWidget(self._sheet)
        self.more = TextLabel("", FontRole.SMALL, "muted")
        self._stack.addWidget(self.more)

    def show_words(self, readings: Sequence[WordReading]) -> None:
        """Show each answer once for each scale; rows that stay keep the focus."""
        shown = readings[:FIRST_SHOWN]
        if {(reading.scale, reading.word) for reading in shown} != set(self._shown):
            self._replace_rows(shown)
        order = {place: number for number, place in enumerate(self._shown)}
        for reading in shown:
            _select_step(self._dropdowns[order[reading.scale, reading.word]], reading.step)
        self.more.setText(f"{format_count(len(readings) - FIRST_SHOWN, 'more answer')} not shown.")
        self.more.setVisible(len(readings) > FIRST_SHOWN)

    def _replace_rows(self, readings: Sequence[WordReading]) -> None:
        panel = RowPanel((1, 0, 0))
        self.choices, self._dropdowns = {}, []
        for reading in readings:
            choice = self._choice(reading)
            self._dropdowns.append(choice)
            self.choices.setdefault(reading.word, choice)
            times = f"{reading.count:,} ×, first in {reading.where}"
            panel.add_line(
                (TextLabel(f"“{reading.word[:200]}”"), TextLabel(times, FontRole.SMALL, "muted"), choice)
            )
        self._stack.replaceWidget(self._sheet, panel)
        self._sheet.hide()
        self._sheet.deleteLater()
        self._sheet, self._shown = panel, [(reading.scale, reading.word) for reading in readings]

    def _choice(self, reading: WordReading) -> Dropdown:
        """Return a drop-down list of the points on its scale that an answer can count as."""
        choice = Dropdown(f"import:word:{reading.word[:40]}", f"“{reading.word[:60]}” counts as")
        if reading.step is None:
            choice.addItem(UNKNOWN_STEP, None)
        for step in reading.scale.steps:
            choice.addItem(step.label, step.key)
        choice.addItem("No answer", NO_ANSWER)
        choice.setAccessibleDescription("The answer that these words are counted as.")
        choice.setMinimumWidth(MIN_DROPDOWN_WIDTH)
        choice.activated.connect(self._choose)
        return choice

    def _choose(self) -> None:
        place = next(place for place, choice in enumerate(self._dropdowns) if choice is self.sender())
        step = self._dropdowns[place].currentData()
        if step is not None:
            self.word_chosen.emit(self._shown[place][1], step)


def _select_step(choice: Dropdown, step: str | None) -> None:
    unknown = choice.findText(UNKNOWN_STEP)
    if step is not None and unknown >= 0:
        choice.removeItem(unknown)
    elif step is None and unknown < 0:
        choice.insertItem(0, UNKNOWN_STEP, None)
    keys = [choice.itemData(place) for place in range(choice.count())]
    choice.setCurrentIndex(keys.index(step))
    choice.setFont(font_for(FontRole.STRONG if step is None else FontRole.TEXT))
