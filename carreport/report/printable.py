"""Remove the answers that a report must not print, and record why.

An answer is withheld because of its audience, because its question is no longer asked, or because
of a rule in the template. Report sections are then given only printable answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from carreport.form import paths
from carreport.form.answers import Answers, Item, is_asked, is_empty
from carreport.form.kinds import kind_of
from carreport.form.kinds.simple import stored_number
from carreport.form.release_choice import may_print_entry, number_question
from carreport.form.schema import Field, Form, Share
from carreport.report.templates.template import ReportTemplate, WithholdRule, template_parts

PRIVATE = "Private answers are left out of every report."
NOT_ASKED_YET = "The people in the picture have not been asked yet."
CONSENT = "consent"
CONSENT_UNREADABLE = "It cannot be read whether the people in the picture agreed to be shown."
BLANK = "A blank form contains no answers."
NOT_RELEASED = "Its writer has not released it."
NUMBER_TAKEN = "Another entry has the same number."
TEAM = "Answers for your group only are left out of public reports."


def printable_answers(
    form: Form, answers: Answers, template: ReportTemplate
) -> tuple[Answers, dict[str, str]]:
    """Return the answers that `template` may print, and the reason for each one left out, by path."""
    if template.is_blank:
        return Answers(), dict.fromkeys((answer.path for answer in answers.answered_fields(form)), BLANK)
    answers, withheld = released_answers(form, answers, template)
    sieve = _VisibilityFilter(template, withheld, answers.unreadable)
    values: dict[str, Any] = {}
    for section in form.sections:
        siblings = {field.id: answers.values.get(f"{section.id}.{field.id}") for field in section.fields}
        for field in (section.fellow_field, *section.fields):
            path = f"{section.id}.{field.id}"
            value = sieve.filter_value(path, field, answers.values.get(path), siblings)
            if not is_empty(field, value):
                values[path] = value
    return replace(answers, values=values), sieve.withheld


def released_answers(
    form: Form, answers: Answers, template: ReportTemplate
) -> tuple[Answers, dict[str, str]]:
    """Return the answers without entries that the form keeps private, and the reasons, by path.

    This holds in every template. Of two entries signed with the same number, the one with the smaller
    id keeps it.
    """
    values, withheld = dict(answers.values), dict[str, str]()
    for path, group in form.questions():
        if group.private_until is None or not answers.items(path):
            continue
        items = [item for item in answers.items(path) if may_print_entry(group, item.values)]
        for item in answers.items(path):
            if item not in items:
                withheld |= dict.fromkeys(answered_paths(path, group, (item,)), NOT_RELEASED)
        taken = entries_with_taken_number(group, items, signing_number(template, path, group))
        for item_id, name in taken:
            withheld[paths.field_path(path, item_id, name)] = NUMBER_TAKEN
        values[path] = tuple(_without_number(item, dict(taken)) for item in items)
    if not withheld:
        return answers, withheld
    versions = {place: kept for place, kept in answers.versions.items() if place not in withheld}
    return replace(answers, values=values, versions=versions), withheld


def signing_number(template: ReportTemplate, path: str, group: Field) -> str:
    """Return the id of the question whose number signs the entries of a list, or an empty string."""
    asked = number_question(group)
    if asked is not None:
        return asked.id
    roles = (part.role("respondent") for part in template_parts(template) if path in part.answers)
    return next((name for name in roles if group.inner_field(name) is not None), "")


def entries_with_taken_number(group: Field, items: Sequence[Item], name: str) -> list[tuple[str, str]]:
    """Return the id of each entry whose number an entry with a smaller id has, and the question `name`."""
    taken, seen = [], set()
    for item in sorted(items, key=lambda item: item.id) if group.inner_field(name) is not None else ():
        number = stored_number(item.get(name))
        if number is not None and number in seen:
            taken.append((item.id, name))
        seen.add(number)
    return taken


def _without_number(item: Item, taken: Mapping[str, str]) -> Item:
    if item.id not in taken:
        return item
    return Item(item.id, {name: value for name, value in item.values.items() if name != taken[item.id]})


class _VisibilityFilter:
    """Filters answers, and records each one withheld with the reason.

    If an answer that decides about an entry is `unreadable`, the entry is withheld.
    """

    def __init__(
        self, template: ReportTemplate, withheld: dict[str, str], unreadable: Collection[str]
    ) -> None:
        self.unreadable = unreadable
        self.audience = template.audience
        self.withhold_rules = template.withhold_rules
        self.withheld = withheld

    def filter_value(self, path: str, field: Field, value: Any, siblings: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Return the printable part of an answer, or None."""
        why = self.withhold_reason(field, siblings)
        if why:
            self.withhold(path, field, value, why)
            return None
        if not field.is_group:
            return value
        return tuple(self.filter_items(path, field, value or ()))

    def filter_items(self, path: str, group: Field, items: tuple[Item, ...]) -> Iterator[Item]:
        for item in items:
            reasons = self.reasons(path, group, item)
            values: dict[str, Any] = {}
            for inner in group.fields:
                where = paths.field_path(path, item.id, inner.id)
                value = item.values.get(inner.id)
                if inner.id in reasons:
                    self.withhold(where, inner, value, reasons[inner.id])
                    continue
                printable = self.filter_value(where, inner, value, item.values)
                if not is_empty(inner, printable):
                    values[inner.id] = printable
            if values:
                yield Item(item.id, values)

    def reasons(self, path: str, group: Field, item: Item) -> dict[str, str]:
        """Return why answers in an entry are withheld, by the id of their question."""
        every = tuple(inner.id for inner in group.fields)
        reasons: dict[str, str] = {}
        if self.audience is Share.PUBLIC and not kind_of(group).may_be_public(item.values):
            reasons |= dict.fromkeys(every, NOT_ASKED_YET)
        elif (
            self.audience is Share.PUBLIC
            and kind_of(group).holds_photos
            and self.is_unreadable(path, item, CONSENT)
        ):
            reasons |= dict.fromkeys(every, CONSENT_UNREADABLE)
        for rule in self.withhold_rules:
            is_unreadable = self.is_unreadable(path, item, rule.unless[0])
            if rule.entries == path and (is_unreadable or _applies(rule, item)):
                reasons |= dict.fromkeys(rule.fields or every, rule.reason)
        return reasons

    def is_unreadable(self, path: str, item: Item, name: str) -> bool:
        """Say whether the latest answer to a question of an entry cannot be read."""
        return paths.field_path(path, item.id, name) in self.unreadable

    def withhold_reason(self, field: Field, siblings: Mapping[str, Any]) -> str:
        if field.share is Share.PRIVATE:
            return PRIVATE
        if field.share is Share.TEAM and self.audience is Share.PUBLIC:
            return TEAM
        if not is_asked(field, siblings):
            return "The question is no longer asked, because another answer changed."
        return ""

    def withhold(self, path: str, field: Field, value: Any, why: str) -> None:  # noqa: ANN401
        """Record why an answer, or every answer in a group, is withheld."""
        self.withheld |= dict.fromkeys(answered_paths(path, field, value), why)


def answered_paths(path: str, field: Field, value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the path of each non-empty answer at or below `path`."""
    if not field.is_group:
        if not is_empty(field, value):
            yield path
        return
    for item in value or ():
        for inner in field.fields:
            yield from answered_paths(
                paths.field_path(path, item.id, inner.id), inner, item.values.get(inner.id)
            )


def _applies(rule: WithholdRule, item: Item) -> bool:
    name, allowed = rule.unless
    return item.values.get(name) not in allowed
