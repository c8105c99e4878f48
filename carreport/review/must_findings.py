"""List the comments that must be settled before a report is sent."""

from __future__ import annotations

from carreport.draft.session.draft_session import DraftSession
from carreport.form.quotations import truncate
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.review.threads import CommentType, threads_of


def must_findings(session: DraftSession) -> tuple[ReportFinding, ...]:
    """Return a finding for each open comment that says that something must be fixed, the oldest first."""
    return tuple(
        ReportFinding(
            FindingGroup.COMMENTS,
            "comment-must",
            f"{thread.began.author or 'Somebody'} says that this must be fixed: "
            f"“{truncate(thread.began.words.plain_text)}”",
            thread.place,
        )
        for thread in threads_of(session)
        if thread.type is CommentType.MUST and not thread.is_settled
    )
