"""Keep one draft in one file; the only module that knows SQLite.

Nothing here decides what is answered: it stores revisions, pictures and a few named texts, and
checks each by its hash as it comes back. docs/file-format.md describes the file.
"""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import apsw

from carreport.draft import header
from carreport.draft.contents import Change, Contents, meta_hash, path_from, revision_from, row_of
from carreport.draft.pictures import PictureBytes
from carreport.draft.revisions import Revision
from carreport.errors import DraftFileError, DraftNotSaved

_META = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, hash TEXT NOT NULL)"
_REVISION = (
    "CREATE TABLE revision (id TEXT PRIMARY KEY, path TEXT NOT NULL, parents TEXT NOT NULL, "
    "author TEXT NOT NULL, device TEXT NOT NULL, written_at TEXT NOT NULL, value TEXT)"
)
_ATTACHMENT = (
    "CREATE TABLE attachment (sha256 TEXT PRIMARY KEY, type TEXT NOT NULL, width INTEGER NOT NULL, "
    "height INTEGER NOT NULL, bytes BLOB NOT NULL)"
)
SCHEMA = (_META, _REVISION, _ATTACHMENT)
LONGEST_VALUE = 64 << 20
_UNREADABLE = (apsw.CorruptError, apsw.NotADBError, UnicodeDecodeError)
_IN_MEMORY = "What you wrote is still here, in memory."
_ELSEWHERE = "Save it somewhere else, or"


class DraftFile:
    """An open draft file. It may be used from one thread at a time."""

    def __init__(self, path: Path, connection: apsw.Connection, version: int) -> None:
        self.path = path
        self.version = version
        self._connection = connection
        self._identity = _identity(path)

    @staticmethod
    def create(path: Path, change: Change) -> None:
        """Make a whole new draft file; if it fails, raise `DraftNotSaved` and leave nothing behind."""
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            with _telling(path):
                _check_place(path)
                _make(fresh, change)
                _put_in_place(fresh, path)
        finally:
            for left in (fresh, fresh.with_name(fresh.name + "-journal")):
                with suppress(OSError):
                    left.unlink(missing_ok=True)

    @classmethod
    def open(cls, path: Path) -> DraftFile:
        """Open a draft file; raise `DraftFileError` saying why it cannot be."""
        path = path.absolute()
        with _explaining(path):
            version = header.check_bytes(path)
            connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
            try:
                _defend(connection)
                _check_schema(path, connection, version)
                header.check_length(path)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection, version)

    def is_writable(self) -> bool:
        """Say whether the file can be written here and now, by beginning to write it."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute(f"PRAGMA user_version = {self.version}")
            finally:
                self._connection.execute("ROLLBACK")
        except apsw.Error:
            return False
        return True

    def only_read(self) -> None:
        """Never write through this opening of the file."""
        self._connection.execute("PRAGMA query_only = ON")

    def read(self) -> Contents:
        """Return everything but the pictures; what is damaged is left out and named."""
        damaged: dict[str, None] = {}
        revisions: list[Revision] = []
        with _explaining(self.path):
            meta = self._meta(damaged)
            for row in self._rows(damaged):
                revision = revision_from(row)
                if revision is None:
                    damaged[path_from(row)] = None
                else:
                    revisions.append(revision)
            if not self._is_sound():
                damaged[""] = None
        return Contents(meta, revisions, tuple(damaged))

    def meta(self) -> Mapping[str, str]:
        """Return the named texts alone, those that are sound."""
        with _explaining(self.path):
            return self._meta({})

    def picture(self, checksum: str) -> PictureBytes | None:
        """Return a picture, or nothing if it is not here or damaged."""
        asked = "SELECT bytes, type, width, height FROM attachment WHERE sha256 = ?"
        try:
            found = next(iter(self._connection.execute(asked, (checksum,))), None)
        except (apsw.Error, UnicodeDecodeError):
            return None
        if found is None or sha256(found[0]).hexdigest() != checksum:
            return None
        return PictureBytes(*found)

    def save(self, change: Change) -> None:
        """Write `change`; it is on the disk when this returns. Raise `DraftNotSaved`."""
        self._check_identity()
        with _telling(self.path):
            _write(self._connection, change)
        self._check_identity()

    def close(self) -> None:
        """Close the file; doing it twice is fine."""
        self._connection.close(force=True)

    def _check_identity(self) -> None:
        if _identity(self.path) != self._identity:
            what = f"{self.path.name} was moved, replaced or deleted while it was open."
            raise DraftNotSaved("draft-moved", what, why=_IN_MEMORY, remedy="Save it somewhere else.")

    def _is_sound(self) -> bool:
        try:
            return next(iter(self._connection.execute("PRAGMA quick_check(1)")), ("",))[0] == "ok"
        except _UNREADABLE:
            return False

    def _meta(self, damaged: dict[str, None]) -> dict[str, str]:
        sound: dict[str, str] = {}
        for key, value, given in self._connection.execute("SELECT key, value, hash FROM meta"):
            if isinstance(value, str) and given == meta_hash(key, value):
                sound[key] = value
            else:
                damaged[f"@{key}"] = None
        return sound

    def _rows(self, damaged: dict[str, None]) -> Iterator[tuple[object, ...]]:
        """Yield the rows of revisions; behind a damaged page, come from the other end."""
        columns = "SELECT rowid, id, path, parents, author, device, written_at, value FROM revision"
        last = -1
        try:
            for number, *row in self._connection.execute(f"{columns} ORDER BY rowid"):
                yield tuple(row)
                last = number
        except _UNREADABLE:
            damaged[""] = None
            with suppress(*_UNREADABLE):
                for number, *row in self._connection.execute(f"{columns} ORDER BY rowid DESC"):
                    if number <= last:
                        return
                    yield tuple(row)


def _check_place(path: Path) -> None:
    if path.exists():
        raise FileExistsError(errno.EEXIST, "")
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "")


def _make(path: Path, change: Change) -> None:
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_EXCLUSIVE
    connection = apsw.Connection(str(path), flags=flags)
    try:
        connection.execute(f"PRAGMA application_id = {header.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {header.FORMAT}")
        _defend(connection)
        for statement in SCHEMA:
            connection.execute(statement)
        _write(connection, change)
    finally:
        connection.close()


def _write(connection: apsw.Connection, change: Change) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany("DELETE FROM revision WHERE id = ?", [(each,) for each in change.dropped])
        connection.executemany(
            "INSERT OR IGNORE INTO attachment VALUES (?, ?, ?, ?, ?)",
            [(key, each.type, each.width, each.height, each.data) for key, each in change.pictures.items()],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", map(row_of, change.rows.values())
        )
        connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?, ?)",
            [(key, value, meta_hash(key, value)) for key, value in change.meta.items()],
        )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            with suppress(apsw.Error):
                connection.execute("ROLLBACK")
        raise


def _put_in_place(fresh: Path, path: Path) -> None:
    """Give the finished file its name, never over another file."""
    if sys.platform == "win32":
        fresh.rename(path)
        return
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(errno.EEXIST, "") from None
        fresh.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _defend(connection: apsw.Connection) -> None:
    """Set what keeps a draft durable, and what a stranger's file may make SQLite do."""
    connection.set_busy_timeout(2000)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0)
    connection.limit(apsw.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
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


def _check_schema(path: Path, connection: apsw.Connection, version: int) -> None:
    """Refuse tables that are not ours; a newer format may have more, but only plain ones."""
    asked = "SELECT type, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    found = {(kind, sql) for kind, sql in connection.execute(asked)}
    if found == {("table", sql) for sql in SCHEMA}:
        return
    if version <= header.FORMAT:
        raise header.not_a_draft(path, "Its tables are not those of a draft.")
    plain = all(kind in ("table", "index") and "VIRTUAL" not in sql.upper() for kind, sql in found)
    if not (plain and found.issuperset(("table", sql) for sql in SCHEMA)):
        raise DraftFileError(
            "draft-newer",
            f"{path.name} was written by a newer carreport, in a way that this one cannot read.",
            why="The file was left as it is.",
            remedy="Open it with the newer program, or bring this one up to date.",
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _explaining(path: Path) -> Iterator[None]:
    """Say in plain words why a draft cannot be opened or read."""
    try:
        yield
    except FileNotFoundError:
        raise DraftFileError(
            "draft-missing", f"There is no draft {path}.", remedy="Check the name and the folder."
        ) from None
    except _UNREADABLE:
        raise (header.damaged(path) if header.is_whole(path) else header.truncated(path)) from None
    except apsw.BusyError:
        raise DraftFileError(
            "draft-busy",
            f"{path.name} is being written by another program just now.",
            remedy="Wait a moment and open it again.",
        ) from None
    except (apsw.Error, OSError) as problem:
        raise DraftFileError(
            "draft-unreadable",
            f"{path.name} cannot be read: {_reason(problem)}.",
            why="The file was left as it is.",
            remedy="Copy it to a folder of your own and open it there.",
        ) from None


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Say in plain words why a draft cannot be written."""
    try:
        yield
    except FileExistsError:
        what = f"There is a file {path.name} in {path.parent} already."
        raise DraftNotSaved("draft-exists", what, remedy="Choose another name.") from None
    except FileNotFoundError:
        what = f"There is no folder {path.parent}."
        raise DraftNotSaved("folder-missing", what, remedy="Choose another folder.") from None
    except (apsw.Error, OSError) as problem:
        code, remedy = _cause(problem)
        what = f"{path.name} could not be saved: {_reason(problem)}."
        raise DraftNotSaved(code, what, why=_IN_MEMORY, remedy=remedy) from None


def _cause(problem: apsw.Error | OSError) -> tuple[str, str]:
    """Return the code of a failed save and what a person can do about it."""
    number = getattr(problem, "errno", None)
    if isinstance(problem, apsw.FullError) or number == errno.ENOSPC:
        return "disk-full", f"{_ELSEWHERE} make room on this disk: saving goes on by itself."
    if isinstance(problem, apsw.BusyError):
        return "draft-busy", "Close the other program that uses the file: saving goes on by itself."
    read_only = (apsw.ReadOnlyError, apsw.PermissionsError, apsw.CantOpenError, apsw.AuthError)
    if isinstance(problem, read_only) or number in (errno.EACCES, errno.EROFS, errno.EPERM):
        return "draft-read-only", f"{_ELSEWHERE} allow writing in this folder: saving goes on by itself."
    return "disk-fault", f"{_ELSEWHERE} check the disk: saving goes on by itself when it can."


def _reason(problem: apsw.Error | OSError) -> str:
    """Return what happened, in a few plain words."""
    if isinstance(problem, OSError):
        return (problem.strerror or "the file could not be used").lower()
    reasons: dict[type[apsw.Error], str] = {
        apsw.FullError: "the disk is full",
        apsw.BusyError: "another program is using it",
        apsw.ReadOnlyError: "it may not be written here",
        apsw.PermissionsError: "it may not be written here",
        apsw.CantOpenError: "the file or its folder may not be written",
    }
    return reasons.get(type(problem), "the disk reports a fault")
