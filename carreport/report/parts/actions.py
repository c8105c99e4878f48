"""Show actions in a table for each state, the furthest first."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item, is_empty
from carreport.form.schema import Field
from carreport.report.composition import Composition
from carreport.report.model import Block
from carreport.report.outline import Part
from carreport.report.parts.cells import table_of

DROPPED = "dropped"
HEADERS = {"what": "What", "who": "Who", "by": "By when", "result": "What came of it"}


def show_actions(composition: Composition, part: Part) -> list[Block]:
    """Return a table for each state that actions are in."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    state = group.inner(part.role("state"))
    headers = {part.role(role): header for role, header in HEADERS.items()}
    columns = [each for each in group.fields if each is not state]
    blocks: list[Block] = []
    for key, label in _states(state):
        items = [
            item for item in composition.answers.items(path) if ((state and item.get(state.id)) or "") == key
        ]
        caption = f"Actions: {label}" if label else "Actions whose state is not given"
        if state and not any(is_answered(item, columns) for item in items):
            for item in items:
                composition.keep_back(f"{path}/{item.id}/{state.id}", "The action says nothing else.")
        if state is None:
            caption = "Actions"
        blocks += table_of(composition, path, group, columns, caption=caption, headers=headers, items=items)
    return blocks


def is_answered(item: Item, fields: Sequence[Field]) -> bool:
    """Say whether an entry answers at least one of `fields`."""
    return any(not is_empty(each, item.get(each.id)) for each in fields)


def _states(state: Field | None) -> list[tuple[str, str]]:
    """Return the states from the furthest to the first, dropped and not given at the end."""
    known = [(choice.key, choice.label) for choice in state.choices] if state else []
    going = [each for each in reversed(known) if each[0] != DROPPED]
    return [*going, *(each for each in known if each[0] == DROPPED), ("", "")]
