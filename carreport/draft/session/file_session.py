"""Write in one file of a draft, and know that what was written is kept.

A change is in memory at once; `open_file` says when it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from carreport.atomic_write import discard, unfinished
from carreport.draft.pictures.prepare import PreparedPicture
from carreport.draft.revisions.change import PLACE, Change, lists_of
from carreport.draft.revisions.recorder import Notebook
from carreport.draft.revisions.tree import Tree
from carreport.draft.session.open_draft import new_draft, open_draft
from carreport.draft.session.open_file import OpenFile
from carreport.draft.storage import outline
from carreport.draft.storage.database import DraftFile
from carreport.draft.storage.error_messages import not_saved
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.schema import Form, Value


class FileSession(OpenFile):
    """One open file of revisions, and everything that can be done with it."""

    @classmethod
    def create(cls, path: Path, form: Form, author: str) -> Self:
        """Make a new draft and open it; raise `DraftNotSaved` if there is a file already."""
        new_draft(path, form)
        return cls.open(path, author)

    @classmethod
    def open(cls, path: Path, author: str, *, read_only: bool = False, take_over: bool = False) -> Self:
        """Open a draft; raise `DraftFileError` if it cannot be shown.

        One that cannot be written opens for reading; `read_only_reason` says why. If another
        computer has it open and `other_writer.may_be_gone`, a person may decide to `take_over`.
        """
        return cls(open_draft(path, author, read_only=read_only, take_over=take_over), author)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def write(self, path: str, value: Value) -> None:
        """Answer at `path`; a value that stands there already changes nothing."""
        self._require_question(path)
        with self._writing():
            change = self._book.write(path, value)
        self._keep(change, [path], typing=True)

    def seal(self, path: str | None = None) -> None:
        """The author has left the answer (or all of them): the next edit is a new revision."""
        if self.read_only:
            return
        self._book.seal(path)
        self._saver_of().hurry()

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
        with self._writing():
            item, change = self._book.add_item(group, after, values or {})
        self._keep(change, [group])
        return item

    def remove_item(self, item_path: str) -> None:
        """Remove an entry; `restore_item` brings it back."""
        self._change_items(item_path, lambda: self._book.remove_item(item_path))

    def restore_item(self, item_path: str) -> None:
        """Bring a removed entry back to where it stood."""
        self._change_items(item_path, lambda: self._book.restore_item(item_path))

    def move_item(self, item_path: str, after: str | None) -> None:
        """Move an entry behind the entry with the id `after`, or to the front."""
        self._change_items(item_path, lambda: self._book.move_item(item_path, after))

    def fill(self, given: Answers) -> int:
        """Say what `given` says, all of it or nothing; return how many answers became different."""
        with self._writing():
            count, change = self._book.fill(given)
        self._keep(change, {row.path for row in change.rows.values()} | lists_of(change))
        return count

    def restore(self, path: str, revision_id: str) -> None:
        """Write an earlier value of `path` again, as a new revision."""
        earlier = self._book.tree.revisions_of(path).get(revision_id)
        if earlier is None or earlier.is_bare:
            message = f"{path} never had the revision {revision_id}."
            raise ValueError(message)
        self.record({path: earlier.value})

    # For those who send, bring in and erase

    @property
    def book(self) -> Notebook:
        """What writes revisions in this author's name; hand what it returns to `take`."""
        self._saver_of()
        return self._book

    def record(self, written: Mapping[str, Value]) -> None:
        """Write final answers, by path, over whatever stands there, also over several versions."""
        with self._writing():
            change = self._book.record(written)
        self._keep(change, written)

    def take(self, change: Change, changed: Iterable[str]) -> None:
        """Keep a change that was made elsewhere, and say which answers are different by it."""
        self._keep(change, changed)

    def union(self, change: Change) -> None:
        """Take in what others wrote, beside what is here."""
        self.check_all()
        with self._writing():
            self._book.tree.add_all(change.rows.values())
        self._keep(change, {row.path for row in change.rows.values()} | lists_of(change))

    def erase(
        self,
        revision_ids: Collection[str],
        instead: Callable[[Notebook], None],
        meanwhile: Callable[[], None],
    ) -> None:
        """Take the words of these revisions out for good: the file is written anew without them.

        `instead` writes what is to stand then, and `meanwhile` is called while nothing of the draft
        is open and no backup is being made. Raise `DraftNotSaved`, with nothing changed, neither on
        the disk nor in memory, if it cannot be written anew.
        """
        self.check_all()
        self._saver_of()
        self.seal()
        self.flush()
        tree = Tree(self._book.tree)
        instead(Notebook(tree, *self.signature))
        for each in revision_ids:
            tree.erase(each)
        fresh = unfinished(self.path)
        try:
            DraftFile.create(fresh, self._everything(tree))
            self._end()
            try:
                fresh.replace(self.path)
                meanwhile()
            except OSError as problem:
                raise not_saved(self.path, problem) from None
            finally:
                self._begin(open_draft(self.path, self.author, read_only=False))
                self.on_changed(frozenset(self._book.tree.paths()))
        finally:
            discard(fresh)

    def settle(self, may_settle: Callable[[str], bool]) -> None:
        """Seal everything, and write down what came together by itself."""
        self.check_all()
        self.seal()
        with self._writing():
            change = self._book.settle(may_settle)
        self._keep(change, {row.path for row in change.rows.values()})
        self.flush()

    def keep_note(self, key: str, words: str, *, at_once: bool = True) -> None:
        """Keep a named text beside the answers; copies do not carry it."""
        self._saver_of().put(Change(meta={key: words}), typing=not at_once)
        self._notes[key] = words

    # Pictures

    def attach(self, picture: PreparedPicture) -> Value:
        """Take a picture in; it is kept once an answer with this value is written."""
        self._brought[picture.sha256] = picture.picture
        return picture.value

    # The place, and the disk

    def remember_place(self, place: str) -> None:
        """Remember where the author is; a draft that is only read remembers nothing."""
        if place == self._place or self.read_only:
            return
        self._place = place
        self._saver_of().put(Change(meta={PLACE: place}), typing=True)

    def save_elsewhere(self, path: Path) -> None:
        """Write the whole draft, with what is in memory, to a new file, and go on there."""
        self.seal()
        self.write_whole(path)
        opened = open_draft(path, self.author, read_only=False)
        self._end()
        self._begin(opened)

    def write_whole(self, path: Path) -> None:
        """Write everything, with what is in memory, to a new file; raise `DraftNotSaved`."""
        DraftFile.create(path, self._everything(self._book.tree))

    def close(self) -> None:
        """Seal, save and close; doing it twice is fine.

        Raise `DraftNotSaved`, and stay open, if something cannot be saved; then `save_elsewhere`
        or `abandon`.
        """
        if self._is_open:
            self.finish()
            self.abandon()

    def finish(self) -> None:
        """Seal and save everything, with a note of what stands; it may run in any thread.

        Raise `DraftNotSaved` if something cannot be saved.
        """
        self.seal()
        self.leave_note()
        self.flush()

    def leave_note(self) -> None:
        """Have a note of what stands written with the last save, if there is none that holds."""
        saver, is_long = self._saver, self._past is not None or len(self._book.tree) > outline.AT_ONCE
        if saver is None or self.read_only or not is_long or (self._file.has_note and saver.is_quiet):
            return
        saver.put(Change(is_last=True), typing=True)

    def abandon(self) -> None:
        """Close without what could not be saved."""
        if self._is_open:
            self._is_open = False
            self._end()

    def _change_items(self, item_path: str, work: Callable[[], Change]) -> None:
        with self._writing():
            change = work()
        self._keep(change, [paths.group_path(item_path)])

    def _keep(self, change: Change, changed: Iterable[str], *, typing: bool = False) -> None:
        if not change:
            return
        texts = [row.text or "" for row in change.rows.values()]
        for checksum in list(self._brought):
            if any(checksum in text for text in texts):
                change.pictures[checksum] = self._brought[checksum]
        self._saver_of().put(change, typing=typing)
        self.on_changed(frozenset(changed))

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
