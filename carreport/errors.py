"""Errors whose messages are shown to the user.

    CarreportError                 what happened, why, what to do; a stable code
    ├── UnreadableInputError       an input file cannot be used (exit code 3)
    │   ├── FormFileError          a form file has mistakes; all of them are listed
    │   ├── AnswersFileError       an answers file is not the JSON that carreport documents
    │   ├── DraftFileError         a draft cannot be opened
    │   ├── PictureError           a picture file is missing, too large or not a picture
    │   └── ReplyFileError         a file of survey replies cannot be read reliably
    ├── TemplateError              a report template has mistakes
    ├── DraftSaveError             a draft could not be saved; the text is still in memory
    ├── ReportWriteError           a report could not be made or saved
    └── UsageError                 the command or request cannot be carried out (exit code 2)

An answer that cannot be used is never an exception: it is a `Problem`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class CarreportError(Exception):
    """Something the user should read about: what happened, why, and what to do.

    Scripts and tests may rely on `code`; the sentences may change.
    """

    exit_code = 1

    def __init__(self, code: str, what: str, *, why: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the whole message: what happened, why and what to do."""
        return " ".join(part for part in (self.what, self.why, self.remedy) if part)


class UnreadableInputError(CarreportError):
    """An input file cannot be used; nothing was changed."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file that somebody wrote, and where it is."""

    place: str
    code: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        """Return the mistake as one line: where, what, and a suggestion."""
        return f"{self.place}: {self.message}" + (f" {self.suggestion}" if self.suggestion else "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return “Did you mean …?” with the known word closest to `word`, or an empty string."""
    close = get_close_matches(word, list(known), n=1)
    return f"Did you mean “{close[0]}”?" if close else ""


class FormFileError(UnreadableInputError):
    """A form file has mistakes; all of them are listed."""

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        count = f"{len(mistakes)} mistakes" if len(mistakes) > 1 else "a mistake"
        super().__init__(
            "form-file",
            f"The form {name} has {count}.",
            why="\n" + "\n".join(f"  {mistake}" for mistake in mistakes) + "\n",
            remedy="Fix the file and check it again. docs/forms.md shows how to write each part.",
        )
        self.mistakes = tuple(mistakes)


class AnswersFileError(UnreadableInputError):
    """An answers file is not the JSON that carreport documents."""


class DraftFileError(UnreadableInputError):
    """A draft cannot be opened; the file has not been changed."""


class PictureError(UnreadableInputError):
    """A picture file is missing, too large or not a picture."""


class ReplyFileError(UnreadableInputError):
    """A file of survey replies cannot be read reliably; nothing was imported, and the message says so."""

    def __init__(self, code: str, what: str, *, why: str = "", remedy: str = "") -> None:
        unchanged = "Nothing was imported."
        super().__init__(code, what, why=f"{why} {unchanged}" if why else unchanged, remedy=remedy)


class TemplateError(CarreportError):
    """A report template has mistakes or does not exist."""


class DraftSaveError(CarreportError):
    """A draft could not be saved; the text is still in memory."""


class ReportWriteError(CarreportError):
    """A report could not be made or saved; the old file has not been changed."""


class UsageError(CarreportError):
    """The command or request cannot be carried out; it may name something that does not exist."""

    exit_code = 2
