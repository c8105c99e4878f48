"""Read and write comments on the answers of an inquiry: threads of messages, settled or open.

A comment is stored as an entry of the built-in section of a form, so it is merged, backed up, erased
and checked like any answer. It is never printed. A comment for the group is in the draft, and one for
its writer alone in their private file.

A message is only ever added. So two people who write at the same time never have a conflict, and a
thread is settled only for the messages seen by the person who settled it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import is_seen
from carreport.draft.session.receipts import RECEIPTS_NOTE, Receipt, receipts_note, receipts_of
from carreport.draft.session.sharing import comments_on_private_places, is_open_place
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.richtext import RichText
from carreport.form.schema import Value
from carreport.review.thread_rows import (
    CONTEXT_LENGTH,
    LONGEST_QUOTE,
    OWN_THREADS,
    THREADS,
    Act,
    Anchor,
    CommentType,
    Message,
    NewMessage,
    NewThread,
    Recipient,
    Suggestion,
    Thread,
    message_mark,
    message_values,
    new_id,
    thread_values,
    threads_in,
    with_seen,
)

__all__ = [
    "CONTEXT_LENGTH",
    "LONGEST_QUOTE",
    "OWN_THREADS",
    "THREADS",
    "Act",
    "Anchor",
    "CommentType",
    "Message",
    "NewMessage",
    "NewThread",
    "Recipient",
    "Suggestion",
    "Thread",
    "message_mark",
]


def threads_of(session: DraftSession) -> tuple[Thread, ...]:
    """Return all threads that the author can read, the oldest first; it never raises an error."""
    found, own = [*threads_in(session.tree, THREADS)], session.private_file
    if own is not None:
        given = session.views.given_entries
        found += (thread for thread in threads_in(own.tree, OWN_THREADS) if thread.path not in given)
    return tuple(sorted(found, key=lambda thread: (thread.began.when, thread.id)))


def shared_threads(session: DraftSession) -> tuple[Thread, ...]:
    """Return the threads that everyone in the group can read and that are about what everyone can read."""
    entries = session.views.private_entries()
    withheld = comments_on_private_places(session.form, session.tree, entries)
    return tuple(
        thread
        for thread in threads_of(session)
        if not (thread.is_private or thread.path in withheld)
        and not (thread.place and is_private_place(session, thread.place))
    )


def is_private_place(session: DraftSession, place: str) -> bool:
    """Say whether a comment on this answer or entry can only be for its writer."""
    is_open = is_open_place(session.form, session.tree, place, session.views.private_entries())
    return session.is_private(place) or not is_open


def is_new(session: DraftSession, thread: Thread) -> bool:
    """Say whether somebody else wrote in a thread since the author last closed the inquiry here."""
    if thread.is_private or not session.last_seen_ids:
        return False
    group = f"{thread.path}/messages"
    heads = (head for said in thread.messages for head in session.tree.heads(f"{group}/{said.id}"))
    seen = session.last_seen_ids
    return any(head.author != session.author and not is_seen(head.id, seen) for head in heads)


def begin_thread(session: DraftSession, new: NewThread) -> str:
    """Write a comment; return the path of its thread. On a private answer it is always private.

    A thread that was removed is there again. Raise `UsageError` if it says nothing and suggests
    nothing, or the inquiry has no such place.
    """
    _require_place(session, new.place)
    thread_id = new.thread_id or new_id()
    first = new.first or NewMessage(new.words, message_id=thread_id)
    if first.words.is_empty and new.suggestion is None:
        raise _no_words_error()
    is_private = new.is_private or bool(new.place and is_private_place(session, new.place))
    path = paths.item_path(OWN_THREADS if is_private else THREADS, thread_id)
    _record(session, path, {**thread_values(path, new), **message_values(path, first)})
    return path


def add_message(session: DraftSession, thread: Thread, new: NewMessage) -> str:
    """Add a message to a thread; return its id. A message that settles it has seen all there are."""
    if new.act is Act.SAID and new.words.is_empty:
        raise _no_words_error()
    new = with_seen(thread, replace(new, message_id=new.message_id or new_id()))
    _record(session, thread.path, message_values(thread.path, new))
    return new.message_id


def change_message(session: DraftSession, thread: Thread, message: Message, words: RichText) -> None:
    """Change the words of a message; only who wrote it can. A settled thread is then open again.

    Raise `UsageError` if somebody else wrote it, or it came out of a Word file.
    """
    if message.file or message.author != session.author_and_device[0]:
        raise UsageError(
            "comment-by-other",
            f"{message.author or 'Somebody else'} wrote this, so only they can change it.",
            remedy="Answer it instead.",
        )
    if words.is_empty:
        raise _no_words_error()
    where = f"{paths.item_path(f'{thread.path}/messages', message.id)}/words"
    session.file_for(thread.path).record({where: words.to_json()}, also_changed=[_list_of(thread.path)])


def place_thread(session: DraftSession, thread: Thread, place: str, placing: str = "") -> None:
    """Say what a comment without a place, or with an uncertain one, is about.

    Raise `UsageError` if the inquiry has no such place, or not everyone can read it.
    """
    _require_place(session, place)
    if place and not thread.is_private and is_private_place(session, place):
        raise _private_place_error()
    written = {f"{thread.path}/place": place, f"{thread.path}/placing": placing or None}
    session.file_for(thread.path).record(written, also_changed=[_list_of(thread.path)])


def settle(session: DraftSession, thread: Thread, act: Act = Act.DONE, words: RichText | None = None) -> str:
    """Settle a thread, for the messages that it has now; `words` may say why. Return the message’s id."""
    return add_message(session, thread, NewMessage(words or RichText(), act))


def reopen(session: DraftSession, thread: Thread, words: RichText | None = None) -> str:
    """Open a settled thread again; return the id of the message that does."""
    return add_message(session, thread, NewMessage(words or RichText(), Act.REOPENED))


def give_to_group(session: DraftSession, thread: Thread) -> str:
    """Let everyone in the group read a comment for yourself; return its new path. It cannot be undone.

    Only its current words are written into the draft, as new versions, with a receipt. Raise
    `UsageError` if it is not private, or is about something that not everyone can read.
    """
    own = session.private_file
    state = own.tree.entry_state(thread.path) if own is not None and thread.is_private else None
    if own is None or state is None or state.is_removed:
        raise UsageError("comment-not-private", "Everyone in the group can read this comment already.")
    if thread.place and is_private_place(session, thread.place):
        raise _private_place_error()
    path = paths.item_path(THREADS, thread.id)
    new = NewThread(
        thread.place,
        RichText(),
        thread.type,
        thread.to,
        thread.anchor,
        thread.suggestion,
        thread.placing,
    )
    written = thread_values(path, new)
    for message in thread.messages:
        said_by = message.author if message.file else ""
        said = NewMessage(
            message.words, message.act, message.seen, message.id, said_by, message.when, message.file
        )
        written |= message_values(path, said)
    receipt = Receipt.now("release", thread.path, session.author, len(written))
    note = {RECEIPTS_NOTE: receipts_note((*receipts_of(session), receipt))}
    session.shared_file.record(written, also_changed=[THREADS], notes=note)
    session.shared_file.flush()
    own.remove_item(thread.path)
    own.flush()
    return path


def _require_place(session: DraftSession, place: str) -> None:
    if not place:
        return
    question, entry = session.form.field(place), place if paths.is_item_path(place) else ""
    entry = entry or paths.parent_item_path(place)
    trees = [session.tree] + ([session.private_file.tree] if session.private_file else [])
    is_known = not entry or any(tree.entry_state(entry) is not None for tree in trees)
    if question is None or paths.is_review(place) or paths.is_mark(place) or not is_known:
        raise UsageError(
            "no-question",
            f"The inquiry has no question or entry {place}.",
            why="The comment was not kept.",
            remedy="Choose what the comment is about.",
        )


def _no_words_error() -> UsageError:
    return UsageError("comment-empty", "The comment has no words yet.", remedy="Write what you want to say.")


def _private_place_error() -> UsageError:
    return UsageError(
        "comment-on-private",
        "A comment on something that not everyone can read can only be for you.",
        why="The comment stays with you.",
    )


def _record(session: DraftSession, thread: str, written: Mapping[str, Value]) -> None:
    """Write in one step what is not yet so, in the file that the thread is in."""
    file = session.file_for(thread)
    unknown = {path: value for path, value in written.items() if _is_missing(file.tree, path)}
    if unknown:
        file.record(unknown, also_changed=[_list_of(thread)])


def _is_missing(tree: RevisionTree, path: str) -> bool:
    state = tree.entry_state(path) if paths.is_item_path(path) else None
    return not tree.revisions_of(path) or (state is not None and state.is_removed)


def _list_of(thread: str) -> str:
    return thread.partition("/")[0]
