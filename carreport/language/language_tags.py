"""Language tags such as en-GB, cy or pl."""

from __future__ import annotations

import re

ENGLISH = "en-GB"
PSEUDO = "en-XA"
"""The pseudo-language: English with other letters, to see what is not in the catalogue."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")


def is_language_tag(language: str) -> bool:
    """Say whether this can be the tag of a language."""
    return _TAG.match(language) is not None


def is_english(language: str) -> bool:
    """Say whether this is any kind of English, but not the pseudo-language."""
    return primary_language(language) == "en" and language.casefold() != PSEUDO.casefold()


def is_same_language(language: str, other: str) -> bool:
    """Say whether two tags mean the same language, in whatever region."""
    pseudo = PSEUDO.casefold()
    is_alike = (language.casefold() == pseudo) == (other.casefold() == pseudo)
    return is_alike and primary_language(language) == primary_language(other)


def primary_language(language: str) -> str:
    """Return the language without its region: “cy” for cy-GB."""
    return language.partition("-")[0].casefold()
