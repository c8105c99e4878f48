"""Open only regular files: never a folder, pipe, device or socket.

Opening a pipe may wait for ever, and a device may never end. In a name that a person gives, links
are followed. A name that the program makes itself (a lock, a journal, settings) is opened only if
its last part is not a link, because somebody else could have made that link.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PRIVATE_MODE = 0o600
"""The mode of files that only their owner may read."""
_PRIVATE_FOLDER_MODE = 0o700
MOST_OWN_BYTES = 64 << 20
"""The largest of the program's own files that is read whole, apart from journals."""
_OPEN_FLAGS = (
    getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0)
) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_KINDS: tuple[tuple[Callable[[int], bool], int, str], ...] = (
    (stat.S_ISDIR, errno.EISDIR, "it is a folder"),
    (stat.S_ISLNK, errno.ELOOP, "it is a link"),
    (stat.S_ISFIFO, errno.EINVAL, "it is a pipe, not a file"),
    (stat.S_ISSOCK, errno.EINVAL, "it is a socket, not a file"),
    (lambda _: True, errno.EINVAL, "it is a device, not a file"),
)
_LINK_LOOP_ON_WINDOWS = 1921


class IrregularFileError(OSError):
    """What has this name is not a regular file; `strerror` says what it is."""


def check_given_file(path: Path) -> os.stat_result:
    """Return the status of the file that a person has named; raise `OSError` if it is not a regular file."""
    return _check_regular(_status(path, follow_links=True), path)


def check_own_file(path: Path) -> os.stat_result:
    """Return the status of one of the program's own files; raise `OSError` if it is not a regular file."""
    return _check_regular(_status(path, follow_links=False), path)


def check_output(path: Path) -> Path:
    """Return the file to write for a name that a person has given; raise `OSError` if it must not be written.

    There may be no file yet. A link is followed, so that the file it leads to is written.
    """
    try:
        check_given_file(path)
    except FileNotFoundError:
        if os.path.lexists(path):
            raise IrregularFileError(
                errno.ENOENT, "it is a link to a file that does not exist", str(path)
            ) from None
        return path
    return real_path(path)


def real_path(path: Path) -> Path:
    """Return the file that a name stands for: that of its target if the last part is a link."""
    try:
        return path.resolve(strict=True) if path.is_symlink() else path
    except RuntimeError:
        raise _link_loop(path) from None


def follow_links(path: Path) -> Path:
    """Return the whole path with all links followed; one that leads back to itself stays as it is."""
    return Path(os.path.realpath(path))


def is_own_file(path: Path) -> bool:
    """Say whether there is a regular file with a name that the program makes itself; a link is none."""
    try:
        check_own_file(path)
    except OSError:
        return False
    return True


def open_own_file(path: Path, flags: int = os.O_RDONLY) -> int:
    """Open one of the program's own files; raise `OSError`. A new file can be read by its owner only."""
    if os.path.lexists(path):
        check_own_file(path)
    return _checked(os.open(path, flags | _OPEN_FLAGS | _NO_LINK, PRIVATE_MODE), path)


def read_own_file(path: Path, most: int = MOST_OWN_BYTES) -> bytes:
    """Return the contents of one of the program's own files; raise `OSError`, also if there are too many."""
    contents = _read(open_own_file(path), most)
    if len(contents) > most:
        raise IrregularFileError(errno.EFBIG, "it is too large to be a file of carreport", str(path))
    return contents


def read_given_file(path: Path, most: int | None = None) -> bytes:
    """Return the contents of a file that a person has named; raise `OSError`.

    With `most`, return at most one byte more than that, so that the caller can tell that it is too much.
    """
    check_given_file(path)
    return _read(_checked(os.open(path, os.O_RDONLY | _OPEN_FLAGS), path), most)


def decode_text(raw: bytes) -> str:
    """Return the text in UTF-8 bytes, with the line ends of any system as they are in Python."""
    return raw.decode().replace("\r\n", "\n").replace("\r", "\n")


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, for their owner only; folders that exist are not changed."""
    missing = [folder]
    while not missing[-1].parent.exists() and missing[-1].parent != missing[-1]:
        missing.append(missing[-1].parent)
    for path in reversed(missing):
        path.mkdir(mode=_PRIVATE_FOLDER_MODE, exist_ok=True)


def make_private(path: Path) -> None:
    """Take away everybody else's permissions for a file, if it is the user's own; errors are ignored."""
    with suppress(OSError):
        status = check_own_file(path)
        mode = stat.S_IMODE(status.st_mode)
        is_ours = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
        if is_ours and mode & ~_PRIVATE_FOLDER_MODE:
            path.chmod(mode & _PRIVATE_FOLDER_MODE)


def _status(path: Path, *, follow_links: bool) -> os.stat_result:
    try:
        return path.stat(follow_symlinks=follow_links)
    except ValueError:
        raise IrregularFileError(errno.EINVAL, "its name cannot be the name of a file", str(path)) from None
    except OSError as problem:
        if problem.errno == errno.ELOOP or getattr(problem, "winerror", 0) == _LINK_LOOP_ON_WINDOWS:
            raise _link_loop(path) from None
        raise


def _check_regular(status: os.stat_result, path: Path) -> os.stat_result:
    if not stat.S_ISREG(status.st_mode):
        number, words = next((number, words) for is_kind, number, words in _KINDS if is_kind(status.st_mode))
        raise IrregularFileError(number, words, str(path))
    return status


def _link_loop(path: Path) -> IrregularFileError:
    return IrregularFileError(errno.ELOOP, "it is a link that leads back to itself", str(path))


def _checked(handle: int, path: Path) -> int:
    """Return an open handle, unless the file has been replaced by something else in the meantime."""
    try:
        _check_regular(os.fstat(handle), path)
    except OSError:
        os.close(handle)
        raise
    return handle


def _read(handle: int, most: int | None) -> bytes:
    with os.fdopen(handle, "rb") as stream:
        return stream.read() if most is None else stream.read(most + 1)
