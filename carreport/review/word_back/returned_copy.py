"""Read a reviewed file for an inquiry: find what was sent, and compare.

Reading the file and comparing may run in any thread; finding out what was sent needs the inquiry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import REVIEW_SENT, receipts_of
from carreport.errors import UnreadableInputError
from carreport.review.threads import shared_threads
from carreport.review.word_back.incoming import IncomingReview
from carreport.review.word_back.reviewed_file import other_inquiry, place
from carreport.review.word_back.sent_text import SentComment
from carreport.review.word_out import SentParagraph
from carreport.review.word_out_comments import native_comments
from carreport.review.word_out_receipt import sent_paragraphs_of, sent_review_of
from carreport.review.word_walk.document import WordDocument
from carreport.review.word_walk.reviewed_copy import read_reviewed_copy


@dataclass(frozen=True, slots=True)
class SentForReview:
    """What was sent in one review copy: its paragraphs, the versions that they print, and comments.

    `comments` are all that could have been in it; `comment_count` is how many were.
    """

    export: str
    paragraphs: tuple[SentParagraph, ...]
    revisions: frozenset[str]
    comments: tuple[SentComment, ...]
    comment_count: int


def read_review(session: DraftSession, path: Path) -> IncomingReview:
    """Return what a reviewed file says about the answers of this inquiry; nothing is written.

    Raise `UnreadableInputError` if it cannot be read, or is a review copy of another inquiry.
    """
    document = read_reviewed_copy(path)
    return compare_with_sent(path.name, document, find_sent(session, document))


def find_sent(session: DraftSession, document: WordDocument) -> SentForReview:
    """Return what was sent in the review copy that a file was made from; raise `UnreadableInputError`."""
    exports = [
        receipt.export for receipt in receipts_of(session) if receipt.event == REVIEW_SENT and receipt.export
    ]
    if not exports:
        raise UnreadableInputError(
            "review-not-sent",
            "No review copy of this inquiry has been sent from this file, so nothing can be compared.",
            why="Nothing was changed.",
            remedy="Open the inquiry on the computer that it was sent from, and choose the file there.",
        )
    if document.export_id:
        if document.export_id not in exports:
            raise other_inquiry("It was made from another review copy.")
        exports = [document.export_id]
    copies = list(_copies(session, reversed(exports)))
    if not copies:
        raise other_inquiry("It was made from another review copy.")
    return max(copies, key=lambda sent: _shared_bookmarks(document, sent))


def compare_with_sent(name: str, document: WordDocument, sent: SentForReview) -> IncomingReview:
    """Return what a file says about the answers that were sent."""
    reviewed = place(
        document,
        sent.paragraphs,
        export_id=sent.export,
        comments=sent.comments,
        comment_count=sent.comment_count,
    )
    return IncomingReview(name, sent.export, reviewed, sent.revisions)


def _copies(session: DraftSession, exports: Iterator[str]) -> Iterator[SentForReview]:
    threads = shared_threads(session)
    for export in dict.fromkeys(exports):
        sent = sent_review_of(session, export)
        if sent is None:
            continue
        paragraphs = sent_paragraphs_of(session, export)
        texts: dict[str, list[str]] = {}
        for paragraph in paragraphs:
            texts.setdefault(paragraph.path, []).append(paragraph.text or "")
        comments = tuple(
            SentComment(thread.path, comment.author, comment.when, "\n".join(comment.paragraphs))
            for thread in threads
            for comment in native_comments(thread, texts.get(thread.place, ()))
        )
        yield SentForReview(export, paragraphs, sent.revisions, comments, sent.comments)


def _shared_bookmarks(document: WordDocument, sent: SentForReview) -> int:
    names = {paragraph.bookmark for paragraph in sent.paragraphs}
    found: Sequence[str] = [name for paragraph in document.paragraphs for name in paragraph.bookmarks]
    return len(names.intersection(found))
