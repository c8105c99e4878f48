"""Editor for a person: name, role and organisation."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout

from carreport.form.kinds.simple import PERSON_PARTS
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.editors.line import LineInput, set_line_text
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.labels import TextLabel

_SHARES = (4, 4, 4)
_NARROW = 34
"""Below twice this width, in characters, the line edits are one under the other."""


class PersonEditor(Editor):
    """Editor for a person: three line edits, side by side if there is room."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.line_edits: dict[str, LineInput] = {}
        self.labels: dict[str, TextLabel] = {}
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(3)
        for number, part in enumerate(PERSON_PARTS):
            box = LineInput(path if number == 0 else control_name(path, part), f"{field.label}: {part}")
            label = TextLabel(part.capitalize(), FontRole.SMALL, "muted", wrap=False)
            label.setBuddy(box)
            box.textEdited.connect(self._typed)
            self.line_edits[part], self.labels[part] = box, label
        self.watch_focus(*self.line_edits.values())
        self.content_layout.addLayout(self.grid)
        self.content_layout.addWidget(self.hint_label)
        self._is_folded: bool | None = None
        self._lay_out(folded=False)

    def read_controls(self) -> object:
        """Return the text in the three line edits."""
        return {part: box.text() for part, box in self.line_edits.items()}

    def fill_controls(self, value: Value) -> None:
        """Show the stored parts."""
        for part, box in self.line_edits.items():
            set_line_text(box, (value or {}).get(part, ""))

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the line edits read-only, or editable again."""
        for box in self.line_edits.values():
            box.setReadOnly(read_only)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the line edits one under the other if there is no room for a row."""
        super().resizeEvent(event)
        self._lay_out(folded=event.size().width() < _NARROW * self.fontMetrics().averageCharWidth() * 2)

    def _lay_out(self, *, folded: bool) -> None:
        if folded == self._is_folded:
            return
        self._is_folded = folded
        for number, part in enumerate(PERSON_PARTS):
            row, column = (number * 2, 0) if folded else (0, number)
            self.grid.addWidget(self.labels[part], row, column)
            self.grid.addWidget(self.line_edits[part], row + 1, column)
        for column, share in enumerate(_SHARES):
            self.grid.setColumnStretch(column, 0 if folded and column else share)

    def _typed(self) -> None:
        self.schedule_commit()
