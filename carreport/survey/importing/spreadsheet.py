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
from carreport.form.wording import in_letters
from carreport.regular_files import read_given_file
from carreport.survey.importing.file_formats.text_encoding import (
    NAMES,
    NOT_TEXT,
    UNCLEAR,
    WRONGLY_MARKED,
    EncodingError,
    decode_text,
)
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
    rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*)*<"
    rb"(?:!doctype|html|table|head|meta|body|div|style|(?:\w+:)?workbook)\b"
)
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_READ_FROM = {
    "workbook": "Read from the sheet “{}”.",
    "web page": "The file is a web page. Read from “{}” in it.",
}


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


def read_worksheet(path: Path, sheet: str = "", encoding: str = "") -> Worksheet:
    """Return the table in a file; `sheet` names one of a workbook. Raise `ReplyFileError`.

    `encoding` is that of a text file, if it cannot be detected: a key of `text_encoding.NAMES`.
    """
    data = _bytes_of(path)
    if data.startswith((_ZIP, _EMPTY_ZIP, _OLE)) or _WEB_PAGE.match(data[:1000]):
        return _from_workbook(path.name, data, sheet)
    if sheet:
        raise ReplyFileError(
            "no-sheet",
            f"{path.name} is not a workbook, so it has no sheets.",
            remedy="Leave out the name of the sheet.",
        )
    return _from_text(path.name, data, encoding)


def column_number(name: str) -> int | None:
    """Return the number of a column (from 0) by its letters, such as F; nothing for any other text."""
    if not name.isascii() or not name.isalpha():
        return None
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


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
        "carreport.survey.importing.workbook", WORKER_FLAG, ("carreport", "python_calamine", "lxml")
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
    notes = [_READ_FROM[worksheet["format"]].format(worksheet["sheet"])]
    notes += [f"The sheet “{sheet}” was not read." for sheet in worksheet["others"]]
    notes += [f"The hidden sheet “{sheet}” was not read." for sheet in worksheet["hidden"]]
    notes += [] if worksheet["is_known"] else ["carreport cannot tell if rows of this file are hidden."]
    return Worksheet(
        name,
        rows,
        (*notes, *_hidden_column_notes(worksheet["hidden_columns"], rows)),
        worksheet["sheet"],
        tuple(worksheet["others"]),
        frozenset(worksheet["hidden_rows"]),
        frozenset(worksheet["hidden_columns"]),
        tuple((top, left, low, right) for top, left, low, right in worksheet["merged"]),
    )


def _hidden_column_notes(hidden: Sequence[int], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    filled = [
        number for number in sorted(hidden) if any(row[number].strip() for row in rows if number < len(row))
    ]
    if filled:
        listed = ", ".join(map(in_letters, filled))
        yield f"Hidden in the file: {'column' if len(filled) == 1 else 'columns'} {listed}."


def _unreadable_workbook(name: str, why: str, sheets: Sequence[str]) -> ReplyFileError:
    if why == "web-page":
        return ReplyFileError(
            "replies-web-page",
            f"{name} is a web page without a table of replies, not a workbook.",
            remedy="Open it in your spreadsheet program, save it as .xlsx or CSV, and import that.",
        )
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


def _from_text(name: str, data: bytes, encoding: str) -> Worksheet:
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        raise _too_large(name)
    try:
        decoded = decode_text(data, encoding)
    except EncodingError as problem:
        raise _undecodable(name, problem) from None
    _check_lines(name, decoded.text)
    separator, text = _separator(decoded.text)
    rows = tuple(_parse_rows(name, text, separator))
    how = f"Read as {decoded.encoding}, with cells separated by {SEPARATORS[separator]}."
    return Worksheet(name, rows, (how, *decoded.notes))


def _undecodable(name: str, problem: EncodingError) -> ReplyFileError:
    """Return the message for a text whose encoding is not clear."""
    if problem.code == NOT_TEXT:
        return ReplyFileError(
            "replies-not-text", f"{name} is neither a workbook nor text.", remedy="Save it as CSV."
        )
    remedy = "Save it again as CSV in UTF-8."
    if problem.code == UNCLEAR:
        readings = "; ".join(f"“{word}” ({NAMES[encoding]})" for encoding, word in problem.readings.items())
        what = f"{name}, line {problem.line}: the letters can be read in more than one way: {readings}."
        return ReplyFileError("replies-encoding-unclear", what, remedy=remedy, readings=problem.readings)
    if problem.code == WRONGLY_MARKED:
        what = f"{name} is marked as {problem.encoding.upper()}, but it is not (near line {problem.line})."
    else:
        what = f"{name}, line {problem.line}: the text is not in any usual encoding."
    return ReplyFileError("replies-encoding", what, remedy=remedy)


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
