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
from carreport.errors import ReportWriteError
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.richtext import clean_name
from carreport.review.threads import Thread, shared_threads
from carreport.review.word_out import make_review_copy
from carreport.review.word_out_receipt import SentReview, note_key, review_receipt

WORD_SUFFIX = ".docx"


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What is about to be sent: the file to write, to whom, and the inquiry as it is now."""

    target: Path
    to: str
    export: str
    snapshot: Snapshot
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """A review copy that was written, with what its receipts say.

    `unsent` is the number of threads that are not in it, because what they are about is not printed.
    """

    receipt: Receipt
    sent: SentReview
    unsent: int


def send_for_review(
    session: DraftSession, target: Path, *, to: str = "", replace: bool = False
) -> ReviewFile:
    """Write a review copy to `target` and keep its receipt in the draft.

    Raise `ReportWriteError` if the file exists (unless `replace`) or cannot be written, and
    `DraftSaveError` if the draft cannot be saved.
    """
    plan = plan_review(session, target, to=to, replace=replace)
    session.flush()
    written = write_review(plan)
    record_review(session, written)
    return written


def plan_review(session: DraftSession, target: Path, *, to: str = "", replace: bool = False) -> ReviewPlan:
    """Return the plan for `write_review`; raise `ReportWriteError` if the file may not be saved there."""
    check_target(target, replace=replace)
    export = secrets.token_hex(8)
    return ReviewPlan(target, clean_name(to), export, take_snapshot(session), shared_threads(session))


def write_review(plan: ReviewPlan) -> ReviewFile:
    """Write the review copy; return what to record. The inquiry must be on the disk (`session.flush`).

    Raise `ReportWriteError` if it cannot be written; an existing file is then not changed.
    """
    before = plan.snapshot
    answers = before.shared_answers()
    pictures = before.pictures(dict.fromkeys(picture_checksums(answers.values)))
    copy = make_review_copy(before.form, answers, pictures, plan.threads, plan.export)
    sent = review_receipt(before.form, before.tree, pictures, copy)
    replace_file(plan.target, copy.content)
    asked = {path: value for path, value in answers.values.items() if not path.startswith(paths.REVIEW)}
    totals = count_totals(before.form, Answers(asked), len(pictures))
    receipt = Receipt.now(
        REVIEW_SENT, plan.target.name, before.author_and_device[0], totals.questions, totals.pictures
    )
    kept = replaced(receipt, to=plan.to, entries=totals.entries, export=plan.export)
    return ReviewFile(kept, sent, len(plan.threads) - copy.threads)


def record_review(session: DraftSession, written: ReviewFile) -> None:
    """Keep the receipts of a review copy in the draft."""
    session.save_note(note_key(written.sent.export), written.sent.to_note())
    add_receipt(session, written.receipt)


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
