"""Turn what a person knows about a file into the corrections that the preview takes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import Corrections
from tests.survey.layouts.columns import Column, Written
from tests.survey.layouts.kobo import xml_name
from tests.survey.layouts.truth import NOT_KNOWN, AskedStatement, DrawnSurvey

KNOWN = {field.name for field in fields(Corrections)}
STANDARD = {
    ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"): "agree5",
    ("Strongly agree", "Agree", "Disagree", "Strongly disagree"): "agree4",
    ("Yes", "No"): "yes_no",
}
KEYS = {
    "agree5": ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree"),
    "agree4": ("strongly_agree", "agree", "disagree", "strongly_disagree"),
    "yes_no": ("yes", "no"),
}
FIRST = {name: keys[0] for name, keys in KEYS.items()}
LAST = {name: keys[-1] for name, keys in KEYS.items()}


def corrections_for(survey: DrawnSurvey, written: Written) -> Corrections:
    """Return the corrections of a person who looks at every column and knows the form."""
    made: dict[str, Any] = {
        "column_types": {},
        "target_ids": {},
        "column_scales": {},
        "column_first_steps": {},
        "step_by_answer": {},
        "tick_options": {},
    }
    for place, column in enumerate(written.columns):
        number = column.meaning.option if column.meaning.role == "long" else place
        kind = column_type(column)
        if kind is None:
            continue
        made["column_types"][number] = kind
        if kind is ColumnType.STATEMENT:
            made["target_ids"][number] = ""  # a question of its own, however alike another is
            add_scale(made, survey, number, column)
        if column.meaning.role == "ticks":
            made["tick_options"][number] = "; ".join(column.meaning.raw_steps)
    made["left_out_rows"] = written.not_replies
    if any(column.meaning.role == "tick" for column in written.columns):
        made["ticked_nothing"] = "answered"  # everybody saw the boxes
    if "hidden rows" in written.doubts:
        made["counted_rows"] = frozenset(written.first_row + person for person in written.counted)
    return Corrections(**{name: value for name, value in made.items() if name in KNOWN})


def column_type(column: Column) -> ColumnType | None:
    role = column.meaning.role
    ticks = getattr(ColumnType, "TICKS", None)
    return {
        "statement": ColumnType.STATEMENT,
        "long": ColumnType.STATEMENT,
        "open": ColumnType.OPEN,
        "other": ColumnType.OPEN,
        "group": ColumnType.GROUP,
        "wave": ColumnType.WAVE,
        "who": ColumnType.LEFT_OUT,
        "tool": ColumnType.LEFT_OUT,
        "tick": ticks,
        "ticks": ticks,
    }.get(role)


def is_numbered(steps: tuple[str, ...]) -> bool:
    return sorted(steps) == sorted(str(n) for n in range(1, len(steps) + 1))


def add_scale(made: dict[str, Any], survey: DrawnSurvey, number: int, column: Column) -> None:
    """Say which scale a column is on, and what its numbers, codes or names mean."""
    item = survey.items[column.meaning.item]
    assert isinstance(item, AskedStatement)
    raw_steps = column.meaning.raw_steps or item.scale.steps
    name = STANDARD.get(item.scale.steps, "")
    is_unsure, raw_unknown = NOT_KNOWN in item.said, column.meaning.raw_unknown
    has_code = is_unsure and any(map(str.isdigit, raw_unknown))  # it means something else in each column
    if name and is_numbered(raw_steps) and not has_code:
        made["column_scales"][number] = name
        made["column_first_steps"][number] = FIRST[name] if raw_steps[0] == "1" else LAST[name]
    elif name and raw_steps in (item.scale.steps, tuple(map(xml_name, item.scale.steps))):
        made["column_scales"][number] = name
        if raw_steps != item.scale.steps:
            made["step_by_answer"] |= dict(zip(raw_steps, KEYS[name], strict=True))
    else:
        unknown = [raw_unknown if has_code else item.scale.dont_know] * is_unsure
        made["column_scales"][number] = "; ".join([*raw_steps, *unknown])
    if is_unsure and raw_unknown != item.scale.dont_know and not has_code:
        made["step_by_answer"][raw_unknown] = "dont_know"
    if "N/A" in column.cells:
        made["step_by_answer"]["N/A"] = ""
