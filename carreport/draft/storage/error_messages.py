"""Turn errors on opening and saving a draft into messages."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carreport.draft.storage import file_header
from carreport.errors import CarreportError, DraftFileError, DraftSaveError, is_in_use, system_reason
from carreport.file_names import excess_length, is_reserved, shorten
from carreport.regular_files import IrregularFileError

_MOVED = 1032
"""SQLITE_READONLY_DBMOVED: the file was replaced while SQLite had it open."""
_IN_MEMORY = "Your text is still in memory."
_ELSEWHERE = "Save it somewhere else, or"
_READ_ONLY = ("ReadOnlyError", "PermissionsError", "CantOpenError", "AuthError")
_REASONS = {
    "FullError": "the disk is full",
    "BusyError": "another program is using it",
    "ReadOnlyError": "you do not have permission to change it",
    "PermissionsError": "you do not have permission to change it",
    "CantOpenError": "you do not have permission to change the file or its folder",
}
"""Reasons by the name of SQLite's exception, because only `connection` and `database` import APSW."""


@contextmanager
def contain_errors(path: Path) -> Iterator[None]:
    """Translate whatever the contents of one file cause, so that one bad file never empties a list."""
    try:
        yield
    except CarreportError:
        raise
    except OSError as problem:
        raise open_error(path, problem) from None
    except Exception:  # noqa: BLE001 - nobody can list all that a forged file may cause
        raise file_header.damaged_error(path) from None


def name_error(path: Path) -> DraftFileError:
    """Return the error for a file whose name is not text, which SQLite cannot open."""
    return DraftFileError(
        "draft-name",
        f"{file_header.shown_name(path)} cannot be opened: its name has characters that are not text.",
        why="The file has not been changed.",
        remedy="Rename the file, then open it again.",
    )


def open_error(path: Path, problem: Exception) -> DraftFileError:
    """Return the error for a draft that cannot be opened or read."""
    if isinstance(problem, FileNotFoundError):
        if path.is_symlink():
            return file_header.not_a_draft_error(path, "It is a link to a file that does not exist.")
        return DraftFileError(
            "draft-missing", f"There is no inquiry file {path}.", remedy="Check the file name and the folder."
        )
    if isinstance(problem, IrregularFileError):
        words = system_reason(problem)
        return file_header.not_a_draft_error(path, f"{words[:1].upper()}{words[1:]}.")
    if type(problem).__name__ == "BusyError" or is_in_use(problem):
        return DraftFileError(
            "draft-busy",
            f"{path.name} cannot be opened now: {_reason(problem)}.",
            remedy="Wait a moment, then open it again.",
        )
    return DraftFileError(
        "draft-unreadable",
        f"{path.name} cannot be read: {_reason(problem)}.",
        why="The file has not been changed.",
        remedy="Copy it to one of your own folders and open it there.",
    )


def save_error(path: Path, problem: Exception) -> DraftSaveError:
    """Return the error for a draft that cannot be saved."""
    if isinstance(problem, FileExistsError):
        what = f"The file {path.name} already exists in {path.parent}."
        return DraftSaveError("draft-exists", what, remedy="Choose another name.")
    if isinstance(problem, FileNotFoundError):
        what = f"The folder {path.parent} does not exist."
        return DraftSaveError("folder-missing", what, remedy="Choose another folder.")
    is_about_name = getattr(problem, "errno", None) in (errno.ENAMETOOLONG, errno.EINVAL)
    if is_about_name and (excess_length(path) or is_reserved(path.name)):
        return new_name_error(path)
    if getattr(problem, "extendedresult", 0) == _MOVED:
        return moved_error(path)
    code, remedy = _cause(problem)
    what = f"{path.name} could not be saved: {_reason(problem)}."
    return DraftSaveError(code, what, why=_IN_MEMORY, remedy=remedy)


def new_name_error(path: Path) -> DraftSaveError:
    """Return the error for a name that is too long, or that Windows does not allow."""
    excess = excess_length(path)
    what = (
        f"The name {shorten(path.name, 60)}… is {excess} characters too long."
        if excess
        else f"No file can be called {path.name} on this computer."
    )
    why = "carreport adds to the name for the files that it keeps beside the inquiry." if excess else ""
    return DraftSaveError("draft-name", what, why=why, remedy="Choose another name or folder.")


def moved_error(path: Path) -> DraftSaveError:
    """Return the error for a file that was replaced while it was open."""
    what = f"{path.name} was moved, replaced or deleted while it was open."
    return DraftSaveError("draft-moved", what, why=_IN_MEMORY, remedy="Save it somewhere else.")


def reread_error(path: Path) -> DraftSaveError:
    """Return the error for a file on a failing disk that cannot be read for a rewrite."""
    what = f"The disk has a fault, and some pictures in {path.name} can no longer be read."
    return DraftSaveError("disk-fault", what, why=_IN_MEMORY, remedy="Save it somewhere else.")


def _reason(problem: Exception) -> str:
    """Return the reason in a few words."""
    if isinstance(problem, OSError):
        return system_reason(problem)
    return _REASONS.get(type(problem).__name__, "the disk reports a fault")


def _cause(problem: Exception) -> tuple[str, str]:
    """Return the code of a failed save, and the remedy."""
    number = getattr(problem, "errno", None)
    name = type(problem).__name__
    if name == "FullError" or number in (errno.ENOSPC, errno.EDQUOT):
        return "disk-full", f"{_ELSEWHERE} free some space on this disk. carreport will then save your work."
    if name == "BusyError" or number == errno.EBUSY or is_in_use(problem):
        return "draft-busy", (
            f"{_ELSEWHERE} close the other program that uses the file. carreport will then save your work."
        )
    if name in _READ_ONLY or number in (errno.EACCES, errno.EROFS, errno.EPERM):
        return "draft-read-only", (
            f"{_ELSEWHERE} get permission to change this folder. carreport will then save your work."
        )
    return "disk-fault", f"{_ELSEWHERE} check the disk. carreport will save your work as soon as it can."
