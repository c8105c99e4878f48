"""The comparison of groups in a survey; public reports hide small groups unless set to show all."""

from __future__ import annotations

from collections.abc import Mapping

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Share
from carreport.language.messages import gettext
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Paragraph, Table, inline_text
from carreport.survey.results.groups import (
    ALL,
    LARGE,
    TOO_SMALL,
    GroupComparison,
    compare_groups,
    hidden_text,
)
from carreport.survey.results.result import SurveyResult


def group_table(
    context: BuildContext, path: str, result: SurveyResult, letters: Mapping[str, str], name: str
) -> list[Block]:
    """Return a table of how many people in each group agreed, if the survey is set to compare groups."""
    setting = _group_setting(context, path)
    if setting not in (LARGE, ALL):
        return []
    is_open = setting == ALL or context.template.audience is not Share.PUBLIC
    comparison = compare_groups(result, letters, is_open=is_open)
    if comparison is None:
        return []
    if comparison.is_empty:
        return [Paragraph(inline_text(gettext(TOO_SMALL)), style="small")]
    return [_table(path, comparison, name)]


def _group_setting(context: BuildContext, path: str) -> str:
    """Return the survey's setting for comparing groups, or an empty string if there is none."""
    where = f"{paths.parent_item_path(path)}/by_group"
    context.mark_used(where, "It decides whether groups are shown side by side.")
    survey = context.all_answers.get(paths.parent_item_path(path)) if paths.parent_item_path(path) else None
    return str(survey.get("by_group") or "") if isinstance(survey, Item) else ""


def _table(path: str, comparison: GroupComparison, name: str) -> Table:
    caption = gettext("How many people in each group agreed")
    return Table(
        anchor=f"table:{path}:groups",
        number=0,
        caption=gettext("How many people in each group agreed in “{survey}”", survey=name)
        if name
        else caption,
        header=tuple(
            heading.replace("n = ", "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}") for heading in comparison.header
        ),
        rows=tuple(tuple(map(inline_text, row)) for row in comparison.rows),
        numeric_columns=(False, *(True for _ in comparison.header[1:])),
        note=hidden_text() if comparison.has_hidden else "",
    )
