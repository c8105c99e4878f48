"""A form for typing workshop notes quickly; theme, table and stage are kept for the next note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from carreport.form.answers import Item
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Value
from carreport.ui.board.note_list import STAGE_KEYS
from carreport.ui.board.stage_picker import StagePicker
from carreport.ui.editors.base import FocusContainer, control_name, describe_problem
from carreport.ui.editors.choice import Dropdown
from carreport.ui.editors.line import LineInput
from carreport.ui.editors.table.cells import GrowingCell, cell_text, parse_cell
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HintLabel, TextLabel
from carreport.ui.widgets.row_list import ENTER_KEYS

HINT = "Press Enter to add the note. Its theme, table and stage are kept for the next one. {stages}"
NOTE_FIELD = "It can stay empty. Press Enter to add the note."
STAGES = "Press Alt+1 to Alt+{last} to set the stage, or Alt+0 to clear it."


class SuggestionBox(Dropdown):
    """An editable combo box that suggests the values of other notes."""

    def __init__(self, label: str) -> None:
        super().__init__("", label)
        self.suggestions: tuple[str, ...] = ()
        """The current suggestions."""
        self.setEditable(True)
        line = self.lineEdit()
        if line is not None:
            line.setFocusProxy(None)  # type: ignore[arg-type]  # otherwise the box would lose Tab as well
            line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            line.setFocusProxy(self)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # None turns completion off
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def set_suggestions(self, values: Iterable[str]) -> None:
        """Set the suggestions; the text stays."""
        suggestions = tuple(value for value in values if value)
        if suggestions == self.suggestions:
            return
        self.suggestions = suggestions
        before = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            self.addItems(suggestions)
        self.setEditText(before)


class NoteInput(FocusContainer):
    """The form for a new note, or for a note that is being edited."""

    note_written = Signal(object)
    """A new note is finished; the argument has its values by field id."""
    note_changed = Signal(str, object)
    """The note with this id has these new values."""
    change_cancelled = Signal(str)
    """Editing of the note with this id was cancelled."""
    block_pasted = Signal(str)
    """Text with more than one note was pasted."""

    def __init__(self, field: Field, path: str, *, is_narrow: bool = False) -> None:
        super().__init__()
        self.field, self.path, self._is_narrow = field, path, is_narrow
        self._first, *rest = field.fields
        self.changed_note: Item | None = None
        self._offered: tuple[Item, ...] = ()
        """The notes whose themes and tables are suggested."""
        self.title = TextLabel("", FontRole.SMALL, "muted")
        self.title.hide()
        self.text_cell = GrowingCell(takes_blocks=True)
        self.text_cell.block_pasted.connect(self.block_pasted)
        self.inputs: dict[str, LineInput | SuggestionBox] = {
            inner.id: LineInput("", inner.label, 6)
            if kind_of(inner).is_number
            else SuggestionBox(inner.label)
            for inner in rest
            if not inner.choices
        }
        self.stage_picker = {inner.id: StagePicker(inner, path) for inner in rest if inner.choices}
        self.keep_button = Button(f"Add {field.item_noun}")
        self.keep_button.clicked.connect(self.finish)
        self.cancel_button = Button("Cancel", "link")
        self.cancel_button.clicked.connect(self.cancel_change)
        self.hint_label = HintLabel("attention")
        self.text_cell.paste_remarked.connect(self.hint_label.show_message)
        self._lay_out()
        for control in (self.text_cell, *self.inputs.values()):
            control.installEventFilter(self)
        self._show_change(None)

    # The values.

    def values(self) -> dict[str, Value]:
        """Return the values to store, without empty and invalid ones."""
        answers: dict[str, Value] = {}
        for inner, text in self._field_texts():
            value = parse_cell(inner, text)
            if not isinstance(value, InvalidValue) and value not in (None, ""):
                answers[inner.id] = value
        return answers

    def finish(self) -> None:
        """Add the note or save the change, unless the text is empty; then start the next note."""
        if not self.text_cell.cell_text().strip():
            self.text_cell.setFocus()
            return
        values, item = self.values(), self.changed_note
        self.hint_label.show_message(self._describe_problem())
        if item is None:
            self._clear_for_next()
            self.note_written.emit(values)
        else:
            read = {inner.id: parse_cell(inner, text) for inner, text in self._field_texts()}
            new_values = {name: None if value == "" else value for name, value in read.items()}
            different = {
                name: value
                for name, value in new_values.items()
                if not isinstance(value, InvalidValue) and value != item.get(name)
            }
            self._show_change(None)
            self.note_changed.emit(item.id, different)

    def begin_change(self, item: Item) -> None:
        """Start editing a note on the board."""
        self._show_change(item)
        self.text_cell.selectAll()
        self.text_cell.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel_change(self) -> None:
        """Cancel the editing of a note."""
        item = self.changed_note
        if item is not None:
            self._show_change(None)
            self.change_cancelled.emit(item.id)

    def set_suggestions(self, items: Sequence[Item]) -> None:
        """Suggest the themes and tables of other notes; stop editing a note that has been removed."""
        offered_count = len(self._offered)
        is_longer = len(items) > offered_count and tuple(items[:offered_count]) == self._offered
        for name, box in self.inputs.items():
            if isinstance(box, SuggestionBox):
                values = [note.values.get(name) for note in (items[offered_count:] if is_longer else items)]
                before = box.suggestions if is_longer else ()
                box.set_suggestions(dict.fromkeys((*before, *(str(value) for value in values if value))))
        self._offered = tuple(items)
        if self.changed_note is not None and all(note.id != self.changed_note.id for note in items):
            self._show_change(None)

    def set_read_only(self, *, read_only: bool) -> None:
        """Hide the form if the inquiry is read-only."""
        self.setVisible(not read_only)

    def tab_stops(self) -> list[QWidget]:
        """Return the tab stops, in order."""
        stops: list[QWidget] = [self.text_cell, *self.inputs.values()]
        for picker in self.stage_picker.values():
            stops += picker.radio_buttons
        return [*stops, self.keep_button, *([] if self.cancel_button.isHidden() else [self.cancel_button])]

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Finish on Enter, set the stage on Alt and a digit, cancel editing on Esc."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle_key(event)
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, (LineInput, SuggestionBox)):
            _line_edit_of(watched).selectAll()
        return super().eventFilter(watched, event)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the same keys while a stage or a button has the focus."""
        if not self._handle_key(event):
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint the card behind the form."""
        painter, palette = QPainter(self), self.palette()
        roles = QPalette.ColorRole
        draw_rounded_rect(painter, self.rect(), palette.color(roles.Base), palette.color(roles.Mid), 1)
        below = self.text_cell.geometry().bottom() + 4
        painter.fillRect(10, below, self.width() - 20, 1, palette.color(roles.Midlight))
        painter.end()

    def _handle_key(self, event: QKeyEvent) -> bool:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        key = Qt.Key(event.key())
        if key in ENTER_KEYS and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.finish()
            return True
        if alt and key in STAGE_KEYS and self.stage_picker:
            next(iter(self.stage_picker.values())).choose_number(STAGE_KEYS[key])
        elif key == Qt.Key.Key_Escape and self.changed_note is not None:
            self.cancel_change()
        else:
            return False
        return True

    def _field_texts(self) -> list[tuple[Field, str]]:
        texts = {self._first.id: self.text_cell.cell_text().strip()}
        texts |= {name: _line_edit_of(box).text().strip() for name, box in self.inputs.items()}
        texts |= {name: picker.key for name, picker in self.stage_picker.items()}
        return [(inner, texts[inner.id]) for inner in self.field.fields if inner.id in texts]

    def _describe_problem(self) -> str:
        troubles = (
            (inner.label, describe_problem(inner, parse_cell(inner, text), self.path))
            for inner, text in self._field_texts()
        )
        return " ".join(f"{label}: {trouble}" for label, trouble in troubles if trouble)

    def _clear_for_next(self) -> None:
        self.text_cell.clear()
        for name, box in self.inputs.items():
            if self._is_number(name):
                _line_edit_of(box).clear()
        self.text_cell.setFocus()

    def _show_change(self, item: Item | None) -> None:
        """Show a note to edit, or (with None) the new note that was being typed before."""
        if item is not None and self.changed_note is None:
            self._draft_before_change = {inner.id: text for inner, text in self._field_texts()}
        before: Mapping[str, str] = (
            {} if item is not None or self.changed_note is None else self._draft_before_change
        )
        self.changed_note = item
        if item is not None:
            self._show({inner.id: cell_text(inner, item.get(inner.id)) for inner in self.field.fields})
        elif before:
            self._show(before)
        self._name(item)
        self.title.setText(
            f"You are editing a {self.field.item_noun}. Press Enter to save the change, or Esc to cancel it."
        )
        self.title.setVisible(item is not None)
        self.cancel_button.setVisible(item is not None)
        self.hint.setVisible(item is None)
        self.keep_button.setText("Save change" if item is not None else f"Add {self.field.item_noun}")

    def _show(self, texts: Mapping[str, str]) -> None:
        self.text_cell.set_cell_text(texts.get(self._first.id, ""))
        for name, box in self.inputs.items():
            _line_edit_of(box).setText(texts.get(name, ""))
        for name, picker in self.stage_picker.items():
            picker.choose(texts.get(name, ""))

    def _name(self, item: Item | None) -> None:
        """Set the object and accessible names of the controls, for a note being edited or for a new one."""
        which = f"new {self.field.item_noun}" if item is None else f"{self.field.item_noun} being changed"
        for inner in self.field.fields:
            control = self.text_cell if inner is self._first else self.inputs.get(inner.id)
            if control is not None:
                here = control_name(self.path, inner.id)
                control.setObjectName(f"{self.path}/{item.id}/{inner.id}" if item else here)
                name = f"{inner.label}, {which}"
                if isinstance(control, SuggestionBox):
                    control.set_label(name)
                else:
                    control.setAccessibleName(name)
                control.setAccessibleDescription(
                    self.hint.text() if inner is self._first else inner.why or NOTE_FIELD
                )
        self.keep_button.setObjectName(control_name(self.path, "keep"))
        self.cancel_button.setObjectName(control_name(self.path, "leave"))

    def _is_number(self, name: str) -> bool:
        inner = self.field.inner_field(name)
        return inner is not None and kind_of(inner).is_number

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 12)
        column.setSpacing(8)
        self.text_cell.setPlaceholderText(f"Type a {self.field.item_noun}, then press Enter")
        column.addWidget(self.title)
        column.addWidget(self.text_cell)
        column.addLayout(self._inputs_row())
        for picker in self.stage_picker.values():
            column.addWidget(picker)
        ways = QBoxLayout.Direction
        foot = QBoxLayout(ways.TopToBottom if self._is_narrow else ways.LeftToRight)
        foot.setSpacing(8 if self._is_narrow else 14)
        last = max((len(picker.radio_buttons) - 1 for picker in self.stage_picker.values()), default=0)
        stages = STAGES.format(last=last) if last else ""
        self.hint = TextLabel(HINT.format(stages=stages).strip(), FontRole.SMALL, "muted")
        foot.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.hint, 1)
        column.addLayout(foot)
        column.addWidget(self.hint_label)

    def _inputs_row(self) -> QGridLayout:
        """Return the boxes side by side; in a narrow form, the first has a row of its own."""
        row = QGridLayout()
        row.setHorizontalSpacing(12)
        row.setVerticalSpacing(3)
        for number, (name, box) in enumerate(self.inputs.items()):
            inner = self.field.inner_field(name)
            label = TextLabel(inner.label if inner else name, FontRole.SMALL, "muted", wrap=False)
            label.setBuddy(box)
            line, column = divmod(number + 1, 2) if self._is_narrow else (0, number)
            wide = 2 if self._is_narrow and not number else 1
            column = 0 if wide == 2 else column
            row.addWidget(label, 2 * line, column, 1, wide)
            row.addWidget(box, 2 * line + 1, column, 1, wide)
            row.setColumnStretch(column, {"theme": 3, "table": 2}.get(name, 0))
        return row


def _line_edit_of(box: LineInput | SuggestionBox) -> QLineEdit:
    """Return the line edit of a box."""
    line = box.lineEdit() if isinstance(box, SuggestionBox) else box
    assert line is not None  # noqa: S101 - made editable above
    return line
