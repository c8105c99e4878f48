"""List who has not been asked yet: members, writers of reflections, people in pictures and in quotations."""

from __future__ import annotations

from collections.abc import Iterator

from carreport.form.answers import Answers, Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Form
from carreport.form.wording import counted
from carreport.report.proof.finding import Found, Group
from carreport.report.quotations import parts_of
from carreport.report.templates.template import Part, ReportTemplate
from carreport.survey.themes import QUOTE_ALL, Consent, Names, open_question


def consent_rows(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[Found]:
    """Yield each thing that needs somebody's word before it may be printed."""
    for part in parts_of(template):
        for path in part.answers:
            group = form.field(path)
            if group is None or not group.is_group:
                continue
            if part.show == "people":
                yield from _members(answers, path, group, part)
            elif part.show == "reflections":
                yield from _reflections(answers, path, group, part)
            elif part.show == "replies":
                yield from _replies(form, answers, path, group, part)
    for path, group in form.questions():
        if group.kind == "photos" and (template.follows_form or path in set(template.paths())):
            yield from _pictures(answers, path, group)


def _members(answers: Answers, path: str, group: Field, part: Part) -> Iterator[Found]:
    asks, person = group.inner(part.role("shown")), group.inner(part.role("person"))
    for item in answers.items(path) if asks else ():
        if asks and is_empty(asks, item.get(asks.id)) and _says_something(group, item):
            name = kind_of(person).show(person, item.get(person.id)) if person else ""
            said = f"{name or 'A member'} has not been asked how the report should show them."
            yield Found(Group.CONSENT, "member-not-asked", said, f"{path}/{item.id}/{asks.id}")


def _reflections(answers: Answers, path: str, group: Field, part: Part) -> Iterator[Found]:
    asks, number = group.inner(part.role("release")), part.role("respondent")
    for item in answers.items(path) if asks else ():
        if asks is None or not _says_something(group, item):
            continue
        whose = f"The reflection of Respondent {item.get(number)}" if item.get(number) else "A reflection"
        place = f"{path}/{item.id}/{asks.id}"
        if is_empty(asks, item.get(asks.id)):
            said = f"{whose}: its writer has not said whether the report may print it."
            yield Found(Group.CONSENT, "reflection-not-asked", said, place)
        elif item.get(asks.id) not in ("named", "respondent"):
            said = f"{whose} is not released, so it stays out."
            yield Found(Group.CONSENT, "reflection-not-released", said, place, must=False)


def _replies(form: Form, answers: Answers, path: str, group: Field, part: Part) -> Iterator[Found]:
    """Yield for each open question how many replies nobody has asked to quote."""
    replies, title = group.inner(part.role("replies")), group.inner(part.role("question"))
    names = Names(*(part.role(each) for each in Names.__slots__))
    asks = replies.inner(names.may_quote) if replies else None
    if replies is None or asks is None:
        return
    for item in answers.items(path):
        where = f"{path}/{item.id}"
        found = open_question(form, answers, where, names)
        waiting = [each for each in found.replies if each.consent is Consent.NOT_ASKED] if found else []
        if waiting:
            asked = f" to “{item.get(title.id)}”" if title and item.get(title.id) else ""
            said = f"For {counted(len(waiting), 'reply')}{asked} nobody has said whether they may be quoted."
            one = f"{where}/{replies.id}/{waiting[0].id}/{asks.id}"
            place = f"{where}/{QUOTE_ALL}" if group.inner(QUOTE_ALL) else one
            yield Found(Group.CONSENT, "quote-not-asked", said, place, must=False)


def _pictures(answers: Answers, path: str, group: Field) -> Iterator[Found]:
    asks = group.inner("consent")
    for item in answers.items(path) if asks else ():
        if asks is None or not item.get("picture"):
            continue
        caption = f" “{item.get('caption')}”" if item.get("caption") else ""
        place = f"{path}/{item.id}/{asks.id}"
        if is_empty(asks, item.get(asks.id)):
            said = f"Nobody has said whether the people in the picture{caption} agreed to be shown."
            yield Found(Group.CONSENT, "picture-not-asked", said, place)
        elif item.get(asks.id) == "not_yet":
            said = f"The people in the picture{caption} have not been asked yet, so it stays out."
            yield Found(Group.CONSENT, "picture-not-yet", said, place, must=False)


def _says_something(group: Field, item: Item) -> bool:
    return any(not is_empty(each, item.get(each.id)) for each in group.fields)
