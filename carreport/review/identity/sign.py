"""What in a sentence could give somebody away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Speaker(StrEnum):
    """Whom a sign is about: the writer of the sentence, or somebody mentioned in it."""

    WRITER = "writer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that fit some people: their keys, where the words are, and why.

    A sign that is not `is_enough` only narrows down others: a pronoun alone gives nobody away. One that
    `is_binding` rules out everybody whom it does not fit: “the policewoman” is no man.
    """

    people: frozenset[str]
    start: int
    end: int
    reason: str
    speaker: Speaker
    is_enough: bool = True
    is_binding: bool = False
