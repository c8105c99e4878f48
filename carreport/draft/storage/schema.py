"""Define the tables of a draft, and compare them with those of a file."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from carreport.draft.storage import file_header
from carreport.errors import DraftFileError

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


def check_tables(path: Path, tables: AbstractSet[tuple[object, str]], version: int) -> None:
    """Raise an error if the tables are not ours; a newer format may have more, but only plain tables.

    `tables` has the type and the SQL of everything that the file defines.
    """
    if tables == {("table", sql) for sql in SCHEMA}:
        return
    if version <= file_header.FORMAT_VERSION:
        raise file_header.not_a_draft_error(path, "It does not have the tables of an inquiry.")
    plain = all(kind in ("table", "index") and "VIRTUAL" not in sql.upper() for kind, sql in tables)
    if not (plain and tables >= {("table", sql) for sql in SCHEMA}):
        raise DraftFileError(
            "draft-newer",
            f"{path.name} was saved by a newer version of carreport, in a format that this one cannot read.",
            why="The file has not been changed.",
            remedy="Update carreport, then open the file again.",
        )
