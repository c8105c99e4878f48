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

PLACE = "the file"
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
AGAIN = "Open it in Word, choose Save as, and save it as a Word document (.docx)."


class Refused(Exception):
    """A package is not taken apart any further; it holds every mistake found so far."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(map(str, mistakes)))
        self.mistakes = mistakes


def members_of(content: bytes) -> dict[str, bytes]:
    """Return the members of a Word file by their names; raise `Refused` if it is no honest package."""
    _check_outside(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            mistakes = list(_entry_mistakes(entries))
            if mistakes:
                raise Refused(*mistakes)
            return dict(_inflated(archive, entries))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError):
        raise Refused(
            Mistake(PLACE, "package-damaged", "The file is damaged or is no Word document.", AGAIN)
        ) from None


def _check_outside(content: bytes) -> None:
    if content.startswith(_OLD_WORD):
        said = "The file is locked with a password or is from an old Word (.doc)."
        raise Refused(Mistake(PLACE, "package-old", said, AGAIN))
    if len(content) > LARGEST_FILE:
        said = f"The file is larger than {LARGEST_FILE >> 20} MB."
        raise Refused(Mistake(PLACE, "package-large", said, "Make the pictures in it smaller."))
    if content.count(_ENTRY) > MOST_MEMBERS:
        raise Refused(
            Mistake(PLACE, "package-many", f"The file has more than {MOST_MEMBERS:,} members.", AGAIN)
        )


def _entry_mistakes(entries: list[zipfile.ZipInfo]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for each in entries:
        name = named(each.filename)
        if _ODD_NAME.search(each.filename):
            yield Mistake(PLACE, "package-name", f"A member is called {name}, which leads elsewhere.", AGAIN)
        if each.filename.lower() in seen:
            yield Mistake(PLACE, "package-twice", f"Two members are called {name}.", AGAIN)
        seen.add(each.filename.lower())
        if each.flag_bits & _LOCKED:
            said = f"The member {name} is locked with a password."
            yield Mistake(PLACE, "package-locked", said, AGAIN)
        elif each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield Mistake(PLACE, "package-packing", f"The member {name} is packed in an unusual way.", AGAIN)
    if sum(each.file_size for each in entries) > MOST_BYTES:
        yield _too_much()
    ordered = sorted(entries, key=lambda each: each.header_offset)
    for one, other in pairwise(ordered):
        end = one.header_offset + _FIXED_HEAD + len(one.filename) + one.compress_size
        if end > other.header_offset:
            yield Mistake(PLACE, "package-overlap", "Two members share the same bytes.", AGAIN)
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
                    raise Refused(_too_much())
                if size > SMALL and each.compress_size < size * LEAST_SHARE:
                    said = f"The member {named(each.filename)} swells to more than 100 times its size."
                    raise Refused(Mistake(PLACE, "package-bomb", said, AGAIN))
        yield each.filename, b"".join(pieces)


def _too_much() -> Mistake:
    said = f"What is in the file takes more than {MOST_BYTES >> 20} MB."
    return Mistake(PLACE, "package-bomb", said, AGAIN)


def named(name: str) -> str:
    """Return the name of a member as it can be shown: quoted, short, and nothing hidden in it."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name[:60])
    return f"“{plain}”"
