"""Take files apart to the last string: what is packed, compressed, encoded or kept in pictures and pages."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it comes without types

CANARY = re.compile(rb"zq[a-z]{8}qz")
DEEPEST = 6
_BASE64 = re.compile(rb"base64,([A-Za-z0-9+/=\s]+)")
_TAG = re.compile(rb"<[^<>]*>")
_BROKEN = re.compile(rb"[\s\xad\-]|\xc2\xad|\xe2\x80\x8b|&shy;|&#173;")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def words_in(data: bytes) -> set[str]:
    """Return every canary in some bytes, however they are packed and encoded."""
    found: set[bytes] = set()
    for part in parts_of(data):
        found |= _seen_in(part)
    return {word.decode() for word in found}


def _seen_in(part: bytes) -> set[bytes]:
    """Look at bytes as they are, without the zeros of UTF-16, and without tags and broken lines."""
    seen: set[bytes] = set()
    for way in (part, part.replace(b"\0", b"")):
        lower = way.lower()
        if b"zq" in lower or b"z" in lower:
            seen |= set(CANARY.findall(lower))
            seen |= set(CANARY.findall(_BROKEN.sub(b"", _TAG.sub(b"", lower))))
    return seen


def parts_of(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Yield the bytes, and all that can be unpacked from them."""
    yield data
    if depth > DEEPEST or not data:
        return
    for inner in _unpacked(data):
        yield from parts_of(inner, depth + 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK"):
        yield from _of_zip(data)
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif data.startswith(b"SQLite format 3"):
        yield from _of_database(data)
    elif data.startswith(b"\x89PNG"):
        yield from _of_png(data)
    elif data.startswith(b"\x1f\x8b"):
        with suppress(OSError, EOFError, zlib.error):
            yield gzip.decompress(data)
    if data[:3] == b"\xff\xd8\xff" or data[:4] == b"RIFF" or data.startswith(b"\x89PNG"):
        yield from _of_picture(data)
    for encoded in _BASE64.findall(data):
        with suppress(binascii.Error):
            yield base64.b64decode(encoded)
    if data[:1] in (b"{", b"["):
        with suppress(ValueError, RecursionError):
            yield "".join(_strings(json.loads(data))).encode("utf-8", "surrogatepass")


def _strings(value: object) -> Iterator[str]:
    """Yield the texts in some JSON, so that a word in two spans comes together."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (
            text for key, part in value.items() if key not in ("type", "strong") for text in _strings(part)
        )
    elif isinstance(value, list):
        yield from (text for part in value for text in _strings(part))


def _of_zip(data: bytes) -> Iterator[bytes]:
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(BytesIO(data)) as archive:
        yield archive.comment
        for member in archive.infolist():
            yield member.filename.encode() + member.comment + member.extra
            yield archive.read(member)


def _of_pdf(data: bytes) -> Iterator[bytes]:
    """Yield the streams, the text as a reader copies it, and the properties of a PDF."""
    for stream in _STREAM.findall(data):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(stream)
    with suppress(pypdfium2.PdfiumError, pikepdf.PdfError):
        yield from _as_read(data)


def _as_read(data: bytes) -> Iterator[bytes]:
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            text = page.get_textpage()
            yield text.get_text_bounded().encode()
            text.close()
            page.close()
        yield json.dumps(document.get_metadata_dict()).encode()
    finally:
        document.close()
    with pikepdf.open(BytesIO(data)) as opened:
        yield str(dict(opened.docinfo.items())).encode()
        for item in opened.objects:
            yield repr(item).encode()
            if isinstance(item, pikepdf.Stream):
                with suppress(pikepdf.PdfError, NotImplementedError):
                    yield item.read_bytes()


def _of_database(data: bytes) -> Iterator[bytes]:
    with suppress(sqlite3.Error):
        connection = sqlite3.connect(":memory:")
        connection.text_factory = bytes
        connection.deserialize(data)
        tables = [
            row[0].decode()
            for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - the names are in the file
                yield from (cell for cell in row if isinstance(cell, bytes))
        connection.close()


def _of_png(data: bytes) -> Iterator[bytes]:
    place = 8
    while place + 8 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + length]
        if kind != b"IDAT":
            yield body
            _, _, packed = body.partition(b"\0")
            for start in (0, 1, 2, 3, 4):
                with suppress(zlib.error):
                    yield zlib.decompressobj().decompress(packed[start:])
        place += 12 + length


def _of_picture(data: bytes) -> Iterator[bytes]:
    from PIL import Image  # noqa: PLC0415 - slow, and only for pictures

    with suppress(OSError, SyntaxError, ValueError), Image.open(BytesIO(data)) as picture:
        yield repr(picture.info).encode("utf-8", "replace")
        yield str({**picture.getexif()}).encode("utf-8", "replace")
