"""A copy that is much larger than an inquiry can be is refused, or cut off and said."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from carreport.draft.copies import read_copy as reading
from carreport.draft.copies import reader_process, version_limits
from carreport.draft.copies.read_copy import read_copy
from carreport.draft.copies.reader_process import MAX_FILE_BYTES, PICTURE_DAMAGED, read_messages
from carreport.draft.pictures.normalise import MAX_SIDE
from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import ChangeSet
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftFileError
from tests.draft.copies.test_read_copy import row, write


@pytest.fixture
def stranger(session: DraftSession, tmp_path: Path) -> Iterator[Path]:
    """A copy with five answers, three of which are not asked for."""
    path = tmp_path / "theirs" / "stranger.carreport"
    path.parent.mkdir()
    foreign = (row(f"about.other{number}", "words") for number in range(3))
    write(session, path, row("about.title", "theirs"), row("about.place", "Skye"), *foreign)
    yield path
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def picture(session: DraftSession, path: Path, width: int, height: int) -> list[str]:
    """Return why a picture in a copy is left out."""
    drawn = BytesIO()
    Image.new("1", (width, height)).save(drawn, "PNG")
    name = sha256(drawn.getvalue()).hexdigest()
    stored = StoredPicture(drawn.getvalue(), "image/png", width, height)
    value = {"sha256": name, "type": "image/png", "width": width, "height": height}
    rows = (row("data.wall/a", {"order": "i"}), row("data.wall/a/picture", value))
    write(session, path, *rows, pictures=ChangeSet(pictures={name: stored}))
    return [exclusion.reason for exclusion in read_copy(path, session.form).excluded]


def test_a_file_that_is_larger_than_any_inquiry_is_not_even_copied(
    session: DraftSession, stranger: Path
) -> None:
    before = stranger.read_bytes()
    with stranger.open("r+b") as file:
        file.truncate(MAX_FILE_BYTES + 1)  # a sparse file, which takes no room
    with pytest.raises(DraftFileError) as told:
        read_copy(stranger, session.form)
    assert told.value.code == "copy-too-large"
    assert told.value.remedy
    stranger.write_bytes(before)


def test_more_rows_than_any_inquiry_has_are_refused(
    session: DraftSession, stranger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(version_limits, "MAX_REVISIONS", 4)
    with pytest.raises(DraftFileError) as told:
        list(read_messages(stranger, tmp_path, session.form.source))
    assert told.value.code == "copy-too-many-versions"
    assert told.value.remedy
    monkeypatch.setattr(version_limits, "MAX_REVISIONS", 5)
    assert sum("row" in message for message in read_messages(stranger, tmp_path, session.form.source)) == 2


def test_no_more_is_listed_as_left_out_than_anyone_reads(
    session: DraftSession, stranger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "MAX_EXCLUDED", 2)
    messages = list(read_messages(stranger, tmp_path, session.form.source))
    assert sum("left_out" in message for message in messages) == 2
    assert sum("row" in message for message in messages) == 2


def test_an_answer_of_the_reader_that_is_too_long_is_no_answer(
    session: DraftSession, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 200)
    with pytest.raises(DraftFileError) as told:
        read_copy(stranger, session.form)
    assert told.value.code == "copy-unreadable"


def test_a_picture_larger_than_any_that_drafts_hold_is_left_out(
    session: DraftSession, tmp_path: Path
) -> None:
    most = MAX_SIDE
    assert picture(session, tmp_path / "fine.carreport", most, 8) == []
    assert picture(session, tmp_path / "large.carreport", most + 1, 8) == [PICTURE_DAMAGED]


def test_a_picture_with_too_many_bytes_is_left_out() -> None:
    drawn = BytesIO()
    Image.new("1", (8, 8)).save(drawn, "PNG")
    padded = drawn.getvalue().ljust(reader_process.MAX_PICTURE_BYTES + 1, b"\0")
    is_picture = reader_process._is_picture  # noqa: SLF001 - 20 MB in a draft would make a slow test
    assert is_picture(StoredPicture(padded[:-1], "image/png", 8, 8))
    assert not is_picture(StoredPicture(padded, "image/png", 8, 8))
