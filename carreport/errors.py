"""What can go wrong that a person should read about.

    CarreportError                 what happened, why, what to do; a stable code
    ├── UnreadableInput            a file that was given to us cannot be used (exit 3)
    │   ├── FormFileError          a form file has mistakes: all of them, at once
    │   ├── AnswersFileError       an answers file is not the JSON we document
    │   ├── DraftFileError         a draft cannot be opened
    │   ├── PictureError           a picture is missing, too large or not a picture
    │   └── ReplyFileError         a file of replies to a survey cannot be read for certain
    ├── TemplateError              a report template has mistakes
    ├── DraftNotSaved              a draft could not be written; the words are still in memory
    ├── ReportNotWritten           the report could not be made or put in its place
    └── UsageError                 the command was asked for something that does not exist (exit 2)

What a person typed into the form is never an exception: it is a `Problem`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CarreportError(Exception):
    """Something a person should read about: what happened, why, and what to do.

    `code` is stable and may be relied on by scripts and tests; the sentences may change.
    """

    exit_code = 1

    def __init__(self, code: str, what: str, *, why: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the whole message: what, why and what to do, as sentences."""
        return " ".join(part for part in (self.what, self.why, self.remedy) if part)


class UnreadableInputError(CarreportError):
    """A file that was given to us cannot be used; nothing was changed."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a file that somebody wrote, and where."""

    place: str
    code: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        """Return the mistake as one line: where, what, and what was perhaps meant."""
        return f"{self.place}: {self.message}" + (f" {self.suggestion}" if self.suggestion else "")


class FormFileError(UnreadableInputError):
    """A form file has mistakes; it lists every one of them."""

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        count = f"{len(mistakes)} mistakes" if len(mistakes) > 1 else "a mistake"
        super().__init__(
            "form-file",
            f"The form {name} has {count}.",
            why="\n" + "\n".join(f"  {mistake}" for mistake in mistakes) + "\n",
            remedy="Mend the file and check it again; docs/forms.md shows how each part is written.",
        )
        self.mistakes = tuple(mistakes)


class AnswersFileError(UnreadableInputError):
    """An answers file is not the JSON that we document."""


class DraftFileError(UnreadableInputError):
    """A draft cannot be opened; the file was left as it is."""


class PictureError(UnreadableInputError):
    """A picture is missing, too large or not a picture."""


class ReplyFileError(UnreadableInputError):
    """A file of replies to a survey cannot be read for certain; nothing was brought in, and it says so."""

    def __init__(self, code: str, what: str, *, why: str = "", remedy: str = "") -> None:
        unchanged = "Nothing was brought in."
        super().__init__(code, what, why=f"{why} {unchanged}" if why else unchanged, remedy=remedy)


class TemplateError(CarreportError):
    """A report template has mistakes, or does not exist."""


class DraftSaveError(CarreportError):
    """A draft could not be written; what was typed is still in memory."""


class ReportWriteError(CarreportError):
    """A report could not be made, or not put in its place; the old file is untouched."""


class UsageError(CarreportError):
    """The command was asked for something that does not exist."""

    exit_code = 2
