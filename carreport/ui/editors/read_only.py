"""Show an answer that comes from elsewhere, such as the replies of a file: to be read, not typed."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, Editor

NOTHING = "Nothing yet"


class ShownEditor(Editor):
    """Says in words what the draft holds."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.line = QLineEdit()
        self.line.setObjectName(path)
        self.line.setAccessibleName(field.label)
        self.line.setReadOnly(True)
        self.line.setPlaceholderText(NOTHING)
        self.column.addWidget(self.line)
        self.column.addWidget(self.note)
        self.watch(self.line)

    def given(self) -> object:
        """Return what the draft holds: nothing is typed here."""
        return self.value

    def show_given(self, value: Value) -> None:
        """Say what the draft holds."""
        self.line.setText("" if value is None else kind_of(self.field).format_value(self.field, value))
        self.line.setCursorPosition(0)

    def lock(self, *, read_only: bool) -> None:
        """Stay as it is: it is always only read."""
