"""Say on the page on which one goes back what would be different; the way itself is `draft.way_back`."""

from __future__ import annotations

from collections.abc import Iterable

from carreport.draft import way_back
from carreport.draft.backups import Backup
from carreport.draft.file import DraftFile
from carreport.draft.revisions import Revision
from carreport.draft.session import DraftSession
from carreport.draft.undoing import Undone

BECOMES = {"added": "comes back", "removed": "goes", "changed": "changes back"}


def held_in(backup: Backup) -> tuple[Revision, ...]:
    """Return what a backup holds; raise `DraftFileError` if it does not open any more."""
    file = DraftFile.open(backup.path)
    try:
        file.only_read()
        return tuple(file.read().revisions)
    finally:
        file.close()


def changes_on_the_way(session: DraftSession, held: Iterable[Revision]) -> list[str]:
    """Return in words what would be different if the inquiry said again what it `held`."""
    found = way_back.changes_on_the_way(session.form, session.tree, way_back.held_by(held))
    return [f"{each.place} · {BECOMES[each.what]}" for each in found]


def say_again(session: DraftSession, held: Iterable[Revision]) -> Undone:
    """Let every answer say what it said when the inquiry `held` this; a backup is made first."""
    return way_back.go_back(session, way_back.held_by(held))
