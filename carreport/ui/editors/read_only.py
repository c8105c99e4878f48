"""Editor for an answer that cannot be typed, such as imported replies."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices

NO_ANSWER = "Nothing yet"


class ReadOnlyEditor(Editor):
    """Shows a stored value as text."""

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
        """Return the stored value, because nothing can be typed."""
        return self.value

    def fill_controls(self, value: Value) -> None:
        """Show the stored value as text."""
        self.label.setText("" if value is None else kind_of(self.field).format_value(self.field, value))
        self.label.setCursorPosition(0)

    def apply_read_only(self, *, read_only: bool) -> None:
        """Do nothing: the editor is always read-only."""
