"""Remove the answers that a report must not print, and record why.

An answer is withheld because of its audience, because its question is no longer asked, or because
of a rule in the template. Report sections are then given only printable answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from carreport.form import paths
from carreport.form.answers import Answers, Item, is_asked, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Form, Share
from carreport.report.templates.template import ReportTemplate, WithholdRule

PRIVATE = "Private answers are left out of every report."
NOT_ASKED_YET = "The people in the picture have not been asked yet."
BLANK = "A blank form contains no answers."
TEAM = "Answers for your group only are left out of public reports."


def printable_answers(
    form: Form, answers: Answers, template: ReportTemplate
) -> tuple[Answers, dict[str, str]]:
    """Return the answers that `template` may print, and the reason for each one left out, by path."""
    if template.is_blank:
        return Answers(), dict.fromkeys((answer.path for answer in answers.answered_fields(form)), BLANK)
    sieve = _VisibilityFilter(template)
    values: dict[str, Any] = {}
    for section in form.sections:
        siblings = {field.id: answers.values.get(f"{section.id}.{field.id}") for field in section.fields}
        for field in (section.fellow_field, *section.fields):
            path = f"{section.id}.{field.id}"
            value = sieve.filter_value(path, field, answers.values.get(path), siblings)
            if not is_empty(field, value):
                values[path] = value
    return Answers(values, answers.versions), sieve.withheld


class _VisibilityFilter:
    """Filters answers, and records each one withheld with the reason."""

    def __init__(self, template: ReportTemplate) -> None:
        self.audience = template.audience
        self.withhold_rules = template.withhold_rules
        self.withheld: dict[str, str] = {}

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
        for rule in self.withhold_rules:
            if rule.entries == path and _applies(rule, item):
                reasons |= dict.fromkeys(rule.fields or every, rule.reason)
        return reasons

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
