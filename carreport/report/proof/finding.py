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
    ACTIONS = "Actions without an owner or a date"
    DATES = "Dates to check"
    PICTURES = "Pictures without a description"
    QUOTATIONS = "Quotations"
    REFERENCES = "References"
    NAMES = "People who do not want to be named"
    POSSIBLE_NAMES = "Words that may be names"
    CONSENT = "Consent"
    ACCESSIBILITY = "Accessibility"
    WITHHELD = "Left out of this report"


SEVERAL_OF_A_KIND = {
    "essential-unanswered": "{} main questions have no answer yet",
    "point-unshown": "{} learning points have no evidence",
    "evidence-without-point": "{} surveys have statements that no learning point uses",
    "action-unassigned": "{} actions have no owner or no date",
    "date-not-read": "{} dates cannot be read",
    "alt-missing": "{} pictures have no description",
    "two-versions": "{} answers have two versions",
    "comment-must": "{} comments must be settled",
    "cited-not-listed": "{} citations are not in the references",
    "member-not-asked": "{} members have not been asked how they want to appear",
    "reflection-not-asked": "{} reflections have no decision on printing",
    "reflection-not-released": "{} reflections are left out at the wish of their writers",
    "picture-not-asked": "{} pictures have no answer about consent",
    "picture-not-yet": "{} pictures are left out until people have agreed",
    "quote-not-asked": "{} questions have replies that nobody has decided to quote",
    "name-printed": "{} places name people who do not want to be named",
    "name-possible": "{} places may name people who do not want to be named",
    "kept-back": "Answers are left out for {} reasons",
}
"""What several findings with the same code are called, with a place for their number."""


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
        return self.group.value if self.is_required else f"{self.group.value} (worth a thought)"


def count_needed(findings: Iterable[ReportFinding]) -> int:
    """Return how many findings must be fixed."""
    return sum(finding.is_required for finding in findings)


def in_reading_order(findings: Iterable[ReportFinding]) -> list[ReportFinding]:
    """Return the findings as they are listed: first those that must be fixed, and each group together."""
    groups = list(FindingGroup)
    return sorted(findings, key=lambda finding: (not finding.is_required, groups.index(finding.group)))
