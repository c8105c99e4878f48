"""Delete inquiries into the bin, restore them, and delete them permanently.

In the bin an inquiry is whole: its private files and backups are kept with it. After 30 days all of
it is deleted, unless another file of the same inquiry on this computer needs the backups.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from carreport.draft.recent_files import forget_recent_file, recent_files_of
from carreport.draft.removal.bin import (
    BinnedDraft,
    binned_drafts,
    binned_files_of,
    destroy,
    destroy_binned,
    is_in_bin,
    move_out_of_bin,
    move_to_bin,
)
from carreport.draft.removal.put_away import take_out
from carreport.draft.revisions.change import DRAFT_ID
from carreport.draft.session.private_file import private_file_name, private_path
from carreport.draft.storage.backups import backups_folder, backups_of
from carreport.draft.storage.database import PRIVATE_SUFFIX, DraftDatabase
from carreport.draft.storage.draft_files import journal_path
from carreport.draft.storage.error_messages import contain_errors
from carreport.draft.storage.file_header import shown_name
from carreport.draft.storage.lock import DraftLock, LockOwner
from carreport.errors import DraftFileError, DraftSaveError, system_reason
from carreport.file_names import is_draft_name
from carreport.regular_files import check_own_file, is_own_file
from carreport.settings import drafts_folder

NOT_CHANGED = "The inquiry has not been changed."


def delete_draft(path: Path, author: str) -> BinnedDraft:
    """Move a draft in the folder of drafts into the bin.

    Raise `DraftSaveError` if somebody has it open or it cannot be moved; then it is where it was.
    """
    path = path.absolute()
    try:
        check_own_file(path)
    except OSError as problem:
        raise _not_deleted(path, system_reason(problem)) from None
    lock = _lock_to_delete(path, author)
    try:
        draft_id = _settled_id(path)
        if journal_path(path).exists():
            raise _not_deleted(path, "its last changes have not been saved into it yet")
        binned = move_to_bin(path, draft_id)
    except OSError as problem:
        raise _not_deleted(path, system_reason(problem)) from None
    finally:
        lock.release()
    forget_draft(path)
    return binned


def files_to_delete(path: Path, author: str) -> tuple[Path, ...]:
    """Return a draft outside the folder of drafts, and its author's private file; nothing if it is gone.

    Raise `DraftSaveError` if somebody has it open. Only the computer's own bin can keep these files.
    """
    if not path.is_file():
        return ()
    _lock_to_delete(path, author).release()
    own: tuple[Path, ...] = ()
    with suppress(DraftFileError):
        private = private_path(path, _settled_id(path), author)
        own = (private,) if private.exists() else ()
    return (path, *own)


def forget_draft(path: Path) -> None:
    """Forget that a file was opened or put away; an error is ignored."""
    forget_recent_file(path)
    with suppress(DraftSaveError):
        take_out(path)


def find_binned(path: Path) -> BinnedDraft:
    """Return the draft at this path in the bin; raise `DraftFileError` if it is not there any more."""
    for binned in binned_drafts():
        if binned.path == path:
            return binned
    raise DraftFileError(
        "not-in-bin",
        f"{shown_name(path)} is not in the bin.",
        why="It has been restored or deleted permanently.",
        remedy="Look for it in the list of your inquiries.",
    )


def restore_draft(binned: BinnedDraft) -> Path:
    """Move a draft out of the bin, under a free name; return its path. Raise `DraftSaveError`."""
    try:
        return move_out_of_bin(binned)
    except OSError as problem:
        raise DraftSaveError(
            "not-restored",
            f"{shown_name(binned.path)} could not be restored: {system_reason(problem)}.",
            why="It is still in the bin.",
            remedy="Free some space, then try again.",
        ) from None


def delete_permanently(binned: BinnedDraft, author: str) -> None:
    """Delete a draft in the bin with its private files and backups; raise `DraftSaveError`.

    The draft is deleted last, so that what could not be deleted is found again. Backups are kept if
    this computer has another file of the inquiry.
    """
    try:
        for file in list(_only_its_own(binned, author)):
            destroy(file)
        destroy_binned(binned)
    except OSError as problem:
        raise DraftSaveError(
            "not-deleted",
            f"{shown_name(binned.path)} could not be deleted permanently: {system_reason(problem)}.",
            why="It is still in the bin.",
            remedy="Close other programs that may have it open, then try again.",
        ) from None


def empty_old_from_bin(author: str) -> tuple[BinnedDraft, ...]:
    """Delete permanently what has been in the bin for 30 days; return what is still there."""
    kept = []
    for binned in binned_drafts():
        if binned.last_day > datetime.now(UTC):
            kept.append(binned)
            continue
        with suppress(DraftSaveError):  # it is tried again the next time
            delete_permanently(binned, author)
    return tuple(kept)


def require_not_in_bin(path: Path) -> None:
    """Raise `DraftFileError` if a draft is in the bin, where it must not be edited."""
    if is_in_bin(path):
        raise DraftFileError(
            "draft-in-bin",
            f"{shown_name(path)} is in the bin of carreport.",
            why=NOT_CHANGED,
            remedy="Choose “Put away and deleted” on the start page, and restore it.",
        )


def _lock_to_delete(path: Path, author: str) -> DraftLock:
    """Return the lock of a draft that nobody has open, to be released; raise `DraftSaveError`."""
    try:
        acquired = DraftLock.acquire(path, author)
    except OSError as problem:
        raise _not_deleted(path, f"{system_reason(problem)}") from None
    if isinstance(acquired, LockOwner):
        raise DraftSaveError(
            "draft-open",
            f"{shown_name(path)} is open, so it cannot be deleted. {acquired.sentence}",
            why=NOT_CHANGED,
            remedy="Close it there, then try again.",
        )
    return acquired


def _only_its_own(binned: BinnedDraft, author: str) -> Iterator[Path]:
    """Yield the backups and private files that no other file of the inquiry needs."""
    draft_id, authors = _id_and_authors(binned.path)
    if not draft_id or _other_files_of(draft_id, binned.path):
        return
    for name in sorted({*authors, author}):
        ending = private_file_name(Path(), draft_id, name)
        for private in sorted(drafts_folder().glob(f"*{ending}")):
            if is_own_file(private) and private.name.endswith(PRIVATE_SUFFIX):
                yield from _backup_files(_settled_id(private))
                yield private
    yield from _backup_files(draft_id)


def _backup_files(draft_id: str) -> tuple[Path, ...]:
    if not draft_id:
        return ()
    unfinished = sorted(backups_folder(draft_id).glob(".*.tmp*"))
    return (*(backup.path for backup in backups_of(draft_id)), *unfinished)


def _other_files_of(draft_id: str, path: Path) -> bool:
    """Say whether this computer knows another file of an inquiry, even on a drive that is not there."""
    if any(binned != path for binned in binned_files_of(draft_id)) or recent_files_of(draft_id):
        return True
    try:
        names = [file for file in drafts_folder().iterdir() if is_draft_name(file.name)]
    except OSError:
        return True
    return any(_settled_id(file) == draft_id for file in names)


def _settled_id(path: Path) -> str:
    """Return the id in a file, once an interrupted save is settled; nothing if the file cannot be read."""
    try:
        with contain_errors(path):
            file = DraftDatabase.open(path)
            try:
                return file.meta().get(DRAFT_ID, "")
            finally:
                file.close()
    except DraftFileError as problem:
        if problem.code == "draft-missing":
            raise
        return ""


def _id_and_authors(path: Path) -> tuple[str, frozenset[str]]:
    try:
        with contain_errors(path):
            file = DraftDatabase.open(path)
            try:
                contents = file.read()
            finally:
                file.close()
    except DraftFileError:
        return "", frozenset()
    return contents.meta.get(DRAFT_ID, ""), frozenset(row.author for row in contents.revisions if row.author)


def _not_deleted(path: Path, reason: str) -> DraftSaveError:
    return DraftSaveError(
        "not-deleted",
        f"{shown_name(path)} could not be deleted: {reason}.",
        why=NOT_CHANGED,
        remedy="Close other programs that may have it open, then try again.",
    )
