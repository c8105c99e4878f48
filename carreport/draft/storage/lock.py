"""Let one window at a time write a draft, and say who has it open.

A lock file beside the draft names the writer. The operating system holds a lock on it while the
process lives, so what a dead process left behind is replaced without asking. For another computer
that cannot be known: its writer touches the lock file every minute, and if it has not done so for
long, the user may decide to take the draft over.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carreport.errors import DraftSaveError
from carreport.regular_files import follow_links, open_own_file, read_own_file

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""Errors from file systems without locks, where the contents of the lock file must be enough."""
_LOCKED_BYTE = 1 << 20
"""A lock offset far beyond the contents of the lock file, so that Windows lets others read them."""
_CAN_TOUCH_HANDLES = os.utime in os.supports_fd
HEARTBEAT_INTERVAL = 60.0
"""Seconds between a writer's heartbeats."""
STALE_AFTER = 30 * 60.0
"""Seconds without a heartbeat after which the user may take a draft over."""


@dataclass(frozen=True, slots=True)
class LockOwner:
    """Who has a draft open: author, computer, process, and since when (local time).

    `seconds_silent` is the time since the last heartbeat; it is 0 if a clock is wrong.
    """

    author: str
    host: str
    pid: int
    since: str
    seconds_silent: float = 0.0

    @property
    def is_other_computer(self) -> bool:
        """Say whether the draft is open on another computer."""
        return self.host not in ("", platform.node())

    @property
    def may_be_stale(self) -> bool:
        """Say whether the user may take the draft over, if they know that it is closed there."""
        return self.is_other_computer and self.seconds_silent > STALE_AFTER

    @property
    def sentence(self) -> str:
        """Say who has the draft open, where and since when."""
        other = f"on the computer {self.host}" if self.host else "on another computer"
        where = other if self.is_other_computer else "on this computer"
        text = f"{self.author} has had this inquiry open {where} since {self.since}."
        return (
            f"{text} There has been no activity there for {_duration_text(self.seconds_silent)}."
            if self.may_be_stale
            else text
        )


class DraftLock:
    """The right to write one draft, held until it is released."""

    def __init__(self, path: Path, handle: int, words: bytes) -> None:
        self._path = path
        self._handle: int | None = handle
        self._words = words
        self._last_heartbeat = time.monotonic()

    @classmethod
    def acquire(cls, draft: Path, author: str, *, take_over: bool = False) -> DraftLock | LockOwner:
        """Acquire the lock of `draft`; return its owner if somebody else has it. Raise `OSError`.

        `take_over` is set by a user who knows that a writer which may be stale is gone.
        """
        path = lock_path(draft)
        while True:
            handle = open_own_file(path, os.O_RDWR | os.O_CREAT)
            if not _lock(handle):
                os.close(handle)
                return _read(path)
            if not _is_same_file(handle, path):
                os.close(handle)
                continue
            before = _read(path)
            if before.is_other_computer and not (take_over and before.may_be_stale):
                os.close(handle)
                return before
            try:
                words = _write(handle, author)
            except OSError:  # the disk is full: hold no lock that nobody would release
                os.close(handle)
                raise
            return cls(path, handle, words)

    def verify(self) -> None:
        """Raise `DraftSaveError` if somebody has taken the draft over; otherwise send a heartbeat.

        A lock file deleted by mistake is written again.
        """
        try:
            stored = read_own_file(self._path)
        except FileNotFoundError:
            self._recreate()
            return
        except OSError:
            return
        if stored != self._words:
            raise DraftSaveError(
                "draft-taken-over",
                f"Someone has taken this inquiry over. {_read(self._path).sentence}",
                why="Your text is still in memory.",
                remedy="Save it somewhere else. You can import it into the inquiry later.",
            )
        self.send_heartbeat()

    def send_heartbeat(self) -> None:
        """Touch the lock file, if the last heartbeat was a while ago."""
        if time.monotonic() - self._last_heartbeat >= HEARTBEAT_INTERVAL:
            self._last_heartbeat = time.monotonic()
            with suppress(OSError):
                os.utime(self._path if self._handle is None or not _CAN_TOUCH_HANDLES else self._handle)

    def _recreate(self) -> None:
        with suppress(OSError):
            handle = open_own_file(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
            _lock(handle)
            os.write(handle, self._words)
            if self._handle is not None:
                os.close(self._handle)
            self._handle = handle

    def release(self) -> None:
        """Release the lock and delete the lock file; releasing twice is allowed."""
        if self._handle is None:
            return
        is_ours = self._is_ours()
        if is_ours:
            with suppress(OSError):  # the folder is gone, or Windows cannot delete open files
                self._path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = None
        if is_ours and sys.platform == "win32":
            with suppress(OSError):  # somebody else has opened the draft in the meantime: the file is theirs
                self._path.unlink(missing_ok=True)

    def _is_ours(self) -> bool:
        try:
            return read_own_file(self._path) == self._words
        except OSError:
            return False


def is_free(draft: Path) -> bool:
    """Say whether the lock of `draft` could be acquired now; it may run in any thread.

    What a dead process on this computer has left behind is free. A lock file of another computer is not,
    until that computer deletes it.
    """
    path = lock_path(draft)
    try:
        handle = open_own_file(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        return _lock(handle) and not _read(path).is_other_computer
    finally:
        os.close(handle)


def lock_path(draft: Path) -> Path:
    """Return the lock file beside `draft`."""
    real = follow_links(draft)  # a symbolic link to the draft is the same draft
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


def _is_same_file(handle: int, path: Path) -> bool:
    """Say whether the file is still the one that was opened."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _read(path: Path) -> LockOwner:
    try:
        stored = json.loads(read_own_file(path))
        quiet = max(0.0, time.time() - path.lstat().st_mtime)
        return LockOwner(
            str(stored["author"]), str(stored["host"]), int(stored["pid"]), str(stored["since"]), quiet
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return LockOwner("Someone", "", 0, "a moment ago")


def _write(handle: int, author: str) -> bytes:
    now = datetime.now().astimezone()
    since = f"{now:%H:%M} on {now.day} {now:%B %Y}"
    owner = {"author": author, "host": platform.node(), "pid": os.getpid(), "since": since}
    words = json.dumps(owner).encode()
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, words)
    return words


def _duration_text(seconds: float) -> str:
    """Return a duration in words."""
    for unit, length in (("day", 86400), ("hour", 3600)):
        if seconds >= 2 * length:
            return f"{int(seconds // length)} {unit}s"
    return f"{int(seconds // 60)} minutes"
