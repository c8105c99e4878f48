"""A chart is drawn, in the window and in reports, once somebody has answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carreport.form.answers import Item
from carreport.survey.agreement import scale_steps, tally_statement
from carreport.survey.results.result import FigureSource, StatementResult, has_chart

AGREEMENT = {"agree": "Agree", "disagree": "Disagree", "dont_know": "Don’t know"}
HOW_OFTEN = {"often": "Often", "rarely": "Rarely"}


def _judged(scale: dict[str, str], source: FigureSource, *counts: int) -> StatementResult:
    made = tally_statement("We meet", dict(zip(scale, counts, strict=False)), scale_steps(scale))
    return StatementResult(Item("k1", {}), made, source)


@pytest.mark.parametrize("source", [FigureSource.REPLIES, FigureSource.ENTERED])
def test_statements_on_a_scale_of_agreement_are_drawn_once_somebody_answered(source: FigureSource) -> None:
    assert has_chart([_judged(AGREEMENT, source, 3, 1), _judged(AGREEMENT, FigureSource.NOTHING)])
    assert not has_chart([_judged(AGREEMENT, source)])


@pytest.mark.parametrize("source", [FigureSource.REPLIES, FigureSource.ENTERED])
def test_a_scale_without_sides_has_a_chart_as_well(source: FigureSource) -> None:
    assert has_chart([_judged(HOW_OFTEN, source, 3, 1)])


def test_approximate_counts_have_no_chart() -> None:
    approximate = replace(_judged(AGREEMENT, FigureSource.ENTERED), is_unreadable=True)
    assert not has_chart([approximate])
