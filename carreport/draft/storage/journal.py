"""Never roll back the journal of one draft into another.

While it saves a draft, SQLite keeps the old pages in a journal beside it. If the program is killed,
whoever opens the draft next puts the old pages back. But a journal holds neither the name nor the
id of its draft: one that was copied or synchronised to the wrong place would overwrite the draft.
So before SQLite opens a draft that has a journal and that nobody is writing, the journal is rolled
back into a copy. Only if the copy fits the draft may SQLite roll back the draft itself. Any other
journal is renamed, and the draft stays as it is.
"""

from __future__ import annotations

import os
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from carreport import atomic_write
from carreport.draft.storage import connection as sqlite
from carreport.draft.storage import file_header
from carreport.draft.storage.draft_files import (
    discard_temp_file,
    journal_path,
    log_path,
    move_into_place,
    set_aside_path,
    set_journal_aside,
    temp_path,
)
from carreport.draft.storage.journal_check import DraftState, lost_revisions, read_state
from carreport.draft.storage.sqlite_pages import JOURNAL_MAGIC, Journal, page_size_in
from carreport.file_names import draft_name_beside, is_draft_name
from carreport.regular_files import PRIVATE_MODE, is_own_file, open_own_file

_BLOCK = 1 << 20
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries to lock a draft that somebody is reading."""


class Verdict(Enum):
    """What a journal is to the draft beside which it was found.

    `FINISHED`: there is nothing to roll back, because the save was complete or had changed nothing yet.
    `PARTLY_NEWER`: it may be rolled back, but the draft as it is has intact versions that it would
    not have then.
    """

    BELONGS = "belongs"
    PARTLY_NEWER = "partly newer"
    FINISHED = "finished"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class SettledDraft:
    """The file that SQLite may open: the draft, or a copy in a temporary folder if it cannot be written."""

    file: Path
    notice: str
    folder: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Delete the temporary copy, if there is one."""
        if self.folder is not None:
            self.folder.cleanup()


def set_aside_notice(path: Path) -> str:
    """Say that a journal beside a draft was not used, or return an empty string."""
    aside = set_aside_path(path)
    if not os.path.lexists(aside):
        return ""
    return (
        f"A journal was found beside {path.name} that does not belong to it. It was not used, and is kept as "
        f"{aside.name}. The inquiry has not been changed. Delete the journal if no other inquiry needs it."
    )


def settle_journal(path: Path) -> SettledDraft:
    """Decide about the journal beside a draft, so that SQLite can open the draft.

    Raise `OSError` or an SQLite error.
    """
    if not has_journal(path):
        return SettledDraft(path, set_aside_notice(path))
    folder = tempfile.TemporaryDirectory(prefix="carreport-", ignore_cleanup_errors=True)
    with ExitStack() as until_returned:
        until_returned.callback(folder.cleanup)
        copy, notice = _settle_all(path, Path(folder.name))
        if copy is None:
            return SettledDraft(path, set_aside_notice(path))
        until_returned.pop_all()
    return SettledDraft(copy, notice, folder)


def has_journal(path: Path) -> bool:
    """Say whether there is anything beside a draft that SQLite would read with it."""
    return _may_be_rolled_back(journal_path(path)) or os.path.lexists(log_path(path))


def is_being_saved(path: Path) -> bool:
    """Say whether a program on this computer is saving a draft now; raise `OSError` or an SQLite error."""
    file = sqlite.open_vfs_file(path)
    try:
        return bool(file.xCheckReservedLock())
    finally:
        file.xClose()


def settled_copy(path: Path, folder: Path) -> Path:
    """Return a copy of a draft in `folder`, with its journal rolled back if it belongs to it.

    Nothing beside the draft is changed. Raise `OSError` or an SQLite error.
    """
    file = sqlite.open_vfs_file(path)
    try:
        if _may_be_rolled_back(journal_path(path)) and not file.xCheckReservedLock():
            return _judge(path, file, folder)[1]
        return _copy(file, folder / path.name)
    finally:
        file.xClose()


def _settle_all(path: Path, folder: Path) -> tuple[Path | None, str]:
    """Set a write-ahead log aside, which no draft has, and decide about a journal, as `_settle` does."""
    try:
        set_journal_aside(path, log_path(path))
    except OSError:
        return settled_copy(path, folder), _unused_notice(path)
    return _settle(path, folder) if has_journal(path) else (None, "")


def _settle(path: Path, folder: Path) -> tuple[Path | None, str]:
    """Decide about a journal.

    Return a copy to open if the folder cannot be changed, and what to tell the user about the journal then.
    """
    with _locked(path) as file:
        if file is None:
            return None, ""  # somebody is saving this draft, with this journal
        try:
            verdict, copy = _judge(path, file, folder)
        except FileNotFoundError:
            if os.path.lexists(journal_path(path)):
                raise
            return None, ""  # SQLite has just deleted it
        try:
            if verdict is Verdict.PARTLY_NEWER:
                _keep_copy(path, file)
            elif verdict is Verdict.FOREIGN:
                set_journal_aside(path)
            elif verdict is Verdict.FINISHED:
                file.xSync(sqlite.FULL_SYNC)
                journal_path(path).unlink()
        except (OSError, *sqlite.ERRORS):
            return copy, _unused_notice(path) if verdict is Verdict.FOREIGN else ""
    if verdict in (Verdict.BELONGS, Verdict.PARTLY_NEWER):
        return None if sqlite.try_recovery(path) else copy, ""
    atomic_write.sync_folder(path.parent)
    return None, ""


def _may_be_rolled_back(journal: Path) -> bool:
    """Say whether SQLite may roll back a journal: it is not empty, and its header is not blank."""
    if not os.path.lexists(journal):
        return False
    if not is_own_file(journal):
        return True
    try:
        with os.fdopen(open_own_file(journal), "rb") as stream:
            return stream.read(1).strip(b"\0") != b""
    except FileNotFoundError:
        return False  # SQLite has just deleted it: a save has ended


@contextmanager
def _locked(path: Path) -> Iterator[sqlite.VFSFile | None]:
    """Lock a draft, so that nobody else opens it; yield nothing if somebody is saving it."""
    file = sqlite.open_vfs_file(path)
    try:
        for wait in (*_WAITS, None):
            if file.xCheckReservedLock():
                yield None
                return
            if sqlite.lock_exclusively(file, last_try=wait is None):
                break
            time.sleep(wait or 0)
        yield file
    finally:
        sqlite.unlock_and_close(file)


def _judge(path: Path, file: sqlite.VFSFile, folder: Path) -> tuple[Verdict, Path]:
    """Say whether the journal belongs to the draft, and return a copy of the draft as it should be."""
    copy = _copy(file, folder / path.name)
    if not is_own_file(journal_path(path)):
        return Verdict.FOREIGN, copy
    head = file.xRead(min(file.xFileSize(), file_header.HEADER_LENGTH), 0)
    with os.fdopen(open_own_file(journal_path(path)), "rb") as stream:
        journal = Journal.read(stream, page_size_in(head))
        verdict = _verdict_without_pages(stream) if journal is None else _verdict(file, head, journal, copy)
    if verdict in (Verdict.FOREIGN, Verdict.FINISHED):
        copy = _copy(file, copy)
    return verdict, copy


def _verdict_without_pages(stream: BinaryIO) -> Verdict:
    """Decide about a journal without a usable header: SQLite had just begun it, or it never was one."""
    stream.seek(0)
    begins_rightly = JOURNAL_MAGIC.startswith(stream.read(len(JOURNAL_MAGIC)))
    return Verdict.FINISHED if begins_rightly else Verdict.FOREIGN


def _verdict(file: sqlite.VFSFile, head: bytes, journal: Journal, copy: Path) -> Verdict:
    """Compare a journal with a draft, page by page and then in a copy of the draft."""
    changed = {number for number in journal.places if _page(file, journal, number) != journal.page(number)}
    if not changed and file.xFileSize() == journal.page_count * journal.page_size:
        return Verdict.FINISHED
    saves = _saves_since(journal, head, changed)
    if saves is None:
        return Verdict.FOREIGN
    now = read_state(copy)
    _roll_back_copy(copy, journal)
    is_whole = saves == 1 and journal.places.keys() - changed <= _free_pages(file, head, journal)
    return _compare(read_state(copy), now, saves=saves, is_whole=is_whole)


def _compare(before: DraftState, now: DraftState, *, saves: int, is_whole: bool) -> Verdict:
    """Compare the draft as it was before the save with the draft as it is.

    `is_whole` says that every page of the save is on the disk.
    """
    if not _may_be_same_inquiry(before, now) or before.problems > now.problems:
        return Verdict.FOREIGN
    if now.problems:
        return Verdict.BELONGS
    if is_whole:
        return Verdict.FINISHED
    if not now.revisions.keys() - before.revisions.keys():
        return Verdict.BELONGS
    return Verdict.FOREIGN if saves == 0 and lost_revisions(before, now) else Verdict.PARTLY_NEWER


def _may_be_same_inquiry(before: DraftState, now: DraftState) -> bool:
    """Compare the ids; if one of them cannot be read, say whether the two have anything in common."""
    if before.draft_id and now.draft_id:
        return before.draft_id == now.draft_id
    return not now.revisions or not before.revisions or lost_revisions(before, now) != before.revisions.keys()


def _saves_since(journal: Journal, head: bytes, changed: set[int]) -> int | None:
    """Return by how many saves the draft is newer than the journal: 0 or 1, or nothing if they do not fit.

    Each save adds one to the counter on the first page, so the counter may differ by one at most, and
    a page with the same counter is the same page.
    """
    if len(head) < file_header.HEADER_LENGTH or not head.startswith(file_header.MAGIC):
        return 0  # the header is damaged
    (size,) = struct.unpack(">H", head[16:18])
    if size != journal.page_size:
        return None
    if 1 not in journal.places:
        return 0
    counters = struct.unpack(">I", head[24:28])[0], struct.unpack(">I", journal.page(1)[24:28])[0]
    saves = (counters[0] - counters[1]) & 0xFFFFFFFF
    return None if saves > 1 or (saves == 0 and 1 in changed) else int(saves)


def _free_pages(file: sqlite.VFSFile, head: bytes, journal: Journal) -> set[int]:
    """Return the unused pages of a draft: SQLite does not write those that a save has freed."""
    free: set[int] = set()
    (trunk,) = struct.unpack(">I", head[32:36])
    while trunk and trunk not in free:
        free.add(trunk)
        page = _page(file, journal, trunk)
        trunk, count = struct.unpack(">II", page[:8]) if len(page) >= 8 else (0, 0)
        leaves = page[8 : 8 + 4 * count]
        free.update(number for (number,) in struct.iter_unpack(">I", leaves[: len(leaves) // 4 * 4]))
    return free


def _roll_back_copy(copy: Path, journal: Journal) -> None:
    """Have SQLite roll back a journal into a copy of the draft; only the part that counts is copied."""
    journal.stream.seek(0)
    left = journal.length
    with journal_path(copy).open("xb") as target:
        while left and (part := journal.stream.read(min(left, _BLOCK))):
            target.write(part)
            left -= len(part)
    sqlite.try_recovery(copy)


def _page(file: sqlite.VFSFile, journal: Journal, number: int) -> bytes:
    """Return a page of a draft as it is now, or as much of it as there is."""
    start = (number - 1) * journal.page_size
    length = min(journal.page_size, file.xFileSize() - start)
    return file.xRead(length, start) if length > 0 else b""


def _copy(file: sqlite.VFSFile, target: Path) -> Path:
    """Copy a draft through SQLite's own file layer, which keeps the locks on it."""
    target.unlink(missing_ok=True)
    atomic_write.make_new_file(target, PRIVATE_MODE)
    with target.open("r+b") as stream:
        blank = bytes(_BLOCK)
        for block in sqlite.blocks_of(file):
            if block == blank[: len(block)]:
                stream.seek(len(block), os.SEEK_CUR)  # holes stay holes
            else:
                stream.write(block)
        stream.truncate(file.xFileSize())
    return target


def _keep_copy(path: Path, file: sqlite.VFSFile) -> None:
    """Keep the draft as it is beside it, because it has intact versions that a rollback would remove."""
    moment = f"{datetime.now().astimezone():%Y-%m-%d %H.%M.%S}"
    ending = f" (before recovery {moment})"
    is_draft = is_draft_name(path.name)
    kept = (
        draft_name_beside(path, ending) if is_draft else path.with_name(f"{path.stem}{ending}{path.suffix}")
    )
    fresh = temp_path(kept)
    try:
        _copy(file, fresh)
        atomic_write.sync_file(fresh)
        fresh.chmod(atomic_write.mode_of(path) or PRIVATE_MODE)
        move_into_place(fresh, kept)
    finally:
        discard_temp_file(fresh)


def _unused_notice(path: Path) -> str:
    return (
        f"A journal was found beside {path.name} that does not belong to it. It was not used. The folder "
        "cannot be changed, so the journal is still there. Copy the inquiry to one of your own folders to "
        "edit it."
    )
