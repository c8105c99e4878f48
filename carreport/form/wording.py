"""Format counts, lists and nouns as text, for the window, the command line and reports.

Reports do not print what is made from an English noun (`plural`, `format_count`), but use `ngettext`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from carreport.language.language_tags import is_english
from carreport.language.messages import format_number, gettext, join_and, join_or, language_of_words

USUAL_NOUN = "entry"
IRREGULAR_PLURALS = {
    "person": "people",
    "child": "children",
    "bus": "buses",
    "man": "men",
    "woman": "women",
    "life": "lives",
    "half": "halves",
    "series": "series",
    "staff": "staff",
}
_SINGULARS = {several: one for one, several in IRREGULAR_PLURALS.items()}
_UNIT_HEAD = re.compile(r"\w+(?= (?:of|a|an|per|in|at|for|from|with)\b)|\w+\Z")
"""The noun in a unit: “hours” in “hours a week”, “replies” in “survey replies”."""
_NUMBER_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|dozen|hundred|thousand|few|several|many|some"
)
_COUNTED = re.compile(rf"\A[^$£€]*(?:\d(?:ish|k|s|\+)?|\b(?:{_NUMBER_WORDS}))\Z", re.IGNORECASE)
"""An approximate number that a noun can follow, such as “about 20” or “a few”, and not a sum of money."""
_JUST_ONE = re.compile(r"(?:\A|[^\d.,/–-]\s*)\b(?:1|one)\Z", re.IGNORECASE)
"""A number that ends with one, such as “about 1” or “only one”, and not “0-1” or “21”."""
_PARTS = ("most", "all", "half", "none")
_MANY_OF = re.compile(r"\b(?:dozens|scores|tens|hundreds|thousands|lots|plenty)\Z", re.IGNORECASE)


def plural(noun: str) -> str:
    """Return the plural of an English noun, for the nouns used in forms."""
    *others, last = noun.split(" ")
    if last.lower() in IRREGULAR_PLURALS:
        return " ".join([*others, last[:1] + IRREGULAR_PLURALS[last.lower()][1:]])
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def singular(nouns: str) -> str:
    """Return the singular of a unit such as “people”, “survey replies” or “hours a week”."""
    return _UNIT_HEAD.sub(lambda match: _singular_word(match.group()), nouns, count=1)


def is_quantity(words: str) -> bool:
    """Say whether text is a number of some kind, such as “about 20” or “most”, and not “unknown”."""
    pattern = rf"\A[^$£€]*(?:\d|\b(?:{_NUMBER_WORDS}|{'|'.join(_PARTS)})\b)"
    return bool(_MANY_OF.search(words) or re.search(pattern, words, re.IGNORECASE))


def is_countable(words: str) -> bool:
    """Say whether “of 40” or a noun can follow these words: “about 20” or “dozens”, not “half the class”."""
    return bool(_COUNTED.search(words) or _MANY_OF.search(words) or words.casefold() in _PARTS)


def format_quantity(number: float | str, unit: str) -> str:
    """Return a number with its unit: “1 person”, “1,234 people”, “about 20 people”, “dozens of people”.

    Text that no unit can follow, such as “unknown”, is returned alone.
    """
    if not isinstance(number, str):
        noun = singular(unit) if number == 1 and is_english(language_of_words()) else unit
        return f"{format_number(number)} {noun}".strip()
    words = number.strip()
    if not unit or re.search(rf"\b(?:{re.escape(unit)}|{re.escape(singular(unit))})\Z", words, re.IGNORECASE):
        return words
    if _MANY_OF.search(words):
        return f"{words} of {unit}"
    noun = singular(unit) if _JUST_ONE.search(words) else unit
    return f"{words} {noun}" if _COUNTED.search(words) else words


def format_count(number: int, noun: str) -> str:
    """Return “1 reply” or “3 replies”."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def format_count_or_no(number: int, noun: str) -> str:
    """Return “no replies”, “1 reply” or “3 replies”."""
    return format_count(number, noun) if number else f"no {plural(noun)}"


def format_list(names: Sequence[str], joint: str = "and") -> str:
    """Return a list of names as text, such as “Iain, Morag and Ailsa”; `joint` comes before the last."""
    return join_or(names) if joint == "or" else join_and(names)


def entry_noun(noun: str) -> str:
    """Return what a form calls an entry; the word for a form that does not say so is in the catalogue."""
    return gettext("entry") if noun == USUAL_NOUN else noun


def sentence_case(words: str) -> str:
    """Return text with a capital first letter."""
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """Return text with a small first letter, for the middle of a sentence; “I”, “A1” and “NHS” are kept."""
    is_word = words[1:2].islower() or words.startswith("A ")
    return words[:1].lower() + words[1:] if is_word else words


def in_letters(number: int) -> str:
    """Return A, B … Z, AA … for 0, 1 … 25, 26 …, as spreadsheets name their columns."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def verb_for(number: int, one: str = "is", several: str = "are") -> str:
    """Return the verb that agrees with a count: “1 reply is”, “3 replies are”."""
    return one if number == 1 else several


def _singular_word(noun: str) -> str:
    lower = noun.lower()
    if lower in _SINGULARS:
        return noun[:1] + _SINGULARS[lower][1:]
    if lower.endswith("ies") and len(noun) > len("ties"):
        return noun[:-3] + "y"
    if lower.endswith(("sses", "xes", "ches", "shes")):
        return noun[:-2]
    is_plural = lower.endswith("s") and not lower.endswith(("ss", "us", "is")) and len(noun) > len("ms")
    return noun[:-1] if is_plural else noun
