"""Send review copies with carreport, and read what comes back with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.form.richtext import RichText
from carreport.review.threads import Anchor, NewThread, begin_thread, settle, shared_threads
from carreport.review.word_back import ReviewedFile, ReviewFinding
from carreport.review.word_back.returned_copy import read_review
from carreport.review.word_out_send import send_for_review
from tests.review.edits.copies import ReviewCopy, read_copy
from tests.review.edits.count_word_marks import count_marks
from tests.review.edits.expected import Reading, Returned
from tests.review.edits.inquiries import AUTHOR
from tests.rich_text import text


@dataclass(frozen=True, slots=True)
class SentCopy:
    """A review copy that was sent from a draft, with how many comments."""

    copy: ReviewCopy
    draft: Path
    comments: int


def send(draft: Path, target: Path) -> SentCopy:
    """Send a review copy of a draft."""
    with DraftSession.open(draft, AUTHOR) as session:
        send_for_review(session, target, to="Morven Sinclair")
        copy = read_copy(target.stem, target.read_bytes(), session.form, session.shared_answers())
    return SentCopy(copy, draft, count_marks(target).comments)


def begin_sent_threads(draft: Path, copy: ReviewCopy) -> None:
    """Begin six threads in a draft, on words of answers and on questions; two of them are settled."""
    with DraftSession.open(draft, AUTHOR) as session:
        for number, at in enumerate(copy.long_answers[3:9]):
            words = RichText.from_json(text(f"We are not sure about this, number {number + 1}."))
            quote = " ".join(at.text.split(" ")[2:5]) if number % 2 else ""
            begin_thread(session, NewThread(at.path, words, anchor=Anchor(quote)))
        begun = {thread.messages[0].words.plain_text[-2]: thread for thread in shared_threads(session)}
        for thread in (begun["1"], begun["2"]):
            settle(session, thread, words=RichText.from_json(text("Done in May.")))


def read(file: Path, sent: SentCopy) -> Reading:
    """Read a file that came back."""
    with DraftSession.open(sent.draft, AUTHOR, read_only=True) as session:
        before = perf_counter()
        try:
            reviewed = read_review(session, file).reviewed
        except CarreportError as refused:
            return Reading(refusal=refused.code)
        return _reading(reviewed, (perf_counter() - before) * 1000)


def _reading(reviewed: ReviewedFile, spent: float) -> Reading:
    listed = (reviewed.listed_comments, reviewed.listed_changes)
    known = sum(comment.is_settled for comment in reviewed.known), len(reviewed.known)
    return Reading(
        tuple(_returned(finding) for finding in reviewed.findings), *listed, "", reviewed.notes, spent, known
    )


def _returned(finding: ReviewFinding) -> Returned:
    kind, certainty = str(finding.kind), str(finding.placing)
    paths = () if finding.target is None else (finding.target.path,)
    return Returned(
        kind, finding.path, finding.number, certainty, finding.author, finding.old, finding.new,
        finding.words, finding.said, finding.is_settled, paths,
    )  # fmt: skip
