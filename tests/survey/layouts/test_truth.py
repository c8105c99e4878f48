"""The truth and the writers themselves, without the reader."""

from __future__ import annotations

import csv
import io
from random import Random

import pytest

from tests.survey.layouts.catalogue import LAYOUTS
from tests.survey.layouts.columns import Layout
from tests.survey.layouts.truth import NOT_KNOWN, AnswerScale, AskedStatement, TickQuestion, draw_survey


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311  # drawings that can be made again


def test_a_tally_counts_each_step_and_those_who_do_not_know() -> None:
    scale = AnswerScale("agreement", ("Agree", "Disagree"), "Don't know")
    statement = AskedStatement("I felt heard", "", scale, (0, 0, 1, None, NOT_KNOWN, 0))

    assert statement.tally(range(5)) == ((2, 1), 1)


def test_the_base_of_a_tick_question_is_who_answered_it() -> None:
    ticked = (frozenset({0}), frozenset({0, 1}), frozenset[int](), frozenset[int]())
    question = TickQuestion(
        "Which?", ("Tea", "Coffee"), has_other=True, ticked=ticked, other=("", "", "a walk", "")
    )

    assert question.tally(range(4)) == ((2, 1), 3)


def test_the_same_seed_draws_the_same_survey() -> None:
    assert draw_survey(seeded(7)) == draw_survey(seeded(7))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.tool}, {layout.download}")
def test_every_writer_writes_every_survey(layout: Layout) -> None:
    for seed in range(4):
        survey = draw_survey(seeded(seed), layout.wanted)
        written = layout.write(survey, seeded(seed))
        assert written.content
        if written.columns and written.name.endswith(".csv") and b"\0" not in written.content:
            text = written.content.decode("utf-8-sig", "replace").splitlines(keepends=True)
            assert len(list(csv.reader(io.StringIO("".join(text), newline="")))) >= 2
