"""The columns for the counts in a survey: one for each answer on its scale."""

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
"""A table has room for this many answers; with more, replies are typed in one by one."""
OWN_STEPS_HINT = "Enter the answers on your own scale above. Each one becomes a column here."
TOO_MANY_STEPS = (
    "A table of counts has room for {most} answers. Your scale has more, so type in the replies one by one."
)


@dataclass(frozen=True, slots=True)
class CountColumns:
    """The columns of the table: those of the scale, or of the form if `scale` is None.

    `column_ids` gives the id of the column for the key of each answer.
    """

    asked: Field
    scale: Scale | None = None
    column_ids: Mapping[str, str] = field(default_factory=dict)

    def key_of(self, column: str) -> str:
        """Return the key of the answer that a column counts."""
        return next(key for key, name in self.column_ids.items() if name == column)


def choose_columns(
    asked: Field, items: Sequence[Item], counts: EnteredCounts, chosen: Scale | None
) -> CountColumns:
    """Return the columns that hold counts already, or else those of the chosen scale."""
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
    """Return why the columns are not those of the chosen scale, or ""."""
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
        f"These counts use the scale {format_list(shown)}. "
        f"To use {format_list(wanted)} instead, clear the counts first."
    )


def _scale_columns(asked: Field, scale: Scale) -> CountColumns:
    """Return a column for each answer; one with the key `statement` gets a different id."""
    ids = {key: key if key != "statement" else "statement_step" for key in scale.keys}
    counts = (Field(ids[step.key], "number", step.label, settings={"least": 0}) for step in scale.steps)
    return CountColumns(replace(asked, fields=(asked.fields[0], *counts)), scale, ids)
