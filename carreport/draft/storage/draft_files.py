"""Name the files beside a draft, give a finished draft its name, and delete what killed programs left."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from carreport.atomic_write import STALE_AFTER_SECONDS, rename_path, sync_folder
from carreport.file_names import excess_length, is_reserved

_TEMP_FILE_NAME = re.compile(r"\..+\.carreport(\.[0-9a-f]{8}\.tmp)+(-journal)?\Z")
_NEW_DRAFT_FOLDER = re.compile(r"\.new-[a-z0-9_]{8}\Z")
_OWN_FILE_NAME = re.compile(r"\.carreport([.-]|\Z)")
_JOURNAL = "-journal"


def temp_path(path: Path) -> Path:
    """Return a temporary name beside `path` for a file that is still being written."""
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")


def discard_temp_file(fresh: Path) -> None:
    """Delete a temporary file and its journal."""
    for left in (fresh, journal_path(fresh)):
        with suppress(OSError):
            left.unlink(missing_ok=True)


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


def check_new_path(path: Path) -> None:
    """Raise `OSError` if no draft can be made at `path`, or if names of files beside it would be too long."""
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
