"""Send review copies with carreport, and read what comes back with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.review.word_back import ReviewedFile, ReviewFinding, SentComment, place
from carreport.review.word_out import SentParagraph
from carreport.review.word_out_receipt import sent_paragraphs_of
from carreport.review.word_out_send import send_for_review
from carreport.review.word_walk.reviewed_copy import read_reviewed_copy
from tests.review.edits.copies import ReviewCopy, read_copy
from tests.review.edits.expected import Reading, Returned
from tests.review.edits.inquiries import AUTHOR


@dataclass(frozen=True, slots=True)
class SentCopy:
    """A review copy that was sent, with what the draft remembers of it."""

    copy: ReviewCopy
    sent: tuple[SentParagraph, ...]
    comments: tuple[SentComment, ...] = ()


def send(draft: Path, target: Path) -> SentCopy:
    """Send a review copy of a draft."""
    with DraftSession.open(draft, AUTHOR) as session:
        send_for_review(session, target, to="Morven Sinclair")
        copy = read_copy(draft.stem, target.read_bytes(), session.form, session.shared_answers())
        return SentCopy(copy, sent_paragraphs_of(session, copy.export_id))


def read(file: Path, sent: SentCopy) -> Reading:
    """Read a file that came back."""
    before = perf_counter()
    try:
        document = read_reviewed_copy(file)
        reviewed = place(document, sent.sent, export_id=sent.copy.export_id, comments=sent.comments)
    except CarreportError as refused:
        return Reading(refusal=refused.code)
    spent = (perf_counter() - before) * 1000
    return _reading(reviewed, spent)


def _reading(reviewed: ReviewedFile, spent: float) -> Reading:
    listed = (reviewed.listed_comments, reviewed.listed_changes)
    return Reading(
        tuple(_returned(finding) for finding in reviewed.findings), *listed, "", reviewed.notes, spent
    )


def _returned(finding: ReviewFinding) -> Returned:
    kind, certainty = str(finding.kind), str(finding.placing)
    paths = () if finding.target is None else (finding.target.path,)
    return Returned(
        kind, finding.path, finding.number, certainty, finding.author, finding.old, finding.new,
        finding.words, finding.said, finding.is_settled, paths,
    )  # fmt: skip
