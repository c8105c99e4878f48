"""Find the hidden rows and columns in an old .xls file: a compound file with a stream of BIFF8 records."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_END, _MOST_SECTORS = 0xFFFFFFFC, 4_000_000
_BOUNDSHEET, _ROW, _COLINFO, _EOF, _BOF = 0x85, 0x208, 0x7D, 0x0A, 0x809
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN = 0x20, 0x01


class BiffError(Exception):
    """The file does not have the expected structure."""


def hidden_in_biff(data: bytes, sheet: str) -> tuple[set[int], set[int]]:
    """Return the hidden rows (from 1) and the hidden columns (from 0) of a sheet."""
    try:
        stream = _workbook_stream(data)
        return _hidden_in_sheet(stream, _sheet_offset(stream, sheet))
    except (struct.error, IndexError, UnicodeDecodeError) as problem:
        raise BiffError(str(problem)) from None


def _hidden_in_sheet(stream: bytes, offset: int) -> tuple[set[int], set[int]]:
    rows: set[int] = set()
    columns: set[int] = set()
    depth = 0
    for kind, body in _records(stream, offset):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if not depth:
                break
        elif depth == 1 and kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _ROW_IS_HIDDEN:
            rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif depth == 1 and kind == _COLINFO and struct.unpack_from("<H", body, 8)[0] & _COLUMN_IS_HIDDEN:
            first, last = struct.unpack_from("<HH", body)
            columns.update(range(first, last + 1))
    return rows, columns


def _sheet_offset(stream: bytes, sheet: str) -> int:
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET:
            offset, count, flags = struct.unpack_from("<I", body)[0], body[6], body[7]
            name = body[8 : 8 + count * 2].decode("utf-16-le") if flags & 1 else body[8:].decode("latin-1")
            if name == sheet:
                return int(offset)
        elif kind == _EOF:
            break
    raise BiffError(sheet)


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + size]
        offset += 4 + size


# The compound file


def _workbook_stream(data: bytes) -> bytes:
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    first_directory, cutoff, first_mini, _, first_difat, _ = (
        *struct.unpack_from("<I", data, 48), *struct.unpack_from("<IIIII", data, 56),
    )  # fmt: skip
    size = 1 << shift
    table = _allocation_table(data, size, first_difat)
    directory = _chain(data, table, first_directory, size)
    entries = [directory[start : start + 128] for start in range(0, len(directory) - 127, 128)]
    for entry in entries:
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le")
        if name not in ("Workbook", "Book"):
            continue
        first, length = struct.unpack_from("<II", entry, 116)
        if length >= cutoff:
            return _chain(data, table, first, size)[:length]
        mini = _chain(data, table, first_mini, size)
        mini_table = struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4])
        root = _chain(data, table, struct.unpack_from("<I", entries[0], 116)[0], size)
        return b"".join(
            root[number << mini_shift : (number + 1) << mini_shift] for number in _links(mini_table, first)
        )[:length]
    raise BiffError("Workbook")


def _allocation_table(data: bytes, size: int, first_difat: int) -> tuple[int, ...]:
    sectors = list(struct.unpack_from("<109I", data, 76))
    following = first_difat
    while following < _END and len(sectors) < _MOST_SECTORS:
        links = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        sectors += links[:-1]
        following = links[-1]
    parts = [data[(sector + 1) * size : (sector + 2) * size] for sector in sectors if sector < _END]
    table = b"".join(parts)
    return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])


def _chain(data: bytes, table: tuple[int, ...], first: int, size: int) -> bytes:
    return b"".join(data[(sector + 1) * size : (sector + 2) * size] for sector in _links(table, first))


def _links(table: tuple[int, ...], first: int) -> Iterator[int]:
    seen = 0
    while first < _END:
        yield first
        first = table[first]
        seen += 1
        if seen > len(table):
            raise BiffError("a loop")
