"""A file of replies is imported as a whole or not at all, counts each person once, and can be removed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form.answers import Answers
from carreport.survey.agreement import Side
from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.importer import (
    ImportResult,
    batch_values,
    planned_answers,
    run_import,
    undo_import,
)
from carreport.survey.importing.plan import ImportPlan, plan_import
from carreport.survey.results.result import FigureSource, SurveyResult, survey_result
from carreport.survey.target import derived_id, find_target
from tests.survey.files import (
    FORM,
    PRINTED,
    STATEMENTS,
    WRITERS,
    csv_bytes,
    rows_of_nineteen,
    table,
    text_table,
)


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "study.carreport", FORM, "Isla Reid") as session:
        yield session


def plan(draft: DraftSession, path: Path, corrections: Corrections | None = None) -> ImportPlan:
    return plan_import(table(path), find_target(FORM, draft.answers(), "s.surveys", "Poll"), corrections)


def bring(draft: DraftSession, path: Path, corrections: Corrections | None = None) -> ImportResult:
    return run_import(draft, plan(draft, path, corrections))


def result(answers: Answers) -> SurveyResult:
    (survey,) = answers.items("s.surveys")
    return survey_result(FORM, answers, f"s.surveys/{survey.id}/statements")


def shares(draft: DraftSession) -> list[tuple[int | None, ...]]:
    return [
        tuple(figure.tally.percent(side) for side in (Side.AGREE, Side.DISAGREE, Side.OFF_SCALE))
        for figure in result(draft.answers()).statements
    ]


@pytest.mark.parametrize("name", WRITERS)
def test_nineteen_replies_print_the_published_table_to_the_digit(
    draft: DraftSession, tmp_path: Path, name: str
) -> None:
    brought = bring(draft, WRITERS[name](tmp_path / name))
    assert (brought.reply_count, brought.new_count) == (19, 19)
    assert shares(draft) == PRINTED
    assert [figure.tally.n for figure in result(draft.answers()).statements] == [19] * 8
    assert [figure.tally.statement for figure in result(draft.answers()).statements] == STATEMENTS


@pytest.mark.parametrize("name", WRITERS)
def test_bringing_a_file_in_again_changes_nothing(draft: DraftSession, tmp_path: Path, name: str) -> None:
    path = WRITERS[name](tmp_path / name)
    bring(draft, path)
    before = draft.answers().values
    again = plan(draft, path)
    assert (again.has_nothing_new, again.new_count) == (True, 0)
    assert run_import(draft, again).batch == ""
    assert draft.answers().values == before


def test_names_addresses_and_times_are_never_kept(draft: DraftSession, tmp_path: Path) -> None:
    bring(draft, WRITERS["monkey.csv"](tmp_path / "monkey.csv"))
    kept = str(draft.answers().values)
    assert "Words of person 3" in kept
    assert not any(word in kept for word in ("Isla", "10.0.0.", "06/03/2016", "8997"))


def test_the_same_survey_exported_later_adds_only_the_new_replies(
    draft: DraftSession, tmp_path: Path
) -> None:
    head = ["ID", *STATEMENTS, "What is hard?"]
    rows = [[str(n), *said] for n, said in enumerate(rows_of_nineteen(), 1)]
    early, late = tmp_path / "early.csv", tmp_path / "late.csv"
    early.write_bytes(csv_bytes([head, *rows[:10]]))
    late.write_bytes(csv_bytes([head, *rows]))
    bring(draft, early)
    assert bring(draft, late).new_count == 9
    assert result(draft.answers()).n == 19
    assert shares(draft) == PRINTED


def test_people_who_say_the_same_in_one_file_are_several(draft: DraftSession, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("We meet\nAgree\nAgree\nAgree\n")
    bring(draft, path)
    assert result(draft.answers()).statements[0].tally.n == 3


def test_replies_that_may_be_the_same_peoples_are_asked_about(draft: DraftSession, tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("We meet,We talk\nAgree,Agree\nAgree,Disagree\n")
    other.write_text("We meet,We talk\nAgree,Agree\nDisagree,Disagree\n")
    bring(draft, one)
    assert [problem.code for problem in plan(draft, other).problems] == ["replies-alike"]
    with pytest.raises(UsageError) as caught:
        bring(draft, other)
    assert caught.value.code == "plan-not-ready"
    assert result(draft.answers()).n == 2


@pytest.mark.parametrize(("already", "n"), [("same", 3), ("others", 4)])
def test_what_is_said_about_them_is_done(draft: DraftSession, tmp_path: Path, already: str, n: int) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("We meet,We talk\nAgree,Agree\nAgree,Disagree\n")
    other.write_text("We meet,We talk\nAgree,Agree\nDisagree,Disagree\n")
    bring(draft, one)
    bring(draft, other, Corrections(already=already))
    assert result(draft.answers()).n == n
    assert bring(draft, other, Corrections(already=already)).batch == ""


def test_the_same_replies_as_a_workbook_and_as_a_table_are_asked_about(
    draft: DraftSession, tmp_path: Path
) -> None:
    bring(draft, WRITERS["forms.xlsx"](tmp_path / "forms.xlsx"))
    other = WRITERS["google.csv"](tmp_path / "google.csv")
    assert [problem.code for problem in plan(draft, other).problems] == ["replies-alike"]
    bring(draft, other, Corrections(already="same"))
    assert (result(draft.answers()).n, shares(draft)) == (19, PRINTED)


def test_what_was_brought_in_can_be_taken_out_whole(draft: DraftSession, tmp_path: Path) -> None:
    brought = bring(draft, WRITERS["google.csv"](tmp_path / "google.csv"))
    undo_import(draft, brought)
    assert draft.answers().items("s.surveys") == ()
    assert draft.answers().items("s.opens") == ()
    bring(draft, tmp_path / "google.csv")
    assert shares(draft) == PRINTED


def test_two_people_who_bring_in_the_same_file_do_not_double_it(tmp_path: Path) -> None:
    path = WRITERS["jisc.csv"](tmp_path / "jisc.csv")
    ours = DraftSession.create(tmp_path / "ours.carreport", FORM, "Isla Reid")
    export_copy(ours, tmp_path / "copy.carreport")
    theirs = DraftSession.open(tmp_path / "copy.carreport", "Ewan Gunn")
    for draft in (ours, theirs):
        bring(draft, path)
        draft.flush()
    theirs.close()
    merge_and_save(ours, preview_merge(ours, tmp_path / "copy.carreport"))
    assert ours.answers().versions == {}
    assert (result(ours.answers()).n, shares(ours)) == (19, PRINTED)
    ours.close()


def test_typed_counts_stand_until_replies_come_and_are_then_named(
    draft: DraftSession, tmp_path: Path
) -> None:
    survey = draft.add_item("s.surveys", values={"name": "Poll"})
    statement = draft.add_item(f"s.surveys/{survey}/statements", values={"statement": "We meet", "agree": 7})
    assert result(draft.answers()).statements[0].source is FigureSource.ENTERED
    path = tmp_path / "r.csv"
    path.write_text("We meet\nAgree\nDisagree\n")
    bring(draft, path)
    (judged,) = result(draft.answers()).statements
    assert (judged.item.id, judged.tally.n, judged.source, judged.has_unused_counts) == (
        statement, 2, FigureSource.REPLIES, True,
    )  # fmt: skip
    assert result(draft.answers()).source_note


def test_fifty_thousand_replies_are_one_answer_of_few_megabytes(draft: DraftSession, tmp_path: Path) -> None:
    steps = ["Strongly agree", "Agree", "Disagree", "Strongly disagree", "Don't know", ""]
    rows = [[str(n), *(steps[(n * column) % 6] for column in range(1, 7))] for n in range(50_000)]
    path = tmp_path / "many.csv"
    path.write_bytes(csv_bytes([["ID", *(f"Statement {n}" for n in range(1, 7))], *rows]))
    bring(draft, path)
    found = result(draft.answers())
    assert (found.n, found.statements[0].tally.n) == (50_000, 50_000 - 50_000 // 6)
    draft.flush()
    assert draft.path.stat().st_size < 2 << 20


CELLS = st.sampled_from(["Strongly agree", "Agree", "Disagree", "Strongly disagree", "Don't know", ""])
REPLIES = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=30)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(REPLIES)
def test_any_replies_add_up_and_come_in_only_once(tmp_path: Path, replies: list[tuple[str, ...]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([("ID", "A", "B", "C"), *((n, *row) for n, row in enumerate(replies, 1))])
    found = text_table(tmp_path, written.getvalue())
    made = plan_import(found, find_target(FORM, Answers(), "s.surveys", "Poll"))
    if not made.is_ready:
        assert not any(any(row) for row in replies)
        return
    answers = planned_answers(made, batch_values(made))
    for judged in result(answers).statements:
        tally = judged.tally
        column = "ABC".index(tally.statement)
        assert sum(tally.counts) == tally.n == sum(1 for row in replies if row[column])
        for side in Side:
            share = tally.percent(side)
            assert share is None or abs(share * tally.n - 100 * tally.count(side)) * 2 <= tally.n
    assert plan_import(found, find_target(FORM, answers, "s.surveys", "Poll")).has_nothing_new


def test_each_group_has_the_counts_of_its_own_replies(draft: DraftSession, tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    rows = [("School", "Agree")] * 6 + [("School", "Disagree")] * 5 + [("Council", "Disagree")] * 7
    path.write_text("Where do you work?,We meet\n" + "".join(f"{place},{said}\n" for place, said in rows))
    bring(draft, path)
    groups = [
        (
            group.name,
            group.n,
            [(tally.count(Side.AGREE), tally.count(Side.DISAGREE)) for tally in group.tallies],
        )
        for group in result(draft.answers()).groups
    ]
    assert groups == [("School", 11, [(6, 5)]), ("Council", 7, [(0, 7)])]


def test_groups_of_one_size_come_in_the_order_of_their_names(draft: DraftSession, tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    rows = [f"{place},Agree\n" * 6 for place in ("School", "Council", "Library")]
    path.write_text("Where do you work?,We meet\n" + "".join(rows))
    bring(draft, path)
    groups = result(draft.answers()).groups
    assert [group.name for group in groups] == ["Council", "Library", "School"]


def test_a_reply_of_somebody_else_that_says_the_same_is_told_and_counted(
    draft: DraftSession, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    rows = [f"{number},{'Agree' if number % 2 else 'Disagree'},Words {number}\n" for number in range(1, 9)]
    one.write_text("ID,We meet,What is hard?\n" + "".join(rows))
    other.write_text("ID,We meet,What is hard?\n" + "21,Agree,Words 1\n22,Agree,New words\n")
    bring(draft, one)
    wanted = plan(draft, other)
    assert (wanted.is_ready, wanted.new_count) == (True, 2)
    assert [note[:7] for note in wanted.notes if "identical" in note] == ["1 reply"]
    bring(draft, other)
    assert result(draft.answers()).n == 10


def test_an_open_question_is_the_same_entry_on_every_computer(draft: DraftSession, tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text("We meet,What is hard?\nAgree,Time\nDisagree,People\n")
    bring(draft, path)
    (question,) = draft.answers().items("s.opens")
    assert question.id == derived_id("s.opens/Poll", "What is hard?")


MIXED = "ID,Team,We meet,How often?,What helped? [A walk],What helped? [A talk],Why?\n" + "".join(
    f"{number},{team},{one},{two},{three},{four},Words {number}\n"
    for number, (team, one, two, three, four) in enumerate(
        [
            ("School", "Agree", "Often", "x", ""),
            ("School", "Disagree", "Never", "", "x"),
            ("Council", "Agree", "Never", "x", "x"),
            ("Council", "Agree", "", "", ""),
        ],
        1,
    )
)


def counted(answers: Answers) -> dict[str, dict[str, int]]:
    """Return the counts of each statement, by the label of the point."""
    return {
        figure.tally.statement: dict(
            zip((step.label for step in figure.tally.steps), figure.tally.counts, strict=True)
        )
        for figure in result(answers).statements
    }


MIXED_COUNTS = {
    "We meet": {"Agree": 3, "Disagree": 1, "Don’t know": 0},
    "How often?": {"Often": 1, "Never": 2},
    "What helped? – A walk": {"Ticked": 2, "Not ticked": 1},
    "What helped? – A talk": {"Ticked": 2, "Not ticked": 1},
}


def test_a_file_with_several_scales_is_one_entry_for_each_and_counts_each_person_once(
    draft: DraftSession, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(MIXED)
    brought = bring(draft, path)
    assert len(brought.batches) == 3
    assert (result(draft.answers()).n, counted(draft.answers())) == (4, MIXED_COUNTS)
    assert [(group.name, group.n) for group in result(draft.answers()).groups] == [
        ("Council", 2),
        ("School", 2),
    ]
    assert bring(draft, path).batches == ()


def test_undoing_an_import_removes_all_its_entries(draft: DraftSession, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("ID,We meet\n77,Agree\n")
    bring(draft, tmp_path / "one.csv")
    before = counted(draft.answers())
    (tmp_path / "mixed.csv").write_text(MIXED)
    undo_import(draft, bring(draft, tmp_path / "mixed.csv"))
    assert (result(draft.answers()).n, counted(draft.answers())) == (1, before)


def test_two_people_who_import_a_file_with_several_scales_do_not_double_it(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(MIXED)
    ours = DraftSession.create(tmp_path / "ours.carreport", FORM, "Isla Reid")
    export_copy(ours, tmp_path / "copy.carreport")
    theirs = DraftSession.open(tmp_path / "copy.carreport", "Ewan Gunn")
    for session in (ours, theirs):
        bring(session, path)
        session.flush()
    theirs.close()
    merge_and_save(ours, preview_merge(ours, tmp_path / "copy.carreport"))
    assert (result(ours.answers()).n, counted(ours.answers())) == (4, MIXED_COUNTS)
    ours.close()


def test_a_later_file_keeps_the_scale_of_each_statement_and_widens_it_where_needed(
    draft: DraftSession, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(MIXED)
    bring(draft, path)
    path.write_text(MIXED + "5,School,Agree,Sometimes,x,,More\n")
    assert bring(draft, path).new_count == 1
    assert counted(draft.answers())["How often?"] == {"Often": 1, "Sometimes": 1, "Never": 2}
    assert counted(draft.answers())["What helped? – A walk"] == {"Ticked": 3, "Not ticked": 1}


def test_a_statement_never_mixes_two_scales(draft: DraftSession, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("ID,We meet\n1,Agree\n2,Disagree\n")
    bring(draft, path)
    path.write_text("ID,We meet\n3,Often\n4,Never\n")
    assert [problem.code for problem in plan(draft, path).problems] == ["other-scale"]


SCALED_CELLS = st.tuples(
    st.sampled_from(["Strongly agree", "Agree", "Disagree", "Don't know", ""]),
    st.sampled_from(["Yes", "No", ""]),
    st.sampled_from(["Always", "Sometimes", "Never", ""]),
    st.sampled_from(["Very satisfied", "Dissatisfied", ""]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SCALED_CELLS, min_size=1, max_size=20))
def test_any_replies_on_several_scales_are_counted_as_they_are(
    tmp_path: Path, replies: list[tuple[str, ...]]
) -> None:
    written = io.StringIO()
    heads = ("ID", "A", "B", "C", "D")
    csv.writer(written).writerows([heads, *((n, *row) for n, row in enumerate(replies, 1))])
    made = plan_import(
        text_table(tmp_path, written.getvalue()), find_target(FORM, Answers(), "s.surveys", "Poll")
    )
    if not made.is_ready:
        return
    found = counted(planned_answers(made, list(reversed(batch_values(made)))))
    for name, counts in found.items():
        column = heads.index(name) - 1
        cells = [row[column].replace("'", "’") for row in replies if row[column]]
        assert {label.replace("'", "’"): count for label, count in counts.items() if count} == dict(
            Counter(cells)
        )
