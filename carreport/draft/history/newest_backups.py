"""Find the backups to go on from where nothing can be read of an inquiry's own file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from carreport.draft.recent_files import draft_id_at
from carreport.draft.revisions.change import CARD, FORM
from carreport.draft.revisions.tree import Tree
from carreport.draft.session.open_draft import card_of
from carreport.draft.session.totals import Amount, amount_of
from carreport.draft.storage.backups import Backup, all_backups, backups_of
from carreport.draft.storage.database import DraftFile
from carreport.draft.storage.salvage import draft_id_of
from carreport.errors import DraftFileError, FormFileError
from carreport.form.loader import parse_form

MOST = 3
"""How many backups of one inquiry are told."""
MOST_INQUIRIES = 8

_UNREADABLE = frozenset({"draft-damaged", "draft-truncated", "draft-empty", "draft-nothing-left"})
"""After these, it may be any inquiry; after others, only one that is known to have lain there."""
_PERHAPS = frozenset({"draft-missing", "not-a-draft", "draft-unreadable", "draft-form-lost"})


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A backup to go on from: its inquiry's id and title, how many bytes it has, how much is answered."""

    backup: Backup
    draft_id: str
    title: str
    size: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class LastResort:
    """The backups to go on from, the newest first.

    If it `is_known` which inquiry the file was, they are all of that one; else one of each inquiry.
    """

    is_known: bool
    backups: tuple[KeptBackup, ...]


def backups_to_go_on_from(path: Path, code: str) -> LastResort:
    """Return the newest backups of the inquiry at `path`, which does not open (`code` says why).

    Where it cannot be told which inquiry it was, the newest backup of each is returned. A backup
    that does not open itself is passed over. It may run in any thread.
    """
    draft_id = _id_of(path) if code in _UNREADABLE | _PERHAPS else ""
    if draft_id:
        return LastResort(is_known=True, backups=tuple(islice(_kept(backups_of(draft_id)), MOST)))
    if code not in _UNREADABLE:
        return LastResort(is_known=False, backups=())
    groups = (list(group) for _, group in groupby(all_backups(), key=lambda each: each.path.parent))
    newest = [kept for group in groups if (kept := next(_kept(group), None)) is not None]
    newest.sort(key=lambda each: each.backup.made_at, reverse=True)
    return LastResort(is_known=False, backups=tuple(newest[:MOST_INQUIRIES]))


def _id_of(path: Path) -> str:
    """Return which inquiry a file is, by what is left of it, else by what was last opened there."""
    try:
        return draft_id_of(path) or draft_id_at(path)
    except DraftFileError:
        return draft_id_at(path)


def _kept(backups: Iterable[Backup]) -> Iterator[KeptBackup]:
    for backup in backups:
        try:
            yield _looked_into(backup)
        except (DraftFileError, FormFileError, OSError, KeyError):
            continue


def _looked_into(backup: Backup) -> KeptBackup:
    file = DraftFile.open(backup.path)
    try:
        file.only_read()
        contents = file.read()
        pictures = len(file.picture_names())
    finally:
        file.close()
    form = parse_form(contents.meta[FORM])
    amount = amount_of(form, Tree(contents.revisions).answers(), pictures)
    title = card_of(backup.path).title if CARD in contents.meta else ""
    return KeptBackup(backup, backup.path.parent.name, title, backup.path.stat().st_size, amount)
