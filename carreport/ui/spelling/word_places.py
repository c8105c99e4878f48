"""Find the misspelt words of a paragraph.

Names, abbreviations, addresses and words with digits are never misspelt: a capital inside a sentence is a
name, and so is a capital at the start of a sentence if the same word has one inside a sentence too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

_LETTER = r"[^\W\d_]|[\u0300-\u036f\u00ad]"
_WORD = re.compile(rf"(?:{_LETTER})+(?:[’'‑-](?:{_LETTER})+)*")
_NO_WORDS = re.compile(
    r"\S*(?:://|www\.|@|\\)\S*|\S*[\d_]\S*|#\S+|\S+\.(?:org|com|net|scot|gov|ac|co|uk|eu|info|docx?|pdf|xlsx?)\b\S*"
)
_ENDS, _AROUND = ".!?…:\n\u2028\u2029•", "“”‘’\"'([{*–—- \t\u00a0"
_ABBREVIATED = frozenset(
    ("mr", "mrs", "ms", "dr", "st", "prof", "rev", "e.g", "i.e", "no", "vs", "cf", "approx")
)
_POSSESSIVE = re.compile(r"['’]s?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordPlace:
    """A word, and where it is in the text of a paragraph: in UTF-16 units, as Qt counts."""

    word: str
    start: int
    length: int


def misspelt_words(
    text: str, is_misspelt: Callable[[str], bool], is_name: Callable[[str], bool], unfinished: int = -1
) -> Iterator[WordPlace]:
    """Yield the misspelt words of a paragraph; nothing is asked about a word that ends at `unfinished`."""
    seen = text if "." not in text and not _has_digit(text) else _NO_WORDS.sub(_blank, text)
    is_wide = not text.isascii() and max(text) > "\uffff"
    inside: set[str] | None = None
    for found in _WORD.finditer(seen):
        word = plain_word(found[0])
        if unfinished >= 0 and unfinished == (_units(text[: found.end()]) if is_wide else found.end()):
            continue
        if not _may_be_misspelt(word, is_misspelt):
            continue
        if word[0].isupper():
            if not starts_sentence(text, found.start()) or is_name(word):
                continue
            if inside is None:
                inside = set(_capitals_inside(seen, text))
            if word in inside:
                continue
        start = _units(text[: found.start()]) if is_wide else found.start()
        yield WordPlace(word, start, _units(found[0]) if is_wide else len(found[0]))


def words_to_look_up(text: str) -> Iterator[str]:
    """Yield everything that has to be known to find the misspelt words of a paragraph."""
    asked: list[str] = []

    def note(word: str) -> bool:
        asked.append(word)
        return True

    for _ in misspelt_words(text, note, lambda _: False):
        yield from asked
        asked.clear()
    yield from asked


def plain_word(word: str) -> str:
    """Return a word as a dictionary has it: composed letters, plain apostrophes, no soft hyphens."""
    if word.isascii():
        return word
    plain = normalize("NFC", word).replace("\u00ad", "")
    return plain.replace("’", "'").replace("‑", "-")


def starts_sentence(text: str, start: int) -> bool:
    """Say whether the word that begins at `start` is the first of a sentence or of a line."""
    place = start - 1
    while place >= 0 and text[place] in _AROUND:
        place -= 1
    if place < 0 or text[place] not in _ENDS:
        return place < 0
    if text[place] != ".":
        return True
    before = re.search(r"[^\W\d_][^\W\d_.]*(?:\.[^\W\d_]+)*\Z", text[max(place - 12, 0) : place])
    return before is None or before[0].casefold() not in _ABBREVIATED


def _may_be_misspelt(word: str, is_misspelt: Callable[[str], bool]) -> bool:
    if len(word) < 2 or (
        not word.islower() and any(letter.isupper() for letter in word[1:].replace("-", ""))
    ):
        return False
    if not is_misspelt(word) or (word[0].isupper() and not is_misspelt(word[0].lower() + word[1:])):
        return False
    bare = _POSSESSIVE.sub("", word)
    if bare != word and not is_misspelt(bare):
        return False
    parts = [part for part in bare.split("-") if len(part) > 1 and part.islower()]
    return "-" not in bare or any(map(is_misspelt, parts))


def _capitals_inside(seen: str, text: str) -> Iterator[str]:
    for found in _WORD.finditer(seen):
        if found[0][0].isupper() and not starts_sentence(text, found.start()):
            yield plain_word(found[0])


def _has_digit(text: str) -> bool:
    return any(letter in text for letter in "0123456789@:_\\#")


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
