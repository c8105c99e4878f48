"""Find backups to continue from when an inquiry's own file cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from carreport.draft.recent_files import draft_id_at
from carreport.draft.revisions.change import FORM, SUMMARY
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.validate import AnswerRules
from carreport.draft.session.open_draft import read_summary
from carreport.draft.session.totals import Totals, count_totals
from carreport.draft.storage.backups import Backup, all_backups, backups_of
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.error_messages import contain_errors
from carreport.draft.storage.salvage import recover_draft_id
from carreport.errors import DraftFileError, FormFileError
from carreport.form.loader import parse_form

MAX_BACKUPS = 3
"""The most backups to list for one inquiry."""
MAX_INQUIRIES = 8

_UNREADABLE = frozenset({"draft-damaged", "draft-truncated", "draft-empty", "draft-nothing-left"})
"""After these errors the file may be any inquiry; after others, only one last known at this path."""
_PERHAPS = frozenset({"draft-missing", "not-a-draft", "draft-unreadable", "draft-form-lost"})


@dataclass(frozen=True, slots=True)
class BackupDetails:
    """A backup to restore: its inquiry's id and title, its size in bytes, and its totals."""

    backup: Backup
    draft_id: str
    title: str
    size: int
    totals: Totals


@dataclass(frozen=True, slots=True)
class RestorableBackups:
    """The backups to restore, newest first.

    If `is_same_inquiry`, they are all of the inquiry in the file; otherwise, one of each inquiry.
    """

    is_same_inquiry: bool
    backups: tuple[BackupDetails, ...]


def find_restorable_backups(path: Path, code: str) -> RestorableBackups:
    """Return the newest backups of the inquiry at `path`, which does not open (`code` says why).

    If the inquiry cannot be identified, the newest backup of each is returned. Backups that do not
    open are skipped. It may run in any thread.
    """
    draft_id = _identify(path) if code in _UNREADABLE | _PERHAPS else ""
    if draft_id:
        return RestorableBackups(
            is_same_inquiry=True, backups=tuple(islice(_readable_details(backups_of(draft_id)), MAX_BACKUPS))
        )
    if code not in _UNREADABLE:
        return RestorableBackups(is_same_inquiry=False, backups=())
    groups = (list(group) for _, group in groupby(all_backups(), key=lambda backup: backup.path.parent))
    newest = [kept for group in groups if (kept := next(_readable_details(group), None)) is not None]
    newest.sort(key=lambda summary: summary.backup.made_at, reverse=True)
    return RestorableBackups(is_same_inquiry=False, backups=tuple(newest[:MAX_INQUIRIES]))


def _identify(path: Path) -> str:
    """Return the id of the inquiry in a file, read from it or from the list of recent files."""
    try:
        with contain_errors(path):
            return recover_draft_id(path) or draft_id_at(path)
    except DraftFileError:
        return draft_id_at(path)


def _readable_details(backups: Iterable[Backup]) -> Iterator[BackupDetails]:
    for backup in backups:
        try:
            with contain_errors(backup.path):
                details = _read_details(backup)
        except (DraftFileError, FormFileError):
            continue
        yield details


def _read_details(backup: Backup) -> BackupDetails:
    file = DraftDatabase.open(backup.path)
    try:
        file.set_read_only()
        contents = file.read()
        pictures = len(file.picture_checksums())
    finally:
        file.close()
    form = parse_form(contents.meta[FORM])
    amount = count_totals(
        form, RevisionTree(AnswerRules(form).set_aside_unfit(contents.revisions)).answers(), pictures
    )
    title = read_summary(backup.path).title if SUMMARY in contents.meta else ""
    return BackupDetails(backup, backup.path.parent.name, title, backup.path.stat().st_size, amount)
