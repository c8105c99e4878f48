"""Read a file of replies from any program as rows of texts with their row numbers.

The encoding and the separator are detected and reported. What cannot be read reliably is a
`ReplyFileError` that names the row; nothing is guessed silently.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from carreport import subprocess_worker
from carreport.errors import ReplyFileError, system_reason
from carreport.regular_files import read_given_file
from carreport.survey.importing.workbook import END_MARKER, SECONDS

WORKER_FLAG = "--read-a-workbook"
"""The argument that starts a frozen program as the workbook reader."""
MOST_BYTES = 60 << 20
MOST_OUTPUT = 400 << 20
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000
MOST_LINES = 2_000_000
MOST_CELLS_IN_LINE = 20_000
LONGEST_LINE = 4_000_000
SAMPLE_ROWS = 60
MOST_SAMPLED_ROWS = 5_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_ZIP, _EMPTY_ZIP, _OLE = b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("d0cf11e0a1b11ae1")
_WEB_PAGE = re.compile(
    rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*)*<(?:!doctype html|html|table|head|meta|workbook)\b"
)
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The table in a file with all its rows, including empty ones, so that row numbers are right.

    `notes` say how it was read; `other_sheets` are the names of other sheets that are not empty.
    `hidden_rows` are numbers from 1, `hidden_columns` from 0; `merged` has the first row and column and
    the last row and column, from 0, of cells that are merged.
    """

    file: str
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    name: str = ""
    other_sheets: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_worksheet(path: Path, sheet: str = "") -> Worksheet:
    """Return the table in a file; `sheet` names one of a workbook. Raise `ReplyFileError`."""
    data = _bytes_of(path)
    if data.startswith((_ZIP, _EMPTY_ZIP, _OLE)):
        return _from_workbook(path.name, data, sheet)
    if sheet:
        raise ReplyFileError(
            "no-sheet",
            f"{path.name} is not a workbook, so it has no sheets.",
            remedy="Leave out the name of the sheet.",
        )
    if _WEB_PAGE.match(data[:1000]):
        raise ReplyFileError(
            "replies-web-page",
            f"{path.name} is a web page, not a workbook.",
            remedy="Open it in your spreadsheet program, save it as .xlsx or CSV, and import that.",
        )
    return _from_text(path.name, data)


def cell_name(column: int, row: int | None = None) -> str:
    """Return the spreadsheet name of a column counted from 0: A, B … AA; with a row, B7."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name if row is None else f"{name}{row}"


def _bytes_of(path: Path) -> bytes:
    try:
        data = read_given_file(path, MOST_BYTES)
    except FileNotFoundError:
        raise ReplyFileError(
            "replies-missing", f"There is no file {path}.", remedy="Check the file name and the folder."
        ) from None
    except OSError as problem:
        raise ReplyFileError(
            "replies-unreadable",
            f"{path.name} cannot be read: {system_reason(problem)}.",
            remedy="Choose a file of replies.",
        ) from None
    if len(data) > MOST_BYTES:
        raise _too_large(path.name)
    return data


def _too_large(name: str) -> ReplyFileError:
    return ReplyFileError(
        "replies-too-large",
        f"{name} is too large: over {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns or {MOST_BYTES >> 20} MB.",
        remedy="Save only the replies in a separate file.",
    )


# Workbooks


def _from_workbook(name: str, data: bytes, wanted: str) -> Worksheet:
    task = wanted.replace("\n", " ").encode() + b"\n" + data
    command = subprocess_worker.worker_command(
        "carreport.survey.importing.workbook", WORKER_FLAG, ("carreport", "python_calamine")
    )
    answer = subprocess_worker.run_worker(command, task, SECONDS, MOST_OUTPUT).stdout
    if not answer.endswith(END_MARKER) or len(answer) > MOST_OUTPUT:
        raise _unreadable_workbook(name, "broke-off", ())
    worksheet = json.loads(answer.removesuffix(END_MARKER))
    if "refused" in worksheet:
        raise _unreadable_workbook(name, worksheet["refused"], worksheet.get("sheets", ()))
    if worksheet["formulas"]:
        cells = ", ".join(worksheet["formulas"])
        has = "has a formula" if len(worksheet["formulas"]) == 1 else "have formulas"
        raise ReplyFileError(
            "replies-formula",
            f"{name}, sheet “{worksheet['sheet']}”: {cells} {has} without a saved result.",
            remedy="Open the file in your spreadsheet program, save it, and import it again.",
        )
    rows = tuple(tuple(row) for row in worksheet["rows"])
    _check_size(name, rows)
    notes = [f"Read from the sheet “{worksheet['sheet']}”."]
    notes += [f"The sheet “{sheet}” was not read." for sheet in worksheet["others"]]
    notes += [f"The hidden sheet “{sheet}” was not read." for sheet in worksheet["hidden"]]
    return Worksheet(name, rows, tuple(notes), worksheet["sheet"], tuple(worksheet["others"]))


def _unreadable_workbook(name: str, why: str, sheets: Sequence[str]) -> ReplyFileError:
    messages = {
        "locked": (f"{name} is protected with a password.", "Save it without the password and try again."),
        "too-large": (
            f"{name} has far more cells than replies need.",
            "Save only the replies and try again.",
        ),
        "no-sheet": (f"{name} has no sheet of that name.", f"Its sheets are: {', '.join(sheets) or 'none'}."),
        "broke-off": (
            f"{name} took too long or needed too much memory to read.",
            "Save it as CSV and try again.",
        ),
    }
    what, remedy = messages.get(
        why, (f"{name} is damaged or is not a workbook.", "Download it again, or save it as CSV.")
    )
    return ReplyFileError(f"workbook-{why}", what, remedy=remedy)


# Text


def _from_text(name: str, data: bytes) -> Worksheet:
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        raise _too_large(name)
    text, notes = _decoded(name, data)
    _check_lines(name, text)
    separator, text = _separator(text)
    rows = tuple(_parse_rows(name, text, separator))
    how = f"Read as {notes[0]}, with cells separated by {SEPARATORS[separator]}."
    return Worksheet(name, rows, (how, *notes[1:]))


def _check_lines(name: str, text: str) -> None:
    """Refuse a line with more cells than the parser could put into one row without harm."""
    for number, line in enumerate(_lines(text), 1):
        if len(line) > MOST_CELLS_IN_LINE and (
            len(line) > LONGEST_LINE or any(line.count(mark) > MOST_CELLS_IN_LINE for mark in SEPARATORS)
        ):
            raise ReplyFileError(
                "replies-too-large",
                f"{name}, line {number}, is far longer than a line of replies: {len(line):,} characters.",
                remedy="Open the file in your spreadsheet program and check that line.",
            )


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, as the CSV reader needs them."""
    return (line[0] for line in _LINE.finditer(text))


def _decoded(name: str, data: bytes) -> tuple[str, list[str]]:
    """Return the text of a file, and a note on its encoding."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _decode_as(name, data, encoding), [encoding.upper().replace("-SIG", "")]
    for encoding, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[0:400:2])):
        if zeros and zeros.count(0) > len(zeros) * 0.7:
            return _decode_as(name, data, encoding), ["UTF-16"]
    if b"\x00" in data:
        raise ReplyFileError(
            "replies-not-text", f"{name} is neither a workbook nor text.", remedy="Save it as CSV."
        )
    try:
        return data.decode("utf-8"), ["UTF-8"]
    except UnicodeDecodeError:
        return _line_by_line(name, data)


def _decode_as(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        row = data[: problem.start].count(b"\n") + 1
        raise ReplyFileError(
            "replies-encoding",
            f"{name} is marked as {encoding.upper()}, but it is not (near line {row}).",
            remedy="Save it again as CSV in UTF-8.",
        ) from None


def _line_by_line(name: str, data: bytes) -> tuple[str, list[str]]:
    """Decode each line as UTF-8 if possible, or else as Windows-1252."""
    lines: list[str] = []
    other: list[int] = []
    is_mixed = False
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
            is_mixed |= not line.isascii()
        except UnicodeDecodeError:
            other.append(number)
            lines.append(_decode_windows(name, number, line))
    if not is_mixed:
        return "\n".join(lines), ["Windows-1252"]
    some = ", ".join(map(str, other[:10])) + (" …" if len(other) > 10 else "")
    return "\n".join(lines), ["UTF-8", f"These lines use a different encoding, Windows-1252: {some}."]


def _decode_windows(name: str, number: int, line: bytes) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        raise ReplyFileError(
            "replies-encoding",
            f"{name}, line {number}: the text is not in any usual encoding.",
            remedy="Save it again as CSV in UTF-8.",
        ) from None


def _separator(text: str) -> tuple[str, str]:
    """Return the separator, and the text without a first line that only declares it."""
    declared = re.match(r'"?sep=([,;\t])"?\r?\n', text)
    if declared:
        return declared[1], text[declared.end() :]
    return max(SEPARATORS, key=lambda separator: _separator_score(text, separator)), text


def _separator_score(text: str, separator: str) -> tuple[float, int]:
    """Return how uniform the first rows are with this `separator`, and how wide."""
    widths: list[int] = []
    try:
        rows = csv.reader(_lines(text), delimiter=separator, strict=True)
        for row in islice(rows, MOST_SAMPLED_ROWS):
            widths += [len(row)] if any(row) else []
            if len(widths) == SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0, 0
    usual = max(widths, key=lambda width: (widths.count(width), width), default=1)
    if usual < 2:
        return 0.0, 0
    return round(widths.count(usual) / len(widths), 1), usual


def _parse_rows(name: str, text: str, separator: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows; an unclosed quotation mark is an error, not a cell."""
    rows = csv.reader(_lines(text), delimiter=separator, strict=True)
    read = 0
    try:
        for cells in rows:
            read += 1
            if read > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise _too_large(name)
            yield tuple(cells)
    except csv.Error as problem:
        if "field limit" in str(problem):
            raise ReplyFileError(
                "replies-cell-too-long",
                f"{name}, row {read + 1}: a cell is longer than {csv.field_size_limit():,} characters.",
                remedy="Open the file in your spreadsheet program, check that row, and save it as CSV again.",
            ) from None
        raise ReplyFileError(
            "replies-quotes",
            f"{name}, row {read + 1}: the quotation marks do not match ({problem}).",
            why="After this row, carreport cannot tell which text is in which column.",
            remedy="Open the file in your spreadsheet program, check that row, and save it as CSV again.",
        ) from None


def _check_size(name: str, rows: Sequence[Sequence[str]]) -> None:
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise _too_large(name)
