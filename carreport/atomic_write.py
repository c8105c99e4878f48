"""Replace files atomically, and delete temporary files left by killed programs."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from carreport.errors import ReportWriteError, is_in_use, system_reason
from carreport.file_names import excess_length, is_reserved, make_file_name
from carreport.regular_files import PRIVATE_MODE, check_output, make_private_folder

STALE_AFTER_SECONDS = 3600.0
"""Age in seconds after which a temporary file must have been left by a killed program."""
_TEMP_FILE_NAME = re.compile(r"\..+\.carreport(\.[0-9a-f]{8}\.tmp)+(-journal)?\Z")
_NEW_DRAFT_FOLDER = re.compile(r"\.new-[a-z0-9_]{8}\Z")
_OWN_FILE_NAME = re.compile(r"\.carreport([.-]|\Z)")
_JOURNAL = "-journal"
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


def temp_path(path: Path) -> Path:
    """Return a temporary name beside `path` for a file that is still being written."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")


def discard_temp_file(fresh: Path) -> None:
    """Delete a temporary file and its journal."""
    for left in (fresh, journal_path(fresh)):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def delete_files(files: Iterable[Path]) -> tuple[Path, ...]:
    """Delete files; return those that could not be deleted."""
    left: list[Path] = []
    for path in files:
        try:
            delete_file(path)
        except OSError:
            left.append(path)
    return tuple(left)


def journal_path(path: Path) -> Path:
    """Return the journal in which SQLite keeps the old pages while it saves `path`."""
    return path.with_name(path.name + _JOURNAL)


def set_aside_path(path: Path) -> Path:
    """Return the first name for a journal beside `path` that did not belong to it."""
    return path.with_name(f"{path.name}{_JOURNAL}.set-aside")


def journals_set_aside(path: Path) -> tuple[Path, ...]:
    """Return the journals beside `path` that did not belong to it; none if the folder cannot be read."""
    name = set_aside_path(path).name
    try:
        return tuple(file for file in sorted(path.parent.iterdir()) if file.name.startswith(name))
    except OSError:
        return ()


def log_path(path: Path) -> Path:
    """Return the write-ahead log that SQLite would read with `path`; drafts never have one."""
    return path.with_name(path.name + "-wal")


def set_journal_aside(path: Path, journal: Path | None = None) -> None:
    """Rename the journal of `path`, or another file that SQLite would read with it; raise `OSError`.

    An empty one is deleted.
    """
    wanted = set_aside_path(path)
    journal = journal or journal_path(path)
    if not os.path.lexists(journal):
        return
    status = journal.lstat()
    if stat.S_ISREG(status.st_mode) and not status.st_size:
        journal.unlink()
        return
    number, aside = 2, wanted
    while os.path.lexists(aside):
        aside = wanted.with_name(f"{wanted.name}-{number}")
        number += 1
    rename_path(journal, aside)


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


def check_new_path(path: Path) -> None:
    """Raise `OSError` if no draft can be made at `path`, or if the files beside it would have no room."""
    if excess_length(path):
        raise OSError(errno.ENAMETOOLONG, "")
    if sys.platform == "win32" and is_reserved(path.name):
        raise OSError(errno.EINVAL, "")
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, "")
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "")


def move_into_place(fresh: Path, path: Path) -> None:
    """Give a finished file its name, never replacing another file; raise `OSError` if that fails."""
    if not os.path.lexists(path):
        set_journal_aside(path)  # one left by a deleted file must not be rolled back into this one
    if sys.platform == "win32":
        rename_path(fresh, path)
        return
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # the file system has no hard links
        if path.exists():
            raise FileExistsError(errno.EEXIST, "") from None
        fresh.rename(path)
    try:
        sync_folder(path.parent)
    except OSError:
        path.unlink(missing_ok=True)
        raise


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


def remove_temp_files(folder: Path) -> None:
    """Delete carreport's old temporary files from a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMP_FILE_NAME.match(entry.name) and _is_old(entry):
                with suppress(OSError):
                    Path(entry.path).unlink()
            elif _NEW_DRAFT_FOLDER.match(entry.name) and _is_old(entry, stat.S_ISDIR):
                _remove_new_draft_folder(Path(entry.path))


def _remove_new_draft_folder(folder: Path) -> None:
    """Delete the folder of a draft that was never finished, unless it holds anything else."""
    with suppress(OSError):
        inside = list(folder.iterdir())
        if all(_OWN_FILE_NAME.search(file.name) for file in inside):
            for file in inside:
                file.unlink()
            folder.rmdir()


def _is_old(entry: os.DirEntry[str], is_kind: Callable[[int], bool] = stat.S_ISREG) -> bool:
    status = entry.stat(follow_symlinks=False)
    return is_kind(status.st_mode) and time.time() - status.st_mtime > STALE_AFTER_SECONDS


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
