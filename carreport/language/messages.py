"""Look up the words of a report in the language that it is being made in.

    with words_in("cy"):
        gettext("Contents")                                   → “Cynnwys”
        ngettext("{count} reply", "{count} replies", 3)       → “3 ymateb”

English is the source, and needs no catalogue and no library. Everywhere outside such a block, as in the
window, the words are English. The language is a context variable, so it holds for one thread only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from carreport.language.language_tags import is_english, is_same_language
from carreport.language.words import EnglishWords, Words

_VOWELS = frozenset("aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü")


_ENGLISH = EnglishWords()
_WORDS: ContextVar[Words] = ContextVar("words", default=_ENGLISH)


@contextmanager
def words_in(language: str) -> Iterator[str]:
    """Use the words of a language inside the block, and give its tag: English if there is no catalogue."""
    token = _WORDS.set(_words_of(language))
    try:
        yield _WORDS.get().language
    finally:
        _WORDS.reset(token)


def _words_of(language: str) -> Words:
    if is_english(language):
        return _ENGLISH
    from carreport.language.catalogue import load_catalogue  # noqa: PLC0415 - needs Babel, which English does not

    return load_catalogue(language) or _ENGLISH


def language_of_words() -> str:
    """Return the tag of the language that messages are in here."""
    return _WORDS.get().language


def words_remark(language: str) -> str:
    """Return what to say of a form in a language without a catalogue, or an empty string."""
    with words_in(language) as own:
        if is_same_language(own, language):
            return ""
    return (
        f"Reports do not have words in “{language}” yet, so their headings, dates and notes are in English. "
        "Answers are marked as text in their own language."
    )


def gettext_noop(text: str) -> str:
    """Return a constant unchanged; this marks it for the catalogue, and `gettext` translates it later."""
    return text


def gettext(text: str, /, **values: str) -> str:
    """Return a message in the language of the report, with its placeholders filled in."""
    translated = _WORDS.get().translate(text)
    return translated.format_map(values) if values else translated


def pgettext(context: str, text: str, /, **values: str) -> str:
    """Return a message whose English text has several meanings; `context` says which one."""
    translated = _WORDS.get().translate(text, context)
    return translated.format_map(values) if values else translated


def ngettext(one: str, several: str, number: float, /, **values: str) -> str:
    """Return the message that agrees with `number`, which also fills in its placeholder {count}."""
    translated = _WORDS.get().translate_count(one, several, number)
    return translated.format_map({"count": format_number(number), **values})


def format_number(number: float) -> str:
    """Return a number with marks between thousands, as in 1,234."""
    return _WORDS.get().format_number(number)


def format_day(year: int, month: int, day: int) -> str:
    """Return a date in words; `month` and `day` may be 0."""
    return _WORDS.get().format_date(year, month, day)


def quoted(text: str) -> str:
    """Return text in quotation marks."""
    return gettext("“{text}”", text=text)


def join_and(names: Sequence[str]) -> str:
    """Return a list of names as text, such as “Iain, Morag and Ailsa”."""
    if len(names) < 2:
        return "".join(names)
    first, last = ", ".join(names[:-1]), names[-1]
    if _begins_with_vowel(last):
        return pgettext("before a vowel", "{names} and {last}", names=first, last=last)
    return pgettext("before a consonant", "{names} and {last}", names=first, last=last)


def join_or(names: Sequence[str]) -> str:
    """Return a list of names as text, such as “Iain, Morag or Ailsa”."""
    if len(names) < 2:
        return "".join(names)
    return gettext("{names} or {last}", names=", ".join(names[:-1]), last=names[-1])


def _begins_with_vowel(words: str) -> bool:
    first = next((letter for letter in words if letter.isalnum()), "")
    return first.casefold() in _VOWELS
