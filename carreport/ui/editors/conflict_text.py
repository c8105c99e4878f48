"""What is said about an answer with more than one version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from carreport.draft.session.last_seen import is_claimed_author
from carreport.form.answers import Version
from carreport.form.wording import format_list
from carreport.ui.relative_time import parse_time, relative_day

NUMBER_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")

RESOLVE_CONFLICT_FIRST = "Two people have given different answers. Choose between them before editing."


def conflict_text(versions: Sequence[Version], me: str, now: datetime) -> str:
    """Return whose versions are in conflict: “Two versions: yours and Morag’s (3 November).”."""
    owners = version_owners(versions, me, now)
    return f"{spell_number(len(versions))} versions: {format_list(owners)}."


def version_owners(versions: Sequence[Version], me: str, now: datetime) -> list[str]:
    """Return the owner of each version, your own first. Each has a date, unless it is your only one."""
    versions = sorted(versions, key=lambda version: version.author != me)
    own = sum(version.author == me for version in versions)
    return [
        "yours"
        if own == 1 and version.author == me
        else f"{possessive(version.author, me)} ({_day(version, now)})"
        for version in versions
    ]


def possessive(author: str, me: str) -> str:
    """Return “yours” or “Morag’s”."""
    if is_claimed_author(author):
        return "one that says it is from you"
    return "yours" if author == me else f"{author or 'someone'}’s"


def spell_number(number: int) -> str:
    """Return a number below ten as a word, capitalised to start a sentence; others as digits."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def _day(version: Version, now: datetime) -> str:
    return relative_day(parse_time(version.written_at), now)
