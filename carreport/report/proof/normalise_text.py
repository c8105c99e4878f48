"""Say when two texts are the same words, though one was read back from a page that was set.

A PDF knows where each letter stands, but neither where a line was broken nor in which order
words from the right were typed. So white space does not count there, and words that read from
the right count whatever their order is.
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
    """How texts are compared: as they were written, or as they are drawn on a page."""

    is_typeset: bool = False

    def comparison_key(self, text: str) -> str:
        """Return what a whole paragraph or cell counts by."""
        bare = self.searchable(text)
        return "".join(sorted(bare.translate(_MIRRORED))) if self.is_reordered(bare) else bare

    def searchable(self, text: str) -> str:
        """Return a text so that its parts can be looked for in it."""
        if not self.is_typeset:
            return text
        composed = unicodedata.normalize("NFC", text.translate(_HYPHENS))
        return _INVISIBLE.sub("", composed)

    def search_terms(self, text: str) -> list[str]:
        """Return what must be found of a text: all of it, or each word where the order may differ."""
        return self.words(text) if self.is_reordered(text) else [self.searchable(text)]

    def words(self, text: str) -> list[str]:
        """Return each word of a text, without the signs round it, which may stand elsewhere."""
        return list(map(self.searchable, _WORD.findall(text))) or [self.searchable(text)]

    def is_reordered(self, text: str) -> bool:
        """Say whether the order of the words in a text may differ from how it was typed."""
        return self.is_typeset and bool(_RTL.search(text))


AS_WRITTEN = TextNormaliser()
AS_TYPESET = TextNormaliser(is_typeset=True)


def checksum(data: bytes) -> str:
    """Return what bytes count by."""
    return sha256(data).hexdigest()
