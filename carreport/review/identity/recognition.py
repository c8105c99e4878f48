"""Say for each person which passages of a report could give them away, and why.

Findings are computed from the answers each time, and never stored, copied or logged. They help to look; they
do not show that nobody else can be recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.names import name_key, parse_name
from carreport.form.people import NAMED, Wish
from carreport.form.schema import Field, Form, Voice
from carreport.report.build import build
from carreport.report.model import Report
from carreport.report.proof.names import PrintedNames, printed_lines
from carreport.report.templates.find_templates import available_templates
from carreport.report.templates.template import ReportTemplate
from carreport.review.identity.contacts import find_contacts
from carreport.review.identity.deeds import Contribution, deed_signs, read_deeds
from carreport.review.identity.given_names import (
    initials_in,
    is_name_like,
    people_called,
    short_names,
    short_names_in,
)
from carreport.review.identity.group_facts import GroupFacts, GroupPerson, mentions, read_group
from carreport.review.identity.quoted_words import QuotedWords, quoted_signs, read_quotations
from carreport.review.identity.role_signs import role_signs
from carreport.review.identity.role_words import RoleWords, read_roles
from carreport.review.identity.sign import Sign, Speaker
from carreport.review.identity.text_words import TextSentence, sentences_of, word_set
from carreport.review.identity.time_signs import time_signs

MOST_ALIKE = 3
"""Words that fit more people than this give nobody away."""


@dataclass(frozen=True, slots=True)
class RiskyPassage:
    """Words that could give somebody away: the answer, the words, the sentence, and why.

    `shared_by` is the number of people whom they fit.
    """

    path: str
    words: str
    reason: str
    shared_by: int
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class PersonAtRisk:
    """Somebody whom a reader could recognise, and by which passages."""

    person: GroupPerson
    passages: tuple[RiskyPassage, ...]


@dataclass(frozen=True, slots=True)
class PrintedContact:
    """An address, a number or the like that is printed: the answer, the words, the type and the sentence."""

    path: str
    words: str
    type: str
    sentence: str


@dataclass(frozen=True, slots=True)
class IdentityFindings:
    """Everything that was found in one report."""

    people: tuple[PersonAtRisk, ...]
    contacts: tuple[PrintedContact, ...]


def people_at_risk(
    answers: Answers, form: Form, template: ReportTemplate | None = None
) -> tuple[PersonAtRisk, ...]:
    """Return who could be recognised in what `template` prints, or the first template for the form."""
    return find_identities(answers, form, template).people


def find_identities(answers: Answers, form: Form, template: ReportTemplate | None = None) -> IdentityFindings:
    """Return who could be recognised in a report, and the contacts in it."""
    chosen = template or available_templates(form)[0]
    today = date.today()  # noqa: DTZ011 - the report has the local date, and it changes nothing here
    report = build(form, answers, {}, chosen, today)
    return IdentityReader(report, form, answers).findings()


@dataclass(frozen=True, slots=True)
class _Stance:
    """Who speaks in an answer: one person, a member of the group, or the group as a whole."""

    is_one_person: bool
    is_member: bool
    is_group: bool


class IdentityReader:
    """Looks for people in the lines that a report prints."""

    def __init__(self, report: Report, form: Form, answers: Answers) -> None:
        self._report, self._form, self._answers = report, form, answers
        self._lines = list(
            dict.fromkeys((line.path, line.text) for line in printed_lines(report, form, answers))
        )
        self._short_lines: dict[str, list[tuple[str, str]]] = {}
        """The short answers in each entry, which may name somebody openly."""
        for path, text in self._lines:
            if len(text) < _LONGEST_SIGNATURE and (owner := paths.parent_item_path(path)):
                self._short_lines.setdefault(owner, []).append((path, text))
        self._facts: GroupFacts = read_group(form, answers)
        self._roles: RoleWords = read_roles(self._facts)
        self._deeds: tuple[Contribution, ...] = read_deeds(form, answers, self._facts)
        self._quotations: tuple[QuotedWords, ...] = read_quotations(self._lines, self._facts)

    def findings(self) -> IdentityFindings:
        """Return the people, first those whom the fewest others are like, and the contacts."""
        found: dict[str, dict[RiskyPassage, None]] = {}
        for key, passage in (*self._named(), *self._initials(), *self._short(), *self._told()):
            found.setdefault(key, {})[passage] = None
        recognised = [
            PersonAtRisk(self._person(key), tuple(sorted(passages, key=lambda passage: passage.shared_by)))
            for key, passages in found.items()
        ]
        recognised.sort(key=lambda one: (one.passages[0].shared_by, -len(one.passages)))
        return IdentityFindings(tuple(recognised), tuple(self._contacts()))

    def _person(self, key: str) -> GroupPerson:
        return self._facts.people.get(key) or GroupPerson(key, key)

    def _named(self) -> Iterator[tuple[str, RiskyPassage]]:
        """Yield where a name, nickname or initials of somebody who wants no name are printed."""
        for place in PrintedNames(self._report, self._form, self._answers).places:
            if not place.is_marked and not _is_other_word(place.name, place.hit.words, place.hit.sentence):
                reason = f"is or may be a name of somebody who {place.why}"
                passage = RiskyPassage(place.path, place.hit.words, reason, 1, place.hit.sentence)
                yield name_key(place.name), passage

    def _initials(self) -> Iterator[tuple[str, RiskyPassage]]:
        """Yield where two capitals are the initials of somebody who wants no name."""
        sought = {key: _initials(person.name) for key, person in self._hidden().items()}
        for path, text in self._lines:
            for found in _CAPITALS.finditer(text):
                for key in (key for key, initials in sought.items() if found[0] in initials):
                    sentence = next((one.text for one in sentences_of(text) if found[0] in one.text), text)
                    alike = sum(found[0] in _initials(person.name) for person in self._facts.people.values())
                    yield (
                        key,
                        RiskyPassage(
                            path, found[0], "has the initials of somebody who wants no name", alike, sentence
                        ),
                    )

    def _hidden(self) -> Mapping[str, GroupPerson]:
        """Return those who want no name."""
        people = self._facts.people
        return {key: one for key, one in people.items() if one.wish is not None and one.wish.hides_name}

    def _short(self) -> Iterator[tuple[str, RiskyPassage]]:
        """Yield where a short form or one letter may be the name of somebody who wants no name."""
        hidden, everybody = self._hidden(), list(self._facts.people.values())
        given = {one for person in everybody for one in parse_name(person.name).given[:1]}
        sought = {key: short_names(person.name) - given for key, person in hidden.items()}
        every_name = frozenset(name for names in sought.values() for name in names)
        for path, text in self._lines if hidden else ():
            for short in short_names_in(text, every_name):
                alike = sum(short.key in short_names(person.name) for person in everybody)
                for key in (key for key, names in sought.items() if short.key in names):
                    if short.key not in parse_name(hidden[key].name).first_names:
                        why = "may be a short name of somebody who wants no name"
                        yield key, RiskyPassage(path, short.words, why, alike, short.sentence)
            for letter in initials_in(text):
                alike = len(people_called(letter, [(one.name, one.gender) for one in everybody]))
                called = people_called(letter, [(one.name, one.gender) for one in hidden.values()])
                for name in called if alike <= MOST_ALIKE else ():
                    why = "may be the initial of somebody who wants no name"
                    yield name_key(name), RiskyPassage(path, letter.words, why, alike, letter.sentence)

    def _told(self) -> Iterator[tuple[str, RiskyPassage]]:
        """Yield what a text says about somebody without a name."""
        for path, text in self._lines:
            question = self._form.field(path)
            stance = self._stance(path, question) if question is not None else None
            if question is None or stance is None:
                continue
            named = {mention.person for mention in mentions(self._facts, text)} | self._signed_by(path)
            for sentence in sentences_of(text):
                yield from self._passages(path, text, sentence, stance, named)

    def _stance(self, path: str, question: Field) -> _Stance | None:
        """Return who speaks in an answer, or nothing if it says nothing of people."""
        if question.voice in (Voice.FELLOW, Voice.PROGRAMME):
            return None
        voices: set[Voice] = {question.voice}
        is_quoted = is_private = False
        owner = paths.parent_item_path(path)
        while owner:
            group = self._form.field(owner)
            if group is not None:
                voices.add(group.voice)
                is_private |= group.private_until is not None
                is_quoted |= any(kind_of(inner).is_evidence or inner.id == "voice" for inner in group.fields)
            owner = paths.parent_item_path(paths.group_path(owner))
        is_member = is_private or Voice.MEMBER in voices
        is_one = is_member or is_quoted or Voice.RESPONDENT in voices
        return _Stance(is_one, is_member, not is_one)

    def _signed_by(self, path: str) -> set[str]:
        """Return who is openly named in the short answers of the same entry."""
        owner = paths.parent_item_path(path)
        if not owner:
            return set()
        group, entry = self._form.field(owner), self._answers.get(owner)
        asks = group.private_until.field if group is not None and group.private_until is not None else ""
        if asks and isinstance(entry, Item) and entry.get(asks) == NAMED:
            lines = [value for value in entry.values.values() if isinstance(value, str)]
            return {mention.person for line in lines for mention in mentions(self._facts, line)}
        lines = [text for where, text in self._short_lines.get(owner, ()) if where != path]
        return {mention.person for line in lines for mention in mentions(self._facts, line)}

    def _passages(
        self, path: str, text: str, sentence: TextSentence, stance: _Stance, named: set[str]
    ) -> Iterator[tuple[str, RiskyPassage]]:
        if stance.is_group and not sentence.is_first_person:
            signs = [sign for sign in self._signs(path, sentence, stance) if sign.speaker is Speaker.OTHER]
        else:
            signs = list(self._signs(path, sentence, stance))
        for speaker in Speaker:
            own = [sign for sign in signs if sign.speaker is speaker]
            if speaker is Speaker.WRITER and named:
                continue
            for people, some in _together(own, self._facts, speaker):
                start, end = min(sign.start for sign in some), max(sign.end for sign in some)
                reasons = "; ".join(dict.fromkeys(sign.reason for sign in some))
                for key in sorted(people, key=lambda key: self._facts.people[key].gender == ""):
                    if key in named or not self._is_hidden_in(stance, speaker, key):
                        continue
                    yield key, RiskyPassage(path, text[start:end], reasons, len(people), sentence.text)

    def _is_hidden_in(self, stance: _Stance, speaker: Speaker, key: str) -> bool:
        """Say whether telling of somebody here gives away what the report does not say anyway."""
        if speaker is Speaker.WRITER or stance.is_one_person:
            return True
        wish = self._facts.people[key].wish
        return wish is not None and wish >= Wish.UNCERTAIN

    def _signs(self, path: str, sentence: TextSentence, stance: _Stance) -> Iterator[Sign]:
        yield from role_signs(sentence, self._roles, is_own=stance.is_member, others_too=True)
        yield from deed_signs(sentence, self._deeds, others_too=stance.is_one_person)
        yield from time_signs(
            sentence,
            self._facts,
            is_own=stance.is_member or stance.is_group,
            others_too=stance.is_one_person,
        )
        if stance.is_one_person:
            yield from quoted_signs(sentence, path, self._quotations)

    def _contacts(self) -> Iterator[PrintedContact]:
        for path, text in self._lines:
            question = self._form.field(path)
            if question is None or _ADDRESS.fullmatch(text):
                continue
            for start, end, kind in sorted(find_contacts(text)):
                if kind_of(question).is_inline and (start, end) == (0, len(text)):
                    continue
                around = next(
                    (
                        one.text
                        for one in sentences_of(text)
                        if one.start <= start < one.start + len(one.text)
                    ),
                    text,
                )
                yield PrintedContact(path, text[start:end], kind, around)


def _is_other_word(name: str, words: str, around: str) -> bool:
    """Say whether a short form of a name is another word here: “Cat hair”."""
    parsed = parse_name(name)
    if words.casefold() in parsed.given or words.casefold() not in parsed.nicknames:
        return False
    found = [
        (sentence, at)
        for sentence in sentences_of(around)
        for at, word in enumerate(sentence.words)
        if word.text == words
    ]
    return bool(found) and not any(is_name_like(sentence, at) for sentence, at in found)


_ADDRESS = re.compile(r"(?:https?://|mailto:|www\.)\S+")
"""An answer that is an address as a whole is meant to be one."""
_LONGEST_SIGNATURE = 120
_CAPITALS = re.compile(r"(?<![\w.&/-])[A-Z]{2}(?![\w&/-])")
_ABBREVIATIONS = word_set(
    """
    AM PM TV IT UK EU US UN PE PC HR OK OT GP MP CV ID QR DJ CD GB NI AI PR AV BC AD RE PA PS FM HQ IQ
    NB NO TO IN ON AT OF IS IF WE ME HE MY BY DO GO SO UP AS AN OR BE EP HV CI SW MD DR MR ST RD
    """
)


def _initials(name: str) -> frozenset[str]:
    parsed = parse_name(name)
    pairs = {
        f"{given[:1]}{surname[:1]}".upper()
        for given in parsed.given[:1]
        for surname in parsed.joined_surnames
    }
    return frozenset(pairs - _ABBREVIATIONS)


def _together(
    signs: list[Sign], facts: GroupFacts, speaker: Speaker
) -> Iterator[tuple[frozenset[str], list[Sign]]]:
    """Yield the people whom all signs of a sentence fit; if there are none, those of each sign."""
    members = facts.members if speaker is Speaker.WRITER else frozenset(facts.people)
    enough = [sign for sign in signs if sign.is_enough and sign.people & members]
    if not enough:
        return
    kept, people = [], members
    for sign in sorted(signs, key=lambda sign: (not sign.is_enough, len(sign.people))):
        if people & sign.people:
            people &= sign.people
            kept.append(sign)
        elif sign.is_binding:
            return
    if 0 < len(people) <= MOST_ALIKE:
        yield people, kept
