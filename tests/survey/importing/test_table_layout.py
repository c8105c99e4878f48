"""Tables without one row for each person are read correctly, or refused with the download to choose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from carreport.survey.importing.column_types import ColumnType
from tests.survey.files import planned, text_table

Answers = Mapping[str, list[str]]
HEARD = {"I felt heard": ["Agree", "Disagree", "Agree"]}
TWO = {"I meet": ["Agree", "Disagree", "Agree"], "I talk": ["Disagree", "Agree", ""]}


def answers(folder: Path, text: str) -> dict[str, list[str]]:
    table = text_table(folder, text)
    assert table.problems == ()
    return {column.question: list(column.cells) for column in table.columns}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("Respondent ID,I felt heard,,Why?\n,Agree,Disagree,Open-Ended Response\n7,Agree,,So\n8,,"
         "Disagree,\n9,Agree,,\n"), HEARD),
        (("Respondent ID,How far?,,,\n,I meet - Agree,I meet - Disagree,I talk - Agree,"
         "I talk - Disagree\n7,Agree,,,Disagree\n8,,Disagree,Agree,\n9,Agree,,,\n"), TWO),
        ("id,I felt heard - Agree,I felt heard - Disagree\n1,1,0\n2,0,1\n3,1,0\n", HEARD),
        (("id,I meet_Agree,I meet_Disagree,I talk_Agree,I talk_Disagree\n1,1,0,0,1\n2,0,1,1,0\n3,1,0,0,"
         "0\n"), TWO),
        ("id,I felt heard [Agree],I felt heard [Disagree],Fun\n1,x,,1\n2,,x,2\n3,x,,\n", HEARD),
        ("id,I felt heard [Agree],I felt heard [Disagree]\n1,☑,☐\n2,☐,☑\n3,☑,☐\n", HEARD),
        (
            ("Respondent ID,I meet,,,I talk,,\n,Always,Never,Don’t know,Good,Poor,Also\n7,Always,,,Good,,So\n"
            "8,,Never,,,Poor,\n"),
            {"I meet": ["Always", "Never"], "I talk": ["Good", "Poor"]},
        ),
        (
            "id,At work – all day – Agree,At work – all day – Disagree\n1,1,0\n2,0,1\n",
            {"At work – all day": ["Agree", "Disagree"]},
        ),
        ("id,I felt heard: Agree,I felt heard: Disagree\n1,Agree,\n2,,Disagree\n3,Agree,\n", HEARD),
    ],
)  # fmt: skip
def test_a_column_for_each_answer_is_read_as_one_question(
    tmp_path: Path, text: str, expected: Answers
) -> None:
    found = answers(tmp_path, text)
    assert {question: found.get(question) for question in expected} == expected


def test_a_reply_with_two_answers_to_one_question_is_refused(tmp_path: Path) -> None:
    text = "Respondent ID,I felt heard,\n,Agree,Disagree\n7,Agree,Disagree\n8,Agree,\n"
    found = text_table(tmp_path, text).problems
    assert [(problem.code, problem.row) for problem in found] == [("layout-two-answers", 3)]


def test_options_to_tick_stay_columns_with_their_question(tmp_path: Path) -> None:
    text = "Respondent ID,What helped?,,,\n,A walk,A talk,Not sure,No\n7,A walk,A talk,,\n9,,,Not sure,\n"
    table = text_table(tmp_path, text)
    assert [(column.stem, column.part) for column in table.columns[1:]] == [
        ("What helped?", option) for option in ("A walk", "A talk", "Not sure", "No")
    ]


LONG = """who,when,question,answer
A,1 May,I meet,Agree
A,1 May,I talk,Disagree
B,2 May,I talk,Agree
B,2 May,I meet,Disagree
C,3 May,I meet,Agree
"""


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        LONG.replace("question,answer", "Question Text,Response"),
        LONG.replace("who,when,question,answer", "record_id,event,field_name,value"),
        LONG.replace("who,when,question,answer", "Participant ID,Date,Item,Rating"),
    ],
)
def test_one_row_for_each_answer_is_read_as_one_row_a_person(tmp_path: Path, text: str) -> None:
    found = answers(tmp_path, text)
    assert {question: found[question] for question in TWO} == TWO
    assert len(found) == 4


def test_one_question_or_one_person_is_enough_for_a_row_for_each_answer(tmp_path: Path) -> None:
    one_question = "Respondent,Question,Answer\nA,I meet,Agree\nB,I meet,Disagree\n"
    assert answers(tmp_path, one_question)["I meet"] == ["Agree", "Disagree"]
    one_person = "Respondent,Question,Answer\nA,I meet,Agree\nA,I talk,Disagree\n"
    assert answers(tmp_path, one_person) == {"Respondent": ["A"], "I meet": ["Agree"], "I talk": ["Disagree"]}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (LONG + "A,1 May,I meet,Disagree\n", (7, "")),
        (LONG + ",1 May,I meet,Disagree\n", (7, "")),
        ("question,answer\nI meet,Agree\nI meet,Disagree\nI talk,Agree\nI talk,Agree\n", (0, "A")),
    ],
)
def test_one_row_for_each_answer_is_refused_if_a_person_is_not_known(
    tmp_path: Path, text: str, place: tuple[int, str]
) -> None:
    (problem,) = text_table(tmp_path, text).problems
    assert (problem.code, problem.row, problem.column) == ("layout-answer-rows", *place)


PEOPLE = (
    "We all meet often,Agree,Disagree,Agree\nWe all talk a lot,Agree,Agree,Agree\nWe share the work,Agree,,\n"
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I felt heard\nAnswer Choices,Responses,\nAgree,60.00%,6\n,Answered,10\n", "summary"),
        ("Q1\nAnswer Options,%,Count\nAgree,60%,6\n\nQ2\nAnswer Options,%,Count\nAgree,9%,1\n", "summary"),
        ("Statement,Agree,Disagree\nWe meet,6,4\nWe talk,5,5\n", "summary"),
        ("Statement,Strongly agree (n),Agree (n),Disagree (n)\nWe meet,6,4,0\nWe talk,5,5,0\n", "summary"),
        ("Statement,% Agree,% Disagree\nWe meet,60%,40%\nWe talk,50%,50%\n", "summary"),
        (",We meet,We talk\nStrongly agree,6,1\nAgree,4,3\nDisagree,0,6\n", "summary"),
        ("Strongly agree,6\nAgree,4\nDisagree,2\nStrongly disagree,1\n", "summary"),
        ("Strongly agree,Agree,Disagree\n1,0,0\n0,1,0\n0,0,1\n", "answer-columns"),
        ("id,Strongly agree,Agree,Disagree\n1,Strongly agree,,\n2,,Agree,\n3,,,Disagree\n", "answer-columns"),
        (f"Statement,P1,P2,P3\n{PEOPLE}", "transposed"),
        (f",1,2,3\n{PEOPLE}", "transposed"),
        (f"Question,Ann,Bo,Cy\n{PEOPLE}", "transposed"),
    ],
)  # fmt: skip
def test_counts_and_people_in_columns_are_refused(tmp_path: Path, text: str, code: str) -> None:
    assert [problem.code for problem in text_table(tmp_path, text).problems] == [f"layout-{code}"]


@pytest.mark.parametrize(
    "text",
    [
        (
            "What would help us most?,Confidence,Skills\nMore time for talk,Agree,Agree\n"
            "A bigger room please,Agree,Disagree\n"
        ),
        "We meet,Score\nAgree,4\nDisagree,2\nAgree,3\n",
        "We meet,Score\nAgree,4\nStrongly agree,2\nDisagree,3\nAgree,4\n",
        "school,role,We all meet often\nA,Staff,Agree\nA,Parent,Disagree\nB,Staff,Agree\nB,Parent,Agree\n",
        "id,question,answer\n1,Why do we meet?,Agree\n2,How do we talk?,Agree\n3,Who does it?,Agree\n",
        "id,Safe – most days,Safe – most days\n1,Yes,Yes\n2,No,Yes\n",
        "Answer,Responses to it\nAgree,So\nDisagree,So\n",
    ],
)
def test_an_ordinary_table_is_not_refused(tmp_path: Path, text: str) -> None:
    table = text_table(tmp_path, text)
    assert (table.problems, len(table.rows)) == ((), text.count("\n") - 1)


@pytest.mark.parametrize("no", ["No,Not sure", "No", "Not really,No"])
def test_columns_for_yes_and_no_are_one_question_although_nobody_said_no(tmp_path: Path, no: str) -> None:
    gaps = "," * no.count(",")
    text = f"Respondent ID,We met,{gaps}\n,Yes,{no}\n7,Yes,{gaps}\n8,,{gaps}\n9,Yes,{gaps}\n"
    plan = planned(tmp_path, text)
    assert plan.is_ready, plan.problems
    (met,) = plan.mappings_of(ColumnType.STATEMENT)
    assert (met.target_text, met.answered_count) == ("We met", 2)
