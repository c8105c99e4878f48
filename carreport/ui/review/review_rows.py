"""The list of all comments: which of them to show, and the two lines for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from carreport.draft.revisions.labels import form_order, path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.kinds import kind_of
from carreport.form.schema import Form
from carreport.form.wording import format_count
from carreport.review.threads import Act, CommentType, Recipient, Thread, is_new
from carreport.ui.relative_time import author_and_time, parse_time
from carreport.ui.review.thread_text import ONLY_YOU, TYPE_TEXTS, message_source, thread_summary
from carreport.ui.widgets.row_list import Row

NO_PLACE = "No place in this inquiry"


class CommentFilter(StrEnum):
    """Which comments the page lists."""

    OPEN = "open"
    FOR_ME = "for_me"
    MUST = "must"
    NEW = "new"
    UNSURE = "unsure"
    SETTLED = "settled"
    ALL = "all"


SHOWN_TEXTS = {
    CommentFilter.OPEN: "Open",
    CommentFilter.FOR_ME: "For me",
    CommentFilter.MUST: "Must be fixed",
    CommentFilter.NEW: "New since I was here",
    CommentFilter.UNSURE: "Place not certain",
    CommentFilter.SETTLED: "Settled",
    CommentFilter.ALL: "All",
}
NOTHING_TEXTS = {
    CommentFilter.OPEN: "There are no open comments.",
    CommentFilter.FOR_ME: "There are no open comments for you.",
    CommentFilter.MUST: "There is nothing that must be fixed.",
    CommentFilter.NEW: "There is nothing new since you were last here.",
    CommentFilter.UNSURE: "Every comment has its place.",
    CommentFilter.SETTLED: "Nothing has been settled yet.",
    CommentFilter.ALL: "There are no comments yet. Press Ctrl+Alt+M in an answer to write one.",
}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A comment in the list: its thread, where it is, and which lists it is in."""

    thread: Thread
    section: str
    row: Row
    lists: frozenset[CommentFilter]


def review_rows(session: DraftSession, threads: Iterable[Thread], now: datetime) -> list[ReviewRow]:
    """Return a row for each thread, in the order of the form; those without a place come first."""
    form, tree = session.form, session.tree
    found = list(threads)
    places = {thread.place for thread in found}
    orders = {place: _order(session, place) for place in places}
    labels = {place: path_label(form, tree, place) if place else NO_PLACE for place in places}
    mine = addresses(session.author, form, session.shared_answers())
    return [
        ReviewRow(
            thread,
            paths.split_path(thread.place).section if thread.place else "",
            _row(thread, labels[thread.place], session.author, now),
            frozenset(_lists(session, thread, mine)),
        )
        for thread in sorted(found, key=lambda thread: (orders[thread.place], thread.began.when))
    ]


def addresses(me: str, form: Form, answers: Answers) -> frozenset[str]:
    """Return what a comment can be for if it is for this person: their name, the group, their roles."""
    found = {me, str(Recipient.GROUP)}
    for answered in answers.answered_fields(form):
        value = answered.value
        if kind_of(answered.field).named_person(value) == me:
            if answered.field.id == "lead":
                found.add(str(Recipient.LEAD))
            if isinstance(value, dict) and "fellow" in str(value.get("role") or "").casefold():
                found.add(str(Recipient.FELLOW))
    return frozenset(found)


def is_for(thread: Thread, me: str, mine: frozenset[str]) -> bool:
    """Say whether somebody should answer a thread: it is for them, or somebody answered what they began."""
    is_answered = thread.began.author == me and thread.messages[-1].author != me
    return is_answered or not mine.isdisjoint(thread.to.split(", "))


def _lists(session: DraftSession, thread: Thread, mine: frozenset[str]) -> Iterable[CommentFilter]:
    yield CommentFilter.ALL
    if is_new(session, thread):
        yield CommentFilter.NEW
    if thread.is_settled:
        yield CommentFilter.SETTLED
        return
    yield CommentFilter.OPEN
    if thread.type is CommentType.MUST:
        yield CommentFilter.MUST
    if thread.placing or not thread.place:
        yield CommentFilter.UNSURE
    if is_for(thread, session.author, mine):
        yield CommentFilter.FOR_ME


def _order(session: DraftSession, place: str) -> tuple[bool, object]:
    return bool(place), form_order(session.form, session.tree, place) if place else ()


def _row(thread: Thread, label: str, me: str, now: datetime) -> Row:
    began, settled = thread.began, thread.settled_by
    words = " ".join(began.words.plain_text.split()) or TYPE_TEXTS[thread.type]
    is_must = thread.type is CommentType.MUST and settled is None
    title = f"{TYPE_TEXTS[thread.type]}: {words}" if is_must and words != TYPE_TEXTS[thread.type] else words
    replies = sum(message.act is Act.SAID for message in thread.messages[1:])
    said = message_source(settled, me, now) if settled else _began_text(thread, me, now)
    audience = ONLY_YOU if thread.is_private else ""
    parts = (audience, said, format_count(replies, "reply") if replies else "", label)
    return Row(
        thread.path,
        title,
        " · ".join(filter(None, parts)),
        thread,
        accessible_text=f"{label}. {thread_summary(thread, me, now)}",
        tool_tip=words if len(words) > 60 else "",
        needs_attention=is_must,
    )


def _began_text(thread: Thread, me: str, now: datetime) -> str:
    return author_and_time(thread.began.author, parse_time(thread.began.when), me, now)
