"""If the disk fails, text stays in memory, the author is told, and saving continues."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import autosave
from carreport.errors import DraftSaveError
from carreport.form.schema import Form

if sys.platform != "win32":
    import resource

LONG = "words" * 20_000
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="the limits of processes are Unix's")


@contextmanager
def no_room_for(path: Path) -> Iterator[None]:
    """Let no file of this process grow beyond the current size of `path`."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Drop all privileges, also if the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


class Ear:
    """Records the callbacks of a session about saving."""

    def __init__(self, session: DraftSession) -> None:
        self.saved = threading.Event()
        self.failed = threading.Event()
        self.problems: list[DraftSaveError] = []
        session.on_saved = self.hear_saved
        session.on_failed = self.hear_failed

    def hear_saved(self, _: datetime) -> None:
        self.saved.set()

    def hear_failed(self, problem: DraftSaveError) -> None:
        self.problems.append(problem)
        self.failed.set()


@on_unix
def test_a_full_disk_keeps_the_words_in_memory_and_saving_recovers(session: DraftSession, path: Path) -> None:
    session.write("about.title", "before")
    session.flush()
    ear = Ear(session)
    with no_room_for(path):
        session.write("about.story", [{"type": "paragraph", "spans": [{"text": LONG}]}])
        assert ear.failed.wait(10)
        assert not ear.saved.is_set()
        assert session.answers().rich_text("about.story").plain_text == LONG
        with pytest.raises(DraftSaveError):
            session.flush()
    session.write("about.title", "after")
    session.flush()
    session.close()
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.answers().rich_text("about.story").plain_text == LONG
        assert again.answers().get("about.title") == "after"
    assert [problem.code for problem in ear.problems] == ["disk-fault"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A separate disk with 128 KB; only root can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "none", str(disk)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no rights to make a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@on_unix
def test_a_disk_that_is_really_full_is_called_full(small_disk: Path, form: Form) -> None:
    path = small_disk / "inquiry.carreport"
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        ear = Ear(session)
        (small_disk / "filler").write_bytes(bytes(40_000))
        session.write("about.story", [{"type": "paragraph", "spans": [{"text": LONG}]}])
        assert ear.failed.wait(10)
        assert [problem.code for problem in ear.problems] == ["disk-full"]
        session.save_as(small_disk.parent / "elsewhere.carreport")
    with DraftSession.open(small_disk.parent / "elsewhere.carreport", "Morag Reid") as again:
        assert again.answers().rich_text("about.story").plain_text == LONG
    with DraftSession.open(path, "Morag Reid") as old:
        assert (old.read_only_reason, old.answers().values) == ("", {})


@on_unix
def test_saving_is_tried_again_without_another_key(
    session: DraftSession, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "RETRY_DELAY", 0.02)
    session.flush()
    ear = Ear(session)
    with no_room_for(path):
        session.write("about.story", [{"type": "paragraph", "spans": [{"text": LONG}]}])
        assert ear.failed.wait(10)
    assert ear.saved.wait(10)
    assert len(ear.problems) == 1


@on_unix
def test_what_cannot_be_saved_here_is_saved_somewhere_else(session: DraftSession, path: Path) -> None:
    elsewhere = path.with_name("elsewhere.carreport")
    with no_room_for(path):
        session.write("about.story", [{"type": "paragraph", "spans": [{"text": LONG}]}])
        with pytest.raises(DraftSaveError):
            session.close()
    session.save_as(elsewhere)
    session.close()
    with DraftSession.open(elsewhere, "Morag Reid") as again:
        assert again.answers().rich_text("about.story").plain_text == LONG


@on_unix
def test_nothing_half_written_is_left_where_there_is_no_room_for_a_draft(tmp_path: Path, form: Form) -> None:
    small = tmp_path / "small"
    small.write_bytes(bytes(6000))
    with no_room_for(small), pytest.raises(DraftSaveError):
        DraftSession.create(tmp_path / "new.carreport", form, "Ailsa Kerr")
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


@on_unix
def test_a_failed_save_elsewhere_leaves_the_draft_as_it_was(session: DraftSession, path: Path) -> None:
    session.write("about.title", "words")
    with pytest.raises(DraftSaveError):
        session.save_as(path.parent / "none" / "elsewhere.carreport")
    session.write("about.place", "Skye")
    session.close()
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.answers().values == {"about.title": "words", "about.place": "Skye"}


@on_unix
def test_a_draft_that_may_not_be_written_opens_for_reading_and_says_why(form: Form) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "inquiry.carreport"
        with DraftSession.create(path, form, "Ailsa Kerr") as session:
            session.write("about.title", "words")
        path.chmod(0o444)
        path.parent.chmod(0o555)
        with as_nobody(), DraftSession.open(path, "Morag Reid") as reader:
            assert reader.read_only
            assert reader.read_only_reason
            assert reader.answers().get("about.title") == "words"
        path.parent.chmod(0o755)
        assert [file.name for file in path.parent.iterdir()] == [path.name]


@on_unix
def test_a_draft_that_was_deleted_while_open_is_never_called_saved(session: DraftSession, path: Path) -> None:
    session.write("about.title", "before")
    session.flush()
    ear = Ear(session)
    path.unlink()
    session.write("about.title", "after")
    with pytest.raises(DraftSaveError) as told:
        session.flush()
    assert told.value.code == "draft-moved"
    assert not ear.saved.is_set()
    session.save_as(path)
    session.close()
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.answers().get("about.title") == "after"


def test_a_listener_that_goes_wrong_does_not_end_the_saving(
    session: DraftSession, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported = threading.Event()
    monkeypatch.setattr(sys, "excepthook", lambda *_: reported.set())

    def stumble(_: datetime) -> None:
        message = "a listener's mistake"
        raise RuntimeError(message)

    session.on_saved = stumble
    session.write("about.title", "one")
    assert reported.wait(10)
    session.write("about.title", "two")
    session.close()
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.answers().get("about.title") == "two"
