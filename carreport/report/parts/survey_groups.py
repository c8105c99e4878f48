"""Show groups of people side by side, and keep back what would tell of fewer than five."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.schema import Share
from carreport.report.composition import Composition
from carreport.report.model import Block, Paragraph, Table, words
from carreport.survey.agreement import Side, Tally, is_agreement
from carreport.survey.groups import LEAST, may_show
from carreport.survey.result import GroupResult, SurveyResult

HIDDEN = "–"
TOO_SMALL = "The groups are too small to be shown side by side without giving people away."


def group_table(
    composition: Composition, path: str, result: SurveyResult, letters: Mapping[str, str], name: str
) -> list[Block]:
    """Return how many of each group agreed, if the survey is to be shown by group."""
    wanted = _wanted(composition, path)
    counted = [each for each in result.statements if each.item.id in result.joined.statements]
    if wanted not in ("large", "all") or len(result.groups) < 2 or not counted:
        return []
    if not is_agreement(result.joined.scale.steps):
        return []
    is_open = wanted == "all" or composition.template.audience is not Share.PUBLIC
    rows: list[tuple[str, ...]] = []
    for number, each in enumerate(counted):
        tallies = [group.tallies[number] for group in result.groups]
        shown = [True] * len(tallies) if is_open else may_show(tallies)
        cells = (_cell(tally) if may else HIDDEN for tally, may in zip(tallies, shown, strict=True))
        rows.append((f"{letters[each.item.id]}) {each.tally.statement}", *cells))
    if all(cell == HIDDEN for row in rows for cell in row[1:]):
        return [Paragraph(words(TOO_SMALL), style="small")]
    return [_table(path, result.groups, rows, name, is_open=is_open)]


def _wanted(composition: Composition, path: str) -> str:
    """Return what the survey says about groups; nothing where its form does not ask."""
    where = f"{paths.owner(path)}/by_group"
    composition.let_decide(where, "It decides whether groups are shown side by side.")
    owner = composition.given.get(paths.owner(path)) if paths.owner(path) else None
    return str(owner.get("by_group") or "") if isinstance(owner, Item) else ""


def _table(
    path: str, groups: Sequence[GroupResult], rows: Sequence[tuple[str, ...]], name: str, *, is_open: bool
) -> Table:
    whose = f" in “{name}”" if name else ""
    header = ("Statement", *(f"{group.name} (n = {group.n:,})" for group in groups))
    note = f"{HIDDEN} stands where a figure would tell of fewer than {LEAST} people."
    is_hidden = any(cell == HIDDEN for row in rows for cell in row[1:])
    return Table(
        anchor=f"table:{path}:groups",
        number=0,
        caption=f"How many of each group agreed{whose}",
        header=header,
        rows=tuple(tuple(map(words, row)) for row in rows),
        numeric=(False, *(True for _ in groups)),
        note=note if is_hidden and not is_open else "",
    )


def _cell(tally: Tally) -> str:
    share = tally.percent(Side.AGREE)
    return HIDDEN if share is None else f"{tally.count(Side.AGREE):,} of {tally.n:,} ({share}%)"
