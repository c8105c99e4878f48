"""Build the timeline of an inquiry: who worked when, and what changed between two points in it.

Entries are in the order in which they arrived here. Clock times are shown, but decide the order only
where nothing else can. `restore` goes back to an entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from carreport.draft.history.checkpoints import Checkpoint, order_of_arrival
from carreport.draft.history.diff import (
    DiffOp,
    DiffSpan,
    diff_answer,
    diff_rich_text,
    diff_text,
    diff_value,
    has_changes,
)
from carreport.draft.revisions.labels import comment_place, form_order, path_label
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.tree_index import enclosing_entry
from carreport.draft.session.last_seen import with_claimed_author, with_own_name
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.richtext import RichText
from carreport.form.schema import Form, Value

PAUSE = timedelta(minutes=30)
"""Edits by one person that are no further apart than this belong to one entry."""

CHANGED, ADDED, REMOVED = "changed", "added", "removed"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One person's work over a period: from when to when (UTC, ISO 8601), and at which paths.

    `revision_ids` are the ids of what they wrote.
    """

    author: str
    started_at: str
    ended_at: str
    paths: tuple[str, ...]
    revision_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerDiff:
    """How one answer differs between two points in the timeline.

    `change_type` is `CHANGED`, `ADDED` or `REMOVED`; `spans` are the differences between the texts.
    """

    path: str
    label: str
    change_type: str
    spans: tuple[DiffSpan, ...]


def build_timeline(
    tree: RevisionTree,
    checkpoints: Sequence[Checkpoint] = (),
    claims: frozenset[str] = frozenset(),
    me: tuple[str, str] = ("", ""),
) -> tuple[TimelineEntry, ...]:
    """Return the timeline of an inquiry, newest entry first; `claims` are changes that say they are yours.

    `me` is the author and device of the person at the keyboard.
    """
    moments: list[list[Revision]] = []
    for arrived in order_of_arrival(tree, checkpoints):
        revision = with_own_name(with_claimed_author(arrived, claims), *me)
        last = moments[-1] if moments else []
        if last and last[-1].author == revision.author and _soon_after(last[-1], revision):
            last.append(revision)
        else:
            moments.append([revision])
    return tuple(_timeline_entry(moment) for moment in reversed(moments))


def tree_as_of(tree: RevisionTree, moments: Sequence[TimelineEntry], moment: TimelineEntry) -> RevisionTree:
    """Return the tree as it was after `moment`, one of the entries `moments`."""
    later_ids = {
        revision_id for until in moments[moments.index(moment) :] for revision_id in until.revision_ids
    }
    return RevisionTree(revision for revision in tree if revision.is_bare or revision.id in later_ids)


def diff_trees(form: Form, earlier: RevisionTree, later: RevisionTree) -> tuple[AnswerDiff, ...]:
    """Return what differs in `later`, in form order; an added or removed list entry is one line."""
    everywhere = {*earlier.paths(), *later.paths()}
    changes = [change for path in everywhere if (change := _diff_answer(form, earlier, later, path))]
    changed_entries = {
        change.path
        for change in changes
        if change.change_type in (ADDED, REMOVED) and paths.is_item_path(change.path)
    }
    outermost = [change for change in changes if not _is_inside(change.path, changed_entries)]
    outermost = [change for change in outermost if not paths.is_review(change.path)] + _comments_in(
        form, later, outermost
    )
    return tuple(sorted(outermost, key=lambda change: form_order(form, later, change.path)))


def _comments_in(form: Form, tree: RevisionTree, changes: Sequence[AnswerDiff]) -> list[AnswerDiff]:
    """Return one line for each comment that changed, with the path of what it is about."""
    lines: dict[str, AnswerDiff] = {}
    for change in changes:
        entry = paths.outermost_entry(change.path) if paths.is_review(change.path) else ""
        if entry:
            what = change.change_type if change.path == entry else CHANGED
            place = comment_place(form, tree, entry) or entry
            lines.setdefault(entry, AnswerDiff(place, path_label(form, tree, entry), what, ()))
    return list(lines.values())


def _soon_after(before: Revision, after: Revision) -> bool:
    try:
        gap = datetime.fromisoformat(after.written_at) - datetime.fromisoformat(before.written_at)
    except (TypeError, ValueError):
        return False
    return abs(gap) <= PAUSE


def _timeline_entry(revisions: list[Revision]) -> TimelineEntry:
    touched = dict.fromkeys(map(_touched_place, revisions))
    began, ended = revisions[0].written_at, revisions[-1].written_at
    return TimelineEntry(
        revisions[0].author, began, ended, tuple(touched), tuple(revision.id for revision in revisions)
    )


def _touched_place(revision: Revision) -> str:
    """Return the entry or answer that a revision changes; of a comment, the whole comment."""
    comment = paths.outermost_entry(revision.path) if paths.is_review(revision.path) else ""
    return comment or enclosing_entry(revision.path) or revision.path


def _diff_answer(form: Form, earlier: RevisionTree, later: RevisionTree, path: str) -> AnswerDiff | None:
    if paths.is_item_path(path):
        was, is_there = _is_there(earlier, path), _is_there(later, path)
        if was == is_there:
            return None
        holder = later if is_there else earlier
        return AnswerDiff(path, path_label(form, holder, path), ADDED if is_there else REMOVED, ())
    spans = diff_versions(form, earlier, later, path)
    if not has_changes(spans):
        return None
    operations = {span.op for span in spans}
    what = CHANGED if len(operations) > 1 or DiffOp.KEPT in operations else operations.pop().value
    return AnswerDiff(path, path_label(form, later, path), what, spans)


def _is_there(tree: RevisionTree, entry: str) -> bool:
    return tree.entry_state(entry) is not None and not tree.enclosing_removed_entry(entry)


def diff_versions(form: Form, earlier: RevisionTree, later: RevisionTree, path: str) -> tuple[DiffSpan, ...]:
    """Return how an answer differs between two trees; if it has several versions, they follow each other."""
    question = form.field(path)
    before, after = _values(earlier, path), _values(later, path)
    if paths.split_path(path).field == paths.READY or paths.is_mark(path):
        text = "Marked" if paths.is_mark(path) else "Ready for review"
        return diff_value(text if any(before) else "", text if any(after) else "")
    if question is None or question.is_group:
        return ()
    if len(before) < 2 and len(after) < 2:
        return diff_answer(question, next(iter(before), None), next(iter(after), None))
    kind = kind_of(question)
    if kind.is_rich_text:
        return diff_rich_text(*(_one_after_another(values) for values in (before, after)))
    texts = [
        "\n\n".join(filter(None, (kind.format_value(question, value) for value in values)))
        for values in (before, after)
    ]
    return diff_text(*texts) if kind.is_quotable else diff_value(*texts)


def _one_after_another(values: Sequence[Value]) -> RichText:
    return RichText(tuple(block for value in values for block in RichText.from_json(value).blocks))


def _values(tree: RevisionTree, path: str) -> list[Value]:
    """Return every version of an answer; none inside a removed entry."""
    around = enclosing_entry(path)
    if around and tree.enclosing_removed_entry(around):
        return []
    return [version.value for version in tree.versions(path)]


def _is_inside(path: str, entries: set[str]) -> bool:
    around = enclosing_entry(path)
    while around and around not in entries:
        around = enclosing_entry(around)
    return bool(around)
