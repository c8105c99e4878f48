"""Say which figures about groups of people may be shown without giving anybody away."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.survey.agreement import Side, Tally

LEAST = 5
"""A figure that tells of fewer people than this is not printed for the public."""


def may_show(tallies: Sequence[Tally]) -> list[bool]:
    """Say for each group whether its share of one statement may be shown.

    It may not where fewer than five people replied, agreed or did not agree. If that hides one group
    alone, the smallest of the others is hidden too: the whole less the others would give it away.
    """
    shown = [_is_large(each) for each in tallies]
    if shown.count(False) == 1 and any(shown):
        others = [number for number, may in enumerate(shown) if may]
        shown[min(others, key=lambda number: (tallies[number].n, number))] = False
    return shown


def _is_large(tally: Tally) -> bool:
    agree = tally.count(Side.AGREE)
    rest = tally.n - agree
    return tally.n >= LEAST and not 0 < agree < LEAST and not 0 < rest < LEAST
