"""An erased person's name goes from the receipts too: in the draft, and in every backup of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.erasure import ErasureRequest, erase, preview_erasure
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import receipts_of
from carreport.draft.storage.backups import back_up, backups_of
from carreport.form.loader import parse_form
from tests.draft.copies.test_export_copy import GUARDED, holds


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """An inquiry in which Morag wrote, sent a copy, and made a backup; so did Iain."""
    path = tmp_path / "walk.carreport"
    DraftSession.create(path, parse_form(GUARDED), "Ailsa Kerr").close()
    for author in ("Morag Reid", "Iain Moffat"):
        with DraftSession.open(path, author) as session:
            session.write("about.title", f"by {author.split()[0]}")
            export_copy(session, tmp_path / f"{author[0]}.carreport")
            back_up(path)
    return path


def backups(session: DraftSession) -> list[Path]:
    return [backup.path for backup in backups_of(session.draft_id)]


def names_in(path: Path) -> list[str]:
    """Return the authors of the receipts in a file."""
    with DraftSession.open(path, "Ailsa Kerr", read_only=True) as opened:
        return [receipt.author for receipt in receipts_of(opened)]


def test_the_receipts_of_an_erased_person_name_nobody(shared: Path) -> None:
    with DraftSession.open(shared, "Ailsa Kerr") as session:
        erase(session, ErasureRequest(person="Morag Reid"))
        assert [(receipt.event, receipt.author) for receipt in receipts_of(session)] == [
            ("copy", ""),
            ("copy", "Iain Moffat"),
            ("erasure", "Ailsa Kerr"),
        ]
    assert not holds(shared, "Morag")


def test_a_name_is_found_however_it_was_typed(shared: Path) -> None:
    disguised = "Mhairi\u200b Bell"
    with DraftSession.open(shared, disguised) as session:
        session.write("about.title", "by Mhairi")
        export_copy(session, shared.with_name("B.carreport"))
    with DraftSession.open(shared, "Ailsa Kerr") as session:
        assert erase(session, ErasureRequest(person=disguised)).versions == 1
    assert not holds(shared, "Mhairi")


def test_their_private_file_is_found_however_the_name_was_typed(tmp_path: Path) -> None:
    disguised, path = "Mhairi\u200b Bell", tmp_path / "walk.carreport"
    DraftSession.create(path, parse_form(GUARDED), "Ailsa Kerr").close()
    with DraftSession.open(path, disguised) as session:
        session.write("about.title", "by Mhairi")
        session.write("own.diary", "secret")
    with DraftSession.open(path, "Ailsa Kerr") as session:
        assert (
            "private file" in preview_erasure(session, ErasureRequest(person=disguised)).private_file_of_other
        )
        assert any(
            "private file" in text for text in erase(session, ErasureRequest(person=disguised)).out_of_reach
        )


def test_no_backup_names_an_erased_person_in_its_receipts(shared: Path) -> None:
    with DraftSession.open(shared, "Ailsa Kerr") as session:
        erase(session, ErasureRequest(person="Morag Reid"))
    kept = backups(session)
    assert len(kept) >= 2
    assert [path for path in kept if holds(path, "Morag")] == []
    assert any("Iain Moffat" in names_in(path) for path in kept)


def test_a_backup_keeps_what_was_shared_when_a_name_is_erased(shared: Path) -> None:
    with DraftSession.open(shared, "Ailsa Kerr") as session:
        erase(session, ErasureRequest(person="Morag Reid"))
    assert "" in {name for path in backups(session) for name in names_in(path)}


def test_whoever_erases_what_they_wrote_themselves_is_named_nowhere(shared: Path) -> None:
    with DraftSession.open(shared, "Iain Moffat") as session:
        erase(session, ErasureRequest(person="Iain Moffat"))
        assert [receipt.author for receipt in receipts_of(session)] == ["Morag Reid", "", ""]
    assert "Iain Moffat" not in {name for path in (shared, *backups(session)) for name in names_in(path)}


def test_someone_who_only_wrote_privately_is_not_named_in_the_receipts_of_the_draft(tmp_path: Path) -> None:
    path = tmp_path / "own.carreport"
    with DraftSession.create(path, parse_form(GUARDED), "Ailsa Kerr") as session:
        session.write("about.title", "hers")
    with DraftSession.open(path, "Morag Reid") as session:
        session.write("own.diary", "mine")
        export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(path, "Ailsa Kerr") as session:
        session.write("about.title", "hers, again")
        session.flush()
        back_up(path)
    with DraftSession.open(path, "Morag Reid") as session:
        erase(session, ErasureRequest(person="Morag Reid"))
    assert {name for file in (path, *backups(session)) for name in names_in(file)} == {""}


def test_erasing_one_answer_leaves_the_receipts_as_they_are(shared: Path) -> None:
    with DraftSession.open(shared, "Ailsa Kerr") as session:
        before = receipts_of(session)
        erase(session, ErasureRequest("about.title"))
        assert receipts_of(session)[:-1] == before
