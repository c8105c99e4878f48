"""Turn the tracked changes of a file into findings: one for each author and piece of text.

Each change is in exactly one finding, or is counted with those that only concern how the text looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from carreport.review.word_back.findings import AnswerPlace, FindingKind
from carreport.review.word_back.unit_places import UnitPlaces
from carreport.review.word_back.versions import (
    SentUnit,
    everything,
    folded,
    is_mark_new,
    nothing,
    text_if,
)
from carreport.review.word_walk.document import ADDS, ChangeKind, WordChange, WordDocument, WordParagraph

_KINDS = {
    ChangeKind.INSERTION: FindingKind.INSERTION,
    ChangeKind.ROW_INSERTION: FindingKind.INSERTION,
    ChangeKind.DELETION: FindingKind.DELETION,
    ChangeKind.ROW_DELETION: FindingKind.DELETION,
    ChangeKind.MOVE_FROM: FindingKind.MOVE,
    ChangeKind.MOVE_TO: FindingKind.MOVE,
    ChangeKind.FORMAT: FindingKind.FORMAT,
}
_LONGEST_MOVE = 12
"""The most paragraphs that are recognised as one move in a file that gives moves no names."""
_NEAR = 4
"""How many paragraphs a mark may be from text that was changed with it, as in the rows of a table."""


@dataclass(slots=True)
class TrackedPiece:
    """Text that one author changed in one way, and the changes that it stands for."""

    type: FindingKind
    author: str
    when: str
    unit: int
    place: AnswerPlace
    words: str = ""
    elements: set[int] = field(default_factory=set)
    move: str = ""
    is_new_place: bool = False
    is_added: bool = False
    """Whether it is a new paragraph that is above a question, so below the answer before it."""
    joins: bool = False
    """Whether it is a mark that was deleted, so that the next paragraph is joined to this one."""
    more_units: list[int] = field(default_factory=list)
    """The other units, if text of several was moved."""
    target: TrackedPiece | None = None


@dataclass(slots=True)
class TrackedChanges:
    """The pieces of a file, and how many changes only concern how the text looks."""

    document: WordDocument
    places: UnitPlaces
    pieces: list[TrackedPiece] = field(default_factory=list)
    formatting: int = 0
    _listed: set[int] = field(default_factory=set)
    _open: dict[tuple[FindingKind, bool, str], TrackedPiece] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the pieces of every unit, then what is around no text."""
        for number, unit in enumerate(self.places.matching.units):
            self._open = {}
            for paragraph_number, paragraph in zip(unit.numbers, unit.paragraphs, strict=True):
                self._runs(number, unit, paragraph)
                self._mark(number, unit, paragraph_number, paragraph)
            for paragraph in unit.paragraphs:
                self._own(number, paragraph)
        self._others()
        self._join_moves()

    def _runs(self, number: int, unit: SentUnit, paragraph: WordParagraph) -> None:
        for run in paragraph.runs:
            touched = {}
            for index in run.changes:
                change = self.document.changes[index]
                if not change.is_content:
                    self._count_formatting(index)
                    continue
                key = _key(change)
                if key not in touched:
                    piece = self._open.get(key) or self._new_piece(index, number, unit, paragraph)
                    piece.words += run.text
                    touched[key] = piece
                self._list(touched[key], index)
            self._open = touched

    def _new_piece(
        self, index: int, number: int, unit: SentUnit | None = None, paragraph: WordParagraph | None = None
    ) -> TrackedPiece:
        change = self.document.changes[index]
        place = self.places.by_unit[number]
        is_added = False
        if unit is not None and paragraph is not None and change.type in ADDS:
            is_added = place.number == 0 and place.path != "" and self._is_above(unit, paragraph)
            if is_added:
                place = self.places.after_the_one_before(number)
        is_new_place = change.type is ChangeKind.MOVE_TO
        piece = TrackedPiece(
            _KINDS[change.type], change.author, change.when, number, place,
            move=change.move, is_new_place=is_new_place, is_added=is_added,
        )  # fmt: skip
        self.pieces.append(piece)
        return piece

    def _is_above(self, unit: SentUnit, paragraph: WordParagraph) -> bool:
        """Say whether a paragraph of a unit is new as a whole and above the text that was sent."""
        for other in unit.paragraphs:
            if any(text_if(self.document, run, nothing).strip() for run in other.runs):
                return False
            if other is paragraph:
                return is_mark_new(self.document, paragraph)
        return False

    def _list(self, piece: TrackedPiece, index: int) -> None:
        if index not in self._listed:
            self._listed.add(index)
            piece.elements.add(index)

    def _count_formatting(self, index: int) -> None:
        if index not in self._listed:
            self._listed.add(index)
            self.formatting += 1

    # Marks

    def _mark(self, number: int, unit: SentUnit, paragraph_number: int, paragraph: WordParagraph) -> None:
        kept = {}
        for index in paragraph.mark_changes:
            change = self.document.changes[index]
            piece = self._open.get(_key(change))
            if piece is not None and _key(change) not in kept:
                kept[_key(change)] = piece
                piece.words += "\n"
            if index in self._listed:
                continue
            if change.type in (ChangeKind.MOVE_FROM, ChangeKind.MOVE_TO):
                self._list(piece or self._new_piece(index, number, unit, paragraph), index)
            elif self._divides(unit, paragraph_number, paragraph, is_new=change.type in ADDS):
                self._list(self._mark_piece(index, number), index)
            elif piece is not None:
                self._list(piece, index)
        self._open = kept

    def _divides(
        self, unit: SentUnit, paragraph_number: int, paragraph: WordParagraph, *, is_new: bool
    ) -> bool:
        """Say whether a new mark splits text that was sent, or a deleted one joins text that stays."""
        at = unit.numbers.index(paragraph_number)
        if is_new:
            sides = (unit.paragraphs[: at + 1], unit.paragraphs[at + 1 :])
            version = nothing
        else:
            following = self._next_paragraph(paragraph_number, paragraph)
            sides = ((paragraph,), following)
            version = everything
        return all(
            any(text_if(self.document, run, version).strip() for part in side for run in part.runs)
            for side in sides
        )

    def _next_paragraph(self, number: int, paragraph: WordParagraph) -> tuple[WordParagraph, ...]:
        later = self.document.paragraphs[number + 1 :]
        return next(((other,) for other in later if other.container == paragraph.container), ())

    def _mark_piece(self, index: int, number: int) -> TrackedPiece:
        """Return the piece for the marks that an author changed in a unit."""
        change = self.document.changes[index]
        for piece in self.pieces:
            if (piece.type, piece.author, piece.unit) == (FindingKind.MARK, change.author, number):
                return piece
        piece = self._new_piece(index, number)
        piece.type = FindingKind.MARK
        piece.joins = change.type not in ADDS
        return piece

    # What is around no text

    def _own(self, number: int, paragraph: WordParagraph) -> None:
        for index in paragraph.own_changes:
            change = self.document.changes[index]
            if not change.is_content:
                self._count_formatting(index)
            elif index not in self._listed:
                piece = self._piece_with(paragraph.text, change, number)
                if piece is None:
                    piece = self._new_piece(index, number)
                    piece.words = paragraph.text
                self._list(piece, index)

    def _piece_with(self, words: str, change: WordChange, number: int) -> TrackedPiece | None:
        """Return the piece that is the words of a row too, if its author changed both likewise."""
        for piece in self.pieces:
            is_alike = (piece.type, piece.author, piece.unit) == (_KINDS[change.type], change.author, number)
            if is_alike and piece.words.strip() == words.strip():
                return piece
        return None

    def _others(self) -> None:
        """List what is left: marks without text beside them, and changes around no run."""
        for number, unit in enumerate(self.places.matching.units):
            for paragraph in unit.paragraphs:
                for index in paragraph.mark_changes:
                    if index not in self._listed:
                        self._list_beside(index, number)
        for index, change in enumerate(self.document.changes):
            if index in self._listed:
                continue
            if not change.text.strip() or change.paragraph not in self.places.unit_of:
                self._count_formatting(index)
                continue
            piece = self._new_piece(index, self.places.unit_of[change.paragraph])
            piece.words = change.text
            self._list(piece, index)

    def _list_beside(self, index: int, number: int) -> None:
        """List a mark with text beside it that its author changed likewise; count those of blank lines."""
        change = self.document.changes[index]
        alike = [
            piece
            for piece in self.pieces
            if (piece.type, piece.author) == (_KINDS[change.type], change.author)
            and abs(piece.unit - number) <= _NEAR
        ]
        if alike:
            self._list(min(alike, key=lambda piece: abs(piece.unit - number)), index)
        elif any(paragraph.text.strip() for paragraph in self.places.matching.units[number].paragraphs):
            self._list(self._mark_piece(index, number), index)
        else:
            self._count_formatting(index)

    # Moves

    def _join_moves(self) -> None:
        """Join the two ends of each move into one piece, which has the other as its target."""
        order = {id(piece): place for place, piece in enumerate(self.pieces)}
        ends = [piece for piece in self.pieces if piece.type is FindingKind.MOVE]
        gone = _joined_by_name(piece for piece in ends if not piece.is_new_place)
        arrived = _joined_by_name(piece for piece in ends if piece.is_new_place)
        moves: list[TrackedPiece] = []
        while gone:
            away, here = _ends_of_move(gone, arrived)
            move = _united(away)
            if here:
                move.target = _united(here)
                move.elements |= move.target.elements
            moves.append(move)
            gone = gone[len(away) :]
            arrived = [piece for piece in arrived if all(piece is not other for other in here)]
        others = (piece for piece in self.pieces if piece.type is not FindingKind.MOVE)
        self.pieces = sorted([*others, *moves, *arrived], key=lambda piece: order[id(piece)])


def _key(change: WordChange) -> tuple[FindingKind, bool, str]:
    """Return what changes of the same piece have in common: what they do, and their author."""
    return _KINDS[change.type], change.type is ChangeKind.MOVE_TO, change.author


def _joined_by_name(ends: Iterable[TrackedPiece]) -> list[TrackedPiece]:
    """Return the ends of moves, those with the same name as one."""
    named: dict[tuple[str, str], list[TrackedPiece]] = {}
    for number, piece in enumerate(ends):
        named.setdefault((piece.move or f"\0{number}", piece.author), []).append(piece)
    return [_united(pieces) for pieces in named.values()]


def _united(pieces: Sequence[TrackedPiece]) -> TrackedPiece:
    """Return the first of some pieces, with the text and the changes of all."""
    first, *others = pieces
    for piece in others:
        first.words = f"{first.words.rstrip()}\n{piece.words}"
        first.elements |= piece.elements
        first.more_units += [piece.unit, *piece.more_units]
    return first


def _ends_of_move(
    gone: Sequence[TrackedPiece], arrived: Sequence[TrackedPiece]
) -> tuple[list[TrackedPiece], list[TrackedPiece]]:
    """Return the first piece that is gone, with those that went with it, and where they are now."""
    for length in range(1, min(len(gone), _LONGEST_MOVE) + 1):
        for piece in arrived:
            if _is_moved(gone[:length], [piece]):
                return list(gone[:length]), [piece]
    for length in range(2, min(len(arrived), _LONGEST_MOVE) + 1):
        for start in range(len(arrived) - length + 1):
            run = list(arrived[start : start + length])
            if _is_moved(gone[:1], run):
                return list(gone[:1]), run
    return list(gone[:1]), []


def _is_moved(gone: Sequence[TrackedPiece], arrived: Sequence[TrackedPiece]) -> bool:
    """Say whether two runs of pieces are the ends of one move: by its name, or else by its words."""
    pieces = [*gone, *arrived]
    if len({piece.author for piece in pieces}) > 1:
        return False
    names = {piece.move for piece in pieces if piece.move}
    if names:
        return len(names) == 1 and all(piece.move for piece in pieces)
    texts = {folded("".join(piece.words for piece in run)) for run in (gone, arrived)}
    return len(texts) == 1


def meeting_units(document: WordDocument, units: Sequence[SentUnit]) -> Iterator[int]:
    """Yield the units in which authors changed the same words, so that they cannot be told apart."""
    for number, unit in enumerate(units):
        stacks = [run.changes for paragraph in unit.paragraphs for run in paragraph.runs]
        stacks += [paragraph.mark_changes for paragraph in unit.paragraphs]
        if any(len({document.changes[index].author for index in stack}) > 1 for stack in stacks):
            yield number
