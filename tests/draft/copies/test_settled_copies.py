"""What came together by itself is recorded before a copy is made: everybody reads the same."""

from __future__ import annotations

from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.form.schema import Value
from tests.draft.copies.test_export_copy import GUARDED
from tests.rich_text import text

STORY = "about.story"


def bring_together(session: DraftSession, path: str, folder: Path) -> None:
    """Change the first paragraph of an answer, and import a copy in which Morag changed the last one."""
    session.write(path, text("one", "two", "three"))
    export_copy(session, folder / "sent.carreport")
    with DraftSession.open(folder / "sent.carreport", "Morag Reid") as other:
        other.write(path, text("one", "two", "THREE"))
        export_copy(other, folder / "back.carreport")
    session.write(path, text("ONE", "two", "three"))
    merge_and_save(session, preview_merge(session, folder / "back.carreport"))


def copied(session: DraftSession, path: Path) -> tuple[int, Value, tuple[object, ...]]:
    """Return what somebody else finds in a copy: the number of heads, the answer, and its versions."""
    export_copy(session, path)
    with DraftSession.open(path, "Iain Bell") as third:
        answers = third.answers()
        return len(third.tree.heads(STORY)), answers.get(STORY), answers.versions.get(STORY, ())


def test_two_edits_that_were_merged_are_one_answer_in_a_copy(session: DraftSession, tmp_path: Path) -> None:
    bring_together(session, STORY, tmp_path)
    merged = text("ONE", "two", "THREE")
    assert copied(session, tmp_path / "next.carreport") == (1, merged, ())
    assert [revision.value for revision in session.tree.heads(STORY)] == [merged]


def test_what_came_together_is_on_the_disk_of_whoever_makes_the_copy(
    session: DraftSession, tmp_path: Path
) -> None:
    bring_together(session, STORY, tmp_path)
    export_copy(session, tmp_path / "next.carreport")
    with DraftSession.open(session.path, "Ailsa Kerr", read_only=True) as kept:
        assert len(kept.tree.heads(STORY)) == 1


def test_what_came_together_in_an_entry_is_one_answer_in_a_copy(
    session: DraftSession, tmp_path: Path
) -> None:
    item = session.add_item("data.sources", values={"name": "A plan"})
    notes = f"data.sources/{item}/notes"
    bring_together(session, notes, tmp_path)
    export_copy(session, tmp_path / "next.carreport")
    with DraftSession.open(tmp_path / "next.carreport", "Iain Bell") as third:
        assert [head.value for head in third.tree.heads(notes)] == [text("ONE", "two", "THREE")]


def test_a_conflict_stays_one_in_a_copy(session: DraftSession, tmp_path: Path) -> None:
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "Morag’s")
        export_copy(other, tmp_path / "back.carreport")
    session.write("about.title", "Ailsa’s")
    merge_and_save(session, preview_merge(session, tmp_path / "back.carreport"))
    export_copy(session, tmp_path / "next.carreport")
    with DraftSession.open(tmp_path / "next.carreport", "Iain Bell") as third:
        assert {head.value for head in third.tree.heads("about.title")} == {"Morag’s", "Ailsa’s"}


def test_making_a_copy_settles_no_answer_that_does_not_go_with_it(tmp_path: Path) -> None:
    with DraftSession.create(tmp_path / "a.carreport", parse_form(GUARDED), "Ailsa Kerr") as session:
        item = session.add_item("data.sources", values={"name": "A plan"})
        notes = f"data.sources/{item}/notes"
        bring_together(session, notes, tmp_path)
        session.remove_item(f"data.sources/{item}")
        export_copy(session, tmp_path / "next.carreport")
        assert len(session.tree.heads(notes)) == 2
