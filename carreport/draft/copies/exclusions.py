"""Exclude withdrawn replies from an import, and redact them here when a copy withdraws some.

An incoming revision with such a reply is imported as a bare revision, with a redacted revision over
it. A revision here with a reply that was withdrawn there is redacted in the same way and stays in
the history, so that the import can be undone. A redacted revision is the same on every computer, so
it never causes a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from carreport.draft.copies.forget_reply import (
    Withdrawal,
    records_withdrawal,
    withdrawal_heads,
    withdrawals_in,
)
from carreport.draft.copies.incoming import Exclusion
from carreport.draft.revisions.revision import Revision, bare_revision, canonical_text, redact_revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.form.schema import Form

PARTLY_WITHDRAWN = "It contains a withdrawn reply. The rest is imported."
WITHDRAWN_REPLY = "It is about a withdrawn reply."


@dataclass(frozen=True, slots=True)
class FilteredCopy:
    """An incoming copy without withdrawn replies, and what was excluded.

    `withdrawal_ids` are the revisions that record the withdrawals.
    """

    revisions: tuple[Revision, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    withdrawal_ids: frozenset[str] = frozenset()


def filter_withdrawn_replies(form: Form, tree: RevisionTree, revisions: Sequence[Revision]) -> FilteredCopy:
    """Return the revisions in `revisions` to import, and those that redact revisions here."""
    if not any(map(records_withdrawal, revisions)) and not any(True for _ in withdrawal_heads(form, tree)):
        return FilteredCopy(tuple(revisions))
    incoming, after = RevisionTree(revisions), RevisionTree((*tree, *revisions))
    withdrawals = withdrawals_in(form, after)
    comes = {row.id: row for row in revisions}
    kept_out: list[Exclusion] = []
    for row in _containing(withdrawals, revisions):
        present = tree.get(row.id)
        if present is None or present.is_bare:
            comes[row.id] = bare_revision(row.id, row.path, row.parents)
            if row.id in incoming.head_ids(row.path):
                kept_out.append(
                    Exclusion(
                        row.path,
                        row.author,
                        WITHDRAWN_REPLY if _is_about(withdrawals, row) else PARTLY_WITHDRAWN,
                    )
                )
    for head in _containing(withdrawals, (head for path in after.paths() for head in after.heads(path))):
        if not (_is_about(withdrawals, head) and after.enclosing_removed_entry(head.path)):
            left = _redact(withdrawals, head)
            comes[left.id] = left
    marks = frozenset(head.id for head in withdrawal_heads(form, after))
    return FilteredCopy(tuple(comes.values()), tuple(kept_out), marks)


def _containing(withdrawals: Iterable[Withdrawal], rows: Iterable[Revision]) -> Iterator[Revision]:
    """Yield the revisions that contain or describe a withdrawn reply."""
    return (row for row in rows if any(withdrawal.matches(row) for withdrawal in withdrawals))


def _is_about(withdrawals: Iterable[Withdrawal], row: Revision) -> bool:
    return any(withdrawal.is_about_replies(row.path) for withdrawal in withdrawals)


def _redact(withdrawals: Iterable[Withdrawal], head: Revision) -> Revision:
    value = head.value
    for withdrawal in withdrawals:
        if withdrawal.matches(head):
            value = withdrawal.redact_value(head.path, value)
    return redact_revision(head, canonical_text(value))
