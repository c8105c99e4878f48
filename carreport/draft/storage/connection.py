"""Open the SQLite connection of a draft with safe settings, and translate its errors."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from carreport.draft.storage import error_messages, file_header

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


def _read(path: Path, most: int | None) -> bytes:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    real = path.resolve(strict=True)
    size = real.stat().st_size
    try:
        opened = apsw.VFSFile("", str(real), [apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_MAIN_DB, 0])
    except apsw.CantOpenError:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None
    try:
        if most is not None:
            return opened.xRead(min(size, most), 0)
        return b"".join(
            _read_block(opened, start, min(_BLOCK, size - start)) for start in range(0, size, _BLOCK)
        )
    finally:
        opened.xClose()


def _read_block(opened: apsw.VFSFile, start: int, length: int) -> bytes:
    """Return a block of a file; zeros if it cannot be read."""
    try:
        return opened.xRead(length, start).ljust(length, b"\0")
    except apsw.IOError:
        return bytes(length)
