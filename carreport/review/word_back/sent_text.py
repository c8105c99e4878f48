"""What was sent: the printed paragraphs of a review copy, and the comments on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from carreport.form.richtext import Span
from carreport.review.similarity import words_in
from carreport.review.word_back.versions import plain

_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s")


class PrintedText(Protocol):
    """One printed paragraph: its bookmark, the path of its answer, its number there, and its text.

    Number 0 is the heading of a question, entry or section. The text is None if it is not known any more.
    """

    @property
    def bookmark(self) -> str:
        """The name of its bookmark."""

    @property
    def path(self) -> str:
        """The path of its answer."""

    @property
    def number(self) -> int:
        """Its number in the answer."""

    @property
    def text(self) -> str | None:
        """Its text."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """Its text with bold, italic and links, if that is known."""

    @property
    def list(self) -> str:
        """The kind of list that it is in: bullet, number or none."""


@dataclass(frozen=True, slots=True)
class SentComment:
    """A comment that was sent in a review copy, to recognise it when it comes back."""

    thread: str
    author: str
    when: str
    text: str


@dataclass(slots=True)
class SentCopy:
    """The printed paragraphs of one review copy, with what is needed to find them again."""

    printed: Sequence[PrintedText]
    plain: list[str] = field(default_factory=list)
    """Their texts without what programs change by themselves; empty if the text is not known."""
    by_bookmark: dict[str, int] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    """The heading with each printed number, such as 2.3."""

    def __post_init__(self) -> None:
        """Prepare the texts."""
        self.plain = [plain(entry.text or "") for entry in self.printed]
        self.by_bookmark = {entry.bookmark: index for index, entry in enumerate(self.printed)}
        for index, entry in enumerate(self.printed):
            number = printed_number(self.plain[index])
            if entry.number == 0 and number:
                self.by_number.setdefault(number, index)

    def is_heading(self, index: int) -> bool:
        """Say whether a printed paragraph is the heading of a question, an entry or a section."""
        return self.printed[index].number == 0


def heading_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without a number at its start."""
    return words_in(_NUMBER.sub("", text, count=1))


def printed_number(text: str) -> str:
    """Return the number at the start of a heading, or an empty string."""
    found = _NUMBER.match(text)
    return found.group(1) if found else ""
