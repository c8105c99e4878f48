"""Make pipes, sockets, loops of links and sparse files: what a path may lead to instead of a usual file."""

from __future__ import annotations

import os
import socket
from contextlib import chdir
from pathlib import Path


def make_pipe(path: Path) -> None:
    """Make a named pipe; Windows has none, and must still be able to import the tests."""
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    """Make a socket; its whole path may be too long for that."""
    with socket.socket(socket.AF_UNIX) as made, chdir(path.parent):
        made.bind(path.name)


def make_loop(path: Path) -> None:
    """Make a link to another link that leads back to it."""
    other = path.with_name("loop-of-links")
    other.unlink(missing_ok=True)
    other.symlink_to(path.name)
    path.symlink_to(other.name)


def make_sparse_file(path: Path, size: int, start: bytes = b"") -> None:
    """Make a file of any size that takes no space on the disk."""
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)
