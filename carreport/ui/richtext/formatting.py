"""Editing commands for rich text: emphasis, kinds of blocks, lists, links and pasting.

Each command is one undo step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from carreport.form.richtext import DEEPEST_LEVEL, Block, BlockType, RichText, Span
from carreport.ui.richtext.document import (
    block_format,
    char_format,
    has_size_of,
    is_strong,
    level_of,
    regroup,
    set_source,
    set_type,
    source_of,
    span_of,
    type_of,
    write_block,
    write_spans,
)
from carreport.ui.richtext.note_marks import holds_table, is_mark
from carreport.ui.richtext.table_marks import mixed_places, table_beside

LISTS: tuple[BlockType, ...] = ("bullet", "number")
_NEW_ROWS = 3
LIST_PREFIXES: dict[str, BlockType] = {"-": "bullet", "*": "bullet", "1.": "number"}
"""The prefixes that start a list, typed at the start of a paragraph and followed by a space."""


@contextmanager
def edit_block(cursor: QTextCursor) -> Iterator[None]:
    """Make everything done with `cursor` one undo step."""
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()


def toggle_strong(cursor: QTextCursor) -> QTextCharFormat:
    """Toggle bold on the selection; return the character format for what is typed next."""
    on = not is_strong(cursor.charFormat())
    plain = QFont.Weight.DemiBold if type_of(cursor.block()) == "subheading" else QFont.Weight.Normal
    change = QTextCharFormat()
    change.setFontWeight(QFont.Weight.Bold if on else plain)
    return _merge_char_format(cursor, change)


def toggle_emphasis(cursor: QTextCursor) -> QTextCharFormat:
    """Toggle italics on the selection; return the character format for what is typed next."""
    change = QTextCharFormat()
    change.setFontItalic(not cursor.charFormat().fontItalic())
    return _merge_char_format(cursor, change)


def toggle_type(cursor: QTextCursor, kind: BlockType) -> None:
    """Change the selected blocks to this kind; if all have it already, to paragraphs."""
    if all(type_of(block) == kind for block in _blocks(cursor)):
        kind = "paragraph"
    with edit_block(cursor):
        _edit_blocks(cursor, lambda at: set_type(at, kind, level_of(at.block()) if kind in LISTS else 0))
        regroup(cursor.document())


def shift_level(cursor: QTextCursor, by: int) -> None:
    """Indent or outdent list items."""
    with edit_block(cursor):
        _edit_blocks(cursor, lambda at: _shift(at, by))
        regroup(cursor.document())


def end_block(cursor: QTextCursor) -> bool:
    """On Enter in an empty block that is not a paragraph, outdent or end it; return whether it was one."""
    kind = type_of(cursor.block())
    if kind == "paragraph" or cursor.block().length() > 1:
        return False
    with edit_block(cursor):
        level = level_of(cursor.block())
        set_type(cursor, kind if level else "paragraph", max(level - 1, 0))
        regroup(cursor.document())
    return True


def leave_table(cursor: QTextCursor) -> None:
    """Start a paragraph before or after the table at the cursor, so that words can be inserted there."""
    place = table_beside(cursor)
    if place is None or cursor.hasSelection():
        return
    is_before = cursor.position() == place
    with edit_block(cursor):
        if is_before:
            cursor.insertBlock(block_format("paragraph"))
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        else:
            write_block(cursor, Block("paragraph", ()))


def part_tables(cursor: QTextCursor) -> None:
    """Put each table in the block at the cursor into a line of its own, in the undo step that joined them."""
    places = mixed_places(cursor)
    if not places:
        return
    at = QTextCursor(cursor.document())
    at.joinPreviousEditBlock()
    for place in reversed(places):
        at.setPosition(place)
        at.insertBlock(block_format("paragraph"), char_format(Span(""), "paragraph"))
    at.endEditBlock()


def delete_beside_table(cursor: QTextCursor, *, forwards: bool) -> bool:
    """On Backspace or Delete next to a table, select it, so that only the next press deletes it."""
    if cursor.hasSelection():
        return False
    block, place = cursor.block(), cursor.position()
    if holds_table(block):
        is_towards = (place == block.position()) == forwards
        beside = block.next() if forwards else block.previous()
        if not is_towards and (not beside.isValid() or beside.length() == 1):
            return not beside.isValid()
        table = block if is_towards else beside
    else:
        is_at_edge = cursor.atBlockEnd() if forwards else cursor.atBlockStart()
        table = block.next() if forwards else block.previous()
        if not is_at_edge or block.length() == 1:
            return False
    if not table.isValid() or not holds_table(table):
        return holds_table(block)
    cursor.setPosition(table.position())
    cursor.setPosition(table.position() + 1, QTextCursor.MoveMode.KeepAnchor)
    return True


def insert_table(cursor: QTextCursor) -> int:
    """Insert an empty table below the block at the cursor, with a paragraph after it; return its position."""
    blank = Block("table", (), rows=(((), (), ()),) * _NEW_ROWS)
    with edit_block(cursor):
        cursor.setPosition(cursor.selectionEnd())
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if cursor.block().length() == 1:
            set_type(cursor, "table")
            write_spans(cursor, blank)
        else:
            write_block(cursor, blank)
        place = cursor.block().position()
        if not cursor.block().next().isValid():
            write_block(cursor, Block("paragraph", ()))
    return place


def end_subheading(cursor: QTextCursor) -> bool:
    """On Enter at the end of a subheading, start a paragraph; return whether it was one."""
    if type_of(cursor.block()) != "subheading" or not cursor.atBlockEnd():
        return False
    with edit_block(cursor):
        write_block(cursor, Block("paragraph", ()))
    return True


def begin_list(cursor: QTextCursor) -> bool:
    """Turn a paragraph that starts with “- ”, “* ” or “1. ” into a list item; return whether it did."""
    block = cursor.block()
    typed = block.text()[: cursor.positionInBlock()]
    kind = LIST_PREFIXES.get(typed.removesuffix(" "))
    if kind is None or not typed.endswith(" ") or type_of(block) != "paragraph":
        return False
    with edit_block(cursor):
        cursor.setPosition(block.position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        set_type(cursor, kind)
        regroup(cursor.document())
    return True


def make_paragraph(cursor: QTextCursor) -> bool:
    """On Backspace at the start of any other block, make it a paragraph; return whether it did."""
    if cursor.hasSelection() or not cursor.atBlockStart() or type_of(cursor.block()) == "paragraph":
        return False
    with edit_block(cursor):
        set_type(cursor, "paragraph")
        regroup(cursor.document())
    return True


def restyle_joined_block(cursor: QTextCursor) -> None:
    """Give a block joined from two a uniform format, in the undo step that joined them."""
    block = cursor.block()
    kind, level = type_of(block), level_of(block)
    at = block.begin()
    alike = True
    while not at.atEnd():
        alike = alike and has_size_of(at.fragment().charFormat(), kind)
        at += 1
    cursor.joinPreviousEditBlock()
    if not alike:
        set_type(cursor, kind, level)
    regroup(cursor.document())
    cursor.endEditBlock()


def link_at(cursor: QTextCursor) -> str:
    """Return the target of the link at the cursor, or ""."""
    letters = cursor.charFormat()
    return letters.anchorHref() if letters.isAnchor() else ""


def is_after_link(cursor: QTextCursor) -> bool:
    """Return whether the cursor is at the end of a link, where typing must not extend it."""
    link = link_at(cursor)
    if not link or cursor.hasSelection():
        return False
    following = QTextCursor(cursor)
    moved = not cursor.atBlockEnd() and following.movePosition(QTextCursor.MoveOperation.NextCharacter)
    return not moved or link_at(following) != link


def is_after_mark(cursor: QTextCursor) -> bool:
    """Return whether the cursor is after the mark of a note, which typing must not extend."""
    return not cursor.hasSelection() and is_mark(cursor.charFormat())


def format_without_link(cursor: QTextCursor) -> QTextCharFormat:
    """Return the character format at the cursor without its link, and without the note of a mark."""
    span = span_of(cursor.charFormat(), "")
    return char_format(Span("", span.strong, span.emphasis), type_of(cursor.block()))


def set_link(cursor: QTextCursor, target: str) -> None:
    """Link the selection, or the link at the cursor, to `target`; "" removes the link."""
    with edit_block(cursor):
        if not cursor.hasSelection():
            _select_link(cursor)
        if not cursor.hasSelection():
            if target:
                spoken = Span(target.removeprefix("mailto:"), link=target)
                write_spans(cursor, Block("paragraph", (spoken,)))
                cursor.setCharFormat(format_without_link(cursor))
            return
        for start, end in _runs(cursor):
            run = _select_range(cursor.document(), start, end)
            span = span_of(run.charFormat(), "")
            run.setCharFormat(char_format(replace(span, link=target), type_of(run.block())))


def update_link_colour(document: QTextDocument) -> None:
    """Give links the colour of the current scheme, without an undo step of its own."""
    links = [
        (start, end)
        for start, end in _runs_of(document)
        if _select_range(document, start, end).charFormat().isAnchor()
    ]
    if not links:
        return
    change = QTextCharFormat()
    change.setForeground(QGuiApplication.palette().brush(QPalette.ColorRole.Link))
    cursor = QTextCursor(document)
    cursor.joinPreviousEditBlock()
    for start, end in links:
        _select_range(document, start, end).mergeCharFormat(change)
    cursor.endEditBlock()


def insert_rich_text(cursor: QTextCursor, text: RichText) -> None:
    """Replace the selection with a text; if it starts with a paragraph, that joins the current block."""
    if not text.blocks:
        return
    with edit_block(cursor):
        cursor.removeSelectedText()
        first, *more = text.blocks
        block = cursor.block()
        around = Block(type_of(block), (), level_of(block), source_of(block))
        if block.length() == 1:
            if first.type != "paragraph":
                set_type(cursor, first.type, first.level)
                set_source(cursor, first.source)
            write_spans(cursor, first)
        elif first.type == "paragraph":
            write_spans(cursor, first)
        else:
            more = [first, *more]
        _insert_more(cursor, more, around)
        regroup(cursor.document())


def _insert_more(cursor: QTextCursor, more: list[Block], around: Block) -> None:
    if not more:
        return
    joins = more[-1].type == around.type == "paragraph"
    tail = not joins and not cursor.atBlockEnd()
    for number, block in enumerate(more):
        if number == 0 and tail:
            write_block(cursor, around)
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        write_block(cursor, block)


def _merge_char_format(cursor: QTextCursor, change: QTextCharFormat) -> QTextCharFormat:
    with edit_block(cursor):
        cursor.mergeCharFormat(change)
    letters = cursor.charFormat()
    letters.merge(change)
    return letters


def _shift(cursor: QTextCursor, by: int) -> None:
    kind = type_of(cursor.block())
    if kind in LISTS:
        set_type(cursor, kind, min(max(level_of(cursor.block()) + by, 0), DEEPEST_LEVEL))


def _blocks(cursor: QTextCursor) -> list[QTextBlock]:
    document = cursor.document()
    block, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    found = [block]
    while block != last:
        block = block.next()
        found.append(block)
    return found


def _edit_blocks(cursor: QTextCursor, change: Callable[[QTextCursor], None]) -> None:
    single = not cursor.hasSelection()
    for number in [block.blockNumber() for block in _blocks(cursor)]:
        block = cursor.document().findBlockByNumber(number)
        change(cursor if single else QTextCursor(block))


def _select_link(cursor: QTextCursor) -> None:
    link = link_at(cursor)
    if not link:
        return
    at = cursor.block().begin()
    while not at.atEnd():
        run = at.fragment()
        inside = run.position() < cursor.position() <= run.position() + run.length()
        if inside and run.charFormat().anchorHref() == link:
            cursor.setPosition(run.position())
            cursor.setPosition(run.position() + run.length(), QTextCursor.MoveMode.KeepAnchor)
            return
        at += 1


def _runs(cursor: QTextCursor) -> list[tuple[int, int]]:
    """Return the ranges of uniform character format in the selection."""
    first, last = cursor.selectionStart(), cursor.selectionEnd()
    found = []
    for block in _blocks(cursor):
        at = block.begin()
        while not at.atEnd():
            run = at.fragment()
            start, end = max(run.position(), first), min(run.position() + run.length(), last)
            if start < end:
                found.append((start, end))
            at += 1
    return found


def _runs_of(document: QTextDocument) -> list[tuple[int, int]]:
    """Return the ranges of uniform character format in the document."""
    everything = QTextCursor(document)
    everything.select(QTextCursor.SelectionType.Document)
    return _runs(everything)


def _select_range(document: QTextDocument, start: int, end: int) -> QTextCursor:
    found = QTextCursor(document)
    found.setPosition(start)
    found.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return found
