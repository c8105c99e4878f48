"""Where words cannot be erased, nothing is different: neither in the file nor on the screen."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import build_copy
from carreport.draft.copies.merge_copy import bring_in, look_at_copy
from carreport.draft.erasure import Wanted, erase
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import receipts
from carreport.errors import DraftNotSaved
from tests.draft.copies.test_export_copy import holds


@pytest.fixture
def shared(session: DraftSession, tmp_path: Path) -> DraftSession:
    """An inquiry in which Morag's words stand in one answer, and Ailsa's in another."""
    session.write("about.place", "Skye")
    build_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "Morag’s title")
        build_copy(other, tmp_path / "back.carreport")
    bring_in(session, look_at_copy(session, tmp_path / "back.carreport"))
    return session


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_without_room_for_a_new_file_the_words_still_stand(
    shared: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shared.answers()
    monkeypatch.setattr(
        "carreport.draft.session.file_session.unfinished", lambda path: path.parent / "none" / "x.tmp"
    )
    with pytest.raises(DraftNotSaved):
        erase(shared, Wanted("about.title"))
    assert shared.answers() == before
    assert [each.value for each in shared.history("about.title")] == ["Morag’s title"]
    shared.close()
    with DraftSession.open(shared.path, "Ailsa Kerr") as again:
        assert again.answers() == before


def test_where_the_new_file_cannot_be_put_in_place_the_words_still_stand(
    shared: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, kept = shared.answers(), receipts(shared)
    changed: list[frozenset[str]] = []
    shared.on_changed = changed.append
    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(DraftNotSaved):
        erase(shared, Wanted(person="Morag Reid"))
    monkeypatch.undo()
    assert shared.answers() == before
    assert receipts(shared) == kept
    assert "about.title" in changed[-1]
    assert list(shared.path.parent.glob(".*.tmp")) == []
    shared.write("about.story", [])
    shared.write("about.place", "Mull")
    shared.close()
    assert holds(shared.path, "title")
