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
        ("☑", "☐"),
        ("☒", "☐"),
        ("✔️", "⬜"),
        ("[x]", "[ ]"),
        ("1.0", "0.0"),
    ],
)
def test_boxes_are_recognised_however_a_program_writes_them(tmp_path: Path, on: str, off: str) -> None:
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


def test_a_grid_of_yes_and_no_is_not_boxes(tmp_path: Path) -> None:
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


@pytest.mark.parametrize("heading", ["comment", "Ref", "Q7"])
@pytest.mark.parametrize(
    "cells",
    [
        ("more time", "time", "more", "more time", "more time"),
        ("943 476 5919", "943 476 5920", "943 476 5919", "943 476 5920", "943 476 5920"),
        ("a text", "other text", "text", "a text", "other text"),
    ],
)
def test_words_are_options_only_in_a_file_with_names_of_options(
    tmp_path: Path, heading: str, cells: tuple[str, ...]
) -> None:
    text = f"{heading},We meet\n" + "".join(f"{cell},Agree\n" for cell in cells)
    assert ticked(planned(tmp_path, text)) == {}


@pytest.mark.parametrize(
    ("cells", "unknown"),
    [
        (("Agree", "Agree, Disagree", "Disagree", "Agree, Disagree", "Agree"), "Agree, Disagree"),
        (("Yes", "Yes;No", "No", "Yes;No", "Yes"), "Yes;No"),
        (("Often;", "Often;Never;", "Never;", "Often;", "Never;"), "Often;Never;"),
        (("Agree", "Agree\nStrongly agree", "Agree", "Agree\nStrongly agree", "Agree"), "Strongly agree"),
    ],
)
def test_two_points_of_a_scale_in_one_cell_are_asked_about_and_are_not_ticks(
    tmp_path: Path, cells: tuple[str, ...], unknown: str
) -> None:
    plan = planned(tmp_path, "We meet\n" + "".join(f'"{cell}"\n' for cell in cells))
    assert ticked(plan) == {}
    assert [problem.code for problem in plan.problems] == ["word-not-read"]
    assert unknown in plan.problems[0].message


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


def test_what_is_not_an_option_is_an_answer_in_own_words(tmp_path: Path) -> None:
    cells = [
        "Telephone",
        "Telephone, Email",
        "Email, a lift from a neighbour",
        "a lift from Jo",
        *["Telephone, Email"] * 3,
    ]
    found = joined(tmp_path, cells)
    listed = joined(tmp_path, cells, Corrections(tick_options={1: "Telephone; Email"}))
    for plan in (found, listed):
        assert ticked(plan) == {"What helped? – Telephone": (5, 7), "What helped? – Email": (5, 7)}
        assert plan.tick_questions[0].own_words == 2


def test_options_joined_without_a_space_keep_their_own_commas(tmp_path: Path) -> None:
    cells = ["Telephone,Email", "Telephone", "Travel, paid for,Email", "Email", "Telephone,Travel, paid for"]
    assert ticked(joined(tmp_path, cells)) == {
        "What helped? – Telephone": (3, 5),
        "What helped? – Travel, paid for": (2, 5),
        "What helped? – Email": (3, 5),
    }


def test_labels_that_spaces_join_are_never_split_at_the_comma_inside_one(tmp_path: Path) -> None:
    cells = ["Training Travel, paid for", "Training Visits Travel, paid for", "Visits", "Visits", "Training"]
    text = "What more?,We meet,_uuid\n" + "".join(
        f'"{cell}",Agree,u{n}\n' for n, cell in enumerate(cells * 4)
    )
    plan = planned(tmp_path, text)
    assert [problem.code for problem in plan.problems] == ["options-unclear"]
    listed = Corrections(tick_options={0: "Training; Visits; Travel, paid for"})
    assert list(ticked(planned(tmp_path, text, listed)).values()) == [(12, 20), (12, 20), (8, 20)]


def test_boxes_whose_headings_begin_with_the_question_are_its_options(tmp_path: Path) -> None:
    text = "What helped? Crèche,What helped? A lift home,We meet\nx,,Agree\n,x,Agree\nx,x,Disagree\n,,Agree\n"
    plan = planned(tmp_path, text)
    assert ticked(plan) == {"What helped? – Crèche": (2, 3), "What helped? – A lift home": (2, 3)}


def test_those_who_ticked_are_never_the_base_of_a_single_box(tmp_path: Path) -> None:
    text = "Crèche,We meet\nx,Agree\n,Agree\nx,Disagree\n"
    assert [problem.code for problem in planned(tmp_path, text).problems] == ["box-base"]
    assert ticked(planned(tmp_path, text, Corrections(ticked_nothing="answered"))) == {"Crèche": (2, 3)}


def test_one_answer_for_everyone_in_columns_of_their_own_is_asked_about(tmp_path: Path) -> None:
    heads = "Which team? [Red],Which team? [Green]\n"
    text = heads + "Red,\n,Green\n,Green\nRed,\n"
    assert [problem.code for problem in planned(tmp_path, text).problems] == ["one-or-many"]
    boxes = Corrections(column_types={0: ColumnType.TICKS, 1: ColumnType.TICKS})
    assert ticked(planned(tmp_path, text, boxes)) == {
        "Which team? – Red": (2, 4), "Which team? – Green": (2, 4),
    }  # fmt: skip


def test_a_column_that_cannot_be_split_is_never_stored_as_boxes(tmp_path: Path) -> None:
    plan = planned(
        tmp_path, "We meet,Why?\nAgree,Time\nAgree,Money\n", Corrections(column_types={1: ColumnType.TICKS})
    )
    assert [problem.code for problem in plan.problems] == ["options-unclear"]


@pytest.mark.parametrize(
    "cells",
    [
        ["Time, mostly", "Nothing, really", "Money, time", "The room, the tea", "People"],
        ["Yes, definitely", "Yes, to some extent", "No", "Yes, definitely", "Yes, to some extent"],
        ["the minister, at church", "my sister", "the minister, at church", "my sister"],
        ["time and money", "more time", "less money", "no time", "none"],
    ],
)
def test_what_people_wrote_themselves_is_not_split(tmp_path: Path, cells: list[str]) -> None:
    assert not ticked(joined(tmp_path, cells))


def test_an_option_called_like_a_private_column_is_an_option(tmp_path: Path) -> None:
    heads = "What helped? [Telephone],What helped? [Email],What helped? [A walk]\n"
    plan = planned(tmp_path, heads + "Telephone,,A walk\n,Email,\nTelephone,Email,\n")
    assert ticked(plan)["What helped? – Telephone"] == (2, 3)


def test_columns_said_to_be_boxes_are_one_question_even_with_yes_and_no(tmp_path: Path) -> None:
    text = "Walk,Talk,We meet\nYes,No,Agree\nNo,No,Agree\n,,Disagree\n"
    plan = planned(tmp_path, text, Corrections(column_types={0: ColumnType.TICKS, 1: ColumnType.TICKS}))
    assert ticked(plan) == {"Walk": (1, 2), "Talk": (0, 2)}
    assert len(plan.tick_questions) == 1


def test_the_number_of_an_option_is_a_tick(tmp_path: Path) -> None:
    heads = "Response ID,What helped? [A walk],What helped? [A talk],What helped? [A film]\n"
    plan = planned(tmp_path, heads + "1,1,,3\n2,,2,3\n3,1,2,\n4,1,,\n")
    assert [pair[0] for pair in ticked(plan).values()] == [3, 2, 2]
    grid = planned(tmp_path, heads + "1,1,4,3\n2,5,2,3\n3,1,2,\n4,1,,\n")
    assert not ticked(grid)


def test_yes_or_blank_under_one_question_are_boxes_whatever_other_questions_do(tmp_path: Path) -> None:
    heads = "Did we meet?,Where did you hear of us? From a friend,Where did you hear of us? Poster\n"
    plan = planned(tmp_path, heads + "Yes,Yes,\nNo,,Yes\nNo,,\n")
    assert list(ticked(plan).values()) == [(1, 2), (1, 2)]
    lone = planned(tmp_path, "Did we meet?,I saw the poster\nYes,Yes\nNo,\nNo,\n")
    assert [problem.code for problem in lone.problems] == ["only-yes"]


@pytest.mark.parametrize("other", ["It is clear", "Who came? My boss", "Did we talk?"])
def test_boxes_end_where_the_next_question_begins(tmp_path: Path, other: str) -> None:
    heads = f"Did you vote?,What helped? (tick all) A walk,What helped? (tick all) A talk,{other}\n"
    plan = planned(tmp_path, f"{heads}Yes,Yes,,Yes\nNo,Yes,Yes,Yes\nNo,,Yes,Yes\nNo,Yes,,Yes\nNo,,,Yes\n")
    assert list(ticked(plan).values()) == [(3, 4), (2, 4)]


def test_two_questions_with_boxes_beside_each_other_have_a_base_each(tmp_path: Path) -> None:
    heads = "What helped? A walk,What helped? A talk,Who came? A boss,Who came? A friend\n"
    plan = planned(tmp_path, heads + "x,,,x\nx,x,,\n,x,,x\n,x,x,\n")
    assert list(ticked(plan).values()) == [(2, 4), (3, 4), (1, 3), (2, 3)]


def test_codes_of_options_are_one_question_until_the_code_of_the_question_changes(tmp_path: Path) -> None:
    plan = planned(tmp_path, "q2_1,q2_2,q3_1,q3_2\nx,,,x\nx,x,,\n,x,,x\n,x,x,\n")
    assert list(ticked(plan).values()) == [(2, 4), (3, 4), (1, 3), (2, 3)]


@pytest.mark.parametrize("start", ["What helped? ", ""])
def test_an_option_that_nobody_ticked_does_not_separate_the_others(tmp_path: Path, start: str) -> None:
    heads = ",".join(f"{start}{option}" for option in ("Walk", "Talk", "Film"))
    plan = planned(tmp_path, f"{heads},We meet\nx,,,Agree\n,,x,Agree\nx,,x,Agree\n,,,Disagree\n")
    assert list(ticked(plan).values()) == [(2, 3), (0, 3), (2, 3)]


@pytest.mark.parametrize("stem", ["How far do you agree?", "Please say yes or no", "Before:"])
@pytest.mark.parametrize("cells", ["Yes,Yes\nYes,\nYes,Yes\nYes,Yes", "Yes,\n,Yes", "Y,Y\n,Y\nY,Y\n"])
def test_yes_or_blank_under_one_question_may_be_questions_that_some_left_out(
    tmp_path: Path, stem: str, cells: str
) -> None:
    text = f"{stem} We meet,{stem} We talk\n{cells}\n"
    assert {problem.code for problem in planned(tmp_path, text).problems} == {"only-yes"}
    boxes = planned(tmp_path, text, Corrections(column_types={0: ColumnType.TICKS, 1: ColumnType.TICKS}))
    assert boxes.is_ready
    assert len(boxes.tick_questions) == 1


def test_boxes_with_yes_without_a_question_are_asked_about_whatever_others_say(tmp_path: Path) -> None:
    text = "Did we meet?,Crèche,Travel\nYes,Yes,Yes\nNo,Yes,\nNo,,Yes\nNo,Yes,Yes\n"
    assert [problem.code for problem in planned(tmp_path, text).problems] == ["only-yes"] * 2


@pytest.mark.parametrize("last", ["Response Type", "We meet"])
def test_boxes_with_their_own_headings_beside_each_other_are_one_question(tmp_path: Path, last: str) -> None:
    heads = f"From a friend,Poster,Email,{last}\n"
    ends = (
        ("completed", "completed", "completed") if last == "Response Type" else ("Agree", "Agree", "No idea")
    )
    rows = zip(("From a friend,,", "From a friend,,Email", ",,Email"), ends, strict=True)
    plan = planned(tmp_path, heads + "".join(f"{cells},{end}\n" for cells, end in rows))
    assert list(ticked(plan).values()) == [(2, 3), (0, 3), (2, 3)]
    assert plan.tick_questions[0].stem == "From a friend … Email"


def test_boxes_that_nobody_ticked_are_left_out(tmp_path: Path) -> None:
    empty = Corrections(column_types={1: ColumnType.TICKS, 2: ColumnType.TICKS})
    plan = planned(tmp_path, "We meet,Walk,Talk\nAgree,,\nAgree,,\n", empty)
    assert plan.is_ready, plan.problems
    assert not ticked(plan)


def test_an_option_about_others_is_an_option(tmp_path: Path) -> None:
    heads = "What more? Talk,What more? Visits to other groups,We meet\n"
    plan = planned(tmp_path, f"{heads}1,1,Agree\n,1,Agree\n1,,Agree\n,,Disagree\n")
    assert list(ticked(plan).values()) == [(2, 3), (2, 3)]


def test_a_grid_to_which_everyone_said_yes_is_a_grid_of_questions(tmp_path: Path) -> None:
    plan = planned(tmp_path, "Do you agree? [We meet],Do you agree? [We talk]\nYes,Yes\nYes,Yes\n")
    assert [mapping.answered_count for mapping in plan.mappings_of(ColumnType.STATEMENT)] == [2, 2]


def test_a_grid_to_which_everyone_answered_one_is_not_boxes(tmp_path: Path) -> None:
    assert not ticked(planned(tmp_path, "How far? [We meet],How far? [We talk],Fun\n1,1,Agree\n1,1,Agree\n"))


@pytest.mark.parametrize(
    "rows",
    [
        "1,1,1,1",
        "1,1,1,1\n2,1,1,1\n3,1,1,1",
        "1,1,2,3\n2,1,1,3\n3,1,2,3\n4,1,4,3",
        "1,1,2,3\n2,1,2,3\n3,1,2,3",
    ],
)
def test_a_number_that_is_also_the_number_of_its_column_is_not_a_tick(tmp_path: Path, rows: str) -> None:
    plan = planned(tmp_path, f"ID,Q8_1,Q8_2,Q8_3\n{rows}\n")
    assert not plan.is_ready
    assert ticked(plan) == {}


def test_empty_boxes_are_not_ticks_whatever_heading_they_are_below(tmp_path: Path) -> None:
    text = "Timestamp,Telephone,Email,Letter\n2026-05-01,☑,☐,☐\n2026-05-02,☑,☑,☐\n2026-05-03,☐,☑,☐\n"
    assert ticked(planned(tmp_path, text)) == {"Telephone": (2, 3), "Email": (2, 3), "Letter": (0, 3)}
    merged = "No.,What helped?,\n,A walk,A talk\n1,☑,☐\n2,☐,☐\n3,☑,☐\n"
    assert ticked(planned(tmp_path, merged)) == {
        "What helped? – A walk": (2, 3),
        "What helped? – A talk": (0, 3),
    }


def test_a_box_before_the_name_of_its_option_says_whether_it_is_ticked(tmp_path: Path) -> None:
    rows = ["☑ Telephone,☐ Email", "☐ Telephone,☑ Email", "☑ Telephone,☑ Email", "☐ Telephone,☑ Email"]
    text = "Timestamp,Telephone,Email\n" + "".join(f"2026-05-0{n},{row}\n" for n, row in enumerate(rows, 1))
    assert ticked(planned(tmp_path, text)) == {"Telephone": (2, 4), "Email": (3, 4)}


@pytest.mark.parametrize("joint", [" ", "; ", ", "])
def test_a_list_of_all_options_in_one_cell_counts_the_ticked_ones(tmp_path: Path, joint: str) -> None:
    cells = [
        joint.join((f"{walk} A walk", f"{talk} A talk, or two", f"{film} Film"))
        for walk, talk, film in ("☑☐☐", "☑☑☐", "☐☑☐", "☐☑☑", "☑☑☑")
    ]
    assert ticked(joined(tmp_path, cells)) == {
        "What helped? – A walk": (3, 5),
        "What helped? – A talk, or two": (4, 5),
        "What helped? – Film": (2, 5),
    }


@pytest.mark.parametrize(
    "cells",
    [
        ["☐ Agree", "☑ Agree", "☑ Disagree", "☐ Agree"],
        ["☐ Agree ☑ Disagree", "☑ Agree ☐ Disagree", "☑ Agree ☐ Disagree"],
    ],
)
def test_an_empty_box_before_a_point_of_a_scale_is_never_counted(tmp_path: Path, cells: list[str]) -> None:
    text = "ID,We meet\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells, 1))
    plan = planned(tmp_path, text)
    assert not ticked(plan)
    assert plan.problems or not plan.mappings_of(ColumnType.STATEMENT)


def test_a_tick_and_a_cross_are_never_both_ticks(tmp_path: Path) -> None:
    text = "ID,What helped? [A walk],What helped? [A talk]\n1,✓,✗\n2,✗,✓\n3,✓,✗\n4,✓,✓\n"
    chosen = Corrections(column_types={1: ColumnType.TICKS, 2: ColumnType.TICKS})
    assert (ticked(planned(tmp_path, text)), ticked(planned(tmp_path, text, chosen))) == ({}, {})


def test_options_of_a_question_that_nobody_answered_are_no_problem(tmp_path: Path) -> None:
    text = "ID,Finished,We meet,How did you hear?\n1,True,Agree,\n2,True,Disagree,\n3,False,,Poster\n"
    chosen = Corrections(column_types={3: ColumnType.TICKS}, tick_options={3: "Poster; Friend"})
    plan = planned(tmp_path, text, chosen)
    assert (plan.is_ready, ticked(plan)) == (True, {})


@pytest.mark.parametrize("rows", ["2,1\n,1\n2,1\n2,1\n", "1,2\n1,2\n,2\n1,2\n", "3,5\n3,\n3,5\n3,5\n"])
def test_a_grid_in_which_each_statement_has_one_number_is_asked_about(tmp_path: Path, rows: str) -> None:
    heads = "How far do you agree? [I felt heard],How far do you agree? [We meet]\n"
    plan = planned(tmp_path, heads + rows)
    assert (plan.is_ready, ticked(plan)) == (False, {})
