"""Keep one file of a draft open: what it says, and whatever stands between it and the disk.

A change is in memory at once and on the disk at most 300 ms later; `on_saved` says so only
after the disk has it. What does not stand any more is read and checked a moment after opening;
if some of it is damaged, nothing more can be written, and `on_damaged` says so; if it turns out that
something else stands than a note said, `on_astray` does, and `check_all` shows it. A session is used
from one thread; `on_saved`, `on_failed`, `on_damaged` and `on_astray` are called on others.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from carreport.draft.pictures.prepare import PictureBytes
from carreport.draft.revisions.change import CARD, CREATED, DRAFT_ID, FORM, PLACE, Change, pictures_in
from carreport.draft.revisions.recorder import Notebook
from carreport.draft.revisions.revision import Revision, bare
from carreport.draft.revisions.tree import SetAside, Tree
from carreport.draft.session.open_draft import Opened, damage_words
from carreport.draft.session.past import Past
from carreport.draft.storage.autosave import Saver
from carreport.draft.storage.backups import BackupWatch
from carreport.draft.storage.database import DraftFile
from carreport.draft.storage.lock import Writer
from carreport.draft.storage.summary import summary_of
from carreport.errors import DraftNotSaved
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form

T = TypeVar("T")


class OpenFile:
    """One open file of revisions, as far as it is read and kept safe; `FileSession` writes in it."""

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
    _past: Past | None
    _lost: frozenset[str]
    _is_told: bool

    def __init__(self, opened: Opened, author: str) -> None:
        self.author = author
        self.saved_at = None
        self.on_changed: Callable[[frozenset[str]], None] = _nobody_listens
        self.on_saved: Callable[[datetime], None] = _nobody_listens
        self.on_failed: Callable[[DraftNotSaved], None] = _nobody_listens
        self.on_backup_failed: Callable[[DraftNotSaved], None] = _nobody_listens
        self.on_damaged: Callable[[str], None] = _nobody_listens
        self.on_astray: Callable[[], None] = _nobody_waits
        self._memory = threading.RLock()
        self._brought: dict[str, PictureBytes] = {}
        self._is_open = True
        self._begin(opened)

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

    def check_all(self) -> None:
        """Return when all that was ever written is read and checked; `read_only` then knows of any damage.

        That is done anyway, in another thread, a moment after the draft was opened.
        """
        if self._past is None:
            return
        self._past.finish()
        changed = self._lost | self._past.astray
        if changed and not self._is_told:
            self._is_told = True
            with self._memory:
                for path in self._lost:
                    self._book.tree.revisions_of(path)  # what was damaged may have hidden what stands
                for path in self._past.astray:
                    self._book.tree.look_again(path)
            self.on_changed(changed)

    @property
    def is_open(self) -> bool:
        """Say whether it was not closed yet."""
        return self._is_open

    @property
    def is_all_read(self) -> bool:
        """Say whether nobody need wait any more to have all that was ever written."""
        return self._past is None or self._past.is_over

    def read_all(self) -> None:
        """Return when all that was ever written is read; it may be waited for in any thread.

        What then needs the whole of it, `check_all` or a snapshot, takes a moment.
        """
        if self._past is not None:
            self._past.finish()

    @property
    def is_astray(self) -> bool:
        """Say whether it was found that something else stands than is shown; `check_all` shows it."""
        return self._past is not None and bool(self._past.astray) and not self._is_told

    # For those who send, bring in and erase

    @property
    def tree(self) -> Tree:
        """The revisions of the draft; change them only through `take`."""
        return self._book.tree

    @property
    def signature(self) -> tuple[str, str]:
        """The name and the computer that stand on what is written in this session."""
        return self._book.author, self._book.device

    def note(self, key: str) -> str:
        """Return a named text that is kept beside the answers, or nothing."""
        return self._notes.get(key, "")

    def picture(self, sha256: str) -> PictureBytes | None:
        """Return a picture of the draft, or nothing if it is not there (or damaged)."""
        return self._brought.get(sha256) or self._ask(lambda file: file.picture(sha256))

    def pictures(self) -> Mapping[str, PictureBytes]:
        """Return the pictures that answers name, by checksum."""
        return self.pictures_of(self.answers())

    def pictures_of(self, answers: Answers) -> Mapping[str, PictureBytes]:
        """Return the pictures that these answers name, by checksum; it may run in any thread."""
        named = dict.fromkeys(pictures_in(answers.values))
        found = {each: self.picture(each) for each in named}
        return {each: picture for each, picture in found.items() if picture is not None}

    # The place, and the disk

    def place(self) -> str:
        """Return where the author was when the draft was last used."""
        return self._place

    def flush(self) -> None:
        """Return when everything is on the disk; raise `DraftNotSaved` if that cannot be."""
        if self._saver is not None:
            self._saver.flush()

    @property
    def is_saved(self) -> bool:
        """Say whether all that was written so far is on the disk at this moment."""
        return self._saver is None or self._saver.is_quiet

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
        self._past = opened.past
        self._lost = frozenset()
        self._is_told = False
        if opened.past is not None:
            opened.past.begin(self._damage_found, self._went_astray)
        if opened.lock is not None:
            self._saver = Saver(
                opened.file,
                opened.lock,
                rows=self._rows,
                card=self._card,
                check=self._check_intact,
                on_saved=self._saved,
                on_failed=self._failed,
            )
            is_begun = bool(opened.contents.revisions)
            self._backups = BackupWatch(self.path, self._backup_failed, at_once=is_begun)

    def forget(self) -> None:
        """Let all words go once it is closed, so that who still knows of it does not keep them in memory."""
        self._book, self._past = Notebook(Tree(), self.author), None

    def _end(self) -> None:
        if self._past is not None:
            self._past.stop()
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

    def _check_intact(self) -> None:
        """Let nothing be written in a file that does not hang together."""
        if self._past is not None and not self._past.is_intact():
            self._past.finish()
            raise self._not_writable()

    def _damage_found(self, lost: frozenset[str]) -> None:
        """Let nothing more be written in a file of which a part is damaged; what was written is kept."""
        self.read_only_reason = damage_words(self.form, sorted(lost))
        self.read_only = True
        self._lost = lost
        self.on_damaged(self.read_only_reason)

    def _went_astray(self) -> None:
        self.on_astray()

    def _backup_failed(self, problem: DraftNotSaved) -> None:
        if self._past is not None:
            self._past.finish()
        if not self._lost:  # else the damage is told, which is why
            self.on_backup_failed(problem)

    def _rows(self) -> list[Revision]:
        """Return all revisions, for a file that takes this one's place; not if some of them are damaged."""
        with self._memory:
            rows = list(self._book.tree)
        if self._lost:
            self._saver_of()
        return rows

    def _writing(self) -> threading.RLock:
        """Return the lock on what is in memory, if anything may be written."""
        self._saver_of()
        return self._memory

    def _saver_of(self) -> Saver:
        if self._saver is None or self.read_only or not self._is_open:
            raise self._not_writable()
        return self._saver

    def _not_writable(self) -> DraftNotSaved:
        return DraftNotSaved(
            "read-only",
            f"{self.path.name} is open for reading only.",
            why=self.read_only_reason,
            remedy="Save it somewhere else to write in it.",
        )

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
        if self._saver is not None:
            return self._saver.ask(work)
        with self._memory:
            return work(self._file)


_OWN_NOTES = frozenset((DRAFT_ID, CREATED, FORM, PLACE, CARD))


def _nobody_listens(_: object) -> None:
    """Do nothing with news."""


def _nobody_waits() -> None:
    """Do nothing."""
