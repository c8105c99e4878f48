"""The cells of a table in which one writes: a line that grows, a short line, a choice, a grip."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QTextEdit, QWidget

from carreport.form.kinds import kind_of
from carreport.form.richtext import clean_line
from carreport.form.schema import Field, Value
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import current_colour_scheme, icon
from carreport.ui.theme.proxy_style import draw_rounded_rect

CELL_MARGIN = 8


class GrowingCell(QTextEdit):
    """A cell for words that may need several lines; Enter is left to the table."""

    edited = Signal()
    block_pasted = Signal(str)

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(CELL_MARGIN)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self.edited)
        self._fit()

    def cell_text(self) -> str:
        """Return what is written."""
        return self.toPlainText()

    def set_cell_text(self, words: str) -> None:
        """Show these words."""
        if words != self.toPlainText():
            with QSignalBlocker(self):
                self.setPlainText(words)

    @qt_override(default=None)
    def loadResource(self, kind: int, name: object) -> object:  # noqa: ARG002 - Qt gives both
        """Return nothing: a cell never reads a file or asks the network."""
        return None

    @qt_override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take one line; a block from a spreadsheet is for the whole table."""
        words = source.text()
        if is_cell_block(words):
            self.block_pasted.emit(words)
        else:
            self.insertPlainText(clean_line(words))

    @qt_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height again when the width is different."""
        super().resizeEvent(event)
        self._fit()

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words, and the ring where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus_ring(self.viewport())

    @qt_override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    @qt_override(default=QSize(160, 36))
    def sizeHint(self) -> QSize:
        """Return the height of the words."""
        return QSize(160, self._height())

    @qt_override(default=QSize(80, 36))
    def minimumSizeHint(self) -> QSize:
        """Return the same height: words are never hidden."""
        return QSize(80, self._height())

    def _height(self) -> int:
        return max(round(self.document().size().height()), self.fontMetrics().height() + 2 * CELL_MARGIN)

    def _fit(self) -> None:
        self.setFixedHeight(self._height())


class LineCell(QLineEdit):
    """A cell for a few letters or a number."""

    edited = Signal()

    def __init__(self, column: str, *, number: bool) -> None:
        super().__init__()
        self.column = column
        self.setFrame(False)
        self.setTextMargins(CELL_MARGIN - 2, 0, CELL_MARGIN - 2, 0)
        if number:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._emit_edited)

    def cell_text(self) -> str:
        """Return what is written."""
        return self.text()

    def set_cell_text(self, words: str) -> None:
        """Show these words."""
        if words != self.text():
            self.setText(words)
            self.setCursorPosition(0)

    @qt_override(default=QSize(60, 36))
    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(60, self.fontMetrics().height() + 2 * CELL_MARGIN)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words, and the ring where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus_ring(self)

    def _emit_edited(self) -> None:
        self.edited.emit()


class ChoiceCell(Dropdown):
    """A cell for one of some choices."""

    edited = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__("", field.label)
        self.column = field.id
        self.setFrame(False)
        self.addItem("–", "")
        for choice in field.choices:
            self.addItem(choice.label, choice.key)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._emit_edited)

    def cell_text(self) -> str:
        """Return the key of what is chosen."""
        return str(self.currentData() or "")

    def set_cell_text(self, words: str) -> None:
        """Show the choice with this key or label; one that has gone gets a line of its own."""
        at = max(self.findData(words), self.findText(words))
        if at < 0:
            self.addItem(words, words)
            at = self.count() - 1
        self.setCurrentIndex(at)

    def setReadOnly(self, read_only: bool) -> None:  # noqa: FBT001 - like Qt's other cells
        """Let the choice be read but not changed."""
        self.setEnabled(not read_only)

    def _emit_edited(self) -> None:
        self.edited.emit()


Cell = GrowingCell | LineCell | ChoiceCell


def make_cell(field: Field, *, grows: bool) -> Cell:
    """Return a cell for the answers to an inner question."""
    if field.choices:
        return ChoiceCell(field)
    return GrowingCell(field.id) if grows else LineCell(field.id, number=kind_of(field).is_number)


def cell_text(field: Field, value: Value) -> str:
    """Return how a stored answer stands in its cell."""
    if field.choices:
        return str(value or "")
    return "" if value is None else str(value)


def parse_cell(field: Field, words: str) -> Value:
    """Return what a draft keeps of the words in a cell, or why it cannot."""
    return kind_of(field).parse(field, words)


def is_cell_block(words: str) -> bool:
    """Say whether words fill more than one cell."""
    return "\t" in words or "\n" in words.strip("\r\n")


def paint_focus_ring(widget: QWidget) -> None:
    """Paint the ring that shows where the keyboard is."""
    painter = QPainter(widget)
    inner = widget.rect().adjusted(1, 1, -1, -1)
    draw_rounded_rect(painter, inner, None, widget.palette().color(QPalette.ColorRole.Highlight), 2)


class DragHandle(QWidget):
    """What a row or card is dragged by."""

    dragged = Signal(QPoint)
    dropped = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(22, 36)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint six dots."""
        place = QRect(self.width() // 2 - 8, min(self.height() // 2, 18) - 8, 16, 16)
        icon("grip", current_colour_scheme(), "muted").paint(QPainter(self), place)

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        event.accept()

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the mouse is."""
        self.dragged.emit(event.globalPosition().toPoint())

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.dropped.emit(event.globalPosition().toPoint())
