"""The lines under the misspelt words of one text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QPoint, QSignalBlocker
from PySide6.QtGui import QPalette, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.document import source_of
from carreport.ui.spelling.word_places import WordPlace


class WordCheck(Protocol):
    """Finds the misspelt words of a paragraph."""

    def misspelt_in(self, text: str, unfinished: int = -1) -> Iterator[WordPlace]:
        """Yield the misspelt words in the text of a paragraph, but one that ends at `unfinished`."""


class MisspeltMarks(QSyntaxHighlighter):
    """Draws a line under misspelt words, paragraph by paragraph; the document itself is not changed.

    The word at whose end the cursor is may be unfinished, so it has no line until the cursor leaves it.
    Quotations from an answer are somebody else's words, and have none.
    """

    def __init__(self, control: QTextEdit, words: WordCheck) -> None:
        super().__init__(control.document())
        self._control = control
        self._words = words
        self._unfinished: int | None = None
        """The place in the document where an unfinished word ends."""
        control.cursorPositionChanged.connect(self._finish)

    def place_at(self, point: QPoint) -> tuple[QTextCursor, str] | None:
        """Return a cursor that selects the misspelt word at a point of the control, and the word."""
        return self.place_around(self._control.cursorForPosition(point))

    def place_around(self, cursor: QTextCursor) -> tuple[QTextCursor, str] | None:
        """Return a cursor that selects the misspelt word around the cursor, and the word."""
        block, inside = cursor.block(), cursor.positionInBlock()
        for place in self.places_in(block):
            if place.start <= inside <= place.start + place.length:
                return self._selection(block, place), place.word
        return None

    def places_in(self, block: QTextBlock) -> Iterator[WordPlace]:
        """Yield the misspelt words in a paragraph, also an unfinished one."""
        return iter(()) if source_of(block) else self._words.misspelt_in(block.text())

    def show_news(self, words: frozenset[str]) -> None:
        """Draw the lines of each paragraph that has one of these words: something else is known now."""
        block, sought = self.document().begin(), [word.casefold() for word in words]
        with QSignalBlocker(self.document()):  # the text is the same as before
            while block.isValid():
                text = block.text().casefold()  # “famlies” is asked for “Famlies” too
                if any(word in text for word in sought):
                    self.rehighlightBlock(block)
                block = block.next()

    @qt_override
    def highlightBlock(self, text: str) -> None:
        """Draw the lines of one paragraph."""
        block = self.currentBlock()
        if source_of(block):
            return
        caret = self._control.textCursor() if self._control.hasFocus() else None
        unfinished = caret.positionInBlock() if caret is not None and caret.block() == block else -1
        if unfinished >= 0 and caret is not None:
            self._unfinished = caret.position() if text[unfinished - 1 : unfinished].isalpha() else None
        for place in self._words.misspelt_in(text, unfinished):
            self.setFormat(place.start, place.length, self._line())

    def _finish(self) -> None:
        """Draw the line under a word that was unfinished, once the cursor has left it."""
        left = self._unfinished
        if left is not None and left != self._control.textCursor().position():
            self._unfinished = None
            block = self.document().findBlock(left)
            if block.isValid():
                with QSignalBlocker(self.document()):
                    self.rehighlightBlock(block)

    def _line(self) -> QTextCharFormat:
        line = QTextCharFormat()
        line.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        line.setUnderlineColor(self._control.palette().color(QPalette.ColorRole.BrightText))
        return line

    @staticmethod
    def _selection(block: QTextBlock, place: WordPlace) -> QTextCursor:
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + place.start)
        cursor.setPosition(block.position() + place.start + place.length, QTextCursor.MoveMode.KeepAnchor)
        return cursor
