"""The widgets that edit a table cell: a growing text box and a short line."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QTextEdit, QWidget

from carreport.form.kinds import kind_of
from carreport.form.richtext import clean, clean_line
from carreport.form.schema import Field, Value
from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.clipboard_text import paste_remarks, read_clipboard_text
from carreport.ui.theme.proxy_style import draw_rounded_rect

CELL_MARGIN = 8
LONGEST_CELL = 5_000
"""The most characters that a cell has after something was pasted; a longer line takes too long to lay out."""


class GrowingCell(QTextEdit):
    """A cell for text that may wrap onto several lines; Enter is left to the table.

    With `takes_blocks`, text of several lines or columns is not inserted, but signalled; with
    `keeps_lines`, pasted text keeps its line breaks.
    """

    edited = Signal()
    block_pasted = Signal(str)
    paste_remarked = Signal(str)
    """A sentence about what was left out of a paste, or changed."""

    def __init__(self, *, takes_blocks: bool = False, keeps_lines: bool = False) -> None:
        super().__init__()
        self._takes_blocks, self._keeps_lines = takes_blocks, keeps_lines
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        # otherwise a screen reader finds the focus in two objects
        self.viewport().setFocusProxy(None)  # type: ignore[arg-type]  # None is missing from the type stubs
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(CELL_MARGIN)
        self.document().clearUndoRedoStacks()  # the margin is not an edit
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self.edited)
        self._fit()

    def cell_text(self) -> str:
        """Return the text in the cell."""
        return self.toPlainText()

    def set_cell_text(self, words: str) -> None:
        """Show this text."""
        if words != self.toPlainText():
            with QSignalBlocker(self):
                self.setPlainText(words)

    def put_caret_at(self, place: QPoint) -> None:
        """Put the caret at this position."""
        self.setTextCursor(self.cursorForPosition(place))

    @qt_override(default=None)
    def loadResource(self, kind: int, name: object) -> object:  # noqa: ARG002 - Qt gives both
        """Return nothing: a cell never reads a file or uses the network."""
        return None

    @qt_override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert the text as one line; in a table, a block from a spreadsheet is left to the table."""
        words = source.text()
        if self._takes_blocks and is_cell_block(words):
            self.block_pasted.emit(words)
            return
        remarks: dict[str, int] = {}
        if source.hasHtml():  # only HTML says what is raised or struck out
            pasted = read_clipboard_text(source)
            words = "\n".join(block.plain_text for block in (*pasted.text.blocks, *pasted.text.notes))
            remarks = dict(pasted.remarks)
        start = words[: LONGEST_CELL * 2]
        text = clean(start).strip() if self._keeps_lines else clean_line(start)
        room = max(LONGEST_CELL - len(self.toPlainText()) + len(self.textCursor().selectedText()), 0)
        self.insertPlainText(text[:room])
        left_out = max(len(text) - room, 0) + len(words) - len(start) + remarks.pop("cut", 0)
        remark = " ".join(filter(None, (cut_text(left_out) if left_out else "", paste_remarks(remarks))))
        if remark:
            self.paste_remarked.emit(remark)

    @qt_override(default=False)
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Return whether the data contains text that can be pasted or dropped."""
        return source.hasText() or source.hasHtml()

    @qt_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Update the height when the width changes."""
        super().resizeEvent(event)
        self._fit()

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text and the focus ring."""
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus_ring(self.viewport())

    @qt_override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Remove the focus ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        self.viewport().update()

    @qt_override(default=QSize(160, 36))
    def sizeHint(self) -> QSize:
        """Return a size with the height of the text."""
        return QSize(160, self._height())

    @qt_override(default=QSize(80, 36))
    def minimumSizeHint(self) -> QSize:
        """Return the same height: text is never hidden."""
        return QSize(80, self._height())

    def _height(self) -> int:
        return max(round(self.document().size().height()), self.fontMetrics().height() + 2 * CELL_MARGIN)

    def _fit(self) -> None:
        self.setFixedHeight(self._height())


class LineCell(QLineEdit):
    """A cell for a number."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrame(False)
        self.setTextMargins(CELL_MARGIN - 2, 0, CELL_MARGIN - 2, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def cell_text(self) -> str:
        """Return the text in the cell."""
        return self.text()

    def set_cell_text(self, words: str) -> None:
        """Show this text."""
        if words != self.text():
            self.setText(words)
            self.setCursorPosition(0)

    def put_caret_at(self, place: QPoint) -> None:
        """Put the caret at this position."""
        self.setCursorPosition(self.cursorPositionAt(place))

    @qt_override(default=QSize(60, 36))
    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(60, self.fontMetrics().height() + 2 * CELL_MARGIN)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text and the focus ring."""
        super().paintEvent(event)
        paint_focus_ring(self)


Cell = GrowingCell | LineCell


def cell_text(field: Field, value: Value) -> str:
    """Return the text that a cell shows for a stored answer."""
    if field.choices:
        return str(value or "")
    return "" if value is None else str(value)


def parse_cell(field: Field, words: str) -> Value:
    """Return the value that a draft stores for the text of a cell, or why it is invalid."""
    return kind_of(field).parse(field, words)


def is_cell_block(words: str) -> bool:
    """Return whether the text is a block of several cells."""
    return "\t" in words or "\n" in words.strip("\r\n")


def cut_text(count: int) -> str:
    """Return the sentence that says how many characters of a paste were left out."""
    return f"The text was too long for one line. Characters left out at its end: {count:,}."


def paint_focus_ring(widget: QWidget) -> None:
    """Paint the focus ring."""
    painter = QPainter(widget)
    inner = widget.rect().adjusted(1, 1, -1, -1)
    draw_rounded_rect(painter, inner, None, widget.palette().color(QPalette.ColorRole.Highlight), 2)
