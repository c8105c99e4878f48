"""Find what an answer says now in the place of a quotation that no longer stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"”’')\]]*(?=\s)|(?=\n)|\Z)")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_LONGER = 3
"""A passage is not looked for that has more than this many times the words of the quotation."""


def nearest_passage(words: str, texts: Sequence[str]) -> str:
    """Return the sentences in a row, of one of `texts`, that share most with the words of a quotation.

    Nothing is returned where no text shares a word with it.
    """
    wanted = Counter(_words(words))
    found = [(share, passage) for text in texts for share, passage in _best_in(wanted, text)]
    return max(found, key=lambda each: each[0], default=(0.0, ""))[1]


def _best_in(wanted: Counter[str], text: str) -> list[tuple[float, str]]:
    places = [each.span() for each in _SENTENCE.finditer(text) if each.group().strip()]
    sentences = [Counter(_words(text[start:end])) for start, end in places]
    most = max(_LONGER * wanted.total(), 1)
    best: tuple[float, int, int] | None = None
    for first in range(len(places)):
        so_far: Counter[str] = Counter()
        for last in range(first, len(places)):
            so_far += sentences[last]
            if last > first and so_far.total() > most:
                break
            share = _share(wanted, so_far)
            if share > (best[0] if best else 0.0):
                best = (share, first, last)
    if best is None:
        return []
    share, first, last = best
    return [(share, text[places[first][0] : places[last][1]].strip())]


def _share(one: Counter[str], other: Counter[str]) -> float:
    """Return how much two runs of words have in common, 1 where they are the same words."""
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0


def _words(text: str) -> list[str]:
    return [each.group().casefold() for each in _WORD.finditer(text)]
