"""Read a person's name: given names, surname and the forms in which texts write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from urllib.parse import unquote

from carreport.form.name_words import AFTER_NAME, ENGLISH, PARTICLES, SHORT_FORMS, TITLES

INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_RAISED = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209f\u2460-\u24ff\u2776-\u2793"
"""Raised and circled numbers, such as the mark of a note: they do not belong to the word before them."""
LETTER = rf"[^\W\d_{_RAISED}][\u0300-\u036f{INVISIBLE}]*"
APOSTROPHES = "'’‘ʼ`´ʹ′"
WORD = re.compile(rf"(?:{LETTER})+(?:[{APOSTROPHES}](?:{LETTER})+)*")
_PIECE = re.compile(r"[^\W\d_]+")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
AT = re.compile(r"@|\s?[\[({]\s?at\s?[\])}]\s?", re.IGNORECASE)
_DROPPED = re.compile(f"[{APOSTROPHES}{INVISIBLE}\u0300-\u036f]")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]\Z")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_NICKNAME = re.compile(r"[\"“”«»‘(\[]([^\"“”«»’)\]]+)[\"“”«»’)\]]")
_SON_OF = re.compile(r"(mac|mc)([^\W\d_]{3,})\Z")
_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")


class Certainty(IntEnum):
    """How certain it is that a text names somebody."""

    NONE = 0
    POSSIBLE = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name, taken apart; each part is a key as `word_key` makes it.

    `surnames` are the ways of writing the whole surname, each as its words; `halves` are the parts of a
    double surname. A name of one word has it as its surname. `unspaced` is a name in a script without spaces.
    `respelt` are surnames that are easily written instead: “MacDonald” for “McDonald”.
    """

    given: tuple[str, ...]
    nicknames: frozenset[str]
    surnames: tuple[tuple[str, ...], ...]
    halves: frozenset[str]
    is_single: bool
    unspaced: tuple[str, ...] = ()
    respelt: tuple[tuple[str, ...], ...] = ()

    @property
    def initials(self) -> frozenset[str]:
        """The initials of the given names."""
        return frozenset(name[:1] for name in self.given)

    @property
    def forms(self) -> frozenset[str]:
        """What a text must contain to name this person: a surname, half of one, a first name or initials."""
        initials = {f"{first}.{last[:1]}." for first in self.initials for last in self.joined_surnames}
        spaced = {f"{first}. {last[:1]}." for first in self.initials for last in self.joined_surnames}
        initials |= {f"|{first}{last[:1]}|" for first in self.initials for last in self.joined_surnames}
        names = self.sought_surnames | self.halves | self.nicknames | {*self.given, *self.unspaced}
        return frozenset(name for name in names if len(name) > 1) | initials | spaced

    @property
    def joined_surnames(self) -> frozenset[str]:
        """The ways of writing the surname, without spaces, hyphens or apostrophes."""
        return frozenset(map("".join, self.surnames))

    @property
    def sought_surnames(self) -> frozenset[str]:
        """The same, and those that are easily written instead."""
        return self.joined_surnames | frozenset(map("".join, self.respelt))

    @property
    def written_as_one(self) -> frozenset[str]:
        """The name without a space: “IslaBrown”."""
        pairs = [
            (first, last) for first in self.first_names for last in self.joined_surnames if len(first) > 1
        ]
        return frozenset(one for first, last in pairs for one in (first + last, last + first))

    @property
    def first_names(self) -> frozenset[str]:
        """What may replace the given names: each of them, all written as one, and short forms."""
        return self.nicknames | {*self.given, "".join(self.given)} - {""}


def word_key(word: str) -> str:
    """Return a word in lower case, without accents, apostrophes and invisible characters."""
    folded = unicodedata.normalize("NFKD", word.casefold().translate(_PLAIN))
    return _DROPPED.sub("", folded).casefold()


def word_keys(word: str) -> frozenset[str]:
    """Return the keys of a word in a text, including those without a possessive and with ö written as oe."""
    bare = _POSSESSIVE.sub("", word)
    spellings = (word, bare, bare.casefold().translate(SPELT_OUT))
    return frozenset(map(word_key, spellings))


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return a key that is equal for two spellings of the same name: “Ms Zoë O’Neil” and “O'Neil, Zoe”."""
    given, surname = _split(name)
    return " ".join(map(word_key, (*given, *surname)))


@lru_cache(maxsize=4096)
def parse_name(name: str) -> PersonName:
    """Take a name apart."""
    given, surname = _split(name)
    nicknames = {word_key(word) for found in _NICKNAME.findall(name) for word in WORD.findall(found)}
    first_names = tuple(map(word_key, given))
    for first in first_names[:1]:
        nicknames |= SHORT_FORMS.get(first, frozenset())
    keys = tuple(map(word_key, surname))
    core = keys[next((n for n, key in enumerate(keys[:-1]) if key not in PARTICLES), len(keys) - 1) :]
    spelt_out = tuple(word_key(word.casefold().translate(SPELT_OUT)) for word in surname)
    halves = frozenset(key for key in core if len(key) > 1) if len(core) > 1 else frozenset[str]()
    if not surname or (not given and len(core) > 1):
        halves = frozenset()
    unspaced: tuple[str, ...] = ()
    if _WITHOUT_SPACES.search(name):
        whole = "".join(WORD.findall(name))
        unspaced = tuple(dict.fromkeys((whole, "".join((*surname, *given)))))
    return PersonName(
        first_names,
        frozenset(nicknames - {""}),
        tuple(dict.fromkeys(filter(None, (keys, core, spelt_out)))),
        halves,
        is_single=not given,
        unspaced=unspaced,
        respelt=tuple(_respelt(keys)),
    )


def address_certainty(name: PersonName, address: str) -> Certainty:
    """Return how certain an address or a file name is made of a name."""
    is_link, surnames, local = LINK.match(address), name.joined_surnames, AT.split(address)
    is_mail = len(local) > 1 and not is_link
    whole, own = (
        pieces_of(address),
        pieces_of("".join(local[:-1]) or address) if is_mail else pieces_of(address),
    )
    if _runs(whole) & name.written_as_one:
        is_ordinary = not is_mail and {*name.given, *surnames} <= ENGLISH
        return Certainty.POSSIBLE if is_ordinary else Certainty.CERTAIN
    initials = {one for first in name.initials for last in surnames for one in (first + last, last + first)}
    if _runs(own) & {pair for pair in initials if len(pair) > 3}:
        is_apart = not initials & {*own} and not surnames & ENGLISH
        return Certainty.CERTAIN if is_mail or is_apart else Certainty.POSSIBLE
    if _runs(own) & surnames:
        is_certain = is_mail or (not is_link and not surnames & ENGLISH)
        return Certainty.CERTAIN if is_certain else Certainty.POSSIBLE
    if not name.is_single and {*own} & name.first_names and is_mail:
        return Certainty.POSSIBLE
    return Certainty.NONE


def pieces_of(address: str) -> list[str]:
    """Return the words in an address."""
    return [word_key(piece) for piece in _PIECE.findall(unquote(address))]


def _runs(pieces: list[str]) -> set[str]:
    """Return the pieces, and up to four neighbours joined."""
    starts = range(len(pieces))
    return {"".join(pieces[at:end]) for at in starts for end in range(at + 1, min(len(pieces), at + 4) + 1)}


def _respelt(keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield “MacDonald” for “McDonald”, and “McDonald” for “MacDonald”."""
    found = _SON_OF.match("".join(keys))
    if found:
        yield from ((start, found.group(2)) for start in ("mc", "mac", "m") if start != found.group(1))


def _split(name: str) -> tuple[list[str], list[str]]:
    """Return the given names and the words of the surname."""
    bare = _NICKNAME.sub(" ", name)
    parts = [_without_titles(part) for part in bare.split(",")]
    parts = [part for part in parts if part]
    if not parts:
        return [], []
    if len(parts) > 1:
        return parts[1], parts[0]  # “Brown, Isla”
    words = parts[0]
    if len(words) == 1 and "-" not in bare:
        return [], words
    last = _last_name_start(bare, words)
    return words[:last], words[last:]


def _last_name_start(name: str, words: list[str]) -> int:
    """Return where the surname starts: at its particles, or at the first half of a hyphenated surname."""
    start = len(words) - 1
    gaps = _gaps(name, words)
    while start > 0 and gaps[start] == "-":
        start -= 1
    while start > 1 and word_key(words[start - 1]) in PARTICLES:
        start -= 1
    return start


def _gaps(name: str, words: list[str]) -> list[str]:
    """Return the text before each word, without spaces; a hyphen of any kind is “-”."""
    gaps, at = [], 0
    for word in words:
        start = name.index(word, at)
        gap = name[at:start].strip()
        gaps.append("-" if gap in ("-", "‐", "‑", "–") and name[at:start] == gap else gap)
        at = start + len(word)
    return gaps


def _without_titles(part: str) -> list[str]:
    """Return the words of a name without titles before it and letters after it."""
    words = WORD.findall(part)
    while len(words) > 1 and word_key(words[0]) in TITLES:
        words = words[1:]
    while words and _is_after_name(words[-1]) and (len(words) != 2 or words[0] != words[0].upper()):
        words = words[:-1]
    return words


def _is_after_name(word: str) -> bool:
    return word_key(word) in AFTER_NAME and any(letter.isupper() for letter in word[1:])
