"""Look at the package of somebody else's Word file before anything reads what is in it.

Members are inflated into memory only, with their bytes counted as they come; no name inside
the file is ever used as the name of a file.
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
"""What is packed must be at least this share of what comes out; photographs and texts are far above."""
SMALL = 1 << 20
"""Below this, a member may be packed as tightly as it likes."""
_ENTRY = b"PK\x01\x02"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_FIXED_HEAD = 30
_CHUNK = 1 << 16
_LOCKED = 0x1
_ODD_NAME = re.compile(r"(^|/)\.\.?(/|\Z)|^/|[\\:\x00-\x1f]|^\s*\Z|//")
SAVE_AGAIN_REMEDY = "Open it in Word, choose Save as, and save it as a Word document (.docx)."


class PackageError(Exception):
    """A package is not taken apart any further; it holds every mistake found so far."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(map(str, mistakes)))
        self.mistakes = mistakes


def read_members(content: bytes) -> dict[str, bytes]:
    """Return the members of a Word file by their names; raise `Refused` if it is no honest package."""
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
                "The file is damaged or is no Word document.",
                SAVE_AGAIN_REMEDY,
            )
        ) from None


def _check_outside(content: bytes) -> None:
    if content.startswith(_OLD_WORD):
        said = "The file is locked with a password or is from an old Word (.doc)."
        raise PackageError(Mistake(WHOLE_FILE, "package-old", said, SAVE_AGAIN_REMEDY))
    if len(content) > LARGEST_FILE:
        said = f"The file is larger than {LARGEST_FILE >> 20} MB."
        raise PackageError(Mistake(WHOLE_FILE, "package-large", said, "Make the pictures in it smaller."))
    if content.count(_ENTRY) > MOST_MEMBERS:
        raise PackageError(
            Mistake(
                WHOLE_FILE,
                "package-many",
                f"The file has more than {MOST_MEMBERS:,} members.",
                SAVE_AGAIN_REMEDY,
            )
        )


def _entry_mistakes(entries: list[zipfile.ZipInfo]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for each in entries:
        name = display_name(each.filename)
        if _ODD_NAME.search(each.filename):
            yield Mistake(
                WHOLE_FILE,
                "package-name",
                f"A member is called {name}, which leads elsewhere.",
                SAVE_AGAIN_REMEDY,
            )
        if each.filename.lower() in seen:
            yield Mistake(WHOLE_FILE, "package-twice", f"Two members are called {name}.", SAVE_AGAIN_REMEDY)
        seen.add(each.filename.lower())
        if each.flag_bits & _LOCKED:
            said = f"The member {name} is locked with a password."
            yield Mistake(WHOLE_FILE, "package-locked", said, SAVE_AGAIN_REMEDY)
        elif each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield Mistake(
                WHOLE_FILE,
                "package-packing",
                f"The member {name} is packed in an unusual way.",
                SAVE_AGAIN_REMEDY,
            )
    if sum(each.file_size for each in entries) > MOST_BYTES:
        yield _too_much()
    ordered = sorted(entries, key=lambda each: each.header_offset)
    for one, other in pairwise(ordered):
        end = one.header_offset + _FIXED_HEAD + len(one.filename) + one.compress_size
        if end > other.header_offset:
            yield Mistake(
                WHOLE_FILE, "package-overlap", "Two members share the same bytes.", SAVE_AGAIN_REMEDY
            )
            return


def _inflated(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    total = 0
    for each in entries:
        pieces: list[bytes] = []
        size = 0
        with archive.open(each) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                total += len(piece)
                pieces.append(piece)
                if total > MOST_BYTES:
                    raise PackageError(_too_much())
                if size > SMALL and each.compress_size < size * LEAST_SHARE:
                    said = f"The member {display_name(each.filename)} swells to more than 100 times its size."
                    raise PackageError(Mistake(WHOLE_FILE, "package-bomb", said, SAVE_AGAIN_REMEDY))
        yield each.filename, b"".join(pieces)


def _too_much() -> Mistake:
    said = f"What is in the file takes more than {MOST_BYTES >> 20} MB."
    return Mistake(WHOLE_FILE, "package-bomb", said, SAVE_AGAIN_REMEDY)


def display_name(name: str) -> str:
    """Return the name of a member as it can be shown: quoted, short, and nothing hidden in it."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name[:60])
    return f"“{plain}”"
