"""Send review copies with carreport, and read what comes back with it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import perf_counter

from lxml import etree

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.form.richtext import RichText
from carreport.review.threads import Anchor, NewThread, begin_thread, settle, shared_threads
from carreport.review.word_back import ReviewedFile, ReviewFinding, SentComment, place
from carreport.review.word_out import SentParagraph
from carreport.review.word_out_receipt import sent_paragraphs_of
from carreport.review.word_out_send import send_for_review
from carreport.review.word_walk.reviewed_copy import read_reviewed_copy
from tests.review.edits.copies import ReviewCopy, W, read_copy, visible_text
from tests.review.edits.expected import Reading, Returned
from tests.review.edits.inquiries import AUTHOR
from tests.rich_text import text


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
        copy = read_copy(target.stem, target.read_bytes(), session.form, session.shared_answers())
        return SentCopy(copy, sent_paragraphs_of(session, copy.export_id), tuple(_sent_comments(copy.docx)))


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


def _sent_comments(docx: bytes) -> Iterator[SentComment]:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        if "word/comments.xml" not in package.namelist():
            return
        comments = etree.fromstring(package.read("word/comments.xml"))
    for comment in comments:
        said = "\n".join(visible_text(paragraph) for paragraph in comment.iter(f"{W}p"))
        thread, author, when = (comment.get(f"{W}{name}", "") for name in ("id", "author", "date"))
        yield SentComment(thread, author, when, said)


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
