"""A note of the heads that earlier versions left in a draft is ignored, and misleads no older program."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.revisions.change import HEADS_NOTE, ChangeSet, meta_hash
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.salvage import salvage
from carreport.form.schema import Form

TITLES = ["First", "Second", "Third"]
ME = "Ailsa Kerr"


@pytest.fixture
def noted(path: Path, form: Form) -> Path:
    """A draft with a note that matches the file but names the wrong heads."""
    with DraftSession.create(path, form, ME) as session:
        for title in TITLES:
            session.write("about.title", title)
            session.seal()
        session.write("about.place", "Skye")
        earlier = session.history("about.title")[1].id
    connection = apsw.Connection(str(path))
    count, last = next(iter(connection.execute("SELECT count(*), max(rowid) FROM revision")))
    note = f"{int.from_bytes(path.read_bytes()[24:28], 'big') + 1} {count} {last}\n{earlier}"
    row = (HEADS_NOTE, note, meta_hash(HEADS_NOTE, note))
    connection.execute("INSERT INTO meta VALUES (?, ?, ?)", row)
    connection.close()
    return path


def has_note(path: Path) -> bool:
    connection = apsw.Connection(str(path))
    found = list(connection.execute("SELECT value FROM meta WHERE key = ?", (HEADS_NOTE,)))
    connection.close()
    return bool(found)


def test_a_note_is_not_believed(noted: Path) -> None:
    before = noted.read_bytes()
    with DraftSession.open(noted, ME) as session:
        assert (session.read_only_reason, session.damaged_notes_message) == ("", "")
        assert session.answers().get("about.title") == TITLES[-1]
        assert session.answers().get("about.place") == "Skye"
        assert [revision.value for revision in session.history("about.title")] == TITLES[::-1]
    assert noted.read_bytes() == before


def test_the_first_save_removes_the_note_so_no_older_program_can_believe_it(noted: Path) -> None:
    session = DraftSession.open(noted, ME)
    session.write("about.title", "Fourth")
    session.flush()
    assert not has_note(noted)
    session.close()
    assert not has_note(noted)


def test_a_damaged_note_is_not_missed(noted: Path) -> None:
    connection = apsw.Connection(str(noted))
    connection.execute("UPDATE meta SET value = value || 'a' WHERE key = ?", (HEADS_NOTE,))
    connection.close()
    with DraftSession.open(noted, ME) as session:
        assert (session.read_only_reason, session.damaged_notes_message) == ("", "")


def test_copies_salvaged_drafts_and_drafts_saved_elsewhere_have_no_note(noted: Path, tmp_path: Path) -> None:
    copy, good, elsewhere = (tmp_path / f"{name}.carreport" for name in ("copy", "good", "elsewhere"))
    salvage(noted, good)
    with DraftSession.open(noted, ME) as session:
        export_copy(session, copy)
        session.save_as(elsewhere)
    assert [has_note(path) for path in (copy, good, elsewhere)] == [False] * 3


def test_a_file_that_is_rewritten_after_a_failed_sync_has_no_note(noted: Path) -> None:
    file = DraftDatabase.open(noted)
    file.rewrite(ChangeSet(), file.read().revisions)
    file.close()
    assert not has_note(noted)


def test_a_note_does_not_count_when_a_draft_is_compared_with_its_backups(noted: Path) -> None:
    file = DraftDatabase.open(noted)
    before = file.fingerprint()
    connection = apsw.Connection(str(noted))
    connection.execute("DELETE FROM meta WHERE key = ?", (HEADS_NOTE,))
    connection.close()
    assert file.fingerprint() == before
    file.close()


def test_erasing_in_a_backup_removes_its_note(noted: Path) -> None:
    with DraftSession.open(noted, ME, read_only=True) as session:
        (head,) = session.tree.heads("about.title")
    file = DraftDatabase.open(noted)
    assert file.erase([head.id]) == 1
    file.close()
    assert not has_note(noted)
