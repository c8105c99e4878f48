"""One writer at a time, on one computer or several; a writer that is certainly gone can be replaced."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import apsw
import pytest

from carreport.atomic_write import STALE_AFTER_SECONDS
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import lock
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.lock import STALE_AFTER, DraftLock, LockOwner, is_free, lock_path
from carreport.errors import DraftSaveError
from carreport.form.schema import Form


def opened_elsewhere(path: Path, quiet: float) -> None:
    told = {"author": "Ailsa Kerr", "host": "OFFICE-7", "pid": 1, "since": "14:02 on 3 March 2026"}
    lock_path(path).write_text(json.dumps(told))
    then = time.time() - quiet
    os.utime(lock_path(path), (then, then))


@pytest.fixture
def draft(path: Path, form: Form) -> Path:
    DraftSession.create(path, form, "Ailsa Kerr").close()
    return path


def test_a_writer_that_was_quiet_for_long_can_be_followed(draft: Path) -> None:
    opened_elsewhere(draft, 3 * 86400 + 100)
    with DraftSession.open(draft, "Morag Reid") as reader:
        assert reader.read_only
        assert "3 days" in reader.read_only_reason
        assert reader.lock_owner is not None
        assert reader.lock_owner.may_be_stale
    with DraftSession.open(draft, "Morag Reid", take_over=True) as session:
        assert not session.read_only
        session.write("about.title", "words")
    assert not lock_path(draft).exists()


@pytest.mark.parametrize("quiet", [0, 60, STALE_AFTER - 60, -86400])
def test_a_writer_that_gave_a_sign_of_life_cannot(draft: Path, quiet: float) -> None:
    opened_elsewhere(draft, quiet)
    with DraftSession.open(draft, "Morag Reid", take_over=True) as session:
        assert session.read_only
        assert "OFFICE-7" in session.read_only_reason
        assert session.lock_owner is not None
        assert not session.lock_owner.may_be_stale


def test_a_living_writer_on_this_computer_cannot_be_followed(session: DraftSession, path: Path) -> None:
    os.utime(lock_path(path), (0, 0))
    with DraftSession.open(path, "Morag Reid", take_over=True) as second:
        assert second.read_only
        assert second.lock_owner is not None
        assert not second.lock_owner.may_be_stale
    session.write("about.title", "still mine")
    session.close()


def test_whoever_was_followed_is_told_and_keeps_their_words(session: DraftSession, path: Path) -> None:
    session.write("about.title", "before")
    session.flush()
    lock_path(path).write_text('{"author": "Morag Reid", "host": "HOME", "pid": 7, "since": "15:00"}')
    session.write("about.title", "after")
    with pytest.raises(DraftSaveError) as told:
        session.flush()
    assert told.value.code == "draft-taken-over"
    assert "Morag Reid" in str(told.value)
    session.save_as(path.with_name("elsewhere.carreport"))
    assert session.answers().get("about.title") == "after"
    assert lock_path(path).read_text().startswith('{"author": "Morag Reid"')


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no file that is open")
def test_a_lock_file_that_was_cleared_away_is_put_back(session: DraftSession, path: Path) -> None:
    lock_path(path).unlink()
    session.write("about.title", "words")
    session.flush()
    with DraftSession.open(path, "Morag Reid") as second:
        assert second.read_only
        assert "Ailsa Kerr" in second.read_only_reason
    session.close()
    assert not lock_path(path).exists()


def test_a_writer_gives_signs_of_life(
    session: DraftSession, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(lock_path(path), (0, 0))
    monkeypatch.setattr(lock, "HEARTBEAT_INTERVAL", 0.0)
    session.write("about.title", "words")
    session.flush()
    assert time.time() - lock_path(path).stat().st_mtime < 60


def test_a_lock_can_be_taken_again_after_it_was_released(draft: Path) -> None:
    first = DraftLock.acquire(draft, "Ailsa Kerr")
    assert isinstance(first, DraftLock)
    assert isinstance(DraftLock.acquire(draft, "Morag Reid"), LockOwner)
    first.release()
    again = DraftLock.acquire(draft, "Morag Reid")
    assert isinstance(again, DraftLock)
    again.release()


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files makes the disk full")
def test_a_draft_that_was_opened_on_a_full_disk_can_be_written_once_there_is_room(draft: Path) -> None:
    import resource  # noqa: PLC0415 - Windows has none

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, usual[1]))
    try:
        with DraftSession.open(draft, "Ailsa Kerr") as session:
            assert session.read_only_reason
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    with DraftSession.open(draft, "Ailsa Kerr") as session:
        assert not session.read_only, session.read_only_reason


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists its locks")
def test_looking_at_a_draft_takes_no_lock_away_from_whoever_writes_it(draft: Path) -> None:
    writer = apsw.Connection(str(draft))
    writer.execute("BEGIN IMMEDIATE; DELETE FROM meta WHERE key = 'place'")

    def held() -> int:
        return sum(
            f":{draft.stat().st_ino} " in line for line in Path("/proc/locks").read_text().splitlines()
        )

    before = held()
    DraftDatabase.open(draft).close()
    assert (before > 0, held()) == (True, before)


def test_what_a_killed_program_left_unfinished_is_cleared_away_once_it_is_old(draft: Path) -> None:
    left = [".inquiry.carreport.0a1b2c3d.tmp", ".inquiry.carreport.0a1b2c3d.tmp-journal"]
    others = [".inquiry.carreport.0a1b2c3d.part", "inquiry.carreport.0a1b2c3d.tmp", ".notes.0a1b2c3d.tmp"]
    fresh = ".other.carreport.ffffffff.tmp"
    for name in [*left, *others, fresh]:
        (draft.parent / name).write_text("x")
        then = time.time() - STALE_AFTER_SECONDS - 60
        os.utime(draft.parent / name, None if name == fresh else (then, then))
    DraftSession.open(draft, "Ailsa Kerr", read_only=True).close()
    assert (draft.parent / left[0]).exists()
    DraftSession.open(draft, "Ailsa Kerr").close()
    assert sorted(path.name for path in draft.parent.iterdir()) == sorted([draft.name, *others, fresh])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows renames no file that is open")
def test_a_sign_of_life_is_not_given_in_the_name_of_somebody_else(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = lock.DraftLock.acquire(draft, "Ailsa Kerr")
    assert isinstance(held, lock.DraftLock)
    own = lock_path(draft).rename(draft.with_name("own"))
    lock_path(draft).write_text("Morag’s")
    for file in (own, lock_path(draft)):
        os.utime(file, (0, 0))
    monkeypatch.setattr(lock, "HEARTBEAT_INTERVAL", 0.0)
    held.send_heartbeat()
    assert (own.stat().st_mtime > 0, lock_path(draft).stat().st_mtime) == (True, 0)


def test_a_lock_is_free_once_its_writer_has_closed_the_draft_or_died(draft: Path) -> None:
    with DraftSession.open(draft, "Ailsa Kerr"):
        assert not is_free(draft)
        left_behind = lock_path(draft).read_bytes()
    assert is_free(draft)
    lock_path(draft).write_bytes(left_behind)  # as a killed process leaves it
    assert is_free(draft)
    assert lock_path(draft).read_bytes() == left_behind


def test_the_lock_of_another_computer_is_not_free_however_long_it_was_quiet(draft: Path) -> None:
    opened_elsewhere(draft, STALE_AFTER + 60)
    assert not is_free(draft)
