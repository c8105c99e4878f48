"""Make the text that an answer becomes from what a file says of one of its paragraphs.

Word processors lose some links and formatting, so only words that changed are taken from the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from carreport.form.richtext import Block, RichText, Span, tidy
from carreport.review.similarity import likeness, words_in
from carreport.review.word_back.versions import plain

LISTS = ("bullet", "number")
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
    blocks = list(base.blocks)
    for edit in sorted(edits, key=lambda edit: (edit.number, edit.is_added), reverse=True):
        if not (0 if edit.is_added else 1) <= edit.number <= len(base.blocks):
            return None
        if edit.is_added:
            blocks[edit.number : edit.number] = edit.becomes
            continue
        old = base.blocks[edit.number - 1]
        becomes = _like_before(old, edit.becomes, has_formatting=has_formatting)
        blocks[edit.number - 1 : edit.number - 1 + edit.covers] = becomes
    return RichText(tidy(blocks))


def _like_before(old: Block, becomes: Sequence[Block], *, has_formatting: bool) -> list[Block]:
    """Return the new paragraphs; the one most like the old one keeps its formatting and its kind."""
    blocks = [_with_old_formatting(old, block, has_formatting=has_formatting) for block in becomes]
    if not blocks:
        return blocks
    words = words_in(old.plain_text)
    shares = [likeness(words, words_in(block.plain_text)) for block in blocks]
    nearest = shares.index(max(shares))
    kept = blocks[nearest]
    is_list = old.type in LISTS or kept.type in LISTS
    if not (has_formatting and is_list):
        blocks[nearest] = replace(kept, type=old.type, level=old.level, source=old.source)
    return blocks


def _with_old_formatting(old: Block, new: Block, *, has_formatting: bool) -> Block:
    """Return a paragraph in which the words that were there before look as they did.

    With `has_formatting`, only links that programs lose are as they were.
    """
    before, after = list(tokens(old.spans)), list(tokens(new.spans))
    spans: list[Span] = []
    for how, first, last, start, end in aligned(before, after):
        if how != "equal":
            spans += after[start:end]
        elif has_formatting:
            pairs = zip(before[first:last], after[start:end], strict=True)
            spans += [replace(span, link=was.link) if is_lost(was, span) else span for was, span in pairs]
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
            yield replace(span, text=match.group())
