"""Count changes by others in many inquiries since one person's last session in each.

Results are cached by the size and time of each file, so only changed files are opened. The cache
can be deleted at any time.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from carreport.atomic_write import delete_files, replace_private_file
from carreport.draft.storage.summary import is_in_cloud
from carreport.errors import CarreportError
from carreport.regular_files import read_own_file
from carreport.settings import cache_folder


@dataclass(frozen=True, slots=True)
class UnreadChanges:
    """The number of changes by others in the inquiry at `path`, and who made them."""

    path: Path
    count: int
    authors: tuple[str, ...]


def find_unread_changes(inquiries: Iterable[Path], me: str) -> Generator[UnreadChanges, None, None]:
    """Yield the changes by others in each inquiry since `me` last closed it on this computer.

    Inquiries that cannot be opened are skipped. Opening those that have changed takes time, so a
    worker thread does this, which may stop after any of them.
    """
    wanted = list(inquiries)
    cache = _UnreadCache(me)
    try:
        for path in wanted:
            unread = cache.lookup(path)
            if unread is not None:
                yield unread
    finally:
        cache.save(wanted)


def clear_unread_cache() -> tuple[Path, ...]:
    """Delete the cache; return the files that could not be deleted."""
    return delete_files(cache_folder().glob("news-*"))


class _UnreadCache:
    """The cached changes of each inquiry, for one person."""

    def __init__(self, me: str) -> None:
        self._me = me
        name = blake2b(me.encode(), digest_size=8).hexdigest()
        self._file = cache_folder() / f"news-{name}.json"
        self._cached = _read(self._file)
        self._fresh: dict[str, Any] = {}

    def lookup(self, path: Path) -> UnreadChanges | None:
        """Return the changes by others in one inquiry, opening it only if it is not cached."""
        place = str(path.absolute())
        try:
            status = path.stat()
        except OSError:
            return None
        mark = [status.st_mtime_ns, status.st_size]
        with suppress(KeyError, TypeError, ValueError):
            cached = self._cached[place]
            if cached["mark"] == mark:
                return UnreadChanges(path, int(cached["places"]), tuple(map(str, cached["authors"])))
        if is_in_cloud(status):
            return None
        unread = _count_unread(path, self._me)
        if unread is not None:
            self._fresh[place] = {"mark": mark, "places": unread.count, "authors": unread.authors}
        return unread

    def save(self, wanted: Iterable[Path]) -> None:
        """Write the results of these inquiries and no others; an error is ignored."""
        if not self._fresh:
            return
        places = [str(path.absolute()) for path in wanted]
        cached = {place: self._cached[place] for place in places if place in self._cached} | self._fresh
        with suppress(OSError):
            replace_private_file(
                self._file, json.dumps(cached, ensure_ascii=False).encode(errors="surrogatepass")
            )


def _count_unread(path: Path, me: str) -> UnreadChanges | None:
    from carreport.draft.history.changes_by_others import edits_by_others  # noqa: PLC0415 - not needed when everything is cached
    from carreport.draft.session.draft_session import DraftSession  # noqa: PLC0415 - likewise
    from carreport.draft.storage.error_messages import contain_errors  # noqa: PLC0415 - likewise

    try:
        with contain_errors(path), DraftSession.open(path, me, read_only=True) as session:
            edits = edits_by_others(session)
    except CarreportError:
        return None
    return UnreadChanges(path, len(edits), tuple(dict.fromkeys(edit.author for edit in edits)))


def _read(file: Path) -> dict[str, Any]:
    try:
        stored = json.loads(read_own_file(file))
    except (OSError, ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}
