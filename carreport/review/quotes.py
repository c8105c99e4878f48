"""Find the words that a comment is about in an answer, as it is now or as it was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.quotations import nearest_passage
from carreport.form.richtext import RichText, clean_line
from carreport.review.thread_rows import CONTEXT_LENGTH, LONGEST_QUOTE, Anchor, Thread

_SAME_MARKS = str.maketrans(dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‘’‚‛′", "'") | {"\u00a0": " "})


class QuotePlace(NamedTuple):
    """Where quoted words are: from an offset in one paragraph to one in the same or a later paragraph."""

    first: int
    start: int
    last: int
    end: int


def find_words(anchor: Anchor, texts: Sequence[str]) -> QuotePlace | None:
    """Return where the words of a comment are in these paragraphs, or nothing if they have changed.

    Spaces, line breaks and the shape of quotation marks do not count. If the same words are in several
    places, the words before and after decide.
    """
    words = anchor.quote.translate(_SAME_MARKS).split()
    if not words:
        return None
    whole = "\n".join(texts).translate(_SAME_MARKS)
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    places = list(_matches(pattern, whole))
    if not places:
        return None
    start, end = max(places, key=lambda place: (_context_score(anchor, whole, *place), -place[0]))
    first, last = _in_paragraph(texts, start), _in_paragraph(texts, end - 1)
    return QuotePlace(*first, last[0], last[1] + 1)


def find_quote(anchor: Anchor, text: RichText) -> tuple[int, int, int] | None:
    """Return where the words of a comment are: the number of the block, the start and the end in it.

    Of words in several blocks, it is the part in the first. Return nothing if the words have changed.
    """
    blocks = [block.plain_text for block in text.blocks]
    found = find_words(anchor, blocks)
    if found is None:
        return None
    return found.first, found.start, found.end if found.last == found.first else len(blocks[found.first])


def words_instead(anchor: Anchor, text: RichText) -> str:
    """Return the passage that is most like the words of a comment that have changed, if there is one."""
    return nearest_passage(anchor.quote, [text.plain_text])


def text_at(session: DraftSession, place: str) -> RichText:
    """Return the answer that a comment is about, as the author sees it."""
    question = session.form.field(place) if place else None
    if question is None or question.is_group or paths.is_item_path(place):
        return RichText()
    value = session.answers().get(place)
    kind = kind_of(question)
    if kind.is_rich_text:
        return RichText.from_json(value)
    return RichText.from_plain(kind.format_value(question, value))


def anchor_for(session: DraftSession, place: str, quote: str) -> Anchor:
    """Return what a comment on these words of an answer remembers of them.

    Raise `UsageError` if the answer does not have them.
    """
    text = text_at(session, place)
    found = find_quote(Anchor(clean_line(quote)[:LONGEST_QUOTE]), text)
    if found is None:
        raise UsageError(
            "quote-not-found",
            f"The answer at {place} does not contain “{quote}”.",
            why="The comment was not kept.",
            remedy="Copy the words from the answer.",
        )
    number, start, end = found
    words = text.blocks[number].plain_text
    before, after = words[max(0, start - CONTEXT_LENGTH) : start], words[end : end + CONTEXT_LENGTH]
    said_of = tuple(sorted(session.file_for(place).tree.head_ids(place)))
    return Anchor(clean_line(quote), before, after, said_of)


def is_quote_there(session: DraftSession, thread: Thread) -> bool:
    """Say whether the words that a comment is about are still in the answer."""
    return not thread.anchor.quote or find_quote(thread.anchor, text_at(session, thread.place)) is not None


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield where a pattern matches, also where matches overlap."""
    match = pattern.search(text)
    while match is not None:
        yield match.span()
        match = pattern.search(text, match.start() + 1)


def _context_score(anchor: Anchor, text: str, start: int, end: int) -> int:
    """Return how many characters before and after a place are those that the comment remembers."""
    before, after = (" ".join(part.translate(_SAME_MARKS).split()) for part in (anchor.before, anchor.after))
    reach = 2 * max(len(anchor.before), len(anchor.after))
    here = " ".join(text[max(0, start - reach) : start].split())
    there = " ".join(text[end : end + reach].split())
    return _same_start(before[::-1], here[::-1]) + _same_start(after, there)


def _same_start(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next(
        (number for number, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other))
    )


def _in_paragraph(texts: Sequence[str], place: int) -> tuple[int, int]:
    """Return the number of the paragraph at a place in the joined texts, and the offset in it."""
    offset = place
    for number, text in enumerate(texts):
        if offset <= len(text):
            return number, offset
        offset -= len(text) + 1
    raise ValueError(place)
