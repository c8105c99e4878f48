"""Judge rules that say who could be recognised, and rules that find contacts.

The rules are given as functions, so that the judge can be tried on rules that find nothing and on rules
that find everybody. `people_at_risk(answers, form)` returns people, each with `person` (the name) and
`passages`, each with `path`, `words`, `reason` and `shared_by`. `find_contacts(text)` returns triples of
start, end and kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.assets import resource_path
from carreport.form.answers import Answers, answers_from_json
from carreport.form.schema import Form
from tests.review.identity.casts import CASTS, UNPRINTED, inquiry_form, read, said
from tests.review.identity.contacts import Contact, unmark
from tests.review.identity.further_casts import FURTHER_CASTS
from tests.review.identity.prose import prose, with_prose, words_in
from tests.review.identity.seed_group import EXPECTED, Expected, seed_group
from tests.review.identity.sentences import Sentence

PeopleAtRisk = Callable[[Answers, Form], Iterable[Any]]
FindContacts = Callable[[str], Iterable[tuple[int, int, str]]]
ALL_CASTS = {**CASTS, **FURTHER_CASTS}
MOST_BESIDE = 2
"""How many others may be named after those who were meant, as less likely."""


@dataclass(slots=True)
class Score:
    """How many of a kind were right, and what was wrong."""

    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, mistake: str) -> None:
        """Count one more; `mistake` is empty if it was right."""
        self.asked += 1
        self.right += not mistake
        self.wrong += [mistake] if mistake else []

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / self.asked if self.asked else 0.0


def name_of(recognised: Any) -> str:
    """Return the name of somebody who was recognised."""
    return str(getattr(recognised.person, "name", recognised.person))


def found_at(recognised: Sequence[Any], paths: Sequence[str]) -> list[str]:
    """Return who can be recognised at some paths, first those whom the fewest others are like."""
    ranks = [
        (min(shared), place, name_of(somebody))
        for place, somebody in enumerate(recognised)
        if (shared := [passage.shared_by for passage in somebody.passages if passage.path in paths])
    ]
    return [name for _, _, name in sorted(ranks)]


def alarms(recognised: Iterable[Any], paths: Iterable[str] | None = None) -> set[tuple[str, str]]:
    """Return the paths and words at which somebody was recognised; at all paths if none are given."""
    wanted = None if paths is None else set(paths)
    return {
        (passage.path, passage.words)
        for somebody in recognised
        for passage in somebody.passages
        if wanted is None or passage.path in wanted
    }


def judge_recognisable(sentences: Iterable[Sentence], people_at_risk: PeopleAtRisk) -> Mapping[str, Score]:
    """Judge, by kind, whether those whom a sentence gives away are found, before any others."""
    scores: dict[str, Score] = {}
    for sentence in sentences:
        answers, path = said(ALL_CASTS[sentence.cast], sentence.place, sentence.words)
        found = found_at(list(people_at_risk(answers, inquiry_form())), [path])
        first, beside = found[: len(sentence.people)], found[len(sentence.people) :]
        is_right = set(first) == set(sentence.people) and len(beside) <= MOST_BESIDE
        mistake = f"{sentence.words} [{_names(sentence.people)}; found: {_names(found)}]"
        scores.setdefault(sentence.kind, Score()).add("" if is_right else mistake)
    return scores


def judge_harmless(sentences: Iterable[Sentence], people_at_risk: PeopleAtRisk) -> Mapping[str, Score]:
    """Judge, by kind, whether sentences that give nobody away are left alone."""
    scores: dict[str, Score] = {}
    for sentence in sentences:
        answers, path = said(ALL_CASTS[sentence.cast], sentence.place, sentence.words)
        found = found_at(list(people_at_risk(answers, inquiry_form())), [path])
        mistake = f"{sentence.words} [found: {_names(found)}]" if found else ""
        scores.setdefault(sentence.kind, Score()).add(mistake)
    return scores


def judge_unprinted(sentences: Iterable[Sentence], people_at_risk: PeopleAtRisk) -> Score:
    """Judge whether nobody is found in what no report prints."""
    score = Score()
    for sentence in sentences:
        for place in UNPRINTED:
            answers, path = said(ALL_CASTS[sentence.cast], place, sentence.words)
            found = found_at(list(people_at_risk(answers, inquiry_form())), [path])
            score.add(f"{place}: {sentence.words} [found: {_names(found)}]" if found else "")
    return score


def judge_passages(sentences: Iterable[Sentence], people_at_risk: PeopleAtRisk) -> Score:
    """Judge whether each passage has words that stand at its path, a reason, and a number of at least one."""
    score = Score()
    for sentence in sentences:
        answers, path = said(ALL_CASTS[sentence.cast], sentence.place, sentence.words)
        for somebody in people_at_risk(answers, inquiry_form()):
            for passage in somebody.passages:
                if passage.path == path:
                    is_whole = passage.words in sentence.words and passage.reason and passage.shared_by >= 1
                    told = f"“{passage.words}”, {passage.reason!r}, {passage.shared_by}"
                    score.add("" if is_whole and passage.words else f"{sentence.words} [{told}]")
    return score


def judge_prose(people_at_risk: PeopleAtRisk) -> Iterator[tuple[str, str, int, list[str]]]:
    """Yield a group, the inquiry it writes about, the number of words, and each false alarm in them."""
    for cast_name, cast in CASTS.items():
        for name in CASTS:
            recognised = list(people_at_risk(with_prose(cast, name), inquiry_form()))
            found = sorted(alarms(recognised, prose(name)))
            yield cast_name, name, words_in(name), [f"{path}: “{words}”" for path, words in found]


def judge_facts(people_at_risk: PeopleAtRisk) -> Iterator[tuple[str, list[str]]]:
    """Yield each group, and what is found in its own facts, in which people are named anyway."""
    for name, cast in CASTS.items():
        found = alarms(people_at_risk(read(cast.to_json()), inquiry_form()))
        yield name, [f"{path}: “{words}”" for path, words in sorted(found)]


def judge_seed_group(people_at_risk: PeopleAtRisk, *, told: bool) -> Score:
    """Judge whether the seed group is recognised to the person."""
    score = Score()
    recognised = list(people_at_risk(seed_group(told=told), inquiry_form()))
    for name, paths, expected in EXPECTED:
        found = found_at(recognised, paths)
        wanted = _names(expected.first) or "nobody"
        score.add("" if _is_as_expected(found, expected) else f"{name}: {wanted} [found: {_names(found)}]")
    return score


def judge_contacts(
    lines: Iterable[str], find_contacts: FindContacts
) -> tuple[Mapping[str, Score], list[str]]:
    """Judge, by kind, whether contacts in lines are found, and return those that are false, with their lines.

    A contact is found if one of its kind overlaps it.
    """
    scores: dict[str, Score] = {}
    false: list[str] = []
    for line in lines:
        text, contacts = unmark(line)
        found = [Contact(*contact) for contact in find_contacts(text)]
        for contact in contacts:
            is_found = any(_meet(contact, other) for other in found)
            scores.setdefault(contact.kind, Score()).add("" if is_found else line)
        false += [
            f"{other.kind} “{text[other.start : other.end]}” in: {text}"
            for other in found
            if not any(_meet(contact, other) for contact in contacts)
        ]
    return scores, false


def example_texts() -> list[str]:
    """Return all texts and lines of the example that ships, which have no contact in them."""
    source = resource_path("examples", "schools-partnership.json")
    answers, _ = answers_from_json(inquiry_form(), json.loads(source.read_text(encoding="utf-8")))
    answered = answers.answered_fields(inquiry_form())
    return [answer.plain_text for answer in answered if answer.field.kind in ("text", "line")]


def _is_as_expected(found: list[str], expected: Expected) -> bool:
    if expected.only:
        return sorted(found) == sorted(expected.first)
    return set(found[: len(expected.first)]) == set(expected.first)


def _meet(contact: Contact, other: Contact) -> bool:
    return contact.kind == other.kind and contact.start < other.end and other.start < contact.end


def _names(people: Iterable[str]) -> str:
    return ", ".join(people)
