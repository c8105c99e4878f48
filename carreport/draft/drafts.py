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
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32  # `hashlib` would load OpenSSL: 3.6 MiB before the list is shown

from carreport.atomic_write import delete_files, remove_temp_files
from carreport.draft.storage.summary import DraftSummary, summary_from_dict, summary_to_dict
from carreport.errors import DraftFileError
from carreport.settings import cache_folder

if TYPE_CHECKING:
    from carreport.form.schema import Form

DRAFT_SUFFIX = ".carreport"
MAX_NAME = 60
_FORMAT = 3

__all__ = ["DraftSummary", "clear_drafts_index", "draft_summaries", "new_draft_path"]


def draft_summaries(folder: Path) -> list[DraftSummary]:
    """Return a summary of every draft in `folder`, most recently changed first.

    A draft that cannot be opened has a summary that says why. Temporary files of killed programs
    are deleted.
    """
    remove_temp_files(folder)
    index = _DraftsIndex(folder)
    summaries = [index.summary(entry) for entry in _draft_entries(folder)]
    index.save()
    return sorted(summaries, key=lambda card: (card.changed_at, card.path.name), reverse=True)


def clear_drafts_index() -> tuple[Path, ...]:
    """Delete the index of drafts; return the files that could not be deleted."""
    return delete_files(cache_folder().glob("shelf-*"))


def new_draft_path(folder: Path, title: str) -> Path:
    """Return a path in `folder` (which is created) for a new draft, named after its title."""
    folder.mkdir(parents=True, exist_ok=True)
    words = re.sub(r"[^\w\s-]", "", title).strip().lower()
    name = re.sub(r"[\s_-]+", "-", words)[:MAX_NAME].strip("-") or "inquiry"
    number = 1
    while (path := folder / f"{name}{f'-{number}' if number > 1 else ''}{DRAFT_SUFFIX}").exists():
        number += 1
    return path


class _DraftsIndex:
    """The index of one folder of drafts."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.resolve())
        self._file = cache_folder() / f"shelf-{crc32(self._folder.encode()):08x}.json"
        self._cached = _read(self._file, self._folder)
        self._seen: dict[str, Any] = {}
        self._forms: dict[str, Form] = {}

    def summary(self, entry: os.DirEntry[str]) -> DraftSummary:
        """Return the summary of one draft, opening it only if it has changed."""
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
                return card
        card = _read_from_file(path, self._forms)
        if not card.error:
            self._seen[entry.name] = {"mark": mark, "told": summary_to_dict(card)}
        return card

    def save(self) -> None:
        """Write the index if it has changed; an error is ignored."""
        if self._seen == self._cached:
            return
        fresh = self._file.with_suffix(f".{os.getpid()}.tmp")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            words = json.dumps(
                {"format": _FORMAT, "folder": self._folder, "drafts": self._seen}, ensure_ascii=False
            )
            fresh.write_text(words, encoding="utf-8")
            fresh.replace(self._file)


def _draft_entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(DRAFT_SUFFIX) and not entry.name.startswith("."):
                    yield entry
    except (FileNotFoundError, NotADirectoryError):
        return


def _read(file: Path, folder: str) -> Mapping[str, Any]:
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(stored, dict) or stored.get("format") != _FORMAT or stored.get("folder") != folder:
        return {}
    drafts = stored.get("drafts")
    return drafts if isinstance(drafts, dict) else {}


def _read_from_file(path: Path, forms: dict[str, Form]) -> DraftSummary:
    from carreport.draft.session.open_draft import inspect_summary  # noqa: PLC0415 - not needed when the index is current

    try:
        return inspect_summary(path, forms)
    except DraftFileError as problem:
        return DraftSummary(path, path.stem, error=str(problem))
