"""Describe a form: its sections, its questions, and what may be answered.

Pure values. What an answer of a kind looks like is known by `form.kinds`; how a form is
written in a file is known by `form.loader`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from carreport.form.paths import FELLOW, split_path

Value = Any
"""What a draft keeps for one answer: plain JSON (text, number, true/false, list, object)."""


class Voice(StrEnum):
    """Whose words an answer is in; reports show it."""

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
    """One thing that may be chosen: the key is kept, the label is shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Ask a question only when another question of the same place has one of these answers."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    `id`, `kind` and `label` are always there. A repeating group (kinds list, survey, board,
    photos) has inner `fields`, an `item` noun ("source") and a `summary`: the ids of the inner
    fields that stand in its one-line row. Entries of a list with `private_until` belong to
    their writer alone until that inner question has one of those answers and they are released.
    An `essential` question is one that a report should not go out without an answer to.
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
        """Return the inner field with this id, if there is one."""
        return next((inner for inner in self.fields if inner.id == field_id), None)

    def label_of(self, key: str) -> str:
        """Return the label of the choice with this key, or the key itself if it has gone."""
        return next((choice.label for choice in self.choices if choice.key == key), key)


_FELLOW_FIELD = Field(
    id=FELLOW,
    kind="text",
    label="The research fellow’s text",
    why="It tells a reader from outside what the group’s own answers take for granted.",
    example="The group met in the week in which the service was cut. What follows was written after that.",
    pitfalls="Lift the group’s words as quotations, so that nobody takes them for yours.",
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
        """Where the research fellow writes about this step; every step of every form has it."""
        return replace(_FELLOW_FIELD, label=f"{_FELLOW_FIELD.label}: {self.title}")

    def field(self, field_id: str) -> Field | None:
        """Return the question with this id, or the fellow's text; nothing if there is neither."""
        if field_id == FELLOW:
            return self.fellow_field
        return next((field for field in self.fields if field.id == field_id), None)


@dataclass(frozen=True, slots=True)
class Form:
    """What may be asked in one inquiry.

    `source` is the text of the file that it was read from: a draft carries it inside, so it
    can be opened where the file is not. `title_path` and `subtitle_path` name the answers that
    a list of drafts shows.
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
    """The questions found so far, by their path without the ids of entries: each is looked for once."""

    def section(self, section_id: str) -> Section | None:
        """Return the section with this id, if there is one."""
        return next((section for section in self.sections if section.id == section_id), None)

    def field(self, path: str) -> Field | None:
        """Return the question that the answer at `path` answers, if the form asks it.

        For the path of an item it returns the group that holds the item.
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

    def questions(self) -> Iterator[tuple[str, Field]]:
        """Yield every question that stands directly in a section, with its path, in order."""
        for section in self.sections:
            for question in section.fields:
                yield f"{section.id}.{question.id}", question
