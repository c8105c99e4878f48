"""Answer with a person: name, role and organisation, side by side where there is room."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout

from carreport.form.kinds.simple import PERSON_PARTS
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, Editor, part_name
from carreport.ui.editors.line import LineBox, show_line
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.labels import Words

_SHARES = (4, 4, 4)
_NARROW = 34
"""Below this many letters of width the three boxes stand under each other."""


class PersonEditor(Editor):
    """Write who somebody is."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.boxes: dict[str, LineBox] = {}
        self.labels: dict[str, Words] = {}
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(3)
        for number, part in enumerate(PERSON_PARTS):
            box = LineBox(path if number == 0 else part_name(path, part), f"{field.label}: {part}")
            label = Words(part.capitalize(), Letters.SMALL, "muted", wrap=False)
            label.setBuddy(box)
            box.textEdited.connect(self._typed)
            self.boxes[part], self.labels[part] = box, label
        self.watch(*self.boxes.values())
        self.column.addLayout(self.grid)
        self.column.addWidget(self.note)
        self._folded: bool | None = None
        self._lay_out(folded=False)

    def given(self) -> object:
        """Return the three parts."""
        return {part: box.text() for part, box in self.boxes.items()}

    def show_given(self, value: Value) -> None:
        """Show the stored parts."""
        for part, box in self.boxes.items():
            show_line(box, (value or {}).get(part, ""))

    def lock(self, *, read_only: bool) -> None:
        """Let the parts be read but not changed."""
        for box in self.boxes.values():
            box.setReadOnly(read_only)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the boxes under each other where there is no room for a row."""
        super().resizeEvent(event)
        self._lay_out(folded=event.size().width() < _NARROW * self.fontMetrics().averageCharWidth() * 2)

    def _lay_out(self, *, folded: bool) -> None:
        if folded == self._folded:
            return
        self._folded = folded
        for number, part in enumerate(PERSON_PARTS):
            row, column = (number * 2, 0) if folded else (0, number)
            self.grid.addWidget(self.labels[part], row, column)
            self.grid.addWidget(self.boxes[part], row + 1, column)
        for column, share in enumerate(_SHARES):
            self.grid.setColumnStretch(column, 0 if folded and column else share)

    def _typed(self) -> None:
        self.edited_soon()
