"""Find the quotations in a text that know their source, put new ones in, and settle those that drifted.

Every function that changes the text is one step of undo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from carreport.form.richtext import Block, Span, tidy
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


@dataclass(frozen=True, slots=True)
class LinkedQuotation:
    """A quotation with its source: its first and last block by number, where it is from, its words."""

    first_block: int
    last_block: int
    source: str
    text: str


def find_quotations(document: QTextDocument) -> list[LinkedQuotation]:
    """Return the quotations that know their source; blocks of one source in a row are one."""
    found: list[LinkedQuotation] = []
    block = document.begin()
    while block.isValid():
        source, words = source_of(block), block.text().replace(LINE_BREAK, "\n").strip()
        last = found[-1] if found else None
        if source and last and (last.source, last.last_block) == (source, block.blockNumber() - 1):
            joined = "\n\n".join(each for each in (last.text, words) if each)
            found[-1] = LinkedQuotation(last.first_block, last.last_block + 1, source, joined)
        elif source:
            found.append(LinkedQuotation(block.blockNumber(), block.blockNumber(), source, words))
        block = block.next()
    return found


def quotation_at(cursor: QTextCursor) -> LinkedQuotation | None:
    """Return the quotation with a source that the cursor stands in, if it does."""
    at = cursor.block().blockNumber()
    found = find_quotations(cursor.document()) if source_of(cursor.block()) else []
    return next((each for each in found if each.first_block <= at <= each.last_block), None)


def selected_quotation(cursor: QTextCursor, source: str) -> tuple[Block, ...]:
    """Return what is selected, or the paragraph at the cursor, as a quotation from `source`."""
    selected = _widen_to_words(cursor)
    words = tidy(Block("paragraph", each.spans) for each in read_selection(selected).blocks)
    if not any(letter.isalnum() for each in words for letter in each.plain_text):
        return ()
    return tuple(Block("quote", each.spans, source=source) for each in words)


def insert_quotation(cursor: QTextCursor, blocks: Sequence[Block]) -> None:
    """Put a quotation behind the paragraph at the cursor; the cursor goes to a new paragraph below it."""
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
    """Let a quotation say `passage`; return where it ends."""
    cursor = QTextCursor(document.findBlockByNumber(quotation.first_block))
    last = document.findBlockByNumber(quotation.last_block)
    first, *more = (each for each in passage.split("\n\n") if each.strip())
    with edit_block(cursor):
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        set_type(cursor, "quote")
        set_source(cursor, quotation.source)
        write_spans(cursor, Block("quote", (Span(first),)))
        for each in more:
            write_block(cursor, Block("quote", (Span(each),), source=quotation.source))
        _finish_replacement(cursor)
    return cursor


def unlink_quotation(document: QTextDocument, quotation: LinkedQuotation) -> QTextCursor:
    """Let the words of a quotation be the writer's own, in a paragraph; return where they end."""
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
    """Return the selection widened to whole words, or the whole block where nothing is selected."""
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
    """Say whether a letter belongs to a word; halves of rare characters are never parted."""
    return letter.isalnum() or letter == "_" or "\ud800" <= letter <= "\udfff"
