"""A chart is drawn, in the window and in the report alike, where people could agree and some answered."""

from __future__ import annotations

import pytest

from carreport.form.answers import Item
from carreport.survey.agreement import steps_of, tally
from carreport.survey.results.result import Judged, Source, is_drawn

AGREEMENT = {"agree": "Agree", "disagree": "Disagree", "dont_know": "Don’t know"}
HOW_OFTEN = {"often": "Often", "rarely": "Rarely"}


def _judged(scale: dict[str, str], source: Source, *counts: int) -> Judged:
    made = tally("We meet", dict(zip(scale, counts, strict=False)), steps_of(scale))
    return Judged(Item("k1", {}), made, source)


@pytest.mark.parametrize("source", [Source.REPLIES, Source.TYPED])
def test_statements_on_a_scale_of_agreement_are_drawn_once_somebody_answered(source: Source) -> None:
    assert is_drawn([_judged(AGREEMENT, source, 3, 1), _judged(AGREEMENT, Source.NOTHING)])
    assert not is_drawn([_judged(AGREEMENT, source)])


def test_replies_on_another_scale_are_not_drawn_as_agreement_nor_beside_counts() -> None:
    replies, typed = _judged(HOW_OFTEN, Source.REPLIES, 3, 1), _judged(HOW_OFTEN, Source.TYPED, 3, 1)
    assert not is_drawn([replies])
    assert not is_drawn([replies, typed])
    assert is_drawn([typed])
