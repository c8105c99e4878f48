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

import errno
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from carreport.regular_files import IrregularFileError

_IN_USE = (5, 32, 33)
"""Windows error codes for a file that another program has open; 5 also stands for a missing permission."""
_TOO_LONG = "the name or its path is too long"
_NETWORK = "the network drive is not available"
_WRITE_PROTECTED = "the disk is write-protected"
_IN_CLOUD = "it is in the cloud and cannot be downloaded at the moment"
_WINDOWS_REASONS = {
    5: "another program has it open, or you do not have permission to change it",
    19: _WRITE_PROTECTED,
    21: "the drive is not ready",
    32: "another program has it open",
    33: "another program has it open",
    39: "the disk is full",
    **dict.fromkeys((53, 59, 64, 67, 121, 1231), _NETWORK),
    123: "the name is not allowed on this computer",
    206: _TOO_LONG,
    225: "the virus scanner of this computer has blocked it",
    **dict.fromkeys((362, 389, 390, 396, 397, 404), _IN_CLOUD),
}
_REASONS = {
    "EACCES": "you do not have permission to use it",
    "EPERM": "you do not have permission to use it",
    "EBUSY": "another program has it open",
    "EDQUOT": "your share of this disk is full",
    "EEXIST": "the file or folder already exists",
    "EFBIG": "the file is too large for this disk",
    "EIO": "the disk reports a fault",
    "EISDIR": "it is a folder",
    "ELOOP": "its links lead in a circle",
    "EMFILE": "too many files are open",
    "ENAMETOOLONG": _TOO_LONG,
    "ENFILE": "too many files are open",
    "ENOENT": "the file or folder does not exist",
    "ENOMEM": "there is too little memory",
    "ENOSPC": "the disk is full",
    "ENOTDIR": "part of its path is not a folder",
    "EROFS": _WRITE_PROTECTED,
    **dict.fromkeys(("EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH", "ESTALE", "ETIMEDOUT"), _NETWORK),
}


def is_in_use(problem: BaseException) -> bool:
    """Say whether another program has a file open that could not be used; only Windows reports this."""
    return getattr(problem, "winerror", None) in _IN_USE


def is_closed_pipe(problem: OSError) -> bool:
    """Say whether the program that reads a pipe has ended; Windows reports this as an invalid argument."""
    is_pipe = problem.filename is None and getattr(problem, "winerror", None) is None
    return isinstance(problem, BrokenPipeError) or (
        sys.platform == "win32" and problem.errno == errno.EINVAL and is_pipe
    )


def system_reason(problem: OSError) -> str:
    """Return in a few words why the system could not use a file, to put after a colon.

    The system's own sentence may be in any language, so it is quoted, and only if there is no other.
    """
    if isinstance(problem, IrregularFileError):
        return problem.strerror or "it is not a file"
    number = getattr(problem, "winerror", None) or problem.errno
    known = _WINDOWS_REASONS.get(getattr(problem, "winerror", None) or 0)
    if sys.platform == "win32" and problem.errno == errno.EACCES and not known:
        known = _WINDOWS_REASONS[5]  # on opening a file, Python does not give the code of Windows
    named = next((text for name, text in _REASONS.items() if getattr(errno, name, -1) == problem.errno), "")
    if known or named:
        return known or named
    text = (problem.strerror or str(problem)).strip().rstrip(".")
    if not text:
        return "no reason was given"
    return f"error {number}, “{text}”" if number else f"“{text}”"


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

    def __reduce__(self) -> tuple[object, ...]:
        """Return what another process needs to raise this error again; it does not call the constructor."""
        return self.__class__.__new__, (self.__class__, *self.args), self.__dict__

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


class MistakesError(CarreportError):
    """A file has mistakes; the error lists all of them.

    `what` is the sentence up to their number, such as “The form car.toml has”.
    """

    exit_code = 3

    def __init__(self, code: str, what: str, mistakes: Iterable[Mistake], remedy: str) -> None:
        self.mistakes = tuple(mistakes)
        count = f"{len(self.mistakes)} mistakes" if len(self.mistakes) > 1 else "a mistake"
        why = "\n" + "\n".join(f"  {mistake}" for mistake in self.mistakes) + "\n"
        super().__init__(code, f"{what} {count}.", why=why, remedy=remedy)


class FormFileError(MistakesError, UnreadableInputError):
    """A form file has mistakes; all of them are listed."""

    def __init__(self, name: str, mistakes: Iterable[Mistake]) -> None:
        remedy = "Fix the file and check it again. docs/forms.md shows how to write each part."
        super().__init__("form-file", f"The form {name} has", mistakes, remedy)


class AnswersFileError(UnreadableInputError):
    """An answers file is not the JSON that carreport documents."""


class DraftFileError(UnreadableInputError):
    """A draft cannot be opened; the file has not been changed."""


class PictureError(UnreadableInputError):
    """A picture file is missing, too large or not a picture."""


class ReplyFileError(UnreadableInputError):
    """A file of survey replies cannot be read reliably; nothing was imported, and the message says so.

    `readings` has a word of the file for each encoding that it may be in.
    """

    def __init__(
        self,
        code: str,
        what: str,
        *,
        why: str = "",
        remedy: str = "",
        readings: Mapping[str, str] | None = None,
    ) -> None:
        unchanged = "Nothing was imported."
        super().__init__(code, what, why=f"{why} {unchanged}" if why else unchanged, remedy=remedy)
        self.readings = readings or {}


class TemplateError(CarreportError):
    """A report template has mistakes or does not exist."""


class DraftSaveError(CarreportError):
    """A draft could not be saved; the text is still in memory."""


class ReportWriteError(CarreportError):
    """A report could not be made or saved; the old file has not been changed."""


class UsageError(CarreportError):
    """The command or request cannot be carried out; it may name something that does not exist."""

    exit_code = 2
