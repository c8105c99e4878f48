"""Replace files atomically, and wait while another program has one open."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from carreport.errors import ReportWriteError, is_in_use, system_reason
from carreport.file_names import is_reserved, make_file_name
from carreport.regular_files import PRIVATE_MODE, check_output, make_private_folder

STALE_AFTER_SECONDS = 3600.0
"""Age in seconds after which a temporary file must have been left by a killed program."""
NEW_FILE_MODE = 0o666
"""The mode of a new file for others to read too, before the umask."""
RETRY_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
"""Delays in seconds between retries; a virus scanner or OneDrive usually releases the file by then."""


def retry_while_in_use(action: Callable[[], object], pauses: Iterable[float] | None = None) -> None:
    """Do something to a file, and try again after each pause while another program has the file open.

    The window's thread passes no pauses, because it must not wait. Raise `OSError` if all tries fail.
    """
    for pause in RETRY_PAUSES if pauses is None else pauses:
        try:
            action()
        except OSError as problem:
            if not is_in_use(problem):
                raise
        else:
            return
        time.sleep(pause)
    action()


def replace_path(fresh: Path, target: Path, pauses: Iterable[float] | None = None) -> None:
    """Give the finished file `fresh` the name `target`, in one step and in place of any file there.

    Every file that carreport replaces is replaced here. Raise `OSError`, with the old file unchanged.
    """
    retry_while_in_use(lambda: fresh.replace(target), pauses)


def rename_path(old: Path, new: Path, pauses: Iterable[float] | None = None) -> None:
    """Rename a file or folder; raise `OSError`, on Windows also if the new name is taken."""
    retry_while_in_use(lambda: old.rename(new), pauses)


def delete_file(path: Path) -> None:
    """Delete a file, if it is there; raise `OSError`."""
    retry_while_in_use(lambda: path.unlink(missing_ok=True))


def delete_files(files: Iterable[Path]) -> tuple[Path, ...]:
    """Delete files; return those that could not be deleted."""
    left: list[Path] = []
    for path in files:
        try:
            delete_file(path)
        except OSError:
            left.append(path)
    return tuple(left)


def make_new_file(path: Path, mode: int) -> None:
    """Make an empty file that must not exist yet, never with a wider mode than `mode`; raise `OSError`."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, mode))


def copy_mode(path: Path, fresh: Path) -> None:
    """Give a file that will replace `path` its permissions; raise `OSError`."""
    mode = mode_of(path)
    if mode is not None and mode != mode_of(fresh):
        fresh.chmod(mode)


def mode_of(path: Path) -> int | None:
    """Return the permissions of a file, or nothing if there is none."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def sync_file(path: Path) -> None:
    """Wait until a file is on the disk (fsync); raise `OSError`."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
        if sys.platform == "linux":  # so that a later read comes from the disk, not from the page cache
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; raise `OSError`. Windows needs no such call."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def free_path(target: Path) -> Path:
    """Return a free name beside `target`, such as “Report (2).docx”."""
    number = 2
    while os.path.lexists(free := target.with_name(f"{target.stem} ({number}){target.suffix}")):
        number += 1
    return free


def replace_private_file(target: Path, data: bytes, pauses: Iterable[float] | None = None) -> None:
    """Write one of the program's own files in one step; only its owner may read it. Raise `OSError`."""
    make_private_folder(target.parent)
    waiting = target.with_suffix(f".{os.urandom(4).hex()}.tmp")
    _remove_old_files(target.parent, f"{target.stem}.*.tmp")
    try:
        make_new_file(waiting, PRIVATE_MODE)
        waiting.write_bytes(data)
        replace_path(waiting, target, pauses)
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)


def replace_file(target: Path, data: bytes) -> None:
    """Write `data` to `target` in one step, so that no reader ever sees half a file.

    A link is followed. A file that is replaced keeps its permissions.
    """
    if sys.platform == "win32" and is_reserved(target.name):
        raise _reserved_name(target)
    try:
        target = check_output(target)
    except OSError as problem:
        raise _not_written(target, problem) from None
    waiting = target.with_name(f".carreport-{os.urandom(6).hex()}.part")
    _remove_old_files(target.parent, ".carreport-*.part")
    try:
        make_new_file(waiting, NEW_FILE_MODE if mode_of(target) is None else PRIVATE_MODE)
        with waiting.open("r+b") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        copy_mode(target, waiting)
        replace_path(waiting, target, () if is_open_in_word(target) else None)
    except OSError as problem:
        raise _not_written(target, problem) from None
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
    with suppress(OSError):  # not every system supports it
        sync_folder(target.parent)


def is_open_in_word(target: Path) -> bool:
    """Say whether Word or LibreOffice has left its lock file beside the file."""
    name = target.name
    notes = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")
    return any(target.with_name(note).exists() for note in notes)


def _remove_old_files(folder: Path, pattern: str) -> None:
    """Delete temporary files that killed programs have left in a folder."""
    with suppress(OSError):
        for left in folder.glob(pattern):
            if time.time() - left.lstat().st_mtime > STALE_AFTER_SECONDS:
                left.unlink()


def _reserved_name(target: Path) -> ReportWriteError:
    return ReportWriteError(
        "report-name",
        f"No file can be called “{target.name}” on this computer.",
        why="Windows keeps this name for a device. Nothing has been changed.",
        remedy=f"Choose another name, such as “{make_file_name(target.stem)}{target.suffix}”.",
    )


def _not_written(target: Path, problem: OSError) -> ReportWriteError:
    if isinstance(problem, PermissionError) and target.exists():
        where = (
            "in Word"
            if is_open_in_word(target)
            else "in another program, or you do not have permission to change it"
        )
        return ReportWriteError(
            "report-locked",
            f"“{target.name}” cannot be replaced.",
            why=f"It is open {where}. The old file has not been changed.",
            remedy=f"Close it and try again, or save the report as “{free_path(target).name}”.",
        )
    return ReportWriteError(
        "report-not-written",
        f"The report could not be written to “{target}”.",
        why=f"The system reports: {system_reason(problem)}. Nothing has been changed.",
        remedy="Choose another folder, such as your documents, and try again.",
    )
