"""Turn what a person knows about a file into the corrections that the preview takes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import Corrections
from tests.survey.layouts.columns import Column, Written
from tests.survey.layouts.truth import AnswerScale, AskedStatement, DrawnSurvey

KNOWN = {field.name for field in fields(Corrections)}
STANDARD = {
    ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"): "agree5",
    ("Strongly agree", "Agree", "Disagree", "Strongly disagree"): "agree4",
    ("Yes", "No"): "yes_no",
}
FIRST = {"agree5": "strongly_agree", "agree4": "strongly_agree", "yes_no": "yes"}
LAST = {"agree5": "strongly_disagree", "agree4": "strongly_disagree", "yes_no": "no"}


def corrections_for(survey: DrawnSurvey, written: Written) -> Corrections:
    """Return the corrections of a person who looks at every column and knows the form."""
    made: dict[str, Any] = {
        "column_types": {},
        "column_scales": {},
        "column_first_steps": {},
        "step_by_answer": {},
    }
    for number, column in enumerate(written.columns):
        kind = column_type(column)
        if kind is not None:
            made["column_types"][number] = kind
        if column.meaning.role == "statement":
            add_scale(made, survey, number, column)
        if column.meaning.role == "ticks":
            item = survey.items[column.meaning.item]
            made.setdefault("tick_options", {})[number] = "; ".join(item.options)  # type: ignore[union-attr]
    made["left_out_rows"] = written.not_replies
    if "hidden rows" in written.doubts:
        made["counted_rows"] = frozenset(written.first_row + person for person in written.counted)
    return Corrections(**{name: value for name, value in made.items() if name in KNOWN})


def column_type(column: Column) -> ColumnType | None:
    role = column.meaning.role
    ticks = getattr(ColumnType, "TICKS", None)
    return {
        "statement": ColumnType.STATEMENT,
        "open": ColumnType.OPEN,
        "group": ColumnType.GROUP,
        "wave": ColumnType.WAVE,
        "who": ColumnType.LEFT_OUT,
        "tool": ColumnType.LEFT_OUT,
        "tick": ticks,
        "ticks": ticks,
    }.get(role)


def add_scale(made: dict[str, Any], survey: DrawnSurvey, number: int, column: Column) -> None:
    item = survey.items[column.meaning.item]
    assert isinstance(item, AskedStatement)
    raw_steps = column.meaning.raw_steps
    name = STANDARD.get(item.scale.steps, "")
    is_numbered = sorted(raw_steps) == sorted(str(n) for n in range(1, len(raw_steps) + 1))
    if name and is_numbered:
        made["column_scales"][number] = name
        made["column_first_steps"][number] = FIRST[name] if raw_steps[0] == "1" else LAST[name]
    else:
        steps = [*raw_steps, *([item.scale.dont_know] if item.scale.dont_know in column.cells else [])]
        made["column_scales"][number] = name or "; ".join(steps)
        if name and raw_steps != item.scale.steps:
            made["column_scales"][number] = "; ".join(steps)
    unknown = column.meaning.raw_unknown
    if unknown and unknown != item.scale.dont_know and unknown in column.cells:
        made["step_by_answer"][unknown] = "dont_know"
    if "N/A" in column.cells:
        made["step_by_answer"]["N/A"] = ""


__all__ = ["AnswerScale", "corrections_for"]
