"""What a reviewed file says about the answers: one finding for each comment, change and edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from carreport.form.richtext import Block
from carreport.form.wording import format_count, verb_for


class FindingKind(StrEnum):
    """What a reviewer did."""

    COMMENT = "comment"
    REPLY = "reply"
    INSERTION = "insertion"
    DELETION = "deletion"
    MOVE = "move"
    FORMAT = "format"
    MARK = "mark"
    UNTRACKED = "untracked"
    QUESTION_GONE = "question-gone"
    QUESTION_CHANGED = "question-changed"

    @property
    def label(self) -> str:
        """What was done, in words, such as “Changed without tracking”."""
        return _LABELS[self]


_LABELS = {
    FindingKind.COMMENT: "Comment",
    FindingKind.REPLY: "Reply",
    FindingKind.INSERTION: "Added",
    FindingKind.DELETION: "Deleted",
    FindingKind.MOVE: "Moved",
    FindingKind.FORMAT: "Formatting",
    FindingKind.MARK: "Paragraphs split or joined",
    FindingKind.UNTRACKED: "Changed without tracking",
    FindingKind.QUESTION_GONE: "Question deleted",
    FindingKind.QUESTION_CHANGED: "Question changed",
}


class Placing(StrEnum):
    """How certain it is which answer a finding is about."""

    SURE = "sure"
    GUESS = "guess"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """A paragraph of an answer, and how certain that is; `why` says what is doubtful."""

    path: str = ""
    number: int = 0
    placing: Placing = Placing.NONE
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """One thing that a reviewer did, or that is different in the file although nothing tracked says so.

    `old` is the paragraph as it was sent and `new` as it becomes with the changes of this author; if authors
    changed the same words, with those of all. `blocks` are `new` as rich text. `words` are the words that a
    comment is about, or that were inserted, deleted, moved or formatted. `said` is the text of a comment.
    `elements` counts the XML elements that the finding stands for, and `covers` the paragraphs that were
    sent and that `old` is. `target` is where text was moved to, `target_blocks` the paragraph there, which
    is a new one if `is_target_new`. `before` and `after` are around the words that a comment is about.
    `reply_to` is the id of the finding, or of the thread that was sent, that a reply belongs to.
    """

    id: str
    type: FindingKind
    place: AnswerPlace
    author: str = ""
    when: str = ""
    old: str = ""
    new: str = ""
    words: str = ""
    said: str = ""
    elements: int = 0
    reply_to: str = ""
    is_settled: bool = False
    is_by_all: bool = False
    blocks: tuple[Block, ...] = ()
    covers: int = 1
    target: AnswerPlace | None = None
    target_blocks: tuple[Block, ...] = ()
    is_target_new: bool = False
    before: str = ""
    after: str = ""

    @property
    def kind(self) -> str:
        """The name of its type."""
        return str(self.type)

    @property
    def path(self) -> str:
        """The path of the answer."""
        return self.place.path

    @property
    def number(self) -> int:
        """The number of the paragraph in the answer; 0 is the heading of the question."""
        return self.place.number

    @property
    def placing(self) -> Placing:
        """How certain the place is."""
        return self.place.placing


@dataclass(frozen=True, slots=True)
class KnownComment:
    """A comment that was sent and came back unchanged, and whether it is settled now."""

    thread: str
    is_settled: bool


@dataclass(frozen=True, slots=True)
class ReviewedFile:
    """Everything in a reviewed file.

    `comments` and `changes` are how many the file has, counted in its XML; `formatting` is how many changes
    concern only how the text looks, and are counted but not listed. `notes` are sentences about the file.
    """

    findings: tuple[ReviewFinding, ...] = ()
    known: tuple[KnownComment, ...] = ()
    comments: int = 0
    changes: int = 0
    formatting: int = 0
    sent_comments: int = 0
    notes: tuple[str, ...] = field(default=())

    @property
    def listed_comments(self) -> int:
        """How many comments are in the list, including those that were sent and came back."""
        kinds = (FindingKind.COMMENT, FindingKind.REPLY)
        return len(self.known) + sum(finding.type in kinds for finding in self.findings)

    @property
    def listed_changes(self) -> int:
        """How many tracked changes are in the list, including those of how the text looks."""
        return self.formatting + sum(finding.elements for finding in self.findings)

    def placed(self, placing: Placing) -> tuple[ReviewFinding, ...]:
        """Return the findings whose place is as certain as this."""
        return tuple(finding for finding in self.findings if finding.placing is placing)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to say first about the file."""
        lines = (self._first_line, self._untracked_line, self._formatting_line, self._known_line)
        return tuple(filter(None, (*lines, self._missing_line, *self.notes)))

    @property
    def _first_line(self) -> str:
        has = f"{format_count(self.comments, 'comment')} and {format_count(self.changes, 'change')}"
        if (self.listed_comments, self.listed_changes) == (self.comments, self.changes):
            return f"The file has {has}; {self.listed_comments:,} and {self.listed_changes:,} are listed."
        listed = f"{self.listed_comments:,} and {self.listed_changes:,} are listed"
        return f"The file has {has}, but {listed}. Compare the list with the file before you continue."

    @property
    def _formatting_line(self) -> str:
        if not self.formatting:
            return ""
        count = format_count(self.formatting, "change")
        return f"{count} only {verb_for(self.formatting, 'concerns', 'concern')} how the text looks."

    @property
    def _untracked_line(self) -> str:
        count = sum(finding.type is FindingKind.UNTRACKED for finding in self.findings)
        return (
            f"{format_count(count, 'edit')} {verb_for(count, 'was', 'were')} made without tracking."
            if count
            else ""
        )

    @property
    def _known_line(self) -> str:
        if not self.known:
            return ""
        settled = sum(known.is_settled for known in self.known)
        done = f", and {settled} of them {verb_for(settled, 'is', 'are')} settled there" if settled else ""
        count = len(self.known)
        return f"{count:,} of its comments {verb_for(count)} in the inquiry already{done}."

    @property
    def _missing_line(self) -> str:
        lost = self.sent_comments - len(self.known)
        if not self.sent_comments or lost <= 0:
            return ""
        came = "none came back" if not self.known else f"{len(self.known)} came back"
        sent = format_count(self.sent_comments, "comment")
        return f"You sent {sent}; {came}. The program that saved the file may have removed them."


def without_repeats(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return sentences, each once."""
    return tuple(dict.fromkeys(sentences))
