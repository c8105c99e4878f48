"""After a write has failed once, nothing in that file is reported as saved."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import apsw
import pytest

from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import ChangeSet
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import autosave
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import DraftSaveError
from carreport.form.schema import Form

USUAL = apsw.vfs_names()[0]


class Disk(apsw.VFS):
    """A disk whose syncs fail, or that alters what is written, for files with these endings."""

    def __init__(self) -> None:
        super().__init__("failing", USUAL, makedefault=True)
        self.failing: tuple[str, ...] = ()
        self.altering: tuple[str, ...] = ()

    def xOpen(self, name: Any, flags: Any) -> DiskFile:  # noqa: N802 - SQLite's name
        return DiskFile(self, name, flags)


class DiskFile(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: Any) -> None:
        super().__init__(USUAL, name, flags)
        self._disk = disk
        self._name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        if self._name.endswith(self._disk.failing):
            raise apsw.exception_for(apsw.SQLITE_IOERR_FSYNC)
        super().xSync(flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        is_altered = self._name.endswith(self._disk.altering)
        super().xWrite(data.replace(b"words", b"wards") if is_altered else data, offset)


@pytest.fixture
def disk() -> Iterator[Disk]:
    made = Disk()
    yield made
    apsw.set_default_vfs(USUAL)
    made.unregister()


@pytest.mark.parametrize("failing", ["inquiry.carreport", "inquiry.carreport-journal"])
def test_after_a_failed_sync_the_draft_is_written_anew(
    disk: Disk, path: Path, form: Form, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "RETRY_DELAY", 0.02)
    session = DraftSession.create(path, form, "Ailsa Kerr")
    session.write("about.place", "Skye")
    session.flush()
    before = path.stat().st_ino
    told: list[DraftSaveError] = []
    saved = threading.Event()
    session.on_failed = told.append
    session.on_saved = lambda _: saved.set()
    disk.failing = (failing,)
    session.write("about.title", "words")
    assert saved.wait(20)
    assert path.stat().st_ino != before
    session.write("about.title", "more words")
    disk.failing = ()
    session.close()
    assert [problem.code for problem in told][:1] == ["disk-fault"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.answers().values == {"about.title": "more words", "about.place": "Skye"}
        assert again.read_only_reason == ""


def test_a_disk_that_keeps_failing_is_never_believed(disk: Disk, path: Path, form: Form) -> None:
    session = DraftSession.create(path, form, "Ailsa Kerr")
    saved: list[datetime] = []
    session.flush()
    session.on_saved = saved.append
    disk.failing = ("carreport", "tmp", "journal")
    session.write("about.title", "words")
    for _ in range(3):
        with pytest.raises(DraftSaveError):
            session.flush()
    disk.failing = (".tmp",)
    with pytest.raises(DraftSaveError):
        session.flush()
    assert saved == []
    disk.failing = ()
    session.close()
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.answers().get("about.title") == "words"


def test_pictures_and_named_texts_come_along(disk: Disk, path: Path, form: Form) -> None:
    DraftSession.create(path, form, "Ailsa Kerr").close()
    file = DraftDatabase.open(path)
    picture = StoredPicture(b"picture" * 3000, "image/png", 3, 4)
    name = sha256(picture.data).hexdigest()
    file.save(ChangeSet(pictures={name: picture}, meta={"note": "kept"}))
    before = file.meta()
    disk.failing = ("inquiry.carreport",)
    with pytest.raises(DraftSaveError):
        file.save(ChangeSet(meta={"place": "about"}))
    assert file.must_rewrite
    file.rewrite(ChangeSet(meta={"place": "about"}), [])
    assert not file.must_rewrite
    assert file.picture(name) == picture
    assert file.meta() == {**before, "place": "about"}
    file.close()


def test_a_file_that_reads_back_differently_replaces_nothing(disk: Disk, path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "words")
    file, before = DraftDatabase.open(path), path.read_bytes()
    rows = file.read().revisions
    disk.altering = (".tmp",)
    with pytest.raises(DraftSaveError):
        file.rewrite(ChangeSet(), rows)
    file.close()
    assert path.read_bytes() == before
    assert [kept.name for kept in path.parent.iterdir()] == [path.name]
