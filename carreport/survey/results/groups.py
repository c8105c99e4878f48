"""Put groups of people side by side, and say which figures may be shown without giving anybody away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carreport.survey.agreement import Side, Tally, is_agreement_scale
from carreport.survey.results.result import GroupResult, SurveyResult

SMALLEST_GROUP = 5
"""A figure that tells of fewer people than this is not printed for the public."""
HIDDEN = "–"
HIDDEN_WORDS = f"{HIDDEN} stands where a figure would tell of fewer than {SMALLEST_GROUP} people."
TOO_SMALL = "The groups are too small to be shown side by side without giving people away."
LARGE, ALL = "large", "all"
"""What a survey says about its groups: side by side without what is small, or with everything."""


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """How many of each group agreed: one row a statement, its letter and words first."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_hidden: bool

    @property
    def is_empty(self) -> bool:
        """Whether every figure is hidden, so that there is nothing to show."""
        return all(cell == HIDDEN for row in self.rows for cell in row[1:])


def compare_groups(
    result: SurveyResult, letters: Mapping[str, str], *, is_open: bool
) -> GroupComparison | None:
    """Return the groups of a survey beside each other, or nothing where there are none to compare.

    With `is_open` every count is given; otherwise those that tell of fewer than five people are hidden.
    """
    counted = [figure for figure in result.statements if figure.item.id in result.replies.statements]
    if len(result.groups) < 2 or not counted or not is_agreement_scale(result.replies.scale.steps):
        return None
    rows: list[tuple[str, ...]] = []
    has_hidden = False
    for number, figure in enumerate(counted):
        tallies = [group.tallies[number] for group in result.groups]
        shown = [True] * len(tallies) if is_open else can_show_shares(tallies)
        cells = (_cell(tally) if may else HIDDEN for tally, may in zip(tallies, shown, strict=True))
        rows.append((f"{letters[figure.item.id]}) {figure.tally.statement}", *cells))
        has_hidden |= not all(shown)
    return GroupComparison(_header(result.groups), tuple(rows), has_hidden)


def can_show_shares(tallies: Sequence[Tally]) -> list[bool]:
    """Say for each group whether its share of one statement may be shown.

    It may not where fewer than five people replied, agreed or did not agree. If that hides one group
    alone, the smallest of the others is hidden too: the whole less the others would give it away.
    """
    shown = [_is_large(tally) for tally in tallies]
    if shown.count(False) == 1 and any(shown):
        others = [number for number, may in enumerate(shown) if may]
        shown[min(others, key=lambda number: (tallies[number].n, number))] = False
    return shown


def _is_large(tally: Tally) -> bool:
    agree = tally.count(Side.AGREE)
    rest = tally.n - agree
    return tally.n >= SMALLEST_GROUP and not 0 < agree < SMALLEST_GROUP and not 0 < rest < SMALLEST_GROUP


def _header(groups: Sequence[GroupResult]) -> tuple[str, ...]:
    return ("Statement", *(f"{group.name} (n = {group.n:,})" for group in groups))


def _cell(tally: Tally) -> str:
    share = tally.percent(Side.AGREE)
    return HIDDEN if share is None else f"{tally.count(Side.AGREE):,} of {tally.n:,} ({share}%)"
