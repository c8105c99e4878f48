"""Write to the terminal: results to standard output, messages to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from io import TextIOWrapper
from textwrap import indent

_UNPRINTABLE = {
    code: "\N{REPLACEMENT CHARACTER}"
    for code in (*range(0x20), *range(0x7F, 0xA0))
    if chr(code) not in "\n\t\r"
}
"""Control characters, with which the name of a file could change what the terminal shows."""


def use_utf8() -> None:
    """Make both streams write UTF-8, even on a Windows console."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def print_result(text: str = "") -> None:
    """Write a result to standard output, for people or other programs to read."""
    if sys.stdout is not None:  # a program without a console has none
        sys.stdout.write(text.translate(_UNPRINTABLE) + "\n")


def print_remark(text: str) -> None:
    """Write a message for the user to standard error."""
    if sys.stderr is not None:
        sys.stderr.write(text.translate(_UNPRINTABLE) + "\n")


def flush_results() -> None:
    """Write all results that have not been written yet."""
    if sys.stdout is not None:
        sys.stdout.flush()


def indent_lines(text: str, depth: int = 1) -> str:
    """Return `text` with each line indented by two spaces per level."""
    return indent(text, "  " * depth)


def align_columns(rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows as aligned columns, without spaces at the ends of lines."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)


def format_local_time(moment: str) -> str:
    """Return a time (ISO 8601, UTC) as local time, or “unknown time” if it is none."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return "unknown time"


def discard_output() -> None:
    """Discard all further output, once the program reading it has ended (`carreport list | head`)."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
