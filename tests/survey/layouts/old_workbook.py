"""Write an .xls workbook of Excel 97 to 2003: cells of text and numbers in one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack

SECTOR = 512
END, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, body: bytes) -> bytes:
    return pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    letters = text.encode("utf-16-le")
    return record(0x0204, pack("<HHHHB", row, column, 0, len(letters) // 2, 1) + letters)


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, pack("<HHHd", row, column, 0, value))


def workbook_stream(rows: Sequence[Sequence[str | float]]) -> bytes:
    opening = pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    name = b"\x06\x00Sheet1"
    font = record(0x0031, pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial")
    style = record(0x00E0, pack("<HHHBBBBIIH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    before = record(0x0809, opening) + record(0x0042, pack("<H", 1200)) + font + style
    sheet_starts = len(before) + 4 + 6 + len(name) + 4
    book = before + record(0x0085, pack("<IBB", sheet_starts, 0, 0) + name) + record(0x000A, b"")
    sheet = record(0x0809, pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    sheet += record(0x0200, pack("<IIHHH", 0, len(rows), 0, max(len(row) for row in rows), 0))
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and value:
                sheet += label(place, column, value)
            elif not isinstance(value, str):
                sheet += number(place, column, value)
    return book + sheet + record(0x000A, b"")


def directory_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    letters = (name + "\0").encode("utf-16-le") if name else b""
    entry = letters.ljust(64, b"\0") + pack("<HBB", len(letters), kind, 1)
    return entry + pack("<III", FREE, FREE, child) + bytes(36) + pack("<IQ", start, size)


def old_workbook_bytes(rows: Sequence[Sequence[str | float]]) -> bytes:
    """Return the workbook in its container: header, directory, the sheet, and the table of sectors."""
    stream = workbook_stream(rows)
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    used = len(stream) // SECTOR
    tables = -(-(used + 2) // (SECTOR // 4 - 1))
    chain = [FAT_SECTOR] * tables + [END] + [tables + 2 + n for n in range(used - 1)] + [END]
    chain += [FREE] * (tables * SECTOR // 4 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + pack("<IIIIIIIII", 0, tables, tables, 0, 4096, END, 0, END, 0)
    header += b"".join(pack("<I", n if n < tables else FREE) for n in range(109))
    directory = directory_entry("Root Entry", 5, 1, END, 0)
    directory += directory_entry("Workbook", 2, FREE, tables + 1, len(stream))
    directory += directory_entry("", 0, FREE, 0, 0) * 2
    return header + b"".join(pack("<I", link) for link in chain) + directory + stream
