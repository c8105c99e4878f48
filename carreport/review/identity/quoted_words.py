"""Find texts that repeat what somebody is quoted with by name elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from carreport.review.identity.group_facts import GroupFacts, mentions
from carreport.review.identity.sign import Sign, Speaker
from carreport.review.identity.text_words import TextSentence, sentences_of, word_set

_QUOTE = re.compile(r"[“\"]([^”\"]{12,400})[”\"]")
_NEAR = 120
"""How far a name may be from the words of a quotation."""
_LEAST_WORDS = 3
_LEAST_SHARE = 0.6
_RUN = 5
"""So many words in a row are the same words, however common."""
_COMMON = word_set(
    """
    a an the and or but of to in on at for with by from as is are was were be been have has had it its i
    you he she we they my your his her our their me him us them this that these those not no so if when
    what who how there here do does did will would can could very just than then too all only up out
    """
)


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """The stems of the words that somebody is quoted with, and where."""

    person: str
    stems: frozenset[str]
    path: str
    runs: frozenset[tuple[str, ...]]
    """Each run of words in it that is long enough to be known again."""


def read_quotations(lines: Iterable[tuple[str, str]], facts: GroupFacts) -> tuple[QuotedWords, ...]:
    """Return what people are quoted with by name, in lines given with their paths."""
    found = []
    for path, line in lines:
        quotes = [(match.span(), match[1]) for match in _QUOTE.finditer(line)]
        named = mentions(facts, line) if quotes else []
        for (start, end), words in quotes:
            near = [name for name in named if -_NEAR < name.end - start <= 0 or 0 <= name.start - end < _NEAR]
            nearest = min(
                near, key=lambda name: min(abs(name.end - start), abs(name.start - end)), default=None
            )
            if nearest is not None and len(words.split()) > _LEAST_WORDS:
                runs = frozenset(_runs([word.key for one in sentences_of(words) for word in one.words]))
                found.append(QuotedWords(nearest.person, _stems(words), path, runs))
    return tuple(found)


def quoted_signs(sentence: TextSentence, path: str, quotations: Iterable[QuotedWords]) -> Iterator[Sign]:
    """Yield a sign for each quotation that a sentence repeats."""
    stems: frozenset[str] | None = None
    for quotation in quotations:
        if quotation.path == path:
            continue
        stems = _stems(sentence.text) if stems is None else stems
        shared = stems & quotation.stems
        is_alike = len(shared) >= _LEAST_WORDS and len(shared) >= _LEAST_SHARE * len(quotation.stems)
        if shared and (is_alike or not quotation.runs.isdisjoint(_runs(sentence.keys))):
            places = [word for word in sentence.words if word.stem in shared]
            why = "repeats what somebody is quoted with by name"
            yield Sign(frozenset((quotation.person,)), places[0].start, places[-1].end, why, Speaker.WRITER)


def _runs(keys: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(keys[at:] for at in range(_RUN)), strict=False)


def _stems(text: str) -> frozenset[str]:
    return frozenset(
        word.stem for sentence in sentences_of(text) for word in sentence.words if word.key not in _COMMON
    )
