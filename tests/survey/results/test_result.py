"""A chart is drawn, in the window and in reports, for agreement scales with answers."""

from __future__ import annotations

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


def test_answers_on_another_scale_are_not_drawn_as_agreement() -> None:
    replies, typed = (
        _judged(HOW_OFTEN, FigureSource.REPLIES, 3, 1),
        _judged(HOW_OFTEN, FigureSource.ENTERED, 3, 1),
    )
    assert not has_chart([replies])
    assert not has_chart([replies, typed])
    assert not has_chart([typed])
