"""A read-only view of an answer’s text, for selecting a quotation."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from carreport.form.richtext import Block
from carreport.ui.qt.guard import qt_override
from carreport.ui.quotations.quotable_answers import QuotableAnswer
from carreport.ui.richtext.document import write_document
from carreport.ui.richtext.note_marks import NoteMarks
from carreport.ui.richtext.quote_links import selected_quotation
from carreport.ui.theme.proxy_style import draw_rounded_rect

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PADDING = 10
_LEAST = 110


class SelectableText(QTextEdit):
    """The text of an answer, with the current paragraph highlighted; Enter quotes it."""

    selection_moved = Signal()
    quote_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._source = ""
        self._note_marks = NoteMarks(self.document())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_LEAST)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Text of the answer")
        self.setAccessibleDescription(
            "Select text with Shift and the arrow keys, then press Enter to quote it."
        )
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.selectionChanged.connect(self._cursor_moved)

    @property
    def has_selection(self) -> bool:
        """Whether text is selected; otherwise the current paragraph is quoted."""
        return self.textCursor().hasSelection()

    def show_answer(self, answer: QuotableAnswer) -> None:
        """Show the text of this answer."""
        self._source = answer.path
        write_document(self.document(), answer.text)
        self.document().setDocumentMargin(_PADDING)
        self.setTextCursor(QTextCursor(self.document()))
        self._cursor_moved()

    def selected_quotation(self) -> tuple[Block, ...]:
        """Return the selection, or the current paragraph, as a quotation."""
        return selected_quotation(self.textCursor(), self._source)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Quote on Enter."""
        if event.key() in _ENTERS:
            self.quote_requested.emit()
        else:
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background and the highlighted paragraph."""
        roles = QPalette.ColorRole
        painter = QPainter(self.viewport())
        palette, here = self.palette(), self.hasFocus()
        line = palette.color(roles.Highlight if here else roles.Midlight)
        draw_rounded_rect(painter, self.viewport().rect(), palette.color(roles.Base), line, 2 if here else 1)
        draw_rounded_rect(painter, self._highlighted_rect(), palette.color(roles.AlternateBase), None, 0)
        painter.end()
        super().paintEvent(event)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Set the height to that of the text, up to half the window."""
        needed = round(self.document().size().height()) + 2
        height = min(max(needed, _LEAST), max(self.window().height() // 2, 2 * _LEAST))
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAsNeeded if needed > height else policies.ScrollBarAlwaysOff
        )
        if height != self.height():
            self.setFixedHeight(height)

    def _highlighted_rect(self) -> QRect:
        """Return the rectangle of the current paragraph, or an empty one if text is selected."""
        if self.has_selection:
            return QRect()
        room = self.document().documentLayout().blockBoundingRect(self.textCursor().block()).toRect()
        return room.translated(0, -self.verticalScrollBar().value()).adjusted(-6, -3, 6, 3)

    def _cursor_moved(self) -> None:
        self.viewport().update()
        self.selection_moved.emit()
