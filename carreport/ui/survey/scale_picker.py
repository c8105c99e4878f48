"""Choose the columns in which the counts of a survey are typed in: those of its scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.answers import Item
from carreport.form.kinds.groups import scale_of
from carreport.form.schema import Field
from carreport.form.wording import format_list
from carreport.survey.results.counts import EnteredCounts
from carreport.survey.scales import Scale

MAX_STEPS = 10
"""More steps than this have no room beside the statements; their replies are typed in one by one."""
OWN_STEPS_HINT = "Write the steps of your own scale above, and there is a column for each here."
TOO_MANY_STEPS = "A table of counts has room for {most} steps. With more, type the replies in one by one."


@dataclass(frozen=True, slots=True)
class CountColumns:
    """The columns of the table: those of a form where `scale` is nothing, else of that scale.

    `ids` has the id of the column by the key of the step.
    """

    asked: Field
    scale: Scale | None = None
    column_ids: Mapping[str, str] = field(default_factory=dict)

    def key_of(self, column: str) -> str:
        """Return the key of the step that a column counts."""
        return next(key for key, each in self.column_ids.items() if each == column)


def choose_columns(
    asked: Field, items: Sequence[Item], counts: EnteredCounts, chosen: Scale | None
) -> CountColumns:
    """Return the columns in which counts stand already, else those of the scale that is chosen."""
    own = scale_of(asked)
    if counts.scale is not None:
        return _scale_columns(asked, counts.scale)
    has_counts = any(item.get(key) is not None for item in items for key in own)
    if has_counts or chosen is None or set(chosen.keys) == set(own) or len(chosen.keys) > MAX_STEPS:
        return CountColumns(asked)
    return _scale_columns(asked, chosen)


def other_scale_text(
    columns: CountColumns, counts: EnteredCounts, chosen: Scale | None, *, wants_own: bool
) -> str:
    """Say why the columns are not those of the scale that is chosen, or nothing."""
    if wants_own and counts.scale is None:
        return OWN_STEPS_HINT
    if chosen is None:
        return ""
    if len(chosen.keys) > MAX_STEPS:
        return TOO_MANY_STEPS.format(most=MAX_STEPS)
    shown = [inner.label for inner in columns.asked.fields if inner.id != "statement"]
    wanted = [step.label for step in chosen.steps]
    if shown == wanted or (columns.scale is None and set(chosen.keys) == set(scale_of(columns.asked))):
        return ""
    return (
        f"Counts stand under {format_list(shown)}. The scale that is chosen has {format_list(wanted)}: "
        "empty the counts, and its steps stand here."
    )


def _scale_columns(asked: Field, scale: Scale) -> CountColumns:
    """Return a column for each step; a step may be called like the column of the statements."""
    ids = {key: key if key != "statement" else "statement_step" for key in scale.keys}
    counts = (Field(ids[step.key], "number", step.label, settings={"least": 0}) for step in scale.steps)
    return CountColumns(replace(asked, fields=(asked.fields[0], *counts)), scale, ids)
