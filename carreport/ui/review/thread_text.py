"""The words for comments: their types, whom they are for, who can read them, and how they were settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from carreport.form.wording import format_count, format_list
from carreport.review.threads import Act, CommentType, Message, Recipient, Thread
from carreport.ui.relative_time import author_and_time, parse_time

EVERYONE_CAN_READ = "Everyone in the group will be able to read this."
ONLY_YOU_CAN_READ = "Only you can read this."
ONLY_YOU = "Only you"
WORDS_HAVE_CHANGED = "About words that have changed"
TYPE_TEXTS: Mapping[CommentType, str] = {
    CommentType.REMARK: "Remark",
    CommentType.QUESTION: "Question",
    CommentType.MUST: "Must be fixed",
    CommentType.SUGGESTION: "Suggestion",
}
RECIPIENT_TEXTS: Mapping[str, str] = {
    Recipient.LEAD: "the lead",
    Recipient.GROUP: "the group",
    Recipient.FELLOW: "the research fellow",
}
ACT_TEXTS: Mapping[Act, str] = {
    Act.SAID: "",
    Act.DONE: "Settled as done",
    Act.TAKEN: "Suggestion taken",
    Act.LEFT: "Suggestion left out",
    Act.NOT_NEEDED: "Settled as not needed",
    Act.REOPENED: "Opened again",
}


def who_can_read(*, is_private: bool) -> str:
    """Return who can read what is being typed, as a sentence."""
    return ONLY_YOU_CAN_READ if is_private else EVERYONE_CAN_READ


def recipient_text(to: str, me: str) -> str:
    """Return whom a comment is for: “for the lead”, “for you”, or "" for nobody in particular."""
    names = [RECIPIENT_TEXTS.get(name, "you" if name == me else name) for name in to.split(", ") if name]
    return f"for {format_list(names)}" if names else ""


def message_source(message: Message, me: str, now: datetime) -> str:
    """Return who said a message and when, and where it comes from if it was in a Word file."""
    said = author_and_time(message.author, parse_time(message.when), me, now)
    act = ACT_TEXTS[message.act]
    text = f"{act}: {said}" if act else said
    if not message.file:
        return text
    by = "you" if message.brought_by == me else message.brought_by
    return f"{text} · in “{message.file}”, imported by {by}"


def thread_title(thread: Thread, me: str) -> str:
    """Return what a comment is and whom it is for: “Must be fixed · for the lead”."""
    parts = (TYPE_TEXTS[thread.type], recipient_text(thread.to, me))
    return " · ".join(filter(None, (*parts, "only you can read this" if thread.is_private else "")))


def thread_summary(thread: Thread, me: str, now: datetime) -> str:
    """Return a thread as a screen reader reads it out."""
    began, settled = thread.began, thread.settled_by
    replies = sum(message.act is Act.SAID for message in thread.messages[1:])
    parts = [
        thread_title(thread, me),
        author_and_time(began.author, parse_time(began.when), me, now),
        f"about “{thread.anchor.quote}”" if thread.anchor.quote else "",
        began.words.plain_text.strip(),
        format_count(replies, "reply") if replies else "",
        message_source(settled, me, now) if settled is not None else "open",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def count_text(threads: Sequence[Thread]) -> str:
    """Return how many comments on a question are open, quietly, or how many were settled."""
    opened = [thread for thread in threads if not thread.is_settled]
    musts = sum(thread.type is CommentType.MUST for thread in opened)
    if opened:
        must = f" · {musts} must be fixed" if musts else ""
        return f"{format_count(len(opened), 'comment')}{must}"
    return f"{len(threads)} settled" if threads else ""
