"""Read and write comments on the answers of an inquiry: threads of messages, settled or open.

A comment is stored as an entry of the built-in section of a form, so it is merged, backed up, erased
and checked like any answer. It is never printed. A comment for the group is in the draft, and one for
its writer alone in their private file.

A message is only ever added. So two people who write at the same time never have a conflict, and a
thread is settled only for the messages that whoever settled it had seen.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b

from carreport.draft.revisions.tree import ORDER_KEY, RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Answers, Item, canonical_json
from carreport.form.richtext import RichText, clean_line
from carreport.form.schema import Value

THREADS = f"{paths.REVIEW}.threads"
OWN_THREADS = f"{paths.REVIEW}.own_threads"
LONGEST_QUOTE = 300
CONTEXT_LENGTH = 32
_ORDER = "i"
"""The order key of every message and thread: they are shown by time."""


class CommentType(StrEnum):
    """What a comment is: a remark, a question, something that must be fixed, or other words."""

    REMARK = "remark"
    QUESTION = "question"
    MUST = "must"
    SUGGESTION = "suggestion"


class Act(StrEnum):
    """What a message does to its thread, besides what it says."""

    SAID = "said"
    DONE = "done"
    TAKEN = "taken"
    LEFT = "left"
    NOT_NEEDED = "not_needed"
    REOPENED = "reopened"

    @property
    def settles(self) -> bool:
        """Say whether a message with this act settles its thread."""
        return self not in (Act.SAID, Act.REOPENED)


class Recipient(StrEnum):
    """Whom a comment is for, if not for somebody by name."""

    LEAD = "@lead"
    GROUP = "@group"
    FELLOW = "@fellow"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that a comment is about: up to 300 characters, with some before and after them.

    `said_of` are the ids of the versions of the answer that whoever wrote the comment had before them.
    """

    quote: str = ""
    before: str = ""
    after: str = ""
    said_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a thread.

    `author` said it, at `when` (ISO 8601). If it came out of a Word file, `file` is its name, and
    `brought_by` is who brought it in: a name in a Word file is not a signature. `seen` are the marks
    of the messages that whoever settled the thread had seen, and `mark` is the one of this message,
    which changes with its words.
    """

    id: str
    author: str
    when: str
    words: RichText
    act: Act = Act.SAID
    seen: frozenset[str] = frozenset()
    mark: str = ""
    file: str = ""
    brought_by: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The words that somebody suggests for an answer.

    `becomes` is the whole answer with the change, and `base` the id of the version that it changes.
    """

    becomes: RichText
    base: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment on an answer, and everything that was answered.

    `path` is the thread’s own path. `place` is the answer or entry that it is about, empty for one that
    has no place in this inquiry. `placing` says how a comment from a Word file got its place: "" for
    surely, “guess”, or “none”.
    """

    path: str
    place: str
    type: CommentType
    to: str
    anchor: Anchor
    messages: tuple[Message, ...]
    suggestion: Suggestion | None = None
    placing: str = ""

    @property
    def id(self) -> str:
        """The id of the thread, the same in every copy."""
        return paths.item_id(self.path)

    @property
    def is_private(self) -> bool:
        """Say whether only its writer can read it."""
        return self.path.startswith(f"{OWN_THREADS}/")

    @property
    def began(self) -> Message:
        """The message that began the thread."""
        return self.messages[0]

    @property
    def is_settled(self) -> bool:
        """Say whether everything in it was seen by somebody who settled it."""
        seen = frozenset[str]().union(*(message.seen for message in self._settlements()))
        others = (message for message in self.messages if not message.act.settles)
        return any(True for _ in self._settlements()) and all(message.mark in seen for message in others)

    @property
    def settled_by(self) -> Message | None:
        """The message that settled it last, or nothing while it is open."""
        return [*self._settlements()][-1] if self.is_settled else None

    def _settlements(self) -> Iterator[Message]:
        return (message for message in self.messages if message.act.settles)


@dataclass(frozen=True, slots=True)
class NewThread:
    """A comment that is about to be written.

    `thread_id` and `message_id` are given for a comment from a Word file, so that the same file twice
    adds nothing. Then `said_by`, `said_at` and `file` say where it is from.
    """

    place: str
    words: RichText
    type: CommentType = CommentType.REMARK
    to: str = ""
    anchor: Anchor = field(default_factory=Anchor)
    suggestion: Suggestion | None = None
    placing: str = ""
    is_private: bool = False
    thread_id: str = ""
    first: NewMessage | None = None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message that is about to be written; see `NewThread` for one from a Word file."""

    words: RichText
    act: Act = Act.SAID
    seen: frozenset[str] = frozenset()
    message_id: str = ""
    said_by: str = ""
    said_at: str = ""
    file: str = ""


def threads_of(session: DraftSession) -> tuple[Thread, ...]:
    """Return all threads that the author can read, the oldest first."""
    own = session.private_file
    found = [*_threads_in(session.tree, session.shared_file.answers(), THREADS)]
    if own is not None:
        found += _threads_in(own.tree, own.answers(), OWN_THREADS)
    return tuple(sorted(found, key=lambda thread: (thread.began.when, thread.id)))


def shared_threads(session: DraftSession) -> tuple[Thread, ...]:
    """Return the threads that everyone in the group can read and that are about what everyone can read."""
    return tuple(
        thread
        for thread in threads_of(session)
        if not thread.is_private and not (thread.place and is_private_place(session, thread.place))
    )


def is_private_place(session: DraftSession, place: str) -> bool:
    """Say whether a comment on this answer or entry can only be for its writer."""
    return session.is_private(place)


def begin_thread(session: DraftSession, new: NewThread) -> str:
    """Write a comment; return the path of its thread. On a private answer it is always private.

    Raise `UsageError` if it says nothing and suggests nothing, or the form has no such place.
    """
    if new.place and session.form.field(new.place) is None:
        raise UsageError("no-question", f"The form has no question {new.place}.")
    if new.words.is_empty and new.suggestion is None:
        raise UsageError(
            "comment-empty", "The comment has no words yet.", remedy="Write what you want to say."
        )
    is_private = new.is_private or bool(new.place and is_private_place(session, new.place))
    group = OWN_THREADS if is_private else THREADS
    path = paths.item_path(group, new.thread_id or secrets.token_hex(6))
    first = new.first or NewMessage(new.words)
    _record(
        session,
        path,
        {path: {ORDER_KEY: _ORDER}, **_thread_values(path, new), **_message_values(path, first)},
    )
    return path


def add_message(session: DraftSession, thread: Thread, new: NewMessage) -> str:
    """Add a message to a thread; return its id. A message that settles it has seen all there are."""
    seen = frozenset(message.mark for message in thread.messages) if new.act.settles else frozenset()
    new = replace(new, seen=new.seen or seen, message_id=new.message_id or secrets.token_hex(6))
    _record(session, thread.path, _message_values(thread.path, new))
    return new.message_id


def settle(session: DraftSession, thread: Thread, act: Act = Act.DONE, words: RichText | None = None) -> None:
    """Settle a thread, for the messages that it has now; `words` may say why."""
    add_message(session, thread, NewMessage(words or RichText(), act))


def reopen(session: DraftSession, thread: Thread, words: RichText | None = None) -> None:
    """Open a settled thread again."""
    add_message(session, thread, NewMessage(words or RichText(), Act.REOPENED))


def _threads_in(tree: RevisionTree, answers: Answers, group: str) -> Iterator[Thread]:
    for item in answers.items(group):
        path = paths.item_path(group, item.id)
        messages = tuple(_messages(tree, answers, path, item))
        if messages:
            yield _thread(path, item, messages)


def _thread(path: str, item: Item, messages: tuple[Message, ...]) -> Thread:
    values = item.values
    becomes = RichText.from_json(values.get("becomes"))
    is_suggestion = values.get("type") == CommentType.SUGGESTION
    return Thread(
        path,
        _text(values, "place"),
        CommentType(values["type"]) if values.get("type") in [*CommentType] else CommentType.REMARK,
        _text(values, "to"),
        Anchor(
            _text(values, "quote"),
            _text(values, "before"),
            _text(values, "after"),
            tuple(_text(values, "said_of").split()),
        ),
        messages,
        Suggestion(becomes, _text(values, "base")) if is_suggestion else None,
        _text(values, "placing"),
    )


def _messages(tree: RevisionTree, answers: Answers, thread: str, item: Item) -> Iterator[Message]:
    group = f"{thread}/messages"
    found: Sequence[Item] = item.values.get("messages") or ()
    read = [_message(tree, answers, paths.item_path(group, said.id), said) for said in found]
    yield from sorted(read, key=lambda message: (message.when, message.id))


def _message(tree: RevisionTree, answers: Answers, path: str, item: Item) -> Message:
    values = item.values
    heads = tree.heads(path)
    writer = min(heads, key=lambda head: (head.written_at, head.id)) if heads else None
    said_by, file = _text(values, "said_by"), _text(values, "file")
    row_author, row_time = (writer.author, writer.written_at) if writer else ("", "")
    versions = answers.versions.get(f"{path}/words", ())
    words = [version.value for version in versions] or [values.get("words")]
    return Message(
        item.id,
        said_by or row_author,
        _text(values, "said_at") or row_time,
        RichText.from_json(words[0]),
        Act(values["act"]) if values.get("act") in [*Act] else Act.SAID,
        frozenset(_text(values, "seen").split()),
        message_mark(item.id, words),
        file,
        row_author if file else "",
    )


def message_mark(message_id: str, words: Iterable[Value]) -> str:
    """Return the mark of a message with these words (all versions of them, if there are several).

    Whoever settles a thread lists the marks that they saw, so that a message whose words have changed
    since counts as unseen.
    """
    known = "\n".join(sorted(canonical_json(version) for version in words))
    return f"{message_id}:{blake2b(known.encode(), digest_size=4).hexdigest()}"


def _thread_values(path: str, new: NewThread) -> dict[str, Value]:
    anchor, suggestion = new.anchor, new.suggestion
    values: dict[str, Value] = {
        "place": new.place,
        "type": str(new.type),
        "to": clean_line(new.to),
        "quote": clean_line(anchor.quote)[:LONGEST_QUOTE],
        "before": clean_line(anchor.before)[-CONTEXT_LENGTH:],
        "after": clean_line(anchor.after)[:CONTEXT_LENGTH],
        "said_of": " ".join(anchor.said_of),
        "placing": new.placing,
        "becomes": suggestion.becomes.to_json() if suggestion else None,
        "base": suggestion.base if suggestion else "",
    }
    return {f"{path}/{name}": value for name, value in values.items() if value}


def _message_values(thread: str, new: NewMessage) -> dict[str, Value]:
    path = paths.item_path(f"{thread}/messages", new.message_id or secrets.token_hex(6))
    values: dict[str, Value] = {
        "words": new.words.to_json(),
        "act": str(new.act) if new.act is not Act.SAID else "",
        "seen": " ".join(sorted(new.seen)),
        "said_by": clean_line(new.said_by),
        "said_at": new.said_at,
        "file": clean_line(new.file),
    }
    return {path: {ORDER_KEY: _ORDER}, **{f"{path}/{name}": value for name, value in values.items() if value}}


def _record(session: DraftSession, path: str, written: Mapping[str, Value]) -> None:
    """Write in one step what is not yet so, in the file that the thread is in."""
    file = session.file_for(path)
    unknown = {where: value for where, value in written.items() if not file.tree.revisions_of(where)}
    if unknown:
        file.record(unknown, also_changed=[path.partition("/")[0]])


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
