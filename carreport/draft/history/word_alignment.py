"""Split texts into words and align two of them, in bounded time.

A word is what a reader calls one: letters with their accents, a number with its commas, an emoji with
its modifiers. Scripts without spaces are split by character.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cache
from typing import NamedTuple
from unicodedata import category

MAX_STEPS = 100_000
"""The most work for one comparison, in steps of about 0.2 µs; what is left then counts as replaced."""
MAX_EDITS = 500
"""The most words added and removed in a stretch in which no word or phrase is unique."""

PHRASE_LENGTH = 4
"""The number of words that are an anchor together if no single word is unique."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese, which put no spaces between words."""
_JOINERS = "\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
"""Joiners, skin tones, and the tags of flags."""
_LONGEST_WORD = 40
"""Longer words, such as web addresses, are split into characters, so that a small change in one is seen."""
_LONGEST_SPLIT = 2000


class MatchingRun(NamedTuple):
    """Words that both texts have: where they start in each, and how many there are."""

    start: int
    other_start: int
    length: int


def split_words(text: str) -> list[str]:
    """Return words and punctuation marks, each with the spaces after it, and line breaks: together `text`."""
    words, characters = _patterns()
    tokens: list[str] = words.findall(text)
    if max(map(len, tokens), default=0) <= _LONGEST_WORD:
        return tokens
    return [piece for token in tokens for piece in _split_long(token, characters)]


def without_spaces(token: str) -> str:
    """Return a token without the spaces after it, unless it is nothing else."""
    return token.rstrip() or token


def is_word(token: str) -> bool:
    """Say whether a token is a word, and not spaces or punctuation."""
    return token[0].isalnum()


def count_words(text: str) -> int:
    """Return the number of words in `text`."""
    return sum(map(is_word, split_words(text)))


def align_words(one: Sequence[str], other: Sequence[str]) -> list[MatchingRun]:
    """Return the runs of words that both have in the same order, in reading order."""
    return _WordAlignment(one, other).runs()


def rising_pairs(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return where the items that occur once in both are, without those that changed their order."""
    places, other_places = _unique_places(one), _unique_places(other)
    pairs = [(place, other_places[item]) for item, place in places.items() if item in other_places]
    return _longest_rising(pairs)


class _WordAlignment:
    """Aligns two texts at what is unique in both, and counts the work."""

    def __init__(self, one: Sequence[str], other: Sequence[str]) -> None:
        self._one, self._other = one, other
        self.steps = MAX_STEPS
        self._runs: list[MatchingRun] = []

    def runs(self) -> list[MatchingRun]:
        """Return the runs, in reading order."""
        gaps = [(0, len(self._one), 0, len(self._other))]
        while gaps:
            start, end, first, last = self._trim(*gaps.pop())
            if start < end and first < last and self.steps > 0:
                gaps.extend(self._split(start, end, first, last))
        return sorted(self._runs)

    def _trim(self, start: int, end: int, first: int, last: int) -> tuple[int, int, int, int]:
        """Record what both sides of a gap begin and end with; return the rest."""
        one, other = self._one, self._other
        shorter = min(end - start, last - first)
        head = tail = 0
        while head < shorter and one[start + head] == other[first + head]:
            head += 1
        while tail < shorter - head and one[end - tail - 1] == other[last - tail - 1]:
            tail += 1
        if head:
            self._runs.append(MatchingRun(start, first, head))
        if tail:
            self._runs.append(MatchingRun(end - tail, last - tail, tail))
        self.steps -= head + tail
        return start + head, end - tail, first + head, last - tail

    def _split(self, start: int, end: int, first: int, last: int) -> list[tuple[int, int, int, int]]:
        """Record what a gap has in common, either anchors or runs; return the gaps between the anchors."""
        one, other = self._one[start:end], self._other[first:last]
        self.steps -= len(one) + len(other)
        width = 1
        anchors = rising_pairs(one, other)
        if not anchors:
            self.steps -= len(one) + len(other)
            width = PHRASE_LENGTH
            anchors = rising_pairs(_phrases(one), _phrases(other))
        if not anchors:
            runs = self._fewest_edits(one, other)
            self._runs.extend(MatchingRun(start + run[0], first + run[1], run[2]) for run in runs)
            return []
        gaps, place, other_place = [], start, first
        for at, other_at in anchors:
            if start + at < place or first + other_at < other_place:
                continue
            self._runs.append(MatchingRun(start + at, first + other_at, width))
            gaps.append((place, start + at, other_place, first + other_at))
            place, other_place = start + at + width, first + other_at + width
        return [*gaps, (place, end, other_place, last)]

    def _fewest_edits(self, one: Sequence[str], other: Sequence[str]) -> list[MatchingRun]:
        """Return the runs that leave the fewest words over (Myers 1986), or none if that is too much work."""
        size, other_size = len(one), len(other)
        furthest: dict[int, tuple[int, _Chain]] = {1: (0, None)}
        for edits in range(min(size + other_size, MAX_EDITS) + 1):
            for diagonal in range(-edits, edits + 1, 2):
                below, above = furthest.get(diagonal + 1), furthest.get(diagonal - 1)
                is_added = above is None or (below is not None and above[0] < below[0])
                place, chain = below if is_added else (above[0] + 1, above[1])  # type: ignore[index, misc]
                start = place
                while (
                    place < size and place - diagonal < other_size and one[place] == other[place - diagonal]
                ):
                    place += 1
                self.steps -= 1 + place - start
                if place > start:
                    chain = (chain, MatchingRun(start, start - diagonal, place - start))
                if place >= size and place - diagonal >= other_size:
                    return _chained(chain)
                furthest[diagonal] = place, chain
            if self.steps <= 0:
                break
        return []


_Chain = tuple["_Chain", MatchingRun] | None
"""The runs on the way to a place, the last one first."""


def _chained(chain: _Chain) -> list[MatchingRun]:
    runs = []
    while chain is not None:
        chain, run = chain
        runs.append(run)
    return runs


def _phrases(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(tokens[shift:] for shift in range(PHRASE_LENGTH)), strict=False))


def _unique_places(items: Sequence[Hashable]) -> dict[Hashable, int]:
    counts = Counter(items)
    return {item: place for place, item in enumerate(items) if counts[item] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest series of pairs in which both places rise; the first places rise already."""
    ends: list[int] = []
    last_pairs: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last_pairs[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last_pairs[length : length + 1] = [number]
    rising, number = [], last_pairs[-1] if last_pairs else -1
    while number >= 0:
        rising.append(pairs[number])
        number = before[number]
    return rising[::-1]


def _split_long(token: str, characters: re.Pattern[str]) -> list[str]:
    if _LONGEST_WORD < len(token) <= _LONGEST_SPLIT and not token.isspace():
        return characters.findall(token)
    return [token]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a token and of a character with its accents."""
    marks = _JOINERS + "".join(chr(code) for code in range(0x300, 0x1F000) if category(chr(code))[0] == "M")
    letters = rf"(?:(?![{_UNSPACED}])[\w{marks}])+"
    character = rf"(?:[\U0001f1e6-\U0001f1ff]{{2}}|\S(?:\u200d\S|[{marks}])*)[^\S\n]*"
    number = r"\d[\d.,]*\d(?!\w)"
    word = rf"(?:{number}|(?=[^\W{_UNSPACED}]){letters}(?:[’'-]{letters})*)[^\S\n]*"
    words = rf"\n+|[^\S\n]+|{word}|{character}"
    return re.compile(words), re.compile(rf"{character}|\s+")
