"""Findings of the check before you send."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingGroup(StrEnum):
    """The group a finding belongs to; the value is the heading shown above the group."""

    UNREADABLE = "Damaged or set aside"
    UNANSWERED = "Not answered yet"
    ANSWERS = "Answers to check"
    VERSIONS = "Conflicts"
    EVIDENCE = "Learning points without evidence"
    PICTURES = "Pictures without a description"
    QUOTATIONS = "Quotations"
    REFERENCES = "References"
    NAMES = "People who do not want to be named"
    CONSENT = "Consent"
    ACCESSIBILITY = "Accessibility"
    WITHHELD = "Left out of this report"


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """One finding: a row in the list of things to check.

    `place` is the path of the answer to change, or a file of the template (`template/…`).
    If `is_required` is false, the finding is for information and needs no action. A finding about a name has
    the `words` in a `passage` of the answer, and the path of the `mark` that these words mean somebody else.
    """

    group: FindingGroup
    code: str
    sentence: str
    place: str
    is_required: bool = True
    words: str = ""
    passage: str = ""
    mark: str = ""
    is_marked: bool = False
