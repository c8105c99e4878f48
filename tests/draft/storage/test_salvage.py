"""The damage in a draft is listed, and everything intact is recovered."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import apsw
import pytest

from carreport.__main__ import WORKER_FLAGS
from carreport.assets import form_files
from carreport.draft.pictures.prepare import PreparedPicture, StoredPicture
from carreport.draft.revisions.revision import Revision, make_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import scan_process
from carreport.draft.storage.backups import back_up
from carreport.draft.storage.salvage import FROM_BACKUP, FROM_FILE, inspect_damage, salvage
from carreport.draft.storage.sqlite_pages import DEFAULT_PAGE_SIZE
from carreport.errors import DraftFileError, DraftSaveError
from carreport.form.loader import load_form
from carreport.form.schema import Form
from tests.draft.foreign_writes import write_rows

LONG = "A long answer that needs more than one page. " * 300
PICTURE = bytes(range(256)) * 60


@pytest.fixture
def draft(path: Path, form: Form) -> Path:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "The first title")
        session.seal()
        session.write("about.title", "The second title")
        session.write("about.story", [{"type": "paragraph", "spans": [{"text": LONG}]}])
        kept = PreparedPicture(sha256(PICTURE).hexdigest(), StoredPicture(PICTURE, "image/png", 30, 40))
        session.add_item("data.wall", values={"picture": session.attach(kept)})
        for number in range(80):
            session.add_item("data.sources", values={"name": f"Source {number}"})
    return path


def shown(path: Path) -> object:
    with DraftSession.open(path, "Morag Reid", read_only=True) as session:
        return session.answers().to_json(session.form), sorted(session.pictures())


def change(path: Path, old: bytes, new: bytes) -> None:
    raw = path.read_bytes()
    assert raw.count(old) >= 1
    path.write_bytes(raw.replace(old, new))


def test_a_sound_draft_has_no_damage(draft: Path) -> None:
    found = inspect_damage(draft)
    assert found.is_sound
    assert (found.revisions, found.pictures) == (165, 1)


def test_salvage_of_a_sound_draft_gives_the_same_answers(draft: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.carreport"
    before = draft.read_bytes()
    done = salvage(draft, good)
    assert shown(good) == shown(draft)
    assert (done.pictures, done.form_source, done.damage.is_sound) == (1, FROM_FILE, True)
    assert draft.read_bytes() == before


def test_a_damaged_answer_is_named_with_its_last_sound_version(draft: Path) -> None:
    change(draft, b'"The second title"', b'"The fecond title"')
    (answer,) = inspect_damage(draft).answers
    assert (answer.path, answer.label) == ("about.title", "Title")
    assert answer.last_sound is not None
    assert answer.last_sound.value == "The first title"
    assert answer.backup is None


def test_a_damaged_answer_is_named_with_the_newest_backup_that_has_it(draft: Path) -> None:
    made = back_up(draft)
    change(draft, b'"The second title"', b'"The fecond title"')
    (answer,) = inspect_damage(draft).answers
    assert answer.backup == made


def test_an_answer_whose_place_is_lost_too_is_named_by_the_backup_that_has_it(draft: Path) -> None:
    with DraftSession.open(draft, "Ailsa Kerr") as session:
        session.write("about.place", "Skye")
    back_up(draft)
    change(draft, b"about.placeAilsa", b"\1bout.placeAilsa")
    found = inspect_damage(draft)
    assert [(answer.path, answer.backup is not None) for answer in found.answers] == [("about.place", True)]
    assert found.has_unnamed_damage


def test_the_end_of_a_file_is_not_needed(draft: Path, tmp_path: Path) -> None:
    whole = draft.read_bytes()
    draft.write_bytes(whole[: len(whole) * 4 // 5])
    found = inspect_damage(draft)
    assert found.open_error
    assert found.revisions > 20
    done = salvage(draft, tmp_path / "good.carreport")
    assert done.revisions == found.revisions
    shown(done.path)


def test_the_beginning_of_a_file_is_not_needed(draft: Path, tmp_path: Path) -> None:
    back_up(draft)
    expected = shown(draft)
    raw = draft.read_bytes()
    draft.write_bytes(bytes(DEFAULT_PAGE_SIZE) + raw[DEFAULT_PAGE_SIZE:])
    done = salvage(draft, tmp_path / "good.carreport")
    assert shown(done.path) == expected


def test_a_page_that_has_gone_from_the_middle_moves_the_others_only(draft: Path, tmp_path: Path) -> None:
    raw = draft.read_bytes()
    at = raw.index(b'"Source 40"') // DEFAULT_PAGE_SIZE * DEFAULT_PAGE_SIZE
    whole = inspect_damage(draft).revisions
    draft.write_bytes(raw[:at] + raw[at + DEFAULT_PAGE_SIZE :])
    done = salvage(draft, tmp_path / "good.carreport")
    assert whole - done.revisions < 35  # the number of rows on one page
    with DraftSession.open(done.path, "Morag Reid", read_only=True) as session:
        assert session.pictures()


def test_a_lost_form_is_taken_from_a_backup(draft: Path, tmp_path: Path) -> None:
    back_up(draft)
    expected = shown(draft)
    change(draft, b'title = "A small form"', b'title = "A smell form"')
    assert inspect_damage(draft).has_unnamed_damage
    done = salvage(draft, tmp_path / "good.carreport")
    assert done.form_source == FROM_BACKUP
    assert shown(done.path) == expected


def test_a_lost_form_can_be_named(draft: Path, tmp_path: Path, form: Form) -> None:
    change(draft, b'title = "A small form"', b'title = "A smell form"')
    with pytest.raises(DraftFileError) as caught:
        salvage(draft, tmp_path / "good.carreport")
    assert caught.value.code == "draft-form-lost"
    named = tmp_path / "small.toml"
    named.write_text(form.source, encoding="utf-8")
    assert salvage(draft, tmp_path / "good.carreport", named).form_source == "small.toml"


def test_a_lost_form_that_ships_with_the_program_is_known_again(tmp_path: Path) -> None:
    shipped = load_form(form_files()[0])
    path = tmp_path / "shipped.carreport"
    title = shipped.title_path
    with DraftSession.create(path, shipped, "Ailsa Kerr") as session:
        session.write(title, "Sharing what we know")
    change(path, b"[form]", b"[farm]")
    done = salvage(path, tmp_path / "good.carreport")
    assert done.form_source.endswith(".toml")
    with DraftSession.open(done.path, "", read_only=True) as session:
        assert session.answers().get(title) == "Sharing what we know"


def test_a_damaged_picture_is_counted_as_lost(draft: Path) -> None:
    change(draft, PICTURE[:600], b"x" + PICTURE[1:600])
    assert inspect_damage(draft).missing_pictures == (sha256(PICTURE).hexdigest(),)


def test_a_picture_with_a_wrong_size_is_noticed_and_mended(draft: Path, tmp_path: Path) -> None:
    raw = draft.read_bytes()
    place = raw.index(b"image/png" + bytes([30, 40]))
    draft.write_bytes(raw[: place + 9] + bytes([31]) + raw[place + 10 :])
    assert not inspect_damage(draft).is_sound
    done = salvage(draft, tmp_path / "good.carreport")
    with DraftSession.open(done.path, "", read_only=True) as session:
        assert [(picture.width, picture.height) for picture in session.pictures().values()] == [(30, 40)]


def test_salvage_never_writes_over_a_file(draft: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.carreport"
    there.write_text("something else")
    with pytest.raises(DraftSaveError):
        salvage(draft, there)
    assert there.read_text() == "something else"


@pytest.mark.parametrize("words", [b"", b"PK\3\4 a Word document" * 300, bytes(8192)])
def test_a_file_that_never_was_a_draft_gives_nothing(path: Path, words: bytes) -> None:
    path.write_bytes(words)
    with pytest.raises(DraftFileError) as told:
        inspect_damage(path)
    assert told.value.code in ("draft-empty", "not-a-draft")
    with pytest.raises(DraftFileError) as told:
        salvage(path, path.with_name("good.carreport"))
    assert told.value.code == "draft-nothing-left"


def test_a_save_that_was_broken_off_is_not_taken_for_damage(draft: Path, tmp_path: Path) -> None:
    expected = shown(draft)
    connection = apsw.Connection(str(draft))
    connection.execute("PRAGMA cache_spill = 1; PRAGMA cache_size = 1; BEGIN IMMEDIATE; DELETE FROM revision")
    copy = tmp_path / "copy.carreport"
    shutil.copy(draft, copy)
    shutil.copy(f"{draft}-journal", f"{copy}-journal")
    connection.execute("ROLLBACK")
    before = copy.read_bytes()
    salvage(copy, tmp_path / "good.carreport")
    assert copy.read_bytes() == before
    assert shown(tmp_path / "good.carreport") == expected


def _at_the_end_of_2_gb(draft: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.seek((2 << 30) - len(draft))
            file.write(draft)

    return write


@pytest.mark.skipif(sys.platform == "win32", reason="a file has no holes there")
@pytest.mark.parametrize("has_answers_last", [False, True])
def test_2_gb_of_nothing_are_looked_through_in_little_memory(
    draft: Path, tmp_path: Path, *, has_answers_last: bool
) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    whole = draft.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if has_answers_last:
        _at_the_end_of_2_gb(whole)(draft)
    else:
        os.truncate(draft, 2 << 30)
    salvaged = salvage(draft, tmp_path / "good.carreport")
    assert shown(salvaged.path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10


def test_what_cannot_be_looked_at_in_time_is_said(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with draft.open("ab") as file:
        file.write(bytes([13, 0, 0, 5]) * (60 << 18))
    monkeypatch.setattr(scan_process, "MAX_SECONDS", 0.001)
    with pytest.raises(DraftFileError) as told:
        salvage(draft, tmp_path / "good.carreport")
    assert "Only the first 0 of 60 MB" in told.value.why
    assert not (tmp_path / "good.carreport").exists()


@pytest.mark.parametrize(
    "contents",
    [
        bytes(range(256)) * 4_000,
        (b"\x0d\x00\x00\xff\xff" + b"\x00\x0a" * 2_000).ljust(4096, b"\x08") * 100,
        b"\x08\x5d" * 100_000,
        b"\x04\x0f\xff\xff\xff\xff\x5d" * 20_000,
        b"SQLite format 3\0" + b"\xff" * 100_000,
        b"\x0d",
    ],
)
def test_a_file_made_to_mislead_the_search_gives_nothing(path: Path, contents: bytes) -> None:
    path.write_bytes(contents)
    with pytest.raises(DraftFileError):
        salvage(path, path.with_name("good.carreport"))


def test_a_frozen_program_starts_the_search_with_its_own_word() -> None:
    assert scan_process.WORKER_FLAG in WORKER_FLAGS


def test_of_two_sound_versions_the_later_one_is_the_last(draft: Path) -> None:
    def version(hour: int, title: str) -> Revision:
        when = f"2026-03-02T{hour}:00:00.000+00:00"
        return make_revision(
            "about.place", (), f'"{title}"', author="Morag Reid", device="0", written_at=when
        )

    write_rows(draft, version(9, "Mull"), version(10, "Skye"), version(11, "Iona"), version(12, "A place"))
    change(draft, b'"A place"', b'"A plate"')
    (answer,) = inspect_damage(draft).answers
    assert answer.last_sound is not None
    assert (answer.path, answer.last_sound.value) == ("about.place", "Iona")


def test_a_draft_without_the_time_it_was_begun_gets_one(draft: Path, tmp_path: Path) -> None:
    connection = apsw.Connection(str(draft))
    connection.execute("DELETE FROM meta WHERE key = 'created'")
    connection.close()
    salvage(draft, tmp_path / "good.carreport")
    with DraftSession.open(tmp_path / "good.carreport", "Ailsa Kerr") as session:
        assert datetime.fromisoformat(session.created).tzinfo is not None
