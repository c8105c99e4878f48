"""Find the conflict copies that synchronising programs leave beside an inquiry.

When a file was changed in two places, such a program keeps both, one under another name:
“walk-LAPTOP”, “walk (conflicted copy 2026-11-02)”, “walk.sync-conflict-20261102-141500”. A conflict
copy can be imported like any other copy. Nothing is merged automatically, and no file is changed or
deleted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from carreport.draft.copies.exclusions import filter_withdrawn_replies
from carreport.draft.copies.incoming import new_revisions
from carreport.draft.copies.read_copy import read_copy
from carreport.draft.revisions.change import COPIED_FROM, DRAFT_ID, FORM, DraftContents
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.validate import AnswerRules
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.error_messages import contain_errors
from carreport.errors import DraftFileError, FormFileError
from carreport.file_names import DRAFT_SUFFIX, is_draft_name
from carreport.form.loader import parse_form

MAX_COPIES = 20
"""The most files beside an inquiry that are opened."""
_CONFLICT_SUFFIX = re.compile(
    r"""(?ix)
    (?: [ ]? \( [^()]* \)                          # (1), (Morag's conflicted copy 2026-11-02), (SFConflict …)
      | [._] sync-conflict-\d{8}-\d{6}(?:-\w+)?    # Syncthing
      | _ conflict-\d{8}-\d{6}                     # ownCloud
      | [_.-] [^_.]* [_.-]? conflict (?:ed)?       # Synology, Resilio
      | [ ] \d{1,2}                                # iCloud: “walk 2”
    ) \Z"""
)


@dataclass(frozen=True, slots=True)
class ConflictCopy:
    """A copy of the same inquiry in the same folder.

    `changed_at` is when the file was changed. `new_versions` is the number of versions that the
    inquiry does not have, written by `authors`. `error` says why the copy cannot be read, if so; then
    only its name says that it is one.
    """

    path: Path
    changed_at: datetime
    new_versions: int = 0
    authors: tuple[str, ...] = ()
    error: str = ""


def conflict_copies_of(path: Path) -> tuple[ConflictCopy, ...]:
    """Return the conflict copies of the inquiry at `path`, newest first.

    Only files with a similar name are opened, and only those of the same inquiry count, or those that
    cannot be read. It may run in any thread; another process reads the files.
    """
    path = path.absolute()
    ids: dict[Path, _DraftId] = {}
    found = _find_conflict_copies(path, _draft_names_in(path.parent), ids)
    unread = (
        ConflictCopy(file, _changed_at(file), error=id_.error)
        for file, id_ in ids.items()
        if file != path and id_.error
    )
    return _newest_first([*found, *unread])


def conflict_copies_in(folder: Path) -> Mapping[Path, tuple[ConflictCopy, ...]]:
    """Return each inquiry in a folder that has conflict copies, with the copies."""
    names = _draft_names_in(folder)
    copies_by_draft: dict[Path, tuple[ConflictCopy, ...]] = {}
    passed: set[Path] = set()
    ids: dict[Path, _DraftId] = {}
    for name in sorted(names, key=lambda name: (len(name), name)):
        path = folder.absolute() / name
        siblings = () if path in passed else _find_conflict_copies(path, names, ids)
        passed |= {copy.path for copy in siblings}
        if siblings:
            copies_by_draft[path] = siblings
    return copies_by_draft


def draft_files_in(folder: Path) -> tuple[Path, ...]:
    """Return the inquiry files in a folder; none if the folder cannot be read."""
    return tuple(folder.absolute() / name for name in sorted(_draft_names_in(folder)))


def draft_id_in(path: Path) -> str:
    """Return the id that all copies of an inquiry share, or an empty string if the file cannot be read."""
    return _DraftId.read(path).id


def origin_id_in(path: Path) -> str:
    """Return the id of the inquiry that the one at `path` was copied from, or an empty string."""
    return _DraftId.read(path).origin


@dataclass(frozen=True, slots=True)
class _DraftId:
    """The id of the inquiry in a file, or why the file cannot be read."""

    id: str = ""
    error: str = ""
    origin: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        try:
            with contain_errors(path):
                file = DraftDatabase.open(path)
                try:
                    file.set_read_only()
                    meta = file.meta()
                    return cls(meta.get(DRAFT_ID, ""), origin=meta.get(COPIED_FROM, ""))
                finally:
                    file.close()
        except DraftFileError as problem:
            return cls(error=str(problem))


def _find_conflict_copies(
    path: Path, names: Iterable[str], ids: dict[Path, _DraftId]
) -> tuple[ConflictCopy, ...]:
    """Return the conflict copies of one inquiry; `ids` caches the id read from each file."""
    alike = list(_similarly_named(path, names))[:MAX_COPIES]
    for file in [path, *alike] if alike else []:
        if file not in ids:
            ids[file] = _DraftId.read(file)
    same = [file for file in alike if ids[path].id and ids[file].id == ids[path].id]
    ours = _read_contents(path) if same else None
    if ours is None:
        return ()
    return _newest_first(_describe_copy(file, ours) for file in same)


def _newest_first(copies: Iterable[ConflictCopy]) -> tuple[ConflictCopy, ...]:
    return tuple(sorted(copies, key=lambda copy: (copy.changed_at, copy.path.name), reverse=True))


def _similarly_named(path: Path, names: Iterable[str]) -> Iterator[Path]:
    """Yield the files beside `path` whose names a synchronising program may have made from its name."""
    stem = path.name.casefold().removesuffix(DRAFT_SUFFIX)
    for name in sorted(names):
        other = name.casefold().removesuffix(DRAFT_SUFFIX)
        is_alike = (
            _extends_name(other, stem) or _extends_name(stem, other) or _base_name(other) == _base_name(stem)
        )
        if is_alike and name != path.name:
            yield path.with_name(name)


def _extends_name(longer: str, shorter: str) -> bool:
    """Say whether a name is another name with a suffix, such as “walk-laptop”."""
    rest = longer.removeprefix(shorter)
    return bool(shorter) and len(rest) < len(longer) and bool(rest) and not rest[0].isalnum()


def _base_name(stem: str) -> str:
    return _CONFLICT_SUFFIX.sub("", stem)


def _draft_names_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if _is_draft(entry)]
    except OSError:
        return []


def _is_draft(entry: os.DirEntry[str]) -> bool:
    has_name = is_draft_name(entry.name) and not entry.name.startswith(".")
    return has_name and entry.is_file(follow_symlinks=False)


def _read_contents(path: Path) -> DraftContents | None:
    with suppress(DraftFileError), contain_errors(path):
        file = DraftDatabase.open(path)
        try:
            file.set_read_only()
            return file.read()
        finally:
            file.close()
    return None


def _changed_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC)


def _describe_copy(path: Path, ours: DraftContents) -> ConflictCopy:
    changed_at = _changed_at(path)
    try:
        form = parse_form(ours.meta[FORM])
        incoming = read_copy(path, form)
    except (DraftFileError, FormFileError, KeyError) as problem:
        why = str(problem) if isinstance(problem, DraftFileError) else "The form in the copy cannot be read."
        return ConflictCopy(path, changed_at, error=why)
    tree = RevisionTree(AnswerRules(form).set_aside_unfit(ours.revisions))
    rows = new_revisions(tree, filter_withdrawn_replies(form, tree, incoming.revisions).revisions)
    fresh = [revision for revision in rows.values() if not revision.is_bare]
    authors = tuple(sorted({revision.author for revision in fresh if revision.author}))
    return ConflictCopy(path, changed_at, len(fresh), authors)
