"""Find numbers and dates that cannot all be right, such as 9 answers from 5 people asked.

Nothing is corrected: reports print what was entered. Approximate numbers contradict nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from carreport.form import paths
from carreport.form.answers import Answers, Item, is_filled
from carreport.form.kinds import kind_of
from carreport.form.kinds.dates import format_date, is_earlier
from carreport.form.kinds.simple import stored_number
from carreport.form.problems import Problem
from carreport.form.schema import Field, Form, Value
from carreport.form.wording import format_count, format_quantity, plural, verb_for
from carreport.survey.results.response import GroupResponse, responses_by_group
from carreport.survey.results.result import SurveyResult, survey_result
from carreport.survey.themes import open_question

PAIRS_OF_DATES = (("joined", "left"), ("start", "end"), ("from", "until"), ("opened", "closed"))
"""The ids of two dates in an entry, the earlier one first."""


@dataclass(frozen=True, slots=True)
class _Questions:
    """The questions side by side in a step or in an entry, with their answers."""

    prefix: str
    fields: tuple[Field, ...]
    values: dict[str, Value]

    def path(self, name: str) -> str:
        return f"{self.prefix}{name}"

    def number(self, name: str) -> float | None:
        return stored_number(self.values.get(name))

    def numbers(self) -> Iterator[tuple[Field, float]]:
        for field in self.fields:
            if kind_of(field).is_number and (number := self.number(field.id)) is not None:
                yield field, number

    def lists(self) -> Iterator[tuple[Field, tuple[Item, ...]]]:
        for field in self.fields:
            if field.is_group:
                items = self.values.get(field.id) or ()
                yield field, tuple(item for item in items if is_filled(field, item))


def contradictions(form: Form, answers: Answers) -> Iterator[Problem]:
    """Yield a problem for each pair of answers that cannot both be right, at one of them."""
    for around in _questions(form, answers):
        yield from _fewer_than_listed(form, answers, around)
        for group, items in around.lists():
            path = around.path(group.id)
            yield from contradictions_in_list(path, group, items)
            if kind_of(group).holds_statements:
                yield from _survey_problems(around, survey_result(form, answers, path))


def contradictions_in_list(path: str, group: Field, items: tuple[Item, ...]) -> Iterator[Problem]:
    """Yield the contradictions between the entries of one list, or inside one of them."""
    for item in items:
        around = _Questions(f"{paths.item_path(path, item.id)}/", group.fields, dict(item.values))
        yield from _dates_in_wrong_order(around)
        yield from _workshop_problems(around)
    yield from _numbered_twice(path, group, items)
    yield from _more_answered_than_asked(path, group, items)


def _questions(form: Form, answers: Answers) -> Iterator[_Questions]:
    for section in form.sections:
        prefix = f"{section.id}."
        values = {field.id: answers.get(f"{prefix}{field.id}") for field in section.fields}
        yield _Questions(prefix, section.fields, values)
    for path, group in answers.groups(form):
        if not kind_of(group).holds_statements:
            for item in answers.items(path):
                yield _Questions(f"{paths.item_path(path, item.id)}/", group.fields, dict(item.values))


def _fewer_than_listed(form: Form, answers: Answers, around: _Questions) -> Iterator[Problem]:
    """Yield a problem if more entries are listed than their number says, such as meetings."""
    for group, items in around.lists():
        question = open_question(form, answers, around.prefix.rstrip("/")) if group.id == "replies" else None
        listed = len(question.replies) if question else len(items)
        nouns = plural(group.item_noun)
        for field, number in around.numbers():
            if field.settings.get("unit") == nouns and listed and number < listed:
                entered = format_quantity(number, nouns)
                message = (
                    f"You entered {entered}, but {format_count(listed, group.item_noun)} "
                    f"{verb_for(listed)} listed."
                )
                yield Problem(around.path(field.id), "fewer-than-listed", message)


def _dates_in_wrong_order(around: _Questions) -> Iterator[Problem]:
    names = {field.id for field in around.fields}
    for first, last in PAIRS_OF_DATES:
        if first in names and last in names:
            start, end = around.values.get(first), around.values.get(last)
            if isinstance(start, str) and isinstance(end, str) and is_earlier(end, start):
                message = f"The end ({format_date(end)}) is before the start ({format_date(start)})."
                yield Problem(around.path(last), "dates-in-wrong-order", message)


def _workshop_problems(around: _Questions) -> Iterator[Problem]:
    """Yield the problems with the people, tables and votes of a workshop."""
    people, tables = around.number("people"), around.number("tables")
    boards = [(field, items) for field, items in around.lists() if kind_of(field).holds_notes]
    if not boards and "tables" not in {field.id for field in around.fields}:
        return
    if people is not None and tables is not None and tables > people:
        counts = f"{format_quantity(tables, 'tables')} for {format_quantity(people, 'people')}"
        yield Problem(around.path("tables"), "more-tables-than-people", f"You entered {counts}.")
    for board, notes in boards:
        named = {table for note in notes if (table := _table_name(str(note.get("table") or "")))}
        if tables is not None and len(named) > tables:
            message = (
                f"You entered {format_quantity(tables, 'tables')}, "
                f"but the notes name {format_count(len(named), 'table')}."
            )
            yield Problem(around.path("tables"), "fewer-than-listed", message)
        for note in notes:
            votes = stored_number(note.get("votes"))
            if people is not None and votes is not None and votes > people:
                given, came = format_quantity(votes, "votes"), format_quantity(people, "people")
                message = (
                    f"This note has {given}, but {came} took part. "
                    "Check both numbers, unless people could give a note several votes."
                )
                place = paths.field_path(around.path(board.id), note.id, "votes")
                yield Problem(place, "more-votes-than-people", message)


def _table_name(words: str) -> str:
    """Return the table that a note names, so that “1” and “Table 1” are one; nothing for several tables."""
    numbers = re.findall(r"\d+", words)
    return str(int(numbers[0])) if len(numbers) == 1 else "" if numbers else words.strip().casefold()


def _numbered_twice(path: str, group: Field, items: tuple[Item, ...]) -> Iterator[Problem]:
    """Yield a problem for each entry with the number of an earlier one, such as two cycles numbered 2."""
    name = "number"
    field = group.inner_field(name)
    if field is None or not kind_of(field).is_number:
        return
    seen: set[float] = set()
    for item in items:
        number = stored_number(item.get(name))
        if number is not None and number in seen:
            message = f"Another {group.item_noun} has the number {number:,} as well. Change one of them."
            yield Problem(paths.field_path(path, item.id, name), "number-twice", message)
        seen |= {number} if number is not None else set()


def _more_answered_than_asked(path: str, group: Field, items: tuple[Item, ...]) -> Iterator[Problem]:
    if group.inner_field("asked") is None or group.inner_field("answered") is None:
        return
    for response in responses_by_group(items):
        asked, answered = response.asked.total, sum(response.answered.numbers)
        if asked is None or not response.answered.numbers or answered <= asked:
            continue
        last = [item for item in items if item.get("answered") is not None and _is_of(item, response)][-1]
        whose = f"{response.who}: " if any(item.get("who") for item in items) else ""
        message = f"{whose}{format_count(answered, 'person')} answered, but {_were_asked(asked)}."
        yield Problem(paths.field_path(path, last.id, "answered"), "more-answered-than-asked", message)


def _is_of(item: Item, response: GroupResponse) -> bool:
    return str(item.get("who") or "Overall") == response.who


def _survey_problems(around: _Questions, result: SurveyResult) -> Iterator[Problem]:
    """Yield the problems with the number of people in a survey: beside its counts, and beside its rounds."""
    typed = around.number("n")
    for figure in result.statements:
        is_from_rows = figure.item.id in result.replies.statements
        if typed is not None and not is_from_rows and figure.is_counted and figure.tally.n > typed:
            message = (
                f"The counts for “{figure.tally.statement}” add up to {figure.tally.n:,}, but you entered "
                f"{typed:,} as the number of people who replied."
            )
            place = paths.item_path(result.path, figure.item.id)
            yield Problem(place, "more-counted-than-people", message)
    waves = next((items for field, items in around.lists() if field.id == "waves"), ())
    responses = responses_by_group(waves)
    answered = sum(number for response in responses for number in response.answered.numbers)
    if typed is not None and answered > typed:
        message = (
            f"The survey rounds add up to {format_count(answered, 'person')} who answered, but you entered "
            f"{typed:,} as the number of people who replied."
        )
        yield Problem(around.path("n"), "people-differ", message)
    asked = [response.asked.total for response in responses]
    replied = max(result.n, int(typed or 0), *(figure.tally.n for figure in result.statements), 0)
    total = sum(count for count in asked if count is not None)
    if asked and None not in asked and replied > total:
        message = f"{format_count(replied, 'person')} replied, but {_were_asked(total)}."
        yield Problem(around.path("waves"), "more-answered-than-asked", message)


def _were_asked(count: int) -> str:
    return f"{count:,} {verb_for(count, 'was', 'were')} asked"
