"""Remove metadata about cameras, places, programs and people from the pictures in a template.

The image data is left unchanged.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP",
    b"sBIT", b"bKGD", b"pHYs"))  # fmt: skip
_JPEG = b"\xff\xd8"
_APP0, _APP2, _APP14, _APP15, _COMMENT, _SCAN = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE, 0xDA
_COLOURS = b"ICC_PROFILE"
_EMF_MARK = b" EMF"


def strip_metadata(picture: bytes) -> bytes:
    """Return a PNG, JPEG or EMF picture without its metadata; other formats are returned unchanged."""
    if picture.startswith(_PNG):
        return _PNG + b"".join(_png_chunks(picture))
    if picture.startswith(_JPEG):
        return b"".join(_jpeg_segments(picture))
    if picture[40:44] == _EMF_MARK:
        return _strip_emf_description(picture)
    return picture


def _png_chunks(picture: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 12 <= len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        end = at + 12 + length
        if picture[at + 4 : at + 8] in _PNG_KEPT:
            yield picture[at:end]
        at = end


def _jpeg_segments(picture: bytes) -> Iterator[bytes]:
    """Yield the JPEG segments to keep, up to the start of the scan, and then the rest of the file."""
    yield _JPEG
    at = 2
    while at + 4 <= len(picture) and picture[at] == 0xFF:
        mark = picture[at + 1]
        if mark == _SCAN:
            break
        (length,) = struct.unpack_from(">H", picture, at + 2)
        piece = picture[at : at + 2 + length]
        is_extra = _APP0 < mark <= _APP15 or mark == _COMMENT
        is_colour = mark == _APP14 or (mark == _APP2 and piece[4:].startswith(_COLOURS))
        if not is_extra or is_colour:
            yield piece
        at += 2 + length
    yield picture[at:]


def _strip_emf_description(picture: bytes) -> bytes:
    """Return an EMF picture with its description blanked; it names the program and the original file."""
    count, start = struct.unpack_from("<II", picture, 60)
    end = start + 2 * count
    if not count or end > len(picture):
        return picture
    return picture[:start] + bytes(end - start) + picture[end:]
