"""Ask the questions of one entry under its row; many of them come in some a turn."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form.answers import is_asked
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.editors.list.entry_summary import HANDLE_WIDTH
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.steady import laid_out_once

PRIVATE_NOTE = (
    "Only you can see this. It lies in a file of your own beside the inquiry, and goes along with no copy "
    "and into no report until you release it."
)
AT_FIRST, A_TURN = 9, 4
"""How much is built when an entry is opened, and how much in every turn after that; see `LIGHT`."""
LIGHT, USUAL, GROUP, RICH_TEXT, HEAVY = 1, 2, 3, 4, 8
"""How long the editor of a question takes to build, against that of a line; a heavy one is filled later."""


class EntryForm(QWidget):
    """The questions of one entry, and what can be done with the whole of it."""

    answer_edited = Signal(str, object)
    editing_finished = Signal(str)
    move_requested = Signal(int)
    remove_requested = Signal()
    close_requested = Signal()
    release_requested = Signal()

    def __init__(self, field: Field, item_path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__()
        self.setObjectName(control_name(item_path, "questions"))
        self.editors: dict[str, Editor] = {}
        self._boxes: dict[str, QWidget] = {}
        self._field, self._path, self._services, self._make = field, item_path, services, make
        self._to_come = list(field.fields)
        self._half_built: Editor | None = None
        self._values: Mapping[str, Value] = {}
        self._read_only = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(HANDLE_WIDTH + 4, 4, 18, 14)
        self._column.setSpacing(16)
        self.private_panel = TextLabel(PRIVATE_NOTE, FontRole.SMALL, "muted")
        self.private_panel.hide()
        self._footer = self._make_footer(item_path, field.item_noun)
        self._footer.hide()
        self._column.addWidget(self.private_panel)
        self._column.addWidget(self._footer)

    @property
    def is_built(self) -> bool:
        """Say whether every question is there."""
        return not self._to_come

    def build(self, most: int) -> None:
        """Put in the next questions, as many as may be built in one turn, but one at least."""
        spent = 0
        fresh: list[QWidget] = []
        while self._to_come and (not spent or spent + _build_weight(self._to_come[0]) <= most):
            spent += _build_weight(self._to_come[0])
            if _build_weight(self._to_come[0]) == HEAVY and not self._half_built:
                self._half_built = self._begin(self._to_come[0])
                break
            fresh.append(self._add(self._to_come.pop(0)))
        if not fresh:
            return
        with laid_out_once(self._column):
            for box in fresh:
                self._column.insertWidget(self._column.count() - 1, box)
            for name, box in self._boxes.items():
                if box in fresh:
                    box.setVisible(self._is_asked(name))
                    box.stackUnder(self._footer)
            self._footer.setVisible(self.is_built)

    def _begin(self, inner: Field) -> Editor:
        """Make the editor of a question; it knows first what stands beside it.

        A survey would else show its rows twice.
        """
        editor = self._make(inner, f"{self._path}/{inner.id}", self._services)
        editor.answer_edited.connect(self.answer_edited)
        editor.editing_finished.connect(self.editing_finished)
        editor.set_sibling_values(self._field, self._values)
        return editor

    def _add(self, inner: Field) -> QWidget:
        editor, self._half_built = self._half_built or self._begin(inner), None
        editor.set_sibling_values(self._field, self._values)
        editor.show_value(self._values.get(inner.id))
        editor.set_read_only(self._read_only)
        self.editors[inner.id] = editor
        box = self._boxes[inner.id] = _question_block(inner, editor)
        return box

    def _is_asked(self, name: str) -> bool:
        inner = self._field.inner_field(name)
        return inner is None or inner.show_if is None or is_asked(inner, self._values)

    def _make_footer(self, item_path: str, noun: str) -> FlowRow:
        foot = FlowRow(16)
        self.buttons: list[Button] = []
        for name, words, signal in (
            ("close", "Close", self._close),
            ("up", "Move up", self._move_up),
            ("down", "Move down", self._move_down),
            ("remove", f"Remove this {noun}", self._remove),
            ("release", f"Release this {noun}…", self._release),
        ):
            button = Button(words, "outlined" if name == "close" else "link")
            button.setObjectName(control_name(item_path, name))
            button.clicked.connect(signal)
            self.buttons.append(button)
            foot.add(button)
        self.release_button = self.buttons.pop()
        self.release_button.hide()
        return foot

    def mark_private(self, *, private: bool) -> None:
        """Say that only its writer sees the entry, and offer to release it."""
        self.private_panel.setVisible(private)
        self.release_button.setVisible(private)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show the answers of the entry, and only the questions that are asked."""
        self.show_asked(values)
        for name, editor in self.editors.items():
            editor.show_value(values.get(name))

    def show_asked(self, values: Mapping[str, Value]) -> None:
        """Show only the questions that are asked, given these answers; tell each what stands beside it."""
        self._values = values
        for name, editor in self.editors.items():
            editor.set_sibling_values(self._field, values)
            inner = self._field.inner_field(name)
            if inner is not None and inner.show_if is not None:
                self._boxes[name].setVisible(is_asked(inner, values))

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the entry be read but not changed."""
        if read_only is self._read_only:
            return
        self._read_only = read_only
        for editor in self.editors.values():
            editor.set_read_only(read_only)
        for button in self.buttons[1:]:
            button.setVisible(not read_only)

    def flush(self) -> None:
        """Hand on what was typed and is still waiting."""
        for editor in self.editors.values():
            editor.flush()

    def tab_stops(self) -> list[QWidget]:
        """Return the controls that Tab goes to, in order."""
        return [
            *(stop for editor in self.editors.values() for stop in editor.tab_stops()),
            *self.buttons,
            self.release_button,
        ]

    def focus_first(self) -> None:
        """Take the keyboard to the first question that is answered in words."""
        asked = [self.editors[each] for each in self.editors if not self._is_picture(each)]
        asked[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def has_question(self, path: str) -> bool:
        """Say whether the question that `path` leads to or into can be gone into, or is none of these."""
        waiting = (f"{self._path}/{inner.id}" for inner in self._to_come)
        return not any(path == each or path.startswith(f"{each}/") for each in waiting)

    def focus_path(self, path: str) -> QWidget | None:
        """Take the keyboard to the question at `path`, also deeper inside; return what is to be seen."""
        for name, editor in self.editors.items():
            if path == editor.path and not self._boxes[name].isHidden():
                editor.focus_path(path)
                return self._boxes[name]
            if path.startswith(f"{editor.path}/"):
                return editor.focus_path(path)
        return None

    def _is_picture(self, name: str) -> bool:
        inner = self._field.inner_field(name)
        return inner is not None and kind_of(inner).is_picture

    def _close(self) -> None:
        self.close_requested.emit()

    def _move_up(self) -> None:
        self.move_requested.emit(-1)

    def _move_down(self) -> None:
        self.move_requested.emit(1)

    def _remove(self) -> None:
        self.remove_requested.emit()

    def _release(self) -> None:
        self.release_requested.emit()


def _build_weight(inner: Field) -> int:
    kind = kind_of(inner)
    if inner.is_group:
        return HEAVY if kind.holds_statements or kind.holds_notes else GROUP
    if kind.is_rich_text:
        return RICH_TEXT
    return LIGHT if kind.is_quotable or kind.is_number else USUAL


def _question_block(inner: Field, editor: Editor) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    label = TextLabel(inner.label, FontRole.STRONG)
    label.setBuddy(editor)
    column.addWidget(label)
    example = f"Example: {inner.example}" if inner.example and not inner.choices else ""
    for words in (inner.why, example):
        if words:
            column.addWidget(TextLabel(words, FontRole.SMALL, "muted"))
    column.addWidget(editor)
    return box
