"""Write to one file of a draft, and report when it is saved.

A change is in memory at once; `open_file` reports when it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from carreport.atomic_write import copy_mode, mode_of, replace_path
from carreport.draft.pictures.prepare import PreparedPicture, StoredPicture
from carreport.draft.revisions.change import LAST_VISITED, ChangeSet, changed_lists
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.open_draft import create_draft, open_draft
from carreport.draft.session.open_file import DraftFileBase
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.draft_files import discard_temp_file, temp_path
from carreport.draft.storage.error_messages import save_error
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.schema import Form, Value


class DraftFile(DraftFileBase):
    """One open file of revisions, for reading and writing."""

    @classmethod
    def create(cls, path: Path, form: Form, author: str) -> Self:
        """Create a draft and open it; raise `DraftSaveError` if the file exists."""
        create_draft(path, form)
        return cls.open(path, author)

    @classmethod
    def open(cls, path: Path, author: str, *, read_only: bool = False, take_over: bool = False) -> Self:
        """Open a draft; raise `DraftFileError` if it cannot be shown.

        A draft that cannot be written opens read-only; `read_only_reason` says why. If it is open
        on another computer and `lock_owner.may_be_stale`, the user may decide to `take_over`.
        """
        return cls(open_draft(path, author, read_only=read_only, take_over=take_over), author)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def write(self, path: str, value: Value, source: str = "") -> None:
        """Write an answer; an equal value is ignored. `on_changed` passes the `source` on."""
        self._require_question(path)
        with self._locked_for_writing():
            change = self._writer.write(path, value)
        self._queue_save(change, [path], typing=True, source=source)

    def sign(self, author: str) -> None:
        """Record this name on everything written from now on."""
        self.seal()
        with self._memory_lock:
            self.author = author
            self._writer = self._make_writer(self._writer.tree)

    def seal(self, path: str | None = None) -> None:
        """End the typing of an answer (or of all): the next edit is a new revision."""
        if self.read_only:
            return
        self._writer.seal(path)
        self._require_autosave().save_now()

    def mark_ready(self, section: str, ready: bool) -> None:  # noqa: FBT001 - part of the public interface
        """Set whether a section is ready for review."""
        path = f"{section}.{paths.READY}"
        if self.form.section(section) is None:
            message = f"The form has no section {section}."
            raise ValueError(message)
        if self.answers().is_ready(section) is not ready:
            self.record({path: ready})

    def add_item(
        self, group: str, after: str | None = None, values: Mapping[str, Value] | None = None
    ) -> str:
        """Add an entry after the entry with the id `after`, or at the end; return its id."""
        self._require_group(group)
        with self._locked_for_writing():
            item, change = self._writer.add_item(group, after, values or {})
        self._queue_save(change, [group])
        return item

    def remove_item(self, item_path: str) -> None:
        """Remove an entry; `restore_item` restores it."""
        self._change_entries(item_path, lambda: self._writer.remove_item(item_path))

    def restore_item(self, item_path: str) -> None:
        """Restore a removed entry in its place."""
        self._change_entries(item_path, lambda: self._writer.restore_item(item_path))

    def move_item(self, item_path: str, after: str | None) -> None:
        """Move an entry after the entry with the id `after`, or to the front."""
        self._change_entries(item_path, lambda: self._writer.move_item(item_path, after))

    def fill(self, answers: Answers) -> int:
        """Write all of `answers` or none; return how many answers changed."""
        with self._locked_for_writing():
            count, change = self._writer.fill(answers)
        self._queue_save(change, {row.path for row in change.revisions.values()} | changed_lists(change))
        return count

    def restore_revision(self, path: str, revision_id: str) -> None:
        """Write an earlier value of `path` again, as a new revision."""
        earlier = self._writer.tree.revisions_of(path).get(revision_id)
        if earlier is None or earlier.is_bare:
            message = f"{path} has no version {revision_id}."
            raise ValueError(message)
        self.record({path: earlier.value})

    # For export, import and erasure

    @property
    def writer(self) -> RevisionWriter:
        """The writer of this author's revisions; pass what it returns to `apply_change`."""
        self._require_autosave()
        return self._writer

    def record(
        self,
        written: Mapping[str, Value],
        pictures: Mapping[str, StoredPicture] | None = None,
        also_changed: Iterable[str] = (),
        notes: Mapping[str, str] | None = None,
    ) -> None:
        """Write final answers, by path, replacing all versions; the notes are stored with them."""
        with self._locked_for_writing():
            change = self._writer.record(written)
        change.pictures.update(pictures or {})
        change.meta.update(notes or {})
        self._notes.update(notes or {})
        self._queue_save(change, (*also_changed, *written))

    def apply_change(self, change: ChangeSet, changed: Iterable[str]) -> None:
        """Apply a change made elsewhere, and report the answers that it changes."""
        self._queue_save(change, changed)

    def merge_change(self, change: ChangeSet) -> None:
        """Merge revisions by others."""
        with self._locked_for_writing():
            self._writer.tree.add_all(change.revisions.values())
        self._queue_save(change, {row.path for row in change.revisions.values()} | changed_lists(change))

    def erase(
        self,
        revision_ids: Collection[str],
        instead: Callable[[RevisionWriter], None],
        meanwhile: Callable[[], None],
    ) -> None:
        """Erase the contents of these revisions: the file is rewritten without them.

        `instead` writes the revisions that replace them; `meanwhile` is called while the file is
        closed and no backup is being made. If the file cannot be rewritten, raise `DraftSaveError`
        and change nothing, on the disk or in memory.
        """
        self._require_autosave()
        self.seal()
        self.flush()
        tree = RevisionTree(self._writer.tree)
        instead(RevisionWriter(tree, *self.author_and_device))
        for revision_id in revision_ids:
            tree.erase(revision_id)
        fresh = temp_path(self.path)
        try:
            DraftDatabase.create(fresh, self._full_changeset(tree), mode=mode_of(self.path))
            self._release_file()
            try:
                copy_mode(self.path, fresh)
                replace_path(fresh, self.path)
                meanwhile()
            except OSError as problem:
                raise save_error(self.path, problem) from None
            finally:
                self._load(open_draft(self.path, self.author, read_only=False))
                self.on_changed(frozenset(self._writer.tree.paths()), "")
        finally:
            discard_temp_file(fresh)

    def record_auto_merges(self, may_settle: Callable[[str], bool]) -> None:
        """Seal everything, and record automatic merges."""
        self.seal()
        with self._locked_for_writing():
            change = self._writer.record_auto_merges(may_settle)
        self._queue_save(change, {row.path for row in change.revisions.values()})
        self.flush()

    def save_note(self, key: str, words: str, *, at_once: bool = True) -> None:
        """Store a note beside the answers; it is not copied."""
        self._require_autosave().queue(ChangeSet(meta={key: words}), typing=not at_once)
        self._notes[key] = words

    # Pictures

    def attach(self, picture: PreparedPicture) -> Value:
        """Attach a picture; it is stored once an answer with this value is written."""
        self._attached_pictures[picture.sha256] = picture.picture
        return picture.value

    # Saving and closing

    def remember_last_visited(self, place: str) -> None:
        """Store where in the form the author is; ignored if the draft is read-only."""
        if place == self._last_visited or self.read_only:
            return
        self._last_visited = place
        self._require_autosave().queue(ChangeSet(meta={LAST_VISITED: place}), typing=True)

    def save_as(self, path: Path) -> None:
        """Write the whole draft, as it is in memory, to a new file, and continue there."""
        self.seal()
        self.write_to(path)
        opened = open_draft(path, self.author, read_only=False)
        self._release_file()
        self._load(opened)

    def write_to(self, path: Path) -> None:
        """Write everything, as it is in memory, to a new file; raise `DraftSaveError`."""
        DraftDatabase.create(path, self._full_changeset(self._writer.tree))

    def close(self) -> None:
        """Seal, save and close; closing twice is allowed.

        If saving fails, raise `DraftSaveError` and stay open; then call `save_as` or
        `close_without_saving`.
        """
        if self._is_open:
            self.seal_and_save()
            self.close_without_saving()

    def seal_and_save(self) -> None:
        """Seal and save everything; it may run in any thread.

        Raise `DraftSaveError` if something cannot be saved.
        """
        self.seal()
        if self._autosave is not None:
            self._autosave.flush(summary=True)

    def close_without_saving(self) -> None:
        """Close without saving anything more."""
        if self._is_open:
            self._is_open = False
            self._release_file()

    def _change_entries(self, item_path: str, work: Callable[[], ChangeSet]) -> None:
        with self._locked_for_writing():
            change = work()
        self._queue_save(change, [paths.group_path(item_path)])

    def _queue_save(
        self, change: ChangeSet, changed: Iterable[str], *, typing: bool = False, source: str = ""
    ) -> None:
        if not change:
            return
        texts = [row.text or "" for row in change.revisions.values()]
        for checksum in list(self._attached_pictures):
            if any(checksum in text for text in texts):
                change.pictures[checksum] = self._attached_pictures[checksum]
        self._require_autosave().queue(change, typing=typing)
        self.on_changed(frozenset(changed), source)

    def _require_question(self, path: str) -> None:
        question = self.form.field(path)
        if question is None or question.is_group or paths.is_item_path(path):
            message = f"The form has no question {path}."
            raise ValueError(message)

    def _require_group(self, path: str) -> None:
        question = self.form.field(path)
        if question is None or not question.is_group:
            message = f"The form has no list {path}."
            raise ValueError(message)
