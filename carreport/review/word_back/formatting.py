"""Find bold, italic, links and lists that were changed without tracking."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from urllib.parse import unquote

from carreport.form.richtext import Block, Span
from carreport.review.similarity import LEAST_LIKENESS, likeness, words_in
from carreport.review.word_back.sent_text import PrintedText
from carreport.review.word_back.suggested_text import LISTS, aligned, is_lost, tokens
from carreport.review.word_back.versions import folded

_OTHER = "\0"
_FEW_WORDS = 3


def reformatted_words(sent: PrintedText, now: Sequence[Block], *, has_own_list: bool = True) -> str:
    """Return the words of a printed paragraph that look different now, or an empty string.

    Only bold, italic, links and lists count, and only of words that are the same. If the paragraph has
    become an item of a list, or is none any more, that is all of its words; without `has_own_list` it may
    only look like the paragraph that it was joined with.
    """
    if not sent.spans or len(now) != 1:
        return ""
    (block,) = now
    if has_own_list and sent.list != (block.type if block.type in LISTS else ""):
        return block.plain_text
    if not any(span.strong or span.emphasis or span.link for span in (*sent.spans, *block.spans)):
        return ""
    shown = _by_letters(sent.spans, block.spans) or _by_words(sent.spans, block.spans)
    pieces = (piece.strip() for piece in shown.split(_OTHER))
    return " … ".join(filter(None, pieces))


def _by_letters(before: Sequence[Span], after: Sequence[Span]) -> str:
    """Return a text with a mark for each letter that looks the same; nothing if the letters are others."""
    letters = [(letter, span) for span in before for letter in folded(span.text)]
    if "".join(letter for letter, _ in letters) != "".join(folded(span.text) for span in after):
        return ""
    shown: list[str] = []
    place = 0
    for span in after:
        for letter in unicodedata.normalize("NFC", span.text):
            size = len(folded(letter))
            is_other = size > 0 and not _differ(letters[place][1], span)
            shown.append(_OTHER if is_other else letter)
            place += size
    return "".join(shown)


def _by_words(before: Sequence[Span], after: Sequence[Span]) -> str:
    """Return a text with a mark for each word that looks the same, or that was not there before.

    Texts that share only some words, here and there, share them by chance.
    """
    old, new = list(tokens(before)), list(tokens(after))
    texts = ("".join(span.text for span in spans) for spans in (before, after))
    if likeness(*map(words_in, texts)) < LEAST_LIKENESS:
        return ""
    shown: list[str] = []
    for how, first, last, start, end in aligned(old, new):
        words = [span for span in new[start:end] if span.text.isalnum()]
        if how == "equal" and len(words) >= _FEW_WORDS:
            shown += map(_shown, old[first:last], new[start:end])
        else:
            shown.append(_OTHER)
    return "".join(shown)


def _shown(before: Span, after: Span) -> str:
    """Return a word if it looks different now, and a mark for any other."""
    return after.text if not after.text.strip() or _differ(before, after) else _OTHER


def _differ(before: Span, after: Span) -> bool:
    look = (before.strong, before.emphasis) != (after.strong, after.emphasis)
    return look or (_address(before.link) != _address(after.link) and not is_lost(before, after))


def _address(link: str) -> str:
    """Return the address of a link without what programs write in several ways."""
    return unquote(link).casefold().rstrip("/")
