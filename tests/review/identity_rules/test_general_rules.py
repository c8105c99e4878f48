"""What the rules find in further ways to say something, and what they leave alone."""

from __future__ import annotations

import pytest

from carreport.review.identity import people_at_risk
from carreport.review.identity.given_names import gender_of_name, short_names
from tests.review.identity import judge
from tests.review.identity.casts import inquiry_form, said
from tests.review.identity.further_sentences import FURTHER_HARMLESS, FURTHER_RECOGNISABLE

GIVES_AWAY = (
    ("school", "participant", "Mr B. stood at the gate and knew all our names.", "Fergus Boyle"),
    ("health", "participant", "Our lady GP listens longer than ten minutes.", "Dr Priya Raman"),
    ("advice", "came", "As a woman from the jobcentre I was two things at once.", "Bridget Farrell"),
    ("island", "participant", "He plans the buses, and he had never been on one.", "Angus Heddle"),
    ("health", "participant", "Him from the pharmacy: he knew the name of the baby.", "Tom Wardlaw"),
    ("school", "hard", "I was at a funeral when the group met in November.", "Derek Pirie"),
    ("advice", "hard", "I was absent in June and again in November.", "Peter Nairn"),
    ("advice", "came", "Of the four times the group met I managed two.", "Peter Nairn"),
    ("island", "hard", "I had to miss the one before Christmas and the one in March.", "Bill Garrioch"),
    ("health", "reply", "Hania phoned me when I could not sleep.", "Hanna Nowak"),
    ("school", "participant", "Ferg let the wee ones try his hat on.", "Fergus Boyle"),
    ("island", "participant", "Our R. will not take petrol money.", "Robert Leask"),
    ("advice", "participant", "One of the group left us in August.", "Colin Strachan"),
    ("school", "came", "I came on board in March, with the survey half written.", "Jean Tosh"),
    ("health", "came", "As the team’s manager I was afraid of silence.", "Agnes Farquhar"),
    ("island", "came", "I am in charge of the day centre.", "Rona Isbister"),
    ("health", "participant", "He runs the pharmacy, and he closed it for us.", "Tom Wardlaw"),
    ("island", "hard", "My contract ended in May.", "Fiona Sclater"),
    ("island", "hard", "I had flu for the December one.", "Bill Garrioch"),
    ("school", "participant", "He was posted elsewhere that February.", "Fergus Boyle"),
    ("health", "participant", "The only man among them had cold hands.", "Paul Cassidy"),
    ("nursery", "participant", "The Gaelic officer sang us a lullaby.", "Catriona Beaton"),
)
GIVES_NOBODY_AWAY = (
    ("nursery", "reply", "As a man in a hurry I read only the first line."),
    ("nursery", "learned", "In the head of a child both tongues are at home."),
    ("warmth", "reply", "The woman next door said that her nurse comes at six."),
    ("school", "changed", "I came to all but one of the breakfasts."),
    ("island", "changed", "I was at the shop when they met the bus."),
    ("island", "changed", "I stayed at home for one evening."),
    ("advice", "changed", "I came in one morning and the queue was already at the corner."),
    ("school", "learned", "Plan B. is never as good, and with a C. it is worse."),
    ("school", "came", "I was not sure at the start what the question was."),
    ("school", "hard", "I was ill at ease in the first meeting."),
    ("health", "hard", "I came late to the first meeting and sat by the door."),
    ("nursery", "changed", "I was new to the songs and I am not any more."),
    ("health", "reply", "Gus the cat sat on the scales."),
)


def found_in(cast: str, place: str, words: str) -> list[str]:
    answers, path = said(judge.ALL_CASTS[cast], place, words)
    return judge.found_at(list(people_at_risk(answers, inquiry_form())), [path])


@pytest.mark.parametrize(("cast", "place", "words", "person"), GIVES_AWAY)
def test_another_way_to_say_it_leads_to_the_same_person(
    cast: str, place: str, words: str, person: str
) -> None:
    assert found_in(cast, place, words)[:1] == [person]


@pytest.mark.parametrize(("cast", "place", "words"), GIVES_NOBODY_AWAY)
def test_words_that_only_look_alike_are_left_alone(cast: str, place: str, words: str) -> None:
    assert found_in(cast, place, words) == []


def test_a_part_of_the_further_sentences_is_found_and_no_harmless_one() -> None:
    scores = judge.judge_recognisable(FURTHER_RECOGNISABLE[::3], people_at_risk).values()
    assert sum(score.right for score in scores) >= 5
    left = judge.judge_harmless(FURTHER_HARMLESS[::3], people_at_risk).values()
    assert [line for score in left for line in score.wrong] == []


def test_a_name_is_shortened_by_rule_and_by_list_but_not_to_an_ordinary_word() -> None:
    assert {"jas", "jassi"} <= short_names("Jaswinder Kaur")
    assert {"kev", "kevvy"} <= short_names("Kevin Mutch")
    assert "kasia" in short_names("Katarzyna Lewandowska")
    assert not {"mar", "wed", "may", "pass"} & short_names("Passmore Wedderburn")


def test_a_surname_tells_that_somebody_is_a_woman_or_a_man() -> None:
    assert gender_of_name("kim", "lewandowska") == gender_of_name("kim", "kaur") == "f"
    assert gender_of_name("kim", "lewandowski") == gender_of_name("kim", "singh") == "m"
    assert gender_of_name("kim", "pirie") == ""
