"""Hold what the parts of a report share while it is put together.

A part asks it for answers as words or as blocks, makes notes through it, and tells it what
it keeps back on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from carreport.form import paths
from carreport.form.answers import Answers, Item, Version, is_empty
from carreport.form.kinds import kind_of
from carreport.form.richtext import RichText, Span
from carreport.form.schema import Field, Form, Value, Voice
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
from carreport.report.templates.template import ReportTemplate
from carreport.survey.themes import ReplyFieldIds

UNNAMED_VOICES = frozenset((Voice.MEMBER, Voice.RESPONDENT))
"""Voices whose writers a report does not name, except where they chose to be named."""


@dataclass(slots=True)
class BuildContext:
    """A report in the making.

    `answers` holds what may be printed; `given` everything that was answered, for the few
    answers that decide how others are printed.
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

    def question(self, path: str) -> Field | None:
        """Return the question at `path`, if the form asks it and an answer may be printed."""
        found = self.form.field(path)
        return found if found and not is_empty(found, self.answers.get(path)) else None

    def entries(self, path: str) -> Iterator[tuple[str, Item]]:
        """Yield each entry of the group at `path` with its own path."""
        for item in self.answers.items(path):
            yield paths.item_path(path, item.id), item

    def withhold(self, path: str, why: str) -> None:
        """Say why the answers at `path` are not printed; of a group or an entry, all in it."""
        question = self.form.field(path)
        if question is None:
            return
        value = self.answers.get(path)
        if isinstance(value, Item):
            path, value = paths.group_path(path), (value,)
        for each in answered_paths(path, question, value):
            if self.withheld_parts.pop(each, None) is None:
                self.withheld.setdefault(each, why)
            else:
                self.withheld[each] = why

    def mark_used(self, path: str, why: str) -> None:
        """Say what the answer at `path` decides; it is used, and not printed itself."""
        before = set(self.withheld)
        self.withhold(path, why)
        self.used_answers |= self.withheld.keys() - before

    def add_footnote(self, running: InlineText) -> FootnoteReference:
        """Make a footnote and return its mark, to be put into running text."""
        self.notes.append(Footnote(len(self.notes) + 1, running))
        return FootnoteReference(len(self.notes))

    def inline(self, path: str, question: Field, value: Value) -> InlineText:
        """Return an answer as running text: every version of it, each with its writer."""
        found = self.versions(path, question)
        if not found:
            return _value_inline(question, value)
        running: InlineText = ()
        for version in found:
            joint = "; or, " if running else ""
            said = f"{joint}according to {self.writer_label(version, path)}: "
            running += (Span(said, emphasis=True), *_value_inline(question, version.value))
        return running

    def prose(self, path: str, question: Field, value: Value) -> list[Block]:
        """Return an answer as blocks: every version of it, each with its writer."""
        found = self.versions(path, question)
        if not found:
            return self._value_blocks(question, value)
        blocks: list[Block] = []
        for number, version in enumerate(found):
            who = self.writer_label(version, path)
            said = f"{who[:1].upper()}{who[1:]} wrote:" if not number else f"And {who} wrote:"
            blocks += [
                Paragraph(inline_text(said), style="small"),
                *self._value_blocks(question, version.value),
            ]
        return blocks

    def _value_blocks(self, question: Field, value: Value) -> list[Block]:
        printed = kind_of(question).printed(question, value)
        if isinstance(printed, RichText):
            return text_to_blocks(printed, self.quotation_policy.speaker)
        return [Paragraph(printed, voice=question.voice)] if printed else []

    @property
    def quotation_policy(self) -> QuotationPolicy:
        """What decides whose words a lifted quotation is."""
        return QuotationPolicy(self.form, self.all_answers, self.template, self.withheld)

    def versions(self, path: str, question: Field) -> tuple[Version, ...]:
        """Return the versions of an answer, if people gave more than one and it says something."""
        found = self.answers.versions.get(path, ())
        said = tuple(each for each in found if not is_empty(question, each.value))
        return said if len(said) > 1 else ()

    def writer_label(self, version: Version, path: str) -> str:
        """Return how the writer of a version is called in this report."""
        if self.voices(path) & UNNAMED_VOICES or version.author in self.unnamed_people():
            return "a member of the group"
        return version.author or "a member of the group"

    def voices(self, path: str) -> frozenset[Voice]:
        """Return the voices of the question at `path` and of every group that it stands in."""
        around = [path]
        while owner := paths.parent_item_path(around[-1]):
            around.append(paths.group_path(owner))
        fields = (self.form.field(each) for each in around)
        return frozenset(field.voice for field in fields if field is not None)

    def unnamed_people(self) -> frozenset[str]:
        """Return the names of people who are in the form but whom this report does not name."""
        return frozenset(
            name
            for answer in self.all_answers.answered_fields(self.form)
            if answer.path in self.withheld and (name := kind_of(answer.field).named_person(answer.value))
        )


def answered_inner_fields(group: Field, items: Sequence[Item]) -> list[Field]:
    """Return the inner questions that at least one of `items` answers, in the order of the form."""
    return [each for each in group.fields if any(not is_empty(each, item.get(each.id)) for item in items)]


def _value_inline(question: Field, value: Value) -> InlineText:
    printed = kind_of(question).printed(question, value)
    return text_to_inline(printed) if isinstance(printed, RichText) else printed
