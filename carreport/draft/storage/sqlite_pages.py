"""Read rows from the pages of a damaged draft that SQLite cannot open.

It needs neither the beginning nor the end of the file, no index and no schema: each leaf page has
the offsets of its rows, and each row has the lengths of its columns. Nothing is trusted: the caller
checks each row by its hash. SQLite's file format describes the layout.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.storage.draft_files import journal_path
from carreport.regular_files import is_own_file, read_own_file

META_COLUMNS = 3
PICTURE_COLUMNS = 5
REVISION_COLUMNS = 7
"""The tables are recognised by the number of their columns."""

DEFAULT_PAGE_SIZE = 4096
_TABLE_LEAF_PAGE = 0x0D
_INDEX_OR_INNER = (0x02, 0x05, 0x0A)
_MAX_SHIFT = 8
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_COUNT_UNKNOWN = 0xFFFFFFFF
_RECORD_START = re.compile(
    rb"[\x08-\x14]\x5d"  # a revision: its id has 40 characters
    rb"|[\x06-\x0f]\x81\x0d"  # a picture: its checksum has 64
    rb"|[\x04-\x08][\x0f-\x3f](?=.{1,4}\x5d)",  # a row of the meta table: its hash comes last
    re.DOTALL,
)

_STRETCH = 1 << 20
_BLANK = bytes(_STRETCH)
_LONGEST_ROW = 65 << 20
_MOST_JOURNAL_BYTES = 1 << 30
Record = tuple[object, ...]
Pages = bytes | mmap
"""The pages of a file: in memory, or mapped from the disk."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many bytes of a file have been looked at, of how many."""

    looked_at: int
    size: int


@contextmanager
def open_pages(path: Path) -> Iterator[Pages]:
    """Open a private copy of a draft; its pages are read from the disk when they are needed."""
    with path.open("rb") as file:
        if not file.seek(0, 2):
            yield b""
            return
        with mmap(file.fileno(), 0, access=ACCESS_READ) as pages:
            yield pages


def scan_pages(raw: Pages) -> Iterator[Record | Progress]:
    """Yield what `read_records` yields, and after each stretch of the file how much was looked at."""
    pages = _PageReader.of(raw)
    for start in range(0, len(raw), _STRETCH):
        if raw[start : start + _STRETCH] != _BLANK[: len(raw) - start]:
            yield from _read_stretch(pages, start)
        yield Progress(min(start + _STRETCH, len(raw)), len(raw))


def read_records(raw: Pages) -> Iterator[Record]:
    """Yield everything that may be a row of one of our tables; rows may be repeated or wrong."""
    return (found for found in scan_pages(raw) if not isinstance(found, Progress))


def _read_stretch(pages: _PageReader, stretch_start: int) -> Iterator[Record]:
    raw = pages.raw
    for page_start in range(stretch_start, min(stretch_start + _STRETCH, len(raw)), pages.size):
        page = raw[page_start : page_start + pages.size]
        header = 100 if page_start == 0 else 0
        if len(page) <= header + 8 or page[header] in _INDEX_OR_INNER:
            continue
        starts, is_whole = _record_starts(page, header) if page[header] == _TABLE_LEAF_PAGE else ([], False)
        if not is_whole:
            starts = list(
                dict.fromkeys([*starts, *(match.start() for match in _RECORD_START.finditer(page))])
            )
        for start in starts:
            yield from pages.records_at(page, start)


def read_pictures(records: Iterable[Record]) -> Iterator[tuple[str, StoredPicture]]:
    """Yield the checksum and the bytes of every intact picture among the rows."""
    for row in records:
        if len(row) == PICTURE_COLUMNS and isinstance(row[4], bytes) and sha256(row[4]).hexdigest() == row[0]:
            sizes = [size if isinstance(size, int) else 0 for size in row[2:4]]
            yield row[0], StoredPicture(row[4], str(row[1]), *sizes)


def read_rolled_back(path: Path, read: Callable[[Path], bytes]) -> bytes:
    """Return the bytes of a draft after rolling back an interrupted save; `read` reads a file."""
    journal = journal_path(path)
    return roll_back(read(path), read_own_file(journal, _MOST_JOURNAL_BYTES) if is_own_file(journal) else b"")


def roll_back(raw: bytes, journal: bytes) -> bytes:
    """Return a file with its journal rolled back; `raw` if there is nothing to roll back."""
    found = Journal.read(BytesIO(journal), page_size_in(raw))
    if found is None or not found.places:
        return raw
    size = found.page_size
    whole = bytearray(raw[: found.page_count * size].ljust(found.page_count * size, b"\0"))
    for number in found.places:
        whole[(number - 1) * size : number * size] = found.page(number)
    return bytes(whole)


@dataclass(frozen=True, slots=True)
class Journal:
    """The pages of a file as they were before an interrupted save, as SQLite would read them.

    `page_count` is how many pages the file had, `places` where in the journal each page is, and
    `length` how much of the journal counts: what follows was not yet on the disk.
    """

    stream: BinaryIO
    page_size: int
    page_count: int
    places: Mapping[int, int]
    length: int

    @classmethod
    def read(cls, stream: BinaryIO, page_size: int) -> Journal | None:
        """Read the journal of a file with pages of this size; nothing if SQLite would find nothing in it."""
        end = stream.seek(0, 2)
        header = _JournalHeader.at(stream, 0, end)
        if header is None or not _is_power_of_2(header.sector, 32):
            return None
        size, sector, page_count = header.page_size or page_size, header.sector, header.page_count
        if not _is_power_of_2(size, 512):
            return None
        places: dict[int, int] = {}
        place = 0
        while header is not None and place + sector <= end:
            place += sector
            count = header.count if header.count != _COUNT_UNKNOWN else end // (size + 8)
            for _ in range(count):
                number = _page_number(stream, place, size, header.nonce, page_count)
                if number == 0:
                    return cls(stream, size, page_count, places, place)
                if number <= page_count:
                    places.setdefault(number, place + 4)
                place += size + 8
            place = -(-place // sector) * sector
            header = _JournalHeader.at(stream, place, end)
        return cls(stream, size, page_count, places, min(place, end))

    def page(self, number: int) -> bytes:
        """Return a page as it was before the save."""
        self.stream.seek(self.places[number])
        return self.stream.read(self.page_size)


@dataclass(frozen=True, slots=True)
class _JournalHeader:
    """The header of a part of a journal."""

    count: int
    nonce: int
    page_count: int
    sector: int
    page_size: int

    @classmethod
    def at(cls, stream: BinaryIO, place: int, end: int) -> _JournalHeader | None:
        stream.seek(place)
        head = stream.read(28)
        return (
            cls(*struct.unpack(">IIIII", head[8:]))
            if head[:8] == JOURNAL_MAGIC and place + 28 <= end
            else None
        )


def _page_number(stream: BinaryIO, place: int, size: int, nonce: int, page_count: int) -> int:
    """Return the number of the page at a place in a journal; 0 if SQLite would stop there."""
    stream.seek(place)
    record = stream.read(size + 8)
    if len(record) < size + 8:
        return 0
    (number,) = struct.unpack(">I", record[:4])
    (checksum,) = struct.unpack(">I", record[-4:])
    sound = checksum == (nonce + sum(record[4:-4][size - 200 : 0 : -200])) & 0xFFFFFFFF
    is_lock_page = number == (1 << 30) // size + 1
    return 0 if is_lock_page or not (sound or number > page_count) else number


@dataclass(slots=True)
class _PageReader:
    """The pages of a file; `missing` is the number of pages that are gone."""

    raw: Pages
    size: int
    missing: int
    budget: int

    @classmethod
    def of(cls, raw: Pages) -> _PageReader:
        """Use the page size in the file header, or that of our own files."""
        size = page_size_in(raw)
        (expected,) = struct.unpack(">I", raw[28:32]) if len(raw) >= 100 else (0,)
        missing = max(0, min(expected - len(raw) // size, _MAX_SHIFT))
        return cls(raw, size, missing, 16 * len(raw))

    def records_at(self, page: bytes, start: int) -> Iterator[Record]:
        """Yield the row that begins at `start`; several candidates if pages are missing."""
        kinds = _serial_types(page, start)
        if kinds is None:
            return
        length = kinds[0] + sum(map(_serial_type_length, kinds[1]))
        if length > _LONGEST_ROW:
            return
        here = _local_payload_length(length, self.size)
        first = page[start : start + here]
        if here == length:
            yield _decode_record(first, *kinds)
            return
        link = page[start + here : start + here + 4]
        for shift in range(self.missing + 1):
            rest = self._overflow(link, length - here, shift)
            if rest is not None:
                yield _decode_record(first + rest, *kinds)

    def _overflow(self, link: bytes, length: int, shift: int) -> bytes | None:
        """Return the rest of a row from its overflow pages, each of which points to the next."""
        parts: list[bytes] = []
        while length > 0:
            if len(link) < 4 or self.budget <= 0:
                return None
            (number,) = struct.unpack(">I", link)
            start = (number - 1 - shift) * self.size
            if number < 1 or not 0 <= start < len(self.raw):
                return None
            link = self.raw[start : start + 4]
            parts.append(self.raw[start + 4 : start + 4 + min(length, self.size - 4)])
            length -= self.size - 4
            self.budget -= self.size
        return b"".join(parts)


def _record_starts(page: bytes, header: int) -> tuple[list[int], bool]:
    """Return the offsets of the rows of a page, and whether the page header agrees with them."""
    (count,) = struct.unpack(">H", page[header + 3 : header + 5])
    pointers = page[header + 8 : header + 8 + 2 * count]
    starts: list[int] = []
    is_whole = len(pointers) == 2 * count
    for (cell,) in struct.iter_unpack(">H", pointers[: len(pointers) // 2 * 2]):
        size, place = _varint(page, cell)
        _, start = _varint(page, place)
        kinds = _serial_types(page, start)
        if kinds is not None and size == kinds[0] + sum(map(_serial_type_length, kinds[1])):
            starts.append(start)
        else:
            is_whole = False
    return starts, is_whole


def _serial_types(page: bytes, start: int) -> tuple[int, list[int]] | None:
    """Return the length of the record header and the serial types; nothing if it is not a row of ours."""
    ends, place = _varint(page, start)
    if not 3 < ends < 40 or start + ends > len(page):
        return None
    kinds: list[int] = []
    while place < start + ends:
        kind, place = _varint(page, place)
        kinds.append(kind)
    fits = place == start + ends and len(kinds) in (META_COLUMNS, PICTURE_COLUMNS, REVISION_COLUMNS)
    return (ends, kinds) if fits and all(kind < 1 << 28 for kind in kinds) else None


def _decode_record(record: bytes, start: int, kinds: Sequence[int]) -> Record:
    row: list[object] = []
    for kind in kinds:
        part = record[start : start + _serial_type_length(kind)]
        start += _serial_type_length(kind)
        row.append(_decode_value(kind, part))
    return tuple(row)


def _decode_value(kind: int, part: bytes) -> object:
    if kind == 0:
        return None
    if kind >= 13 and kind % 2:
        return part.decode("utf-8", "replace")
    if kind >= 12:
        return part
    return {8: 0, 9: 1}.get(kind, int.from_bytes(part, "big", signed=True))


def _serial_type_length(kind: int) -> int:
    """Return the number of bytes of a serial type."""
    if kind >= 12:
        return (kind - 12) // 2
    return (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]


def _local_payload_length(length: int, size: int) -> int:
    """Return how many bytes of a row are on its first page."""
    if length <= size - 35:
        return length
    least = (size - 12) * 32 // 255 - 23
    here = least + (length - least) % (size - 4)
    return here if here <= size - 35 else least


def _varint(page: bytes, place: int) -> tuple[int, int]:
    """Return a varint and the offset after it."""
    value = 0
    for step, byte in enumerate(page[place : place + 9]):
        if step == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + step + 1
    return value, len(page)


def _is_power_of_2(size: int, least: int) -> bool:
    return least <= size <= 65536 and size & (size - 1) == 0


def page_size_in(raw: Pages) -> int:
    """Return the page size in the header of a file, or that of our own files."""
    (size,) = struct.unpack(">H", raw[16:18]) if len(raw) >= 100 else (0,)
    return size if _is_power_of_2(size, 512) else DEFAULT_PAGE_SIZE
