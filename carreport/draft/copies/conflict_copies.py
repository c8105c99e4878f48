"""Find the copies that programs which synchronise folders leave beside an inquiry, and say what they hold.

When a file was changed in two places, such a program keeps both, one under another name:
“walk-LAPTOP”, “walk (conflicted copy 2026-11-02)”, “walk.sync-conflict-20261102-141500”. What
was written there is not lost, and can be brought in like any copy. Nothing is merged by itself,
and no file is changed or deleted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carreport.draft.copies.exclusions import sifted
from carreport.draft.copies.incoming import new_rows
from carreport.draft.copies.read_copy import read_copy
from carreport.draft.revisions.change import DRAFT_ID, FORM, Contents
from carreport.draft.revisions.tree import Tree
from carreport.draft.storage.database import DraftFile
from carreport.errors import DraftFileError, FormFileError
from carreport.form.loader import parse_form

SUFFIX = ".carreport"
MOST = 20
"""How many files beside an inquiry are looked into."""
_ADDED = re.compile(
    r"""(?ix)
    (?: [ ]? \( [^()]* \)                          # (1), (Morag's conflicted copy 2026-11-02), (SFConflict …)
      | [._] sync-conflict-\d{8}-\d{6}(?:-\w+)?    # Syncthing
      | _ conflict-\d{8}-\d{6}                     # ownCloud
      | [_.-] [^_.]* [_.-]? conflict (?:ed)?       # Synology, Resilio
      | [ ] \d{1,2}                                # iCloud: “walk 2”
    ) \Z"""
)


@dataclass(frozen=True, slots=True)
class Sibling:
    """A copy of the same inquiry that lies beside it.

    `changed_at` is when the file was changed; `unknown` is how many versions of answers it holds
    that the inquiry has not, written by `authors`. `trouble` says why it cannot be read, if so.
    """

    path: Path
    changed_at: datetime
    unknown: int = 0
    authors: tuple[str, ...] = ()
    trouble: str = ""


def siblings_of(path: Path) -> tuple[Sibling, ...]:
    """Return the copies beside the inquiry at `path` that a synchronising program left, the newest first.

    Only files whose names are like its own are looked into, and they are siblings only if the
    inquiry inside is the same. It may run in any thread; another process reads what they hold.
    """
    return _siblings(path.absolute(), _names_in(path.absolute().parent), {})


def siblings_in(folder: Path) -> Mapping[Path, tuple[Sibling, ...]]:
    """Return the inquiries in a folder that have such copies beside them, each once, with the copies."""
    names = _names_in(folder)
    found: dict[Path, tuple[Sibling, ...]] = {}
    passed: set[Path] = set()
    ids: dict[Path, str] = {}
    for name in sorted(names, key=lambda each: (len(each), each)):
        path = folder.absolute() / name
        siblings = () if path in passed else _siblings(path, names, ids)
        passed |= {each.path for each in siblings}
        if siblings:
            found[path] = siblings
    return found


def files_in(folder: Path) -> tuple[Path, ...]:
    """Return the files of inquiries in a folder; none if nobody can look there."""
    return tuple(folder.absolute() / name for name in sorted(_names_in(folder)))


def inquiry_in(path: Path) -> str:
    """Return the name that all copies of an inquiry share; nothing if the file cannot be read so far."""
    try:
        file = DraftFile.open(path)
    except DraftFileError:
        return ""
    try:
        file.only_read()
        return file.meta().get(DRAFT_ID, "")
    except DraftFileError:
        return ""
    finally:
        file.close()


def _siblings(path: Path, names: Iterable[str], ids: dict[Path, str]) -> tuple[Sibling, ...]:
    """Return the siblings of one inquiry; `ids` keeps what was read of which file."""
    alike = list(_alike(path, names))[:MOST]
    for each in [path, *alike] if alike else []:
        if each not in ids:
            ids[each] = inquiry_in(each)
    same = [each for each in alike if ids[path] and ids[each] == ids[path]]
    ours = _contents_of(path) if same else None
    if ours is None:
        return ()
    found = (_sibling(each, ours) for each in same)
    return tuple(sorted(found, key=lambda each: (each.changed_at, each.path.name), reverse=True))


def _alike(path: Path, names: Iterable[str]) -> Iterator[Path]:
    """Yield the files beside `path` with a name that a synchronising program might have made of its own."""
    stem = path.name.removesuffix(SUFFIX).casefold()
    for name in sorted(names):
        other = name.removesuffix(SUFFIX).casefold()
        is_alike = _goes_on(other, stem) or _goes_on(stem, other) or _bare(other) == _bare(stem)
        if is_alike and name != path.name:
            yield path.with_name(name)


def _goes_on(longer: str, shorter: str) -> bool:
    """Say whether a name is another with something behind it, such as “walk-laptop”."""
    rest = longer.removeprefix(shorter)
    return bool(shorter) and len(rest) < len(longer) and bool(rest) and not rest[0].isalnum()


def _bare(stem: str) -> str:
    return _ADDED.sub("", stem)


def _names_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [each.name for each in entries if _is_draft(each.name)]
    except OSError:
        return []


def _is_draft(name: str) -> bool:
    return name.endswith(SUFFIX) and not name.startswith(".")


def _contents_of(path: Path) -> Contents | None:
    with suppress(DraftFileError):
        file = DraftFile.open(path)
        try:
            file.only_read()
            return file.read()
        finally:
            file.close()
    return None


def _sibling(path: Path, ours: Contents) -> Sibling:
    try:
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        changed_at = datetime.fromtimestamp(0, UTC)
    try:
        form = parse_form(ours.meta[FORM])
        brought = read_copy(path, form)
    except (DraftFileError, FormFileError, KeyError) as problem:
        why = str(problem) if isinstance(problem, DraftFileError) else "The form inside cannot be read."
        return Sibling(path, changed_at, trouble=why)
    tree = Tree(ours.revisions)
    rows = new_rows(tree, sifted(form, tree, brought.revisions).revisions)
    fresh = [each for each in rows.values() if not each.is_bare]
    authors = tuple(sorted({each.author for each in fresh if each.author}))
    return Sibling(path, changed_at, len(fresh), authors)
