"""Inspect the package of an untrusted Word file before its contents are parsed.

Members are decompressed only in memory, and their bytes are counted. No name from the package is
ever used as a file name.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

from carreport.errors import Mistake

WHOLE_FILE = "the file"
MOST_MEMBERS = 2000
LARGEST_FILE = 50 << 20
MOST_BYTES = 100 << 20
LEAST_SHARE = 0.01
"""The lowest ratio allowed of compressed to decompressed size; photos and text are far above it."""
SMALL = 1 << 20
"""Members up to this decompressed size, in bytes, may have any compression ratio."""
_ENTRY = b"PK\x01\x02"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_FIXED_HEAD = 30
_CHUNK = 1 << 16
_LOCKED = 0x1
_ODD_NAME = re.compile(r"(^|/)\.\.?(/|\Z)|^/|[\\:\x00-\x1f]|^\s*\Z|//")
SAVE_AGAIN_REMEDY = "Open it in Word, choose Save as, and save it as a Word document (.docx)."


class PackageError(Exception):
    """A package is damaged or not safe to read; the error has the mistakes found so far."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(map(str, mistakes)))
        self.mistakes = mistakes


def read_members(content: bytes) -> dict[str, bytes]:
    """Return the members of a Word file by name; raise `PackageError` if it is damaged or unsafe."""
    _check_outside(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            mistakes = list(_entry_mistakes(entries))
            if mistakes:
                raise PackageError(*mistakes)
            return dict(_inflated(archive, entries))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError):
        raise PackageError(
            Mistake(
                WHOLE_FILE,
                "package-damaged",
                "The file is damaged or is not a Word document.",
                SAVE_AGAIN_REMEDY,
            )
        ) from None


def _check_outside(content: bytes) -> None:
    if content.startswith(_OLD_WORD):
        message = "The file is protected with a password or is in the old Word format (.doc)."
        raise PackageError(Mistake(WHOLE_FILE, "package-old", message, SAVE_AGAIN_REMEDY))
    if len(content) > LARGEST_FILE:
        message = f"The file is larger than {LARGEST_FILE >> 20} MB."
        raise PackageError(Mistake(WHOLE_FILE, "package-large", message, "Make the pictures in it smaller."))
    if content.count(_ENTRY) > MOST_MEMBERS:
        raise PackageError(
            Mistake(
                WHOLE_FILE,
                "package-many",
                f"The Word file contains more than {MOST_MEMBERS:,} items.",
                SAVE_AGAIN_REMEDY,
            )
        )


def _entry_mistakes(entries: list[zipfile.ZipInfo]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for entry in entries:
        name = display_name(entry.filename)
        if _ODD_NAME.search(entry.filename):
            yield Mistake(
                WHOLE_FILE,
                "package-name",
                f"The Word file contains something with a name that is not allowed: {name}.",
                SAVE_AGAIN_REMEDY,
            )
        if entry.filename.lower() in seen:
            yield Mistake(
                WHOLE_FILE,
                "package-twice",
                f"The Word file contains two items with the name {name}.",
                SAVE_AGAIN_REMEDY,
            )
        seen.add(entry.filename.lower())
        if entry.flag_bits & _LOCKED:
            message = f"{name}, inside the Word file, is protected with a password."
            yield Mistake(WHOLE_FILE, "package-locked", message, SAVE_AGAIN_REMEDY)
        elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield Mistake(
                WHOLE_FILE,
                "package-packing",
                f"{name}, inside the Word file, has an unusual compression method.",
                SAVE_AGAIN_REMEDY,
            )
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        yield _too_much()
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    for one, other in pairwise(ordered):
        end = one.header_offset + _FIXED_HEAD + len(one.filename) + one.compress_size
        if end > other.header_offset:
            yield Mistake(
                WHOLE_FILE, "package-overlap", "Two items in the Word file overlap.", SAVE_AGAIN_REMEDY
            )
            return


def _inflated(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    total = 0
    for entry in entries:
        pieces: list[bytes] = []
        size = 0
        with archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                total += len(piece)
                pieces.append(piece)
                if total > MOST_BYTES:
                    raise PackageError(_too_much())
                if size > SMALL and entry.compress_size < size * LEAST_SHARE:
                    name = display_name(entry.filename)
                    message = f"{name}, inside the Word file, unpacks to more than 100 times its size."
                    raise PackageError(Mistake(WHOLE_FILE, "package-bomb", message, SAVE_AGAIN_REMEDY))
        yield entry.filename, b"".join(pieces)


def _too_much() -> Mistake:
    message = f"The Word file unpacks to more than {MOST_BYTES >> 20} MB."
    return Mistake(WHOLE_FILE, "package-bomb", message, SAVE_AGAIN_REMEDY)


def display_name(name: str) -> str:
    """Return a member's name for display: quoted, shortened, with ? for unprintable characters."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name[:60])
    return f"“{plain}”"
