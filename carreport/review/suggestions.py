"""Take or leave suggested words for an answer.

Taking a suggestion merges it with what others have written since, as importing a copy does. If both
changed the same paragraph, the answer has two versions until somebody chooses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carreport.draft.history.restore import HeadChanges, restore_heads
from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.merge3 import MergeSide, ThreeWayMerge
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.file_session import DraftFile
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import canonical_json
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.richtext import RichText
from carreport.form.schema import Field, Value
from carreport.review.thread_rows import (
    Act,
    NewMessage,
    Suggestion,
    Thread,
    message_values,
    new_id,
    with_seen,
)
from carreport.review.threads import add_message

BY_HAND = "Read the suggestion beside the answer, and type what you want to take."


@dataclass(frozen=True, slots=True)
class TakenSuggestion:
    """What taking a suggestion wrote, so that `undo_take` can undo it.

    `heads` has the versions of the answer and of the message before and after. If the suggestion and
    the answer differ in the same place, `is_conflict` says that the answer now has a second version.
    """

    path: str
    message_path: str
    heads: HeadChanges
    is_conflict: bool = False


def take(session: DraftSession, thread: Thread) -> TakenSuggestion | None:
    """Write the suggested words into the answer, as the author’s, and settle the thread.

    Return nothing if the suggestion is taken already. Raise `UsageError` if it cannot be taken here:
    the version that it was made from is not known, it does not fit the question, or the entry has
    been removed.
    """
    suggestion = thread.suggestion
    if suggestion is None:
        raise UsageError("no-suggestion", "This comment suggests no other words.")
    if thread.settled_by is not None and thread.settled_by.act is Act.TAKEN:
        return None
    session.seal()
    file = session.file_for(thread.place)
    question = _answer_field(session, file, thread.place)
    value, base = suggested_value(question, suggestion), _base(file.tree, thread.place, suggestion)
    merged = merge_suggestion(file.tree, thread.place, base, value)
    message = with_seen(thread, NewMessage(RichText(), Act.TAKEN, message_id=new_id()))
    said = message_values(thread.path, message)
    before = file.tree.head_ids(thread.place)
    written = (
        {} if merged is None or _is_current(file.tree, thread.place, merged[0]) else {thread.place: merged[0]}
    )
    if merged is None:
        file.merge_change(_second_version(session, file.tree, thread.place, value, base))
    own = session.file_for(thread.path)
    if own is file:
        own.record(written | said, also_changed=[paths.group_path(thread.path)])
    else:
        file.record(written)
        own.record(said, also_changed=[paths.group_path(thread.path)])
    message_path = paths.item_path(f"{thread.path}/messages", message.message_id)
    heads = {
        thread.place: (before, file.tree.head_ids(thread.place)),
        message_path: (frozenset[str](), own.tree.head_ids(message_path)),
    }
    return TakenSuggestion(thread.place, message_path, heads, is_conflict=merged is None)


def undo_take(session: DraftSession, taken: TakenSuggestion) -> None:
    """Undo taking a suggestion: the answer is as it was before, and the thread is open again.

    Raise `UsageError` if the answer was edited since.
    """
    file, own = session.file_for(taken.path), session.file_for(taken.message_path)
    session.seal()
    before, after = taken.heads[taken.path]
    if _values_at(file.tree, taken.path, after) != {*_current_values(file.tree, taken.path)}:
        raise UsageError(
            "edited-since",
            "The answer was edited after the suggestion was taken, so it was not changed.",
            remedy="The version from before is in its history.",
        )
    heads = {**taken.heads, taken.path: (before, file.tree.head_ids(taken.path))}
    for where, inside in ((file, taken.path), (own, taken.message_path)):
        apart = RevisionTree(_rows_around(where.tree, inside))
        book = RevisionWriter(apart, *session.author_and_device)
        where.merge_change(restore_heads(book, {inside: heads[inside]})[1])


def leave(session: DraftSession, thread: Thread, reason: RichText) -> str:
    """Leave a suggestion out, for a reason, and settle the thread; return the id of the message."""
    if reason.is_empty:
        raise UsageError(
            "comment-empty", "There is no reason yet.", remedy="Write why the suggestion is left out."
        )
    return add_message(session, thread, NewMessage(reason, Act.LEFT))


def suggested_value(question: Field, suggestion: Suggestion) -> Value:
    """Return the suggested answer as its question stores it; raise `UsageError` if it does not fit."""
    kind = kind_of(question)
    if kind.is_rich_text:
        value: Value | InvalidValue = suggestion.becomes.to_json()
    else:
        value = kind.parse(question, suggestion.becomes.plain_text)
    if isinstance(value, InvalidValue) or kind.is_too_long(value) or not kind.fits(question, value):
        why = f"{value.message[:1].upper()}{value.message[1:]}." if isinstance(value, InvalidValue) else ""
        raise UsageError(
            "suggestion-does-not-fit",
            f"The suggestion cannot be an answer to “{question.label}”.",
            why=f"{why} Nothing was changed.".strip(),
            remedy=BY_HAND,
        )
    return value


def merge_suggestion(
    tree: RevisionTree, path: str, base: Revision | None, value: Value
) -> tuple[Value] | None:
    """Return the answer with the suggestion in it, as a tuple of one; nothing if they conflict.

    An answer that has several versions already gets another.
    """
    versions = tree.versions(path)
    if len(versions) > 1:
        return None
    ours = MergeSide.of(versions[0].value if versions else None)
    merged = ThreeWayMerge().merge(MergeSide.of(base.value if base else None), ours, MergeSide.of(value))
    return None if merged is None else (merged.value,)


def suggestion_for(session: DraftSession, place: str, becomes: RichText) -> Suggestion:
    """Return the suggestion that an answer becomes these words, made from its present version.

    Raise `UsageError` if the answer has several versions, or the words cannot be an answer to its question.
    """
    question = session.form.field(place)
    session.seal()
    heads = session.file_for(place).tree.head_ids(place)
    if question is None or question.is_group or paths.is_item_path(place) or len(heads) > 1:
        raise UsageError(
            "suggestion-without-answer",
            f"No other words can be suggested for {place} now.",
            why="The comment was not kept.",
            remedy="Choose a single answer; if it has two versions, resolve the conflict first.",
        )
    suggestion = Suggestion(becomes, next(iter(heads), ""))
    suggested_value(question, suggestion)
    return suggestion


def _answer_field(session: DraftSession, file: DraftFile, place: str) -> Field:
    question = session.form.field(place) if place else None
    if question is None or question.is_group or paths.is_item_path(place) or paths.is_review(place):
        raise UsageError(
            "suggestion-without-answer",
            "The suggestion is about no answer that can be changed.",
            remedy=BY_HAND,
        )
    if file.tree.enclosing_removed_entry(place):
        entry = session.form.field(paths.outermost_entry(place)) or question
        raise UsageError(
            "suggestion-on-removed",
            f"The {entry.item_noun} that the suggestion is about has been removed.",
            why="Nothing was changed.",
            remedy="Restore it first.",
        )
    return question


def _base(tree: RevisionTree, path: str, suggestion: Suggestion) -> Revision | None:
    """Return the version that a suggestion was made from; nothing if there was no answer yet."""
    base = tree.revisions_of(path).get(suggestion.base)
    if base is not None and not base.is_bare:
        return base
    if not suggestion.base and not tree.revisions_of(path):
        return None
    raise UsageError(
        "suggestion-base-unknown",
        "The version of the answer that this suggestion was made from is not known here.",
        why="It was never imported, or it was erased. Nothing was changed.",
        remedy=BY_HAND,
    )


def _second_version(
    session: DraftSession, tree: RevisionTree, path: str, value: Value, base: Revision | None
) -> ChangeSet:
    """Return the suggestion as a version of its own, as a copy would bring it."""
    apart = RevisionTree(tree.revisions_of(path).values())
    writer = RevisionWriter(apart, *session.author_and_device)
    return writer.supersede(path, value, [base.id] if base else [])


def _is_current(tree: RevisionTree, path: str, value: Value) -> bool:
    return _current_values(tree, path) == [canonical_json(value)]


def _current_values(tree: RevisionTree, path: str) -> list[str]:
    return [canonical_json(version.value) for version in tree.versions(path)]


def _values_at(tree: RevisionTree, path: str, ids: frozenset[str]) -> set[str]:
    """Return the values of these versions of an answer."""
    known = tree.revisions_of(path)
    return {canonical_json(known[row].value) for row in ids if row in known}


def _rows_around(tree: RevisionTree, path: str) -> Iterator[Revision]:
    """Yield the versions of an answer, of the entries around it, and of what is in it."""
    around = paths.parent_item_path(path) if not paths.is_item_path(path) else ""
    while around:
        yield from tree.revisions_of(around).values()
        around = paths.parent_item_path(paths.group_path(around))
    for inside in tree.paths_within(path):
        yield from tree.revisions_of(inside).values()
