"""Read from the answers what a reader may know of the people: job, dates, meetings and what each of them did.

Nothing here depends on one form. A person is an answer of that kind; joining, leaving and coming to a meeting
are known by the ids and labels of the questions, and what somebody did by a sentence or a question that names
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from carreport.form import paths
from carreport.form.answers import AnsweredField, Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.name_search import NameSearch, search_for
from carreport.form.names import Certainty, name_key, parse_name
from carreport.form.people import Wish, people_in
from carreport.form.richtext import RichText
from carreport.form.schema import Field, Form
from carreport.review.identity.given_names import FEMALE, MALE, gender_of_name

_JOINED = re.compile(r"\bjoin|\bstart|\bcame\b|\bsince\b|\bfrom\b", re.IGNORECASE)
_LEFT = re.compile(r"\bleft\b|\bleave|\buntil\b|\bend\b", re.IGNORECASE)
_CAME = re.compile(
    r"\bwho\b.*\b(?:came|come|there|present|attended|took part)\b|\battend(?:ance|ees|ed)\b"
    r"|\A(?:those )?present\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:except|but|apart from|other than|without|minus|apologies|absent|missing|not)\b", re.IGNORECASE
)
_EVERYBODY = re.compile(r"\b(?:all|every\s?one|every\s?body|whole group)\b", re.IGNORECASE)
_HER, _HIS = re.compile(r"\s+(?:\w+\s+)?her\b"), re.compile(r"\s+(?:\w+\s+)?his\b")
_TITLES = {"mr": MALE, "sir": MALE, "mrs": FEMALE, "ms": FEMALE, "miss": FEMALE, "dame": FEMALE}
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
GROUP_LEADER = "Group leader"
_LEADS = re.compile(r"\bwho (?:leads|led|chairs|runs)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|mailto:|www\.)\S+")


@dataclass(frozen=True, slots=True)
class GroupPerson:
    """Somebody in the answers, and what is known of them.

    `joined` and `left` are dates as they are stored, “2022-03”; `missed` are the numbers of the meetings that
    they missed, the first being 0.
    """

    key: str
    name: str
    roles: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    gender: str = ""
    joined: str = ""
    left: str = ""
    missed: tuple[int, ...] = ()
    wish: Wish | None = None

    @property
    def is_member(self) -> bool:
        """Whether they are in a list that asks how people want to appear."""
        return self.wish is not None


@dataclass(slots=True)
class GroupFacts:
    """The people of an inquiry, the dates of its meetings, the search for names, and words of its place."""

    people: Mapping[str, GroupPerson]
    meetings: tuple[str, ...] = ()
    place_words: frozenset[str] = frozenset()
    search: NameSearch = field(default_factory=lambda: NameSearch(()))
    found: dict[tuple[str, bool], list[Mention]] = field(default_factory=dict)
    """Whom each line that was searched names."""

    @property
    def members(self) -> frozenset[str]:
        """The keys of those who may have written in this inquiry."""
        asked = frozenset(key for key, person in self.people.items() if person.is_member)
        return asked or frozenset(self.people)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a line names somebody: their key, and where the name starts and ends."""

    person: str
    start: int
    end: int


def read_group(form: Form, answers: Answers) -> GroupFacts:
    """Return the people in the answers, whether or not they are printed."""
    people = _people(form, answers)
    search = search_for(((key, (person.name,), False) for key, person in people.items()), (), frozenset())
    facts = GroupFacts(people, place_words=_place_words(form, answers), search=search)
    _read_genders(facts, form, answers)
    _read_meetings(facts, form, answers)
    return facts


def mentions(facts: GroupFacts, text: str, *, about_who: bool = False) -> list[Mention]:
    """Return where a line names somebody; in an answer about who, a first name is enough if it is clear."""
    known = facts.found.get((text, about_who))
    if known is None:
        known = facts.found[text, about_who] = _mentions(facts, text, about_who=about_who)
    return known


def _mentions(facts: GroupFacts, text: str, *, about_who: bool) -> list[Mention]:
    hits = facts.search.search(text, names_people=about_who)
    sure = [hit for hit in hits if hit.certainty is Certainty.CERTAIN]
    if about_who:
        firsts = [hit for hit in hits if hit.certainty is Certainty.POSSIBLE]
        clear = [hit for hit in firsts if sum(hit.start == other.start for other in hits) == 1]
        sure = sorted([*sure, *clear], key=lambda hit: hit.start)
    return [Mention(hit.person, hit.start, hit.end) for hit in sure]


def text_lines(answer: AnsweredField) -> list[str]:
    """Return the paragraphs of a text or a line, and nothing for other kinds of answer."""
    kind = kind_of(answer.field)
    others = kind.takes_choices or kind.is_picture or kind.is_evidence or kind.holds_replies or kind.is_person
    if others or not isinstance(answer.value, str | list):
        return []
    if isinstance(answer.value, str) and (_DATE.fullmatch(answer.value) or _ADDRESS.fullmatch(answer.value)):
        return []
    content = kind.printed(answer.field, answer.value)
    if isinstance(content, RichText):
        return [line for block in (*content.blocks, *content.notes) for line in block.lines if line]
    return ["".join(span.text for span in content)]


def _people(form: Form, answers: Answers) -> dict[str, GroupPerson]:
    people: dict[str, GroupPerson] = {}
    for entry in people_in(form, answers):
        key = name_key(entry.name)
        if not key:
            continue
        person = people.get(key) or GroupPerson(key, entry.name, gender=_gender(entry.name))
        if _LEADS.search(_label(form, entry.path)):
            person = replace(person, roles=_with(person.roles, GROUP_LEADER))
        wishes = [wish for wish in (person.wish, entry.wish) if wish is not None]
        joined, left = _stay(form, answers, entry.path)
        people[key] = replace(
            person,
            roles=_with(person.roles, entry.value.get("role")),
            organisations=_with(person.organisations, entry.value.get("organisation")),
            joined=person.joined or joined,
            left=person.left or left,
            wish=max(wishes, default=None),
        )
    return people


def _label(form: Form, path: str) -> str:
    question = form.field(path)
    return question.label if question is not None else ""


def _with(known: tuple[str, ...], value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, str(value)))) if value else known


def _gender(name: str) -> str:
    words = name.casefold().replace(".", " ").split()
    titled = next((_TITLES[word] for word in words[:1] if word in _TITLES), "")
    parsed = parse_name(name)
    surname = next(iter(sorted(parsed.joined_surnames)), "")
    return titled or (gender_of_name(parsed.given[0], surname) if parsed.given else "")


def _stay(form: Form, answers: Answers, path: str) -> tuple[str, str]:
    """Return when somebody joined and left, from the dates beside them."""
    owner = paths.parent_item_path(path)
    group, entry = (form.field(owner), answers.get(owner)) if owner else (None, None)
    joined = left = ""
    for inner in group.fields if group is not None and isinstance(entry, Item) else ():
        value = entry.get(inner.id) if isinstance(entry, Item) else None
        asks = f"{inner.id} {inner.label}"
        if isinstance(value, Mapping) and {"start", "end"} & value.keys():
            joined, left = joined or _date(value.get("start")), left or _date(value.get("end"))
        elif _LEFT.search(asks):
            left = left or _date(value)
        elif _JOINED.search(asks):
            joined = joined or _date(value)
    return joined, left


def _date(value: Any) -> str:  # noqa: ANN401 - any JSON
    return value if isinstance(value, str) and _DATE.fullmatch(value) else ""


def _place_words(form: Form, answers: Answers) -> frozenset[str]:
    """Return the words of short answers about places, which say nothing of one organisation."""
    found = set[str]()
    for path, question in form.questions():
        value = answers.values.get(path)
        if isinstance(value, str) and re.search(
            r"\b(?:place|where|town|city|area)\b", f"{question.id} {question.label}"
        ):
            found |= {word.casefold() for word in re.findall(r"\w+", value) if word[:1].isupper()}
    return frozenset(found)


def _read_genders(facts: GroupFacts, form: Form, answers: Answers) -> None:
    """Learn from “Isla Brown for her patience” how a reader is told that somebody is a woman."""
    people = dict(facts.people)
    for answer in answers.answered_fields(form):
        for line in text_lines(answer):
            if "her" not in line and "his" not in line:
                continue
            for mention in mentions(facts, line):
                person, rest = people[mention.person], line[mention.end : mention.end + 30]
                if not person.gender and (_HER.match(rest) or _HIS.match(rest)):
                    people[person.key] = replace(person, gender=FEMALE if _HER.match(rest) else MALE)
    facts.people = people


def _read_meetings(facts: GroupFacts, form: Form, answers: Answers) -> None:
    """Learn who missed which meeting: those named after “except”, or those who are not in the list."""
    people = dict(facts.people)
    for path, group in answers.groups(form):
        came = next((inner for inner in group.fields if _asks_who_came(inner)), None)
        if came is None:
            continue
        for item in sorted(answers.items(path), key=_date_in):
            for key in _absent(facts, _plain(came, item.get(came.id)), _date_in(item)):
                people[key] = replace(people[key], missed=(*people[key].missed, len(facts.meetings)))
            facts.meetings += (_date_in(item),)
    facts.people = people


def _date_in(item: Item) -> str:
    """Return the first date in an entry, or nothing."""
    return next(filter(None, map(_date, item.values.values())), "")


def _plain(question: Field, value: Any) -> str:  # noqa: ANN401 - any JSON
    return "\n".join(text_lines(AnsweredField("", question, value))) if value else ""


def _asks_who_came(question: Field) -> bool:
    kind = kind_of(question)
    is_other = kind.takes_choices or kind.is_number or kind.is_person or question.is_group
    return not is_other and bool(_CAME.search(question.label))


def _absent(facts: GroupFacts, text: str, date: str) -> Iterable[str]:
    named = mentions(facts, text, about_who=True)
    limit = _EXCEPT.search(text)
    if limit is not None:
        return dict.fromkeys(mention.person for mention in named if mention.start > limit.start())
    there = {mention.person for mention in named}
    if not there or _EVERYBODY.search(text):
        return ()
    return [key for key in facts.members if key not in there and _was_member(facts.people[key], date)]


def _was_member(person: GroupPerson, date: str) -> bool:
    return bool(date) and person.joined[:7] <= date and not (person.left and person.left[:7] < date[:7])
