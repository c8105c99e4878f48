"""Problems with answers, which are listed and never raised."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_QUOTE = 20
"""The most characters of an answer in a message about it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem with an answer that the user may want to fix.

    `path` is the path of the answer, `code` is stable, and `message` is the sentence to show.
    """

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        """Return the problem as one line."""
        return f"{self.path}: {self.message}"


def quote_start(text: str) -> str:
    """Return the start of an answer, short enough for a message of one line."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()}…"
