"""What a language must offer, and British English, which needs no catalogue."""

from __future__ import annotations

from typing import Protocol

from carreport.language.language_tags import ENGLISH


class Words(Protocol):
    """The words of one language."""

    @property
    def language(self) -> str:
        """The tag of the language, such as cy or en-GB."""

    def translate(self, text: str, context: str = "") -> str:
        """Return a message in this language."""

    def translate_count(self, one: str, several: str, number: float) -> str:
        """Return the message that agrees with a number."""

    def format_number(self, number: float) -> str:
        """Return a number with the marks of this language between thousands."""

    def format_date(self, year: int, month: int, day: int) -> str:
        """Return a date in words; `month` and `day` may be 0."""


class EnglishWords:
    """British English: every message is its own translation."""

    language = ENGLISH

    def translate(self, text: str, context: str = "") -> str:  # noqa: ARG002 - English needs no context
        """Return the message unchanged."""
        return text

    def translate_count(self, one: str, several: str, number: float) -> str:
        """Return the message for one, or for any other number."""
        return one if number == 1 else several

    def format_number(self, number: float) -> str:
        """Return a number with commas between thousands."""
        return f"{number:,}"

    def format_date(self, year: int, month: int, day: int) -> str:
        """Return “3 March 2015”, “March 2015” or “2015”."""
        words = [str(day) if day else "", _MONTHS[month - 1] if month else "", f"{year:04}"]
        return " ".join(filter(None, words))


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
