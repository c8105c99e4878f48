"""Remove the names of people who do not want to be named, wherever a report shows a person.

Somebody who appears by role only is shown by their role, in every list of people and on the title page.
Somebody who is not to be mentioned is left out. Texts stay as they are: the check before sending names each
place in which one of these names is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from carreport.form import paths
from carreport.form.answers import Answers, Item, Version
from carreport.form.kinds import kind_of
from carreport.form.names import name_key
from carreport.form.people import A_MEMBER, PersonEntry, UnnamedPerson, Wish, people_in, unnamed_people
from carreport.form.schema import Field, Form
from carreport.language.messages import gettext
from carreport.report.model import ReportNames
from carreport.report.printable import answered_paths
from carreport.report.templates.template import ReportTemplate, template_parts

NOT_NAMED = "This person has not agreed to be named."
NOT_MENTIONED = {
    Wish.LEFT_OUT: "This person does not want to be mentioned.",
    Wish.UNCERTAIN: "It is not certain how this person wants to appear.",
}
_SIGNED_BY_NAME = "named"


@dataclass(slots=True)
class HiddenNames:
    """The answers that may still be printed, what was removed from them and why, and whose names."""

    answers: Answers
    withheld: dict[str, str]
    withheld_parts: dict[str, frozenset[str]]
    names: ReportNames


def asked_wishes(template: ReportTemplate) -> dict[str, str]:
    """Return, by the path of each list of people in a template, the id of the question about their wishes."""
    parts = (part for part in template_parts(template) if part.presentation == "people")
    return {path: part.roles["shown"] for part in parts if "shown" in part.roles for path in part.answers}


def hide_names(form: Form, everything: Answers, allowed: Answers, template: ReportTemplate) -> HiddenNames:
    """Return `allowed` without the names that may not be printed; `everything` has the wishes."""
    asked = asked_wishes(template)
    entries = list(people_in(form, everything, asked))
    unnamed = unnamed_people(entries)
    sieve = _NameFilter(form, everything, template, entries, unnamed)
    values = {}
    for path, question in form.all_fields():
        if path in allowed.values:
            kept = sieve.filter_value(path, question, allowed.values[path])
            if kept is not None:
                values[path] = kept
    versions = {path: kept for path, some in allowed.versions.items() if (kept := sieve.versions(path, some))}
    others = dict.fromkeys(
        entry.name for entry in entries if entry.name and name_key(entry.name) not in unnamed
    )
    names = ReportNames(tuple(unnamed.values()), tuple(others), sieve.writers, sieve.hidden)
    left = replace(allowed, values=values, versions=versions)
    return HiddenNames(left, sieve.withheld, sieve.withheld_parts, names)


@dataclass(slots=True)
class _NameFilter:
    """Removes names from answers, and records what it removes."""

    form: Form
    everything: Answers
    template: ReportTemplate
    entries: list[PersonEntry]
    unnamed: Mapping[str, UnnamedPerson]
    withheld: dict[str, str] = field(default_factory=dict)
    withheld_parts: dict[str, frozenset[str]] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    """The key of the person whose name was removed, by the path of the answer."""
    writers: dict[str, str] = field(default_factory=dict)
    """The writer of each entry that is not signed with a name, by the path of the entry."""
    _wishes: dict[str, Wish] = field(init=False)

    def __post_init__(self) -> None:
        """Look up the wish stated beside each person."""
        self._wishes = {entry.path: entry.wish for entry in self.entries if entry.wish is not None}

    def filter_value(self, path: str, question: Field, value: Any) -> Any:  # noqa: ANN401 - any JSON, or items
        """Return an answer without names that may not be printed; None if nothing is left."""
        if question.is_group:
            items = (self._item(path, question, item) for item in value)
            return tuple(item for item in items if item is not None)
        return self._person(path, value) if kind_of(question).is_person else value

    def versions(self, path: str, versions: tuple[Version, ...]) -> tuple[Version, ...]:
        """Return the versions of an answer without such names."""
        question = self.form.field(path)
        if question is None or question.is_group or not kind_of(question).is_person:
            return versions
        kept = ((version, self._person(path, version.value)) for version in versions)
        return tuple(replace(version, value=value) for version, value in kept if value is not None)

    def _item(self, path: str, group: Field, item: Item) -> Item | None:
        entry = paths.item_path(path, item.id)
        people = [inner for inner in group.fields if kind_of(inner).is_person]
        for inner in people:
            where = f"{entry}/{inner.id}"
            wish = self._wishes.get(where)
            if wish in NOT_MENTIONED:
                self.withheld |= dict.fromkeys(answered_paths(path, group, (item,)), NOT_MENTIONED[wish])
                self._hide(where, item.get(inner.id))
                return None
        values = {}
        for name, value in item.values.items():
            question = group.inner_field(name)
            kept = value if question is None else self.filter_value(f"{entry}/{name}", question, value)
            if kept is not None:
                values[name] = kept
        if group.private_until is not None:
            self._hide_writer(path, group, item, values)
        return Item(item.id, values) if values else None

    def _person(self, path: str, value: Any) -> Any:  # noqa: ANN401 - any JSON
        key = name_key(str((value or {}).get("name") or ""))
        wish, person = self._wishes.get(path), self.unnamed.get(key)
        if not key or wish is Wish.NAMED or not ((wish and wish.hides_name) or person):
            return value
        followed = wish if wish and wish.hides_name else person.wish if person else Wish.ROLE
        self._hide(path, value)
        if followed in NOT_MENTIONED:
            self.withheld[path] = NOT_MENTIONED[followed]
            return None
        rest = {part: text for part, text in value.items() if part != "name" and text}
        self.withheld[path], self.withheld_parts[path] = NOT_NAMED, frozenset(("name",))
        return rest or {"role": (person.role if person else "") or gettext(A_MEMBER)}

    def _hide_writer(self, path: str, group: Field, item: Item, values: dict[str, Any]) -> None:
        """Remove the name of the writer of an entry that is not signed with it."""
        parts = [part for part in template_parts(self.template) if part.presentation == "reflections"]
        roles = next((part for part in parts if path in part.answers), None)
        member, release = (roles.role(name) if roles else name for name in ("member", "release"))
        question, entry = group.inner_field(member), paths.item_path(path, item.id)
        whole = self.everything.get(entry)
        name = str(whole.get(member) or "") if isinstance(whole, Item) and question else ""
        if not name_key(name):
            return
        is_unnamed = name_key(name) in self.unnamed
        if is_unnamed or item.get(release) != _SIGNED_BY_NAME:
            self.writers[entry] = name
        if is_unnamed and member in values:
            self.withheld[f"{entry}/{member}"] = NOT_NAMED
            self.hidden[f"{entry}/{member}"] = name_key(name)
            del values[member]

    def _hide(self, path: str, value: Any) -> None:  # noqa: ANN401 - any JSON
        self.hidden[path] = name_key(str((value or {}).get("name") or ""))
