"""List what others changed since this author's last session, by question and without clocks.

For each author on each computer, the draft records its heads as they were when that author last
closed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from carreport.draft.history.diff import DiffOp, DiffSpan, diff_answer
from carreport.draft.revisions.labels import (
    answer_preview,
    comment_place,
    comment_preview,
    form_order,
    path_label,
)
from carreport.draft.revisions.revision import Revision, ancestors
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.tree_index import enclosing_entry
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import is_seen, is_unnamed_here, with_claimed_author
from carreport.form import paths
from carreport.form.schema import Form

WROTE, ADDED, REMOVED, COMMENTED = "wrote", "added", "removed", "commented"


@dataclass(frozen=True, slots=True)
class EditByOther:
    """One person's change to one answer or entry; `change_type` is wrote, added, removed or commented.

    `preview` is what they wrote, on one line; `spans` how it differs from what this author had seen.
    The `path` of a comment is what it is about.
    """

    path: str
    label: str
    change_type: str
    author: str
    written_at: str
    preview: str
    spans: tuple[DiffSpan, ...] = ()


def edits_by_others(session: DraftSession) -> tuple[EditByOther, ...]:
    """Return what others changed since this author's last session here; nothing in the first session."""
    if not session.last_seen_ids:
        return ()
    edits = _edits(session.form, session.tree, session.last_seen_ids, _heads_by_others(session))
    return tuple(sorted(edits, key=lambda edit: form_order(session.form, session.tree, edit.path)))


def _heads_by_others(session: DraftSession) -> Iterator[Revision]:
    """Yield the heads that others wrote, and those from a copy that only says they are from this author."""
    (author, device), claims = session.author_and_device, session.shared_file.claims
    others = session.tree.heads_of_others(author)
    yield from (head for head in others if not is_unnamed_here(head, device))
    for path in session.tree.paths() if claims else ():
        own = (head for head in session.tree.heads(path) if head.author == author)
        yield from (with_claimed_author(head, claims) for head in own if is_seen(head.id, claims))


def _edits(
    form: Form, tree: RevisionTree, seen: frozenset[str], heads: Iterable[Revision]
) -> Iterator[EditByOther]:
    edits_by_path: dict[str, list[Revision]] = {}
    for head in heads:
        if not is_seen(head.id, seen):
            edits_by_path.setdefault(head.path, []).append(head)
    added: set[str] = set()
    yield from _comments(form, tree, edits_by_path)
    for path in sorted(edits_by_path, key=lambda path: (not paths.is_item_path(path), path.count("/"), path)):
        around = enclosing_entry(path)
        if _is_inside(around, added) or (around and tree.enclosing_removed_entry(around)):
            continue
        what = _kind_of_edit(tree, path, seen)
        if what == ADDED:
            added.add(path)
        if what:
            fresh = sorted(edits_by_path[path], key=lambda revision: revision.id)
            edit = _edit(form, tree, path, what, fresh)
            yield replace(edit, spans=_differences(form, tree, path, fresh, seen))


def _comments(
    form: Form, tree: RevisionTree, edits_by_path: dict[str, list[Revision]]
) -> Iterator[EditByOther]:
    """Take out what is not an answer, and yield one change for each comment and each person."""
    news: dict[tuple[str, str], list[Revision]] = {}
    for path in sorted(filter(paths.is_review, edits_by_path)):
        entry = paths.outermost_entry(path)
        for head in edits_by_path.pop(path):
            if entry:
                news.setdefault((entry, head.author), []).append(head)
    for (entry, _), heads in news.items():
        newest = max(heads, key=lambda head: (head.written_at, head.id))
        label, shown = path_label(form, tree, entry), comment_preview(form, heads)
        place = comment_place(form, tree, entry) or entry
        yield EditByOther(place, label, COMMENTED, newest.author, newest.written_at, shown)


def _is_inside(entry: str, entries: set[str]) -> bool:
    """Say whether a path is one of these entries, or inside one."""
    while entry and entry not in entries:
        entry = enclosing_entry(entry)
    return bool(entry)


def _kind_of_edit(tree: RevisionTree, path: str, seen: frozenset[str]) -> str:
    """Return the type of change at `path`, or nothing if it need not be listed."""
    if not paths.is_item_path(path):
        return WROTE
    state = tree.entry_state(path)
    was_seen = any(is_seen(revision_id, seen) for revision_id in tree.revisions_of(path))
    if state is None or (state.is_removed and not was_seen):
        return ""
    return REMOVED if state.is_removed else "" if was_seen else ADDED


def _edit(form: Form, tree: RevisionTree, path: str, what: str, fresh: Sequence[Revision]) -> EditByOther:
    newest = max(fresh, key=lambda revision: revision.written_at)
    question = form.field(path)
    is_answer = question is not None and not paths.is_item_path(path)
    shown = answer_preview(question, newest.value) if question and is_answer else ""
    authors = " and ".join(dict.fromkeys(revision.author for revision in fresh))
    return EditByOther(path, path_label(form, tree, path), what, authors, newest.written_at, shown)


def _differences(
    form: Form, tree: RevisionTree, path: str, fresh: Sequence[Revision], seen: frozenset[str]
) -> tuple[DiffSpan, ...]:
    """Return how the newest version of an answer differs from what this author had seen, if anything."""
    question = form.field(path)
    if question is None or question.is_group:
        return ()
    revisions = tree.revisions_of(path)
    heads = [revision_id for revision_id in revisions if is_seen(revision_id, seen)]
    then = RevisionTree(revisions[name] for name in ancestors(heads, revisions) if name in revisions)
    newest = max(fresh, key=lambda revision: revision.written_at)
    spans = [diff_answer(question, version.value, newest.value) for version in then.versions(path)[:1]]
    return next((found for found in spans if any(span.op is not DiffOp.ADDED for span in found)), ())
