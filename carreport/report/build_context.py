"""The state that the sections of a report share while it is built.

Sections use it to read answers as inline text or as blocks, to add footnotes and to record what
they withhold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from carreport.form import paths
from carreport.form.answers import Answers, Item, Version, is_empty
from carreport.form.kinds import kind_of
from carreport.form.names import name_key
from carreport.form.richtext import RichText, Span
from carreport.form.schema import Field, Form, Value, Voice
from carreport.form.wording import sentence_case
from carreport.language.messages import gettext
from carreport.report.model import (
    Block,
    Footnote,
    FootnoteReference,
    InlineText,
    Paragraph,
    PictureFile,
    inline_text,
)
from carreport.report.printable import answered_paths
from carreport.report.prose import text_to_blocks, text_to_inline
from carreport.report.quotations import QuotationPolicy
from carreport.report.templates.template import ReportTemplate, TemplatePart
from carreport.survey.themes import ReplyFieldIds

UNNAMED_VOICES = frozenset((Voice.MEMBER, Voice.RESPONDENT))
"""Voices whose writers are never named as the author of a version."""


@dataclass(slots=True)
class BuildContext:
    """The state of a report while it is built.

    `answers` holds what may be printed. `all_answers` holds everything, because a few answers decide
    how others are printed.
    """

    form: Form
    answers: Answers
    all_answers: Answers
    pictures: Mapping[str, PictureFile]
    template: ReportTemplate
    today: date
    withheld: dict[str, str]
    withheld_parts: dict[str, frozenset[str]] = field(default_factory=dict)
    used_answers: set[str] = field(default_factory=set)
    quoted_replies: dict[str, ReplyFieldIds] = field(default_factory=dict)
    notes: list[Footnote] = field(default_factory=list)
    charts: int = 0
    unnamed: frozenset[str] = frozenset()
    """The keys of the names of people who do not want to be named."""
    part_reasons: list[tuple[TemplatePart, dict[str, str]]] = field(default_factory=list)
    """For each part of the template, the answers it does not print, and why."""
    _reasons: dict[str, str] | None = None
    """The answers that the part being built does not print, and why; None outside a part."""

    def question(self, path: str) -> Field | None:
        """Return the question at `path`, if the form has it and it has a printable answer."""
        question = self.form.field(path)
        return question if question and not is_empty(question, self.answers.get(path)) else None

    def entries(self, path: str) -> Iterator[tuple[str, Item]]:
        """Yield the entries of the group at `path`, each with its path."""
        for item in self.answers.items(path):
            yield paths.item_path(path, item.id), item

    def withhold(self, path: str, why: str) -> None:
        """Record why the answer at `path`, or every answer in the group or entry, is not printed."""
        question = self.form.field(path)
        if question is None:
            return
        value = self.answers.get(path)
        if isinstance(value, Item):
            path, value = paths.group_path(path), (value,)
        for answer_path in answered_paths(path, question, value):
            if self._reasons is not None:
                self._reasons.setdefault(answer_path, why)
            else:
                self._withhold_answer(answer_path, why)

    def _withhold_answer(self, path: str, why: str) -> None:
        if self.withheld_parts.pop(path, None) is None:
            self.withheld.setdefault(path, why)
        else:
            self.withheld[path] = why

    def begin_part(self, part: TemplatePart) -> None:
        """Start a part: until the next one, `withhold` records its reasons for this part only."""
        self._reasons = {}
        self.part_reasons.append((part, self._reasons))

    def end_parts(self) -> None:
        """Withhold each answer left out by every part that shows it."""
        self._reasons = None
        for _, reasons in self.part_reasons:
            for path, why in reasons.items():
                if all(path in others for part, others in self.part_reasons if part.shows(path)):
                    self._withhold_answer(path, why)
        self.used_answers &= self.withheld.keys()

    def mark_used(self, path: str, why: str) -> None:
        """Record that the answer at `path` affects the report but is not printed itself, and why."""
        reasons = self.withheld if self._reasons is None else self._reasons
        before = set(reasons)
        self.withhold(path, why)
        self.used_answers |= reasons.keys() - before

    def add_footnote(self, running: InlineText) -> FootnoteReference:
        """Add a footnote and return its reference mark, for inline text."""
        self.notes.append(Footnote(len(self.notes) + 1, running))
        return FootnoteReference(len(self.notes))

    def inline(self, path: str, question: Field, value: Value) -> InlineText:
        """Return an answer as inline text; several versions are printed in turn, each with its writer."""
        versions = self.versions(path, question)
        if not versions:
            return _value_inline(question, value)
        running: InlineText = ()
        for version in versions:
            writer = self.writer_label(version, path)
            label = gettext("; or, according to {writer}: ", writer=writer) if running else ""
            label = label or gettext("according to {writer}: ", writer=writer)
            running += (Span(label, emphasis=True), *_value_inline(question, version.value))
        return running

    def prose(self, path: str, question: Field, value: Value) -> list[Block]:
        """Return an answer as blocks; several versions are printed in turn, each below its writer."""
        versions = self.versions(path, question)
        if not versions:
            return self._value_blocks(question, value)
        blocks: list[Block] = []
        for number, version in enumerate(versions):
            who = self.writer_label(version, path)
            label = (
                gettext("And {who} wrote:", who=who)
                if number
                else gettext("{who} wrote:", who=sentence_case(who))
            )
            blocks += [
                Paragraph(inline_text(label), style="small"),
                *self._value_blocks(question, version.value),
            ]
        return blocks

    def _value_blocks(self, question: Field, value: Value) -> list[Block]:
        content = kind_of(question).printed(question, value)
        if isinstance(content, RichText):
            return text_to_blocks(content, self.quotation_policy.speaker)
        return [Paragraph(content, voice=question.voice)] if content else []

    @property
    def quotation_policy(self) -> QuotationPolicy:
        """The rules that decide which quotations may be printed, and who is named as their speaker."""
        return QuotationPolicy(self.form, self.all_answers, self.template, self.withheld, self.unnamed)

    def versions(self, path: str, question: Field) -> tuple[Version, ...]:
        """Return the non-empty versions of an answer, or an empty tuple if there are fewer than two."""
        versions = self.answers.versions.get(path, ())
        not_empty = tuple(version for version in versions if not is_empty(question, version.value))
        return not_empty if len(not_empty) > 1 else ()

    def writer_label(self, version: Version, path: str) -> str:
        """Return what this report calls the writer of a version."""
        if self.voices(path) & UNNAMED_VOICES or name_key(version.author) in self.unnamed_people():
            return gettext("a member of the group")
        return version.author or gettext("a member of the group")

    def voices(self, path: str) -> frozenset[Voice]:
        """Return the voices of the question at `path` and of every group around it."""
        around = [path]
        while owner := paths.parent_item_path(around[-1]):
            around.append(paths.group_path(owner))
        fields = (self.form.field(place) for place in around)
        return frozenset(field.voice for field in fields if field is not None)

    def unnamed_people(self) -> frozenset[str]:
        """Return the keys of the names of people that this report withholds, wholly or in part."""
        return self.unnamed | frozenset(
            name_key(name)
            for answer in self.all_answers.answered_fields(self.form)
            if answer.path in self.withheld and (name := kind_of(answer.field).named_person(answer.value))
        )


def answered_inner_fields(group: Field, items: Sequence[Item]) -> list[Field]:
    """Return the questions in `group` that at least one of `items` answers, in form order."""
    return [inner for inner in group.fields if any(not is_empty(inner, item.get(inner.id)) for item in items)]


def _value_inline(question: Field, value: Value) -> InlineText:
    content = kind_of(question).printed(question, value)
    return text_to_inline(content) if isinstance(content, RichText) else content
