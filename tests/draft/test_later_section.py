"""An older program keeps what a later one stores in a section of its own, as 39fb2f1 keeps comments."""

from __future__ import annotations

import struct
from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.revisions.revision import canonical_text, make_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import file_header
from carreport.draft.storage.salvage import inspect_damage
from carreport.form.schema import Form
from tests.draft.foreign_writes import write_format, write_rows

LATER = ("later__.rows/r1", {"order": "i"}), ("later__.rows/r1/words", "Wagtail")


def draft_of_a_later_program(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "A title")
    when = "2026-03-02T14:03:10.250+00:00"
    rows = (
        make_revision(place, (), canonical_text(value), author="Iain", device="0", written_at=when)
        for place, value in LATER
    )
    write_rows(path, *rows)
    write_format(path, file_header.FORMAT_VERSION + 1)


def test_it_opens_writes_and_keeps_the_rows_and_the_number(path: Path, form: Form) -> None:
    draft_of_a_later_program(path, form)
    assert inspect_damage(path).is_sound
    with DraftSession.open(path, "Morag Reid") as session:
        assert not session.read_only
        session.write("about.title", "Another title")
    assert b"Wagtail" in path.read_bytes()
    assert struct.unpack(">I", path.read_bytes()[60:64]) == (file_header.FORMAT_VERSION + 1,)


def test_it_leaves_the_rows_out_of_copies_and_names_them_when_it_imports_one(path: Path, form: Form) -> None:
    draft_of_a_later_program(path, form)
    with DraftSession.open(path, "Morag Reid") as session:
        export_copy(session, path.with_name("copy.carreport"))
        assert b"Wagtail" not in path.with_name("copy.carreport").read_bytes()
    with DraftSession.create(path.with_name("other.carreport"), form, "Iain") as other:
        plan = merge_and_save(other, preview_merge(other, path), separate=True)
        assert {left.path for left in plan.excluded} == {place for place, _ in LATER}
        assert other.answers().get("about.title") == "A title"
