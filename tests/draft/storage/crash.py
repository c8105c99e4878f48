"""What a killed program leaves behind: a draft, and the journal of the save that it had not finished."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

from carreport.draft.storage.draft_files import journal_path

USUAL = apsw.vfs_names()[0]


class Bystander(apsw.VFS):
    """A way to the disk that looks at the files before each write to a draft, and before a journal goes."""

    def __init__(self, look: Callable[[], None]) -> None:
        self.look = look
        super().__init__("bystander", USUAL, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> Watched:  # noqa: N802 - SQLite's name
        return Watched(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001 - SQLite's names
        self.look()
        super().xDelete(filename, syncdir)


class Watched(apsw.VFSFile):
    """An open file, at which somebody looks before each write."""

    def __init__(self, bystander: Bystander, name: Any, flags: list[int]) -> None:
        super().__init__(USUAL, name, flags)
        self._look = bystander.look
        self._is_draft = bool(flags[0] & apsw.SQLITE_OPEN_MAIN_DB)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        if self._is_draft:
            self._look()
        super().xWrite(data, offset)


def moments(draft: Path, folder: Path, work: Callable[[], None]) -> list[Path]:
    """Return the draft, each in a folder of its own with its journal, as a kill could leave it during `work`.

    The last one is complete, and only its journal was not deleted yet.
    """
    found: list[Path] = []

    def look() -> None:
        here = folder / str(len(found))
        here.mkdir(parents=True)
        for file in (draft, journal_path(draft)):
            if file.exists():
                shutil.copyfile(file, here / file.name)
        found.append(here / draft.name)

    bystander = Bystander(look)
    try:
        work()
    finally:
        apsw.set_default_vfs(USUAL)
        bystander.unregister()
    return [path for path in found if journal_path(path).exists()]
