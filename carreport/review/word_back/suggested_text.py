"""Make the text that an answer becomes from what a file says of one of its paragraphs.

Word processors lose some links and formatting, so only words that changed are taken from the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from carreport.form.richtext import Block, RichText, Span, note_from_blocks, table, tidy
from carreport.review.similarity import likeness, words_in
from carreport.review.word_back.versions import plain

LISTS = ("bullet", "number")
_EMPTY_CELL = "–"
"""What review copies print in an empty cell."""
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class ParagraphEdit:
    """What becomes of a paragraph of an answer, by its number from 1, and of those that it was joined with.

    With `is_added`, the new paragraphs come after it.
    """

    number: int
    becomes: Sequence[Block]
    covers: int = 1
    is_added: bool = False


def with_edits(base: RichText, edits: Sequence[ParagraphEdit], *, has_formatting: bool) -> RichText | None:
    """Return an answer with its paragraphs as they become, or nothing if it has no such paragraph.

    With `has_formatting` the reviewer has changed the formatting, so that all of it is taken from the file.
    """
    slots = _slots(base.blocks)
    if any(not (0 if edit.is_added else 1) <= edit.number <= len(slots) + len(base.notes) for edit in edits):
        return None
    base, edits = _with_edited_notes(base, edits, len(slots), has_formatting=has_formatting)
    base, edits = _with_edited_cells(base, edits, slots, has_formatting=has_formatting)
    blocks = list(base.blocks)
    for edit in sorted(edits, key=lambda edit: (edit.number, edit.is_added), reverse=True):
        if edit.is_added:
            blocks[edit.number : edit.number] = edit.becomes
            continue
        old = base.blocks[edit.number - 1]
        becomes = _like_before(old, edit.becomes, has_formatting=has_formatting)
        blocks[edit.number - 1 : edit.number - 1 + edit.covers] = becomes
    return RichText(tidy(blocks))


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a printed paragraph belongs: the number of its block from 0, and its cell if that is a table.

    Between two tables, which Word would join, is an empty paragraph that belongs to no text.
    """

    block: int
    row: int = -1
    column: int = -1
    is_empty: bool = False


def _slots(blocks: Sequence[Block]) -> list[_Slot]:
    """Return the place of each printed paragraph of an answer, without its notes."""
    slots: list[_Slot] = []
    for number, block in enumerate(blocks):
        if block.type != "table":
            slots.append(_Slot(number))
            continue
        if number and blocks[number - 1].type == "table":
            slots.append(_Slot(number - 1, is_empty=True))
        cells = ((row, column) for row, cells in enumerate(block.rows) for column in range(len(cells)))
        slots += [_Slot(number, row, column) for row, column in cells]
    return slots


def _with_edited_cells(
    base: RichText, edits: Sequence[ParagraphEdit], slots: Sequence[_Slot], *, has_formatting: bool
) -> tuple[RichText, list[ParagraphEdit]]:
    """Return an answer with the cells of its tables as they become, and the other edits by their blocks."""
    tables = {number: [list(row) for row in block.rows] for number, block in enumerate(base.blocks)}
    others: list[ParagraphEdit] = []
    for edit in edits:
        if not edit.number:
            others.append(edit)
            continue
        slot = slots[edit.number - 1]
        if slot.row < 0 and not slot.is_empty:
            last = slots[min(edit.number + edit.covers - 2, len(slots) - 1)]
            others.append(replace(edit, number=slot.block + 1, covers=last.block - slot.block + 1))
        elif edit.is_added or slot.is_empty:
            others.append(replace(edit, number=slot.block + 1, covers=1, is_added=True))
        else:
            old = Block("paragraph", tables[slot.block][slot.row][slot.column])
            becomes = edit.becomes if old.spans else _without_dash(edit.becomes)
            lines = _like_before(old, becomes, has_formatting=has_formatting)
            tables[slot.block][slot.row][slot.column] = _one_run(lines)
    blocks = (
        table(tables[number]) if block.type == "table" else block for number, block in enumerate(base.blocks)
    )
    return RichText(tuple(blocks)), others


def _without_dash(lines: Sequence[Block]) -> list[Block]:
    """Return what was written in an empty cell, without the dash that is printed there."""
    if not lines or not lines[0].spans:
        return list(lines)
    first, *others = lines[0].spans
    if first.text.startswith(_EMPTY_CELL):
        spans = [replace(first, text=first.text.removeprefix(_EMPTY_CELL)), *others]
    else:
        *others, last = lines[0].spans
        spans = [*others, replace(last, text=last.text.removesuffix(_EMPTY_CELL))]
    return [replace(lines[0], spans=tuple(spans)), *lines[1:]]


def _one_run(lines: Sequence[Block]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for line in lines:
        spans += [Span("\n")] if spans else []
        spans += line.spans
    return tuple(spans)


def _with_edited_notes(
    base: RichText, edits: Sequence[ParagraphEdit], paragraphs: int, *, has_formatting: bool
) -> tuple[RichText, list[ParagraphEdit]]:
    """Return an answer with its notes as they become, and the other edits; notes are counted last."""
    first = paragraphs + 1
    count = len(base.notes)
    of_notes = {edit.number - first: edit.becomes for edit in edits if first <= edit.number < first + count}
    becomes = [
        note_from_blocks(_like_before(old, of_notes[number], has_formatting=has_formatting))
        if number in of_notes
        else old.spans
        for number, old in enumerate(base.notes)
    ]
    notes = iter(becomes)
    blocks = (
        table([[_renoted(cell, notes) for cell in row] for row in block.rows])
        if block.type == "table"
        else replace(block, spans=_renoted(block.spans, notes))
        for block in base.blocks
    )
    return RichText(tuple(blocks)), [edit for edit in edits if not first <= edit.number < first + count]


def _renoted(spans: Iterable[Span], notes: Iterator[tuple[Span, ...]]) -> tuple[Span, ...]:
    return tuple(replace(span, note=next(notes)) if span.note else span for span in spans)


def _like_before(old: Block, becomes: Sequence[Block], *, has_formatting: bool) -> list[Block]:
    """Return the new paragraphs; the one most like the old one keeps its formatting and its kind."""
    last = len(becomes) - 1
    blocks = [
        _with_old_formatting(old, block, has_formatting=has_formatting, keeps_notes=number == last == 0)
        for number, block in enumerate(becomes)
    ]
    if not blocks:
        return blocks
    kept_notes = [note for block in blocks for note in block.notes]
    lost = tuple(Span("", note=note.spans) for note in old.notes if note not in kept_notes)
    blocks[last] = replace(blocks[last], spans=(*blocks[last].spans, *lost))
    words = words_in(old.plain_text)
    shares = [likeness(words, words_in(block.plain_text)) for block in blocks]
    nearest = shares.index(max(shares))
    kept = blocks[nearest]
    is_list = old.type in LISTS or kept.type in LISTS
    if not (has_formatting and is_list):
        blocks[nearest] = replace(kept, type=old.type, level=old.level, source=old.source)
    return blocks


def _with_old_formatting(old: Block, new: Block, *, has_formatting: bool, keeps_notes: bool) -> Block:
    """Return a paragraph in which the words that were there before look as they did, and have their notes.

    With `has_formatting`, only links that programs lose are as they were. With `keeps_notes`, the notes of
    words that are gone follow the word before.
    """
    before, after = list(tokens(old.spans)), list(tokens(new.spans))
    spans: list[Span] = []
    for how, first, last, start, end in aligned(before, after):
        if how != "equal":
            spans += after[start:end]
            spans += [Span("", note=was.note) for was in before[first:last] if was.note and keeps_notes]
        elif has_formatting:
            pairs = zip(before[first:last], after[start:end], strict=True)
            spans += [
                replace(span, link=was.link if is_lost(was, span) else span.link, note=was.note)
                for was, span in pairs
            ]
        else:
            spans += before[first:last]
    return replace(new, spans=tuple(spans))


def aligned(before: Sequence[Span], after: Sequence[Span]) -> list[tuple[str, int, int, int, int]]:
    """Return which words of two texts are equal, as `SequenceMatcher.get_opcodes` does."""
    old, new = [plain(span.text) for span in before], [plain(span.text) for span in after]
    if old == new:
        return [("equal", 0, len(old), 0, len(new))]
    return [*SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]


def is_lost(before: Span, after: Span) -> bool:
    """Say whether a link is gone that word processors drop: one to a place inside a page."""
    return not after.link and "#" in before.link


def tokens(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the words, spaces and marks of a text, each with its formatting."""
    for span in spans:
        for match in _TOKEN.finditer(span.text):
            note = span.note if match.end() == len(span.text) else ()
            yield replace(span, text=match.group(), note=note)
