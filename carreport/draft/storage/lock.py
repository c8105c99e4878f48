"""See that one draft is written by one window at a time, and say who has it open.

A small file beside the draft names the writer. The operating system holds a lock on it for as
long as the writer lives, so what a dead process left behind is taken over without asking. Of
another computer nobody knows whether its process lives: its writer gives a sign of life every
minute, and if there was none for long, a person may decide to take the draft over.
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

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""What file systems say that have no locks; there the words in the file must do."""
_LOCKED_BYTE = 1 << 20
"""Far behind the words of the file, so that Windows lets others read them."""
HEARTBEAT_INTERVAL = 60.0
"""Seconds between two signs of life of a writer."""
STALE_AFTER = 30 * 60.0
"""Seconds without a sign of life after which a person may say that the writer is gone."""


@dataclass(frozen=True, slots=True)
class LockOwner:
    """Who has a draft open: a name, a computer, a process and since when (local time).

    `quiet` is for how many seconds there was no sign of life; a clock that is wrong makes it 0.
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
        """Say whether a person may take the draft over, if they know that it is closed there."""
        return self.is_other_computer and self.seconds_silent > STALE_AFTER

    @property
    def sentence(self) -> str:
        """Say who has the draft open, where and since when."""
        where = f"on the computer {self.host}" if self.is_other_computer else "on this computer"
        text = f"{self.author} has this inquiry open {where} since {self.since}."
        return (
            f"{text} There was no sign of it for {_duration_text(self.seconds_silent)}."
            if self.may_be_stale
            else text
        )


class DraftLock:
    """The right to write one draft, until it is released."""

    def __init__(self, path: Path, handle: int, words: bytes) -> None:
        self._path = path
        self._handle: int | None = handle
        self._words = words
        self._last_heartbeat = time.monotonic()

    @classmethod
    def acquire(cls, draft: Path, author: str, *, take_over: bool = False) -> DraftLock | LockOwner:
        """Take the right to write `draft`; if somebody has it, return who. Raise `OSError`.

        `take_over` is what a person decides who knows that a writer which may be gone is.
        """
        path = lock_path(draft)
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
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
            except OSError:  # no room for a few words: hold nothing that nobody would let go again
                os.close(handle)
                raise
            return cls(path, handle, words)

    def verify(self) -> None:
        """Raise `DraftSaveError` if somebody has taken the draft over; else give a sign of life.

        A file that was cleared away by mistake is put back.
        """
        try:
            stored = self._path.read_bytes()
        except FileNotFoundError:
            self._recreate()
            return
        except OSError:
            return
        if stored != self._words:
            raise DraftSaveError(
                "draft-taken-over",
                f"This inquiry was taken over: {_read(self._path).sentence}",
                why="What you wrote is still here, in memory.",
                remedy="Save it somewhere else, and bring the two together later.",
            )
        self.send_heartbeat()

    def send_heartbeat(self) -> None:
        """Give a sign of life, if the last one was a while ago."""
        if time.monotonic() - self._last_heartbeat >= HEARTBEAT_INTERVAL:
            self._last_heartbeat = time.monotonic()
            with suppress(OSError):
                os.utime(self._path)

    def _recreate(self) -> None:
        with suppress(OSError):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            _lock(handle)
            os.write(handle, self._words)
            if self._handle is not None:
                os.close(self._handle)
            self._handle = handle

    def release(self) -> None:
        """Give the right up and leave nothing of ours behind; doing it twice is fine."""
        if self._handle is None:
            return
        is_ours = self._is_ours()
        if is_ours:
            with suppress(OSError):  # the folder is gone, or Windows keeps open files
                self._path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = None
        if is_ours and sys.platform == "win32":
            with suppress(OSError):  # somebody opened it in this very moment: theirs now
                self._path.unlink(missing_ok=True)

    def _is_ours(self) -> bool:
        try:
            return self._path.read_bytes() == self._words
        except OSError:
            return False


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


def _is_same_file(handle: int, path: Path) -> bool:
    """Say whether the file was not taken away between opening it and locking it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _read(path: Path) -> LockOwner:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        quiet = max(0.0, time.time() - path.stat().st_mtime)
        return LockOwner(
            str(stored["author"]), str(stored["host"]), int(stored["pid"]), str(stored["since"]), quiet
        )
    except (OSError, ValueError, KeyError, TypeError):
        return LockOwner("Somebody", "", 0, "a moment ago")


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
    """Return how long that is, as people say it."""
    for unit, length in (("day", 86400), ("hour", 3600)):
        if seconds >= 2 * length:
            return f"{int(seconds // length)} {unit}s"
    return f"{int(seconds // 60)} minutes"
