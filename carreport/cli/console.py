"""Write to the terminal: results on standard output, messages to people on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from io import TextIOWrapper
from textwrap import indent


def use_utf8() -> None:
    """Make both outputs carry every character, also on a Windows console."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def print_result(text: str = "") -> None:
    """Write a result, for people and for other programs to read."""
    sys.stdout.write(text + "\n")


def print_remark(text: str) -> None:
    """Say something about the work, which is no result."""
    sys.stderr.write(text + "\n")


def indent_lines(text: str, depth: int = 1) -> str:
    """Return `text` with each line moved in, two blanks a step."""
    return indent(text, "  " * depth)


def align_columns(rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows as columns that stand under one another; the last is as wide as it likes."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)


def format_local_time(moment: str) -> str:
    """Return a moment (ISO 8601, UTC) as the clock on the wall showed it."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def discard_output() -> None:
    """Let Python end in peace when whoever read our output has gone (`carreport list | head`)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
