"""Compare text with text read back from a typeset page.

A PDF has the position of each character, but not the line breaks of the text or the typed order
of right-to-left words. So white space is ignored there, and so is the order of right-to-left words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_INVISIBLE = re.compile("[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+")
_WORD = re.compile(r"\w+")
_MIRRORED = str.maketrans(")]}>»›", "([{<«‹")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011"), "-")


@dataclass(frozen=True, slots=True)
class TextNormaliser:
    """How texts are compared: exactly, or as text on a typeset page."""

    is_typeset: bool = False

    def comparison_key(self, text: str) -> str:
        """Return the key by which a whole paragraph or cell is compared."""
        bare = self.searchable(text)
        return "".join(sorted(bare.translate(_MIRRORED))) if self.is_reordered(bare) else bare

    def searchable(self, text: str) -> str:
        """Return a text in the form in which parts of it are searched for."""
        if not self.is_typeset:
            return text
        composed = unicodedata.normalize("NFC", text.translate(_HYPHENS))
        return _INVISIBLE.sub("", composed)

    def search_terms(self, text: str) -> list[str]:
        """Return the terms to search for: the whole text, or each word if the order may differ."""
        return self.words(text) if self.is_reordered(text) else [self.searchable(text)]

    def words(self, text: str) -> list[str]:
        """Return the words of a text without punctuation, which may be in other places."""
        return list(map(self.searchable, _WORD.findall(text))) or [self.searchable(text)]

    def is_reordered(self, text: str) -> bool:
        """Say whether the words of a text may be in another order than typed."""
        return self.is_typeset and bool(_RTL.search(text))


AS_WRITTEN = TextNormaliser()
AS_TYPESET = TextNormaliser(is_typeset=True)


def checksum(data: bytes) -> str:
    """Return the checksum by which bytes are compared."""
    return sha256(data).hexdigest()
