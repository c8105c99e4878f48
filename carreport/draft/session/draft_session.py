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

from carreport.draft.pictures.prepare import PreparedPicture, StoredPicture
from carreport.draft.revisions.change import picture_checksums
from carreport.draft.revisions.fractional_index import reorder_keys
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import ORDER_KEY, RevisionTree
from carreport.draft.session.file_session import DraftFile
from carreport.draft.session.last_seen import (
    damaged_notes_message,
    last_seen_key,
    last_seen_note,
    parse_last_seen,
)
from carreport.draft.session.open_draft import OpenedDraft
from carreport.draft.session.private_file import (
    PrivateFile,
    combine_answers,
    is_in_private_file,
    private_file_name,
    private_path,
    released_values,
    split_answers,
)
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.draft.session.sharing import is_released
from carreport.errors import DraftFileError, DraftSaveError, UsageError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Value


class DraftSession(DraftFile):
    """One open draft, and everything that can be done with it.

    `private_file_error` says why its author's own file cannot be opened or written; `lost_notes`
    which notes beside the answers are damaged, if any is; `last_seen_ids` has what its author had
    seen when they last closed it on this computer.
    """

    private_file_error: str
    damaged_notes_message: str
    last_seen_ids: frozenset[str]
    _private_file: PrivateFile | None
    _answers_cache: tuple[Answers, Answers, Answers] | None

    # What is answered

    def answers(self) -> Answers:
        """Return everything that is answered, as a snapshot that nothing changes."""
        shared = super().answers()
        if self._private_file is None:
            return shared
        own = self._private_file.answers()
        if (
            self._answers_cache is None
            or self._answers_cache[0] is not shared
            or self._answers_cache[1] is not own
        ):
            self._answers_cache = (shared, own, combine_answers(shared, own, self._private_file.tree))
        return self._answers_cache[2]

    def history(self, path: str) -> tuple[Revision, ...]:
        """Return what was ever written at `path` (for a list or an entry: in it), newest first.

        The revisions of an entry itself, at `group/item`, say where it stands and whether it was
        removed.
        """
        shared = super().history(path)
        own = self._private_file.history(path) if self._private_file is not None else ()
        if not (shared and own):
            return shared or own
        return tuple(sorted((*shared, *own), key=lambda revision: revision.written_at, reverse=True))

    def last_change(self, path: str) -> Revision | None:
        """Return what was written last at `path`, or in it."""
        own = self._private_file.last_change(path) if self._private_file is not None else None
        found = [each for each in (super().last_change(path), own) if each is not None]
        return max(found, key=lambda revision: revision.written_at, default=None)

    def removed_items(self, group: str) -> tuple[Item, ...]:
        """Return the entries that were removed from a list, with what they said."""
        shared = super().removed_items(group)
        if self._private_file is None:
            return shared
        own = self._private_file.removed_items(group)
        return (
            *shared,
            *(item for item in own if self.tree.entry_state(paths.item_path(group, item.id)) is None),
        )

    def is_private(self, path: str) -> bool:
        """Say whether what stands at `path` is kept where only its author sees it."""
        return is_in_private_file(self.form, path, self.tree, self._private_tree())

    # Writing

    def write(self, path: str, value: Value) -> None:
        """Answer at `path`; a value that stands there already changes nothing."""
        if self.is_private(path):
            self._require_private_file().write(path, value)
        else:
            super().write(path, value)

    def seal(self, path: str | None = None) -> None:
        """The author has left the answer (or all of them): the next edit is a new revision."""
        super().seal(path)
        if self._private_file is not None:
            self._private_file.seal(path)

    def add_item(
        self, group: str, after: str | None = None, values: Mapping[str, Value] | None = None
    ) -> str:
        """Add an entry to a list, behind the entry with the id `after` or at the end; return its id.

        In a list that is private until released, the entry is its author's own.
        """
        question = self.form.field(group)
        if question is not None and (question.private_until or self.is_private(group)):
            own = self._require_private_file()
            return own.add_item(group, _if_listed(own.tree, group, after), values)
        return super().add_item(group, _if_listed(self.tree, group, after), values)

    def remove_item(self, item_path: str) -> None:
        """Remove an entry; `restore_item` brings it back."""
        if self.is_private(item_path):
            self._require_private_file().remove_item(item_path)
        else:
            super().remove_item(item_path)

    def restore_item(self, item_path: str) -> None:
        """Bring a removed entry back to where it stood."""
        if self.is_private(item_path):
            self._require_private_file().restore_item(item_path)
        else:
            super().restore_item(item_path)

    def move_item(self, item_path: str, after: str | None) -> None:
        """Move an entry behind the entry with the id `after`, or to the front.

        One's own entries stand behind those of the draft, so one of these goes to their front at the most.
        """
        group = paths.group_path(item_path)
        if self.is_private(item_path):
            own = self._require_private_file()
            own.move_item(item_path, _if_listed(own.tree, group, after))
            return
        orders = self.tree.order_keys(group)
        last = next((each for each in reversed(list(orders)) if each != paths.item_id(item_path)), None)
        super().move_item(item_path, after if after is None or after in orders else last)

    def fill(self, given: Answers) -> int:
        """Say what `given` says, all of it or nothing; return how many answers became different."""
        ours, mine = split_answers(self.form, given, self.tree, self._private_tree())
        count = super().fill(ours)
        return count + (self._require_private_file().fill(mine) if mine.values else 0)

    def restore_revision(self, path: str, revision_id: str) -> None:
        """Write an earlier value of `path` again, as a new revision."""
        if self._private_file is not None and revision_id in self._private_file.tree:
            self._private_file.restore_revision(path, revision_id)
        else:
            super().restore_revision(path, revision_id)

    def release_entry(self, item_path: str) -> Receipt:
        """Copy an entry out of its author's own file into the draft, where everybody reads it.

        Only what it says now goes out, no earlier words. It cannot be taken back. Raise
        `UsageError` if it is not private, or if its author has not answered that it may go out.
        """
        own, guard = self._private_file, self.form.field(item_path)
        standing = own.tree.entry_state(item_path) if own is not None else None
        if own is None or guard is None or standing is None or not self.is_private(item_path):
            raise UsageError("not-private", f"There is no entry of your own at {item_path}.")
        if standing.is_removed or not is_released(self.form, own.tree, item_path):
            raise UsageError(
                "release-not-chosen",
                f"This {guard.item_noun} may not go out yet.",
                remedy="Answer the question about its release first.",
            )
        self.seal()
        written = released_values(self.form, own.tree, item_path)
        group, item = paths.group_path(item_path), paths.item_id(item_path)
        orders = self.tree.order_keys(group)
        written[item_path] = {ORDER_KEY: reorder_keys([*orders, item], orders)[item]}
        with self._locked_for_writing():
            change = self._writer.record(written)
        for checksum in {each for value in written.values() for each in picture_checksums(value)}:
            if picture := self.picture(checksum):
                change.pictures[checksum] = picture
        self.apply_change(change, [group, *written])
        receipt = Receipt.now("release", item_path, self.author, len(written))
        add_receipt(self, receipt)
        super().flush()
        own.remove_item(item_path)
        own.flush()
        return receipt

    @property
    def private_file(self) -> DraftFile | None:
        """The open file of what its author keeps to themselves, if there is one."""
        return self._private_file

    # Pictures, and the disk

    def attach(self, picture: PreparedPicture) -> Value:
        """Take a picture in; it is kept once an answer with this value is written."""
        if self._private_file is not None:
            self._private_file.attach(picture)
        return super().attach(picture)

    def picture(self, sha256: str) -> StoredPicture | None:
        """Return a picture of the draft, or nothing if it is not there (or damaged)."""
        found = super().picture(sha256)
        return (
            found if found is not None or self._private_file is None else self._private_file.picture(sha256)
        )

    def flush(self) -> None:
        """Return when everything is on the disk; raise `DraftSaveError` if that cannot be."""
        super().flush()
        if self._private_file is not None:
            self._private_file.flush()

    @property
    def is_saved(self) -> bool:
        """Say whether all that was written so far is on the disk at this moment, also what is private."""
        return super().is_saved and (self._private_file is None or self._private_file.is_saved)

    def save_as(self, path: Path) -> None:
        """Write the whole draft, with what is in memory, to a new file, and go on there."""
        beside: Path | None = None
        if self._private_file is not None:
            beside = path.with_name(private_file_name(path, self.draft_id, self._writer.author))
            self._private_file.seal()
            self._private_file.write_to(beside)
        try:
            super().save_as(path)
        except BaseException:
            if beside is not None:
                beside.unlink(missing_ok=True)
            raise

    def seal_and_save(self) -> None:
        """Seal and save everything, with a note of what was seen here; it may run in any thread.

        Raise `DraftSaveError` if something cannot be saved.
        """
        if not self.read_only:
            self.seal()
            now = last_seen_note(self.tree)
            if now and now != self.note(last_seen_key(*self.author_and_device)):
                self.save_note(last_seen_key(*self.author_and_device), now, at_once=False)
        super().seal_and_save()

    # How it is done

    def _load(self, opened: OpenedDraft) -> None:
        super()._load(opened)
        self.last_seen_ids = parse_last_seen(self.note(last_seen_key(*self.author_and_device)))
        self.damaged_notes_message = damaged_notes_message(
            opened.contents.damaged_notes, last_seen_key(*self.author_and_device)
        )
        self.private_file_error = ""
        self._private_file = None
        self._answers_cache = None
        try:
            path = private_path(self.path, self.draft_id, self._writer.author)
            if self._writer.author and path.exists():
                own = PrivateFile.open(path, self.author, read_only=self.read_only)
                self._connect_private_file(own)
                if own.read_only and not self.read_only:
                    self.private_file_error = _read_only_message(own)
        except DraftFileError as problem:
            self.private_file_error = str(problem)

    def drop_contents(self) -> None:
        """Let all words go once it is closed, also those of its author's own file."""
        super().drop_contents()
        if self._private_file is not None:
            self._private_file.drop_contents()

    def _release_file(self) -> None:
        if self._private_file is not None:
            self._private_file.close_without_saving()
        super()._release_file()

    def _private_tree(self) -> RevisionTree:
        return RevisionTree() if self._private_file is None else self._private_file.tree

    def _require_private_file(self) -> PrivateFile:
        """Return the author's own file, open; it is made when there is first something for it."""
        self._require_autosave()
        if self.private_file_error and self._private_file is None:
            raise DraftSaveError(
                "private-unreadable",
                f"Your own file beside {self.path.name} cannot be opened, so nothing private can be written.",
                why=self.private_file_error,
                remedy="Restore it from a backup.",
            )
        if self._private_file is None:
            path = private_path(self.path, self.draft_id, self._writer.author)
            own = PrivateFile.create(path, self.form, self.author)
            for checksum, picture in self._attached_pictures.items():
                own.attach(PreparedPicture(checksum, picture))
            self._connect_private_file(own)
            return own
        return self._private_file

    def _connect_private_file(self, own: PrivateFile) -> None:
        own.on_changed = self._private_file_changed
        own.on_saved = self._saved
        own.on_failed = self._failed
        own.on_backup_failed = self._backup_failed
        self._private_file = own

    def _private_file_changed(self, changed: frozenset[str]) -> None:
        self.on_changed(changed)


def _read_only_message(own: PrivateFile) -> str:
    return f"What only you see can be read here, not written. {own.read_only_reason}"


def _if_listed(tree: RevisionTree, group: str, item: str | None) -> str | None:
    return item if item is not None and item in tree.order_keys(group) else None
