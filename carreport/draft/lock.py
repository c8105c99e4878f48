"""See that one draft is written by one window at a time, and say who has it open.

A small file beside the draft names the writer. The operating system holds a lock on it for as
long as the writer lives, so what a dead process left behind is taken over without asking.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""What file systems say that have no locks; there the words in the file must do."""
_LOCKED_BYTE = 1 << 20
"""Far behind the words of the file, so that Windows lets others read them."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who has a draft open: a name, a computer, a process and since when (local time)."""

    author: str
    host: str
    pid: int
    since: str

    @property
    def sentence(self) -> str:
        """Say who has the draft open, where and since when."""
        where = "on this computer" if self.host in ("", platform.node()) else f"on the computer {self.host}"
        return f"{self.author} has this draft open {where} since {self.since}."


class DraftLock:
    """The right to write one draft, until it is released."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle: int | None = handle

    @classmethod
    def take(cls, draft: Path, author: str) -> DraftLock | Writer:
        """Take the right to write `draft`; if somebody has it, return who. Raise `OSError`."""
        path = lock_path(draft)
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            if not _lock(handle):
                os.close(handle)
                return _read(path)
            if not _is_still(handle, path):
                os.close(handle)
                continue
            before = _read(path)
            if before.host not in ("", platform.node()):
                os.close(handle)
                return before
            _write(handle, author)
            return cls(path, handle)

    def release(self) -> None:
        """Give the right up and leave nothing behind; doing it twice is fine."""
        if self._handle is None:
            return
        with suppress(OSError):  # the folder is gone, or Windows keeps open files
            self._path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = None
        if sys.platform == "win32":
            with suppress(OSError):  # somebody opened it in this very moment: theirs now
                self._path.unlink(missing_ok=True)


def lock_path(draft: Path) -> Path:
    """Return the file beside `draft` that names its writer."""
    real = draft.resolve()  # a link to the draft is the same draft
    return real.with_name(f".{real.name}.lock")


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        return problem.errno in _NO_LOCKS
    return True


def _is_still(handle: int, path: Path) -> bool:
    """Say whether the file was not taken away between opening it and locking it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _read(path: Path) -> Writer:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        return Writer(str(given["author"]), str(given["host"]), int(given["pid"]), str(given["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Writer("Somebody", "", 0, "a moment ago")


def _write(handle: int, author: str) -> None:
    now = datetime.now().astimezone()
    since = f"{now:%H:%M} on {now.day} {now:%B %Y}"
    words = json.dumps(asdict(Writer(author, platform.node(), os.getpid(), since)))
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, words.encode())
