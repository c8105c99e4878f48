"""Ids for what comes out of a reviewed file, the same each time and in every file that has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b

from carreport.review.word_back.versions import plain

_MINUTE = 16
"""How many characters of a time say the minute."""


@dataclass(slots=True)
class StableIds:
    """Makes ids from the export, author, minute and words; the same again in one file gets another."""

    export_id: str
    _made: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def new(self, kind: str, author: str, when: str, words: str, path: str = "") -> str:
        """Return the id of something that an author said or changed."""
        key = (self.export_id, kind, author, when[:_MINUTE], path, plain(words))
        self._made[key] += 1
        return stable_id(*key, str(self._made[key]))


def stable_id(*parts: str) -> str:
    """Return an id that is always the same for these texts."""
    return blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()
