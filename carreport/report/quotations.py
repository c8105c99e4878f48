"""Decide which quotations a report may print, and how to name their speakers.

A quotation may be printed only if the answer it quotes may be printed and its writer agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from carreport.form import paths
from carreport.form.answers import Answers, Item, Version, is_empty
from carreport.form.kinds import kind_of
from carreport.form.kinds.simple import stored_number
from carreport.form.names import name_key
from carreport.form.quotations import SourcedQuotation, source_texts, sourced_quotations, truncate
from carreport.form.release_choice import may_print_entry
from carreport.form.richtext import Block, RichText
from carreport.form.schema import Field, Form, Value, Voice
from carreport.language.messages import format_number, gettext, gettext_noop
from carreport.report.templates.template import ReportTemplate, template_parts
from carreport.survey.themes import (
    Consent,
    OpenQuestion,
    OpenReply,
    ReplyFieldIds,
    open_question,
    withdrawn_reply_ids,
)

GONE = "A quotation is left out because the answer it quotes no longer exists."
WITHDRAWN = "A quotation is left out because the reply it quotes was withdrawn."
NO_LONGER = "A quotation is left out because the person no longer agrees to be quoted."
NOT_RELEASED = "A quotation is left out because its writer does not let reports print the answer."
NOT_AGREED = "A quotation is left out because the person has not agreed to be quoted."
KEPT_BACK = "A quotation is left out because this report does not print the answer it quotes."
NAMED, BY_NUMBER = "named", "respondent"
MEMBER = gettext_noop("A member of the group")
SPEAKERS = {
    Voice.GROUP: gettext_noop("The group"),
    Voice.MEMBER: MEMBER,
    Voice.RESPONDENT: gettext_noop("Someone who replied"),
    Voice.FELLOW: gettext_noop("The research fellow"),
    Voice.PROGRAMME: gettext_noop("The programme"),
}


class QuotationPolicy:
    """Decides on quotations, given all the answers and which of them a report withholds."""

    def __init__(
        self,
        form: Form,
        all_answers: Answers,
        template: ReportTemplate,
        withheld: Mapping[str, str],
        unnamed: frozenset[str] = frozenset(),
    ) -> None:
        self.form = form
        self.all_answers = all_answers
        self.template = template
        self.withheld = withheld
        self.unnamed = unnamed
        self._asked: dict[str, OpenQuestion | None] = {}

    def withhold_reason(self, source: str) -> str:
        """Return why a quotation from the answer at `source` may not be printed, or an empty string."""
        if not self.texts(source):
            return WITHDRAWN if self.was_withdrawn(source) else GONE
        for group, path in self.groups_around(source):
            item = self.all_answers.get(path)
            if isinstance(item, Item) and not self.is_released(group, path, item):
                return NOT_RELEASED
        if source in self.withheld:
            return KEPT_BACK
        reply = self.reply(source)
        return consent_refusal(reply) if reply else ""

    def texts(self, source: str) -> tuple[str, ...]:
        """Return the text at a path, in all versions; a reply from a file is read from that file."""
        texts = source_texts(self.form, self.all_answers, source)
        reply = None if texts else self.reply(source)
        is_words = reply is not None and source.endswith(f"/{self.role_field(source, 'replies', 'words')}")
        return (reply.text.plain_text,) if reply and is_words and not reply.text.is_empty else texts

    def reply(self, source: str) -> OpenReply | None:
        """Return the reply that contains the answer at `source`, or None if it is not in a reply."""
        entry = paths.parent_item_path(source)
        outer = paths.parent_item_path(paths.group_path(entry)) if entry else ""
        names = ReplyFieldIds(*(self.role_field(source, "replies", name) for name in ReplyFieldIds.__slots__))
        if not outer or paths.group_path(entry) != f"{outer}/{names.replies}":
            return None
        if outer not in self._asked:
            self._asked[outer] = open_question(self.form, self.all_answers, outer, names)
        question = self._asked[outer]
        return question.reply(paths.item_id(entry)) if question else None

    def was_withdrawn(self, source: str) -> bool:
        """Return whether the answer at `source` belonged to a reply that has been withdrawn."""
        return paths.item_id(paths.parent_item_path(source)) in withdrawn_reply_ids(
            self.form, self.all_answers
        )

    def is_released(self, group: Field, path: str, item: Item) -> bool:
        """Return whether an entry has been released; an entry that needs no release counts as released."""
        if not may_print_entry(group, item.values):
            return False
        return is_signed(group, self.role_field(path, "reflections", "release"), item)

    def speaker(self, source: str) -> str:
        """Return how this report names the person or group who gave the answer at `source`."""
        question = self.form.field(source)
        if question is None:
            return ""
        for group, path in self.groups_around(source):
            item = self.all_answers.get(path)
            if not isinstance(item, Item):
                continue
            if group.private_until is not None:
                roles = (self.role_field(path, "reflections", name) for name in _SIGNING)
                return signature(item, *roles, unnamed=self.unnamed)
            source_text = self.stated_source(group, path, item)
            if source_text:
                return source_text
        label = self.question_asked(source) or question.label
        speaker = gettext(SPEAKERS[question.voice])
        return gettext("{speaker}, in answer to “{question}”", speaker=speaker, question=truncate(label, 120))

    def stated_source(self, group: Field, path: str, item: Item) -> str:
        """Return the speaker and source that an entry gives for its own text, or an empty string."""
        fields = (
            group.inner_field(self.role_field(path, "learning_points", name)) for name in ("voice", "source")
        )
        texts = [
            kind_of(inner).format_value(inner, item.get(inner.id))
            for inner in fields
            if inner and item.get(inner.id)
        ]
        return ", ".join(texts)

    def question_asked(self, source: str) -> str:
        """Return the question respondents were asked, from an entry around the answer, or an empty string."""
        for group, path in self.groups_around(source):
            item = self.all_answers.get(path)
            name = group.inner_field(self.role_field(path, "replies", "question"))
            if isinstance(item, Item) and name is not None and not is_empty(name, item.get(name.id)):
                return kind_of(name).format_value(name, item.get(name.id))
        return ""

    def groups_around(self, source: str) -> Iterator[tuple[Field, str]]:
        """Yield each list around an answer, innermost first, with the path of the entry in it."""
        path = paths.parent_item_path(source)
        while path:
            group = self.form.field(path)
            if group is not None:
                yield group, path
            path = paths.parent_item_path(paths.group_path(path))

    def role_field(self, path: str, show: str, name: str) -> str:
        """Return the field id for a role: the one the template gives it for the outermost list in `path`."""
        top = path.partition("/")[0]
        for part in template_parts(self.template):
            if part.presentation == show and top in part.answers:
                return part.role(name)
        return name


def consent_refusal(reply: OpenReply) -> str:
    """Return why a reply may not be quoted, or an empty string."""
    if reply.consent.allows_quoting:
        return ""
    return NO_LONGER if reply.consent is Consent.WITHDRAWN else NOT_AGREED


_SIGNING = ("respondent", "member", "release")


def is_signed(group: Field, release: str, item: Item) -> bool:
    """Return whether the writer of a reflection has said how it is signed, if the question `release` asks.

    A list that is private until released has its own condition, which `may_print_entry` checks.
    """
    asks = group.private_until is None and group.inner_field(release) is not None
    return not asks or item.get(release) in (NAMED, BY_NUMBER)


def signature(
    item: Item, number: str, member: str, release: str, *, unnamed: frozenset[str] = frozenset()
) -> str:
    """Return the name or the number with which a reflection is signed; never one of the `unnamed`."""
    name, value = str(item.get(member) or ""), item.get(number)
    if item.get(release) == NAMED and name and name_key(name) not in unnamed:
        return name
    if value is None:
        return gettext(MEMBER)
    count = stored_number(value)
    return gettext("Respondent {number}", number=str(value) if count is None else format_number(count))


def withheld_quotations(policy: QuotationPolicy, answers: Answers) -> Iterator[tuple[SourcedQuotation, str]]:
    """Yield each quotation that may not be printed, with the reason."""
    for quotation in sourced_quotations(policy.form, answers):
        why = policy.withhold_reason(quotation.source)
        if why:
            yield quotation, why


def remove_withheld_quotations(
    policy: QuotationPolicy, answers: Answers, instead: Callable[[str], Block] | None = None
) -> tuple[Answers, dict[str, str], dict[str, frozenset[str]]]:
    """Return `answers` without the quotations that may not be printed.

    `instead` returns the block to put in place of each, given the reason.

    Also return, by path, why each affected answer lost a quotation, and the quotations removed from
    answers that still have other text.
    """
    sieve = _QuotationFilter(policy, instead)
    values = {
        path: sieve.filter_value(path, question, answers.values[path])
        for path, question in policy.form.all_fields()
        if path in answers.values
    }
    versions = {
        path: tuple(
            Version(
                sieve.remove_quotations(path, version.value),
                version.author,
                version.written_at,
                version.revision,
            )
            for version in all_versions
        )
        if (question := policy.form.field(path)) is not None and kind_of(question).is_rich_text
        else all_versions
        for path, all_versions in answers.versions.items()
    }
    withheld_parts = {path: frozenset(lost) for path, lost in sieve.lost.items() if path not in sieve.emptied}
    return replace(answers, values=values, versions=versions), sieve.why, withheld_parts


class _QuotationFilter:
    """Removes quotations from texts and records what it removes."""

    def __init__(self, policy: QuotationPolicy, instead: Callable[[str], Block] | None) -> None:
        self.policy = policy
        self.instead = instead
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
        question = group.inner_field(name)
        value = item.values[name]
        return (
            value
            if question is None
            else self.filter_value(paths.field_path(path, item.id, name), question, value)
        )

    def remove_quotations(self, path: str, value: Value) -> Value:
        """Return a rich text without the quotations that may not be printed."""
        text = RichText.from_json(value)
        reasons = {
            block.source: self.policy.withhold_reason(block.source) for block in text.blocks if block.source
        }
        if not any(reasons.values()):
            return value
        self.why[path] = next(filter(None, reasons.values()))
        printed = tuple(block for block in text.blocks if not reasons.get(block.source))
        removed = [block for block in text.blocks if block not in printed]
        self.lost.setdefault(path, set()).update(
            part.plain_text for block in removed for part in (block, *block.notes)
        )
        if not printed:
            self.emptied.add(path)
        if self.instead is not None:
            whys = ((block, reasons.get(block.source, "")) for block in text.blocks)
            printed = tuple(self.instead(why) if why else block for block, why in whys)
        return RichText(printed).to_json()
