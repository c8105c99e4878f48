"""Find out whether the writer of a shared entry lets reports print it.

Only the person who gave an entry may decide that, so a choice by anybody else does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import ERASED_DEVICE, RevisionTree
from carreport.draft.session.last_seen import is_seen
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Answers, Item, canonical_json, is_met
from carreport.form.schema import Condition, Field, Form, Value


@dataclass(frozen=True, slots=True)
class Decision:
    """What counts as the answer of the writer; `not_followed` is who else answered, if anybody did.

    `is_claimed` says that the only answer came in a copy that says it is by the author of this session.
    """

    value: Value
    not_followed: str = ""
    is_claimed: bool = False

    def differs_from(self, value: Value) -> bool:
        """Say whether the draft has another answer."""
        return canonical_json(self.value) != canonical_json(value)


def decision_on(
    tree: RevisionTree, group: Field, entry: str, writer: str = "", claims: frozenset[str] = frozenset()
) -> Decision:
    """Return what the writer of an entry decided; where their answers conflict, the more careful one.

    Without a known `writer`, it is the person who added the entry. Imported answers in `claims`, which
    only say that they are by the author of this session, may keep an entry out, but not give it.
    """
    condition = group.private_until
    if condition is None:
        return Decision(None)
    asked = f"{entry}/{condition.field}"
    writers = frozenset((writer,)) if writer else entry_writers(tree, entry, asked)
    heads = tree.heads(asked)
    foreign = [head for head in heads if head.author not in writers or is_seen(head.id, claims)]
    if not foreign and len(heads) <= 1 and len(writers) <= 1:
        return Decision(heads[0].value if heads else None)
    rows: list[Revision] = []
    silent = False
    for author in writers:
        newest = _newest_by(tree.revisions_of(asked), heads, author, claims)
        rows += newest
        silent = silent or not newest
    decided = _most_careful(condition, [row.value for row in rows] + [None] * silent)
    other = next((head for head in foreign if canonical_json(head.value) != canonical_json(decided)), None)
    return Decision(
        decided,
        (other.author or "somebody without a name") if other is not None else "",
        is_claimed=bool(rows) and all(is_seen(row.id, claims) for row in rows),
    )


def entry_writers(tree: RevisionTree, entry: str, asked: str) -> frozenset[str]:
    """Return who added an entry: the authors of its first revisions.

    If these came without their contents, it is the person who first answered the question `asked`.
    """
    added = frozenset(row.author for row in _first_known(tree.revisions_of(entry)) if not row.parents)
    return added or frozenset(row.author for row in _first_known(tree.revisions_of(asked)))


def was_released(tree: RevisionTree, group: Field, entry: str) -> bool:
    """Say whether the writer of an entry ever let others read it; changing the answer does not undo that."""
    condition = group.private_until
    if condition is None:
        return True
    asked = f"{entry}/{condition.field}"
    writers, rows = entry_writers(tree, entry, asked), tree.revisions_of(asked)
    return any(
        is_met(condition, {condition.field: row.value}) or _follows_shared_answer(rows, row)
        for row in rows.values()
        if not row.is_bare and row.author in writers
    )


def without_releases(form: Form, answers: Answers, shared: Answers) -> Answers:
    """Return answers to fill in without those that would let reports print an entry of the draft."""
    values = dict(answers.values)
    for path, question in form.questions():
        condition = question.private_until
        if condition is None or not isinstance(values.get(path), tuple):
            continue
        values[path] = tuple(
            Item(item.id, {name: part for name, part in item.values.items() if name != condition.field})
            if _would_release(condition, item.values, shared.get(paths.item_path(path, item.id)))
            else item
            for item in values[path]
        )
    return replace(answers, values=values)


def would_release(form: Form, shared: Answers, path: str, earlier: Revision | None) -> bool:
    """Say whether restoring an answer would let reports print an entry that they do not print now."""
    entry = paths.parent_item_path(path)
    group = form.field(entry) if entry else None
    condition = group.private_until if group is not None else None
    if condition is None or earlier is None or path != f"{entry}/{condition.field}":
        return False
    return _would_release(condition, {condition.field: earlier.value}, shared.get(entry))


def require_no_release(form: Form, shared: Answers, path: str, earlier: Revision | None) -> None:
    """Raise `UsageError` if restoring an answer would let reports print an entry again."""
    if would_release(form, shared, path, earlier):
        raise UsageError(
            "release-not-restored",
            "Restoring an earlier answer does not let reports print this again.",
            remedy="Open the entry and choose who can read it.",
        )


def _would_release(condition: Condition, values: Mapping[str, Value], present: object) -> bool:
    """Say whether an answer lets reports print an entry of the draft that they do not print now."""
    if not is_met(condition, values) or not isinstance(present, Item):
        return False
    return not is_met(condition, present.values)


def _follows_shared_answer(rows: Mapping[str, Revision], row: Revision) -> bool:
    """Say whether an earlier answer is known only by its id, as it is in a copy of a released entry."""
    earlier = [rows[parent] for parent in row.parents if parent in rows]
    return any(parent.is_bare and parent.device != ERASED_DEVICE for parent in earlier)


def _first_known(rows: Mapping[str, Revision]) -> Iterator[Revision]:
    """Yield the revisions that follow none whose contents are known."""
    children: dict[str, list[str]] = {}
    for row in rows.values():
        for parent in row.parents:
            children.setdefault(parent, []).append(row.id)
    known = [row for row in rows.values() if not row.is_bare]
    later = _reachable([child for row in known for child in children.get(row.id, ())], children)
    yield from (row for row in known if row.id not in later)


def _reachable(start: Iterable[str], steps: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the ids that can be reached from `start`, and `start` itself."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += steps.get(name, ())
    return found


def _newest_by(
    rows: Mapping[str, Revision], heads: tuple[Revision, ...], author: str, claims: frozenset[str]
) -> list[Revision]:
    """Return the newest answers by one person: those that no later one of theirs follows.

    An answer in `claims` does not replace an earlier one.
    """
    found: dict[str, Revision] = {}
    seen: set[str] = set()
    waiting = list(heads)
    while waiting:
        row = waiting.pop()
        if row.id in seen:
            continue
        seen.add(row.id)
        is_theirs = row.author == author and not row.is_bare
        if is_theirs:
            found[row.id] = row
        if not is_theirs or is_seen(row.id, claims):
            waiting += [rows[parent] for parent in row.parents if parent in rows]
    parents = {name: row.parents for name, row in rows.items()}
    certain = [row for row in found.values() if not is_seen(row.id, claims)]
    older = _reachable([parent for row in certain for parent in row.parents], parents)
    return [row for name, row in found.items() if name not in older]


def _most_careful(condition: Condition, answers: list[Value]) -> Value:
    """Return an answer that keeps the entry out if there is one, otherwise the first in the form."""
    if not answers:
        return None
    keeping = [answer for answer in answers if not is_met(condition, {condition.field: answer})]
    if keeping:
        return keeping[0]
    order = [str(value) for value in condition.values]
    return min(answers, key=lambda answer: order.index(str(answer)) if str(answer) in order else len(order))
