"""Say what one draft in the list of drafts says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt

from carreport.ui.relative_time import read_moment, when, who_when

CARD_ROLE = Qt.ItemDataRole.UserRole
"""Under which role the list of drafts hands out whole cards."""


@dataclass(frozen=True, slots=True)
class Card:
    """What one card says; `by_others` tells that somebody else wrote in it last.

    One that `is_elsewhere` lies outside the folder of inquiries, and is listed as it was opened once.
    """

    path: Path
    title: str
    subtitle: str
    shares: tuple[float, ...]
    progress: str
    changed: str
    attention: str = ""
    by_others: bool = False
    is_elsewhere: bool = False

    @property
    def spoken(self) -> str:
        """The card as one sentence."""
        parts = (self.title, self.subtitle, self.attention, self.progress, self.changed)
        return ", ".join(part for part in parts if part)

    def has(self, words: Sequence[str]) -> bool:
        """Say whether every one of these words (small letters) stands on the card."""
        text = f"{self.title}\n{self.subtitle}\n{self.changed}\n{self.attention}".casefold()
        return all(word in text for word in words)


def card_words(shares: Sequence[float]) -> str:
    """Return how far a draft has come: “5 of 7 steps started”."""
    started = sum(share > 0 for share in shares)
    return f"{started} of {len(shares)} steps started" if started else "Nothing yet"


def changed_words(author: str, changed: str, me: str, now: datetime) -> str:
    """Return who changed a draft last, and when (`changed` is UTC in ISO 8601)."""
    if not changed:
        return ""
    moment = read_moment(changed)
    return who_when(author, moment, me, now) if author else when(moment, now)
