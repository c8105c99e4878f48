"""Go to the next misspelt word of the inquiry, and show what it may be meant to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from carreport.ui.spelling.inquiry_spelling import InquirySpelling, MisspeltPlace
from carreport.ui.spelling.spelling_menu import NO_DICTIONARY

NOTHING_MISSPELT = "No misspelt words were found."
IS_OFF = "Spelling is not checked. You can turn it on in the settings."
HAS_FAILED = "Spelling cannot be checked, because the dictionary could not be loaded."


def show_next_misspelt(
    spelling: InquirySpelling, page: QWidget, go_to: Callable[[str], None], say: Callable[[str], None]
) -> None:
    """Select the next misspelt word after the cursor and open its menu; `say` why that is not possible."""

    def show(place: MisspeltPlace | None) -> None:
        if place is None:
            failed = spelling.checker is not None and spelling.checker.has_failed
            say(HAS_FAILED if failed else NOTHING_MISSPELT)
            return
        go_to(place.path)
        control = page.findChild(QTextEdit, place.path)
        if control is not None:
            _select(spelling, control, place)

    if spelling.checker is None or not spelling.is_wanted:
        say(NO_DICTIONARY if spelling.checker is None else IS_OFF)
        return
    spelling.forget()
    spelling.find_next(_cursor_place(), show)


def _cursor_place() -> tuple[str, int, int]:
    """Return where the cursor is: the path of the answer, the number of the paragraph and the place in it."""
    control = QApplication.focusWidget()
    if not isinstance(control, QTextEdit):
        return "", 0, 0
    cursor = control.textCursor()
    end = control.document().findBlock(cursor.selectionEnd())
    number = sum(block.blockNumber() < end.blockNumber() for block in _paragraphs(control))
    return control.objectName(), number, cursor.selectionEnd() - end.position()


def _select(spelling: InquirySpelling, control: QTextEdit, wanted: MisspeltPlace) -> None:
    blocks = list(_paragraphs(control))
    if wanted.paragraph >= len(blocks):
        return
    block = blocks[wanted.paragraph]
    for place in spelling.misspelt_in(block.text()):  # the marks of notes may have moved it
        if place.word == wanted.word.word and place.start >= wanted.word.start:
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + place.start)
            cursor.setPosition(block.position() + place.start + place.length, QTextCursor.MoveMode.KeepAnchor)
            control.setTextCursor(cursor)
            control.setFocus()
            spelling.say(control, place.word)
            control.customContextMenuRequested.emit(control.cursorRect().center())
            return


def _paragraphs(control: QTextEdit) -> Iterator[QTextBlock]:
    """Yield the paragraphs that have text, as they are counted in an answer."""
    block = control.document().begin()
    while block.isValid():
        if block.text().strip():
            yield block
        block = block.next()
