"""Say what every kind of answer can do; the window, the command line and reports build on it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from carreport.form.problems import Problem
from carreport.form.schema import Field, Value


@dataclass(frozen=True, slots=True)
class InvalidValue:
    """Why something that was given cannot be an answer of this kind, as a sentence."""

    message: str


class Kind(ABC):
    """One kind of answer.

    A kind reads what is given (`parse`), says what is doubtful about an answer (`problems`),
    shows it as plain text (`show`) and knows when there is nothing in it (`is_empty`).
    `settings` are the words that a form may add to a question of this kind, each with what it
    means; `columns` are the inner questions that a group of this kind always has.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    json_example: ClassVar[str]
    """How an answer of this kind stands in an answers file (JSON), for docs/forms.md."""
    settings: ClassVar[Mapping[str, str]] = {}
    takes_choices: ClassVar[bool] = False
    takes_fields: ClassVar[bool] = False

    @abstractmethod
    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Read `given` (from an answers file or an editor) as what a draft keeps."""

    @abstractmethod
    def format_value(self, field: Field, value: Value) -> str:
        """Return the answer as plain text, in the words of the form."""

    def is_empty(self, value: Value) -> bool:
        """Say whether nothing has been answered; an object of empty parts is nothing, too."""
        if isinstance(value, Mapping):
            return not any(part not in (None, "") for part in value.values())
        return value in (None, "", [])

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield what a person may want to mend about this answer."""
        yield from ()

    def entry_problems(self, values: Mapping[str, Value], path: str) -> Iterator[Problem]:
        """Yield what a person may want to mend about one entry of a group as a whole."""
        yield from ()

    def blank(self, field: Field) -> Value:
        """Return what an empty answers file holds for this question."""
        return None

    def check_field(self, field: Field) -> Iterator[str]:
        """Yield what is wrong with how a form writes a question of this kind."""
        yield from ()

    def built_in_fields(self, field: Field) -> tuple[Field, ...]:
        """Return the inner questions that every group of this kind has."""
        return ()
