"""Shorten the names of people."""

from __future__ import annotations


def initials_of(name: str) -> str:
    """Return the first letters of the words of a name, at most three."""
    return "".join(word[0] for word in name.split()[:3]).upper()
