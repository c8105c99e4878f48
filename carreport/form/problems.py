"""Problems with answers, which are listed and never raised."""

from __future__ import annotations

from dataclasses import dataclass


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
