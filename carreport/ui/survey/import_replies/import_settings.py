"""Choose how a file of replies is read: into which survey, which sheet, which headings, which scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from carreport.survey.importing.column_types import NUMBERS, ColumnType
from carreport.survey.importing.plan import ImportPlan
from carreport.survey.scales import OWN, TITLES
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.labels import HintLabel, TextLabel

NEW_SURVEY = "A new survey"
NO_WAVE = "As the file says, or one wave"
OWN_HINT = "From one end to the other, with semicolons between. “Don’t know” comes last."


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is read: into which survey ("" for a new one), which sheet, the row of headings."""

    survey: str = ""
    sheet: str = ""
    heading_row: int = 0


class _SettingsGrid(QWidget):
    """Labels at the left, their controls beside them."""

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
        """Widen the labels with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widen()

    def _widen(self) -> None:
        self.lines.setColumnMinimumWidth(0, 20 * self.fontMetrics().averageCharWidth())

    def add_control(self, label: str, control: QWidget) -> None:
        """Put a control below the last one."""
        row = len(self._labels)
        said = TextLabel(label, wrap=False)
        said.setBuddy(control)
        self._labels[control] = said
        self.lines.addWidget(said, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self.lines.addWidget(control, row, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def set_offered(self, control: QWidget, *, is_offered: bool) -> None:
        """Show a control with its label, or neither."""
        control.setVisible(is_offered)
        self._labels[control].setVisible(is_offered)


class ReadingSettings(_SettingsGrid):
    """Into which survey the replies go, and where in the file they stand."""

    options_edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._options = ReadOptions()
        self.survey = Dropdown("import:survey", "Into which survey")
        self.sheet = Dropdown("import:sheet", "Sheet")
        self.headings = Dropdown("import:headings", "Row of headings")
        for label, control in (
            ("Goes into", self.survey),
            ("Sheet", self.sheet),
            ("Headings stand in", self.headings),
        ):
            self.add_control(label, control)
            control.activated.connect(self._changed)

    def show_options(
        self,
        surveys: Sequence[tuple[str, str]],
        sheets: Sequence[str],
        heads: Sequence[str],
        way: ReadOptions,
    ) -> None:
        """Offer the surveys (id and name), the sheets and the rows of headings; this way is chosen."""
        self._options = way
        _set_choices(
            self.survey, [(NEW_SURVEY, ""), *((f"“{name}”", key) for key, name in surveys)], way.survey
        )
        _set_choices(self.sheet, [(each, each) for each in sheets], way.sheet)
        rows = [(f"Row {number}: {words}", number) for number, words in enumerate(heads, 1)]
        _set_choices(self.headings, rows, way.heading_row)
        self.set_offered(self.survey, is_offered=bool(surveys))
        self.set_offered(self.sheet, is_offered=len(sheets) > 1)
        self.set_offered(self.headings, is_offered=len(rows) > 1)

    def _changed(self) -> None:
        sheet = self.sheet.currentData() or ""
        headings = self.headings.currentData() or 0
        way = ReadOptions(self.survey.currentData(), sheet, headings if sheet == self._options.sheet else 0)
        if way != self._options:
            self.options_edited.emit(way)


class ScaleSettings(_SettingsGrid):
    """Which scale people answered on, what the number 1 means, and in which wave they replied."""

    scale_chosen = Signal(str, str)
    direction_chosen = Signal(str)
    wave_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.scale = Dropdown("import:scale", "Scale")
        for name, title in TITLES.items():
            self.scale.addItem(title, name)
        self.own_steps = QLineEdit()
        self.own_steps.setObjectName("import:own")
        self.own_steps.setAccessibleName("The steps of your scale")
        self.own_steps.setMinimumWidth(420)
        self.hint = HintLabel()
        self.direction = Dropdown("import:one", "The number 1 means")
        self.wave = Dropdown("import:wave", "Wave")
        for label, control in (
            ("Scale", self.scale),
            ("The steps of your scale", self.own_steps),
            ("The number 1 means", self.direction),
            ("Wave", self.wave),
        ):
            self.add_control(label, control)
        self.lines.addWidget(self.hint, 4, 1)
        self.scale.activated.connect(self._choose_scale)
        self.own_steps.editingFinished.connect(self._choose_own)
        self.direction.activated.connect(lambda: self.direction_chosen.emit(self.direction.currentData()))
        self.wave.activated.connect(lambda: self.wave_chosen.emit(self.wave.currentData()))

    def show_plan(self, plan: ImportPlan, waves: Sequence[str]) -> None:
        """Show the scale of this plan; numbers and waves are asked only where there are any."""
        self.scale.setCurrentIndex(self.scale.findData(plan.scale.name))
        is_own = plan.scale.name == OWN
        self._offer_own(is_offered=is_own)
        if is_own and not self.own_steps.hasFocus():
            self.own_steps.setText("; ".join(step.label for step in plan.scale.steps))
        ranked = {step.key: step.label for step in plan.scale.steps}
        ends = (plan.scale.ordered_keys[-1], plan.scale.ordered_keys[0])
        choices = [("It is not known", ""), *((ranked[key], key) for key in ends)]
        _set_choices(self.direction, choices, plan.corrections.first_step)
        numbers = any(each.reason == NUMBERS.reason for each in plan.mappings) or bool(
            plan.corrections.first_step
        )
        self.set_offered(self.direction, is_offered=numbers)
        _set_choices(self.wave, [(NO_WAVE, ""), *((each, each) for each in waves)], plan.corrections.wave)
        self.set_offered(self.wave, is_offered=bool(waves) and not plan.mappings_of(ColumnType.WAVE))

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
    """Let a list have these choices; one that has them already keeps what is open in it."""
    had = [(control.itemText(place), control.itemData(place)) for place in range(control.count())]
    if had != list(choices):
        control.clear()
        for words, key in choices:
            control.addItem(words, key)
    place = next((place for place, (_, key) in enumerate(choices) if key == chosen), 0)
    control.setCurrentIndex(place)
