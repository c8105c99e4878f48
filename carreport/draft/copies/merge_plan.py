"""Plan the merge of a copy: what it would change, as the union of both sets of revisions.

Nothing is ever overwritten: an import adds revisions. Where both sides wrote, there are two
versions, unless they merge paragraph by paragraph.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from carreport.draft.copies.exclusions import FilteredCopy, filter_withdrawn_replies
from carreport.draft.copies.forget_reply import records_withdrawal
from carreport.draft.copies.incoming import Exclusion, IncomingCopy, new_revisions
from carreport.draft.copies.version_limits import check_answer
from carreport.draft.history.diff import DiffSpan, diff_answer
from carreport.draft.history.timeline import diff_versions
from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.labels import answer_preview, comment_preview, form_order, path_label
from carreport.draft.revisions.merge3 import is_empty_value
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.tree_index import enclosing_entry
from carreport.draft.session.release_decision import decision_on
from carreport.form import paths
from carreport.form.answers import canonical_json
from carreport.form.schema import Form

STAYS_PRIVATE = "You have a private entry with this id. Yours stays private, and no report prints this one."
NOT_FOLLOWED = "Only the person who wrote this entry can decide that, so reports do not follow it."


class MergeEffectKind(StrEnum):
    """The effect of a copy on one answer or entry."""

    ANSWERED = "answered"
    CHANGED = "changed"
    JOINED = "joined"
    TWO_VERSIONS = "two versions"
    ADDED = "added"
    REMOVED = "removed"
    BROUGHT_BACK = "brought back"
    MOVED = "moved"
    SET_ASIDE = "set aside"
    COMMENTED = "commented"


@dataclass(frozen=True, slots=True)
class MergeEffect:
    """One effect of a copy: its path and label, its type, the author and the time.

    `preview` is the new answer on one line. `claims_you` says that it names you as its author, although
    you did not write it here; `remark` what does not follow from it. `spans` are the differences from the
    answer that is here, if there is one.
    """

    path: str
    label: str
    effect_type: MergeEffectKind
    author: str
    written_at: str
    preview: str = ""
    claims_you: bool = False
    remark: str = ""
    spans: tuple[DiffSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportingAuthor:
    """Who imports a copy: their name, and the entries of lists that only they can see."""

    name: str = ""
    private_entries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MergePlan:
    """The effect of importing one copy into a draft, for confirmation.

    `is_separate_start` says that someone filled in the same form from scratch: importing the file adds
    its entries as new ones, and its answers as conflicting versions.
    """

    copy: IncomingCopy
    is_separate_start: bool
    revisions: Mapping[str, Revision]
    pictures: Mapping[str, StoredPicture]
    effects: tuple[MergeEffect, ...]
    filtered_copy: FilteredCopy = field(default_factory=FilteredCopy)
    undo_note: str = ""
    """The note for undoing the import, valid while the draft is unchanged since `state_token`."""
    state_token: object = None

    @property
    def excluded(self) -> tuple[Exclusion, ...]:
        """What is in the file but is not imported."""
        return (*self.copy.excluded, *self.filtered_copy.excluded)

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors of the imported revisions."""
        came = (
            revision
            for revision in self.revisions.values()
            if not _is_redaction_of_known(revision, self.revisions)
        )
        return tuple(sorted({revision.author for revision in came if revision.author}))

    @property
    def is_empty(self) -> bool:
        """Say whether the draft already has everything in the copy."""
        return not self.revisions and not self.pictures

    def changeset(self, tree: RevisionTree) -> ChangeSet:
        """Return the changes to store; bare revisions that get their contents are written again."""
        present = {key for key in self.revisions if key in tree}
        return ChangeSet(dict(self.revisions), present, dict(self.pictures))


def plan_merge(
    form: Form,
    tree: RevisionTree,
    draft_id: str,
    incoming: IncomingCopy,
    present_pictures: Mapping[str, StoredPicture] | None = None,
    *,
    importer: ImportingAuthor | None = None,
) -> MergePlan:
    """Return the effect of importing `incoming` into a draft; `present_pictures` are those it already has."""
    sieve = filter_withdrawn_replies(form, tree, incoming.revisions)
    rows = new_revisions(tree, sieve.revisions)
    pictures = {
        key: picture for key, picture in incoming.pictures.items() if key not in (present_pictures or {})
    }
    after = RevisionTree((*tree, *rows.values()))
    for path in changed_paths(rows):
        check_answer(incoming.name, path_label(form, after, path), after.revisions_of(path))
    me = importer or ImportingAuthor()
    news = [_with_remarks(form, after, me, effect) for effect in _effects(form, tree, after, rows)]
    news.sort(key=lambda effect: form_order(form, after, effect.path))
    return MergePlan(incoming, incoming.draft_id != draft_id, rows, pictures, tuple(news), sieve)


def changed_paths(rows: Mapping[str, Revision]) -> tuple[str, ...]:
    """Return the paths at which a revision with a value is imported, entries before their contents."""
    changed = {row.path for row in rows.values() if not row.is_bare}
    return tuple(sorted(changed, key=lambda path: (not paths.is_item_path(path), path.count("/"), path)))


def _effects(
    form: Form, before: RevisionTree, after: RevisionTree, rows: Mapping[str, Revision]
) -> Iterator[MergeEffect]:
    yield from _comment_effects(form, before, after, rows)
    fresh: set[str] = set()
    marks = max(filter(records_withdrawal, rows.values()), key=lambda head: head.written_at, default=None)
    for path in changed_paths(rows):
        if _enclosing_entries(path) & fresh or paths.is_review(path):
            continue
        is_entry = paths.is_item_path(path)
        what = _entry_effect(before, after, path) if is_entry else _answer_effect(before, after, path)
        if what is None:
            continue
        if what is MergeEffectKind.ADDED:
            fresh.add(path)
        source = max(_new_heads(before, after, path), key=lambda head: head.written_at)
        by = marks if marks is not None and _is_redaction_of_known(source, rows) else source
        question = form.field(path)
        shown = "" if is_entry or question is None else answer_preview(question, source.value)
        spans = _differences(form, before, after, source, what)
        label = path_label(form, after, path)
        yield MergeEffect(path, label, what, by.author, by.written_at, shown, spans=spans)


def _differences(
    form: Form, before: RevisionTree, after: RevisionTree, source: Revision, what: MergeEffectKind
) -> tuple[DiffSpan, ...]:
    """Return how an answer that is here would change, or how it differs from a second version of it."""
    question, here = form.field(source.path), before.versions(source.path)
    if what in (MergeEffectKind.CHANGED, MergeEffectKind.JOINED):
        return diff_versions(form, before, after, source.path)
    if what is MergeEffectKind.TWO_VERSIONS and question is not None and here:
        return diff_answer(question, here[0].value, source.value)
    return ()


def _comment_effects(
    form: Form, before: RevisionTree, after: RevisionTree, rows: Mapping[str, Revision]
) -> Iterator[MergeEffect]:
    """Yield one effect for each comment, or other entry of the built-in section, in which anything is new."""
    news: dict[str, list[Revision]] = {}
    for path in filter(paths.is_review, changed_paths(rows)):
        entry = paths.outermost_entry(path)
        if entry and (heads := _new_heads(before, after, path)):
            news.setdefault(entry, []).extend(heads)
    for entry, heads in news.items():
        newest = max(heads, key=lambda head: (head.written_at, head.id))
        label, shown = path_label(form, after, entry), comment_preview(form, heads)
        what = MergeEffectKind.COMMENTED
        yield MergeEffect(entry, label, what, newest.author, newest.written_at, shown)


def _with_remarks(form: Form, after: RevisionTree, me: ImportingAuthor, effect: MergeEffect) -> MergeEffect:
    """Return an effect with what is not followed, and whether it only says that it is from the importer."""
    entry = paths.outermost_entry(effect.path)
    group = form.field(entry) if entry else None
    remark = ""
    if entry in me.private_entries:
        remark = STAYS_PRIVATE
    elif group is not None and group.private_until is not None:
        decision = decision_on(after, group, entry)
        is_choice = effect.path in (entry, f"{entry}/{group.private_until.field}")
        remark = NOT_FOLLOWED if is_choice and decision.not_followed else ""
    return replace(effect, claims_you=bool(me.name) and effect.author == me.name, remark=remark)


def _is_redaction_of_known(revision: Revision, rows: Container[str]) -> bool:
    """Say whether a revision is the redaction of one known here: then only the withdrawal is new."""
    return bool(revision.redacted_from) and revision.redacted_from not in rows


def _enclosing_entries(path: str) -> set[str]:
    entries: set[str] = set()
    around = enclosing_entry(path)
    while around:
        entries.add(around)
        around = enclosing_entry(around)
    return entries


def _entry_effect(before: RevisionTree, after: RevisionTree, path: str) -> MergeEffectKind | None:
    if not _new_heads(before, after, path):
        return None
    was, state = before.entry_state(path), after.entry_state(path)
    if state is None:
        return None
    if was is None or not before.revisions_of(path):
        return None if state.is_removed else MergeEffectKind.ADDED
    if was.is_removed is not state.is_removed:
        return MergeEffectKind.REMOVED if state.is_removed else MergeEffectKind.BROUGHT_BACK
    return MergeEffectKind.MOVED if was.order_key != state.order_key and not state.is_removed else None


def _answer_effect(before: RevisionTree, after: RevisionTree, path: str) -> MergeEffectKind | None:
    fresh = {head.id for head in _new_heads(before, after, path)}
    if not fresh:
        return None
    if around := after.enclosing_removed_entry(path):
        aside = {edit.revision.id for edit in after.unseen_edits() if edit.item_path == around}
        return MergeEffectKind.SET_ASIDE if aside & fresh else None
    was = [canonical_json(version.value) for version in before.versions(path)]
    values = [canonical_json(version.value) for version in after.versions(path)]
    if sorted(was) == sorted(values):
        return None
    if all(is_empty_value(version.value) for version in before.versions(path)):
        return MergeEffectKind.ANSWERED
    if len(values) > 1:
        return MergeEffectKind.TWO_VERSIONS
    still_ours = {head.id for head in before.heads(path)} & {head.id for head in after.heads(path)}
    return MergeEffectKind.JOINED if still_ours else MergeEffectKind.CHANGED


def _new_heads(before: RevisionTree, after: RevisionTree, path: str) -> list[Revision]:
    """Return the heads at `path` whose contents are new."""
    revisions = before.revisions_of(path)
    return [head for head in after.heads(path) if head.id not in revisions or revisions[head.id].is_bare]
