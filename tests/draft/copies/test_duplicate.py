"""A new inquiry made from another has its answers, and nothing of its past."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.copies.conflicts import find_conflicts
from carreport.draft.copies.duplicate import duplicate_draft
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import receipts_of
from carreport.errors import DraftFileError
from carreport.form.loader import parse_form
from carreport.settings import drafts_folder
from tests.draft.copies.test_export_copy import GUARDED
from tests.draft.session.test_draft_session import dots

ME, COLLEAGUE = "Ailsa Kerr", "Morag Reid"


def made_from(path: Path, author: str = ME) -> DraftSession:
    return DraftSession.open(duplicate_draft(path, author, drafts_folder()), author)


def test_the_answers_go_along_under_a_new_title_and_id(session: DraftSession, path: Path) -> None:
    session.write("about.title", "Walking")
    session.write("about.place", "Leith")
    source = session.add_item("data.sources", values={"name": "Diary"})
    session.flush()
    with made_from(path, COLLEAGUE) as new:
        answers = new.answers()
        assert (answers.get("about.title"), answers.get("about.place")) == ("Copy of Walking", "Leith")
        assert [(item.id, item.values["name"]) for item in answers.items("data.sources")] == [
            (source, "Diary")
        ]
        assert new.draft_id != session.draft_id
        assert new.last_change("about.place").author == ME  # type: ignore[union-attr]


def test_nothing_that_was_removed_replaced_or_erased_goes_along(session: DraftSession, path: Path) -> None:
    for place in ("Leith", "Perth"):
        session.write("about.place", place)
        session.seal()
    session.write("about.story", [{"type": "paragraph", "spans": [{"text": "secret"}]}])
    session.remove_item(f"data.sources/{session.add_item('data.sources', values={'name': 'Removed'})}")
    session.seal()
    erase(session, ErasureRequest("about.story"))
    with made_from(path) as new:
        assert [row.text for row in new.history("about.place")] == ['"Perth"']
        assert receipts_of(new) == ()
        assert new.removed_items("data.sources") == ()
        raw = new.path.read_bytes()
    assert not [words for words in (b"Leith", b"secret", b"Removed") if words in raw]


def test_private_answers_stay_behind(tmp_path: Path) -> None:
    path = tmp_path / "walk.carreport"
    with DraftSession.create(path, parse_form(GUARDED), ME) as session:
        session.write("about.title", "Walking")
        session.write("own.diary", "doubts")
    with made_from(path) as new:
        assert new.private_file is None
        assert new.answers().get("own.diary") is None
        assert b"doubts" not in new.path.read_bytes()


def test_answers_with_two_versions_keep_both(session: DraftSession, path: Path, tmp_path: Path) -> None:
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", COLLEAGUE) as other:
        other.write("about.place", "Perth")
    session.write("about.place", "Leith")
    merge_and_save(session, preview_merge(session, tmp_path / "sent.carreport"))
    with made_from(path) as new:
        assert {version.author for version in find_conflicts(new)[0].versions} == {ME, COLLEAGUE}


def test_a_copy_of_a_copy_and_its_pictures(session: DraftSession, path: Path) -> None:
    picture = session.attach(prepare_picture(dots()))
    session.add_item("data.wall", values={"picture": picture})
    session.flush()
    with made_from(duplicate_draft(path, ME, drafts_folder())) as new:
        assert new.answers().get("about.title") == "Copy of Copy of untitled inquiry"
        assert len(new.pictures()) == 1


def test_erasing_in_the_inquiry_names_what_was_made_from_it(session: DraftSession, path: Path) -> None:
    session.write("about.place", "Leith")
    session.flush()
    made = duplicate_draft(path, ME, drafts_folder())
    done = erase(session, ErasureRequest("about.place"))
    assert [line for line in done.unreachable_here if str(made) in line]


def test_a_damaged_draft_is_not_copied(session: DraftSession, path: Path) -> None:
    session.write("about.place", "Leith is a place by the sea")
    session.close()
    path.write_bytes(path.read_bytes().replace(b"by the sea", b"by the see"))
    with pytest.raises(DraftFileError, match="damaged"):
        duplicate_draft(path, ME, drafts_folder())
    assert list(drafts_folder().glob("*")) == []
