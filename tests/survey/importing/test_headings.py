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
    assert any("Row 5 repeats the headings" in note for note in table.notes)


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
        ("How far do you agree? [We share a vision]", "We share a vision"),
        ("2.1. We share a vision", "We share a vision"),
        ("Q12 We share a vision", "We share a vision"),
        ("a) We share a vision", "We share a vision"),
        ("3 things that help", "3 things that help"),
        ("1.", "1."),
    ],
)
def test_the_question_is_found_in_its_heading(heading: str, asked: str) -> None:
    assert question_text(heading) == asked


def test_an_empty_file_has_no_headings(tmp_path: Path) -> None:
    assert [problem.code for problem in text_table(tmp_path, "").problems] == ["no-headings"]
