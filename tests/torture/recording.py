"""Record everything that the program does to a disk, so that the power can be cut at any moment later.

`Recorder` writes nothing anywhere else than the program does: it listens at SQLite's door to
the system, and at the few calls by which files are named, renamed and put on the disk.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import apsw

USUAL = apsw.vfs_names()[0]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done to a disk: what, to which file (a number), and the rest.

    `write` (file, at, bytes), `cut` (file, length), `sync` (file), `make` (file, name),
    `link` (file, name), `remove` (name), `rename` (name, new name), `sync folder` (folder),
    `begin` and `kept` (a mark: the program began to save, and said that it is saved).
    """

    kind: str
    what: Any
    place: Any = None
    rest: Any = None


class Recorder(apsw.VFS):
    """A way to the disk that remembers what went through it."""

    def __init__(self, folder: Path) -> None:
        self.acts: list[Act] = []
        self._folder = str(folder)
        self._numbers: dict[tuple[int, int], int] = {}
        self._counted = count()
        super().__init__("recording", USUAL, makedefault=True)

    def begin(self, mark: int) -> None:
        self.acts.append(Act("begin", mark))

    def kept(self, mark: int) -> None:
        self.acts.append(Act("kept", mark))

    def note(self, kind: str, what: Any, place: Any = None, rest: Any = None) -> None:
        self.acts.append(Act(kind, what, place, rest))

    def number_of(self, path: str) -> int:
        """Return the number by which a file is known, whatever its names."""
        found = Path(path).stat()
        key = found.st_dev, found.st_ino
        if key not in self._numbers:
            self._numbers[key] = next(self._counted)
        return self._numbers[key]

    def forget(self, path: str) -> bool:
        """A file loses a name (if it is there); with its last one, the system may give its number away."""
        if not Path(path).exists():
            return False
        found = Path(path).stat()
        if found.st_nlink == 1:
            self._numbers.pop((found.st_dev, found.st_ino), None)
        return True

    def is_ours(self, path: str) -> bool:
        return path.startswith(self._folder) and ".carreport" in path and not path.endswith(".lock")

    def xOpen(self, name: Any, flags: list[int]) -> RecordedFile:  # noqa: N802 - SQLite's name
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        is_new = not Path(path).exists()
        opened = RecordedFile(self, name, flags, path)
        if is_new:
            self.note("make", opened.number, path)
        return opened

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001 - SQLite's names
        self.forget(filename)
        super().xDelete(filename, syncdir)
        self.note("remove", filename)
        if syncdir:
            self.note("sync folder", str(Path(filename).parent))


class RecordedFile(apsw.VFSFile):
    """An open file; what a new journal needs to be found again goes to the disk with its first sync."""

    def __init__(self, recorder: Recorder, name: Any, flags: list[int], path: str) -> None:
        is_new = not Path(path).exists()
        super().__init__(USUAL, name, flags)
        self.number = recorder.number_of(path)
        self._recorder = recorder
        self._folder = str(Path(path).parent) if is_new and flags[0] & apsw.SQLITE_OPEN_MAIN_JOURNAL else ""

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        super().xWrite(data, offset)
        self._recorder.note("write", self.number, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        super().xTruncate(newsize)
        self._recorder.note("cut", self.number, newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        super().xSync(flags)
        self._recorder.note("sync", self.number)
        if self._folder:
            self._recorder.note("sync folder", self._folder)
            self._folder = ""


@contextmanager
def recording(folder: Path) -> Iterator[Recorder]:
    """Record what is done to the drafts in a folder."""
    recorder = Recorder(folder)
    doors = {name: getattr(os, name) for name in ("open", "link", "unlink", "rename", "replace", "fsync")}
    for name, wrapped in _wrapped(recorder, doors).items():
        setattr(os, name, wrapped)
    try:
        yield recorder
    finally:
        for name, usual in doors.items():
            setattr(os, name, usual)
        apsw.set_default_vfs(USUAL)
        recorder.unregister()


def _opening(recorder: Recorder, usual: Callable[..., int]) -> Callable[..., int]:
    """Return what stands in for `os.open`, by which new files are named."""

    def make(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        is_new = bool(flags & os.O_CREAT) and recorder.is_ours(str(path)) and not Path(path).exists()
        handle = usual(path, flags, *rest, **more)
        if is_new:
            recorder.note("make", recorder.number_of(str(path)), str(path))
        return handle

    return make


def _wrapped(recorder: Recorder, usual: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Return what stands in for the system's calls: each does its work, then is noted."""

    def link(source: Any, target: Any, **rest: Any) -> None:
        usual["link"](source, target, **rest)
        recorder.note("link", recorder.number_of(str(target)), str(target))

    def unlink(path: Any, **rest: Any) -> None:
        is_ours = recorder.is_ours(str(path)) and recorder.forget(str(path))
        usual["unlink"](path, **rest)
        if is_ours:
            recorder.note("remove", str(path))

    def rename(source: Any, target: Any, **rest: Any) -> None:
        recorder.forget(str(target))
        usual["replace"](source, target, **rest)
        if recorder.is_ours(str(target)):
            recorder.note("rename", str(source), str(target))

    def fsync(handle: int) -> None:
        usual["fsync"](handle)
        path = str(Path(f"/proc/self/fd/{handle}").readlink())
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            recorder.note("sync folder", path)
        elif recorder.is_ours(path):
            recorder.note("sync", recorder.number_of(path))

    return {
        "open": _opening(recorder, usual["open"]),
        "link": link,
        "unlink": unlink,
        "rename": rename,
        "replace": rename,
        "fsync": fsync,
    }
