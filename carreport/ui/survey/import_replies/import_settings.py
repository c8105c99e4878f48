"""The settings for importing a file of replies: survey, sheet, row of headings, scale and round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from carreport.survey.importing.choices.tick_questions import ANSWERED, SKIPPED
from carreport.survey.importing.column_types import NUMBERS, ColumnType
from carreport.survey.importing.plan import ImportPlan
from carreport.survey.importing.row_kinds import parse_rows
from carreport.survey.scales import OWN, TITLES
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.labels import HintLabel, TextLabel

NEW_SURVEY = "A new survey"
NO_WAVE = "As in the file, or a single round"
TICKED_NOTHING = {
    "As the file shows": "",
    "They answered the question": ANSWERED,
    "They skipped the question": SKIPPED,
}
ROWS_HINT = "Enter row numbers as in the file, such as 12 or 14-16."
MIN_ROWS_WIDTH = 220
LABEL_WIDTH = 25
"""The width of the labels, in average characters."""
OWN_HINT = "List the answers in order, separated by semicolons. Put “Don’t know” last."


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file: the survey to add to ("" for a new one), the sheet, and the row with the headings.

    `encoding` is that of a text file, if the user had to choose it.
    """

    survey: str = ""
    sheet: str = ""
    heading_row: int = 0
    encoding: str = ""


class _SettingsGrid(QWidget):
    """A form layout: labels on the left, controls beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = QGridLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setHorizontalSpacing(16)
        self.lines.setVerticalSpacing(8)
        self.lines.setColumnStretch(1, 1)
        self._widen()
        self._labels: dict[QWidget, TextLabel] = {}

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Fit the labels to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widen()

    def _widen(self) -> None:
        self.lines.setColumnMinimumWidth(0, LABEL_WIDTH * self.fontMetrics().averageCharWidth())

    def add_control(self, label: str, control: QWidget) -> None:
        """Append a control with its label."""
        row = len(self._labels)
        text_label = TextLabel(label, wrap=False)
        text_label.setBuddy(control)
        self._labels[control] = text_label
        self.lines.addWidget(text_label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self.lines.addWidget(control, row, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def set_offered(self, control: QWidget, *, is_offered: bool) -> None:
        """Show or hide a control and its label."""
        control.setVisible(is_offered)
        self._labels[control].setVisible(is_offered)


class ReadingSettings(_SettingsGrid):
    """Which survey the replies are added to, and where they are in the file."""

    options_edited = Signal(object)
    rows_left_out = Signal(object)
    """Leave out the rows with these numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._options = ReadOptions()
        self.survey = Dropdown("import:survey", "Add to survey")
        self.survey.setAccessibleDescription(
            "A new survey, or one of this inquiry that gets these replies as well."
        )
        self.sheet = Dropdown("import:sheet", "Sheet")
        self.sheet.setAccessibleDescription("The sheet of the file that has the replies.")
        self.headings = Dropdown("import:headings", "Row with the headings")
        self.headings.setAccessibleDescription("The row with the questions. The replies are below it.")
        for label, control in (
            ("Add to", self.survey),
            ("Sheet", self.sheet),
            ("Headings in", self.headings),
        ):
            self.add_control(label, control)
            control.activated.connect(self._changed)
        self.rows, self.rows_hint = QLineEdit(), HintLabel()
        self.rows.setObjectName("import:rows")
        self.rows.setAccessibleName("Rows to leave out")
        self.rows.setAccessibleDescription("The numbers of the rows, such as 12 or 14-16.")
        self.rows.setPlaceholderText("Such as 12 or 14-16")
        self.rows.setMinimumWidth(MIN_ROWS_WIDTH)
        self.rows.editingFinished.connect(self._leave_out_rows)
        self.add_control("Rows to leave out", self.rows)
        self.lines.addWidget(self.rows_hint, 4, 1)

    @property
    def options(self) -> ReadOptions:
        """The options with which the file was read."""
        return self._options

    def show_options(
        self,
        surveys: Sequence[tuple[str, str]],
        sheets: Sequence[str],
        heads: Sequence[str],
        options: ReadOptions,
    ) -> None:
        """Offer the surveys (id and name), sheets and rows of headings, with these options selected."""
        self._options = options
        _set_choices(
            self.survey, [(NEW_SURVEY, ""), *((f"“{name}”", key) for key, name in surveys)], options.survey
        )
        _set_choices(self.sheet, [(sheet, sheet) for sheet in sheets], options.sheet)
        rows = [(f"Row {number}: {text}", number) for number, text in enumerate(heads, 1)]
        _set_choices(self.headings, rows, options.heading_row)
        self.set_offered(self.survey, is_offered=bool(surveys))
        self.set_offered(self.sheet, is_offered=len(sheets) > 1)
        self.set_offered(self.headings, is_offered=len(rows) > 1)

    def _leave_out_rows(self) -> None:
        """Leave out the rows whose numbers were entered; if they are not numbers, say what to write."""
        rows = parse_rows(self.rows.text())
        self.rows_hint.show_message(ROWS_HINT if rows is None else "")
        if rows:
            self.rows.clear()
            self.rows_left_out.emit(rows)

    def _changed(self) -> None:
        sheet = self.sheet.currentData() or ""
        headings = (self.headings.currentData() or 0) if sheet == self._options.sheet else 0
        options = ReadOptions(self.survey.currentData(), sheet, headings)
        if options != self._options:
            self.options_edited.emit(options)


class ScaleSettings(_SettingsGrid):
    """The answer scale, what the number 1 means, and the survey round of the replies."""

    scale_chosen = Signal(str, str)
    direction_chosen = Signal(str)
    wave_chosen = Signal(str)
    ticked_nothing_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.scale = Dropdown("import:scale", "Scale")
        self.scale.setAccessibleDescription("The answers that people could choose from.")
        for name, title in TITLES.items():
            self.scale.addItem(title, name)
        self.own_steps = QLineEdit()
        self.own_steps.setObjectName("import:own")
        self.own_steps.setAccessibleName("Answers on your scale")
        self.own_steps.setAccessibleDescription("All answers in their order, with ; between them.")
        self.own_steps.setMinimumWidth(420)
        self.hint = HintLabel()
        self.direction = Dropdown("import:one", "The number 1 means")
        self.direction.setAccessibleDescription("Which end of the scale the number 1 is.")
        self.wave = Dropdown("import:wave", "Survey round")
        self.wave.setAccessibleDescription("The column that says in which round somebody replied.")
        self.ticked_nothing = Dropdown("import:nothing", "People who ticked nothing")
        self.ticked_nothing.setAccessibleDescription("Whether they are counted among those who replied.")
        for label, choice in TICKED_NOTHING.items():
            self.ticked_nothing.addItem(label, choice)
        for label, control in (
            ("Scale", self.scale),
            ("Answers on your scale", self.own_steps),
            ("The number 1 means", self.direction),
            ("Survey round", self.wave),
            ("People who ticked nothing", self.ticked_nothing),
        ):
            self.add_control(label, control)
        self.lines.addWidget(self.hint, 5, 1)
        self.scale.activated.connect(self._choose_scale)
        self.own_steps.editingFinished.connect(self._choose_own)
        self.direction.activated.connect(lambda: self.direction_chosen.emit(self.direction.currentData()))
        self.wave.activated.connect(lambda: self.wave_chosen.emit(self.wave.currentData()))
        nothing = self.ticked_nothing
        nothing.activated.connect(lambda: self.ticked_nothing_chosen.emit(nothing.currentData()))

    def show_plan(self, plan: ImportPlan, waves: Sequence[str]) -> None:
        """Show the scale of this plan; direction and round are hidden if they do not apply."""
        self.scale.setCurrentIndex(self.scale.findData(plan.scale.name))
        is_own = plan.scale.name == OWN
        self._offer_own(is_offered=is_own)
        if is_own and not self.own_steps.hasFocus():
            self.own_steps.setText("; ".join(step.label for step in plan.scale.steps))
        ranked = {step.key: step.label for step in plan.scale.steps}
        ends = (plan.scale.ordered_keys[-1], plan.scale.ordered_keys[0])
        choices = [("Not known", ""), *((ranked[key], key) for key in ends)]
        _set_choices(self.direction, choices, plan.corrections.first_step)
        numbers = any(mapping.reason == NUMBERS.reason for mapping in plan.mappings) or bool(
            plan.corrections.first_step
        )
        self.set_offered(self.direction, is_offered=numbers)
        _set_choices(self.wave, [(NO_WAVE, ""), *((wave, wave) for wave in waves)], plan.corrections.wave)
        self.set_offered(self.wave, is_offered=bool(waves) and not plan.mappings_of(ColumnType.WAVE))
        self.ticked_nothing.setCurrentIndex(self.ticked_nothing.findData(plan.corrections.ticked_nothing))
        has_blanks = any(question.blank or question.skipped for question in plan.tick_questions)
        self.set_offered(self.ticked_nothing, is_offered=has_blanks)

    def _offer_own(self, *, is_offered: bool) -> None:
        self.set_offered(self.own_steps, is_offered=is_offered)
        self.hint.show_message(OWN_HINT if is_offered else "")

    def _choose_scale(self) -> None:
        if self.scale.currentData() == OWN:
            self._offer_own(is_offered=True)
            self.own_steps.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.scale_chosen.emit(self.scale.currentData(), "")

    def _choose_own(self) -> None:
        if self.own_steps.text().strip():
            self.scale_chosen.emit(OWN, self.own_steps.text())


def _set_choices(control: Dropdown, choices: Sequence[tuple[str, object]], chosen: object) -> None:
    """Set the choices of a list; if they are the same, its popup stays open."""
    had = [(control.itemText(place), control.itemData(place)) for place in range(control.count())]
    if had != list(choices):
        control.clear()
        for label, key in choices:
            control.addItem(label, key)
    place = next((place for place, (_, key) in enumerate(choices) if key == chosen), 0)
    control.setCurrentIndex(place)
