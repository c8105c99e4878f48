"""What a reader of reviewed Word files must return for an edit, in the words of docs/review.md."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, fields

SURE, GUESS, NONE = "sure", "guess", "none"
LISTED, REFUSED = "listed", "refused"
KINDS = frozenset({
    "comment", "reply", "insertion", "deletion", "move", "format", "mark", "untracked", "question-gone",
    "question-changed",
})  # fmt: skip
_LOOKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " ", "\u00ad": None})


def same_looks(text: str) -> str:
    """Return a text without differences that no reader sees: kinds of quotes, spaces, soft hyphens."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_LOOKS)).strip()


class _Brief:
    """Says only what is not usual, and no long texts in full."""

    __slots__ = ()

    def __str__(self) -> str:
        shown = ((one.name, getattr(self, one.name)) for one in fields(self))  # type: ignore[arg-type]
        return ", ".join(f"{name} {_short(value)}" for name, value in shown if value not in (None, "", ()))


def _short(value: object) -> str:
    if isinstance(value, frozenset):
        return " or ".join(sorted(map(str, value)))
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 130 else f"{text[:80]} … {text[-40:]}"


@dataclass(frozen=True, slots=True)
class Expected(_Brief):
    """One thing that a reviewer did, and where it belongs.

    Any of `kinds` and any of `paths` is right. `author` is empty if the file does not say who it was.
    Of `old`, `new`, `on` and `said`, those that are None are not compared. `says` must occur in one of
    the texts that the reader returns.
    """

    kinds: frozenset[str]
    paths: frozenset[str]
    number: int | None = None
    author: str = ""
    old: str | None = None
    new: str | None = None
    on: str | None = None
    said: str | None = None
    says: str = ""
    is_settled: bool | None = None


@dataclass(frozen=True, slots=True)
class Returned(_Brief):
    """One finding of the reader."""

    kind: str
    path: str
    number: int | None
    certainty: str
    author: str = ""
    old: str = ""
    new: str = ""
    on: str = ""
    said: str = ""
    is_settled: bool | None = None
    other_paths: tuple[str, ...] = ()
    """Where moved text is now, beside where it was."""


@dataclass(frozen=True, slots=True)
class Tolerated:
    """Findings that may or may not be returned: they follow from an edit in one of several right ways."""

    kinds: frozenset[str]
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reader must make of one file.

    `outcomes` has what may happen to it: it is listed, or refused with a stable code. A file that is
    listed with `must_warn` needs a sentence of warning beside the findings.
    """

    expected: tuple[Expected, ...] = ()
    tolerated: tuple[Tolerated, ...] = ()
    outcomes: frozenset[str] = field(default=frozenset({LISTED}))
    must_warn: bool = False
    min_right: float = 1.0
    """The part of what is expected that must be at its question; the rest may be in the tray, never sure."""
    known: tuple[int, int] | None = None
    """How many comments that were sent must be settled now, and how many must come back."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of one file: the findings and the figures of its first line, or a refusal."""

    findings: tuple[Returned, ...] = ()
    comments: int = 0
    changes: int = 0
    refusal: str = ""
    warnings: tuple[str, ...] = ()
    milliseconds: float = 0.0
    known: tuple[int, int] = (0, 0)
    """How many comments that were sent are settled now, and how many came back."""
