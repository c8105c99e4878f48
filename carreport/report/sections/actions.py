"""Actions, in one table for each state (most advanced first) or all in one table."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item, is_empty
from carreport.form.schema import Field
from carreport.language.messages import gettext, gettext_noop
from carreport.report.build_context import BuildContext
from carreport.report.model import Block
from carreport.report.sections.table_cells import entries_table, inner_fields
from carreport.report.templates.template import TemplatePart

DROPPED = "dropped"
HEADERS = {
    "what": gettext_noop("What"),
    "who": gettext_noop("Who"),
    "by": gettext_noop("By when"),
    "state": gettext_noop("Progress"),
    "result": gettext_noop("What came of it"),
}
UNCHOSEN = "The template does not include this."
OTHER_STATE = "The template leaves out actions in this state."


def show_actions(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return a table of actions for each state, or one table with the state in a column."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    state = group.inner_field(part.role("state"))
    by_state = _actions_by_state(context, path, state, part.settings.get("states", ()))
    columns = inner_fields(group, part.settings.get("columns", ())) or list(group.fields)
    headers = {part.role(role): gettext(header) for role, header in HEADERS.items()}
    if part.settings.get("together"):
        _withhold_others(context, path, group, columns)
        items = [item for _, some in by_state for item in some]
        caption = gettext("Actions")
        return list(
            entries_table(context, path, group, columns, caption=caption, headers=headers, items=items)
        )
    _withhold_others(context, path, group, [*columns, *([state] if state else [])])
    others = [column for column in columns if column is not state]
    blocks: list[Block] = []
    for label, items in by_state:
        caption = _caption(label, state, context)
        if state and not any(_is_answered(item, others) for item in items):
            for item in items:
                context.withhold(f"{path}/{item.id}/{state.id}", "Nothing else about this action is printed.")
        blocks += entries_table(context, path, group, others, caption=caption, headers=headers, items=items)
    return blocks


def _actions_by_state(
    context: BuildContext, path: str, state: Field | None, keys: Sequence[str]
) -> list[tuple[str, list[Item]]]:
    """Return each state's label with its actions; withhold actions in states the template omits."""
    items = context.answers.items(path)
    by_state = [
        (label, [item for item in items if _state(item, state) == key]) for key, label in _states(state)
    ]
    if not keys:
        return by_state
    labels = dict(_states(state))
    for item in items:
        if _state(item, state) not in (*keys, ""):
            context.withhold(f"{path}/{item.id}", OTHER_STATE)
    states = [*((key, labels[key]) for key in keys if key in labels), ("", "")]
    return [(label, [item for item in items if _state(item, state) == key]) for key, label in states]


def _withhold_others(context: BuildContext, path: str, group: Field, shown: Sequence[Field]) -> None:
    for where, _ in context.entries(path):
        for question in group.fields:
            if question not in shown:
                context.withhold(f"{where}/{question.id}", UNCHOSEN)


def _caption(label: str, state: Field | None, context: BuildContext) -> str:
    """Return the caption for the table of one state; on a sheet it is just the state, to keep it short."""
    if state is None:
        return gettext("Actions")
    if not label:
        return gettext("Actions with no progress given")
    return label if context.template.is_sheet else gettext("Actions: {state}", state=label)


def _is_answered(item: Item, fields: Sequence[Field]) -> bool:
    return any(not is_empty(question, item.get(question.id)) for question in fields)


def _state(item: Item, state: Field | None) -> str:
    return str((state and item.get(state.id)) or "")


def _states(state: Field | None) -> list[tuple[str, str]]:
    """Return the states, most advanced first, then “dropped” and an empty one for actions without a state."""
    choices = [(choice.key, choice.label) for choice in state.choices] if state else []
    ongoing = [choice for choice in reversed(choices) if choice[0] != DROPPED]
    return [*ongoing, *(choice for choice in choices if choice[0] == DROPPED), ("", "")]
