"""Put several entries into a list in one go, take them out again, bring them back: all or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from carreport.draft.revisions.change import Change
from carreport.draft.revisions.recorder import Notebook
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.private_file import may_be_private
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Value


def put_in(session: DraftSession, group: str, entries: Sequence[Mapping[str, Value]]) -> tuple[str, ...]:
    """Add entries at the end of a list; return their ids."""
    made = tuple(Item(secrets.token_hex(6), dict(values)) for values in entries)
    if made:
        session.fill(_at(group, made))
    return tuple(each.id for each in made)


def put_in_as(session: DraftSession, item_path: str, values: Mapping[str, Value]) -> None:
    """Put in an entry with an id that is the same on every computer; bring it back if it was removed."""
    item = Item(paths.item_id(item_path), dict(values))
    session.fill(_at(paths.group_path(item_path), (item,)))


def take_out(session: DraftSession, group: str, items: Iterable[str]) -> None:
    """Remove entries from a list; `bring_back` takes that back."""
    _each(session, group, items, Notebook.remove_item, session.remove_item)


def bring_back(session: DraftSession, group: str, items: Iterable[str]) -> None:
    """Bring removed entries back to where they stood."""
    _each(session, group, items, Notebook.restore_item, session.restore_item)


def _each(
    session: DraftSession,
    group: str,
    items: Iterable[str],
    in_one_go: Callable[[Notebook, str], Change],
    alone: Callable[[str], None],
) -> None:
    places = [paths.item_path(group, each) for each in items]
    change = Change()
    may_be = may_be_private(session.form.field(group.partition("/")[0]))
    for place in places:
        if may_be and session.is_private(place):
            alone(place)
        else:
            change.add(in_one_go(session.book, place))
    if change:
        session.take(change, [group, *places])


def _at(group: str, items: tuple[Item, ...]) -> Answers:
    """Return answers that have these entries in the list at `group`, and nothing else."""
    value: Any = items
    where = group
    while owner := paths.parent_item_path(where):
        name = where.removeprefix(f"{owner}/")
        value = (Item(paths.item_id(owner), {name: value}),)
        where = paths.group_path(owner)
    return Answers({where: value})
