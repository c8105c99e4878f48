"""Turn what a reviewed file says into comments and suggestions on the answers of an inquiry.

Their ids are made from the file, so bringing in the same file again adds nothing, and what two files
have in common is one comment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from carreport.draft.revisions.revision import Revision
from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.quotations import truncate
from carreport.form.richtext import Block, RichText, Span, tidy
from carreport.review.threads import (
    Act,
    Anchor,
    CommentType,
    NewMessage,
    NewThread,
    Suggestion,
    Thread,
    add_message,
    begin_thread,
    threads_of,
)
from carreport.review.word_back.findings import FindingKind, Placing, ReviewedFile, ReviewFinding
from carreport.review.word_back.stable_ids import stable_id
from carreport.review.word_back.suggested_text import ParagraphEdit, with_edits

_SAID = (FindingKind.COMMENT, FindingKind.REPLY)
_WHAT = {
    FindingKind.INSERTION: "Added: {}",
    FindingKind.DELETION: "Deleted: {}",
    FindingKind.MOVE: "Moved: {}",
    FindingKind.FORMAT: "Formatting changed: {}",
    FindingKind.MARK: "Paragraphs split or joined: {}",
    FindingKind.UNTRACKED: "Changed without tracking. It is now: {}",
    FindingKind.QUESTION_GONE: "This question is not in the file any more.",
    FindingKind.QUESTION_CHANGED: "The question was changed to: {}",
}
_NOTHING_LEFT = "Deleted without tracking."


@dataclass(frozen=True, slots=True)
class IncomingReview:
    """A reviewed file that was read: its name, the export that it comes from, and what it says.

    `bases` are the starts of the ids of the versions that were sent.
    """

    file: str
    export: str
    reviewed: ReviewedFile
    bases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BroughtComments:
    """What bringing in a file added: the paths of new threads, and how many messages and settlements."""

    threads: tuple[str, ...] = ()
    replies: int = 0
    settled: int = 0

    @property
    def is_nothing(self) -> bool:
        """Say whether the inquiry had all of it."""
        return not (self.threads or self.replies or self.settled)


def bring_in_review(
    session: DraftSession, review: IncomingReview, chosen: Collection[str] | None = None
) -> BroughtComments:
    """Write the findings of a file as comments and suggestions; `chosen` are ids of findings, all if None."""
    findings = [finding for finding in review.reviewed.findings if chosen is None or finding.id in chosen]
    writer = _ReviewWriter(session, review)
    for finding in findings:
        if finding.type in _SAID and not finding.reply_to:
            writer.begin(_comment_thread(session, review, finding))
    writer.look()
    for finding in findings:
        if finding.type in _SAID and finding.reply_to:
            writer.reply(finding)
    writer.look()
    for finding in findings:
        if finding.type is FindingKind.COMMENT and finding.is_settled:
            writer.settle(finding.id)
    for known in review.reviewed.known:
        if known.is_settled:
            writer.settle(paths.item_id(known.thread))
    changes = [finding for finding in findings if finding.type not in _SAID]
    for together in _by_paragraph([*changes, *map(_arrival, filter(_leads_elsewhere, changes))]):
        writer.begin(_change_thread(session, review, together))
    return BroughtComments(tuple(writer.added), writer.replies, writer.settlements)


@dataclass(slots=True)
class _ReviewWriter:
    """Writes what is not there yet."""

    session: DraftSession
    review: IncomingReview
    added: list[str] = field(default_factory=list)
    replies: int = 0
    settlements: int = 0
    _threads: dict[str, Thread] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up what is there."""
        self.look()

    def look(self) -> None:
        """Look up the threads that the inquiry has now."""
        self._threads = {thread.id: thread for thread in threads_of(self.session)}

    def begin(self, new: NewThread) -> None:
        """Write a thread."""
        if new.thread_id not in self._threads:
            self.added.append(begin_thread(self.session, new))

    def reply(self, finding: ReviewFinding) -> None:
        """Write a reply, or a comment of its own if its thread is not here."""
        thread = self._threads.get(finding.reply_to.rpartition("/")[2])
        if thread is None:
            self.begin(_comment_thread(self.session, self.review, finding))
        elif all(message.id != finding.id for message in thread.messages):
            add_message(self.session, thread, _message(self.review, finding))
            self.replies += 1

    def settle(self, thread_id: str) -> None:
        """Settle a thread that the reviewer has settled, for the messages that the file has."""
        thread = self._threads.get(thread_id)
        message_id = stable_id(self.review.export, "settled", thread_id)
        if thread is None or thread.is_settled or any(said.id == message_id for said in thread.messages):
            return
        settled = NewMessage(RichText(), Act.DONE, message_id=message_id, file=self.review.file)
        add_message(self.session, thread, settled)
        self.settlements += 1


# Comments


def _comment_thread(session: DraftSession, review: IncomingReview, finding: ReviewFinding) -> NewThread:
    base = _base(session, review, finding.path)
    quote = finding.words if finding.number else ""
    return NewThread(
        _answer_place(session, finding.path),
        _lines(finding.said),
        anchor=Anchor(quote, finding.before, finding.after, (base.id,) if base else ()),
        placing=_placing(session, finding),
        thread_id=finding.id,
        first=_message(review, finding),
    )


def _message(review: IncomingReview, finding: ReviewFinding) -> NewMessage:
    words = _lines(finding.said) if finding.said else _lines("(no text)")
    return NewMessage(
        words, message_id=finding.id, said_by=finding.author, said_at=finding.when, file=review.file
    )


def _lines(text: str) -> RichText:
    return RichText(tidy(Block("paragraph", (Span(line),)) for line in text.split("\n")))


def _answer_place(session: DraftSession, path: str) -> str:
    """Return the path if the form has a question or an entry there, or else nothing."""
    return path if path and "." in path and session.form.field(path) is not None else ""


def _placing(session: DraftSession, finding: ReviewFinding) -> str:
    if not _answer_place(session, finding.path):
        return str(Placing.NONE)
    return "" if finding.placing is Placing.SURE else str(finding.placing)


def _base(session: DraftSession, review: IncomingReview, path: str) -> Revision | None:
    """Return the version of an answer that was sent, if there was only one and it is still known."""
    place = _answer_place(session, path)
    if not place or paths.is_item_path(place):
        return None
    rows = session.file_for(place).tree.revisions_of(place).values()
    length = max(map(len, review.bases), default=0)
    sent = [row for row in rows if row.id[:length] in review.bases]
    return sent[0] if len(sent) == 1 and not sent[0].is_bare else None


# Changes


def _leads_elsewhere(finding: ReviewFinding) -> bool:
    """Say whether text was moved to another answer, which changes, too."""
    return finding.target is not None and finding.target.path != finding.path


def _arrival(finding: ReviewFinding) -> ReviewFinding:
    """Return the change of the answer that text was moved to."""
    return replace(
        finding,
        id=stable_id(finding.id, "target"),
        place=finding.target or finding.place,
        old="" if finding.is_target_new else finding.words,
        blocks=finding.target_blocks,
        target=None,
    )


def _by_paragraph(findings: Sequence[ReviewFinding]) -> Iterator[list[ReviewFinding]]:
    """Yield the changes of one author to one paragraph together."""

    def key(finding: ReviewFinding) -> tuple[str, int, str, str, str]:
        author = "" if finding.is_by_all else finding.author
        return finding.path, finding.number, author, finding.old, finding.new

    for _, together in groupby(sorted(findings, key=key), key):
        yield list(together)


def _change_thread(
    session: DraftSession, review: IncomingReview, together: Sequence[ReviewFinding]
) -> NewThread:
    first = min(together, key=lambda finding: (finding.when, finding.id))
    base = _base(session, review, first.path)
    suggestion = _suggestion(session, together, base)
    words = _lines("\n".join(_describe(finding) for finding in together))
    said_by = ", ".join(dict.fromkeys(finding.author for finding in together if finding.author))
    thread_id = stable_id(review.export, said_by, first.path, *(finding.id for finding in together))
    return NewThread(
        _answer_place(session, first.path),
        words,
        CommentType.SUGGESTION if suggestion else CommentType.REMARK,
        anchor=Anchor(said_of=(base.id,) if base else ()),
        suggestion=suggestion,
        placing=_placing(session, first),
        thread_id=thread_id,
        first=NewMessage(words, message_id=thread_id, said_by=said_by, said_at=first.when, file=review.file),
    )


def _describe(finding: ReviewFinding) -> str:
    if finding.type is FindingKind.UNTRACKED and not finding.new:
        return _NOTHING_LEFT
    return _WHAT[finding.type].format(f"“{truncate(finding.words or finding.new, 200)}”")


def _suggestion(
    session: DraftSession, together: Sequence[ReviewFinding], base: Revision | None
) -> Suggestion | None:
    """Return the answer as it becomes, if the change is to an answer that can be put together again."""
    finding = together[0]
    question = session.form.field(finding.path) if base else None
    is_question = finding.type in (FindingKind.QUESTION_GONE, FindingKind.QUESTION_CHANGED)
    if base is None or question is None or question.is_group or is_question:
        return None
    kind = kind_of(question)
    is_text = kind.is_rich_text
    text = RichText.from_json(base.value if is_text else kind.format_value(question, base.value))
    edits = [ParagraphEdit(finding.number, finding.blocks, finding.covers, is_added=not finding.old)]
    edits += [
        ParagraphEdit(change.target.number, change.target_blocks, is_added=change.is_target_new)
        for change in together
        if change.target is not None and change.target.path == finding.path
    ]
    has_formatting = any(change.type is FindingKind.FORMAT for change in together)
    becomes = with_edits(text, edits, has_formatting=has_formatting)
    return Suggestion(becomes, base.id) if becomes is not None and becomes != text else None
