"""Make the text that an answer becomes from what a file says of one of its paragraphs.

Word processors lose some links and formatting, so only words that changed are taken from the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from carreport.form.richtext import Block, RichText, Span, tidy
from carreport.review.similarity import likeness, words_in
from carreport.review.word_back.versions import plain

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
    blocks = list(becomes)
    if not blocks:
        return blocks
    words = words_in(old.plain_text)
    shares = [likeness(words, words_in(block.plain_text)) for block in blocks]
    nearest = shares.index(max(shares))
    if not has_formatting:
        blocks = [_with_old_formatting(old, block) for block in blocks]
        kept = blocks[nearest]
        blocks[nearest] = replace(kept, type=old.type, level=old.level, source=old.source)
    return blocks


def _with_old_formatting(old: Block, new: Block) -> Block:
    """Return a paragraph in which the words that were there before look as they did."""
    before, after = list(_tokens(old)), list(_tokens(new))
    matcher = SequenceMatcher(
        None, [plain(span.text) for span in before], [plain(span.text) for span in after], autojunk=False
    )
    spans: list[Span] = []
    for how, first, last, start, end in matcher.get_opcodes():
        spans += before[first:last] if how == "equal" else after[start:end]
    return replace(new, spans=tuple(spans))


def _tokens(block: Block) -> Iterator[Span]:
    for span in block.spans:
        for match in _TOKEN.finditer(span.text):
            yield replace(span, text=match.group())
