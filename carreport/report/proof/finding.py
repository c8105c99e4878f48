"""Findings of the check before you send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FindingGroup(StrEnum):
    """The group a finding belongs to; the value is the heading shown above the group."""

    UNREADABLE = "Damaged or set aside"
    UNANSWERED = "Not answered yet"
    ANSWERS = "Answers to check"
    VERSIONS = "Conflicts"
    COMMENTS = "Comments that must be settled"
    EVIDENCE = "Learning points without evidence"
    PICTURES = "Pictures without a description"
    QUOTATIONS = "Quotations"
    REFERENCES = "References"
    NAMES = "People who do not want to be named"
    POSSIBLE_NAMES = "Words that may be names"
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

    @property
    def heading(self) -> str:
        """The heading above the findings of its group; findings that need no action have a separate one."""
        return self.group.value if self.is_required else f"{self.group.value} (good to know)"


def in_reading_order(findings: Iterable[ReportFinding]) -> list[ReportFinding]:
    """Return the findings as they are listed: first those that must be fixed, and each group together."""
    groups = list(FindingGroup)
    return sorted(findings, key=lambda finding: (not finding.is_required, groups.index(finding.group)))
