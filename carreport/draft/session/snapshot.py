"""Hand an open inquiry, as it stands, to work that goes on beside the window.

A snapshot is made in a moment on the thread of the session, and never changes: any thread may work on it for
as long as it likes while somebody goes on writing. It has the draft and its author's own file together.
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
    """One file of revisions that can be read: open, or in a snapshot."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def draft_id(self) -> str:
        """The id of the inquiry."""

    @property
    def tree(self) -> RevisionTree:
        """Its revisions."""


class ReadableInquiry(ReadableFile, Protocol):
    """A whole inquiry that can be read: an open session, or a snapshot."""

    @property
    def form(self) -> Form:
        """What is asked."""

    @property
    def private_file(self) -> ReadableFile | None:
        """What its author keeps to themselves, if there is anything."""

    def answers(self) -> Answers:
        """Return everything that is answered."""

    def note(self, key: str) -> str:
        """Return a named text that is kept beside the answers, or nothing."""


@dataclass(frozen=True)  # without slots: a tree is made of the rows by the thread that asks for it first
class FileSnapshot:
    """The revisions of one file at one moment."""

    path: Path
    draft_id: str
    revisions: tuple[Revision, ...]

    @cached_property
    def tree(self) -> RevisionTree:
        """Its revisions; do not change this tree, others read it too."""
        return RevisionTree(self.revisions)


@dataclass(frozen=True)  # without slots, as above
class Snapshot:
    """An inquiry at one moment, with its author's own file.

    `author_and_device` is on what is written in the session; by `state_token` it is known whether the
    inquiry is still as it was; `notes` are the named texts that were asked for.
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
    notes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def tree(self) -> RevisionTree:
        """The revisions of the draft; do not change this tree, others read it too."""
        return self.new_tree()

    def new_tree(self) -> RevisionTree:
        """Return the revisions of the draft as a tree of one's own."""
        return RevisionTree(self.revisions)

    def writer(self) -> RevisionWriter:
        """Return what writes in the author's name, in a tree of its own; the inquiry does not notice."""
        return RevisionWriter(self.new_tree(), *self.author_and_device)

    def answers(self) -> Answers:
        """Return everything that was answered."""
        return self.answered

    def note(self, key: str) -> str:
        """Return one of the named texts that were asked for."""
        return self.notes[key]

    def pictures(self, names: Iterable[str]) -> dict[str, StoredPicture]:
        """Return those of the pictures that the file on the disk holds."""
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
    """Return the open inquiry at this moment, with these named texts; what is being typed is sealed."""
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
        {key: session.note(key) for key in notes},
    )


def save_and_back_up(session: DraftSession) -> None:
    """Have everything on the disk, and a backup of it; it may run in any thread, and waits for the disk.

    A backup that fails is told by `on_backup_failed` (on this thread), and stops nothing that only
    adds. Raise `DraftSaveError` if what was written cannot be saved.
    """
    session.flush()
    try:
        back_up(session.path)
    except DraftSaveError as problem:
        session.on_backup_failed(problem)
