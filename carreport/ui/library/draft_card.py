"""The text on the card for one draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carreport.ui.relative_time import author_and_time, parse_time, relative_time

READY = "Ready for review"
"""What the summary of a draft says of a step that is ready."""
OPEN = "Open"
_HOW_FAR = ((0.2, "Just begun"), (0.4, "Partly written"), (0.7, "Half written"), (1.0, "Mostly written"))


@dataclass(frozen=True, slots=True)
class InquiryCard:
    """The text on one card; `by_others` means that someone else made the last change.

    `is_elsewhere` means that the file is outside the drafts folder and was opened before. `action` is
    what a click or Enter does. `has_error` means that the draft cannot be opened.
    While `found_words` are searched for, `found` is the text around the first place with them.
    """

    path: Path
    title: str
    subtitle: str = ""
    status: str = ""
    last_change: str = ""
    attention: str = ""
    by_others: bool = False
    is_elsewhere: bool = False
    is_put_away: bool = False
    has_error: bool = False
    action: str = OPEN
    found: str = ""
    found_words: str = ""

    @property
    def accessible_text(self) -> str:
        """The card in one sentence, for screen readers."""
        parts = (self.title, self.subtitle, self.status, self.found, self.attention, self.last_change)
        return ", ".join(part.replace(" · ", ", ") for part in parts if part)

    @property
    def search_text(self) -> str:
        """The text that the search looks through."""
        shown = (self.title, self.subtitle, self.status, self.last_change, self.attention, self.found_words)
        return "\n".join(shown)


def progress_text(shares: Sequence[float]) -> str:
    """Return a draft's progress in words: “5 of 7 steps started”."""
    started = sum(share > 0 for share in shares)
    return f"{started} of {len(shares)} steps started" if started else "Nothing yet"


def status_text(sections: Sequence[tuple[str, float, str]]) -> str:
    """Return where a draft is, in one line: “Half written · next: Data”.

    Each section has its title, the share that is answered, and its state as text.
    """
    if not sections:
        return ""
    ready = [title for title, _, state in sections if state == READY]
    if len(ready) == len(sections):
        return READY
    share = sum(share for _, share, _ in sections) / len(sections)
    if not share:
        return "Nothing written yet"
    how_far = next((text for most, text in _HOW_FAR if share < most), "All questions answered")
    open_steps = [title for title, share, state in sections if share < 1 and state != READY]
    parts = (
        how_far,
        f"next: {open_steps[0]}" if open_steps else "",
        f"ready for review: {', '.join(ready)}" if ready else "",
    )
    return " · ".join(filter(None, parts))


def state_text(state: str, since: str, now: datetime) -> str:
    """Return what was told about a draft, and since when: “Sent for review since 12 May”."""
    return f"{state} since {relative_time(parse_time(since), now)}" if since else state


def last_change_text(author: str, changed: str, me: str, now: datetime) -> str:
    """Return who made the last change to a draft, and when (`changed` is UTC in ISO 8601)."""
    if not changed:
        return ""
    moment = parse_time(changed)
    return author_and_time(author, moment, me, now) if author else relative_time(moment, now)
