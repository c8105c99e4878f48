"""Say what keeps an answer from being used, and where; never raised, always listed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one answer that a person may want to mend.

    `path` is the path of the answer, `code` is stable, `message` is the sentence to show.
    """

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        """Return the problem as one line."""
        return f"{self.path}: {self.message}"
