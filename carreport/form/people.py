"""Find the people in the answers, and how each of them wants to appear in reports.

A list asks this if each entry has a person and a choice one of whose options is to be named. What a
person chose there holds for every answer that names the same person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.names import name_key
from carreport.form.release_choice import release_question
from carreport.form.schema import Field, Form, Value
from carreport.language.messages import gettext_noop

NAMED, LEFT_OUT = "named", "left_out"
WISH_QUESTION = "shown"
A_MEMBER = gettext_noop("A member of the group")


class Wish(IntEnum):
    """How somebody wants to appear; of two wishes of one person, the greater one is followed."""

    NAMED = 0
    NOT_ASKED = 1
    ROLE = 2
    UNCERTAIN = 3
    LEFT_OUT = 4

    @property
    def hides_name(self) -> bool:
        """Say whether reports may not print the name."""
        return self >= Wish.ROLE


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person in an answer: the path, the stored value, and the wish that the same entry states.

    `wish` is None if nothing in the entry asks for it; `wish_path` is the path of the question that does.
    """

    path: str
    value: Mapping[str, Any]
    wish: Wish | None = None
    wish_path: str = ""

    @property
    def name(self) -> str:
        """The name as it was entered."""
        return str(self.value.get("name") or "")


@dataclass(frozen=True, slots=True)
class UnnamedPerson:
    """Somebody who does not want to be named: the names entered for them, the role, and the wish.

    `wish_path` is the path of the choice. `is_shared` means that somebody who may be named has this name too.
    """

    key: str
    names: tuple[str, ...]
    role: str
    wish: Wish
    wish_path: str
    is_shared: bool = False

    @property
    def name(self) -> str:
        """The name as it was first entered."""
        return self.names[0]


def people_in(form: Form, answers: Answers, asked: Mapping[str, str] | None = None) -> Iterator[PersonEntry]:
    """Yield every person in the answers, including lists inside lists, in each version of an answer.

    `asked` gives, by the path of a list, the id of the question that asks how people want to appear.
    """
    for path, question in form.all_fields():
        yield from _people_at(answers, path, question, answers.values.get(path), asked or {})


def unnamed_people(entries: Iterable[PersonEntry]) -> dict[str, UnnamedPerson]:
    """Return the people who do not want to be named, by the key of their name."""
    people: dict[str, UnnamedPerson] = {}
    listed = [entry for entry in entries if entry.wish is not None and name_key(entry.name)]
    named = {name_key(entry.name) for entry in listed if entry.wish is Wish.NAMED}
    for entry in listed:
        key, wish = name_key(entry.name), entry.wish
        if wish is None or not wish.hides_name:
            continue
        person = people.get(key) or UnnamedPerson(key, (), "", wish, entry.wish_path, key in named)
        role = ", ".join(filter(None, (entry.value.get("role"), entry.value.get("organisation"))))
        strictest = max((person.wish, person.wish_path), (wish, entry.wish_path), key=lambda pair: pair[0])
        names = tuple(dict.fromkeys((*person.names, entry.name)))
        people[key] = UnnamedPerson(key, names, person.role or role, *strictest, is_shared=person.is_shared)
    return people


def wish_question(group: Field, asked: str = "") -> Field | None:
    """Return the question that asks how the person in an entry wants to appear, if the list asks it."""
    if asked:
        return group.inner_field(asked)
    if not any(kind_of(inner).is_person for inner in group.fields):
        return None
    choices = (inner for inner in group.fields if inner.choices and inner is not release_question(group))
    return next(
        (
            inner
            for inner in choices
            if inner.id == WISH_QUESTION or NAMED in [choice.key for choice in inner.choices]
        ),
        None,
    )


def wish_of(answers: Answers, path: str, value: Value) -> Wish:
    """Return the wish in the answer at `path`."""
    if not answers.is_certain(path):
        return Wish.UNCERTAIN
    if value in (None, "", []):
        return Wish.NOT_ASKED
    chosen = value if isinstance(value, str) else ""
    return {NAMED: Wish.NAMED, LEFT_OUT: Wish.LEFT_OUT}.get(chosen, Wish.ROLE)


def _people_at(
    answers: Answers,
    path: str,
    question: Field,
    value: Any,  # noqa: ANN401 - any JSON, or items
    asked: Mapping[str, str],
) -> Iterator[PersonEntry]:
    if not question.is_group:
        if kind_of(question).is_person:
            yield from (PersonEntry(path, person) for person in _versions(answers, path, value))
        return
    for item in value or ():
        yield from _people_in_entry(answers, path, question, item, asked)


def _people_in_entry(
    answers: Answers, path: str, group: Field, item: Item, asked: Mapping[str, str]
) -> Iterator[PersonEntry]:
    asks = wish_question(group, asked.get(path, ""))
    wish_path = paths.field_path(path, item.id, asks.id) if asks else ""
    wish = wish_of(answers, wish_path, item.get(asks.id)) if asks else None
    for inner in group.fields:
        where = paths.field_path(path, item.id, inner.id)
        if not kind_of(inner).is_person:
            yield from _people_at(answers, where, inner, item.get(inner.id), asked)
            continue
        for person in _versions(answers, where, item.get(inner.id)):
            yield PersonEntry(where, person, wish, wish_path)


def _versions(answers: Answers, path: str, value: Value) -> list[Mapping[str, Any]]:
    values = [value, *(version.value for version in answers.versions.get(path, ()))]
    people = [person for person in values if isinstance(person, Mapping) and person]
    return [person for number, person in enumerate(people) if person not in people[:number]]
