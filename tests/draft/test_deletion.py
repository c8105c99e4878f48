"""A deleted inquiry is whole in the bin, comes back whole, and is deleted permanently after 30 days."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carreport.draft.drafts import draft_summaries
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.recent_files import add_recent_file, draft_id_at
from carreport.draft.removal import deletion
from carreport.draft.removal.bin import BinnedDraft, bin_folder, binned_drafts, move_out_of_bin
from carreport.draft.removal.deletion import (
    delete_draft,
    delete_permanently,
    empty_old_from_bin,
    require_not_in_bin,
    restore_draft,
)
from carreport.draft.removal.put_away import follow_renamed, put_away, put_away_drafts, take_out
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_of
from carreport.errors import DraftFileError, DraftSaveError
from carreport.form.loader import parse_form
from carreport.settings import drafts_folder
from tests.draft.copies.test_export_copy import GUARDED

ME = "Ailsa Kerr"
KILLED = """
import os, signal, sys
from pathlib import Path
from carreport.draft.removal.deletion import delete_draft, restore_draft
left = int(sys.argv[2])
def look(event, about):
    global left
    if "config" in str(about):
        return
    if event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(look)
restore_draft(delete_draft(Path(sys.argv[1]), "Ailsa Kerr"))
"""
DIARY = "doubts"


@pytest.fixture
def draft() -> Path:
    path = drafts_folder() / "walk.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, parse_form(GUARDED), ME) as session:
        session.write("about.title", "Walking to school")
        session.write("own.diary", DIARY)
        add_recent_file(path, session.draft_id)
    back_up(path)
    return path


def title_and_diary(path: Path) -> object:
    with DraftSession.open(path, ME, read_only=True) as session:
        return session.answers().get("about.title"), session.answers().get("own.diary")


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def make_old(binned: BinnedDraft, days: int = 31) -> BinnedDraft:
    """Deleted that many days ago."""
    then = datetime.now(UTC) - timedelta(days=days)
    folder = binned.path.parent.with_name(then.strftime("%Y-%m-%dT%H-%M-%S-%fZ"))
    binned.path.parent.rename(folder)
    return BinnedDraft(folder / binned.path.name, then)


def test_a_deleted_inquiry_comes_back_with_its_private_answers_and_backups(draft: Path) -> None:
    before, draft_id = title_and_diary(draft), draft_id_at(draft)
    binned = delete_draft(draft, ME)
    assert not draft.exists()
    assert draft_summaries(drafts_folder()) == []
    assert draft_id_at(draft) == ""
    assert restore_draft(binned) == draft
    assert title_and_diary(draft) == before
    assert len(backups_of(draft_id)) == 1
    assert binned_drafts() == ()
    assert files_in(bin_folder()) == []


def test_a_draft_that_is_open_is_not_deleted_and_its_writer_is_named(draft: Path) -> None:
    with DraftSession.open(draft, "Morag Reid"):
        with pytest.raises(DraftSaveError, match="Morag Reid has had this inquiry open") as refused:
            delete_draft(draft, ME)
        assert refused.value.code == "draft-open"
    assert draft.exists()
    assert binned_drafts() == ()


@pytest.mark.parametrize("call", ["rename", "mkdir"])
def test_a_deletion_that_fails_leaves_the_inquiry_whole(
    draft: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = title_and_diary(draft)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, call, fail)
        with pytest.raises(DraftSaveError, match="the disk is full"):
            delete_draft(draft, ME)
    assert title_and_diary(draft) == before
    assert binned_drafts() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such kill")
def test_a_kill_before_any_change_on_the_disk_leaves_it_here_or_in_the_bin(draft: Path) -> None:
    before, places = title_and_diary(draft), set()
    for at in range(30):
        command = [sys.executable, "-c", KILLED, str(draft), str(at)]
        code = subprocess.run(command, check=False).returncode
        listed = [card.path for card in draft_summaries(drafts_folder()) if card.path.stat().st_size]
        (found,) = [*listed, *(binned.path for binned in binned_drafts())]
        places.add(found.parent == drafts_folder())
        if found != draft:
            restore_draft(*binned_drafts())
        assert title_and_diary(draft) == before
        if code == 0:
            break
        assert code == -9
    assert (at > 4, places) == (True, {True, False})


def test_a_restored_inquiry_never_replaces_a_file_with_its_name(draft: Path) -> None:
    binned = delete_draft(draft, ME)
    draft.write_bytes(b"another")
    restored = restore_draft(binned)
    assert restored.name == "walk (restored).carreport"
    assert draft.read_bytes() == b"another"
    assert title_and_diary(restored) == ("Walking to school", DIARY)


def test_a_failed_restoring_leaves_it_in_the_bin_and_nothing_else(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binned = delete_draft(draft, ME)

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail)
        with pytest.raises(DraftSaveError, match="still in the bin"):
            restore_draft(binned)
    assert not draft.exists()
    assert binned_drafts() == (binned,)


def test_after_thirty_days_nothing_of_it_is_left(draft: Path) -> None:
    kept = make_old(delete_draft(draft, ME), days=29)
    assert empty_old_from_bin(ME) == (kept,)
    make_old(kept)
    assert empty_old_from_bin(ME) == ()
    assert files_in(drafts_folder().parent) == []


def test_a_file_is_overwritten_before_it_is_deleted(draft: Path, tmp_path: Path) -> None:
    binned = delete_draft(draft, ME)
    kept = tmp_path / "kept"
    handle = os.open(binned.path, os.O_RDONLY)
    size = os.fstat(handle).st_size
    delete_permanently(binned, ME)
    kept.write_bytes(os.read(handle, size + 1))
    os.close(handle)
    assert kept.read_bytes() == bytes(size)


def test_backups_and_private_answers_stay_for_another_file_of_the_inquiry(draft: Path) -> None:
    draft_id = draft_id_at(draft)
    other = draft.with_name("walk-2.carreport")
    other.write_bytes(draft.read_bytes())
    delete_permanently(delete_draft(draft, ME), ME)
    assert len(backups_of(draft_id)) == 1
    assert title_and_diary(other) == ("Walking to school", DIARY)


def test_what_cannot_be_deleted_for_good_is_tried_again(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    binned = make_old(delete_draft(draft, ME))

    def fail(_: Path) -> None:
        raise OSError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(deletion, "destroy", fail)
        assert empty_old_from_bin(ME) == ()
    assert binned_drafts() == (binned,)
    empty_old_from_bin(ME)
    assert binned_drafts() == ()


def test_erasing_reaches_a_file_of_the_inquiry_in_the_bin(draft: Path) -> None:
    other = draft.with_name("walk-2.carreport")
    other.write_bytes(draft.read_bytes())
    binned = delete_draft(draft, ME)
    with DraftSession.open(other, ME) as session:
        done = erase(session, ErasureRequest("about.title"))
    assert done.unreachable_here == ()
    assert b"Walking to school" not in binned.path.read_bytes()


def test_a_damaged_file_can_be_deleted_and_restored() -> None:
    drafts_folder().mkdir(parents=True)
    damaged = drafts_folder() / "rubbish.carreport"
    damaged.write_bytes(b"rubbish")
    binned = delete_draft(damaged, ME)
    assert move_out_of_bin(binned) == damaged
    assert damaged.read_bytes() == b"rubbish"


def test_a_file_in_the_bin_is_not_opened(draft: Path) -> None:
    binned = delete_draft(draft, ME)
    with pytest.raises(DraftFileError, match="in the bin"):
        require_not_in_bin(binned.path)
    require_not_in_bin(draft)


def test_an_inquiry_is_put_away_until_it_is_taken_out(draft: Path) -> None:
    put_away(draft)
    assert put_away_drafts() == {draft}
    follow_renamed(draft, draft.with_name("other.carreport"))
    assert put_away_drafts() == {draft.with_name("other.carreport")}
    take_out(draft.with_name("other.carreport"))
    assert put_away_drafts() == frozenset()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes no such links")
def test_only_a_file_is_deleted_never_a_link_or_a_folder(draft: Path) -> None:
    link, folder = draft.with_name("link.carreport"), draft.with_name("folder.carreport")
    link.symlink_to(draft)
    folder.mkdir()
    for path in (link, folder, draft.with_name("missing.carreport")):
        with pytest.raises(DraftSaveError, match="could not be deleted"):
            delete_draft(path, ME)
    assert draft.exists()
    assert binned_drafts() == ()
