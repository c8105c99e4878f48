"""Compare groups of people, and hide figures that could identify someone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carreport.language.messages import format_number, gettext, gettext_noop
from carreport.survey.agreement import NO_FIGURE, Side, Tally, count_of, is_agreement_scale, share_figure
from carreport.survey.results.result import GroupResult, SurveyResult

SMALLEST_GROUP = 5
"""Figures about fewer people than this are not printed for the public."""
HIDDEN = "–"
TOO_SMALL = gettext_noop("The groups are too small to compare without identifying people.")
LARGE, ALL = "large", "all"
"""The results by group: with small figures hidden, or with all figures."""


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """The number of each group who agreed: one row for each statement, with its letter and text first."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_hidden: bool

    @property
    def is_empty(self) -> bool:
        """Whether every figure is hidden, so that there is nothing to show."""
        return all(cell == HIDDEN for row in self.rows for cell in row[1:])


def hidden_text() -> str:
    """Return what the mark in place of a hidden figure means."""
    return gettext(
        "{mark} replaces figures about fewer than {count} people.", mark=HIDDEN, count=str(SMALLEST_GROUP)
    )


def compare_groups(
    result: SurveyResult, letters: Mapping[str, str], *, is_open: bool
) -> GroupComparison | None:
    """Return the comparison of the groups of a survey, or nothing if there are none.

    With `is_open` every count is shown; otherwise figures about fewer than five people are hidden.
    """
    counted = [figure for figure in result.statements if figure.item.id in result.replies.statements]
    judged = [
        (number, figure)
        for number, figure in enumerate(counted)
        if is_agreement_scale(result.replies.scale_of(figure.item.id).steps)
    ]
    if len(result.groups) < 2 or not judged:
        return None
    rows: list[tuple[str, ...]] = []
    has_hidden = False
    for number, figure in judged:
        tallies = [group.tallies[number] for group in result.groups]
        shown = [True] * len(tallies) if is_open else can_show_shares(tallies)
        cells = (_cell(tally) if may else HIDDEN for tally, may in zip(tallies, shown, strict=True))
        rows.append((f"{letters[figure.item.id]}) {figure.tally.statement}", *cells))
        has_hidden |= not all(shown)
    return GroupComparison(_header(result.groups), tuple(rows), has_hidden)


def can_show_shares(tallies: Sequence[Tally]) -> list[bool]:
    """Return, for each group, whether its percentage for one statement may be shown.

    A percentage is hidden if fewer than five people replied, agreed or did not agree. If that hides one group
    only, the smallest of the others is hidden too, because the total minus the others would reveal
    it.
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
    sizes = [gettext("n = {count}", count=format_number(group.n)) for group in groups]
    names = (f"{group.name} ({size})" for group, size in zip(groups, sizes, strict=True))
    return (gettext("Statement"), *names)


def _cell(tally: Tally) -> str:
    agree = tally.count(Side.AGREE)
    figure = share_figure(agree, tally.n)
    return HIDDEN if figure == NO_FIGURE else f"{count_of(agree, tally.n)} ({figure}%)"
