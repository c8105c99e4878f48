"""Find words in a text.

The shape of quotation marks, soft hyphens, no-break spaces and line breaks do not count, nor whether an
accented letter is one character or two. What is found is given by its place in the text as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_SAME = {
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
}
_MARKS = re.compile(f"[{''.join(_SAME)}]")
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_HAS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_NOT_ASCII = re.compile(r".?[^\x00-\x7f]+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextSearch:
    """What is searched for, and how."""

    words: str
    whole_words: bool = False
    match_case: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not self.words.translate(dict.fromkeys(map(ord, _INVISIBLE))).strip()

    def places_in(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where the words are: the start and the end of each place, from left to right."""
        if self.is_empty:
            return ()
        wanted = _folded_words(self.words, self.match_case)
        if wanted not in _folded_alone(text, match_case=self.match_case):
            return ()  # most texts; it saves looking for the place of every letter
        folded, starts = _fold(text, match_case=self.match_case)
        return tuple(self._places(wanted, folded, starts, len(text)))

    def _places(
        self, wanted: str, folded: str, starts: Sequence[int], length: int
    ) -> Iterator[tuple[int, int]]:
        at = folded.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if _is_letter_start(starts, at) and _is_letter_start(starts, end) and self._fits(folded, at, end):
                yield starts[at], starts[end] if end < len(folded) else length
                at = folded.find(wanted, end)
            else:
                at = folded.find(wanted, at + 1)

    def _fits(self, folded: str, start: int, end: int) -> bool:
        """Say whether no word goes on before or after, if only whole words are wanted."""
        if not self.whole_words:
            return True
        before, after = folded[start - 1 : start], folded[end : end + 1]
        goes_on_before = _is_word(before) and _is_word(folded[start])
        goes_on_after = _is_word(after) and _is_word(folded[end - 1])
        return not (goes_on_before or goes_on_after)


@lru_cache(maxsize=8)
def _folded_words(words: str, match_case: bool) -> str:  # noqa: FBT001 - a key of the cache
    return _fold(words, match_case=match_case)[0]


def _folded_alone(text: str, *, match_case: bool) -> str:
    """Return a text as it is compared, without the places of its letters."""
    if text.isascii():
        return _plain(text, match_case=match_case)
    visible = unicodedata.normalize("NFD", _HAS_INVISIBLE.sub("", text))
    return unicodedata.normalize("NFD", _plain(visible, match_case=match_case))


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_" or (bool(letter) and unicodedata.combining(letter) != 0)


def _is_letter_start(starts: Sequence[int], at: int) -> bool:
    """Say whether a letter of the text starts here, and not the second half of one."""
    return at in (0, len(starts)) or starts[at] != starts[at - 1]


def _fold(text: str, *, match_case: bool) -> tuple[str, Sequence[int]]:
    """Return a text as it is compared, and for each letter of that its place in `text`."""
    plain = _plain(text, match_case=match_case)
    if text.isascii() or (
        len(plain) == len(text)
        and not _HAS_INVISIBLE.search(text)
        and unicodedata.is_normalized("NFD", text)
        and unicodedata.is_normalized("NFD", plain)
        and not any(map(unicodedata.combining, _not_ascii(text)))
    ):
        return plain, range(len(text))
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for run in _NOT_ASCII.finditer(text):
        parts.append(_plain(text[at : run.start()], match_case=match_case))
        starts.extend(range(at, run.start()))
        for start, letter in _letters(run.group(), run.start()):
            folded = _fold_letter(letter, match_case=match_case)
            parts.append(folded)
            starts.extend([start] * len(folded))
        at = run.end()
    parts.append(_plain(text[at:], match_case=match_case))
    starts.extend(range(at, len(text)))
    return "".join(parts), starts


def _not_ascii(text: str) -> str:
    return "".join(run.group() for run in _NOT_ASCII.finditer(text))


def _plain(text: str, *, match_case: bool) -> str:
    text = text.replace("\n", " ")
    if not text.isascii():
        for mark in set(_MARKS.findall(text)):
            text = text.replace(mark, _SAME[mark])
    return text if match_case else text.casefold()


def _letters(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield each letter with the marks on it and what is invisible after it, and its place."""
    letter, at = "", start
    for number, character in enumerate(text, start):
        if letter and not (unicodedata.combining(character) or character in _INVISIBLE):
            yield at, letter
            letter, at = "", number
        letter += character
    if letter:
        yield at, letter


def _fold_letter(letter: str, *, match_case: bool) -> str:
    return _folded_alone(letter, match_case=match_case)
