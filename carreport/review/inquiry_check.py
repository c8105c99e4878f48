"""The check of an open inquiry before its report is sent: its answers, and open comments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from carreport.draft.session.draft_session import DraftSession
from carreport.form.quotations import truncate
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.report.templates.find_templates import available_templates, find_template
from carreport.review.threads import CommentType, threads_of

CheckForTemplate = Callable[[str], tuple[ReportFinding, ...]]


def prepare_check(session: DraftSession, *, with_files: bool = True) -> CheckForTemplate:
    """Return a function that checks the inquiry as it is now, for the template with the given name.

    It uses immutable values, so it may run in any thread. An empty name stands for the first template.
    Without files it is faster, and leaves out faults of the template in the finished files.
    """
    form, answers = session.form, session.shared_answers()
    set_aside = tuple((edit.revision.path, edit.revision.author) for edit in session.unseen_edits())
    notes = tuple((note.code, note.path, note.author) for note in session.views.notes())
    musts = must_findings(session)
    today = date.today()  # noqa: DTZ011 - the title page has the local date

    def check(name: str) -> tuple[ReportFinding, ...]:
        from carreport.report.proof.readiness import readiness  # noqa: PLC0415 - only where it is used

        template = find_template(name or available_templates(form)[0].name)
        found = readiness(
            form,
            answers,
            session.shared_pictures(answers),
            template,
            today,
            set_aside=set_aside,
            release_notes=notes,
            with_files=with_files,
        )
        return (*found, *musts)

    return check


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
