"""Describe a form: its sections, its questions and the possible answers.

These are plain values. `form.kinds` defines the answers of each kind, and `form.loader` the file
format of a form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from carreport.form.paths import FELLOW, REVIEW, split_path
from carreport.language.messages import gettext, gettext_noop

Value = Any
"""The value of one answer: plain JSON (text, number, true/false, list, object)."""


class Voice(StrEnum):
    """The voice in which an answer is written; reports show it."""

    GROUP = "group"
    MEMBER = "member"
    RESPONDENT = "respondent"
    FELLOW = "fellow"
    PROGRAMME = "programme"


class Share(StrEnum):
    """Who may read an answer."""

    PUBLIC = "public"
    TEAM = "team"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: the key is stored, the label is shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Asks a question only if another question beside it has one of these answers."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    A repeating group (kinds list, survey, board, photos) has inner `fields`, an `item_noun`
    (“source”) and a `summary`: the ids of the fields in its summary row. Entries in a list with
    `private_until` are private to their author until the question it names has one of its answers
    and they are released. An `essential` question is a main question: it should be answered before
    a report is shared.
    """

    id: str
    kind: str
    label: str
    why: str = ""
    example: str = ""
    pitfalls: str = ""
    voice: Voice = Voice.GROUP
    share: Share = Share.PUBLIC
    show_if: Condition | None = None
    choices: tuple[Choice, ...] = ()
    fields: tuple[Field, ...] = ()
    item_noun: str = "entry"
    summary: tuple[str, ...] = ()
    private_until: Condition | None = None
    is_essential: bool = False
    settings: Mapping[str, Value] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        """Say whether this question is a repeating group."""
        return bool(self.fields)

    def inner_field(self, field_id: str) -> Field | None:
        """Return the field with this id inside this group, if there is one."""
        return next((inner for inner in self.fields if inner.id == field_id), None)

    def label_of(self, key: str) -> str:
        """Return the label of the choice with this key, or the key itself if the choice is gone."""
        return next((choice.label for choice in self.choices if choice.key == key), key)


_FELLOW_FIELD = Field(
    id=FELLOW,
    kind="text",
    label=gettext_noop("The research fellow’s text"),
    why="It explains to readers outside the group what its own answers take for granted.",
    example="The group met in the week when the service was cut. The text below was written after that.",
    pitfalls="Quote the group’s words, so that nobody takes them for yours.",
    voice=Voice.FELLOW,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One step of the form."""

    id: str
    title: str
    intro: str = ""
    minutes: int = 0
    fields: tuple[Field, ...] = ()

    @property
    def fellow_field(self) -> Field:
        """The research fellow's text about this section; every section has one."""
        return replace(_FELLOW_FIELD, label=f"{gettext(_FELLOW_FIELD.label)}: {self.title}")

    def field(self, field_id: str) -> Field | None:
        """Return the question with this id, or the fellow's text, or nothing."""
        if field_id == FELLOW:
            return self.fellow_field
        return next((field for field in self.fields if field.id == field_id), None)


_MESSAGE_FIELDS = (
    Field("words", "text", "Message"),
    Field("act", "line", "What it does to the comment"),
    Field("seen", "line", "Messages seen by who settled it"),
    Field("said_by", "line", "Who said it, as a Word file has it"),
    Field("said_at", "line", "When it was said, as a Word file has it"),
    Field("file", "line", "Word file that it came from"),
)
_THREAD_FIELDS = (
    Field("place", "line", "Answer that it is about"),
    Field("said_of", "line", "Versions of the answer that it was said of"),
    Field("quote", "line", "Words that it is about"),
    Field("before", "line", "Words before them"),
    Field("after", "line", "Words after them"),
    Field("type", "line", "Type of comment"),
    Field("to", "line", "Who should answer"),
    Field("base", "line", "Version of the answer that the suggestion changes"),
    Field("becomes", "text", "Suggested words"),
    Field("placing", "line", "How certain its place is"),
    Field("messages", "list", "Messages", fields=_MESSAGE_FIELDS, item_noun="message"),
)
REVIEW_SECTION = Section(
    REVIEW,
    "Review",
    fields=(
        Field("threads", "list", "Comments", fields=_THREAD_FIELDS, item_noun="comment"),
        Field(
            "own_threads",
            "list",
            "Comments for me",
            share=Share.PRIVATE,
            fields=_THREAD_FIELDS,
            item_noun="comment",
        ),
        Field(
            "states",
            "list",
            "States of the inquiry",
            fields=(
                Field("state", "line", "State"),
                Field("holder", "line", "Who has it"),
                Field("after", "line", "States that it replaces"),
            ),
            item_noun="state",
        ),
        Field(
            "dictionary",
            "list",
            "Words that are spelt correctly",
            fields=(Field("word", "line", "Word"),),
            item_noun="word in the dictionary",
        ),
        Field(
            "own_dictionary",
            "list",
            "Words that are spelt correctly in private answers",
            share=Share.PRIVATE,
            fields=(Field("word", "line", "Word"),),
            item_noun="word in the dictionary",
        ),
        Field(
            "own_looked_at",
            "list",
            "Passages looked at",
            share=Share.PRIVATE,
            fields=(Field("revision", "line", "Version of the answer"), Field("when", "line", "Date")),
            item_noun="passage",
        ),
    ),
)
"""The section that every form has without asking it: no step, no report and no answers file shows it."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an inquiry.

    `source` is the text of its file: a draft includes it, so that it can be opened without the
    file. `title_path` and `subtitle_path` name the answers that a list of drafts shows.
    """

    id: str
    title: str
    version: int
    sections: tuple[Section, ...]
    purpose: str = ""
    language: str = "en-GB"
    title_path: str = ""
    subtitle_path: str = ""
    source: str = ""
    _found: dict[tuple[str, ...], Field] = field(default_factory=dict, init=False, repr=False, compare=False)
    """A cache of questions, by path without the ids of entries."""

    def section(self, section_id: str) -> Section | None:
        """Return the section with this id, if there is one; every form has the one for its review."""
        if section_id == REVIEW:
            return REVIEW_SECTION
        return next((section for section in self.sections if section.id == section_id), None)

    def field(self, path: str) -> Field | None:
        """Return the question of the answer at `path`, if the form asks it.

        For the path of an item, return the group of the item.
        """
        top, *steps = path.split("/")
        names = (top, *steps[1::2])
        question = self._found.get(names)
        if question is None:
            question = self._find_field(path)
            if question is not None:
                self._found[names] = question
        return question

    def _find_field(self, path: str) -> Field | None:
        where = split_path(path)
        section = self.section(where.section)
        question = section.field(where.field) if section else None
        for _, inner in where.steps:
            if question is None or not inner:
                return question
            question = question.inner_field(inner)
        return question

    def all_fields(self) -> Iterator[tuple[str, Field]]:
        """Yield, section by section, the fellow's text and every question in it, with its path."""
        for section in self.sections:
            yield f"{section.id}.{FELLOW}", section.fellow_field
            for question in section.fields:
                yield f"{section.id}.{question.id}", question

    @property
    def marks_main_questions(self) -> bool:
        """Whether the form says which questions are its main ones."""
        return any(question.is_essential for _, question in self.questions())

    def main_questions(self, section: Section) -> tuple[Field, ...]:
        """Return the main questions of a section: those that are essential, or else its first question.

        If no question of the form is essential, all are main questions.
        """
        if not self.marks_main_questions:
            return section.fields
        return tuple(question for question in section.fields if question.is_essential) or section.fields[:1]

    def questions(self) -> Iterator[tuple[str, Field]]:
        """Yield every question directly in a section, with its path, in order."""
        for section in self.sections:
            for question in section.fields:
                yield f"{section.id}.{question.id}", question
