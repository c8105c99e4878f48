"""A finding of the check before you send: its group, a sentence and the place to fix it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingGroup(StrEnum):
    """The group of a finding; its value is the heading above the findings of the group."""

    UNANSWERED = "Not answered yet"
    ANSWERS = "Answers to check"
    VERSIONS = "Conflicts"
    EVIDENCE = "Learning points without evidence"
    PICTURES = "Pictures without a description"
    QUOTATIONS = "Quotations"
    REFERENCES = "References"
    CONSENT = "Consent"
    ACCESSIBILITY = "Accessibility"
    WITHHELD = "Left out of this report"


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """One row of the list.

    `place` is the path of the answer to change, or a file of the template (`template/…`).
    A finding that is not `is_required` is for information; you can send the report without acting on it.
    """

    group: FindingGroup
    code: str
    sentence: str
    place: str
    is_required: bool = True
