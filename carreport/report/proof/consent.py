"""Find missing consent: from members, writers of reflections, and people pictured or quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carreport.form import paths
from carreport.form.answers import Answers, Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.release_choice import may_print_entry, release_question
from carreport.form.schema import Field, Form
from carreport.form.wording import format_count
from carreport.report.printable import entries_with_taken_number, signing_number
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.report.quotations import is_signed
from carreport.report.templates.template import ReportTemplate, TemplatePart, template_parts
from carreport.survey.themes import QUOTE_ALL, Consent, ReplyFieldIds, open_question

PRIVATE_ENTRY, CHOICE_BY_OTHER, CHOICE_CLAIMED = "private-entry", "choice-by-other", "choice-claimed"
COMMENT_ON_PRIVATE, UNGIVEN_ENTRY = "comment-on-private", "private-entry-not-given"
ReleaseNote = tuple[str, str, str]
"""A code, the path of an entry or of the choice about it, and who wrote it."""


def missing_consents(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[ReportFinding]:
    """Yield a finding for each consent that has not been asked for or given."""
    for part in template_parts(template):
        for path in part.answers:
            group = form.field(path)
            if group is None or not group.is_group:
                continue
            if part.presentation == "people":
                yield from _members(answers, path, group, part)
            elif part.presentation == "reflections" or group.private_until is not None:
                yield from _reflections(answers, path, group, part)
            elif part.presentation == "replies":
                yield from _replies(form, answers, path, group, part)
    for path, group in form.questions():
        if group.private_until is not None and _is_shown(path, template):
            yield from _numbers(answers, path, group, signing_number(template, path, group))
        if kind_of(group).holds_photos and _is_shown(path, template):
            yield from _pictures(answers, path, group)


def _members(answers: Answers, path: str, group: Field, part: TemplatePart) -> Iterator[ReportFinding]:
    asks, person = group.inner_field(part.role("shown")), group.inner_field(part.role("person"))
    for item in answers.items(path) if asks else ():
        if asks and is_empty(asks, item.get(asks.id)) and _says_something(group, item):
            name = kind_of(person).format_value(person, item.get(person.id)) if person else ""
            sentence = f"{name or 'A member'} has not been asked how they want to appear in the report."
            yield ReportFinding(
                FindingGroup.CONSENT, "member-not-asked", sentence, f"{path}/{item.id}/{asks.id}"
            )


def _reflections(answers: Answers, path: str, group: Field, part: TemplatePart) -> Iterator[ReportFinding]:
    asks = release_question(group) or group.inner_field(part.role("release"))
    number = part.role("respondent")
    for item in answers.items(path) if asks else ():
        if asks is None or not _says_something(group, item):
            continue
        whose = f"Respondent {item.get(number)}’s reflection" if item.get(number) else "A reflection"
        place = f"{path}/{item.id}/{asks.id}"
        if is_empty(asks, item.get(asks.id)):
            sentence = f"{whose}: the writer has not said whether it may be printed."
            yield ReportFinding(FindingGroup.CONSENT, "reflection-not-asked", sentence, place)
        elif not (may_print_entry(group, item.values) and is_signed(group, asks.id, item)):
            sentence = f"{whose} is left out, because its writer does not let reports print it."
            yield ReportFinding(
                FindingGroup.CONSENT, "reflection-not-released", sentence, place, is_required=False
            )


def private_entry_findings(form: Form, notes: Iterable[ReleaseNote]) -> Iterator[ReportFinding]:
    """Yield a finding for each list with private entries, and for each entry that somebody else decided on.

    A report has only what everyone in the group may read.
    """
    private: dict[str, int] = {}
    for code, path, author in notes:
        group = form.field(path if paths.is_item_path(path) else paths.parent_item_path(path))
        noun = group.item_noun if group is not None else "entry"
        who = author or "Somebody"
        if code == PRIVATE_ENTRY:
            at = paths.group_path(path)
            private[at] = private.get(at, 0) + 1
        elif code == UNGIVEN_ENTRY:
            sentence = (
                f"You chose to give a {noun} to the group, but it is still private. No report prints it."
            )
            yield ReportFinding(FindingGroup.CONSENT, code, sentence, path)
        elif code == CHOICE_BY_OTHER:
            sentence = f"{who} changed who can read this {noun}. Only its writer can, so it is not followed."
            yield ReportFinding(FindingGroup.CONSENT, code, sentence, path)
        elif code == COMMENT_ON_PRIVATE:
            sentence = (
                f"{who} commented on something that not everyone can read. The comment stays in this "
                "inquiry, and no copy includes it."
            )
            yield ReportFinding(FindingGroup.CONSENT, code, sentence, path, is_required=False)
        elif code == CHOICE_CLAIMED:
            sentence = f"A copy says that you gave this {noun} to the group. Check that it is yours."
            yield ReportFinding(FindingGroup.CONSENT, code, sentence, path)
        else:
            sentence = (
                f"The inquiry has a {noun}, written by {who}, with the id of one that only you can see. "
                "Yours stays private, and the other is not in this report."
            )
            yield ReportFinding(FindingGroup.CONSENT, code, sentence, path)
    for path, count in private.items():
        group = form.field(path)
        yield ReportFinding(
            FindingGroup.WITHHELD, PRIVATE_ENTRY, private_count_text(group, count), path, is_required=False
        )


def private_count_text(group: Field | None, count: int) -> str:
    """Return a sentence such as “1 reflection is private. It is not in this report”."""
    entries = format_count(count, group.item_noun if group is not None else "entry")
    if count == 1:
        return f"{entries} is private. It is not in this report."
    return f"{entries} are private. They are not in this report."


def _numbers(answers: Answers, path: str, group: Field, name: str) -> Iterator[ReportFinding]:
    """Yield a finding for each of two entries signed with the same number."""
    printed = [item for item in answers.items(path) if may_print_entry(group, item.values)]
    taken = dict(entries_with_taken_number(group, printed, name))
    numbers = {item.get(name) for item in printed if item.id in taken}
    for item in printed:
        if item.get(name) not in numbers:
            continue
        number = f"Another {group.item_noun} has the number {item.get(name)} as well."
        outcome = (
            "The report signs this one as a member of the group, without a number."
            if item.id in taken
            else "The report prints it with this one only."
        )
        sentence = f"{number} {outcome} Change one of them."
        place = f"{path}/{item.id}/{name}"
        yield ReportFinding(FindingGroup.CONSENT, "number-twice", sentence, place)


def _is_shown(path: str, template: ReportTemplate) -> bool:
    return template.follows_form or path in set(template.paths())


def _replies(
    form: Form, answers: Answers, path: str, group: Field, part: TemplatePart
) -> Iterator[ReportFinding]:
    """Yield a finding for each open question with replies that no one has decided whether to quote."""
    replies, title = group.inner_field(part.role("replies")), group.inner_field(part.role("question"))
    names = ReplyFieldIds(*(part.role(name) for name in ReplyFieldIds.__slots__))
    asks = replies.inner_field(names.may_quote) if replies else None
    if replies is None or asks is None:
        return
    for item in answers.items(path):
        where = f"{path}/{item.id}"
        question = open_question(form, answers, where, names)
        waiting = (
            [reply for reply in question.replies if reply.consent is Consent.NOT_ASKED] if question else []
        )
        if waiting:
            to_question = f" to “{item.get(title.id)}”" if title and item.get(title.id) else ""
            count = format_count(len(waiting), "reply")
            sentence = f"No one has said whether {count}{to_question} may be quoted."
            one = f"{where}/{replies.id}/{waiting[0].id}/{asks.id}"
            place = f"{where}/{QUOTE_ALL}" if group.inner_field(QUOTE_ALL) else one
            yield ReportFinding(FindingGroup.CONSENT, "quote-not-asked", sentence, place, is_required=False)


def _pictures(answers: Answers, path: str, group: Field) -> Iterator[ReportFinding]:
    asks = group.inner_field("consent")
    for item in answers.items(path) if asks else ():
        if asks is None or not item.get("picture"):
            continue
        caption = f" “{item.get('caption')}”" if item.get("caption") else ""
        place = f"{path}/{item.id}/{asks.id}"
        if is_empty(asks, item.get(asks.id)):
            sentence = f"No one has said whether the people in the picture{caption} agreed to be shown."
            yield ReportFinding(FindingGroup.CONSENT, "picture-not-asked", sentence, place)
        elif item.get(asks.id) == "not_yet":
            sentence = (
                f"The people in the picture{caption} have not been asked yet, so the picture is left out."
            )
            yield ReportFinding(FindingGroup.CONSENT, "picture-not-yet", sentence, place, is_required=False)


def _says_something(group: Field, item: Item) -> bool:
    return any(not is_empty(inner, item.get(inner.id)) for inner in group.fields)
