"""Show an answer that comes from elsewhere, such as the replies of a file: to be read, not typed."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices

NO_ANSWER = "Nothing yet"


class ReadOnlyEditor(Editor):
    """Says in words what the draft holds."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.label = QLineEdit()
        self.label.setObjectName(path)
        self.label.setAccessibleName(field.label)
        self.label.setReadOnly(True)
        self.label.setPlaceholderText(NO_ANSWER)
        self.content_layout.addWidget(self.label)
        self.content_layout.addWidget(self.hint_label)
        self.watch_focus(self.label)

    def read_controls(self) -> object:
        """Return what the draft holds: nothing is typed here."""
        return self.value

    def fill_controls(self, value: Value) -> None:
        """Say what the draft holds."""
        self.label.setText("" if value is None else kind_of(self.field).format_value(self.field, value))
        self.label.setCursorPosition(0)

    def apply_read_only(self, *, read_only: bool) -> None:
        """Stay as it is: it is always only read."""
