"""Say what the check before sending found: which kind of thing, in a sentence, and where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What kind of thing was found, in the words that stand above the rows of its kind."""

    UNANSWERED = "Not answered yet"
    ANSWERS = "Answers to look at again"
    VERSIONS = "To decide"
    EVIDENCE = "Learning points without evidence"
    PICTURES = "Pictures without words"
    QUOTATIONS = "Quotations"
    REFERENCES = "References"
    CONSENT = "Consent"
    ACCESS = "For every reader"
    KEPT_BACK = "Stays out of this report"


@dataclass(frozen=True, slots=True)
class Found:
    """One row of the list.

    `place` is the path of the answer that mends it, or a file of the template (`template/…`).
    What is not a `must` is good to know, and a report may go out with it.
    """

    group: Group
    code: str
    sentence: str
    place: str
    must: bool = True
