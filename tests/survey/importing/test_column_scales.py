"""Each column has the scale that its words belong to; the user says what numbers mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.plan import ImportPlan
from tests.survey.files import planned


def scales(plan: ImportPlan) -> dict[str, str]:
    """Return the points of the scale of each statement, by the name of its column."""
    return {
        mapping.column.name: "; ".join(step.label for step in mapping.scale.steps)
        for mapping in plan.mappings
        if mapping.scale is not None
    }


def counts(plan: ImportPlan, column: str) -> dict[str, int]:
    mapping = next(mapping for mapping in plan.mappings if mapping.column.name == column)
    assert mapping.scale is not None
    found = {step.label: 0 for step in mapping.scale.steps}
    labels = {step.key: step.label for step in mapping.scale.steps}
    for match in mapping.step_matches:
        found[labels[match.step or "?"]] += match.count
    return found


def codes(plan: ImportPlan) -> list[tuple[str, int, str]]:
    return [(problem.code, problem.row, problem.column) for problem in plan.problems]


def test_one_file_may_have_several_scales_each_found_from_its_words(tmp_path: Path) -> None:
    text = (
        "We meet,We talk,Did it help?,How often?,How content?\n"
        "Agree,Strongly agree,Yes,Often,Very satisfied\n"
        "Disagree,Agree,No,Never,Dissatisfied\n"
        "Agree,Neither agree nor disagree,Yes,Sometimes,Don't know\n"
    )
    plan = planned(tmp_path, text)
    assert plan.is_ready, plan.problems
    assert plan.scale.name == "agree5"
    assert scales(plan)["B"] == scales(plan)["A"]
    assert scales(plan)["C"] == "Yes; No; Don’t know"
    assert scales(plan)["D"] == "Often; Sometimes; Never"
    assert scales(plan)["E"] == "Very satisfied; Dissatisfied; Don't know"
    assert counts(plan, "D") == {"Often": 1, "Sometimes": 1, "Never": 1}


@pytest.mark.parametrize(
    "points",
    [
        "Excellent;Good;Fair;Poor",
        "Not at all;A little;Quite a lot;Completely",
        "Yes;Partly;No",
        "Yes, definitely;Yes, to some extent;No",
        "Much better;Better;About the same;Worse",
        "Very likely;Likely;Neither likely nor unlikely;Unlikely;Very unlikely",
        "Very difficult;Difficult;Easy;Very easy",
        "Daily;Weekly;Monthly;Less often",
        "1 - Never;2 - Rarely;3 - Often",
        "Strongly agree;Agree;Somewhat agree;Neutral;Somewhat disagree;Disagree;Strongly disagree",
    ],
)
def test_a_scale_that_is_known_by_its_words_is_counted_point_by_point(tmp_path: Path, points: str) -> None:
    labels = points.split(";")
    rows = [label for number, label in enumerate(labels, 1) for _ in range(number)]
    plan = planned(tmp_path, "How was it?\n" + "".join(f'"{label}"\n' for label in rows))
    assert plan.is_ready, plan.problems
    assert counts(plan, "A") == {label: number for number, label in enumerate(labels, 1)}


def test_one_repeated_word_of_a_scale_is_not_a_scale(tmp_path: Path) -> None:
    plan = planned(tmp_path, "We meet,Comments\n" + "Agree,None\nDisagree,None\nAgree,\n")
    assert scales(plan).keys() == {"A"}


def test_a_column_can_be_given_a_scale_of_its_own(tmp_path: Path) -> None:
    text = "We meet,Colour\n" + "Agree,Red\nDisagree,Green\n" * 3
    assert scales(planned(tmp_path, text)).keys() == {"A"}
    plan = planned(tmp_path, text, Corrections(column_scales={1: "Red; Amber; Green"}))
    assert plan.is_ready
    assert counts(plan, "B") == {"Red": 3, "Amber": 0, "Green": 3}
    wrong = planned(tmp_path, text, Corrections(column_scales={1: "yes_no"}))
    assert codes(wrong) == [("word-not-read", 2, "B"), ("word-not-read", 3, "B")]


NUMBERS = "We meet,How likely?,Age\n" + "".join(
    f"{one},{two},{age}\n" for one, two, age in [(2, 9, 34), (3, 10, 51), (4, 0, 28)]
)


def test_the_number_of_points_is_never_taken_from_the_answers(tmp_path: Path) -> None:
    corrections = Corrections(first_step="strongly_disagree", column_types={1: ColumnType.LEFT_OUT})
    plan = planned(tmp_path, NUMBERS, corrections)
    assert codes(plan) == [("number-scale", 0, "A")]
    assert "2 to 4" in plan.problems[0].message


def test_each_column_of_numbers_may_have_its_own_scale(tmp_path: Path) -> None:
    one = Corrections(scale="agree5", first_step="strongly_disagree")
    assert codes(planned(tmp_path, NUMBERS, one)) == [("word-not-read", row, "B") for row in (2, 3, 4)]
    both = Corrections(scale="agree5", first_step="strongly_disagree", column_scales={1: "0 to 10"})
    plan = planned(tmp_path, NUMBERS, both)
    assert plan.is_ready, plan.problems
    assert counts(plan, "A")["Disagree"] == 1
    assert counts(plan, "B") == {str(number): int(number in (0, 9, 10)) for number in range(11)}
    assert plan.mappings[2].column_type is ColumnType.PERSONAL


@pytest.mark.parametrize("cell", ["4.0", "4,0", "4", " 4 ", "04"])
def test_a_number_is_the_same_point_however_a_program_writes_it(tmp_path: Path, cell: str) -> None:
    corrections = Corrections(own_steps="1;2;3;4;5")
    plan = planned(tmp_path, f'We meet\n"{cell}"\n5\n', corrections)
    assert plan.is_ready, plan.problems
    assert counts(plan, "A") == {"1": 0, "2": 0, "3": 0, "4": 1, "5": 1}


def test_one_is_the_chosen_end_of_an_own_scale_or_of_a_column(tmp_path: Path) -> None:
    text = "We meet,We talk\n1,1\n3,3\n3,\n"
    corrections = Corrections(own_steps="Low; Middle; High", first_step="low", column_first_steps={1: "high"})
    plan = planned(tmp_path, text, corrections)
    assert (counts(plan, "A"), counts(plan, "B")) == (
        {"Low": 1, "Middle": 0, "High": 2}, {"Low": 1, "Middle": 0, "High": 1},
    )  # fmt: skip
    middle = planned(tmp_path, text, Corrections(own_steps="Low; Middle; High", first_step="middle"))
    assert codes(middle) == [("number-scale", 0, "A"), ("number-scale", 0, "B")]


def test_half_a_point_is_not_a_point(tmp_path: Path) -> None:
    corrections = Corrections(scale="agree5", first_step="strongly_disagree")
    assert codes(planned(tmp_path, "We meet\n4\n4.5\n", corrections)) == [("word-not-read", 3, "A")]


def test_the_same_words_with_different_numbers_are_asked_about(tmp_path: Path) -> None:
    plan = planned(tmp_path, "We meet\n2 - Agree\n4 - Agree\n1 - Disagree\n")
    assert codes(plan) == [("steps-alike", 0, "A")]


def test_a_word_chosen_as_a_point_counts_only_on_the_scale_that_has_it(tmp_path: Path) -> None:
    text = "We meet,Did it help?\nAgree,Yes\nSort of,Sort of\nDisagree,No\n"
    plan = planned(tmp_path, text, Corrections(step_by_answer={"Sort of": "agree"}))
    assert codes(plan) == [("word-not-read", 3, "B")]


def test_names_that_kobo_writes_are_read_as_words(tmp_path: Path) -> None:
    text = "agree,useful\nstrongly_agree,very_useful\n"
    text += "neither_agree_nor_disagree,not_useful\ndon_t_know,don_t_know\n"
    plan = planned(tmp_path, text)
    assert plan.is_ready, plan.problems
    assert counts(plan, "A")["Neither agree nor disagree"] == 1
    assert counts(plan, "B") == {"Very useful": 1, "Not useful": 1, "Don’t know": 1}


def test_a_code_may_mean_something_else_in_each_column(tmp_path: Path) -> None:
    corrections = Corrections(
        column_scales={0: "agree4", 1: "three"},
        column_first_steps={0: "strongly_agree", 1: "agree"},
        column_answers={1: {"4": "dont_know"}},
    )
    plan = planned(tmp_path, "We meet,We talk\n4,4\n1,1\n", corrections)
    assert plan.is_ready, plan.problems
    assert counts(plan, "A")["Strongly disagree"] == 1
    assert counts(plan, "B") == {"Agree": 1, "Disagree": 0, "Don’t know": 1}


def test_what_people_wrote_is_not_on_a_scale_although_some_wrote_no(tmp_path: Path) -> None:
    text = "Did it help?,Any other comments\nYes,No\nNo,No\nYes,I liked the visit to the school best of all, "
    plan = planned(tmp_path, text.replace("I liked", '"I liked') + 'because we saw it with our own eyes"\n')
    assert plan.is_ready, plan.problems
    assert scales(plan).keys() == {"A"}


@pytest.mark.parametrize("odd", ["3 or 4", "four", "n/a", "(1 = low)"])
def test_one_text_among_numbers_does_not_make_an_open_question_and_is_named(tmp_path: Path, odd: str) -> None:
    text = "We meet,We talk\n1,Agree\n" + f"{odd},Agree\n5,Disagree\n4,Agree\n"
    unknown = planned(tmp_path, text)
    assert unknown.mappings[0].column_type is ColumnType.LEFT_OUT
    plan = planned(
        tmp_path, text, Corrections(column_scales={0: "agree5"}, column_first_steps={0: "strongly_disagree"})
    )
    assert codes(plan) == [("word-not-read", 3, "A")]


def test_texts_with_a_few_numbers_stay_an_open_question(tmp_path: Path) -> None:
    text = "How long?,We talk\n3,Agree\nabout four years,Agree\nsince May,Disagree\n2,Agree\n"
    assert planned(tmp_path, text).mappings[0].column_type is ColumnType.OPEN


def test_the_answers_that_nobody_chose_are_part_of_the_scale(tmp_path: Path) -> None:
    heads = (
        "Respondent ID,We met,,We talked,,It helped,,,\n,Yes,No,Yes,No,Agree,Neither,Disagree,Don’t know\n"
    )
    plan = planned(tmp_path, f"{heads}7,Yes,,,No,,,Disagree,\n8,Yes,,,No,,,,\n")
    assert plan.is_ready, plan.problems
    met, talked, helped = plan.mappings_of(ColumnType.STATEMENT)
    assert helped.scale is not None
    assert len(helped.scale.steps) > 2
    assert [mapping.answered_count for mapping in (met, talked, helped)] == [2, 2, 1]


@pytest.mark.parametrize(
    "heading",
    [
        "How many children do you have?",
        "Years in post",
        "Number of meetings",
        "Rank: a walk",
        "How long have you been here?",
    ],
)
def test_a_number_of_something_is_not_a_point_on_the_scale_of_the_file(tmp_path: Path, heading: str) -> None:
    text = f"We meet,{heading}\n1,1\n5,2\n4,3\n"
    chosen = Corrections(scale="agree5", first_step="strongly_disagree")
    plan = planned(tmp_path, text, chosen)
    assert [mapping.column_type for mapping in plan.mappings] == [ColumnType.STATEMENT, ColumnType.LEFT_OUT]
    own = Corrections(scale="agree5", first_step="strongly_disagree", column_scales={1: "0 to 10"})
    assert counts(planned(tmp_path, text, own), "B")["3"] == 1


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("ID,We talk,We meet\n1,Agree,Not sure\n2,Disagree,Not sure\n3,Agree,Agree\n", {"Agree": 1}),
        ("ID,We meet\n1,Disagree\n2,Don't know\n3,Unsure\n4,Unsure\n5,Unsure\n6,Agree\n", {"Disagree": 1}),
        (
            "id,Help - Agree,Help - Disagree,Help - Not sure\n1,,,Not sure\n2,,,Not sure\n3,,Disagree,\n",
            {"Disagree": 1},
        ),
    ],
)
def test_a_column_in_which_most_people_did_not_know_does_not_hold_numbers(
    tmp_path: Path, text: str, known: dict[str, int]
) -> None:
    plan = planned(tmp_path, text)
    assert plan.is_ready, plan.problems
    (mapping,) = (one for one in plan.mappings if one.column.heading in ("We meet", "Help"))
    assert mapping.column_type is ColumnType.STATEMENT
    found = counts(plan, mapping.column.name)
    assert {label: found[label] for label in known} == known
