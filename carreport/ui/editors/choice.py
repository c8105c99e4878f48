"""Editors for choices: one of several, any number, yes or no. Every choice can be cleared."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from carreport.form.kinds import kind_of
from carreport.form.schema import Choice, Field, Value
from carreport.ui.editors.base import Editor, EditorServices, FocusContainer, control_name
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.proxy_style import INDICATOR_GAP
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.flow_row import FlowRow, wrap_text

MAX_RADIO_BUTTONS = 6
"""With more choices than this, a drop-down list is used."""
LEAST_WIDTH = 100
LONGEST_IN_COLUMNS = 30
"""With a longer label than this, check boxes are always in one column."""
MIN_BOXES_FOR_COLUMNS = 6
"""With more check boxes than this, there are two columns if the labels are short."""


ARROW_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


class Dropdown(QComboBox):
    """A drop-down list that the mouse wheel changes only while it has the focus."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Set the choices (key and label); the selected one stays selected if it is among them."""
        there = [(self.itemData(at), self.itemText(at)) for at in range(self.count())]
        if there == list(choices):
            return
        before = self.currentData()
        self.blockSignals(True)  # noqa: FBT003 - Qt's way
        self.clear()
        for key, label in choices:
            self.addItem(label, key)
        self.setCurrentIndex(max(self.findData(before), 0))
        self.blockSignals(False)  # noqa: FBT003 - Qt's way

    @qt_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the list has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceRadioButton(QRadioButton):
    """A radio button for one choice; Backspace or Delete clears the answer."""

    def __init__(self, name: str, choice: Choice, owner: OneOfEditor) -> None:
        super().__init__(choice.label.replace("&", "&&"))
        self.key = choice.key
        self.label = choice.label
        self.setObjectName(name)
        self.setAccessibleName(f"{owner.field.label}: {choice.label}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._owner = owner

    @qt_override(default=QSize(60, 30))
    def minimumSizeHint(self) -> QSize:
        """Return a small width, because long labels wrap."""
        natural = super().minimumSizeHint()
        return QSize(min(LEAST_WIDTH, natural.width()), natural.height())

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear the choice on Backspace or Delete; pass arrow keys to the editor."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._owner.clear_choice()
        elif not self._owner.follow_arrow_key(self, ARROW_KEYS.get(Qt.Key(event.key()), 0)):
            super().keyPressEvent(event)


class ChoiceCheckBox(QCheckBox):
    """A check box for one choice."""

    def __init__(self, name: str, choice: Choice, label: str) -> None:
        super().__init__(choice.label.replace("&", "&&"))
        self.label = choice.label
        self.setObjectName(name)
        self.setAccessibleName(f"{label}: {choice.label}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @qt_override(default=QSize(60, 30))
    def minimumSizeHint(self) -> QSize:
        """Return a small width, because long labels wrap."""
        natural = super().minimumSizeHint()
        return QSize(min(LEAST_WIDTH, natural.width()), natural.height())


class OneOfEditor(Editor):
    """An editor with radio buttons, in a row or a column."""

    def __init__(
        self, field: Field, path: str, services: EditorServices, choices: Sequence[Choice], *, in_a_row: bool
    ) -> None:
        super().__init__(field, path, services)
        self.button_group = FocusContainer()
        self.button_group.setObjectName(path)
        self.button_group.setAccessibleName(field.label)
        self._unlisted_choice: Value = None
        self.radio_buttons = [
            ChoiceRadioButton(control_name(path, choice.key), choice, self) for choice in choices
        ]
        self._exclusive_group = QButtonGroup(self)  # the last button is in a row of its own
        for radio in self.radio_buttons:
            self._exclusive_group.addButton(radio)
            radio.clicked.connect(self._chosen)
        self.watch_focus(*self.radio_buttons)
        self.clear_button = Button("Clear", "link")
        self.clear_button.setAccessibleName(f"Clear the choice: {field.label}")
        self.clear_button.clicked.connect(self.clear_choice)
        self._lay_out(in_a_row=in_a_row)
        self.content_layout.addWidget(self.button_group)
        self.content_layout.addWidget(self.hint_label)
        self._reserve_clear_button()

    def _lay_out(self, *, in_a_row: bool) -> None:
        lines = QVBoxLayout(self.button_group)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        row = FlowRow(18, 2)
        for radio in self.radio_buttons:
            if in_a_row or radio is self.radio_buttons[-1]:
                row.add(radio)
            else:
                lines.addWidget(radio)
        row.add(self.clear_button)
        lines.addWidget(row)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap long labels."""
        super().resizeEvent(event)
        _fit_labels(self.radio_buttons, event.size().width())

    @property
    def selected_radio(self) -> ChoiceRadioButton | None:
        """The selected radio button, if any."""
        return next((radio for radio in self.radio_buttons if radio.isChecked()), None)

    def parse_value(self) -> Value:
        """Return the selected value; a choice that the form no longer has is kept until another is made."""
        chosen = self.selected_radio
        return self.value_of(chosen.key) if chosen else self._unlisted_choice

    def focus_target(self) -> QWidget:
        """Return the selected radio button, or the first."""
        return self.selected_radio or self.radio_buttons[0]

    def value_of(self, key: str) -> Value:
        """Return the value to store for the choice with this key."""
        return key

    def key_of(self, value: Value) -> str:
        """Return the key of the choice with this stored value."""
        return str(value or "")

    def fill_controls(self, value: Value) -> None:
        """Show the stored choice."""
        key = self.key_of(value)
        is_listed = any(radio.key == key for radio in self.radio_buttons)
        self._unlisted_choice = None if is_listed else value
        self._exclusive_group.setExclusive(False)
        for radio in self.radio_buttons:
            radio.setChecked(radio.key == key)
        self._exclusive_group.setExclusive(True)
        self._reserve_clear_button()

    def follow_arrow_key(self, _radio: ChoiceRadioButton, _step: int) -> bool:
        """Return whether an arrow key was dealt with; otherwise it selects the next option, as in Qt."""
        return False

    def apply_read_only(self, *, read_only: bool) -> None:
        """Disable the choice, or enable it again."""
        for radio in self.radio_buttons:
            radio.setEnabled(not read_only)
        self._reserve_clear_button()

    def clear_choice(self) -> None:
        """Clear the choice; the focus stays on the radio buttons."""
        if self.read_only:
            return
        if self.clear_button.hasFocus():
            self.focus_target().setFocus()
        self.fill_controls(None)
        self.commit()

    def _chosen(self) -> None:
        self._unlisted_choice = None
        self.commit()
        self._reserve_clear_button()

    def _reserve_clear_button(self) -> None:
        policy = self.clear_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.clear_button.setSizePolicy(policy)
        chosen = not kind_of(self.field).is_empty(self.parse_value())
        self.clear_button.setVisible(chosen and not self.read_only)


class RadioButtonsEditor(OneOfEditor):
    """Editor for a single choice from up to six."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services, field.choices, in_a_row=_fit_in_a_row(field.choices))


class YesNoEditor(OneOfEditor):
    """Editor for yes or no, which can be left unanswered."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        choices = (Choice("yes", "Yes"), Choice("no", "No"))
        super().__init__(field, path, services, choices, in_a_row=True)

    def value_of(self, key: str) -> Value:
        """Return True for yes and False for no."""
        return key == "yes"

    def key_of(self, value: Value) -> str:
        """Return the key of yes or no, or ""."""
        return {True: "yes", False: "no"}.get(value, "")


class DropdownEditor(Editor):
    """Editor for a single choice from many: a drop-down list that starts with “Not answered”."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.dropdown = Dropdown(path, field.label)
        self.dropdown.addItem("Not answered", "")
        for choice in field.choices:
            self.dropdown.addItem(choice.label, choice.key)
        self.content_layout.addWidget(self.dropdown)
        self.content_layout.addWidget(self.hint_label)
        self.dropdown.activated.connect(self._chosen)
        self.watch_focus(self.dropdown)

    def parse_value(self) -> Value:
        """Return the key of the selected row."""
        return self.dropdown.currentData()

    def fill_controls(self, value: Value) -> None:
        """Show the stored choice; a choice that the form no longer has gets a row of its own."""
        at = self.dropdown.findData(value or "")
        if at < 0:
            self.dropdown.addItem(str(value), value)
            at = self.dropdown.count() - 1
        self.dropdown.setCurrentIndex(at)

    def apply_read_only(self, *, read_only: bool) -> None:
        """Disable the choice, or enable it again."""
        self.dropdown.setEnabled(not read_only)

    def _chosen(self) -> None:
        self.commit()


class CheckBoxesEditor(Editor):
    """Editor for any number of choices, with a message below if there are too many."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.grid = FocusContainer()
        self.grid.setObjectName(path)
        self.grid.setAccessibleName(field.label)
        self._unlisted_choices: list[str] = []
        self.check_boxes = {choice.key: self._box(choice) for choice in field.choices}
        self.columns = 2 if len(self.check_boxes) > MIN_BOXES_FOR_COLUMNS and _are_short(field.choices) else 1
        lines = QGridLayout(self.grid)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(24)
        lines.setVerticalSpacing(2)
        rows = -(-len(self.check_boxes) // self.columns)
        for number, box in enumerate(self.check_boxes.values()):
            lines.addWidget(box, number % rows, number // rows)
        lines.setColumnStretch(self.columns, 1)
        self.content_layout.addWidget(self.grid)
        self.content_layout.addWidget(self.hint_label)

    def _box(self, choice: Choice) -> ChoiceCheckBox:
        box = ChoiceCheckBox(control_name(self.path, choice.key), choice, self.field.label)
        box.clicked.connect(self._chosen)
        self.watch_focus(box)
        return box

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap long labels."""
        super().resizeEvent(event)
        _fit_labels(list(self.check_boxes.values()), (event.size().width() - 24) // self.columns)

    def parse_value(self) -> Value:
        """Return the keys in the order of the form; choices that the form no longer has stay at the end."""
        return [key for key, box in self.check_boxes.items() if box.isChecked()] + self._unlisted_choices

    def fill_controls(self, value: Value) -> None:
        """Show the stored choices."""
        chosen = list(value or ())
        self._unlisted_choices = [key for key in chosen if key not in self.check_boxes]
        for key, box in self.check_boxes.items():
            box.setChecked(key in chosen)

    def apply_read_only(self, *, read_only: bool) -> None:
        """Disable the check boxes, or enable them again."""
        for box in self.check_boxes.values():
            box.setEnabled(not read_only)

    def _chosen(self) -> None:
        self.commit()


def make_choice_editor(field: Field, path: str, services: EditorServices) -> Editor:
    """Return an editor with radio buttons for a few choices, or a drop-down list for many."""
    few = len(field.choices) <= MAX_RADIO_BUTTONS
    return RadioButtonsEditor(field, path, services) if few else DropdownEditor(field, path, services)


def _fit_in_a_row(choices: Sequence[Choice]) -> bool:
    return len(choices) <= 4 and sum(len(choice.label) for choice in choices) <= 40


def _are_short(choices: Sequence[Choice]) -> bool:
    return max(len(choice.label) for choice in choices) <= LONGEST_IN_COLUMNS


def _fit_labels(buttons: Sequence[ChoiceRadioButton | ChoiceCheckBox], width: int) -> None:
    for button in buttons:
        room = width - button.fontMetrics().height() - INDICATOR_GAP - 6
        fitted = wrap_text(button.label, button.fontMetrics(), room).replace("&", "&&")
        if fitted != button.text():
            button.setText(fitted)
