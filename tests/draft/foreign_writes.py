"""Change a draft as another program, or another version of carreport, could."""

from __future__ import annotations

import struct
from contextlib import closing
from pathlib import Path

import apsw

from carreport.draft.revisions.change import revision_to_row
from carreport.draft.revisions.revision import Revision


def write_rows(draft: Path, *rows: Revision) -> None:
    """Add rows, with valid hashes but unchecked."""
    with closing(apsw.Connection(str(draft))) as file, file:
        file.executemany("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", map(revision_to_row, rows))


def write_format(draft: Path, number: int) -> None:
    """Give the draft the number of another format."""
    raw = draft.read_bytes()
    draft.write_bytes(raw[:60] + struct.pack(">I", number) + raw[64:])
