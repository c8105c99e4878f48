"""Editors for choices: one of several, any number, yes or no. Every choice can be cleared."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QWidget,
)

from carreport.form.kinds import kind_of
from carreport.form.schema import Choice, Field, Value
from carreport.ui.editors.base import Editor, EditorServices, FocusContainer, control_name
from carreport.ui.editors.description import describe_field
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import INDICATOR_GAP
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.flow_row import wrap_text
from carreport.ui.widgets.radio_group import BETWEEN_CHOICES, ChoiceColumn, ChoiceRow, RadioButton

MAX_RADIO_BUTTONS = 6
"""With more choices than this, a drop-down list is used."""
LEAST_WIDTH = 100
LONGEST_IN_COLUMNS = 30
"""With a longer label than this, check boxes are always in one column."""
MIN_BOXES_FOR_COLUMNS = 6
"""With more check boxes than this, there are two columns if the labels are short."""


class Dropdown(QComboBox):
    """A drop-down list that the mouse wheel changes only while it has the focus.

    On Linux, Qt gives the selected row as the name of every drop-down list, so a hidden label names it.
    """

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setBuddy(self)
        self._label.hide()
        self.setObjectName(name)
        self.set_label(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_label(self, label: str) -> None:
        """Set what a screen reader calls the list: the question."""
        self.setAccessibleName(label)
        self._label.setText(label)

    @qt_override(default=QSize(60, 30))
    def minimumSizeHint(self) -> QSize:
        """Return a small width: in a narrow window, the selected row is cut.

        Qt's own minimum stays as it was when the text size changes.
        """
        natural = self.sizeHint()
        return QSize(min(LEAST_WIDTH, natural.width()), natural.height())

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


class ChoiceRadioButton(RadioButton):
    """A radio button for one choice; Backspace or Delete clears the answer."""

    def __init__(self, name: str, choice: Choice, owner: OneOfEditor) -> None:
        super().__init__(choice.label)
        self.key = choice.key
        self.label = choice.label
        self.setObjectName(name)
        self._owner = owner

    @qt_override(default=QSize(60, 30))
    def minimumSizeHint(self) -> QSize:
        """Return a small width, because long labels wrap."""
        natural = super().minimumSizeHint()
        return QSize(min(LEAST_WIDTH, natural.width()), natural.height())

    def follow_arrow_key(self, step: int) -> None:
        """Select the next or previous choice, unless the editor only moves the focus."""
        if not self._owner.moves_focus_only(self, step):
            super().follow_arrow_key(step)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear the choice on Backspace or Delete."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._owner.clear_choice()
        else:
            super().keyPressEvent(event)


class ChoiceCheckBox(QCheckBox):
    """A check box for one choice, which can be clicked anywhere in its row."""

    def __init__(self, name: str, choice: Choice) -> None:
        super().__init__(choice.label.replace("&", "&&"))
        self.label = choice.label
        self.setObjectName(name)
        self.setAccessibleName(choice.label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @qt_override(default=False)
    def hitButton(self, place: QPoint) -> bool:
        """Return whether a click here ticks the box: anywhere in its row."""
        return self.rect().contains(place)

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
        self.button_group = ChoiceRow(field.label) if in_a_row else ChoiceColumn(field.label)
        self.button_group.setObjectName(path)
        self._unlisted_choice: Value = None
        self.radio_buttons = [
            ChoiceRadioButton(control_name(path, choice.key), choice, self) for choice in choices
        ]
        for radio in self.radio_buttons:
            self.button_group.add(radio)
            radio.clicked.connect(self._chosen)
        self.watch_focus(*self.radio_buttons)
        self.clear_button = LinkButton("Clear", FontRole.SMALL)
        self.clear_button.setAccessibleName(f"Clear the choice: {field.label}")
        self.clear_button.clicked.connect(self.clear_choice)
        row = QHBoxLayout()
        row.setSpacing(BETWEEN_CHOICES)
        row.addWidget(self.button_group, 1)
        row.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.content_layout.addLayout(row)
        self.content_layout.addWidget(self.hint_label)
        self._reserve_clear_button()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap long labels."""
        super().resizeEvent(event)
        room = event.size().width() - self.clear_button.sizeHint().width() - BETWEEN_CHOICES
        _fit_labels(self.radio_buttons, room)
        self.clear_button.setMinimumHeight(min(radio.sizeHint().height() for radio in self.radio_buttons))

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
        self.button_group.exclusive_group.setExclusive(False)
        for radio in self.radio_buttons:
            radio.setChecked(radio.key == key)
        self.button_group.exclusive_group.setExclusive(True)
        self._reserve_clear_button()

    def moves_focus_only(self, _radio: ChoiceRadioButton, _step: int) -> bool:
        """Return whether an arrow key has moved the focus; otherwise it selects the next option."""
        return False

    def described_controls(self) -> Sequence[QWidget]:
        """Return the group."""
        return [self.button_group]

    def describe_controls(self, problem: str) -> None:
        """Describe the question with the group: it is read on the way in, not with each choice."""
        self.button_group.describe(describe_field(self.field, self.path, problem=problem))

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


class CheckBoxGroup(FocusContainer):
    """The parent of check boxes only; its name is the question."""

    accessible_role = QAccessible.Role.Grouping


class CheckBoxesEditor(Editor):
    """Editor for any number of choices, with a message below if there are too many."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.grid = CheckBoxGroup()
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
        for column in range(self.columns):
            lines.setColumnStretch(column, 1)
        self.content_layout.addWidget(self.grid)
        self.content_layout.addWidget(self.hint_label)
        if "most" in field.settings:
            self.keep_hint_room([choice.key for choice in field.choices])

    def _box(self, choice: Choice) -> ChoiceCheckBox:
        box = ChoiceCheckBox(control_name(self.path, choice.key), choice)
        box.clicked.connect(self._chosen)
        self.watch_focus(box)
        return box

    def described_controls(self) -> Sequence[QWidget]:
        """Return the group, and the first check box: the description is read on the way in."""
        return [self.grid, *list(self.check_boxes.values())[:1]]

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
