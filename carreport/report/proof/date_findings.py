"""Find actions without an owner or a date, and dates that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from carreport.form.answers import Answers, Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.kinds.dates import format_date, is_earlier
from carreport.form.schema import Field, Form
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.report.templates.template import ReportTemplate, TemplatePart, template_parts

UNASSIGNED, DUE_BEFORE_START = "action-unassigned", "action-before-start"
LEFT_FIRST, END_MISSING = "member-left-first", "period-without-end"
COMMITTED_STATES = ("agreed", "under_way")
"""The states of actions that need an owner and a date; others are hoped for, done or dropped."""
DROPPED = "dropped"


def date_findings(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    """Yield a finding for each action without an owner or a date, and for each date that does not fit."""
    path, period = _inquiry_period(form, answers, template)
    yield from _end_missing(form, path, period)
    start = period.get("start", "")
    seen: set[tuple[str, str]] = set()
    for part in template_parts(template):
        for group_path in part.answers:
            group = form.field(group_path)
            if group is None or not group.is_group or (part.presentation, group_path) in seen:
                continue
            seen.add((part.presentation, group_path))
            for item in answers.items(group_path):
                if part.presentation == "actions":
                    yield from _action(group_path, group, part, item, start)
                elif part.presentation == "people":
                    yield from _member(group_path, group, part, item)


def _inquiry_period(form: Form, answers: Answers, template: ReportTemplate) -> tuple[str, dict[str, str]]:
    """Return the path of the first period in the form, with its dates if the report prints it."""
    for path, question in form.questions():
        if kind_of(question).is_period:
            is_printed = template.follows_form or path in set(template.paths())
            return path, dict(answers.get(path) or {}) if is_printed else {}
    return "", {}


def _end_missing(form: Form, path: str, period: dict[str, str]) -> Iterator[ReportFinding]:
    question = form.field(path) if path else None
    if question is not None and period.get("start") and not period.get("end"):
        sentence = f"“{question.label}” has no end date. Leave it open if you are still at work."
        yield ReportFinding(FindingGroup.DATES, END_MISSING, sentence, path, is_required=False)


def _action(path: str, group: Field, part: TemplatePart, item: Item, start: str) -> Iterator[ReportFinding]:
    owner, due, state = (group.inner_field(part.role(name)) for name in ("who", "by", "state"))
    what = item.get(part.role("what"))
    name = f"The action “{what}”" if what else "An action"
    progress = item.get(state.id) if state else None
    if state is not None and progress in COMMITTED_STATES:
        missing = [field for field in (owner, due) if field and is_empty(field, item.get(field.id))]
        lacks = " and ".join(("no owner" if field is owner else "no date") for field in missing)
        if missing:
            sentence = f"{name} is {state.label_of(str(progress)).lower()} but has {lacks}."
            place = f"{path}/{item.id}/{missing[0].id}"
            yield ReportFinding(FindingGroup.ACTIONS, UNASSIGNED, sentence, place)
    date = str(item.get(due.id) or "") if due else ""
    if due is not None and progress != DROPPED and is_earlier(date, start):
        sentence = f"{name} is due ({format_date(date)}) before the inquiry started ({format_date(start)})."
        yield ReportFinding(FindingGroup.DATES, DUE_BEFORE_START, sentence, f"{path}/{item.id}/{due.id}")


def _member(path: str, group: Field, part: TemplatePart, item: Item) -> Iterator[ReportFinding]:
    joined, left = (str(item.get(part.role(name)) or "") for name in ("joined", "left"))
    if not is_earlier(left, joined):
        return
    person = group.inner_field(part.role("person"))
    name = kind_of(person).format_value(person, item.get(person.id)) if person else ""
    sentence = f"{name or 'A member'} left ({format_date(left)}) before joining ({format_date(joined)})."
    yield ReportFinding(FindingGroup.DATES, LEFT_FIRST, sentence, f"{path}/{item.id}/{part.role('left')}")
