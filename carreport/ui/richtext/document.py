"""Convert a `RichText` to a `QTextDocument` and back, block by block and without loss.

The document itself records what each block is: list items are in a `QTextList`, quotations
have a quote level, subheadings a heading level. Bold text has a weight of 700 or more; a
subheading weighs less, so the two can be told apart. Nothing goes through HTML or Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import cast

from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextList,
    QTextListFormat,
)

from carreport.form.richtext import DEEPEST_LEVEL, Block, BlockType, RichText, Span, clean, tidy
from carreport.ui.richtext.note_marks import (
    MARK,
    holds_table,
    html_with_notes,
    is_mark,
    keep_note,
    note_of,
    with_stand_ins,
)
from carreport.ui.richtext.table_marks import table_at, table_format, table_html, table_of
from carreport.ui.theme.palette import FontRole, font_for

LINE_BREAK = "\u2028"
_Style = QTextListFormat.Style
_BULLETS = (_Style.ListDisc, _Style.ListCircle, _Style.ListSquare)
_NUMBERS = (_Style.ListDecimal, _Style.ListLowerAlpha, _Style.ListLowerRoman)
_QUOTE = QTextFormat.Property.BlockQuoteLevel
_SOURCE = QTextFormat.Property.UserProperty.value + 1
"""The block property that holds the path of the answer a quotation was taken from."""
_QUOTE_MARGIN = 18
_APART = 7
_STAND_IN = "\U000ffffc"
"""A character for private use, in a line that stands for a table."""
_TABLE_LINE = re.compile(f"<p[^>]*>(?:<[^>]*>)*{_STAND_IN}(?:<[^>]*>)*?</p>")
_LINE_HEIGHT = 125.0


def read_document(document: QTextDocument) -> RichText:
    """Return the text of the document."""
    blocks: list[Block] = []
    block = document.begin()
    while block.isValid():
        blocks += _read_blocks(block)
        block = block.next()
    return RichText(tidy(blocks))


def read_selection(cursor: QTextCursor) -> RichText:
    """Return the selected text; a selection within one block becomes a paragraph, which fits anywhere."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    blocks = []
    block = cursor.document().findBlock(start)
    while block.isValid() and block.position() <= end:
        if holds_table(block):
            blocks += [_table_in(block)] if start <= block.position() < end else []
            block = block.next()
            continue
        spans = []
        for at, length, span in _spans_with_places(block):
            words = _slice(span.text, at, length, start, end)
            note = span.note if start <= at < end else ()
            if words or note:
                spans.append(replace(span, text=words, note=note))
        blocks.append(Block(type_of(block), tuple(spans), level_of(block), source_of(block)))
        block = block.next()
    if len(blocks) == 1 and blocks[0].type != "table" and not _is_whole_quotation(cursor):
        blocks = [Block("paragraph", blocks[0].spans)]
    return RichText(tuple(blocks))


def copied_html(cursor: QTextCursor, text: RichText) -> str:
    """Return the selection as HTML; `text` is what is selected. Qt leaves out marks, so they are letters."""
    if not text.notes and not any(block.type == "table" for block in text.blocks):
        return cursor.selection().toHtml()
    document = QTextDocument()
    marked = with_stand_ins(text)
    write_document(document, _with_lines_for_tables(marked))
    pieces = (block for block in marked.blocks if block.type == "table")
    html = re.sub(_TABLE_LINE, lambda _: table_html(next(pieces)), document.toHtml())
    return html_with_notes(html, text)


def _with_lines_for_tables(text: RichText) -> RichText:
    """Return a text with a line that stands for each table."""
    line = Block("paragraph", (Span(_STAND_IN),))
    return RichText(tuple(line if block.type == "table" else block for block in text.blocks))


def _is_whole_quotation(cursor: QTextCursor) -> bool:
    """Return whether the selection is exactly one sourced quotation, which stays one when pasted."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    block = cursor.document().findBlock(start)
    whole = (start, end) == (block.position(), block.position() + block.length() - 1)
    return whole and bool(source_of(block))


def write_document(document: QTextDocument, text: RichText) -> None:
    """Replace the document with `text` and clear its undo history."""
    document.setUndoRedoEnabled(False)
    document.clear()
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setBlockFormat(block_format("paragraph"))
    if text.blocks:
        set_type(cursor, text.blocks[0].type, text.blocks[0].level)
        _keep_source(cursor, text.blocks[0])
        write_spans(cursor, text.blocks[0])
        for block in text.blocks[1:]:
            write_block(cursor, block)
    regroup(document)
    reserve_caption_space(document)
    cursor.endEditBlock()
    document.setUndoRedoEnabled(True)
    document.setModified(False)


def write_block(cursor: QTextCursor, block: Block) -> None:
    """Insert `block` as a new block after the cursor."""
    cursor.insertBlock(block_format(block.type), char_format(Span(""), block.type))
    set_type(cursor, block.type, block.level)
    _keep_source(cursor, block)
    write_spans(cursor, block)


def _keep_source(cursor: QTextCursor, block: Block) -> None:
    set_source(cursor, block.source if block.type == "quote" else "")


def set_source(cursor: QTextCursor, source: str) -> None:
    """Set the path of the answer that the quotation at the cursor was taken from; "" for none."""
    if source == source_of(cursor.block()):
        return
    kept = cursor.blockFormat()
    if source:
        kept.setProperty(_SOURCE, source)
    else:
        kept.clearProperty(_SOURCE)
    cursor.setBlockFormat(kept)


def source_of(block: QTextBlock) -> str:
    """Return the path of the answer that a quotation was taken from, or ""."""
    return block.blockFormat().stringProperty(_SOURCE)


def write_spans(cursor: QTextCursor, block: Block) -> None:
    """Insert the text of `block` at the cursor."""
    if block.type == "table":
        cursor.insertText(MARK, table_format(block))
        return
    kind = type_of(cursor.block())
    for span in block.spans:
        words = clean(span.text).replace("\n", LINE_BREAK)
        cursor.insertText(words, char_format(replace(span, note=()), kind))
        if span.note:
            cursor.insertText(MARK, char_format(Span("", span.strong, span.emphasis, note=span.note), kind))


def list_of(block: QTextBlock) -> QTextList | None:
    """Return the list that this block belongs to, or None."""
    return cast("QTextList | None", block.textList())


def type_of(block: QTextBlock) -> BlockType:
    """Return what kind of block this is."""
    if holds_table(block):
        return "table"
    entries = list_of(block)
    if entries is not None:
        return "bullet" if entries.format().style() in _BULLETS else "number"
    if block.blockFormat().headingLevel():
        return "subheading"
    return "quote" if block.blockFormat().intProperty(_QUOTE) else "paragraph"


def level_of(block: QTextBlock) -> int:
    """Return the indent level of a list item, 0 for any other block."""
    entries = list_of(block)
    return 0 if entries is None else min(max(entries.format().indent() - 1, 0), DEEPEST_LEVEL)


def is_strong(letters: QTextCharFormat) -> bool:
    """Return whether text is bold in itself, not only because it is in a subheading."""
    return letters.fontWeight() >= QFont.Weight.Bold


def set_type(cursor: QTextCursor, kind: BlockType, level: int = 0) -> None:
    """Change the block at the cursor to this kind; bold and italics are kept."""
    block = cursor.block()
    if holds_table(block):
        return
    entries = list_of(block)
    if entries is not None:
        entries.remove(block)
    whole = QTextCursor(block)
    source = source_of(block) if kind == "quote" else ""
    whole.setBlockFormat(block_format(kind))
    set_source(whole, source)
    if kind in ("bullet", "number"):
        whole.createList(list_format(kind, level))
    for start, length, span in _spans_with_places(whole.block()):
        letters = QTextCursor(whole.block())
        letters.setPosition(start)
        letters.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        letters.setCharFormat(char_format(span, kind))
    if whole.block().length() == 1:
        cursor.setBlockCharFormat(char_format(Span(""), kind))
        cursor.setCharFormat(char_format(Span(""), kind))


def regroup(document: QTextDocument) -> None:
    """Join consecutive list items into one list, so that they are numbered as in the report."""
    open_lists: list[QTextList | None] = [None] * (DEEPEST_LEVEL + 1)
    used: set[int] = set()
    block = document.begin()
    while block.isValid():
        entries, level = list_of(block), level_of(block)
        open_lists[level + 1 :] = [None] * (DEEPEST_LEVEL - level)
        if entries is None:
            open_lists = [None] * (DEEPEST_LEVEL + 1)
        else:
            open_lists[level] = _join(block, entries, open_lists[level], used)
        block = block.next()


def _join(block: QTextBlock, entries: QTextList, running: QTextList | None, used: set[int]) -> QTextList:
    if running is not None and running.format().style() == entries.format().style():
        if running.objectIndex() != entries.objectIndex():
            running.add(block)
        return running
    if entries.objectIndex() in used:
        entries = QTextCursor(block).createList(entries.format())
    used.add(entries.objectIndex())
    return entries


def block_format(kind: BlockType) -> QTextBlockFormat:
    """Return the block format for a kind of block."""
    made = QTextBlockFormat()
    if kind != "table":
        made.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    made.setBottomMargin(3 if kind in ("bullet", "number") else _APART)
    if kind == "quote":
        made.setProperty(_QUOTE, 1)
        made.setLeftMargin(_QUOTE_MARGIN)
    elif kind == "subheading":
        made.setHeadingLevel(3)
        made.setTopMargin(6)
    return made


def caption_height() -> int:
    """Return the bottom margin that the source line of a quotation needs, in pixels."""
    return QFontMetrics(font_for(FontRole.SMALL)).height() + 6


def missing_caption_space(document: QTextDocument) -> list[tuple[int, int]]:
    """Return the numbers of quotation blocks whose bottom margin is wrong, each with the right margin.

    A sourced quotation has a line below it that names the source; consecutive blocks share one line.
    """
    below = caption_height()
    found = []
    block = document.begin()
    while block.isValid():
        if type_of(block) == "quote":
            source = source_of(block)
            wanted = _APART + (below if source and source_of(block.next()) != source else 0)
            if block.blockFormat().bottomMargin() != wanted:
                found.append((block.blockNumber(), wanted))
        block = block.next()
    return found


def reserve_caption_space(document: QTextDocument) -> None:
    """Set the bottom margin of each sourced quotation, to leave room for the line that names its source."""
    for number, wanted in missing_caption_space(document):
        cursor = QTextCursor(document.findBlockByNumber(number))
        kept = cursor.blockFormat()
        kept.setBottomMargin(wanted)
        cursor.setBlockFormat(kept)


def list_format(kind: BlockType, level: int) -> QTextListFormat:
    """Return the list format for a kind of list at an indent level."""
    made = QTextListFormat()
    made.setStyle((_BULLETS if kind == "bullet" else _NUMBERS)[level])
    made.setIndent(level + 1)
    return made


def char_format(span: Span, kind: BlockType) -> QTextCharFormat:
    """Return the character format of `span` in a block of this kind; of a note, that of its mark."""
    made = QTextCharFormat()
    plain = QFont.Weight.DemiBold if kind == "subheading" else QFont.Weight.Normal
    made.setFontWeight(QFont.Weight.Bold if span.strong else plain)
    made.setFontItalic(span.emphasis)
    if kind == "subheading":
        made.setProperty(QTextFormat.Property.FontSizeAdjustment, 1)
    if span.link:
        made.setAnchor(True)
        made.setAnchorHref(span.link)
        made.setFontUnderline(True)
        made.setForeground(QGuiApplication.palette().brush(QPalette.ColorRole.Link))
    return keep_note(made, span.note) if span.note else made


def has_size_of(letters: QTextCharFormat, kind: BlockType) -> bool:
    """Return whether a character format has the font size for this kind of block."""
    return bool(letters.intProperty(QTextFormat.Property.FontSizeAdjustment)) == (kind == "subheading")


def span_of(letters: QTextCharFormat, text: str) -> Span:
    """Return the span for `text` in this character format; if that is of a mark, with its note."""
    link = letters.anchorHref() if letters.isAnchor() else ""
    note = note_of(letters) if is_mark(letters) else ()
    return Span(text, is_strong(letters), letters.fontItalic(), link, note)


def _slice(words: str, at: int, length: int, start: int, end: int) -> str:
    """Return the part of `words`, which starts at position `at`, that is between `start` and `end`."""
    first, last = max(start - at, 0), min(end - at, length)
    if length == len(words):
        return words[first:last] if first < last else ""
    units = words.encode("utf-16-le")  # a document counts UTF-16 units, so an emoji counts as two
    return units[2 * first : 2 * last].decode("utf-16-le", "ignore") if first < last else ""


def _read_blocks(block: QTextBlock) -> Iterable[Block]:
    """Yield what a block of the document holds; while a table is not in a line of its own, several."""
    if holds_table(block):
        yield _table_in(block)
        return
    spans: list[Span] = []
    for at, length, span in _spans_with_places(block):
        found = table_at(block.document(), at) if length == 1 and not span.text else None
        if found is None:
            spans.append(span)
        else:
            yield Block(type_of(block), tuple(spans), level_of(block), source_of(block))
            yield table_of(found.charFormat())
            spans = []
    yield Block(type_of(block), tuple(spans), level_of(block), source_of(block))


def _table_in(block: QTextBlock) -> Block:
    return table_of(block.begin().fragment().charFormat())


def _spans_with_places(block: QTextBlock) -> Iterable[tuple[int, int, Span]]:
    found: list[tuple[int, int, Span]] = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        if fragment.isValid():
            span = span_of(fragment.charFormat(), fragment.text())
            found += _marks_apart(fragment.position(), fragment.length(), span)
        at += 1
    return found


def _marks_apart(at: int, length: int, span: Span) -> Iterable[tuple[int, int, Span]]:
    """Yield the letters and the marks in a run of the same format; only a mark has a note."""
    if MARK not in span.text:
        yield at, length, replace(span, note=()) if span.note else span
        return
    for is_note, run in groupby(span.text, MARK.__eq__):
        letters = "".join(run)
        units = len(letters.encode("utf-16-le", "surrogatepass")) // 2
        if is_note:
            yield from ((at + number, 1, replace(span, text="")) for number in range(units))
        else:
            yield at, units, replace(span, text=letters, note=())
        at += units
