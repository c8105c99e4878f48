"""What was typed while a save failed comes after what that save held: no older row is put back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.revision import Revision, canonical_text, make_revision
from carreport.draft.session.open_draft import create_draft
from carreport.draft.storage.autosave import Autosave
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.lock import DraftLock
from carreport.errors import DraftSaveError
from carreport.form.schema import Form


def typed(words: str) -> Revision:
    text, when = canonical_text(words), "2026-03-02T14:03:10.250+00:00"
    return make_revision("about.title", (), text, author="Ailsa Kerr", device="0", written_at=when)


def change_to(revision: Revision, *dropped: Revision) -> ChangeSet:
    return ChangeSet(
        {revision.id: revision}, {row.id for row in dropped}, meta={"place": str(revision.value)}
    )


@dataclass
class FailingDisk:
    """Saves that fail while the draft is away; `meanwhile` is what is written during each of them."""

    path: Path
    meanwhile: list[Callable[[], None]] = field(default_factory=list)
    failed: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    memory: dict[str, Revision] = field(default_factory=dict)
    """What a draft would have in memory: a save that is tried again by itself may write all of it."""

    def open(self) -> None:
        lock = DraftLock.acquire(self.path, "Ailsa Kerr")
        assert isinstance(lock, DraftLock)
        self.lock, self.file = lock, DraftDatabase.open(self.path)
        self.autosave = Autosave(
            self.file, lock, rows=self.rows, card=dict, on_saved=lambda _: None, on_failed=lambda _: None
        )

    def rows(self) -> list[Revision]:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        self.failed.release()
        return list(self.memory.values())

    def queue(self, change: ChangeSet) -> None:
        for revision_id in change.dropped:
            self.memory.pop(revision_id, None)
        self.memory |= change.revisions
        self.autosave.queue(change)

    def fail(self, change: ChangeSet, *meanwhile: ChangeSet) -> None:
        """Let saving `change` fail as often as changes arrive meanwhile."""
        self.meanwhile = [lambda later=later: self.queue(later) for later in meanwhile]  # type: ignore[misc]
        self.file.must_rewrite = True  # so that each save asks for the rows
        away = self.path.rename(self.path.with_name("away"))
        self.queue(change)
        for _ in meanwhile:
            assert self.failed.acquire(timeout=30)
            self.autosave.save_now()
        with pytest.raises(Exception, match="moved"):
            self.autosave.flush()
        away.rename(self.path)
        self.file.must_rewrite = False

    def titles(self) -> tuple[list[object], str]:
        """Save, and return what is on the disk: the answers, and where the author was."""
        self.autosave.flush()
        contents = self.autosave.read(lambda file: file.read())
        return [row.value for row in contents.revisions], contents.meta["place"]


@pytest.fixture
def disk(path: Path, form: Form) -> Iterator[FailingDisk]:
    create_draft(path, form)
    failing = FailingDisk(path)
    failing.open()
    yield failing
    failing.autosave.stop()
    failing.lock.release()


def test_what_was_typed_on_while_a_save_failed_replaces_what_it_held(disk: FailingDisk) -> None:
    older, newer = typed("Sharing"), typed("Sharing what we know")
    disk.fail(change_to(older), change_to(newer, older))
    assert disk.titles() == (["Sharing what we know"], "Sharing what we know")


def test_after_two_failed_saves_the_latest_words_stand(disk: FailingDisk) -> None:
    first, second, third = typed("S"), typed("Sh"), typed("Sharing")
    disk.fail(change_to(first), change_to(second, first), change_to(third, second))
    assert disk.titles() == (["Sharing"], "Sharing")


def test_what_was_typed_back_while_a_save_failed_stands(disk: FailingDisk) -> None:
    one, other = typed("Skye"), typed("Sky")
    disk.fail(change_to(one), change_to(other, one), change_to(one, other))
    assert disk.titles() == (["Skye"], "Skye")


def test_a_saver_that_has_ended_says_so_and_never_that_it_saved(disk: FailingDisk) -> None:
    disk.autosave.stop()
    disk.autosave.queue(change_to(typed("words")))
    for ask in (disk.autosave.flush, lambda: disk.autosave.read(DraftDatabase.meta)):
        with pytest.raises(DraftSaveError) as told:
            ask()
        assert told.value.code == "saver-stopped"
    assert not disk.autosave.is_idle
