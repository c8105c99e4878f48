"""Read everything in a copy of a draft, to decide whether a journal belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from carreport.draft.revisions.change import DRAFT_ID, meta_hash, row_to_revision
from carreport.draft.revisions.revision import Revision
from carreport.draft.storage import connection as sqlite
from carreport.draft.storage import sqlite_pages
from carreport.draft.storage.schema import check_tables
from carreport.errors import DraftFileError

_MOST_PROBLEMS = 1000
_UNREADABLE = 1_000_000
"""The number of problems of a file that SQLite cannot read to the end."""


@dataclass(frozen=True, slots=True)
class DraftState:
    """What is in a file: its id, its intact revisions, and the number of problems found."""

    draft_id: str
    revisions: Mapping[str, Revision]
    problems: int


def read_state(file: Path) -> DraftState:
    """Return what is in the file of a draft; nothing beside it is read."""
    try:
        connection = sqlite.connect(file)
    except sqlite.ERRORS:
        return _scanned_state(file)
    try:
        check = f"PRAGMA integrity_check({_MOST_PROBLEMS})"
        found = [str(message) for (message,) in connection.execute(check)]
        problems = 0 if found == ["ok"] else len(found)
        ((version,),) = connection.execute("PRAGMA user_version")
        tables = connection.execute("SELECT type, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        check_tables(file, {(kind, sql) for kind, sql in tables}, version)
        revisions: dict[str, Revision] = {}
        for row in connection.execute(sqlite.ALL_REVISIONS):
            revision = row_to_revision(row)
            if revision is None:
                problems += 1
            else:
                revisions[revision.id] = revision
        draft_id = ""
        for key, value, stored in connection.execute("SELECT key, value, hash FROM meta"):
            is_sound = isinstance(value, str) and stored == meta_hash(key, value)
            problems += not is_sound
            draft_id = value if is_sound and key == DRAFT_ID else draft_id
        problems += sum(
            not isinstance(picture, bytes) or sha256(picture).hexdigest() != name
            for name, picture in connection.execute("SELECT sha256, bytes FROM attachment")
        )
    except (*sqlite.ERRORS, DraftFileError):
        return _scanned_state(file)
    finally:
        connection.close()
    return DraftState(draft_id, revisions, problems + _missing_parents(revisions))


def lost_revisions(before: DraftState, now: DraftState) -> set[str]:
    """Return the revisions of an earlier state that are gone, and not because somebody typed on."""
    typed = {_typing_key(now.revisions[name]) for name in now.revisions.keys() - before.revisions.keys()}
    gone = before.revisions.keys() - now.revisions.keys()
    return {name for name in gone if _typing_key(before.revisions[name]) not in typed}


def _scanned_state(file: Path) -> DraftState:
    """Return what can be read page by page of a file that SQLite cannot read."""
    revisions: dict[str, Revision] = {}
    draft_id = ""
    for row in sqlite_pages.read_records(file.read_bytes()):
        if len(row) == sqlite_pages.REVISION_COLUMNS:
            revision = row_to_revision(row)
            if revision is not None:
                revisions[revision.id] = revision
        elif len(row) == sqlite_pages.META_COLUMNS and row[0] == DRAFT_ID and isinstance(row[1], str):
            draft_id = row[1] if row[2] == meta_hash(DRAFT_ID, row[1]) else draft_id
    return DraftState(draft_id, revisions, _UNREADABLE)


def _missing_parents(revisions: Mapping[str, Revision]) -> int:
    return len({parent for revision in revisions.values() for parent in revision.parents} - revisions.keys())


def _typing_key(revision: Revision) -> tuple[object, ...]:
    """Return what is common to all revisions of one spell of typing."""
    return revision.path, revision.parents, revision.author, revision.device
