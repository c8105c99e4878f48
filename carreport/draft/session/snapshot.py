"""Take a snapshot of an open inquiry for work in other threads.

Taking a snapshot is fast, on the session's thread. A snapshot is immutable: any thread may use it
while somebody goes on writing. It includes the draft and the author's private file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import DraftSaveError
from carreport.form.answers import Answers
from carreport.form.schema import Form


class ReadableFile(Protocol):
    """One readable file of revisions: open, or in a snapshot."""

    @property
    def path(self) -> Path:
        """The path of the file."""

    @property
    def draft_id(self) -> str:
        """The id of the inquiry."""

    @property
    def tree(self) -> RevisionTree:
        """The revisions."""


class ReadableInquiry(ReadableFile, Protocol):
    """A whole readable inquiry: an open session, or a snapshot."""

    @property
    def form(self) -> Form:
        """The form."""

    @property
    def private_file(self) -> ReadableFile | None:
        """The private file of the author, if there is one."""

    def answers(self) -> Answers:
        """Return all answers."""

    def note(self, key: str) -> str:
        """Return a note that is stored beside the answers, or an empty string."""


@dataclass(frozen=True)  # without slots: the tree is made from the rows by the first thread that needs it
class FileSnapshot:
    """The revisions of one file at one point in time."""

    path: Path
    draft_id: str
    revisions: tuple[Revision, ...]

    @cached_property
    def tree(self) -> RevisionTree:
        """The revisions; do not change this tree, because other threads read it too."""
        return RevisionTree(self.revisions)


@dataclass(frozen=True)  # without slots, as above
class Snapshot:
    """An inquiry at one point in time, with its author's private file.

    `author_and_device` is recorded on what is written in the session; `state_token` shows whether
    the inquiry has changed since; `notes` are the notes that were asked for. `private_entries` are the
    entries of lists that only the author can see.
    """

    path: Path
    form: Form
    draft_id: str
    created: str
    author_and_device: tuple[str, str]
    revisions: tuple[Revision, ...]
    state_token: object = None
    private_file: FileSnapshot | None = None
    answered: Answers = field(default_factory=Answers)
    shared: Answers = field(default_factory=Answers)
    private_entries: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def tree(self) -> RevisionTree:
        """The revisions of the draft; do not change this tree, because other threads read it too."""
        return self.new_tree()

    def new_tree(self) -> RevisionTree:
        """Return the revisions of the draft as a new tree."""
        return RevisionTree(self.revisions)

    def writer(self) -> RevisionWriter:
        """Return a writer of the author's revisions with a separate tree; the inquiry is not changed."""
        return RevisionWriter(self.new_tree(), *self.author_and_device)

    def answers(self) -> Answers:
        """Return all answers, with the author's private ones."""
        return self.answered

    def shared_answers(self) -> Answers:
        """Return what everyone in the group may read: the only answers to make a report from."""
        return self.shared

    def note(self, key: str) -> str:
        """Return one of the notes that were asked for."""
        return self.notes[key]

    def pictures(self, names: Iterable[str]) -> dict[str, StoredPicture]:
        """Return those of the pictures that are in the file on the disk."""
        wanted = list(names)
        if not wanted:
            return {}
        file = DraftDatabase.open(self.path)
        try:
            file.set_read_only()
            pictures = {checksum: file.picture(checksum) for checksum in wanted}
        finally:
            file.close()
        return {checksum: picture for checksum, picture in pictures.items() if picture is not None}


def take_snapshot(session: DraftSession, notes: Iterable[str] = ()) -> Snapshot:
    """Return a snapshot of the inquiry with these notes; unfinished typing is sealed."""
    session.seal()
    own = session.private_file
    return Snapshot(
        session.path,
        session.form,
        session.draft_id,
        session.created,
        session.author_and_device,
        tuple(session.tree),
        session.tree.state_token,
        FileSnapshot(own.path, own.draft_id, tuple(own.tree)) if own is not None else None,
        session.answers(),
        session.shared_answers(),
        session.views.private_entries(),
        {key: session.note(key) for key in notes},
    )


def save_and_back_up(session: DraftSession) -> None:
    """Save everything and make a backup; it may run in any thread, and waits for the disk.

    A failed backup is reported by `on_backup_failed` (on this thread), and does not stop work that
    only adds revisions. Raise `DraftSaveError` if saving fails.
    """
    session.flush()
    try:
        back_up(session.path)
    except DraftSaveError as problem:
        session.on_backup_failed(problem)
