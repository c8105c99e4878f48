"""Hand an open inquiry, as it stands, to work that goes on beside the window.

A snapshot is made in a moment on the thread of the session. It never changes, so any thread may
work on it for as long as it likes while somebody goes on writing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.file_session import DraftFile
from carreport.draft.storage.backups import back_up
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import DraftSaveError
from carreport.form.schema import Form


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All revisions of an inquiry at one moment, and what it says of itself.

    `signature` is the name and the computer that stand on what is written in the session; by `moment`
    it is known whether the inquiry is still as it was.
    """

    path: Path
    form: Form
    draft_id: str
    created: str
    author_and_device: tuple[str, str]
    revisions: tuple[Revision, ...]
    state_token: object = None

    def tree(self) -> RevisionTree:
        """Return the revisions as a tree of one's own."""
        return RevisionTree(self.revisions)

    def writer(self) -> RevisionWriter:
        """Return what writes in the author's name, in a tree of its own; the inquiry does not notice."""
        return RevisionWriter(self.tree(), *self.author_and_device)

    def pictures(self, names: Iterable[str]) -> dict[str, StoredPicture]:
        """Return those of the pictures that the file on the disk holds."""
        wanted = list(names)
        if not wanted:
            return {}
        file = DraftDatabase.open(self.path)
        try:
            file.set_read_only()
            found = {each: file.picture(each) for each in wanted}
        finally:
            file.close()
        return {name: picture for name, picture in found.items() if picture is not None}


def take_snapshot(session: DraftFile) -> Snapshot:
    """Return the open inquiry as it stands; whatever is being typed in it is sealed."""
    session.seal()
    return Snapshot(
        session.path,
        session.form,
        session.draft_id,
        session.created,
        session.author_and_device,
        tuple(session.tree),
        session.tree.state_token,
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
