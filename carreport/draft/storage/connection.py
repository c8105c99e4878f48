"""Open the SQLite connection of a draft with safe settings, and translate its errors."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import apsw

from carreport.draft.storage import error_messages, file_header
from carreport.regular_files import check_given_file

VFSFile = apsw.VFSFile
ERRORS = (apsw.Error, UnicodeDecodeError)
"""Everything that SQLite may raise."""
FULL_SYNC = apsw.SQLITE_SYNC_FULL
ALL_REVISIONS = "SELECT id, path, parents, author, device, written_at, value FROM revision"
MAX_VALUE_BYTES = 64 << 20
UNREADABLE = (apsw.CorruptError, apsw.NotADBError, UnicodeDecodeError)
_BLOCK = 4096


def connect(path: Path) -> apsw.Connection:
    """Open the file of a draft with all settings that protect it and this program."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        harden(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def harden(connection: apsw.Connection) -> None:
    """Apply the settings for durability and for untrusted files."""
    connection.set_busy_timeout(2000)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0)
    connection.limit(apsw.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
    connection.limit(apsw.SQLITE_LIMIT_SQL_LENGTH, 10_000)
    connection.limit(apsw.SQLITE_LIMIT_ATTACHED, 0)
    for setting in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "temp_store = MEMORY",
        "journal_mode = DELETE",
        "synchronous = EXTRA",
        "fullfsync = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def file_identity(path: Path) -> tuple[int, int] | None:
    """Return the device and inode of the file at `path`, or nothing if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


@contextmanager
def translate_read_errors(path: Path) -> Iterator[None]:
    """Translate SQLite errors on reading into `DraftFileError`."""
    try:
        yield
    except UnicodeEncodeError:
        raise error_messages.name_error(path) from None
    except UNREADABLE:
        whole = file_header.has_full_length(path, read_header(path))
        raise (file_header.damaged_error(path) if whole else file_header.truncated_error(path)) from None
    except (apsw.Error, OSError) as problem:
        raise error_messages.open_error(path, problem) from None


@contextmanager
def translate_write_errors(path: Path) -> Iterator[None]:
    """Translate SQLite errors on writing into `DraftSaveError`."""
    try:
        yield
    except (apsw.Error, OSError) as problem:
        raise error_messages.save_error(path, problem) from None


def read_header(path: Path) -> bytes:
    """Return the first bytes of a file; raise `OSError`."""
    return _read(path, file_header.HEADER_LENGTH)


def read_bytes(path: Path) -> bytes:
    """Return a whole file, or as much of it as can be read; raise `OSError`.

    A file must be read through SQLite's VFS: closing another handle would release the POSIX locks
    that this process holds on it if it is open elsewhere.
    """
    return _read(path, None)


def open_vfs_file(path: Path, flags: int = apsw.SQLITE_OPEN_READWRITE) -> apsw.VFSFile:
    """Open a draft without a connection; raise `OSError`. SQLite opens it to read only if it must."""
    check_given_file(path)
    try:
        return apsw.VFSFile("", str(path.resolve(strict=True)), [flags | apsw.SQLITE_OPEN_MAIN_DB, 0])
    except apsw.CantOpenError:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None


def lock_exclusively(file: apsw.VFSFile, *, last_try: bool) -> bool:
    """Lock a file as SQLite does before it rolls back a journal; on the last try, raise an SQLite error.

    A file that cannot be locked, because it is read-only or the file system has no locks, counts as locked.
    """
    try:
        file.xLock(apsw.SQLITE_LOCK_SHARED)
        file.xLock(apsw.SQLITE_LOCK_EXCLUSIVE)
    except apsw.BusyError:
        file.xUnlock(apsw.SQLITE_LOCK_NONE)
        if last_try:
            raise
        return False
    except apsw.IOError:
        return True
    return True


def unlock_and_close(file: apsw.VFSFile) -> None:
    """Release the locks on a file and close it."""
    with suppress(apsw.Error):
        file.xUnlock(apsw.SQLITE_LOCK_NONE)
    file.xClose()


def try_recovery(path: Path) -> bool:
    """Have SQLite roll back the journal beside a file; say whether it could change the file."""
    try:
        with closing(connect(path)) as connection:
            list(connection.execute("SELECT count(*) FROM sqlite_schema"))
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError, apsw.IOError):
        return False
    except UNREADABLE:
        return True  # it is damaged, which is not the journal's fault
    return True


def blocks_of(file: apsw.VFSFile) -> Iterator[bytes]:
    """Yield the contents of an open file in blocks."""
    size = file.xFileSize()
    for start in range(0, size, _BLOCK):
        yield _read_block(file, start, min(_BLOCK, size - start))


def _read(path: Path, most: int | None) -> bytes:
    opened = open_vfs_file(path, apsw.SQLITE_OPEN_READONLY)
    try:
        if most is not None:
            return opened.xRead(min(opened.xFileSize(), most), 0)
        return b"".join(blocks_of(opened))
    finally:
        opened.xClose()


def _read_block(opened: apsw.VFSFile, start: int, length: int) -> bytes:
    """Return a block of a file; zeros if it cannot be read."""
    try:
        return opened.xRead(length, start).ljust(length, b"\0")
    except apsw.IOError:
        return bytes(length)
