"""Keep withdrawn replies out of what a copy brings, and out of what stands when a copy withdraws some.

What comes in with such a reply comes in as a name alone, and what is left of it stands over that. What
stands here with a reply that was withdrawn there is written over likewise, and stays in the history, so that
bringing the copy in can be undone. What is left is on every computer the same, so it meets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from carreport.draft.copies.forget_reply import Withdrawal, has_marks, marks_in, withdrawals_in
from carreport.draft.copies.incoming import LeftOut
from carreport.draft.revisions.revision import Revision, bare, left_of, text_of
from carreport.draft.revisions.tree import Tree
from carreport.form.schema import Form

IN_PART = "It has a reply that was withdrawn. All else of it comes in."
WHOLE = "It is about a reply that was withdrawn."


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a copy brings without the replies that were withdrawn, and what of it is kept out.

    `marks` has the ids of the revisions by which it is known that replies were withdrawn.
    """

    revisions: tuple[Revision, ...] = ()
    kept_out: tuple[LeftOut, ...] = ()
    marks: frozenset[str] = frozenset()


def sifted(form: Form, tree: Tree, brought: Sequence[Revision]) -> Sifted:
    """Return what of `brought` comes into a draft, and what is written over what stands in it."""
    if not any(map(has_marks, brought)) and not any(True for _ in marks_in(form, tree)):
        return Sifted(tuple(brought))
    given, after = Tree(brought), Tree((*tree, *brought))
    gone = withdrawals_in(form, after)
    comes = {each.id: each for each in brought}
    kept_out: list[LeftOut] = []
    for row in _holding(gone, brought):
        known = tree.get(row.id)
        if known is None or known.is_bare:
            comes[row.id] = bare(row.id, row.path, row.parents)
            if row.id in given.standing_at(row.path):
                kept_out.append(LeftOut(row.path, row.author, WHOLE if _is_about(gone, row) else IN_PART))
    for head in _holding(gone, (head for path in after.paths() for head in after.heads(path))):
        if not (_is_about(gone, head) and after.removed_around(head.path)):
            left = _left(gone, head)
            comes[left.id] = left
    marks = frozenset(each.id for each in marks_in(form, after))
    return Sifted(tuple(comes.values()), tuple(kept_out), marks)


def _holding(gone: Iterable[Withdrawal], rows: Iterable[Revision]) -> Iterator[Revision]:
    """Yield the revisions that have words of a withdrawn reply, or say something about one."""
    return (row for row in rows if any(each.holds(row) for each in gone))


def _is_about(gone: Iterable[Withdrawal], row: Revision) -> bool:
    return any(each.is_about(row.path) for each in gone)


def _left(gone: Iterable[Withdrawal], head: Revision) -> Revision:
    value = head.value
    for each in gone:
        if each.holds(head):
            value = each.instead_of(head.path, value)
    return left_of(head, text_of(value))
