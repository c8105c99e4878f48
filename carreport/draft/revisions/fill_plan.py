"""Work out what filling in an answers file changes in a draft, before anything is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.draft.revisions.fractional_index import new_keys
from carreport.draft.revisions.merge3 import is_nothing
from carreport.draft.revisions.revision import text_of
from carreport.draft.revisions.tree import ORDER, Tree
from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Value


@dataclass(slots=True)
class Filling:
    """What is to be written, by path, and how many answers become different by it."""

    written: dict[str, Value] = field(default_factory=dict)
    different: int = 0


def plan_filling(tree: Tree, given: Mapping[str, Any]) -> Filling:
    """Return what makes the draft say what `given` says; what `given` leaves out stays.

    Entries of lists are matched by their ids. They come in the order of the file; entries that
    the file does not name stay behind the entry that they stood behind.
    """
    filling = Filling()
    for path, value in given.items():
        _plan(tree, path, value, filling)
    return filling


def _plan(tree: Tree, path: str, value: Any, filling: Filling) -> None:  # noqa: ANN401 - any JSON, or items
    if isinstance(value, tuple):
        _plan_list(tree, path, value, filling)
    elif not is_nothing(value) and text_of(value) not in {text_of(v.value) for v in tree.versions(path)}:
        filling.written[path] = value
        filling.different += 1


def _plan_list(tree: Tree, group: str, items: Sequence[Item], filling: Filling) -> None:
    present = tree.orders(group)
    standing = {item.id: tree.standing(paths.item_path(group, item.id)) for item in items}
    known = {**present, **{each: place.order for each, place in standing.items() if place}}
    wanted = _sequence(list(present), [item.id for item in items])
    keys = new_keys(wanted, known)
    back = {each: place.order for each, place in standing.items() if place and place.removed}
    places = {each: keys.get(each) or back[each] for each in wanted if each in keys or each in back}
    for each, key in places.items():
        filling.written[paths.item_path(group, each)] = {ORDER: key}
    before = filling.different
    for item in items:
        for name, value in item.values.items():
            _plan(tree, paths.field_path(group, item.id, name), value, filling)
    moved = any(standing.get(each) is not None or each in present for each in places)
    filling.different += moved or (bool(places) and filling.different == before)


def _sequence(present: Sequence[str], given: Sequence[str]) -> list[str]:
    """Return all entries in the order of the file, each with those behind it that the file does not name."""
    named = set(given)
    behind: dict[str, list[str]] = {}
    before = ""
    for each in present:
        if each in named:
            before = each
        else:
            behind.setdefault(before, []).append(each)
    first = behind.pop("", [])
    return [*first, *(each for name in given for each in (name, *behind.pop(name, ())))]
