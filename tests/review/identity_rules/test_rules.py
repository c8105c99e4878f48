"""What the rules find in each kind of sentence, in which places, and in other forms."""

from __future__ import annotations

import pytest

from carreport.form.answers import Answers, answers_from_json
from carreport.form.loader import parse_form
from carreport.review.identity import find_contacts, people_at_risk
from carreport.review.identity.recognition import find_identities
from tests.review.identity import judge
from tests.review.identity.casts import CASTS, inquiry_form, read, said
from tests.review.identity.contacts import LINES_WITH, LINES_WITHOUT
from tests.review.identity.sentences import HARMLESS, RECOGNISABLE

GIVES_AWAY = (
    (
        "school",
        "came",
        "I have been a depute for nine years and never stood at that door.",
        "Mhairi Lockhart",
    ),
    ("school", "hard", "I had a school to run between meetings.", "Mhairi Lockhart"),
    ("school", "hard", "When I led the talks with pupils I had to bite my tongue.", "Callum Ogilvie"),
    ("school", "participant", "One of the two youth workers let us choose, and he sang.", "Callum Ogilvie"),
    ("school", "participant", "The officer in uniform stood by the door.", "Fergus Boyle"),
    ("health", "hard", "I was off for the September meeting.", "Isobel Strang"),
    ("health", "came", "I lead the team, so people look at me first.", "Agnes Farquhar"),
    ("advice", "learned", "Bridie was right about the queue.", "Bridget Farrell"),
    ("advice", "came", "I joined in October and I was the enemy until Christmas.", "Bridget Farrell"),
    ("advice", "participant", "The man from the housing association asked me.", "Olu Bankole"),
    ("island", "changed", "As I said at the time, a lift is never only a lift.", "Netta Corrigall"),
    ("island", "came", "I am an OT, and I count steps.", "Kate Flett"),
)
GIVES_NOBODY_AWAY = (
    ("school", "reply", "The police came to our door when my son was late."),
    ("school", "changed", "I ask pupils how their morning was."),
    ("school", "participant", "The policewoman was nice."),
    ("health", "reply", "I rang the surgery and nobody answered."),
    ("health", "changed", "I left the room more than once."),
    ("advice", "reply", "I missed my appointment at the jobcentre and lost my money."),
    ("advice", "learned", "Ministers come and go but forms remain."),
    ("island", "reply", "I joined the library in March."),
    ("island", "setting", "The library is open three days a week."),
)


def found_in(answers: Answers, path: str) -> list[str]:
    return judge.found_at(list(people_at_risk(answers, inquiry_form())), [path])


@pytest.mark.parametrize(("cast", "place", "words", "person"), GIVES_AWAY)
def test_a_sentence_leads_to_whom_it_gives_away(cast: str, place: str, words: str, person: str) -> None:
    assert found_in(*said(CASTS[cast], place, words))[:1] == [person]


@pytest.mark.parametrize(("cast", "place", "words", "person"), GIVES_AWAY[:2])
def test_a_sentence_in_a_cell_of_a_table_leads_to_whom_it_gives_away(
    cast: str, place: str, words: str, person: str
) -> None:
    table = {"type": "table", "rows": [["What was said", "When"], [words, "In May"]]}
    assert found_in(*said(CASTS[cast], place, [table]))[:1] == [person]


@pytest.mark.parametrize(("cast", "place", "words"), GIVES_NOBODY_AWAY)
def test_a_sentence_that_could_be_anybody_is_left_alone(cast: str, place: str, words: str) -> None:
    assert found_in(*said(CASTS[cast], place, words)) == []


def test_a_part_of_the_sentences_that_were_written_before_the_rules_is_found() -> None:
    scores = judge.judge_recognisable(RECOGNISABLE[::3], people_at_risk).values()
    assert sum(score.right for score in scores) >= 7
    left = judge.judge_harmless(HARMLESS[::3], people_at_risk).values()
    assert [line for score in left for line in score.wrong] == []


def test_nobody_is_found_in_what_is_not_printed() -> None:
    assert judge.judge_unprinted(RECOGNISABLE[::9], people_at_risk).wrong == []


def test_the_seed_group_is_recognised_to_the_person() -> None:
    assert judge.judge_seed_group(people_at_risk, told=True).wrong == []


def test_all_contacts_are_found_and_nothing_that_looks_alike() -> None:
    scores, false = judge.judge_contacts((*LINES_WITH, *LINES_WITHOUT), find_contacts)
    assert [line for score in scores.values() for line in score.wrong] == []
    assert false == []
    assert judge.judge_contacts(judge.example_texts(), find_contacts)[1] == []


def test_who_signs_with_a_name_is_not_given_away_by_their_own_words() -> None:
    reflection = {
        "$id": "said",
        "member": "Mhairi Lockhart",
        "came": "As depute I was late.",
        "respondent": 9,
    }
    for release, expected in (("named", []), ("respondent", ["Mhairi Lockhart"])):
        answers = read(
            {**CASTS["school"].to_json(), "reflections": {"individual": [{**reflection, "release": release}]}}
        )
        assert found_in(answers, "reflections.individual/said/came") == expected


def test_a_link_that_was_entered_as_an_answer_is_no_contact() -> None:
    contacts = [
        {
            "person": {"name": "Jean Tosh"},
            "link": "mailto:jean@lennan.example",
            "about": "Call 01632 960 457.",
        }
    ]
    answers = read({"about": {"contacts": contacts}})
    assert [contact.type for contact in find_identities(answers, inquiry_form()).contacts] == ["phone"]


OWN_FORM = """
[form]
id = "club"
title = "Club"
version = 1
purpose = "To tell of a club."

[[section]]
id = "us"
title = "Us"
[[section.field]]
id = "team"
kind = "list"
label = "Who belongs to it?"
why = "So that readers know."
item = "person"
[[section.field.field]]
id = "somebody"
kind = "person"
label = "Who is it?"
why = "A name."
[[section.field.field]]
id = "since"
kind = "date"
label = "Since when?"
why = "A date."
[[section.field]]
id = "evenings"
kind = "list"
label = "Which evenings were there?"
why = "So that readers know."
item = "evening"
[[section.field.field]]
id = "day"
kind = "date"
label = "On which day?"
why = "A date."
[[section.field.field]]
id = "there"
kind = "line"
label = "Who was there?"
why = "Names."
[[section.field]]
id = "thoughts"
kind = "text"
label = "What do you think?"
why = "In your own words."
"""


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("As the treasurer I count everything twice.", "Ann Brodie"),
        ("I missed two of the meetings and nobody told me.", "Euan Kerr"),
        ("I only joined in the summer.", "Rhona Muir"),
    ],
)
def test_the_rules_know_people_and_meetings_in_a_form_of_your_own(words: str, person: str) -> None:
    form = parse_form(OWN_FORM)
    team = (
        ("Ann Brodie", "Treasurer", "2020-01"),
        ("Euan Kerr", "Cook", "2020-01"),
        ("Rhona Muir", "Guide", "2020-07"),
    )
    answers, problems = answers_from_json(
        form,
        {
            "us": {
                "team": [
                    {"somebody": {"name": name, "role": role}, "since": since} for name, role, since in team
                ],
                "evenings": [
                    {"day": "2020-08-01", "there": "Ann Brodie and Rhona Muir"},
                    {"day": "2020-09-01", "there": "Everybody but Euan Kerr"},
                ],
                "thoughts": words,
            }
        },
    )
    assert problems == []
    found = [
        one for one in people_at_risk(answers, form) if any(p.path == "us.thoughts" for p in one.passages)
    ]
    assert [one.person.name for one in found] == [person]
