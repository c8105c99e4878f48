"""Store one draft in one SQLite file: the only module that knows its tables.

It stores revisions, pictures and notes, and checks each by its hash when it is read.
docs/file-format.md describes the file.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b, sha256
from pathlib import Path

import apsw

from carreport import atomic_write
from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import (
    HEADS_NOTE,
    ChangeSet,
    DraftContents,
    meta_hash,
    path_in_damaged_row,
    pictures_named_in,
    revision_to_row,
    row_to_revision,
)
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import ERASED_DEVICE
from carreport.draft.storage import draft_files, error_messages, file_header, sqlite_pages
from carreport.draft.storage.connection import (
    ALL_REVISIONS,
    UNREADABLE,
    connect,
    file_identity,
    harden,
    read_bytes,
    read_header,
    translate_read_errors,
    translate_write_errors,
)
from carreport.draft.storage.journal import SettledDraft, has_journal, settle_journal
from carreport.draft.storage.schema import SCHEMA, check_tables
from carreport.errors import DraftFileError
from carreport.form import paths
from carreport.form.richtext import has_table_or_note
from carreport.regular_files import PRIVATE_MODE, make_private, real_path
from carreport.settings import is_in_own_folder

PRIVATE_SUFFIX = ".private"
"""The end of the name of a file with one author's private answers."""
_NOT_SYNCED = (apsw.SQLITE_IOERR_FSYNC, apsw.SQLITE_IOERR_DIR_FSYNC)


class DraftDatabase:
    """An open draft file. It may be used from one thread at a time.

    `must_rewrite` is set once a write has failed: then the file cannot be trusted any more, and
    `rewrite` replaces it. `journal_notice` says that a journal beside the file was not used, if so.
    """

    def __init__(self, path: Path, settled: SettledDraft, connection: apsw.Connection, version: int) -> None:
        self.path = path
        self.version = version
        self.must_rewrite = False
        self.journal_notice = settled.notice
        self._settled = settled
        self._connection = connection
        self._identity = file_identity(path)
        self._texts: dict[str, str] = {}

    @staticmethod
    def create(path: Path, change: ChangeSet, *, mode: int | None = None) -> None:
        """Create a draft file; if that fails, raise `DraftSaveError` and leave nothing behind.

        `mode` has the permissions of the file that it will replace, if it will.
        """
        fresh = draft_files.temp_path(path)
        try:
            with translate_write_errors(path):
                draft_files.check_new_path(path)
                _make(fresh, change, mode_of_new_draft(path) if mode is None else mode)
                draft_files.move_into_place(fresh, path)
        finally:
            draft_files.discard_temp_file(fresh)

    @classmethod
    def open(cls, path: Path) -> DraftDatabase:
        """Open a draft file; raise `DraftFileError`."""
        path = path.absolute()
        with ExitStack() as until_returned, translate_read_errors(path):
            path = real_path(path)
            version = file_header.check_header(path, read_header(path))
            settled = settle_journal(path)
            until_returned.callback(settled.close)
            connection = connect(settled.file)
            until_returned.callback(connection.close)
            asked = "SELECT type, sql FROM sqlite_schema WHERE sql IS NOT NULL"
            check_tables(path, {(kind, sql) for kind, sql in connection.execute(asked)}, version)
            file_header.check_length(settled.file, read_header(settled.file))
            until_returned.pop_all()
        return cls(path, settled, connection, version)

    @property
    def is_newer_format(self) -> bool:
        """Whether a newer version of carreport saved the file, so that this one cannot write it."""
        return self.version >= file_header.NEXT_MAJOR

    def is_writable(self) -> bool:
        """Say whether the file can be written now, by beginning a transaction."""
        if self._settled.folder is not None:
            return False  # what is open is a copy
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute(f"PRAGMA user_version = {self.version}")
            finally:
                self._connection.execute("ROLLBACK")
        except apsw.Error:
            return False
        return True

    def tighten_mode(self) -> None:
        """Let nobody else read a private file, or a file in the program's own folder, from now on."""
        if mode_of_new_draft(self.path) == PRIVATE_MODE:
            make_private(self.path)

    def set_read_only(self) -> None:
        """Never write through this connection."""
        self._connection.execute("PRAGMA query_only = ON")

    def read(self) -> DraftContents:
        """Return everything but the pictures; damaged rows are left out and listed."""
        damaged: dict[str, None] = {}
        revisions: list[Revision] = []
        with translate_read_errors(self.path):
            meta = self._meta(damaged)
            for row in self._rows(damaged):
                revision = row_to_revision(row)
                if revision is None:
                    damaged[path_in_damaged_row(row)] = None
                else:
                    revisions.append(revision)
            if not self.integrity_ok():
                damaged[""] = None
        return DraftContents(meta, revisions, tuple(damaged))

    def meta(self) -> Mapping[str, str]:
        """Return the intact rows of the meta table."""
        with translate_read_errors(self.path):
            return self._meta({})

    def picture(self, checksum: str) -> StoredPicture | None:
        """Return a picture, or nothing if it is missing or damaged."""
        asked = "SELECT bytes, type, width, height FROM attachment WHERE sha256 = ?"
        try:
            row = next(iter(self._connection.execute(asked, (checksum,))), None)
        except (apsw.Error, UnicodeDecodeError):
            return None
        if row is None or not isinstance(row[0], bytes) or sha256(row[0]).hexdigest() != checksum:
            return None
        return StoredPicture(*row)

    def picture_checksums(self) -> tuple[str, ...]:
        """Return the checksums of the pictures in the file, intact or not."""
        with translate_read_errors(self.path):
            return tuple(str(name) for (name,) in self._connection.execute("SELECT sha256 FROM attachment"))

    def fingerprint(self) -> str:
        """Return a hash that is equal for two files with the same revisions, pictures and form."""
        asked = (
            "SELECT id, value IS NULL FROM revision ORDER BY id",
            "SELECT sha256 FROM attachment ORDER BY sha256",
            "SELECT hash FROM meta WHERE key NOT IN ('card', 'place', 'stands') ORDER BY key",
        )
        with translate_read_errors(self.path):
            results = [list(self._connection.execute(query)) for query in asked]
        return blake2b(repr(results).encode(), digest_size=16).hexdigest()

    def count_revisions(self) -> int:
        """Return the number of revisions in the file."""
        with translate_read_errors(self.path):
            return int(next(iter(self._connection.execute("SELECT count(*) FROM revision")))[0])

    def most_revisions(self) -> tuple[str, int]:
        """Return the path that has the most revisions, if it is one, and how many."""
        asked = "SELECT path, count(*) FROM revision GROUP BY path ORDER BY count(*) DESC LIMIT 1"
        with translate_read_errors(self.path):
            path, number = next(iter(self._connection.execute(asked)), ("", 0))
        return path_in_damaged_row((None, path)), int(number)

    @contextmanager
    def read_transaction(self) -> Iterator[None]:
        """Hold a read transaction, so that everything read is consistent."""
        with translate_read_errors(self.path):
            list(self._connection.execute("BEGIN; SELECT count(*) FROM sqlite_schema"))
        try:
            yield
        finally:
            with translate_read_errors(self.path):
                self._connection.execute("COMMIT")

    def integrity_ok(self, *, thorough: bool = False) -> bool:
        """Say whether the file is consistent; `thorough` also compares the tables with their indexes."""
        check = "PRAGMA integrity_check(1)" if thorough else "PRAGMA quick_check(1)"
        with translate_read_errors(self.path):
            try:
                return next(iter(self._connection.execute(check)), ("",))[0] == "ok"
            except UNREADABLE:
                return False

    def save(self, change: ChangeSet) -> None:
        """Save `change`; it is on the disk when this returns. Raise `DraftSaveError`."""
        self._check_identity()
        self._check_journal()
        with translate_write_errors(self.path):
            try:
                _write(self._connection, change)
            except apsw.IOError as problem:
                self.must_rewrite = getattr(problem, "extendedresult", 0) in _NOT_SYNCED
                raise
        self._texts.update(change.meta)
        self._check_identity()

    def rewrite(self, change: ChangeSet, rows: Collection[Revision]) -> None:
        """Write the draft to a new file, read that back from the disk, and replace this file with it.

        After a write has failed once, the system may claim that the data is on the disk when it is
        not. `rows` are all revisions in memory.
        """
        self._check_identity()
        fresh = draft_files.temp_path(self.path)
        try:
            with translate_write_errors(self.path):
                pictures = self._required_pictures(rows) | change.pictures
                texts = self._texts | change.meta
                whole = ChangeSet({row.id: row for row in rows}, set(), pictures, texts)
                _make(fresh, whole, atomic_write.mode_of(self.path) or PRIVATE_MODE)
                atomic_write.sync_file(fresh)
                _verify(fresh, whole)
                self._check_identity()
                self._replace_with(fresh)
        finally:
            draft_files.discard_temp_file(fresh)
        self._texts.update(change.meta)
        self.must_rewrite = False

    def copy_to(self, fresh: Path, mode: int) -> None:
        """Copy the file between two saves to the new file `fresh`; raise `DraftSaveError`."""
        with translate_write_errors(fresh):
            atomic_write.make_new_file(fresh, mode)
            target = apsw.Connection(str(fresh), flags=apsw.SQLITE_OPEN_READWRITE)
            try:
                target.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
                with target.backup("main", self._connection, "main") as copying:
                    copying.step(-1)
            finally:
                target.close()
            atomic_write.sync_file(fresh)

    def erase(self, revision_ids: Iterable[str]) -> int:
        """Erase the contents of these revisions, and pictures that only they named.

        Return how many had contents. The bytes are gone from the file when this returns.
        """
        emptied = "UPDATE revision SET value = NULL, author = '', written_at = '', device = ? WHERE id = ?"
        with translate_write_errors(self.path):
            before = self._connection.total_changes()
            with self._connection:
                self._connection.executemany(
                    f"{emptied} AND value IS NOT NULL",
                    [(ERASED_DEVICE, revision_id) for revision_id in revision_ids],
                )
                count = self._connection.total_changes() - before
                if count:
                    self._connection.execute(
                        "DELETE FROM attachment WHERE NOT EXISTS "
                        "(SELECT 1 FROM revision WHERE instr(value, attachment.sha256))"
                    )
                    self._connection.execute("DELETE FROM meta WHERE key IN ('card', 'stands')")
            if count:
                self._connection.limit(apsw.SQLITE_LIMIT_ATTACHED, 1)  # its temporary file, in memory
                self._connection.execute("VACUUM")
                self._connection.limit(apsw.SQLITE_LIMIT_ATTACHED, 0)
        return count

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        self._connection.close(force=True)
        self._settled.close()

    def _check_identity(self) -> None:
        if file_identity(self.path) != self._identity:
            raise error_messages.moved_error(self.path)

    def _check_journal(self) -> None:
        """Decide about a journal that has appeared beside the draft since it was opened."""
        if has_journal(self.path):
            with translate_write_errors(self.path):
                settled = settle_journal(self.path)
                settled.close()
            if settled.folder is not None:
                raise error_messages.moved_error(self.path)
            self.journal_notice = settled.notice

    def _required_pictures(self, rows: Iterable[Revision]) -> dict[str, StoredPicture]:
        """Return every readable picture; raise `DraftSaveError` if one named in an answer cannot be read."""
        try:
            pictures = {name: self.picture(name) for name in self.picture_checksums()}
        except DraftFileError:  # not even what was there before the failed save
            raw = sqlite_pages.read_rolled_back(self.path, read_bytes)
            pictures = dict(sqlite_pages.read_pictures(sqlite_pages.read_records(raw)))
        named = {name for row in rows if not row.unfit for name in pictures_named_in(row.text)}
        if any(pictures.get(name) is None for name in named):
            raise error_messages.reread_error(self.path)
        return {name: picture for name, picture in pictures.items() if picture is not None}

    def _replace_with(self, fresh: Path) -> None:
        """Replace this draft with the finished file `fresh`."""
        self._connection.close(force=True)
        try:
            # a journal of the old file must never be rolled back into the new one
            atomic_write.delete_file(draft_files.journal_path(self.path))
            atomic_write.copy_mode(self.path, fresh)
            atomic_write.replace_path(fresh, self.path)
            self._identity = file_identity(self.path)
            atomic_write.sync_folder(self.path.parent)
        finally:
            self._connection = connect(self.path)

    def _meta(self, damaged: dict[str, None]) -> dict[str, str]:
        sound: dict[str, str] = {}
        for key, value, stored_hash in self._connection.execute("SELECT key, value, hash FROM meta"):
            if isinstance(value, str) and stored_hash == meta_hash(key, value):
                sound[key] = value
            else:
                damaged[f"@{key}"] = None
        sound.pop(HEADS_NOTE, None)
        self._texts.update(sound)
        return sound

    def _rows(self, damaged: dict[str, None]) -> Iterator[Sequence[object]]:
        """Yield the rows of revisions; if pages are damaged, from the pages that can be read."""
        try:
            yield from self._connection.execute(ALL_REVISIONS)
        except UNREADABLE:
            damaged[""] = None
            yield from (
                row
                for row in sqlite_pages.read_records(read_bytes(self.path))
                if len(row) == sqlite_pages.REVISION_COLUMNS
            )


def mode_of_new_draft(path: Path, origin: Path | None = None) -> int:
    """Return the mode of a new file, with the contents of `origin` if there is one.

    Private files, what comes from one, and the program's own folder are for their owner only.
    """
    is_private = any(name.endswith(PRIVATE_SUFFIX) for name in (path.name, origin.name if origin else ""))
    is_private = is_private or is_in_own_folder(path)
    return PRIVATE_MODE if is_private else atomic_write.NEW_FILE_MODE


def _make(path: Path, change: ChangeSet, mode: int) -> None:
    """Make a draft; its mode is never wider than `mode`, and SQLite's journal has the same."""
    atomic_write.make_new_file(path, mode)
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.execute(f"PRAGMA application_id = {file_header.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {file_header.FIRST_FORMAT}")
        harden(connection)
        for statement in SCHEMA:
            connection.execute(statement)
        _write(connection, change)
    finally:
        connection.close()


def _write(connection: apsw.Connection, change: ChangeSet) -> None:
    """Write a change in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany(
            "DELETE FROM revision WHERE id = ?", [(revision_id,) for revision_id in change.dropped]
        )
        connection.executemany(
            "INSERT OR IGNORE INTO attachment VALUES (?, ?, ?, ?, ?)",
            [
                (key, picture.type, picture.width, picture.height, picture.data)
                for key, picture in change.pictures.items()
            ],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)",
            map(revision_to_row, change.revisions.values()),
        )
        _raise_format(connection, max(map(_needed_format, change.revisions.values()), default=0))
        connection.execute("DELETE FROM meta WHERE key = ?", (HEADS_NOTE,))
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


def _needed_format(row: Revision) -> int:
    """Return the first format that can hold this row."""
    text = row.text or ""
    if ('"rows":' in text or '"note":' in text) and has_table_or_note(row.value):
        return file_header.FORMAT_VERSION
    return file_header.COMMENTS_FORMAT if paths.is_review(row.path) else file_header.FIRST_FORMAT


def _raise_format(connection: apsw.Connection, needed: int) -> None:
    """Note in the header what the rows of the file need; the number is never lowered."""
    version = int(next(iter(connection.execute("PRAGMA user_version")))[0])
    if version < needed:
        connection.execute(f"PRAGMA user_version = {needed}")


def _verify(path: Path, whole: ChangeSet) -> None:
    """Raise an `OSError` if a file does not hold exactly what was written to it."""
    file = DraftDatabase.open(path)
    try:
        contents = file.read()
        is_whole = (
            not contents.damaged
            and {revision.id for revision in contents.revisions} == whole.revisions.keys()
            and all(file.picture(checksum) is not None for checksum in whole.pictures)
        )
    finally:
        file.close()
    if not is_whole:
        raise OSError(errno.EIO, os.strerror(errno.EIO))
