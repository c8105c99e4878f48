"""Find the text that is most like another, by its words in their order.

The measure was chosen on texts of which some words had been changed or cut: a text is only taken for
another if it is like it, and clearly more so than any third text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

LEAST_LIKENESS = 0.42
"""Texts that are less alike than this are not taken for versions of each other."""
LEAST_AHEAD = 0.08
"""How much more alike the best text must be than the second best."""
FEW_WORDS = 8
"""Texts with fewer words than this are alike by chance too often, so that is only ever a guess."""
_SHORT_LIST = 12
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


@dataclass(frozen=True, slots=True)
class NearestText:
    """The text that is most like another: its number, how alike both are, and how far it is ahead."""

    number: int
    share: float
    ahead: float

    @property
    def is_clear(self) -> bool:
        """Say whether it can be taken for a version of the other."""
        return self.share >= LEAST_LIKENESS and self.ahead >= LEAST_AHEAD


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text, in small letters."""
    return tuple(match.group().casefold() for match in _WORD.finditer(text))


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how alike two texts are, from 0 to 1, given their words."""
    if not one or not other:
        return 1.0 if list(one) == list(other) else 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio()


@dataclass(slots=True)
class SimilarTexts:
    """Texts by number, among which the one most like another can be found quickly."""

    _words: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _with_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, texts: Iterable[tuple[int, str]]) -> SimilarTexts:
        """Return these texts; those without words are left out."""
        made = cls()
        for number, text in texts:
            words = words_in(text)
            if words:
                made._words[number] = words
                for word in set(words):
                    made._with_word[word].append(number)
        return made

    def nearest(self, text: str, allowed: Collection[int] | None = None) -> NearestText | None:
        """Return the text that is most like `text`, among those `allowed`; nothing if they share no word."""
        words = words_in(text)
        scores: Counter[int] = Counter()
        for word in set(words):
            numbers = self._with_word.get(word, ())
            for number in numbers:
                if allowed is None or number in allowed:
                    scores[number] += 1 / len(numbers)  # type: ignore[assignment]
        found = sorted(
            (
                (likeness(words, self._words[number]), -number)
                for number, _ in scores.most_common(_SHORT_LIST)
            ),
            reverse=True,
        )
        if not found:
            return None
        share, number = found[0]
        return NearestText(-number, share, share - (found[1][0] if len(found) > 1 else 0.0))
