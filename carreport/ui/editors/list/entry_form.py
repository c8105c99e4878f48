"""Ask the questions of one entry under its row; many of them come in some a turn."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form.answers import is_asked
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, Editor, part_name
from carreport.ui.editors.list.entry_summary import GRIP
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.flow_row import FoldingRow
from carreport.ui.widgets.labels import Words
from carreport.ui.widgets.steady import laid_out_once

PRIVATE = (
    "Only you can see this. It lies in a file of your own beside the inquiry, and goes along with no copy "
    "and into no report until you release it."
)
AT_FIRST, A_TURN = 9, 4
"""How much is built when an entry is opened, and how much in every turn after that; see `WEIGHTS`."""
WEIGHTS = {"line": 1, "number": 1, "list": 3, "photos": 3, "text": 4, "survey": 8, "board": 8}
"""How long the editor of a question takes to build, against that of a line."""
USUAL_WEIGHT = 2
HEAVY = ("survey", "board")
"""Those whose editors are made in one turn and filled in the next."""


class RowBody(QWidget):
    """The questions of one entry, and what can be done with the whole of it."""

    answer_edited = Signal(str, object)
    left = Signal(str)
    moved = Signal(int)
    removed = Signal()
    closed = Signal()
    release_wanted = Signal()

    def __init__(self, field: Field, item_path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__()
        self.setObjectName(part_name(item_path, "questions"))
        self.editors: dict[str, Editor] = {}
        self._boxes: dict[str, QWidget] = {}
        self._field, self._path, self._desk, self._make = field, item_path, desk, make
        self._to_come = list(field.fields)
        self._half_built: Editor | None = None
        self._values: Mapping[str, Value] = {}
        self._read_only = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRIP + 4, 4, 18, 14)
        self._column.setSpacing(16)
        self.private = Words(PRIVATE, Letters.SMALL, "muted")
        self.private.hide()
        self._foot = self._make_foot(item_path, field.item_noun)
        self._foot.hide()
        self._column.addWidget(self.private)
        self._column.addWidget(self._foot)

    @property
    def is_whole(self) -> bool:
        """Say whether every question is there."""
        return not self._to_come

    def build(self, most: int) -> None:
        """Put in the next questions, as many as may be built in one turn, but one at least."""
        spent = 0
        fresh: list[QWidget] = []
        while self._to_come and (not spent or spent + _weight(self._to_come[0]) <= most):
            spent += _weight(self._to_come[0])
            if self._to_come[0].kind in HEAVY and not self._half_built:
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
                    box.stackUnder(self._foot)
            self._foot.setVisible(self.is_whole)

    def _begin(self, inner: Field) -> Editor:
        """Make the editor of a question; it knows first what stands beside it.

        A survey would else show its rows twice.
        """
        editor = self._make(inner, f"{self._path}/{inner.id}", self._desk)
        editor.answer_edited.connect(self.answer_edited)
        editor.left.connect(self.left)
        editor.show_beside(self._field, self._values)
        return editor

    def _add(self, inner: Field) -> QWidget:
        editor, self._half_built = self._half_built or self._begin(inner), None
        editor.show_beside(self._field, self._values)
        editor.show_value(self._values.get(inner.id))
        editor.set_read_only(self._read_only)
        self.editors[inner.id] = editor
        box = self._boxes[inner.id] = _question(inner, editor)
        return box

    def _is_asked(self, name: str) -> bool:
        inner = self._field.inner_field(name)
        return inner is None or inner.show_if is None or is_asked(inner, self._values)

    def _make_foot(self, item_path: str, noun: str) -> FoldingRow:
        foot = FoldingRow(16)
        self.buttons: list[Button] = []
        for name, words, signal in (
            ("close", "Close", self._close),
            ("up", "Move up", self._up),
            ("down", "Move down", self._down),
            ("remove", f"Remove this {noun}", self._remove),
            ("release", f"Release this {noun}…", self._release),
        ):
            button = Button(words, "outlined" if name == "close" else "link")
            button.setObjectName(part_name(item_path, name))
            button.clicked.connect(signal)
            self.buttons.append(button)
            foot.add(button)
        self.release = self.buttons.pop()
        self.release.hide()
        return foot

    def show_private(self, *, private: bool) -> None:
        """Say that only its writer sees the entry, and offer to release it."""
        self.private.setVisible(private)
        self.release.setVisible(private)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show the answers of the entry, and only the questions that are asked."""
        self.ask(values)
        for name, editor in self.editors.items():
            editor.show_value(values.get(name))

    def ask(self, values: Mapping[str, Value]) -> None:
        """Show only the questions that are asked, given these answers; tell each what stands beside it."""
        self._values = values
        for name, editor in self.editors.items():
            editor.show_beside(self._field, values)
            inner = self._field.inner_field(name)
            if inner is not None and inner.show_if is not None:
                self._boxes[name].setVisible(is_asked(inner, values))

    def lock(self, *, read_only: bool) -> None:
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
            self.release,
        ]

    def start(self) -> None:
        """Take the keyboard to the first question that is answered in words."""
        asked = [self.editors[each] for each in self.editors if self._kind(each) != "picture"]
        asked[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def has(self, path: str) -> bool:
        """Say whether the question that `path` leads to or into can be gone into, or is none of these."""
        waiting = (f"{self._path}/{inner.id}" for inner in self._to_come)
        return not any(path == each or path.startswith(f"{each}/") for each in waiting)

    def go_into(self, path: str) -> QWidget | None:
        """Take the keyboard to the question at `path`, also deeper inside; return what is to be seen."""
        for name, editor in self.editors.items():
            if path == editor.path and not self._boxes[name].isHidden():
                editor.go_into(path)
                return self._boxes[name]
            if path.startswith(f"{editor.path}/"):
                return editor.go_into(path)
        return None

    def _kind(self, name: str) -> str:
        inner = self._field.inner_field(name)
        return inner.kind if inner is not None else ""

    def _close(self) -> None:
        self.closed.emit()

    def _up(self) -> None:
        self.moved.emit(-1)

    def _down(self) -> None:
        self.moved.emit(1)

    def _remove(self) -> None:
        self.removed.emit()

    def _release(self) -> None:
        self.release_wanted.emit()


def _weight(inner: Field) -> int:
    return WEIGHTS.get(inner.kind, USUAL_WEIGHT)


def _question(inner: Field, editor: Editor) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    label = Words(inner.label, Letters.STRONG)
    label.setBuddy(editor)
    column.addWidget(label)
    example = f"Example: {inner.example}" if inner.example and not inner.choices else ""
    for words in (inner.why, example):
        if words:
            column.addWidget(Words(words, Letters.SMALL, "muted"))
    column.addWidget(editor)
    return box
