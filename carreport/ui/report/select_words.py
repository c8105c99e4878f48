"""Select the words of an answer that a finding is about, in the editor that has the focus."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit

from carreport.ui.editors.base import Editor
from carreport.ui.richtext.note_marks import MARK, after_marks, mark_places, noted_words
from carreport.ui.richtext.table_marks import table_at, table_of, table_places
from carreport.ui.richtext.text_edit import RichTextEdit


def select_words(words: str, passage: str) -> None:
    """Select `words` in the control with the focus, or in another of the same answer.

    In a text they are selected in the paragraph with the sentence `passage`. If they are nowhere, do nothing.
    """
    control = QApplication.focusWidget()
    if isinstance(control, QTextEdit):
        _select_in_text(control, words, passage)
        return
    around = control
    while around is not None and not isinstance(around, Editor):
        around = around.parentWidget()
    boxes = around.findChildren(QLineEdit) if around is not None else []
    for box in sorted(boxes, key=lambda box: box is not control):
        at = box.text().find(words)
        if at >= 0:
            box.setFocus()
            box.setSelection(at, len(words))
            return


def _select_in_text(box: QTextEdit, words: str, passage: str) -> None:
    block, fallback = box.document().begin(), None
    while block.isValid():
        text = block.text().replace("\u2028", "\n").replace(MARK, "")
        at = text.find(words)
        if at >= 0 and (fallback is None or passage in " ".join(text.split())):
            first, last = (after_marks(block.text(), place) for place in (at, at + len(words)))
            fallback = block.position() + first, block.position() + last
            if passage in " ".join(text.split()):
                break
        block = block.next()
    if fallback is not None:
        cursor = QTextCursor(box.document())
        cursor.setPosition(fallback[0])
        cursor.setPosition(fallback[1], QTextCursor.MoveMode.KeepAnchor)
        box.setTextCursor(cursor)
    elif isinstance(box, RichTextEdit) and not _show_in_table(box, words):
        _show_in_note(box, words)


def _show_in_table(box: RichTextEdit, words: str) -> bool:
    """Open the first table that has these words; say whether there is one."""
    for place in table_places(box.document()):
        mark = table_at(box.document(), place)
        if mark is not None and words in table_of(mark.charFormat()).plain_text:
            box.table_requested.emit(place)
            return True
    return False


def _show_in_note(box: RichTextEdit, words: str) -> None:
    """Open the first note that has these words."""
    for place in mark_places(box.document()):
        if words in noted_words(box.document(), place):
            box.note_requested.emit(place)
            return
