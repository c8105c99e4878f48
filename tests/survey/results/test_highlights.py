"""The statements with the most and the least agreement are named, with every tie."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from carreport.form.answers import Item
from carreport.survey.agreement import ScaleStep, scale_steps, tally_statement
from carreport.survey.results.highlights import highlights_sentence
from carreport.survey.results.result import FigureSource, StatementResult

AGREEMENT = scale_steps({"agree": "Agree", "disagree": "Disagree"})
OFTEN = scale_steps({"often": "Often", "never": "Never"})
TICKS = scale_steps({"ticked": "Ticked", "not_ticked": "Not ticked"})


def said(steps: Sequence[ScaleStep], *counts: tuple[int, int]) -> str:
    keys = [step.key for step in steps]
    statements = [
        StatementResult(
            Item(str(number), {}),
            tally_statement(f"S{number}", dict(zip(keys, pair, strict=True)), steps),
            FigureSource.ENTERED,
        )
        for number, pair in enumerate(counts, 1)
    ]
    return highlights_sentence(statements)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([(8, 0)], "agreement with “S1”: 8 of 8 (100%)."),
        ([(2, 1), (1, 2)], "agreement was highest for “S1” (2 of 3, 67%) and lowest for “S2” (1 of 3, 33%)."),
        (
            [(15, 4), (15, 4), (4, 3)],
            "agreement was highest for “S1” and “S2” (15 of 19 each, 79%) and lowest for “S3” (4 of 7, 57%).",
        ),
        ([(8, 0), (8, 0)], "agreement was the same for “S1” and “S2”: 8 of 8 (100%) each."),
        ([(1, 1)] * 5, "agreement was the same for all 5 statements: 1 of 2 (50%) each."),
        (
            [(1, 1), (2, 2), (0, 3)],
            (
                "agreement was highest for “S1” and “S2” (1 of 2 and 2 of 4, 50%) "
                "and lowest for “S3” (0 of 3, 0%)."
            ),
        ),
        (
            [(0, 9), (1, 0), (0, 7), (0, 9)],
            (
                "agreement was highest for “S2” (1 of 1, 100%) and lowest for “S1”, “S3” and “S4” "
                "(0 of 9, 0 of 7 and 0 of 9, 0%)."
            ),
        ),
        (
            [(199, 1), (1, 199)],
            (
                "agreement was highest for “S1” (199 of 200, more than 99%) "
                "and lowest for “S2” (1 of 200, less than 1%)."
            ),
        ),
    ],
)
def test_agreement_is_compared_with_every_tie(counts: list[tuple[int, int]], sentence: str) -> None:
    assert said(AGREEMENT, *counts) == sentence


def test_another_scale_is_described_in_its_own_words() -> None:
    assert said(OFTEN, (5, 1)) == "“S1”: “Often” 5 of 6 (83%), “Never” 1 of 6 (17%)."
    assert said(OFTEN, (5, 1), (1, 5)) == (
        "“Often” was chosen most for “S1” (5 of 6, 83%) and least for “S2” (1 of 6, 17%)."
    )
    assert said(OFTEN, (1, 1), (1, 1)) == (
        "“Often” was chosen equally often for “S1” and “S2”: 1 of 2 (50%) each."
    )


def test_ticks_are_described_as_ticks() -> None:
    assert said(TICKS, (4, 8)) == "“S1” was ticked by 4 of 12 (33%)."
    assert said(TICKS, (1, 11), (4, 8)) == (
        "ticked most often: “S2” (4 of 12, 33%); least often: “S1” (1 of 12, 8%)."
    )
    assert said(TICKS, *[(1, 1)] * 4) == "all 4 options were each ticked by 1 of 2 (50%)."


def test_a_scale_that_nobody_answered_has_no_sentence() -> None:
    assert said(AGREEMENT, (0, 0)) == said(AGREEMENT) == ""
