"""A column belongs to the question with the same wording; a similar one is shown, and asked about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.importer import run_import
from carreport.survey.importing.plan import ImportPlan, plan_import
from carreport.survey.results.result import survey_result
from carreport.survey.target import derived_id, find_target, wording_id
from tests.survey.files import FORM, text_table


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "study.carreport", FORM, "Isla Reid") as session:
        yield session


def plan(
    draft: DraftSession, text: str, corrections: Corrections | None = None, name: str = "Poll"
) -> ImportPlan:
    target = find_target(FORM, draft.answers(), "s.surveys", name)
    return plan_import(text_table(draft.path.parent, text), target, corrections)


def bring(draft: DraftSession, text: str, corrections: Corrections | None = None) -> None:
    run_import(draft, plan(draft, text, corrections))


def counted(draft: DraftSession) -> dict[str, int]:
    """Return the number of answers to each statement."""
    (survey,) = draft.answers().items("s.surveys")
    result = survey_result(FORM, draft.answers(), f"s.surveys/{survey.id}/statements")
    return {figure.tally.statement: figure.tally.n for figure in result.statements}


def codes(plan: ImportPlan) -> list[tuple[str, str]]:
    return [(problem.code, problem.column) for problem in plan.problems]


ABLE = "ID,I feel able to speak,Session 1: I learned much\n1,Agree,Agree\n2,Agree,Disagree\n"
UNABLE = "ID,I feel unable to speak,Session 2: I learned much\n8,Disagree,Agree\n9,Agree,Agree\n"


def test_statements_that_differ_by_a_digit_or_a_prefix_stay_apart_and_both_wordings_are_shown(
    draft: DraftSession,
) -> None:
    bring(draft, ABLE)
    later = plan(draft, UNABLE)
    assert later.is_ready
    assert any("I feel unable to speak" in note and "I feel able to speak" in note for note in later.notes)
    run_import(draft, later)
    assert counted(draft) == {
        "I feel able to speak": 2,
        "Session 1: I learned much": 2,
        "I feel unable to speak": 2,
        "Session 2: I learned much": 2,
    }


MISSPELT = "ID,I feel abel to speak\n8,Disagree\n9,Agree\n"


def test_a_typing_mistake_is_asked_about_and_the_answer_is_applied(draft: DraftSession) -> None:
    bring(draft, ABLE)
    asked = plan(draft, MISSPELT)
    assert codes(asked) == [("alike", "B")]
    alike = asked.mappings[1].alike
    assert alike is not None
    assert plan(draft, MISSPELT, Corrections(target_ids={1: ""})).mappings[1].is_new
    bring(draft, MISSPELT, Corrections(target_ids={1: alike.key}))
    assert counted(draft)["I feel able to speak"] == 4


def test_an_answer_about_a_wording_is_not_asked_for_again(draft: DraftSession) -> None:
    bring(draft, ABLE)
    alike = plan(draft, MISSPELT).mappings[1].alike
    assert alike is not None
    bring(draft, MISSPELT, Corrections(target_ids={1: alike.key}))
    again = plan(draft, MISSPELT + "10,Agree\n")
    assert (again.is_ready, again.mappings[1].target_id) == (True, alike.key)


def test_a_statement_said_to_be_new_has_an_entry_of_its_own(draft: DraftSession) -> None:
    bring(draft, "ID,We meet online\n1,Agree\n")
    bring(
        draft,
        "ID,“We meet, online”\n2,Agree\n".replace("“", '"').replace("”", '"'),
        Corrections(target_ids={1: ""}),
    )
    assert counted(draft) == {"We meet online": 1, "We meet, online": 1}


def test_a_column_whose_statement_is_in_another_column_is_not_asked_about(draft: DraftSession) -> None:
    bring(draft, ABLE)
    assert plan(draft, "ID,I feel able to speak,I feel able to spark\n8,Agree,Agree\n").is_ready


def test_the_same_wording_cannot_be_new(draft: DraftSession) -> None:
    bring(draft, ABLE)
    again = "ID,I feel able to speak.\n8,Agree\n"
    assert codes(plan(draft, again, Corrections(target_ids={1: ""}))) == [("same-wording", "B")]


def test_an_open_question_is_asked_about_in_the_same_way(draft: DraftSession) -> None:
    bring(draft, "ID,We meet,What helped you most of all?\n1,Agree,Time\n2,Agree,A room\n")
    later = "ID,We meet,What helped you moost of all?\n3,Agree,Money\n4,Agree,Tea\n"
    assert codes(plan(draft, later)) == [("alike", "C")]
    other = later.replace("What helped you moost of all?", "What helped them most of all?")
    assert plan(draft, other).is_ready


def test_a_survey_whose_name_is_almost_that_of_another_is_asked_about(draft: DraftSession) -> None:
    bring(draft, ABLE)
    assert codes(plan(draft, ABLE, name="Polls")) == [("alike-survey", "")]
    assert plan(draft, ABLE, Corrections(is_new_survey=True), name="Polls").is_ready
    assert plan(draft, ABLE, name="Poll 2").is_ready
    assert plan(draft, ABLE, name=" POLL.").target.name == "Poll"


def test_groups_with_the_same_name_are_one_and_a_misspelt_one_is_asked_about(draft: DraftSession) -> None:
    head = "ID,Where do you work?,We meet\n"
    bring(draft, head + "".join(f"{n},{'School' if n % 2 else 'school'},Agree\n" for n in range(1, 9)))
    more = head + "".join(f"{n},{'SCHOOL' if n % 2 else 'Council'},Agree\n" for n in range(11, 19))
    assert any("“SCHOOL” is counted as “School”" in note for note in plan(draft, more).notes)
    bring(draft, more, Corrections(already="others"))
    (survey,) = draft.answers().items("s.surveys")
    groups = survey_result(FORM, draft.answers(), f"s.surveys/{survey.id}/statements").groups
    assert [(group.name, group.n) for group in groups] == [("School", 12), ("Council", 4)]
    misspelt = more.replace("Council", "Scool").replace("SCHOOL", "School")
    assert codes(plan(draft, misspelt)) == [("alike-group", "B")]
    assert plan(draft, misspelt, Corrections(already="others", group_names={"Scool": "School"})).is_ready


def test_a_survey_round_with_other_capitals_is_the_same_round(draft: DraftSession) -> None:
    bring(draft, "ID,We meet\n1,Agree\n", Corrections(wave="Session 1"))
    bring(draft, "ID,We meet\n2,Agree\n", Corrections(wave="session 1"))
    bring(draft, "ID,We meet\n3,Agree\n", Corrections(wave="Session 2"))
    (survey,) = draft.answers().items("s.surveys")
    assert [entry.get("wave") for entry in survey.items("replies")] == ["Session 1", "Session 1", "Session 2"]


def test_ids_are_those_of_earlier_versions_unless_two_wordings_had_the_same() -> None:
    for usual in ("We meet", "1. We meet, often", "Is it clear who does what?", "Say “yes” – or not"):
        assert wording_id("s.g", usual) == derived_id("s.g", usual)
    for one, other in (
        ("Session 1: a", "Session 2: a"),
        ("Rate it +1", "Rate it -1"),
        ("We meet", "We meet (2)"),
    ):
        assert wording_id("s.g", one) != wording_id("s.g", other)


def test_wordings_that_differ_only_inside_are_two_statements_of_one_file(draft: DraftSession) -> None:
    bring(draft, "ID,My manager listens [to me],My manager: listens to me\n1,Agree,Agree\n")
    assert len(counted(draft)) == 2


TWICE = "ID,We meet,We meet\n1,Agree,Disagree\n2,Agree,Agree\n"
NUMBERED = TWICE.replace("We meet,We meet", "3.1.a. We meet,6.1.a. We meet")


def test_a_wording_that_occurs_twice_is_two_questions_if_the_user_says_so(draft: DraftSession) -> None:
    assert [code for code, _ in codes(plan(draft, TWICE))] == ["same-twice"]
    bring(draft, TWICE, Corrections(target_ids={2: ""}))
    assert list(counted(draft).values()) == [2, 2]
    later = plan(draft, f"{TWICE}3,Disagree,Disagree\n")
    assert (later.is_ready, [mapping.is_new for mapping in later.mappings]) == (True, [False] * 3)


@pytest.mark.parametrize(
    "heads",
    [
        "1. We meet,2. We meet",
        "3.1.a. We meet,6.1.a. We meet",
        "Q1. We meet,We meet",
        "a) We meet,b) We meet",
    ],
)
def test_the_number_of_a_question_distinguishes_two_with_one_wording(draft: DraftSession, heads: str) -> None:
    text = TWICE.replace("We meet,We meet", heads)
    bring(draft, text)
    assert list(counted(draft).values()) == [2, 2]
    later = plan(draft, f"{text}3,Disagree,Disagree\n")
    assert (later.is_ready, [mapping.is_new for mapping in later.mappings]) == (True, [False] * 3)


def test_a_wording_that_two_questions_of_the_survey_have_is_asked_about(draft: DraftSession) -> None:
    bring(draft, NUMBERED)
    text = "ID,We meet,We talk\n8,Agree,Agree\n9,Disagree,Agree\n"
    assert codes(plan(draft, text)) == [("alike", "B")]
    bring(draft, text, Corrections(target_ids={1: ""}))
    assert list(counted(draft).values()) == [2, 2, 2, 2]


def test_a_question_that_is_asked_a_second_time_later_is_a_new_one(draft: DraftSession) -> None:
    bring(draft, "ID,We meet\n8,Agree\n9,Disagree\n")
    assert plan(draft, NUMBERED).is_ready
    bring(draft, NUMBERED)
    assert list(counted(draft).values()) == [4, 2]
