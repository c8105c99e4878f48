"""Keep one file of a draft open: its contents, its lock, its autosave and its backups.

A change is in memory at once and on the disk at most 300 ms later; `on_saved` is called only once
it is on the disk. The whole file is read and checked when it is opened; if part of it is damaged,
it is read-only. A session is used from one thread; `on_saved`, `on_failed` and `on_backup_failed`
are called on others.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from carreport.draft.pictures.prepare import PreparedPicture, StoredPicture
from carreport.draft.revisions.change import (
    CREATED,
    DRAFT_ID,
    FORM,
    LAST_VISITED,
    SUMMARY,
    ChangeSet,
    pictures_named_in,
)
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision, bare_revision
from carreport.draft.revisions.tree import RevisionTree, UnseenEdit
from carreport.draft.session.last_seen import (
    CLAIMS_NOTE,
    parse_last_seen,
    with_claimed_author,
    with_own_name,
)
from carreport.draft.session.open_draft import OpenedDraft
from carreport.draft.storage.autosave import Autosave
from carreport.draft.storage.backups import BackupThread
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.lock import LockOwner
from carreport.draft.storage.summary import summary_json
from carreport.errors import DraftSaveError
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form

T = TypeVar("T")


class DraftFileBase:
    """One open file of revisions, for reading and saving; `DraftFile` adds writing."""

    path: Path
    form: Form
    draft_id: str
    created: str
    author: str
    read_only: bool
    read_only_reason: str
    lock_owner: LockOwner | None
    journal_notice: str
    _last_visited: str
    _autosave: Autosave | None
    _backup_thread: BackupThread | None

    def __init__(self, opened: OpenedDraft, author: str) -> None:
        self.author = author
        self.on_changed: Callable[[frozenset[str], str], None] = ignore_change
        self.on_saved: Callable[[datetime], None] = ignore
        self.on_failed: Callable[[DraftSaveError], None] = ignore
        self.on_backup_failed: Callable[[DraftSaveError], None] = ignore
        self._memory_lock = threading.RLock()
        self._attached_pictures: dict[str, StoredPicture] = {}
        self._is_open = True
        self._load(opened)

    # Answers

    def answers(self) -> Answers:
        """Return all answers as an immutable snapshot."""
        with self._memory_lock:
            return self._writer.tree.answers()

    def history(self, path: str) -> tuple[Revision, ...]:
        """Return all revisions of `path` (for a list or an entry: inside it), newest first."""
        claims = self.claims
        return tuple(self._as_shown(row, claims) for row in self._writer.tree.history(path))

    def last_change(self, path: str) -> Revision | None:
        """Return the latest revision at `path` or inside it."""
        latest = self._writer.tree.last_change(path)
        return latest and self._as_shown(latest, self.claims)

    @property
    def claims(self) -> frozenset[str]:
        """The id prefixes of imported changes that say they are by this author."""
        return parse_last_seen(self.note(CLAIMS_NOTE))

    def removed_items(self, group: str) -> tuple[Item, ...]:
        """Return the entries removed from a list, with their answers."""
        return self._writer.tree.removed_items(group)

    def unseen_edits(self) -> tuple[UnseenEdit, ...]:
        """Return edits inside removed entries that the person who removed them had not seen."""
        return self._writer.tree.unseen_edits()

    @property
    def is_open(self) -> bool:
        """Say whether the file is still open."""
        return self._is_open

    # For export, import and erasure

    @property
    def tree(self) -> RevisionTree:
        """The revisions of the draft; change them only through `apply_change`."""
        return self._writer.tree

    @property
    def author_and_device(self) -> tuple[str, str]:
        """The author and device recorded on every revision written in this session."""
        return self._writer.author, self._writer.device

    def note(self, key: str) -> str:
        """Return a note that is stored beside the answers, or an empty string."""
        return self._notes.get(key, "")

    def picture(self, sha256: str) -> StoredPicture | None:
        """Return a picture, or nothing if it is missing or damaged."""
        return self._attached_pictures.get(sha256) or self._read_database(lambda file: file.picture(sha256))

    def attached_pictures(self) -> tuple[PreparedPicture, ...]:
        """Return the pictures attached since the file was opened."""
        return tuple(PreparedPicture(*attached) for attached in self._attached_pictures.items())

    # Saving and closing

    def last_visited(self) -> str:
        """Return where in the form the author was when the draft was last used."""
        return self._last_visited

    def flush(self) -> None:
        """Wait until everything is on the disk; raise `DraftSaveError` if saving fails."""
        if self._autosave is not None:
            self._autosave.flush()

    @property
    def is_saved(self) -> bool:
        """Say whether everything is on the disk now."""
        return self._autosave is None or self._autosave.is_idle

    @property
    def has_changed(self) -> bool:
        """Say whether anything was changed since the file was opened."""
        return self._autosave is not None and self._autosave.has_changes

    @property
    def backup_problem(self) -> DraftSaveError | None:
        """Return why the last backup failed, if it did; `on_backup_failed` is called when it does."""
        return None if self._backup_thread is None else self._backup_thread.problem

    # Private methods

    def _as_shown(self, revision: Revision, claims: frozenset[str]) -> Revision:
        return with_own_name(with_claimed_author(revision, claims), *self.author_and_device)

    def _load(self, opened: OpenedDraft) -> None:
        meta = opened.contents.meta
        self.path = opened.database.path
        self.form = opened.form
        self.draft_id = meta[DRAFT_ID]
        self.read_only = opened.lock is None
        self.read_only_reason = opened.read_only_reason
        self.is_newer_format = opened.database.is_newer_format
        self.created = meta.get(CREATED, "")
        self._last_visited = meta.get(LAST_VISITED, "")
        self.damaged_notes = opened.contents.damaged_notes
        self._notes = {key: words for key, words in meta.items() if key not in _OWN_META_KEYS}
        self._database = opened.database
        self._lock = opened.lock
        self._writer = self._make_writer(opened.tree)
        self.lock_owner = opened.lock_owner
        self.journal_notice = opened.database.journal_notice
        self._autosave = None
        self._backup_thread = None
        if opened.lock is not None:
            self._autosave = Autosave(
                opened.database,
                opened.lock,
                rows=self._all_revisions,
                card=self._summary_meta,
                on_saved=self._saved,
                on_failed=self._failed,
            )
            is_begun = bool(opened.contents.revisions)
            self._backup_thread = BackupThread(self.path, self._backup_failed, at_once=is_begun)

    def _make_writer(self, tree: RevisionTree) -> RevisionWriter:
        return RevisionWriter(tree, self.author)

    def drop_contents(self) -> None:
        """Free the contents of a closed file, even if something still refers to it."""
        self._writer = RevisionWriter(RevisionTree(), self.author)

    def _release_file(self) -> None:
        if self._backup_thread is not None:
            self._backup_thread.stop()
        if self._autosave is not None:
            self._autosave.stop()
        else:
            self._database.close()
        if self._lock is not None:
            self._lock.release()

    def _summary_meta(self) -> dict[str, str]:
        with self._memory_lock:
            return self._summary_meta_of(self._writer.tree)

    def _summary_meta_of(self, tree: RevisionTree) -> dict[str, str]:
        return {SUMMARY: summary_json(self.form, tree, self.created)}

    def _saved(self, when: datetime) -> None:
        self.on_saved(when)

    def _failed(self, problem: DraftSaveError) -> None:
        self.on_failed(problem)

    def _backup_failed(self, problem: DraftSaveError) -> None:
        self.on_backup_failed(problem)

    def _all_revisions(self) -> list[Revision]:
        """Return all revisions, for a file that replaces this one."""
        with self._memory_lock:
            return list(self._writer.tree)

    def _locked_for_writing(self) -> threading.RLock:
        """Return the lock on the contents in memory, if the file may be written."""
        self._require_autosave()
        return self._memory_lock

    def require_writable(self) -> None:
        """Raise `DraftSaveError` if the file is read-only."""
        self._require_autosave()

    def _require_autosave(self) -> Autosave:
        if self._autosave is None or self.read_only or not self._is_open:
            raise self._read_only_error()
        return self._autosave

    def _read_only_error(self) -> DraftSaveError:
        return DraftSaveError(
            "read-only",
            f"{self.path.name} is read-only.",
            why=self.read_only_reason,
            remedy="Save it somewhere else to edit it.",
        )

    def _full_changeset(self, tree: RevisionTree) -> ChangeSet:
        """Return a whole draft as one change; missing parents become bare revisions."""
        rows = {revision.id: revision for revision in tree}
        rows.update({name: bare_revision(name, path) for name, path in tree.missing_parents()})
        named = {checksum for row in rows.values() for checksum in pictures_named_in(row.text)}
        pictures = {checksum: self.picture(checksum) for checksum in named}
        present = {checksum: picture for checksum, picture in pictures.items() if picture is not None}
        meta = {DRAFT_ID: self.draft_id, CREATED: self.created, LAST_VISITED: self._last_visited}
        return ChangeSet(
            rows, set(), present, self._notes | meta | {FORM: self.form.source} | self._summary_meta_of(tree)
        )

    def _read_database(self, work: Callable[[DraftDatabase], T]) -> T:
        if self._autosave is not None:
            return self._autosave.read(work)
        with self._memory_lock:
            return work(self._database)


_OWN_META_KEYS = frozenset((DRAFT_ID, CREATED, FORM, LAST_VISITED, SUMMARY))


def ignore_change(_paths: object, _source: str) -> None:
    """Ignore a change."""


def ignore(_news: object) -> None:
    """Ignore a callback."""
