"""Write in one file of a draft, and know that what was written is kept.

A change is in memory at once; `open_file` says when it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from carreport.atomic_write import discard_temp_file, temp_path
from carreport.draft.pictures.prepare import PreparedPicture, StoredPicture
from carreport.draft.revisions.change import LAST_VISITED, ChangeSet, changed_lists
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.open_draft import create_draft, open_draft
from carreport.draft.session.open_file import DraftFileBase
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.error_messages import save_error
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.schema import Form, Value


class DraftFile(DraftFileBase):
    """One open file of revisions, and everything that can be done with it."""

    @classmethod
    def create(cls, path: Path, form: Form, author: str) -> Self:
        """Make a new draft and open it; raise `DraftSaveError` if there is a file already."""
        create_draft(path, form)
        return cls.open(path, author)

    @classmethod
    def open(cls, path: Path, author: str, *, read_only: bool = False, take_over: bool = False) -> Self:
        """Open a draft; raise `DraftFileError` if it cannot be shown.

        One that cannot be written opens for reading; `read_only_reason` says why. If another
        computer has it open and `lock_owner.may_be_stale`, a person may decide to `take_over`.
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
        """Answer at `path`; the same value changes nothing. `on_changed` names the `source`."""
        self._require_question(path)
        with self._locked_for_writing():
            change = self._writer.write(path, value)
        self._queue_save(change, [path], typing=True, source=source)

    def seal(self, path: str | None = None) -> None:
        """The author has left the answer (or all of them): the next edit is a new revision."""
        if self.read_only:
            return
        self._writer.seal(path)
        self._require_autosave().save_now()

    def mark_ready(self, section: str, ready: bool) -> None:  # noqa: FBT001 - the agreed face
        """Say whether a section is ready for review."""
        path = f"{section}.{paths.READY}"
        if self.form.section(section) is None:
            message = f"The form has no section {section}."
            raise ValueError(message)
        if self.answers().is_ready(section) is not ready:
            self.record({path: ready})

    def add_item(
        self, group: str, after: str | None = None, values: Mapping[str, Value] | None = None
    ) -> str:
        """Add an entry to a list, behind the entry with the id `after` or at the end; return its id."""
        self._require_group(group)
        with self._locked_for_writing():
            item, change = self._writer.add_item(group, after, values or {})
        self._queue_save(change, [group])
        return item

    def remove_item(self, item_path: str) -> None:
        """Remove an entry; `restore_item` brings it back."""
        self._change_entries(item_path, lambda: self._writer.remove_item(item_path))

    def restore_item(self, item_path: str) -> None:
        """Bring a removed entry back to where it stood."""
        self._change_entries(item_path, lambda: self._writer.restore_item(item_path))

    def move_item(self, item_path: str, after: str | None) -> None:
        """Move an entry behind the entry with the id `after`, or to the front."""
        self._change_entries(item_path, lambda: self._writer.move_item(item_path, after))

    def fill(self, answers: Answers) -> int:
        """Say what `given` says, all of it or nothing; return how many answers became different."""
        with self._locked_for_writing():
            count, change = self._writer.fill(answers)
        self._queue_save(change, {row.path for row in change.revisions.values()} | changed_lists(change))
        return count

    def restore_revision(self, path: str, revision_id: str) -> None:
        """Write an earlier value of `path` again, as a new revision."""
        earlier = self._writer.tree.revisions_of(path).get(revision_id)
        if earlier is None or earlier.is_bare:
            message = f"{path} never had the revision {revision_id}."
            raise ValueError(message)
        self.record({path: earlier.value})

    # For those who send, bring in and erase

    @property
    def writer(self) -> RevisionWriter:
        """What writes revisions in this author's name; hand what it returns to `apply_change`."""
        self._require_autosave()
        return self._writer

    def record(
        self,
        written: Mapping[str, Value],
        pictures: Mapping[str, StoredPicture] | None = None,
        also_changed: Iterable[str] = (),
    ) -> None:
        """Write final answers, by path, over whatever is there, also over conflicts."""
        with self._locked_for_writing():
            change = self._writer.record(written)
        change.pictures.update(pictures or {})
        self._queue_save(change, (*also_changed, *written))

    def apply_change(self, change: ChangeSet, changed: Iterable[str]) -> None:
        """Keep a change that was made elsewhere, and say which answers are different by it."""
        self._queue_save(change, changed)

    def merge_change(self, change: ChangeSet) -> None:
        """Take in what others wrote, beside what is here."""
        with self._locked_for_writing():
            self._writer.tree.add_all(change.revisions.values())
        self._queue_save(change, {row.path for row in change.revisions.values()} | changed_lists(change))

    def erase(
        self,
        revision_ids: Collection[str],
        instead: Callable[[RevisionWriter], None],
        meanwhile: Callable[[], None],
    ) -> None:
        """Take the words of these revisions out for good: the file is written anew without them.

        `instead` writes what is to stand then, and `meanwhile` is called while nothing of the draft
        is open and no backup is being made. Raise `DraftSaveError`, with nothing changed, neither on
        the disk nor in memory, if it cannot be written anew.
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
            DraftDatabase.create(fresh, self._full_changeset(tree))
            self._release_file()
            try:
                fresh.replace(self.path)
                meanwhile()
            except OSError as problem:
                raise save_error(self.path, problem) from None
            finally:
                self._load(open_draft(self.path, self.author, read_only=False))
                self.on_changed(frozenset(self._writer.tree.paths()), "")
        finally:
            discard_temp_file(fresh)

    def record_auto_merges(self, may_settle: Callable[[str], bool]) -> None:
        """Seal everything, and write down what came together by itself."""
        self.seal()
        with self._locked_for_writing():
            change = self._writer.record_auto_merges(may_settle)
        self._queue_save(change, {row.path for row in change.revisions.values()})
        self.flush()

    def save_note(self, key: str, words: str, *, at_once: bool = True) -> None:
        """Keep a named text beside the answers; copies do not carry it."""
        self._require_autosave().queue(ChangeSet(meta={key: words}), typing=not at_once)
        self._notes[key] = words

    # Pictures

    def attach(self, picture: PreparedPicture) -> Value:
        """Take a picture in; it is kept once an answer with this value is written."""
        self._attached_pictures[picture.sha256] = picture.picture
        return picture.value

    # The place, and the disk

    def remember_last_visited(self, place: str) -> None:
        """Remember where the author is; a draft that is only read remembers nothing."""
        if place == self._last_visited or self.read_only:
            return
        self._last_visited = place
        self._require_autosave().queue(ChangeSet(meta={LAST_VISITED: place}), typing=True)

    def save_as(self, path: Path) -> None:
        """Write the whole draft, with what is in memory, to a new file, and go on there."""
        self.seal()
        self.write_to(path)
        opened = open_draft(path, self.author, read_only=False)
        self._release_file()
        self._load(opened)

    def write_to(self, path: Path) -> None:
        """Write everything, with what is in memory, to a new file; raise `DraftSaveError`."""
        DraftDatabase.create(path, self._full_changeset(self._writer.tree))

    def close(self) -> None:
        """Seal, save and close; doing it twice is fine.

        Raise `DraftSaveError`, and stay open, if something cannot be saved; then `save_elsewhere`
        or `close_without_saving`.
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
        """Close without what could not be saved."""
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
