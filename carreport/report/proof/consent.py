"""List who has not been asked yet: members, writers of reflections, people in pictures and in quotations."""

from __future__ import annotations

from collections.abc import Iterator

from carreport.form.answers import Answers, Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Form
from carreport.form.wording import format_count
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.report.quotations import template_parts
from carreport.report.templates.template import ReportTemplate, TemplatePart
from carreport.survey.themes import QUOTE_ALL, Consent, ReplyFieldIds, open_question


def missing_consents(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    """Yield each thing that needs somebody's word before it may be printed."""
    for part in template_parts(template):
        for path in part.answers:
            group = form.field(path)
            if group is None or not group.is_group:
                continue
            if part.presentation == "people":
                yield from _members(answers, path, group, part)
            elif part.presentation == "reflections":
                yield from _reflections(answers, path, group, part)
            elif part.presentation == "replies":
                yield from _replies(form, answers, path, group, part)
    for path, group in form.questions():
        if kind_of(group).holds_photos and (template.follows_form or path in set(template.paths())):
            yield from _pictures(answers, path, group)


def _members(answers: Answers, path: str, group: Field, part: TemplatePart) -> Iterator[ReportFinding]:
    asks, person = group.inner_field(part.role("shown")), group.inner_field(part.role("person"))
    for item in answers.items(path) if asks else ():
        if asks and is_empty(asks, item.get(asks.id)) and _says_something(group, item):
            name = kind_of(person).format_value(person, item.get(person.id)) if person else ""
            said = f"{name or 'A member'} has not been asked how the report should show them."
            yield ReportFinding(FindingGroup.CONSENT, "member-not-asked", said, f"{path}/{item.id}/{asks.id}")


def _reflections(answers: Answers, path: str, group: Field, part: TemplatePart) -> Iterator[ReportFinding]:
    asks, number = group.inner_field(part.role("release")), part.role("respondent")
    for item in answers.items(path) if asks else ():
        if asks is None or not _says_something(group, item):
            continue
        whose = f"The reflection of Respondent {item.get(number)}" if item.get(number) else "A reflection"
        place = f"{path}/{item.id}/{asks.id}"
        if is_empty(asks, item.get(asks.id)):
            said = f"{whose}: its writer has not said whether the report may print it."
            yield ReportFinding(FindingGroup.CONSENT, "reflection-not-asked", said, place)
        elif item.get(asks.id) not in ("named", "respondent"):
            said = f"{whose} is not released, so it stays out."
            yield ReportFinding(
                FindingGroup.CONSENT, "reflection-not-released", said, place, is_required=False
            )


def _replies(
    form: Form, answers: Answers, path: str, group: Field, part: TemplatePart
) -> Iterator[ReportFinding]:
    """Yield for each open question how many replies nobody has asked to quote."""
    replies, title = group.inner_field(part.role("replies")), group.inner_field(part.role("question"))
    names = ReplyFieldIds(*(part.role(each) for each in ReplyFieldIds.__slots__))
    asks = replies.inner_field(names.may_quote) if replies else None
    if replies is None or asks is None:
        return
    for item in answers.items(path):
        where = f"{path}/{item.id}"
        found = open_question(form, answers, where, names)
        waiting = [each for each in found.replies if each.consent is Consent.NOT_ASKED] if found else []
        if waiting:
            asked = f" to “{item.get(title.id)}”" if title and item.get(title.id) else ""
            count = format_count(len(waiting), "reply")
            said = f"For {count}{asked} nobody has said whether they may be quoted."
            one = f"{where}/{replies.id}/{waiting[0].id}/{asks.id}"
            place = f"{where}/{QUOTE_ALL}" if group.inner_field(QUOTE_ALL) else one
            yield ReportFinding(FindingGroup.CONSENT, "quote-not-asked", said, place, is_required=False)


def _pictures(answers: Answers, path: str, group: Field) -> Iterator[ReportFinding]:
    asks = group.inner_field("consent")
    for item in answers.items(path) if asks else ():
        if asks is None or not item.get("picture"):
            continue
        caption = f" “{item.get('caption')}”" if item.get("caption") else ""
        place = f"{path}/{item.id}/{asks.id}"
        if is_empty(asks, item.get(asks.id)):
            said = f"Nobody has said whether the people in the picture{caption} agreed to be shown."
            yield ReportFinding(FindingGroup.CONSENT, "picture-not-asked", said, place)
        elif item.get(asks.id) == "not_yet":
            said = f"The people in the picture{caption} have not been asked yet, so it stays out."
            yield ReportFinding(FindingGroup.CONSENT, "picture-not-yet", said, place, is_required=False)


def _says_something(group: Field, item: Item) -> bool:
    return any(not is_empty(each, item.get(each.id)) for each in group.fields)
