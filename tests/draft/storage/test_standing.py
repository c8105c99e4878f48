"""The note of what stands: it spares the next opening, and is never believed where it may not be."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import apsw
import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.revisions.change import STANDS, ChangeSet, meta_hash, revision_to_row
from carreport.draft.revisions.revision import bare_revision, make_revision
from carreport.draft.session import open_draft
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import outline
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.outline import by_id, names_in
from carreport.draft.storage.salvage import salvage
from carreport.errors import DraftSaveError
from carreport.form.loader import parse_form
from carreport.form.schema import Form
from tests.draft.copies.test_export_copy import GUARDED

TITLES = ["First", "Second", "Third"]
ME = "Ailsa Kerr"


@pytest.fixture(autouse=True)
def nothing_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the shortest draft be opened like one of months."""
    monkeypatch.setattr(outline, "AT_ONCE", -1)


@pytest.fixture
def written(path: Path, form: Form) -> Path:
    with DraftSession.create(path, form, ME) as session:
        for title in TITLES:
            session.write("about.title", title)
            session.seal()
        session.write("about.place", "Skye")
    return path


def noted(path: Path) -> Sequence[str]:
    file = DraftDatabase.open(path)
    try:
        return file.noted()
    finally:
        file.close()


def needed(path: Path) -> set[str]:
    file = DraftDatabase.open(path)
    try:
        return set(by_id(names_in(file.outline()).needed))
    finally:
        file.close()


def elsewhere(path: Path, asked: str = "", *given: str, rows: Sequence[tuple[str | None, ...]] = ()) -> None:
    """Do in the file what a program does that knows of no note."""
    connection = apsw.Connection(str(path))
    with connection:
        connection.execute(asked, given)
        connection.executemany("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.close()


def forge(path: Path, names: Sequence[str]) -> None:
    """Write a note that is of this state of the file, and wrong."""
    connection = apsw.Connection(str(path))
    count, last = next(iter(connection.execute("SELECT count(*), max(rowid) FROM revision")))
    saves = int.from_bytes(path.read_bytes()[24:28], "big") + 1
    note = f"{saves} {count} {last}\n{''.join(names)}"
    asked = "INSERT OR REPLACE INTO meta VALUES (?, ?, ?)"
    connection.execute(asked, (STANDS, note, meta_hash(STANDS, note)))
    connection.close()
    assert set(noted(path)) == set(names)


def heads(path: Path) -> dict[str, str]:
    """Return the ids of what stands, by path, as the whole draft says."""
    with DraftSession.open(path, ME, read_only=True) as session:
        return {each: session.tree.heads(each)[0].id for each in session.tree.paths()}


def test_the_note_names_what_stands_and_the_names_of_all_are_not_read(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(noted(written)) == needed(written)
    monkeypatch.setattr(open_draft, "present_in", lambda _: pytest.fail("it was read"))
    with DraftSession.open(written, ME) as session:
        assert session.answers().get("about.title") == TITLES[-1]
        assert [each.value for each in session.history("about.title")] == TITLES[::-1]


def test_a_draft_that_is_short_has_no_note(path: Path, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline, "AT_ONCE", 300)
    with DraftSession.create(path, form, ME) as session:
        session.write("about.title", "First")
    assert STANDS.encode() not in path.read_bytes()


def test_closing_what_was_not_changed_leaves_the_file_as_it_was(written: Path) -> None:
    before = written.read_bytes()
    DraftSession.open(written, ME).close()
    assert written.read_bytes() == before


def test_the_first_save_takes_the_note_away_so_a_killed_session_leaves_none(written: Path) -> None:
    session = DraftSession.open(written, ME)
    session.write("about.title", "Fourth")
    session.flush()
    assert noted(written) == ()
    session.close_without_saving()
    connection = apsw.Connection(str(written))
    assert list(connection.execute("SELECT key FROM meta WHERE key = ?", (STANDS,))) == []
    connection.close()
    with DraftSession.open(written, ME) as again:
        assert again.answers().get("about.title") == "Fourth"
    assert set(noted(written)) == needed(written)


def test_the_note_goes_with_the_last_save(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = DraftSession.open(written, ME)
    session.write("about.title", "Fourth")
    session.flush()
    kept: list[bool] = []
    save = DraftDatabase.save

    def listened(file: DraftDatabase, change: ChangeSet) -> None:
        kept.append(change.is_last)
        save(file, change)

    monkeypatch.setattr(DraftDatabase, "save", listened)
    session.close()
    assert kept == [True]


def test_what_an_older_program_adds_is_seen(written: Path) -> None:
    head = heads(written)["about.title"]
    row = make_revision("about.title", [head], '"Fourth"', author="M", device="m", written_at="2026-01-01")
    elsewhere(written, rows=[revision_to_row(row)])
    assert noted(written) == ()
    with DraftSession.open(written, ME) as session:
        assert session.answers().get("about.title") == "Fourth"


def test_a_row_that_takes_the_place_and_the_number_of_another_is_seen(written: Path) -> None:
    """What was being typed last is written anew: there are as many rows as before, with the same numbers."""
    with DraftSession.open(written, ME) as session:
        (typed,) = session.tree.heads("about.place")
    row = make_revision("about.place", [], '"Mull"', author="M", device="m", written_at="2026-01-01")
    before = noted(written)
    elsewhere(written, "DELETE FROM revision WHERE id = ?", typed.id, rows=[revision_to_row(row)])
    assert before
    assert noted(written) == ()
    with DraftSession.open(written, ME) as session:
        assert session.answers().get("about.place") == "Mull"


def test_a_bare_row_that_gets_words_is_seen(written: Path) -> None:
    row = make_revision("about.story", [], "[]", author="M", device="m", written_at="2026-01-01")
    elsewhere(written, rows=[revision_to_row(bare_revision(row.id, row.path))])
    DraftSession.open(written, ME).close()
    assert noted(written)
    asked = "UPDATE revision SET value = '[]', author = 'M', device = 'm', written_at = ? WHERE id = ?"
    elsewhere(written, asked, "2026-01-01", row.id)
    assert noted(written) == ()
    with DraftSession.open(written, ME) as session:
        assert [each.id for each in session.tree.heads("about.story")] == [row.id]


def test_a_copy_that_gives_words_to_a_bare_row_is_seen(written: Path, tmp_path: Path) -> None:
    """The copy of a copy knows the second title by its name only; the draft brings the words."""
    build_copy_of(written, tmp_path / "copy.carreport")
    with DraftSession.open(tmp_path / "copy.carreport", "Morag Reid") as other:
        merge_and_save(other, preview_merge(other, written))
    assert set(noted(tmp_path / "copy.carreport")) == needed(tmp_path / "copy.carreport")
    with DraftSession.open(tmp_path / "copy.carreport", "Morag Reid") as other:
        assert [each.value for each in other.history("about.title")] == TITLES[::-1]


def build_copy_of(path: Path, target: Path) -> None:
    with DraftSession.open(path, ME) as session:
        export_copy(session, target)


def test_an_older_file_in_its_place_says_what_stood_then(written: Path) -> None:
    older = written.read_bytes()
    with DraftSession.open(written, ME) as session:
        session.write("about.title", "Fourth")
    written.write_bytes(older)
    with DraftSession.open(written, ME) as session:
        session.check_all()
        assert session.answers().get("about.title") == TITLES[-1]
        assert session.read_only_reason == ""


def test_after_erasing_the_note_is_of_the_new_file(written: Path) -> None:
    with DraftSession.open(written, ME) as session:
        erase(session, ErasureRequest("about.title", history_only=True))
    assert set(noted(written)) == needed(written)
    assert b"Second" not in written.read_bytes()


def test_erasing_in_a_backup_takes_its_note_away(written: Path, tmp_path: Path) -> None:
    head = heads(written)["about.title"]
    file = DraftDatabase.open(written)
    file.copy_to(tmp_path / "backup.carreport")
    file.close()
    backup = DraftDatabase.open(tmp_path / "backup.carreport")
    backup.erase([head])
    assert backup.noted() == ()
    backup.close()
    assert STANDS.encode() not in (tmp_path / "backup.carreport").read_bytes()


def test_a_backup_opens_with_or_without_its_note(written: Path, tmp_path: Path) -> None:
    file = DraftDatabase.open(written)
    file.copy_to(tmp_path / "backup.carreport")
    file.close()
    with DraftSession.open(tmp_path / "backup.carreport", ME) as session:
        session.check_all()
        assert session.read_only_reason == ""
        assert [each.value for each in session.history("about.title")] == TITLES[::-1]


def test_a_file_that_is_written_anew_after_a_failed_sync_has_a_note_that_holds(written: Path) -> None:
    file = DraftDatabase.open(written)
    file.rewrite(ChangeSet(is_last=True), file.read().revisions)
    assert set(file.noted()) == needed(written)
    file.close()


def test_copies_and_salvaged_drafts_have_no_note_and_backups_are_compared_without(
    written: Path, tmp_path: Path
) -> None:
    build_copy_of(written, tmp_path / "copy.carreport")
    salvage(written, tmp_path / "good.carreport")
    file = DraftDatabase.open(written)
    before = file.fingerprint()
    assert STANDS not in file.meta()
    assert STANDS not in file.read().meta
    file.close()
    elsewhere(written, "DELETE FROM meta WHERE key = ?", STANDS)
    file = DraftDatabase.open(written)
    assert file.fingerprint() == before
    file.close()
    assert STANDS.encode() not in (tmp_path / "copy.carreport").read_bytes()
    assert STANDS.encode() not in (tmp_path / "good.carreport").read_bytes()


def test_a_damaged_note_is_left_out_and_written_anew(written: Path) -> None:
    elsewhere(written, "UPDATE meta SET value = replace(value, 'a', 'b') WHERE key = ?", STANDS)
    with DraftSession.open(written, ME) as session:
        assert (session.read_only_reason, session.damaged_notes_message) == ("", "")
        assert session.answers().get("about.title") == TITLES[-1]
    assert set(noted(written)) == needed(written)


def test_a_note_that_is_wrong_is_found_out_and_what_stands_is_shown(written: Path) -> None:
    """It names an earlier title, and knows of no place."""
    with DraftSession.open(written, ME) as session:
        earlier = session.history("about.title")[1]
    forge(written, [earlier.id])
    told = threading.Event()
    session = DraftSession.open(written, ME)
    session.on_astray = told.set
    changed: list[frozenset[str]] = []
    session.on_changed = changed.append
    assert told.wait(10)
    session.check_all()
    assert changed == [frozenset({"about.title", "about.place"})]
    assert (session.answers().get("about.title"), session.answers().get("about.place")) == (
        TITLES[-1],
        "Skye",
    )
    assert not session.read_only
    session.close()


def test_what_was_written_before_a_wrong_note_was_found_out_stands_beside(written: Path) -> None:
    with DraftSession.open(written, ME) as session:
        earlier = session.history("about.title")[1]
    forge(written, [earlier.id])
    with DraftSession.open(written, ME) as session:
        session.write("about.title", "Fourth")
        session.check_all()
        assert {each.value for each in session.answers().versions["about.title"]} == {"Fourth", TITLES[-1]}
    assert set(noted(written)) == needed(written)


def test_a_note_that_names_what_is_not_there_is_not_followed(written: Path) -> None:
    forge(written, [*noted(written), "0" * 40])
    with DraftSession.open(written, ME) as session:
        assert session.answers().get("about.title") == TITLES[-1]
    assert set(noted(written)) == needed(written)


def test_history_that_has_gone_from_a_file_with_a_note_is_noticed(written: Path) -> None:
    with DraftSession.open(written, ME) as session:
        earlier = session.history("about.title")[1]
    names = noted(written)
    elsewhere(written, "DELETE FROM revision WHERE id = ?", earlier.id)
    forge(written, names)
    with DraftSession.open(written, ME) as session:
        assert session.answers().get("about.title") == TITLES[-1]
        session.check_all()
        assert "“Title”" in session.read_only_reason


def test_nothing_is_written_in_a_file_that_turns_out_not_to_hang_together(written: Path) -> None:
    raw = bytearray(written.read_bytes())
    pages = len(raw) // 4096
    raw[28:32] = (pages + 1).to_bytes(4, "big")  # a page more than anything uses
    written.write_bytes(bytes(raw) + bytes(4096))
    before = written.read_bytes()
    assert noted(written)
    session = DraftSession.open(written, ME)
    session.write("about.title", "Fourth")
    with pytest.raises(DraftSaveError):
        session.flush()
    assert session.read_only
    assert "damaged" in session.read_only_reason
    assert session.answers().get("about.title") == "Fourth"
    session.close_without_saving()
    assert written.read_bytes() == before


def test_a_reader_is_not_misled_by_what_somebody_writes_meanwhile(written: Path) -> None:
    with (
        DraftSession.open(written, ME) as writer,
        DraftSession.open(written, "Morag", read_only=True) as reader,
    ):
        for title in ("F", "Fo", "Fourth"):
            writer.write("about.title", title)
            writer.flush()
        reader.check_all()
        assert reader.answers().get("about.title") == TITLES[-1]
        assert not reader.answers().versions


def test_what_its_author_keeps_to_themselves_has_a_note_of_its_own(path: Path) -> None:
    with DraftSession.create(path, parse_form(GUARDED), ME) as session:
        session.write("own.diary", "A long day")
    (own,) = path.parent.glob("*.private")
    assert set(noted(own)) == needed(own) != set()
