"""“Tick all that apply” counts who ticked each option, of those who answered the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.plan import ImportPlan
from tests.survey.files import planned


def ticked(plan: ImportPlan) -> dict[str, tuple[int, int]]:
    """Return how many ticked each option, and of how many."""
    return {
        mapping.target_text: (
            sum(match.count for match in mapping.step_matches if match.step == "ticked"),
            mapping.answered_count,
        )
        for mapping in plan.mappings_of(ColumnType.TICKS)
    }


LIMESURVEY = "id,submitdate,Q2[SQ001],Q2[SQ002],Q2[other]\n" + "".join(
    f"{number},2026-05-0{number} 09:00:00,{one},{two},{other}\n"
    for number, (one, two, other) in enumerate(
        [("Y", "", ""), ("Y", "Y", ""), ("", "", "rain"), ("", "", "")], 1
    )
)


def test_everyone_who_sent_in_the_questionnaire_has_answered_and_blank_is_not_ticked(tmp_path: Path) -> None:
    plan = planned(tmp_path, LIMESURVEY)
    assert ticked(plan) == {"Q2[SQ001]": (2, 4), "Q2[SQ002]": (1, 4)}
    (question,) = plan.tick_questions
    assert (question.answered, question.blank, question.skipped) == (4, 1, 0)
    assert question.base_note in plan.notes


def test_without_knowing_who_reached_the_question_those_who_ticked_or_wrote_are_counted(
    tmp_path: Path,
) -> None:
    plan = planned(tmp_path, LIMESURVEY.replace("submitdate", "startlanguage"))
    assert ticked(plan) == {"Q2[SQ001]": (2, 3), "Q2[SQ002]": (1, 3)}
    assert (plan.tick_questions[0].blank, plan.tick_questions[0].skipped) == (0, 1)


@pytest.mark.parametrize(("nothing", "base"), [("answered", 4), ("skipped", 3)])
def test_the_user_decides_about_people_who_ticked_nothing(tmp_path: Path, nothing: str, base: int) -> None:
    plan = planned(tmp_path, LIMESURVEY, Corrections(ticked_nothing=nothing))
    assert {of for _, of in ticked(plan).values()} == {base}
    assert planned(tmp_path, LIMESURVEY, Corrections(ticked_nothing="perhaps")).problems


@pytest.mark.parametrize(
    ("on", "off"),
    [
        ("Yes", ""),
        ("1", "0"),
        ("Checked", "Unchecked"),
        ("TRUE", "FALSE"),
        ("x", ""),
        ("✓", ""),
        ("1.0", "0.0"),
    ],
)
def test_boxes_are_known_however_a_program_writes_them(tmp_path: Path, on: str, off: str) -> None:
    rows = [(on, off, off), (on, on, off), (off, on, off)]
    heads = "Timestamp,What helped? [A walk],What helped? [A talk],What helped? [A film]\n"
    text = heads + "".join(f"2026-05-0{n},{','.join(row)}\n" for n, row in enumerate(rows, 1))
    assert ticked(planned(tmp_path, text)) == {
        "What helped? – A walk": (2, 3), "What helped? – A talk": (2, 3), "What helped? – A film": (0, 3),
    }  # fmt: skip


def test_the_text_of_the_option_is_a_tick(tmp_path: Path) -> None:
    heads = "Completion time,What helped? [A walk],What helped? [A talk]\n"
    plan = planned(tmp_path, f"{heads}2026-05-01,A walk,\n2026-05-02,,A talk\n2026-05-03,A walk,A talk\n")
    assert ticked(plan) == {"What helped? – A walk": (2, 3), "What helped? – A talk": (2, 3)}


def test_a_grid_of_yes_and_no_is_no_boxes(tmp_path: Path) -> None:
    plan = planned(tmp_path, "Did you? [Walk],Did you? [Talk]\nYes,No\nYes,Yes\n,Yes\n")
    assert not ticked(plan)
    assert [mapping.answered_count for mapping in plan.mappings_of(ColumnType.STATEMENT)] == [2, 3]


def test_a_column_in_which_nobody_says_no_is_asked_about(tmp_path: Path) -> None:
    text = "Timestamp,We meet,I was there\n1 May 2026,Agree,Yes\n2 May 2026,Agree,\n3 May 2026,Disagree,\n"
    plan = planned(tmp_path, text)
    assert [(problem.code, problem.column) for problem in plan.problems] == [("only-yes", "C")]
    box = planned(tmp_path, text, Corrections(column_types={2: ColumnType.TICKS}))
    assert ticked(box) == {"I was there": (1, 3)}
    asked = planned(tmp_path, text, Corrections(column_types={2: ColumnType.STATEMENT}))
    assert asked.is_ready
    assert asked.mappings[2].answered_count == 1


def test_yes_and_blank_beside_a_question_with_noes_is_a_question_some_skipped(tmp_path: Path) -> None:
    plan = planned(tmp_path, "Did we meet?,Did we talk?\nYes,Yes\nNo,Yes\nNo,\n")
    assert plan.is_ready, plan.problems
    assert not ticked(plan)


GOOGLE = [
    "A walk",
    "A walk, A talk",
    "A talk, Tea, coffee or cake",
    "Tea, coffee or cake",
    "A walk, A talk",
    "",
]


def joined(tmp_path: Path, cells: list[str], corrections: Corrections | None = None) -> ImportPlan:
    rows = "".join(f'2026-05-{number:02},"{cell}"\n' for number, cell in enumerate(cells, 1))
    return planned(tmp_path, f"Timestamp,What helped?\n{rows}", corrections)


def test_options_in_one_cell_are_split_and_an_option_with_a_comma_stays_whole(tmp_path: Path) -> None:
    plan = joined(tmp_path, GOOGLE)
    assert plan.is_ready, plan.problems
    assert ticked(plan) == {
        "What helped? – A walk": (3, 6),
        "What helped? – A talk": (3, 6),
        "What helped? – Tea, coffee or cake": (2, 6),
    }


@pytest.mark.parametrize("cell", ["{};{};", "{};{}", "{}; {}", "{}\n{}", "{}|{}"])
def test_other_programs_separate_options_in_other_ways(tmp_path: Path, cell: str) -> None:
    end = ";" if cell.endswith(";") else ""
    cells = [cell.format("A walk", "A talk")] * 3 + [f"A walk{end}", f"A talk{end}"]
    assert ticked(joined(tmp_path, cells)) == {
        "What helped? – A walk": (4, 5),
        "What helped? – A talk": (4, 5),
    }


def test_names_of_options_are_separated_by_spaces_as_in_kobo(tmp_path: Path) -> None:
    text = "_submission_time,helped\n" + "".join(
        f"2026-05-0{number},{cell}\n"
        for number, cell in enumerate(["walk talk", "walk", "talk tea_room", "tea_room"], 1)
    )
    assert ticked(planned(tmp_path, text)) == {
        "helped – walk": (2, 4), "helped – talk": (2, 4), "helped – tea_room": (2, 4),
    }  # fmt: skip


def test_options_with_columns_of_their_own_are_not_counted_a_second_time(tmp_path: Path) -> None:
    text = "helped,helped/walk,helped/talk\nwalk talk,1,1\nwalk,1,0\ntalk walk,1,1\n"
    plan = planned(tmp_path, text)
    assert ticked(plan) == {"helped/walk": (3, 3), "helped/talk": (2, 3)}
    assert plan.mappings[0].column_type is ColumnType.LEFT_OUT


def test_options_that_always_come_together_are_asked_about(tmp_path: Path) -> None:
    cells = ["Leeds, York", "Leeds, York", "A walk", "A walk, A talk", "A talk"]
    plan = joined(tmp_path, cells)
    assert [(problem.code, problem.column) for problem in plan.problems] == [("options-unclear", "B")]
    one = joined(tmp_path, cells, Corrections(tick_options={1: "Leeds, York; A walk; A talk"}))
    assert ticked(one)["What helped? – Leeds, York"] == (2, 5)
    missing = joined(tmp_path, cells, Corrections(tick_options={1: "Leeds, York; A walk"}))
    assert [problem.code for problem in missing.problems] == ["options-unclear"]


@pytest.mark.parametrize(
    "cells",
    [
        ["Time, mostly", "Nothing, really", "Money, time", "The room, the tea", "People"],
        ["Yes, definitely", "Yes, to some extent", "No", "Yes, definitely", "Yes, to some extent"],
        ["time and money", "more time", "less money", "no time", "none"],
    ],
)
def test_what_people_wrote_themselves_is_not_split(tmp_path: Path, cells: list[str]) -> None:
    assert not ticked(joined(tmp_path, cells))
