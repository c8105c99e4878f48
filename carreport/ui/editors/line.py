"""Answer in a few words on one line: a line, a number, a link."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from carreport.form.richtext import is_safe_link
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, Editor
from carreport.ui.qt.guard import guarded
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Words

NUMBER_LETTERS = 16


class LineBox(QLineEdit):
    """A box for one line; as wide as there is room, or as `letters` of them need."""

    def __init__(self, name: str, label: str, letters: int = 0) -> None:
        super().__init__()
        self._letters = letters
        self.setObjectName(name)
        self.setAccessibleName(label)
        wide = QSizePolicy.Policy.Maximum if letters else QSizePolicy.Policy.Expanding
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    @guarded(default=QSize(200, 36))
    def sizeHint(self) -> QSize:
        """Return the room for so many letters."""
        natural = super().sizeHint()
        if self._letters:
            natural.setWidth(self._letters * self.fontMetrics().averageCharWidth() + 24)
        return natural


def show_line(box: QLineEdit, text: str) -> None:
    """Show `text` from its beginning, without moving anything if it stands there already."""
    if box.text() != text:
        box.setText(text)
        box.setCursorPosition(0 if not box.hasFocus() else len(text))


class LineEditor(Editor):
    """Write a few words."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.box = self.make_box()
        self.row = QHBoxLayout()
        self.row.addWidget(self.box)
        self.column.addLayout(self.row)
        self.column.addWidget(self.note)
        self.box.textEdited.connect(self._typed)
        self.box.editingFinished.connect(self.flush)
        self.watch(self.box)

    def make_box(self) -> LineBox:
        """Return the box that the words go into."""
        return LineBox(self.path, self.field.label)

    def given(self) -> object:
        """Return the words in the box."""
        return self.box.text()

    def show_given(self, value: Value) -> None:
        """Show the stored words."""
        show_line(self.box, "" if value is None else str(value))

    def lock(self, *, read_only: bool) -> None:
        """Let the box be read but not changed."""
        self.box.setReadOnly(read_only)

    def _typed(self) -> None:
        self.edited_soon()


class NumberEditor(LineEditor):
    """Write a number; there is nothing that a mouse wheel could turn."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.box.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.row.setSpacing(10)
        self.row.addWidget(Words(str(field.settings.get("unit", "")), ink="muted", wrap=False))
        self.row.addStretch()

    def make_box(self) -> LineBox:
        """Return a box for a few digits."""
        return LineBox(self.path, self.field.label, NUMBER_LETTERS)


class LinkEditor(LineEditor):
    """Write a web or mail address, and open it."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.opener = Button("Open", picture="open")
        self.opener.setAccessibleName(f"Open: {field.label}")
        self.opener.setEnabled(False)
        self.opener.clicked.connect(self._open)
        self.row.setSpacing(8)
        self.row.addWidget(self.opener)
        self.box.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)

    def look_again(self) -> None:
        """Offer to open the address once it can be followed."""
        super().look_again()
        self.opener.setEnabled(is_safe_link(self.box.text().strip()))

    def _open(self) -> None:
        self.flush()
        self.desk.open_link(self.box.text().strip())
