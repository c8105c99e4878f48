"""The marked words of an answer: what a comment quotes, the context menu, and marks under quoted words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QTextEdit, QWidget
from shiboken6 import isValid

from carreport.review.threads import CONTEXT_LENGTH, LONGEST_QUOTE, Anchor
from carreport.ui.menus import offer_plain_paste, show_keys
from carreport.ui.richtext.note_marks import MARK, after_marks, holds_table
from carreport.ui.spelling.inquiry_spelling import FillMenu

OfferSpelling = Callable[[QTextEdit, QPoint, Callable[[FillMenu], None]], None]
COMMENT_ON_WORDS = "Comment on these words…"
COMMENT = "Comment…"
COMMENT_KEYS = "Ctrl+Alt+M"


def marked_words(control: QWidget | None) -> Anchor:
    """Return the words that are marked in a text box, with some before and after them.

    A whole line is not taken as marked, because Tab selects it.
    """
    if isinstance(control, QTextEdit):
        cursor, text = control.textCursor(), control.toPlainText()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        return _anchor(text, _letters(text, start), _letters(text, end))
    if isinstance(control, QLineEdit) and control.hasSelectedText():
        text, quote = control.text(), control.selectedText()
        start = _letters(text, control.selectionStart())
        return Anchor() if quote == text else _anchor(text, start, start + len(quote))
    return Anchor()


def _anchor(text: str, start: int, end: int) -> Anchor:
    start, end = start - text[:start].count(MARK), end - text[:end].count(MARK)
    text = text.replace(MARK, "")
    quote = text[start:end]
    start += len(quote) - len(quote.lstrip())
    quote = quote.strip()[:LONGEST_QUOTE].rstrip()
    if not quote:
        return Anchor()
    end = start + len(quote)
    return Anchor(quote, text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH])


def mark_words(text_edit: QTextEdit, places: Iterable[tuple[int, int, int]]) -> None:
    """Underline words with dashes, each given by the number of its block and its first and last letter.

    Blocks without text do not count, but tables do; space at the start of a block does not: so it is in a
    `RichText`. The text itself is unchanged, and the marks move with the words while somebody types.
    """
    blocks = _filled_blocks(text_edit)
    marks = []
    for number, start, end in places:
        if number < len(blocks):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = _cursor_over(blocks[number], start, end)
            mark.format = _mark_format(text_edit.palette())
            marks.append(mark)
    text_edit.setExtraSelections(marks)


def _mark_format(palette: QPalette) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    made.setUnderlineColor(palette.color(QPalette.ColorRole.Highlight))
    made.setBackground(palette.color(QPalette.ColorRole.AlternateBase))
    return made


def _filled_blocks(text_edit: QTextEdit) -> list[QTextBlock]:
    blocks, block = [], text_edit.document().begin()
    while block.isValid():
        if holds_table(block) or block.text().replace(MARK, "").strip():
            blocks.append(block)
        block = block.next()
    return blocks


def _cursor_over(block: QTextBlock, start: int, end: int) -> QTextCursor:
    text = block.text()
    words = text.replace(MARK, "")
    before = len(words) - len(words.lstrip())
    first, last = (after_marks(text, before + place) for place in (start, end))
    if holds_table(block):  # the words are in a cell, and the table is one letter
        first, last = 0, 1
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + _units(text, first))
    cursor.setPosition(block.position() + _units(text, last), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _letters(text: str, units: int) -> int:
    """Return how many letters these UTF-16 units are, by which Qt counts: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * max(units, 0)].decode("utf-16-le", "ignore"))


def _units(text: str, letters: int) -> int:
    return len(text[:letters].encode("utf-16-le", "surrogatepass")) // 2


class CommentMenu(QObject):
    """Adds “Comment” to the context menu of text boxes."""

    comment_requested = Signal()

    def __init__(self, offer_spelling: OfferSpelling, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offer_spelling = offer_spelling

    def watch(self, control: QWidget) -> None:
        """Add it to the context menu of this control, if it is a text box."""
        is_new = control.contextMenuPolicy() is Qt.ContextMenuPolicy.DefaultContextMenu
        if isinstance(control, QLineEdit | QTextEdit) and is_new:
            control.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            control.customContextMenuRequested.connect(self._show_menu)

    def _show_menu(self, at: QPoint) -> None:
        control = self.sender()
        if isinstance(control, QTextEdit):
            place = control.viewport().mapToGlobal(at)
            self._offer_spelling(control, at, lambda fill: self._pop_up(control, place, fill))
        elif isinstance(control, QLineEdit):
            self.make_menu(control).popup(control.mapToGlobal(at))

    def _pop_up(self, control: QTextEdit, place: QPoint, fill: FillMenu) -> None:
        """Show the menu, once it is known what a misspelt word may be meant to be."""
        if isValid(control) and control.isVisible():
            menu = self.make_menu(control)
            fill(menu)
            menu.popup(place)

    def make_menu(self, control: QLineEdit | QTextEdit) -> QMenu:
        """Return the context menu of a text box."""
        menu = control.createStandardContextMenu()
        show_keys(menu)
        offer_plain_paste(menu, control)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        action = menu.addAction(COMMENT_ON_WORDS if marked_words(control).quote else COMMENT)
        action.setShortcut(COMMENT_KEYS)
        action.triggered.connect(self.comment_requested)
        return menu
