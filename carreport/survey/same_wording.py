"""Decide whether two wordings are the same: of statements, questions, surveys, groups or rounds.

Two wordings are the same only if they differ in nothing but capitals, spaces, the shape of quotation
marks, punctuation at the ends, or a number at the start. Wordings that differ by a typing mistake may
be the same: the user decides. A digit, or a word such as “not” or “before”, always makes a difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto
from functools import lru_cache

NEARLY_EQUAL = 0.85
"""Wordings with a smaller share of equal letters are not compared."""
LONG_WORD = 7
"""A word of this length may have two typing mistakes, a shorter one only one."""
SHORT_WORD = 4
"""A word such as “not” that is shorter than this is never a misspelt other word."""

_NUMBERING = re.compile(
    r"\A\(?(?:q(?:uestion)?\s*)?\d{1,3}(?:\.\d{1,3})*(?:\.?[a-z])?[.):]\)?\s+"
    r"|\A\(?[a-z]\)\s+"
)
_TOKEN = re.compile(r"\w+(?:'\w+)*|[^\w\s]")
_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛´`", "'") | dict.fromkeys("“”„‟«»", '"'))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_KEPT_FORMS = ("<super>", "<sub>", "<fraction>")
_KEPT_AT_ENDS = frozenset("%‰#@&")
_ARTICLES = frozenset(("a", "an", "the"))
_DISTINGUISHING = frozenset(
    re.findall(
        r"\w+",
        "not, no, never, ever, none, nor, neither, without, cannot, yes, more, less, fewer, most, "
        "least, before, after, pre, post, now, then, above, below, over, under, always, sometimes, "
        "often, rarely, early, late, first, second, third, fourth, fifth, sixth, last, next, "
        "previous, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, once, "
        "twice, i, ii, iii, iv, v, vi, vii, viii, ix, x, my, our, your, their, his, her, its, me, "
        "us, we, you, they, he, she, it, in, out, on, off, up, down, with, from, to, for, by, all, "
        "some, any, each, every",
    )
)
_PREFIXES = (
    "a", "un", "dis", "in", "im", "ir", "il", "non", "mis", "de", "re", "pre", "post", "over", "under",
    "anti",
)  # fmt: skip


class Likeness(Enum):
    """How much two wordings have in common."""

    SAME = auto()
    ALIKE = auto()
    """They differ only by what may be a typing mistake."""
    DIFFERENT = auto()
    """They look alike, but a word or digit makes them different."""
    UNRELATED = auto()


@dataclass(frozen=True, slots=True)
class AlikeWording:
    """An existing wording that looks like a new one; the user decides unless they certainly differ."""

    key: str
    text: str
    is_asked: bool


def wording_key(text: str) -> str:
    """Return a wording without what makes no difference; equal results mean that wordings are the same."""
    plain = _plain(text)
    return _stripped(_NUMBERING.sub("", plain)) or _stripped(plain) or plain


@lru_cache(maxsize=4096)
def numbered_key(text: str) -> tuple[str, str]:
    """Return the number at the start of a wording, and its key: two columns of one file may share the key."""
    found = _NUMBERING.match(_plain(text))
    return found[0].strip() if found else "", wording_key(text)


def compare_wordings(one: str, other: str) -> Likeness:
    """Return how much two wordings have in common; the order does not matter."""
    return _compare_keys(*sorted((wording_key(one), wording_key(other))))


def find_alike(wording: str, existing: Iterable[tuple[str, str]]) -> AlikeWording | None:
    """Return the most similar of the `existing` wordings (pairs of key and text) that is not the same."""
    found: list[tuple[bool, float, AlikeWording]] = []
    for key, text in existing:
        likeness = compare_wordings(wording, text)
        if likeness in (Likeness.ALIKE, Likeness.DIFFERENT):
            is_asked = likeness is Likeness.ALIKE
            found.append(
                (is_asked, _ratio(wording_key(wording), wording_key(text)), AlikeWording(key, text, is_asked))
            )
    return max(found, key=lambda row: row[:2])[2] if found else None


def _plain(text: str) -> str:
    """Return a wording without capitals, double spaces and the different shapes of one character."""
    letters = (
        letter
        if unicodedata.decomposition(letter).startswith(_KEPT_FORMS)
        else unicodedata.normalize("NFKC", letter)
        for letter in unicodedata.normalize("NFC", text)
    )
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", "".join(letters)))
    return re.sub(r"\s+", " ", plain.translate(_QUOTES).translate(_DASHES)).casefold().strip()


def _stripped(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_edge(text[start]):
        start += 1
    while start < end and _is_edge(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_edge(letter: str) -> bool:
    return letter.isspace() or (unicodedata.category(letter).startswith("P") and letter not in _KEPT_AT_ENDS)


@lru_cache(maxsize=4096)
def _compare_keys(one: str, other: str) -> Likeness:
    if one == other:
        return Likeness.SAME
    first, second = _TOKEN.findall(one), _TOKEN.findall(other)
    if not one or not other or not _may_be_alike(one, other, first, second):
        return Likeness.UNRELATED
    if _ratio(one, other) < NEARLY_EQUAL:
        return Likeness.UNRELATED
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    changes = [
        (_words(first[start:end]), _words(second[begin:finish]))
        for kind, start, end, begin, finish in matcher.get_opcodes()
        if kind != "equal"
    ]
    return Likeness.ALIKE if all(_is_typing_mistake(*change) for change in changes) else Likeness.DIFFERENT


def _may_be_alike(one: str, other: str, first: Sequence[str], second: Sequence[str]) -> bool:
    """Say quickly whether it is worth comparing two wordings letter by letter."""
    if 2 * min(len(one), len(other)) < NEARLY_EQUAL * (len(one) + len(other)):
        return False
    shorter = min(len(first), len(second))
    return shorter < 4 or 2 * len({*first} & {*second}) >= len({*first})


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEARLY_EQUAL else 0.0


def _words(tokens: Sequence[str]) -> list[str]:
    """Return tokens without punctuation; symbols such as + or % are kept."""
    return [
        token
        for token in tokens
        if token in _KEPT_AT_ENDS or not unicodedata.category(token[0]).startswith("P")
    ]


def _is_typing_mistake(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two parts of a wording may mean the same."""
    pairs = list(zip(one, other, strict=True)) if len(one) == len(other) else []
    if pairs and all(_is_misspelt(*pair) for pair in pairs):
        return not any(_is_distinguishing(*pair) for pair in pairs)
    if any(_is_distinguishing(token, token) for token in (*one, *other)):
        return False
    return "".join(one) == "".join(other) or {*one} ^ {*other} <= _ARTICLES


def _is_distinguishing(one: str, other: str) -> bool:
    """Say whether two words certainly make a difference; a long one may only be misspelt."""
    words = {one, other}
    known = words & _DISTINGUISHING
    return (
        len(known) == len(words)
        or any(len(word) < SHORT_WORD for word in known)
        or any(_is_sign(word) or word.endswith("n't") for word in words)
    )


def _is_sign(word: str) -> bool:
    """Say whether a word is a number, a symbol, or one letter as in “Group B”."""
    return any(not letter.isalpha() and letter not in "'_" for letter in word) or (
        len(word) == 1 and word not in _ARTICLES
    )


def _is_misspelt(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) == 1 or any(longer == prefix + shorter for prefix in _PREFIXES):
        return False
    if {one, other} <= _ARTICLES:
        return True
    most = 2 if len(shorter) >= LONG_WORD else 1
    has_same_start = one[0] == other[0] or (len(shorter) != len(longer) and most == 1)
    return has_same_start and _distance(one, other) <= most


def _distance(one: str, other: str) -> int:
    """Return the number of letters to insert, delete, replace or swap to turn one word into the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for column, against in enumerate(other, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != against))
            if place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == against:
                cost = min(cost, earlier[column - 2] + 1)
            row.append(cost)
    return row[-1]
