"""Work on one draft: read it, write in it, and know that what was written is kept.

A change is in memory at once and on the disk at most 300 ms later; `on_saved` says so only
after the disk has it. A session is used from one thread; only `on_saved` and `on_failed` are
called on another (the saver's).

What its author keeps to themselves lies in a file of their own beside the draft and is seen in
their session only, among the rest, until they release it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from carreport.draft.pictures.prepare import PictureBytes, PreparedPicture
from carreport.draft.revisions.change import pictures_in
from carreport.draft.revisions.fractional_index import new_keys
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import ORDER, Tree
from carreport.draft.session.file_session import FileSession
from carreport.draft.session.last_seen import lost_words, note_key, seen_from, seen_note
from carreport.draft.session.open_draft import Opened
from carreport.draft.session.private_file import (
    PrivateSession,
    is_kept_back,
    joined,
    private_name,
    private_path,
    released_values,
    split,
)
from carreport.draft.session.receipts import Receipt, keep_receipt
from carreport.draft.session.sharing import is_released
from carreport.errors import DraftFileError, DraftNotSaved, UsageError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Value


class DraftSession(FileSession):
    """One open draft, and everything that can be done with it.

    `private_trouble` says why its author's own file cannot be opened or written; `lost_notes`
    which notes beside the answers are damaged, if any is; `seen_before` has what its author had
    seen when they last closed it on this computer.
    """

    private_trouble: str
    lost_notes: str
    seen_before: frozenset[str]
    _own: PrivateSession | None
    _seen: tuple[Answers, Answers, Answers] | None

    # What is answered

    def answers(self) -> Answers:
        """Return everything that is answered, as a snapshot that nothing changes."""
        shared = super().answers()
        if self._own is None:
            return shared
        own = self._own.answers()
        if self._seen is None or self._seen[0] is not shared or self._seen[1] is not own:
            self._seen = (shared, own, joined(shared, own, self._own.tree))
        return self._seen[2]

    def history(self, path: str) -> tuple[Revision, ...]:
        """Return what was ever written at `path` (for a list or an entry: in it), newest first.

        The revisions of an entry itself, at `group/item`, say where it stands and whether it was
        removed.
        """
        shared = super().history(path)
        own = self._own.history(path) if self._own is not None else ()
        if not (shared and own):
            return shared or own
        return tuple(sorted((*shared, *own), key=lambda revision: revision.written_at, reverse=True))

    def last_change(self, path: str) -> Revision | None:
        """Return what was written last at `path`, or in it."""
        own = self._own.last_change(path) if self._own is not None else None
        found = [each for each in (super().last_change(path), own) if each is not None]
        return max(found, key=lambda revision: revision.written_at, default=None)

    def removed_items(self, group: str) -> tuple[Item, ...]:
        """Return the entries that were removed from a list, with what they said."""
        shared = super().removed_items(group)
        if self._own is None:
            return shared
        own = self._own.removed_items(group)
        return (
            *shared,
            *(item for item in own if self.tree.standing(paths.item_path(group, item.id)) is None),
        )

    def is_private(self, path: str) -> bool:
        """Say whether what stands at `path` is kept where only its author sees it."""
        return is_kept_back(self.form, path, self.tree, self._own_tree())

    @property
    def is_astray(self) -> bool:
        """Say whether it was found that something else stands than is shown; `check_all` shows it."""
        return super().is_astray or (self._own is not None and self._own.is_astray)

    @property
    def is_all_read(self) -> bool:
        """Say whether nobody need wait any more to have all that was ever written, also what is private."""
        return super().is_all_read and (self._own is None or self._own.is_all_read)

    def read_all(self) -> None:
        """Return when all that was ever written is read; it may be waited for in any thread."""
        super().read_all()
        if self._own is not None:
            self._own.read_all()

    def check_all(self) -> None:
        """Return when all that was ever written is read and checked, also in its author's own file."""
        super().check_all()
        if self._own is not None:
            self._own.check_all()

    # Writing

    def write(self, path: str, value: Value) -> None:
        """Answer at `path`; a value that stands there already changes nothing."""
        if self.is_private(path):
            self._own_file().write(path, value)
        else:
            super().write(path, value)

    def seal(self, path: str | None = None) -> None:
        """The author has left the answer (or all of them): the next edit is a new revision."""
        super().seal(path)
        if self._own is not None:
            self._own.seal(path)

    def add_item(
        self, group: str, after: str | None = None, values: Mapping[str, Value] | None = None
    ) -> str:
        """Add an entry to a list, behind the entry with the id `after` or at the end; return its id.

        In a list that is private until released, the entry is its author's own.
        """
        question = self.form.field(group)
        if question is not None and (question.private_until or self.is_private(group)):
            own = self._own_file()
            return own.add_item(group, _known(own.tree, group, after), values)
        return super().add_item(group, _known(self.tree, group, after), values)

    def remove_item(self, item_path: str) -> None:
        """Remove an entry; `restore_item` brings it back."""
        if self.is_private(item_path):
            self._own_file().remove_item(item_path)
        else:
            super().remove_item(item_path)

    def restore_item(self, item_path: str) -> None:
        """Bring a removed entry back to where it stood."""
        if self.is_private(item_path):
            self._own_file().restore_item(item_path)
        else:
            super().restore_item(item_path)

    def move_item(self, item_path: str, after: str | None) -> None:
        """Move an entry behind the entry with the id `after`, or to the front.

        One's own entries stand behind those of the draft, so one of these goes to their front at the most.
        """
        group = paths.group_path(item_path)
        if self.is_private(item_path):
            own = self._own_file()
            own.move_item(item_path, _known(own.tree, group, after))
            return
        orders = self.tree.orders(group)
        last = next((each for each in reversed(list(orders)) if each != paths.item_id(item_path)), None)
        super().move_item(item_path, after if after is None or after in orders else last)

    def fill(self, given: Answers) -> int:
        """Say what `given` says, all of it or nothing; return how many answers became different."""
        ours, mine = split(self.form, given, self.tree, self._own_tree())
        count = super().fill(ours)
        return count + (self._own_file().fill(mine) if mine.values else 0)

    def restore(self, path: str, revision_id: str) -> None:
        """Write an earlier value of `path` again, as a new revision."""
        if self._own is not None and revision_id in self._own.tree:
            self._own.restore(path, revision_id)
        else:
            super().restore(path, revision_id)

    def release(self, item_path: str) -> Receipt:
        """Copy an entry out of its author's own file into the draft, where everybody reads it.

        Only what it says now goes out, no earlier words. It cannot be taken back. Raise
        `UsageError` if it is not private, or if its author has not answered that it may go out.
        """
        own, guard = self._own, self.form.field(item_path)
        standing = own.tree.standing(item_path) if own is not None else None
        if own is None or guard is None or standing is None or not self.is_private(item_path):
            raise UsageError("not-private", f"There is no entry of your own at {item_path}.")
        if standing.removed or not is_released(self.form, own.tree, item_path):
            raise UsageError(
                "release-not-chosen",
                f"This {guard.item_noun} may not go out yet.",
                remedy="Answer the question about its release first.",
            )
        self.seal()
        written = released_values(self.form, own.tree, item_path)
        group, item = paths.group_path(item_path), paths.item_id(item_path)
        orders = self.tree.orders(group)
        written[item_path] = {ORDER: new_keys([*orders, item], orders)[item]}
        with self._writing():
            change = self._book.record(written)
        for checksum in {each for value in written.values() for each in pictures_in(value)}:
            if picture := self.picture(checksum):
                change.pictures[checksum] = picture
        self.take(change, [group, *written])
        receipt = Receipt.now("release", item_path, self.author, len(written))
        keep_receipt(self, receipt)
        super().flush()
        own.remove_item(item_path)
        own.flush()
        return receipt

    @property
    def own_file(self) -> FileSession | None:
        """The open file of what its author keeps to themselves, if there is one."""
        return self._own

    # Pictures, and the disk

    def attach(self, picture: PreparedPicture) -> Value:
        """Take a picture in; it is kept once an answer with this value is written."""
        if self._own is not None:
            self._own.attach(picture)
        return super().attach(picture)

    def picture(self, sha256: str) -> PictureBytes | None:
        """Return a picture of the draft, or nothing if it is not there (or damaged)."""
        found = super().picture(sha256)
        return found if found is not None or self._own is None else self._own.picture(sha256)

    def flush(self) -> None:
        """Return when everything is on the disk; raise `DraftNotSaved` if that cannot be."""
        super().flush()
        if self._own is not None:
            self._own.flush()

    @property
    def is_saved(self) -> bool:
        """Say whether all that was written so far is on the disk at this moment, also what is private."""
        return super().is_saved and (self._own is None or self._own.is_saved)

    def save_elsewhere(self, path: Path) -> None:
        """Write the whole draft, with what is in memory, to a new file, and go on there."""
        beside: Path | None = None
        if self._own is not None:
            beside = path.with_name(private_name(path, self.draft_id, self._book.author))
            self._own.seal()
            self._own.write_whole(beside)
        try:
            super().save_elsewhere(path)
        except BaseException:
            if beside is not None:
                beside.unlink(missing_ok=True)
            raise

    def finish(self) -> None:
        """Seal and save everything, with notes of what stands and of what was seen here; in any thread.

        Raise `DraftNotSaved` if something cannot be saved.
        """
        if not self.read_only:
            self.seal()
            now = seen_note(self.tree)
            if now and now != self.note(note_key(*self.signature)):
                self.keep_note(note_key(*self.signature), now, at_once=False)
        super().finish()

    def leave_note(self) -> None:
        """Have a note of what stands written with the last save, also in its author's own file."""
        super().leave_note()
        if self._own is not None:
            self._own.leave_note()

    # How it is done

    def _begin(self, opened: Opened) -> None:
        super()._begin(opened)
        self.seen_before = seen_from(self.note(note_key(*self.signature)))
        self.lost_notes = lost_words(opened.contents.lost_notes, note_key(*self.signature))
        self.private_trouble = ""
        self._own = None
        self._seen = None
        try:
            path = private_path(self.path, self.draft_id, self._book.author)
            if self._book.author and path.exists():
                own = PrivateSession.open(path, self.author, read_only=self.read_only)
                self._follow(own)
                if own.read_only and not self.read_only:
                    self.private_trouble = _only_read(own)
        except DraftFileError as problem:
            self.private_trouble = str(problem)

    def forget(self) -> None:
        """Let all words go once it is closed, also those of its author's own file."""
        super().forget()
        if self._own is not None:
            self._own.forget()

    def _end(self) -> None:
        if self._own is not None:
            self._own.abandon()
        super()._end()

    def _own_tree(self) -> Tree:
        return Tree() if self._own is None else self._own.tree

    def _own_file(self) -> PrivateSession:
        """Return the author's own file, open; it is made when there is first something for it."""
        self._saver_of()
        if self.private_trouble and self._own is None:
            raise DraftNotSaved(
                "private-unreadable",
                f"Your own file beside {self.path.name} cannot be opened, so nothing private can be written.",
                why=self.private_trouble,
                remedy="Restore it from a backup.",
            )
        if self._own is None:
            path = private_path(self.path, self.draft_id, self._book.author)
            own = PrivateSession.create(path, self.form, self.author)
            for checksum, picture in self._brought.items():
                own.attach(PreparedPicture(checksum, picture))
            self._follow(own)
            return own
        return self._own

    def _follow(self, own: PrivateSession) -> None:
        own.on_changed = self._own_changed
        own.on_saved = self._saved
        own.on_failed = self._failed
        own.on_astray = self._went_astray
        own.on_damaged = self._own_damaged
        own.on_backup_failed = self._backup_failed
        self._own = own

    def _own_changed(self, changed: frozenset[str]) -> None:
        self.on_changed(changed)

    def _own_damaged(self, _words: str) -> None:
        if self._own is not None and not self.read_only:
            self.private_trouble = _only_read(self._own)
            self.on_damaged(self.private_trouble)


def _only_read(own: PrivateSession) -> str:
    return f"What only you see can be read here, not written. {own.read_only_reason}"


def _known(tree: Tree, group: str, item: str | None) -> str | None:
    return item if item is not None and item in tree.orders(group) else None
