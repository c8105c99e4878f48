"""Put together everything that a reviewed file says, each with its place; refuse another inquiry's file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from carreport.errors import UnreadableInputError
from carreport.form.richtext import Block, Span, tidy
from carreport.form.wording import format_count
from carreport.review.similarity import words_in
from carreport.review.word_back.anchors import Matching, match_units
from carreport.review.word_back.findings import (
    FindingKind,
    ReviewedFile,
    ReviewFinding,
    without_repeats,
)
from carreport.review.word_back.returned_comments import ReturnedComments
from carreport.review.word_back.sent_text import PrintedText, SentComment, SentCopy
from carreport.review.word_back.stable_ids import StableIds
from carreport.review.word_back.tracked import TrackedChanges, TrackedPiece, meeting_units
from carreport.review.word_back.unit_places import UnitPlaces
from carreport.review.word_back.untracked import UntrackedEdits, UntrackedPiece
from carreport.review.word_back.versions import (
    IsTaken,
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
) -> ReviewedFile:
    """Return what a reviewed file says about which answer.

    `sent` are the printed paragraphs of the review copy with this export id, and `comments` the comments on
    it. Raise `UnreadableInputError` if the file is a review copy of another inquiry.
    """
    _check_export(document, export_id)
    matching = match_units(SentCopy(sent), units_of(document))
    _check_words(document, matching, export_id)
    return _FileReader(document, matching, export_id or document.export_id, comments).read()


def _check_export(document: WordDocument, export_id: str) -> None:
    if document.export_id and export_id and document.export_id != export_id:
        raise _other_inquiry("It was made from another review copy.")


def _check_words(document: WordDocument, matching: Matching, export_id: str) -> None:
    is_ours = bool(export_id) and document.export_id == export_id
    has_marks = any(match.how == "bookmark" for match in matching.found.values())
    if is_ours or has_marks:
        return
    answers = [
        text for entry, text in zip(matching.copy.printed, matching.copy.plain, strict=True) if entry.number
    ]
    total = sum(len(words_in(text)) for text in answers)
    if matching.word_count < LEAST_FOUND * total:
        raise _other_inquiry("Too few of the words of this inquiry are in it.")


def _other_inquiry(why: str) -> UnreadableInputError:
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
    places: UnitPlaces = field(init=False)
    ids: StableIds = field(init=False)
    meeting: frozenset[int] = field(init=False)
    notes: list[str] = field(default_factory=list)

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
        edits = UntrackedEdits(self.matching, self.places)
        findings = [*comments.findings(), *map(self._tracked, tracked.pieces)]
        findings += [self._untracked(piece) for piece in self._few([*edits.pieces()], edits.moved())]
        return ReviewedFile(
            findings=tuple(findings),
            known=comments.known_comments(),
            comments=self.document.counts.comments,
            changes=self.document.counts.changes,
            formatting=tracked.formatting,
            sent_comments=len(self.sent_comments),
            notes=without_repeats(self.notes),
        )

    def _tracked(self, piece: TrackedPiece) -> ReviewFinding:
        unit = self.matching.units[piece.unit]
        is_by_all = piece.unit in self.meeting
        version = everything if is_by_all else by_authors(self.document, {piece.author})
        is_new = piece.is_added or piece.unit not in self.matching.found
        return ReviewFinding(
            id=self.ids.new(piece.kind, piece.author, piece.when, piece.words, piece.place.path),
            kind=piece.kind,
            place=piece.place,
            author=piece.author,
            when=piece.when,
            old="" if is_new else shown_text(self.document, unit, nothing),
            new=piece.words.strip() if piece.is_added else shown_text(self.document, unit, version),
            words=piece.words,
            elements=len(piece.elements),
            is_by_all=is_by_all,
            blocks=self._blocks(piece, version),
            target=piece.target.place if piece.target else None,
        )

    def _blocks(self, piece: TrackedPiece, version: IsTaken) -> tuple[Block, ...]:
        if piece.is_added:
            return tidy(Block("paragraph", (Span(line),)) for line in piece.words.split("\n"))
        return shown_blocks(self.document, self.matching.units[piece.unit], version)

    def _untracked(self, piece: UntrackedPiece) -> ReviewFinding:
        units = [self.matching.units[number] for number in piece.units]
        return ReviewFinding(
            id=self.ids.new(piece.kind, "", "", f"{piece.old}\n{piece.new}", piece.place.path),
            kind=piece.kind,
            place=piece.place,
            old=piece.old,
            new=piece.new,
            words=piece.new or piece.old,
            blocks=tuple(block for unit in units for block in shown_blocks(self.document, unit, nothing)),
        )

    def _few(
        self, pieces: Sequence[UntrackedPiece], moves: Sequence[UntrackedPiece]
    ) -> Iterator[UntrackedPiece]:
        """Yield the differences; if most questions are gone or elsewhere, say so in one sentence instead."""
        headings = sum(self.matching.copy.is_heading(index) for index in range(len(self.matching.copy.plain)))
        gone = [piece for piece in pieces if piece.kind is FindingKind.QUESTION_GONE]
        if len(gone) > max(_MOST_SHARE * headings, 2):
            self.notes.append(
                f"{format_count(len(gone), 'question')} that you sent cannot be found in the file."
            )
            pieces = [piece for piece in pieces if piece.kind is not FindingKind.QUESTION_GONE]
        yield from pieces
        if len(moves) > max(_MOST_SHARE * headings, 2):
            self.notes.append("Most answers are in another order than in the review copy.")
            return
        yield from moves
