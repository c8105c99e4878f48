"""The commands for comments on answers: `comment`, `comments`, `reply` and `settle`."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from carreport.cli.author import author_of
from carreport.cli.console import format_local_time, indent_lines, print_remark, print_result
from carreport.cli.open_draft import open_to_read, open_to_write
from carreport.draft.revisions.labels import path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError, did_you_mean
from carreport.form.richtext import RichText
from carreport.form.wording import format_count_or_no
from carreport.review.quotes import anchor_for, is_quote_there
from carreport.review.suggestions import leave, suggestion_for, take
from carreport.review.threads import (
    Act,
    Anchor,
    CommentType,
    Message,
    NewMessage,
    NewThread,
    Recipient,
    Thread,
    add_message,
    begin_thread,
    is_private_place,
    settle,
    threads_of,
)

TYPES = {
    CommentType.REMARK: "remark",
    CommentType.QUESTION: "question",
    CommentType.MUST: "must be fixed",
    CommentType.SUGGESTION: "suggestion",
}
HOW = {Act.DONE: "done", Act.TAKEN: "taken", Act.LEFT: "left", Act.NOT_NEEDED: "not needed"}
SHORT_ID = 12


def add_comment(options: Namespace) -> int:
    """Comment on an answer or an entry."""
    with open_to_write(options) as session:
        _require_place(session, options.path)
        words, becomes = RichText.from_plain(options.text), options.suggest
        path = begin_thread(
            session,
            NewThread(
                options.path,
                words,
                _type(options),
                _recipient(options.to),
                anchor_for(session, options.path, options.quote) if options.quote else Anchor(),
                suggestion_for(session, options.path, RichText.from_plain(becomes)) if becomes else None,
                is_private=options.readers == "me",
            ),
        )
        thread = next(thread for thread in threads_of(session) if thread.path == path)
        only_you = is_private_place(session, options.path)
    print_result(f"{thread.id[:SHORT_ID]}  {path_label(session.form, session.tree, options.path)}")
    if thread.is_private:
        why = " This is private, so a comment on it is too." if only_you and options.readers != "me" else ""
        print_remark(f"Only you can read this comment.{why}")
    else:
        print_remark("Everyone in the group will be able to read this comment.")
    return 0


def list_comments(options: Namespace) -> int:
    """List the comments on a draft, with what was answered."""
    with closing(open_to_read(options.draft, author_of(options.author))) as session:
        wanted = _recipient(options.to) if options.to else ""
        threads = [
            thread
            for thread in threads_of(session)
            if not (options.open and thread.is_settled)
            and (not wanted or wanted.casefold() in thread.to.casefold().split(", "))
        ]
        if options.json:
            shown = [_as_json(session, thread) for thread in threads]
            print_result(json.dumps(shown, indent=2, ensure_ascii=False))
            return 0
        for thread in threads:
            print_result("\n".join(_lines(session, thread)))
        is_open = sum(not thread.is_settled for thread in threads)
    print_remark(f"{format_count_or_no(len(threads), 'comment').capitalize()}, {is_open} open.")
    return 0


def reply(options: Namespace) -> int:
    """Answer a comment."""
    with open_to_write(options) as session:
        thread = _chosen(session, options.comment)
        add_message(session, thread, NewMessage(RichText.from_plain(options.text)))
        was_settled = thread.is_settled
    print_result(f"{thread.id[:SHORT_ID]}: answered.")
    if was_settled:
        print_remark("The comment was settled. It is open again.")
    return 0


def settle_comment(options: Namespace) -> int:
    """Settle a comment, or take or leave the words that it suggests."""
    how = next(act for act, word in HOW.items() if word.replace(" ", "-") == options.how)
    words = RichText.from_plain(options.text or "")
    with open_to_write(options) as session:
        thread = _chosen(session, options.comment)
        if thread.is_settled:
            print_remark(f"{thread.id[:SHORT_ID]} is settled already.")
            return 1
        is_conflict = False
        if how is Act.TAKEN and thread.suggestion is not None:
            taken = take(session, thread)
            is_conflict = taken is not None and taken.is_conflict
        elif how is Act.LEFT and thread.suggestion is not None:
            leave(session, thread, words)
        else:
            settle(session, thread, how, words)
    print_result(f"{thread.id[:SHORT_ID]}: {HOW[how]}.")
    if is_conflict:
        print_remark(
            "The answer has changed since, so it now has two versions. "
            f"See `carreport conflicts {options.draft}`."
        )
    return 0


def _type(options: Namespace) -> CommentType:
    if options.suggest:
        return CommentType.SUGGESTION
    if options.must:
        return CommentType.MUST
    return CommentType.QUESTION if options.question else CommentType.REMARK


def _recipient(name: str | None) -> str:
    """Return who is to answer, as it is stored."""
    known = {str(recipient).removeprefix("@"): str(recipient) for recipient in Recipient}
    return known.get((name or "").casefold().removeprefix("@"), name or "")


def _require_place(session: DraftSession, path: str) -> None:
    if session.form.field(path) is None:
        question_paths = [question for question, _ in session.form.all_fields()]
        raise UsageError(
            "no-question",
            f"The form has no question at {path}.",
            why=did_you_mean(path, question_paths),
            remedy="A path looks like section.field. `carreport show F --json` lists the names.",
        )


def _chosen(session: DraftSession, wanted: str) -> Thread:
    matches = [thread for thread in threads_of(session) if wanted and thread.id.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    raise UsageError(
        "no-such-comment",
        f"{'More than one' if matches else 'No'} comment has an id that starts with {wanted}.",
        why="Nothing was changed.",
        remedy="`carreport comments DRAFT` lists the comments; each begins with its id.",
    )


def _lines(session: DraftSession, thread: Thread) -> Iterator[str]:
    """Yield one comment as text: what it is about, then each message."""
    place = path_label(session.form, session.tree, thread.place) if thread.place else "No place"
    settled = thread.settled_by
    state = "open" if settled is None else f"{HOW[settled.act]} ({settled.author})"
    marks = [state, TYPES[thread.type], *(["only you"] if thread.is_private else [])]
    to = f", to {thread.to.replace('@', 'the ')}" if thread.to else ""
    yield f"{thread.id[:SHORT_ID]}  {place}  [{', '.join(marks)}{to}]"
    if thread.anchor.quote:
        gone = "" if is_quote_there(session, thread) else "  (these words have changed)"
        yield indent_lines(f"“{thread.anchor.quote}”{gone}")
    for message in thread.messages:
        yield indent_lines(_message_text(message))
    if thread.suggestion is not None:
        yield indent_lines(f"Suggested: {thread.suggestion.becomes.plain_text}")


def _message_text(message: Message) -> str:
    said = message.words.plain_text
    act = HOW.get(message.act, "opened again" if message.act is Act.REOPENED else "")
    text = f"{act}: {said}" if act and said else act or said
    source = f", in {message.file}" if message.file else ""
    return f"{message.author}, {format_local_time(message.when)}{source}: {text}"


def _as_json(session: DraftSession, thread: Thread) -> dict[str, Any]:
    settled = thread.settled_by
    return {
        "id": thread.id,
        "place": thread.place,
        "type": str(thread.type),
        "to": thread.to,
        "only_you": thread.is_private,
        "open": settled is None,
        "settled": {"how": str(settled.act), "by": settled.author, "when": settled.when} if settled else None,
        "quote": thread.anchor.quote,
        "quote_found": is_quote_there(session, thread),
        "suggestion": thread.suggestion.becomes.plain_text if thread.suggestion else None,
        "messages": [
            {
                "id": message.id,
                "author": message.author,
                "when": message.when,
                "act": str(message.act),
                "words": message.words.plain_text,
                "file": message.file,
            }
            for message in thread.messages
        ],
    }
