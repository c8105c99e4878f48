"""Work on one file of a draft: read it, write in it, and know that what was written is kept.

A change is in memory at once and on the disk at most 300 ms later; `on_saved` says so only
after the disk has it. A session is used from one thread; only `on_saved` and `on_failed` are
called on another (the saver's).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from carreport.draft.backups import BackupWatch
from carreport.draft.card import summary_of
from carreport.draft.contents import CARD, CREATED, DRAFT_ID, FORM, PLACE, Change, lists_of, pictures_in
from carreport.draft.file import DraftFile
from carreport.draft.lock import Writer
from carreport.draft.notebook import Notebook
from carreport.draft.opening import Opened, new_draft, open_draft
from carreport.draft.pictures import PictureBytes, PreparedPicture
from carreport.draft.places import discard, unfinished
from carreport.draft.revisions import Revision, bare
from carreport.draft.saver import Saver
from carreport.draft.tree import SetAside, Tree
from carreport.draft.troubles import not_saved
from carreport.errors import DraftNotSaved
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form, Value

T = TypeVar("T")


class FileSession:
    """One open file of revisions, and everything that can be done with it."""

    path: Path
    form: Form
    draft_id: str
    created: str
    author: str
    read_only: bool
    read_only_reason: str
    saved_at: datetime | None
    other_writer: Writer | None
    _place: str
    _saver: Saver | None
    _backups: BackupWatch | None

    def __init__(self, opened: Opened, author: str) -> None:
        self.author = author
        self.saved_at = None
        self.on_changed: Callable[[frozenset[str]], None] = _nobody_listens
        self.on_saved: Callable[[datetime], None] = _nobody_listens
        self.on_failed: Callable[[DraftNotSaved], None] = _nobody_listens
        self.on_backup_failed: Callable[[DraftNotSaved], None] = _nobody_listens
        self._memory = threading.RLock()
        self._brought: dict[str, PictureBytes] = {}
        self._is_open = True
        self._begin(opened)

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

    # What is answered

    def answers(self) -> Answers:
        """Return everything that is answered, as a snapshot that nothing changes."""
        with self._memory:
            return self._book.tree.answers()

    def history(self, path: str) -> tuple[Revision, ...]:
        """Return what was ever written at `path` (for a list or an entry: in it), newest first."""
        return self._book.tree.history(path)

    def last_change(self, path: str) -> Revision | None:
        """Return what was written last at `path`, or in it."""
        return self._book.tree.last_change(path)

    def removed_items(self, group: str) -> tuple[Item, ...]:
        """Return the entries that were removed from a list, with what they said."""
        return self._book.tree.removed_items(group)

    def set_aside(self) -> tuple[SetAside, ...]:
        """Return edits inside removed entries that whoever removed them had not seen."""
        return self._book.tree.set_aside()

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
    def tree(self) -> Tree:
        """The revisions of the draft; change them only through `take`."""
        return self._book.tree

    @property
    def book(self) -> Notebook:
        """What writes revisions in this author's name; hand what it returns to `take`."""
        self._saver_of()
        return self._book

    @property
    def signature(self) -> tuple[str, str]:
        """The name and the computer that stand on what is written in this session."""
        return self._book.author, self._book.device

    def record(self, written: Mapping[str, Value]) -> None:
        """Write final answers, by path, over whatever stands there, also over several versions."""
        with self._writing():
            change = self._book.record(written)
        self._keep(change, written)

    def write_instead(self, path: str, value: Value, parents: Iterable[str]) -> None:
        """Write a final answer over exactly the revisions `parents`; other versions stay."""
        with self._writing():
            change = self._book.write_over(path, value, parents)
        self._keep(change, [path])

    def take(self, change: Change, changed: Iterable[str]) -> None:
        """Keep a change that was made elsewhere, and say which answers are different by it."""
        self._keep(change, changed)

    def union(self, change: Change) -> None:
        """Take in what others wrote, beside what is here."""
        with self._writing():
            for row in change.rows.values():
                self._book.tree.add(row)
        self._keep(change, {row.path for row in change.rows.values()} | lists_of(change))

    def erase(self, revision_ids: Collection[str], meanwhile: Callable[[], None]) -> None:
        """Take the words of these revisions out for good: the file is written anew without them.

        `meanwhile` is called while nothing of the draft is open and no backup is being made.
        Raise `DraftNotSaved`, with nothing changed, if it cannot be written anew.
        """
        self._saver_of()
        self.seal()
        self.flush()
        tree = Tree(self._book.tree)
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
        finally:
            discard(fresh)
        self.on_changed(frozenset(self._book.tree.paths()))

    def settle(self, may_settle: Callable[[str], bool]) -> None:
        """Seal everything, and write down what came together by itself."""
        self.seal()
        with self._writing():
            change = self._book.settle(may_settle)
        self._keep(change, {row.path for row in change.rows.values()})
        self.flush()

    def note(self, key: str) -> str:
        """Return a named text that is kept beside the answers, or nothing."""
        return self._notes.get(key, "")

    def keep_note(self, key: str, words: str) -> None:
        """Keep a named text beside the answers; copies do not carry it."""
        self._saver_of().put(Change(meta={key: words}))
        self._notes[key] = words

    # Pictures

    def attach(self, picture: PreparedPicture) -> Value:
        """Take a picture in; it is kept once an answer with this value is written."""
        self._brought[picture.sha256] = picture.picture
        return picture.value

    def picture(self, sha256: str) -> PictureBytes | None:
        """Return a picture of the draft, or nothing if it is not there (or damaged)."""
        return self._brought.get(sha256) or self._ask(lambda file: file.picture(sha256))

    def pictures(self) -> Mapping[str, PictureBytes]:
        """Return the pictures that answers name, by checksum."""
        named = dict.fromkeys(pictures_in(self.answers().values))
        found = {each: self.picture(each) for each in named}
        return {each: picture for each, picture in found.items() if picture is not None}

    # The place, and the disk

    def place(self) -> str:
        """Return where the author was when the draft was last used."""
        return self._place

    def remember_place(self, place: str) -> None:
        """Remember where the author is; a draft that is only read remembers nothing."""
        if place == self._place or self.read_only:
            return
        self._place = place
        self._saver_of().put(Change(meta={PLACE: place}), typing=True)

    def flush(self) -> None:
        """Return when everything is on the disk; raise `DraftNotSaved` if that cannot be."""
        if self._saver is not None:
            self._saver.flush()

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
        if not self._is_open:
            return
        self.seal()
        self.flush()
        self.abandon()

    def abandon(self) -> None:
        """Close without what could not be saved."""
        if self._is_open:
            self._is_open = False
            self._end()

    @property
    def backup_problem(self) -> DraftNotSaved | None:
        """Return why the last backup failed, if it did; `on_backup_failed` is called when it does."""
        return None if self._backups is None else self._backups.problem

    # How it is done

    def _begin(self, opened: Opened) -> None:
        meta = opened.contents.meta
        self.path = opened.file.path
        self.form = opened.form
        self.draft_id = meta[DRAFT_ID]
        self.read_only = opened.lock is None
        self.read_only_reason = opened.reason
        self.created = meta.get(CREATED, "")
        self._place = meta.get(PLACE, "")
        self._notes = {key: words for key, words in meta.items() if key not in _OWN_NOTES}
        self._file = opened.file
        self._lock = opened.lock
        self._book = Notebook(opened.tree, self.author)
        self.other_writer = opened.writer
        self._saver = None
        self._backups = None
        if opened.lock is not None:
            self._saver = Saver(
                opened.file,
                opened.lock,
                rows=self._rows,
                card=self._card,
                on_saved=self._saved,
                on_failed=self._failed,
            )
            is_begun = bool(opened.contents.revisions)
            self._backups = BackupWatch(self.path, self._backup_failed, at_once=is_begun)

    def _end(self) -> None:
        if self._backups is not None:
            self._backups.stop()
        if self._saver is not None:
            self._saver.stop()
        else:
            self._file.close()
        if self._lock is not None:
            self._lock.release()

    def _card(self) -> dict[str, str]:
        with self._memory:
            return self._card_of(self._book.tree)

    def _card_of(self, tree: Tree) -> dict[str, str]:
        return {CARD: summary_of(self.form, tree.answers(), self.created, tree.newest)}

    def _saved(self, when: datetime) -> None:
        self.saved_at = when
        self.on_saved(when)

    def _failed(self, problem: DraftNotSaved) -> None:
        self.on_failed(problem)

    def _backup_failed(self, problem: DraftNotSaved) -> None:
        self.on_backup_failed(problem)

    def _rows(self) -> list[Revision]:
        with self._memory:
            return list(self._book.tree)

    def _writing(self) -> threading.RLock:
        """Return the lock on what is in memory, if anything may be written."""
        self._saver_of()
        return self._memory

    def _saver_of(self) -> Saver:
        if self._saver is None or not self._is_open:
            raise DraftNotSaved(
                "read-only",
                f"{self.path.name} is open for reading only.",
                why=self.read_only_reason,
                remedy="Save it somewhere else to write in it.",
            )
        return self._saver

    def _change_items(self, item_path: str, work: Callable[[], Change]) -> None:
        with self._writing():
            change = work()
        self._keep(change, [paths.group_of(item_path)])

    def _keep(self, change: Change, changed: Iterable[str], *, typing: bool = False) -> None:
        if not change:
            return
        texts = [row.text or "" for row in change.rows.values()]
        for checksum in list(self._brought):
            if any(checksum in text for text in texts):
                change.pictures[checksum] = self._brought[checksum]
        self._saver_of().put(change, typing=typing)
        self.on_changed(frozenset(changed))

    def _everything(self, tree: Tree) -> Change:
        """Return a whole draft as one change; what is missing stays known by its name."""
        rows = {each.id: each for each in tree}
        rows.update({name: bare(name, path) for name, path in tree.missing()})
        named = {each for row in rows.values() for each in pictures_in(row.value)}
        found = {each: self.picture(each) for each in named}
        kept = {each: picture for each, picture in found.items() if picture is not None}
        meta = {DRAFT_ID: self.draft_id, CREATED: self.created, PLACE: self._place}
        return Change(rows, set(), kept, self._notes | meta | {FORM: self.form.source} | self._card_of(tree))

    def _ask(self, work: Callable[[DraftFile], T]) -> T:
        return work(self._file) if self._saver is None else self._saver.ask(work)

    def _require_question(self, path: str) -> None:
        question = self.form.field(path)
        if question is None or question.is_group or paths.is_item(path):
            message = f"The form has no question {path}."
            raise ValueError(message)

    def _require_group(self, path: str) -> None:
        question = self.form.field(path)
        if question is None or not question.is_group:
            message = f"The form has no list {path}."
            raise ValueError(message)


_OWN_NOTES = frozenset((DRAFT_ID, CREATED, FORM, PLACE, CARD))


def _nobody_listens(_: object) -> None:
    """Do nothing with news."""
