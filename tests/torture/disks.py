"""Lend disks that can be spoilt while a program works on them: one that fills up, one that goes away."""

from __future__ import annotations

import ctypes
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.torture import shim

SIZE = 4 << 20
BLOCK = 4096
_APART, _PRIVATE, _BIND, _AT_ONCE = 0x00020000, 0x00044000, 0x1000, 2
"""CLONE_NEWNS, MS_REC | MS_PRIVATE, MS_BIND and MNT_DETACH, as Linux numbers them."""


class Disk(Protocol):
    """A folder on a disk of which something can go wrong."""

    folder: Path

    def spoil(self, chance: random.Random) -> None:
        """Let it go wrong, or wrong in another way."""

    def mend(self) -> None:
        """Let it be as before."""


class FullDisk:
    """A small disk of its own in memory, which another program fills up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "somebody-elses"
        _mount("tmpfs", folder, "tmpfs", 0, f"size={SIZE}")

    def spoil(self, chance: random.Random) -> None:
        """Fill it up, but for nothing at all or a few kB."""
        left = chance.choice((0, 0, 1, 2, 4, 8)) * BLOCK
        found = os.statvfs(self.folder)
        free = found.f_bavail * found.f_frsize - left
        if free <= 0:
            return
        handle = os.open(self._filler, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            os.posix_fallocate(handle, os.fstat(handle).st_size, free)
        except OSError:
            return  # somebody was quicker: it is full anyway
        finally:
            os.close(handle)

    def mend(self) -> None:
        """Take away what filled it."""
        self._filler.unlink(missing_ok=True)

    def close(self) -> None:
        _unmount(self.folder)


class CrampedDisk:
    """The usual disk, which seems full to a process on top of the layer that says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def spoil(self, chance: random.Random) -> None:
        """Leave room for nothing at all or a few kB."""
        shim.layer().shim_leave_room(chance.choice((0, 0, 1, 2, 4, 8)) * BLOCK)

    def mend(self) -> None:
        """Leave as much room as there is."""
        shim.layer().shim_leave_room(-1)

    def close(self) -> None:
        self.mend()


class TakenDisk:
    """A disk that is pulled out while it is used, and put back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._real = folder.with_name(folder.name + ".real")
        self._real.mkdir()
        folder.rmdir()
        _mount("tmpfs", self._real, "tmpfs", 0, "")
        self._is_in = False
        self.mend()

    def spoil(self, _: random.Random) -> None:
        """Pull it out; the folder where it was goes, with what somebody put there in that very moment."""
        if self._is_in:
            _unmount(self.folder)
            self.folder.rename(meanwhile(self.folder))
            self._is_in = False

    def mend(self) -> None:
        """Put it back."""
        if not self._is_in:
            if self.folder.exists():
                self.folder.rename(meanwhile(self.folder))
            self.folder.mkdir()
            _mount(str(self._real), self.folder, "", _BIND, "")
            self._is_in = True

    def close(self) -> None:
        if self._is_in:
            _unmount(self.folder)
        _unmount(self._real)


class MovedFolder:
    """A folder that somebody gives another name while it is used, and later its old name again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._away = folder.with_name(folder.name + ".away")

    def spoil(self, _: random.Random) -> None:
        """Take its name away."""
        if not self._away.exists():
            self.folder.rename(self._away)

    def mend(self) -> None:
        """Give it its name back; what was made in its place meanwhile goes."""
        if self._away.exists():
            if self.folder.exists():
                self.folder.rename(meanwhile(self.folder))
            self._away.rename(self.folder)

    def close(self) -> None:
        self.mend()


def meanwhile(folder: Path) -> Path:
    """Return a name for what was put where a folder had been."""
    return folder.with_name(f"{folder.name}.meanwhile-{os.urandom(4).hex()}")


@contextmanager
def lent(kind: type[FullDisk | CrampedDisk | TakenDisk | MovedFolder], folder: Path) -> Iterator[Disk]:
    """Lend a disk; it is taken away afterwards."""
    folder.mkdir()
    disk = kind(folder)
    try:
        yield disk
    finally:
        disk.close()


def may_mount() -> bool:
    """Say whether this process may have disks of its own; it sees them alone, and they go with it."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    system = _system()
    if system.unshare(_APART) != 0:
        return False
    return bool(system.mount(b"none", b"/", None, _PRIVATE, None) == 0)


def _system() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _mount(source: str, folder: Path, kind: str, flags: int, options: str) -> None:
    asked = (source.encode(), bytes(folder), kind.encode() or None, flags, options.encode() or None)
    if _system().mount(*asked) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))


def _unmount(folder: Path) -> None:
    if _system().umount2(bytes(folder), _AT_ONCE) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
