"""Show groups of people side by side, and keep back what would tell of fewer than five."""

from __future__ import annotations

from collections.abc import Mapping

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Share
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Paragraph, Table, inline_text
from carreport.survey.results.groups import (
    ALL,
    HIDDEN_WORDS,
    LARGE,
    TOO_SMALL,
    GroupComparison,
    compare_groups,
)
from carreport.survey.results.result import SurveyResult


def group_table(
    composition: BuildContext, path: str, result: SurveyResult, letters: Mapping[str, str], name: str
) -> list[Block]:
    """Return how many of each group agreed, if the survey is to be shown by group."""
    wanted = _group_setting(composition, path)
    if wanted not in (LARGE, ALL):
        return []
    is_open = wanted == ALL or composition.template.audience is not Share.PUBLIC
    made = compare_groups(result, letters, is_open=is_open)
    if made is None:
        return []
    if made.is_empty:
        return [Paragraph(inline_text(TOO_SMALL), style="small")]
    return [_table(path, made, name)]


def _group_setting(composition: BuildContext, path: str) -> str:
    """Return what the survey says about groups; nothing where its form does not ask."""
    where = f"{paths.parent_item_path(path)}/by_group"
    composition.mark_used(where, "It decides whether groups are shown side by side.")
    owner = (
        composition.all_answers.get(paths.parent_item_path(path)) if paths.parent_item_path(path) else None
    )
    return str(owner.get("by_group") or "") if isinstance(owner, Item) else ""


def _table(path: str, made: GroupComparison, name: str) -> Table:
    whose = f" in “{name}”" if name else ""
    return Table(
        anchor=f"table:{path}:groups",
        number=0,
        caption=f"How many of each group agreed{whose}",
        header=tuple(each.replace("n = ", "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}") for each in made.header),
        rows=tuple(tuple(map(inline_text, row)) for row in made.rows),
        numeric_columns=(False, *(True for _ in made.header[1:])),
        note=HIDDEN_WORDS if made.has_hidden else "",
    )
