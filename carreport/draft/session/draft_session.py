"""Read and write one inquiry, and report when it is saved.

An inquiry is two files: the draft, which everyone in the group reads, and the author's private file
beside it, with what they have not released. A session holds both open, sends each call to the right
file by the path of the answer, and shows the author both together.

A change is in memory at once and on the disk at most 300 ms later; `on_saved` is called only once
it is on the disk. A session is used from one thread, on which only `on_changed` is called back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from carreport.atomic_write import delete_files
from carreport.draft.pictures.prepare import PreparedPicture, StoredPicture
from carreport.draft.revisions.change import ChangeSet, picture_checksums
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree, UnseenEdit
from carreport.draft.session.file_session import DraftFile
from carreport.draft.session.last_seen import (
    damaged_notes_message,
    last_seen_key,
    last_seen_note,
    parse_last_seen,
)
from carreport.draft.session.open_file import ignore, ignore_change
from carreport.draft.session.private_file import (
    PrivateFile,
    own_private_path,
    private_file_name,
    split_answers,
)
from carreport.draft.session.release_decision import require_no_release, without_releases
from carreport.draft.session.views import SessionViews
from carreport.draft.storage.lock import LockOwner
from carreport.errors import DraftFileError, DraftSaveError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form, Value

PRIVATE_READ_ONLY = "Your private answers are read-only here."


class DraftSession:
    """One open inquiry.

    `created` is when it was created, as ISO 8601 in UTC. `private_file_error` says why the author's
    private file cannot be opened or written, and `damaged_notes_message` which notes beside the
    answers are damaged. `last_seen_ids` holds the id prefixes of the heads the author had seen when
    they last closed the inquiry on this computer. `views` says what is private, and what is shared.
    """

    def __init__(self, shared_file: DraftFile) -> None:
        self.on_changed: Callable[[frozenset[str], str], None] = ignore_change
        """Called with the paths that changed and the `source` passed to `write`."""
        self.on_saved: Callable[[datetime], None] = ignore
        self.on_failed: Callable[[DraftSaveError], None] = ignore
        self.on_backup_failed: Callable[[DraftSaveError], None] = ignore
        self.saved_at: datetime | None = None
        self._shared_file = shared_file
        self._private_file: PrivateFile | None = None
        self._connect(shared_file)
        self._follow_shared_file()
        self._open_private_file()

    @classmethod
    def create(cls, path: Path, form: Form, author: str) -> Self:
        """Create a draft and open it; raise `DraftSaveError` if the file exists."""
        return cls(DraftFile.create(path, form, author))

    @classmethod
    def open(cls, path: Path, author: str, *, read_only: bool = False, take_over: bool = False) -> Self:
        """Open a draft; raise `DraftFileError` if it cannot be shown.

        A draft that cannot be written opens read-only; `read_only_reason` says why. If it is open
        on another computer and `lock_owner.may_be_stale`, the user may decide to `take_over`.
        """
        return cls(DraftFile.open(path, author, read_only=read_only, take_over=take_over))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Properties of the draft

    @property
    def shared_file(self) -> DraftFile:
        """The open file that everyone in the group reads."""
        return self._shared_file

    @property
    def private_file(self) -> PrivateFile | None:
        """The open private file of the author, if there is one."""
        return self._private_file

    @property
    def author_and_device(self) -> tuple[str, str]:
        """The author and device recorded on every revision written in this session."""
        return self._shared_file.author_and_device

    @property
    def read_only(self) -> bool:
        """Whether the draft is read-only; `read_only_reason` says why."""
        return self._shared_file.read_only

    @property
    def journal_notice(self) -> str:
        """Say that a journal beside one of the files was not used, if so."""
        return " ".join(file.journal_notice for file in self._files() if file.journal_notice)

    @property
    def read_only_reason(self) -> str:
        """Why the draft is read-only, as a sentence for the user."""
        return self._shared_file.read_only_reason

    @property
    def lock_owner(self) -> LockOwner | None:
        """Who else has the draft open for writing, if anyone."""
        return self._shared_file.lock_owner

    @property
    def is_open(self) -> bool:
        """Whether the session is still open."""
        return self._shared_file.is_open

    @property
    def tree(self) -> RevisionTree:
        """The revisions of the draft; change them only through `apply_change`."""
        return self._shared_file.tree

    @property
    def writer(self) -> RevisionWriter:
        """The writer of this author's revisions; pass what it returns to `apply_change`."""
        return self._shared_file.writer

    # Answers

    def answers(self) -> Answers:
        """Return all answers, with the author's private ones, for the screen of the author only."""
        return self.views.joined()

    def shared_answers(self) -> Answers:
        """Return what everyone in the group may read: the only answers to make a report from."""
        return self.views.shared()

    def history(self, path: str) -> tuple[Revision, ...]:
        """Return all revisions of `path` (for a list or an entry: inside it), newest first."""
        revisions = [revision for file in self._files() for revision in file.history(path)]
        return tuple(sorted(revisions, key=lambda revision: revision.written_at, reverse=True))

    def last_change(self, path: str) -> Revision | None:
        """Return the latest revision at `path` or inside it."""
        changes = filter(None, (file.last_change(path) for file in self._files()))
        return max(changes, key=lambda revision: revision.written_at, default=None)

    def removed_items(self, group: str) -> tuple[Item, ...]:
        """Return the entries removed from a list, with their answers."""
        shared = self._shared_file.removed_items(group)
        if self._private_file is None:
            return shared
        own, given = self._private_file.removed_items(group), self.views.given_entries
        return (*shared, *(item for item in own if paths.item_path(group, item.id) not in given))

    def unseen_edits(self) -> tuple[UnseenEdit, ...]:
        """Return edits inside removed entries that the person who removed them had not seen."""
        return self._shared_file.unseen_edits()

    def is_private(self, path: str) -> bool:
        """Say whether the answer at `path` is in the private file."""
        return self.views.is_private(path)

    # Writing

    def sign(self, author: str) -> None:
        """Record this name on everything written from now on, because the author has given it."""
        self.author = author
        for file in self._files():
            file.sign(author)

    def write(self, path: str, value: Value, source: str = "") -> None:
        """Write an answer; an equal value is ignored. `on_changed` passes the `source` on."""
        if self.views.settles_choice(path):
            self.record({path: value})
        else:
            self.file_for(path).write(path, value, source)

    def seal(self, path: str | None = None) -> None:
        """End the typing of an answer (or of all): the next edit is a new revision."""
        for file in self._files():
            file.seal(path)

    def mark_ready(self, section: str, ready: bool) -> None:  # noqa: FBT001 - part of the public interface
        """Set whether a section is ready for review."""
        self._shared_file.mark_ready(section, ready)

    def add_item(
        self, group: str, after: str | None = None, values: Mapping[str, Value] | None = None
    ) -> str:
        """Add an entry after the one with the id `after`, or at the end; return its id.

        In a list that is private until released, the entry goes into the private file.
        """
        question = self.form.field(group)
        is_own = question is not None and (question.private_until is not None or self.is_private(group))
        file = self._require_private_file() if is_own else self._shared_file
        return file.add_item(group, after if after in file.tree.order_keys(group) else None, values)

    def remove_item(self, item_path: str) -> None:
        """Remove an entry; `restore_item` restores it."""
        self.file_for(item_path).remove_item(item_path)

    def restore_item(self, item_path: str) -> None:
        """Restore a removed entry in its place."""
        self.views.file_with_removed(item_path).restore_item(item_path)

    def move_item(self, item_path: str, after: str | None) -> None:
        """Move an entry after the entry with the id `after`, or to the front.

        Private entries come after those of the draft, so a private entry moves at most to the front
        of these.
        """
        group, file = paths.group_path(item_path), self.file_for(item_path)
        orders = file.tree.order_keys(group)
        if after is not None and after not in orders:
            others = [item for item in orders if item != paths.item_id(item_path)]
            after = others[-1] if others and file is self._shared_file else None
        file.move_item(item_path, after)

    def fill(self, answers: Answers, *, as_group: bool | None = None) -> int:
        """Write all of `answers` or none; return how many changed. It gives no entry to the group.

        Only a new draft takes the new entries of every list as those of the group (`as_group`).
        """
        is_group = self.tree.newest is None if as_group is None else as_group
        shared, own = split_answers(self.form, answers, self.tree, self.is_private, keeps_new=not is_group)
        private = self._require_private_file() if own.values else None
        count = self._shared_file.fill(without_releases(self.form, shared, self.shared_answers()))
        return count + (private.fill(own) if private is not None else 0)

    def restore_revision(self, path: str, revision_id: str) -> None:
        """Write an earlier value of `path` again, as a new revision."""
        own = self._private_file
        file = own if own is not None and revision_id in own.tree else self._shared_file
        require_no_release(self.form, self.shared_answers(), path, file.tree.get(revision_id))
        file.restore_revision(path, revision_id)

    # For export, import and erasure

    def file_for(self, path: str) -> DraftFile:
        """Return the file for what is written at `path`; the private file is created if it is needed."""
        return self._require_private_file() if self.is_private(path) else self._shared_file

    def record(self, written: Mapping[str, Value]) -> None:
        """Write final answers to the draft, by path, replacing all versions."""
        self._shared_file.record(written)

    def apply_change(self, change: ChangeSet, changed: Iterable[str]) -> None:
        """Apply a change made elsewhere, and report the answers that it changes."""
        self._shared_file.apply_change(change, changed)

    def merge_change(self, change: ChangeSet) -> None:
        """Merge revisions by others."""
        self._shared_file.merge_change(change)

    def record_auto_merges(self, may_settle: Callable[[str], bool]) -> None:
        """Seal everything, and record automatic merges."""
        self.seal()
        self._shared_file.record_auto_merges(may_settle)
        self.flush()

    def note(self, key: str) -> str:
        """Return a note that is stored beside the answers, or an empty string."""
        return self._shared_file.note(key)

    def save_note(self, key: str, words: str, *, at_once: bool = True) -> None:
        """Store a note beside the answers; it is not copied."""
        self._shared_file.save_note(key, words, at_once=at_once)

    # Pictures

    def attach(self, picture: PreparedPicture) -> Value:
        """Attach a picture; it is stored once an answer with this value is written."""
        if self._private_file is not None:
            self._private_file.attach(picture)
        return self._shared_file.attach(picture)

    def picture(self, sha256: str) -> StoredPicture | None:
        """Return a picture, or nothing if it is missing or damaged."""
        return next((found for file in self._files() if (found := file.picture(sha256)) is not None), None)

    def pictures(self) -> Mapping[str, StoredPicture]:
        """Return the pictures named in all answers, by checksum."""
        return _pictures_in(self.answers(), self.picture)

    def shared_pictures(self, answers: Answers) -> Mapping[str, StoredPicture]:
        """Return the pictures in the draft that these shared answers name; it may run in any thread."""
        return _pictures_in(answers, self._shared_file.picture)

    # Saving and closing

    def last_visited(self) -> str:
        """Return where in the form the author was when the draft was last used."""
        return self._shared_file.last_visited()

    def remember_last_visited(self, place: str) -> None:
        """Store where in the form the author is; ignored if the draft is read-only."""
        self._shared_file.remember_last_visited(place)

    def flush(self) -> None:
        """Wait until everything is on the disk; raise `DraftSaveError` if saving fails."""
        for file in self._files():
            file.flush()

    @property
    def is_saved(self) -> bool:
        """Whether everything is on the disk now, in both files."""
        return all(file.is_saved for file in self._files())

    @property
    def backup_problem(self) -> DraftSaveError | None:
        """Return why the last backup failed, if it did; `on_backup_failed` is called when it does."""
        return self._shared_file.backup_problem

    def save_as(self, path: Path) -> None:
        """Write the whole inquiry, as it is in memory, to a new file, and continue there."""
        own, author = self._private_file, self.author_and_device[0]
        beside = path.with_name(private_file_name(path, self.draft_id, author))
        if own is not None:
            own.seal()
            own.write_to(beside)
        try:
            self._shared_file.save_as(path)
        except BaseException:
            if own is not None:
                delete_files((beside,))
            raise
        if own is not None:
            own.close_without_saving()
        self._follow_shared_file()
        self._open_private_file()

    def close(self) -> None:
        """Seal, save and close. If saving fails, raise `DraftSaveError` and stay open."""
        if self.is_open:
            self.seal_and_save()
            self.close_without_saving()

    def seal_and_save(self) -> None:
        """Seal, save, and record what was seen here; it may run in any thread. Raise `DraftSaveError`."""
        if not self.read_only:
            self.seal()
            key, now = last_seen_key(*self.author_and_device), last_seen_note(self.tree)
            if now and now != self.note(key):
                self.save_note(key, now, at_once=False)
        for file in self._files():
            file.seal_and_save()

    def close_without_saving(self) -> None:
        """Close without saving anything more."""
        for file in reversed(self._files()):
            file.close_without_saving()

    def drop_contents(self) -> None:
        """Free the contents of a closed session, even if something still refers to it."""
        self.views = SessionViews(self._shared_file, self._private_file)
        for file in self._files():
            file.drop_contents()

    # Private methods

    def _files(self) -> tuple[DraftFile, ...]:
        """Return the open files, the draft first."""
        return (self._shared_file,) if self._private_file is None else (self._shared_file, self._private_file)

    def _follow_shared_file(self) -> None:
        """Copy the properties of the shared file, which may have changed to another file."""
        file = self._shared_file
        self.path, self.form, self.author = file.path, file.form, file.author
        self.draft_id, self.created, self.is_newer_format = file.draft_id, file.created, file.is_newer_format
        key = last_seen_key(*self.author_and_device)
        self.last_seen_ids = parse_last_seen(self.note(key))
        self.damaged_notes_message = damaged_notes_message(self._shared_file.damaged_notes, key)

    def _open_private_file(self) -> None:
        """Open the private file beside the draft, if there is one."""
        self.private_file_error = ""
        self._private_file = None
        try:
            path = self._own_path()
            if self.author_and_device[0] and os.path.exists(path):  # noqa: PTH110 - no such file exists if its name is too long
                self._private_file = own = PrivateFile.open(path, self.author, read_only=self.read_only)
                self._connect(own)
                if own.read_only and not self.read_only:
                    self.private_file_error = f"{PRIVATE_READ_ONLY} {own.read_only_reason}"
        except DraftFileError as problem:
            self.private_file_error = str(problem)
        self.views = SessionViews(self._shared_file, self._private_file)
        self.views.finish_releases()

    def _require_private_file(self) -> PrivateFile:
        """Return the private file; create it when it is first needed."""
        self._shared_file.require_writable()
        if self.private_file_error and self._private_file is None:
            raise DraftSaveError(
                "private-unreadable",
                f"Your private file in the folder of {self.path.name} cannot be opened, so "
                "private answers cannot be saved.",
                why=self.private_file_error,
                remedy="Restore your private file from a backup.",
            )
        if self._private_file is None:
            own = PrivateFile.create(self._own_path(), self.form, self.author)
            for picture in self._shared_file.attached_pictures():
                own.attach(picture)
            self._connect(own)
            self._private_file = own
            self.views = SessionViews(self._shared_file, own)
        return self._private_file

    def _own_path(self) -> Path:
        return own_private_path(self.path, self.draft_id, self.author_and_device[0])

    def _connect(self, file: DraftFile) -> None:
        """Forward the callbacks of one file."""
        file.on_changed = lambda changed, source: self.on_changed(changed, source)  # noqa: PLW0108 - it may be set later
        file.on_saved = self._tell_saved
        file.on_failed = lambda problem: self.on_failed(problem)  # noqa: PLW0108 - likewise
        file.on_backup_failed = lambda problem: self.on_backup_failed(problem)  # noqa: PLW0108 - likewise

    def _tell_saved(self, when: datetime) -> None:
        self.saved_at = when
        self.on_saved(when)


def _pictures_in(
    answers: Answers, find: Callable[[str], StoredPicture | None]
) -> Mapping[str, StoredPicture]:
    pictures = {checksum: find(checksum) for checksum in dict.fromkeys(picture_checksums(answers.values))}
    return {checksum: picture for checksum, picture in pictures.items() if picture is not None}
