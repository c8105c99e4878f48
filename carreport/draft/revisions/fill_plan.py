"""Work out what filling in an answers file changes in a draft, before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.draft.revisions.fractional_index import reorder_keys
from carreport.draft.revisions.merge3 import is_empty_value
from carreport.draft.revisions.revision import canonical_text
from carreport.draft.revisions.tree import ORDER_KEY, RevisionTree
from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Value


@dataclass(slots=True)
class FillPlan:
    """The values to write, by path, and the number of answers that change."""

    values: dict[str, Value] = field(default_factory=dict)
    changed_count: int = 0


def make_fill_plan(tree: RevisionTree, answers: Mapping[str, Any]) -> FillPlan:
    """Return the plan that makes the draft equal to `answers`; answers not in `answers` stay.

    Entries of lists are matched by id and put in the order of the file; an entry that is not in the
    file stays after the entry it followed.
    """
    filling = FillPlan()
    for path, value in answers.items():
        _plan(tree, path, value, filling)
    return filling


def _plan(tree: RevisionTree, path: str, value: Any, filling: FillPlan) -> None:  # noqa: ANN401 - any JSON, or items
    if isinstance(value, tuple):
        _plan_list(tree, path, value, filling)
    elif not is_empty_value(value) and canonical_text(value) not in {
        canonical_text(v.value) for v in tree.versions(path)
    }:
        filling.values[path] = value
        filling.changed_count += 1


def _plan_list(tree: RevisionTree, group: str, items: Sequence[Item], filling: FillPlan) -> None:
    present = tree.order_keys(group)
    states = {item.id: tree.entry_state(paths.item_path(group, item.id)) for item in items}
    order_keys = {**present, **{item_id: place.order_key for item_id, place in states.items() if place}}
    wanted = _merged_order(list(present), [item.id for item in items])
    keys = reorder_keys(wanted, order_keys)
    back = {item_id: place.order_key for item_id, place in states.items() if place and place.is_removed}
    places = {
        item_id: keys.get(item_id) or back[item_id]
        for item_id in wanted
        if item_id in keys or item_id in back
    }
    for item_id, key in places.items():
        filling.values[paths.item_path(group, item_id)] = {ORDER_KEY: key}
    before = filling.changed_count
    for item in items:
        for name, value in item.values.items():
            _plan(tree, paths.field_path(group, item.id, name), value, filling)
    moved = any(states.get(item_id) is not None or item_id in present for item_id in places)
    filling.changed_count += moved or (bool(places) and filling.changed_count == before)


def _merged_order(present: Sequence[str], file_order: Sequence[str]) -> list[str]:
    """Return all entries in file order; one that is not in the file follows the same entry as before."""
    named = set(file_order)
    behind: dict[str, list[str]] = {}
    before = ""
    for item in present:
        if item in named:
            before = item
        else:
            behind.setdefault(before, []).append(item)
    first = behind.pop("", [])
    return [*first, *(item for name in file_order for item in (name, *behind.pop(name, ())))]
