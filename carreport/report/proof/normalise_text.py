"""Compare typed text with text read back from a file.

A PDF stores the position of each character, but not the original line breaks or the order in which
right-to-left words were typed. For a PDF, white space and the order of such words are ignored.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from carreport.form.richtext import LIGATURES

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_INVISIBLE = re.compile("[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+")
_WORD = re.compile(r"\w+")
_REPEATED_HYPHEN = re.compile(r"-\s*\n-\n")
"""A hyphen at the end of a line, repeated on the next one, as Polish and Portuguese do."""
_MIRRORED = str.maketrans(")]}>»›", "([{<«‹")
_AS_DRAWN = {**dict.fromkeys(map(ord, "\u2010\u2011"), "-"), **LIGATURES}
"""Hyphens and ligatures, which a PDF stores as the letters that were drawn."""


@dataclass(frozen=True, slots=True)
class TextNormaliser:
    """Normalises text for comparison: as written, or as read back from a typeset page."""

    is_typeset: bool = False

    def comparison_key(self, text: str) -> str:
        """Return a key that is equal for equal paragraphs or cells."""
        bare = self.searchable(text)
        return "".join(sorted(bare.translate(_MIRRORED))) if self.is_reordered(bare) else bare

    def searchable(self, text: str) -> str:
        """Return `text` normalised for substring searches."""
        if not self.is_typeset:
            return text
        drawn = _REPEATED_HYPHEN.sub("-", text.translate(_AS_DRAWN))
        composed = unicodedata.normalize("NFC", drawn)
        return _INVISIBLE.sub("", composed)

    def search_terms(self, text: str) -> list[str]:
        """Return the terms to search for: the whole text, or each word if their order may differ."""
        return self.words(text) if self.is_reordered(text) else [self.searchable(text)]

    def words(self, text: str) -> list[str]:
        """Return the words in a text, without punctuation, which may have moved."""
        return list(map(self.searchable, _WORD.findall(text))) or [self.searchable(text)]

    def is_reordered(self, text: str) -> bool:
        """Return whether the words may be in a different order from the one typed."""
        return self.is_typeset and bool(_RTL.search(text))


AS_WRITTEN = TextNormaliser()
AS_TYPESET = TextNormaliser(is_typeset=True)


def checksum(data: bytes) -> str:
    """Return the SHA-256 checksum of `data`, in hexadecimal."""
    return sha256(data).hexdigest()
