"""Answer by choosing: one of some, several of some, yes or no. Every choice can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
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
from carreport.ui.editors.base import Desk, Editor, Holder, part_name
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.proxy_style import MARK_GAP
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.flow_row import FoldingRow, wrapped

MOST_RADIOS = 6
"""With more choices than this a drop-down list takes less room."""
LEAST_WIDTH = 100
LONGEST_IN_COLUMNS = 30
"""With a longer label than this, boxes stand in one column however many there are."""
MANY_BOXES = 6
"""With more boxes than this they stand in two columns."""


class Dropdown(QComboBox):
    """A drop-down list that a mouse wheel changes only while the keyboard is in it."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these choices (a key and its words); the one that was chosen stays so while it is there."""
        there = [(self.itemData(at), self.itemText(at)) for at in range(self.count())]
        if there == list(choices):
            return
        before = self.currentData()
        self.blockSignals(True)  # noqa: FBT003 - Qt's way
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.setCurrentIndex(max(self.findData(before), 0))
        self.blockSignals(False)  # noqa: FBT003 - Qt's way

    @guarded
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the keyboard is here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Radio(QRadioButton):
    """One choice of several; Backspace or Delete takes the choice back."""

    def __init__(self, name: str, choice: Choice, owner: OneOfEditor) -> None:
        super().__init__(choice.label.replace("&", "&&"))
        self.key = choice.key
        self.label = choice.label
        self.setObjectName(name)
        self.setAccessibleName(f"{owner.field.label}: {choice.label}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._owner = owner

    @guarded(default=QSize(60, 30))
    def minimumSizeHint(self) -> QSize:
        """Return little width: a long label runs over several lines."""
        natural = super().minimumSizeHint()
        return QSize(min(LEAST_WIDTH, natural.width()), natural.height())

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the choice back with Backspace or Delete."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._owner.clear_choice()
        else:
            super().keyPressEvent(event)


class Box(QCheckBox):
    """One choice of which there may be several."""

    def __init__(self, name: str, choice: Choice, label: str) -> None:
        super().__init__(choice.label.replace("&", "&&"))
        self.label = choice.label
        self.setObjectName(name)
        self.setAccessibleName(f"{label}: {choice.label}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @guarded(default=QSize(60, 30))
    def minimumSizeHint(self) -> QSize:
        """Return little width: a long label runs over several lines."""
        natural = super().minimumSizeHint()
        return QSize(min(LEAST_WIDTH, natural.width()), natural.height())


class OneOfEditor(Editor):
    """Choose one of a few by radio buttons that stand below or beside each other."""

    def __init__(
        self, field: Field, path: str, desk: Desk, choices: Sequence[Choice], *, in_a_row: bool
    ) -> None:
        super().__init__(field, path, desk)
        self.circle = Holder()
        self.circle.setObjectName(path)
        self.circle.setAccessibleName(field.label)
        self._gone: Value = None
        self.radios = [Radio(part_name(path, choice.key), choice, self) for choice in choices]
        for radio in self.radios:
            radio.clicked.connect(self._chosen)
        self.watch(*self.radios)
        self.clearer = Button("Clear", "link")
        self.clearer.setAccessibleName(f"Clear the choice: {field.label}")
        self.clearer.clicked.connect(self.clear_choice)
        self._lay_out(in_a_row=in_a_row)
        self.column.addWidget(self.circle)
        self.column.addWidget(self.note)
        self._keep_room_for_clear()

    def _lay_out(self, *, in_a_row: bool) -> None:
        lines = QVBoxLayout(self.circle)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        row = FoldingRow(18, 2)
        for radio in self.radios:
            if in_a_row or radio is self.radios[-1]:
                row.add(radio)
            else:
                lines.addWidget(radio)
        row.add(self.clearer)
        lines.addWidget(row)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let long labels run over several lines."""
        super().resizeEvent(event)
        _fit_labels(self.radios, event.size().width())

    def read(self) -> Value:
        """Return what is chosen; a choice that the form no longer gives stays until another is made."""
        chosen = next((radio for radio in self.radios if radio.isChecked()), None)
        return self.value_of(chosen.key) if chosen else self._gone

    def home(self) -> QWidget:
        """Return the choice that was made, or the first."""
        return next((radio for radio in self.radios if radio.isChecked()), self.radios[0])

    def value_of(self, key: str) -> Value:
        """Return what a draft keeps for the choice with this key."""
        return key

    def key_of(self, value: Value) -> str:
        """Return the key of the choice that a draft's value names."""
        return str(value or "")

    def show_given(self, value: Value) -> None:
        """Show the stored choice."""
        key = self.key_of(value)
        known = any(radio.key == key for radio in self.radios)
        self._gone = None if known else value
        for radio in self.radios:
            radio.setAutoExclusive(False)
            radio.setChecked(radio.key == key)
            radio.setAutoExclusive(True)
        self._keep_room_for_clear()

    def lock(self, *, read_only: bool) -> None:
        """Let the choice be read but not changed."""
        for radio in self.radios:
            radio.setEnabled(not read_only)
        self._keep_room_for_clear()

    def clear_choice(self) -> None:
        """Take the choice back; the keyboard stays on the choices."""
        if self.read_only:
            return
        here = next((radio for radio in self.radios if radio.isChecked()), self.radios[0])
        if self.clearer.hasFocus():
            here.setFocus()
        self.show_given(None)
        self.edited_now()

    def _chosen(self) -> None:
        self._gone = None
        self.edited_now()
        self._keep_room_for_clear()

    def _keep_room_for_clear(self) -> None:
        policy = self.clearer.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.clearer.setSizePolicy(policy)
        chosen = not kind_of(self.field).is_empty(self.read())
        self.clearer.setVisible(chosen and not self.read_only)


class RadiosEditor(OneOfEditor):
    """Choose one of up to six."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk, field.choices, in_a_row=_fit_in_a_row(field.choices))


class YesNoEditor(OneOfEditor):
    """Say yes or no, or leave it open."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        choices = (Choice("yes", "Yes"), Choice("no", "No"))
        super().__init__(field, path, desk, choices, in_a_row=True)

    def value_of(self, key: str) -> Value:
        """Return true for yes and false for no."""
        return key == "yes"

    def key_of(self, value: Value) -> str:
        """Return the key of yes, of no, or of neither."""
        return {True: "yes", False: "no"}.get(value, "")


class DropdownEditor(Editor):
    """Choose one of many from a list that drops down; its first line is no choice."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.box = Dropdown(path, field.label)
        self.box.addItem("Not chosen", "")
        for choice in field.choices:
            self.box.addItem(choice.label, choice.key)
        self.column.addWidget(self.box)
        self.column.addWidget(self.note)
        self.box.activated.connect(self._chosen)
        self.watch(self.box)

    def read(self) -> Value:
        """Return the key of the line that is chosen."""
        return self.box.currentData()

    def show_given(self, value: Value) -> None:
        """Show the stored choice; one that the form no longer gives gets a line of its own."""
        at = self.box.findData(value or "")
        if at < 0:
            self.box.addItem(str(value), value)
            at = self.box.count() - 1
        self.box.setCurrentIndex(at)

    def lock(self, *, read_only: bool) -> None:
        """Let the choice be read but not changed."""
        self.box.setEnabled(not read_only)

    def _chosen(self) -> None:
        self.edited_now()


class BoxesEditor(Editor):
    """Choose any number; a quiet line says how many may be chosen and how many are."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.grid = Holder()
        self.grid.setObjectName(path)
        self.grid.setAccessibleName(field.label)
        self._gone: list[str] = []
        self.boxes = {choice.key: self._box(choice) for choice in field.choices}
        self.columns = 2 if len(self.boxes) > MANY_BOXES and _are_short(field.choices) else 1
        lines = QGridLayout(self.grid)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(24)
        lines.setVerticalSpacing(2)
        rows = -(-len(self.boxes) // self.columns)
        for number, box in enumerate(self.boxes.values()):
            lines.addWidget(box, number % rows, number // rows)
        lines.setColumnStretch(self.columns, 1)
        self.column.addWidget(self.grid)
        self.column.addWidget(self.note)

    def _box(self, choice: Choice) -> Box:
        box = Box(part_name(self.path, choice.key), choice, self.field.label)
        box.clicked.connect(self._chosen)
        self.watch(box)
        return box

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let long labels run over several lines."""
        super().resizeEvent(event)
        _fit_labels(list(self.boxes.values()), (event.size().width() - 24) // self.columns)

    def read(self) -> Value:
        """Return the keys in the order of the form; choices that have gone stay at the end."""
        return [key for key, box in self.boxes.items() if box.isChecked()] + self._gone

    def show_given(self, value: Value) -> None:
        """Show the stored choices."""
        chosen = list(value or ())
        self._gone = [key for key in chosen if key not in self.boxes]
        for key, box in self.boxes.items():
            box.setChecked(key in chosen)

    def lock(self, *, read_only: bool) -> None:
        """Let the choices be read but not changed."""
        for box in self.boxes.values():
            box.setEnabled(not read_only)

    def _chosen(self) -> None:
        self.edited_now()


def choice_editor(field: Field, path: str, desk: Desk) -> Editor:
    """Return radio buttons for a few choices, a drop-down list for many."""
    few = len(field.choices) <= MOST_RADIOS
    return RadiosEditor(field, path, desk) if few else DropdownEditor(field, path, desk)


def _fit_in_a_row(choices: Sequence[Choice]) -> bool:
    return len(choices) <= 4 and sum(len(choice.label) for choice in choices) <= 40


def _are_short(choices: Sequence[Choice]) -> bool:
    return max(len(choice.label) for choice in choices) <= LONGEST_IN_COLUMNS


def _fit_labels(buttons: Sequence[Radio | Box], width: int) -> None:
    for button in buttons:
        room = width - button.fontMetrics().height() - MARK_GAP - 6
        fitted = wrapped(button.label, button.fontMetrics(), room).replace("&", "&&")
        if fitted != button.text():
            button.setText(fitted)
