"""The text on the card for one draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carreport.ui.relative_time import author_and_time, parse_time, relative_time


@dataclass(frozen=True, slots=True)
class InquiryCard:
    """The text on one card; `by_others` means that someone else made the last change.

    `is_elsewhere` means that the file is outside the drafts folder and was opened before.
    """

    path: Path
    title: str
    subtitle: str
    step_shares: tuple[float, ...]
    progress: str
    last_change: str
    attention: str = ""
    by_others: bool = False
    is_elsewhere: bool = False

    @property
    def accessible_text(self) -> str:
        """The card in one sentence, for screen readers."""
        parts = (self.title, self.subtitle, self.attention, self.progress, self.last_change)
        return ", ".join(part for part in parts if part)

    @property
    def search_text(self) -> str:
        """The text that the search looks through."""
        return f"{self.title}\n{self.subtitle}\n{self.progress}\n{self.last_change}\n{self.attention}"


def progress_text(shares: Sequence[float]) -> str:
    """Return a draft's progress in words: “5 of 7 steps started”."""
    started = sum(share > 0 for share in shares)
    return f"{started} of {len(shares)} steps started" if started else "Nothing yet"


def state_text(state: str, since: str, now: datetime) -> str:
    """Return what was told about a draft, and since when: “Sent for review since 12 May”."""
    return f"{state} since {relative_time(parse_time(since), now)}" if since else state


def last_change_text(author: str, changed: str, me: str, now: datetime) -> str:
    """Return who made the last change to a draft, and when (`changed` is UTC in ISO 8601)."""
    if not changed:
        return ""
    moment = parse_time(changed)
    return author_and_time(author, moment, me, now) if author else relative_time(moment, now)
