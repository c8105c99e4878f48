"""Add, remove or restore several entries of a list in one change."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.private_file import may_be_private
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Value


def add_items(session: DraftSession, group: str, entries: Sequence[Mapping[str, Value]]) -> tuple[str, ...]:
    """Add entries at the end of a list; return their ids."""
    items = tuple(Item(secrets.token_hex(6), dict(values)) for values in entries)
    if items:
        session.fill(_answers_with_items(group, items), as_group=False)
    return tuple(item.id for item in items)


def add_item_with_id(session: DraftSession, item_path: str, values: Mapping[str, Value]) -> None:
    """Add an entry whose id is the same on every computer; restore it if it was removed."""
    item = Item(paths.item_id(item_path), dict(values))
    session.fill(_answers_with_items(paths.group_path(item_path), (item,)), as_group=False)


def remove_items(session: DraftSession, group: str, items: Iterable[str]) -> None:
    """Remove entries from a list; `restore_items` restores them."""
    _apply_to_items(session, group, items, RevisionWriter.remove_item, session.remove_item)


def restore_items(session: DraftSession, group: str, items: Iterable[str]) -> None:
    """Restore removed entries in their places."""
    _apply_to_items(session, group, items, RevisionWriter.restore_item, session.restore_item)


def _apply_to_items(
    session: DraftSession,
    group: str,
    items: Iterable[str],
    in_one_go: Callable[[RevisionWriter, str], ChangeSet],
    alone: Callable[[str], None],
) -> None:
    places = [paths.item_path(group, item) for item in items]
    change = ChangeSet()
    may_be = may_be_private(session.form.field(group.partition("/")[0]))
    for place in places:
        if may_be and session.is_private(place):
            alone(place)
        else:
            change.add(in_one_go(session.writer, place))
    if change:
        session.apply_change(change, [group, *places])


def _answers_with_items(group: str, items: tuple[Item, ...]) -> Answers:
    """Return answers with these entries in the list at `group`, and nothing else."""
    value: Any = items
    where = group
    while owner := paths.parent_item_path(where):
        name = where.removeprefix(f"{owner}/")
        value = (Item(paths.item_id(owner), {name: value}),)
        where = paths.group_path(owner)
    return Answers({where: value})
