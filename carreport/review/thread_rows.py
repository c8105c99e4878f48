"""Read the rows of comments as threads of messages, and return what is written for new ones.

`threads` does both for an open inquiry.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from carreport.draft.revisions.tree import ORDER_KEY, RevisionTree
from carreport.draft.session.sharing import COMMENTS
from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.richtext import Block, RichText, Span, clean_line
from carreport.form.schema import Value

THREADS = COMMENTS
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

    `said_of` are the ids of the versions of the answer that the writer of the comment had seen.
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
    of the messages seen by the person who settled the thread, and `mark` is the one of this message,
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
        settlements = [*self._settlements()]
        seen = frozenset[str]().union(*(message.seen for message in settlements))
        others = (message for message in self.messages if not message.act.settles)
        return bool(settlements) and all(message.mark in seen for message in others)

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


def threads_in(tree: RevisionTree, group: str) -> Iterator[Thread]:
    """Yield the threads in one file, in no order; a removed one only if somebody then said more in it."""
    removed = (
        item for item in tree.removed_items(group) if tree.has_unseen_edits(paths.item_path(group, item.id))
    )
    for item in (*tree.items(group), *removed):
        path = paths.item_path(group, item.id)
        if path not in tree.read_entries:
            messages = _messages(tree, path, item)
            tree.read_entries[path] = _thread(tree, path, item, messages) if messages else None
        thread = tree.read_entries[path]
        if isinstance(thread, Thread):
            yield thread


def with_seen(thread: Thread, new: NewMessage) -> NewMessage:
    """Return a message that, if it settles the thread, has seen all messages that the thread has now."""
    seen = frozenset(message.mark for message in thread.messages) if new.act.settles else frozenset()
    return replace(new, seen=new.seen or seen)


def new_id() -> str:
    """Return an id for a thread or a message."""
    return secrets.token_hex(6)


def _thread(tree: RevisionTree, path: str, item: Item, messages: tuple[Message, ...]) -> Thread:
    values = item.values
    becomes = _whole_text(values.get("becomes")) if values.get("type") == CommentType.SUGGESTION else None
    to = [_one_line(version.value) for version in tree.versions(f"{path}/to")]
    return Thread(
        path,
        _text(values, "place"),
        CommentType(values["type"]) if values.get("type") in [*CommentType] else CommentType.REMARK,
        ", ".join(filter(None, dict.fromkeys(to))),
        Anchor(
            _text(values, "quote"),
            _text(values, "before"),
            _text(values, "after"),
            tuple(_text(values, "said_of").split()),
        ),
        messages,
        None if becomes is None else Suggestion(becomes, _text(values, "base")),
        _text(values, "placing"),
    )


def _messages(tree: RevisionTree, thread: str, item: Item) -> tuple[Message, ...]:
    """Return the messages of a thread by time, the one with its id first.

    One of which nothing is left was erased. One with an act that this program does not know is kept.
    """
    group = f"{thread}/messages"
    is_suggestion = item.values.get("becomes") is not None
    items = item.items("messages")
    read = [_message(tree, paths.item_path(group, said.id), said) for said in items]
    read.sort(key=lambda message: (message.id != item.id, message.when, message.id))
    acting = {said.id for said in items if said.values.get("act")}
    said = [message for message in read if message.id in acting or not message.words.is_empty]
    return tuple(said or read[: int(is_suggestion)])


def _message(tree: RevisionTree, path: str, item: Item) -> Message:
    values = item.values
    entry, worded = tree.heads(path), tree.heads(f"{path}/words")
    said = worded or tree.heads(f"{path}/act")
    writer = min(said or entry, key=lambda head: (head.written_at, head.id), default=None)
    written_at = min((head.written_at for head in (*entry, *said)), default="")
    row_author = writer.author if writer else ""
    texts = {head.text or "" for head in worded}
    words = (
        [version.value for version in tree.versions(f"{path}/words")]
        if len(worded) > 1
        else [values.get("words")]
    )
    file, said_at = _text(values, "file"), _text(values, "said_at")
    return Message(
        item.id,
        _text(values, "said_by") or row_author,
        said_at if _is_time(said_at) else written_at,
        _rich_text(words),
        Act(values["act"]) if values.get("act") in [*Act] else Act.SAID,
        frozenset(_text(values, "seen").split()),
        message_mark(item.id, texts),
        file,
        row_author if file else "",
    )


def message_mark(message_id: str, texts: Iterable[str]) -> str:
    """Return the mark of a message with these words: the JSON of all versions of them, if there are several.

    The person who settles a thread lists the marks that they saw, so that a message whose words have changed
    since counts as unseen.
    """
    known = "\n".join(sorted(texts))
    return f"{message_id}:{blake2b(known.encode(errors='surrogatepass'), digest_size=4).hexdigest()}"


def thread_values(path: str, new: NewThread) -> dict[str, Value]:
    """Return what is written for a new thread, by path, without its first message."""
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
    inner = {f"{path}/{name}": value for name, value in values.items() if value or name == "becomes"}
    return {
        path: {ORDER_KEY: _ORDER},
        **{where: value for where, value in inner.items() if value is not None},
    }


def message_values(thread: str, new: NewMessage) -> dict[str, Value]:
    """Return what is written for a new message, by path."""
    path = paths.item_path(f"{thread}/messages", new.message_id or new_id())
    values: dict[str, Value] = {
        "words": new.words.to_json(),
        "act": str(new.act) if new.act is not Act.SAID else "",
        "seen": " ".join(sorted(new.seen)),
        "said_by": clean_line(new.said_by),
        "said_at": new.said_at,
        "file": clean_line(new.file),
    }
    return {path: {ORDER_KEY: _ORDER}, **{f"{path}/{name}": value for name, value in values.items() if value}}


def _text(values: Mapping[str, Value], name: str) -> str:
    return _one_line(values.get(name))


def _one_line(value: Value) -> str:
    if not isinstance(value, str):
        return ""
    return value if value.isprintable() else clean_line(value)


def _rich_text(values: Iterable[Value]) -> RichText:
    """Return one text after the other; what is no text is left out."""
    blocks: list[Block] = []
    for value in values:
        match value:
            case [{"type": "paragraph", "spans": [{"text": str(line), **marks}], **more}] if not (
                marks or more
            ):
                if line.isascii() and line.isprintable() and line.strip() == line != "":  # nothing to clean
                    blocks.append(Block("paragraph", (Span(line),)))
                    continue
        with suppress(ValueError):
            blocks += RichText.from_json(value).blocks
    return RichText(tuple(blocks))


def _whole_text(value: Value) -> RichText | None:
    """Return a text; nothing if there is none, or it has something that this program cannot read."""
    if value is None:
        return None
    with suppress(ValueError):
        return RichText.from_json(value)
    return None


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
