"""A draft with a table or a note has format 200, and a table merges as one paragraph."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form

STORY = "about.story"
NOTED = {"type": "paragraph", "spans": [{"text": "Visits", "note": [{"text": "Counted by hand."}]}]}


def cells(*rows: tuple[str, ...]) -> dict[str, Any]:
    made = [[[{"text": word}] if word else [] for word in row] for row in rows]
    return {"type": "table", "rows": made, "header": True}


def paragraph(words: str) -> dict[str, Any]:
    return {"type": "paragraph", "spans": [{"text": words}]}


def format_of(path: Path) -> int:
    return int(struct.unpack(">I", path.read_bytes()[60:64])[0])


@pytest.mark.parametrize("block", [cells(("Week", "Visits"), ("1", "19")), NOTED])
def test_the_format_is_200_from_the_first_one_on_also_in_copies(
    session: DraftSession, block: dict[str, Any], tmp_path: Path
) -> None:
    session.write(STORY, [paragraph("Before")])
    session.flush()
    assert format_of(session.path) == 100
    session.write(STORY, [paragraph("Before"), block])
    session.flush()
    assert format_of(session.path) == 200
    export_copy(session, tmp_path / "copy.carreport")
    assert format_of(tmp_path / "copy.carreport") == 200
    session.write(STORY, [paragraph("Before")])
    session.flush()
    assert format_of(session.path) == 200


def test_it_opens_again_and_is_written_again(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write(STORY, [cells(("Week", "Visits"), ("1", ""))])
    with DraftSession.open(path, "Ailsa Kerr") as session:
        assert not session.read_only
        assert session.answers().get(STORY) == [cells(("Week", "Visits"), ("1", ""))]
        session.write("about.title", "A title")


def test_two_people_who_edit_the_table_and_the_text_around_it_lose_nothing(path: Path, form: Form) -> None:
    copy = path.with_name("copy.carreport")
    with DraftSession.create(path, form, "Ailsa Kerr") as ailsa:
        ailsa.write(STORY, [paragraph("Before"), cells(("Week",), ("1",)), paragraph("After")])
        export_copy(ailsa, copy)
        with DraftSession.open(copy, "Morag Reid") as morag:
            morag.write(STORY, [paragraph("Before"), cells(("Week",), ("2",)), paragraph("After")])
        ailsa.write(STORY, [paragraph("Long before"), cells(("Week",), ("1",)), paragraph("After")])
        merge_and_save(ailsa, preview_merge(ailsa, copy))
        merged = [paragraph("Long before"), cells(("Week",), ("2",)), paragraph("After")]
        assert ailsa.answers().get(STORY) == merged
