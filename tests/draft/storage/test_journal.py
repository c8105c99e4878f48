"""The journal of another draft is never rolled back, and one of the draft's own is never refused."""

from __future__ import annotations

import io
import os
import random
import shutil
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw
import pytest

from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, SUMMARY, ChangeSet
from carreport.draft.revisions.revision import Revision, canonical_text, make_revision
from carreport.draft.storage.backups import back_up, backups_of
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.draft_files import journal_path, log_path, set_aside_path
from carreport.draft.storage.sqlite_pages import Journal
from carreport.form.schema import Form
from carreport.regular_files import open_own_file
from tests.draft.storage.crash import moments
from tests.draft.test_faults import as_nobody
from tests.irregular_files import make_pipe, make_sparse_file


def row(words: str, path: str = "about.story", device: str = "0" * 8) -> Revision:
    text = canonical_text([{"type": "paragraph", "spans": [{"text": words}]}])
    return make_revision(path, (), text, author="Ailsa Kerr", device=device, written_at="2026-03-02")


def written(*rows: Revision, card: str = "{}") -> ChangeSet:
    return ChangeSet({revision.id: revision for revision in rows}, meta={SUMMARY: card})


def begin(path: Path, form: Form, name: str, *, saves: int = 12, size: int = 900) -> Path:
    """Make a draft with some saves."""
    meta = {DRAFT_ID: name * 32, CREATED: "2026-03-02", FORM: form.source, SUMMARY: "{}"}
    path.parent.mkdir(exist_ok=True, parents=True)
    DraftDatabase.create(path, ChangeSet(meta=meta))
    for number in range(saves):
        save(path, written(row(f"{name} {number} " * (size // 10)), card=f"{number}"))
    return path


def save(path: Path, change: ChangeSet) -> None:
    file = DraftDatabase.open(path)
    file.save(change)
    file.close()


def crashed(path: Path, folder: Path, change: ChangeSet | None = None) -> list[Path]:
    """Return what a kill could leave at each moment of a save; the draft itself is saved."""
    fresh = change or written(*(row(f"fresh {number} " * 300) for number in range(9)), card="new")
    return moments(path, folder, lambda: save(path, fresh))


def held(path: Path) -> set[str]:
    file = DraftDatabase.open(path)
    try:
        contents = file.read()
        assert contents.damaged == ()
        assert file.integrity_ok(thorough=True)
        return {revision.id for revision in contents.revisions}
    finally:
        file.close()


def rows_of(path: Path) -> set[str]:
    file = DraftDatabase.open(path)
    try:
        return {revision.id for revision in file.read().revisions}
    finally:
        file.close()


# A journal of the draft's own


def test_a_draft_is_whole_after_a_kill_at_any_moment_of_a_save(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = held(draft)
    left = crashed(draft, tmp_path / "left")
    after = held(draft)
    found = [held(path) for path in left]
    assert len(left) > 5
    assert all(rows in (before, after) for rows in found)
    assert before in found
    assert found[-1] == after  # the save was complete: nothing of it is lost
    assert not any(journal_path(path).exists() or set_aside_path(path).exists() for path in left)


def test_so_is_one_after_a_kill_while_it_is_first_saved_or_erased(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a", saves=0)
    words = row("first")
    for work in (lambda: save(draft, written(words)), lambda: erase(draft, words.id)):
        before = held(draft)
        left = moments(draft, tmp_path / words.id[:3] / str(len(before)), work)
        assert left
        assert all(held(path) in (before, held(draft)) for path in left)
        assert not any(set_aside_path(path).exists() for path in left)


def erase(path: Path, revision: str) -> None:
    file = DraftDatabase.open(path)
    file.erase([revision])
    file.close()


def test_a_save_larger_than_the_memory_of_sqlite_is_rolled_back(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a", saves=3)
    before = held(draft)
    left = crashed(draft, tmp_path / "left", written(*(row(f"{n} " * 40_000) for n in range(40))))
    some = [left[0], left[len(left) // 3], left[len(left) // 2], left[-2]]
    assert all(held(path) in (before, held(draft)) for path in some)
    assert not any(set_aside_path(path).exists() for path in some)


def test_a_journal_whose_end_is_missing_or_that_is_blank_changes_nothing(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = held(draft)
    first = crashed(draft, tmp_path / "left")[0]  # nothing has been written to the draft yet
    whole = journal_path(first).read_bytes()
    for words in (
        whole[:5000],
        whole[:600],
        whole[:20],
        whole[:4],
        bytes(len(whole)),
        b"",
        whole + b"x" * 99,
    ):
        journal_path(first).write_bytes(words)
        assert held(first) == before
        assert not set_aside_path(first).exists()


def test_a_draft_that_was_damaged_before_is_rolled_back_too(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    words = draft.read_bytes()
    draft.write_bytes(words.replace(b"a 3 a 3", b"a 3 b 3", 1))
    before = rows_of(draft)
    for path in crashed(draft, tmp_path / "left"):
        assert rows_of(path) in (before, rows_of(draft))
        assert not set_aside_path(path).exists()


def test_a_draft_and_its_journal_may_be_copied_together(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = held(draft)
    half = crashed(draft, tmp_path / "left")[4]
    moved = tmp_path / "moved.carreport"
    shutil.copyfile(half, moved)
    shutil.copyfile(journal_path(half), journal_path(moved))
    assert held(moved) == before


def test_the_journal_of_a_draft_that_is_being_saved_is_left_alone(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    connection = apsw.Connection(str(draft))
    connection.execute("BEGIN IMMEDIATE; DELETE FROM meta WHERE key = 'card'")
    before = journal_path(draft).read_bytes()
    assert len(rows_of(draft)) == 12
    assert journal_path(draft).read_bytes() == before
    connection.execute("COMMIT")
    connection.close()
    assert not set_aside_path(draft).exists()


def test_a_draft_opens_though_a_save_ends_while_its_journal_is_looked_at(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    journal_path(draft).write_bytes(b"x")

    def save_ends(path: Path) -> int:
        path.unlink()
        return open_own_file(path)

    monkeypatch.setattr("carreport.draft.storage.journal.open_own_file", save_ends)
    assert len(rows_of(draft)) == 12


def test_intact_text_that_a_rollback_would_remove_is_kept_beside(tmp_path: Path, form: Form) -> None:
    """A journal with one page that was not saved: nobody can know whether the save had been complete."""
    draft = begin(tmp_path / "walk.carreport", form, "a", saves=30)
    before = held(draft)
    half = crashed(draft, tmp_path / "left", written(row("fresh", "about.title")))[-1]
    journal = Journal.read(io.BytesIO(journal_path(half).read_bytes()), 4096)
    assert journal is not None
    unchanged = next(number for number in range(1, journal.page_count) if number not in journal.places)
    add_page(journal_path(half), unchanged, half.read_bytes()[(unchanged - 1) * 4096 : unchanged * 4096])
    assert held(half) == before
    (kept,) = (path for path in half.parent.iterdir() if path != half)
    assert "before recovery" in kept.name
    assert held(kept) == held(draft)


def add_page(journal: Path, number: int, page: bytes) -> None:
    raw = bytearray(journal.read_bytes())
    count, nonce = struct.unpack(">II", raw[8:16])
    raw[8:12] = struct.pack(">I", count + 1)
    del raw[512 + count * 4104 :]
    checksum = (nonce + sum(page[4096 - 200 : 0 : -200])) & 0xFFFFFFFF
    journal.write_bytes(raw + struct.pack(">I", number) + page + struct.pack(">I", checksum))


# A journal of another draft


def foreign_journal(
    path: Path, tmp_path: Path, other: Path, moment: int, change: ChangeSet | None = None
) -> None:
    """Put beside a draft the journal that another one has after a kill."""
    left = crashed(other, tmp_path / f"left {moment}", change)[moment]
    shutil.copyfile(journal_path(left), journal_path(path))


@pytest.mark.parametrize("saves", [12, 11, 13, 40])
@pytest.mark.parametrize("moment", [0, 3, -1])
def test_the_journal_of_another_inquiry_is_set_aside(
    tmp_path: Path, form: Form, saves: int, moment: int
) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = draft.read_bytes()
    foreign_journal(draft, tmp_path, begin(tmp_path / "b" / "b.carreport", form, "b", saves=saves), moment)
    words = journal_path(draft).read_bytes()
    held(draft)
    assert draft.read_bytes() == before
    assert set_aside_path(draft).read_bytes() == words
    assert not journal_path(draft).exists()


def test_so_is_one_of_which_only_some_pages_fit(tmp_path: Path, form: Form) -> None:
    """The journal of a short note has few pages, and not the one that names the inquiry."""
    draft = begin(tmp_path / "walk.carreport", form, "a", saves=30)
    before = draft.read_bytes()
    other = begin(tmp_path / "b" / "b.carreport", form, "b", saves=30)
    foreign_journal(draft, tmp_path, other, -1, ChangeSet({row("x").id: row("x")}))
    held(draft)
    assert draft.read_bytes() == before
    assert set_aside_path(draft).exists()


def test_the_journal_of_an_older_state_is_set_aside(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    left = crashed(draft, tmp_path / "left", written(row("one more")))[-1]
    for number in range(3):
        save(draft, written(row(f"later {number}")))
    before = draft.read_bytes()
    shutil.copyfile(journal_path(left), journal_path(draft))
    held(draft)
    assert draft.read_bytes() == before
    assert set_aside_path(draft).exists()


@pytest.mark.parametrize("ours", [0, 1, 2])
@pytest.mark.parametrize("theirs", [0, 1, 2])
def test_the_journal_of_a_copy_takes_nothing_away(tmp_path: Path, form: Form, ours: int, theirs: int) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    copy = tmp_path / "copy.carreport"
    shutil.copyfile(draft, copy)
    for number in range(ours):
        save(draft, written(row(f"ours {number}", "about.title", "1" * 8)))
    for number in range(theirs):
        save(copy, written(row(f"theirs {number}", "about.place", "2" * 8)))
    before, rows = draft.read_bytes(), held(draft)
    foreign_journal(draft, tmp_path, copy, -1, written(row("last", "about.place", "3" * 8)))
    assert held(draft) == rows
    assert draft.read_bytes() == before


def test_the_journal_of_a_backup_takes_nothing_away(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a", saves=3)
    back_up(draft)
    save(draft, written(row("later")))
    before, rows = draft.read_bytes(), held(draft)
    backup = backups_of("a" * 32)[0].path
    foreign_journal(draft, tmp_path, backup, -1)
    assert held(draft) == rows
    assert draft.read_bytes() == before


def _random(path: Path) -> None:
    path.write_bytes(random.Random(4).randbytes(30_000))  # noqa: S311 - nothing secret


def _folder(path: Path) -> None:
    (path / "in").mkdir(parents=True)


JUNK: dict[str, Callable[[Path], None]] = {
    "random bytes": _random,
    "a pipe": make_pipe,
    "a folder": _folder,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
}


@pytest.mark.parametrize("kind", JUNK)
def test_what_is_no_journal_is_set_aside_and_not_opened(tmp_path: Path, form: Form, kind: str) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = draft.read_bytes()
    JUNK[kind](journal_path(draft))
    held(draft)
    assert draft.read_bytes() == before
    assert os.path.lexists(set_aside_path(draft))
    save(draft, written(row("and on")))


@pytest.mark.parametrize("size", [0, 65536, 512, 8192])
def test_a_journal_of_another_draft_with_another_page_size_is_not_used(
    tmp_path: Path, form: Form, size: int
) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = draft.read_bytes()
    foreign_journal(draft, tmp_path, begin(tmp_path / "b" / "b.carreport", form, "b"), -1)
    raw = bytearray(journal_path(draft).read_bytes())
    raw[24:28] = struct.pack(">I", size)
    journal_path(draft).write_bytes(raw)
    held(draft)
    assert draft.read_bytes() == before


def test_a_huge_hollow_journal_is_neither_read_nor_copied(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = draft.read_bytes()
    head = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 4 + b"\x00" * 16
    make_sparse_file(journal_path(draft), 1 << 40, head)
    held(draft)
    assert draft.read_bytes() == before


def test_a_link_to_the_journal_of_another_draft_is_not_followed(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = draft.read_bytes()
    left = crashed(begin(tmp_path / "b" / "b.carreport", form, "b"), tmp_path / "left")[-1]
    journal_path(draft).symlink_to(journal_path(left))
    words = journal_path(left).read_bytes()
    held(draft)
    assert draft.read_bytes() == before
    assert journal_path(left).read_bytes() == words


def test_a_journal_that_appears_while_the_draft_is_open_is_not_used(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    other = begin(tmp_path / "b" / "b.carreport", form, "b")
    file = DraftDatabase.open(draft)
    foreign_journal(draft, tmp_path, other, -1)
    file.save(written(row("and on")))
    file.close()
    assert row("and on").id in held(draft)
    assert len(held(draft)) == 13
    assert set_aside_path(draft).exists()


def test_a_write_ahead_log_of_another_draft_is_not_read(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    other = begin(tmp_path / "b" / "b.carreport", form, "b")
    before = draft.read_bytes()
    with closing(apsw.Connection(str(other))) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("UPDATE meta SET value = 'x'")
        shutil.copyfile(log_path(other), log_path(draft))
    held(draft)
    assert draft.read_bytes() == before
    assert set_aside_path(draft).exists()
    assert not log_path(draft).exists()


def test_every_journal_that_is_set_aside_keeps_a_name_of_its_own(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    for _ in range(3):
        _random(journal_path(draft))
        held(draft)
    names = sorted(path.name for path in tmp_path.glob("*.set-aside*"))
    assert names == [f"walk.carreport-journal.set-aside{end}" for end in ("", "-2", "-3")]


# A folder that cannot be changed


@contextmanager
def locked_folder() -> Iterator[Path]:
    """Lend a folder in which this process may not change anything once it has been closed."""
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


@contextmanager
def only_reading(folder: Path) -> Iterator[None]:
    """Be somebody who may read the folder but not change it."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    with as_nobody():
        yield


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_draft_in_a_read_only_folder_is_shown_as_it_was_before_the_save(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = held(draft)
    half = crashed(draft, tmp_path / "left")[4]
    with locked_folder() as folder:
        for file in (half, journal_path(half)):
            shutil.copyfile(file, folder / file.name)
        names = {file.name: file.read_bytes() for file in folder.iterdir()}
        with only_reading(folder):
            found = held(folder / half.name)
        assert found == before
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == names


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_journal_that_cannot_be_set_aside_is_not_used_and_told(tmp_path: Path, form: Form) -> None:
    draft = begin(tmp_path / "walk.carreport", form, "a")
    before = held(draft)
    with locked_folder() as folder:
        shutil.copyfile(draft, folder / draft.name)
        _random(journal_path(folder / draft.name))
        with only_reading(folder):
            found = held(folder / draft.name)
            file = DraftDatabase.open(folder / draft.name)
            notice, is_writable = file.journal_notice, file.is_writable()
            file.close()
        assert found == before
        assert "It was not used" in notice
        assert not is_writable


# Forged journals by chance


def forge(raw: bytes, draft: bytes, chance: random.Random) -> bytes:
    """Return a journal with some of its pages, whose counter fits the draft."""
    journal = Journal.read(io.BytesIO(raw), 4096)
    assert journal is not None
    (counter,) = struct.unpack(">I", draft[24:28])
    numbers = [number for number in journal.places if number == 1 or chance.random() < 0.8]
    forged = bytearray(raw[:512])
    forged[8:12] = struct.pack(">I", chance.choice((len(numbers), 0xFFFFFFFF)))
    forged[16:20] = struct.pack(">I", chance.choice((journal.page_count, len(draft) // 4096)))
    (nonce,) = struct.unpack(">I", forged[12:16])
    for number in numbers:
        page = bytearray(journal.page(number))
        if number == 1:
            page[24:28] = page[92:96] = struct.pack(">I", counter - chance.choice((0, 1)))
        checksum = (nonce + sum(page[4096 - 200 : 0 : -200])) & 0xFFFFFFFF
        forged += struct.pack(">I", number) + page + struct.pack(">I", checksum)
    return bytes(forged)


@pytest.mark.parametrize("seed", range(12))
def test_no_forged_journal_takes_text_away(tmp_path: Path, form: Form, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    draft = begin(tmp_path / "walk.carreport", form, "a", saves=chance.randrange(1, 40))
    other = begin(tmp_path / "b" / "b.carreport", form, "b", saves=chance.randrange(1, 40))
    copy = tmp_path / "b" / "copy.carreport"
    shutil.copyfile(draft, copy)
    for number in range(chance.randrange(4)):
        save(copy, written(row(f"theirs {number}", "about.place", "2" * 8)))
    for number in range(chance.randrange(4)):
        save(draft, written(row(f"ours {number}", "about.title", "1" * 8)))
    before = held(draft)
    source = chance.choice((other, copy))
    moment = chance.choice(crashed(source, tmp_path / "left", written(row("last", "about.place", "3" * 8))))
    journal_path(draft).write_bytes(forge(journal_path(moment).read_bytes(), draft.read_bytes(), chance))
    held(draft)
    assert before <= set().union(*(held(path) for path in tmp_path.glob("walk*.carreport")))
    assert identity(draft) == "a" * 32


def identity(path: Path) -> str:
    file = DraftDatabase.open(path)
    try:
        return file.meta()[DRAFT_ID]
    finally:
        file.close()
