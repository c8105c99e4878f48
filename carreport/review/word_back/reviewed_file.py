"""Put together everything that a reviewed file says, each with its place; refuse another inquiry's file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from carreport.errors import UnreadableInputError
from carreport.form.richtext import Block, Span, tidy
from carreport.form.wording import format_count
from carreport.review.similarity import words_in
from carreport.review.word_back.anchors import match_units
from carreport.review.word_back.findings import (
    FindingKind,
    ReviewedFile,
    ReviewFinding,
    without_repeats,
)
from carreport.review.word_back.matching import Matching
from carreport.review.word_back.returned_comments import ReturnedComments
from carreport.review.word_back.sent_text import PrintedText, SentComment, SentCopy
from carreport.review.word_back.stable_ids import StableIds
from carreport.review.word_back.tracked import TrackedChanges, TrackedPiece, meeting_units
from carreport.review.word_back.unit_places import UnitPlaces
from carreport.review.word_back.untracked import UntrackedEdits, UntrackedPiece
from carreport.review.word_back.versions import (
    SentUnit,
    by_authors,
    everything,
    nothing,
    shown_blocks,
    shown_text,
    units_of,
)
from carreport.review.word_walk.document import WordDocument

LEAST_FOUND = 0.2
"""The least share of the words of the answers that a file without our marks must have."""
MOST_OWN_HEADINGS = 5
"""A file with fewer headings of its own may be answers that somebody copied into another document."""
_MOST_SHARE = 0.5
_NOTES = {
    "damaged-xml": "The file is damaged. Some comments and changes may be missing.",
    "foreign-part": "The file contains another document inside it, which was not read.",
    "hidden-text": "The file has hidden text, which is read like any other.",
    "reply-in-circle": "Some replies in the file answer each other in a circle. They are shown as comments.",
}


def place(
    document: WordDocument,
    sent: Sequence[PrintedText],
    *,
    export_id: str = "",
    comments: Sequence[SentComment] = (),
    comment_count: int | None = None,
) -> ReviewedFile:
    """Return what a reviewed file says about which answer.

    `sent` are the printed paragraphs of the review copy with this export id, `comments` the comments that
    may have been in it, and `comment_count` how many were, if not all of them. Raise
    `UnreadableInputError` if the file is a review copy of another inquiry.
    """
    _check_export(document, export_id)
    matching = match_units(SentCopy(sent), units_of(document))
    _check_words(document, matching, export_id)
    count = len(comments) if comment_count is None else comment_count
    return _FileReader(document, matching, export_id or document.export_id, comments, count).read()


def _check_export(document: WordDocument, export_id: str) -> None:
    if document.export_id and export_id and document.export_id != export_id:
        raise other_inquiry("It was made from another review copy.")


def _check_words(document: WordDocument, matching: Matching, export_id: str) -> None:
    is_ours = bool(export_id) and document.export_id == export_id
    has_marks = any(match.how == "bookmark" for match in matching.found.values())
    if is_ours or has_marks:
        return
    if _has_other_headings(matching):
        raise UnreadableInputError(
            "review-is-report",
            "This is not a review copy: it has other headings in place of the questions, as a report has.",
            why="So its text cannot be compared with the answers. Nothing was changed.",
            remedy="Ask for comments on a review copy, or read what was written in Word.",
        )
    answers = [
        text for entry, text in zip(matching.copy.printed, matching.copy.plain, strict=True) if entry.number
    ]
    total = sum(len(words_in(text)) for text in answers)
    if matching.word_count < LEAST_FOUND * total:
        raise other_inquiry("Too few of the words of this inquiry are in it.")


def _has_other_headings(matching: Matching) -> bool:
    """Say whether a file has headings of its own, and hardly any of the questions that were sent."""
    headings = [index for index in range(len(matching.copy.plain)) if matching.copy.is_heading(index)]
    known = sum(index in matching.taken for index in headings)
    own = sum(unit.is_heading and number not in matching.found for number, unit in enumerate(matching.units))
    return own >= MOST_OWN_HEADINGS and known < LEAST_FOUND * len(headings)


def other_inquiry(why: str) -> UnreadableInputError:
    """Return the error for a file of another inquiry."""
    return UnreadableInputError(
        "review-other-inquiry",
        "This looks like a review copy of another inquiry.",
        why=f"{why} Nothing was changed.",
        remedy="Open the inquiry that it was sent from, and choose the file there.",
    )


@dataclass(slots=True)
class _FileReader:
    """Makes the findings of one file."""

    document: WordDocument
    matching: Matching
    export_id: str
    sent_comments: Sequence[SentComment]
    comment_count: int
    places: UnitPlaces = field(init=False)
    ids: StableIds = field(init=False)
    meeting: frozenset[int] = field(init=False)
    notes: list[str] = field(default_factory=list)
    versions: dict[tuple[tuple[int, ...], str | None], tuple[str, tuple[Block, ...]]] = field(
        default_factory=dict
    )
    """Units as they become, by the author of the changes, or None for all."""

    def __post_init__(self) -> None:
        """Place the paragraphs."""
        self.places = UnitPlaces(self.matching)
        self.ids = StableIds(self.export_id)
        self.meeting = frozenset(meeting_units(self.document, self.matching.units))
        self.notes = [_NOTES[code] for code in self.document.notes if code in _NOTES]

    def read(self) -> ReviewedFile:
        """Return everything in the file."""
        comments = ReturnedComments(self.document, self.places, self.sent_comments, self.ids)
        tracked = TrackedChanges(self.document, self.places)
        edits = UntrackedEdits(self.matching, self.places, self.document)
        findings = [*comments.findings(), *map(self._tracked, tracked.pieces)]
        findings += [self._untracked(piece) for piece in self._few([*edits.pieces()], edits.moved())]
        return ReviewedFile(
            findings=tuple(findings),
            known=comments.known_comments(),
            comments=self.document.counts.comments,
            changes=self.document.counts.changes,
            formatting=tracked.formatting,
            sent_comments=self.comment_count,
            notes=without_repeats(self.notes),
        )

    def _tracked(self, piece: TrackedPiece) -> ReviewFinding:
        unit, covers = self._whole(piece)
        is_by_all = piece.unit in self.meeting
        is_new = self._is_new(piece)
        author = None if is_by_all else piece.author
        text, blocks = self._becomes(piece, unit, author)
        target = piece.target
        return ReviewFinding(
            id=self.ids.new(piece.type, piece.author, piece.when, piece.words, piece.place.path),
            type=piece.type,
            place=piece.place,
            author=piece.author,
            when=piece.when,
            old="" if is_new else unit.original or self._printed_text(piece.unit),
            new=text,
            words=piece.words.strip("\n"),
            elements=len(piece.elements),
            is_by_all=is_by_all,
            blocks=blocks,
            covers=covers,
            target=target.place if target else None,
            target_blocks=self._becomes(target, self.matching.units[target.unit], author)[1]
            if target
            else (),
            is_target_new=target is not None and self._is_new(target),
        )

    def _printed_text(self, number: int) -> str:
        """Return what was sent, for a paragraph of which a program has marked all text as new."""
        sent = self.matching.found[number].sent
        return "\n".join(self.matching.copy.printed[index].text or "" for index in sent)

    def _is_new(self, piece: TrackedPiece) -> bool:
        """Say whether a change is a paragraph of its own, which was not sent."""
        return piece.is_added or piece.unit not in self.matching.found

    def _whole(self, piece: TrackedPiece) -> tuple[SentUnit, int]:
        """Return all units of a change as one, and how many printed paragraphs of its answer they were."""
        units, found, flow = self.matching.units, self.matching.found, self.matching.flow
        numbers = [piece.unit, *piece.more_units]
        if piece.joins:
            numbers += flow[bisect_right(flow, piece.unit) :][:1]
        if len(numbers) == 1:
            return units[piece.unit], 1
        paragraphs = tuple(paragraph for number in numbers for paragraph in units[number].paragraphs)
        whole = SentUnit(
            tuple(place for number in numbers for place in units[number].numbers),
            paragraphs,
            "\n".join(units[number].original for number in numbers),
        )
        sent = [found[number].sent[0] if number in found else -1 for number in numbers]
        is_run = sent == list(range(sent[0], sent[0] + len(sent))) and sent[0] >= 0
        is_same = len({self.places.by_unit[number].path for number in numbers}) == 1
        return whole, len(numbers) if is_run and is_same else 1

    def _becomes(
        self, piece: TrackedPiece, unit: SentUnit, author: str | None
    ) -> tuple[str, tuple[Block, ...]]:
        """Return a unit with the changes of an author, or of all, as text and as rich text."""
        if piece.is_added:
            lines = piece.words.strip().split("\n")
            return piece.words.strip(), tidy(Block("paragraph", (Span(line),)) for line in lines)
        if (unit.numbers, author) not in self.versions:
            version = everything if author is None else by_authors(self.document, {author})
            text, blocks = (
                shown_text(self.document, unit, version),
                shown_blocks(self.document, unit, version),
            )
            self.versions[unit.numbers, author] = (text, blocks)
        return self.versions[unit.numbers, author]

    def _untracked(self, piece: UntrackedPiece) -> ReviewFinding:
        units = [self.matching.units[number] for number in piece.units]
        return ReviewFinding(
            id=self.ids.new(
                piece.type, piece.author, piece.when, f"{piece.old}\n{piece.new}", piece.place.path
            ),
            type=piece.type,
            place=piece.place,
            author=piece.author,
            when=piece.when,
            old=piece.old,
            new=piece.new,
            words=piece.words or piece.new or piece.old,
            covers=piece.covers,
            blocks=tuple(block for unit in units for block in shown_blocks(self.document, unit, nothing)),
        )

    def _few(
        self, pieces: Sequence[UntrackedPiece], moves: Sequence[UntrackedPiece]
    ) -> Iterator[UntrackedPiece]:
        """Yield the differences; if most questions are gone or elsewhere, say so in one sentence instead."""
        headings = sum(self.matching.copy.is_heading(index) for index in range(len(self.matching.copy.plain)))
        gone = [piece for piece in pieces if piece.type is FindingKind.QUESTION_GONE]
        if len(gone) > max(_MOST_SHARE * headings, 2):
            self.notes.append(
                f"{format_count(len(gone), 'question')} that you sent cannot be found in the file."
            )
            pieces = [piece for piece in pieces if piece.type is not FindingKind.QUESTION_GONE]
        yield from pieces
        if len(moves) > max(_MOST_SHARE * headings, 2):
            self.notes.append("Most answers are in another order than in the review copy.")
            return
        yield from moves
