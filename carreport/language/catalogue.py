"""Read the catalogue of a language (`resources/languages/cy.po`), and format dates and numbers as it does.

Only reports in another language than English import this module, and with it Babel.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from carreport.assets import resource_path
from carreport.language.language_tags import PSEUDO, primary_language
from carreport.language.words import EnglishWords, Words
from carreport.regular_files import read_own_file

LARGEST_CATALOGUE = 4 << 20
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_BRACE = re.compile(r"[{}]")
_LOG = logging.getLogger(__name__)


class CatalogueWords:
    """The words of one catalogue. A message that is not in it is in English."""

    def __init__(self, catalog: Catalog) -> None:
        locale = catalog.locale
        assert locale is not None  # noqa: S101 - `read_catalogue` gives it
        self._locale = locale
        self.language = str(locale).replace("_", "-")
        self._plural = locale.plural_form
        self._plural_place = {form: place for place, form in enumerate(plural_forms(locale))}
        self._messages: dict[tuple[str, str], tuple[str, ...]] = {}
        for message in catalog:
            if message.id and message.string and not message.fuzzy:
                source = message.id if isinstance(message.id, str) else message.id[0]
                string = (message.string,) if isinstance(message.string, str) else tuple(message.string)
                self._messages[message.context or "", source] = string

    def translate(self, text: str, context: str = "") -> str:
        """Return a message in this language, or in English if there is no translation."""
        found = self._messages.get((context, text))
        return found[0] if found and found[0] else text

    def translate_count(self, one: str, several: str, number: float) -> str:
        """Return the message for the plural form of `number` in this language."""
        found = self._messages.get(("", one))
        if found is None:
            return one if number == 1 else several
        return found[self._plural_place[self._plural(number)]]

    def format_number(self, number: float) -> str:
        """Return a number with the marks of this language."""
        return format_decimal(number, locale=self._locale)

    def format_date(self, year: int, month: int, day: int) -> str:
        """Return a date in words."""
        if not month:
            return f"{year:04}"
        if day:
            return format_date(date(year, month, day), "long", locale=self._locale)
        pattern = self._locale.datetime_skeletons["yMMMM"]
        return format_date(date(year, month, 1), pattern.pattern, locale=self._locale)


class PseudoWords(EnglishWords):
    """English in other letters. What is printed in plain letters did not come from the catalogue."""

    language = PSEUDO

    def translate(self, text: str, context: str = "") -> str:
        """Return a message with every letter changed, except in its placeholders."""
        del context
        return disguise(text)

    def translate_count(self, one: str, several: str, number: float) -> str:
        """Return the message for a number with every letter changed."""
        return disguise(super().translate_count(one, several, number))

    def format_date(self, year: int, month: int, day: int) -> str:
        """Return a date with every letter of its month changed."""
        return disguise(super().format_date(year, month, day))


_DISGUISE = str.maketrans(
    "abcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWYZ",
    "åƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵýžÅßÇÐÉƑĜĤÎĴĶĻɱÑÖÞɊŔŠŢÛṼŴÝŽ",
)


def disguise(text: str) -> str:
    """Return text in other letters that can still be read; placeholders stay as they are."""
    pieces = re.split(r"(\{\w*\})", text)
    return "".join(piece if place % 2 else piece.translate(_DISGUISE) for place, piece in enumerate(pieces))


@lru_cache(maxsize=4)
def load_catalogue(language: str) -> Words | None:
    """Return the words of a language, or nothing if there is no catalogue, or if it has mistakes."""
    if language.casefold() == PSEUDO.casefold():
        return PseudoWords()
    path = catalogue_path(language)
    if path is None:
        return None
    try:
        catalog = read_catalogue(path)
    except (OSError, ValueError, PoFileError) as problem:
        _LOG.warning("%s cannot be read, so reports are in English: %s", path.name, problem)
        return None
    mistakes = list(catalogue_mistakes(catalog))
    if mistakes:
        _LOG.warning("%s has mistakes, so reports are in English: %s", path.name, "; ".join(mistakes[:3]))
        return None
    return CatalogueWords(catalog)


def catalogue_path(language: str) -> Path | None:
    """Return the catalogue for a language, whatever its region; nothing if there is none."""
    name = primary_language(language)
    if not name.isalpha():
        return None
    path = resource_path("languages", f"{name}.po")
    return path if path.is_file() else None


def read_catalogue(path: Path) -> Catalog:
    """Return the catalogue in a .po file."""
    text = read_own_file(path, LARGEST_CATALOGUE).decode("utf-8")
    return read_po(text.splitlines(keepends=True), locale=path.stem, abort_invalid=True)


def plural_forms(locale: Locale) -> list[str]:
    """Return the names of the plural forms of a language, in the order of a catalogue."""
    return [*sorted(locale.plural_form.tags, key=_CLDR_ORDER.index), "other"]


_CLDR_ORDER = ("zero", "one", "two", "few", "many", "other")


def catalogue_mistakes(catalog: Catalog) -> Iterator[str]:
    """Yield what is wrong in a catalogue: its number of plurals, or placeholders unlike those in English."""
    assert catalog.locale is not None  # noqa: S101 - `read_catalogue` gives it
    count = len(plural_forms(catalog.locale))
    for message in catalog:
        if message.id and message.string and not message.fuzzy:
            yield from _message_mistakes(message, count)


def _message_mistakes(message: Message, plurals: int) -> Iterator[str]:
    sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    if len(sources) > 1 and any(strings) and (len(strings) != plurals or not all(strings)):
        yield f"“{sources[0]}” needs {plurals} plural forms"
    for string in filter(None, strings):
        if _BRACE.search(_PLACEHOLDER.sub("", string)):
            yield f"“{sources[0]}”: there is a bracket too few or too many in “{string}”"
        elif _placeholders(string) not in (_placeholders(sources[-1]), _placeholders(sources[0])):
            yield f"“{sources[0]}” has other placeholders in “{string}”"


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text))
