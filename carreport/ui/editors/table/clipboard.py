"""Read a block that was copied from a spreadsheet, so that it can be pasted into the rows of a table."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carreport.form.wording import format_count
from carreport.ui.editors.table.cells import LONGEST_CELL

MOST_ROWS = 2_000
MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class CellBlock:
    """The rows and cells of a block, and a remark on what was left out of it."""

    rows: Sequence[list[str]]
    remark: str = ""


def parse_cell_block(text: str) -> CellBlock:
    """Return the rows and cells of a block from a spreadsheet, without empty rows at either end.

    Cells may contain tabs and line breaks if they are in quotation marks, as spreadsheets write them.
    """
    start = text[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    lines = start.split("\n")
    try:
        rows = list(csv.reader((line + "\n" for line in lines), delimiter="\t", strict=True))
    except csv.Error:  # quotation marks that are part of the text, or a cell longer than any spreadsheet’s
        rows = [line.split("\t") for line in lines]
    is_cut = len(text) > MOST_CHARACTERS or len(rows) > MOST_ROWS
    if len(text) > MOST_CHARACTERS and len(rows) > 1:
        rows.pop()  # it may have been cut in two
    short = [[cell[:LONGEST_CELL] for cell in row] for row in rows[:MOST_ROWS]]
    long_cells = sum(len(cell) > LONGEST_CELL for row in rows[:MOST_ROWS] for cell in row)
    remarks = (
        f"The block was too large: only its start was pasted ({format_count(len(short), 'row')})."
        if is_cut
        else "",
        f"Cells cut to {LONGEST_CELL:,} characters: {long_cells:,}." if long_cells else "",
    )
    return CellBlock(short, " ".join(filter(None, remarks)))


def drop_heading_row(block: Sequence[list[str]], headings: Iterable[str]) -> Sequence[list[str]]:
    """Return a block without its first row, if that contains the headings of the table."""
    labels = {heading.casefold() for heading in headings}
    head = {cell.strip().casefold() for cell in block[0] if cell.strip()} if block else set()
    return block[1:] if len(block) > 1 and len(head & labels) >= max(1, len(head) // 2) else block
