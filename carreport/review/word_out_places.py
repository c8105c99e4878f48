"""Find the words that a comment is about in the paragraphs of a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from carreport.report.word.proof.accessibility import text_of
from carreport.review.threads import Anchor
from carreport.review.word_out_comments import CommentRange


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter of some paragraphs as one line: which paragraph it is in, and where."""

    paragraph: int
    offset: int


def whole_paragraph(paragraph: etree._Element) -> CommentRange:
    """Return the range of a whole paragraph."""
    return CommentRange(paragraph, 0, paragraph, len(text_of(paragraph)))


def find_quote(paragraphs: Sequence[etree._Element], anchor: Anchor) -> CommentRange | None:
    """Return where the quoted words are in these paragraphs, or nothing if they are not there any more.

    Spaces and line breaks do not count. If the words are there several times, those with the same words
    before and after them are taken.
    """
    quote = " ".join(anchor.quote.split())
    if not quote:
        return None
    line, letters = _one_line([text_of(paragraph) for paragraph in paragraphs])
    starts = [start for start in range(len(line)) if line.startswith(quote, start)]
    if not starts:
        return None
    start = max(starts, key=lambda place: _likeness(line, place, place + len(quote), anchor))
    first, last = letters[start], letters[start + len(quote) - 1]
    return CommentRange(
        paragraphs[first.paragraph], first.offset, paragraphs[last.paragraph], last.offset + 1
    )


def _one_line(texts: Sequence[str]) -> tuple[str, list[_Letter]]:
    """Return the texts as one line with single spaces, and where each of its letters is from."""
    line: list[str] = []
    letters: list[_Letter] = []
    for number, text in enumerate(texts):
        for offset, letter in enumerate(text):
            is_space = letter.isspace()
            if not is_space or (line and line[-1] != " "):
                line.append(" " if is_space else letter)
                letters.append(_Letter(number, offset))
        if line and line[-1] != " ":
            line.append(" ")
            letters.append(_Letter(number, len(text)))
    return "".join(line), letters


def _likeness(line: str, start: int, end: int, anchor: Anchor) -> tuple[int, int]:
    """Return how many letters around a place are as they were around the quoted words; earlier is better."""
    before = _same_at_end(line[:start].rstrip(), " ".join(anchor.before.split()))
    after = _same_at_end(line[end:].lstrip()[::-1], " ".join(anchor.after.split())[::-1])
    return (before + after, -start)


def _same_at_end(text: str, other: str) -> int:
    count = 0
    for one, two in zip(reversed(text), reversed(other), strict=False):
        if one != two:
            break
        count += 1
    return count
