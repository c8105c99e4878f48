"""Answers are matched to steps of a scale only where that is certain."""

from __future__ import annotations

import pytest

from carreport.survey.agreement import Side
from carreport.survey.scales import (
    OWN,
    guess_scale,
    match_step,
    merged_wordings,
    numbered_steps,
    parse_number,
    parse_own_scale,
    scale_by_name,
    scale_from_steps,
    scale_of_words,
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
    assert (parse_number("4.0"), parse_number("4,0"), parse_number("−2")) == (4, 4, -2)


def test_one_is_an_end_of_the_scale_or_numbers_mean_nothing() -> None:
    assert FIVE is not None
    assert numbered_steps(FIVE, "neither") == {}


def test_two_ways_of_agreeing_in_one_file_are_two_steps() -> None:
    assert merged_wordings(["Agree", "Slightly agree", "Disagree"]) == {"agree": ["Agree", "Slightly agree"]}
    assert merged_wordings(["Agree", "AGREE ", "2 - Agree", "Don't know", "Not sure"]) == {}


def sides_of(written: str) -> list[str]:
    scale = parse_own_scale(written)
    assert scale is not None
    return [f"{step.label}: {step.side}" for step in scale.steps]


@pytest.mark.parametrize(
    "written",
    [
        "Strongly disagree; Disagree; Neither agree nor disagree; Agree; Strongly agree",
        "Strongly agree; Agree; Neither agree nor disagree; Disagree; Strongly disagree",
        "Agree; Strongly agree; Neither agree nor disagree; Strongly disagree; Disagree",
        "1 - Strongly disagree; 2 - Disagree; 3 - Neither agree nor disagree; 4 - Agree; 5 - Strongly agree",
        "Tend to disagree; Don't agree at all; Neutral; Tend to agree; Completely agree",
    ],
)
def test_a_step_takes_its_side_from_its_words_in_whatever_order_the_steps_are_given(written: str) -> None:
    for said in sides_of(written):
        label, _, side = said.rpartition(": ")
        wanted = (
            "neither" if "Ne" in label else "disagree" if "isagree" in label or "n't" in label else "agree"
        )
        assert side == wanted, said


def test_steps_in_no_order_are_put_in_the_order_of_their_scale() -> None:
    scale = parse_own_scale("Agree; Strongly agree; Don't know; Disagree")
    assert scale is not None
    assert scale.keys == ("strongly_agree", "agree", "disagree", "dont_know")
    low_first = parse_own_scale("Disagree; Agree; Strongly agree")
    assert low_first is not None
    assert low_first.keys == ("disagree", "agree", "strongly_agree")


@pytest.mark.parametrize(
    "written",
    [
        "Very satisfied; Satisfied; Dissatisfied; Very dissatisfied",
        "Very good; Good; Poor; Very poor",
        "Not at all; A little; Completely",
        "Never; Sometimes; Always",
        "Yes; Partly; No",
        "Stimme zu; Lehne ab",
        "Agree; Sort of; Disagree",
        "+2; +1; 0; -1; -2",
    ],
)
def test_no_step_of_another_scale_is_called_agreement(written: str) -> None:
    assert {said.rpartition(": ")[2] for said in sides_of(written)} == {"None"}


@pytest.mark.parametrize(
    "steps",
    [
        ["+2", "+1", "0", "-1", "-2"],
        ["★★★", "★★☆", "★☆☆"],
        ["😀", "😐", "☹️"],
        ["1 - low", "2 - low", "1 - high", "2 - high"],
        ["A", "a", "B", "b"],
        ["A+", "A", "A-"],
        ["<5", "5", ">5"],
        ["Ａ", "A"],
        ["fi", "ﬁ"],
    ],
)
def test_two_steps_that_differ_only_by_a_mark_are_never_merged(steps: list[str]) -> None:
    scale = parse_own_scale("; ".join(steps))
    assert scale is not None
    assert len(set(scale.keys)) == len(steps)
    assert [match_step(f" {step} ", scale) for step in steps] == list(scale.keys)


def test_an_answer_that_could_be_either_of_two_steps_is_not_read() -> None:
    scale = parse_own_scale("Low!; Low?; a; A")
    assert scale is not None
    assert [match_step(word, scale) for word in ("Low", "ａ")] == [None, None]


@pytest.mark.parametrize(
    ("word", "label"),
    [("2", "+2"), ("−2", "-2"), ("2.0", "+2"), ("-1,0", "-1"), ("0", "0"), ("3", None), ("1.5", None)],
)
def test_numbers_are_compared_as_numbers(word: str, label: str | None) -> None:
    scale = parse_own_scale("+2; +1; 0; -1; -2")
    assert scale is not None
    found = match_step(word, scale)
    assert label == next((step.label for step in scale.steps if step.key == found), None)


def test_a_number_is_a_point_with_words_only_if_the_scale_says_which() -> None:
    numbered = parse_own_scale("1 - Disagree; 2 - Neutral; 3 - Agree")
    plain = parse_own_scale("Disagree; Neutral; Agree")
    assert numbered is not None
    assert plain is not None
    assert [match_step(word, numbered) for word in ("3", "Agree", "3 = agree")] == [numbered.keys[2]] * 3
    assert match_step("1 - Agree", numbered) is None
    assert match_step("3", plain) is None


def test_a_scale_is_made_of_the_words_in_a_file_if_all_belong_to_one() -> None:
    scale = scale_of_words(["Never", "Often", "always", "Sometimes", "Always", "Always", "Don't know"])
    assert scale is not None
    assert [step.label for step in scale.steps] == ["Always", "Often", "Sometimes", "Never", "Don't know"]
    assert scale_of_words(["Often", "Satisfied"]) is None
    assert scale_of_words(["Red", "Green"]) is None


def test_seven_points_of_agreement_are_seven_points() -> None:
    words = ["Agree", "Somewhat agree", "Strongly agree", "Neither agree nor disagree", "Disagree"]
    scale = scale_of_words([*words, "Somewhat disagree", "Strongly disagree"])
    assert scale is not None
    assert [step.side for step in scale.steps] == [*[Side.AGREE] * 3, Side.NEUTRAL, *[Side.DISAGREE] * 3]


def test_no_is_a_point_even_if_nobody_said_yes() -> None:
    assert guess_scale([["No", "no"]]) == "yes_no"
    assert guess_scale([["Yes"]]) == "yes_no"


def test_short_and_long_words_for_yes_and_no_are_one_point_each() -> None:
    assert merged_wordings(["Yes", "Y", "No", "N", "Don’t know", "Not sure"]) == {}
    assert merged_wordings(["Agree", "Tend to agree"]) == {"agree": ["Agree", "Tend to agree"]}


def test_points_whose_words_differ_only_in_signs_stay_apart() -> None:
    scale = parse_own_scale("Fine!; Fine?; Fine.; Fine 2")
    assert scale is not None
    assert len(set(scale.keys)) == 4


def test_a_stored_scale_is_recognised_as_a_usual_one_or_as_an_own_one() -> None:
    assert FIVE is not None
    assert scale_from_steps([(step.key, step.label) for step in FIVE.steps]) == FIVE
    assert scale_from_steps([("always", "Always"), ("never", "Never")]).name == OWN
