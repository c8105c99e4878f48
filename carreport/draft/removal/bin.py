"""Keep deleted inquiries for 30 days, whole, where only carreport looks.

A deleted draft keeps its file name, in a folder named after its id and one named by the time (UTC)
at which it was deleted. It gets there, and back, by one renaming, so that it is always in one place.
Its private files and its backups stay where they are, because only this draft can find them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import count
from pathlib import Path

from carreport.atomic_write import delete_file, make_new_file, rename_path, sync_folder
from carreport.file_names import draft_name_beside, is_draft_name
from carreport.regular_files import PRIVATE_MODE, is_own_file, make_private_folder, open_own_file
from carreport.settings import drafts_folder

DAYS_IN_BIN = 30
_STAMP = "%Y-%m-%dT%H-%M-%S-%fZ"
_WITHOUT_ID = "unknown"


@dataclass(frozen=True, slots=True)
class BinnedDraft:
    """A draft in the bin, and when it was deleted."""

    path: Path
    deleted_at: datetime

    @property
    def last_day(self) -> datetime:
        """When it may be deleted permanently."""
        return self.deleted_at + timedelta(days=DAYS_IN_BIN)


def bin_folder() -> Path:
    """Return the folder of the bin; it may not exist yet."""
    return drafts_folder().with_name("bin")


def is_in_bin(path: Path) -> bool:
    """Say whether a file is in the bin."""
    return bin_folder().absolute() in path.absolute().parents


def binned_drafts() -> tuple[BinnedDraft, ...]:
    """Return the drafts in the bin, the one deleted last first."""
    found = (draft for folder in _subfolders(bin_folder()) for draft in _binned_in(folder))
    return tuple(sorted(found, key=lambda draft: draft.deleted_at, reverse=True))


def binned_files_of(draft_id: str) -> tuple[Path, ...]:
    """Return the files of one inquiry that are in the bin."""
    return tuple(draft.path for draft in _binned_in(_folder_of(draft_id)))


def move_to_bin(path: Path, draft_id: str) -> BinnedDraft:
    """Move a draft into the bin; an empty id is that of a draft that cannot be read.

    Nobody may have it open. Raise `OSError`, with the draft where it was.
    """
    deleted_at, folder = _make_deletion_folder(_folder_of(draft_id))
    target = folder / path.name
    try:
        rename_path(path, target)
    except OSError:
        _remove_empty(folder)
        raise
    _sync(target.parent, path.parent)
    return BinnedDraft(target, deleted_at)


def move_out_of_bin(binned: BinnedDraft) -> Path:
    """Move a draft back into the folder of drafts, under a free name; return its path. Raise `OSError`."""
    make_private_folder(drafts_folder())
    wanted = next(filter(_reserve, _free_names(drafts_folder() / binned.path.name)))
    try:
        rename_path(binned.path, wanted)
    except OSError:
        if os.name != "nt":
            delete_file(wanted)
        raise
    _sync(wanted.parent, binned.path.parent)
    _remove_empty(binned.path.parent)
    return wanted


def destroy(path: Path) -> None:
    """Overwrite one of the program's own files, then delete it; raise `OSError`."""
    if is_own_file(path) and path.stat().st_nlink == 1:
        handle = open_own_file(path, os.O_RDWR)
        try:
            left = os.fstat(handle).st_size
            while left > 0:
                left -= os.write(handle, bytes(min(left, 1 << 20)))
            os.fsync(handle)
        finally:
            os.close(handle)
    delete_file(path)


def destroy_binned(binned: BinnedDraft) -> None:
    """Delete a draft in the bin permanently; raise `OSError`."""
    destroy(binned.path)
    _remove_empty(binned.path.parent)


def _folder_of(draft_id: str) -> Path:
    safe = re.fullmatch(r"[0-9a-f]{8,64}", draft_id)
    hashed = blake2b(draft_id.encode(), digest_size=16).hexdigest()
    return bin_folder() / (draft_id if safe else hashed if draft_id else _WITHOUT_ID)


def _make_deletion_folder(inside: Path) -> tuple[datetime, Path]:
    """Make a folder that no other deletion has, so that nothing in it is ever replaced."""
    make_private_folder(inside)
    deleted_at = datetime.now(UTC)
    while True:
        folder = inside / deleted_at.strftime(_STAMP)
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            deleted_at += timedelta(microseconds=1)
        else:
            return deleted_at, folder


def _binned_in(folder: Path) -> Iterator[BinnedDraft]:
    for deletion in _subfolders(folder):
        try:
            deleted_at = datetime.strptime(deletion.name, _STAMP).replace(tzinfo=UTC)
            names = sorted(deletion.iterdir())
        except (ValueError, OSError):
            continue
        yield from (BinnedDraft(path, deleted_at) for path in names if is_draft_name(path.name))


def _subfolders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return []


def _free_names(wanted: Path) -> Iterator[Path]:
    yield wanted
    yield draft_name_beside(wanted, " (restored)")
    for number in count(2):
        yield draft_name_beside(wanted, f" (restored {number})")


def _reserve(path: Path) -> bool:
    """Say whether a name is free, and keep it free by an empty file, which renaming replaces.

    An empty one that a killed program has left is used again. Windows never replaces a file by
    renaming, so nothing is made there.
    """
    if os.name == "nt":
        return not os.path.lexists(path)
    try:
        make_new_file(path, PRIVATE_MODE)
    except FileExistsError:
        return is_own_file(path) and not path.stat().st_size
    return True


def _sync(*folders: Path) -> None:
    for folder in folders:
        with suppress(OSError):  # not every system supports it
            sync_folder(folder)


def _remove_empty(folder: Path) -> None:
    """Delete the folder of a deletion, and that of the inquiry, unless they hold anything."""
    with suppress(OSError):
        folder.rmdir()
        folder.parent.rmdir()
