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
from carreport.form.richtext import RichText, Span, is_safe_link
from carreport.form.schema import Field, Form, Value, Voice
from carreport.report.model import Block, Note, NoteMark, Paragraph, PictureFile, Words, words
from carreport.report.printable import answered_paths
from carreport.report.prose import as_words, blocks_of
from carreport.report.quotations import Quoting
from carreport.report.templates.template import ReportTemplate
from carreport.survey.themes import Names

MAIL = "mailto:"
UNSIGNED = frozenset((Voice.MEMBER, Voice.RESPONDENT))
"""Voices whose writers a report does not name, except where they chose to be named."""


@dataclass(slots=True)
class Composition:
    """A report in the making.

    `answers` holds what may be printed; `given` everything that was answered, for the few
    answers that decide how others are printed.
    """

    form: Form
    answers: Answers
    given: Answers
    pictures: Mapping[str, PictureFile]
    template: ReportTemplate
    today: date
    kept_back: dict[str, str]
    kept_parts: dict[str, frozenset[str]] = field(default_factory=dict)
    deciding: set[str] = field(default_factory=set)
    quoted_replies: dict[str, Names] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    charts: int = 0

    def question(self, path: str) -> Field | None:
        """Return the question at `path`, if the form asks it and an answer may be printed."""
        found = self.form.field(path)
        return found if found and not is_empty(found, self.answers.get(path)) else None

    def entries(self, path: str) -> Iterator[tuple[str, Item]]:
        """Yield each entry of the group at `path` with its own path."""
        for item in self.answers.items(path):
            yield paths.of_item(path, item.id), item

    def keep_back(self, path: str, why: str) -> None:
        """Say why the answers at `path` are not printed; of a group or an entry, all in it."""
        question = self.form.field(path)
        if question is None:
            return
        value = self.answers.get(path)
        if isinstance(value, Item):
            path, value = paths.group_of(path), (value,)
        for each in answered_paths(path, question, value):
            if self.kept_parts.pop(each, None) is None:
                self.kept_back.setdefault(each, why)
            else:
                self.kept_back[each] = why

    def let_decide(self, path: str, why: str) -> None:
        """Say what the answer at `path` decides; it is used, and not printed itself."""
        before = set(self.kept_back)
        self.keep_back(path, why)
        self.deciding |= self.kept_back.keys() - before

    def note(self, running: Words) -> NoteMark:
        """Make a footnote and return its mark, to be put into running text."""
        self.notes.append(Note(len(self.notes) + 1, running))
        return NoteMark(len(self.notes))

    def running(self, path: str, question: Field, value: Value) -> Words:
        """Return an answer as running text: every version of it, each with its writer."""
        found = self.versions(path, question)
        if not found:
            return _plain_words(question, value)
        running: Words = ()
        for version in found:
            joint = "; or, " if running else ""
            said = f"{joint}according to {self.writer(version, path)}: "
            running += (Span(said, emphasis=True), *_plain_words(question, version.value))
        return running

    def prose(self, path: str, question: Field, value: Value) -> list[Block]:
        """Return an answer as blocks: every version of it, each with its writer."""
        found = self.versions(path, question)
        if not found:
            return self._blocks(question, value)
        blocks: list[Block] = []
        for number, version in enumerate(found):
            who = self.writer(version, path)
            said = f"{who[:1].upper()}{who[1:]} wrote:" if not number else f"And {who} wrote:"
            blocks += [Paragraph(words(said), style="small"), *self._blocks(question, version.value)]
        return blocks

    def _blocks(self, question: Field, value: Value) -> list[Block]:
        if question.kind == "text":
            return blocks_of(RichText.from_json(value), self.quoting.speaker)
        running = _plain_words(question, value)
        return [Paragraph(running, voice=question.voice)] if running else []

    @property
    def quoting(self) -> Quoting:
        """What decides whose words a lifted quotation is."""
        return Quoting(self.form, self.given, self.template, self.kept_back)

    def versions(self, path: str, question: Field) -> tuple[Version, ...]:
        """Return the versions of an answer, if people gave more than one and it says something."""
        found = self.answers.versions.get(path, ())
        said = tuple(each for each in found if not is_empty(question, each.value))
        return said if len(said) > 1 else ()

    def writer(self, version: Version, path: str) -> str:
        """Return how the writer of a version is called in this report."""
        if self.voices(path) & UNSIGNED or version.author in self.unnamed_people():
            return "a member of the group"
        return version.author or "a member of the group"

    def voices(self, path: str) -> frozenset[Voice]:
        """Return the voices of the question at `path` and of every group that it stands in."""
        around = [path]
        while owner := paths.owner(around[-1]):
            around.append(paths.group_of(owner))
        fields = (self.form.field(each) for each in around)
        return frozenset(field.voice for field in fields if field is not None)

    def unnamed_people(self) -> frozenset[str]:
        """Return the names of people who are in the form but whom this report does not name."""
        return frozenset(
            str(answer.value["name"])
            for answer in self.given.answered(self.form)
            if answer.field.kind == "person" and answer.value.get("name") and answer.path in self.kept_back
        )


def filled(group: Field, items: Sequence[Item]) -> list[Field]:
    """Return the inner questions that at least one of `items` answers, in the order of the form."""
    return [each for each in group.fields if any(not is_empty(each, item.get(each.id)) for item in items)]


def without_scheme(link: str) -> str:
    """Return a link as people read it: a mail address stands there without “mailto:”."""
    return link[len(MAIL) :] if link.lower().startswith(MAIL) else link


def _plain_words(question: Field, value: Value) -> Words:
    if question.kind == "text":
        return as_words(RichText.from_json(value))
    shown = kind_of(question).show(question, value)
    if question.kind == "link" and is_safe_link(shown):
        return (Span(without_scheme(shown), link=shown),)
    return words(shown)
