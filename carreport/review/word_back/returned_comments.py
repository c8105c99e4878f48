"""Place the comments of a file: new ones and replies; those that were sent are only recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from carreport.review.word_back.findings import AnswerPlace, FindingKind, KnownComment, Placing, ReviewFinding
from carreport.review.word_back.sent_text import SentComment
from carreport.review.word_back.stable_ids import StableIds
from carreport.review.word_back.unit_places import UnitPlaces
from carreport.review.word_back.versions import IsTaken, everything, folded, nothing, text_if
from carreport.review.word_walk.document import Position, WordComment, WordDocument

_NO_PLACE = "The file does not say what this comment is about."
_DOUBTFUL = "The file has several comments or places with the same number."
_CONTEXT = 32
_MARGIN = "It is in the header or footer of the page."


@dataclass(slots=True)
class ReturnedComments:
    """The comments of one file. `known` are those that were sent, by their number in the file."""

    document: WordDocument
    places: UnitPlaces
    sent: Sequence[SentComment]
    ids: StableIds
    known: dict[int, SentComment] = field(default_factory=dict)
    threads: dict[int, str] = field(default_factory=dict)
    """The threads that were sent, by the number of the comment that begins them in the file."""

    def __post_init__(self) -> None:
        """Recognise the comments that were sent: same author and words, and same minute if both have one."""
        free = list(self.sent)
        for number, comment in enumerate(self.document.comments):
            found = next((sent for sent in free if _is_same(sent, comment)), None)
            if found is not None:
                self.known[number] = found
                self.threads.setdefault(comment.parent if comment.parent >= 0 else number, found.thread)
                free.remove(found)

    def known_comments(self) -> tuple[KnownComment, ...]:
        """Return the comments that were sent and came back; a thread is settled by its first comment."""
        return tuple(
            KnownComment(sent.thread, self._root(number).is_settled) for number, sent in self.known.items()
        )

    def findings(self) -> tuple[ReviewFinding, ...]:
        """Return all others, each with what it replies to."""
        new = [number for number in range(len(self.document.comments)) if number not in self.known]
        found = {number: self._finding(number) for number in new}
        return tuple(
            replace(finding, reply_to=self._replied_to(number, found)) for number, finding in found.items()
        )

    def _finding(self, number: int) -> ReviewFinding:
        comment = self.document.comments[number]
        is_reply = comment.parent >= 0 or number in self.threads
        kind = FindingKind.REPLY if is_reply else FindingKind.COMMENT
        return ReviewFinding(
            id=self.ids.new("comment", comment.author, comment.when, comment.text),
            type=kind,
            place=self._place(comment),
            author=comment.author,
            when=comment.when,
            words=self._quote(comment),
            said=comment.text,
            is_settled=comment.is_settled,
            before=self._around(comment.start, is_before=True),
            after=self._around(comment.end, is_before=False),
        )

    def _place(self, comment: WordComment) -> AnswerPlace:
        if comment.start is None:
            return AnswerPlace(why=_NO_PLACE)
        place = self.places.of_paragraph(comment.start[0])
        if self.document.paragraphs[comment.start[0]].place in ("header", "footer"):
            return AnswerPlace(why=_MARGIN)
        if comment.is_doubtful and place.placing is Placing.SURE:
            return replace(place, placing=Placing.GUESS, why=_DOUBTFUL)
        return place

    def _quote(self, comment: WordComment) -> str:
        """Return the words that a comment is about, as they were sent, or else as they are now."""
        if comment.start is None or comment.end is None:
            return ""
        numbers = range(comment.start[0], comment.end[0] + 1)
        for version in (nothing, everything):
            lines = [
                self._cut(
                    number,
                    comment.start[1] if number == comment.start[0] else 0,
                    comment.end[1] if number == comment.end[0] else None,
                    version,
                )
                for number in numbers
            ]
            quote = "\n".join(line for line in lines if line.strip())
            if quote:
                return quote
        return ""

    def _around(self, position: Position | None, *, is_before: bool) -> str:
        """Return some text of the paragraph before or after a position."""
        if position is None:
            return ""
        if is_before:
            return self._cut(position[0], 0, position[1], nothing)[-_CONTEXT:]
        return self._cut(position[0], position[1], None, nothing)[:_CONTEXT]

    def _cut(self, number: int, first: int, last: int | None, version: IsTaken) -> str:
        """Return the text of a paragraph from one position to another, in one version."""
        at = 0
        parts = []
        for run in self.document.paragraphs[number].runs:
            start, end = max(first - at, 0), len(run.text) if last is None else max(last - at, 0)
            parts.append(run.text[start:end] if text_if(self.document, run, version) else "")
            at += len(run.text)
        return "".join(parts)

    def _replied_to(self, number: int, found: dict[int, ReviewFinding]) -> str:
        parent = self.document.comments[number].parent
        thread = self.threads.get(parent if parent >= 0 else number, "")
        return thread or (found[parent].id if parent in found else "")

    def _root(self, number: int) -> WordComment:
        comment = self.document.comments[number]
        return comment if comment.parent < 0 else self.document.comments[comment.parent]


def _is_same(sent: SentComment, comment: WordComment) -> bool:
    is_same_time = not sent.when or not comment.when or sent.when[:16] == comment.when[:16]
    is_same_author = not comment.author or sent.author == comment.author
    return is_same_author and is_same_time and _joined(sent.text) == _joined(comment.text)


def _joined(text: str) -> str:
    """Return the text of a comment without breaks, as some programs join its paragraphs."""
    return folded(text.replace("¶", ""))
