"""A plan says how each column is read, and why; uncertain cells stop it, with row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.plan import ImportPlan, plan_import
from tests.survey.files import WRITERS, planned, table, target

AGREE = "ID,Name,We meet,What is hard?\n1,Isla,Agree,Time\n2,Ewan,Disagree,People\n"


def uses(plan: ImportPlan) -> dict[str, str]:
    return {mapping.column.name: mapping.column_type.value for mapping in plan.mappings}


def said(plan: ImportPlan) -> list[tuple[str, int, str]]:
    return [(problem.code, problem.row, problem.column) for problem in plan.problems]


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_file_gives_eight_statements_and_an_open_question(tmp_path: Path, name: str) -> None:
    plan = plan_import(table(WRITERS[name](tmp_path / name)), target())
    assert plan.is_ready, plan.problems
    assert (plan.reply_count, plan.new_count, plan.scale.name) == (19, 19, "agree4")
    assert (len(plan.mappings_of(ColumnType.STATEMENT)), len(plan.mappings_of(ColumnType.OPEN))) == (8, 1)


def test_columns_that_say_who_replied_or_when_are_left_out_and_said(tmp_path: Path) -> None:
    plan = planned(tmp_path, AGREE)
    assert uses(plan) == {"A": "personal", "B": "personal", "C": "statement", "D": "open question"}
    assert all(mapping.reason for mapping in plan.mappings_of(ColumnType.PERSONAL))


@pytest.mark.parametrize("use", [ColumnType.OPEN, ColumnType.GROUP])
def test_a_column_that_identifies_people_is_noted_when_the_user_imports_it(
    tmp_path: Path, use: ColumnType
) -> None:
    plan = planned(tmp_path, AGREE, Corrections(column_types={1: use}))
    assert any("Column B is imported because you chose it, although" in note for note in plan.notes)
    assert not any("you chose it" in note for note in planned(tmp_path, AGREE).notes)


def test_a_column_of_mail_addresses_is_personal_whatever_it_is_called(tmp_path: Path) -> None:
    text = "Contact,We meet\na@b.example,Agree\nc@d.example,Disagree\n"
    assert uses(planned(tmp_path, text))["A"] == "personal"


def test_a_word_that_is_no_step_names_its_cell_and_nothing_is_counted(tmp_path: Path) -> None:
    plan = planned(tmp_path, "We meet\nAgree\nAgree\nSort of\n")
    assert said(plan) == [("word-not-read", 4, "A")]
    assert "“Sort of”" in plan.problems[0].message


def test_a_word_may_be_said_to_be_a_step_or_no_answer(tmp_path: Path) -> None:
    text = "We meet\nAgree\nAgree\nSort of\nN/A\n"
    plan = planned(tmp_path, text, Corrections(step_by_answer={"Sort of": "agree", "N/A": ""}))
    assert plan.is_ready
    assert [match.step for match in plan.mappings[0].step_matches] == ["agree", "agree", ""]


def test_numbers_are_counted_only_when_it_is_said_what_one_means(tmp_path: Path) -> None:
    text = "We meet\n1\n5\n5\n"
    assert [problem.code for problem in planned(tmp_path, text).problems] == ["nothing-taken"]
    plan = planned(tmp_path, text, Corrections(scale="agree5", first_step="strongly_disagree"))
    assert {match.answer: match.step for match in plan.mappings[0].step_matches} == {
        "1": "strongly_disagree", "5": "strongly_agree",
    }  # fmt: skip


def test_a_number_outside_the_scale_names_its_cell(tmp_path: Path) -> None:
    corrections = Corrections(scale="agree4", first_step="strongly_agree")
    assert said(planned(tmp_path, "We meet\n1\n9\n", corrections)) == [("word-not-read", 3, "A")]


def test_a_scale_in_an_unknown_language_is_left_out_until_its_steps_are_named(tmp_path: Path) -> None:
    text = "Wir treffen uns\n" + "Stimme zu\nLehne ab\n" * 3
    plan = planned(tmp_path, text)
    assert [problem.code for problem in plan.problems] == ["nothing-taken"]
    assert "Stimme zu" in str(plan.problems[0])
    again = planned(tmp_path, text, Corrections(own_steps="Stimme zu; Lehne ab; Weiß nicht"))
    assert again.is_ready
    assert [reading.count for reading in again.mappings[0].step_matches] == [3, 3]


def test_two_ways_of_agreeing_are_two_points_unless_a_scale_without_them_is_chosen(tmp_path: Path) -> None:
    text = "We meet\nAgree\nSlightly agree\nDisagree\n"
    found = planned(tmp_path, text)
    assert [step.label for step in found.scale.steps] == ["Agree", "Slightly agree", "Disagree"]
    coarse = planned(tmp_path, text, Corrections(scale="three"))
    assert [problem.code for problem in coarse.problems] == ["finer-scale"]
    words = {"Agree": "strongly_agree", "Slightly agree": "agree"}
    assert planned(tmp_path, text, Corrections(scale="agree4", step_by_answer=words)).is_ready


def test_two_columns_never_count_for_the_same_statement(tmp_path: Path) -> None:
    plan = planned(tmp_path, "We meet,We talk\nAgree,Agree\n", Corrections(target_ids={0: "k1", 1: "k1"}))
    assert said(plan) == [("same-twice", 0, "B")]


def test_a_yes_or_no_question_beside_statements_is_left_out(tmp_path: Path) -> None:
    text = "We meet,We talk,May we quote you?\n" + "Agree,Agree,Yes\nDisagree,Agree,No\n" * 2
    plan = planned(tmp_path, text)
    assert plan.is_ready
    assert uses(plan)["C"] == "left out"


def test_groups_are_taken_where_they_are_few_and_left_out_where_they_tell_who_is_who(tmp_path: Path) -> None:
    few = "Where do you work?,We meet\n" + "School,Agree\nCouncil,Agree\n" * 3
    many = "Job title,We meet\n" + "".join(f"Title {n},Agree\n" for n in range(6))
    assert uses(planned(tmp_path, few))["A"] == "group"
    assert uses(planned(tmp_path, many))["A"] == "left out"


def test_an_address_among_the_groups_is_never_the_name_of_a_group(tmp_path: Path) -> None:
    rows = ["North", "South", "North", "a.b@c.example", "South", "0131 496 0000", "South", "North"]
    text = "Your team,We meet\n" + "".join(f"{row},Agree\n" for row in rows)
    plan = planned(tmp_path, text)
    (group,) = plan.mappings_of(ColumnType.GROUP)
    assert set(group.names) == {"North", "South"}
    assert "2 replies are imported without a group" in plan.notes[-1]
    assert plan.notes[-1].endswith("rows 5 and 7.")
    given = planned(tmp_path, text, Corrections(group_names={"a.b@c.example": "South"}))
    assert "1 reply is imported without a group" in given.notes[-1]


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        (("Agree", "N/A", "Disagree", "n/a", "-", "Not applicable"), ["N/A", "n/a", "-", "Not applicable"]),
        (("Yes", "N/A", "N/A", "No", "N/A", "N/A"), ["N/A"]),
        (("Often", "Prefer not to say", "Never", "–", "–", "–"), ["–", "Prefer not to say"]),
        (("Very good", "no answer", "Poor", "no answer", "no answer", "no answer"), ["no answer"]),
    ],
)
def test_a_statement_that_many_skipped_is_asked_about_and_is_not_an_open_question(
    tmp_path: Path, words: tuple[str, ...], unknown: list[str]
) -> None:
    plan = planned(tmp_path, "We talk,We meet\n" + "".join(f"{word},Agree\n" for word in words))
    assert uses(plan) == {"A": "statement", "B": "statement"}
    assert [m.answer for m in plan.mappings[0].step_matches if m.step is None] == unknown
    assert {problem.code for problem in plan.problems} == {"word-not-read"}


@pytest.mark.parametrize(
    ("heading", "words", "use"),
    [
        ("Class", ("3A", "3B", "4C", "5A"), "left out"),
        ("Day", ("12/05/2026", "13/05/2026", "14/05/2026", "15/05/2026"), "left out"),
        ("Slot", ("10:30", "11:00", "11:30", "12:00"), "left out"),
        ("In a few words", ("3 walks", "4A is fun", "b2b", "2 talks"), "open question"),
        ("Anything else?", ("No", "N/A", "no, thanks", "More time"), "open question"),
    ],
)
def test_codes_and_dates_are_not_an_open_question(
    tmp_path: Path, heading: str, words: tuple[str, ...], use: str
) -> None:
    plan = planned(tmp_path, f"{heading},We meet\n" + "".join(f'"{word}",Agree\n' for word in words))
    assert uses(plan)["A"] == use


@pytest.mark.parametrize(
    ("heading", "words", "use"),
    [
        (
            "What should we do in the next round?",
            ("A bus", "More time", "Fewer forms", "Listen"),
            "open question",
        ),
        ("Comments on this round", ("A bus", "More time", "Fewer forms", "Listen"), "open question"),
        ("What was good about the group?", ("The walk", "The talk", "The walk", "The talk"), "left out"),
        ("How does it help your job?", ("A lot", "Time", "A lot", "Time"), "left out"),
        ("Why did you join the group?", ("To learn", "To meet", "To learn", "To meet"), "left out"),
        ("My organisation supports me", ("if asked", "never mind", "if asked", "never mind"), "left out"),
        ("What is your role?", ("Parent", "Teacher", "Parent", "Teacher"), "group"),
        ("How would you describe your role?", ("Parent", "Teacher", "Parent", "Teacher"), "group"),
        ("Which group are you in?", ("North", "South", "North", "South"), "group"),
        ("Survey round", ("Before", "After", "Before", "After"), "wave"),
        ("Which round is this?", ("Spring", "Summer", "Autumn", "Winter"), "wave"),
        ("Round", ("1", "2", "1", "2"), "wave"),
    ],
)
def test_only_a_heading_that_asks_for_it_gives_a_group_or_a_round(
    tmp_path: Path, heading: str, words: tuple[str, ...], use: str
) -> None:
    text = f"{heading},We meet\n" + "".join(f"{word},Agree\n" for word in words)
    assert uses(planned(tmp_path, text))["A"] == use


def test_empty_columns_and_columns_without_a_heading_are_left_out(tmp_path: Path) -> None:
    plan = planned(tmp_path, "We meet,,Nothing,\nAgree,,,stray\nAgree,,,\n")
    left_out = plan.mappings_of(ColumnType.LEFT_OUT)
    assert [mapping.column.name for mapping in left_out] == ["B", "C", "D"]
    assert len({mapping.reason for mapping in left_out}) == 3


def test_no_replies_is_said_and_one_reply_is_one(tmp_path: Path) -> None:
    assert [problem.code for problem in planned(tmp_path, "We meet,We talk\n").problems] == ["no-replies"]
    one = planned(tmp_path, "We meet,We talk\nAgree,Disagree\n")
    assert (one.is_ready, one.reply_count) == (True, 1)


def test_a_person_may_take_any_column_as_something_else(tmp_path: Path) -> None:
    plan = planned(tmp_path, AGREE, Corrections(column_types={3: ColumnType.LEFT_OUT, 1: ColumnType.GROUP}))
    assert uses(plan) == {"A": "personal", "B": "group", "C": "statement", "D": "left out"}


def test_dates_kept_as_text_are_words_and_never_steps(tmp_path: Path) -> None:
    plan = planned(tmp_path, "Day of the visit,We meet\n03/06/2016,Agree\n4 June,Disagree\n")
    assert uses(plan)["A"] == "open question"


def test_more_groups_than_can_be_told_apart_stop_the_import_and_name_the_column(tmp_path: Path) -> None:
    rows = "".join(f"Agree,Team {number}\n" for number in range(37))
    plan = planned(tmp_path, f"We meet,Team\n{rows}", Corrections(column_types={1: ColumnType.GROUP}))
    assert said(plan) == [("too-many-groups", 0, "B")]
    assert "37" in plan.problems[0].message


def test_a_second_column_of_groups_is_left_out_with_the_reason(tmp_path: Path) -> None:
    text = "Which team?,Which school?,We meet\n" + "Red,North,Agree\nBlue,South,Disagree\n" * 3
    groups = Corrections(column_types={0: ColumnType.GROUP, 1: ColumnType.GROUP})
    plan = planned(tmp_path, text, groups)
    assert uses(plan) == {"A": "group", "B": "left out", "C": "statement"}
    assert "already the group" in plan.mappings[1].reason


def test_a_column_whose_answers_are_mostly_given_points_is_a_statement(tmp_path: Path) -> None:
    text = "We meet,So it is\n" + "Agree,ja\nDisagree,ja\nAgree,nee\nAgree,och\n"
    unread = planned(tmp_path, text)
    few = planned(tmp_path, text, Corrections(step_by_answer={"nee": "disagree"}))
    most = planned(tmp_path, text, Corrections(step_by_answer={"ja": "agree"}))
    assert uses(unread)["B"] == uses(few)["B"] != "statement"
    assert uses(most)["B"] == "statement"


@pytest.mark.parametrize(
    "heading",
    [
        "I would recommend the group",
        "To what extent do you agree about the group? We meet",
        "My organisation listens to me",
    ],
)
def test_a_statement_about_a_group_is_not_a_group(tmp_path: Path, heading: str) -> None:
    plan = planned(tmp_path, f"We talk,{heading}\n" + "Agree,Every week\nAgree,Less often\n" * 3)
    assert not plan.mappings_of(ColumnType.GROUP)


@pytest.mark.parametrize(
    "heading",
    ["Which group are you in?", "Group", "Your organisation", "What sector do you work in?", "Support group",
     "Do you work in the public sector?"],
)  # fmt: skip
def test_a_heading_that_asks_for_a_group_has_groups(tmp_path: Path, heading: str) -> None:
    plan = planned(tmp_path, f"We talk,{heading}\n" + "Agree,North\nAgree,South\n" * 3)
    assert len(plan.mappings_of(ColumnType.GROUP)) == 1
