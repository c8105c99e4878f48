"""Find the sourced quotations in a text, insert new ones, and update those whose source changed.

Each function that changes the text is one undo step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from carreport.form.richtext import Block, RichText, Span, tidy
from carreport.ui.richtext.document import (
    LINE_BREAK,
    read_selection,
    regroup,
    reserve_caption_space,
    set_source,
    set_type,
    source_of,
    type_of,
    write_block,
    write_spans,
)
from carreport.ui.richtext.formatting import edit_block
from carreport.ui.richtext.note_marks import MARK


@dataclass(frozen=True, slots=True)
class QuotationSource:
    """The answer a quotation was taken from: its place in words, its text, and why it is not printed.

    `texts` is empty if the answer has been removed, and has one text per version during a conflict.
    """

    place: str
    texts: tuple[str, ...] = ()
    not_printed_reason: str = ""


@dataclass(frozen=True, slots=True)
class LinkedQuotation:
    """A sourced quotation: the numbers of its first and last block, the path of its source, its text."""

    first_block: int
    last_block: int
    source: str
    text: str


def find_quotations(document: QTextDocument) -> list[LinkedQuotation]:
    """Return the sourced quotations; consecutive blocks with the same source are one."""
    found: list[LinkedQuotation] = []
    block = document.begin()
    while block.isValid():
        source, words = source_of(block), block.text().replace(LINE_BREAK, "\n").replace(MARK, "").strip()
        last = found[-1] if found else None
        if source and last and (last.source, last.last_block) == (source, block.blockNumber() - 1):
            joined = "\n\n".join(part for part in (last.text, words) if part)
            found[-1] = LinkedQuotation(last.first_block, last.last_block + 1, source, joined)
        elif source:
            found.append(LinkedQuotation(block.blockNumber(), block.blockNumber(), source, words))
        block = block.next()
    return found


def quotation_at(cursor: QTextCursor) -> LinkedQuotation | None:
    """Return the sourced quotation at the cursor, or None."""
    at = cursor.block().blockNumber()
    found = find_quotations(cursor.document()) if source_of(cursor.block()) else []
    return next(
        (quotation for quotation in found if quotation.first_block <= at <= quotation.last_block), None
    )


def selected_quotation(cursor: QTextCursor, source: str) -> tuple[Block, ...]:
    """Return the selection, or the paragraph at the cursor, as a quotation from `source`."""
    selected = _widen_to_words(cursor)
    words = tidy(Block("paragraph", block.spans) for block in read_selection(selected).blocks)
    if not any(letter.isalnum() for block in words for letter in block.plain_text):
        return ()
    return tuple(Block("quote", block.spans, source=source) for block in words)


def insert_quotation(cursor: QTextCursor, blocks: Sequence[Block]) -> None:
    """Insert a quotation after the paragraph at the cursor, then move the cursor to an empty one below it."""
    with edit_block(cursor):
        cursor.clearSelection()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        first, *more = blocks
        if cursor.block().length() == 1:
            set_type(cursor, first.type)
            set_source(cursor, first.source)
            write_spans(cursor, first)
        else:
            more = [first, *more]
        for block in more:
            write_block(cursor, block)
        following = cursor.block().next()
        if following.isValid() and type_of(following) == "paragraph" and following.length() == 1:
            cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
        else:
            write_block(cursor, Block("paragraph", ()))
        _finish_replacement(cursor)


def replace_quotation(document: QTextDocument, quotation: LinkedQuotation, passage: str) -> QTextCursor:
    """Replace the text of a quotation with `passage`; its notes are at the end, where the cursor is."""
    cursor = QTextCursor(document.findBlockByNumber(quotation.first_block))
    last = document.findBlockByNumber(quotation.last_block)
    first, *more = (paragraph for paragraph in passage.split("\n\n") if paragraph.strip())
    with edit_block(cursor):
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        notes = RichText(tidy(read_selection(cursor).blocks)).notes
        cursor.removeSelectedText()
        set_type(cursor, "quote")
        set_source(cursor, quotation.source)
        write_spans(cursor, Block("quote", (Span(first),)))
        for paragraph in more:
            write_block(cursor, Block("quote", (Span(paragraph),), source=quotation.source))
        write_spans(cursor, Block("quote", tuple(Span("", note=note.spans) for note in notes)))
        _finish_replacement(cursor)
    return cursor


def unlink_quotation(document: QTextDocument, quotation: LinkedQuotation) -> QTextCursor:
    """Turn a quotation into ordinary paragraphs; return a cursor at their end."""
    cursor = QTextCursor(document.findBlockByNumber(quotation.first_block))
    with edit_block(cursor):
        for number in range(quotation.first_block, quotation.last_block + 1):
            cursor.setPosition(document.findBlockByNumber(number).position())
            set_type(cursor, "paragraph")
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        _finish_replacement(cursor)
    return cursor


def _finish_replacement(cursor: QTextCursor) -> None:
    regroup(cursor.document())
    reserve_caption_space(cursor.document())


def _widen_to_words(cursor: QTextCursor) -> QTextCursor:
    """Return the selection extended to whole words, or the whole block if nothing is selected."""
    document, found = cursor.document(), QTextCursor(cursor)
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    if start == end:
        start, end = _ends(cursor.block())
    while _is_inside_word(document, start):
        start -= 1
    while _is_inside_word(document, end):
        end += 1
    found.setPosition(start)
    found.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return found


def _ends(block: QTextBlock) -> tuple[int, int]:
    return block.position(), block.position() + block.length() - 1


def _is_inside_word(document: QTextDocument, place: int) -> bool:
    before, after = (document.characterAt(at) if at >= 0 else "" for at in (place - 1, place))
    return _in_word(before) and _in_word(after)


def _in_word(letter: str) -> bool:
    """Return whether a character belongs to a word; surrogate pairs are never split."""
    return letter.isalnum() or letter == "_" or "\ud800" <= letter <= "\udfff"
