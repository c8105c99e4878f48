"""Show the words of one answer, to be read and marked with mouse or keyboard but never changed."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit

from carreport.form.richtext import Block
from carreport.ui.qt.guard import guarded
from carreport.ui.quotations.quotable_answers import Quotable
from carreport.ui.richtext.document import write_document
from carreport.ui.richtext.quote_links import lifted_blocks
from carreport.ui.theme.proxy_style import rounded

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PADDING = 10
_LEAST = 110


class QuoteText(QTextEdit):
    """The words of an answer; the paragraph with the cursor is lit, Enter quotes."""

    place_changed = Signal()
    quote_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._source = ""
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
        self.setAccessibleName("The words of the answer")
        self.setAccessibleDescription("Mark words with Shift and the arrow keys. Enter quotes them.")
        self.cursorPositionChanged.connect(self._follow)
        self.selectionChanged.connect(self._follow)

    @property
    def is_marked(self) -> bool:
        """Whether words are marked; else the paragraph with the cursor is meant."""
        return self.textCursor().hasSelection()

    def show_answer(self, answer: Quotable) -> None:
        """Show the words of this answer."""
        self._source = answer.path
        write_document(self.document(), answer.text)
        self.document().setDocumentMargin(_PADDING)
        self.setTextCursor(QTextCursor(self.document()))
        self._follow()

    def lifted(self) -> tuple[Block, ...]:
        """Return what is marked, or the paragraph with the cursor, as a quotation."""
        return lifted_blocks(self.textCursor(), self._source)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Quote by Enter."""
        if event.key() in _ENTERS:
            self.quote_wanted.emit()
        else:
            super().keyPressEvent(event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet that the words stand on."""
        roles = QPalette.ColorRole
        painter = QPainter(self.viewport())
        palette, here = self.palette(), self.hasFocus()
        line = palette.color(roles.Highlight if here else roles.Midlight)
        rounded(painter, self.viewport().rect(), palette.color(roles.Base), line, 2 if here else 1)
        rounded(painter, self._lit(), palette.color(roles.AlternateBase), None, 0)
        painter.end()
        super().paintEvent(event)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height again when the width is different."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as tall as the words, up to half the window; then they scroll."""
        needed = round(self.document().size().height()) + 2
        height = min(max(needed, _LEAST), max(self.window().height() // 2, 2 * _LEAST))
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAsNeeded if needed > height else policies.ScrollBarAlwaysOff
        )
        if height != self.height():
            self.setFixedHeight(height)

    def _lit(self) -> QRect:
        """Return the paragraph that would be quoted; nothing where words are marked."""
        if self.is_marked:
            return QRect()
        room = self.document().documentLayout().blockBoundingRect(self.textCursor().block()).toRect()
        return room.translated(0, -self.verticalScrollBar().value()).adjusted(-6, -3, 6, 3)

    def _follow(self) -> None:
        self.viewport().update()
        self.place_changed.emit()
