"""The interface of a kind of answer, used by the window, the command line and reports."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from carreport.form.problems import Problem
from carreport.form.richtext import RichText, Span
from carreport.form.schema import Field, Value


@dataclass(frozen=True, slots=True)
class InvalidValue:
    """Why a value cannot be an answer of this kind, as a short message."""

    message: str


@dataclass(frozen=True, slots=True)
class ProvablePart:
    """Text that a finished report must contain because of an answer.

    A number must appear as a whole number, not as part of a longer one. A paragraph must appear as
    many times as in the answers. A report that withholds the text identifies it by its `key`.
    """

    text: str
    key: str = ""
    is_number: bool = False
    is_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class AnswerSpace:
    """The space that a blank form leaves for an answer: boxes to tick, or else lines to write on."""

    hint: str = ""
    boxes: tuple[str, ...] = ()
    lines: int = 1


class Kind(ABC):
    """One kind of answer.

    A kind must read a value (`parse`) and show an answer as plain text (`format_value`).
    Everything else has a default that suits a short answer; a kind overrides what differs.
    Code outside this package asks for one of these properties and never compares the name of a kind.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    json_example: ClassVar[str]
    """An answer of this kind in an answers file (JSON), for docs/forms.md."""

    # What a form may say about a question of this kind.
    settings: ClassVar[Mapping[str, str]] = {}
    """The keys that a form may add to a question, each with its meaning."""
    takes_choices: ClassVar[bool] = False
    """Whether the form lists choices."""
    takes_fields: ClassVar[bool] = False
    """Whether the form defines questions inside it, so that the answer is a list of entries."""

    # What an answer is, or contains.
    is_rich_text: ClassVar[bool] = False
    """Whether an answer is blocks of rich text, which may contain quotations and citations."""
    is_number: ClassVar[bool] = False
    """Whether an answer is a number, so that columns are aligned to the right."""
    is_person: ClassVar[bool] = False
    """Whether an answer is one person: an object with a `name`."""
    is_period: ClassVar[bool] = False
    """Whether an answer is a period: an object with `start` and `end`, which are dates."""
    is_picture: ClassVar[bool] = False
    """Whether an answer is one picture: an object with its `sha256`."""
    is_evidence: ClassVar[bool] = False
    """Whether an answer refers to evidence elsewhere in the inquiry."""
    holds_statements: ClassVar[bool] = False
    """Whether each entry is a survey statement with its counts."""
    holds_notes: ClassVar[bool] = False
    """Whether each entry is a note on a board."""
    holds_photos: ClassVar[bool] = False
    """Whether each entry is a picture with a caption, a text alternative and consent."""
    holds_replies: ClassVar[bool] = False
    """Whether an answer contains the replies of many people to a survey."""

    # Where an answer can be shown.
    is_quotable: ClassVar[bool] = False
    """Whether the research fellow can quote an answer."""
    is_inline: ClassVar[bool] = True
    """Whether an answer fits in a line of text or a table cell; others are printed as blocks."""
    needs_label: ClassVar[bool] = True
    """Whether an answer in a line of facts makes sense only with its label."""
    stands_alone: ClassVar[bool] = True
    """Whether a report template can show an answer as prose, a fact or a callout."""
    fits_narrow_column: ClassVar[bool] = False
    """Whether an answer fits in a narrow column of a blank form."""
    longest: ClassVar[int] = 300_000
    """The longest answer, in characters of JSON; no line edit can hold more."""

    @abstractmethod
    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return `given` (from an answers file or an editor) in the form that a draft stores."""

    @abstractmethod
    def format_value(self, field: Field, value: Value) -> str:
        """Return the answer as plain text, with the labels of the form."""

    def is_empty(self, value: Value) -> bool:
        """Say whether there is no answer; an object with only empty parts is no answer either."""
        if isinstance(value, Mapping):
            return not any(part not in (None, "") for part in value.values())
        return value in (None, "", [])

    def fits(self, field: Field, value: Value) -> bool:
        """Say whether a value read from a file is one that this kind could have stored."""
        if value is None:
            return True
        read = self.parse(field, value)
        return not isinstance(read, InvalidValue) and _json_type(read) == _json_type(value)

    def is_too_long(self, value: Value) -> bool:
        """Say whether an answer is longer than a draft can hold."""
        return len(json.dumps(value, ensure_ascii=False, separators=(",", ":"))) > self.longest

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield the problems with this answer that a person may want to fix."""
        yield from ()

    def entry_problems(self, values: Mapping[str, Value], path: str) -> Iterator[Problem]:
        """Yield the problems with one entry of a group as a whole."""
        yield from ()

    def blank(self, field: Field) -> Value:
        """Return the value of this question in an empty answers file."""
        return None

    def check_field(self, field: Field) -> Iterator[str]:
        """Yield the mistakes in a form's definition of a question of this kind."""
        yield from ()

    def built_in_fields(self, field: Field) -> tuple[Field, ...]:
        """Return the questions that every group of this kind has inside it."""
        return ()

    def printed(self, field: Field, value: Value) -> RichText | tuple[Span, ...]:
        """Return an answer as a report prints it: rich text, or one run of spans."""
        text = self.format_value(field, value)
        return (Span(text),) if text else ()

    def provable_parts(self, field: Field, value: Value) -> Iterator[ProvablePart]:
        """Yield the text that the finished report must contain, independently of `printed`."""
        yield ProvablePart(self.format_value(field, value))

    def combine(self, field: Field, versions: Sequence[tuple[str, Value]]) -> Value:
        """Return one answer that combines all versions (author, value); None if that is impossible."""
        return None

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return the space that a blank form leaves for an answer."""
        return AnswerSpace()

    def may_be_public(self, values: Mapping[str, Value]) -> bool:
        """Say whether one entry of a group may appear in a public report."""
        return True

    def named_person(self, value: Value) -> str:
        """Return the name of the person in an answer, or an empty string."""
        return ""


def _json_type(value: Value) -> Any:  # noqa: ANN401 - a type, or the type of each member
    """Return the JSON type of a value, and of each member of an object."""
    if isinstance(value, dict):
        return {key: _json_type(part) for key, part in value.items()}
    return float if type(value) is int else type(value)
