"""Without its notes an inquiry works as before, and says what is missing."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import damaged_notes_message, last_seen_key
from carreport.draft.storage.backups import back_up
from carreport.errors import DraftFileError
from carreport.form.schema import Form


@pytest.fixture
def written(path: Path, form: Form) -> Path:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "As it stands")
        for key in ("receipts", "brought_in", "seen.0123456789abcdef", "review.0123456789abcdef"):
            session.save_note(key, "[]")
    return path


def spoil(path: Path, key: str) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE meta SET value = value || ' ' WHERE key = ?", (key,))
    connection.close()


@pytest.mark.parametrize(
    "key", ["receipts", "brought_in", "seen.0123456789abcdef", "review.0123456789abcdef"]
)
def test_a_damaged_note_is_told_and_the_inquiry_can_be_written(written: Path, key: str) -> None:
    spoil(written, key)
    with DraftSession.open(written, "Ailsa Kerr") as session:
        assert (session.read_only, session.read_only_reason) == (False, "")
        assert session.damaged_notes_message == damaged_notes_message([key], "")
        assert session.note(key) == ""
        session.write("about.place", "Skye")
    with DraftSession.open(written, "Ailsa Kerr", read_only=True) as again:
        assert again.answers().values == {"about.title": "As it stands", "about.place": "Skye"}


def test_what_one_had_seen_oneself_is_called_so_and_kept_anew(written: Path) -> None:
    with DraftSession.open(written, "Ailsa Kerr") as session:
        own = last_seen_key(*session.author_and_device)
    spoil(written, own)
    with DraftSession.open(written, "Ailsa Kerr") as session:
        assert session.damaged_notes_message == damaged_notes_message([own], own)
        assert session.last_seen_ids == frozenset()
    with DraftSession.open(written, "Ailsa Kerr") as again:
        assert again.damaged_notes_message == ""
        assert again.last_seen_ids


def test_nothing_is_said_of_what_nobody_misses(written: Path) -> None:
    spoil(written, "card")
    with DraftSession.open(written, "Ailsa Kerr") as session:
        assert (session.read_only, session.damaged_notes_message) == (False, "")


def test_an_inquiry_with_a_damaged_note_can_be_backed_up(written: Path) -> None:
    spoil(written, "receipts")
    made = back_up(written)
    assert made is not None
    with DraftSession.open(made.path, "", read_only=True) as backup:
        assert backup.answers().get("about.title") == "As it stands"


def test_without_its_form_an_inquiry_cannot_be_shown(written: Path) -> None:
    spoil(written, "form")
    with pytest.raises(DraftFileError) as told:
        DraftSession.open(written, "Ailsa Kerr")
    assert told.value.code == "draft-damaged"


def test_the_receipt_for_a_word_document_is_called_so() -> None:
    assert "a Word document sent for review" in damaged_notes_message(["review.0123456789abcdef"], "")
