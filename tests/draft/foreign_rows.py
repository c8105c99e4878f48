"""Write rows into a draft as another program could: with valid hashes, but unchecked."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw

from carreport.draft.revisions.change import revision_to_row
from carreport.draft.revisions.revision import Revision


def write_rows(draft: Path, *rows: Revision) -> None:
    with closing(apsw.Connection(str(draft))) as file, file:
        file.executemany("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", map(revision_to_row, rows))
