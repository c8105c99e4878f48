"""Send an inquiry for review as a Word document, and keep a receipt.

The window and the command line both use this. Planning and recording are quick and belong on the thread
of the session; writing may run in any thread.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path

from carreport.atomic_write import free_path, replace_file
from carreport.draft.revisions.change import picture_checksums
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import REVIEW_SENT, Receipt, add_receipt
from carreport.draft.session.snapshot import Snapshot, take_snapshot
from carreport.draft.session.totals import count_totals
from carreport.errors import ReportWriteError, system_reason
from carreport.form.richtext import clean_name
from carreport.regular_files import read_given_file
from carreport.report.word.untrusted.inspect_package import LARGEST_FILE
from carreport.review.threads import Thread, shared_threads
from carreport.review.word_out import make_review_copy
from carreport.review.word_out_receipt import SentReview, note_key, review_receipt
from carreport.review.word_out_report import comment_on_report, unreadable_report

WORD_SUFFIX = ".docx"


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What is about to be sent: the file to write, to whom, and the inquiry as it is now."""

    target: Path
    to: str
    export: str
    snapshot: Snapshot
    threads: tuple[Thread, ...]
    report: Path | None = None


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """A file that was written for a reviewer, with what its receipts say.

    `comments` is the number of comments and replies in it, and `unsent` the number of threads that are
    not in it, because what they are about is not printed. `sent` is None for a report with comments.
    """

    receipt: Receipt
    comments: int
    unsent: int
    sent: SentReview | None = None


def send_for_review(
    session: DraftSession,
    target: Path,
    *,
    to: str = "",
    report: Path | None = None,
    replace: bool = False,
) -> ReviewFile:
    """Write a review copy to `target` and keep its receipt in the draft.

    With `report`, a finished Word report, write a copy of the report with the open comments on it.

    Raise `ReportWriteError` if the file exists (unless `replace`) or cannot be written,
    `UnreadableInputError` if the report cannot be read, and `DraftSaveError` if the draft cannot be saved.
    """
    plan = plan_review(session, target, to=to, report=report, replace=replace)
    session.flush()
    written = write_review(plan)
    record_review(session, written)
    return written


def plan_review(
    session: DraftSession,
    target: Path,
    *,
    to: str = "",
    report: Path | None = None,
    replace: bool = False,
) -> ReviewPlan:
    """Return the plan for `write_review`; raise `ReportWriteError` if the file may not be saved there."""
    check_target(target, replace=replace)
    export = "" if report else secrets.token_hex(8)
    return ReviewPlan(target, clean_name(to), export, take_snapshot(session), shared_threads(session), report)


def write_review(plan: ReviewPlan) -> ReviewFile:
    """Write the file; return what to record. The inquiry must be on the disk (`session.flush`).

    Raise `ReportWriteError` if it cannot be written, or `UnreadableInputError` if the report cannot be
    read; an existing file is then not changed.
    """
    return _write_review_copy(plan) if plan.report is None else _write_report(plan, plan.report)


def record_review(session: DraftSession, written: ReviewFile) -> None:
    """Keep the receipts of a file that was written for a reviewer."""
    if written.sent is not None:
        session.save_note(note_key(written.sent.export), written.sent.to_note())
    add_receipt(session, written.receipt)


def _write_review_copy(plan: ReviewPlan) -> ReviewFile:
    before = plan.snapshot
    answers = before.shared_answers()
    pictures = before.pictures(dict.fromkeys(picture_checksums(answers.values)))
    copy = make_review_copy(before.form, answers, pictures, plan.threads, plan.export)
    sent = review_receipt(before.form, before.tree, pictures, copy)
    replace_file(plan.target, copy.content)
    totals = count_totals(before.form, answers, len(pictures))
    receipt = replaced(
        _receipt(plan), answers=totals.questions, entries=totals.entries, pictures=totals.pictures
    )
    return ReviewFile(receipt, copy.comments, len(plan.threads) - copy.threads, sent)


def _write_report(plan: ReviewPlan, report: Path) -> ReviewFile:
    try:
        content = read_given_file(report, LARGEST_FILE)
    except OSError as problem:
        raise unreadable_report(report.name, f"The system reports: {system_reason(problem)}.") from None
    before = plan.snapshot
    made = comment_on_report(content, before.form, before.shared_answers(), plan.threads, report.name)
    replace_file(plan.target, made.content)
    open_threads = sum(not thread.is_settled for thread in plan.threads)
    return ReviewFile(_receipt(plan), made.comments, open_threads - made.threads)


def _receipt(plan: ReviewPlan) -> Receipt:
    receipt = Receipt.now(REVIEW_SENT, plan.target.name, plan.snapshot.author_and_device[0])
    return replaced(receipt, to=plan.to, export=plan.export)


def check_target(target: Path, *, replace: bool) -> None:
    """Raise `ReportWriteError` if a Word document may not be saved as `target`."""
    if target.suffix.lower() != WORD_SUFFIX:
        raise ReportWriteError(
            "review-format",
            f"“{target.name}” is not a Word document.",
            remedy=f"Choose a name that ends in {WORD_SUFFIX}.",
        )
    if os.path.lexists(target) and not replace:
        raise ReportWriteError(
            "review-exists",
            f"“{target.name}” already exists in {target.parent}.",
            why="It may have comments in it, so it was not replaced.",
            remedy=f"Choose another name, such as “{free_path(target).name}”.",
        )
