"""Answers are matched to steps of a scale only where that is certain."""

from __future__ import annotations

import pytest

from carreport.survey.agreement import Side
from carreport.survey.scales import (
    guess_scale,
    match_step,
    merged_wordings,
    numbered_steps,
    parse_number,
    parse_own_scale,
    scale_by_name,
)

FIVE = scale_by_name("agree5")
FOUR = scale_by_name("agree4")
assert FIVE is not None
assert FOUR is not None


@pytest.mark.parametrize(
    ("word", "step"),
    [
        ("Strongly Agree", "strongly_agree"),
        ("agree strongly", "strongly_agree"),
        ("4 - Strongly agree", "strongly_agree"),
        ("Strongly agree (4)", "strongly_agree"),
        ("  AGREE ", "agree"),
        ("2. Disagree", "disagree"),
        ("Tend to agree", "agree"),
        ("Slightly disagree", "disagree"),
        ("Neither agree nor disagree", "neither"),
        ("Don’t know", "dont_know"),
        ("dont know", "dont_know"),
        ("I don't know", "dont_know"),
        ("Not sure", "dont_know"),
        ("agree to disagree", None),
        ("Not applicable", None),
        ("Stimme zu", None),
        ("4", None),
        ("#REF!", None),
    ],
)
def test_a_word_is_read_as_its_step_or_not_at_all(word: str, step: str | None) -> None:
    assert FIVE is not None
    assert match_step(word, FIVE) == step


def test_a_step_that_the_scale_has_not_is_not_read() -> None:
    assert FOUR is not None
    assert match_step("Neither agree nor disagree", FOUR) is None


def test_the_scale_is_found_from_the_words() -> None:
    assert guess_scale([["Agree", "Neither"], ["Strongly agree"]]) == "agree5"
    assert guess_scale([["Agree", "Strongly agree", "Don't know"]]) == "agree4"
    assert guess_scale([["Agree", "Disagree"]]) == "three"
    assert guess_scale([["Yes", "No"]]) == "yes_no"
    assert guess_scale([["Agree"], ["Disagree"], ["Yes"]]) == "three"
    assert guess_scale([["Stimme zu"], ["Don't know"]]) is None


def test_ones_own_scale_keeps_its_order_and_dont_know_apart() -> None:
    scale = parse_own_scale("Always; Often; Never; Don’t know")
    assert scale is not None
    assert scale.keys == ("always", "often", "never", "dont_know")
    assert scale.steps[-1].side is Side.OFF_SCALE
    assert match_step("often", scale) == "often"
    assert parse_own_scale("Always") is None


@pytest.mark.parametrize(
    "written",
    ["Always; Now, and then; Never", "Always | Now, and then | Never", "Always;Now, and then|Never"],
)
def test_a_comma_belongs_to_a_step_if_anything_else_separates_them(written: str) -> None:
    scale = parse_own_scale(written)
    assert scale is not None
    assert [step.label for step in scale.steps] == ["Always", "Now, and then", "Never"]


def test_commas_separate_steps_if_nothing_else_does() -> None:
    scale = parse_own_scale("Always, Often, Never")
    assert scale is not None
    assert scale.keys == ("always", "often", "never")


def test_numbers_count_from_the_end_that_is_said() -> None:
    assert FIVE is not None
    assert numbered_steps(FIVE, "strongly_disagree")[5] == "strongly_agree"
    assert numbered_steps(FIVE, "strongly_agree")[5] == "strongly_disagree"
    assert (parse_number("4"), parse_number("4.5"), parse_number("four")) == (4, None, None)


def test_two_ways_of_agreeing_in_one_file_are_two_steps() -> None:
    assert merged_wordings(["Agree", "Slightly agree", "Disagree"]) == {"agree": ["Agree", "Slightly agree"]}
    assert merged_wordings(["Agree", "AGREE ", "2 - Agree", "Don't know", "Not sure"]) == {}
