"""The sets that rules about people and contacts are judged by are whole, and the judge can say no."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from carreport.form.answers import Answers
from carreport.form.schema import Form
from carreport.report.build import build
from carreport.report.templates.find_templates import find_template
from tests.review.identity import judge
from tests.review.identity.casts import CASTS, PRINTED, UNPRINTED, Cast, inquiry_form, said
from tests.review.identity.contacts import KINDS, LINES_WITH, LINES_WITHOUT, unmark
from tests.review.identity.prose import prose, with_prose, words_in
from tests.review.identity.seed_group import EXPECTED, MEMBERS, OTHERS, seed_group
from tests.review.identity.sentences import HARMLESS, RECOGNISABLE

PLAIN = "The kettle was on before anybody had asked."
LONGEST_SHARE = 2
SOME = RECOGNISABLE[::4]


def printed(answers: Answers) -> str:
    template = find_template("inquiry-report")
    return repr(build(inquiry_form(), answers, {}, template, date(2026, 11, 30)).sections)


def names(cast: Cast) -> set[str]:
    return {member.name for member in cast.members}


def nobody(answers: Answers, form: Form) -> Iterable[Any]:  # noqa: ARG001 - the face of the rules
    return ()


def everybody(answers: Answers, form: Form) -> Iterable[Any]:
    found = [
        SimpleNamespace(path=answer.path, words=answer.plain_text, reason="alive", shared_by=1)
        for answer in answers.answered_fields(form)
    ]
    for item in answers.items("about.members"):
        yield SimpleNamespace(person=item.get("person")["name"], passages=found)


def knows_the_sentences(answers: Answers, form: Form) -> Iterable[Any]:
    for sentence in RECOGNISABLE:
        path = PRINTED[sentence.place]
        found = [answer for answer in answers.answered_fields(form) if answer.path == path]
        if found and found[0].plain_text == sentence.words:
            shared = len(sentence.people)
            passage = SimpleNamespace(path=path, words=sentence.words, reason="known", shared_by=shared)
            yield from (SimpleNamespace(person=name, passages=[passage]) for name in sentence.people)


def test_thirty_sentences_give_somebody_in_their_group_away_and_thirty_give_nobody() -> None:
    assert (len(RECOGNISABLE), len(HARMLESS)) == (30, 30)
    assert len({sentence.words for sentence in (*RECOGNISABLE, *HARMLESS)}) == 60
    for sentence in RECOGNISABLE:
        assert 0 < len(sentence.people) <= LONGEST_SHARE
        assert set(sentence.people) <= names(CASTS[sentence.cast])
    assert [sentence.words for sentence in HARMLESS if sentence.people] == []


def test_no_sentence_has_a_whole_name() -> None:
    everyone = set().union(*map(names, CASTS.values()))
    said_by_all = " ".join(sentence.words for sentence in (*RECOGNISABLE, *HARMLESS))
    assert [name for name in everyone if name in said_by_all] == []


@pytest.mark.parametrize("place", PRINTED)
def test_a_sentence_at_a_printed_place_is_in_the_report(place: str) -> None:
    answers, path = said(CASTS["school"], place, PLAIN)
    assert answers.get(path)
    assert PLAIN in printed(answers)


@pytest.mark.parametrize("place", UNPRINTED)
def test_a_sentence_at_another_place_is_in_no_report(place: str) -> None:
    answers, path = said(CASTS["school"], place, PLAIN)
    assert answers.get(path)
    assert PLAIN not in printed(answers)


def test_each_group_says_who_came_and_who_did_what_by_names_it_knows() -> None:
    for cast in CASTS.values():
        facts = [*cast.methods, cast.workshop, *cast.actions, ("", cast.themed_by), ("", cast.quoted)]
        for _, who in facts:
            assert any(name in who for name in names(cast)), who
        assert cast.lead in names(cast)


def test_a_name_that_nobody_may_print_is_not_in_the_thanks() -> None:
    for cast in CASTS.values():
        for member in cast.members:
            assert (member.shown == "named") or member.name not in cast.thanks


def test_there_are_six_thousand_words_of_ordinary_prose_without_a_name() -> None:
    assert sum(map(words_in, CASTS)) > 6_000
    everyone = [name for cast in CASTS.values() for name in names(cast)]
    everyone += [member.name for member in (*MEMBERS, *OTHERS)]
    for name, cast in CASTS.items():
        text = " ".join(prose(name).values())
        assert [person for person in everyone if person in text or person.split()[-1] in text] == []
        answers = with_prose(cast, name)
        assert all(answers.get(path) for path in prose(name))


def test_most_of_the_prose_is_printed() -> None:
    for name, cast in CASTS.items():
        page = printed(with_prose(cast, name))
        last = [words.rpartition("\n")[2].split("’")[0] for words in prose(name).values()]
        assert [words for words in last if words not in page] == []


def check_digit(number: str) -> int:
    total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11


def test_each_marked_contact_is_in_its_line_and_each_kind_is_there() -> None:
    assert (len(LINES_WITH), len(LINES_WITHOUT)) == (80, 120)
    assert len({*LINES_WITH, *LINES_WITHOUT}) == 200
    found = [(line.text[c.start : c.end], c.kind) for line in map(unmark, LINES_WITH) for c in line.contacts]
    assert {kind for _, kind in found} == set(KINDS)
    assert all("{" not in unmark(line).text and unmark(line).contacts for line in LINES_WITH)
    assert not any(unmark(line).contacts for line in LINES_WITHOUT)


def test_each_chi_number_has_its_check_digit_and_no_number_that_looks_alike_is_valid() -> None:
    lines = map(unmark, LINES_WITH)
    found = [line.text[c.start : c.end] for line in lines for c in line.contacts if c.kind == "chi"]
    numbers = ["".join(filter(str.isdigit, words)) for words in found]
    assert len(numbers) == 7
    assert [number for number in numbers if int(number[-1]) != check_digit(number)] == []
    alike = [word for line in LINES_WITHOUT for word in line.split() if word.isdigit() and len(word) == 10]
    plausible = [word for word in alike if 1 <= int(word[:2]) <= 31 and 1 <= int(word[2:4]) <= 12]
    assert plausible
    assert [word for word in plausible if int(word[-1]) == check_digit(word)] == []


def test_the_seed_group_has_eleven_people_and_its_answers_are_printed() -> None:
    assert len({member.name for member in (*MEMBERS, *OTHERS)}) == 11
    answers = seed_group(told=True)
    page = printed(answers)
    for _, paths, _ in EXPECTED:
        written = [answers.rich_text(path).plain_text for path in paths if answers.get(path)]
        assert written
        assert all(words[:40].split("’")[0] in page for words in written)


@pytest.mark.parametrize(("rules", "right"), [(nobody, 0), (everybody, 0), (knows_the_sentences, len(SOME))])
def test_the_judge_tells_rules_that_know_from_rules_that_do_not(
    rules: Callable[[Answers, Form], Iterable[Any]], right: int
) -> None:
    assert sum(score.right for score in judge.judge_recognisable(SOME, rules).values()) == right
    assert not judge.judge_passages(SOME, knows_the_sentences).wrong


def test_the_judge_counts_an_alarm_for_whoever_is_found_in_a_harmless_answer() -> None:
    left = judge.judge_harmless(HARMLESS[::4], everybody).values()
    assert sum(score.right for score in left) == 0
    assert judge.judge_unprinted(RECOGNISABLE[:2], everybody).right == 0
    assert all(len(false) >= len(prose(name)) for _, name, _, false in judge.judge_prose(everybody))
    assert not any(false for *_, false in judge.judge_prose(nobody))


def test_the_judge_is_not_content_with_a_seed_group_in_which_nobody_is_found() -> None:
    wrong = judge.judge_seed_group(nobody, told=False).wrong
    assert [line.partition(":")[0] for line in wrong] == [
        "respondent 1",
        "respondent 3",
        "reply about the depute",
    ]


def test_the_judge_tells_contacts_that_are_found_from_missed_and_false_ones() -> None:
    line = "Ring {phone:01632 960 457} in 2016."
    scores, false = judge.judge_contacts([line], lambda _: [(5, 12, "phone"), (21, 25, "postcode")])
    assert (scores["phone"].right, len(false)) == (1, 1)
    scores, false = judge.judge_contacts([line], lambda _: [(5, 17, "chi")])
    assert (scores["phone"].right, len(false)) == (0, 1)
