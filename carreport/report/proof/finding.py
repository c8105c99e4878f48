"""Say what the check before sending found: which kind of thing, in a sentence, and where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingGroup(StrEnum):
    """What kind of thing was found, in the words that stand above the rows of its kind."""

    UNANSWERED = "Not answered yet"
    ANSWERS = "Answers to look at again"
    VERSIONS = "To decide"
    EVIDENCE = "Learning points without evidence"
    PICTURES = "Pictures without words"
    QUOTATIONS = "Quotations"
    REFERENCES = "References"
    CONSENT = "Consent"
    ACCESSIBILITY = "For every reader"
    WITHHELD = "Stays out of this report"


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """One row of the list.

    `place` is the path of the answer that mends it, or a file of the template (`template/…`).
    What is not a `must` is good to know, and a report may go out with it.
    """

    group: FindingGroup
    code: str
    sentence: str
    place: str
    is_required: bool = True
