"""Numbers that cannot all be right are named in the check, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from carreport.assets import form_files
from carreport.form.answers import answers_from_json
from carreport.form.loader import load_form
from carreport.survey.contradictions import contradictions

FORM = load_form(next(file for file in form_files() if file.stem == "car-inquiry"))


def found(section: str, **given: Any) -> list[tuple[str, str]]:
    """Return the code and message of each contradiction."""
    answers, _ = answers_from_json(FORM, {"$form": "car-inquiry", section: given})
    return [(problem.code, problem.message) for problem in contradictions(FORM, answers)]


def method(*rounds: tuple[str, Any, Any]) -> dict[str, Any]:
    entries = [{"who": who, "asked": asked, "answered": answered} for who, asked, answered in rounds]
    return {"methods": [{"name": "Calls", "replies": entries}]}


MORE = "more-answered-than-asked"


@pytest.mark.parametrize(
    ("rounds", "said"),
    [
        ([("Odd", 5, 9)], "Odd: 9 people answered, but 5 were asked."),
        ([("Staff", 10, 6), ("Staff", None, 5)], "Staff: 11 people answered, but 10 were asked."),
        ([("", 1, 2)], "2 people answered, but 1 was asked."),
        ([("Staff", 5, 6), ("Staff", None, "about 3")], "Staff: 6 people answered, but 5 were asked."),
    ],
)
def test_more_people_cannot_answer_than_were_asked(rounds: list[tuple[str, Any, Any]], said: str) -> None:
    assert found("data", **method(*rounds)) == [(MORE, said)]


@pytest.mark.parametrize(
    "rounds",
    [
        [("Staff", 5, 5)],
        [("Staff", 5, 3), ("Clients", 2, 2)],
        [("Staff", "about 5", 9)],
        [("Staff", -3, None)],
        [("Staff", None, 9)],
        [("Staff", 5, "5 or 6")],
        [("Staff", 5, 3), ("Staff", None, 2)],
    ],
)
def test_rounds_that_can_be_right_raise_no_alarm(rounds: list[tuple[str, Any, Any]]) -> None:
    assert found("data", **method(*rounds)) == []


def survey(**more: Any) -> dict[str, Any]:
    statements = [{"statement": "too many", "agree": 15, "disagree": 6}, {"statement": "fine", "agree": 19}]
    return {"surveys": [{"name": "Poll", "statements": statements, **more}]}


def test_a_statement_cannot_have_more_answers_than_the_survey_has_people() -> None:
    said = "The counts for “too many” add up to 21, but you entered 19 as the number of people who replied."
    assert found("data", **survey(n=19)) == [("more-counted-than-people", said)]
    assert (
        found("data", **survey(n=21))
        == found("data", **survey(n="about 19"))
        == found("data", **survey())
        == []
    )


def test_a_survey_cannot_have_more_people_than_were_asked_or_fewer_than_its_rounds_say() -> None:
    few = [{"who": "Staff", "asked": 20, "answered": 21}]
    messages = [message for _, message in found("data", **survey(n=21, waves=few))]
    assert "21 people replied, but 20 were asked." in messages
    many = [{"who": "Staff", "asked": 40, "answered": 30}]
    assert found("data", **survey(n=21, waves=many)) == [
        (
            "people-differ",
            (
                "The survey rounds add up to 30 people who answered, "
                "but you entered 21 as the number of people who replied."
            ),
        )
    ]
    assert found("data", **survey(n=21, waves=[{"who": "Staff", "asked": 40, "answered": 21}])) == []


def test_a_number_may_not_be_smaller_than_its_list() -> None:
    meetings = [{"purpose": "Begin"}, {"purpose": "Go on"}]
    said = "You entered 1 meeting, but 2 meetings are listed."
    assert found("about", meeting_count=1, meetings=meetings) == [("fewer-than-listed", said)]
    assert found("about", meeting_count=9, meetings=meetings) == []
    assert found("about", meeting_count="about 9", meetings=meetings) == []


def test_fewer_replies_cannot_be_received_than_are_listed() -> None:
    question = {"question": "Why?", "replies": [{"words": "One."}, {"words": "Two."}]}
    said = "You entered 1 reply, but 2 replies are listed."
    assert found("data", open_questions=[{**question, "received": 1}]) == [("fewer-than-listed", said)]
    assert found("data", open_questions=[{**question, "received": 4}]) == []


def workshop(**more: Any) -> list[tuple[str, str]]:
    notes = [{"note": "a", "table": "1"}, {"note": "b", "table": "Table 1"}, {"note": "c", "table": "2"}]
    return found("data", workshops=[{"name": "Morning", "notes": notes, **more}])


def test_the_people_tables_and_votes_of_a_workshop_fit_together() -> None:
    assert workshop(people=9, tables=2) == workshop(tables="5 or 6", people="about 3") == []
    assert [code for code, _ in workshop(people=9, tables=1)] == ["fewer-than-listed"]
    assert workshop(people=3, tables=5) == [
        ("more-tables-than-people", "You entered 5 tables for 3 people."),
    ]
    votes = [{"note": "a", "votes": 12}]
    assert [code for code, _ in workshop(people=9, notes=votes)] == ["more-votes-than-people"]


def test_two_cycles_cannot_have_one_number_and_nobody_leaves_before_joining() -> None:
    assert found("about", cycles=[{"number": 2}, {"number": 1}, {"number": 2}]) == [
        ("number-twice", "Another cycle has the number 2 as well. Change one of them."),
    ]
    early = [{"person": "Ailsa Kerr", "joined": "2016-05", "left": "2016-03"}]
    assert found("about", members=early) == [
        ("dates-in-wrong-order", "The end (March 2016) is before the start (May 2016)."),
    ]
    same = [{"person": "Ailsa Kerr", "joined": "2016-05", "left": "2016"}]
    assert found("about", members=same, cycles=[{"number": 1}, {"about": "x"}, {"about": "y"}]) == []
