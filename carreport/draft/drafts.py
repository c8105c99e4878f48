"""List the drafts in a folder quickly, however many there are.

The summary of each draft is kept in an index by the path, size and time of its file, so that only
changed files are opened. The index can be deleted at any time.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32  # `hashlib` would load OpenSSL: 3.6 MiB before the list is shown

from carreport.atomic_write import delete_files, rename_path, replace_private_file, sync_folder
from carreport.draft.storage.draft_files import remove_temp_files
from carreport.draft.storage.file_header import shown_name
from carreport.draft.storage.summary import (
    IN_CLOUD,
    DraftSummary,
    is_in_cloud,
    summary_from_dict,
    summary_to_dict,
)
from carreport.errors import DraftFileError, system_reason
from carreport.file_names import DRAFT_SUFFIX, MOST_BYTES, is_draft_name, is_reserved, shorten
from carreport.regular_files import follow_links, make_private_folder, read_own_file
from carreport.settings import cache_folder

if TYPE_CHECKING:
    from carreport.form.schema import Form

MAX_NAME = 60
_FORMAT = 3

__all__ = [
    "DraftSummary",
    "clear_drafts_index",
    "draft_summaries",
    "is_named_after",
    "new_draft_path",
    "rename_draft",
]


def draft_summaries(folder: Path) -> list[DraftSummary]:
    """Return a summary of every draft in `folder`, most recently changed first.

    A draft that cannot be opened has a summary that says why. Temporary files of killed programs
    are deleted.
    """
    remove_temp_files(folder)
    index = _DraftsIndex(folder)
    summaries = [index.summary(entry) for entry in _draft_entries(folder)]
    index.save()
    present = [card for card in summaries if card is not None]
    return sorted(present, key=lambda card: (card.changed_at, card.path.name), reverse=True)


def clear_drafts_index() -> tuple[Path, ...]:
    """Delete the index of drafts; return the files that could not be deleted."""
    return delete_files(cache_folder().glob("shelf-*"))


def new_draft_path(folder: Path, title: str) -> Path:
    """Return a path in `folder` (which is created) for a new draft, named after its title."""
    make_private_folder(folder)
    name = _name_of(title)
    number = 1
    while os.path.lexists(path := folder / f"{name}{f'-{number}' if number > 1 else ''}{DRAFT_SUFFIX}"):
        number += 1
    return path


def is_named_after(draft: Path, title: str) -> bool:
    """Say whether a draft has the name that `new_draft_path` gives one with this title."""
    return bool(re.fullmatch(re.escape(_name_of(title)) + r"(-\d+)?", draft.name.removesuffix(DRAFT_SUFFIX)))


def rename_draft(draft: Path, title: str, author: str) -> Path:
    """Name a closed draft after its title, with the private files beside it; return its path.

    Nothing is renamed while another window has it open, or if a journal is beside it. Backups are found by
    the id of the draft, and a private file also under the old name of its draft: whatever fails, and
    whenever, the draft has both. Raise `OSError` if the draft itself cannot be renamed.
    """
    from carreport.draft.storage.database import PRIVATE_SUFFIX  # noqa: PLC0415 - listing opens no draft
    from carreport.draft.storage.lock import DraftLock, LockOwner  # noqa: PLC0415 - likewise

    beside = [file for file in sorted(draft.parent.iterdir()) if file.name.startswith(f"{draft.name}.")]
    if is_named_after(draft, title) or _has_journal(draft):
        return draft
    lock = DraftLock.acquire(draft, author)
    if isinstance(lock, LockOwner):
        return draft
    try:
        fresh = new_draft_path(draft.parent, title)
        rename_path(draft, fresh, pauses=())
        for file in (file for file in beside if file.name.endswith(PRIVATE_SUFFIX)):
            with suppress(OSError):
                rename_path(file, fresh.with_name(fresh.name + file.name.removeprefix(draft.name)), pauses=())
        sync_folder(draft.parent)
    finally:
        lock.release()
    return fresh


def _name_of(title: str) -> str:
    """Return the name of a draft with this title, without its suffix."""
    words = re.sub(r"[^\w\s-]", "", title).strip().lower()
    name = shorten(re.sub(r"[\s_-]+", "-", words)[:MAX_NAME].strip("-"), MOST_BYTES) or "inquiry"
    return f"inquiry-{name}" if is_reserved(name) else name


def _has_journal(draft: Path) -> bool:
    """Say whether SQLite left a journal beside a draft or its private files, or one was set aside."""
    names = (file.name for file in draft.parent.iterdir())
    return any(name.startswith(draft.name) and "-journal" in name for name in names)


class _DraftsIndex:
    """The index of one folder of drafts."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(follow_links(folder))
        self._file = cache_folder() / f"shelf-{crc32(self._folder.encode()):08x}.json"
        self._cached = _read(self._file, self._folder)
        self._seen: dict[str, Any] = {}
        self._forms: dict[str, Form] = {}

    def summary(self, entry: os.DirEntry[str]) -> DraftSummary | None:
        """Return the summary of one draft, opening it only if it has changed; nothing if it has gone."""
        path = Path(entry.path)
        try:
            status = entry.stat()
        except OSError:
            return _read_from_file(path, self._forms)
        mark = [status.st_mtime_ns, status.st_size]
        cached = self._cached.get(entry.name)
        if isinstance(cached, dict) and cached.get("mark") == mark:
            with suppress(KeyError, TypeError, ValueError):
                card = summary_from_dict(path, cached["told"])
                self._seen[entry.name] = cached
                return replace(card, error=IN_CLOUD) if is_in_cloud(status) else card
        if is_in_cloud(status):
            return DraftSummary(path, path.stem, error=IN_CLOUD)
        read = _read_from_file(path, self._forms)
        if read is not None and not read.error:
            self._seen[entry.name] = {"mark": mark, "told": summary_to_dict(read)}
        return read

    def save(self) -> None:
        """Write the index if it has changed; an error is ignored."""
        if self._seen == self._cached:
            return
        index = {"format": _FORMAT, "folder": self._folder, "drafts": self._seen}
        with suppress(OSError):
            words = json.dumps(index, ensure_ascii=False)
            replace_private_file(self._file, words.encode(errors="surrogatepass"))


def _draft_entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if is_draft_name(entry.name) and not entry.name.startswith("."):
                    yield entry
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as problem:
        raise _unreadable_folder(folder, problem) from None


def _read(file: Path, folder: str) -> Mapping[str, Any]:
    try:
        stored = json.loads(read_own_file(file))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(stored, dict) or stored.get("format") != _FORMAT or stored.get("folder") != folder:
        return {}
    drafts = stored.get("drafts")
    return drafts if isinstance(drafts, dict) else {}


def _read_from_file(path: Path, forms: dict[str, Form]) -> DraftSummary | None:
    from carreport.draft.session.open_draft import inspect_summary  # noqa: PLC0415 - not needed when the index is current

    try:
        return inspect_summary(path, forms)
    except DraftFileError as problem:
        if problem.code == "draft-missing":
            return None
        title = shown_name(path).removesuffix(DRAFT_SUFFIX)
        return DraftSummary(path, title, error=str(problem))


def _unreadable_folder(folder: Path, problem: OSError) -> DraftFileError:
    return DraftFileError(
        "folder-unreadable",
        f"The folder {folder} cannot be read: {system_reason(problem)}.",
        why="The inquiries in it have not been changed.",
        remedy="Check the permissions of the folder.",
    )
