"""Headings are found below titles and in two rows, and rows that are not replies are not counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.survey.importing.headings import question_text
from tests.survey.files import text_table


def test_titles_above_the_headings_are_passed_over_and_said(tmp_path: Path) -> None:
    table = text_table(tmp_path, "Our survey,,\n,,\nID,We meet,We talk\n1,Agree,Agree\n")
    assert [column.heading for column in table.columns] == ["ID", "We meet", "We talk"]
    assert table.rows == (4,)
    assert any("Row 1 " in note for note in table.notes)


def test_headings_that_stand_twice_are_told_apart(tmp_path: Path) -> None:
    table = text_table(tmp_path, "We meet,We meet,we meet\nAgree,Disagree,Agree\n")
    assert [column.question for column in table.columns] == ["We meet", "We meet (2)", "we meet (3)"]


def test_empty_rows_and_repeated_headings_are_no_replies(tmp_path: Path) -> None:
    table = text_table(tmp_path, "A,B\n1,2\n\n,\nA,B\n3,4\n")
    assert table.rows == (2, 6)
    assert any("row 5 (the headings again)" in note for note in table.notes)


def test_a_row_with_more_cells_than_headings_is_refused_with_its_number(tmp_path: Path) -> None:
    table = text_table(tmp_path, "A,B\n1,2\n1,2,3\n")
    assert [(problem.code, problem.row) for problem in table.problems] == [("row-too-long", 3)]


def test_a_second_row_of_headings_is_joined_to_the_first(tmp_path: Path) -> None:
    text = "Respondent ID,How far?,,Why?\n,We meet,We talk,Open-Ended Response\n7,Agree,Agree,So\n"
    table = text_table(tmp_path, text)
    assert [column.question for column in table.columns] == ["Respondent ID", "We meet", "We talk", "Why?"]
    assert (table.headings, table.rows) == ((1, 2), (3,))


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("How far do you agree? [We share a vision]", "How far do you agree? [We share a vision]"),
        ("2026: We share a vision", "2026: We share a vision"),
        ("2.1. We share a vision", "We share a vision"),
        ("Q12. We share a vision", "We share a vision"),
        ("Q3 results are shared", "Q3 results are shared"),
        ("a) We share a vision", "We share a vision"),
        ("3 things that help", "3 things that help"),
        ("1.", "1."),
    ],
)
def test_the_question_is_found_in_its_heading(heading: str, asked: str) -> None:
    assert question_text(heading) == asked


def questions(folder: Path, text: str) -> list[str]:
    return [column.question for column in text_table(folder, text).columns]


def test_brackets_that_belong_to_the_wording_are_kept(tmp_path: Path) -> None:
    heads = "I can open the record [SCI Store],I can change the record [SCI Store],My manager listens [to me]"
    assert questions(tmp_path, f"{heads}\nAgree,Agree,Agree\n") == heads.split(",")


def test_a_grid_asks_its_statements_without_the_shared_question(tmp_path: Path) -> None:
    table = text_table(tmp_path, "How far? [We meet],How far? [We talk],Why?\nAgree,Agree,So\n")
    assert [(column.question, column.stem, column.part) for column in table.columns] == [
        ("We meet", "How far?", "We meet"), ("We talk", "How far?", "We talk"), ("Why?", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ("BEFORE [Led],BEFORE [Ask],NOW [Led],NOW [Ask]", "BEFORE – Led|BEFORE – Ask|NOW – Led|NOW – Ask"),
        ("Then [I lead],Then [I ask]", "Then – I lead|Then – I ask"),
        ("You [Led],You [Ask],They [Led],They [Ask]", "You – Led|You – Ask|They – Led|They – Ask"),
        ("Q1[SQ001],Q1[SQ002],Q2", "Q1[SQ001]|Q1[SQ002]|Q2"),
        ("Q1 We meet,Q2 We talk", "We meet|We talk"),
        ("Q3 results are good,We talk", "Q3 results are good|We talk"),
        ("6. Then?,6.1.a. I ask,6.2.a. I led,7. Now?,7.1.a. I ask,7.2.a. I led",
         "Then?|Then? – I ask|Then? – I led|Now?|Now? – I ask|Now? – I led"),
        ("6. How far?,6.1.a. I ask,6.2.a. I led", "How far?|I ask|I led"),
        ("1. We meet,2. We meet", "1. We meet|2. We meet"),
        ("Day 1 - We talk,Day 1 - We eat", "Day 1 - We talk|Day 1 - We eat"),
        ("What helped?,What helped?/A walk,What helped?/A talk", "What helped?|A walk|A talk"),
        ("What helped? (choice=A walk),What helped? (choice=A talk)", "A walk|A talk"),
        ("helped___1,helped___2", "helped___1|helped___2"),
        ("Week 1 [I ask],Week 1 [I lead]", "Week 1 – I ask|Week 1 – I lead"),
        ("G1Q1[SQ1]. How far? [We meet],G1Q1[SQ2]. How far? [We talk]", "We meet|We talk"),
    ],
)  # fmt: skip
def test_the_whole_wording_is_kept_where_a_question_would_otherwise_be_the_same(
    tmp_path: Path, heads: str, expected: str
) -> None:
    cells = ",".join(["Agree"] * len(heads.split(",")))
    assert questions(tmp_path, f"{heads}\n{cells}\n") == expected.split("|")


IDS = '{""ImportId"":""a""}'


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f'ResponseId,Q1,Q2\nResponse ID,We meet,We talk\n"{IDS}","{IDS}"\nR_1,Agree,Agree\n', (4,)),
        ("ResponseId,Status,Q1,Q2\nResponse ID,Status,We meet,We talk\nR_1,0,Agree,Agree\n", (3,)),
        ("StartDate,EndDate,Q1,Q2\nStart Date,End Date,We meet,We talk\n1 May,1 May,Agree,Agree\n", (3,)),
        ("No,How far?,\n,We meet,We talk\n1,Agree,Agree\n2,Agree,Disagree\n", (3, 4)),
        ("ID,Day one,Day two,So\n,We meet,We talk,\n1,Agree,Agree,No\n2,Agree,Disagree,\n", (3, 4)),
        ("q1,q2,q3\nWe all meet,We all talk,Why is it\nAgree,Agree,So\nAgree,Disagree,\n", (3, 4)),
    ],
)  # fmt: skip
def test_two_or_three_rows_of_headings_are_recognised(
    tmp_path: Path, text: str, rows: tuple[int, ...]
) -> None:
    table = text_table(tmp_path, text)
    assert table.rows == rows
    asked = [column.question.replace(" all", "") for column in table.columns]
    assert [question[-7:] for question in asked if "We " in question] == ["We meet", "We talk"]


def test_a_first_reply_is_not_taken_for_a_second_row_of_headings(tmp_path: Path) -> None:
    text = "ID,We meet,,Why?\n1,Agree,,So\n2,Disagree,,\n"
    assert text_table(tmp_path, text).rows == (2, 3)
    assert text_table(tmp_path, "q1,q2\nSort of,Agree\nAgree,Agree\nAgree,Agree\n").rows == (2, 3, 4)


def test_an_empty_file_has_no_headings(tmp_path: Path) -> None:
    assert [problem.code for problem in text_table(tmp_path, "").problems] == ["no-headings"]


@pytest.mark.parametrize(
    "below",
    [
        ",Telephone,Email,\nJo,Telephone,,Agree\n,,Email,Agree\nAl,,Email,Disagree",
        ",Telephone,Email,\nJo,x,,Agree\n,,x,Agree\nAl,,x,Disagree",
        ",Telephone,Other (please say),\n,Telephone,,Agree\nJo,Telephone,a friend,Disagree",
    ],
)
def test_options_below_empty_headings_are_headings_although_no_column_is_full(
    tmp_path: Path, below: str
) -> None:
    table = text_table(tmp_path, f"Name,Which do you use?,,We meet\n{below}\n")
    assert (table.headings, table.rows[0]) == ((1, 2), 3)
    assert table.columns[1].part == "Telephone"


def test_one_statement_below_its_question_is_a_heading(tmp_path: Path) -> None:
    text = "We meet,Do you agree?,Why?\n,Emails get a reply,\nAgree,Disagree,So\nAgree,Agree,\n"
    assert text_table(tmp_path, text).rows == (3, 4)
    assert text_table(tmp_path, text.replace("Emails get a reply", "Hm")).rows == (2, 3, 4)


def test_the_options_that_the_first_person_ticked_are_a_reply(tmp_path: Path) -> None:
    text = "A walk,A talk,We meet\nA walk,A talk,\nA walk,,Agree\n,A talk,Agree\n"
    assert text_table(tmp_path, text).rows == (2, 3, 4)


@pytest.mark.parametrize(
    "replies",
    [
        "a,Agree,Unsure\nb,Agree,Agree\nc,Disagree,Agree\n",
        "a,Don't know,Don't know\nb,Agree,Disagree\nc,Don't know,Not sure\n",
        "a,Not applicable,Agree\nb,Agree,Disagree\nc,Agree,Agree\n",
    ],
)
def test_statements_are_headings_although_some_people_did_not_know(tmp_path: Path, replies: str) -> None:
    table = text_table(
        tmp_path, f"No.,Before the course,Now\n,I know who to ask,I know who to ask\n{replies}"
    )
    assert table.headings == (1, 2)
    assert [column.question for column in table.columns] == [
        "No.", "Before the course: I know who to ask", "Now: I know who to ask",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "first", ["Don't know,Not sure,", "Not applicable,Don't know,", ",Prefer not to say,"]
)
def test_a_first_person_who_did_not_know_is_a_reply(tmp_path: Path, first: str) -> None:
    text = f"We meet,We talk,Why?\n{first}\nAgree,Disagree,So\nAgree,Agree,\nDisagree,Agree,\n"
    table = text_table(tmp_path, text)
    assert (table.headings, table.rows) == ((1,), (2, 3, 4, 5))


@pytest.mark.parametrize(("lone", "headings"), [(0, (1, 2)), (1, (1, 2)), (4, (1,))])
def test_one_statement_is_a_heading_although_somebody_answered_nothing_else(
    tmp_path: Path, lone: int, headings: tuple[int, ...]
) -> None:
    rows = ",Yes,\n" * lone + "a,Yes,So\nb,No,\n" * 10
    table = text_table(tmp_path, f"Born,Do you agree?,Why?\n,People see it through,\n{rows}")
    assert table.headings == headings
