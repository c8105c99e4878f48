"""Read a block that was copied from a spreadsheet, so that it can be pasted into the rows of a table."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence


def parse_cell_block(words: str) -> list[list[str]]:
    """Return the rows and cells of a block from a spreadsheet, without empty rows at either end."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    return list(csv.reader((line + "\n" for line in lines), delimiter="\t"))


def drop_heading_row(block: Sequence[list[str]], headings: Iterable[str]) -> Sequence[list[str]]:
    """Return a block without its first row, if that contains the headings of the table."""
    labels = {heading.casefold() for heading in headings}
    head = {cell.strip().casefold() for cell in block[0] if cell.strip()} if block else set()
    return block[1:] if len(block) > 1 and len(head & labels) >= max(1, len(head) // 2) else block
