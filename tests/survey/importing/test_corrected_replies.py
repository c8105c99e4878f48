"""A reply that its writer corrected later is shown, taken or left, and never counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers
from carreport.survey.checks import survey_problems
from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.importer import (
    ImportResult,
    entered_batch_value,
    redo_replacements,
    run_import,
    undo_import,
)
from carreport.survey.importing.plan import ImportPlan, plan_import
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.replies.fingerprints import random_fingerprints
from carreport.survey.replies.withdraw_reply import withdrawal_value
from carreport.survey.scales import scale_by_name
from carreport.survey.target import find_target
from tests.survey.files import FORM, csv_bytes, text_table

Row = list[str]
HEAD = ["ID", "We meet", "We talk", "Where do you work?", "What helped?"]
STEPS = ["Agree", "Disagree", "Agree", "Agree", "Disagree", "Agree", "Disagree", "Disagree"]
EARLY = [
    [str(n), said, STEPS[-n], "School" if n % 2 else "Council", f"Words of person {n}"]
    for n, said in enumerate(STEPS, 1)
]


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "study.carreport", FORM, "Isla Reid") as session:
        yield session


def plan(
    draft: DraftSession, rows: list[Row], corrections: Corrections | None = None, head: Row = HEAD
) -> ImportPlan:
    table = text_table(draft.path.parent, csv_bytes([head, *rows]))
    return plan_import(table, find_target(FORM, draft.answers(), "s.surveys", "Poll"), corrections)


def bring(
    draft: DraftSession, rows: list[Row], corrections: Corrections | None = None, head: Row = HEAD
) -> ImportResult:
    return run_import(draft, plan(draft, rows, corrections, head))


def corrected(number: int, column: int, said: str, rows: list[Row] = EARLY) -> list[Row]:
    """Return the rows of a file in which one reply has another answer."""
    return [[*row[:column], said, *row[column + 1 :]] if row[0] == str(number) else row for row in rows]


def counts(answers: Answers, heading: str = "We meet") -> tuple[int, int, int]:
    """Return how many replies there are, and how many agree and disagree."""
    (survey,) = answers.items("s.surveys")
    joined = deduplicate(entry.get("replies") for entry in survey.items("replies") if entry.get("replies"))
    (statement,) = [item.id for item in survey.items("statements") if item.get("statement") == heading]
    said = Counter(joined.statements[statement])
    return joined.n, said["agree"], said["disagree"]


def codes(plan: ImportPlan) -> list[tuple[str, int, str]]:
    return [(problem.code, problem.row, problem.column) for problem in plan.problems]


NEW, KEEP = Corrections(revised="new"), Corrections(revised="keep")
ASKED = ("replies-corrected", 0, "")


def test_a_corrected_reply_is_asked_about_with_its_row_and_both_answers(draft: DraftSession) -> None:
    bring(draft, EARLY)
    asked = plan(draft, corrected(4, 1, "Disagree"))
    assert codes(asked) == [ASKED, ("reply-corrected", 5, "B")]
    assert "“Agree”" in asked.problems[1].message
    assert "“Disagree”" in asked.problems[1].message


@pytest.mark.parametrize(("corrections", "expected"), [(NEW, (8, 3, 5)), (KEEP, (8, 4, 4))])
def test_the_new_answer_is_taken_or_the_old_one_kept(
    draft: DraftSession, corrections: Corrections, expected: tuple[int, int, int]
) -> None:
    bring(draft, EARLY)
    result = bring(draft, corrected(4, 1, "Disagree"), corrections)
    assert counts(draft.answers()) == expected
    assert bool(result.batch) == (corrections is NEW)


def test_a_file_whose_corrections_were_taken_changes_nothing_the_second_time(draft: DraftSession) -> None:
    bring(draft, EARLY)
    bring(draft, corrected(4, 1, "Disagree"), NEW)
    again = plan(draft, corrected(4, 1, "Disagree"))
    assert (again.is_ready, again.has_nothing_new) == (True, True)


def test_undo_brings_the_old_answer_back_and_redo_the_new_one(draft: DraftSession) -> None:
    bring(draft, EARLY)
    result = bring(draft, corrected(4, 1, "Disagree"), NEW)
    undo_import(draft, result)
    assert counts(draft.answers()) == (8, 4, 4)
    draft.restore_item(result.batch)
    redo_replacements(draft, result)
    assert counts(draft.answers()) == (8, 3, 5)


def test_undo_does_not_bring_back_a_reply_that_was_withdrawn_in_between(draft: DraftSession) -> None:
    bring(draft, EARLY)
    result = bring(draft, corrected(4, 1, "Disagree"), NEW)
    marks = str(result.replaced[0].before["marks"])
    entries = result.batch.rpartition("/")[0]
    draft.add_item(entries, values={"replies": withdrawal_value([marks[:12]])})
    undo_import(draft, result)
    assert "Words of person 1" not in str(draft.answers().get(result.replaced[0].path))
    assert counts(draft.answers())[0] == 7


@pytest.mark.parametrize(
    ("column", "said", "letter"),
    [(2, "Disagree", "C"), (3, "Council", "D"), (4, "Something else entirely", "E"), (1, "", "B")],
)
def test_every_kind_of_answer_may_be_corrected(
    draft: DraftSession, column: int, said: str, letter: str
) -> None:
    bring(draft, EARLY)
    late = corrected(3, column, said)
    assert codes(plan(draft, late)) == [ASKED, ("reply-corrected", 4, letter)]
    bring(draft, late, NEW)
    assert plan(draft, late).has_nothing_new
    assert counts(draft.answers())[0] == 8


def test_an_answer_given_later_is_a_correction_too(draft: DraftSession) -> None:
    bring(draft, corrected(3, 1, ""))
    assert codes(plan(draft, EARLY)) == [ASKED, ("reply-corrected", 4, "B")]
    bring(draft, EARLY, NEW)
    assert counts(draft.answers()) == (8, 4, 4)


def test_a_later_file_may_have_a_corrected_reply_and_a_new_one(draft: DraftSession) -> None:
    bring(draft, EARLY)
    late = [*corrected(4, 1, "Disagree"), ["9", "Agree", "Agree", "School", "Late words"]]
    assert codes(plan(draft, late)) == [ASKED, ("reply-corrected", 5, "B")]
    bring(draft, late, NEW)
    assert counts(draft.answers()) == (9, 4, 5)


def test_a_new_reply_is_imported_even_if_the_old_answer_is_kept(draft: DraftSession) -> None:
    bring(draft, EARLY)
    bring(draft, [*corrected(4, 1, "Disagree"), ["9", "Agree", "Agree", "School", "Late words"]], KEEP)
    assert counts(draft.answers()) == (9, 5, 4)


def test_a_reply_that_a_later_file_lacks_is_reported_and_kept(draft: DraftSession) -> None:
    bring(draft, EARLY)
    late = plan(draft, [*EARLY[:4], *EARLY[5:]])
    assert late.is_ready
    assert any(note.startswith("1 reply of an earlier file is not in this one") for note in late.notes)
    assert counts(draft.answers())[0] == 8


SAME_NEW = Corrections(already="same", revised="new")


def test_if_the_first_reply_was_corrected_nobody_is_counted_twice(draft: DraftSession) -> None:
    bring(draft, EARLY)
    late = corrected(1, 1, "Disagree")
    assert codes(plan(draft, late)) == [("replies-alike", 0, "")]
    asked = plan(draft, late, Corrections(already="same"))
    assert codes(asked) == [ASKED, ("reply-corrected", 2, "B")]
    bring(draft, late, SAME_NEW)
    assert counts(draft.answers()) == (8, 3, 5)


def test_if_the_first_reply_says_something_else_throughout_nobody_is_counted_twice(
    draft: DraftSession,
) -> None:
    bring(draft, EARLY)
    late = [["1", "Disagree", "Agree", "Council", "Nothing like before"], *EARLY[1:]]
    assert codes(plan(draft, late, Corrections(already="same")))[0] == ASKED
    bring(draft, late, SAME_NEW)
    assert counts(draft.answers()) == (8, 3, 5)
    kept = plan(draft, EARLY, Corrections(already="same", revised="keep"))
    assert kept.has_nothing_new


def test_a_corrected_first_reply_of_very_few_is_asked_about(draft: DraftSession) -> None:
    bring(draft, EARLY[:3])
    assert codes(plan(draft, corrected(1, 1, "Disagree", EARLY[:3]))) == [("replies-alike", 0, "")]


def test_two_corrected_replies_of_eight_and_the_first_among_them_are_asked_about(draft: DraftSession) -> None:
    bring(draft, EARLY)
    late = corrected(1, 1, "Disagree", corrected(2, 1, "Agree"))
    assert codes(plan(draft, late)) == [("replies-alike", 0, "")]
    asked = plan(draft, late, Corrections(already="same"))
    assert codes(asked) == [ASKED, ("reply-corrected", 2, "B"), ("reply-corrected", 3, "B")]
    bring(draft, late, SAME_NEW)
    assert counts(draft.answers()) == (8, 4, 4)


def test_a_deleted_first_reply_stays_and_nobody_is_counted_twice(draft: DraftSession) -> None:
    bring(draft, EARLY)
    late = plan(draft, EARLY[1:], Corrections(already="same"))
    assert (late.is_ready, late.has_nothing_new) == (True, True)
    assert any(note.startswith("1 reply of an earlier file") for note in late.notes)


@pytest.mark.parametrize(("revised", "expected"), [("new", (8, 3, 5)), ("keep", (8, 4, 4))])
def test_a_column_added_later_is_not_a_correction_and_does_not_hide_one(
    draft: DraftSession, revised: str, expected: tuple[int, int, int]
) -> None:
    bring(draft, EARLY)
    head = [*HEAD, "We listen"]
    added = [[*row, "Agree"] for row in EARLY]
    assert plan(draft, added, Corrections(already="same"), head).is_ready
    late = [[*row, "Agree"] for row in corrected(4, 1, "Disagree")]
    bring(draft, late, Corrections(already="same", revised=revised), head)
    assert counts(draft.answers()) == expected
    assert counts(draft.answers(), "We listen") == (8, 8, 0)


def test_in_a_file_without_numbers_a_similar_reply_may_be_a_correction(draft: DraftSession) -> None:
    head, rows = HEAD[1:], [row[1:] for row in EARLY]
    late = [row[1:] for row in corrected(4, 1, "Disagree")]
    bring(draft, rows, head=head)
    same = Corrections(already="same")
    assert codes(plan(draft, late, same, head)) == [ASKED, ("reply-corrected", 5, "A")]
    bring(draft, late, SAME_NEW, head)
    assert counts(draft.answers()) == (8, 3, 5)


def test_replies_of_other_people_are_not_taken_for_corrections(draft: DraftSession) -> None:
    head, rows = HEAD[1:], [row[1:] for row in EARLY]
    late = [row[1:] for row in corrected(4, 1, "Disagree")]
    bring(draft, rows, head=head)
    bring(draft, late, Corrections(already="same", revised="others"), head)
    assert counts(draft.answers())[0] == 9


def test_an_edited_reply_with_a_new_time_is_asked_about(draft: DraftSession) -> None:
    head = ["Timestamp", *HEAD[1:]]
    rows = [[f"2026/05/12 10:0{row[0]}:00", *row[1:]] for row in EARLY]
    late = [*rows[:3], ["2026/05/14 9:00:00", "Disagree", *rows[3][2:]], *rows[4:]]
    bring(draft, rows, head=head)
    asked = plan(draft, late, head=head)
    assert codes(asked) == [ASKED, ("reply-corrected", 5, "B")]
    assert "Row 5" in asked.problems[0].message
    bring(draft, late, NEW, head)
    assert counts(draft.answers()) == (8, 3, 5)


def test_new_people_with_numbers_of_their_own_are_never_corrections(draft: DraftSession) -> None:
    bring(draft, EARLY)
    late = [*EARLY[:3], *EARLY[4:], ["9", *EARLY[3][1:4], "Other words"]]
    assert plan(draft, late).is_ready
    bring(draft, late)
    assert counts(draft.answers())[0] == 9


def test_another_survey_round_for_the_same_replies_is_asked_about(draft: DraftSession) -> None:
    bring(draft, EARLY, Corrections(wave="Session 1"))
    assert codes(plan(draft, EARLY, Corrections(wave="Session 2")))[0] == ASKED
    assert plan(draft, EARLY, Corrections(wave="session 1")).has_nothing_new


def two_computers(tmp_path: Path) -> tuple[DraftSession, DraftSession]:
    ours = DraftSession.create(tmp_path / "ours.carreport", FORM, "Isla Reid")
    export_copy(ours, tmp_path / "theirs.carreport")
    return ours, DraftSession.open(tmp_path / "theirs.carreport", "Ewan Gunn")


def merged(tmp_path: Path, ours: DraftSession, theirs: DraftSession) -> list[Answers]:
    """Return the answers of both after each has imported the other’s copy."""
    export_copy(ours, tmp_path / "from ours.carreport")
    export_copy(theirs, tmp_path / "from theirs.carreport")
    merge_and_save(ours, preview_merge(ours, tmp_path / "from theirs.carreport"))
    merge_and_save(theirs, preview_merge(theirs, tmp_path / "from ours.carreport"))
    answers = [ours.answers(), theirs.answers()]
    ours.close()
    theirs.close()
    return answers


def test_a_correction_taken_on_one_computer_holds_on_the_other(tmp_path: Path) -> None:
    ours = DraftSession.create(tmp_path / "ours.carreport", FORM, "Isla Reid")
    bring(ours, EARLY)
    export_copy(ours, tmp_path / "theirs.carreport")
    theirs = DraftSession.open(tmp_path / "theirs.carreport", "Ewan Gunn")
    bring(ours, corrected(4, 1, "Disagree"), NEW)
    for answers in merged(tmp_path, ours, theirs):
        assert counts(answers) == (8, 3, 5)
        assert "replies-differ" not in [problem.code for problem in survey_problems(FORM, answers)]


def test_if_both_imported_the_earlier_file_separately_nobody_counts_twice_and_it_is_reported(
    tmp_path: Path,
) -> None:
    ours, theirs = two_computers(tmp_path)
    bring(ours, EARLY)
    bring(theirs, EARLY)
    bring(ours, corrected(4, 1, "Disagree"), NEW)
    one, other = merged(tmp_path, ours, theirs)
    assert counts(one) == counts(other)
    told = "replies-differ" in [problem.code for problem in survey_problems(FORM, one)]
    assert counts(one) == (8, 3, 5) or told
    assert one.versions or not told


def test_two_versions_imported_on_two_computers_are_reported_and_counted_the_same(tmp_path: Path) -> None:
    ours, theirs = two_computers(tmp_path)
    bring(ours, EARLY)
    bring(theirs, corrected(4, 1, "Disagree"))
    one, other = merged(tmp_path, ours, theirs)
    assert counts(one) == counts(other)
    for answers in (one, other):
        assert "replies-differ" in [problem.code for problem in survey_problems(FORM, answers)]


def test_importing_one_of_two_versions_again_settles_which_counts(tmp_path: Path) -> None:
    ours, theirs = two_computers(tmp_path)
    bring(ours, EARLY)
    bring(theirs, corrected(4, 1, "Disagree"))
    export_copy(theirs, tmp_path / "from theirs.carreport")
    merge_and_save(ours, preview_merge(ours, tmp_path / "from theirs.carreport"))
    bring(ours, corrected(4, 1, "Disagree"), NEW)
    assert counts(ours.answers()) == (8, 3, 5)
    assert "replies-differ" not in [problem.code for problem in survey_problems(FORM, ours.answers())]
    ours.close()
    theirs.close()


MIXED_HEAD = ["ID", "We meet", "How often?", "What helped? [A walk]", "What helped? [A talk]"]
OFTEN = ["Often", "Never", "Often", "Sometimes", "Never", "Often"]
MIXED = [
    [str(n), STEPS[n], often, "Y" if n % 2 else "", "Y" if n % 3 else ""] for n, often in enumerate(OFTEN, 1)
]


@pytest.mark.parametrize(
    ("column", "said", "letter"), [(2, "Sometimes", "C"), (3, "", "D"), (1, "Disagree", "B")]
)
def test_a_file_with_several_scales_changes_only_the_entry_with_the_corrected_answer(
    draft: DraftSession, column: int, said: str, letter: str
) -> None:
    bring(draft, MIXED, head=MIXED_HEAD)
    late = corrected(5, column, said, MIXED)
    assert codes(plan(draft, late, head=MIXED_HEAD)) == [ASKED, ("reply-corrected", 6, letter)]
    result = bring(draft, late, NEW, MIXED_HEAD)
    assert len(result.replaced) == len(result.batches) == 1
    assert plan(draft, late, head=MIXED_HEAD).has_nothing_new
    assert counts(draft.answers())[0] == 6
    undo_import(draft, result)
    assert plan(draft, MIXED, head=MIXED_HEAD).has_nothing_new


def test_the_first_reply_of_a_file_without_numbers_may_be_the_corrected_one(draft: DraftSession) -> None:
    head, rows = HEAD[1:], [row[1:] for row in EARLY]
    late = [row[1:] for row in corrected(1, 1, "Disagree")]
    bring(draft, rows, head=head)
    assert codes(plan(draft, late, head=head)) == [("replies-alike", 0, "")]
    bring(draft, late, SAME_NEW, head)
    assert counts(draft.answers()) == (8, 3, 5)


def test_identical_replies_of_several_people_are_not_corrections(draft: DraftSession) -> None:
    head, rows = ["We meet", "We talk", "We listen"], [["Agree", "Agree", "Agree"]] * 3
    bring(draft, rows, head=head)
    bring(draft, [*rows, ["Disagree", "Agree", "Agree"]], Corrections(already="same"), head)
    assert counts(draft.answers()) == (4, 3, 1)


def test_a_corrected_reply_among_identical_ones_counts_once(draft: DraftSession) -> None:
    head, rows = ["We meet", "We talk", "We listen"], [["Agree", "Agree", "Agree"]] * 3
    bring(draft, rows, head=head)
    late = [*rows[:2], ["Disagree", "Agree", "Agree"]]
    bring(draft, late, SAME_NEW, head)
    assert counts(draft.answers()) == (3, 2, 1)
    assert plan(draft, late, head=head).has_nothing_new


def test_a_withdrawn_reply_is_never_a_correction(draft: DraftSession) -> None:
    bring(draft, EARLY)
    (survey,) = draft.answers().items("s.surveys")
    marks = survey.items("replies")[0].get("replies")["marks"]
    entries = f"s.surveys/{survey.id}/replies"
    draft.add_item(entries, values={"replies": withdrawal_value([marks[36:48]])})
    late = plan(draft, corrected(4, 1, "Disagree"))
    assert (late.is_ready, late.has_nothing_new) == (True, True)


def test_a_reply_typed_in_by_hand_is_never_replaced(draft: DraftSession) -> None:
    bring(draft, EARLY)
    (survey,) = draft.answers().items("s.surveys")
    (statement, *_) = [item.id for item in survey.items("statements")]
    scale = scale_by_name("three")
    assert scale is not None
    typed = entered_batch_value(scale, [statement], [{statement: "agree"}], random_fingerprints(1))
    draft.add_item(f"s.surveys/{survey.id}/replies", values={"replies": typed})
    bring(draft, corrected(4, 1, "Disagree"), NEW)
    assert counts(draft.answers()) == (9, 4, 5)
