"""Take a paragraph apart into sentences and words, so that rules can look for jobs and deeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from carreport.form.names import WORD, word_key

FIRST_PERSON = frozenset(("i", "im", "me", "my", "myself", "mine"))
FIRST_PLURAL = frozenset(("we", "us", "our", "ours", "ourselves"))
_ARTICLES = frozenset(("the", "a", "an"))
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…](?!\s|\Z|[\"”’)\]]+(?:\s|\Z))[^.!?…\n]*)*[.!?…]*[\"”’)\]]*")
_AFTER_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Rev|Cllr|e\.g|i\.e)\.\Z")
_POSSESSIVE = re.compile(r"[’'](?:s)?\Z")
_APOSTROPHE = re.compile("[’']")
_UNEVEN_WORDS = """
men:man women:woman children:child midwives:midwife lives:life policemen:policeman policewomen:policewoman
clergymen:clergyman advisors:adviser advisor:adviser wives:wife gps:gp ladies:lady mums:mum mams:mum mam:mum
mothers:mum mother:mum lassies:lass lasses:lass dads:father dad:father counsellors:counsellor
"""
_UNEVEN_VERBS = """
led:lead ran:run wrote:write written:write rewrote:rewrite rewritten:rewrite drew:draw drawn:draw took:take
taken:take kept:keep made:make held:hold rang:ring rung:ring spoke:speak spoken:speak met:meet did:do done:do
does:do doing:do came:come left:leave chose:choose chosen:choose went:go gone:go taught:teach drove:drive
driven:drive built:build brought:bring got:get gave:give given:give told:tell said:say sat:sit began:begin
begun:begin sent:send setting:set putting:put stood:stand found:find thought:think lent:lend caught:catch
knew:know known:know saw:see seen:see felt:feel bought:buy reading:read baked:bake sang:sing sung:sing
"""
_UNEVEN = dict(pair.split(":") for pair in _UNEVEN_WORDS.split())
PAST_FORMS = dict(pair.split(":") for pair in _UNEVEN_VERBS.split())
"""The forms of verbs that do not end in -ed or -ing, each with its verb."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list as a set."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class SentenceWord:
    """A word: its key without a possessive, its singular, its stem, and its position in the paragraph."""

    text: str
    key: str
    noun: str
    stem: str
    start: int
    end: int

    @property
    def is_plural(self) -> bool:
        """Whether it looks like a plural."""
        return self.noun != self.key


class SentencePhrase(NamedTuple):
    """A run of words: its two ends, its letters in the singular, and those of its stems without articles."""

    first: int
    last: int
    letters: str
    stems: str


@dataclass(frozen=True, slots=True)
class TextSentence:
    """One sentence of a paragraph, and its words."""

    text: str
    start: int
    words: tuple[SentenceWord, ...]
    keys: list[str] = field(init=False)
    """The keys of its words."""

    def __post_init__(self) -> None:
        """Read the keys once: each rule asks for them."""
        object.__setattr__(self, "keys", [word.key for word in self.words])

    @property
    def is_first_person(self) -> bool:
        """Whether it says I, me or my."""
        return any(word.key in FIRST_PERSON for word in self.words)

    def before(self, at: int, count: int = 1) -> str:
        """Return the key of the word `count` places before another, or nothing."""
        return self.words[at - count].key if at - count >= 0 else ""

    def windows(self, longest: int = 5) -> Iterator[SentencePhrase]:
        """Yield every run of words; “food bank” has the letters of “foodbank”."""
        for first in range(len(self.words)):
            letters = stems = ""
            for last in range(first, min(len(self.words), first + longest)):
                letters += self.words[last].noun
                stems += "" if last > first and self.words[last].key in _ARTICLES else self.words[last].stem
                yield SentencePhrase(first, last + 1, letters, stems)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where some words are in the paragraph."""
        return self.words[first].start, self.words[last - 1].end


def sentences_of(text: str) -> Iterator[TextSentence]:
    """Yield the sentences of a text that have a word."""
    start = None
    for found in _SENTENCE.finditer(text):
        start = found.start() if start is None else start
        if _AFTER_TITLE.search(text, start, found.end()):
            continue
        words = tuple(_words(text, start, found.end()))
        if words:
            yield TextSentence(text[start : found.end()].strip(), start, words)
        start = None
    if start is not None and (words := tuple(_words(text, start, len(text)))):
        yield TextSentence(text[start:].strip(), start, words)


def letters_of(phrase: str) -> str:
    """Return the letters of a phrase, each word in the singular, as `windows` gives them."""
    return "".join(singular(word_key(_POSSESSIVE.sub("", word))) for word in WORD.findall(phrase))


def stems_of(phrase: str) -> str:
    """Return the letters of a phrase, each word without its ending."""
    return "".join(map(stem_of, nouns_of(phrase)))


def nouns_of(phrase: str) -> list[str]:
    """Return the words of a phrase, each in the singular."""
    return [singular(word_key(_POSSESSIVE.sub("", word))) for word in WORD.findall(phrase)]


@lru_cache(maxsize=8192)
def singular(key: str) -> str:
    """Return a word in the singular."""
    if key in _UNEVEN:
        return _UNEVEN[key]
    if len(key) > 4 and key.endswith("ies"):
        return key[:-3] + "y"
    if key.endswith(("ches", "shes", "sses", "xes")):
        return key[:-2]
    if len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is")):
        return key[:-1]
    return key


@lru_cache(maxsize=8192)
def stem_of(key: str) -> str:
    """Return what the forms of a verb have in common: “code”, “coded” and “coding” give “cod”."""
    word = singular(PAST_FORMS.get(key, key))
    if word.endswith("ied") and len(word) > 4:
        word = word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 2 else word


def _words(text: str, start: int, end: int) -> Iterator[SentenceWord]:
    for found in WORD.finditer(text, start, end):
        bare = _POSSESSIVE.sub("", found.group())
        key = word_key(bare)
        if bare[:1] == "I" and _APOSTROPHE.search(bare):
            key = "im" if key == "im" else "i"
        yield SentenceWord(found.group(), key, singular(key), stem_of(key), *found.span())
