"""Decide at printing time which lifted quotations a report may hold, and whose words they are.

The same rules hold for a quotation as for the answer it was lifted from: what may not be
printed there may not be printed here either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from carreport.form import paths
from carreport.form.answers import Answers, Item, Version, is_empty
from carreport.form.kinds import kind_of
from carreport.form.kinds.simple import stored_number
from carreport.form.quotations import SourcedQuotation, source_texts, sourced_quotations, truncate
from carreport.form.richtext import RichText
from carreport.form.schema import Field, Form, Value, Voice
from carreport.report.templates.template import ReportTemplate, TemplatePart
from carreport.survey.themes import (
    Consent,
    OpenQuestion,
    OpenReply,
    ReplyFieldIds,
    open_question,
    withdrawn_reply_ids,
)

GONE = "A quotation in it is not printed, because the answer that it quotes is no longer there."
WITHDRAWN = "A quotation in it is not printed, because the reply that it quotes was withdrawn."
NO_LONGER = "A quotation in it is not printed, because the person no longer agrees to be quoted."
NOT_RELEASED = "A quotation in it is not printed, because its writer has not released the answer."
NOT_AGREED = "A quotation in it is not printed, because the person has not agreed to be quoted."
KEPT_BACK = "A quotation in it is not printed, because this report keeps back the answer that it quotes."
NAMED, BY_NUMBER = "named", "respondent"
MEMBER = "A member of the group"
SPEAKERS = {
    Voice.GROUP: "The group",
    Voice.MEMBER: MEMBER,
    Voice.RESPONDENT: "Somebody who was asked",
    Voice.FELLOW: "The research fellow",
    Voice.PROGRAMME: "The programme",
}


class QuotationPolicy:
    """What is known about the answers that quotations name: all that was given, and what is kept back."""

    def __init__(
        self, form: Form, given: Answers, template: ReportTemplate, kept_back: Mapping[str, str]
    ) -> None:
        self.form = form
        self.all_answers = given
        self.template = template
        self.withheld = kept_back
        self._asked: dict[str, OpenQuestion | None] = {}

    def withhold_reason(self, source: str) -> str:
        """Return why a quotation from the answer at `source` may not be printed, or nothing."""
        if not self.texts(source):
            return WITHDRAWN if self.was_withdrawn(source) else GONE
        if source in self.withheld:
            return KEPT_BACK
        reply = self.reply(source)
        refused = consent_refusal(reply) if reply else ""
        if refused:
            return refused
        for group, path in self.groups_around(source):
            item = self.all_answers.get(path)
            if isinstance(item, Item) and not self.is_released(group, path, item):
                return NOT_RELEASED
        return ""

    def texts(self, source: str) -> tuple[str, ...]:
        """Return what stands at a path, in each version; the words of a reply may lie with its file."""
        found = source_texts(self.form, self.all_answers, source)
        reply = None if found else self.reply(source)
        is_words = reply is not None and source.endswith(f"/{self.role_field(source, 'replies', 'words')}")
        return (reply.text.plain_text,) if reply and is_words and not reply.text.is_empty else found

    def reply(self, source: str) -> OpenReply | None:
        """Return the reply to an open question in which the answer at `source` stands, if it does."""
        entry = paths.parent_item_path(source)
        outer = paths.parent_item_path(paths.group_path(entry)) if entry else ""
        names = ReplyFieldIds(*(self.role_field(source, "replies", each) for each in ReplyFieldIds.__slots__))
        if not outer or paths.group_path(entry) != f"{outer}/{names.replies}":
            return None
        if outer not in self._asked:
            self._asked[outer] = open_question(self.form, self.all_answers, outer, names)
        question = self._asked[outer]
        return question.reply(paths.item_id(entry)) if question else None

    def was_withdrawn(self, source: str) -> bool:
        """Say whether the answer at `source` was that of somebody who took their reply back."""
        return paths.item_id(paths.parent_item_path(source)) in withdrawn_reply_ids(
            self.form, self.all_answers
        )

    def is_released(self, group: Field, path: str, item: Item) -> bool:
        """Say whether an entry has left its writer's hands, as far as the form and the template ask."""
        condition = group.private_until
        if condition is not None and item.get(condition.field) not in condition.values:
            return False
        release = group.inner_field(self.role_field(path, "reflections", "release"))
        return release is None or item.get(release.id) in (NAMED, BY_NUMBER)

    def speaker(self, source: str) -> str:
        """Return whose words the answer at `source` is, as this report may say it."""
        question = self.form.field(source)
        if question is None:
            return ""
        for group, path in self.groups_around(source):
            item = self.all_answers.get(path)
            if not isinstance(item, Item):
                continue
            if group.private_until is not None:
                return signature(item, *(self.role_field(path, "reflections", each) for each in _SIGNING))
            told = self.stated_source(group, path, item)
            if told:
                return told
        asked = self.question_asked(source) or question.label
        return f"{SPEAKERS[question.voice]}, in answer to “{truncate(asked, 120)}”"

    def stated_source(self, group: Field, path: str, item: Item) -> str:
        """Return what an entry itself says about whose words it holds and where they are from."""
        asked = (
            group.inner_field(self.role_field(path, "learning_points", each)) for each in ("voice", "source")
        )
        said = [
            kind_of(each).format_value(each, item.get(each.id))
            for each in asked
            if each and item.get(each.id)
        ]
        return ", ".join(said)

    def question_asked(self, source: str) -> str:
        """Return what respondents were asked, if the answer stands in an entry that says so."""
        for group, path in self.groups_around(source):
            item = self.all_answers.get(path)
            name = group.inner_field(self.role_field(path, "replies", "question"))
            if isinstance(item, Item) and name is not None and not is_empty(name, item.get(name.id)):
                return kind_of(name).format_value(name, item.get(name.id))
        return ""

    def groups_around(self, source: str) -> Iterator[tuple[Field, str]]:
        """Yield each list around an answer with the path of the entry in it, the innermost first."""
        path = paths.parent_item_path(source)
        while path:
            group = self.form.field(path)
            if group is not None:
                yield group, path
            path = paths.parent_item_path(paths.group_path(path))

    def role_field(self, path: str, show: str, name: str) -> str:
        """Return the id that the template gives a role in the list at the head of `path`."""
        top = path.partition("/")[0]
        for part in template_parts(self.template):
            if part.presentation == show and top in part.answers:
                return part.role(name)
        return name


def consent_refusal(reply: OpenReply) -> str:
    """Return why a reply may not be quoted, or nothing."""
    if reply.consent.allows_quoting:
        return ""
    return NO_LONGER if reply.consent is Consent.WITHDRAWN else NOT_AGREED


_SIGNING = ("respondent", "member", "release")


def template_parts(template: ReportTemplate) -> Iterator[TemplatePart]:
    """Yield every part of a template's outline."""
    return (part for section in template.sections for part in section.parts)


def signature(item: Item, number: str, member: str, release: str) -> str:
    """Return the name or the number that a reflection was released with."""
    name, given = str(item.get(member) or ""), item.get(number)
    if item.get(release) == NAMED and name:
        return name
    if given is None:
        return MEMBER
    return f"Respondent {given}" if stored_number(given) is None else f"Respondent {stored_number(given):,}"


def withheld_quotations(quoting: QuotationPolicy, answers: Answers) -> Iterator[tuple[SourcedQuotation, str]]:
    """Yield each quotation that a report may not print, with the reason."""
    for each in sourced_quotations(quoting.form, answers):
        why = quoting.withhold_reason(each.source)
        if why:
            yield each, why


def remove_withheld_quotations(
    quoting: QuotationPolicy, answers: Answers
) -> tuple[Answers, dict[str, str], dict[str, frozenset[str]]]:
    """Return `answers` without the quotations that may not be printed.

    Then why, for each answer that lost some; and the words that it lost, if others are left.
    """
    sieve = _QuotationFilter(quoting)
    values = {
        path: sieve.filter_value(path, question, answers.values[path])
        for path, question in quoting.form.all_fields()
        if path in answers.values
    }
    versions = {
        path: tuple(
            Version(sieve.remove_quotations(path, each.value), each.author, each.written_at, each.revision)
            for each in found
        )
        if (question := quoting.form.field(path)) is not None and kind_of(question).is_rich_text
        else found
        for path, found in answers.versions.items()
    }
    kept = {path: frozenset(lost) for path, lost in sieve.lost.items() if path not in sieve.emptied}
    return Answers(values, versions), sieve.why, kept


class _QuotationFilter:
    """Goes through the texts and remembers what it took out of each."""

    def __init__(self, quoting: QuotationPolicy) -> None:
        self.quoting = quoting
        self.why: dict[str, str] = {}
        self.lost: dict[str, set[str]] = {}
        self.emptied: set[str] = set()

    def filter_value(self, path: str, question: Field, value: Any) -> Any:  # noqa: ANN401 - any JSON, or items
        if question.is_group:
            return tuple(
                Item(item.id, {name: self.filter_inner(path, question, item, name) for name in item.values})
                for item in value
            )
        return self.remove_quotations(path, value) if kind_of(question).is_rich_text else value

    def filter_inner(self, path: str, group: Field, item: Item, name: str) -> Any:  # noqa: ANN401 - any JSON
        asked = group.inner_field(name)
        value = item.values[name]
        return (
            value if asked is None else self.filter_value(paths.field_path(path, item.id, name), asked, value)
        )

    def remove_quotations(self, path: str, value: Value) -> Value:
        """Return a text without the quotations that may not be printed; a text without any as it is."""
        text = RichText.from_json(value)
        refused = {
            each.source: self.quoting.withhold_reason(each.source) for each in text.blocks if each.source
        }
        if not any(refused.values()):
            return value
        self.why[path] = next(filter(None, refused.values()))
        kept = tuple(each for each in text.blocks if not refused.get(each.source))
        self.lost.setdefault(path, set()).update(each.plain_text for each in text.blocks if each not in kept)
        if not kept:
            self.emptied.add(path)
        return RichText(kept).to_json()
