"""The counts of a survey become percentages that anyone can check with a calculator."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.survey.agreement import (
    Side,
    collapsed_steps_note,
    combined_shares,
    count_and_share,
    is_tick_scale,
    n_text,
    percent,
    rounding_note,
    scale_sides,
    scale_steps,
    share_figure,
    share_text,
    small_sample_caution,
    tally_statement,
)

PLAIN = scale_steps({"agree": "Agree", "disagree": "Disagree", "dont_know": "Don’t know"})
LIKERT = scale_steps(
    {
        "strongly_agree": "Strongly agree",
        "agree": "Agree",
        "neither": "Neither",
        "disagree": "Disagree",
        "strongly_disagree": "Strongly disagree",
        "dont_know": "Don’t know",
    }
)


def row(*counts: int) -> tuple[int | None, ...]:
    made = tally_statement("s", dict(zip(("agree", "disagree", "dont_know"), counts, strict=True)), PLAIN)
    assert made.n == sum(counts)
    return tuple(made.percent(side) for side in (Side.AGREE, Side.DISAGREE, Side.OFF_SCALE))


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        ((15, 4, 0), (79, 21, 0)),
        ((16, 3, 0), (84, 16, 0)),
        ((14, 5, 0), (74, 26, 0)),
        ((17, 2, 0), (89, 11, 0)),
        ((13, 4, 2), (68, 21, 11)),
        ((9, 8, 2), (47, 42, 11)),
    ],
)
def test_the_published_survey_of_nineteen_people_prints_to_the_digit(
    counts: tuple[int, int, int], printed: tuple[int, int, int]
) -> None:
    assert row(*counts) == printed


def test_a_half_is_rounded_up() -> None:
    assert percent(1, 8) == 13
    assert percent(1, 200) == 1


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (-1, 4), (5, 4), (3, -2)])
def test_counts_that_make_no_sense_have_no_percentage(part: int, whole: int) -> None:
    assert percent(part, whole) is None


@given(st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_percentage_is_never_more_than_half_a_point_away(pair: tuple[int, int]) -> None:
    part, whole = pair
    rounded = percent(part, whole)
    assert rounded is not None
    assert -whole <= 2 * (rounded * whole - 100 * part) <= whole


@given(st.lists(st.integers(0, 500), min_size=6, max_size=6))
def test_every_person_stands_on_exactly_one_side(counts: list[int]) -> None:
    made = tally_statement("s", {step.key: count for step, count in zip(LIKERT, counts, strict=True)}, LIKERT)
    assert sum(made.count(side) for side in Side) == made.n == sum(counts)


def test_a_long_scale_folds_to_the_middle_and_keeps_dont_know_apart() -> None:
    assert [step.side for step in LIKERT] == [
        Side.AGREE, Side.AGREE, Side.NEUTRAL, Side.DISAGREE, Side.DISAGREE, Side.OFF_SCALE,
    ]  # fmt: skip
    assert scale_sides(PLAIN) == (Side.AGREE, Side.DISAGREE, Side.OFF_SCALE)


def test_what_was_counted_together_is_said() -> None:
    assert collapsed_steps_note(PLAIN) == ""
    assert "“Strongly agree” and “Agree”" in collapsed_steps_note(LIKERT)


def test_the_caution_says_what_one_person_weighs() -> None:
    nineteen = tally_statement("s", {"agree": 15, "disagree": 4}, PLAIN)
    assert re.findall(r"\d+", small_sample_caution([nineteen]))[:2] == ["19", "5"]
    assert small_sample_caution([tally_statement("s", {"agree": 50}, PLAIN)]) == ""
    assert small_sample_caution([]) == ""


def test_n_is_a_range_when_some_skipped_a_statement() -> None:
    some, fewer = tally_statement("s", {"agree": 19}, PLAIN), tally_statement("t", {"agree": 17}, PLAIN)
    assert n_text([some]) == "n = 19"
    assert n_text([some, fewer]) == "n = 17 to 19"


@pytest.mark.parametrize(
    ("part", "whole", "figure"),
    [
        (0, 200, "0"), (1, 200, "<1"), (1, 100, "1"), (199, 200, ">99"), (99, 100, "99"), (200, 200, "100"),
        (1, 150, "<1"), (149, 150, ">99"), (5, 4, "–"), (0, 0, "–"),
    ],
)  # fmt: skip
def test_only_an_exact_share_is_zero_or_a_hundred(part: int, whole: int, figure: str) -> None:
    assert share_figure(part, whole) == figure


def test_shares_in_sentences_are_words() -> None:
    assert (share_text(1, 200), share_text(199, 200), share_text(1, 2)) == (
        "less than 1%", "more than 99%", "50%",
    )  # fmt: skip
    assert (count_and_share(10, 37), count_and_share(9, 5)) == ("10 of 37 (27%)", "9 of 5")


def test_the_caution_counts_with_the_statement_that_fewest_answered() -> None:
    some, fewer = tally_statement("s", {"agree": 21}, PLAIN), tally_statement("t", {"agree": 7}, PLAIN)
    assert "With 7 to 21 people answering, one person is up to 14 percentage points" in (
        small_sample_caution([some, fewer])
    )
    many = tally_statement("u", {"agree": 900}, PLAIN)
    assert "up to 14 percentage points" in small_sample_caution([many, fewer])


@pytest.mark.parametrize(
    ("counts", "is_noted"),
    [((1, 1, 1), True), ((2, 1, 1), False), ((199, 1, 0), False), ((8, 0, 0), False), ((0, 0, 0), False),
     ((100, 99, 1), True)],
)  # fmt: skip
def test_a_row_that_does_not_add_up_to_a_hundred_is_noted(counts: tuple[int, ...], *, is_noted: bool) -> None:
    keys = ("agree", "disagree", "dont_know")
    tally = tally_statement("s", dict(zip(keys, counts, strict=True)), PLAIN)
    assert bool(rounding_note([tally])) is is_noted


def test_an_option_to_tick_has_one_share() -> None:
    ticks = scale_steps({"ticked": "Ticked", "not_ticked": "Not ticked"})
    assert combined_shares(ticks) == (("ticked", ("ticked",)),)
    assert rounding_note([tally_statement("s", {"ticked": 1, "not_ticked": 2}, ticks)]) == ""


def test_the_usual_keys_give_the_side_of_words_in_another_language() -> None:
    steps = scale_steps({"disagree": "Lehne ab", "agree": "Stimme zu", "dont_know": "Weiß nicht"})
    assert [step.side for step in steps] == [Side.DISAGREE, Side.AGREE, Side.OFF_SCALE]


def test_a_scale_that_is_not_agreement_has_no_sides_and_no_shares_of_them() -> None:
    steps = scale_steps({"often": "Often", "sometimes": "Sometimes", "never": "Never"})
    tally = tally_statement("s", {"often": 3, "never": 1}, steps)
    assert [tally.percent(side) for side in (Side.AGREE, Side.DISAGREE)] == [None, None]
    assert [tally.share(keys) for _, keys in combined_shares(steps)] == [75, 0, 25]


def test_for_a_box_only_the_share_who_ticked_it_is_shown() -> None:
    steps = scale_steps({"ticked": "Ticked", "not_ticked": "Not ticked"})
    assert is_tick_scale(steps)
    assert combined_shares(steps) == (("ticked", ("ticked",)),)
