"""Format authors and times in everyday words: “You, today 14:02”, “Morag, yesterday”, “3 November”."""

from __future__ import annotations

from datetime import UTC, datetime

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


UNKNOWN_TIME = datetime(1, 1, 2, tzinfo=UTC)
"""In place of a time that cannot be read; it is earlier than all others."""


def relative_time(moment: datetime, now: datetime) -> str:
    """Return `moment` in words relative to `now`; the more recent, the more precise."""
    if moment == UNKNOWN_TIME:
        return "at an unknown time"
    moment, now = moment.astimezone(), now.astimezone()
    days = (now.date() - moment.date()).days
    clock = f"{moment:%H:%M}"
    if days == 0:
        return f"today {clock}"
    if days == 1:
        return f"yesterday {clock}"
    day = f"{moment.day} {MONTHS[moment.month - 1]}"
    return day if moment.year == now.year else f"{day} {moment.year}"


def author_and_time(author: str, moment: datetime, me: str, now: datetime) -> str:
    """Return who wrote and when, with “You” for the person at the keyboard."""
    return f"{'You' if author == me else author}, {relative_time(moment, now)}"


def parse_time(text: str) -> datetime:
    """Parse the time a revision was written (ISO 8601, UTC if no zone is given), or `UNKNOWN_TIME`."""
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return UNKNOWN_TIME
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def relative_day(moment: datetime, now: datetime) -> str:
    """Return the day of `moment` in words: “today”, “yesterday”, “3 November”."""
    words = relative_time(moment, now)
    return words.partition(" ")[0] if moment != UNKNOWN_TIME and _is_near(moment, now) else words


def _is_near(moment: datetime, now: datetime) -> bool:
    return (now.astimezone().date() - moment.astimezone().date()).days in (0, 1)


def make_initials(name: str) -> str:
    """Return the initials of a name, at most three letters."""
    return "".join(word[0] for word in name.split()[:3]).upper()
