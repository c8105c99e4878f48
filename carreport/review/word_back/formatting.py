"""Find bold, italic, links and lists that were changed without tracking."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from carreport.form.richtext import Block, Span
from carreport.review.word_back.sent_text import PrintedText
from carreport.review.word_back.suggested_text import LISTS, aligned, is_lost, tokens


def reformatted_words(sent: PrintedText, now: Sequence[Block]) -> str:
    """Return the words of a printed paragraph that look different now, or an empty string.

    Only bold, italic, links and lists count, and only of words that are the same. If the paragraph has
    become an item of a list, or is none any more, that is all of its words.
    """
    if not sent.spans or len(now) != 1:
        return ""
    (block,) = now
    if sent.list != (block.type if block.type in LISTS else ""):
        return block.plain_text
    before, after = list(tokens(sent.spans)), list(tokens(block.spans))
    words = [
        _shown(before[first + step], after[start + step])
        for how, first, last, start, _ in aligned(before, after)
        if how == "equal"
        for step in range(last - first)
    ]
    pieces = (piece.strip() for piece in "".join(words).split("\0"))
    return " … ".join(filter(None, pieces))


def _shown(before: Span, after: Span) -> str:
    """Return a word if it looks different now, and a mark for any other."""
    return after.text if not after.text.strip() or _differ(before, after) else "\0"


def _differ(before: Span, after: Span) -> bool:
    look = (before.strong, before.emphasis) != (after.strong, after.emphasis)
    return look or (_address(before.link) != _address(after.link) and not is_lost(before, after))


def _address(link: str) -> str:
    """Return the address of a link without what programs write in several ways."""
    return unquote(link).casefold().rstrip("/")
