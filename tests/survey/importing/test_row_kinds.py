"""Rows that are not replies are named and left out, or asked about; every row can be decided by number."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.row_kinds import choose_rows, format_rows
from tests.survey.files import planned, text_table

REPLIES = "1,Agree,4\n2,Agree,5\n3,Disagree,2\n4,Agree,4\n"
NUMBERS = "5,3,1\n4,4,2\n3,5,3\n4,1,1\n"


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("Average,,3.75", "total"),
        ("Total,4,15", "total"),
        ("n = 4", "total"),
        ("N,4,4", "total"),
        ("% agree,75%,", "total"),
        ("Mean:,,3.8", "total"),
        ("Agree,3,1", "total"),
        (",,\nStd Dev,,1.3", "total"),
        (",75%,100%", "?total"),
        (",4,15", "?total"),
        (",,3.75", "?total"),
        (",,\nData from our survey", "note"),
        ("ID,We meet,Score", "headings"),
        ("5,Agree,3", ""),
        ("5,,4", ""),
        ("5,Agree,", ""),
        (",Agree,4", ""),
    ],
)
def test_the_last_row_is_not_taken_for_a_reply(tmp_path: Path, last: str, kind: str) -> None:
    table = text_table(tmp_path, f"ID,We meet,Score\n{REPLIES}{last}\n")
    found = [("?" if row.is_asked else "") + row.row_kind for row in table.other_rows]
    assert found == ([kind] if kind else [])
    assert len(table.rows) == (4 if kind else 5)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (NUMBERS + "4,3.25,1.75", "total"),
        (NUMBERS + "16,13,7", "total"),
        ("5,3,1\n3,5,3\n4,4,2", ""),
        ("5,5,5\n5,5,5\n5,5,5\n5,5,5", ""),
        (NUMBERS + "4,3,2", ""),
        (NUMBERS + "5,5,5", ""),
    ],
)
def test_numbers_without_a_label_are_asked_about_only_if_they_are_the_totals(
    tmp_path: Path, rows: str, kind: str
) -> None:
    table = text_table(tmp_path, f"Fun,Food,Room\n{rows}\n")
    assert [row.row_kind for row in table.other_rows] == ([kind] if kind else [])
    assert [problem.code for problem in table.problems] == (["rows-uncertain"] if kind else [])


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("Moyenne,3,3,3", "?total"),
        ("Gesamt,16,13,7", "?total"),
        ("Cyfanswm,4,4,4", "?total"),
        ("All staff,80%,60%,40%", "?total"),
        ("5,3,3,3", ""),
        ("5a,3,3,3", ""),
        (",3,3,3", ""),
    ],
)
def test_a_word_where_the_other_rows_have_their_number_is_asked_about(
    tmp_path: Path, last: str, kind: str
) -> None:
    rows = "".join(f"{number},{cells}\n" for number, cells in enumerate(NUMBERS.split(), 1))
    table = text_table(tmp_path, f"ID,Fun,Food,Room\n{rows}{last}\n")
    assert [("?" if row.is_asked else "") + row.row_kind for row in table.other_rows] == [kind] * bool(kind)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ("1,Agree,4\n2,Agree,5\nGroup B\n3,Agree,4\n4,Agree,4\n5,Agree,4\n6,Agree,4\n", 6),
        ("2026-05-01 10:00,Agree,4\n2026-05-02 10:00,Agree,5\nSecond evening,,\n" + REPLIES, 6),
        ("9,Agree,4\nNew,Agree,\n" + REPLIES, 6),
        ("9,Agree,4\n,Agree,\n" + REPLIES, 6),
        ("Ann,Agree,4\nBo,,\nCy,Agree,4\nDi,Agree,4\nEd,Agree,4\nFlo,Agree,4\n", 6),
    ],
)
def test_a_heading_between_the_replies_is_not_a_reply(tmp_path: Path, rows: str, count: int) -> None:
    assert len(text_table(tmp_path, f"ID,We meet,Score\n{rows}").rows) == count


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("Durchschnitt,4.00,3.25,1.75", "?total"),
        ("Gemiddelde,4,3.2,1.8", "?total"),
        ("Summe,16,13,7", "?total"),
        ("Di,4,3,2", ""),
        ("Ed,5,5,5", ""),
        ("Ann,4,3.25,1.75", ""),
    ],
)
def test_totals_below_a_column_of_words_are_asked_about_if_they_are_the_totals(
    tmp_path: Path, last: str, kind: str
) -> None:
    rows = "".join(
        f"{word},{cells}\n" for word, cells in zip(("Ann", "Bo", "Cy", "Al"), NUMBERS.split(), strict=True)
    )
    table = text_table(tmp_path, f"Who,Fun,Food,Room\n{rows}{last}\n")
    assert [("?" if row.is_asked else "") + row.row_kind for row in table.other_rows] == [kind] * bool(kind)


def test_totals_above_the_replies_are_not_replies(tmp_path: Path) -> None:
    assert text_table(tmp_path, f"ID,We meet,Score\nAverage,,3.75\n{REPLIES}").rows == (3, 4, 5, 6)


@pytest.mark.parametrize("label", ["Average", "Total", "Mean score:", "Median"])
def test_a_label_of_totals_without_any_totals_is_not_a_reply(tmp_path: Path, label: str) -> None:
    rows = "12/05/2026 10:00:00,Agree,Often\n12/05/2026 10:01:00,Agree,Never\n12/05/2026 10:02:00,,Often\n"
    assert text_table(tmp_path, f"Timestamp,We meet,How often?\n{rows}{label},,\n").rows == (2, 3, 4)


def test_a_single_word_among_ratings_is_asked_about_and_a_word_of_the_scale_is_a_reply(
    tmp_path: Path,
) -> None:
    rows = "How was it?,We meet,Home\n4,Agree,Leith\n3,Agree,Fife\n4,Disagree,Leith\n"
    table = text_table(tmp_path, f"{rows}Average,,\n")
    assert [(row.number, row.is_asked) for row in table.other_rows] == [(5, True)]
    assert text_table(tmp_path, f"{rows}Agree,,\n").rows == (2, 3, 4, 5)


def test_a_note_below_a_few_replies_is_not_a_reply(tmp_path: Path) -> None:
    text = "ID,We meet,Why?\n1,Agree,So\n2,Disagree,\n\nGenerated on 12 May 2026,,\n"
    assert text_table(tmp_path, text).rows == (2, 3)


def test_one_reply_is_enough_to_know_its_total(tmp_path: Path) -> None:
    assert text_table(tmp_path, "ID,We meet,Score\n1,Agree,4\nAverage,,4\n").rows == (2,)


def test_a_labelled_number_among_words_is_a_total(tmp_path: Path) -> None:
    text = "Home,Poster,We meet,We talk\nLeith,1,Agree,Agree\nFife,,Disagree,Agree\nTotal,1,2,2\n"
    assert text_table(tmp_path, text).rows == (2, 3)


def test_a_word_that_people_answered_is_not_a_label(tmp_path: Path) -> None:
    text = "How was it?,Score\nGood,4\nAverage,3\nPoor,1\nAverage,3\nGood,5\n"
    assert text_table(tmp_path, text).rows == (2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("heads", "whole", "other"),
    [
        ("Status", "IP Address", "Survey Preview"),
        ("Response Type", "0", "1"),
        ("DistributionChannel", "anonymous", "preview"),
        ("Status", "IP Address", "Spam"),
        ("Finished", "True", "False"),
        ("Progress", "100", "35"),
        ("submitdate,lastpage", "2026-05-01 10:00:00,3", ",1"),
        ("poll_complete", "2", "0"),
        ("Complete?", "Complete", "Incomplete"),
        ("Completed", "Yes", "No"),
        ("Response Status", "Completed", "Partial"),
        ("_validation_status", "Approved", "Not approved"),
    ],
)
def test_previews_and_unfinished_replies_are_named_and_not_counted(
    tmp_path: Path, heads: str, whole: str, other: str
) -> None:
    text = f"ID,{heads},We meet\n1,{whole},Agree\n2,{other},Agree\n3,{whole},Disagree\n"
    plan = planned(tmp_path, text)
    assert (plan.is_ready, plan.table.rows) == (True, (2, 4))
    assert any("2 of 3 rows are replies; 1 is not: row 3 (" in note for note in plan.notes)
    again = planned(tmp_path, text, Corrections(counted_rows=frozenset({3})))
    assert (again.is_ready, again.table.rows) == (True, (2, 3, 4))


@pytest.mark.parametrize(
    ("head", "cells"), [("Status", "PNP"), ("Progress", "357"), ("Completed", "YYY"), ("Finished", "357")]
)
def test_a_question_with_such_a_name_is_not_a_state(tmp_path: Path, head: str, cells: str) -> None:
    rows = "".join(f"{number},{cell},Agree\n" for number, cell in enumerate(cells))
    assert text_table(tmp_path, f"ID,{head},We meet\n{rows}").other_rows == ()


def test_if_no_reply_is_finished_the_user_is_asked(tmp_path: Path) -> None:
    plan = planned(tmp_path, "ID,Finished,We meet\n1,False,Agree\n2,False,Agree\n")
    assert [problem.code for problem in plan.problems] == ["rows-uncertain"]


def test_rows_are_decided_by_their_numbers(tmp_path: Path) -> None:
    table = text_table(tmp_path, f"ID,We meet,Score\n{REPLIES},,3.75\n")
    chosen = choose_rows(table, frozenset({3, 6}), frozenset())
    assert (chosen.rows, chosen.problems) == ((2, 4, 5), ())
    assert chosen.columns[1].cells == ("Agree", "Disagree", "Agree")
    assert choose_rows(table, frozenset(), frozenset({6})).rows == (2, 3, 4, 5, 6)
    assert [problem.code for problem in choose_rows(table, frozenset({99}), frozenset()).problems] == [
        "no-row", "rows-uncertain",
    ]  # fmt: skip


def test_a_row_that_is_too_long_can_be_left_out(tmp_path: Path) -> None:
    table = text_table(tmp_path, "A,B\n1,2\n1,2,3\n")
    assert choose_rows(table, frozenset({3}), frozenset()).problems == ()


@pytest.mark.parametrize(
    ("numbers", "text"), [([4], "row 4"), ([4, 5, 6, 9], "rows 4–6 and 9"), ([2, 4, 9], "rows 2, 4 and 9")]
)
def test_row_numbers_are_short(numbers: list[int], text: str) -> None:
    assert format_rows(numbers) == text


@pytest.mark.parametrize(
    ("head", "rows", "asked"),
    [
        ("ID", ["1,Agree", "1,Agree", "2,Disagree"], [3]),
        ("Response ID", ["R_1,Agree", "R_2,Agree", "R_1,Agree", "R_1,Agree"], [4, 5]),
        ("_uuid", ["a-1,Agree", "b-2, Agree", "a-1, Agree"], [4]),
        ("ID", ["1,Agree", "1,Disagree", "2,Disagree"], []),
        ("ID", [",Agree", ",Agree", "2,Disagree"], []),
        ("Team", ["North,Agree", "North,Agree", "South,Agree"], []),
    ],
)
def test_a_reply_that_is_in_the_file_twice_is_asked_about(
    tmp_path: Path, head: str, rows: list[str], asked: list[int]
) -> None:
    table = text_table(tmp_path, f"{head},We meet\n" + "\n".join(rows) + "\n")
    assert [row.number for row in table.other_rows if row.is_asked] == asked


@pytest.mark.parametrize("label", ["Gesamt", "Summe 2026", "Somme"])
def test_a_row_of_numbers_under_a_new_name_without_a_number_of_a_reply_is_asked_about(
    tmp_path: Path, label: str
) -> None:
    replies = "1,North,5,3\n2,South,4,4\n3,North,3,5\n4,South,4,1\n"
    table = text_table(tmp_path, f"ID,Team,Fun,Food\n{replies},{label},12,9\n")
    assert [(row.number, row.is_asked) for row in table.other_rows] == [(6, True)]


@pytest.mark.parametrize(
    ("heads", "rows"),
    [
        (
            "URN,Heard,Meet,Handle",
            "3-17,2,1,@ann1\n3-18,1,2,@bob2\n3-19,2,2,@cat3\n3-20,1,1,@dan4\n3-21,2,5,",
        ),
        ("Timestamp,Phone,Heard", "01/05/2026,,1\n02/05/2026,,1\n03/05/2026,0770090,1\n04/05/2026,0770091,3"),
        ("Name,Mail,Heard,Note", "Ann,a1@b.org,2,Good\nBob,b2@b.org,1,So\nCat,c3@b.org,2,Ah\nDan,,4,"),
        ("Heard,Meet,Phone", "1,5,07700900001\n3,4,07700900002\n3,1,07700900003\n2,3,"),
        ("URN,Heard,Badge", "3-17,2,S101\n3-18,1,S102\n3-19,2,S103\n3-20,1,S104\n3-21,4,"),
        ("Group,Heard,Born", "North,1,01/03/1940\nSouth,4,02/03/1941\nEast,2,03/03/1950\nWest,2,"),
    ],
)
def test_a_reply_without_an_address_is_not_taken_for_totals(tmp_path: Path, heads: str, rows: str) -> None:
    table = text_table(tmp_path, f"{heads}\n{rows}\n")
    assert [(row.number, row.reason) for row in table.other_rows] == []


@pytest.mark.parametrize(
    "rows",
    [
        "1,9,More visits\n2,1,\n3,3,Fine\n4,,\n5,2,",
        "0,3,Fine\n1,1,More visits\n2,4,\n3,,",
        "7,2,So\n8,5,\n9,1,\n11,3,\n10,,",
        "1,4,So\n2,1,\n3,,\n4,3,\n5,2,Fine",
    ],
)
def test_a_reply_without_answers_is_not_taken_for_totals(tmp_path: Path, rows: str) -> None:
    table = text_table(tmp_path, f"ID,Q1,Q2\n{rows}\n")
    assert [(row.number, row.reason) for row in table.other_rows] == []
