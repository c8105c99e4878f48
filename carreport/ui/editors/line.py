"""Editors for one-line answers: a line of text, a number, a link."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from carreport.form.richtext import clean_line, is_safe_link
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices
from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.clipboard_text import paste_remarks, read_clipboard_text
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel

NUMBER_WIDTH = 16
LONGEST_LINE = 50_000
"""The most characters in a line of text; Qt cuts anything longer."""
FULL_LINE = f"A line has at most {LONGEST_LINE:,} characters. Anything after them was left out."


class LineInput(QLineEdit):
    """A line edit as wide as the page, or as wide as `letters` characters."""

    paste_remarked = Signal(str)
    """This was left out of what was pasted, or changed."""

    def __init__(self, name: str, label: str, letters: int = 0) -> None:
        super().__init__()
        self._character_count = letters
        self.setMaxLength(LONGEST_LINE)
        self.setObjectName(name)
        self.setAccessibleName(label)
        wide = QSizePolicy.Policy.Maximum if letters else QSizePolicy.Policy.Expanding
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste as `paste` does; leave other keys to Qt."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Paste as one line; formatted text keeps its superscripts, and struck-out words stay out."""
        source = QGuiApplication.clipboard().mimeData()
        if not source.hasHtml() or self.isReadOnly():
            super().paste()
            return
        pasted = read_clipboard_text(source, LONGEST_LINE)
        self.insert(clean_line(pasted.text.plain_text))
        self.paste_remarked.emit(paste_remarks(pasted.remarks))

    @qt_override(default=QSize(200, 36))
    def sizeHint(self) -> QSize:
        """Return Qt's size, with the width of `letters` characters if that is set."""
        natural = super().sizeHint()
        if self._character_count:
            natural.setWidth(self._character_count * self.fontMetrics().averageCharWidth() + 24)
        return natural


def set_line_text(box: QLineEdit, text: str) -> None:
    """Set `text`, with the cursor at its end if the field has the focus; do nothing if it is unchanged."""
    if box.text() != text:
        box.setText(text)
        box.setCursorPosition(0 if not box.hasFocus() else len(text))


class LineEditor(Editor):
    """Editor for a line of text."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.line_edit = self.make_line_edit()
        self.row = QHBoxLayout()
        self.row.addWidget(self.line_edit)
        self.content_layout.addLayout(self.row)
        self.content_layout.addWidget(self.hint_label)
        self._paste_remark = ""
        self.line_edit.paste_remarked.connect(self._keep_paste_remark)
        self.line_edit.textEdited.connect(self._typed)
        self.line_edit.editingFinished.connect(self.flush)
        self.watch_focus(self.line_edit)

    def make_line_edit(self) -> LineInput:
        """Return the line edit."""
        return LineInput(self.path, self.field.label)

    def read_controls(self) -> object:
        """Return the text in the line edit."""
        return self.line_edit.text()

    def fill_controls(self, value: Value) -> None:
        """Show the stored value."""
        set_line_text(self.line_edit, "" if value is None else str(value))

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the line edit read-only, or editable again."""
        self.line_edit.setReadOnly(read_only)

    def describe_problem(self) -> str:
        """Return what the user may want to fix, and whether the end of the text was left out."""
        is_full = len(self.line_edit.text()) == LONGEST_LINE
        remarks = (super().describe_problem(), FULL_LINE if is_full else "", self._paste_remark)
        return " ".join(filter(None, remarks))

    def _typed(self) -> None:
        self._paste_remark = ""
        self.schedule_commit()

    def _keep_paste_remark(self, remark: str) -> None:
        self._paste_remark = remark
        self.refresh()


class NumberEditor(LineEditor):
    """Editor for a number: a line edit, which the mouse wheel cannot change."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.hint_label.keep_room()
        self.line_edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.row.setSpacing(10)
        self.row.addWidget(TextLabel(str(field.settings.get("unit", "")), ink="muted", wrap=False))
        self.row.addStretch()

    def make_line_edit(self) -> LineInput:
        """Return a narrow line edit."""
        return LineInput(self.path, self.field.label, NUMBER_WIDTH)


class LinkEditor(LineEditor):
    """Editor for a web or email address, with a button that opens it."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.hint_label.keep_room()
        self.open_button = Button("Open", icon_name="open")
        self.open_button.setAccessibleName(f"Open: {field.label}")
        self.open_button.setEnabled(False)
        self.open_button.clicked.connect(self._open)
        self.row.setSpacing(8)
        self.row.addWidget(self.open_button)
        self.line_edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)

    def refresh(self) -> None:
        """Enable the button if the address can be opened."""
        super().refresh()
        self.open_button.setEnabled(is_safe_link(self.line_edit.text().strip()))

    def _open(self) -> None:
        self.flush()
        self.services.open_link(self.line_edit.text().strip())
