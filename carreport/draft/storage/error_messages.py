"""Say in plain words why a draft could not be opened or saved, and what can be done."""

from __future__ import annotations

import errno
from pathlib import Path

from carreport.draft.storage import file_header
from carreport.errors import DraftFileError, DraftSaveError

_MOVED = 1032
"""SQLITE_READONLY_DBMOVED: the file was replaced between two of SQLite's own looks at it."""
_IN_MEMORY = "What you wrote is still here, in memory."
_ELSEWHERE = "Save it somewhere else, or"
_READ_ONLY = ("ReadOnlyError", "PermissionsError", "CantOpenError", "AuthError")
_REASONS = {
    "FullError": "the disk is full",
    "BusyError": "another program is using it",
    "ReadOnlyError": "it may not be written here",
    "PermissionsError": "it may not be written here",
    "CantOpenError": "the file or its folder may not be written",
}
"""By the names of SQLite's exceptions, which only `file` knows itself."""


def open_error(path: Path, problem: Exception) -> DraftFileError:
    """Return why a draft cannot be opened or read."""
    if isinstance(problem, FileNotFoundError):
        return DraftFileError(
            "draft-missing", f"There is no inquiry {path}.", remedy="Check the name and the folder."
        )
    if isinstance(problem, IsADirectoryError):
        return file_header.not_a_draft_error(path, "It is a folder.")
    if type(problem).__name__ == "BusyError":
        return DraftFileError(
            "draft-busy",
            f"{path.name} is being written by another program just now.",
            remedy="Wait a moment and open it again.",
        )
    return DraftFileError(
        "draft-unreadable",
        f"{path.name} cannot be read: {_reason(problem)}.",
        why="The file was left as it is.",
        remedy="Copy it to a folder of your own and open it there.",
    )


def save_error(path: Path, problem: Exception) -> DraftSaveError:
    """Return why a draft cannot be written."""
    if isinstance(problem, FileExistsError):
        what = f"There is a file {path.name} in {path.parent} already."
        return DraftSaveError("draft-exists", what, remedy="Choose another name.")
    if isinstance(problem, FileNotFoundError):
        what = f"There is no folder {path.parent}."
        return DraftSaveError("folder-missing", what, remedy="Choose another folder.")
    if getattr(problem, "extendedresult", 0) == _MOVED:
        return moved_error(path)
    code, remedy = _cause(problem)
    what = f"{path.name} could not be saved: {_reason(problem)}."
    return DraftSaveError(code, what, why=_IN_MEMORY, remedy=remedy)


def moved_error(path: Path) -> DraftSaveError:
    """Return that the file at the path is no longer the one that was opened."""
    what = f"{path.name} was moved, replaced or deleted while it was open."
    return DraftSaveError("draft-moved", what, why=_IN_MEMORY, remedy="Save it somewhere else.")


def reread_error(path: Path) -> DraftSaveError:
    """Return that a file on a failing disk cannot even be read to be written anew."""
    what = f"The disk has a fault, and some pictures in {path.name} cannot be read from it any more."
    return DraftSaveError("disk-fault", what, why=_IN_MEMORY, remedy="Save it somewhere else.")


def _reason(problem: Exception) -> str:
    """Return what happened, in a few plain words."""
    if isinstance(problem, OSError):
        return (problem.strerror or "the file could not be used").lower()
    return _REASONS.get(type(problem).__name__, "the disk reports a fault")


def _cause(problem: Exception) -> tuple[str, str]:
    """Return the code of a failed save and what a person can do about it."""
    number = getattr(problem, "errno", None)
    name = type(problem).__name__
    if name == "FullError" or number in (errno.ENOSPC, errno.EDQUOT):
        return "disk-full", f"{_ELSEWHERE} make room on this disk: saving goes on by itself."
    if name == "BusyError":
        return "draft-busy", "Close the other program that uses the file: saving goes on by itself."
    if name in _READ_ONLY or number in (errno.EACCES, errno.EROFS, errno.EPERM):
        return "draft-read-only", f"{_ELSEWHERE} allow writing in this folder: saving goes on by itself."
    return "disk-fault", f"{_ELSEWHERE} check the disk: saving goes on by itself when it can."
