"""Names of files that every operating system accepts, and that leave room for the files beside a draft."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path

DRAFT_SUFFIX = ".carreport"
SHORTEST_NAME = "Inquiry report"
LONGEST_NAME = 80
"""The most characters of a title in a suggested file name."""
MOST_BYTES = 120
"""The most bytes of a title in a suggested file name: letters of some scripts have three, emoji four."""
_LONGEST = 255
"""The longest file name on common systems, in bytes of UTF-8 or, on Windows, in units of UTF-16."""
_LONGEST_WINDOWS_PATH = 259
"""The longest path on Windows, unless the administrator allows longer ones."""
_BESIDE = len("..0123456789abcdef.private.01234567.tmp-journal")
"""How much longer the longest name beside a draft is: the journal of a new private file."""
_NOT_ALLOWED = re.compile(r'[<>:"/\\|?*]')
_JOINERS = "\u200c\u200d"
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\.|\Z)", re.IGNORECASE
)


def is_draft_name(name: str) -> bool:
    """Say whether a file name is that of a draft; systems and people write the suffix in any case."""
    return name.casefold().endswith(DRAFT_SUFFIX)


def make_file_name(title: str, most_bytes: int = MOST_BYTES) -> str:
    """Return a file name, without suffix, made from an inquiry's title and valid on every system."""
    composed = unicodedata.normalize("NFC", title)
    plain = "".join(
        letter if letter in _JOINERS or not unicodedata.category(letter).startswith("C") else " "
        for letter in _NOT_ALLOWED.sub(" ", composed)
    )
    name = " ".join(plain.split()).strip(" .~$")
    name = shorten(name[:LONGEST_NAME], most_bytes).rstrip(" ." + _JOINERS)
    if is_reserved(name):
        name = re.sub(r"^[^.]*", lambda stem: f"{stem[0].rstrip()} inquiry", name)
    return name or SHORTEST_NAME


def is_reserved(name: str) -> bool:
    """Say whether Windows keeps a file name for a device, such as `CON` or `nul.docx`."""
    return _RESERVED.match(name) is not None


def shorten(text: str, most_bytes: int) -> str:
    """Return the start of `text` that has at most this many bytes of UTF-8."""
    return text.encode("utf-8", "replace")[: max(0, most_bytes)].decode("utf-8", "ignore")


def draft_name_beside(path: Path, ending: str) -> Path:
    """Return the path of another draft beside `path`, with `ending` after its stem, which is shortened."""
    most = _LONGEST - _BESIDE - len((ending + DRAFT_SUFFIX).encode())
    return path.with_name(shorten(path.stem, most).rstrip(" .") + ending + DRAFT_SUFFIX)


def excess_length(path: Path) -> int:
    """Return by how many characters the name of a draft is too long for the files beside it; 0 if it fits."""
    excess = _length(path.name) + _BESIDE - _LONGEST
    if sys.platform == "win32" and not _allows_long_paths():
        excess = max(excess, _length(str(path.absolute())) + _BESIDE - _LONGEST_WINDOWS_PATH)
    return max(0, excess)


def _length(text: str) -> int:
    if sys.platform == "win32":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(os.fsencode(text))


def _allows_long_paths() -> bool:
    """Say whether Windows accepts paths of more than 259 characters from this program."""
    if sys.platform != "win32":
        return True
    import ctypes  # noqa: PLC0415 - only for Windows

    try:
        return bool(ctypes.WinDLL("ntdll").RtlAreLongPathsEnabled())
    except (OSError, AttributeError):  # before Windows 10 1607
        return False
