"""If text cannot be erased, nothing changes in the file or on the screen."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import receipts_of
from carreport.errors import DraftSaveError
from tests.draft.copies.test_export_copy import holds


@pytest.fixture
def shared(session: DraftSession, tmp_path: Path) -> DraftSession:
    """An inquiry with one answer by Morag and another by Ailsa."""
    session.write("about.place", "Skye")
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "Morag’s title")
        export_copy(other, tmp_path / "back.carreport")
    merge_and_save(session, preview_merge(session, tmp_path / "back.carreport"))
    return session


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_without_room_for_a_new_file_the_words_still_stand(
    shared: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shared.answers()
    monkeypatch.setattr(
        "carreport.draft.session.file_session.temp_path", lambda path: path.parent / "none" / "x.tmp"
    )
    with pytest.raises(DraftSaveError):
        erase(shared, ErasureRequest("about.title"))
    assert shared.answers() == before
    assert [revision.value for revision in shared.history("about.title")] == ["Morag’s title"]
    shared.close()
    with DraftSession.open(shared.path, "Ailsa Kerr") as again:
        assert again.answers() == before


def test_where_the_new_file_cannot_be_put_in_place_the_words_still_stand(
    shared: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, kept = shared.answers(), receipts_of(shared)
    changed: list[frozenset[str]] = []
    shared.on_changed = lambda paths, _source: changed.append(paths)
    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(DraftSaveError):
        erase(shared, ErasureRequest(person="Morag Reid"))
    monkeypatch.undo()
    assert shared.answers() == before
    assert receipts_of(shared) == kept
    assert "about.title" in changed[-1]
    assert list(shared.path.parent.glob(".*.tmp")) == []
    shared.write("about.story", [])
    shared.write("about.place", "Mull")
    shared.close()
    assert holds(shared.path, "title")


def test_receipts_keep_the_name_if_nothing_could_be_erased(
    shared: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.close()
    with DraftSession.open(shared.path, "Morag Reid") as morag:
        export_copy(morag, shared.path.with_name("by-morag.carreport"))
    with DraftSession.open(shared.path, "Ailsa Kerr") as again:
        kept = receipts_of(again)
        assert "Morag Reid" in {receipt.author for receipt in kept}
        monkeypatch.setattr(
            "carreport.draft.session.file_session.temp_path", lambda path: path.parent / "none" / "x.tmp"
        )
        with pytest.raises(DraftSaveError):
            erase(again, ErasureRequest(person="Morag Reid"))
        assert receipts_of(again) == kept
