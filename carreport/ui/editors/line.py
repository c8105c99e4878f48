"""Editors for one-line answers: a line of text, a number, a link."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCursor,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QTextEdit, QWidget

from carreport.form.richtext import clean_line, is_safe_link
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import UNREADABLE, Editor, EditorServices
from carreport.ui.editors.table.cells import CELL_MARGIN, LONGEST_CELL, GrowingCell
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.tab_order import tab_stops_in
from carreport.ui.richtext.clipboard_text import paste_remarks, read_clipboard_text
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button, IconButton
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.row_list import ENTER_KEYS

NUMBER_WIDTH = 16
LONGEST_LINE = 50_000
"""The most characters in a number or an address; Qt cuts anything longer."""
FULL_LINE = "A line has at most {longest:,} characters. Anything after them was left out."
_INDENT, _LOWER = 3, 1
"""How far the text of a `GrowingLineInput` is from where a cell has it: it is where a `LineInput` has it."""


class LineInput(QLineEdit):
    """A line edit as wide as the page, or as wide as `letters` characters."""

    edited = Signal()
    entered = Signal()
    """Enter was pressed."""
    paste_remarked = Signal(str)
    """This was left out of what was pasted, or changed."""
    longest = LONGEST_LINE

    def __init__(self, name: str, label: str, letters: int = 0) -> None:
        super().__init__()
        self.textEdited.connect(self.edited)
        self.returnPressed.connect(self.entered)
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

    def cell_text(self) -> str:
        """Return the text."""
        return self.text()

    def set_cell_text(self, words: str) -> None:
        """Show this text."""
        set_line_text(self, words)

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


class GrowingLineInput(GrowingCell):
    """A framed field for one line of text, which wraps and grows to show all of it."""

    entered = Signal()
    """Enter was pressed."""
    longest = LONGEST_CELL

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setInputMethodHints(Qt.InputMethodHint.ImhNone)
        self._indent()

    def set_cell_text(self, words: str) -> None:
        """Show this text, with the cursor at its end if the field has the focus."""
        if words == self.cell_text():
            return
        super().set_cell_text(words)
        self._indent()
        if self.hasFocus():
            self.moveCursor(QTextCursor.MoveOperation.End)

    def _indent(self) -> None:
        cursor, was_blocked = QTextCursor(self.document()), self.blockSignals(True)  # noqa: FBT003 - Qt's own
        block = cursor.blockFormat()
        block.setLeftMargin(_INDENT)
        block.setRightMargin(_INDENT)
        block.setTopMargin(_LOWER)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(block)
        self.document().clearUndoRedoStacks()  # it is not an edit
        self.blockSignals(was_blocked)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Signal Enter, which adds no line; take no more letters than a line has room for."""
        is_full = len(self.cell_text()) >= self.longest and not self.textCursor().hasSelection()
        if event.key() in ENTER_KEYS:
            self.entered.emit()
        elif not (is_full and event.text().isprintable() and event.text()):
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame (thicker with the focus) and the text."""
        roles, palette, locked = QPalette.ColorRole, self.palette(), self.isReadOnly()
        fill = palette.color(roles.Window if locked else roles.Base)
        line = palette.color(roles.Highlight if self.hasFocus() else roles.Midlight if locked else roles.Mid)
        painter = QPainter(self.viewport())
        draw_rounded_rect(painter, self.viewport().rect(), fill, line, 1 + self.hasFocus())
        painter.end()
        QTextEdit.paintEvent(self, event)

    def _height(self) -> int:
        one_line = self.fontMetrics().height() + 2 * (CELL_MARGIN + 1)
        return max(round(self.document().size().height()), one_line)


def focus_next_field(here: QWidget) -> None:
    """Move the focus to the next answer, without a stop at links, help and small buttons."""
    stops, own = tab_stops_in(here.window()), _editor_around(here)
    for stop in stops[stops.index(here) + 1 :] if here in stops else ():
        editor = _editor_around(stop)
        if editor is not None and editor is not own and not isinstance(stop, IconButton):
            target = stop if editor.isAncestorOf(here) else editor  # an editor knows where its focus belongs
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _editor_around(control: QWidget) -> Editor | None:
    around = control.parentWidget()
    while around is not None and not isinstance(around, Editor):
        around = around.parentWidget()
    return around


class LineEditor(Editor):
    """Editor for a line of text, which wraps if it is long; Enter goes to the next field."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.line_edit = self.make_line_edit()
        self.row = QHBoxLayout()
        self.row.addWidget(self.line_edit)
        self.content_layout.addLayout(self.row)
        self.content_layout.addWidget(self.hint_label)
        self._paste_remark = ""
        self.line_edit.paste_remarked.connect(self._keep_paste_remark)
        self.line_edit.edited.connect(self._typed)
        self.line_edit.entered.connect(self._go_on)
        self.watch_focus(self.line_edit)
        if isinstance(self.line_edit, GrowingLineInput):
            services.watch_spelling(self.line_edit)

    def make_line_edit(self) -> LineInput | GrowingLineInput:
        """Return the line edit."""
        return GrowingLineInput(self.path, self.field.label)

    def read_controls(self) -> object:
        """Return the text in the line edit."""
        return self.line_edit.cell_text()

    def fill_controls(self, value: Value) -> None:
        """Show the stored value."""
        self.line_edit.set_cell_text("" if value is None else str(value))

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the line edit read-only, or editable again."""
        self.line_edit.setReadOnly(read_only)

    def describe_problem(self) -> str:
        """Return what the user may want to fix, and whether the end of the text was left out."""
        longest = self.line_edit.longest
        full = FULL_LINE.format(longest=longest) if len(self.line_edit.cell_text()) >= longest else ""
        remarks = (super().describe_problem(), self._paste_remark or full)
        return " ".join(filter(None, remarks))

    def _go_on(self) -> None:
        self.flush()
        focus_next_field(self.line_edit)

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
        self.keep_hint_room(UNREADABLE)
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
        self.keep_hint_room(UNREADABLE)
        self.open_button = Button("Open", icon_name="open")
        self.open_button.setAccessibleName(f"Open: {field.label}")
        self.open_button.setEnabled(False)
        self.open_button.clicked.connect(self._open)
        self.row.setSpacing(8)
        self.row.addWidget(self.open_button)
        self.line_edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)

    def make_line_edit(self) -> LineInput:
        """Return a line edit that does not wrap."""
        return LineInput(self.path, self.field.label)

    def refresh(self) -> None:
        """Enable the button if the address can be opened."""
        super().refresh()
        self.open_button.setEnabled(is_safe_link(self.line_edit.cell_text().strip()))

    def _open(self) -> None:
        self.flush()
        self.services.open_link(self.line_edit.cell_text().strip())
